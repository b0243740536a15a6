"""Names of places: one that is spelled two ways, one that is nearly a known one, one goal spoken of for two."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bs_metrics.report_check.document import Passage
from bs_metrics.report_check.doubt import Doubt
from bs_metrics.report_check.lexicon import NAME_WORDS, Lexicon, any_of
from bs_metrics.text import bare, canonical, folded, parts_in, spelled

_WORD = r"[A-ZĐÀ-ÖØ-ÞĂƠƯẠ-Ỹ][^\W\d_]*"
_NAMES = re.compile(rf"(?<!\w){_WORD}(?:\s{_WORD})*")
_NEAR = 16  # letters before a name in which the word for its kind stands
_BETWEEN = re.compile(r",\s")  # the names of a list
_WORDS = re.compile(r"\S+")


class Named(NamedTuple):
    """A name at its place."""

    passage: Passage
    start: int
    end: int


Written = dict[str, list[Named]]  # the places of each way to write a name


def places(passages: list[Passage], lexicon: Lexicon) -> Iterator[Doubt]:
    """What is odd about the names of places, over a whole report."""
    known: dict[str, Written] = defaultdict(lambda: defaultdict(list))
    unknown: Written = defaultdict(list)
    codes, kind = _codes(lexicon), _kind_before(lexicon)
    for passage in passages:
        last = -1  # where a known name ended
        for run in _NAMES.finditer(passage.text):
            words = [(run.start() + one.start(), run.start() + one.end()) for one in _WORDS.finditer(run[0])]
            first = next((at for at in range(len(words)) if not kind.fullmatch(passage.text[slice(*words[at])])), 0)
            words, before = words[first:], passage.text[max(0, words[first][0] - _NEAR) : words[first][0]]
            is_listed = last >= 0 and _BETWEEN.fullmatch(passage.text, last, words[0][0]) is not None
            is_place, any_known = is_listed or kind.search(before) is not None, False
            at = 0
            while at < len(words):
                count = lexicon.known_start([passage.text[slice(*one)] for one in words[at : at + NAME_WORDS]])
                if count:
                    any_known = True
                    start, end = words[at][0], words[at + count - 1][1]
                    name, last = canonical(passage.text[start:end]), end
                    if name in codes:
                        known[codes[name]][name].append(Named(passage, start, end))
                at += count or 1
            if is_place and not any_known:
                unknown[passage.text[words[0][0] : run.end()]].append(Named(passage, words[0][0], run.end()))
    yield from _two_spellings(known, lexicon)
    yield from _nearly(unknown, lexicon)
    yield from _twice(unknown, passages, lexicon)
    yield from _two_scopes(passages, lexicon)


def _codes(lexicon: Lexicon) -> dict[str, str]:
    """Own names and other spellings as they are printed, by code; one that two places have is left out."""
    codes: dict[str, set[str]] = defaultdict(set)
    for unit in lexicon.units.values():
        for one in (unit.name, *parts_in(unit.aliases)):
            codes[canonical(one)].add(unit.code)
    return {name: next(iter(some)) for name, some in codes.items() if len(some) == 1}


def _kind_before(lexicon: Lexicon) -> re.Pattern[str]:
    words = {one for some in lexicon.kinds.values() for one in some if one[-1].isalpha()}
    return re.compile(rf"{any_of(words | {one[0].upper() + one[1:] for one in words})}(?:\s?$)")


def _two_spellings(known: dict[str, Written], lexicon: Lexicon) -> Iterator[Doubt]:
    for code, written in known.items():
        if len({spelled(one) for one in written}) < 2:
            continue
        unit, often = lexicon.units[code], sorted(written, key=lambda one: -len(written[one]))
        given = {"spellings": " · ".join(f"{one} ({len(written[one])})" for one in often), "name": unit.name}
        where, place = written[often[-1]][0], (unit.place,)
        yield Doubt("place", "two_spellings", "certain", *where, (unit.name,), given, places=place)


def _nearly(unknown: Written, lexicon: Lexicon) -> Iterator[Doubt]:
    """Names behind the word for a kind that differ from known ones by their marks only."""
    by_bare: dict[str, set[str]] = defaultdict(set)
    for unit in lexicon.units.values():
        by_bare[bare(unit.name)].add(unit.name)
    for name, places in unknown.items():
        words = name.split()
        for count in range(min(len(words), 4), 1, -1):
            written = " ".join(words[:count])
            if close := by_bare.get(bare(written)):
                first = places[0]
                where = first.passage, first.start, first.start + len(written)
                yield Doubt("place", "nearly_known", "likely", *where, tuple(sorted(close)), {"written": written})
                break


def _twice(unknown: Written, passages: list[Passage], lexicon: Lexicon) -> Iterator[Doubt]:
    """Names that the data do not have and that differ by their marks: one place or two, unless a sentence has both."""
    by_bare: dict[str, list[str]] = defaultdict(list)
    for name in unknown:
        by_bare[bare(name)].append(name)
    known = {bare(unit.name) for unit in lexicon.units.values()}
    for form, names in by_bare.items():
        if form in known or len({spelled(name) for name in names}) < 2:
            continue
        first, second = sorted(names, key=lambda one: -len(unknown[one]))[:2]
        if not any(first in one.text and second in one.text for one in passages):
            given = {"one": f"{first} ({len(unknown[first])})", "other": f"{second} ({len(unknown[second])})"}
            yield Doubt("place", "unknown_twice", "look", *unknown[second][0], (first, second), given)


def _two_scopes(passages: Iterable[Passage], lexicon: Lexicon) -> Iterator[Doubt]:
    """One set of criteria said to be met by two places in one breath: which of them is meant?"""
    by_paragraph: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_paragraph[passage.paragraph].append(passage)
    stages = [(name, one.short.vi) for name, one in lexicon.sets if one.stage is not None and one.short]
    for name, shown in stages:
        words = name.split()
        heads = any_of({" ".join(words[:count]) for count in (1, 2) if count < len(words)})
        of_place = re.compile(rf"(?i:{heads}\s+(?:{any_of(lexicon.kind_words)}\s+)?)(?P<name>{_WORD}(?:\s{_WORD})*)")
        for some in by_paragraph.values():
            if not any(name in one.low for one in some):
                continue
            found = [(one, match) for one in some for match in of_place.finditer(one.text)]
            codes: dict[str, tuple[Passage, int, int]] = {}
            for passage, match in found:
                own = match["name"].split()
                count = lexicon.known_start(own)
                code = lexicon.places.get(folded(" ".join(own[:count])))
                if code:
                    end = match.start("name") + len(" ".join(own[:count]))
                    codes.setdefault(code, (passage, match.start(), end))
            if len(codes) > 1:
                scopes = " · ".join(passage.text[start:end] for passage, start, end in codes.values())
                where = list(codes.values())[-1]
                yield Doubt("place", "two_scopes", "look", *where, (), {"scopes": scopes, "set": shown})
                break
