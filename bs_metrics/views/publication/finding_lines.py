"""Findings as an analyst reads them: what is alike stands once, with its cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bs_metrics.contract.findings import Finding, Severity
from bs_metrics.numbers import format_number
from bs_metrics.words import Language, words

_NAMED = 6  # cells of one line
_ORDER: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class FindingLine:
    """What was found in some cells of a sheet, alike in all of them; `number` counts them, `first` is one of them."""

    severity: Severity
    sheet: str
    cells: str
    message: str
    fix: str
    number: int
    first: Finding

    def place(self, language: Language) -> str:
        """File, sheet and cells, as far as they are known."""
        return replace(self.first, cell=self.cells or None).place(language)


def finding_lines(findings: Iterable[Finding], language: Language) -> list[FindingLine]:
    """The lines of some findings, errors first, else in the order of the file."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for one in sorted(findings, key=lambda finding: _ORDER.index(finding.severity)):
        key = (one.severity, one.sheet or one.file, one.message(language), one.fix(language))
        alike.setdefault(key, []).append(one)
    return [
        FindingLine(group[0].severity, sheet, cells_named(group, language), message, fix, len(group), group[0])
        for (_, sheet, message, fix), group in alike.items()
    ]


def cells_named(findings: Sequence[Finding], language: Language) -> str:
    """The cells of findings, the first of many, with their number: C3, D3, … (20 cells)."""
    cells = list(dict.fromkeys(one.cell for one in findings if one.cell))
    shown = ", ".join(cells[:_NAMED])
    if len(cells) <= _NAMED:
        return shown
    return words("finding.cells_of_many", language, cells=shown, number=format_number(len(cells), language))
