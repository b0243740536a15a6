"""All tables of one state of the data, with what is wrong with them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

import pandas as pd

from bs_metrics.contract.findings import Finding
from bs_metrics.contract.lists import lists_of
from bs_metrics.contract.records import TABLES, R, Row, records
from bs_metrics.contract.schema import ClosedList
from bs_metrics.words import Language

T = TypeVar("T")


@dataclass(frozen=True)
class Tables:
    """Every table of the data contract, with the findings made on the way.

    A table that is missing or was held back is there without rows, and a finding says so.
    """

    frames: dict[str, pd.DataFrame]
    findings: list[Finding]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    @cached_property
    def lists(self) -> dict[str, ClosedList]:
        """Every closed list by name, those included whose words are rows of these tables."""
        return lists_of(self.frames)

    def word(self, name: str, code: str | None, language: Language, number: int = 1) -> str:
        """The word of a closed list for a code, for a number of things; empty where there is no code."""
        return self.lists[name].word(code, language, number) if code else ""

    @cached_property
    def _records(self) -> dict[type[Row], tuple[Any, ...]]:
        return {}

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """The rows of a kind's table as records, made once. Of a table that may be large, ask `records` for a part."""
        if kind not in self._records:
            self._records[kind] = records(kind, self[TABLES[kind]])
        return self._records[kind]

    @cached_property
    def _told(self) -> dict[tuple[Any, ...], Any]:
        return {}

    def once(self, function: Callable[..., T], *given: Hashable) -> T:
        """`function(tables, *given)`, worked out once: nobody writes into the tables, nor into what is given here."""
        asked = (function, *given)
        if asked not in self._told:
            self._told[asked] = function(self, *given)
        return cast(T, self._told[asked])

    def is_lost(self, name: str) -> bool:
        """Whether a table is there but was held back. One that nobody provides is simply empty."""
        return any(one.code != "table_missing" for one in self.findings_of() if one.table == name)

    def findings_of(self, *names: str) -> list[Finding]:
        """The errors that concern some tables (all, if none is named), and files that could not be opened at all."""
        errors = [finding for finding in self.findings if finding.severity == "error"]
        return [finding for finding in errors if not names or finding.table in names or finding.sheet is None]
