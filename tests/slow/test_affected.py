"""What a publication would change for those who hold links: told before it, by what both states show."""

from datetime import UTC, datetime, timedelta

import pytest

from bs_metrics.access.links import Link
from bs_metrics.access.roles import Role
from bs_metrics.contract.tables import Tables
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.publication.slide_changes import slide_changes, slide_lines, slides_as_json
from bs_metrics.words import LANGUAGES, words
from tests.conftest import shown
from tests.slow.test_update_pages import upload  # noqa: F401
from tests.spreadsheets import edited
from ui.page import CurrentView
from ui.pages import entries
from ui.update import affected

NOW = datetime.now(UTC)


def without(shipped, *tables, **frames):
    """The shipped data with some tables without rows, and others as given."""
    emptied = {name: shipped.tables[name].iloc[:0] for name in tables}
    return snapshot_of(Tables(shipped.tables.frames | emptied | frames, []), "other")


def compared(before, after, language="vi"):
    return slide_changes(slides(before, language), slides(after, language))


def test_what_is_the_same_changes_no_slide(shipped):
    same = compared(shipped, snapshot_of(shipped.tables, "same"))
    assert slides_as_json(same) == {"changed": [], "gone": [], "new": []} and slide_lines(same, "vi") == []


def test_a_school_that_is_met_changes_the_slides_that_show_it_and_no_other(shipped):
    schools = shipped.tables["schools"]
    row = schools.index[schools["result"] == "not_met"][0]
    after = without(shipped, schools=schools.assign(result=schools["result"].where(schools.index != row, "met")))
    changed = slides_as_json(compared(shipped, after))
    assert "schools" in changed["changed"] and changed["gone"] == []
    assert not {"communes-commune_advanced", "stage-town"} & set(changed["changed"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_without_data_loses_its_slide_and_is_named(shipped, language):
    names = {slide.id: slide.name for slide in slides(shipped, language)}
    measures = shipped.tables["measures"]
    measures = measures[~measures["counts"].isin(["schools", "parts"])]
    gone = compared(shipped, without(shipped, measures=measures), language)
    assert slides_as_json(gone)["gone"] == ["schools"]
    line = words("slide_changes.gone", language, slides=names["schools"])
    assert line in slide_lines(gone, language)
    back = slides_as_json(compared(without(shipped, measures=measures), shipped, language))
    assert "schools" in back["new"] and back["gone"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_without_data_and_links_are_told_to_those_who_publish(shipped, monkeypatch, language):
    page = CurrentView(language, shipped, None)
    then = entries(without(shipped, "documents", "dossiers", "tasks"), language)
    title = entries(shipped, language)["documents"].title
    pages_gone = words("slide_changes.pages_gone", language, pages=title)
    monkeypatch.setattr(affected, "may_publish", lambda: False)
    assert list(affected._lines(page, then)) == [pages_gone]
    assert list(affected._lines(page, entries(shipped, language))) == []

    def link(id, snapshot=None, pages=(), hours=1):
        return Link(id, Role.VIEWER, snapshot, "", "An", NOW, NOW + timedelta(hours=hours), pages=pages)

    every = [link("a"), link("b", "x"), link("c", None, ("documents",)), link("d", None, ("documents", "town"))]
    every += [link("e", "x", ("documents",)), link("f", hours=-1)]
    monkeypatch.setattr(affected, "may_publish", lambda: True)
    monkeypatch.setattr(affected, "access", lambda: type("Given", (), {"secret": "s"}))
    monkeypatch.setattr(affected, "links", lambda: type("Kept", (), {"every": lambda self: every})())
    assert list(affected._lines(page, then)) == [
        pages_gone,
        words("slide_changes.links", language, following=3, held=2),
        words("slide_changes.link_gone", language, id="c", pages=title),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_upload_says_which_slides_it_would_change(upload, shipped, language):  # noqa: F811
    told = shown(upload(edited(), lang=language))
    assert words("slide_changes.title", language) in told
    name = next(slide.name for slide in slides(shipped, language) if slide.id == "stage-urban_iv")
    line = next(
        line for line in told.splitlines() if line.startswith(words("slide_changes.changed", language, slides=""))
    )
    assert name in line and next(slide.name for slide in slides(shipped, language) if slide.id == "schools") not in line
