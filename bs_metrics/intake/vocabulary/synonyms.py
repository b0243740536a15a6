"""What sheets, columns and words of closed lists are called by those who fill them in.

The list is the table `synonyms`, which an analyst extends; the template's own names, and the English ones, come first.
Headings may be typed without diacritics where one column alone can be meant; names of places never.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product
from typing import Any

import pandas as pd

from bs_metrics.contract.lists import lists_of
from bs_metrics.contract.schema import ClosedList, Column, Table, schema
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.intake.vocabulary.phrases import PHRASES, Phrases
from bs_metrics.intake.vocabulary.writing import LONGEST_NAME, after_head, named, trimmed, unmarked, words_only
from bs_metrics.numbers import exact
from bs_metrics.text import bare, canonical, folded, is_two, without_mark
from bs_metrics.words import LANGUAGES

POWERS = {"one": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]*)\)$")
_REMEMBERED = 10_000  # texts whose meaning is kept: headings are asked about in several readings, once for every table


@dataclass(frozen=True)
class HeadingMeaning:
    """The column a heading stands for, and how many of the column's units one of the heading's is.

    The scale is 0 where neither the heading nor a line above the table says the unit: then each cell has to.
    """

    column: Column
    scale: Fraction = Fraction(1)


class Synonyms:
    """Every accepted way of writing; the lookups give None for what is not in the list or not the only meaning.

    `column` and `role` keep what they were asked. `kinds` are those of the units that a table has a row of: where a
    heading of units says another kind, it may say one of these.
    """

    def __init__(self, rows: list[dict[str, Any]], lists: Mapping[str, ClosedList], kinds: Iterable[str] = ()):
        self._rows, self.lists = rows, lists  # every closed list by name
        self._sheets: dict[str, str] = {}
        self._headings: dict[str, dict[str, str]] = {name: {} for name in schema().tables}
        self._roles: dict[str, str] = {}
        self.phrases = Phrases()
        self.months: dict[str, int] = {}  # of a period by the word for it
        self._listed: dict[tuple[str, str], dict[str, str]] = {}  # by table and column
        self.numbers: dict[tuple[str, str], dict[str, str]] = {}
        self._answered: dict[str, dict[str, str]] = {}
        self.magnitudes: dict[str, int] = {}
        self._units: dict[tuple[str, str], dict[str, Fraction]] = {}  # of measure, by table and column
        self._own_names()
        for row in sorted(rows, key=lambda row: row["table"] is None):  # what is said of one sheet goes before
            self._add(row)
        self._of_kinds(list(kinds))
        self._of_words()
        self._bare = {name: unmarked(headings) for name, headings in self._headings.items()}
        self._bare_roles = unmarked(self._roles)
        self._any = set(self._roles).union(*self._headings.values())
        self._any_bare = {bare(written) for written in self._any}
        self._column = lru_cache(_REMEMBERED)(self._find_column)
        self.role: Callable[[str], str | None] = lru_cache(_REMEMBERED)(self._role)

    def _own_names(self) -> None:
        for name, table in schema().tables.items():
            self._sheets.update({folded(own): name for own in (name, *table.titles.values(), table.sheet)})
            headings, columns = self._headings[name], table.columns.values()
            headings |= {folded(column.name): column.name for column in columns}
            headings |= {folded(column.title("en")): column.name for column in columns}
            headings |= {folded(column.heading): column.name for column in columns}
            for column in columns:
                if column.listed:
                    self._listed[name, column.name] = self.lists[column.type].known_words
        of_money = self.lists["magnitude"].known_words
        self.magnitudes.update({written: POWERS[code] for written, code in of_money.items()})

    def _add(self, row: dict[str, Any]) -> None:
        written = folded(row["written"])
        if row["role"] in PHRASES:
            self.phrases.add(row["role"], written, row["word"])
        elif row["role"]:
            self._roles[written] = row["role"]
            if row["role"] == "period" and row.get("factor") is not None:
                self.months[written] = int(row["factor"])
        if row["magnitude"]:
            self.magnitudes[written] = POWERS[row["magnitude"]]
        table = schema().table_of(row["table"]) if row["table"] else None
        if row["column"] is None:
            if table:
                self._sheets.setdefault(written, table.name)
            return
        for wanted in [table] if table else schema().tables.values():
            column = wanted.column_of(row["column"])
            if column is None:
                continue
            if row.get("factor") is not None:
                self._units.setdefault((wanted.name, column.name), {})[written] = exact(row["factor"])
            elif row["word"] is None:
                self._headings[wanted.name].setdefault(written, column.name)
            elif column.listed:
                code = self.lists[column.type].code(row["word"])
                if code:
                    self._listed[wanted.name, column.name].setdefault(written, code)
            elif column.type in ("integer", "number"):
                self.numbers.setdefault((wanted.name, column.name), {}).setdefault(written, row["word"])

    def _of_kinds(self, kinds: list[str]) -> None:
        """Headings that name units by a kind, for every kind that there is: as Tên xã, so Tên thôn."""
        words = self.lists["unit_kind"].words
        for language in LANGUAGES:
            known = sorted((folded(forms[language]) for forms in words.values()), key=len, reverse=True)
            own = [folded(words[kind][language]) for kind in kinds if kind in words]
            own += [f"{one}, {other}" for one, other in permutations(own, 2)]
            for table in schema().tables.values():
                column = next((one for one in table.columns.values() if one.references == "units.code"), None)
                headings = self._headings[table.name]
                for written in self.headings_of(table.name, column.name) if column and table.name != "units" else ():
                    said = next((word for word in known if f" {written}".endswith(f" {word}")), None)
                    for word in own if said else ():
                        headings.setdefault(written.removesuffix(said or "") + word, column.name if column else "")

    def _of_words(self) -> None:
        """Headings that name rows by a word of a list that each row needs: Tên trường tiểu học."""
        for table in schema().tables.values():
            listed = (one for one in table.columns.values() if one.required and one.listed)
            said = [word for one in listed for word in self._words_of(one)]
            for key in (one for one in table.key if table.columns[one].type == "text"):
                for head, word in product(self.headings_of(table.name, key), said):
                    self._headings[table.name].setdefault(f"{head} {word}", key)

    def table(self, sheet: str) -> str | None:
        """The table that a sheet's name stands for."""
        return self._sheets.get(folded(sheet))

    def tables_in(self, title: str) -> set[str]:
        """The tables whose names a title mentions; where one name holds another, the longer counts."""
        return set(named({name: table for name, table in self._sheets.items() if len(name) > 5}, folded(title)))

    def column(self, table: str, heading: str, measured: tuple[str, ...] = ()) -> HeadingMeaning | None:
        """The column of a table that a heading stands for: `Đơn vị / Xã` by the whole, else by the part that says it.

        `measured` are what the lines above the table say that its figures are in; the heading's own goes before them.
        """
        return self._column(table, heading, measured)

    def _find_column(self, table: str, heading: str, measured: tuple[str, ...]) -> HeadingMeaning | None:
        parts = [heading, *reversed(heading.split(" / "))] if " / " in heading else [heading]
        return next(
            filter(None, (self._column_of_part(schema().tables[table], part, measured) for part in parts)), None
        )

    def _column_of_part(self, table: Table, heading: str, measured: tuple[str, ...]) -> HeadingMeaning | None:
        text = trimmed(heading)
        if not text or len(text) > LONGEST_NAME:
            return None
        name = self._named(table, text)
        if name:
            return self.scaled(table.columns[name], text, measured)
        bracketed = _BRACKETS.match(text)
        said = bracketed[1] if bracketed else text
        for column in table.columns.values():  # the same figure in another unit: (tỷ đồng) for (đồng), or in none
            of_rows = {*self.units_of_measure, "%"} if bracketed and column.name in table.measured else set()
            own, sizes = _BRACKETS.match(column.heading), of_rows or self.sizes(column)
            if not sizes or (bracketed and folded(bracketed[2]) not in sizes):
                continue
            if self._named(table, f"{said} ({own[2]})" if own else said) == column.name:
                return self.scaled(column, text, measured)
        return None

    def scaled(self, column: Column, heading: str, measured: tuple[str, ...]) -> HeadingMeaning:
        """A column under a heading: its figures are in the unit of the heading, of the lines above, or of the column.

        A heading without the unit that the column's own has leaves it open.
        """
        sizes = self.sizes(column)
        if folded(heading) in (folded(column.name), folded(column.title("en"))) or not sizes:
            return HeadingMeaning(column)
        said, own = self.unit_said(column, heading, measured) or "", _BRACKETS.match(column.heading)
        return HeadingMeaning(column, sizes.get(said, Fraction(0 if own else 1)))

    def unit_said(self, column: Column, heading: str, measured: tuple[str, ...]) -> str | None:
        """The unit that a heading, else a line above it, names for a column's figures."""
        bracketed = _BRACKETS.match(trimmed(heading.split(" / ")[-1]))
        return next((one for one in (bracketed and folded(bracketed[2]), *measured) if one in self.sizes(column)), None)

    def sizes(self, column: Column) -> dict[str, Fraction]:
        """How many of a column's own unit one of each unit is that its figures may be in; none where it has no unit."""
        if power := self.power(column):
            return {written: Fraction(size, power) for written, size in self.magnitudes.items()}
        return self._units.get((column.table, column.name), {})

    def power(self, column: Column) -> int | None:
        """How many đồng one unit of the column is, where its heading names an amount of money."""
        own = _BRACKETS.match(column.heading)
        return self.magnitudes.get(folded(own[2])) if own else None

    @property
    def units_of_measure(self) -> set[str]:
        """Every word for a unit of money or of measure."""
        return {*self.magnitudes, *(written for sizes in self._units.values() for written in sizes)}

    def measured_in(self, title: str) -> tuple[str, ...]:
        """What the lines above a table say that figures are in, whatever it is, in its order: ĐVT: ha, nghìn người."""
        said: list[str] = []
        for line in map(canonical, title.splitlines()):
            head, units = after_head(line.strip("() "), lambda text: self.role(text) == "money_unit")
            if self.role(head) != "money_unit":  # a title that ends in (%)
                units = bracketed[2] if (bracketed := _BRACKETS.match(line)) else ""
            said += [folded(trimmed(unit)) for unit in (units, *re.split(r"[,;:]", units))]
        return tuple(dict.fromkeys(filter(None, said)))

    def number(self, column: Column, text: str) -> str | None:
        """The number that a word stands for in a column of numbers: `Chưa đạt` for level 0."""
        words = self.numbers.get((column.table, column.name))
        return words.get(folded(trimmed(text))) if words and len(text) <= LONGEST_NAME else None

    def _named(self, table: Table, text: str) -> str | None:
        exact = self._headings[table.name].get(folded(text))
        return exact or (self._bare[table.name].get(bare(text)) if text.isascii() else None)

    def is_heading(self, text: str) -> bool:
        """Whether a text may be a heading of any table, or of a column of totals or numbers."""
        written = folded(without_mark(trimmed(text)))
        if written in self._any or (text.isascii() and bare(written) in self._any_bare):
            return True
        return written.endswith(")") and any(self.column(table, text) for table in schema().tables)

    def is_unit(self, text: str) -> bool:
        """Whether a text is the heading of the places in a table of results."""
        meant = self.column("results", text)
        return meant is not None and meant.column.name == "unit"

    def headings_of(self, table: str, column: str) -> list[str]:
        """Every heading that stands for a column."""
        return [written for written, name in self._headings[table].items() if name == column]

    def _role(self, text: str) -> str | None:
        """The part of a sheet that a heading or the first text of a row announces: number, total, signature, remark."""
        short = folded(trimmed(re.split(r"[:;]", text)[0]))
        role = self._roles.get(folded(text)) or self._roles.get(short)
        role = role or self._roles.get(folded(trimmed(re.sub(r"\([^()]*\)", "", short))))
        return role or (self._bare_roles.get(bare(text)) if text.isascii() else None)

    def listed(self, column: Column, text: str) -> str | None:
        """The code of a closed list's word, which may stand before a remark: not met (two rooms missing)."""
        bracketed = _BRACKETS.match(canonical(text))
        return self.whole(column, text) or (self.whole(column, bracketed[1]) if bracketed else None)

    def whole(self, column: Column, text: str) -> str | None:
        """The code of a text that as a whole is a word of a closed list, or was answered."""
        known, whole = self._words_of(column), folded(text)
        return known.get(whole) or known.get(whole if is_two(text) else folded(trimmed(text)))

    def caveat(self, column: Column, text: str) -> str | None:
        """What leaves open whether a result is met: a word for a plan beside the mark, or the share of its parts."""
        if column.type != "result" or self.whole(column, text) or self.listed(column, text) not in (None, "met"):
            return None
        return self.phrases.held("caveat", text) or self.phrases.held("plan", text) or self.phrases.part_in(text)

    def numbers_beside(self, column: Column, text: str) -> dict[str, str]:
        """What a word says of the columns of numbers beside its own, but for nought: the level in `Đạt mức độ 2`."""
        bracketed = _BRACKETS.match(canonical(text))
        parts = [text, *bracketed.groups()] if bracketed and self.listed(column, text) == "met" else [text]
        said = (
            (name, next(filter(None, (words.get(folded(trimmed(part))) for part in parts)), "0"))
            for (table, name), words in self.numbers.items()
            if table == column.table and name != column.name
        )
        return {name: number for name, number in said if number != "0"}

    def listing(self, frames: Mapping[str, pd.DataFrame]) -> "Synonyms":
        """The same with the closed lists that are rows of some tables."""
        known = Synonyms(self._rows, lists_of(frames), _lowest_kinds(frames))
        known._answered = self._answered
        return known

    def answering(self, choices: Choices) -> "Synonyms":
        """The same with what the analyst answered about words of closed lists."""
        known = copy(self)
        known._answered = {
            name: {folded(one): code for one, code in choices.answers(name).items() if code in listed.words}
            for name, listed in self.lists.items()
        }
        return known

    def _words_of(self, column: Column) -> dict[str, str]:
        own, answered = self._listed[column.table, column.name], self._answered.get(column.type)
        return own | answered if answered else own

    def announced(self, column: Column, lines: Iterable[str]) -> str | None:
        """The code that some lines agree on, as a whole line or by a synonym of several words: `trường mầm non`."""
        own = {folded(said[language]) for said in self.lists[column.type].words.values() for language in said}
        codes = set()
        for line, words in ((line, f" {words_only(folded(line))} ") for line in lines):
            held = {one: code for one, code in self._words_of(column).items() if f" {words_only(one)} " in words}
            if whole := self.listed(column, line):
                codes |= {whole}
            elif any(" " in one and one not in own for one in held):  # and the others by their bare words: MN, TH, THCS
                codes |= {code for one, code in held.items() if len(one) > 2 or one in own}
        return codes.pop() if len(codes) == 1 else None

    def written_as(self, role: str) -> list[str]:
        """Every way to write a part of a sheet."""
        return [written for written, own in self._roles.items() if own == role]

    def written_for(self, listed: str, code: str) -> list[str]:
        """Every way to write one word of a closed list, in any of its columns."""
        tables = schema().tables.values()
        words = [self._words_of(one) for table in tables for one in table.columns.values() if one.type == listed]
        return list(dict.fromkeys(written for some in words for written, meant in some.items() if meant == code))


def synonyms(frames: Mapping[str, pd.DataFrame]) -> Synonyms:
    """The synonyms of the table of that name, and the words of the closed lists that are rows of others."""
    names = ["synonyms", *(name for name, table in schema().tables.items() if table.list and name in frames)]
    return _prepared(_lowest_kinds(frames), *((name, *_cells(frames[name])) for name in names))


def _lowest_kinds(frames: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """The kinds of the units that no other belongs to."""
    if (units := frames.get("units")) is None:
        return ()
    return tuple(sorted(set(units["kind"][~units["code"].isin(units["parent"].dropna())].dropna())))


_Cells = tuple[str, tuple[str, ...], tuple[tuple[Any, ...], ...]]  # a table's name, its columns, its rows


def _cells(frame: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    cells = frame.astype(object).where(frame.notna(), None)
    return tuple(cells.columns), tuple(cells.itertuples(index=False, name=None))


@lru_cache(maxsize=8)
def _prepared(kinds: tuple[str, ...], *tables: _Cells) -> Synonyms:
    """Prepared once for the same rows: it is asked for at each reading of a file."""
    (_, columns, rows), *lists = tables
    frames = {name: pd.DataFrame(some, columns=heads) for name, heads, some in lists}
    return Synonyms([dict(zip(columns, row, strict=True)) for row in rows], lists_of(frames), kinds)
