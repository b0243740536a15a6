"""A private dashboard on a real server: what a stranger gets, what a link opens, and that its end counts at once."""

import gzip
import json
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from bs_metrics.__main__ import main
from bs_metrics.access.links import Links
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.store import Store
from bs_metrics.snapshots.submissions import Submissions, Taken
from bs_metrics.words import LANGUAGES, words
from tests.intruder import ask, visiting
from ui.server.roles import COOKIE

SECRET = "a secret of the tests"
FIGURES = ("55/63", "2/9", "23/36", "21/21")


def cookie_of(answer):
    """What a browser sends back of what it was told to keep."""
    return answer.headers["set-cookie"].split(";")[0]


def text_of(messages):
    return b"".join(each.SerializeToString() for each in messages).decode("utf-8", "replace")


def test_a_private_dashboard_is_closed_until_a_link_is_opened_and_again_when_it_ends(hosted):
    with hosted(visibility="private", secret=SECRET) as (server, store):
        links = Links(store, SECRET)
        link, token = links.make("contributor", 30, "An")
        closed = (
            "/api/v1/ratios.json",
            "/api/v1/tables/units.csv",
            "/offline.html",
            "/media/x",
            "/_stcore/host-config",
        )
        for path in ("/", "/urban", "/nowhere", "/overview?snapshot=x", *closed):
            told = ask(server, path)
            text = told.body.decode()
            assert told.status == 403 and not any(figure in text for figure in FIGURES), path
            assert all(words("door.closed", language) in text for language in LANGUAGES)
            assert told.headers["cache-control"] == "no-store"
        with pytest.raises(InvalidStatus), visiting(server, token="x"):
            pass

        door = f"/open/{token}"
        assert ask(server, door).status == 200 and store.head() is not None
        assert links.every()[0].opened == 0, "a program that draws a preview opens nothing"
        assert ask(server, door, "POST", origin="http://evil.example").status == 403
        opened = ask(server, door, "POST", origin=server)
        kept = opened.headers["set-cookie"]
        assert opened.status == 303 and opened.headers["location"] == "../" and token not in kept
        for told in (ask(server, door), opened):
            assert told.headers["referrer-policy"] == "strict-origin", "what follows would tell the link to a log"
        parts = {part.strip() for part in kept.split(";")}
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= parts and "Secure" not in parts
        cookie = cookie_of(opened)
        assert cookie.startswith(COOKIE) and ask(server, "/urban", cookie=cookie).status == 200
        private = ask(server, "/api/v1/ratios.json", cookie=cookie)
        assert private.status == 200 and private.headers["cache-control"].startswith("private")
        assert "access-control-allow-origin" not in private.headers
        with visiting(server, cookie=cookie) as visitor:
            slides = BackMsg()
            slides.rerun_script.page_name = "present"
            drawn = visitor.says(slides, "script_finished")
            slides.rerun_script.page_script_hash = drawn[0].new_session.page_script_hash
            slides.rerun_script.fragment_id = next(id for each in drawn if (id := each.delta.fragment_id))
            moved = text_of(visitor.says(slides, "script_finished"))
            assert any(figure in moved for figure in FIGURES)
            assert visitor.uploads(b"x" * 1000).status == 204, "who may hand in may upload"
            links.change(link.id, "link_revoked", "An")
            assert visitor.uploads(b"x" * 1000).status == 403
            for sent in (text_of(visitor.says(slides, "script_finished")), visitor.reruns()):
                assert words("door.gone", "vi") in sent and not any(figure in sent for figure in FIGURES)
        assert ask(server, "/urban", cookie=cookie).status == 403
        assert words("access.link_revoked", "vi") in ask(server, door).body.decode()


def test_behind_an_encrypted_connection_the_cookie_is_for_such_ones_alone(hosted):
    with hosted(secret=SECRET) as (server, store):
        _, token = Links(store, SECRET).make("viewer", 1, "An")
        opened = ask(server, f"/open/{token}?lang=en", "POST", x_forwarded_proto="https")
        assert "Secure" in opened.headers["set-cookie"] and opened.headers["location"] == "../?lang=en"
        assert "strict-transport-security" in opened.headers
        for forged in ("x", "..", token[:-2], "%00"):
            assert ask(server, f"/open/{forged}", "POST").status in (400, 403, 404, 405), forged
        assert ask(server, "/urban").status == 200, "nothing says that it is private"


def test_streamlit_s_own_cookie_is_for_encrypted_connections_too_and_pressing_again_writes_nothing(hosted):
    with hosted(secret=SECRET, frames="https://portal.example") as (server, store):
        links = Links(store, SECRET)
        _, token = links.make("viewer", 1, "An")
        kept = cookie_of(ask(server, f"/open/{token}", "POST"))
        for _ in range(3):
            assert ask(server, f"/open/{token}", "POST", cookie=kept).status == 303
        assert links.every()[0].opened == 1
        own = ask(server, "/_stcore/health", x_forwarded_proto="https").headers["set-cookie"]
        assert own.startswith("_streamlit_xsrf") and "Secure" in own
        assert "Secure" not in ask(server, "/_stcore/health").headers["set-cookie"]
        for path, frames in (
            ("/", True),
            ("/offline.html", True),
            (f"/open/{token}", True),
            ("/api/v1/ratios.json", False),
        ):
            policy = ask(server, path).headers["content-security-policy"]
            assert policy.endswith("frame-ancestors 'self' https://portal.example") == frames, path


def test_scripts_are_sent_compressed_and_kept_and_the_document_is_asked_for_each_time(hosted):
    with hosted() as (server, _):
        folder = Path(streamlit.__file__).parent / "static"
        names = [
            f"/{file.relative_to(folder)}"
            for kind in ("js", "css")
            for file in sorted((folder / "static" / kind).iterdir())
        ]
        for name in [*names[:3], names[-1]]:
            plain, packed = ask(server, name), ask(server, name, accept_encoding="br, gzip")
            assert gzip.decompress(packed.body) == plain.body == (folder / name[1:]).read_bytes()
            assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
            assert packed.headers["content-type"].split(";")[0] == plain.headers["content-type"].split(";")[0]
            assert packed.headers["vary"] == "Accept-Encoding" and "content-security-policy" in packed.headers
            assert all("immutable" in each.headers["cache-control"] for each in (plain, packed))
        for refused in ("gzip;q=0", "br", "gzipped"):
            assert "content-encoding" not in ask(server, names[0], accept_encoding=refused).headers
        assert "content-encoding" not in ask(server, names[0], accept_encoding="gzip", range="bytes=0-9").headers
        for odd in ("/static/js/nothing.js", "/static/js/../../index.js", "/static/js/.js"):
            assert ask(server, odd, accept_encoding="gzip").headers.get("cache-control") != "public, immutable"
        for path in ("/", "/urban", "/upload"):
            plain, packed = ask(server, path), ask(server, path, accept_encoding="gzip")
            assert gzip.decompress(packed.body) == plain.body and packed.headers["cache-control"] == "no-cache"
            assert packed.headers["content-security-policy"] == plain.headers["content-security-policy"]
        assert (
            "max-age" in ask(server, "/app/static/fonts/be-vietnam-pro-latin-400-normal.woff2").headers["cache-control"]
        )


@pytest.mark.parametrize("left", ["", "[access]\n", f'[access]\nsecret = "{SECRET}"\n', None])
def test_a_file_that_is_half_written_does_not_open_what_was_private(hosted, host, left):
    with hosted(visibility="private", secret=SECRET) as (server, _):
        assert ask(server, "/").status == 403
        file = host.secrets
        file.unlink() if left is None else file.write_text(left, encoding="utf-8")
        told = ask(server, "/")
        assert told.status == 403 and words("access.no_visibility", "en") in told.body.decode()
        file.write_text('[access]\nvisibility = "public"\n', encoding="utf-8")
        assert ask(server, "/").status == 200
        file.unlink()
        assert ask(server, "/").status == 200


@pytest.mark.parametrize(
    "access", [{"visibility": "open"}, {"secret": "short"}, {"visiblity": "private"}, {"address": "x"}]
)
def test_a_configuration_that_cannot_be_right_closes_the_dashboard_and_says_why(hosted, access):
    with hosted(**access) as (server, _):
        told = ask(server, "/")
        assert told.status == 403 and "[access]" in told.body.decode() and "55/63" not in told.body.decode()


def test_links_are_made_listed_and_revoked_on_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BS_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.chdir(tmp_path)
    made = ["invite", "--role", "viewer", "--note", "họp", "--lang", "en"]
    assert main(made) == 2 and words("access.no_secret", "en") in capsys.readouterr().err
    (tmp_path / ".streamlit").mkdir()
    configured = f'[access]\nsecret = "{SECRET}"\naddress = "https://town.example/"\n'
    (tmp_path / ".streamlit" / "secrets.toml").write_text(configured, encoding="utf-8")
    assert main(made) == 0
    address = capsys.readouterr().out.splitlines()[0]
    assert address.startswith("https://town.example/open/")
    with closing(Store(f"sqlite:///{tmp_path / 'store.sqlite'}")) as store:
        link, cookie = Links(store, SECRET).open(urlsplit(address).path.rpartition("/")[2])
        assert main(["links", "--lang", "en"]) == 0 and link.id in (told := capsys.readouterr().out) and "họp" in told
        for command, state, holds in (
            ("pause", "paused", False),
            ("resume", "resumed", True),
            ("revoke", "revoked", False),
        ):
            assert main([command, link.id]) == 0 and words(f"access.now_{state}", "vi") in capsys.readouterr().out
            assert (Links(store, SECRET).holder(cookie) is not None) == holds
    capsys.readouterr()
    assert main(["revoke", "\udcff"]) == 2 and capsys.readouterr().err, "bytes that are no letters"
    assert main(["log", "--lang", "en"]) == 0 and words("log.link_revoked", "en") in capsys.readouterr().out
    assert main(["log", "--json", "--most", "1"]) == 0
    (line,) = json.loads(capsys.readouterr().out)["log"]
    assert (line["what"], line["about"]) == ("link_revoked", link.id)
    assert main(["resume", link.id]) == 2 and main(["invite", "--role", "viewer", "--days", "0"]) == 2


def test_the_names_of_this_server_are_those_of_streamlit_s_configuration(hosted):
    with hosted() as (server, _):
        for path in ("/urban", "/ready", "/api/v1/ratios.json"):
            assert (ask(server, path).status, ask(server, path, host="evil.example").status) == (200, 421)


def test_a_file_that_was_handed_in_is_for_those_who_review(hosted):
    with hosted(visibility="public", secret=SECRET) as (server, store):
        file = StoredFile("số liệu.xlsx", b"PK x")
        by = {}
        for role in ("viewer", "contributor", "analyst"):
            link, token = Links(store, SECRET).make(role, 1, "An")
            by[role] = link, cookie_of(ask(server, f"/open/{token}", "POST", origin=server))
        one = Submissions(store).hand_in(
            file, Taken("{}", ()), author="x", note="x", by=f"link {by['contributor'][0].id}"
        )
        path = f"/handed-in/{one.id}"
        for cookie in ("", "bs_link=x", by["viewer"][1], by["contributor"][1]):
            refused = ask(server, path, cookie=cookie)
            assert refused.status == ask(server, "/handed-in/none", cookie=cookie).status == 403
            assert file.content not in refused.body
        told = ask(server, path, cookie=by["analyst"][1])
        assert (told.status, told.body, told.headers["cache-control"]) == (200, file.content, "no-store")
        assert told.headers["content-disposition"] == "attachment; filename*=UTF-8''s%E1%BB%91%20li%E1%BB%87u.xlsx"
        assert told.headers["x-content-type-options"] == "nosniff"
        assert ask(server, "/file/guessed/log_download", cookie=by["analyst"][1]).status == 403
        assert ask(server, "/handed-in/none", cookie=by["analyst"][1]).status == 404
        Links(store, SECRET).change(by["analyst"][0].id, "link_revoked", "An")
        assert ask(server, path, cookie=by["analyst"][1]).status == 403


def test_while_the_store_cannot_be_read_nobody_is_told_that_they_were_shut_out(hosted, tmp_path):
    with hosted(visibility="private", secret=SECRET) as (server, store):
        _, token = Links(store, SECRET).make("viewer", 1, "An")
        cookie = cookie_of(ask(server, f"/open/{token}", "POST", origin=server))
        with visiting(server, cookie=cookie) as visitor:
            assert "55/63" in visitor.reruns()
            (tmp_path / "store.sqlite").rename(tmp_path / "aside")
            told, page = visitor.reruns(), ask(server, "/urban", cookie=cookie)
            assert words("door.store", "vi") in told and words("door.gone", "vi") not in told
            assert page.status == 503 and words("door.store", "en") in page.body.decode()
            assert not [figure for figure in FIGURES if figure in told or figure in page.body.decode()]
            (tmp_path / "aside").rename(tmp_path / "store.sqlite")
            assert "55/63" in visitor.reruns() and ask(server, "/urban").status == 403
