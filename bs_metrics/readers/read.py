"""Bytes of a spreadsheet to raw sheets: every cell keeps its address, nothing is interpreted yet.

What the file is, is told from its content; each kind has its own reader. What any of them cannot read, or what is too
large to be read safely, is one finding: nothing that a file holds makes this raise.
"""

from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import RawSheet, Refused
from bs_metrics.readers.container import opened
from bs_metrics.readers.csv_text import read_text
from bs_metrics.readers.kinds import NAMES, kind_of, kind_of_archive, misleads
from bs_metrics.readers.ods import read_ods
from bs_metrics.readers.packed import read_packed
from bs_metrics.readers.xls import read_xls


def read_sheets(content: bytes, file: str) -> tuple[list[RawSheet], list[Finding]]:
    """The visible sheets of a workbook, and what could not be read.

    A file that is no workbook gives no sheets and one error. Hidden sheets are named in a note and left out; hidden
    rows and columns are read, and named. A cell whose formula has no value, or an error for a value, is an error of its
    own: it is never taken as empty.
    """
    try:
        kind, sheets, findings = _read(content, file)
    except Refused as refused:
        return [], [finding(refused.code, Place(file), **refused.context)]
    if misleads(file, kind):
        findings.insert(0, finding("name_misleads", Place(file), kind=NAMES[kind]))
    # The sheets that a template explains itself with are not data, and nothing is to be said of them.
    return (
        [sheet for sheet in sheets if not schema().is_extra(sheet.name)],
        [one for one in findings if not (one.sheet and schema().is_extra(one.sheet))],
    )


def _read(content: bytes, file: str) -> tuple[str, list[RawSheet], list[Finding]]:
    kind = kind_of(content)
    if kind == "text":
        return kind, *read_text(content, file)
    if kind == "xls":
        return kind, *read_xls(content, file)
    archive = opened(content)
    kind = kind_of_archive(set(archive.entries), archive.part("mimetype").strip())
    if kind == "ods":
        return kind, *read_ods(archive, file)
    return kind, *read_packed(archive, kind, file)
