"""What is wrong with a workbook, as data: a code, a place, the value seen; the words come last."""

from dataclasses import dataclass, field
from typing import Literal

from bs_metrics.words import Language, words

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing to look at: where it is, what was seen and which rule it breaks.

    `table` is the canonical name of the table it concerns, where that is known; `cell` an address such as "C7".
    `context` holds what the sentence of this code needs besides the place.
    """

    severity: Severity
    code: str
    file: str
    sheet: str | None = None
    cell: str | None = None
    column: str | None = None
    value: str | None = None
    table: str | None = None
    context: dict[str, str] = field(default_factory=dict, hash=False)

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return words(f"finding.{self.code}.message", language, **self._values(language))

    def fix(self, language: Language) -> str:
        """What to do about it."""
        return words(f"finding.{self.code}.fix", language, **self._values(language))

    def place(self, language: Language) -> str:
        """File, sheet and cell, as far as they are known."""
        parts = [self.file]
        if self.sheet:
            parts.append(words("finding.sheet", language, sheet=self.sheet))
        if self.cell:
            parts.append(words("finding.cell", language, cell=self.cell))
        return ", ".join(part for part in parts if part)

    def _values(self, language: Language) -> dict[str, str]:
        return {"value": self.value or "", "column": self.column or "", "sheet": self.sheet or "", **self.context}


def example(code: str, language: Language) -> tuple[str, str]:
    """A cell (or file) that gives the finding of this code, and the same put right. Raises KeyError without one."""
    return words(f"finding.{code}.example", language), words(f"finding.{code}.fixed", language)
