"""The offline page in a real browser without a network: drawn, read, touched, printed, and no name obeyed."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import Page

from bs_metrics.exports.offline import offline
from bs_metrics.exports.pack import Pack
from bs_metrics.figures.style import theme_palette
from bs_metrics.words import LANGUAGES
from tests.browser.conftest import new_context
from tests.browser.reader import violations

PHONE, DESK, PAPER = (390, 844), (1280, 900), 1031  # px; between the margins of A4
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
DRAWN = "() => document.documentElement.dataset.drawn === 'yes' && document.fonts.status === 'loaded'"
CHARTS = "[...document.querySelectorAll('[data-chart]')]"
# Names, ratios and gaps of a chart that reach out of it, or of the screen.
CUT = f"""() => {CHARTS}.flatMap(chart => {{
    const edge = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('svg text')].filter(text => {{
        const box = text.getBoundingClientRect();
        return box.width && (box.left < edge.left - 2.5 || box.right > edge.right + 1.5 || box.right > innerWidth);
    }}).map(text => text.textContent);
}})"""
AS_WIDE = f"() => {CHARTS}.every(each => Math.abs(each.querySelector('.main-svg').clientWidth - each.clientWidth) < 2)"
FILLS = f"{CHARTS}.flatMap(chart => [...chart.querySelectorAll('.point path')].map(each => each.style.fill))"


class Opened:
    """A tab with a page from the disk, and everything that it said or asked for."""

    def __init__(self, page: Page) -> None:
        self.page, self.told = page, []
        page.on("console", lambda message: self.told.append(message.text))
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("dialog", lambda dialog: (self.told.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith(("file:", "data:")) or self.told.append(request.url))

    def open(self, path) -> "Opened":
        self.page.goto(path.as_uri())
        self.page.wait_for_function(DRAWN)
        return self


@pytest.fixture(scope="module")
def files(tmp_path_factory, shipped, spoilt):
    """The page of the shipped data in each language, and of workbooks full of markup."""
    folder = tmp_path_factory.mktemp("offline")
    for language in LANGUAGES:
        (folder / f"{language}.html").write_bytes(offline.make(Pack(shipped, language)))
    (folder / "hostile.html").write_bytes(offline.make(Pack(spoilt, "vi")))
    return folder


@pytest.fixture
def reader(browser):
    """A tab without a network: `reader(size, theme)`."""
    with ExitStack() as closing_all:

        def sit_down(size=PHONE, theme="light"):
            context = new_context(browser, size, theme, offline=True, has_touch=size == PHONE)
            closing_all.callback(context.close)
            return Opened(context.new_page())

        yield sit_down


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_drawn_whole_without_a_network_on_a_phone_a_desk_and_paper(files, reader, language):
    seen = reader(PHONE).open(files / f"{language}.html")
    is_whole(seen.page, "light")
    for ratio in ("2/9", "55/63", "2–3/5"):
        box = seen.page.get_by_text(ratio, exact=True).first.bounding_box()
        assert box["y"] + box["height"] < PHONE[1], "on the first screen"
    seen.page.touchscreen.tap(*middle(seen.page.locator("#gaps .point path").first))
    says_its_number(seen.page)
    seen.page.locator("#gaps summary").click()
    row = seen.page.locator("#gaps tbody tr", has_text="23/36")
    assert row.is_visible() and row.get_by_role("rowheader").count() == 1, "the numbers of a chart are a table too"
    assert language != "vi" or violations(seen.page) == []
    seen.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    seen.page.emulate_media(color_scheme="dark")
    is_whole(seen.page, "dark")
    assert seen.page.evaluate(GROUND) == rgb(theme_palette("dark").surface)
    assert language != "en" or violations(seen.page) == []
    seen.page.set_viewport_size({"width": PAPER, "height": 900})
    seen.page.emulate_media(media="print")
    for table in seen.page.locator("table:visible").all():
        box = table.bounding_box()
        assert box["x"] + box["width"] <= PAPER + 1
    cells = seen.page.locator("#figures tbody tr td:last-child")
    assert min(cell.bounding_box()["width"] for cell in cells.all()) >= 150, "sources have room"
    samples = seen.page.locator(".legend i").all()
    assert {one.evaluate("each => getComputedStyle(each).printColorAdjust") for one in samples} == {"exact"}
    assert seen.told == []


def is_whole(page, theme):
    """Every chart is drawn in the theme's colours, once it has followed the window, and nothing is cut off."""
    number = page.locator("[data-chart]").count()
    assert number >= 8 and page.locator("[data-chart] > .plot-container").count() == number
    page.wait_for_function(f"colour => {FILLS}.includes(colour)", arg=rgb(theme_palette(theme).met))
    page.wait_for_function(AS_WIDE)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.fonts.check('600 16px \"Be Vietnam Pro\"', 'ằữ')")


def says_its_number(page):
    """The bar that is pointed at, or touched, as its row of the table does."""
    told = page.locator("#gaps .hoverlayer text").first
    told.wait_for()
    name, _, said = told.text_content().partition(": ")
    rows = [row for row in page.locator("#gaps tbody tr").all_text_contents() if name in row]
    assert rows and all(said.partition(",")[0] in row for row in rows)


def middle(mark):
    """The middle of a mark on the screen: what plotly lays over it takes the pointer."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def rgb(colour):
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


def test_a_bar_that_is_pointed_at_says_its_number_and_on_paper_charts_are_light_and_as_wide_as_the_page(files, reader):
    seen = reader(DESK, "dark").open(files / "vi.html")
    seen.page.mouse.move(*middle(seen.page.locator("#gaps .point path").first))
    says_its_number(seen.page)
    assert rgb(theme_palette("dark").met) in seen.page.evaluate(FILLS)
    seen.page.emulate_media(media="print", color_scheme="dark")
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    seen.page.wait_for_function(f"colour => {FILLS}.includes(colour)", arg=rgb(theme_palette("light").met))
    widths = seen.page.evaluate(f"{CHARTS}.map(each => each.querySelector('.main-svg').getBoundingClientRect().width)")
    assert max(widths) <= PAPER
    assert seen.page.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert not seen.page.locator("nav").is_visible()
    seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    seen.page.wait_for_function(f"colour => {FILLS}.includes(colour)", arg=rgb(theme_palette("dark").met))
    assert seen.told == []


def test_hostile_names_are_read_and_not_obeyed(files, reader):
    seen = reader(DESK).open(files / "hostile.html")
    for opened in seen.page.locator("summary").all():
        opened.click()
    said = seen.page.evaluate("document.body.innerText")
    for text in ("<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "<b>x</b><br>y", "$$x$$", "=1+1"):
        assert text in said
    assert seen.page.evaluate("document.querySelectorAll('img, iframe, [onerror], a:not([href^=\"#\"])').length") == 0
    assert seen.page.locator("svg a, svg image").count() == 0
    labels = " ".join(seen.page.locator("svg text").all_text_contents())
    for text in ("<b>x</b><br>y", "$$x$$"):
        assert text in labels, "stands in a chart as it is written"
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [told for told in seen.told if "MathJax is not loaded" not in told] == []  # so that $$x$$ stays letters


def test_a_script_that_got_into_the_page_would_not_run(files, reader, tmp_path):
    head = (files / "vi.html").read_text(encoding="utf-8").partition("<main")[0]
    path = tmp_path / "x.html"
    path.write_text(f"{head}<script>alert(1)</script>", encoding="utf-8")
    seen = reader()
    seen.page.goto(path.as_uri())
    assert seen.told and all("Content Security Policy" in told for told in seen.told)
