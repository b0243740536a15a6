"""Figures and tables at their addresses, asked of a real server as a script would."""

import io
import json

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient as Client

from bs_metrics.__main__ import main
from bs_metrics.contract.schema import schema
from bs_metrics.words import LANGUAGES, words
from tests.intruder import ask
from ui.server.api import api


@pytest.fixture
def server(hosted):
    with hosted() as (address, _):
        yield address


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ratios_are_those_of_the_command_line(server, capsys, language):
    told = ask(server, f"/api/v1/ratios.json?lang={language}")
    assert main(["ratios", "--json", "--lang", language]) == 0
    printed, got = json.loads(capsys.readouterr().out), json.loads(told.body)
    assert got["ratios"] == printed["ratios"] and len(got["ratios"]) > 10
    assert told.headers["content-type"] == "application/json" and told.headers["access-control-allow-origin"] == "*"


def test_every_table_has_an_address_and_a_tag(server, shipped):
    for name in schema().tables:
        told = ask(server, f"/api/v1/tables/{name}.csv")
        frame = pd.read_csv(io.BytesIO(told.body), dtype=str)
        assert told.status == 200 and len(frame) == len(shipped.tables[name]), name
        again = ask(server, f"/api/v1/tables/{name}.csv", if_none_match=told.headers["etag"])
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", told.headers["etag"])
        other = ask(server, f"/api/v1/tables/{name}.csv?lang=en", if_none_match=told.headers["etag"])
        assert other.status == 200 and other.body != told.body


def test_what_there_is_not_is_said(server):
    told = ask(server, "/api/v1/tables/secrets.csv?lang=en")
    assert told.body.decode() == words("api.no_table", "en", name="secrets", known=", ".join(schema().tables))
    assert told.status == 404
    assert ask(server, "/api/v1/ratios.json?snapshot=none").status == 404
    assert ask(server, "/api/v1/tables/..%2fapp.csv").status in (400, 404)
    assert ask(server, "/api/v1/ratios.json", "POST").status == 405
    pinned = json.loads(ask(server, "/api/v1/ratios.json").body)["snapshot"]
    assert "max-age" in ask(server, f"/api/v1/ratios.json?snapshot={pinned}").headers["cache-control"]


def test_while_the_store_cannot_be_read_no_other_figures_are_given_for_the_newest(hosted, tmp_path):
    with hosted(visibility="public") as (server, _):
        paths = ("/api/v1/ratios.json", "/api/v1/tables/units.csv", "/offline.html")
        known = json.loads(ask(server, paths[0]).body)["snapshot"]
        (tmp_path / "store.sqlite").rename(tmp_path / "aside")
        for path in (*paths, *(f"{path}?snapshot={known}" for path in paths)):
            told = ask(server, path)
            assert told.status == 503 and words("door.store", "vi") in told.body.decode(), path
            assert told.headers["cache-control"] == "no-store" and "etag" not in told.headers
        (tmp_path / "aside").rename(tmp_path / "store.sqlite")
        assert [ask(server, path).status for path in paths] == [200] * 3


def test_no_page_out_there_reads_the_figures_of_somebody_s_own_machine(app, monkeypatch):
    monkeypatch.setenv("BS_LOCAL", "1")
    asked = Client(Starlette(routes=api("")), headers={"origin": "http://evil.example"}).get("/api/v1/ratios.json")
    assert asked.status_code == 200 and "access-control-allow-origin" not in asked.headers
