"""The notes of cells in .xlsx: those of old, and the threads of remarks that newer programs write."""

import posixpath
import zipfile
from collections.abc import Mapping

from openpyxl.utils.cell import coordinate_to_tuple

from bs_metrics.readers.looks.look import tree

LONGEST = 1000  # letters that are kept
_KINDS = ("/comments", "/threadedComment")  # how the names of the relationships end; a thread says it without a preface


def notes_of(archive: zipfile.ZipFile, parts: Mapping[str, str], sheet: str) -> dict[tuple[int, int], str]:
    """The notes of a sheet, given by its part, by row and column. Raises Refused, and what zipfile and lxml raise."""
    folder, name = posixpath.split(sheet)
    related = parts.get(f"{folder}/_rels/{name}.rels".lower())
    notes: dict[tuple[int, int], str] = {}
    if related is None:
        return notes
    targets = {one.get("Type", ""): one.get("Target", "") for one in tree(archive.read(related))}
    for kind in _KINDS:
        said: dict[tuple[int, int], str] = {}
        target = next((target for name, target in targets.items() if name.endswith(kind)), "")
        part = parts.get(posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/").lower())
        for one in tree(archive.read(part)).iter("{*}comment", "{*}threadedComment") if target and part else ():
            row, column = coordinate_to_tuple(one.get("ref", ""))
            text = "".join(piece.text or "" for piece in one.iter("{*}t", "{*}text"))
            place = row - 1, column - 1
            said[place] = f"{said[place]}\n{text}"[:LONGEST] if place in said else text[:LONGEST]
        notes |= said
    return notes
