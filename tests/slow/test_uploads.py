"""Uploads that no page asked for, sent to a real server."""

import pytest

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
