"""The store of an app that runs in the test, and a server with a configuration of its own."""

from contextlib import closing, contextmanager

import pytest

from bench.serve import ROOT, serving
from bs_metrics.snapshots.store import Store


@pytest.fixture
def store(tmp_path):
    """The store that the app of a test uses."""
    with closing(Store(f"sqlite:///{tmp_path / 'store.sqlite'}")) as opened:
        yield opened


@pytest.fixture
def hosted(tmp_path):
    """A server with an `[access]` section of its own; it starts nothing before it is asked for."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"

    @contextmanager
    def started(**access):
        secrets = tmp_path / "secrets.toml"
        lines = [f'{name} = "{value}"' for name, value in access.items()]
        secrets.write_text("\n".join(["[access]", *lines]), encoding="utf-8")
        option = f"--secrets.files={secrets}"
        with (
            serving(tmp_path / "log", str(ROOT / "app.py"), option, BS_STORE_URL=url, BS_LOCAL="") as server,
            closing(Store(url)) as store,
        ):
            yield server, store

    return started
