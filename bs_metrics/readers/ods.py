"""OpenDocument sheets (.ods), element by element.

The format repeats rows and cells by a number: a file of one kilobyte can stand for 17 billion cells. So the repeats
are counted before they are laid out, and empty ones at the end of a row or a sheet never are.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from bs_metrics.contract.bounds import FAULTS, MERGED, SHEETS, check_area, check_text, grouped
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import RawSheet, Refused, SheetFacts
from bs_metrics.readers.container import Archive
from bs_metrics.readers.facts import findings_of_facts, raw_sheet
from bs_metrics.readers.ods_styles import Styles
from bs_metrics.readers.xml_stream import stream

_CELLS = {"table-cell", "covered-table-cell"}
_BESIDES = {"annotation", "shapes", "tracked-changes"}  # remarks and drawings: not of the cells
_SPANS = ("table:number-rows-spanned", "table:number-columns-spanned")
_STYLES = "styles.xml"
_ENCRYPTED = b"encryption-data"


def read_ods(archive: Archive, file: str) -> tuple[list[RawSheet], list[Finding]]:
    """The visible sheets and what is to be said about them. Raises Refused."""
    if _ENCRYPTED in archive.part("META-INF/manifest.xml"):
        raise Refused("encrypted")
    if "content.xml" not in archive.entries:
        raise Refused("not_a_workbook")
    styles = Styles()
    if _STYLES in archive.entries:
        stream(archive.chunks(_STYLES), styles.start, styles.end, styles.text)
    reader = _Content(styles)
    stream(archive.chunks("content.xml"), reader.start, reader.end, reader.text)
    sheets, findings = [], []
    for name, rows, facts, visible in reader.sheets:
        if not visible:
            findings.append(finding("hidden_sheet", Place(file, name)))
            continue
        sheets.append(raw_sheet(file, name, rows, facts))
        findings += findings_of_facts(sheets[-1], facts)
    return sheets, findings


class _Content:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.sheets: list[tuple[str, list[list[Any]], SheetFacts, bool]] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.rows: list[list[Any]] | None = None
        self.row: list[Any] = []
        self.shown: dict[int, str] = {}  # the formats of the row that is being read
        self.attributes: dict[str, str] = {}
        self.texts: list[str] | None = None
        self.aside = 0
        self.cells = self.size = 0
        self.empty_rows = self.empty_cells = 0  # not laid out yet, because nothing may follow them

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.rows is None:
            self.styles.start(name, attributes)
        if self.aside or name in _BESIDES:
            self.aside += 1
        elif name == "style":
            self.style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table" and self.rows is None:
            self.start_table(attributes)
        elif self.rows is None:
            return
        elif name == "table-column":
            self.hide_columns(attributes)
        elif name == "table-row":
            self.row, self.empty_cells, self.row_attributes, self.shown = [], 0, attributes, {}
        elif name in _CELLS:
            self.attributes, self.texts = attributes, []
        elif self.texts is not None:
            if name == "p" and self.texts:
                self.texts.append("\n")
            elif name in ("s", "tab", "line-break"):
                spaces = min(_number(attributes, "text:c"), 32_767)
                self.text({"s": " " * spaces, "tab": "\t", "line-break": "\n"}[name])

    def start_table(self, attributes: dict[str, str]) -> None:
        if len(self.sheets) == SHEETS:
            raise Refused("too_many_sheets", limit=grouped(SHEETS))
        self.rows, self.facts, self.column, self.empty_rows, self.width = [], SheetFacts(), 0, 0, 0
        self.defaults: list[tuple[int, str]] = []  # the style of cells without one, up to a column
        self.name = attributes.get("table:name", "")
        self.visible = attributes.get("table:style-name") not in self.hidden_styles

    def hide_columns(self, attributes: dict[str, str]) -> None:
        repeated = _number(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in ("collapse", "filter"):
            self.facts.hidden_columns.update(range(self.column, min(self.column + repeated, 16_384)))
        self.column += repeated
        self.defaults.append((self.column, attributes.get("table:default-cell-style-name", "")))

    def text(self, data: str) -> None:
        if self.rows is None:
            self.styles.text(data)
        if self.texts is not None and not self.aside:
            self.texts.append(data)

    def end(self, name: str) -> None:
        if self.rows is None:
            self.styles.end(name)
        if self.aside:
            self.aside -= 1
        elif name in _CELLS and self.texts is not None:
            self.end_cell()
        elif name == "table-row" and self.rows is not None:
            self.end_row()
        elif name == "table" and self.rows is not None and self.texts is None:
            self.cells = check_area(len(self.rows), self.width, self.cells)
            for row in self.rows:
                row.extend([""] * (self.width - len(row)))
            self.sheets.append((self.name, self.rows, self.facts, self.visible))
            self.rows = None

    def end_cell(self) -> None:
        assert self.rows is not None and self.texts is not None
        written, self.texts = "".join(self.texts), None
        repeated = _number(self.attributes, "table:number-columns-repeated")
        place = len(self.rows) + self.empty_rows, len(self.row) + self.empty_cells
        value = self.value(written, place)
        spans = tuple(_number(self.attributes, name) for name in _SPANS)
        if spans != (1, 1):
            self.facts.merged.append((*place, place[0] + spans[0] - 1, place[1] + spans[1] - 1))
            if len(self.facts.merged) > MERGED:
                raise Refused("too_many_merged", limit=grouped(MERGED))
        if value == "":
            self.empty_cells += repeated
            return
        width = len(self.row) + self.empty_cells + repeated
        if width > self.width:  # what is not wider than the rows before is checked at the end of its row
            check_area(len(self.rows) + 1, width, self.cells)
        self.size += repeated * len(written.encode("utf-8", "surrogatepass"))
        check_text(self.size)
        self.row += [""] * self.empty_cells + [value] * repeated
        shown = self.shown_as(value, len(self.row) - repeated)
        if shown:
            self.shown.update(dict.fromkeys(range(len(self.row) - repeated, len(self.row)), shown))
        self.empty_cells = 0

    def end_row(self) -> None:
        assert self.rows is not None
        repeated = _number(self.row_attributes, "table:number-rows-repeated")
        if not self.row:
            self.empty_rows += repeated
            return
        first = len(self.rows) + self.empty_rows
        self.width = max(len(self.row), self.width)
        check_area(first + repeated, self.width, self.cells)
        self.size += (repeated - 1) * sum(len(cell) for cell in self.row if isinstance(cell, str))
        check_text(self.size)
        self.rows += [[] for _ in range(self.empty_rows)]
        self.rows += [list(self.row) for _ in range(repeated)]
        for row in range(first, first + repeated if self.shown else first):
            for column, shown in self.shown.items():
                self.facts.formats[row, column] = shown
        self.empty_rows = 0
        if self.row_attributes.get("table:visibility") in ("collapse", "filter"):
            self.facts.hidden_rows.update(range(first, first + repeated))

    def shown_as(self, value: Any, column: int) -> str:
        """The number format of a date or a percentage; empty for other values."""
        if self.attributes.get("office:value-type") == "percentage":
            return "0%"
        if not isinstance(value, date):
            return ""
        style = self.attributes.get("table:style-name") or self.row_attributes.get("table:default-cell-style-name")
        return self.styles.shown(style or next((style for end, style in self.defaults if column < end), ""))

    def value(self, written: str, place: tuple[int, int]) -> Any:
        """The cell's value. An error is shown as a text of its own kind, and is a fault."""
        kind, attributes = self.attributes.get("office:value-type", ""), self.attributes
        error = attributes.get("calcext:value-type") == "error" or written in ("#REF!", "#N/A", "#NAME?", "#DIV/0!")
        formula = attributes.get("table:formula")
        if error and (formula is not None or kind in ("", "string")):
            return self.fault(place, "error_value", written)
        if formula is not None and not kind:
            return self.fault(place, "formula_without_value", "=" + formula.partition("=")[2])
        try:
            if kind in ("float", "percentage", "currency"):
                return float(attributes["office:value"])
            if kind == "boolean":
                return attributes["office:boolean-value"] == "true"
            if kind == "date":
                return _day(attributes["office:date-value"])
            if kind == "time":
                return _duration(attributes["office:time-value"])
        except (KeyError, ValueError, OverflowError):
            return written
        return attributes.get("office:string-value", written) if kind == "string" else written

    def fault(self, place: tuple[int, int], code: str, value: str) -> str:
        if len(self.facts.faults) < FAULTS:
            self.facts.faults.append((*place, code, value[:1000]))
        else:
            self.facts.more_faults += 1
        return ""


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name)
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused("not_a_workbook")
    return max(int(text), 1)


def _day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _duration(text: str) -> time | timedelta:
    """A length of time as the format writes it: PT13H30M00S."""
    hours, _, rest = text.removeprefix("PT").partition("H")
    minutes, _, seconds = rest.partition("M")
    length = timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds.rstrip("S")))
    return (datetime.min + length).time() if timedelta(0) <= length < timedelta(days=1) else length
