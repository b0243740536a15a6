"""Fixtures: small workbooks made in the test itself, and the app as Streamlit's own test runner runs it."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from openpyxl import Workbook
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from bs_metrics.contract.columns import ORIGIN, empty_frame
from bs_metrics.contract.lists import lists_of
from bs_metrics.contract.schema import ClosedList, schema
from bs_metrics.contract.tables import Tables
from bs_metrics.exports.formats import to_pdf
from bs_metrics.intake.folder import DEFAULT_FOLDER, with_shipped, workbook_files
from bs_metrics.snapshots import database
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.snapshot import Snapshot, snapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.writers.workbook import saved, write_table
from tests.host import Host, shared
from tests.hostile import spoil
from tests.kept import keep, keep_read
from tests.waiting import LIMIT
from tools.setup import missing

ROOT = Path(__file__).resolve().parents[1]
SLOW = {"browser", "slow", "store"}  # folders of tests that make check leaves out
COUNTED = {"test_annotate", "test_corpus", "test_intake", "test_pages", "test_update_pages"}

# A slow machine is not a wrong answer. `make fuzz` looks at more examples.
_PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("tests", max_examples=25, **_PATIENT)
settings.register_profile("fuzz", max_examples=int(os.environ.get("COUNT") or 10_000) // 20, **_PATIENT)
settings.load_profile("tests")


def pytest_configure(config: pytest.Config) -> None:
    """Before test modules are read, which ask for the shipped workbooks."""
    patch = pytest.MonkeyPatch()
    keep_read(patch)
    config.add_cleanup(patch.undo)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With SETUP=no the tests that lack a program do not run; the summary lists them.

    Coverage is of the fast tests and of those that reach what they do not: counting adds half of a test's time. What
    waits longest, for a whole site, begins first, so that no worker is alone with it at the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("site") is None)
    for item in items:
        if item.path.parent.name in SLOW and item.path.stem not in COUNTED:
            item.add_marker(pytest.mark.no_cover)
    if os.environ.get("SETUP") != "no":
        return
    lacking = {need.marker: need.name for need in missing()}
    left_out = {item: name for item in items for marker, name in lacking.items() if item.get_closest_marker(marker)}
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=list(left_out))
    config.stash[_LEFT_OUT] = Counter(left_out.values())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What did not run, and why."""
    for name, count in config.stash.get(_LEFT_OUT, Counter()).items():
        terminalreporter.write_line(f"Not run: {count} tests, because {name} is not installed", yellow=True)


_LEFT_OUT = pytest.StashKey[Counter[str]]()
_FILLERS = {"text": "x", "code": "x", "integer": 1, "number": 1.0, "date": date(2024, 8, 1)}


@cache
def _shipped_lists() -> dict[str, ClosedList]:
    return lists_of(with_shipped({}))


def filled(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with something in every required column that it does not mention; None leaves a cell blank."""
    columns, lists = schema().tables[table].columns.values(), _shipped_lists()
    missing = [column for column in columns if column.required and column.name not in row]
    return {column.name: _FILLERS.get(column.type) or next(iter(lists[column.type].words)) for column in missing} | row


def book_of(**tables: list[dict[str, Any]]) -> bytes:
    """A workbook of some tables: `book_of(units=[{"code": "1", "name": "Bình An"}])`."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in tables.items():
        table = schema().tables[name]
        sheet = workbook.create_sheet(table.sheet)
        write_table(sheet, table, [filled(name, row) for row in rows], {}, lambda column: "", _shipped_lists())
    return saved(workbook)


@pytest.fixture(scope="session", autouse=True)
def _installed_once() -> Iterator[None]:
    """Every AppTest reads what all installed packages say of themselves; that does not change."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def _patient() -> Iterator[None]:
    """The program's own patience with a database and with LibreOffice does not end because the machine is busy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "WAIT_SECONDS", LIMIT)
        patch.setattr(database, "_CONNECT_SECONDS", LIMIT)
        patch.setitem(database._WAITS, "connect_timeout", LIMIT)
        patch.setattr(to_pdf, "__defaults__", (LIMIT,))
        yield


@pytest.fixture(scope="session", autouse=True)
def _kept() -> Iterator[None]:
    """What follows from the same workbooks, files and answers is worked out once."""
    with pytest.MonkeyPatch.context() as patch:
        keep(patch)
        yield


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """The same without an import."""
    return book_of


def frame_of(name: str, rows: list[dict[str, Any]], file: str = "nho.xlsx") -> pd.DataFrame:
    """Rows of a table as they are read from the workbook that `book_of` makes of them; nothing is checked."""
    table = schema().tables[name]
    full = [filled(name, row) for row in rows]
    assert {key for row in full for key in row} <= set(table.columns), name
    full = [row | dict(zip(ORIGIN, (file, table.sheet, at), strict=True)) for at, row in enumerate(full, start=2)]
    types = empty_frame(table).dtypes
    return pd.DataFrame(
        {key: pd.Series([row.get(key) for row in full], dtype=object).astype(types[key]) for key in types.index}
    )


def tables_of(**given: list[dict[str, Any]]) -> Tables:
    """Every table of the data contract as if read from `book_of`; those not mentioned without rows, and no findings."""
    empty = {name: empty_frame(table) for name, table in schema().tables.items()}
    return Tables(with_shipped(empty | {name: frame_of(name, rows) for name, rows in given.items()}), [])


@pytest.fixture
def tables() -> Callable[..., Tables]:
    """The same without an import."""
    return tables_of


@pytest.fixture(scope="session")
def shipped() -> Snapshot:
    """The data that the project ships."""
    return snapshot(workbook_files(DEFAULT_FOLDER))


def copied(to: Path) -> Path:
    """A new folder with a copy of the shipped workbooks."""
    return Path(shutil.copytree(DEFAULT_FOLDER, to, ignore=shutil.ignore_patterns("*.md", "store*")))


@pytest.fixture(scope="session")
def spoilt_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped workbooks with markup, formulas and signs in every text."""
    folder = copied(tmp_path_factory.mktemp("hostile") / "data")
    spoil(folder)
    return folder


@pytest.fixture(scope="session")
def spoilt(spoilt_folder: Path) -> Snapshot:
    """The same, read."""
    return snapshot(workbook_files(spoilt_folder))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped workbooks that the app reads instead of them."""
    monkeypatch.setenv("BS_DATA", str(tmp_path / "data"))
    return copied(tmp_path / "data")


def at_address(at: AppTest, address: str) -> AppTest:
    """The app at another address; the test runner itself goes to files, and several pages may be of one."""
    at._page_hash = calc_hash(address)
    return at


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """The page at an address, run: `app("schools", "en", level="primary")`; more keywords are what the link carries."""
    monkeypatch.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from where it is started

    def run(page: str, lang: str = "vi", **link: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=LIMIT)
        for key, value in ({"lang": lang} | link).items():
            at.query_params[key] = value
        return at_address(at, page).run()

    return run


def stored(folder: Path, at: Path) -> Path:
    """The file of a new store whose one snapshot is a folder's workbooks, as the app imports them."""
    with closing(Store(f"sqlite:///{at / 'store.sqlite'}")) as store:
        import_folder(store, folder)
    return at / "store.sqlite"


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of the shipped data."""
    return stored(DEFAULT_FOLDER, tmp_path_factory.mktemp("imported"))


@pytest.fixture(autouse=True)
def _shipped_data(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever the person at this machine works on, the store is empty; for the app it holds the shipped data already.

    What the app derives from a snapshot it keeps by the snapshot's id: with the same one all tests share it.
    """
    if "app" in request.fixturenames and "folder" not in request.fixturenames:
        shutil.copy(request.getfixturevalue("imported"), tmp_path)
    monkeypatch.delenv("BS_DATA", raising=False)
    monkeypatch.delenv("BS_LOCAL", raising=False)
    monkeypatch.setenv("BS_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")


@pytest.fixture(scope="session", autouse=True)
def _no_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test meets the store of the person at this machine: one that wants a store names its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BS_STORE_URL", f"sqlite:///{tmp_path_factory.mktemp('none') / 'store.sqlite'}")
        yield


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The server that tests of several configurations share."""
    folder = tmp_path_factory.mktemp("host")
    with shared(folder, copied(folder / "data")) as server:
        yield server


@pytest.fixture
def hosted(host: Host, tmp_path: Path) -> Iterator[Callable[..., AbstractContextManager[tuple[str, Store]]]]:
    """The same with an `[access]` section and a new store: `with hosted(visibility="private") as (address, store)`."""
    file = tmp_path / "store.sqlite"

    @contextmanager
    def started(**access: str) -> Iterator[tuple[str, Store]]:
        host.says(file, **access)
        with closing(Store(f"sqlite:///{file}")) as store:
            yield host.address, store

    yield started
    host.opens(file)


def shown(at: AppTest) -> str:
    """All text that a page shows in its main column, in order."""
    return "\n".join(
        str(element.value) for element in at.main if hasattr(element, "value") and element.value is not None
    )
