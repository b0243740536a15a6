"""The link of a view: what it carries, living or held to a snapshot."""

import pytest

from bs_metrics.words import LANGUAGES, words
from tests.conftest import shown
from tests.slow.test_pages import edit
from ui.link import GONE
from ui.sharing.share import is_for_this_machine, link_to_view, qr_picture

ADDRESS = "https://so-lieu.example/bs/schools"


def open_share(page):
    """Press the button in the sidebar; the dialog is open after it."""
    next(button for button in page.sidebar.button if button.key == "share").click()
    page.run()
    assert not page.exception
    return page


def linked(page):
    """The link that the dialog shows."""
    return next(text.value for text in page.get("text") if "?" in text.value or text.value == "")


@pytest.mark.parametrize(
    ("carried", "held", "query"),
    [
        ({"level": "primary", "lang": "en", "snapshot": "abc"}, None, "?level=primary&lang=en"),
        ({}, None, ""),
        ({"snapshot": "old"}, "new", "?snapshot=new"),
        ({"unit": "a&snapshot=x#y z"}, None, "?unit=a%26snapshot%3Dx%23y+z"),
    ],
)
def test_a_living_link_names_no_snapshot_a_held_one_the_one_that_is_shown(carried, held, query):
    assert link_to_view(ADDRESS, carried, held) == ADDRESS + query


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:8501/town", True),
        ("http://localhost:8501/", True),
        ("http://[::1]:8501/", True),
        ("https://so-lieu.example/town", False),
        ("http://10.0.0.5:8501/town", False),
        ("", False),
    ],
)
def test_a_link_that_opens_on_this_machine_only_is_known(address, local):
    assert is_for_this_machine(address) == local


def test_the_code_is_dark_on_light_with_its_quiet_zone():
    picture = qr_picture(ADDRESS)
    assert picture.startswith("<svg") and 'viewBox="0 0 37 37"' in picture, (
        "version 3 is 29 modules, and 4 on each side"
    )
    assert '<path fill="#fff" d="M0 0h37v37' in picture and 'stroke="#000"' in picture


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialog_offers_both_kinds_and_follows_the_choice(app, language):
    page = open_share(app("schools", language, level="primary", gone="school"))
    link = linked(page)
    assert "level=primary" in link and "snapshot" not in link and GONE not in link
    assert ("lang=en" in link) == (language == "en")
    assert len(page.radio[0].proto.options) == 2
    page.session_state["share_kind"] = "pinned"
    assert f"&snapshot={page.session_state['shown'].record.id}" in linked(open_share(page))


def test_a_view_that_was_opened_held_is_shared_held_first(app):
    first = app("schools").session_state["shown"].record.id
    page = open_share(app("schools", snapshot=first))
    assert f"snapshot={first}" in linked(page)


def test_a_folder_that_was_never_published_cannot_be_held(app, folder):
    (folder / "bo-tieu-chi.xlsx").write_bytes(b"broken")
    page = open_share(app("schools", "en", level="primary"))
    assert list(page.radio[0].proto.options) == [words("share.live", "en")]
    assert words("share.not_published", "en") in "".join(text.value for text in page.markdown)
    assert shown(page)


def test_a_held_link_of_two_compared_names_both_although_they_are_the_usual_ones(app, folder):
    app("schools")
    edit(folder / "ket-qua.xlsx", "Số báo cáo", "Số đạt", "school.primary", 19)
    app("schools")  # the edited folder is the second snapshot
    page = open_share(app("history", versions="30"))
    assert "before" not in linked(page) and "versions=30" in linked(page)
    page.session_state["share_kind"] = "pinned"
    link = linked(open_share(page))
    first, second = (page.selectbox(key=key).value for key in ("before", "after"))
    assert first != second and f"before={first}" in link and f"after={second}" in link and "snapshot=" in link


def test_what_stands_first_by_the_data_is_named_in_every_shared_link(app):
    page = open_share(app("communes"))
    shown_set = page.session_state["set"]
    assert "set" not in page.query_params and f"set={shown_set}" in linked(page) and "snapshot" not in linked(page)


@pytest.mark.parametrize("asked", ["²", "-1", "1e3", "", "x", "\x00", "٣", "0" * 9000])
def test_a_number_in_the_link_that_is_none_counts_for_nothing(app, asked):
    assert "versions" not in app("history", versions=asked).query_params
    page = app("present", minutes=asked)
    assert "minutes" not in page.query_params and not page.exception


def test_a_number_in_the_link_that_is_too_large_is_the_largest(app):
    assert app("history", versions="9" * 9000).query_params["versions"] == "200"
    assert app("present", minutes="9" * 9000).query_params["minutes"] == "600"
