"""What was understood of an uploaded file, in lines, and the questions that only the analyst can answer."""

import streamlit as st

from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE
from bs_metrics.contract.cells import day_of
from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.schema import Column, schema
from bs_metrics.intake.check import BlockReport, FileReport
from bs_metrics.intake.questions import Question, missing_columns, questions
from bs_metrics.intake.vocabulary.choices import IGNORE
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.text import folded
from bs_metrics.views.texts import short_name
from ui.inert import bold, inert
from ui.page import CurrentView
from ui.show import small_lines
from ui.update.answers import (
    answer_name,
    answer_value,
    answers,
    emptied,
    kept_file,
    rounds,
    start_over,
    understand_anew,
)
from ui.update.mapping import correct

_KINDS = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"]
_NAMES = ("units", "criteria", "criteria_sets", "measures")
_MOST_ASKED = 20  # questions at once; more come from a column that was taken for another


def uploaded(page: CurrentView) -> StoredFile | None:
    """The file at hand: the one just chosen, else the one chosen before the reader looked at another page."""
    given = st.file_uploader(
        page.say("upload.choose"), type=_KINDS, key=f"upload_{emptied()}", max_upload_size=FILE_BYTES // MEGABYTE
    )
    if given is not None:
        file, kept = StoredFile(given.name, given.getvalue()), kept_file()
        if kept is None or file.sha256 != kept.sha256:
            start_over(file)
    return kept_file()


def understanding(page: CurrentView, file: StoredFile, report: FileReport) -> None:
    """Which sheet is which table, under which heading, and the chance to correct it."""
    st.header(page.say("upload.understood"), anchor=False)
    if answers().remembered:
        st.markdown(page.say("upload.remembered"))
    if not any(block.table for block in report.blocks):
        st.markdown(page.say("upload.understood_none"))
    small_lines((_block_line(page, block), _columns_line(block)) for block in report.blocks)
    _questions(page, report)
    opened = st.expander(page.say("upload.correct"), key=f"correct_{rounds()}", on_change="rerun")
    if opened.open:
        with opened:
            correct(page, report)
            st.button(page.say("upload.forget"), key="forget", on_click=understand_anew, args=(file,))


def _block_line(page: CurrentView, block: BlockReport) -> str:
    sheet = block.sheet
    if block.table is None:
        ignored = answers().choices.block(block.sheet, block.number).table == IGNORE
        return page.say("upload.block_ignored" if ignored else "upload.block_unknown", sheet=sheet)
    title = bold(schema().tables[block.table].titles[page.language])
    heading = block.heading_rows[0] + 1 if block.heading_rows else "–"
    return page.say("upload.block", sheet=sheet, table=title, heading=heading, rows=block.rows)


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


def _questions(page: CurrentView, report: FileReport) -> None:
    """What only the analyst knows: what a name or a word means, what a whole table is about."""
    asked = questions(report.findings, page.tables, answers().choices, page.language)
    missing = [missing_columns(block, report.findings, answers().choices) for block in report.blocks]
    if asked or any(missing):
        st.markdown(page.say("upload.ask"))
    for question in sorted(asked, key=lambda one: (one.kind, one.written))[:_MOST_ASKED]:  # answers move no question
        _ask(page, question)
    if len(asked) > _MOST_ASKED:
        st.caption(page.say("upload.ask_more", number=len(asked) - _MOST_ASKED))
    for number, block in enumerate(report.blocks):
        if block.table == "results" and "set" not in block.columns.values():
            _ask_set(page, block)
        for column in missing[number]:
            _ask_value(page, block, column)


def _ask_value(page: CurrentView, block: BlockReport, column: Column) -> None:
    """One value for every row of a table that lacks a column: a word of its list, or a date."""
    label = page.say("upload.ask_value", column=column.title(page.language), sheet=inert(block.sheet))
    given = answers().choices.block(block.sheet, block.number).values.get(column.name, "")
    key = f"value_{rounds()}_{block.sheet}_{block.number}_{column.name}"
    asked = (block, column.name, key)
    if column.type == "date":
        day = day_of(given) if given else None
        st.date_input(label, day, format="DD/MM/YYYY", key=key, on_change=answer_value, args=asked)
        return
    listed = schema().lists[column.type]
    options = {"": page.say("upload.ask_none")}
    options |= {listed.word(code, "vi"): listed.word(code, page.language) for code in listed.words}
    index = list(options).index(given) if given in options else 0
    shown = options.__getitem__
    st.selectbox(label, list(options), index, format_func=shown, key=key, on_change=answer_value, args=asked)


def _ask(page: CurrentView, question: Question) -> None:
    """One name or word: what it may mean, close names first, and the answer given so far."""
    close = question.suggested
    options = ["", *close, *(code for code in question.options if code not in close)]
    table, _, of_set = question.kind.partition(":")
    ask = f"upload.ask_{table}" if table in _NAMES else "upload.ask_word"
    key = f"name_{rounds()}_{question.kind}_{question.written}"
    st.selectbox(
        page.say(ask, written=inert(question.written), set=inert(_set_names(page).get(of_set, of_set))),
        options,
        index=options.index(question.answer) if question.answer in options else 0,
        format_func=lambda code: question.options.get(code, page.say("upload.ask_none")),
        key=key,
        on_change=answer_name,
        args=(question.kind, question.written, key),
    )


def _set_names(page: CurrentView) -> dict[str, str]:
    return {declared.id: short_name(declared, page.language) for declared in page.tables.rows(CriteriaSet)}


def _ask_set(page: CurrentView, block: BlockReport) -> None:
    names = _set_names(page)
    options = ["", *names]
    given = answers().choices.block(block.sheet, block.number).values.get("set", "")
    key = f"set_{rounds()}_{block.sheet}_{block.number}"
    st.selectbox(
        f"{page.say('upload.set')} · {inert(block.sheet)}",
        options,
        index=options.index(given) if given in options else 0,
        format_func=lambda id: names.get(id, page.say("upload.as_understood")),
        key=key,
        on_change=answer_value,
        args=(block, "set", key),
    )
