"""Links for some pages, and for one snapshot: what their holder gets by every way there is, and what not."""

from contextlib import closing, contextmanager

import pytest
import streamlit as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.util import calc_hash

from bs_metrics.__main__ import main
from bs_metrics.access.limits import EVERYTHING, is_for_admins, pages_for_links
from bs_metrics.access.links import Links
from bs_metrics.access.roles import Access, Role
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import DEFAULT_FOLDER
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.store import Store
from bs_metrics.words import LANGUAGES, Problem, words
from tests.conftest import ROOT, shown
from tests.intruder import ask, visiting
from tests.pages import FACTS, pages
from tests.slow.test_door import SECRET, cookie_of, text_of
from ui.server import roles

EVERY_ADDRESS = sorted(at for at in pages() if not is_for_admins(at))


@pytest.fixture
def store(store):
    import_folder(store, DEFAULT_FOLDER)
    return store


@contextmanager
def holding(monkeypatch, store, role="viewer", private=True, **limits):
    """The app's reader holds a link."""
    links = Links(store, SECRET)
    cookie = links.open(links.make(role, 1, "An", **limits)[1])[1]
    with monkeypatch.context() as patch:
        patch.setattr(roles, "access", lambda: Access(private=private, secret=SECRET))
        patch.setattr(type(st.context), "headers", {"Cookie": f"{roles.COOKIE}={cookie}"})
        yield


def later(store, shipped):
    """A second snapshot, in which a figure is another."""
    totals = shipped.tables["reported_totals"].copy()
    totals.loc[totals["measure"] == "urban_iv.standards", "met"] = 59
    tables = Tables({**shipped.tables.frames, "reported_totals": totals}, [])
    return store.publish(tables, expected=store.head(), author="An", note="x").id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_the_link_does_not_show_says_so_and_shows_none_of_its_figures(app, store, monkeypatch, language):
    with holding(monkeypatch, store, pages=["schools", "town"]):
        for address in EVERY_ADDRESS:
            monkeypatch.setattr(type(st.context), "url", f"https://town.example/{address}")
            told = app(address, language)
            assert not told.exception, address
            assert told.title, address
            titles = [link.proto.label for link in told.get("page_link")]
            if address in ("schools", "town"):
                assert not titles and all(figure in shown(told) for figure in FACTS[address].figures), address
            else:
                page = pages(language)[address].title
                assert words("limits.page", language, asked=page) in shown(told).replace("\\", "")
                assert not told.get("plotly_chart") and not told.get("arrow_table") and not told.get("download_button")
                assert titles == [pages(language)[one].title for one in ("town", "schools")], address


def test_a_page_asks_itself_whatever_the_navigation_offered(app, store, monkeypatch):
    """As if the navigation let everything through."""
    with holding(monkeypatch, store, pages=["schools"]):
        monkeypatch.setattr("ui.page.CurrentView.entries", property(lambda view: view.every_entry))
        for address in EVERY_ADDRESS:
            monkeypatch.setattr(type(st.context), "url", f"https://town.example/{address}")
            told = app(address)
            refused = words("limits.page", "vi", asked=pages()[address].title) in shown(told).replace("\\", "")
            drawn = any("bs-inline" in one.value for one in told.markdown)
            assert refused == (address != "schools") and drawn == (address == "schools"), address


def test_the_bare_address_leads_to_the_first_page_of_the_link(hosted):
    with hosted(visibility="private", secret=SECRET) as (server, store):
        links = Links(store, SECRET)
        ask(server, "/ready")
        import_folder(store, DEFAULT_FOLDER)
        cookie = cookie_of(ask(server, f"/open/{links.make('viewer', 1, 'An', pages=['town', 'schools'])[1]}", "POST"))
        for path in (
            "/api/v1/ratios.json",
            "/api/v1/tables/units.csv",
            "/api/v1/tables/units.csv?lang=en&snapshot=x",
            "/offline.html",
            "/offline.html?snapshot=x",
        ):
            told = ask(server, path, cookie=cookie)
            text = told.body.decode()
            assert told.status == 403 and any(words("limits.api", language) in text for language in LANGUAGES), path
            assert "2/21" not in text and "no-store" in told.headers["cache-control"]
        with visiting(server, cookie=cookie) as visitor:
            first = visitor.reruns()
            assert "0/22" in first and "49/67" not in first and "55/63" not in first, "town is the first of them"
            for name in ("overview", "urban", "export", "upload", "history", "template", "data"):
                for hashed in (True, False):
                    message = BackMsg()
                    if hashed:
                        message.rerun_script.page_script_hash = calc_hash(name)
                    else:
                        message.rerun_script.page_name = name
                    message.rerun_script.context_info.url = f"{server}/{name}"
                    told = text_of(visitor.says(message, "script_finished"))
                    found = [figure for figure in ("55/63", "2/9", "23/36", "49/67") if figure in told]
                    assert not found, (name, hashed)
            message.rerun_script.page_name = "schools"
            assert "49/67" in text_of(visitor.says(message, "script_finished"))


def test_a_link_for_one_snapshot_shows_that_one_whatever_the_address_asks_for(app, store, shipped, monkeypatch):
    first = store.head()
    second = later(store, shipped)
    for held, others, here, there in ((first, second, "55/63", "59/63"), (second, first, "59/63", "55/63")):
        with holding(monkeypatch, store, snapshot=held):
            for asked in ({}, {"snapshot": others}, {"since": others}, {"snapshot": "none"}):
                for address in ("overview", "urban", "present", "data", "export"):
                    told = app(address, **asked)
                    text = shown(told) + "".join(str(each.proto) for each in told.get("html"))
                    quoted = address == "data"  # the report itself says the old figure
                    assert not told.exception and (quoted or there not in text), (address, asked)
                    assert told.session_state["shown"].snapshot.id == held and not told.get("selectbox_since")
                overview = app("overview", **asked)
                assert here in shown(overview) and "bs-spark" not in shown(overview)
                assert not [box for box in overview.selectbox if box.key == "since"]
            monkeypatch.setattr(type(st.context), "url", "https://town.example/history")
            history = app("history", before=others, after=held, versions="50")
            assert words("limits.page", "vi", asked=pages()["history"].title) in shown(history).replace("\\", "")
            unpin = [button for button in app("overview").button if button.key == "unpin"]
            assert not unpin
    with holding(monkeypatch, store):
        assert "59/63" in shown(app("overview")) and "55/63" in shown(app("overview", snapshot=first))


def test_its_interface_and_its_offline_page_show_that_one_too(hosted, shipped):
    with hosted(visibility="private", secret=SECRET) as (server, store):
        import_folder(store, DEFAULT_FOLDER)
        first = store.head()
        token = Links(store, SECRET).make("viewer", 1, "An", snapshot=first)[1]
        cookie = cookie_of(ask(server, f"/open/{token}", "POST"))
        second = later(store, shipped)
        for query in ("", f"?snapshot={second}", "?snapshot=none"):
            told = ask(server, f"/api/v1/ratios.json{query}", cookie=cookie)
            assert first in told.body.decode() and second not in told.body.decode()
            assert told.headers["cache-control"] == "private, no-cache", "another holder may ask at this address"
            table = ask(server, f"/api/v1/tables/reported_totals.csv{query}", cookie=cookie).body
            assert b"59" not in b"".join(line for line in table.splitlines() if b"urban_iv.standards" in line)
            page = ask(server, f"/offline.html{query}", cookie=cookie).body.decode()
            assert "55/63" in page and "59/63" not in page
        with visiting(server, cookie=cookie) as visitor:
            message = BackMsg()
            message.rerun_script.query_string = f"snapshot={second}&since={second}"
            told = text_of(visitor.says(message, "script_finished"))
            assert "55/63" in told and "59/63" not in told, "whatever else it says of what was asked for"


def test_a_snapshot_that_cannot_be_read_is_replaced_by_no_other(app, store, shipped, monkeypatch):
    first = store.head()
    later(store, shipped)
    with holding(monkeypatch, store, snapshot=first):

        def broken(**given):
            raise store.database.unavailable("damaged")

        monkeypatch.setattr("ui.data._of_store", broken)
        told = app("overview")
        text = shown(told)
        assert "/63" not in text and not told.get("plotly_chart") and not told.exception and text


def test_who_sees_everything_without_a_link_is_limited_by_none(app, store, monkeypatch):
    with holding(monkeypatch, store, private=False, pages=["schools"]):
        assert all(figure in shown(app("urban")) for figure in FACTS["urban"].figures)


def test_who_signed_in_may_see_everything_whatever_link_the_browser_has_opened(app, store, monkeypatch):
    person = roles.Person("an@town.example", Role.VIEWER, late=False)
    with holding(monkeypatch, store, pages=["schools"]):
        assert roles.limits().pages == {"schools"} and not roles.limits().shows("links")
        with monkeypatch.context() as patch:
            patch.setattr(roles, "person_of", lambda caller: person)
            assert roles.limits() == EVERYTHING and all(
                figure in shown(app("urban")) for figure in FACTS["urban"].figures
            )
            patch.setattr(roles, "person_of", lambda caller: roles.Person("an@town.example", Role.ADMIN, late=False))
            assert roles.limits().shows("links") and roles.limits().shows("log")
    assert not EVERYTHING.shows("links") and not EVERYTHING.shows("log")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_hands_in_by_a_link_for_that_page_finds_nothing_else(app, store, monkeypatch, language):
    with holding(monkeypatch, store, role="contributor", pages=["upload"]):
        told = app("upload", language)
        assert not told.exception and told.file_uploader and not told.get("page_link")
        for address in ("history", "template", "submissions", "overview"):
            monkeypatch.setattr(type(st.context), "url", f"https://town.example/{address}")
            other = app(address, language)
            page = pages(language)[address].title
            assert words("limits.page", language, asked=page) in shown(other).replace("\\", ""), address
            assert not other.get("download_button") and not other.file_uploader


def test_pages_are_named_on_the_command_line_and_others_refused(tmp_path, monkeypatch, capsys, shipped):
    monkeypatch.setenv("BS_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(f'[access]\nsecret = "{SECRET}"\n', encoding="utf-8")
    invite = ["invite", "--role", "viewer", "--lang", "en", "--pages"]
    known = pages_for_links(shipped.tables)
    for wrong in ("export", "history", "template", "nowhere", "", ",", " ", "schools,nowhere", "../schools", "Schools"):
        assert main([*invite, wrong]) == 2, wrong
        assert ", ".join(known) in capsys.readouterr().err, wrong
    assert main([*invite, "town, /schools,town"]) == 0 and capsys.readouterr().out
    assert main(["links", "--lang", "en"]) == 0 and "schools, town" in capsys.readouterr().out
    assert main(["links", "--json"]) == 0 and '"town"' in capsys.readouterr().out
    assert main(["invite", "--role", "analyst", "--pages", "town"]) == 2
    assert words("access.limited_role", "vi") in capsys.readouterr().err
    with closing(Store(f"sqlite:///{tmp_path / 'store.sqlite'}")) as store:
        assert len(Links(store, SECRET).every()) == 1, "nothing was made of what was refused"


def test_every_page_that_a_link_can_name_is_there_and_hands_out_no_more_than_itself(shipped):
    known = pages_for_links(shipped.tables)
    assert set(known) <= set(EVERY_ADDRESS) and len(known) == len(set(known)) > 8
    assert not set(known) & {"export", "template", "history"}
    for path in (ROOT / "pages").rglob("*.py"):
        text = path.read_text("utf-8")
        assert "open_page(" in text or "open_for_slides(" in text, f"{path}: what asks whether the reader sees the page"


@pytest.mark.parametrize(
    ("role", "limits"),
    [("analyst", {"pages": ["town"]}), ("analyst", {"snapshot": "x"}), ("contributor", {"snapshot": "x"})],
)
def test_who_changes_the_data_is_not_limited_to_less_than_what_changes(store, role, limits):
    with pytest.raises(Problem) as problem:
        Links(store, SECRET).make(role, 1, "An", **limits)
    assert problem.value.key == "access.limited_role" and not Links(store, SECRET).every()
