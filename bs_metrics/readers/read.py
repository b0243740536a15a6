"""Bytes of a spreadsheet to raw sheets: every cell keeps its address, nothing is interpreted yet.

A process of its own reads them. What it cannot read, or what takes too much of it, is one finding: nothing that a file
holds makes this raise.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openpyxl.utils import get_column_letter

from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE, Refused, grouped
from bs_metrics.contract.citations import merged
from bs_metrics.contract.findings import Finding, Place, finding, rules
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import RawSheet, emptied
from bs_metrics.readers.formats import messages
from bs_metrics.readers.process import SHARED, Readers
from bs_metrics.readers.wire import unpacked

_RUNS = 30  # of hidden rows or columns that are named one by one


def read_sheets(content: bytes, file: str, readers: Readers = SHARED) -> tuple[list[RawSheet], list[Finding]]:
    """The visible sheets of a workbook, and what could not be read.

    A file that is no workbook gives no sheets and one error. Hidden sheets are named in a note and left out; hidden
    rows and columns are read, and named. A cell whose formula has no value, or an error for a value, is an error of its
    own: it is never taken as empty.
    """
    try:
        if len(content) > FILE_BYTES:
            raise Refused("file_too_large", limit=str(FILE_BYTES // MEGABYTE))
        with readers.reader() as reader:
            sheets, findings = _taken(map(unpacked, reader.run(messages, content, file)), file)
    except Refused as refused:
        return [], [finding(refused.code, Place(file), **refused.context)]
    # The sheets that a template explains itself with are not data, and nothing is to be said of them.
    return (
        [emptied(sheet) for sheet in sheets if not schema().is_extra(sheet.name)],
        [one for one in findings if not (one.sheet and schema().is_extra(one.sheet))],
    )


def _taken(received: Iterable[list[Any]], file: str) -> tuple[list[RawSheet], list[Finding]]:
    """The sheets and findings that a reader's messages make. Raises Refused."""
    sheets: list[RawSheet] = []
    findings: list[Finding] = []
    for what, *content in received:
        if what == "remark":
            code, sheet, context = content
            findings.append(finding(code, Place(file, sheet), **context))
        elif what == "sheet":
            name, areas, hidden_rows, hidden_columns, faults, more_faults, codes, formats, *looks = content
            fonts, told, colours, filled, noted, conditional, (kinds, coloured, is_whole), printed = looks
            ranges = tuple((top, left, bottom, right) for top, left, bottom, right in areas)
            shown = {column: [codes[number] for number in numbers] for column, numbers in formats}
            old = {font: (row, column, count) for font, row, column, count in fonts}
            fills = {(row, column): colours[colour] for row, column, colour in filled}
            hidden = frozenset(hidden_rows), frozenset(hidden_columns)
            beside = {(row, column): note for row, column, note in noted}, tuple(map(tuple, conditional))
            seen = {(row, column): kinds[kind] for row, column, kind in coloured}
            colour = seen if is_whole else None
            sheets.append(RawSheet(file, name, [], ranges, *hidden, shown, old, fills, *beside, colour, tuple(printed)))
            whole = Place(file, name)
            findings += [finding(code, sheets[-1].place(row, column), value=seen) for row, column, code, seen in faults]
            for code, some, others in told:
                findings += _told(sheets[-1], code, some, others)
            if more_faults:
                findings.append(finding("more_cells_without_value", whole, count=grouped(more_faults)))
            if hidden_rows:
                findings.append(finding("hidden_rows", whole, value=_runs(hidden_rows, str)))
            if hidden_columns:
                findings.append(finding("hidden_columns", whole, value=_runs(hidden_columns, get_column_letter)))
        elif what == "rows":
            sheets[-1].rows.extend(content[0])
    return sheets, findings


def _told(sheet: RawSheet, code: str, told: list[list[Any]], more: int) -> Iterator[Finding]:
    """The findings of one code in a sheet, and how many more there are than were kept."""
    for row, column, value, context in told[: len(told) - bool(more)]:
        yield finding(code, sheet.place(row, column), value=value, **context)
    if more:
        row, column, *_ = told[-1]
        count = {"count": grouped(more), "listed": grouped(len(told) - 1)}
        yield finding("more_alike", sheet.place(row, column), rules()[code].severities[0], **count)


def _runs(numbers: Iterable[int], shown: Callable[[int], str]) -> str:
    """Numbers from zero as runs, in the shortest form: 3, 7-9."""
    runs = merged((number + 1, number + 1) for number in numbers)
    texts = [shown(first) if first == last else f"{shown(first)}-{shown(last)}" for first, last in runs]
    return ", ".join(texts[:_RUNS]) + (", …" if len(texts) > _RUNS else "")
