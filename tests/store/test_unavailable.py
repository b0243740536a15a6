"""A store that cannot be used says so, and says no password."""

import traceback

import pytest

from bs_metrics.snapshots import database
from bs_metrics.snapshots.address import StoreUnavailable, exists, parsed, store_url
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.words import LANGUAGES
from tests.store.postgres import PostgresMissing, Server, program
from tests.store.states import state

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


@pytest.mark.postgres
def test_a_server_that_went_away_is_told_and_one_that_came_back_is_used(opened):
    server = Server()
    try:
        server.start()
        store = opened(server.address("postgres"))
        record = store.publish(state(1), expected=None, author="", note="")
        server.stop()
        for ask in (store.head, store.history, lambda: store.remember("a", "b", "c")):
            with pytest.raises(StoreUnavailable):
                ask()
        server.start()
        assert store.head() == record.id
    finally:
        server.remove()


def test_the_environment_comes_before_the_secrets_and_the_secrets_before_the_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("BS_STORE_URL", raising=False)
    assert store_url(tmp_path) == f"sqlite:///{tmp_path}/store.sqlite"
    assert store_url(tmp_path, "postgresql://a/b") == "postgresql://a/b"
    monkeypatch.setenv("BS_STORE_URL", "postgresql://c/d")
    assert store_url(tmp_path, "postgresql://a/b") == "postgresql://c/d"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_way_to_write_postgresql_means_the_same_driver(scheme):
    assert parsed(f"{scheme}://user:a%40b@host/store").drivername == "postgresql+psycopg"
    assert parsed(f"{scheme}://user:a%40b@host/store").password == "a@b"


def test_asking_whether_a_store_exists_does_not_make_one(tmp_path, monkeypatch, opened):
    monkeypatch.delenv("BS_STORE_URL")
    url = store_url(tmp_path)
    assert not exists(url) and list(tmp_path.iterdir()) == []
    opened(url)
    assert exists(url)


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PostgresMissing, match="apt-get install postgresql"):
        program("initdb", tmp_path)


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
            with pytest.raises(StoreUnavailable) as told:
                ask()
            assert told.value.code == "moved"
        assert place.exists() is there, "nothing is written where the store was"
    aside.replace(place)
    assert store.head() == record.id and other.head() is None


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
