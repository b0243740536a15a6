"""A server of the dashboard and a headless Chromium, each started once, and what a reader would see of a page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from bench.serve import serving as start
from bench.serve import told
from tests.browser.reader import Reader
from tests.conftest import copied
from tests.host import Host, shared
from tests.waiting import MILLISECONDS
from tools.setup import chromium

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--no-first-run"]
# A reader at a projector who has opened the side bar before; the front page begins without it.
OPENED = """if (innerWidth >= 1600 && !location.pathname.endsWith('/present'))
    localStorage['stSidebarCollapsed-'] ??= 'false'"""
SHARED = ["--process-per-site"]  # a page in a process that has read Streamlit's and Plotly's scripts takes half
# Slides ask the browser's name how large to draw at first; a phone calls itself one.
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def serving(folder: Path, data: Path | None = None, script: tuple[str, ...] = ("app.py",)) -> Iterator[str]:
    """The address of a fresh server with an empty store, of the shipped workbooks or of those in `data`."""
    log, store = folder / "log", f"sqlite:///{folder / 'store.sqlite'}"
    with quiet(log), start(log, *script, BS_STORE_URL=store, BS_LOCAL="", BS_DATA=str(data or "")) as address:
        yield address


@contextmanager
def quiet(log: Path) -> Iterator[None]:
    """Fails at the end when the log of a server holds a warning or a traceback."""
    yield
    bad = [line for line in told(log).splitlines() if any(word in line for word in ("Traceback", "WARNING", "Error"))]
    assert not bad, told(log)


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


@pytest.fixture(scope="session")
def local_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A server whose user may publish; tests use it in turn."""
    folder = tmp_path_factory.mktemp("local")
    with quiet(folder / "log"), shared(folder, copied(folder / "data"), local=True) as host:
        yield host


@pytest.fixture
def local_server(local_host: Host, tmp_path: Path) -> str:
    """The address of a server whose user may publish, with an empty store."""
    local_host.opens(tmp_path / "store.sqlite")
    return local_host.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; a machine without one fails, for a page that nobody looked at is not tested."""
    path = chromium()
    assert path, "Chromium is not installed: make setup"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET + SHARED, timeout=MILLISECONDS)
        expect.set_options(timeout=MILLISECONDS)
        yield opened
        opened.close()


def new_context(
    browser: Browser, size: tuple[int, int] = (1920, 1080), theme: str = "light", **more: Any
) -> BrowserContext:
    """A browser that has seen nothing yet, of a size and theme, and as patient as all."""
    agent = PHONE_AGENT if size[0] < 500 else None
    look = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": theme, "user_agent": agent}
    # Without a graphics card, fading in and out takes most of what a page takes.
    context = browser.new_context(**look, reduced_motion="reduce", locale="vi-VN", **more)
    context.set_default_timeout(MILLISECONDS)
    return context


@pytest.fixture(scope="session")
def warm_contexts(browser: Browser, server: str) -> Iterator[Callable[..., BrowserContext]]:
    """One browser context for each size and theme, with what the browser keeps of the app's files.

    Its first tab stays: it keeps the process of this site.
    """
    opened: dict[tuple, BrowserContext] = {}

    def context(size: tuple[int, int] = (1920, 1080), theme: str = "light") -> BrowserContext:
        if (size, theme) not in opened:
            opened[size, theme] = new_context(browser, size, theme)
            opened[size, theme].add_init_script(OPENED)
            opened[size, theme].new_page().goto(f"{server}/_stcore/health")
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
    for tab in [tab for each in used.values() for tab in each.pages[1:]]:
        if tab.url.startswith("http"):
            tab.evaluate("localStorage.clear()")
        tab.close()


@pytest.fixture
def reader(contexts: Callable[..., BrowserContext]) -> Callable[..., Reader]:
    """A reader in front of an empty tab: `reader(size, theme).opens(address)`."""
    return lambda size=(1920, 1080), theme="light": Reader(contexts(size, theme).new_page())
