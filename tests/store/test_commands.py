"""The command line on a store: `ratios`, `history`, `restore`."""

import json
import re

import pytest

from bs_metrics.snapshots.address import store_url
from bs_metrics.snapshots.records import HeadMoved
from bs_metrics.snapshots.store import Store
from tests.store.states import state, upload


@pytest.fixture
def store(imported):
    """The shipped workbooks as snapshot 1, an analyst's upload as snapshot 2, in the store of the folder."""
    imported.publish(state(1), expected=imported.head(), author="An", note="số mới", file=upload(1, 10))
    return imported


def test_the_ratios_are_those_of_the_head(store, call):
    code, out, err = call("ratios", "--json")
    assert (code, err) == (0, "") and json.loads(out) == {"snapshot": store.head(), "as_of": None, "ratios": []}


def test_the_ratios_of_a_named_snapshot(store, call):
    first = store.history()[-1].id
    code, out, _ = call("ratios", "--json", "--snapshot", first)
    printed = json.loads(out)
    assert code == 0 and (printed["snapshot"], printed["as_of"]) == (first, "2024-08-01")
    assert len(printed["ratios"]) == 14
    assert "23/36" in call("ratios", "--snapshot", first)[1]


def test_a_folder_that_differs_from_the_last_import_is_mentioned(store, folder, call):
    (folder / "hoat-dong.xlsx").unlink()
    code, out, err = call("ratios", "--json", "--lang", "en")
    assert code == 0 and json.loads(out)["snapshot"] == store.head() and "differ" in err


def test_without_a_store_the_folder_is_shown_and_none_is_made(folder, unnamed, call):
    before = sorted(folder.iterdir())
    code, out, _ = call("ratios", "--json")
    assert code == 0 and len(json.loads(out)["ratios"]) == 14
    assert call("history")[:2] == (0, "Chưa có bản số liệu nào.\n")
    assert json.loads(call("history", "--json")[1]) == {"snapshots": []}
    assert call("ratios", "--snapshot", "abc")[0] == 2
    assert call("restore", "abc", "--note", "x")[0] == 2
    assert sorted(folder.iterdir()) == before


def test_an_empty_store_shows_the_folder(folder, unnamed, opened, call):
    opened(store_url(folder))
    code, out, _ = call("ratios", "--json")
    assert code == 0 and len(json.loads(out)["ratios"]) == 14


def test_the_history_as_json(store, call):
    code, out, _ = call("history", "--json")
    second, first = json.loads(out)["snapshots"]
    assert code == 0 and first["parent"] is None and second["parent"] == first["id"]
    assert (first["number"], first["origin"], first["as_of"], first["file"]) == (1, "folder", "2024-08-01", None)
    assert (second["number"], second["author"], second["note"]) == (2, "An", "số mới")
    assert second["file"] == {"name": "1.xlsx", "sha256": upload(1, 10).sha256}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00", second["time"])


def test_the_history_for_people_has_a_line_a_snapshot(store, call):
    for language, said in (("vi", ("thư mục bảng tính", "tải lên: 1.xlsx", "01/8/2024")), ("en", ("folder", "upload"))):
        code, out, _ = call("history", "--lang", language)
        assert code == 0 and len(out.splitlines()) == 3
        assert all(record.id in out for record in store.history()) and all(text in out for text in said)


def test_a_note_cannot_draw_on_the_terminal(store, call):
    store.publish(state(1), expected=store.head(), author="A\x1b[2J", note="một\nhai\r\x07")
    out = call("history")[1]
    assert len(out.splitlines()) == 4 and "một hai" in out and not set(out) & set("\x1b\r\x07")


def test_restoring_adds_a_snapshot(store, call):
    first = store.history()[-1]
    code, out, _ = call("restore", first.id, "--note", "nhầm tệp", "--author", "Bình")
    head = store.record(store.head())
    assert code == 0 and head.id in out
    assert (head.number, head.restored_from, head.note, head.author) == (3, first.id, "nhầm tệp", "Bình")
    assert first.id in call("history")[1].splitlines()[1]


def test_an_unknown_snapshot_is_told_without_a_traceback(store, call):
    for words in (("ratios", "--snapshot", "abc"), ("restore", "abc", "--note", "x")):
        code, out, err = call(*words)
        assert (code, out) == (2, "") and "abc" in err


def test_a_store_that_does_not_answer_is_told_without_a_traceback(monkeypatch, call):
    monkeypatch.setenv("BS_STORE_URL", "postgresql://user:m4t-kh4u@127.0.0.1:1/store")
    for words in (("ratios",), ("history",), ("restore", "abc", "--note", "x")):
        code, out, err = call(*words)
        assert (code, out) == (2, "") and "127.0.0.1:1/store" in err and "m4t-kh4u" not in err


def test_a_head_that_moves_meanwhile_is_told(store, call, monkeypatch):
    def moved(self, id, **given):
        raise HeadMoved("def")

    monkeypatch.setattr(Store, "restore", moved)
    code, out, err = call("restore", store.head(), "--note", "x", "--lang", "en")
    assert (code, out) == (1, "") and "def" in err


def test_restoring_asks_for_a_note(store, call):
    with pytest.raises(SystemExit) as stopped:
        call("restore", store.head())
    assert stopped.value.code == 2
