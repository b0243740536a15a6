"""An upload on its way: the file and the analyst's answers, kept for the session. Nothing here writes to the store."""

from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from bs_metrics.intake.check import BlockReport, FileReport, check
from bs_metrics.intake.recall import recalled, to_remember
from bs_metrics.intake.vocabulary.choices import BlockChoice, Choices
from bs_metrics.snapshots.records import StoredFile
from ui.data import store
from ui.inert import inert
from ui.page import CurrentView

_FILE, _ANSWERS, _CHECKED = "upload_file", "upload_answers", "upload_checked"
_MEMORY = "upload_memory"  # answers of this session by shape: a mended file is read as the one before it
# They count how often the answers, and the file itself, were dropped: a widget with a new key is an empty one.
_ROUND, _EMPTIED = "upload_round", "upload_emptied"
_OF_FILE: dict[str, object] = {"note": "", "confirmed": False, "left_out": (), "replaced": (), "new_as_of": None}


@dataclass(frozen=True)
class Answers:
    """What the analyst chose for the file at hand, and whether that came from an earlier file of the same shape."""

    choices: Choices = field(default_factory=Choices)
    remembered: bool = False
    edited: bool = False


def kept_file() -> StoredFile | None:
    """The file at hand."""
    return st.session_state.get(_FILE)


def emptied() -> int:
    """How often the file was dropped."""
    return int(st.session_state.get(_EMPTIED, 0))


def rounds() -> int:
    """How often the answers were dropped."""
    return int(st.session_state.get(_ROUND, 0))


def start_over(file: StoredFile | None = None) -> None:
    """Forget what was answered about the file at hand, and go on with another one, or with none."""
    st.session_state[_ROUND] = rounds() + 1
    if file is None:
        st.session_state[_EMPTIED] = emptied() + 1
    st.session_state.update(_OF_FILE)  # what is asked of each file anew; who publishes stays
    st.session_state[_FILE], st.session_state[_ANSWERS], st.session_state[_CHECKED] = file, None, None


def understand_anew(file: StoredFile) -> None:
    """Read the same file without any answer, the remembered ones included."""
    start_over(file)
    st.session_state[_ANSWERS] = Answers(edited=True)


def answers() -> Answers:
    """The answers so far."""
    return st.session_state.get(_ANSWERS) or Answers()


def keep(choices: Choices) -> None:
    """Take over what the analyst answered."""
    st.session_state[_ANSWERS] = Answers(choices, answers().remembered, edited=True)


def answer_block(block: BlockReport, what: str, position: int | None, key: str) -> None:
    """Take over what was chosen for a block; another table or heading makes its column answers void."""
    value, choices = st.session_state[key], answers().choices
    one = choices.block(block.sheet, block.number)
    if what == "table":
        one = BlockChoice(table=value, heading=one.heading, values=one.values)
    elif what == "heading":
        one = BlockChoice(table=one.table, heading=int(value), values=one.values)
    elif position is not None:
        one = replace(one, columns={**one.columns, position: value or None})
    keep(replace(choices, blocks={**choices.blocks, (block.sheet, block.number): one}))


def answer_value(block: BlockReport, column: str, key: str) -> None:
    """Take over what a whole block holds in a column that it does not have."""
    value, choices = st.session_state[key], answers().choices
    one = choices.block(block.sheet, block.number)
    rest = {name: given for name, given in one.values.items() if name != column}
    written = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
    one = replace(one, values={**rest, column: written} if written else rest)
    keep(replace(choices, blocks={**choices.blocks, (block.sheet, block.number): one}))


def answer_name(kind: str, written: str, key: str) -> None:
    """Take over what a name or word of the file was said to mean."""
    keep(answers().choices.answered(kind, written, st.session_state[key] or None))


def checked(page: CurrentView, file: StoredFile) -> FileReport:
    """What the file holds, with the answers so far; read again only when file, answers or data have changed.

    The first look applies what was answered for the last file of this shape.
    """
    report = _checked(page, file, answers().choices)
    if st.session_state.get(_ANSWERS) is None:
        report = _recalled(page, file, report)
    if answers().edited:
        st.session_state.setdefault(_MEMORY, {})[report.shape] = to_remember(answers().choices, report)
    return report


def _recalled(page: CurrentView, file: StoredFile, report: FileReport) -> FileReport:
    """The file with the newest answers for its shape that still lead to the same headings, else as it stands."""
    here = st.session_state.get(_MEMORY, {}).get(report.shape)
    texts = [*([here] if here else []), *store().remembered(report.shape)]
    fitting = recalled(texts, lambda choices: _checked(page, file, choices))
    if fitting is None:
        st.session_state[_ANSWERS] = Answers()
        return _checked(page, file, Choices())
    again, choices, text = fitting
    st.session_state[_ANSWERS] = Answers(choices, remembered=choices != Choices(), edited=text == here)
    return again


def _checked(page: CurrentView, file: StoredFile, choices: Choices) -> FileReport:
    key = (file.sha256, choices.to_json(), page.snapshot.id)
    kept = st.session_state.get(_CHECKED)
    if kept is None or kept[0] != key:
        text = page.say("upload.reading", file=inert(file.name))
        bar = st.progress(0.0, text)

        def show(share: float) -> None:
            bar.progress(share, text)

        report = check(file.content, file.name, page.tables, choices, show)
        bar.empty()
        kept = st.session_state[_CHECKED] = (key, report)
    checked_file: FileReport = kept[1]
    return checked_file
