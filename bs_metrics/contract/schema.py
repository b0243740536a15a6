"""The data contract as values: tables, columns and closed lists of `tables.toml`.

A *sheet* and its *headings* are what an analyst sees; a *table* and its *columns* are the names the code uses.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any

from bs_metrics.text import folded
from bs_metrics.words import LANGUAGES, Language

_READ = ("vi", "vi_before")
_ENGLISH = re.compile("(.+)_en(_plural)?")


@dataclass(frozen=True)
class ClosedList:
    """The codes a cell may stand for, with the word for each in both languages; `vi_before` is still read.

    `written` are other ways to write a word, by code.
    """

    name: str
    words: dict[str, dict[str, str]]
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def code(self, cell: str) -> str | None:
        """The code of a cell's Vietnamese word, or None. Case, spacing and Unicode form do not matter, marks do."""
        return self._codes.get(folded(cell))

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {folded(word[key]): code for code, word in self.words.items() for key in _READ if key in word}

    @property
    def known_words(self) -> dict[str, str]:
        """The codes of its words, in both languages and as else they are written."""
        own = {folded(word[language]): code for code, word in self.words.items() for language in ("en", "vi")}
        return {folded(written): code for code, some in self.written.items() for written in some} | own

    def word(self, code: str, language: Language, number: int = 1) -> str:
        """The word shown for a code, for a number of things where the language has a plural."""
        forms = self.words.get(code, {})
        if not forms:  # of a row that is gone
            return code
        return forms[language] if number == 1 else forms.get(f"{language}_plural", forms[language])

    @property
    def cell_words(self) -> list[str]:
        """The words a cell may hold, in the order declared."""
        return [word["vi"] for word in self.words.values()]


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading in the sheet and what its cells must hold."""

    table: str
    name: str
    heading: str
    type: str
    notes: dict[str, str]
    required: bool = False
    listed: bool = False  # its type is a closed list
    many: bool = False  # a cell may hold several words of the list
    references: str | None = None
    qualifier: str | None = None  # the column that says how exact this one's figure is
    translates: str | None = None  # the column whose text this one says in English
    describes: tuple[str, ...] = ()  # the figures that this one says something of: it does not outlive them
    otherwise: str | None = None  # what holds where a figure comes without it

    def title(self, language: Language) -> str:
        """What to call the column: the sheet's own heading, or in English the first clause of its note."""
        clause = self.notes["en"].split(":")[0].split(";")[0]
        return self.heading if language == "vi" else clause[:1].upper() + clause[1:]


@dataclass(frozen=True)
class Table:
    """One table: its sheet, its columns in order and the columns that identify a row."""

    name: str
    sheet: str
    titles: dict[str, str]
    key: tuple[str, ...]
    columns: dict[str, Column]
    optional: bool = False  # a folder without it is complete
    list: str | None = None  # the closed list that its rows are
    figures: tuple[str, ...] = ()  # the columns of which its rows say nothing without any

    def column_of(self, heading: str) -> Column | None:
        """The column under a heading, or None."""
        return self._by_heading.get(folded(heading))

    @cached_property
    def share(self) -> Column | None:
        """The column of percentages beside its counts."""
        shares = (column for column in self.columns.values() if column.type == "number" and "%" in column.heading)
        return next(shares, None) if self.figures and self.columns[self.figures[0]].type == "integer" else None

    @cached_property
    def measured(self) -> tuple[str, ...]:
        """The columns whose figures are each in the unit of what their row is about."""
        of_criteria = self.figures[:2] if {"criterion", "value"} <= set(self.columns) else ()
        return self.figures[:1] if self.share else of_criteria

    @cached_property
    def _by_heading(self) -> dict[str, Column]:
        return {folded(column.heading): column for column in reversed(self.columns.values())}


@dataclass(frozen=True)
class Schema:
    """All tables, and the closed lists whose words are the same for everyone; `lists_of` of `lists.py` gives all.

    `extra_sheets` are the sheets that the project itself puts into a workbook beside the tables, by what they are for;
    the reader passes over them without a word, and over columns under `extra_headings`.
    """

    tables: dict[str, Table]
    lists: dict[str, ClosedList]
    extra_sheets: dict[str, str]
    extra_headings: dict[str, str]
    about_items: dict[str, list[str]]  # items of the sheet about, with the names that they had before
    taken_addresses: frozenset[str]  # that no stage's page can have

    def is_extra(self, sheet: str) -> bool:
        """Whether a sheet of this name is one of the project's own and holds no data."""
        return folded(sheet) in {folded(name) for name in self.extra_sheets.values()}

    def table_of(self, sheet: str) -> Table | None:
        """The table a sheet holds, by the sheet's name, or None."""
        return self._by_sheet.get(folded(sheet))

    @cached_property
    def _by_sheet(self) -> dict[str, Table]:
        return {folded(table.sheet): table for table in reversed(self.tables.values())}


@cache
def schema() -> Schema:
    """The data contract, read once from `tables.toml`."""
    text = resources.files(__package__).joinpath("tables.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    lists = {name: ClosedList(name, words) for name, words in declared["lists"].items()}
    listed = {*lists, *(table["list"] for table in declared["tables"].values() if "list" in table)}
    tables = {name: _table(name, table, listed) for name, table in declared["tables"].items()}
    return Schema(
        tables,
        lists,
        declared["extra_sheets"],
        declared["extra_headings"],
        declared["about_items"],
        frozenset(declared["taken_addresses"]),
    )


def list_table(name: str) -> str | None:
    """The table whose rows are the words of a closed list; None for one of the contract's own."""
    return next((table.name for table in schema().tables.values() if table.list == name), None)


def _table(name: str, declared: dict[str, Any], listed: Collection[str]) -> Table:
    columns = {}
    for column, given in declared["columns"].items():
        notes: dict[str, str] = {language: given.pop(language) for language in LANGUAGES}
        english = _ENGLISH.fullmatch(column)
        own = english[1] if english and english[1] in declared["columns"] else None
        described, listed_type = tuple(given.pop("describes", ())), given["type"] in listed
        columns[column] = Column(
            name, column, notes=notes, translates=own, describes=described, listed=listed_type, **given
        )
    more = {key: declared[key] for key in ("optional", "list") if key in declared}
    key, figures = tuple(declared["key"]), tuple(declared.get("figures", ()))
    return Table(name, declared["sheet"], declared["title"], key, columns, figures=figures, **more)
