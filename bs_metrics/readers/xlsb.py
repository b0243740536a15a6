""".xlsb: the values alone. No kept library reads what stands beside them, and that is said."""

from collections.abc import Iterator

from bs_metrics.readers.facts import Remark, SheetRead
from bs_metrics.readers.values import opened, read_each, rows_of


def read_xlsb(content: bytes) -> Iterator[SheetRead | Remark]:
    """The visible sheets, and what there is to say. Raises Refused."""
    workbook = opened(content)
    yield from read_each(workbook, lambda number: SheetRead(rows=rows_of(workbook, number)))
    yield Remark("values_only")
