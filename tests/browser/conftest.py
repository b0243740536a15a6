"""A server of the dashboard and a headless Chromium, each started once, and what a reader would see of a page."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.reader import Reader

ROOT = Path(__file__).resolve().parents[2]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--no-first-run"]
# Slides ask the browser's name how large to draw at first; a phone calls itself one.
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
STARTS_WITHIN = 60  # seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def serving(
    folder: Path, data: Path | None = None, local: bool = False, script: tuple[str, ...] = ("app.py",)
) -> Iterator[str]:
    """The address of a fresh server with an empty store, of the shipped workbooks or of those in `data`.

    `local` lets its user publish, as `make run` does. Fails at the end when its log holds a warning or a traceback.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", *script, "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    environment = {name: value for name, value in os.environ.items() if name != "BS_DATA"}
    environment |= {"BS_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}", "BS_LOCAL": "1" if local else ""}
    environment |= {"BS_DATA": str(data)} if data else {}
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=environment)
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)
    told = log.read_text(encoding="utf-8", errors="replace")
    assert not [
        line for line in told.splitlines() if any(word in line for word in ("Traceback", "WARNING", "Error"))
    ], told


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no server after {STARTS_WITHIN} s: {log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server that most tests share."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def cold_server(tmp_path: Path) -> Iterator[str]:
    """The address of a server that nobody has asked for a page yet."""
    with serving(tmp_path) as address:
        yield address


@pytest.fixture
def local_server(tmp_path: Path) -> Iterator[str]:
    """A server whose user may publish."""
    with serving(tmp_path, local=True) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; a machine without one fails, for a page that nobody looked at is not tested."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is not installed"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def warm_contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """One browser context for each size and theme, with what the browser keeps of the app's files."""
    opened: dict[tuple, BrowserContext] = {}

    def context(size: tuple[int, int] = (1920, 1080), theme: str = "light") -> BrowserContext:
        if (size, theme) not in opened:
            viewport = {"width": size[0], "height": size[1]}
            agent = PHONE_AGENT if size[0] < 500 else None
            look = {"viewport": viewport, "color_scheme": theme, "locale": "vi-VN", "user_agent": agent}
            opened[size, theme] = browser.new_context(**look)
        return opened[size, theme]

    yield context
    for each in opened.values():
        each.close()


@pytest.fixture
def contexts(warm_contexts: Callable[..., BrowserContext]) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts by size and theme, in which a test leaves no tab and no choice behind: `contexts(size, theme)`.

    Streamlit keeps in the browser whether the side bar is open, for instance.
    """
    used: dict[tuple, BrowserContext] = {}

    def context(size: tuple[int, int] = (1920, 1080), theme: str = "light") -> BrowserContext:
        used[size, theme] = warm_contexts(size, theme)
        return used[size, theme]

    yield context
    for tab in [tab for each in used.values() for tab in each.pages]:
        if tab.url.startswith("http"):
            tab.evaluate("localStorage.clear()")
        tab.close()


@pytest.fixture
def reader(contexts: Callable[..., BrowserContext]) -> Callable[..., Reader]:
    """A reader in front of an empty tab: `reader(size, theme).opens(address)`."""
    return lambda size=(1920, 1080), theme="light": Reader(contexts(size, theme).new_page())
