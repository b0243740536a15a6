"""Every page in a real browser: on a projector and on a phone, in light and in dark."""

import pytest

from bs_metrics.access.limits import is_for_admins
from bs_metrics.words import words
from tests.browser.conftest import new_context
from tests.browser.reader import Reader, say, violations
from tests.pages import pages, title

FOLDED = {"overview", "schools", "communes", "documents"}  # pages that have more behind a click
LINKS = {
    path: f"/{path}?{'unit=21091' if path == 'communes' else ''}" for path in sorted(pages()) if not is_for_admins(path)
}
PROJECTOR, LAPTOP, PHONE = (1920, 1080), (1366, 768), (390, 844)
ROOTS = {PHONE: "16px", LAPTOP: "17.075px", PROJECTOR: "24px"}
LOOK = """() => {
    const style = (name) => getComputedStyle(document.querySelector(name));
    const texts = [...document.querySelectorAll('.js-plotly-plot .annotation text')];
    return {
        size: style(':root').fontSize, ground: style('[data-testid=stApp]').backgroundColor,
        ink: style('[data-testid=stApp]').color, fills: texts.map(each => getComputedStyle(each).fill),
    };
}"""


@pytest.mark.parametrize(("language", "theme", "judged"), [("vi", "light", PROJECTOR), ("en", "dark", PHONE)])
def test_every_page_is_whole(server, reader, language, theme, judged):
    """Its charts have this reader's colours, whoever came to the server before, and change with the reader's.

    One goes from page to page: to load Streamlit's scripts anew for each takes longer than to look at it.
    """
    seen, other = reader(PROJECTOR, theme), {"light": "dark", "dark": "light"}[theme]
    is_whole(seen.opens(f"{server}/log?lang={language}"), theme, language, judged)  # which is not for them
    for path, link in LINKS.items():
        seen.goes(f"{link}&lang={language}")
        if path in FOLDED:
            unfold(seen)
        is_whole(seen, theme, language, judged)
    seen.page.emulate_media(color_scheme=other)
    has_its_colours(seen.opens(f"{server}/overview?lang={language}"), other)


def unfold(seen):
    """Open what is behind a click: tables, and the rest of lists."""
    folds = seen.page.locator("[data-testid=stMain] summary").all()
    for fold in folds:
        fold.click()
        fold.locator("..").locator("[data-testid=stExpanderDetails] :is(table, p)").first.wait_for()
    assert folds


def is_whole(seen, theme, language, judged):
    """Nothing is wrong with what is shown, on a phone and on a projector or laptop; on one of them axe looks too."""
    links = seen.page.get_by_test_id("stSidebarNavLink").all_text_contents()
    assert {words(f"page.{name}", language) for name in ("overview", "data")} <= {link.strip() for link in links}
    has_its_colours(seen, theme)
    for size in (PHONE, PROJECTOR if judged == PROJECTOR else LAPTOP):
        seen.page.set_viewport_size({"width": size[0], "height": size[1]})
        assert seen.waits().faults == [], seen.page.url
        assert size != judged or violations(seen.page) == [], seen.page.url
        assert seen.page.evaluate(LOOK)["size"] == ROOTS[size], "the size follows the window"


def has_its_colours(seen, theme):
    look = seen.page.evaluate(LOOK)
    bright = sum(int(part) for part in look["ground"].strip("rgba()").split(",")[:3]) > 3 * 128
    assert bright == (theme == "light") and (not look["fills"] or look["ink"] in look["fills"]), seen.page.url


def test_the_front_page_of_a_phone_is_the_overview_in_the_app_s_own_typeface(server, reader):
    seen = reader(PHONE).opens(server)
    page = seen.page
    assert seen.faults == [] and "7 tiêu chí" in seen.title()
    assert page.evaluate(LOOK)["size"] == ROOTS[PHONE]
    for ratio in ("2/9", "55/63", "2–3/5"):
        on_the_first_screen(page.get_by_role("heading", name=ratio).first)
    for bar in page.locator(".bs-card .bs-chart").all()[:3]:
        on_the_first_screen(bar)
    loaded = "[...document.fonts].filter(f => f.status === 'loaded' && f.family.includes('Be Vietnam Pro')).length"
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')") and page.evaluate(loaded) > 0
    used = page.get_by_role("heading", level=1).evaluate("each => getComputedStyle(each).fontFamily")
    assert "Be Vietnam Pro" in used


def test_a_projector_begins_with_the_front_page_alone_and_the_bar_stays_as_its_reader_left_it(server, browser):
    context = new_context(browser)
    seen = Reader(context.new_page()).opens(server)
    page, bar = seen.page, seen.page.get_by_test_id("stSidebar")
    marked = page.locator("[data-testid=stSidebarNavLink][aria-current=page]")
    assert bar.get_attribute("data-collapsed") == "true" and marked.all_text_contents() == [title("overview")]
    page.get_by_test_id("stExpandSidebarButton").click()
    assert bar.get_by_text(say("door.title", place="huyện Bình Sơn")).is_visible()
    assert page.get_by_test_id("stSidebarNavLink").filter(has_text=title("upload")).count() == 0, "of no use to them"
    seen.goes("/town").goes("/overview")
    assert bar.get_attribute("data-collapsed") == "false" and marked.all_text_contents() == [title("overview")]
    page.reload()
    assert seen.waits().page.get_by_test_id("stSidebar").get_attribute("data-collapsed") == "false"
    context.close()


def on_the_first_screen(seen):
    box = seen.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE[0]
    assert box["y"] >= 0 and box["y"] + box["height"] <= PHONE[1]


def test_the_first_request_to_a_fresh_server_finds_the_frame_and_its_language(cold_server, reader):
    seen = reader().opens(f"{cold_server}/town?lang=en")
    links = [link.strip() for link in seen.page.get_by_test_id("stSidebarNavLink").all_text_contents()]
    assert {words(f"page.{name}", "en") for name in ("overview", "data")} <= set(links)
    assert seen.title() == "Town: 2–3/5 met, missing 2–3 standards" and seen.faults == []
