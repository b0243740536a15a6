"""Several columns for one thing, a year's each or the plan's and the result's: one counts, and which one is asked."""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import replace

from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.findings import Asked
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.blocks.marks import are_marks
from bs_metrics.intake.blocks.naming import finest
from bs_metrics.intake.vocabulary.synonyms import HeadingMeaning
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical, folded

KIND = "column"  # of the question
_HALF = 0.5


def settle_rivals(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Leave one column for each thing: the visible ones if they are alike, else the one that was answered.

    Where nothing is answered yet the first stays, and the question, an error, holds the table back.
    """
    _unmark(block)
    _join_reviews(block, vocabulary)
    asked: dict[tuple[str, ...], list[tuple[int, ...]]] = {}  # the columns of each thing, by what tells them apart
    for rivals in list(_rivals(block, vocabulary)):
        left = _named(block, _visible(block, rivals), vocabulary)
        meant = _columns(block, vocabulary).get(left[0])
        if meant and meant.column.name == "criterion" and (found := finest(block, left, vocabulary)):
            kept, counts = found
            _leave(block, kept, rivals, vocabulary)
            block.meaning = replace(block.meaning, aside=block.meaning.aside - set(counts))
        elif len(left) < 2:
            _leave(block, left[0], rivals, vocabulary)
        else:
            asked.setdefault(labels_of(block, left), []).append(tuple(left))
            _leave(block, left[0], [at for at in rivals if at not in left] + [left[0]], vocabulary)
    for labels, groups in asked.items():
        question = Asked(KIND, " / ".join(labels), labels)
        differing = [(row, group) for group in groups for row in block.rows if _differ(block, row, group, vocabulary)]
        answer = vocabulary.choices.answers(KIND).get(question.written)
        first, columns = groups[0], " · ".join(labels)
        place = (block.headings[-1], first[1], block.texts[first[1]])
        chosen = 0
        if not differing:
            block.tell("columns_alike", *place, value=columns)
        elif answer in labels:
            chosen = labels.index(answer)
            block.tell("column_chosen", *place, question, value=columns, chosen=answer)
        else:
            row, group = differing[0]
            seen = " · ".join(f"{address(row, at)} «{as_seen(block.sheet.rows[row][at])}»" for at in group)
            context = {"heading": _thing(block, first), "count": str(len(differing)), "seen": seen}
            block.tell("which_column", *place, question, value=columns, **context)
            block.rivals |= {at for group in groups for at in group}
        for group in groups:
            _leave(block, group[chosen], group, vocabulary)


def _unmark(block: TableBlock) -> None:
    """Columns to tick for what is met or not met count alone: what else stands under their criterion is no result."""
    across = block.meaning.across
    marked = {said for said, mark in across.values() if mark}
    kept = {at: one for at, one in across.items() if one[1] or one[0] not in marked}
    if len(kept) < len(across):
        block.meaning = replace(block.meaning, across=kept)


def _join_reviews(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Columns of other headings whose marks contradict the results are of the same thing: of whoever reviewed them."""
    meaning = block.meaning
    own = next((at for at, meant in meaning.columns.items() if meant.column.name == "result"), None)
    if meaning.table != "results" or own is None:
        return

    def contradicts(at: int) -> bool:
        cells = [(block.sheet.rows[row][own], block.sheet.rows[row][at]) for row in block.rows]
        pairs = {tuple(result_of(block, cell, vocabulary) for cell in pair) for pair in set(cells)}
        return are_marks([other for _, other in cells if other != ""], vocabulary) and any(
            one and other and one != other for one, other in pairs
        )

    reviews = tuple(at for at in block.unused if contradicts(at))
    block.meaning = replace(meaning, doubled=meaning.doubled + reviews)


def _rivals(block: TableBlock, vocabulary: Vocabulary) -> Iterator[tuple[int, ...]]:
    """The positions of each thing that has several: a criterion or place, a column of the table, a value to tick."""
    meaning = block.meaning
    of: dict[Hashable, list[int]] = {}
    for at, said in meaning.across.items():
        of.setdefault(("across", *said), []).append(at)
    for at, value in meaning.ticks.items():
        of.setdefault(("tick", value), []).append(at)
    for at, column in _columns(block, vocabulary).items():
        of.setdefault(("column", column.column.name), []).append(at)
    yield from (tuple(sorted(positions)) for positions in of.values() if len(positions) > 1)


def _columns(block: TableBlock, vocabulary: Vocabulary) -> dict[int, HeadingMeaning]:
    """The column of each position, of those too whose column is taken by another."""
    measured, table = vocabulary.words.measured_in(block.title), block.table.name
    meant = {at: vocabulary.words.column(table, block.texts[at], measured) for at in block.meaning.doubled}
    result = {name: HeadingMeaning(column) for name, column in block.table.columns.items() if name == "result"}
    known = {at: column or result.get("result") for at, column in meant.items()}  # a review has any heading
    return block.meaning.columns | {at: column for at, column in known.items() if column}


def _visible(block: TableBlock, rivals: tuple[int, ...]) -> list[int]:
    """The rivals that are not hidden; a hidden column counts only where all are."""
    shown = [at for at in rivals if at not in block.sheet.hidden_columns]
    if shown and len(shown) < len(rivals):
        hidden = next(at for at in rivals if at not in shown)
        block.tell("hidden_left_out", block.headings[-1], hidden, value=block.texts[hidden])
    return shown or list(rivals)


def _named(block: TableBlock, rivals: list[int], vocabulary: Vocabulary) -> list[int]:
    """Of columns that name what a row is of, the only one whose cells are names that are known; else all."""
    column = _columns(block, vocabulary).get(rivals[0])
    if column is None or not (column.column.references or column.column.name == "criterion"):
        return rivals
    known = [at for at in rivals if _share_known(block, at, column, vocabulary) >= _HALF]
    return known if len(known) == 1 else rivals


def _share_known(block: TableBlock, at: int, meant: HeadingMeaning, vocabulary: Vocabulary) -> float:
    """Which share of a column's cells are names that are known."""
    said = [as_seen(block.sheet.rows[row][at]) for row in block.rows]
    said = [one for one in said if one.strip()]
    names = vocabulary.names((meant.column.references or "").partition(".")[0])
    is_known = names.code if names and meant.column.name != "criterion" else vocabulary.criteria.is_known
    return sum(bool(is_known(one)) for one in said) / max(len(said), 1)


def labels_of(block: TableBlock, rivals: Collection[int]) -> tuple[str, ...]:
    """What tells some columns apart in their headings; their letters where the headings do not."""
    parts = {at: block.texts[at].split(" / ") for at in rivals}
    if len(parts) == 1:
        return (block.texts[next(iter(parts))],)
    common = set.intersection(*({folded(part) for part in some} for some in parts.values()))
    labels = {at: " / ".join(part for part in some if folded(part) not in common) for at, some in parts.items()}
    if len({folded(label) for label in labels.values()}) == len(rivals) and all(labels.values()):
        return tuple(labels.values())
    letters = {at: address(0, at)[:-1] for at in rivals}
    return tuple(f"{labels[at]} ({letters[at]})" if labels[at] else letters[at] for at in rivals)


def _thing(block: TableBlock, rivals: tuple[int, ...]) -> str:
    """What all these columns are of."""
    first = rivals[0]
    if first in block.meaning.across:
        return block.meaning.across[first][0]
    meant = block.meaning.columns.get(first)
    return meant.column.heading if meant else block.texts[first]


def _differ(block: TableBlock, row: int, rivals: tuple[int, ...], vocabulary: Vocabulary) -> bool:
    """Whether the cells of a row say different things in these columns."""
    cells = [block.sheet.rows[row][at] for at in rivals]
    said = {result_of(block, cell, vocabulary) or folded(canonical(as_seen(cell))) for cell in cells}
    return len(said) > 1


def _leave(block: TableBlock, kept: int, rivals: Collection[int], vocabulary: Vocabulary) -> None:
    """Take one of these columns and set the others aside."""
    meaning, gone = block.meaning, {at for at in rivals if at != kept}
    columns = {at: one for at, one in _columns(block, vocabulary).items() if at == kept or at in meaning.columns}
    doubled = tuple(at for at in meaning.doubled if at != kept)
    block.meaning = replace(meaning, columns=columns, doubled=doubled, aside=meaning.aside | gone).without(gone)
