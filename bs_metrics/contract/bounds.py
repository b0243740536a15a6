"""How large a file may be that this program reads, and what the process that reads it may use.

The measure is the largest workbook that is meant to be read: a result for each of the country's 10,598 communes and
19 criteria, 201,362 rows, 15 columns at most: 3.0 million cells, 30 MB packed, some 170 MB unpacked. Whatever else a
file may be made of is bounded by the memory and the time of the process that reads it.
"""

MEGABYTE = 1_000_000

READER_BYTES = 500 * MEGABYTE  # of memory that one file may take, beyond what its reader has after starting
READER_SECONDS = 60  # of the processor's time; the largest workbook takes some 10, on a slow machine more
FILE_BYTES = 64 * MEGABYTE  # twice the largest one, packed
SESSION_BYTES = 3 * FILE_BYTES  # of files that a server keeps for one reader until they are dropped
SERVER_BYTES = 1_000 * MEGABYTE  # and for all together, those on their way counted
TEXT_BYTES = 64 * MEGABYTE  # of all values written out, a shared text at each cell that shows it
COLOURED_CELLS = 5_000  # of a sheet, up to which colours are kept that only a remark could give a meaning
FORMATTED_CELLS = 150_000  # of a sheet, up to which its formatting can be looked at cell by cell
SHEETS = 200  # a sheet for every commune of a province
MERGED = 100_000  # merged ranges of a sheet; the largest one has a few for each commune
COLUMNS = 16_384  # what a sheet can have in Excel and in Calc
CELLS = 3_200_000  # of all visible sheets, the empty ones inside counted: 60 to 130 bytes each
HEADINGS = 600  # rows of a file that are looked at as the heading of another table, some 3 ms each, and its tables
TABLE_ROWS = 250_000  # below the headings of all tables: the largest one has 201,362
FAULTS = 500  # cells without value that are listed one by one; the rest are counted
ALIKE = 500  # findings of one kind in one column that are listed one by one; the rest are counted
LISTED = 20_000  # findings of a file that are listed one by one: of very many sheets fewer of each column


class Refused(Exception):
    """The whole file cannot be read; `code` is the finding's, `context` what its sentence needs."""

    def __init__(self, code: str, /, **context: str) -> None:
        super().__init__(code)
        self.code = code
        self.context = context


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


def grouped(number: int) -> str:
    """A whole number with its thousands apart the way that is understood in both languages: 3 200 000."""
    return f"{number:,}".replace(",", "\u00a0")
