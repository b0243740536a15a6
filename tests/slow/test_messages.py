"""What no page of ours sends, or sends at that moment, said to a real server."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.util import calc_hash

from bs_metrics.access.links import Links
from bs_metrics.contract.bounds import FILE_BYTES
from tests.intruder import ask, visiting
from tests.slow.test_door import SECRET, cookie_of


@pytest.mark.parametrize(
    ("role", "answered"), [("viewer", [403] * 5), ("contributor", [204, 204, 204, 413, 413])], ids=str
)
def test_only_who_may_hand_in_uploads_and_no_more_than_there_is_room_for(hosted, role, answered):
    """A viewer's session gets an address to upload to from Streamlit all the same."""
    sizes = [1000, *[FILE_BYTES] * 3, FILE_BYTES + 2_000_000]
    with hosted(secret=SECRET) as (server, store):
        cookie = cookie_of(ask(server, f"/open/{Links(store, SECRET).make(role, 1, 'An')[1]}", "POST"))
        with visiting(server, cookie=cookie) as visitor:
            visitor.opens()
            assert [visitor.uploads(bytes(size)).status for size in sizes] == answered
        with visiting(server, cookie=cookie) as other, visiting(server, cookie=cookie) as visitor:
            visitor.token, visitor.cookies = other.token, other.cookies
            assert visitor.uploads(bytes(1000)).status == 403, "the session is of another browser"


def test_a_part_of_a_page_that_the_reader_has_left_does_not_leave_the_next_page_empty(hosted):
    """The presentation reports a new size of its bar in the moment in which the reader goes on to another page."""
    with hosted() as (server, _), visiting(server) as visitor:
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
