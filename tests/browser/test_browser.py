"""Every page in a real browser: by its deep link, on a projector and on a phone, in light and in dark."""

import pytest

from bs_metrics.words import words
from tests.browser.access import violations
from ui.addresses import SCRIPTS

PAGES = sorted(SCRIPTS)
PROJECTOR, PHONE = (1920, 1080), (390, 844)
SHOWN = [  # each pair of a size, a theme and a language
    (PROJECTOR, "light", "vi"),
    (PROJECTOR, "dark", "en"),
    (PHONE, "light", "en"),
    (PHONE, "dark", "vi"),
]


@pytest.mark.parametrize(("size", "theme", "language"), SHOWN, ids=lambda value: str(value))
@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"/{path}")
def test_a_page_opened_by_its_link_is_whole(server, reader, path, size, theme, language):
    seen = reader(size, theme).opens(f"{server}/{path}" + ("?lang=en" if language == "en" else ""))
    assert seen.faults == [] and violations(seen.page) == []
    links = seen.page.get_by_test_id("stSidebarNavLink").all_text_contents()
    assert {words(f"page.{name}", language) for name in ("overview", "data")} <= {link.strip() for link in links}


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=str)
def test_the_size_follows_the_window_on_every_address(server, reader, size):
    pages = [reader(size).opens(f"{server}{path}").page for path in ("", "/overview", "/schools")]
    sizes = {page.evaluate("getComputedStyle(document.documentElement).fontSize") for page in pages}
    assert len(sizes) == 1 and sizes != {"16px"}


def test_the_front_page_is_the_overview(server, reader):
    front, overview = reader().opens(server), reader().opens(f"{server}/overview")
    assert front.faults == [] and front.title() == overview.title()


def test_the_first_request_to_a_fresh_server_finds_the_frame_and_its_language(cold_server, reader):
    seen = reader().opens(f"{cold_server}/town?lang=en")
    assert seen.faults == []
    links = [link.strip() for link in seen.page.get_by_test_id("stSidebarNavLink").all_text_contents()]
    assert {words(f"page.{name}", "en") for name in ("overview", "data")} <= set(links)
    assert "3–4/6 standards" in seen.title()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ground_follows_the_reader_s_theme(server, reader, theme):
    page = reader(PROJECTOR, theme).opens(f"{server}/town").page
    ground = page.get_by_test_id("stApp").evaluate("each => getComputedStyle(each).backgroundColor")
    bright = sum(int(part) for part in ground.strip("rgba()").split(",")[:3]) > 3 * 128
    assert bright == (theme == "light")


def test_the_charts_of_one_server_follow_each_reader_s_theme(server, reader):
    """Whoever comes first must not colour the charts of those who come after."""
    for theme in ("light", "dark", "light"):
        page = reader(PROJECTOR, theme).opens(f"{server}/schools").page
        ink = page.get_by_test_id("stApp").evaluate("each => getComputedStyle(each).color")
        fill = "each => getComputedStyle(each).fill"
        assert page.locator(".js-plotly-plot .annotation text").first.evaluate(fill) == ink, theme


def test_the_typeface_is_served_by_the_app_itself(server, reader):
    page = reader().opens(f"{server}/overview").page
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')")
    loaded = "[...document.fonts].filter(f => f.status === 'loaded' && f.family.includes('Be Vietnam Pro')).length"
    assert page.evaluate(loaded) > 0
    used = page.get_by_role("heading", level=1).evaluate("each => getComputedStyle(each).fontFamily")
    assert "Be Vietnam Pro" in used


def test_a_chart_opens_its_table_and_sources(server, reader):
    seen = reader().opens(f"{server}/schools")
    seen.page.get_by_text(words("show.details", "vi")).first.click()
    seen.page.get_by_text(words("show.download", "vi")).first.wait_for()
    seen.waits()
    assert seen.page.get_by_text("49/67").count() >= 2 and seen.faults == []
