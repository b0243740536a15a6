"""Columns that hold results (Đạt, x, KĐ) in the rows of known units, whatever stands above them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from bs_metrics.contract.cells import Cell, as_seen, is_unticked
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import RawSheet, address, is_blank
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary

_ACROSS = {"unit": "criterion", "criterion": "unit"}
_HALF, _SOME = Fraction(1, 2), Fraction(1, 4)  # what makes a column one of results; what is told when it is left out
_FORM = 2  # rows of a form at least that name a criterion
_LOOKED_AT = 40  # rows of units that show what a column holds


def result_said(cell: Cell, vocabulary: Vocabulary) -> str | None:
    """The result that a cell says by its word, or by the sign of a tick; `unknown` of a box that is not ticked."""
    said = vocabulary.words.listed(schema().tables["results"].columns["result"], as_seen(cell))
    return said or ("unknown" if is_unticked(cell) else None)


def unit_columns(texts: Mapping[int, str], vocabulary: Vocabulary) -> list[int]:
    """The positions of the headings that stand for the units of results, else for their codes and names."""
    for table, names in (("results", ("unit",)), ("units", ("code", "name"))):
        meant = ((at, vocabulary.words.column(table, text)) for at, text in texts.items())
        if found := [at for at, meaning in meant if meaning and meaning.column.name in names]:
            return found
    return []


def marked_columns(
    sheet: RawSheet,
    headings: Sequence[int],
    texts: Mapping[int, str],
    vocabulary: Vocabulary,
    numbers: bool = False,
    most: int = _LOOKED_AT,
) -> frozenset[int]:
    """The columns, those without a heading too, of which at least half of the cells beside known units are results.

    Nothing but 1 and 0 may be counts, and is taken for results only with `numbers`.
    """
    units = unit_columns(texts, vocabulary)
    if not units:
        return frozenset()
    rows = islice(unit_rows(sheet, range(headings[-1] + 1, len(sheet.rows)), units, vocabulary), most)
    said: dict[int, list[Cell]] = {}
    for row in rows:
        for at, cell in enumerate(sheet.rows[row]):
            if at > units[0] and at not in units and str(cell).strip():
                said.setdefault(at, []).append(cell)
    return frozenset(at for at, cells in said.items() if are_marks(cells, vocabulary, numbers))


def marked_beside_criteria(
    sheet: RawSheet, headings: Sequence[int], texts: Mapping[int, str], vocabulary: Vocabulary
) -> frozenset[int]:
    """The columns under headings that mean nothing whose cells are results, in a form whose rows name criteria."""
    meant = {at: vocabulary.words.column("results", text) for at, text in texts.items()}
    named = {at for at, one in meant.items() if one and one.column.name == "criterion"}
    rows = sheet.rows[headings[-1] + 1 : headings[-1] + 1 + _LOOKED_AT]
    if sum(any(vocabulary.criteria.is_known(as_seen(row[at])) for at in named) for row in rows) < _FORM:
        return frozenset()
    free = (at for at, one in meant.items() if one is None and at > min(named))
    cells = {at: [row[at] for row in rows if str(row[at]).strip()] for at in free}
    return frozenset(at for at, some in cells.items() if are_marks(some, vocabulary, False))


def unit_rows(sheet: RawSheet, rows: range, units: Collection[int], vocabulary: Vocabulary) -> Iterable[int]:
    """Those of some rows that name a known unit, up to a blank row below them or to many rows without one."""
    codes, silent, found = vocabulary.codes("units"), 0, False
    for row in rows:
        cells = [as_seen(sheet.rows[row][at]) for at in units if at < len(sheet.rows[row])]
        if any(cell in codes or vocabulary.places.code(cell) for cell in cells if cell.strip()):
            silent, found = 0, True
            yield row
        else:
            silent += 1
            if silent > _LOOKED_AT or (found and is_blank(sheet.rows[row])):
                return


def are_marks(cells: Sequence[Cell], vocabulary: Vocabulary, numbers: bool = True, least: Fraction = _HALF) -> bool:
    """Whether at least so many of some cells are results: a column of them may hold a remark as well."""
    marks = [cell for cell in cells if result_said(cell, vocabulary)]
    if not marks or len(marks) < least * len(cells):
        return False
    return numbers or any(not as_seen(cell).strip().isdigit() for cell in marks)


def count_marks(block: TableBlock, vocabulary: Vocabulary) -> int:
    """How many cells of a block, read or not, are results of known units."""
    units, rows = unit_columns(block.texts, vocabulary), range(block.headings[-1] + 1, block.last)
    marked = marked_columns(block.sheet, block.headings, block.texts, vocabulary)
    cells = (block.sheet.rows[row][at] for row in unit_rows(block.sheet, rows, units, vocabulary) for at in marked)
    return sum(result_said(cell, vocabulary) is not None for cell in cells)


def levels_across(block: TableBlock, vocabulary: Vocabulary) -> str:
    """The headings of a block that are levels of schools, where there are several."""
    column = schema().tables["schools"].columns["level"]
    meant = {text: vocabulary.words.listed(column, text.split(" / ")[-1]) for text in block.texts.values()}
    return " · ".join(text for text, code in meant.items() if code) if len({*meant.values()} - {None}) > 1 else ""


def down(block: TableBlock) -> tuple[int, str]:
    """Which column of a matrix names its rows, and which column of the results its other headings are of."""
    names = ((position, meant.column.name) for position, meant in block.meaning.columns.items())
    return next((position, _ACROSS[name]) for position, name in names if name in _ACROSS)


def tell_left_out(block: TableBlock, of_set: str, vocabulary: Vocabulary) -> None:
    """Warn of each column whose cells look like results, but whose heading is neither criterion nor place.

    `of_set` is the criteria set of the whole block, empty where it has none. Of lists only those are looked at that
    name their rows by the unit alone.
    """
    if block.meaning.kind == "matrix":
        first, across = down(block)
    else:
        units = unit_columns(block.texts, vocabulary)
        if block.table.name not in ("results", "units") or not units or "criterion" in block.columns_of([]):
            return
        first, across = units[0], "criterion"
    given = vocabulary.choices.block(block.sheet.name, block.number).columns
    unused = {at for at, name in given.items() if name is None} | block.meaning.used
    heading = schema().tables["results"].columns[across].heading
    for position in range(first + 1, max((len(block.sheet.rows[row]) for row in block.rows), default=0)):
        said = [value for row in block.rows if str(value := block.sheet.rows[row][position]).strip()]
        if position in unused or not are_marks(said, vocabulary, block.meaning.kind == "matrix", _SOME):
            continue
        written = _written(block.texts.get(position, ""), vocabulary) or address(block.headings[-1], position)
        places, criteria = vocabulary.places, vocabulary.criteria
        close = places.suggestions(written) if across == "unit" else criteria.suggestions(of_set, written)
        count = sum(result_said(value, vocabulary) is not None for value in said)
        context = {"suggestions": close or "–", "set": of_set, "count": str(count)}
        block.tell("results_not_taken", block.headings[-1], position, heading, value=written, **context)


def _written(heading: str, vocabulary: Vocabulary) -> str:
    """The last part of a heading that is no mark: `Thủy lợi / Đạt` is of what stands above."""
    parts = heading.split(" / ")
    result = schema().tables["results"].columns["result"]
    return next((part for part in reversed(parts) if not vocabulary.words.listed(result, part)), parts[-1])
