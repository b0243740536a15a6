"""Streamlit servers on loopback: the dashboard, and bare pages with the same settings and fonts."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from tests.waiting import LIMIT, wait_until

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def serving(
    log: Path, *script: str, folder: Path = ROOT, program: str = "streamlit", **environment: str
) -> Iterator[str]:
    """The address of a server of a script, with its options, that is started in a folder and tells its log.

    `program` is the module that Python runs: Streamlit, or another with the same options.
    """
    port = free_port()
    options = ("headless=true", "address=127.0.0.1", f"port={port}", "fileWatcherType=none")
    command = [sys.executable, "-m", program, "run", *script, *(f"--server.{option}" for option in options)]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until(lambda: _answers(address, server, log), lambda: told(log))
            yield address
        finally:
            server.terminate()
            server.wait(LIMIT)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def told(log: Path) -> str:
    """What a server said."""
    return log.read_text(encoding="utf-8", errors="replace")


def _answers(address: str, server: subprocess.Popen[bytes], log: Path) -> bool:
    assert server.poll() is None, told(log)
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=LIMIT):
            return True
    except OSError:
        return False


def process_of(address: str) -> psutil.Process:
    """The process of a server that was started here."""
    option = f"--server.port={urlsplit(address).port}"
    return next(each for each in psutil.Process().children() if option in each.cmdline())


@contextmanager
def dashboard(*options: str) -> Iterator[str]:
    """The address of a server of the dashboard, with a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{Path(folder, 'store.sqlite')}"
        with serving(Path(folder, "log"), "app.py", *options, BS_STORE_URL=store) as address:
            yield address


@contextmanager
def bare(page: str, *options: str, settings: bool = True, **environment: str) -> Iterator[str]:
    """The address of a server of one page of `bench/baseline/`, with the dashboard's settings or Streamlit's own.

    Streamlit looks for its settings in the working folder and for static files beside the script, so both are copied.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if settings:
            shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", ignore=shutil.ignore_patterns("secrets*"))
            shutil.copytree(ROOT / "ui" / "static", folder / "static")
        script = shutil.copy(ROOT / "bench" / "baseline" / f"{page}.py", folder)
        with serving(folder / "log", str(script), *options, folder=folder, **environment) as address:
            yield address
