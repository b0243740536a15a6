"""The packed workbooks .xlsx, .xlsm and .xlsb: calamine reads their values, once their parts were found safe."""

import io
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from bs_metrics.contract.bounds import check_area, check_text
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import RawSheet, Refused, SheetFacts
from bs_metrics.readers import biff12, book_xml
from bs_metrics.readers.container import Archive
from bs_metrics.readers.facts import findings_of_facts, raw_sheet
from bs_metrics.readers.sheet_xml import Book, facts_of
from bs_metrics.readers.xml_stream import Budget

_ENTITY = tuple("<!ENTITY".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_FactsOf = Callable[[str, int, int], SheetFacts]  # of a part, after so many cells and so much text


def read_packed(archive: Archive, kind: str, file: str) -> tuple[list[RawSheet], list[Finding]]:
    """The visible sheets and what is to be said about them. Raises Refused."""
    names = {name.lower(): name for name in archive.entries}
    findings = [
        finding(code, Place(file))
        for code, start in (("macros", "xl/vbaproject.bin"), ("external_links", "xl/externallinks/"))
        if any(name.startswith(start) for name in names)
    ]
    # Every part is unpacked once before calamine may see the file, whether it will be read or not.
    for name in archive.entries:
        if not name.lower().startswith("xl/worksheets/") or name.lower().endswith(".rels"):
            _refuse_entities(archive.chunks(name), name)
    # calamine follows this relation; it must lead to the book that is checked here.
    book = book_xml.BOOK if kind == "xlsx" else biff12.BOOK
    if book_xml.targets_of(archive, "_rels/.rels", "/").get("officeDocument", book) != book:
        raise Refused("not_a_workbook")
    parts, facts_of_part = (_in_xml if kind == "xlsx" else _in_records)(archive, names)
    workbook = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(archive.content)))
    metadata = workbook.sheets_metadata
    if [sheet.name for sheet in metadata] != [sheet.name for sheet in parts]:
        raise Refused("not_a_workbook")
    sheets = []
    cells = text = 0
    for number, (meta, part) in enumerate(zip(metadata, parts, strict=True)):
        if meta.typ != SheetTypeEnum.WorkSheet:
            findings.append(finding("unknown_sheet", Place(file, meta.name)))
        elif meta.visible != SheetVisibleEnum.Visible:
            findings.append(finding("hidden_sheet", Place(file, meta.name)))
        else:
            try:
                facts = facts_of_part(part.part, cells, text)
                rows = _guarded(partial(_rows, workbook, number))
            except (Refused, CalamineError) as problem:
                if isinstance(problem, Refused) and problem.code != "not_a_workbook":
                    raise
                said = str(problem) if isinstance(problem, CalamineError) else "XML"
                findings.append(finding("broken_sheet", Place(file, meta.name), problem=said))
                continue
            cells = check_area(len(rows), len(rows[0]) if rows else 0, cells)
            text = check_text(text + facts.text)
            sheets.append(raw_sheet(file, meta.name, rows, facts))
            findings += findings_of_facts(sheets[-1], facts)
    return sheets, findings


def _refuse_entities(chunks: Iterator[bytes], name: str) -> None:
    """Unpacks a part to its end. Raises Refused for XML that declares entities, although nothing here reads it."""
    markup, before = name.lower().endswith((".xml", ".rels", ".vml")), b""
    for chunk in chunks:
        if markup:
            seen = before + chunk
            if any(mark in seen for mark in _ENTITY):
                raise Refused("unsafe_xml")
            before = seen[-len(_ENTITY[-1]) :]


def _rows(workbook: CalamineWorkbook, number: int) -> list[list[Any]]:
    return workbook.get_sheet_by_index(number).to_python(skip_empty_area=False)


def _in_xml(archive: Archive, names: dict[str, str]) -> tuple[list[book_xml.SheetPart], _FactsOf]:
    shared = names.get(book_xml.SHARED.lower())

    @cache
    def lengths():
        return book_xml.shared_lengths(archive.chunks(shared)) if shared else []

    longest = book_xml.longest_between(archive.chunks(shared), b"si>") if shared else 0
    book = Book(book_xml.telling_styles(archive), longest, lengths)

    def facts(part: str, cells: int, text: int) -> SheetFacts:
        name = _known(part, names)
        return facts_of(lambda: archive.chunks(name), book, cells, text)

    return book_xml.sheets_of(archive), facts


def _in_records(archive: Archive, names: dict[str, str]) -> tuple[list[book_xml.SheetPart], _FactsOf]:
    formats, lengths, budget = biff12.telling_styles(archive), biff12.shared_lengths(archive), Budget()

    def facts(part: str, cells: int, text: int) -> SheetFacts:
        return biff12.facts_of(archive.part(_known(part, names)), formats, lengths, cells, text, budget)

    return biff12.sheets_of(archive), facts


def _known(part: str, names: dict[str, str]) -> str:
    if part.lower() not in names:
        raise Refused("not_a_workbook")
    return names[part.lower()]


def _guarded(call: Callable[[], Any]) -> Any:
    """The result of a call into calamine. Raises Refused for what it cannot open, CalamineError for a broken sheet."""
    try:
        return call()
    except PasswordError as problem:
        raise Refused("encrypted") from problem
    except CalamineError as problem:
        raise Refused("not_a_workbook") from problem
    except (OSError, ValueError, OverflowError) as problem:
        raise Refused("not_a_workbook") from problem
    except BaseException as problem:
        # A panic in Rust derives from BaseException, so that nothing catches it by accident.
        if type(problem).__name__ != "PanicException":
            raise
        raise Refused("not_a_workbook") from problem
