"""The analyst's own file back: cells at fault coloured and commented, and a first sheet that lists the findings.

Colours, styles, formulas, drop-downs and comments stay. What openpyxl does not keep is lost in the copy: charts,
shapes, most pictures, macros (a workbook with macros comes back as .xlsx without them) and the stored results of
formulas, which Excel works out again on opening. Text of the file is inert in the list: nothing becomes a formula.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import coordinate_to_tuple, get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.contract.bounds import Refused
from bs_metrics.contract.findings import Finding
from bs_metrics.contract.schema import schema
from bs_metrics.readers.process import Readers
from bs_metrics.words import Language, words
from bs_metrics.writers.workbook import FONT, SEVERITY_FILLS, saved, storable, write_heading, write_text

_AUTHOR = "bs_metrics"
_RANK = {"error": 0, "warning": 1, "note": 2}
_COLUMNS = ("severity", "sheet", "cell", "column", "value", "message", "fix")
_WIDTHS = (12, 22, 10, 24, 28, 60, 60)
_LINE, _MOST_LINES = 15, 20  # points; what is longer is read in the cell
_MOST_UNPACKED = 30_000_000  # bytes of XML; openpyxl takes half a minute for more
_MARKERS = Readers(1)  # of their own: nobody's file waits for another's copy
_MOST_LINKS = 60_000  # Excel takes 65,530 hyperlinks on a sheet


def annotated(content: bytes, findings: Sequence[Finding], language: Language) -> bytes:
    """The .xlsx or .xlsm file with its findings marked, as .xlsx; for any other file the list of findings alone.

    Never raises for what the file holds: a file that openpyxl cannot open, or that takes more than a reader may, gives
    the list alone too. Findings of places that the file does not have are listed without a link.
    """
    try:
        if zipfile.is_zipfile(io.BytesIO(content)):
            with _MARKERS.reader() as reader:
                return b"".join(reader.run(_marked, content, findings, language))
    except Refused:
        pass
    return findings_workbook(findings, language)


def _marked(content: bytes, findings: Sequence[Finding], language: Language) -> Iterator[bytes]:
    """The file with its marks. Raises whatever openpyxl raises."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > _MOST_UNPACKED:
            raise ValueError
    workbook = load_workbook(io.BytesIO(content), rich_text=True)
    anchors = _mark(workbook, findings, language)
    earlier = schema().extra_sheets["findings"]  # by an earlier annotation; what still holds is found again
    if earlier in workbook.sheetnames and len(workbook.worksheets) > 1:
        del workbook[earlier]
    sheet = workbook.create_sheet(_free_name(workbook), 0)
    _list(sheet, findings, language, anchors)
    workbook.active = 0
    for other in workbook.worksheets[1:]:  # else Excel would open with two sheets chosen, and edit both at once
        other.sheet_view.tabSelected = False
    yield saved(workbook)


def findings_workbook(findings: Sequence[Finding], language: Language) -> bytes:
    """The list of findings as a workbook of its own."""
    workbook = Workbook()
    workbook.active.title = schema().extra_sheets["findings"]
    _list(workbook.active, findings, language, {})
    return saved(workbook)


def _mark(workbook: Workbook, findings: Sequence[Finding], language: Language) -> dict[tuple[str, str], str | None]:
    """Colours and comments on the cells; returns the cell marked for each sheet and cell that a finding names."""
    names = {sheet.title for sheet in workbook.worksheets}
    merged = {name: _merged_anchors(workbook[name]) for name in {finding.sheet or "" for finding in findings} & names}
    marked: dict[tuple[str, str], str | None] = {}
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        name, address = place = finding.sheet or "", finding.cell or ""
        if name not in merged or not address:
            continue
        if place not in marked:
            marked[place] = _anchor(workbook[name], address, merged[name])
        if anchor := marked[place]:
            by_cell[name, anchor].append(finding)
    for (name, address), here in by_cell.items():
        cell, ordered = workbook[name][address], sorted(here, key=lambda finding: _RANK[finding.severity])
        cell.fill = SEVERITY_FILLS[ordered[0].severity]
        cell.comment = _comment(cell, ordered, language)
    return marked


def _merged_anchors(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """The top left cell of its merged range for every cell of one."""
    return {
        place: sheet.cell(merged.min_row, merged.min_col).coordinate
        for merged in sheet.merged_cells.ranges
        for place in merged.cells
    }


def _anchor(sheet: Worksheet, address: str, merged: dict[tuple[int, int], str]) -> str | None:
    """The cell that can be marked for an address; None for an address that no sheet has."""
    try:
        row, column = coordinate_to_tuple(address.split(":")[0].replace("$", ""))
        cell = sheet.cell(row, column)
    except (ValueError, TypeError):
        return None
    return merged.get((row, column)) or str(cell.coordinate)


def _comment(cell: Cell, findings: list[Finding], language: Language) -> Comment:
    """What was found, below what somebody else has noted there already; what we noted earlier goes."""
    lines = [
        f"{words(f'annotate.{finding.severity}', language)}: {finding.message(language)} {finding.fix(language)}"
        for finding in findings
    ]
    head, author = words("annotate.head", language), _AUTHOR
    before = ""
    if cell.comment is not None:
        author = cell.comment.author or _AUTHOR
        heads = [words("annotate.head", each) for each in ("vi", "en")]
        before = min((cell.comment.text.partition(each)[0] for each in heads), key=len).rstrip()
    text = "\n".join([*([before, ""] if before else []), head, *lines])
    return Comment(storable(text), author, height=140, width=360)


def _free_name(workbook: Workbook) -> str:
    name, number = schema().extra_sheets["findings"], 2
    taken = {title.casefold() for title in workbook.sheetnames}
    while name.casefold() in taken:
        name, number = f"{schema().extra_sheets['findings'][:27]} {number}", number + 1
    return name


def _list(
    sheet: Worksheet, findings: Sequence[Finding], language: Language, anchors: dict[tuple[str, str], str | None]
) -> None:
    """The findings, the gravest first, each linked with its cell where the workbook has it."""
    numbers = {severity: sum(finding.severity == severity for finding in findings) for severity in _RANK}
    write_text(sheet.cell(1, 1), words("annotate.counts", language, **numbers), bold=True, size=14)
    for number, name in enumerate(_COLUMNS, start=1):
        write_heading(sheet.cell(2, number), words(f"annotate.{name}", language))
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[number - 1]
    linked = Font(name=FONT, underline="single")
    ordered = sorted(findings, key=lambda finding: _RANK[finding.severity])
    for row, finding in enumerate(ordered, start=3):
        severity = words(f"annotate.{finding.severity}", language)
        place = finding.sheet, finding.cell, finding.column, finding.value
        texts = severity, *place, finding.message(language), finding.fix(language)
        for number, text in enumerate(texts, start=1):
            if text:
                write_text(sheet.cell(row, number), text, wraps=True)
        lines = max(-(-len(text or "") // width) for text, width in zip(texts, _WIDTHS, strict=True))
        sheet.row_dimensions[row].height = _LINE * min(max(lines, 1), _MOST_LINES)  # Calc does not find it by itself
        sheet.cell(row, 1).fill = SEVERITY_FILLS[finding.severity]
        anchor = anchors.get((finding.sheet or "", finding.cell or ""))
        if anchor and row < _MOST_LINKS:
            cell = sheet.cell(row, 3)
            location = f"{quote_sheetname(finding.sheet)}!{anchor}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
            cell.font = linked
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(_COLUMNS))}{max(3, len(ordered) + 2)}"
