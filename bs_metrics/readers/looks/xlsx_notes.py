"""The notes of cells in .xlsx: those of old, the threads of remarks that newer programs write, and text boxes."""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from bs_metrics.readers.looks.look import tree

LONGEST = 1000  # letters that are kept
_KINDS = ("/comments", "/threadedComment")  # how the names of the relationships end; a thread says it without a preface


def notes_of(archive: zipfile.ZipFile, parts: Mapping[str, str], sheet: str) -> dict[tuple[int, int], str]:
    """The notes of a sheet, given by its part, by row and column, and what its text boxes say by the cell where they
    begin. Raises Refused, and what zipfile and lxml raise.
    """
    folder, name = posixpath.split(sheet)
    related = parts.get(f"{folder}/_rels/{name}.rels".lower())
    notes: dict[tuple[int, int], str] = {}
    if related is None:
        return notes
    targets = {one.get("Type", ""): one.get("Target", "") for one in tree(archive.read(related))}

    def elements(kind: str, *names: str) -> Iterator[etree._Element]:
        target = next((target for name, target in targets.items() if name.endswith(kind)), "")
        part = parts.get(posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/").lower())
        return tree(archive.read(part)).iter(*names) if target and part else iter(())

    for anchor in elements("/drawing", "{*}twoCellAnchor", "{*}oneCellAnchor"):
        start = [int(anchor.findtext(f"{{*}}from/{{*}}{name}") or 0) for name in ("row", "col")]
        lines = ["".join(piece.text or "" for piece in one.iter("{*}t")) for one in anchor.iter("{*}p")]
        if any(lines):
            notes[start[0], start[1]] = "\n".join(lines)[:LONGEST]
    for kind in _KINDS:
        said: dict[tuple[int, int], str] = {}
        for one in elements(kind, "{*}comment", "{*}threadedComment"):
            row, column = coordinate_to_tuple(one.get("ref", ""))
            text = "".join(piece.text or "" for piece in one.iter("{*}t", "{*}text"))
            place = row - 1, column - 1
            said[place] = f"{said[place]}\n{text}"[:LONGEST] if place in said else text[:LONGEST]
        notes |= said
    return notes
