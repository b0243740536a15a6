"""What changed since last time, on the overview: against the snapshot before, or the one that is chosen."""

import streamlit as st

from bs_metrics.views.changes.since import since
from ui.data import SINCE, absent_since, earlier, shown, snapshot_of, store
from ui.inert import inert, warn
from ui.link import asked, choice, quoted
from ui.page import CurrentView
from ui.update.differences import show_lines

_OFFERED = 30  # snapshots to compare with, the latest before the one that is shown
_LINES = 6  # of one kind; the history page has them all
_COLUMNS = 3


def since_last_time(page: CurrentView) -> None:
    """A sentence that counts what changed, and the changes; with one snapshot, that there is nothing to compare."""
    record = shown().record
    before_it = store().history(limit=_OFFERED, before=record.number) if record is not None else []
    if record is None or not before_it:
        if absent_since():
            warn(page.say("since.absent", asked=quoted(absent_since())))
        st.caption(page.say("since.nothing_before"))
        return
    older = earlier(asked(SINCE), record)
    before_it += [older] if older and older.number < before_it[-1].number else []  # than what is offered
    st.header(page.say("since.name"), anchor=False)
    named = {
        each.id: f"{page.say('history.version', number=each.number)} · {page.as_of(each.as_of)}" for each in before_it
    }
    before = choice(page.say("since.compare"), named, SINCE, st.selectbox, floating=True, width=480)
    differences = page.kept(since, snapshot_of(before), page.snapshot, page.language)
    st.markdown(inert(differences.title))
    if differences.note:
        st.caption(inert(differences.note))
    groups = list(differences.groups)
    for start in range(0, len(groups), _COLUMNS):
        for column, (heading, lines) in zip(st.columns(_COLUMNS), groups[start : start + _COLUMNS], strict=False):
            with column:
                show_lines(page, heading, lines, _LINES, corrected=bool(differences.note))
