"""How large a file may be that this program opens. Together they keep one file below 500 MB of memory and 10 s.

The measure is the largest workbook that is meant to be read: a result for each of the country's 10,598 communes and
19 criteria, 201,362 rows, 15 columns at most: 3.0 million cells, 30 MB packed, some 170 MB unpacked.
"""

from typing import Any

from bs_metrics.contract.sheet import Refused

MEGABYTE = 1_000_000

FILE_BYTES = 64 * MEGABYTE  # twice the largest one, packed
OLD_FILE_BYTES = 24 * MEGABYTE  # .xls is not packed and read by Python: 65,536 rows of 20 columns are 20 MB
UNPACKED_BYTES = 200 * MEGABYTE  # all parts of an archive together, counted while they are unpacked
PART_BYTES = 64 * MEGABYTE  # a part that is no sheet; the shared texts are the largest, and are all kept in memory
ELEMENTS = 5_000_000  # of a file, looked at one by one by Python, some 5 s: 200,000 unusually written rows of 8 cells
STYLES = 65_536  # cell styles, fonts, number formats; Excel itself stops at 65,490 styles
NAMES = 65_536  # defined names of a .xls; old files drag along tens of thousands
PARTS = 2_000  # files in an archive; a workbook with 200 sheets, each with a drawing and its comments, has 1,000
SHEETS = 200  # a sheet for every commune of a province
COLUMNS = 16_384  # what a sheet can have in Excel and in Calc
LINE = 8 * MEGABYTE  # characters of one line of a text file: a line of the largest sheet has some 300
CELLS = 3_200_000  # of all visible sheets, the empty ones inside counted: 60 to 130 bytes each
TEXT_BYTES = 64 * MEGABYTE  # in cells, a shared text counted at each cell that shows it
HEADINGS = 600  # rows of a file that are looked at as the heading of another table, some 3 ms each, and its tables
TABLE_ROWS = 250_000  # below the headings of all tables: the largest one has 201,362
MERGED = 100_000  # merged ranges of a sheet; the largest one has a few for each commune
FAULTS = 500  # cells without value that are listed one by one; the rest are counted
ALIKE = 500  # findings of one kind in one column that are listed one by one; the rest are counted
LISTED = 20_000  # findings of a file that are listed one by one: of very many sheets fewer of each column


def check_area(rows: int, columns: int, before: int = 0) -> int:
    """The cells of a sheet's used area, with those read before it. Raises Refused when that is too many."""
    if columns > COLUMNS:
        raise Refused("too_many_columns", limit=grouped(COLUMNS))
    cells = rows * columns + before
    if cells > CELLS:
        raise Refused(
            "too_many_cells",
            rows=grouped(rows),
            columns=grouped(columns),
            accepted=grouped(max(CELLS - before, 0) // max(columns, 1)),
            limit=grouped(CELLS),
        )
    return cells


def check_text(size: int) -> int:
    """The bytes of text in all cells so far. Raises Refused when that is too many."""
    if size > TEXT_BYTES:
        raise Refused("too_much_text", limit=str(TEXT_BYTES // MEGABYTE))
    return size


def grouped(number: Any) -> str:
    """A whole number with its thousands apart the way that is understood in both languages: 3 200 000."""
    return f"{number:,}".replace(",", "\u00a0")
