"""Correcting how a file was understood: the table, the heading row and the columns of each part, chosen from lists."""

import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.check import BlockReport, FileReport
from bs_metrics.intake.vocabulary.choices import IGNORE
from ui.inert import inert
from ui.page import CurrentView
from ui.update.answers import answer_block, rounds

_COLUMNS = 3  # lists beside one another; on a phone they stand below one another


def correct(page: CurrentView, report: FileReport) -> None:
    """The lists to choose from, for one part of the file at a time: a file may have a dozen."""
    blocks = {number: block for number, block in enumerate(report.blocks)}
    number = 0
    if len(blocks) > 1:
        number = st.selectbox(
            page.say("upload.part"),
            list(blocks),
            format_func=lambda at: _named(page, at + 1, blocks[at]),
            key=f"part_{rounds()}",
        )
    if number in blocks:
        _correct_block(page, blocks[number])


def _named(page: CurrentView, number: int, block: BlockReport) -> str:
    """A part of the file in a list: its number, sheet, heading row, and the table it is taken for."""
    table = schema().tables[block.table].titles[page.language] if block.table else page.say("upload.ignore")
    heading = block.heading_rows[0] + 1 if block.heading_rows else "–"
    return page.say("upload.part_named", number=number, sheet=block.sheet, heading=heading, table=table)


def _correct_block(page: CurrentView, block: BlockReport) -> None:
    """The table, the heading row and the columns of one block, each to be chosen from a list."""
    sheet, prefix = inert(block.sheet), f"map_{rounds()}_{block.sheet}_{block.number}"
    tables = [IGNORE, *schema().tables]
    heading = block.heading_rows[0] + 1 if block.heading_rows else 1
    st.selectbox(
        page.say("upload.table", sheet=sheet, heading=heading),
        tables,
        index=tables.index(block.table or IGNORE),
        format_func=lambda name: schema().tables[name].sheet if name in schema().tables else page.say("upload.ignore"),
        key=f"{prefix}_table",
        on_change=answer_block,
        args=(block, "table", None, f"{prefix}_table"),
    )
    st.number_input(
        page.say("upload.heading"),
        min_value=1,
        value=heading,
        width=240,
        key=f"{prefix}_heading",
        on_change=answer_block,
        args=(block, "heading", None, f"{prefix}_heading"),
    )
    if block.table is None:
        return
    columns = schema().tables[block.table].columns
    names = ["", *columns]
    cells = [column for _ in range(0, len(block.headings), _COLUMNS) for column in st.columns(_COLUMNS)]
    for cell, (position, text) in zip(cells, block.headings.items(), strict=False):
        key = f"{prefix}_{block.table}_{position}"
        cell.selectbox(
            page.say("upload.column", cell=address(heading - 1, position), heading=inert(text)),
            names,
            index=names.index(block.columns.get(position) or ""),
            format_func=lambda name: columns[name].heading if name else page.say("upload.ignore"),
            key=key,
            on_change=answer_block,
            args=(block, "column", position, key),
        )
