"""The parts of the history page, and the trend of a measure wherever it is shown."""

from functools import partial

import streamlit as st

from bs_metrics.figures.trend import NARROW
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.records import Record
from bs_metrics.snapshots.snapshot import undamaged
from bs_metrics.snapshots.submissions import Submissions
from bs_metrics.views.phrases import ratio_text
from bs_metrics.views.stages import stages
from bs_metrics.views.texts import ratio_name
from bs_metrics.views.verdicts.goals import drawn_goals
from ui.addresses import FRONT
from ui.data import PIN, snapshot_of, store
from ui.differences import changed_lines, first_changes, show_changes
from ui.inert import inert, warn
from ui.link import address_of, choice, keep_in_link, number_asked
from ui.page import CurrentView
from ui.server.roles import may_publish
from ui.sharing.taken import noting
from ui.show import way
from ui.update.publishing import restore_and_tell, say_what_was_written

_PAGE = (
    3  # snapshots on one page of the list, a line of a projector; each shows its own ratios, computed the first time
)
_MANY = 12  # from here on, the list can begin further down
_MOST = 200  # that a link may ask for at once
_NOTE = 60  # letters of a note in a list of snapshots
_SHOWN = "versions"  # in the link: how many are listed


def trends(page: CurrentView) -> None:
    """The burn-up of each stage that is known of two days or more."""
    st.header(page.say("history.trend"), anchor=False)
    several = {ratio.id for ratio in page.kept(drawn_goals, page.snapshot)}
    road = [stage for stage in page.kept(stages, page.snapshot, page.language) if stage.ratio.id in several]
    if not road:
        st.markdown(page.say("history.trend_old" if page.snapshot.earlier else "history.trend_one"))
        return
    grid = st.grid(len(road), min_column_width=NARROW, gap="medium")
    for stage in road:
        with grid.cell():
            way(page, stage.ratio, stage.name)


def compare(page: CurrentView) -> None:
    """Any two snapshots: what changed from one to the other."""
    records = store().history()
    if len(records) < 2:
        return
    st.header(page.say("history.compare"), anchor=False)
    named = {record.id: _named(record, page) for record in records}
    first, second = st.columns(2)
    with first:
        earlier = {id: named[id] for id in [records[1].id, *named]}
        before = choice(page.say("history.before"), earlier, "before", st.selectbox, floating="newest")
    with second:
        after = choice(page.say("history.after"), named, "after", st.selectbox, floating="newest")
    differences = page.kept(changes_between, snapshot_of(before), snapshot_of(after))
    if differences.is_empty:
        st.markdown(page.say("history.same"))
    else:
        show_changes(page, differences, snapshot_of(before), snapshot_of(after))


def versions(page: CurrentView) -> None:
    """The list, newest first, a few at a time."""
    st.header(page.say("history.versions"), anchor=False)
    say_what_was_written(page)
    head = store().head()
    # How many the reader, or the link, asked for; the link follows.
    count: int = st.session_state.setdefault(_SHOWN, max(number_asked(_SHOWN, _PAGE, _MOST), _PAGE))
    keep_in_link(_SHOWN, str(count), str(_PAGE))
    records, handed_in = store().history(limit=count + 1, before=_first(page)), Submissions(store()).authors()
    grid = st.grid(_PAGE, min_column_width=NARROW)
    for record in records[:count]:
        with grid.cell(), st.container(border=True, gap="xsmall"):
            _describe(page, record, record.id == head, handed_in.get(record.id))
            with st.container(horizontal=True):
                _offer(page, record, head)
    if len(records) > count:
        st.button(page.say("history.older"), key="history_older", on_click=_show_more)


def _first(page: CurrentView) -> int | None:
    """The number that the list stays below; asked where there are many, for the first of a thousand is far down."""
    newest = next((record.number for record in store().history(limit=1)), 0)
    if newest <= _MANY:
        return None
    label, key = page.say("history.from"), "history_from"
    wanted = st.number_input(label, 1, newest, None, key=key, placeholder=str(newest), width=320)
    return wanted + 1 if wanted else None


def _show_more() -> None:
    st.session_state[_SHOWN] += _PAGE


def _describe(page: CurrentView, record: Record, is_head: bool, handed_in_by: str | None) -> None:
    """What a snapshot is, who handed it in where somebody did, its headline ratios then, and what changed first."""
    title = page.say("history.version_now" if is_head else "history.version", number=record.number)
    by = record.author or page.say(f"history.origin_{record.origin}", id="")
    if handed_in_by is not None:
        by = page.say("submission.published_by", author=by, handed_in_by=handed_in_by)
    line = page.say("history.line", time=page.moment(record.time), author=by, as_of=page.as_of(record.as_of))
    st.markdown(f"**{title}**  \n:small[:gray[{inert(line)}]]")
    if record.note:
        st.text(record.note)
    try:
        ratios = snapshot_of(record.id).ratios.values()
    except StoreUnavailable as problem:  # damaged; the others can still be opened
        warn(problem.message(page.language))
        return
    then = [ratio for ratio in ratios if ratio.measure.role == "headline"]
    names = (f"{ratio_name(ratio, page.language)} {ratio_text(ratio, page.language)}" for ratio in then)
    st.caption(inert(" · ".join(names)))
    if record.parent:
        before = undamaged(partial(snapshot_of, record.parent))
        if before:  # else it says so on its own card
            first_changes(page, before, snapshot_of(record.id))


def _offer(page: CurrentView, record: Record, head: str | None) -> None:
    """What can be done with a snapshot: open it, take its file, publish it again."""
    if record.id != head:
        st.link_button(page.say("history.view"), address_of(FRONT, **{PIN: record.id}), key=f"view_{record.id}")
    if record.file_name:
        label = page.say("history.file", name=inert(record.file_name))
        content = partial(_content, record.id)
        noted = noting(record.file_name)
        st.download_button(label, content, record.file_name, key=f"file_{record.id}", on_click=noted)
    if record.id != head and may_publish():
        if st.button(page.say("history.restore"), key=f"restore_{record.id}"):
            title = page.say("history.restore_title", number=record.number)
            st.dialog(title, width="large")(_confirm)(page, record, head)


def _confirm(page: CurrentView, record: Record, head: str | None) -> None:
    """What changes if a snapshot becomes current again, and the button that makes it so."""
    st.markdown(page.say("history.restore_lead", number=record.number))
    try:
        now, then = snapshot_of(head or record.id), snapshot_of(record.id)
        changed_lines(page, page.kept(changes_between, now, then), now, then)
    except StoreUnavailable as problem:  # what is damaged may be why another is restored
        warn(problem.message(page.language))
    note = page.say("history.restore_note", number=record.number)
    label = page.say("history.restore_now", number=record.number)
    if st.button(label, key="restore_now", type="primary", on_click=restore_and_tell, args=(record, head, note)):
        st.rerun()


def _content(id: str) -> bytes:
    file = store().file(id)
    return file.content if file else b""


def _named(record: Record, page: CurrentView) -> str:
    note = " ".join(record.note.split())
    parts = [page.say("history.version", number=record.number), page.as_of(record.as_of), note[:_NOTE]]
    return " · ".join(part for part in parts if part)
