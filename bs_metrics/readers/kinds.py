"""What a file is, told from its first bytes and its parts, never from its name."""

import io
import re
import struct
import zipfile

from bs_metrics.contract.bounds import Refused

KINDS = {  # of spreadsheets: what each is called, and the extensions that it may have
    "xlsx": ("Excel (.xlsx)", {"xlsx", "xlsm", "xltx", "xltm"}),
    "xlsb": ("Excel (.xlsb)", {"xlsb"}),
    "ods": ("OpenDocument (.ods)", {"ods", "ots"}),
    "xls": ("Excel 97-2003 (.xls)", {"xls", "xlt"}),
    "text": ("CSV", {"csv", "tsv", "txt", "tab"}),
}

_ARCHIVE = b"PK\x03\x04"
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")  # the container of .xls, of .doc and of files with a password
_FIRST_BYTES = {  # what people send by mistake
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"{\\rtf": "RTF",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"\x1f\x8b": "GZIP",
    b"SQLite format 3": "SQLite",
    b"MZ": "EXE",
    b"ID;P": "SYLK",
}
_STREAMS = {  # of a compound file; their names are stored as UTF-16
    "EncryptedPackage": "encrypted",
    "Workbook": "xls",
    "Book": "xls",
    "WordDocument": "Word (.doc)",
    "PowerPoint Document": "PowerPoint (.ppt)",
}
_PARTS = {  # of an archive
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "Word (.docx)",
    "ppt/presentation.xml": "PowerPoint (.pptx)",
    "Index/Document.iwa": "Apple Numbers",
}
_MEDIA_TYPES = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "OpenDocument (.odt)",
    b"application/vnd.oasis.opendocument.presentation": "OpenDocument (.odp)",
    b"application/epub+zip": "EPUB",
}
_HTML = {b"html", b"head", b"body", b"table", b"meta", b"style", b"div", b"title", b"link", b"script"}
_HTML |= {b"tr", b"td", b"thead", b"tbody", b"p", b"span", b"font", b"center", b"h1", b"h2", b"h3"}
_BEFORE_ROOT = re.compile(rb"\s+|<\?[^>]*>|<!--.*?-->", re.S)
_ROOT = re.compile(rb"<(!doctype\s+)?([\w.-]+:)?(\w+)", re.I)


def kind_of(content: bytes) -> str:
    """Which kind of spreadsheet a file is: a key of KINDS. Raises Refused, naming what it is instead."""
    kind = named_kind(content) if content else "empty_file"
    if kind in ("empty_file", "encrypted", "not_a_workbook"):
        raise Refused(kind)
    if kind not in KINDS:
        raise Refused("other_kind", kind=kind)
    return kind


def with_slashes(content: bytes) -> bytes:
    """The same archive with slashes in the names of its entries, where a program wrote backslashes.

    Only names are changed, in place: nothing is unpacked. What is no archive, or a broken one, stays as it is.
    """
    if not content.startswith(_ARCHIVE):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if not any("\\" in entry.orig_filename for entry in archive.infolist()):
                return content
            changed, at = bytearray(content), archive.start_dir
            for entry in archive.infolist():
                # The names are as long in the directory at the end as before the entries themselves.
                (length,) = struct.unpack_from("<H", content, entry.header_offset + 26)
                _slash(changed, entry.header_offset + 30, length)
                length, *others = struct.unpack_from("<HHH", content, at + 28)
                _slash(changed, at + 46, length)
                at += 46 + length + sum(others)
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError):
        return content
    return bytes(changed)


def _slash(content: bytearray, at: int, length: int) -> None:
    content[at : at + length] = content[at : at + length].replace(b"\\", b"/")


def misleads(file: str, kind: str) -> bool:
    """Whether a file's name says another kind than its content; a name without an extension says nothing."""
    extension = file.rpartition(".")[2].lower() if "." in file else ""
    return bool(extension) and extension not in KINDS[kind][1]


def is_named_text(file: str) -> bool:
    """Whether a file's name says that it is text with separated fields."""
    return file.lower().rpartition(".")[2] in KINDS["text"][1]


def named_kind(content: bytes) -> str:
    """A kind of spreadsheet, the name of something else, or the code of the finding that tells why neither."""
    if content.startswith(_ARCHIVE):
        return _named_archive(content)
    if content.startswith(_COMPOUND):
        streams = (kind for stream, kind in _STREAMS.items() if f"{stream}\0".encode("utf-16-le") in content)
        return next(streams, "not_a_workbook")
    if re.match(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00", content):
        return "xls"  # before Excel 5 the stream stood in no container
    for start, name in _FIRST_BYTES.items():
        is_word = len(start) == 2 and start.isalpha() and not re.search(rb"[\x00-\x08\x0e-\x1f]", content[:4096])
        if content.startswith(start) and not is_word:
            return name
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WebP"
    if content[:13].lower() == b"mime-version:":
        return "MHTML"  # Excel's single-file web page
    return _named_markup(content[:4096]) or "text"


def _named_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                return "encrypted"
            media_type = archive.read("mimetype").strip() if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "not_a_workbook"
    return _MEDIA_TYPES.get(media_type) or next((kind for part, kind in _PARTS.items() if part in names), "ZIP")


def _named_markup(start: bytes) -> str:
    """A page or an XML document that was given the name of a spreadsheet, as some systems export them; else nothing."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", "ignore").encode()
    start = start.removeprefix(b"\xef\xbb\xbf")
    at = 0
    # One after the other: a single pattern of any number of comments tries every way to divide them, without end.
    while before := _BEFORE_ROOT.match(start, at):
        at = before.end()
    found = _ROOT.match(start, at)
    if found is None:
        return ""
    root = found[3].lower()
    if root in _HTML:
        return "HTML"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "XML 2003"
    if not found[1] and not start.lstrip().startswith(b"<?xml"):
        return ""
    return "SVG" if root == b"svg" else "XML"
