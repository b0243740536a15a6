"""The default workbooks when they change under an analyst's work: offered with what they would change, never forced."""

import streamlit as st

from bs_metrics.snapshots.changes import changes_between
from ui.data import folder_snapshot, shown
from ui.link import fold
from ui.page import CurrentView
from ui.update.differences import show_changes
from ui.update.publishing import failures_told, publish_default, tell


def offer(page: CurrentView) -> None:
    """Say that the folder differs from what was last taken from it, show how, and let the analyst publish it."""
    record = shown().record
    if not shown().offered or record is None:
        return
    folder = folder_snapshot()
    with st.container(border=True):
        st.markdown(f"**{page.say('folder.offered_title')}**  \n{page.say('folder.offered')}")
        opened = fold(page.say("folder.differences"), "folder_differences", "folder_differences")
        if opened.open:
            with opened:
                differences = page.kept(changes_between, page.snapshot, folder)
                show_changes(page, differences, page.snapshot, folder, "folder")
        note = page.say("folder.import_note")
        st.button(page.say("folder.import"), key="folder_import", on_click=_publish, args=(record.id, note))


def _publish(expected: str, note: str) -> None:
    with failures_told():
        written = publish_default(expected, note)
        tell("upload.published", number=written.number)
