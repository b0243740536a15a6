"""An upload on its way: the file and the analyst's answers, kept for the session. Nothing here writes to the store."""

from dataclasses import dataclass, field, replace

import streamlit as st

from bs_metrics.intake.check import Block, Checked, check
from bs_metrics.intake.choices import IGNORE, BlockChoice, Choices
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.text import folded
from bs_metrics.workbook.bounds import FILE_BYTES, MEGABYTE
from bs_metrics.workbook.read import address
from bs_metrics.workbook.schema import schema
from ui.data import store
from ui.inert import bold, inert
from ui.page import Page
from ui.show import small_lines

_KINDS = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"]
_FILE, _ANSWERS, _CHECKED = "upload_file", "upload_answers", "upload_checked"
# They count how often the answers, and the file itself, were dropped: a widget with a new key is an empty one.
_ROUND, _EMPTIED = "upload_round", "upload_emptied"


@dataclass(frozen=True)
class Answers:
    """What the analyst chose for the file at hand, and whether that came from an earlier file of the same shape."""

    choices: Choices = field(default_factory=Choices)
    remembered: bool = False
    edited: bool = False


def uploaded(page: Page) -> StoredFile | None:
    """The file at hand: the one just chosen, else the one chosen before the reader looked at another page."""
    given = st.file_uploader(
        page.say("upload.choose"), type=_KINDS, key=f"upload_{_emptied()}", max_upload_size=FILE_BYTES // MEGABYTE
    )
    if given is not None:
        file = StoredFile(given.name, given.getvalue())
        kept = _kept_file()
        if kept is None or file.sha256 != kept.sha256:
            start_over(file)
    return _kept_file()


def start_over(file: StoredFile | None = None) -> None:
    """Forget every answer, and the file too unless one is given."""
    st.session_state[_ROUND] = _round() + 1
    if file is None:
        st.session_state[_EMPTIED] = _emptied() + 1
    st.session_state[_FILE], st.session_state[_ANSWERS], st.session_state[_CHECKED] = file, None, None


def answers() -> Answers:
    """The answers so far."""
    return st.session_state.get(_ANSWERS) or Answers()


def checked(page: Page, file: StoredFile) -> Checked:
    """What the file holds, with the answers so far; read again only when file, answers or data have changed.

    The first look applies what was corrected for the last file of this shape.
    """
    found = _checked(page, file, answers().choices)
    if st.session_state.get(_ANSWERS) is None:
        kept = store().remembered(found.shape)
        st.session_state[_ANSWERS] = Answers(Choices.from_json(kept), remembered=True) if kept else Answers()
        if kept:
            found = _checked(page, file, answers().choices)
    return found


def understanding(page: Page, file: StoredFile, found: Checked) -> None:
    """Which sheet is which table, under which heading, and the chance to correct it."""
    st.header(page.say("upload.understood"), anchor=False)
    if answers().remembered:
        st.markdown(page.say("upload.remembered"))
    if not any(block.table for block in found.blocks):
        st.markdown(page.say("upload.understood_none"))
    small_lines((_block_line(page, block), _columns_line(block)) for block in found.blocks)
    _questions(page, found)
    opened = st.expander(page.say("upload.correct"), key=f"correct_{_round()}", on_change="rerun")
    if opened.open:
        with opened:
            for block in found.blocks:
                _correct(page, block)
            st.button(page.say("upload.forget"), key="forget", on_click=start_over, args=(file,))


def _round() -> int:
    return st.session_state.get(_ROUND, 0)


def _emptied() -> int:
    return st.session_state.get(_EMPTIED, 0)


def _kept_file() -> StoredFile | None:
    return st.session_state.get(_FILE)


def _checked(page: Page, file: StoredFile, choices: Choices) -> Checked:
    key = (file.sha256, choices.to_json(), page.snapshot.id)
    kept = st.session_state.get(_CHECKED)
    if kept is None or kept[0] != key:
        text = page.say("upload.reading", file=inert(file.name))
        bar = st.progress(0.0, text)

        def told(share: float) -> None:
            bar.progress(share, text)

        found = check(file.content, file.name, page.tables, choices, told)
        bar.empty()
        kept = st.session_state[_CHECKED] = (key, found)
    return kept[1]


def _block_line(page: Page, block: Block) -> str:
    sheet = block.sheet
    if block.table is None:
        ignored = answers().choices.block(block.sheet, block.number).table == IGNORE
        return page.say("upload.block_ignored" if ignored else "upload.block_unknown", sheet=sheet)
    title = bold(schema().tables[block.table].titles[page.language])
    heading = block.heading_rows[0] + 1 if block.heading_rows else "–"
    return page.say("upload.block", sheet=sheet, table=title, heading=heading, rows=block.rows)


def _columns_line(block: Block) -> str:
    if block.table is None:
        return ""
    columns = schema().tables[block.table].columns
    told = []
    for at, name in block.columns.items():
        if name:
            written, heading = block.headings[at], columns[name].heading
            told.append(heading if folded(written) == folded(heading) else f"{written} → {heading}")
    return " · ".join(dict.fromkeys(told))


def _questions(page: Page, found: Checked) -> None:
    """What only the analyst knows: which unit a name means, which criteria set a matrix is about."""
    units = page.tables["units"]
    codes = ["", *units["code"]]
    named = dict(zip(units["code"], units["name"] + " (" + units["code"] + ")", strict=True))
    asked = {finding.value for finding in found.findings if finding.code == "unknown_place" and finding.value}
    for number, written in enumerate(sorted(asked | set(answers().choices.places))):
        key = f"place_{_round()}_{number}"
        given = answers().choices.places.get(written, "")
        st.selectbox(
            page.say("upload.place", written=inert(written)),
            codes,
            index=codes.index(given) if given in codes else 0,
            format_func=lambda code: named.get(code, page.say("upload.place_none")),
            key=key,
            on_change=_answer_place,
            args=(written, key),
        )
    for block in found.blocks:
        if block.kind == "matrix":
            _ask_set(page, block)


def _ask_set(page: Page, block: Block) -> None:
    sets = page.tables["criteria_sets"]
    names = dict(zip(sets["id"], sets["short"].fillna(sets["name"]), strict=True))
    options = ["", *names]
    given = answers().choices.block(block.sheet, block.number).values.get("set", "")
    key = f"set_{_round()}_{block.sheet}_{block.number}"
    st.selectbox(
        f"{page.say('upload.set')} · {inert(block.sheet)}",
        options,
        index=options.index(given) if given in options else 0,
        format_func=lambda id: names.get(id, page.say("upload.as_understood")),
        key=key,
        on_change=_answer,
        args=(block, "set", None, key),
    )


def _correct(page: Page, block: Block) -> None:
    """The table, the heading row and the columns of one block, each to be chosen from a list."""
    sheet, prefix = inert(block.sheet), f"map_{_round()}_{block.sheet}_{block.number}"
    tables = [IGNORE, *schema().tables]
    heading = block.heading_rows[0] + 1 if block.heading_rows else 1
    st.selectbox(
        page.say("upload.table", sheet=sheet, heading=heading),
        tables,
        index=tables.index(block.table or IGNORE),
        format_func=lambda name: schema().tables[name].sheet if name in schema().tables else page.say("upload.ignore"),
        key=f"{prefix}_table",
        on_change=_answer,
        args=(block, "table", None, f"{prefix}_table"),
    )
    row, *_ = st.columns(3)
    row.number_input(
        page.say("upload.heading"),
        min_value=1,
        value=heading,
        key=f"{prefix}_heading",
        on_change=_answer,
        args=(block, "heading", None, f"{prefix}_heading"),
    )
    if block.table is None:
        return
    columns = schema().tables[block.table].columns
    names = ["", *columns]
    for position, text in block.headings.items():
        key = f"{prefix}_{block.table}_{position}"
        st.selectbox(
            page.say("upload.column", cell=address(heading - 1, position), heading=inert(text)),
            names,
            index=names.index(block.columns.get(position) or ""),
            format_func=lambda name: columns[name].heading if name else page.say("upload.ignore"),
            key=key,
            on_change=_answer,
            args=(block, "column", position, key),
        )


def _answer(block: Block, what: str, position: int | None, key: str) -> None:
    """Take over what was chosen for a block; another table or heading makes its column answers void."""
    value, choices = st.session_state[key], answers().choices
    one = choices.block(block.sheet, block.number)
    if what == "table":
        one = BlockChoice(table=value, heading=one.heading, values=one.values)
    elif what == "heading":
        one = BlockChoice(table=one.table, heading=int(value), values=one.values)
    elif what == "set":
        one = replace(one, values={**one.values, "set": value} if value else {})
    elif position is not None:
        one = replace(one, columns={**one.columns, position: value or None})
    _keep(replace(choices, blocks={**choices.blocks, (block.sheet, block.number): one}))


def _answer_place(written: str, key: str) -> None:
    choices, code = answers().choices, st.session_state[key]
    rest = {name: given for name, given in choices.places.items() if name != written}
    _keep(replace(choices, places={**rest, written: code} if code else rest))


def _keep(choices: Choices) -> None:
    st.session_state[_ANSWERS] = Answers(choices, answers().remembered, edited=True)
