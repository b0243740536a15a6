"""The parts of the history page, and the trend of a measure wherever it is shown."""

import streamlit as st

from bs_metrics.figures.trend import burn_up
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.changes import changes
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.store import HeadMoved, Record, StoreUnavailable
from bs_metrics.views.phrases import ratio_text
from bs_metrics.views.stages import stages
from bs_metrics.views.trend import trend_rows
from ui import publishing
from ui.data import PIN, kept, shown, snapshot_of, store
from ui.differences import show_changes
from ui.inert import bold, inert
from ui.link import choice
from ui.page import Page
from ui.roles import NotAllowed, may_publish
from ui.show import details, still

_PAGE = 10  # snapshots on one page of the list; each shows its own ratios, computed the first time
_DATES = 12  # as-of dates in a trend


def of_dates(limit: int = _DATES) -> list[Snapshot]:
    """The last snapshot of each of the last as-of dates, oldest first."""
    latest: dict[object, Record] = {}
    for record in store().history():
        if record.as_of is not None:
            latest.setdefault(record.as_of, record)
    dated = sorted(latest, reverse=True)[:limit]
    return [snapshot_of(latest[day].id) for day in reversed(dated)]


def trends(page: Page) -> None:
    """The burn-up of each stage, from the second as-of date on."""
    st.subheader(page.say("history.trend"), anchor=False)
    snapshots = of_dates()
    if len(snapshots) < 2:
        st.markdown(page.say("history.trend_one"))
        return
    road = page.kept(stages, page.snapshot, page.language)
    for column, stage in zip(st.columns(max(len(road), 1), gap="medium"), road, strict=False):
        rows = trend_rows(snapshots, stage.ratio.id, page.language)
        if len(rows) < 2:
            continue
        points = ", ".join(rows["day"] + ": " + rows["label"])
        alt = page.say("history.trend_alt", name=stage.name, points=points)
        with column:
            st.markdown(inert(bold(stage.name)))
            still(burn_up(rows, page.palette), f"trend_{stage.ratio.id}", alt)
            shown_rows = rows[["day", "label"]].set_axis(
                [page.say("upload.as_of"), stage.ratio.label("name", page.language)], axis=1
            )
            details(page, f"trend_{stage.ratio.id}", alt, lambda shown_rows=shown_rows: shown_rows)


def compare(page: Page) -> None:
    """Any two snapshots: what changed from one to the other."""
    records = store().history()
    if len(records) < 2:
        return
    st.subheader(page.say("history.compare"), anchor=False)
    named = {record.id: _named(record, page) for record in records}
    first, second = st.columns(2)
    with first:
        earlier = {id: named[id] for id in [records[1].id, *named] if id in named}
        before = choice(page.say("history.before"), earlier, "before", st.selectbox)
    with second:
        after = choice(page.say("history.after"), named, "after", st.selectbox)
    found = kept(f"{before} {after}", changes, snapshot_of(before), snapshot_of(after))
    if found.empty:
        st.markdown(page.say("history.same"))
    else:
        show_changes(page, found)


def versions(page: Page) -> None:
    """The list, newest first, a few at a time."""
    st.subheader(page.say("history.versions"), anchor=False)
    _said_after_writing(page)
    head = store().head()
    count = st.session_state.setdefault("history_count", _PAGE)
    records = store().history(limit=count + 1)
    for record in records[:count]:
        _version(page, record, record.id == head)
    if len(records) > count and st.button(page.say("history.older"), key="history_older"):
        st.session_state["history_count"] = count + _PAGE
        st.rerun()


def _version(page: Page, record: Record, is_head: bool) -> None:
    with st.container(border=True, gap="xsmall"):
        title = page.say("history.version_now" if is_head else "history.version", number=record.number)
        st.markdown(f"**{title}**  \n:small[:gray[{inert(_line(record, page))}]]")
        st.text(record.note)
        then = snapshot_of(record.id).ratios.values()
        told = [
            f"{ratio.label('name', page.language)} {ratio_text(ratio, page.language)}" for ratio in _headlines(then)
        ]
        st.markdown(f":small[{inert(' · '.join(told))}]")
        with st.container(horizontal=True):
            if not is_head:
                st.link_button(page.say("history.view"), f"overview?{PIN}={record.id}", key=f"view_{record.id}")
            if record.file_name:
                st.download_button(
                    inert(page.say("history.file", name=record.file_name)),
                    lambda: store().file(record.id).content,
                    record.file_name,
                    key=f"file_{record.id}",
                    on_click="ignore",
                )
            if not is_head and may_publish():
                st.button(
                    page.say("history.restore"), key=f"restore_{record.id}", on_click=_restore, args=(page, record)
                )


def _headlines(ratios):
    return [ratio for ratio in ratios if ratio.row["role"] == "headline"]


def _named(record: Record, page: Page) -> str:
    return f"{page.say('history.version', number=record.number)} · {_as_of(record, page)}"


def _line(record: Record, page: Page) -> str:
    time = f"{record.time.astimezone():%d/%m/%Y %H:%M}"
    return page.say("history.line", time=time, author=record.author, as_of=_as_of(record, page))


def _as_of(record: Record, page: Page) -> str:
    return format_date(record.as_of, page.language) if record.as_of else page.say("history.no_as_of")
