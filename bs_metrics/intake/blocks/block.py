"""A block of a sheet: what its headings mean, which of its rows are what, and what there is to say of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.columns import Cells
from bs_metrics.contract.findings import Asked, Finding, Severity, finding
from bs_metrics.contract.schema import Table, schema
from bs_metrics.contract.sheet import RawSheet, address
from bs_metrics.intake.vocabulary.synonyms import HeadingMeaning

Kind = Literal["list", "matrix", "none"]


@dataclass(frozen=True)
class BlockMeaning:
    """What the headings say.

    `columns` are those of the table by position. In a matrix `across` holds what each of its columns stands for: the
    heading of a criterion or of a place, and under a pair of columns the result that a tick in it means. `ticks` are
    the columns of a list that are ticked for one value each of its column `ticked`. `tables` are those it could be
    where several fit. `aside` are the columns that another of the same meaning goes before, and that
    of a form that tells what a row is about.
    """

    kind: Kind
    table: str | None
    columns: dict[int, HeadingMeaning]
    across: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    ticks: dict[int, str] = field(default_factory=dict)
    totals: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()
    tables: tuple[str, ...] = ()
    doubled: tuple[int, ...] = ()
    ticked: str = "result"
    aside: frozenset[int] = frozenset()

    @property
    def cells(self) -> set[int]:
        """The positions whose cells fill the table."""
        return {*self.columns, *self.across, *self.ticks}

    @property
    def used(self) -> set[int]:
        """The positions that have a meaning."""
        return self.cells | self.totals | self.numbers | self.aside

    def without(self, gone: Collection[int]) -> "BlockMeaning":
        """The same of the other positions only."""
        left: dict[str, Any] = {"doubled": tuple(at for at in self.doubled if at not in gone)}
        for name in ("columns", "across", "ticks"):
            left[name] = {at: one for at, one in getattr(self, name).items() if at not in gone}
        return replace(self, **left)


@dataclass
class TableBlock:
    """A block of a sheet. Rows and columns are counted from zero; `last` is the row after the block's end.

    `rows` are those of the table, `totals` its totals, `below` the remarks and signatures, `sections` the text of the
    section that each section row opens; `told` is what was found on the way; `constants` is what every row has in
    columns that the block lacks; `units` are those of measure that a row's figure or name says itself.
    """

    sheet: RawSheet
    number: int
    headings: tuple[int, ...]
    texts: dict[int, str]
    title: str
    last: int
    meaning: BlockMeaning
    repeated: list[int] = field(default_factory=list)  # heading rows printed again further down
    title_rows: range = range(0)
    rows: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    hints: list[int] = field(default_factory=list)  # right below the headings, how to fill in
    sections: dict[int, str] = field(default_factory=dict)
    told: list[Finding] = field(default_factory=list)
    constants: Mapping[str, str] = field(default_factory=dict)
    units: dict[int, tuple[str, ...]] = field(default_factory=dict)
    rivals: set[int] = field(default_factory=set)  # columns of which it is open whether they count
    codes: dict[int, str] = field(default_factory=dict)  # of rows of a list without the column of its key
    remarks: dict[int, tuple[int, str]] = field(default_factory=dict)  # of rows: where its mark stands, what it says

    @property
    def table(self) -> Table:
        """The table that the block is of. Raises KeyError where it is of none."""
        return schema().tables[self.meaning.table or ""]

    @property
    def corner(self) -> tuple[int, int]:
        """The first cell of the headings, where what concerns the whole block is told."""
        return self.headings[0], min(self.texts, default=0)

    @property
    def unused(self) -> list[int]:
        """The positions with a heading and without a meaning."""
        return [at for at in self.texts if at not in self.meaning.used and at not in self.meaning.doubled]

    @property
    def lines_around(self) -> list[tuple[int, int, str]]:
        """The texts above and below the table, with the row and column of each."""
        rows = ((row, self.sheet.rows[row]) for row in (*self.title_rows, *self.below))
        return [
            (row, at, cell) for row, cells in rows for at, cell in enumerate(cells) if cell and isinstance(cell, str)
        ]

    @property
    def findings(self) -> list[Finding]:
        """What was found, without what is said of cells of which it is open whether they count."""
        is_open = {address(row, at) for row in (*self.rows, *self.totals) for at in self.rivals}
        return [one for one in self.told if one.cell not in is_open]

    def columns_of(self, rows: Sequence[int]) -> dict[str, Cells]:
        """The raw cells of some rows under each column of the table."""
        return {
            meant.column.name: Cells([self.sheet.rows[row][position] for row in rows], rows, position)
            for position, meant in self.meaning.columns.items()
        }

    def tell(
        self,
        code: str,
        row: int,
        at: int,
        heading: str | None = None,
        asked: Asked | None = None,
        severity: Severity | None = None,
        /,
        value: Any = None,
        **more: str,
    ) -> None:
        """Keep a finding of this code at a cell."""
        shown, place = None if value is None else as_seen(value), self.sheet.place(row, at, heading)
        self.told.append(finding(code, place, severity, asked, value=shown, table=self.meaning.table, **more))
