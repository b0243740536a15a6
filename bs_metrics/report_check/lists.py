"""Lists counted against the number before them: the names after "7 of 22 schools"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs_metrics.report_check.claims import Amount, Claim, OutOf, Percent, Said
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.lexicon import Lexicon, any_of, ends, of_role, pattern, phrases

_FAR = 140  # letters between a number and the list of what it counts
_CAPITALS = "A-ZĐÀ-ÖØ-ÞĂƠƯẠ-Ỹ"
_NAME = re.compile(rf"^(?:[{_CAPITALS}][^\W_]*)(?:[\s-](?:[{_CAPITALS}][^\W_]*|\d+))*$")
_BRACKET = re.compile(r"[()]")
_SEPARATOR = re.compile(r"\s*[;,]\s*")
_FEW = 2  # a list has at least so many items
_MOST = 60


@dataclass(frozen=True)
class Items:
    """The items of a list: how many surely are some, and how many more there may be."""

    surely: int
    maybe: int
    start: int
    end: int


def lists(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    """Lists whose items are more or fewer than the number before them says."""
    for counted in said.counted:
        number = counted.met if isinstance(counted, OutOf) else int(counted.value)
        if counted.leaning or counted.is_bound or counted.noun not in lexicon.nouns or not 1 < number <= _MOST:
            continue
        opened = _opening(said, counted)
        if opened is None:
            continue
        at, is_bracket, says_it = opened
        items = _items(said, counted, lexicon, at, is_bracket)
        if items is None or items.surely <= number <= items.surely + items.maybe or items.surely < _FEW:
            continue
        certainty: Certainty = "certain" if not items.maybe and (says_it or is_bracket) else "look"
        if abs(items.surely - number) > max(2, number // 3):
            certainty = "look" if certainty == "look" else "likely"
        given = {"number": str(number), "items": str(items.surely), "noun": counted.noun}
        start, end = counted.start, counted.noun_end
        yield Doubt("list", "list", certainty, said.passage, start, end, (f"{items.surely:02d}",), given)


def _opening(said: Said, counted: OutOf | Amount) -> tuple[int, bool, bool] | None:
    """Where the list behind a number begins, whether in brackets, whether a word says that it is one."""
    low, at = said.passage.low, counted.noun_end
    stop = min(at + _FAR, _next_figure(said, counted))
    colon = pattern(r"(<consists>)\s*:?\s*|:\s+").search(low, at, stop)
    bracket = re.search(r"[,.]?\s*\(", low[at:stop])
    if bracket and (colon is None or at + bracket.start() < colon.start()):
        start = at + bracket.end()
        word = pattern(r"\s*(?:<consists>)\s*:?\s*").match(low, start)
        inside = pattern(r"\s*<partly>").match(low, start)
        return None if inside else (word.end() if word else start, True, bool(word))
    if colon is None:
        return None
    between = low[at : colon.start()]
    is_part = pattern(r"[;.]|<partly>|<rest>").search(between) or ends(low, colon.end(), r"<partly>\s*:?\s*")
    return None if is_part else (colon.end(), False, True)


def _next_figure(said: Said, counted: Claim) -> int:
    """Where the next count begins; the percentage of this one is none."""
    later = (one.start for one in said.figures if one.start >= counted.end and not isinstance(one, Percent))
    return min(later, default=len(said.passage.text))


def _items(said: Said, counted: OutOf | Amount, lexicon: Lexicon, at: int, is_bracket: bool) -> Items | None:
    text = said.passage.text
    end, is_clean = _end(said, at, is_bracket)
    body = text[at:end].strip()
    if not body or pattern(r"<open_end>\s*[.)]*$").search(body.lower()) or "..." in body or "…" in body:
        return None
    if not is_clean:
        return None
    depth = re.sub(r"\([^()]*\)", lambda group: " " * len(group[0]), body)
    has_semicolons = ";" in depth
    pieces = _pieces(depth)
    heads = _heads(counted, lexicon)
    first = heads.match(pieces[0].lower()) if pieces else None
    surely = maybe = 0
    for piece in pieces:
        small = piece.lower()
        found = heads.match(small)
        name = small[found.end() :].strip() if found else small
        if found and (name or found["number"]):
            surely += 1
        elif " ".join(small.split()) in lexicon.places or (_NAME.match(piece) and not (first and has_semicolons)):
            surely += 1
        elif first and not _NAME.match(piece) and not piece[0].isupper():
            continue  # goes on with the name before it
        else:
            maybe += 1
    if not surely or (first is None and maybe):
        return None
    return Items(surely, maybe, at, end)


def _pieces(body: str) -> list[str]:
    """A list taken apart at commas, semicolons and the word before the last item."""
    pieces = []
    for piece in _SEPARATOR.split(body):
        joined = list(pattern(r"\s+(?:<and>)\s+").finditer(piece.lower()))
        starts = [0, *(one.end() for one in joined)]
        ends = [*(one.start() for one in joined), len(piece)]
        parts = [piece[start:end].strip(" .:") for start, end in zip(starts, ends, strict=True)]
        alike = all(_NAME.match(part) or re.match(r"^[^\W\d_]+ ", part) for part in parts) and len(parts) > 1
        pieces += parts if alike and _are_items(parts) else [piece.strip(" .:")]
    return [piece for piece in pieces if piece]


def _are_items(parts: list[str]) -> bool:
    """Whether what stands on both sides of an "and" begins alike or is a name: else it is inside one name."""
    heads = {part.split()[0].lower() for part in parts}
    return len(heads) == 1 or all(_NAME.match(part) for part in parts)


def _heads(counted: OutOf | Amount, lexicon: Lexicon) -> re.Pattern[str]:
    """How items of what is counted begin: with its noun, or the word for a kind of it."""
    nouns = {counted.noun}
    if counted.noun in lexicon.all_units or counted.noun in lexicon.kind_words:
        nouns |= {word for words in lexicon.kinds.values() for word in words}
    schools = {*phrases()["all_schools"], *lexicon.school_words}
    if any(one in counted.noun for one in schools):
        nouns |= schools
    number = r"(?P<number>\s+\d+(?:\.\d+)?[a-z]?)?"
    return re.compile(rf"(?:{any_of(nouns)})(?:\s+{of_role('number')})?{number}\s*")


def _end(said: Said, at: int, is_bracket: bool) -> tuple[int, bool]:
    """Where a list ends, and whether it ends there in print rather than in the next claim."""
    text = said.passage.text
    if is_bracket:
        depth = 1
        for bracket in _BRACKET.finditer(text, at):
            depth += 1 if bracket[0] == "(" else -1
            if not depth:
                return bracket.start(), not any(at <= one.start < bracket.start() for one in said.figures)
        return len(text), False
    turn = pattern(r";\s*<turns>(?!\w)|\.\s").search(said.passage.low, at)
    stop = turn.start() if turn else len(text)
    count = min((one.start for one in said.figures if at <= one.start < stop), default=None)
    if count is None:
        return stop, True
    cut = text.rfind(";", at, count)
    return (cut, True) if cut > at else (count, False)
