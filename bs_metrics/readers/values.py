"""calamine: the values of .xlsx, .xlsm, .xlsb and .ods, and which of their sheets are shown."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from bs_metrics.contract.bounds import Refused
from bs_metrics.readers.facts import Remark, SheetRead, Value


def opened(content: bytes) -> CalamineWorkbook:
    """The workbook. Raises Refused for one with a password or that calamine cannot open."""
    try:
        with _without_panic():
            return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as problem:
        raise Refused("encrypted") from problem
    except CalamineError as problem:
        raise Refused("not_a_workbook") from problem


def read_each(workbook: CalamineWorkbook, read: Callable[[int], SheetRead]) -> Iterator[SheetRead | Remark]:
    """Each visible sheet as an adapter reads it by its number; for a broken or another one what there is to say."""
    for number, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ != SheetTypeEnum.WorkSheet:
            yield Remark("unknown_sheet", sheet.name)
        elif sheet.visible != SheetVisibleEnum.Visible:
            yield Remark("hidden_sheet", sheet.name)
        else:
            try:
                found = read(number)
            except (CalamineError, ExpatError, LookupError, ValueError, zipfile.BadZipFile) as problem:
                shown = str(problem) if isinstance(problem, CalamineError) else "XML"
                yield Remark("broken_sheet", sheet.name, {"problem": shown})
            else:
                found.name = sheet.name
                yield found


def rows_of(workbook: CalamineWorkbook, number: int) -> list[list[Value]]:
    """All rows of a sheet from A1, of one length. Raises CalamineError."""
    with _without_panic():
        return workbook.get_sheet_by_index(number).to_python(skip_empty_area=False)


def read_xlsb(content: bytes) -> Iterator[SheetRead | Remark]:
    """The visible sheets of an .xlsb: no kept library reads what stands beside values. Raises Refused."""
    workbook = opened(content)
    yield from read_each(workbook, lambda number: SheetRead(rows=rows_of(workbook, number), misses_colours=True))
    yield Remark("values_only")


@contextmanager
def _without_panic() -> Iterator[None]:
    """A panic in Rust derives from BaseException, so that nothing catches it by accident: here it is an error."""
    try:
        yield
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":
            raise CalamineError(str(problem)) from problem
        raise
