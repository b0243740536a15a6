"""Writing to the store: every button asks again whether this reader may, whatever the page showed."""

from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from bs_metrics.access.roles import Role
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import data_folder
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.folder_import import FolderHasErrors, publish_folder
from bs_metrics.snapshots.records import HeadMoved, Record, StoredFile, UnknownSnapshot
from ui.addresses import FRONT
from ui.data import PIN, store, unpin
from ui.inert import inert
from ui.link import address_of
from ui.page import CurrentView
from ui.server.roles import may_publish, signed_in, who
from ui.signing_in import HOURS
from ui.update.answers import start_over


def publish_and_tell(after: Tables, shown_on: Record | None, file: StoredFile, shape: str, choices: str | None) -> None:
    """What the publish button does: on top of the snapshot that the changes were shown against, or not at all.

    How the file was understood is kept for the next one of its shape.
    """
    note, name = st.session_state.get("note", "").strip(), publisher() or st.session_state.get("author", "").strip()
    if not (note and name and st.session_state.get("confirmed")):
        return _tell("upload.need")

    def write() -> None:
        expected = shown_on.id if shown_on else None
        written = store().publish(after, expected=expected, author=name, note=note, file=file, by=who())
        unpin()
        _tell("upload.published", number=written.number)
        st.session_state["written"] = (written, shown_on)
        if choices is not None:
            with suppress(StoreUnavailable):  # what is published stays; the next file of the shape is asked about again
                store().remember(shape, choices, name)
        start_over()

    _if_allowed(write, "upload.moved")


def restore_and_tell(record: Record, expected: str | None, note: str, key: str = "history.restored") -> None:
    """What a button for restoring does; the page after it says how it went."""

    def write() -> None:
        written = store().restore(record.id, expected=expected, author=author(), note=note, by=who())
        unpin()
        _tell(key, number=written.number, restored=record.number)

    _if_allowed(write)


def publish_default_and_tell(expected: str, note: str) -> None:
    """What the button for taking over the changed workbooks does."""

    def write() -> None:
        written = publish_folder(store(), data_folder(), expected=expected, author=author(), note=note, by=who())
        unpin()
        _tell("upload.published", number=written.number)

    _if_allowed(write)


def _if_allowed(write: Callable[[], None], moved_key: str = "upload.moved_back") -> None:
    """Write; what went wrong is told, by `moved_key` where the head moved."""
    if not may_publish():
        person = signed_in()
        return _tell("sign_in.late", hours=HOURS) if person and person.late else _tell("upload.forbidden")
    try:
        write()
    except HeadMoved as moved:
        number = store().record(moved.head).number if moved.head else 0
        st.session_state["confirmed"] = False  # what was confirmed is not what is shown now
        _tell(moved_key, number=number)
    except FolderHasErrors as problem:
        _tell("folder.has_errors", number=len(problem.findings))
    except (StoreUnavailable, UnknownSnapshot) as problem:
        _tell("upload.not_written", reason=problem)


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
    """What goes wrong has its own words, known only when the page knows its reader's language."""
    return inert(value.message(page.language)) if isinstance(value, StoreUnavailable | UnknownSnapshot) else value
