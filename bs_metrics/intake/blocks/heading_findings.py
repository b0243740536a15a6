"""What there is to say about the headings of a block: what it may be, and which of them are not used."""

from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.layout import TableBlock
from bs_metrics.intake.vocabulary.choices import IGNORE, Choices


def heading_findings(block: TableBlock, choices: Choices) -> list[Finding]:
    """That a block is left out or open; of a table, each heading that stands twice or for none of its columns."""
    sheet, meaning = block.sheet, block.meaning
    if meaning.table is None:
        first = Place(sheet.file, sheet.name, address(block.headings[0], min(block.texts, default=0)))
        if choices.block(sheet.name, block.number).table == IGNORE:
            return [finding("block_ignored", first)]
        if not meaning.tables:
            return [finding("block_not_understood" if _is_table(block) else "lines_not_understood", first)]
        options = ", ".join(schema().tables[name].sheet for name in meaning.tables)
        return [finding("which_table", first, options=options)]
    used = {*meaning.columns, *meaning.across, *meaning.ticks, *meaning.totals, *meaning.numbers}
    return [
        finding(
            "heading_twice" if position in meaning.doubled else "unknown_heading",
            Place(sheet.file, sheet.name, address(block.headings[-1], position), text),
            value=text,
            table=meaning.table,
        )
        for position, text in block.texts.items()
        if position in meaning.doubled or position not in used
    ]


def _is_table(block: TableBlock) -> bool:
    """Whether a block that was not understood looks like a table, and not like a cover or a remark."""
    below = block.sheet.rows[block.headings[-1] + 1 : block.last]
    return len(block.texts) >= 3 and sum(sum(cell != "" for cell in row) >= 3 for row in below) >= 2
