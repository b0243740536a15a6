"""A store that cannot be used says so, and says no password."""

import socket
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

import psutil
import psycopg
import pytest
import streamlit

from bs_metrics.__main__ import main
from bs_metrics.snapshots import database
from bs_metrics.snapshots.address import StoreUnavailable, exists, store_url
from bs_metrics.snapshots.database import parsed
from bs_metrics.snapshots.log import entries, logged
from bs_metrics.snapshots.records import HeadMoved, UnknownSnapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.words import LANGUAGES
from tests.conftest import shown
from tests.store.conftest import new_schema, problem_of
from tests.store.postgres import PostgresMissing, Server, program
from tests.store.states import number_of, state, upload
from tests.waiting import LIMIT, wait_until
from tools import setup
from ui.inert import inert

SECRET = "m4t-kh4u"
OPTION = "ba-m4t"


def refused(url):
    """The exception for an address; neither it nor its traceback holds a password."""
    with pytest.raises(StoreUnavailable) as info:
        Store(url)
    told = [str(info.value), repr(info.value), *(info.value.message(language) for language in LANGUAGES)]
    told += traceback.format_exception(info.value)
    assert not [text for text in told if SECRET in text or OPTION in text]
    return info.value


@pytest.mark.parametrize(
    "url, code",
    [
        (f"mysql://user:{SECRET}@localhost/store", "kind"),
        (f"{SECRET}", "kind"),
        (f"user:{SECRET}@localhost/store", "kind"),
        ("", "kind"),
        ("sqlite:", "kind"),
        ("sqlite://", "address"),
        (f"postgresql://user:a/{SECRET}@b@localhost:x/store", "address"),
        (f"postgresql://user:{SECRET}@localhost:{SECRET}/store", "address"),
        (f"postgresql://user:{SECRET}@127.0.0.1:1/store?password={OPTION}", "driver"),
        (f"postgres://user:{SECRET}@127.0.0.1:99999/store", "driver"),
        (f"postgresql://user:{SECRET}@127.0.0.1:1/store?no_such_option={OPTION}", "driver"),
        (f"postgresql+psycopg2://user:{SECRET}@/store?host=/no/such/folder&sslpassword={OPTION}", "driver"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(url, code):
    assert refused(url).code == code


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert str(tmp_path) in refused(f"sqlite:///{tmp_path}/none/store.sqlite").address


def test_a_file_that_is_no_store_is_told_and_left_alone(tmp_path):
    file = tmp_path / "store.sqlite"
    file.write_bytes(b"a letter, not a database" * 100)
    assert refused(f"sqlite:///{file}").code == "driver"
    assert file.read_bytes() == b"a letter, not a database" * 100


def test_who_waits_too_long_for_another_writer_is_told(address, opened, monkeypatch):
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.1)
    store, other = opened(address), database.Database(address)
    with other.writing(), pytest.raises(StoreUnavailable):
        store.publish(state(1), expected=None, author="", note="")
    assert store.publish(state(1), expected=None, author="", note="").number == 1
    other.close()


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_told(postgres):
    told = refused(postgres.address("none").replace("test@", f"test:{SECRET}@"))
    assert told.code == "driver" and "none" in told.detail


@pytest.fixture
def own(opened):
    """A server that a test may stop, a store of it, its one snapshot, and how the store commits."""
    server = Server()
    try:
        server.start()
        store = opened(server.address("postgres"))
        record = store.publish(state(1), expected=None, author="", note="")
        yield server, store, record, store.database._engine.dialect.do_commit
    finally:
        server.remove()


@pytest.mark.postgres
def test_a_publication_that_a_server_s_end_overlaps_happened_or_did_not(own):
    """The same store goes on when the server is back; who publishes again publishes once."""
    server, store, record, commit = own

    def publishes(**given):
        return store.publish(state(2), expected=record.id, author="", note="", file=upload(2, 1000), **given)

    def within(connection, record):
        server.stop()
        logged(connection, "published", "", record.id)

    def before(connection):
        server.stop()
        commit(connection)

    def after(connection):
        commit(connection)
        server.stop()
        raise psycopg.OperationalError("the answer is lost")

    server.stop()
    for ask in (store.head, store.history, publishes):
        problem_of(StoreUnavailable, ask)
    server.start()
    for code, given, commits in (
        ("driver", {"also": within}, commit),
        ("unsure", {}, before),
        ("unsure", {}, after),
    ):
        with patch.object(store.database._engine.dialect, "do_commit", commits):
            with pytest.raises(StoreUnavailable) as told:
                publishes(**given)
        assert told.value.code == code
        server.start()
        happened = commits is after
        assert len(store.history()) == len(entries(store.database, 9)) == 1 + happened, code
        assert (store.head() == record.id) != happened
    with pytest.raises(HeadMoved):
        publishes()
    assert store.file(store.head()) == upload(2, 1000) and number_of(store.snapshot(store.head()).tables) == 2


@pytest.mark.postgres
def test_a_server_that_takes_a_connection_and_never_answers_is_given_up_and_left_in_peace(monkeypatch):
    monkeypatch.setitem(database._WAITS, "connect_timeout", 2)
    monkeypatch.setattr(database, "_REST_SECONDS", LIMIT)  # a busy machine may need longer for three
    with socket.create_server(("127.0.0.1", 0), backlog=5) as silent:
        url = f"postgresql://test:{SECRET}@127.0.0.1:{silent.getsockname()[1]}/store"
        assert [refused(url).code for _ in range(3)] == ["silent"] * 3
        silent.settimeout(0)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()
        database._silent.clear()
        assert refused(url).code == "silent"
        silent.accept()[0].close()  # some seconds later it is asked again


@contextmanager
def stuck(server):
    """All processes of a server stopped where they are: what is connected to it stays so, and nothing answers."""
    first = psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))
    processes = [first, *first.children(recursive=True)]
    try:
        for each in processes:
            with suppress(psutil.NoSuchProcess):  # a server's own helpers come and go
                each.suspend()
        waits = database._WAITS | {"connect_timeout": 2}
        with patch.multiple(database, WAIT_SECONDS=1, _CONNECT_SECONDS=1, _WAITS=waits):
            yield
    finally:
        for each in processes:
            with suppress(psutil.NoSuchProcess):
                each.resume()
        database._silent.clear()


@pytest.mark.postgres
def test_a_server_that_is_stuck_under_an_open_connection_is_given_up(own):
    """Before a statement, within one, and in the midst of a publication, which happened then or did not."""
    server, store, record, commit = own

    def reads():
        with store.database.reading() as connection:
            connection.exec_driver_sql("SELECT 1")
            stop.enter_context(stuck(server))
            connection.exec_driver_sql("SELECT 1")

    def publishes(also=None):
        return store.publish(state(2), expected=record.id, author="", note="", also=also)

    def within(connection, record):
        stop.enter_context(stuck(server))
        logged(connection, "published", "", record.id)

    def commits(connection):
        stop.enter_context(stuck(server))
        commit(connection)

    def publishes_and_commits():
        with patch.object(store.database._engine.dialect, "do_commit", commits):
            publishes()

    def is_stuck():
        stop.enter_context(stuck(server))
        store.head()

    for ask, code in (
        (is_stuck, "silent"),
        (reads, "silent"),
        (lambda: publishes(within), "silent"),
        (publishes_and_commits, "unsure"),
    ):
        with ThreadPoolExecutor() as thread, ExitStack() as stop, pytest.raises(StoreUnavailable) as told:
            thread.submit(ask).result(LIMIT)
        assert told.value.code == code, ask
        if code == "silent":
            assert store.head() == record.id and len(store.history()) == 1
    with suppress(HeadMoved):  # whoever publishes again waits until the server is done with what came before
        assert publishes().parent == record.id
    assert len(store.history()) == len(entries(store.database, 9)) == 2
    assert number_of(store.snapshot(store.head()).tables) == 2


@pytest.mark.postgres
def test_a_statement_that_waits_for_a_lock_is_given_up_by_both_sides(postgres, opened):
    url = new_schema(postgres)
    store = opened(url)
    record = store.publish(state(1), expected=None, author="", note="")
    other = opened(url).database
    waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'snapshots'::regclass"
    with ThreadPoolExecutor() as thread, other.reading() as holder:
        holder.exec_driver_sql("LOCK TABLE snapshots IN ACCESS EXCLUSIVE MODE")
        with patch.object(database, "_CONNECT_SECONDS", 1):
            for _ in range(2):  # the second time without asking
                assert problem_of(StoreUnavailable, thread.submit(store.head).result, LIMIT).code == "silent"
        wait_until(lambda: holder.exec_driver_sql(waits).first() is None)
        database._silent.clear()
        with patch.object(database, "WAIT_SECONDS", 1), pytest.raises(StoreUnavailable) as told:
            thread.submit(store.publish, state(2), expected=record.id, author="", note="").result(LIMIT)
        assert "lock timeout" in told.value.detail
    assert store.head() == record.id and len(entries(store.database, 9)) == 1
    assert store.publish(state(2), expected=record.id, author="", note="").number == 2


def secret(folder, text):
    """A file of secrets in a folder."""
    (folder / ".streamlit").mkdir(exist_ok=True)
    file = folder / ".streamlit" / "secrets.toml"
    file.write_text(text, encoding="utf-8")
    return file


def naming(url):
    return f'[connections.store]\nurl = "{url}"\n'


def test_the_environment_comes_before_the_secrets_and_the_secrets_before_the_folder(tmp_path, unnamed, monkeypatch):
    assert store_url(tmp_path) == f"sqlite:///{tmp_path}/store.sqlite"
    secret(Path.home(), naming("postgresql://home/b"))
    assert store_url(tmp_path) == "postgresql://home/b"
    file = secret(unnamed, naming("postgresql://project/b"))
    assert store_url(tmp_path) == "postgresql://project/b"
    file.write_text("[connections.other]", encoding="utf-8")
    assert store_url(tmp_path) == f"sqlite:///{tmp_path}/store.sqlite"
    monkeypatch.setenv("BS_STORE_URL", "postgresql://c/d")
    file.write_text("broken", encoding="utf-8")
    assert store_url(tmp_path) == "postgresql://c/d"


@pytest.mark.parametrize(
    "text, code",
    [
        (f"[connections.store]\nurl = {SECRET}", "secrets"),
        ("[connections.store]", "no_url"),
        ("[connections]\nstore = 1", "no_url"),
        ("[connections.store]\nurl = 5", "no_url"),
        ('[connections.store]\nurl = ""', "no_url"),
    ],
)
def test_secrets_that_leave_the_address_out_are_told_and_no_other_store_is_used(tmp_path, unnamed, capsys, text, code):
    secret(unnamed, text)
    told = problem_of(StoreUnavailable, store_url, tmp_path)
    assert told.code == code and "secrets.toml" in told.address and SECRET not in str(told)
    assert main(["history", "--data", str(tmp_path)]) == 2
    assert told.message("vi") in capsys.readouterr().err


def test_a_user_without_a_home_has_the_project_s_secrets_only(tmp_path, unnamed, monkeypatch):
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.getuid", lambda: 54_321)  # nobody's number, as in some containers
    assert store_url(tmp_path) == f"sqlite:///{tmp_path}/store.sqlite"
    secret(unnamed, naming("postgresql://project/b"))
    assert store_url(tmp_path) == "postgresql://project/b"


def test_secrets_that_may_not_be_read_are_told(tmp_path, unnamed):
    secret(unnamed, "").unlink()
    (unnamed / ".streamlit" / "secrets.toml").mkdir()
    told = problem_of(StoreUnavailable, store_url, tmp_path)
    assert told.code == "secrets" and told.detail


def test_pages_and_commands_use_the_store_that_the_secrets_name(folder, unnamed, opened, app, capsys, monkeypatch):
    place = unnamed / "kho.sqlite"
    file = secret(unnamed, naming(f"sqlite:///{place}"))
    record = opened(f"sqlite:///{place}").publish(state(1), expected=None, author="An", note="chỉ có ở kho này")
    with monkeypatch.context() as patch:
        patch.chdir(unnamed)
        assert main(["history", "--data", str(folder)]) == 0 and record.id in capsys.readouterr().out
    option = streamlit.get_option
    monkeypatch.setattr(streamlit, "get_option", lambda key: [str(file)] if key == "secrets.files" else option(key))
    assert record.note in shown(app("history"))
    file.write_text("[connections.store]", encoding="utf-8")
    page = app("overview")
    told = StoreUnavailable(str(file), "no_url").message("vi")
    assert not page.exception and inert(told) in shown(page) and not (folder / "store.sqlite").exists()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_way_to_write_postgresql_means_the_same_driver(scheme):
    assert parsed(f"{scheme}://user:a%40b@host/store").drivername == "postgresql+psycopg"
    assert parsed(f"{scheme}://user:a%40b@host/store").password == "a@b"


def test_asking_whether_a_store_exists_does_not_make_one(tmp_path, unnamed, opened):
    url = store_url(tmp_path)
    assert not exists(url) and list(tmp_path.iterdir()) == []
    opened(url)
    assert exists(url)


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(setup, "POSTGRESQL", tmp_path)
    with pytest.raises(PostgresMissing, match="make setup"):
        program("initdb")


def test_a_file_that_is_deleted_or_replaced_while_it_is_open_is_told_and_one_put_back_is_used(tmp_path, opened):
    place, aside = tmp_path / "store.sqlite", tmp_path / "aside"
    store = opened(f"sqlite:///{place}")
    record = store.publish(state(1), expected=None, author="", note="")
    other = opened(f"sqlite:///{tmp_path / 'other.sqlite'}")
    place.rename(aside)
    for there in (False, True):
        if there:
            place.write_bytes((tmp_path / "other.sqlite").read_bytes())
        for ask in (store.head, lambda: store.publish(state(2), expected=record.id, author="", note="")):
            assert problem_of(StoreUnavailable, ask).code == "moved"
        assert place.exists() is there, "nothing is written where the store was"
    aside.replace(place)
    assert store.head() == record.id and other.head() is None


@pytest.mark.parametrize(("limit", "said"), [("max_page_count = 1", "full"), ("query_only = 1", "readonly")])
def test_a_full_disk_and_one_that_is_read_only_leave_what_was_there_and_nothing_half_written(
    tmp_path, opened, limit, said
):
    """SQLite itself says so, of a store that was open before."""
    store = opened(f"sqlite:///{tmp_path / 'store.sqlite'}")
    record = store.publish(state(1), expected=None, author="", note="")

    def publishes():
        return store.publish(state(2), expected=record.id, author="", note="", file=upload(2))

    with store.database.reading() as connection:
        driver = connection.connection.driver_connection
        driver.execute(f"PRAGMA {limit}")  # the connection is used again
    assert said in problem_of(StoreUnavailable, publishes).detail and store.head() == record.id
    assert len(store.history()) == len(entries(store.database, 9)) == 1
    assert number_of(store.snapshot(record.id).tables) == 1
    store.close()
    assert publishes().number == 2, "once there is room, without a restart"


@pytest.mark.parametrize("id", ["a\0b", "\ud800", "'; --"])
def test_an_id_of_any_signs_is_an_unknown_one(store, id):
    with pytest.raises(UnknownSnapshot):
        store.record(id)


@pytest.mark.postgres
def test_a_writer_sees_the_head_once_it_has_its_turn_however_the_server_is_set(postgres):
    told = database.Database(postgres.address("postgres") + "&options=-cdefault_transaction_isolation%3Dserializable")
    with told.writing() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"
    told.close()
