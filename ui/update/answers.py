"""An upload on its way: the file and the analyst's answers, kept for the session. Nothing here writes to the store."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import streamlit as st

from bs_metrics.intake.check import BlockReport, FileReport, check
from bs_metrics.intake.questions import recalled, to_remember
from bs_metrics.intake.vocabulary.choices import BlockChoice, Choices
from bs_metrics.snapshots.records import StoredFile
from ui.data import store
from ui.inert import inert
from ui.page import CurrentView

T = TypeVar("T")
_OF_FILE: Mapping[str, object] = {"note": "", "confirmed": False, "left_out": (), "replaced": (), "new_as_of": None}


@dataclass
class Upload:
    """The file at hand, what was answered about it, and whether that came from an earlier file of the same shape."""

    file: StoredFile | None = None
    choices: Choices = field(default_factory=Choices)
    recalled: bool = False  # whether earlier answers were asked for
    remembered: bool = False
    edited: bool = False
    made: dict[Callable[..., Any], tuple[Hashable, Any]] = field(default_factory=dict)  # the newest of each function
    # How often the answers, and the file itself, were dropped: a widget with a new key is an empty one.
    round: int = 0
    emptied: int = 0
    memory: dict[str, str] = field(default_factory=dict)  # by shape: a mended file is read as the one before it

    def once(self, key: Hashable, function: Callable[..., T], *arguments: Any) -> T:
        """What a function makes of its arguments, made again only when the key is another: runs come with every click.

        It stays in the session, for nobody else may see what is not published.
        """
        if function not in self.made or self.made[function][0] != key:
            self.made[function] = (key, function(*arguments))
        made: T = self.made[function][1]
        return made


def upload() -> Upload:
    """The one of this session."""
    state: Upload = st.session_state.setdefault("upload", Upload())
    return state


def start_over(file: StoredFile | None = None) -> None:
    """Forget what was answered about the file at hand, and go on with another one, or with none."""
    old = upload()
    st.session_state["upload"] = Upload(file, round=old.round + 1, emptied=old.emptied + (not file), memory=old.memory)
    st.session_state.update(_OF_FILE)  # what is asked of each file anew; who publishes stays


def understand_anew(file: StoredFile) -> None:
    """Read the same file without any answer, the remembered ones included."""
    start_over(file)
    upload().recalled = upload().edited = True


def keep(choices: Choices) -> None:
    """Take over what the analyst answered."""
    upload().choices, upload().edited = choices, True


def answered(block: BlockReport) -> BlockChoice:
    """What was answered for a block."""
    return upload().choices.block(block.sheet, block.number)


def answer(block: BlockReport, **given: Any) -> None:
    """Take over what was chosen for a block."""
    one, choices = replace(answered(block), **given), upload().choices
    keep(replace(choices, blocks={**choices.blocks, (block.sheet, block.number): one}))


def answer_value(block: BlockReport, column: str, written: str | None) -> None:
    """Take over what a whole block holds in a column that it does not have."""
    rest = {name: given for name, given in answered(block).values.items() if name != column}
    answer(block, values={**rest, column: written} if written else rest)


def checked(page: CurrentView, file: StoredFile) -> FileReport:
    """What the file holds, with the answers so far; read again only when file, answers or data have changed.

    The first look applies what was answered for the last file of this shape.
    """
    report = _checked(page, file, upload().choices)
    if not upload().recalled:
        report = _recalled(page, file, report)
    if upload().edited:
        upload().memory[report.shape] = to_remember(upload().choices, report)
    return report


def _recalled(page: CurrentView, file: StoredFile, report: FileReport) -> FileReport:
    """The file with the newest answers for its shape that still lead to the same headings, else as it stands."""
    state = upload()
    here = state.memory.get(report.shape)
    texts = [*([here] if here else []), *store().remembered(report.shape)]
    fitting = recalled(texts, lambda choices: _checked(page, file, choices))
    if fitting is None:
        report = _checked(page, file, Choices())
    else:
        report, state.choices, text = fitting
        state.remembered, state.edited = state.choices != Choices(), text == here
    state.recalled = True
    return report


def report_key(page: CurrentView, file: StoredFile, choices: Choices) -> Hashable:
    """What a report of a file depends on."""
    return file.sha256, choices.to_json(), page.snapshot.id


def _checked(page: CurrentView, file: StoredFile, choices: Choices) -> FileReport:
    return upload().once(report_key(page, file, choices), _check, page, file, choices)


def _check(page: CurrentView, file: StoredFile, choices: Choices) -> FileReport:
    text = page.say("upload.reading", file=inert(file.name))
    bar = st.progress(0.0, text)

    def show(share: float) -> None:
        bar.progress(share, text)

    report = check(file.content, file.name, page.tables, choices, show)
    bar.empty()
    return report
