"""Bytes of a report to its paragraphs and tables in order: plain text, .docx, the text of a .pdf.

A process of its own reads them, as it reads workbooks. Raises Refused for what is none of these, is broken, or takes
too much.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE, Refused
from bs_metrics.readers.csv_text import decoded
from bs_metrics.readers.kinds import KINDS, named_kind
from bs_metrics.readers.process import SHARED, Readers
from bs_metrics.readers.wire import packed, unpacked

REPORT_KINDS = ("txt", "docx", "pdf")
_DOCX = "Word (.docx)"
_PAGES = 2_000
_TEXT_BYTES = 4 * MEGABYTE  # some 1,000 pages: what is checked is held as sentences
_OF_REPORTS = {"not_a_workbook": "not_a_report", "reader_ended": "not_a_report", "too_heavy": "report_too_heavy"}
_REFUSALS = {"encrypted": "report_encrypted", "empty_file": "empty_file", "not_a_workbook": "not_a_report"}
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "footnoteReference": " "}  # of elements of a text
_EDGE = 2  # lines at the top and the bottom of a page that may be its header or footer
_MANY = 3  # pages that begin alike have a header
_PAGE_NUMBER = re.compile(r"^\W*\w{0,6}\s*\d{1,4}(?:\s*/\s*\d{1,4})?\W*$")


@dataclass(frozen=True)
class Part:
    """A paragraph, or a table with its rows. `broken`: the text has been cut into lines or pages, which may go on."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    is_broken: bool = False


def read_report(content: bytes, readers: Readers = SHARED) -> list[Part]:
    """The parts of a report. Raises Refused."""
    if len(content) > FILE_BYTES:
        raise Refused("file_too_large", limit=str(FILE_BYTES // MEGABYTE))
    try:
        with readers.reader() as reader:
            received = [unpacked(message) for message in reader.run(part_messages, content)]
    except Refused as refused:
        raise Refused(_OF_REPORTS.get(refused.code, refused.code), **refused.context) from None
    return [Part(text, tuple(map(tuple, rows)), is_broken) for text, rows, is_broken in received]


def is_document(content: bytes) -> bool:
    """Whether a file is a .docx."""
    return named_kind(content) == _DOCX


def parts_of_text(text: str) -> list[Part]:
    """The parts of a text that was typed or pasted."""
    return [Part(line, is_broken=True) for line in text.splitlines() if line.strip()]


def part_messages(content: bytes) -> Iterator[bytes]:
    """The parts of a report as messages. Raises Refused, and what the libraries raise."""
    size = 0
    for part in _adapter(content)(content):
        message = packed([part.text, part.rows, part.is_broken])
        size += len(message)
        if size > _TEXT_BYTES:
            raise Refused("report_too_long", limit=str(_TEXT_BYTES // MEGABYTE))
        yield message


def _adapter(content: bytes) -> Callable[[bytes], Iterable[Part]]:
    if not content:
        raise Refused("empty_file")
    kind = named_kind(content)
    adapters: dict[str, Callable[[bytes], Iterable[Part]]] = {"text": _text, _DOCX: _docx, "PDF": _pdf}
    if kind in adapters:
        return adapters[kind]
    if refused := _REFUSALS.get(kind):
        raise Refused(refused)
    raise Refused("report_kind", kind=KINDS[kind][0] if kind in KINDS else kind)


def _text(content: bytes) -> list[Part]:
    try:
        return parts_of_text(decoded(content)[1])
    except Refused:
        raise Refused("not_a_report") from None


def _docx(content: bytes) -> Iterator[Part]:
    from docx import Document  # only a report needs it, and every reader starts with this module
    from docx.table import Table

    try:
        document = Document(io.BytesIO(content))
    except MemoryError:
        raise
    except Exception:  # the library passes on whatever breaks below
        raise Refused("not_a_report") from None
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block._tbl)
        else:
            yield Part(_paragraph(block._p))
    yield from _footnotes(document)


def _paragraph(element: object) -> str:
    """A paragraph's text as it is seen: deleted text left out, a mark before one that Word numbers or dots."""
    nodes = [(_name(node), node) for node in element.iter()]  # type: ignore[attr-defined]
    text = "".join(node.text or "" if name == "t" else _SIGNS.get(name, "") for name, node in nodes)
    is_item = any(name == "numPr" for name, _ in nodes)
    return f"- {text}" if is_item and text.strip() else text


def _name(node: object) -> str:
    return str(getattr(node, "tag", "")).rpartition("}")[2]


def _table(table: object) -> Iterator[Part]:
    """A table; one that only lays out a letterhead, in cells of several lines without numbers, as its paragraphs."""
    rows = []
    for row in table.tr_lst:  # type: ignore[attr-defined]
        cells: list[str] = []
        for cell in row.tc_lst:
            lines = [_paragraph(one) for one in cell.iter() if _name(one) == "p"]
            is_covered = cell.vMerge == "continue"
            cells += ["" if is_covered else "\n".join(line for line in lines if line.strip())]
            cells += [""] * (int(cell.grid_span) - 1)
        rows.append(tuple(cells))
    if len(rows) < 2 or max(map(len, rows), default=0) < 2:
        yield from (Part(line) for row in rows for cell in row for line in cell.splitlines())
    else:
        yield Part(rows=tuple(rows))


def _footnotes(document: object) -> Iterator[Part]:
    for related in document.part.rels.values():  # type: ignore[attr-defined]
        if related.reltype.endswith("/footnotes") and not related.is_external:
            from docx.oxml.parser import parse_xml

            root = parse_xml(related.target_part.blob)
            yield from (Part(text) for one in root.iter() if _name(one) == "p" and (text := _paragraph(one)).strip())


def _pdf(content: bytes) -> list[Part]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        opened = PdfReader(io.BytesIO(content))
        if opened.is_encrypted and not opened.decrypt(""):
            raise Refused("report_encrypted")
        if len(opened.pages) > _PAGES:
            raise Refused("report_pages", limit=str(_PAGES))
        pages = [page.extract_text().splitlines() for page in opened.pages]
    except Refused:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise Refused("not_a_report") from None
    lines = [line for page in without_edges(pages) for line in page]
    if not any(line.strip() for line in lines):
        raise Refused("report_without_text")
    return [Part(line, is_broken=True) for line in lines]


def without_edges(pages: list[list[str]]) -> list[list[str]]:
    """The lines of pages without what stands at the top or bottom of many of them, and without their numbers."""
    pages = [[line for line in page if line.strip()] for page in pages]
    edges = Counter(_alike(line) for page in pages for line in dict.fromkeys(chain(page[:_EDGE], page[-_EDGE:])))
    often = {line for line, count in edges.items() if count >= max(_MANY, len(pages) // 2)}
    kept = []
    for page in pages:
        inside = range(_EDGE, len(page) - _EDGE)
        lines = enumerate(page)
        kept.append([one for at, one in lines if at in inside or not (_alike(one) in often or _PAGE_NUMBER.match(one))])
    return kept


def _alike(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))
