"""Every test of the store runs on SQLite and on a real PostgreSQL."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bs_metrics.__main__ import main
from bs_metrics.snapshots.address import store_url
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.store import Store
from bs_metrics.words import LANGUAGES, Problem
from tests.store.postgres import PostgresMissing, Server
from tests.store.racing import Publishers

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running PostgreSQL. Where there is none to start, the tests fail: a store half tested is not tested."""
    try:
        server = Server()
    except PostgresMissing as missing:
        pytest.fail(str(missing), pytrace=False)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def publishers() -> Iterator[Publishers]:
    """The process that forks publishers: it does nothing itself, so that all tests use the same."""
    running = Publishers()
    yield running
    running.close()


def problem_of(kind: type[Problem], act: Callable[..., object], *given: object, **named: object) -> Any:
    """Why an act is refused; it has words in both languages."""
    with pytest.raises(kind) as problem:
        act(*given, **named)
    assert all(problem.value.message(language) for language in LANGUAGES)
    return problem.value


def new_schema(server: Server) -> str:
    """The URL of an empty schema of its own: as good as a database of its own, and made in no time."""
    name = f"store_{next(_NUMBERS)}"
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return server.address("postgres") + f"&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the URL of a store that is not there yet, another one at each call."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path / f'store_{next(_NUMBERS)}.sqlite'}"
    server = request.getfixturevalue("postgres")
    return lambda: new_schema(server)


@pytest.fixture
def address(new_address: Callable[[], str]) -> str:
    """The URL of a store that is not there yet."""
    return new_address()


@pytest.fixture
def unnamed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing names a store, whatever this machine's user has set; gives the folder that the program is started in."""
    monkeypatch.delenv("BS_STORE_URL")
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    start = tmp_path_factory.mktemp("start")
    monkeypatch.chdir(start)
    return start


@pytest.fixture
def opened() -> Iterator[Callable[[str], Store]]:
    """Opens stores, and closes them after the test."""
    stores: list[Store] = []

    def open_store(url: str) -> Store:
        stores.append(Store(url))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def store(address: str, opened: Callable[[str], Store]) -> Store:
    """An empty store."""
    return opened(address)


@pytest.fixture
def imported(folder: Path, unnamed: Path, opened: Callable[[str], Store]) -> Store:
    """The shipped workbooks as snapshot 1, in the store of the folder."""
    store = opened(store_url(folder))
    import_folder(store, folder)
    return store


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command on the folder: its exit code, what it printed and what it said aside."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--data", str(folder)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run
