"""Writing to the store: every function asks again whether this reader may, whatever the page showed."""

from bs_metrics.snapshots.folder_import import publish_folder
from bs_metrics.snapshots.records import Record, StoredFile
from bs_metrics.workbook.folder import Tables
from ui.data import data_folder, store, unpin
from ui.roles import check_may_publish


def publish(tables: Tables, expected: str | None, author: str, note: str, file: StoredFile) -> Record:
    """Publish tables as the next snapshot. Raises NotAllowed, HeadMoved, StoreUnavailable."""
    check_may_publish()
    record = store().publish(tables, expected=expected, author=author, note=note, file=file)
    unpin()
    return record


def restore(id: str, expected: str | None, author: str, note: str) -> Record:
    """Publish an old snapshot again on top of `expected`. Raises NotAllowed, HeadMoved, StoreUnavailable."""
    check_may_publish()
    record = store().restore(id, expected=expected, author=author, note=note)
    unpin()
    return record


def publish_default(expected: str | None, author: str, note: str) -> Record:
    """Publish the folder's workbooks. Raises NotAllowed, HeadMoved, FolderHasErrors, StoreUnavailable."""
    check_may_publish()
    return publish_folder(store(), data_folder(), expected=expected, author=author, note=note)


def remember(shape: str, choices: str, author: str) -> None:
    """Keep a corrected understanding for the next file of this shape. Raises NotAllowed, StoreUnavailable."""
    check_may_publish()
    store().remember(shape, choices, author)
