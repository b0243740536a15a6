"""What is counted against the rows of the criteria sets: the wrong noun, the wrong number of a criterion."""

import re
from collections.abc import Iterator

from bs_metrics.contract.records import CriteriaSet, Criterion
from bs_metrics.contract.schema import schema
from bs_metrics.intake.vocabulary.writing import words_only
from bs_metrics.report_check.claims import Amount, OutOf, Said
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.lexicon import Lexicon, any_of, called, of_role, pattern
from bs_metrics.text import folded

_CLOSE = 45  # letters behind a count in which the name of its set begins
_FAR = 70  # letters between a count and the name of its set


def nouns(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    """Nouns and numbers that no set of criteria has."""
    for counted in said.counted:
        yield from _wrong_noun(said, counted, lexicon)
    yield from _wrong_number(said, lexicon)
    yield from _too_many_items(said, lexicon)


def set_named(said: Said, start: int, end: int, lexicon: Lexicon) -> CriteriaSet | None:
    """The set whose name stands behind a count, else before it: the nearest, a longer name before one inside it."""
    low = said.passage.low
    behind = re.split(r"[;.]\s", low[end : end + _FAR])[0]
    before = re.split(r"[;.]\s", low[max(0, start - _FAR) : start])[-1]
    for text, pick in ((behind, min), (before, max)):
        found = [
            (text.find(name) if pick is min else text.rfind(name), -len(name), declared)
            for name, declared in lexicon.sets
            if name in text
        ]
        if found:
            best = pick(found, key=lambda one: (one[0], one[1] if pick is min else -one[1]))
            return best[2]
    return None


def _counts_of(declared: CriteriaSet) -> dict[str, int]:
    """How many a set officially has, by what they are called."""
    words = schema().lists["criterion_noun"]
    own = folded(words.word(declared.criteria_noun or "criterion", "vi"))
    items = folded(words.word(declared.items_noun or "indicator", "vi"))
    counts = {items: declared.official_items, own: declared.official_criteria}
    return {noun: count for noun, count in counts.items() if count}


def _wrong_noun(said: Said, counted: OutOf | Amount, lexicon: Lexicon) -> Iterator[Doubt]:
    if counted.noun not in lexicon.criterion_words or (isinstance(counted, Amount) and counted.leaning):
        return
    total = counted.total if isinstance(counted, OutOf) else int(counted.value)
    declared = set_named(said, counted.start, counted.noun_end, lexicon)
    if declared is None:
        return
    counts = _counts_of(declared)
    named = counts.get(counted.noun)
    low, names = said.passage.low, tuple(name for name, one in lexicon.sets if one.id == declared.id)
    is_direct = low[counted.noun_end : counted.noun_end + _CLOSE].lstrip().startswith(names)
    right = [noun for noun, count in counts.items() if count == total and noun != counted.noun]
    given = {"set": called(declared), "noun": counted.noun}
    where, place = (said.passage, counted.start, counted.noun_end), (declared.citation,)
    if named is not None and total > named and not right and is_direct:
        given["own"] = str(named)
        yield Doubt("impossible", "more_than_set", "likely", *where, (), given, places=place)
    found = [at for name in names if (at := low.find(name, counted.noun_end)) >= 0]
    behind = low[counted.noun_end : min(found)] if found else ""
    is_near = bool(found) and len(behind) <= _CLOSE and not pattern(r"[,;.\d]|<of_plan>").search(behind)
    is_near |= any(name in low[max(0, counted.start - _CLOSE) : counted.start] for name in names)
    if named == total or not right or not is_near or (named is None and isinstance(counted, Amount)):
        return
    certainty: Certainty = "certain" if is_direct else "likely"
    printed = said.passage.text[counted.start : counted.end]
    given |= {"right": right[0], "count": str(total), "own": str(named or 0)}
    code = "wrong_noun" if named else "no_such_noun"
    yield Doubt("noun", code, certainty, *where, (f"{printed} {right[0]}",), given, places=place)


def _wrong_number(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    """Criterion 14 (on schools), where no set has it and one has that name under another number."""
    for found in lexicon.numbered.finditer(said.passage.low):
        code, name = found[1].lstrip("0"), words_only(found[2] or found[3])
        of_code = [one for one in lexicon.tables.rows(Criterion) if one.code == code and one.parent is None]
        if not of_code or any(_is_named(name, one) for one in of_code):
            continue
        exact = [one for one in lexicon.tables.rows(Criterion) if one.parent is None and name == _plain(one)]
        if exact:
            own = next((one for one in of_code if one.set == exact[0].set), of_code[0])
            given = {"code": code, "name": name, "right": exact[0].code, "own": own.name.vi}
            expected = (said.passage.text[found.start() : found.start(1)] + exact[0].code,)
            where, place = (said.passage, *found.span()), (exact[0].citation,)
            yield Doubt("reference", "criterion_number", "likely", *where, expected, given, places=place)


def _plain(criterion: Criterion) -> str:
    return words_only(folded(criterion.name.vi))


def _is_named(name: str, criterion: Criterion) -> bool:
    """Whether a name is that of a criterion, or the beginning of one."""
    own = _plain(criterion)
    return own == name or own.startswith(f"{name} ") or name.startswith(f"{own} ") or f" {name} " in f" {own} "


def _too_many_items(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    """2 of 9 criteria, named, "corresponding to" more of the items than those criteria have."""
    low = said.passage.low
    for criteria, items in zip(said.ratios, said.ratios[1:], strict=False):
        between = low[criteria.end : items.start]
        if not pattern(r"<corresponds>\s*(?:<reached>)?\s*$").search(between):
            continue
        sizes = {(criteria.noun, criteria.total), (items.noun, items.total)}
        declared = next((one for _, one in lexicon.sets if sizes <= _counts_of(one).items()), None)
        if declared is None:
            continue
        codes = re.findall(rf"{any_of([criteria.noun])}\s+(?:{of_role('number')}\s+)?(\d{{1,2}})", between)
        known = {
            one.code: one.items
            for one in lexicon.tables.rows(Criterion)
            if one.set == declared.id and one.parent is None
        }
        counts = [known.get(code.lstrip("0")) for code in codes]
        if len(codes) != criteria.met or not all(counts):
            continue
        most = sum(count or 0 for count in counts)
        if items.met != most:
            given = {"codes": ", ".join(codes), "most": str(most), "noun": items.noun}
            given["items"] = said.passage.text[items.start : items.end]
            where, place = (said.passage, items.start, items.noun_end), (declared.citation,)
            yield Doubt("impossible", "items_of_criteria", "likely", *where, (), given, places=place)
