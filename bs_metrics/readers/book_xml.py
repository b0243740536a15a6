"""What a .xlsx says about itself as a whole: its sheets, its number formats, how long its shared texts are."""

import posixpath
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from bs_metrics.contract.bounds import SHEETS, grouped
from bs_metrics.contract.bounds import STYLES as MOST_STYLES
from bs_metrics.contract.sheet import Refused
from bs_metrics.readers.container import Archive
from bs_metrics.readers.xml_stream import stream

BOOK, STYLES, SHARED = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"


@dataclass(frozen=True)
class SheetPart:
    """A sheet's name and the part of the archive that holds its cells."""

    name: str
    part: str


def sheets_of(archive: Archive) -> list[SheetPart]:
    """The sheets in their order. Raises Refused when there are too many."""
    targets = targets_of(archive, "xl/_rels/workbook.xml.rels")
    found: list[SheetPart] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != "sheet":
            return
        if len(found) == SHEETS:
            raise Refused("too_many_sheets", limit=grouped(SHEETS))
        identity = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        found.append(SheetPart(attributes.get("name", ""), targets.get(identity, "")))

    stream(archive.chunks(BOOK), start)
    return found


def targets_of(archive: Archive, relations: str, folder: str = "/xl") -> dict[str, str]:
    """The parts that a part of a folder refers to, by the id of the relation and by its kind."""
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join(folder, attributes.get("Target", ""))).lstrip("/")
            targets[attributes.get("Id", "")] = target
            targets[attributes.get("Type", "").rpartition("/")[2]] = target

    if relations in archive.entries:
        stream(archive.chunks(relations), start)
    return targets


def tells(code: str) -> bool:
    """Whether a number format changes what its number means: a date, or a percentage."""
    return "%" in code or bool(is_date_format(code))


def telling_styles(archive: Archive) -> dict[str, str]:
    """The number formats that show a date or a percentage, by the number of the cell style that has them."""
    codes: dict[str, str] = {}
    used: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in ("cellXfs", "cellStyleXfs"):
            inside.append(name)
        elif name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside == ["cellXfs"]:
            used.append(attributes.get("numFmtId", "0"))
        if max(len(codes), len(used)) > MOST_STYLES:
            raise Refused("too_many_styles", limit=grouped(MOST_STYLES))

    def end(name: str) -> None:
        if inside and inside[-1] == name:
            inside.pop()

    if STYLES in archive.entries:
        stream(archive.chunks(STYLES), start, end)
    formats = ((str(style), codes.get(code) or _builtin(code)) for style, code in enumerate(used))
    return {style: code for style, code in formats if code and tells(code)}


def shared_lengths(chunks: Iterable[bytes]) -> array:
    """How many bytes each of the shared texts has."""
    lengths = array("q")
    depth = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth
        if name == "si":
            lengths.append(0)
            depth += 1

    def end(name: str) -> None:
        nonlocal depth
        depth -= name == "si"

    def text(data: str) -> None:
        if depth:
            lengths[-1] += len(data.encode("utf-8", "surrogatepass"))

    stream(chunks, start, end, text)
    return lengths


def longest_between(chunks: Iterable[bytes], mark: bytes) -> int:
    """The longest run of bytes without a mark; a bound for the longest of the texts that end with it."""
    longest = waiting = 0
    tail = b""
    for chunk in chunks:
        pieces = (tail + chunk).split(mark)
        waiting += len(pieces[0]) - len(tail)
        for piece in pieces[1:]:
            longest, waiting = max(longest, waiting), len(piece)
        tail = pieces[-1][-(len(mark) - 1) :]
    return max(longest, waiting)


def _builtin(code: str) -> str:
    return BUILTIN_FORMATS.get(int(code), "") if code.isascii() and code.isdigit() and len(code) < 6 else ""
