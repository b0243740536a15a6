"""The store of an app that runs in the test."""

from contextlib import closing

import pytest

from bs_metrics.snapshots.store import Store


@pytest.fixture
def store(tmp_path):
    """The store that the app of a test uses."""
    with closing(Store(f"sqlite:///{tmp_path / 'store.sqlite'}")) as opened:
        yield opened
