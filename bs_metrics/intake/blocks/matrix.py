"""A wide matrix of places and criteria to long rows of results; every row knows the cell it comes from."""

from collections.abc import Iterator

import pandas as pd

from bs_metrics.contract.columns import Cells, as_seen
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.body import Body
from bs_metrics.intake.blocks.layout import Found
from bs_metrics.intake.vocabulary.known import Known

_ACROSS = {"unit": "criterion", "criterion": "unit"}


def long_cells(found: Found, body: Body, known: Known) -> tuple[list[int], dict[str, Cells], list[Finding]]:
    """The spreadsheet row of each row of results, its cells but the criteria set, and ticks that contradict."""
    meaning, sheet = found.meaning, found.sheet
    down = next(position for position, meant in meaning.columns.items() if meant.column.name in _ACROSS)
    own = meaning.columns[down].column.name
    groups: dict[str, list[int]] = {}
    for position, (said, _) in meaning.across.items():
        groups.setdefault(said, []).append(position)
    rows, across, firsts, results, where, findings = [], [], [], [], [], []
    for row in body.rows:
        for said, positions in groups.items():
            value, position, twice = _result(found, row, positions, known)
            rows.append(row)
            across.append(said)
            firsts.append(positions[0])
            results.append(value)
            where.append(position)
            if twice:
                place = Place(sheet.file, sheet.name, address(row, position), _result_column().heading)
                findings.append(finding("two_ticks", place, value=said, table="results"))
    cells = {
        _ACROSS[own]: Cells(across, [found.headings[-1]] * len(rows), firsts),
        "result": Cells(results, rows, where),
    }
    for position, meant in meaning.columns.items():
        cells[meant.column.name] = Cells([sheet.rows[row][position] for row in rows], rows, position)
    return rows, cells, findings


def unsaid(found: Found, frame: pd.DataFrame, cells: Cells, known: Known) -> list[int]:
    """The rows, by number, whose result is unknown only because the sheet has an empty cell or no tick there."""
    rows = found.sheet.rows
    is_ticks = bool(found.meaning.ticks) or any(mark for _, mark in found.meaning.across.values())
    out = []
    for number in (frame["result"] == "unknown").fillna(False).to_numpy().nonzero()[0]:
        position = cells.positions if isinstance(cells.positions, int) else cells.positions[number]
        cell = rows[cells.rows[number]][position]
        if not _text(cell).strip() or (is_ticks and _is_nought(cell, known)):
            out.append(int(number))
    return out


def left_out(found: Found, body: Body, cells: dict[str, Cells], known: Known) -> list[Finding]:
    """A warning for each column whose cells look like results, but whose heading is neither criterion nor place."""
    meaning, sheet = found.meaning, found.sheet
    down = next(position for position, meant in meaning.columns.items() if meant.column.name in _ACROSS)
    used = {*meaning.columns, *meaning.across, *meaning.totals, *meaning.numbers}
    heading = schema().tables["results"].columns[_ACROSS[meaning.columns[down].column.name]].heading
    sets = list(dict.fromkeys(cells["set"].values)) if "set" in cells else []
    of_set = str(sets[0]) if len(sets) == 1 else ""
    findings = []
    for position, text in found.texts.items():
        said = [value for row in body.rows if (value := sheet.rows[row][position]) != ""]
        if position in used or position < down or not said or not all(_is_result(value, known) for value in said):
            continue
        written = text.split(" / ")[-1]
        is_place = meaning.columns[down].column.name == "criterion"
        close = known.places.suggestions(written) if is_place else known.criteria.suggestions(of_set, written)
        place = Place(sheet.file, sheet.name, address(found.headings[-1], position), heading)
        context = {"suggestions": close or "–", "set": of_set}
        findings.append(finding("results_not_taken", place, value=written, table="results", **context))
    return findings


def _is_result(value: object, known: Known) -> bool:
    return known.words.listed(_result_column(), _text(value)) is not None


def ticked_cells(found: Found, rows: list[int], known: Known) -> tuple[Cells, list[Finding]]:
    """The values of a list whose columns `Đạt` and `Chưa đạt`, or `Mức độ 1` and `Mức độ 2`, are ticked."""
    values, where, findings = [], [], []
    for row in rows:
        value, position, twice = _result(found, row, list(found.meaning.ticks), known)
        values.append(value)
        where.append(position)
        if twice:
            heading = schema().tables[found.meaning.table or ""].columns[found.meaning.ticked].heading
            place = Place(found.sheet.file, found.sheet.name, address(row, position), heading)
            findings.append(finding("two_ticks", place, value=str(value), table=found.meaning.table))
    return Cells(values, rows, where), findings


def is_tick(value: object, known: Known) -> bool:
    """Whether a cell under `Đạt` or `Chưa đạt` is ticked; an empty one and a nought are not."""
    return value != "" and known.words.listed(_result_column(), _text(value)) == "met"


def is_met(value: object, known: Known) -> bool:
    """Whether a cell of a matrix says that the criterion is met."""
    return known.words.listed(_result_column(), _text(value)) == "met"


def _result(found: Found, row: int, positions: list[int], known: Known) -> tuple[object, int, bool]:
    """What one result's cells say, where it stands, and whether two ticks contradict each other.

    An empty cell of a matrix says that the result is unknown: never that the criterion is not met.
    """
    meaning, cells = found.meaning, found.sheet.rows[row]
    marks = dict(_marks(found, positions))
    words = schema().lists["result"]
    if not marks:
        value = cells[positions[0]]
        if isinstance(value, float) and "%" in found.sheet.formats.get((row, positions[0]), ""):
            value = f"{value * 100:g}%"  # 100% is a value and no tick
        blank = value is None or (isinstance(value, str) and not value.strip())
        return words.word("unknown", "vi") if blank and meaning.across else value, positions[0], False
    ticked = [position for position in positions if is_tick(cells[position], known)]
    odd = [at for at in positions if at not in ticked and cells[at] != "" and not _is_nought(cells[at], known)]
    if odd:
        return cells[odd[0]], odd[0], False
    is_result = meaning.ticked == "result"
    if not ticked:
        return words.word("unknown", "vi") if is_result else "", positions[0], False
    value = words.word(marks[ticked[0]], "vi") if is_result else marks[ticked[0]]
    return value, ticked[0], len({marks[position] for position in ticked}) > 1


def _marks(found: Found, positions: list[int]) -> Iterator[tuple[int, str]]:
    for position in positions:
        mark = found.meaning.ticks.get(position) or (found.meaning.across.get(position) or ("", None))[1]
        if mark:
            yield position, mark


def _is_nought(value: object, known: Known) -> bool:
    return known.words.listed(_result_column(), _text(value)) == "not_met"


def _text(value: object) -> str:
    return as_seen(value)


def _result_column():
    return schema().tables["results"].columns["result"]
