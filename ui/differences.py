"""What changes between two snapshots, from important to detailed: an upload, the history, the overview's last time."""

from collections.abc import Sequence

import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.snapshots.changes import Changes, RowChanges
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.changes import (
    ChangeLine,
    no_progress,
    ratio_lines,
    row_table,
    since,
    statement_lines,
    status_lines,
    summary_text,
)
from ui.data import SINCE, absent_since, earlier, shown, snapshot_of, store
from ui.inert import inert, warn
from ui.link import asked, choice, fold, quoted
from ui.page import CurrentView

_ROWS = 500  # rows of one kind on a page; the counts beside the table say how many there are
_LINES = 40  # lines of one kind; more are counted
_OFFERED = 30  # snapshots to compare with, the latest before the one that is shown
_FIRST_LINES = 6  # of one kind; the history page has them all
_COLOURS = {"lost": "orange", "reached": "primary"}


def show_changes(
    page: CurrentView, differences: Changes, before: Snapshot, after: Snapshot, key: str = "changed"
) -> None:
    """Ratios, statuses and statements as lines; rows table by table on demand."""
    language = page.language
    st.markdown(f"**{inert(summary_text(differences, language, before, after))}**")
    corrected = bool(no_progress(before, after, language))
    for name, lines, faded in (
        ("ratios", ratio_lines(differences, language), corrected),
        ("statuses", status_lines(differences, after, language, before), corrected),
        ("statements", statement_lines(differences, after, language), False),  # said, not counted
    ):
        _lines(page, page.say(f"changes.{name}"), lines, _LINES, faded)
    if differences.rows:
        st.markdown(f"**{page.say('changes.rows')}**")
    for name, changed in differences.rows.items():
        title = page.say("changes.row_count", table=schema().tables[name].titles[language], **changed.numbers)
        opened = fold(title, f"{key}_{name}", f"{key}_{name}")
        if opened.open:
            with opened:
                _rows(page, differences, name, changed, f"{key}_{name}")


def _lines(page: CurrentView, heading: str, lines: Sequence[ChangeLine], most: int, corrected: bool) -> None:
    """Some lines under their heading; those beyond `most` are counted.

    What is only `corrected` is no progress, and has not its colour either.
    """
    if not lines:
        return
    st.markdown(f"**{inert(heading)}**")
    texts = []
    for line in lines[:most]:
        colour = None if corrected and line.tone == "reached" else _COLOURS.get(line.tone)
        change = f":{colour}[**{inert(line.change)}**]" if colour else f"**{inert(line.change)}**"
        source = f"  \n:gray[:small[{inert(line.source)}]]" if line.source else ""
        texts.append(f"{inert(line.what)}: {change}{source}")
    st.markdown("\n\n".join(texts))
    if len(lines) > most:
        st.caption(page.say("changes.more_lines", number=len(lines) - most))


def since_last_time(page: CurrentView) -> None:
    """A sentence that counts what changed, and the changes; with one snapshot, that there is nothing to compare."""
    record = shown().record
    if record is None or record.parent is None:  # the first, or the one that a link shows
        if absent_since():
            warn(page.say("since.absent", asked=quoted(absent_since())))
        st.caption(page.say("since.nothing_before"))
        return
    before_it = store().history(limit=_OFFERED, before=record.number)
    if older := earlier(asked(SINCE), record):  # it may be older than what is offered
        before_it.append(older)
    st.header(page.say("since.name"), anchor=False)
    named = {
        each.id: f"{page.say('history.version', number=each.number)} · {page.as_of(each.as_of)}" for each in before_it
    }
    before = choice(page.say("since.compare"), named, SINCE, st.selectbox, floating=True, width=480)
    differences = page.kept(since, snapshot_of(before), page.snapshot, page.language)
    st.markdown(inert(differences.title))
    if differences.note:
        st.caption(inert(differences.note))
    grid = st.grid(3)
    for heading, lines in differences.groups:
        with grid.cell():
            _lines(page, heading, lines, _FIRST_LINES, bool(differences.note))


def _rows(page: CurrentView, differences: Changes, name: str, changed: RowChanges, key: str) -> None:
    for part in ("added", "changed", "removed"):
        number = len(getattr(changed, part))
        if number:
            caption = page.say(f"changes.{part}", number=number)
            st.caption(caption)
            table = row_table(differences, name, part, page.language, _ROWS)
            st.dataframe(table, hide_index=True, key=f"{key}_{part}", alt=caption)
            if number > _ROWS:
                st.caption(page.say("changes.more_rows", number=number - _ROWS))
