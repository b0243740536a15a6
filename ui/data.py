"""What a reader sees: the current state of the store, or the one that the link asks for."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import streamlit as st

from bs_metrics.access.limits import EVERYTHING, Limits
from bs_metrics.intake.folder import data_folder, snapshot_id, workbook_files
from bs_metrics.readers.geojson import Outlines, map_content, read_outlines
from bs_metrics.snapshots.address import StoreUnavailable, store_url
from bs_metrics.snapshots.folder_import import differs, import_folder
from bs_metrics.snapshots.records import Record, UnknownSnapshot
from bs_metrics.snapshots.snapshot import Earlier, Snapshot, snapshot, undamaged
from bs_metrics.snapshots.store import Store
from bs_metrics.words import LANGUAGES
from ui.link import asked, keep_in_link, touched
from ui.pages import entries

_LONGEST_ID = 40  # of what a link asks for, so that saying it is not there does not fill the page
PIN = "snapshot"  # in the link: the snapshot that is shown whatever is published later
SINCE = "since"  # in the link: the snapshot that it is compared with
_opened = st.cache_resource(max_entries=4, show_spinner=False)(Store)
_last: dict[str, str] = {}  # the snapshot that was the newest of a store, by its address, when it answered last
_outlined = st.cache_resource(max_entries=8, show_spinner=False)(read_outlines)


@dataclass(frozen=True)
class ShownSnapshot:
    """The snapshot of this run and how it came to be shown.

    `record` is missing where the workbooks are read directly: they have faults and nobody has published anything yet,
    or the store cannot be used and this process has read nothing of it. `trouble` says why it cannot: what is shown may
    not be the newest. `absent` is what the link asked for, when the store has no such snapshot. `offered` tells that
    the workbooks changed after somebody published. `limits` are the reader's.
    """

    snapshot: Snapshot
    record: Record | None = None
    pinned: bool = False
    absent: str = ""
    trouble: StoreUnavailable | None = None
    offered: bool = False
    limits: Limits = EVERYTHING


def store() -> Store:
    """The store of this server. Raises StoreUnavailable."""
    return _opened(url=_url())


def _url() -> str:
    return store_url(data_folder(), st.get_option("secrets.files"))


def choose_snapshot(limits: Limits = EVERYTHING) -> None:
    """Settle, once a run, what is shown within its reader's limits; `shown` gives it back.

    The workbooks are read and the head is asked for at each run, so an edited workbook and somebody else's publication
    count from the next one; what is derived from a snapshot is kept by its id, and shared by all sessions. Raises
    StoreUnavailable and UnknownSnapshot as `within` does.
    """
    st.session_state["shown"] = within(limits, asked(PIN))


def shown() -> ShownSnapshot:
    """What this run shows."""
    view: ShownSnapshot = st.session_state["shown"]
    return view


def keep_pin() -> None:
    """The link goes on asking for the snapshot that is shown, where it did and there is such a one."""
    view, pin = shown(), asked(PIN)[:_LONGEST_ID]
    if pin and not view.trouble:
        is_there = view.record is not None and view.record.id == pin
        keep_in_link(PIN, pin if is_there else "", "")
        if is_there:
            st.session_state[PIN] = pin
        else:
            st.session_state.pop(PIN, None)


def addresses_of(pin: str) -> list[str]:
    """The addresses of the pages of the current state, or of a snapshot, for who asks before there is a session."""
    return list(entries(looked_up(pin).snapshot, LANGUAGES[0]))


def within(limits: Limits, pin: str) -> ShownSnapshot:
    """What somebody with these limits sees who asks for a snapshot.

    The one that a link is for stands alone, as if it were the first: nothing of others is shown beside it. Where it
    cannot be read, nothing is shown instead: raises StoreUnavailable, UnknownSnapshot.
    """
    if not limits.snapshot:
        return replace(looked_up(pin), limits=limits)
    whole, record = snapshot_of(limits.snapshot), replace(record_of(id=limits.snapshot), parent=None)
    return ShownSnapshot(whole, record, pinned=store().head() != whole.id, limits=limits)


def looked_up(pin: str = "") -> ShownSnapshot:
    """What a run with this in its link shows, for who asks outside of one too."""
    folder, pin, url = folder_snapshot(), pin[:_LONGEST_ID], ""
    try:
        url = _url()
        kept_in = _opened(url=url)
        head, changed = _head_after_import(kept_in, folder)
        if pin:
            try:
                record = record_of(id=pin)
                return ShownSnapshot(_seen(pin, kept_in), record, pinned=pin != head)
            except UnknownSnapshot:
                pass
        if head is None or (changed and kept_in.has_only_imports()):
            return ShownSnapshot(folder, absent=pin)
        whole = _seen(head, kept_in)
        _last[url] = head
        return ShownSnapshot(whole, record_of(id=head), absent=pin, offered=changed)
    except StoreUnavailable as problem:
        return _meanwhile(url, pin, problem) or ShownSnapshot(folder, trouble=problem)


def _meanwhile(url: str, pin: str, problem: StoreUnavailable) -> ShownSnapshot | None:
    """What this process has read of a store that does not answer, standing alone: what a link asks for, else what was
    the newest; None where it has neither."""
    last = _last.get(url)
    for id in filter(None, (pin, last)):
        try:
            whole, record = snapshot_of(id), replace(record_of(id=id), parent=None)
        except (StoreUnavailable, UnknownSnapshot):
            continue
        return ShownSnapshot(whole, record, pinned=id != last, trouble=problem)
    return None


def _head_after_import(kept_in: Store, folder: Snapshot) -> tuple[str | None, bool]:
    """The current snapshot, once the folder has been imported if it may be; and whether it differs all the same."""
    last = kept_in.last_import()
    if last is None or last.source_id != folder.id:
        import_folder(
            kept_in, data_folder(), read=lambda files: _of_folder(content_id=snapshot_id(files), _files=files).tables
        )
        return kept_in.head(), differs(kept_in, data_folder())
    return kept_in.head(), False


@st.cache_resource(max_entries=256, show_spinner=False)
def record_of(id: str) -> Record:
    """All about a snapshot but its tables; it never changes. Raises UnknownSnapshot, StoreUnavailable."""
    return store().record(id)


def compared() -> Snapshot | None:
    """What is shown is compared with this: what was chosen for it, else `usual_before`; None without any.

    A choice that does not lie before what is shown counts for nothing; `absent_since` names it.
    """
    record = shown().record
    if record is None or record.parent is None:  # the first, or one that stands alone
        return None
    chosen, usual = earlier(asked(SINCE), record), usual_before(record)
    if chosen:
        keep_in_link(SINCE, chosen.id, usual or "")
    before = chosen.id if chosen else usual
    return undamaged(partial(snapshot_of, before)) if before else None


def usual_before(record: Record) -> str | None:
    """What a snapshot is compared with unless its reader chooses: the last state of the last as-of date before its own;
    where there is none, the state before it. Never one that was undone; None where nothing else was before it."""
    past = _past_of(id=record.id, _store=store())
    return past[-1][0] if past else next(iter(led_to(record)), None)


def led_to(record: Record) -> list[str]:
    """The snapshots before one, newest first, without those that were undone."""
    return _line_of(id=record.id, _store=store())[1:]


@st.cache_resource(max_entries=64, show_spinner=False)
def records_before(id: str, most: int, _store: Store) -> list[Record]:
    """The newest of them, kept together: to ask for each by itself takes a tenth of a run."""
    return [record_of(id=one) for one in _line_of(id=id, _store=_store)[1 : most + 1]]


def absent_since() -> str:
    """The snapshot that the link asks to compare with, where there is none such before what is shown."""
    record = shown().record
    return "" if record is not None and earlier(asked(SINCE), record) else asked(SINCE)


def earlier(id: str, record: Record) -> Record | None:
    """The snapshot with this id, where it lies before another that does not stand alone."""
    if shown().limits.snapshot:
        return None
    try:
        before = record_of(id=id) if id else None
    except (UnknownSnapshot, StoreUnavailable):
        return None
    return before if before and before.number < record.number else None


def unpin() -> None:
    """Called back when the reader, or what was published, leads to the current snapshot."""
    touched()
    st.session_state.pop(PIN, None)
    st.query_params.pop(PIN, None)


def folder_snapshot() -> Snapshot:
    """The default workbooks as they are now, published or not."""
    files = workbook_files(data_folder())
    return _of_folder(content_id=snapshot_id(files), _files=files)


def outlines(codes: tuple[str, ...]) -> Outlines | None:
    """The outlines of the units on the map, None where the folder has no such file. Raises BadMap.

    The file belongs to the folder and not to a snapshot: it says where units lie, and no figure.
    """
    content = map_content(data_folder())
    return None if content is None else _outlined(content, codes)


def snapshot_of(id: str) -> Snapshot:
    """A snapshot of the store. Raises UnknownSnapshot, StoreUnavailable."""
    return _of_store(id=id, _store=store())


def _seen(id: str, kept_in: Store) -> Snapshot:
    """A snapshot with its past, as `Store.seen` has it."""
    past = _past_of(id=id, _store=kept_in)
    earlier = [Earlier(one, day, partial(_of_store, id=one, _store=kept_in)) for one, day in past]
    return replace(_of_store(id=id, _store=kept_in), earlier=tuple(earlier))


@st.cache_resource(max_entries=256, show_spinner=False)
def _past_of(id: str, _store: Store) -> list[tuple[str, date]]:
    """Nothing is ever put into the line before a snapshot, so what its id tells is kept without expiry."""
    return _store.past_of(id)


@st.cache_resource(max_entries=256, show_spinner=False)
def _line_of(id: str, _store: Store) -> list[str]:
    return [each for each, _ in _store.line_of(id)]


@st.cache_resource(max_entries=8, show_spinner=False)
def _of_folder(content_id: str, _files: dict[str, bytes]) -> Snapshot:
    return snapshot(_files)


@st.cache_resource(max_entries=64, show_spinner=False)
def _of_store(id: str, _store: Store) -> Snapshot:
    return _store.snapshot(id)
