"""Text with separated fields: charset-normalizer tells the encoding, the rows themselves tell the separator."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from charset_normalizer import from_bytes

from bs_metrics.contract.bounds import Refused, check_area, grouped
from bs_metrics.readers.facts import Remark, SheetRead, Value

_ENCODINGS = {  # those that spreadsheets are saved in here, as they are shown
    "utf_8": "UTF-8",
    "utf_16": "UTF-16",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "cp1258": "Windows-1258",
}
_OLDEST = "cp1252"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no text has one
_SEPARATORS = {";": ";", ",": ",", "\t": "Tab"}
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')  # how Excel is told not to take digits for a number: ="03"
_LOOKED_AT = 200  # rows that are compared to find the separator


def read_text(content: bytes, name: str, is_named_text: bool) -> Iterator[SheetRead | Remark]:
    """The one sheet of a text file, and a remark that says how it was read. Raises Refused."""
    encoding, text = decoded(content)
    separator = _separator(text)
    if separator is None and not is_named_text:
        raise Refused("not_a_workbook")
    yield SheetRead(name, _rows(text, separator or ","))
    shown = {"encoding": _ENCODINGS.get(encoding, "Windows-1252"), "separator": _SEPARATORS[separator or ","]}
    yield Remark("read_as_text", context=shown)


def decoded(content: bytes) -> tuple[str, str]:
    """The encoding and the text. Raises Refused for what is no text."""
    encoding = "utf_8"
    with suppress(UnicodeDecodeError):
        text = content.decode(encoding)
        if "\0" not in text:  # of UTF-16 every second byte may be zero; nothing else that is UTF-8 is by chance
            return encoding, text.removeprefix("\ufeff")
    best = from_bytes(content, cp_isolation=list(_ENCODINGS)).best()
    if best is None:  # what an encoding before Unicode writes, letter for letter: the intake tells which it is
        with suppress(UnicodeDecodeError):
            text = content.decode(_OLDEST)
            if not _CONTROL.search(text):
                return _OLDEST, text
    if best is None or "\0" in (text := content.decode(best.encoding).removeprefix("\ufeff")):
        raise Refused("not_a_workbook")
    # The tone marks of Windows-1258 are signs of their own.
    return best.encoding, unicodedata.normalize("NFC", text) if best.encoding == "cp1258" else text


def _separator(text: str) -> str | None:
    """The separator that gives most rows the same number of fields; None where no separator gives two fields."""
    best, best_score = None, (0.0, 0)
    first = text[:10].splitlines()[:1]
    for separator in _SEPARATORS:
        if first and first[0].strip().strip('"').lower() == f"sep={separator}":
            return separator  # what Excel writes and reads
        try:
            rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _LOOKED_AT))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if any(row))
        fitting = [(count / widths.total(), width) for width, count in widths.items() if width > 1]
        score = max(fitting, default=(0.0, 0))
        if score > best_score:
            best, best_score = separator, score
    return best


def _rows(text: str, separator: str) -> list[list[Value]]:
    """All rows, as wide as the widest. Raises Refused for quotation marks that do not pair."""
    rows: list[list[Value]] = []
    width = line = 0
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in lines:
            line, width = lines.line_num, max(width, len(row))
            check_area(len(rows) + 1, width)
            rows.append([_shown(cell) if cell[:1] == "=" else cell for cell in row])
    except csv.Error as problem:
        if "field limit" in str(problem) and lines.line_num <= line + 1:  # within one line: no quotation mark
            raise Refused("text_too_long", line=str(line + 1), limit=grouped(csv.field_size_limit())) from None
        raise Refused("broken_quotes", line=str(max(lines.line_num, 1))) from None
    for row_read in rows:
        row_read.extend([""] * (width - len(row_read)))
    return rows


def _shown(cell: str) -> str:
    """What Excel shows of a cell that begins as a formula."""
    quoted = _AS_TEXT.fullmatch(cell)
    return quoted[1].replace('""', '"') if quoted else cell
