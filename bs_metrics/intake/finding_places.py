"""Which table a finding of reading belongs to, and the order in which findings are told."""

import re
from dataclasses import replace

from bs_metrics.contract.findings import Finding
from bs_metrics.intake.blocks.body import Body
from bs_metrics.intake.blocks.layout import TableBlock

_CELL = re.compile(r"([A-Z]+)(\d+)")


def with_table(finding: Finding, blocks_of: dict[str, list[TableBlock]], bodies: dict[int, Body]) -> Finding:
    """A finding of reading with the table whose cell it is. One beside the tables' own cells holds nothing back."""
    if finding.table or finding.sheet is None:
        return finding
    blocks = blocks_of.get(finding.sheet, [])
    if finding.cell is None:
        return replace(finding, table=blocks[0].meaning.table) if blocks else finding
    row, column = _place(finding.cell)
    for block in blocks:
        meaning = block.meaning
        if row in block.headings or (
            row in bodies[id(block)].rows and column in {*meaning.columns, *meaning.across, *meaning.ticks}
        ):
            return replace(finding, table=meaning.table)
    return replace(finding, severity="warning") if finding.severity == "error" else finding


def _place(cell: str) -> tuple[int, int]:
    match = _CELL.match(cell)
    if match is None:
        return -1, -1
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def in_order(findings: list[Finding], blocks: list[TableBlock]) -> list[Finding]:
    """In the order of the file: sheet, row, column; what concerns a whole file or sheet first. Each once."""
    sheets = list(dict.fromkeys(block.sheet.name for block in blocks))

    def place(finding: Finding) -> tuple[int, int, int]:
        sheet = sheets.index(finding.sheet) if finding.sheet in sheets else -1
        return (sheet, *(_place(finding.cell) if finding.cell else (-1, -1)))

    return sorted(dict.fromkeys(findings), key=place)
