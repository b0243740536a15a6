"""What a publication would change for those who hold links: slides that they choose, pages, links of the store."""

from collections.abc import Iterator
from datetime import UTC, datetime

import streamlit as st

from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.publication.slide_changes import SlideChanges, slide_changes, slide_lines
from ui.inert import inert
from ui.page import CurrentView
from ui.pages import Entry, entries
from ui.server.roles import access, links, may_publish
from ui.update.answers import Upload


def show_affected(page: CurrentView, state: Upload, future: Snapshot) -> None:
    """Slides and pages that change or go, worked out from both states; for those who publish, the links too."""
    _, changes, then = state.once((id(future), page.language), _compared, page, future)
    lines = [*slide_lines(changes, page.language), *_lines(page, then)]
    if lines:
        st.markdown(f"**{page.say('slide_changes.title')}**")
        st.markdown("\n\n".join(inert(line) for line in lines))


def _compared(page: CurrentView, future: Snapshot) -> tuple[Snapshot, SlideChanges, dict[str, Entry]]:
    """The future too: while it is kept, nothing else has its identity."""
    before = page.kept(slides, page.snapshot, page.language)
    return future, slide_changes(before, slides(future, page.language)), entries(future, page.language)


def _lines(page: CurrentView, then: dict[str, Entry]) -> Iterator[str]:
    """Pages that lose their data, and what that means for links."""
    offered = {at for at, one in then.items() if one.offered}
    gone = {at: one.title for at, one in page.every_entry.items() if one.offered and at not in offered}
    if gone:
        yield page.say("slide_changes.pages_gone", pages=", ".join(gone.values()))
    if not may_publish():
        return
    # The links of the store that can be opened now, or that browsers have opened.
    good = [link for link in links().every() if not link.refusal(datetime.now(UTC))] if access().secret else []
    if good:
        held = sum(link.snapshot is not None for link in good)
        yield page.say("slide_changes.links", following=len(good) - held, held=held)
    for link in good:
        named = [gone[at] for at in link.pages if at in gone] if link.snapshot is None else []
        if named and len(named) == len(link.pages):
            yield page.say("slide_changes.link_gone", id=link.id, pages=", ".join(named))
