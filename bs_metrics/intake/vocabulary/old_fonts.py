"""Text typed in TCVN3, the national encoding before Unicode: its letters show as signs of Latin-1 among plain ones."""

import re
from collections.abc import Iterable

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.sheet import RawSheet, address

_LETTER = r"[^\W\d_]"
_WITHIN = re.compile(rf"{_LETTER}[¡-¬®¯µ-¹»-¾×÷]{_LETTER}")  # no word in Unicode has such a sign inside
_FEW = 2  # cells; one could be a slip


def old_fonts(sheets: Iterable[RawSheet]) -> list[Finding]:
    """One error for each sheet with such text, at the first cell of it: what it says could only be guessed."""
    findings = []
    for sheet in sheets:
        texts = {text for text in set().union(*sheet.rows) if isinstance(text, str) and _WITHIN.search(text)}
        odd = [
            (row, at)
            for row, cells in enumerate(sheet.rows if texts else [])
            for at, cell in enumerate(cells)
            if cell in texts
        ]
        if len(odd) >= _FEW:
            row, at = odd[0]
            place = Place(sheet.file, sheet.name, address(row, at))
            findings.append(finding("old_font", place, value=sheet.rows[row][at], count=grouped(len(odd) - 1)))
    return findings
