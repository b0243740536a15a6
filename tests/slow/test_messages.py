"""What no page of ours sends, or sends at that moment, said to a real server."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.util import calc_hash

from bench.serve import serving
from bs_metrics.contract.bounds import FILE_BYTES
from tests.intruder import visiting


@pytest.mark.parametrize(
    ("local", "answered"), [("", [403] * 5), ("1", [204, 204, 204, 413, 413])], ids=["visitor", "analyst"]
)
def test_only_who_may_hand_in_uploads_and_no_more_than_there_is_room_for(tmp_path, local, answered):
    """A visitor's session gets an address to upload to from Streamlit all the same."""
    store, sizes = f"sqlite:///{tmp_path / 'store.sqlite'}", [1000, *[FILE_BYTES] * 3, FILE_BYTES + 2_000_000]
    with (
        serving(tmp_path / "log", "app.py", BS_STORE_URL=store, BS_LOCAL=local) as server,
        visiting(server) as visitor,
    ):
        visitor.opens()
        assert [visitor.uploads(bytes(size)).status for size in sizes] == answered


def test_a_part_of_a_page_that_the_reader_has_left_does_not_leave_the_next_page_empty(tmp_path):
    """The presentation reports a new size of its bar in the moment in which the reader goes on to another page."""
    store = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with serving(tmp_path / "log", "app.py", BS_STORE_URL=store, BS_LOCAL="") as server, visiting(server) as visitor:
        after, left = calc_hash("schools"), calc_hash("present")
        drawn = visitor.says(run_of(left), "script_finished")
        part = next(id for each in drawn if (id := each.delta.fragment_id))
        visitor.socket.send(run_of(after).SerializeToString())
        answered = visitor.says(run_of(left, part), "script_finished")
        answered += visitor.says(run_of(after), "script_finished")
        assert {page for each in answered if (page := each.new_session.page_script_hash)} == {after}


def run_of(page, part=""):
    message = BackMsg()
    message.rerun_script.page_script_hash = page
    message.rerun_script.fragment_id = part
    return message
