"""One understood block to typed rows of its table, every cell with its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from bs_metrics.contract.cells import Cell
from bs_metrics.contract.columns import Cells, read_cells
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.body import Body
from bs_metrics.intake.blocks.cells import CellReader
from bs_metrics.intake.blocks.counts import printed_otherwise, qualified, read_pairs, read_percents
from bs_metrics.intake.blocks.filling import Filling, from_current, kept_known
from bs_metrics.intake.blocks.layout import TableBlock
from bs_metrics.intake.blocks.matrix import left_out, long_cells, ticked_cells, unsaid
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.numbers import format_number


@dataclass(frozen=True)
class BlockRows:
    """The rows that one block gives a table: the frame, its raw cells, and the spreadsheet row of each."""

    frame: pd.DataFrame
    cells: dict[str, Cells]
    rows: list[int]

    def cell_of(self, column: str, number: int) -> str:
        """The address of a column's cell in the n-th row; of the row's first cell where there is no such column."""
        return self.cells[column].address(number) if column in self.cells else address(self.rows[number], 0)

    def key_cell(self, key: Sequence[str], number: int) -> str:
        """The address of the first cell of a key that stands in the n-th row itself, not in a title or heading."""
        own = (name for name in key if name in self.cells and self.cells[name].rows[number] == self.rows[number])
        return self.cell_of(next(own, key[0]), number)


def read_block(block: TableBlock, body: Body, vocabulary: Vocabulary) -> tuple[BlockRows, list[Finding]]:
    """The block's rows and everything that is wrong with them or was understood on the way."""
    meaning, sheet = block.meaning, block.sheet
    table = schema().tables[meaning.table or ""]
    rows = list(body.rows)
    findings: list[Finding] = []
    if meaning.kind == "matrix":
        rows, cells, findings = long_cells(block, body, vocabulary)
    else:
        cells = {
            meant.column.name: Cells([sheet.rows[row][position] for row in rows], rows, position)
            for position, meant in meaning.columns.items()
        }
        if meaning.ticks:
            cells[meaning.ticked], findings = ticked_cells(block, rows, vocabulary)
    findings += _scales(block)
    reader = CellReader(vocabulary, table.name, {meant.column.name: meant.scale for meant in meaning.columns.values()})
    if table.name == "units":
        cells, problems = _own_codes(block, cells, vocabulary)
        findings += problems
    filling = Filling(block, body, vocabulary, rows, cells)
    filling.fill()
    findings += filling.findings
    if meaning.kind == "matrix":
        findings += left_out(block, body, filling.cells, vocabulary)
    cells, problems = read_pairs(table, sheet, filling.cells, vocabulary, _measure_of(filling.cells, vocabulary))
    findings += problems
    cells, problems = read_percents(table, sheet, cells)
    findings += problems
    cells = qualified(table, cells, reader.qualifier)
    frame, problems = read_cells(table, sheet, rows, cells, reader)
    told = {(one.cell, one.column) for one in findings if one.severity == "error"}
    findings += [one for one in problems if (one.cell, one.column) not in told and not _is_asked(one, findings)]
    if table.name == "results":
        frame, problems = _criteria(block, frame, cells, vocabulary)
        findings += problems
    if table.name == "reported_totals":
        findings += printed_otherwise(table, sheet, frame, cells)
    if "result" in cells and (meaning.across or meaning.ticked == "result"):
        kept = kept_known(table, frame, unsaid(block, frame, cells["result"], vocabulary), vocabulary.frame(table.name))
        if kept:
            at = Place(sheet.file, sheet.name, cells["result"].address(kept[0]), table.columns["result"].heading)
            findings.append(finding("blank_kept", at, table=table.name, cells=str(len(kept))))
    frame, filled = from_current(table, frame, set(cells), vocabulary.frame(table.name))
    place = Place(sheet.file, sheet.name, address(block.headings[0], min(block.texts, default=0)))
    if filled:
        findings.append(finding("kept_from_current", place, table=table.name, rows=str(filled)))
    # A row that no key could be found for has its own finding, and nothing to take from the current data.
    whole = frame[frame[[name for name in table.key if name in cells]].notna().all(axis=1)]
    for column in table.columns.values():
        if column.required and column.name not in cells and (not len(frame) or whole[column.name].isna().any()):
            findings.append(finding("heading_missing", replace(place, column=column.heading), table=table.name))
    return BlockRows(frame, cells, rows), findings


def _is_asked(one: Finding, others: list[Finding]) -> bool:
    """Whether an empty cell is only the set that was already asked for."""
    heading = schema().tables["results"].columns["set"].heading
    return one.column == heading and any(other.code == "which_set" for other in others)


def _scales(block: TableBlock) -> list[Finding]:
    """A note for each heading whose amounts are of another power than the column's."""
    return [
        finding(
            "amounts_scaled",
            Place(block.sheet.file, block.sheet.name, address(block.headings[-1], position), meant.column.heading),
            value=block.texts[position],
            table=block.meaning.table,
            factor=format_number(meant.scale, "vi"),
        )
        for position, meant in block.meaning.columns.items()
        if meant.scale > 1
    ]


def _own_codes(
    block: TableBlock, cells: dict[str, Cells], vocabulary: Vocabulary
) -> tuple[dict[str, Cells], list[Finding]]:
    """Units named without their code: the code of the unit of that name, whose name then stays as it is."""
    if "code" in cells or "name" not in cells:
        return cells, []
    names, table, findings = cells["name"], schema().tables["units"], []
    codes: list[Cell] = []
    for number, written in enumerate(names.values):
        code = vocabulary.places.code(written) if isinstance(written, str) and written.strip() else None
        codes.append(code or "")
        if code is None:
            place = Place(block.sheet.file, block.sheet.name, names.address(number), table.columns["code"].heading)
            close = vocabulary.places.suggestions(str(written)) or "–"
            findings.append(finding("unknown_place", place, value=str(written), table=table.name, suggestions=close))
    rest = {name: raw for name, raw in cells.items() if name != "name"}
    return {"code": Cells(codes, names.rows, names.positions), **rest}, findings


def _measure_of(cells: dict[str, Cells], vocabulary: Vocabulary) -> Callable[[int], str | None]:
    names, codes = vocabulary.names("measures"), vocabulary.codes("measures")

    def measure(number: int) -> str | None:
        written = str(cells["measure"].values[number]) if "measure" in cells else ""
        return written if written in codes else names.code(written) if names else None

    return measure


def _criteria(
    block: TableBlock, frame: pd.DataFrame, cells: dict[str, Cells], vocabulary: Vocabulary
) -> tuple[pd.DataFrame, list[Finding]]:
    """The codes of the criteria, by the set that each row belongs to."""
    if "criterion" not in cells or frame.empty:
        return frame, []
    pairs = frame[["set", "criterion"]].drop_duplicates().dropna()
    codes = {pair: vocabulary.criteria.code(*pair) for pair in pairs.itertuples(index=False, name=None)}
    lost = {pair for pair, code in codes.items() if code is None}
    if all(code == pair[1] for pair, code in codes.items()):
        return frame, []
    keys = list(zip(frame["set"].tolist(), frame["criterion"].tolist(), strict=True))
    frame["criterion"] = pd.array([codes.get(key) or key[1] for key in keys], dtype="string")
    findings = []
    for number, key in enumerate(keys):
        if key in lost:
            heading = schema().tables["results"].columns["criterion"].heading
            place = Place(block.sheet.file, block.sheet.name, cells["criterion"].address(number), heading)
            context = {"set": key[0], "suggestions": vocabulary.criteria.suggestions(*key) or "–"}
            findings.append(finding("unknown_criterion", place, value=key[1], table="results", **context))
    return frame, _once_a_cell(findings)


def _once_a_cell(findings: list[Finding]) -> list[Finding]:
    """Each cell's finding once: the heading of a matrix is the criterion of many rows."""
    return list({(one.cell, one.code): one for one in findings}.values())
