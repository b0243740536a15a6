"""Servers of the dashboard that tests use in turn: each writes its own configuration and names its own store."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.serve import ROOT, serving
from tests.intruder import ask


class Host:
    """A server that reads its file of secrets anew at each request. Streamlit, which keeps what it has read of it, has
    read nothing: the file is not there when it starts."""

    def __init__(self, address: str, secrets: Path) -> None:
        self.address, self.secrets = address, secrets

    def says(self, store: Path, **access: str) -> None:
        """The data are in the file of a store, and the section `[access]` says this."""
        lines = [f"{name} = {json.dumps(value)}" for name, value in access.items()]
        lines = ["[connections.store]", f"url = {json.dumps(f'sqlite:///{store}')}", "[access]", *lines]
        self.secrets.write_text("\n".join(lines), encoding="utf-8")

    def opens(self, store: Path) -> None:
        """It is public, whatever it was: what was private is opened by this word only."""
        self.says(store, visibility="public")
        ask(self.address, "/")


@contextmanager
def shared(folder: Path, data: Path, local: bool = False) -> Iterator[Host]:
    """Such a server, of the workbooks in `data`; `local` lets its user publish, as `make run` does."""
    secrets = folder / "secrets.toml"
    options = (f"--secrets.files={secrets}", "--server.allowedHosts=127.0.0.1")
    surroundings = {"BS_STORE_URL": "", "BS_LOCAL": "1" if local else "", "BS_DATA": str(data)}
    with serving(folder / "log", str(ROOT / "app.py"), *options, **surroundings) as address:
        yield Host(address, secrets)
