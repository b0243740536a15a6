"""When a folder of workbooks becomes a snapshot: by itself, only offered, or never."""

import pytest

from bs_metrics.intake.folder import read_files, snapshot_id, workbook_files
from bs_metrics.snapshots.folder_import import FolderHasErrors, differs, import_folder, publish_folder
from bs_metrics.snapshots.records import HeadMoved
from tests.store.states import state


def complete(workbook, name):
    """A workbook of every table; one unit has the name."""
    empty = {table: [] for table in state(1).frames}
    return workbook(**empty | {"units": [{"code": "1", "name": name, "kind": "commune"}]})


@pytest.fixture
def filled(tmp_path, workbook):
    """A folder with a workbook, and a way to change it."""
    folder = tmp_path / "data"
    folder.mkdir()

    def write(name):
        (folder / "so.xlsx").write_bytes(complete(workbook, name))
        return folder

    write("Bình An")
    return write


def names(store):
    return store.snapshot(store.head()).tables["units"]["name"].tolist()


def test_the_workbooks_become_snapshot_1_of_an_empty_store(store, filled):
    folder = filled("Bình An")
    assert differs(store, folder)
    record = import_folder(store, folder)
    assert (record.number, record.origin) == (1, "folder") and store.head() == record.id
    assert record.source_id == snapshot_id(workbook_files(folder))
    assert store.last_import() == record and names(store) == ["Bình An"]


def test_a_folder_that_did_not_change_is_imported_once_and_read_once(store, filled):
    folder, reads = filled("Bình An"), []

    def read(files):
        reads.append(1)
        return read_files(files)

    assert import_folder(store, folder, read=read)
    assert not differs(store, folder) and import_folder(store, folder, read=read) is None
    assert len(store.history()) == len(reads) == 1


def test_an_edited_workbook_counts_at_the_next_import(store, filled):
    for number, name in enumerate(["Bình An", "Bình Châu", "Bình An"], start=1):
        assert import_folder(store, filled(name)).number == number
        assert names(store) == [name]


@pytest.mark.parametrize("act", ["publish", "restore"])
def test_once_an_analyst_has_acted_a_changed_folder_is_only_offered(store, filled, act):
    first = import_folder(store, filled("Bình An"))
    if act == "publish":
        done = store.publish(state(1), expected=first.id, author="An", note="")
    else:
        done = store.restore(first.id, expected=first.id, author="An", note="")
    folder = filled("Bình Châu")
    assert import_folder(store, folder) is None and store.head() == done.id
    assert differs(store, folder)
    record = publish_folder(store, folder, expected=done.id, author="An", note="bản mới")
    assert (record.number, record.origin, record.author) == (3, "folder", "An") and names(store) == ["Bình Châu"]
    assert not differs(store, folder)
    assert import_folder(store, filled("Bình Minh")) is None, "the analyst's work is in the history still"


def test_a_folder_with_errors_is_never_imported(store, filled):
    folder = filled("Bình An")
    (folder / "hong.xlsx").write_bytes(b"x")
    assert import_folder(store, folder) is None and store.head() is None
    with pytest.raises(FolderHasErrors) as refused:
        publish_folder(store, folder, expected=None, author="An", note="")
    assert [finding.file for finding in refused.value.findings] == ["hong.xlsx"] and store.head() is None
    (folder / "hong.xlsx").unlink()
    first = import_folder(store, folder)
    (folder / "hong.xlsx").write_bytes(b"x")
    assert import_folder(store, folder) is None and store.head() == first.id


def test_an_import_that_another_process_made_first_is_left_to_it(store, filled, monkeypatch):
    folder = filled("Bình An")

    def slow(files):
        import_folder(store, folder)
        return read_files(files)

    assert import_folder(store, folder, read=slow) is None
    assert len(store.history()) == 1


def test_a_folder_without_workbooks_has_nothing_to_offer(store, tmp_path):
    assert not differs(store, tmp_path) and import_folder(store, tmp_path) is None


def test_publishing_a_folder_on_an_old_head_is_refused(store, filled):
    import_folder(store, filled("Bình An"))
    with pytest.raises(HeadMoved):
        publish_folder(store, filled("Bình Châu"), expected=None, author="", note="")
    assert names(store) == ["Bình An"]


def test_the_shipped_folder_is_imported_without_asking(store, shipped, folder):
    record = import_folder(store, folder)
    assert record.source_id == shipped.id and record.as_of == shipped.as_of
