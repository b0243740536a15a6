"""Where the tables of a sheet are: heading rows under letterheads, headings of several rows, stacked blocks.

A sheet is understood from its headings alone. What no table can be found for is a block too, without a table.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise, takewhile
from typing import Any

from bs_metrics.contract.bounds import HEADINGS, Refused, grouped
from bs_metrics.contract.cells import Cell
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import RawSheet, is_blank
from bs_metrics.intake.blocks.block import BlockMeaning, TableBlock
from bs_metrics.intake.blocks.headings import form_of, own_block, understood
from bs_metrics.intake.blocks.marks import marked_columns
from bs_metrics.intake.blocks.shared_cells import remarks_below
from bs_metrics.intake.vocabulary.periods import are_of_two
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import LONGEST_NAME
from bs_metrics.text import canonical, without_mark

_HEADING_ROWS = 3  # a heading of more rows than this is not looked for
_TITLE_ROWS = 100  # above a heading that may say what its table is
_FIRST_ROWS = 5  # of units, which show whether results stand beside them
_SPARSE = 2  # cells of a title row at most
_YEAR = re.compile(r"(19|20)\d\d")
_LABEL = re.compile(r"^\(?\s*(\d{1,2}|[A-Z])\s*\)?(\s*=.*)?$")


def find_blocks(sheet: RawSheet, vocabulary: Vocabulary, room: Iterator[int] | None = None) -> list[TableBlock]:
    """The blocks of a sheet from top to bottom; none for an empty sheet. Raises Refused when they are too many.

    `room` has an item for each row of the file that may still be looked at as a heading.
    """
    starts = _starts(sheet, vocabulary, room or iter(range(HEADINGS)))
    blocks: list[TableBlock] = []
    above: list[TableBlock] = []  # those under the heading row before
    tops = [0, *(_title_start(sheet, headings[0], before) for before, headings in pairwise(starts))]
    for headings, top, last in zip(starts, tops, [*tops[1:], len(sheet.rows)], strict=False):
        title = range(top, headings[0])
        before, above = above, []
        for part in side_by_side(sheet, headings, last, title, vocabulary):
            texts = joined_headings(part, headings)
            same = next((one for one in before if one.texts == texts and one.meaning.table), None)
            if same and not are_of_two(same.title, _text_of(part, title), vocabulary.words):
                same.repeated += headings
                same.last = last
                above.append(same)
                continue
            said = _text_of(part, title)
            meaning = _meaning(part, headings, texts, said, vocabulary)
            above.append(TableBlock(part, len(blocks), headings, texts, said, last, meaning, title_rows=title))
            blocks.append(above[-1])
            if same and meaning.table == "results":
                _take_set(above[-1], same, vocabulary)
    return blocks or _not_understood(sheet)


def _take_set(block: TableBlock, above: TableBlock, vocabulary: Vocabulary) -> None:
    """The criteria set of the same table of another period above, where the title between them names none."""
    criteria = vocabulary.criteria
    own, named = (criteria.named_in(f"{one.title}\n{one.sheet.name}") for one in (block, above))
    if not own and len(named) == 1:
        block.constants = {"set": named[0]}
        block.tell("set_found", *block.corner, set=criteria.sets.shown[named[0]])


def side_by_side(
    sheet: RawSheet, headings: tuple[int, ...], last: int, title: range, vocabulary: Vocabulary
) -> list[RawSheet]:
    """The sheet once for each table that stands beside another under the same heading row, the others' cells empty.

    Tables beside each other have an empty column between them or a column of row numbers each, and each has the columns
    that identify its rows. A line of the title that stands alone is every table's, and so is a remark below them all.
    """
    texts = joined_headings(sheet, headings)
    rows = sheet.rows[headings[0] : last]
    starts = [at for at in texts if at == 0 or (at - 1 not in texts and all(row[at - 1] == "" for row in rows))]
    if len(starts) < 2:
        numbered = [at for at, text in texts.items() if vocabulary.words.role(text) == "number"]
        starts = numbered if numbered[:1] == [min(texts, default=0)] else _repeated(texts)
    if len(starts) < 2:
        return [sheet]
    edges = [0, *starts[1:], max(map(len, sheet.rows))]
    below = remarks_below(sheet, range(headings[-1] + 1, last))
    alone = {*below, *(row for row in title if len(_filled(sheet.rows[row])) == 1)}
    parts = []
    for left, right in pairwise(edges):
        rows = [
            row if number in alone else [cell if left <= at < right else "" for at, cell in enumerate(row)]
            for number, row in enumerate(sheet.rows)
        ]
        parts.append(replace(sheet, rows=rows, merged=tuple(one for one in sheet.merged if left <= one[1] < right)))
    return parts if _are_whole(parts, headings, title, vocabulary) else [sheet]


def _repeated(texts: dict[int, str]) -> list[int]:
    """Where the same headings begin again, one run of them right behind the other."""
    places, said = list(texts), [canonical(text) for text in texts.values()]
    for size in range(2, len(said) // 2 + 1):
        if len(said) % size == 0 and said == said[:size] * (len(said) // size):
            return places[::size]
    return []


def _meaning(
    sheet: RawSheet, headings: tuple[int, ...], texts: dict[int, str], title: str, vocabulary: Vocabulary
) -> BlockMeaning:
    """What the headings mean, and the columns of results in the rows of units below them."""
    are_results = bool(vocabulary.criteria.named_in(f"{title}\n{sheet.name}"))  # 1 and 0, elsewhere counts
    marked = marked_columns(sheet, headings, texts, vocabulary, are_results)
    meaning = understood(texts, sheet.name, title, vocabulary, marked)
    return (not (meaning.table or meaning.tables) and form_of(sheet, headings, texts, vocabulary)) or meaning


def _are_whole(parts: list[RawSheet], headings: tuple[int, ...], title: range, vocabulary: Vocabulary) -> bool:
    """Whether each has what identifies its rows, which a second half of a table has not, or all have units' results."""
    whole = []
    for part in parts:
        one = _meaning(part, headings, joined_headings(part, headings), _text_of(part, title), vocabulary)
        names = {meant.column.name for meant in one.columns.values()} | ({one.ticked} if one.ticks else set())
        key = {*schema().tables[one.table].key} if one.table else {""}
        is_result = one.table == "results" and {"unit", "result"} <= names
        whole.append((one.kind == "matrix" or key <= names or {"criterion", "unit"} <= names, is_result))
    return any(map(all, zip(*whole, strict=True)))


def _starts(sheet: RawSheet, vocabulary: Vocabulary, room: Iterator[int]) -> list[tuple[int, ...]]:
    """The heading rows of every block.

    A sheet in which none of very many rows was a heading is not searched further: it is one block without a table.
    """
    forced = {
        choice.heading - 1: number
        for (name, number), choice in vocabulary.choices.blocks.items()
        if name == sheet.name and choice.heading and 0 < choice.heading <= len(sheet.rows)
    }
    table = schema().table_of(sheet.name)  # of the project's own sheet a heading may be named as a criterion is
    own = own_block(sheet, table) if table else None
    starts: list[tuple[int, ...]] = []
    for row in _candidates(sheet, vocabulary):
        headings = heading_rows(sheet, row)
        if starts and (headings[0] <= starts[-1][-1] or not _stands_apart(sheet, headings[0], starts[-1])):
            continue
        if starts and [sheet.rows[at] for at in headings] == [sheet.rows[at] for at in starts[-1]]:
            starts.append(headings)  # printed again on the next page
            continue
        if next(room, None) is None:
            if not starts:
                break
            raise Refused("too_many_tables", limit=grouped(HEADINGS))
        if (own and headings == own.headings) or _is_heading(sheet, headings, vocabulary):
            starts.append(headings)
    for row, number in forced.items():
        starts[number : number + 1] = [tuple(heading_rows(sheet, row, upwards=False))]
    return sorted(set(starts))


def _candidates(sheet: RawSheet, vocabulary: Vocabulary) -> Iterable[int]:
    """Rows with at least two texts that are headings, or one beside places or criteria. Each text is asked once."""
    headings: set[str] = set()
    units: set[str] = set()
    for text in sheet.texts:
        if _may_name(text) and vocabulary.words.is_heading(text):
            headings.add(text)
            if vocabulary.words.is_unit(text):
                units.add(text)

    @cache
    def kind_of(text: Any) -> str:
        """What a cell beside a heading names; asked of few, for it takes longer than to tell a heading."""
        if not _may_name(text):
            return ""
        return "place" if vocabulary.places.code(text) else "criterion" if vocabulary.criteria.is_name(text) else ""

    for number, row in enumerate(sheet.rows):
        own = headings.intersection(row)
        if not own:
            continue
        named = Counter(map(kind_of, set(row)))
        if len(own) >= 2 or named["place"] >= 2 or named["criterion"] >= 2:
            yield number
        elif not units.isdisjoint(own):
            known = sum(vocabulary.criteria.is_known(_shown(cell)) for cell in row if cell != "")
            texts = {at: _shown(cell) for at, cell in enumerate(row) if _may_name(cell)}
            if known >= 2 or marked_columns(sheet, (number,), texts, vocabulary, numbers=True, most=_FIRST_ROWS):
                yield number


def _may_name(cell: Cell) -> bool:
    """Whether a cell is a text short enough to be a heading or a name."""
    return isinstance(cell, str) and bool(cell.strip()) and len(cell) <= LONGEST_NAME and not cell.isdigit()


def _stands_apart(sheet: RawSheet, row: int, before: tuple[int, ...]) -> bool:
    """Whether a further heading lies below a blank row or a title, or repeats the one before."""
    above = sheet.rows[row - 1]
    return len(above) - above.count("") <= 1 or sheet.rows[row] == sheet.rows[before[0]]


def _is_heading(sheet: RawSheet, headings: tuple[int, ...], vocabulary: Vocabulary) -> bool:
    """Whether some rows are the heading of a table and not rows of one."""
    texts = joined_headings(sheet, headings)
    above = range(max(headings[0] - _TITLE_ROWS, 0), headings[0])
    meaning = _meaning(sheet, headings, texts, _text_of(sheet, above), vocabulary)
    if meaning.kind == "matrix" or (meaning.table is None and marked_columns(sheet, headings, texts, vocabulary)):
        return True
    cells = [cell for row in headings for cell in sheet.rows[row] if cell != ""]
    below = {str(cell) for row in headings[1:] for cell in sheet.rows[row]}
    cells = [cell for cell in cells if not (str(cell) in below and _YEAR.fullmatch(_shown(cell)))]  # of a group
    if not all(isinstance(cell, str) for cell in cells) or any(cell.strip().isdigit() for cell in cells):
        return False
    others = [
        text for at, text in texts.items() if at not in meaning.columns
    ]  # a heading may be a criterion's name too
    if any(vocabulary.places.code(text) or vocabulary.criteria.is_name(text) for text in others):
        return False
    if meaning.tables:
        return True
    known = sum(map(len, (meaning.columns, meaning.doubled, meaning.across, meaning.ticks, meaning.numbers)))
    return known >= 2 and 5 * known >= 2 * len(texts)


def heading_rows(sheet: RawSheet, row: int, upwards: bool = True) -> tuple[int, ...]:
    """The rows of a heading that `row` belongs to."""
    rows = [row]
    while upwards and rows[0] > 0 and len(rows) < _HEADING_ROWS and _is_second_row(sheet, rows[0] - 1):
        rows.insert(0, rows[0] - 1)
    while len(rows) < _HEADING_ROWS and _is_second_row(sheet, rows[-1]):
        rows.append(rows[-1] + 1)
    return tuple(rows)


def _is_second_row(sheet: RawSheet, upper: int) -> bool:
    """Whether the row below is the lower part of a heading: its texts lie under groups, and only there."""
    if upper + 1 >= len(sheet.rows):
        return False
    above, below = sheet.rows[upper], sheet.rows[upper + 1]
    filled, own = set(_filled(below)), set(_filled(above))
    if not filled or not own or not all(isinstance(above[position], str) for position in own):
        return False
    merged = sheet.merged_at(upper)
    wide = [range(left, right + 1) for _, left, _, right in merged if right > left]
    tall = {left for _, left, bottom, _ in merged if upper < bottom}
    if tall and not filled & tall and all(isinstance(below[position], str) for position in filled):
        return True  # a cell beside them that reaches down so far is a heading
    if wide or tall:
        grouped = {position for span in wide for position in span}
        if not wide and own - tall == filled - tall and len(filled) >= 2 and not filled & tall:
            return all(isinstance(below[position], str) for position in filled)
        if len(wide) >= 2 and not tall and filled == grouped and own == {span[0] for span in wide}:
            return all(isinstance(below[position], str) for position in filled)  # groups alone, each with its columns
        return filled <= grouped and len(filled) >= 2 and bool(tall or own - grouped) and not filled & tall
    starts = {position for position in own if position + 1 in filled and position + 1 not in own}
    single = own - starts
    if not starts or not single or single & filled:
        return False
    return all(max((at for at in own if at <= position), default=None) in starts for position in filled)


def joined_headings(sheet: RawSheet, headings: tuple[int, ...]) -> dict[int, str]:
    """The heading of each column that has one; those of several rows as `group / column`."""
    texts: dict[int, list[str]] = {}
    for row in headings:
        spread = _spread(sheet, row, row < headings[-1])
        for position, text in spread.items():
            parts = texts.setdefault(position, [])
            if not parts or parts[-1] != text:
                parts.append(text)
    return {position: " / ".join(texts[position]) for position in sorted(texts)}


def _spread(sheet: RawSheet, row: int, is_group: bool) -> dict[int, str]:
    """The texts of a heading row, a group's text over every column of the group."""
    cells = sheet.rows[row]
    texts = {position: _shown(cell) for position, cell in enumerate(cells) if _shown(cell)}
    if not is_group:
        return texts
    merged = sheet.merged_at(row)
    for _, left, _, right in merged:
        if right > left and left in texts:
            texts |= {position: texts[left] for position in range(left, min(right + 1, len(cells)))}
    below = sheet.rows[row + 1]
    if not merged:
        for position in range(1, len(cells)):
            if position not in texts and position - 1 in texts and _shown(below[position]):
                texts[position] = texts[position - 1]
    return texts


def is_numbering(sheet: RawSheet, row: int) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B 1 2 3."""
    cells = [_shown(cell) for cell in sheet.rows[row] if _shown(cell)]
    labels = [_LABEL.match(cell) for cell in cells]
    if len(cells) < 3 or not all(labels):
        return False
    numbers = [int(label[1]) for label in labels if label and label[1].isdigit()]
    letters = len(cells) - len(numbers)
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else letters == len(cells)


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return without_mark(canonical(str(cell)))


def _title_start(sheet: RawSheet, heading: int, before: tuple[int, ...]) -> int:
    """The first of the title rows above a heading: sparse rows, up to a blank row above them.

    A row filled in the same columns as the first rows of the table before, whose heading rows are given, is no title.
    """
    first = before[-1] + 1
    told = takewhile(lambda row: not is_blank(row), sheet.rows[first:heading])
    alike = {columns for row in told if len(columns := _filled(row)) > 1}
    row = heading
    while row > first and is_blank(sheet.rows[row - 1]):
        row -= 1
    while row > first and 0 < len(columns := _filled(sheet.rows[row - 1])) <= _SPARSE and columns not in alike:
        row -= 1
    return row


def _filled(row: list[Cell]) -> tuple[int, ...]:
    return tuple(at for at, cell in enumerate(row) if cell != "")


def _text_of(sheet: RawSheet, rows: range) -> str:
    return "\n".join(canonical(cell) for row in rows for cell in sheet.rows[row] if isinstance(cell, str) and cell)


def _not_understood(sheet: RawSheet) -> list[TableBlock]:
    """The sheet as one block without a table, so that the analyst may say what it is."""
    # Of two lists beside each other headings are alike: how many there are counts, not how many different ones.
    sizes = [sum(cell != "" for cell in row) for row in sheet.rows[:50]]
    if not any(sizes):
        return []
    row = sizes.index(max(sizes))
    texts = joined_headings(sheet, (row,))
    return [TableBlock(sheet, 0, (row,), texts, "", len(sheet.rows), BlockMeaning("none", None, {}))]
