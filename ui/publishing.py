"""Writing to the store: every function asks again whether this reader may, whatever the page showed."""

from dataclasses import dataclass

import streamlit as st

from bs_metrics.snapshots.store import Record
from bs_metrics.workbook.folder import Tables
from ui.data import PIN, shown, store
from ui.roles import check_may_publish


@dataclass(frozen=True)
class Done:
    """What was written last in this session, so that the page after the rerun can say so."""

    record: Record
    undoes: Record | None = None


def publish(tables: Tables, expected: str | None, author: str, note: str, file: tuple[str, bytes] | None) -> Record:
    """Publish tables as the next snapshot. Raises NotAllowed, HeadMoved, StoreUnavailable."""
    check_may_publish()
    return _remembered(store().publish(tables, expected=expected, author=author, note=note, file=file))


def restore(id: str, author: str, note: str) -> Record:
    """Publish an old snapshot again on top of what is shown. Raises NotAllowed, HeadMoved, StoreUnavailable."""
    check_may_publish()
    return _remembered(store().restore(id, expected=store().head(), author=author, note=note))


def remember(shape: str, choices: str, author: str) -> None:
    """Keep a corrected understanding for the next file of this shape. Raises NotAllowed, StoreUnavailable."""
    check_may_publish()
    store().remember(shape, choices, author)


def _remembered(record: Record) -> Record:
    """A writer looks at the current snapshot from now on."""
    st.session_state.pop(PIN, None)
    st.query_params.pop(PIN, None)
    return record
