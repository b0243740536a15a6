"""Writing to the store: every button asks again whether this reader may, whatever the page showed."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import streamlit as st

from bs_metrics.access.roles import Role
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import data_folder
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.folder_import import FolderHasErrors, publish_folder
from bs_metrics.snapshots.records import HeadMoved, Record, StoredFile, UnknownSnapshot
from bs_metrics.snapshots.submissions import Submission, Submissions, Taken
from bs_metrics.words import Problem
from ui.addresses import FRONT
from ui.data import PIN, store, unpin
from ui.inert import inert
from ui.link import address_of, forget
from ui.page import CurrentView
from ui.server.roles import may_hand_in, may_publish, signed_in, who
from ui.signing_in import HOURS
from ui.update.answers import start_over


def publish_and_tell(after: Tables, shown_on: Record | None, file: StoredFile, taken: Taken) -> None:
    """What the publish button does: on top of the snapshot that the changes were shown against, or not at all.

    How the file was understood is kept for the next one of its shape.
    """

    def write(note: str, name: str) -> None:
        expected = shown_on.id if shown_on else None
        written = store().publish(after, expected=expected, author=name, note=note, file=file, by=who())
        _published(written, shown_on)
        if taken.shape:
            with suppress(StoreUnavailable):  # what is published stays; the next file of the shape is asked about again
                store().remember(taken.shape, taken.choices, name)
        start_over()

    _if_confirmed(write, may_publish, "note", "confirmed")


def hand_in_and_tell(file: StoredFile, taken: Taken) -> None:
    """What the button of those who may not publish does: the file waits for a review, and no page changes."""

    def write(note: str, name: str) -> None:
        made = Submissions(store()).hand_in(file, taken, author=name, note=note, by=who())
        _tell("submission.handed_in", id=made.id, file=made.file_name)
        start_over()

    _if_confirmed(write, may_hand_in, "note", "confirmed")


def accept_and_tell(one: Submission, after: Tables, shown_on: Record | None) -> None:
    """What the button of a review does: publish what was handed in, as it was shown, or not at all."""

    def write(note: str, name: str) -> None:
        expected = shown_on.id if shown_on else None
        written = Submissions(store()).accept(one, after, expected=expected, author=name, note=note, by=who())
        _published(written, shown_on)

    _if_confirmed(write, may_publish, review_key("note", one), review_key("confirmed", one))


def send_back_and_tell(one: Submission) -> None:
    """What the other button of a review does: its author reads the reason that was given."""

    def write() -> None:
        reason = str(st.session_state.get(review_key("reason", one), ""))
        Submissions(store()).send_back(one.id, reason, who() or author())
        _tell("submission.sent_back")

    _if_allowed(write, may_publish)


def review_key(what: str, one: Submission) -> str:
    """Where the session keeps what is written about a submission: each has its own."""
    return f"{what}_{one.id}"


def _published(written: Record, shown_on: Record | None) -> None:
    unpin()
    _tell("upload.published", number=written.number)
    st.session_state["written"] = (written, shown_on)


def _if_confirmed(write: Callable[[str, str], None], allowed: Callable[[], bool], note: str, confirmed: str) -> None:
    """Write with the note and the name given, once there are both and what changes was seen."""
    said, given = (str(st.session_state.get(key, "")).strip() for key in (note, "author"))
    name = publisher() or given
    asked = {"upload.note_label": said, "upload.author": name, "upload.confirm": st.session_state.get(confirmed)}
    if lacking := tuple(label for label, has in asked.items() if not has):
        return _tell("upload.need", fields=lacking)
    _if_allowed(partial(write, said, name), allowed, "upload.moved", confirmed)


def restore_and_tell(record: Record, expected: str | None, note: str, key: str = "history.restored") -> None:
    """What a button for restoring does; the page after it says how it went."""

    def write() -> None:
        written = store().restore(record.id, expected=expected, author=author(), note=note, by=who())
        unpin()
        forget("before", "after")  # the history compares with what is current now
        _tell(key, number=written.number, restored=record.number)

    _if_allowed(write, may_publish)


def publish_default_and_tell(expected: str, note: str) -> None:
    """What the button for taking over the changed workbooks does."""

    def write() -> None:
        written = publish_folder(store(), data_folder(), expected=expected, author=author(), note=note, by=who())
        unpin()
        _tell("upload.published", number=written.number)

    _if_allowed(write, may_publish)


def _if_allowed(
    write: Callable[[], None],
    allowed: Callable[[], bool],
    moved_key: str = "upload.moved_back",
    confirmed: str = "confirmed",
) -> None:
    """Write, if the reader may now; what went wrong is told, by `moved_key` where the head moved."""
    if not allowed():
        person = signed_in()
        return _tell("sign_in.late", hours=HOURS) if person and person.late else _tell("upload.forbidden")
    try:
        write()
    except HeadMoved as moved:
        number = store().record(moved.head).number if moved.head else 0
        st.session_state[confirmed] = False  # what was confirmed is not what is shown now
        _tell(moved_key, number=number)
    except FolderHasErrors as problem:
        _tell("folder.has_errors", number=len(problem.findings))
    except (StoreUnavailable, UnknownSnapshot) as problem:
        unsure = isinstance(problem, StoreUnavailable) and problem.code == "unsure"
        _tell("upload.maybe_written" if unsure else "upload.not_written", reason=problem)
    except Problem as problem:  # of a submission: its own words say that nothing was written
        _tell(problem.key, **problem.values)


def publisher() -> str:
    """The address of who signed in and may write: nobody of them is asked for a name. Empty for others."""
    person = signed_in()
    return person.address if person and person.role >= Role.CONTRIBUTOR else ""


def author() -> str:
    """Who publishes: the address that signed in, the name given in this session, or as the log names its reader."""
    return str(publisher() or st.session_state.get("author") or who())


def _tell(key: str, **values: object) -> None:
    """Keep a sentence for the page after this run."""
    st.session_state["sentence"] = (key, values)


def say_what_was_written(page: CurrentView) -> None:
    """The sentence that the last writing left, once; and, while nothing came after it, the way to it and back."""
    key, values = st.session_state.pop("sentence", ("", {}))
    values = {name: _in_words(value, page) for name, value in values.items()}
    written, previous = st.session_state.get("written", (None, None))
    if written and store().head() != written.id:
        written = None
    link = f"[{page.say('upload.open')}]({address_of(FRONT, **{PIN: written.id})})" if written else ""
    if key:
        st.toast(f"{page.say(key, **values)} {link}", duration="long")
    if not (key or written):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        sentence = page.say(key, **values) if key else page.say("upload.published", number=written.number)
        st.markdown(f"**{sentence}** {link}")
        if written and previous:
            note = page.say("upload.undo_note", number=written.number)
            arguments = (previous, written.id, note, "upload.undone")
            st.button(page.say("upload.undo"), key="undo", on_click=restore_and_tell, args=arguments)


def _in_words(value: object, page: CurrentView) -> object:
    """What goes wrong has its own words, known once the page knows its reader's language, and so have the fields of a
    form; a text is shown as it is."""
    if isinstance(value, tuple):
        return ", ".join(f"«{page.say(label)}»" for label in value)
    text = value.message(page.language) if isinstance(value, Problem) else value
    return inert(text) if isinstance(text, str) else text
