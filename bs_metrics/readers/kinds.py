"""What a file is, told from its first bytes and its parts, never from its name."""

import io
import re
import zipfile

from bs_metrics.contract.bounds import Refused

# The extensions that each kind of spreadsheet may have.
EXTENSIONS = {
    "xlsx": {"xlsx", "xlsm", "xltx", "xltm"},
    "xlsb": {"xlsb"},
    "ods": {"ods", "ots"},
    "xls": {"xls", "xlt"},
    "text": {"csv", "tsv", "txt", "tab"},
}
NAMES = {"xlsx": "Excel (.xlsx)", "xlsb": "Excel (.xlsb)", "ods": "OpenDocument (.ods)", "xls": "Excel 97-2003 (.xls)"}
NAMES["text"] = "CSV"

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
    """Which kind of spreadsheet a file is: a key of EXTENSIONS. Raises Refused, naming what it is instead."""
    if not content:
        raise Refused("empty_file")
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if content.startswith(_COMPOUND):
        return _kind_of_compound(content)
    if re.match(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00", content):
        return "xls"  # before Excel 5 the stream stood in no container
    for start, name in _FIRST_BYTES.items():
        if content.startswith(start) and not (len(start) == 2 and content[:2].isalpha() and _looks_like_text(content)):
            raise Refused("other_kind", kind=name)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        raise Refused("other_kind", kind="WebP")
    if content[:13].lower() == b"mime-version:":
        raise Refused("other_kind", kind="MHTML")  # Excel's single-file web page
    _refuse_markup(content[:4096])
    return "text"


def misleads(file: str, kind: str) -> bool:
    """Whether a file's name says another kind than its content; a name without an extension says nothing."""
    extension = file.rpartition(".")[2].lower() if "." in file else ""
    return bool(extension) and extension not in EXTENSIONS[kind]


def is_named_text(file: str) -> bool:
    """Whether a file's name says that it is text with separated fields."""
    return file.lower().rpartition(".")[2] in EXTENSIONS["text"]


def _kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise Refused("encrypted")
            media_type = archive.read("mimetype").strip() if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise Refused("not_a_workbook") from problem
    kind = _MEDIA_TYPES.get(media_type) or next((kind for part, kind in _PARTS.items() if part in names), "ZIP")
    if kind not in EXTENSIONS:
        raise Refused("other_kind", kind=kind)
    return kind


def _kind_of_compound(content: bytes) -> str:
    for stream, kind in _STREAMS.items():
        if stream.encode("utf-16-le") + b"\0\0" in content:
            if kind == "encrypted":
                raise Refused("encrypted")
            if kind != "xls":
                raise Refused("other_kind", kind=kind)
            return kind
    raise Refused("not_a_workbook")


def _looks_like_text(content: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1f]", content[:4096])


def _refuse_markup(start: bytes) -> None:
    """A page or an XML document that was given the name of a spreadsheet, as some systems export them."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", "ignore").encode()
    start = start.removeprefix(b"\xef\xbb\xbf")
    at = 0
    # One after the other: a single pattern of any number of comments tries every way to divide them, without end.
    while before := _BEFORE_ROOT.match(start, at):
        at = before.end()
    found = _ROOT.match(start, at)
    if found is None:
        return
    root = found[3].lower()
    if root in _HTML:
        raise Refused("other_kind", kind="HTML")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Refused("other_kind", kind="XML 2003")
    if found[1] or start.lstrip().startswith(b"<?xml"):
        raise Refused("other_kind", kind="SVG" if root == b"svg" else "XML")
