"""What changes between two snapshots, from important to detailed: an upload, the history, the overview's last time."""

from collections.abc import Sequence

import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.snapshots.changes import Changes, RowChanges, changes_between
from bs_metrics.snapshots.records import Record
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
from ui.data import (
    SINCE,
    absent_since,
    earlier,
    record_of,
    records_before,
    shown,
    snapshot_of,
    store,
    usual_before,
)
from ui.inert import inert, warn
from ui.link import asked, choice, fold, folded, quoted
from ui.page import CurrentView

_ROWS = 500  # rows of one kind on a page; the counts beside the table say how many there are
_LINES = 40  # lines of one kind; more are counted
_OFFERED = 30  # snapshots to compare with, the latest before the one that is shown
_FIRST_LINES = 2  # beside the sentence that counts them all
_ON_A_CARD = 3
_COLOURS = {"lost": "orange", "passed": "orange", "reached": "primary"}


def show_changes(
    page: CurrentView, differences: Changes, before: Snapshot, after: Snapshot, key: str = "changed"
) -> None:
    """Ratios, statuses and statements as lines; rows table by table on demand."""
    changed_lines(page, differences, before, after)
    if differences.rows:
        st.markdown(f"**{page.say('changes.rows')}**")
    for name, changed in differences.rows.items():
        title = page.say("changes.row_count", table=schema().tables[name].titles[page.language], **changed.numbers)
        of_table = f"{key}_{name}"
        folded(title, of_table, of_table, _rows, page, differences, name, changed, of_table)


def changed_lines(page: CurrentView, differences: Changes, before: Snapshot, after: Snapshot) -> None:
    """What changes in one sentence; ratios, statuses and statements as lines."""
    language = page.language
    st.markdown(f"**{inert(summary_text(differences, language, before, after))}**")
    corrected = bool(no_progress(before, after, language))
    kinds = (
        ("ratios", ratio_lines(differences, language), corrected),
        ("statuses", status_lines(differences, after, language, before), corrected),
        ("statements", statement_lines(differences, after, language), False),  # said, not counted
    )
    grid = st.grid(sum(bool(lines) for _, lines, _ in kinds) or 1)
    for name, lines, faded in kinds:
        if lines:
            with grid.cell():
                _lines(page, page.say(f"changes.{name}"), lines, _LINES, faded)


def first_changes(page: CurrentView, before: Snapshot, after: Snapshot) -> None:
    """The first items whose status is another than before, what went back first; of none, the first figures."""
    differences = page.kept(changes_between, before, after)
    lines = status_lines(differences, after, page.language, before) or ratio_lines(differences, page.language)
    _lines(page, "", lines[:_ON_A_CARD], _ON_A_CARD, bool(no_progress(before, after, page.language)), counted=False)
    if len(lines) > _ON_A_CARD:
        st.caption(page.say("changes.more_lines", number=len(lines) - _ON_A_CARD))


def _lines(
    page: CurrentView, heading: str, lines: Sequence[ChangeLine], most: int, corrected: bool, counted: bool = True
) -> None:
    """Some lines with their sources under their heading; those beyond `most` are counted. Not `counted`: only the lines
    themselves.

    What is only `corrected` is no progress, and has not its colour either.
    """
    if not lines:
        return
    if counted:
        st.markdown(f"**{inert(heading)}**")
    texts = []
    for line in lines[:most]:
        colour = None if corrected and line.tone == "reached" else _COLOURS.get(line.tone)
        change = f":{colour}[**{inert(line.change)}**]" if colour else f"**{inert(line.change)}**"
        source = f"  \n:gray[:small[{inert(line.source)}]]" if line.source and counted else ""
        texts.append(f"{inert(line.what)}: {change}{source}")
    st.markdown("\n\n".join(texts))
    if len(lines) > most and counted:
        st.caption(page.say("changes.more_lines", number=len(lines) - most))


def since_last_time(page: CurrentView) -> None:
    """What changed since the last as-of date in a sentence and two lines; on demand, every change, and with which state
    it is compared. Where there is nothing to compare with, that.
    """
    record = shown().record
    usual = None if record is None or record.parent is None else usual_before(record)  # None: one that stands alone
    if record is None or usual is None:
        if absent_since():
            warn(page.say("since.absent", asked=quoted(absent_since())))
        st.caption(page.say("since.nothing_before"))
        return
    st.header(page.say("since.name"), anchor=False)
    told = st.container()
    opened = fold(page.say("since.all"), "since", "since_all")
    with opened:
        before = _compared(page, record, usual)
        differences = page.kept(since, snapshot_of(before), page.snapshot, page.language)
        if opened.open:
            grid = st.grid(2)
            for heading, lines in differences.groups:
                with grid.cell():
                    _lines(page, heading, lines, _LINES, bool(differences.note))
    with told:
        st.markdown(inert(differences.title))
        first = differences.first(_FIRST_LINES)
        _lines(page, "", first, _FIRST_LINES, bool(differences.note), counted=False)
        if differences.note:
            st.caption(inert(differences.note))


def _compared(page: CurrentView, record: Record, usual: str) -> str:
    """What the reader compares with: one of the states before that were not undone, or what the link asks for."""
    before = [record_of(id=usual), *records_before(id=record.id, most=_OFFERED, _store=store())]
    offered = list({one.id: one for one in before}.values())
    if (older := earlier(asked(SINCE), record)) and older.id not in {each.id for each in offered}:
        offered.append(older)
    named = {
        each.id: f"{page.as_of(each.as_of)} · {page.say('history.version', number=each.number)}" for each in offered
    }
    return choice(page.say("since.compare"), named, SINCE, st.selectbox, floating="newest", width=480)


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
