"""Workbooks full of markup in a real browser: every name is read letter by letter, and nothing of it happens."""

from pathlib import Path

import pytest

from bs_metrics.snapshots.snapshot import Snapshot
from tests.browser.conftest import serving
from tests.hostile import HOSTILE

SHOWN = {  # a page, and the columns whose texts it shows
    "overview": [("criteria_sets", "short"), ("schools", "name")],
    "schools": [("schools", "name"), ("schools", "reason")],
    "communes": [("criteria_sets", "short")],
    "export": [("criteria_sets", "short")],
    "data": [("report_notes", "printed"), ("report_notes", "source"), ("criteria_sets", "legal_basis")],
}
# What Markdown, HTML, LaTeX, icons and addresses would have become; Streamlit's own links to headings begin with #.
OBEYED = """() => [...document.querySelectorAll(`[data-testid=stMain] :is(
    img, .katex, script, code, pre, del, em, blockquote, hr, sup, ol, [role=img]:not(.bs-chart), 
    a:not([href^="#"], [data-testid^=stBaseLinkButton]))`)]
    .map(each => each.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, spoilt_folder: Path, spoilt: Snapshot):
    """The address of a server of spoilt workbooks, and their tables."""
    with serving(tmp_path_factory.mktemp("log"), spoilt_folder) as address:
        yield address, spoilt.tables


def read(seen) -> str:
    """All letters of the page, white space collapsed."""
    return " ".join(seen.page.get_by_test_id("stMain").evaluate("each => each.innerText").split())


def test_hostile_names_are_read_and_not_obeyed(hostile, reader):
    address, tables = hostile
    seen, dialogs = reader(), []
    seen.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    seen.opens(f"{address}/schools?open=schools,named_schools,sets,figures,notes,asked,findings")
    is_read(seen, tables, "schools")
    cells = {" ".join(cell.split()) for cell in seen.page.locator("[data-testid=stTable] td").all_text_contents()}
    assert set(tables["schools"]["name"]) <= cells
    labels = {"".join(label.split()) for label in seen.page.locator(".bs-label").all_text_contents()}
    assert len(labels & {"".join(name.split()) for name in tables["measures"]["name"]}) >= 3
    for path in SHOWN:
        if path != "schools":
            is_read(seen.goes(f"/{path}"), tables, path)
        if path == "data":
            assert [text for text in HOSTILE if text not in read(seen)] == []
    assert not dialogs and seen.errors == []


def is_read(seen, tables, path):
    said = read(seen)
    for table, column in SHOWN[path]:
        texts = tables[table][column].dropna()
        assert [text for text in texts if text in said], f"{table}.{column} is not on the page"
    assert "\\*" not in said and "\\[" not in said and ":small[]" not in said and "\\:" not in said
    assert seen.page.evaluate(OBEYED) == [], path
