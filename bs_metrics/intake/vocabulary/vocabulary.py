"""What the intake knows before it opens a file: the words, and the names of the current data."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.schema import Column, schema
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.intake.vocabulary.names import Criteria, Names, place_names, table_names
from bs_metrics.intake.vocabulary.school_names import KIND, SchoolNames
from bs_metrics.intake.vocabulary.synonyms import Synonyms

NAMED = {"criteria_sets": ["name", "short", "name_en", "short_en"], "measures": ["name", "name_en"]}


@dataclass(frozen=True)
class Vocabulary:
    """Words, names and answers. `frames` are the current tables, and above them what the file itself brought."""

    words: Synonyms
    frames: dict[str, pd.DataFrame]
    choices: Choices

    def frame(self, table: str) -> pd.DataFrame:
        """A table's rows, none where there is no such table yet."""
        rows = self.frames.get(table)
        return empty_frame(schema().tables[table]) if rows is None else rows

    @cached_property
    def places(self) -> Names:
        """The units by name."""
        return place_names(self.frame("units"), self.words, self.choices.answers("units"))

    @cached_property
    def upper(self) -> set[str]:
        """The units that others belong to."""
        return set(self.frame("units")["parent"].dropna())

    @cached_property
    def criteria(self) -> Criteria:
        """The criteria by set."""
        return Criteria(self.frame("criteria"), self.frame("criteria_sets"), self.words, self.choices)

    @cached_property
    def schools(self) -> SchoolNames:
        """The schools by the kind, the number and the place that their names say."""
        return SchoolNames(self.words, self.places, self.frame("schools"), self.choices.answers(KIND))

    def levels(self, column: Column) -> set[str]:
        """The numbers that a column of numbers may hold, where words stand for them: the levels of a standard."""
        return set(self.words.numbers.get((column.table, column.name), {}).values())

    def names(self, table: str) -> Names | None:
        """The rows of a table that other tables point at, by name; None for a table without names."""
        return self.places if table == "units" else self._named.get(table)

    @cached_property
    def _named(self) -> dict[str, Names]:
        keys = {table: schema().tables[table].key[0] for table in NAMED}
        return {
            table: table_names(self.frame(table), keys[table], named, self.choices.answers(table))
            for table, named in NAMED.items()
        }

    def codes(self, table: str) -> set[str]:
        """The codes of a table's rows."""
        return set(self.frame(table)[schema().tables[table].key[0]].dropna())

    def with_rows(self, table: str, rows: pd.DataFrame) -> "Vocabulary":
        """The same, knowing the rows that the file brings as well."""
        key = list(schema().tables[table].key)
        whole = rows.dropna(subset=key)
        both = pd.concat([self.frame(table), whole], ignore_index=True) if len(whole) else self.frame(table)
        frames = {**self.frames, table: both.drop_duplicates(key, keep="last", ignore_index=True)}
        words = self.words.listing(frames) if schema().tables[table].list else self.words
        return Vocabulary(words, frames, self.choices)
