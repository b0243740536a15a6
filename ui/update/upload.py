"""What was understood of an uploaded file, to be corrected, and the questions that only the analyst can answer."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE
from bs_metrics.contract.cells import day_of
from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.schema import Column, schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.filling import OF_SHEET
from bs_metrics.intake.check import BlockReport, FileReport
from bs_metrics.intake.questions import Question, asked_by, missing_columns, questions
from bs_metrics.intake.vocabulary.choices import IGNORE, Choices
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.text import folded
from bs_metrics.views.publication.finding_lines import cells_named
from bs_metrics.views.texts import short_name
from ui.inert import bold, inert
from ui.page import CurrentView
from ui.show import small_lines
from ui.update.answers import answer, answer_value, answered, checked, keep, start_over, understand_anew, upload

_KINDS = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"]
_NAMES = ("units", "criteria", "criteria_sets", "measures")
MOST_ASKED = 20  # questions at once; more come from a column that was taken for another


def uploaded(page: CurrentView) -> StoredFile | None:
    """The file at hand: the one just chosen, else the one chosen before the reader looked at another page."""
    key, most = f"upload_{upload().emptied}", FILE_BYTES // MEGABYTE
    given = st.file_uploader(page.say("upload.choose"), type=_KINDS, key=key, max_upload_size=most)
    if given is not None:
        file, kept = StoredFile(given.name, given.getvalue()), upload().file
        if kept is None or file.sha256 != kept.sha256:
            if kept and upload().edited:
                checked(page, kept)  # an answer that came together with the new file is remembered with the old one
            start_over(file)
    return upload().file


def understanding(page: CurrentView, file: StoredFile, report: FileReport) -> None:
    """Which sheet is which table, under which heading, and the chance to correct it; folded where one was found."""
    st.header(page.say("upload.understood"), anchor=False)
    none = not any(block.table for block in report.blocks)
    if none:
        st.markdown(page.say("upload.understood_none"))
    key = f"correct_{upload().round}"
    st.session_state.setdefault(key, none)
    opened = st.expander(page.say("upload.correct"), key=key, on_change="rerun")
    if opened.open:
        with opened:
            understood(page, report, upload().choices)
            _correct(page, report)
            st.button(page.say("upload.forget"), key="forget", on_click=understand_anew, args=(file,))


def understood(page: CurrentView, report: FileReport, choices: Choices) -> None:
    """Which sheet is which table, under which heading, by some answers."""
    small_lines((_block_line(page, block, choices), _columns_line(block)) for block in report.blocks)


def _block_line(page: CurrentView, block: BlockReport, choices: Choices) -> str:
    if block.table is None:
        ignored = choices.block(block.sheet, block.number).table == IGNORE
        return page.say("upload.block_ignored" if ignored else "upload.block_unknown", sheet=block.sheet)
    title = bold(schema().tables[block.table].titles[page.language])
    return page.say("upload.block", sheet=block.sheet, table=title, heading=_heading_row(block) or "–", rows=block.rows)


def _heading_row(block: BlockReport) -> int:
    """Its first heading row as Excel counts it, 0 where it has none."""
    return block.heading_rows[0] + 1 if block.heading_rows else 0


def _columns_line(block: BlockReport) -> str:
    if block.table is None:
        return ""
    columns = schema().tables[block.table].columns
    parts = []
    for at, name in block.columns.items():
        if name:
            written, heading = block.headings[at], columns[name].heading
            parts.append(heading if folded(written) == folded(heading) else f"{written} → {heading}")
    return " · ".join(dict.fromkeys(parts))


def _ask(
    label: str, options: Mapping[str, str], given: str | None, key: str, take: Callable[[str], None], place: Any = st
) -> None:
    """A list of codes, shown by their words, with the answer given so far; `take` gets the one that is chosen."""
    key, codes = f"{key}_{upload().round}", list(options)
    place.selectbox(
        label,
        codes,
        codes.index(given) if given in codes else 0,
        format_func=options.__getitem__,
        key=key,
        on_change=lambda: take(st.session_state[key]),
    )


def ask(page: CurrentView, report: FileReport) -> list[Question]:
    """What only the analyst knows: which of two readings counts, what a name or a word means, what a table is about.

    All are given back, in an order that no answer changes; of very many only the first `MOST_ASKED` are asked.
    """
    choices = upload().choices
    every = [
        one
        for one in questions(report.findings, page.tables, choices, page.language)
        if one.kind != OF_SHEET and not (one.finding and one.finding.code == "heading_missing")  # asked at its block
    ]
    every.sort(key=lambda one: (one.kind, one.written))
    asked = every[:MOST_ASKED]
    missing = [missing_columns(block, report.findings, choices) for block in report.blocks]
    if upload().remembered:
        st.markdown(page.say("upload.remembered"))
    if asked or any(missing):
        st.header(page.say("upload.questions"), anchor=False)
        is_open = any(one.answer is None for one in asked) or report.held
        st.markdown(page.say("upload.ask" if is_open else "upload.ask_done"))
    sets = {declared.id: short_name(declared, page.language) for declared in page.tables.rows(CriteriaSet)}
    none = page.say("upload.ask_none")
    for question in asked:
        table, _, of_set = question.kind.partition(":")
        ask = f"upload.ask_{table}" if table in _NAMES else "upload.ask_word"
        label = page.say(ask, written=inert(question.written), set=inert(sets.get(of_set, of_set)))
        some = [one for one in report.findings if (asks := asked_by(one)) and asks.id == question.id]
        if question.finding:
            label = inert(question.finding.message(page.language))
        if where := cells_named(some, page.language):
            label = f"{label} · {inert(some[0].sheet or some[0].file)}, {where}"
        close = {code: question.options[code] for code in question.suggested}
        options = {"": none} | close | dict(question.options)
        take = partial(_answer_name, question.kind, question.written)
        _ask(label, options, question.answer, f"name_{question.kind}_{question.written}", take)
    if len(every) > len(asked):
        st.caption(page.say("upload.ask_more", number=len(every) - len(asked)))
    parts = Counter((block.sheet, block.number) for block in report.blocks)  # more than one: of a set each
    whole = {
        (block.sheet, block.number): (block, lacking) for block, lacking in zip(report.blocks, missing, strict=True)
    }
    for part, (block, lacking) in whole.items():
        if block.table == "results" and "set" not in block.columns.values() and parts[part] == 1:
            label = f"{page.say('upload.set')} · {inert(block.sheet)}"
            _ask_value(label, {"": page.say("upload.as_understood")} | sets, block, "set")
        for column in lacking:
            label = page.say("upload.ask_value", column=column.title(page.language), sheet=inert(block.sheet))
            if column.type == "date":
                _ask_day(label, block, column)
            else:
                listed = page.tables.lists[column.type]
                words = {listed.word(code, "vi"): listed.word(code, page.language) for code in listed.words}
                _ask_value(label, {"": none} | words, block, column.name)
    return every


def _answer_name(kind: str, written: str, code: str) -> None:
    keep(upload().choices.answered(kind, written, code or None))


def _ask_value(label: str, options: Mapping[str, str], block: BlockReport, column: str) -> None:
    """One value for every row of a table that lacks a column."""
    key, take = f"value_{block.sheet}_{block.number}_{column}", partial(answer_value, block, column)
    _ask(label, options, answered(block).values.get(column), key, take)


def _ask_day(label: str, block: BlockReport, column: Column) -> None:
    given = answered(block).values.get(column.name)
    key = f"day_{block.sheet}_{block.number}_{column.name}_{upload().round}"

    def take() -> None:
        day = st.session_state[key]
        answer_value(block, column.name, f"{day:%d/%m/%Y}" if day else None)

    st.date_input(label, day_of(given) if given else None, format="DD/MM/YYYY", key=key, on_change=take)


def _correct(page: CurrentView, report: FileReport) -> None:
    """The table, the heading row and the columns of one part of the file at a time: a file may have a dozen.

    Another table or heading makes the answers about columns void.
    """
    if not report.blocks:
        return
    block, ignore = report.blocks[0], page.say("upload.ignore")
    if len(report.blocks) > 1:
        parts = [_part_name(page, number, part) for number, part in enumerate(report.blocks, start=1)]
        places, key = list(range(len(parts))), f"part_{upload().round}"
        block = report.blocks[st.selectbox(page.say("upload.part"), places, format_func=parts.__getitem__, key=key)]
    key, heading = f"map_{block.sheet}_{block.number}", _heading_row(block) or 1
    label = page.say("upload.table", sheet=inert(block.sheet), heading=heading)
    tables = {IGNORE: ignore} | {name: table.sheet for name, table in schema().tables.items()}
    _ask(label, tables, block.table, f"{key}_table", lambda name: answer(block, table=name, columns={}))
    row = f"{key}_heading_{upload().round}"
    st.number_input(
        page.say("upload.heading"),
        min_value=1,
        value=heading,
        width=240,
        key=row,
        on_change=lambda: answer(block, heading=int(st.session_state[row]), columns={}),
    )
    if block.table is None:
        return
    names = {"": ignore} | {name: column.heading for name, column in schema().tables[block.table].columns.items()}
    grid = st.grid(3)
    for at, text in block.headings.items():
        label = page.say("upload.column", cell=address(heading - 1, at), heading=inert(text))
        _ask(label, names, block.columns.get(at), f"{key}_{block.table}_{at}", partial(_answer_column, block, at), grid)


def _answer_column(block: BlockReport, at: int, name: str) -> None:
    answer(block, columns={**answered(block).columns, at: name or None})


def _part_name(page: CurrentView, number: int, block: BlockReport) -> str:
    """A part of the file in a list: its number, sheet, heading row, and the table it is taken for."""
    table = schema().tables[block.table].titles[page.language] if block.table else page.say("upload.ignore")
    place = {"sheet": block.sheet, "heading": _heading_row(block) or "–"}
    return page.say("upload.part_named", number=number, table=table, **place)
