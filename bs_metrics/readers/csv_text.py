"""Text with separated fields: which encoding and which separator, decided by what fits the whole file."""

import csv
import io
import unicodedata
from collections import Counter
from itertools import islice

from bs_metrics.contract.bounds import COLUMNS, FILE_BYTES, LINE, MEGABYTE, check_area, grouped
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import RawSheet, Refused

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SHOWN = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1258": "Windows-1258"}
_SEPARATORS = {";": ";", ",": ",", "\t": "Tab"}
_LOOKED_AT = 200  # rows that are compared to find the separator
_PIECE = 1 << 20
_MOST_SEPARATORS = 8 * COLUMNS  # of a row, those between quotation marks counted too
_TEXT_EXTENSIONS = ("csv", "tsv", "txt", "tab")


def read_text(content: bytes, file: str) -> tuple[list[RawSheet], list[Finding]]:
    """The one sheet of a text file, named like the file, and a note that says how it was read. Raises Refused."""
    if len(content) > FILE_BYTES:
        raise Refused("file_too_large", limit=str(FILE_BYTES // MEGABYTE))
    encoding = _encoding(content)
    separator = _separator(content, encoding)
    named_text = file.lower().rpartition(".")[2] in _TEXT_EXTENSIONS
    if separator is None and not named_text:
        raise Refused("not_a_workbook")
    name = file.rpartition(".")[0] or file
    rows = _rows(content, encoding, separator or ",", file)
    used = {"encoding": _SHOWN.get(encoding, "UTF-16"), "separator": _SEPARATORS[separator or ","]}
    return [RawSheet(file, name, rows)], [finding("read_as_text", Place(file), **used)]


def _encoding(content: bytes) -> str:
    """The first encoding in which every byte has a meaning. Raises Refused when that is none."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            candidates = [encoding]
            break
    else:
        candidates = ["utf-8", "cp1258"]
        # Latin letters in UTF-16 have every second byte zero; no other text has such bytes.
        start = content[:2000]
        for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
            if zeros.count(0) * 3 > len(zeros):
                candidates = [encoding]
    for encoding in candidates:
        try:
            if _is_text(content, encoding):
                return encoding
        except UnicodeDecodeError:
            continue
    raise Refused("not_a_workbook")


def _is_text(content: bytes, encoding: str) -> bool:
    """Whether all of it is text: hardly any control characters, and none at all where any byte has a meaning."""
    controls = total = 0
    with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
        while piece := text.read(_PIECE):
            total += len(piece)
            controls += sum(piece.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v")
            if "\0" in piece:
                return False
    return controls == 0 if encoding == "cp1258" else controls * 20 <= total


def _separator(content: bytes, encoding: str) -> str | None:
    """The separator that gives most rows the same number of fields; None where no separator gives two fields."""
    best, best_score = None, (0.0, 0)
    refused: Refused | None = None
    for separator in _SEPARATORS:
        with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
            first = text.readline(_PIECE)
            if first.strip().lower() in (f"sep={separator}", f'"sep={separator}"'):
                return separator  # what Excel writes and reads
            text.seek(0)
            lines = _Lines(text, separator)
            try:
                rows = [lines.done(row) for row in islice(csv.reader(lines, delimiter=separator), _LOOKED_AT)]
            except Refused as problem:  # perhaps a comma that stands in the texts only
                refused = problem
                continue
            except csv.Error:
                continue
        widths = Counter(len(row) for row in rows if any(row))
        fitting = [(count / widths.total(), width) for width, count in widths.items() if width > 1]
        score = max(fitting, default=(0.0, 0))
        if score > best_score:
            best, best_score = separator, score
    if best is None and refused:
        raise refused
    return best


class _Lines:
    """The lines of a text for csv, which would make fields of whatever it is given, however many there are."""

    def __init__(self, text: io.TextIOBase, separator: str) -> None:
        self._text, self._separator = text, separator
        self._separators = self._number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LINE + 1)
        self._number += 1
        if len(line) > LINE:
            raise Refused("line_too_long", line=grouped(self._number), limit=grouped(LINE))
        self._separators += line.count(self._separator)
        if self._separators > _MOST_SEPARATORS:
            raise Refused("too_many_columns", limit=grouped(COLUMNS))
        if not line:
            raise StopIteration
        return line

    def done(self, row: list[str]) -> list[str]:
        """The row that was made of the lines since the one before. Raises Refused for one with too many fields."""
        self._separators = 0
        if len(row) > COLUMNS:
            raise Refused("too_many_columns", limit=grouped(COLUMNS))
        return row


def _rows(content: bytes, encoding: str, separator: str, file: str) -> list[list[str]]:
    """All rows, as wide as the widest. Raises Refused for quotation marks that do not pair."""
    rows: list[list[str]] = []
    width = 0
    with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
        bounded = _Lines(text, separator)
        lines = csv.reader(bounded, delimiter=separator, strict=True)
        line = 0
        try:
            for row in map(bounded.done, lines):
                line = lines.line_num
                if len(row) > width:
                    width = len(row)
                    check_area(len(rows) + 1, width)
                elif not len(rows) % 1000:
                    check_area(len(rows) + 1, width)
                rows.append([unicodedata.normalize("NFC", cell) for cell in row] if encoding == "cp1258" else row)
        except csv.Error as problem:
            if "field limit" in str(problem) and lines.line_num <= line + 1:  # within one line: no quotation mark
                raise Refused("text_too_long", line=str(line + 1), limit=grouped(csv.field_size_limit())) from None
            raise Refused("broken_quotes", line=str(max(lines.line_num, 1))) from None
    check_area(len(rows), width)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows
