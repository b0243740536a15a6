"""The store of an app that runs in the test."""

from contextlib import closing

import pytest

from bs_metrics.access.roles import Role
from bs_metrics.snapshots.store import Store


@pytest.fixture
def analyst(monkeypatch):
    """The reader sits at the machine that the server was started for."""
    for module in ("ui.server.roles", "ui.frame"):
        monkeypatch.setattr(f"{module}.role", lambda caller=None: Role.ANALYST)


@pytest.fixture
def store(tmp_path):
    """The store that the app of a test uses."""
    with closing(Store(f"sqlite:///{tmp_path / 'store.sqlite'}")) as opened:
        yield opened
