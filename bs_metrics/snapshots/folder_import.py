"""The folder of workbooks and the store: when an edited workbook becomes a snapshot by itself, and when it is offered.

As long as every snapshot came from the folder, whoever edits a workbook edits the data. Once an analyst has published,
the folder is only offered: their work is never replaced unasked.
"""

from collections.abc import Callable
from pathlib import Path

from bs_metrics.contract.findings import Finding
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import read_files, snapshot_id, workbook_files
from bs_metrics.snapshots.records import HeadMoved, Record
from bs_metrics.snapshots.store import Store

Read = Callable[[dict[str, bytes]], Tables]


class FolderHasErrors(Exception):
    """The folder's workbooks have errors, so they are not published; `findings` are the errors."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings)
        self.findings = findings


def differs(store: Store, folder: Path) -> bool:
    """Whether the folder has workbooks, and others than were last imported from it. Cheap: reads no sheet."""
    files = workbook_files(folder)
    return bool(files) and _is_new(store, files)


def import_folder(store: Store, folder: Path, *, read: Read = read_files) -> Record | None:
    """Import the folder if that needs no asking: it differs, has no error, and no analyst has published yet.

    Returns the new snapshot's record, None where nothing was imported. `read` may be a reader that keeps what it read:
    a folder with errors would otherwise be read again at each call.
    """
    expected = store.head()
    if not _is_new(store, workbook_files(folder)) or not store.has_only_imports():
        return None
    try:
        return publish_folder(store, folder, expected=expected, author="", note="", read=read)
    except (FolderHasErrors, HeadMoved):  # told elsewhere; another process was quicker
        return None


def publish_folder(
    store: Store, folder: Path, *, expected: str | None, author: str, note: str, read: Read = read_files, by: str = ""
) -> Record:
    """Publish the folder's workbooks. Raises FolderHasErrors and HeadMoved."""
    files = workbook_files(folder)
    tables, source_id = read(files), snapshot_id(files)
    errors = [finding for finding in tables.findings if finding.severity == "error"]
    if errors:
        raise FolderHasErrors(errors)
    return store.publish(
        tables, expected=expected, author=author, note=note, origin="folder", source_id=source_id, by=by
    )


def _is_new(store: Store, files: dict[str, bytes]) -> bool:
    last = store.last_import()
    return last is None or last.source_id != snapshot_id(files)
