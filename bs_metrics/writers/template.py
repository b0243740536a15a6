"""The template: every sheet with headings, notes and drop-downs, a guide in front, and the lists behind.

A form is a template with some rows of some sheets, and in front the list of what is asked for.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bs_metrics.contract.lists import lists_of
from bs_metrics.contract.schema import ClosedList, Column, schema
from bs_metrics.contract.tables import Tables
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.requests.agencies import agencies
from bs_metrics.views.requests.form import BESIDE, Form, form_of, form_table
from bs_metrics.words import LANGUAGES, Language, word_list, words
from bs_metrics.writers.workbook import saved, write_heading, write_table, write_text

_LONGEST = 100  # letters of an example
_ASKED_WIDTHS, _ASKED_LINE = (70, 60, 30), 150  # of the list before a form: columns, letters of a line across them
_EXAMPLES = {"text": "", "code": "01", "integer": "12", "number": "12,5", "date": "31/12/2024"}


def template(tables: Tables | None, filled: bool = True, form: Form | None = None) -> bytes:
    """The template workbook with the rows of `tables`, or with `filled` off only its codes in the drop-downs, or with
    what a form asks for.

    Without tables it is empty altogether. Read back unchanged it gives the same tables and no finding. Examples stand
    in the notes on the headings and on the guide, never in a row.
    """
    workbook = Workbook()
    if form is None:
        _write_guide(workbook.active, list(schema().tables))
    else:
        _write_asked(workbook.active, form)
        _write_guide(workbook.create_sheet(), list(form.rows))
    add_tables(workbook, tables, filled, form)
    return saved(workbook)


def add_tables(workbook: Workbook, tables: Tables | None, filled: bool = True, form: Form | None = None) -> None:
    """A sheet for every table, or for those of a form, with drop-downs and notes, and the sheet of lists behind."""
    closed = lists_of({} if tables is None else tables.frames)
    lists = _offered(tables, closed)
    ranges = {name: _range(number, len(column)) for number, (name, column) in enumerate(lists.items(), start=1)}

    for name, table in schema().tables.items():
        frame = tables[name] if tables is not None else None
        rows = frame[list(table.columns)].to_dict("records") if frame is not None and filled else []
        if form is not None:
            if name not in form.rows:
                continue
            table, rows = form_table(table), form.rows[name]
        note = partial(_note, frame, closed)
        write_table(workbook.create_sheet(table.sheet), table, rows, ranges, note, closed)
    _write_lists(workbook.create_sheet(schema().extra_sheets["lists"]), lists)


def _offered(tables: Tables | None, closed: Mapping[str, ClosedList]) -> dict[str, list[str]]:
    """What the drop-downs offer: the words of each closed list, the codes of each column that others refer to."""
    lists = {name: listed.cell_words for name, listed in closed.items() if listed.words}
    for table in schema().tables.values():
        for column in table.columns.values():
            if column.references and tables is not None:
                target, _, name = column.references.partition(".")
                codes = tables[target][name].dropna().astype(str)
                if len(codes):
                    lists[column.references] = list(dict.fromkeys(codes))
    return lists


def _range(number: int, length: int) -> str:
    """The cells of a list on the sheet of lists, below its heading."""
    letter = get_column_letter(number)
    cells = absolute_coordinate(f"{letter}2:{letter}{length + 1}")
    return f"{quote_sheetname(schema().extra_sheets['lists'])}!{cells}"


def _write_lists(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    """One column a list; protected, because what is typed here would not change what the reader takes."""
    for number, (name, cells) in enumerate(lists.items(), start=1):
        target, _, code = name.partition(".")
        table = schema().tables.get(target)
        heading = f"{table.sheet}: {table.columns[code].heading}" if table and code else name
        write_heading(sheet.cell(1, number), heading)
        for row, text in enumerate(cells, start=2):
            write_text(sheet.cell(row, number), text)
        sheet.column_dimensions[get_column_letter(number)].width = max(len(text) for text in [heading, *cells]) + 2
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True


def _write_asked(sheet: Worksheet, form: Form) -> None:
    """What a form is for, and all that is missing and asked for, kind by kind."""
    sheet.title = schema().extra_sheets["asked"]
    width, number = len(form.head), 0
    for number, text in enumerate(form.lead, start=1):
        write_text(sheet.cell(number, 1), text, True, bold=number == 1, size=14 if number == 1 else 11)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
        sheet.row_dimensions[number].height = 20 * (1 + len(text) // _ASKED_LINE)
    for title, lines in form.parts:
        number += 2
        write_text(sheet.cell(number, 1), title, bold=True, size=12)
        number += 1
        for column, text in enumerate(form.head, start=1):
            write_heading(sheet.cell(number, column), text)
        for line in lines:
            number += 1
            for column, text in enumerate(line, start=1):
                write_text(sheet.cell(number, column), text, True)
    for letter, wide in zip("ABC", _ASKED_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = wide
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_guide(sheet: Worksheet, names: Sequence[str]) -> None:
    """What the workbook is and how to fill it in, in both languages side by side; then what each sheet holds."""
    sheet.title = schema().extra_sheets["guide"]
    columns = []
    for language in LANGUAGES:
        guide = word_list("template.guide", language)
        columns.append([*guide, words("template.sheets", language)])
        for table in map(schema().tables.__getitem__, names):
            said = {"sheet": table.sheet, "title": table.titles[language]}
            headings = ", ".join(table.columns[name].heading for name in table.key)
            columns[-1].append(words("template.sheet", language, **said, identified=headings))
    rows, opening = list(zip(*columns, strict=True)), len(guide)
    for number, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            is_bold, size = number in (1, opening + 1), 14 if number == 1 else 11
            write_text(sheet.cell(number, column), text, True, bold=is_bold, size=size)
    for letter in "AB":
        sheet.column_dimensions[letter].width = 70


def _example(column: Column, frame: pd.DataFrame | None, lists: Mapping[str, ClosedList]) -> str:
    """A cell as it may be typed: the first of the current data where it reads the same, else one of the right type."""
    if column.listed:
        return next(iter(lists[column.type].cell_words), "")
    known = [] if frame is None or column.name not in frame else list(frame[column.name].dropna().head(1))
    if known and column.type != "number":
        return f"{known[0]:%d/%m/%Y}" if isinstance(known[0], date) else str(known[0])[:_LONGEST]
    return _EXAMPLES[column.type]


def _note(frame: pd.DataFrame | None, lists: Mapping[str, ClosedList], column: Column) -> str:
    """What a heading's note says beside the meaning: whether the column is needed, and an example."""
    needed = "needed" if column.required else "optional"
    if column.name == BESIDE:
        return ""
    lines = [" · ".join(words(f"template.{needed}", language) for language in LANGUAGES)]
    example = _example(column, frame, lists)
    if example:
        heading = " · ".join(words("template.example", language) for language in LANGUAGES)
        lines.append(f"{heading}: {example}")
    return "\n".join(lines)


def form_file(shown: Snapshot, agency: str | None, language: Language, address: str = "") -> bytes:
    """The form of an agency, None for what no agency is known of. Raises KeyError where nothing is missing or asked."""
    return template(shown.tables, form=form_of(shown, agencies(shown, language)[agency], language, address))
