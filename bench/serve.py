"""Streamlit servers on loopback: the dashboard, and bare pages with the same settings and fonts."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_START_SECONDS = 60


@contextmanager
def dashboard(store: str = "") -> Iterator[str]:
    """The address of a server of the dashboard, with the store of an address or one of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = store or f"sqlite:///{Path(folder, 'store.sqlite')}"
        with _server(ROOT / "app.py", ROOT, {"BS_STORE_URL": url}) as address:
            yield address


@contextmanager
def bare(page: str, **environment: str) -> Iterator[str]:
    """The address of a server of one page of `bench/baseline/`.

    Streamlit looks for its settings in the working folder and for static files beside the script, so both are copied.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / ".streamlit", Path(folder, ".streamlit"), ignore=shutil.ignore_patterns("secrets*"))
        shutil.copytree(ROOT / "ui" / "static", Path(folder, "static"))
        script = Path(shutil.copy(ROOT / "bench" / "baseline" / f"{page}.py", folder))
        with _server(script, Path(folder), environment) as address:
            yield address


@contextmanager
def _server(script: Path, folder: Path, environment: dict[str, str]) -> Iterator[str]:
    port = _free_port()
    options = {"headless": "true", "address": "127.0.0.1", "port": str(port), "fileWatcherType": "none"}
    flags = [f"--server.{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *flags]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            if not _answers(f"{address}/_stcore/health", process):
                log.seek(0)
                raise RuntimeError(f"{script.name} did not start:\n{log.read().decode(errors='replace')}")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
