"""A list of units with a column for each of several criteria sets: as many tables, each of a set as a whole."""

from collections.abc import Iterator
from dataclasses import replace

from bs_metrics.contract.findings import Asked
from bs_metrics.contract.schema import schema
from bs_metrics.intake.blocks.block import BlockMeaning, TableBlock
from bs_metrics.intake.blocks.marks import marked_columns
from bs_metrics.intake.vocabulary.synonyms import HeadingMeaning
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical, folded, spelled

_WORDS = 3  # that a heading and the name of a set share
KIND = "criteria_sets"  # of the question: the table whose codes answer it


def by_set(block: TableBlock, vocabulary: Vocabulary) -> Iterator[TableBlock]:
    """The block itself, or one for each of its columns of marks whose heading names a criteria set.

    Where a heading is only like a set's name it is asked, and the question, an error, holds the table back. Beside
    columns of criteria only a set's very name is one.
    """
    meaning = block.meaning
    if meaning.table != "results" or meaning.kind == "none":
        yield block
        return
    if below := _below_sets(block, vocabulary):
        for (name, group), own in below.items():
            part = _of_columns(block, own, {at for some in below.values() for at in some} - own, name)
            if name:
                part.tell("set_found", block.headings[-1], min(own), set=vocabulary.criteria.sets.shown[name])
            else:
                place = (block.headings[-1], min(own), block.texts[min(own)])
                close = vocabulary.criteria.sets.suggestions(group) or "–"
                part.tell("which_set_of_column", *place, Asked(KIND, group), value=group, suggestions=close)
            yield from by_set(part, vocabulary)
        return
    if meaning.kind == "list":
        yield block
        return
    marked = marked_columns(block.sheet, block.headings, block.texts, vocabulary, numbers=True) - set(meaning.across)
    headings = {at: canonical(block.texts[at].split(" / ")[-1]) for at in sorted(marked) if at in block.texts}
    if meaning.across:
        given = vocabulary.choices.block(block.sheet.name, block.number).columns
        texts = {at: text for at, text in headings.items() if at not in given}
        whole = {at: code for at, text in texts.items() if (code := vocabulary.criteria.sets.code(text))}
        yield replace(block, meaning=replace(meaning, aside=meaning.aside | set(whole)))
        for at, code in whole.items():
            yield _of_one_set(block, at, {*meaning.across, *whole} - {at}, code)
        return
    units = " ".join(block.texts.get(at, "") for at in meaning.columns)
    named = {at: _set_of(heading, units, vocabulary) for at, heading in headings.items()}
    sets = vocabulary.criteria.sets
    asked = [at for at, code in named.items() if not code and _is_like_one(headings[at], vocabulary)]
    if not headings or (not any(named.values()) and not asked):
        yield block
        return
    columns = {at: code for at, code in named.items() if code or at in asked}
    for at, code in columns.items():
        of_set = _of_one_set(block, at, set(columns) - {at}, code or "")
        if at in asked:
            place = (block.headings[-1], at, block.texts[at])
            close = sets.suggestions(headings[at]) or "–"
            of_set.tell("which_set_of_column", *place, Asked(KIND, headings[at]), value=headings[at], suggestions=close)
        yield of_set


def _below_sets(block: TableBlock, vocabulary: Vocabulary) -> dict[tuple[str, str], set[int]]:
    """The columns below the name of each set, where every column of a matrix stands below one and they are several;
    beside one that is known another heading names one that is not, and is asked.
    """
    across, units = block.meaning.across or _results(block, vocabulary), vocabulary.frame("units")
    kinds, listed = dict(zip(units["code"], units["kind"], strict=True)), vocabulary.words.lists["unit_kind"]
    codes = {vocabulary.places.code(said) or "" for said, _ in across.values() if said}
    lines = [block.sheet.name, *block.title.splitlines()]
    codes |= set() if codes else set(vocabulary.places.named_in(lines, set(kinds) - vocabulary.upper))
    own = {kinds.get(code) for code in codes}
    words = [block.texts.get(at, "") for at in block.meaning.columns]
    words += [listed.word(kind, "vi") for kind in own if isinstance(kind, str)] or lines
    found: dict[tuple[str, str], set[int]] = {}
    common = set.intersection(*(set(block.texts[at].split(" / ")) for at in across)) if across else set()
    for at, (said, mark) in across.items():
        parts = block.texts[at].split(" / ")
        groups = [part for part in parts[: -1 if mark else None] if part != said and part not in common]
        sets = {code for part in groups if (code := _set_of(part, " ".join(words), vocabulary))}
        if len(sets) > 1 or not groups:
            return {}
        key = (sets.pop(), "") if sets else ("", canonical(groups[0]))
        found.setdefault(key, set()).add(at)
    names = {
        canonical(part)
        for at in across
        for part in block.texts[at].split(" / ")
        if _set_of(part, " ".join(words), vocabulary)
    }
    is_of_set = all(block.meaning.across or not group or any(f"{one} " in group for one in names) for _, group in found)
    return found if len(found) > 1 and is_of_set and any(code for code, _ in found) else {}


def _results(block: TableBlock, vocabulary: Vocabulary) -> dict[int, tuple[str, str | None]]:
    """The columns of results of a list that does not say the set of each row, in the form of those of a matrix."""
    names = {meant.column.name: at for at, meant in block.meaning.columns.items()}
    if "result" not in names or "set" in names:
        return {}
    meant = {at: vocabulary.words.column("results", block.texts[at]) for at in block.meaning.doubled}
    others = [at for at, one in meant.items() if one is None or one.column.name == "result"]
    return dict.fromkeys(sorted([names["result"], *others]), ("", None))


def _of_columns(block: TableBlock, own: set[int], others: set[int], code: str) -> TableBlock:
    """The block as one of a set, of some columns of results left with its own."""
    meaning = block.meaning
    left = meaning.without(others)
    if not meaning.across and min(own) not in left.columns:
        columns = {**left.columns, min(own): HeadingMeaning(schema().tables["results"].columns["result"])}
        left = replace(left, columns=columns, doubled=tuple(at for at in left.doubled if at != min(own)))
    return _without(block, others, left, code)


def _of_one_set(block: TableBlock, at: int, others: set[int], code: str) -> TableBlock:
    """The units with the results of one column, those of the others left out."""
    columns = {**block.meaning.columns, at: HeadingMeaning(schema().tables["results"].columns["result"])}
    meaning = BlockMeaning("list", "results", columns, numbers=block.meaning.numbers, totals=block.meaning.totals)
    return _without(block, others, meaning, code)


def _without(block: TableBlock, others: set[int], meaning: BlockMeaning, code: str) -> TableBlock:
    """The block as one of a set, some columns left out."""
    rows = [["" if position in others else cell for position, cell in enumerate(row)] for row in block.sheet.rows]
    texts = {position: text for position, text in block.texts.items() if position not in others}
    sheet, title = replace(block.sheet, rows=rows), (block.title, block.last)
    repeated, above = list(block.repeated), block.title_rows
    return TableBlock(
        sheet,
        block.number,
        block.headings,
        texts,
        *title,
        meaning,
        repeated,
        above,
        told=[*block.told],
        constants={"set": code},
    )


def _is_like_one(heading: str, vocabulary: Vocabulary) -> bool:
    """Whether a heading has most of the words of a set's name, and three at least."""
    own = set(spelled(vocabulary.words.phrases.in_full(heading)).split())
    names = (set(written.split()) for written in vocabulary.criteria.sets.written)
    return any(len(own & name) >= max(_WORDS, len(name) / 2) for name in names)


def _set_of(heading: str, units: str, vocabulary: Vocabulary) -> str | None:
    """The criteria set that a heading is or holds the name of, alone or behind the kind of unit that `units` names."""
    sets, named = vocabulary.criteria.sets, vocabulary.criteria.named_in(heading)
    kinds = (word[language] for word in vocabulary.words.lists["unit_kind"].words.values() for language in word)
    kinds = (kind for kind in kinds if f" {folded(kind)} " in f" {folded(units)} ")
    of_kind = {code for kind in kinds if (code := sets.code(f"{kind} {heading}"))}
    return (
        sets.code(heading) or (named[0] if len(named) == 1 else None) or (of_kind.pop() if len(of_kind) == 1 else None)
    )
