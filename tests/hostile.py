"""Workbooks whose names, notes and sources are markup that a page, a figure or a spreadsheet might obey."""

from pathlib import Path

from openpyxl import load_workbook

from bs_metrics.contract.schema import schema

HOSTILE = [
    *("**b**", "<img src=x onerror=alert(1)>", r"$\frac{1}{2}$", "$$x$$", ":red[x]", ":material/home:"),
    *(":smile:", ":streamlit:", "[a](javascript:alert(1))", "![a](http://127.0.0.1/x)"),
    *("<a href='javascript:alert(1)'>a</a>", "<b>x</b><br>y", "# h #", "1. x", "- x", "> x", "`code`"),
    *("~~s~~", "http://example.org", "www.example.org", "me@example.org", "a|b", "&lt;", ":small[x]", "[^1]"),
    *("x\\", "a -> b -- c", "%{x}", "=1+1", "::leaf[x]"),
]
_READ = {("measures", "filter"), ("measures", "parts"), ("results", "value_text"), ("about", "key")}  # not shown only
_WORD = {"word", "prefixes"}  # of a list: cells of other tables and filters say it
_NUMBER = ("documents", "number")  # a code, and shown
_ABOUT = {"place", "above", "report_title", "report_short", "map_credit"}


def spoil(folder: Path) -> None:
    """Overwrite every filled text of the workbooks in a folder, each with another text: a hostile one and a number."""
    number = 0
    for path in sorted(folder.glob("*.xlsx")):
        workbook = load_workbook(path)
        for sheet in workbook:
            table = schema().table_of(sheet.title)
            columns = {cell.column: table.column_of(cell.value) for cell in sheet[1] if table and cell.value}
            for cells in sheet.iter_rows(min_row=2):
                for cell in cells:
                    column = columns.get(cell.column)
                    text = column is not None and (column.type == "text" or (table.name, column.name) == _NUMBER)
                    if not text or cell.value is None or (table.name, column.name) in _READ:
                        continue
                    if table.list and column.name in _WORD:
                        continue
                    if table.name == "about" and column.name.startswith("value") and cells[0].value not in _ABOUT:
                        continue
                    cell.value = f"{HOSTILE[number % len(HOSTILE)]} {number}"
                    cell.data_type = "s"  # a text, also where it begins like a formula
                    number += 1
        workbook.save(path)
