"""Workbooks as departments send them, each with what reading it must give: the cases of the .toml files beside.

The file: `sheets` by name, row by row ("" leaves a cell empty), `merge` the ranges merged in the first, `shown` its
cells that have a number format, with their values; or a `text` in an `encoding`, with a `newline`. `choices` is what
an analyst answered.
The expectation: the `rows` of each table under the columns worth looking at ("" is none), `faults` the errors and
warnings with their cells, `notes` some of the others, the tables `held`, the `blocks`.
"""

import json
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bs_metrics.intake.vocabulary.choices import Choices
from tests.spreadsheets import saved


@dataclass(frozen=True)
class Case:
    """A file, and what must come out of it."""

    name: str
    file: str
    given: dict[str, Any]
    choices: Choices | None
    rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]
    faults: list[tuple[str, ...]]
    notes: list[tuple[str, ...]]
    held: list[str]
    blocks: list[tuple[str, str | None]]

    @property
    def content(self) -> bytes:
        """The file, made when it is asked for."""
        return _written(self.given) if "text" in self.given else _drawn(self.given)


def book(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    edit: Callable[[Workbook], None] | None = None,
    merge: Sequence[str] = (),
) -> bytes:
    """A workbook of some sheets, rows from the first; `merge` are ranges of the first sheet."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for position, value in enumerate(row, start=1):
                if value != "":
                    sheet.cell(number, position, value)
    for span in merge:
        workbook.worksheets[0].merge_cells(span)
    if edit:
        edit(workbook)
    return saved(workbook)


def _case(name: str, given: dict[str, Any]) -> Case:
    choices = None
    if "choices" in given:
        every = {"table": None, "heading": None, "columns": {}, "values": {}}
        told = {"blocks": [], **given["choices"]}
        choices = Choices.from_json(json.dumps({**told, "blocks": [every | block for block in told["blocks"]]}))
    rows = {
        table: (columns, [tuple(None if cell == "" else cell for cell in row) for row in rows])
        for table, (columns, *rows) in given.get("rows", {}).items()
    }
    faults, notes = ([tuple(one.split()) for one in given.get(kind, [])] for kind in ("faults", "notes"))
    blocks = [(sheet, *table) if table else (sheet, None) for sheet, *table in given.get("blocks", [])]
    file = given.get("file", "phong.xlsx")
    return Case(name, file, given, choices, rows, faults, notes, given.get("held", []), blocks)


def _drawn(given: dict[str, Any]) -> bytes:
    def show(workbook: Workbook) -> None:
        for cell, (value, number_format) in given.get("shown", {}).items():
            workbook.worksheets[0][cell] = value
            workbook.worksheets[0][cell].number_format = number_format

    return book(given["sheets"], show, given.get("merge", ()))


def _written(given: dict[str, Any]) -> bytes:
    text = unicodedata.normalize(given.get("form", "NFC"), given["text"].replace("\n", given.get("newline", "\r\n")))
    encoding = given.get("encoding", "utf-8")
    return b"".join(map(_in_windows_1258, text)) if encoding == "windows-1258" else text.encode(encoding)


def _in_windows_1258(letter: str) -> bytes:
    """A letter as that encoding has it: most with their hook or roof, the tone as a sign of its own."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(sign for sign in parts if sign in "\u0300\u0301\u0303\u0309\u0323")
        return (unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in tones)) + tones).encode(
            "cp1258"
        )


CASES = [
    _case(name, given)
    for file in sorted(Path(__file__).parent.glob("*.toml"))
    for name, given in tomllib.loads(file.read_text(encoding="utf-8")).items()
]
