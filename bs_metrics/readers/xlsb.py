""".xlsb: the values alone. No kept library reads what stands beside them, and that is said."""

from collections.abc import Iterator

from bs_metrics.readers.facts import Remark, SheetRead
from bs_metrics.readers.values import BrokenSheet, opened, rows_of, shown_sheets


def read_xlsb(content: bytes) -> Iterator[SheetRead | Remark]:
    """The visible sheets, and what there is to say. Raises Refused."""
    workbook = opened(content)
    for sheet in shown_sheets(workbook):
        if isinstance(sheet, Remark):
            yield sheet
            continue
        number, name = sheet
        try:
            yield SheetRead(name, rows_of(workbook, number))
        except BrokenSheet as problem:
            yield Remark("broken_sheet", name, {"problem": str(problem)})
    yield Remark("values_only")
