"""A leader at the projector with nothing but a keyboard, and what the link carries of the slides."""

import pytest

from tests.browser.reader import say, violations
from tests.pages import title

FIRST, SECOND, LAST = "còn 1 xã nâng cao, 7 tiêu chí", "Đạt 2/9, còn 7 tiêu chí", "5 nội dung còn thiếu"
FITS = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    return main.scrollHeight <= main.clientHeight;
}"""

LETTERS = """() => {
    const texts = [...document.querySelectorAll('.js-plotly-plot svg text, .bs-unit')].filter(each => each.textContent);
    return texts.map(each => parseFloat(getComputedStyle(each).fontSize));
}"""

SIZES = """() => [...document.querySelectorAll(
        '.bs-slide h1, .bs-slide p, .bs-slide-lines li, .bs-slide-table td, .bs-slide-foot')]
    .map(each => parseFloat(getComputedStyle(each).fontSize))"""


@pytest.fixture
def leader(reader, server):
    """A reader of the presentation: `leader("?slide=schools")`."""

    def sits(link="", **place):
        one = reader(**place)
        one.page.goto(f"{server}/present{link}")
        if one.page.evaluate("Object.keys(localStorage).some(key => key.startsWith('stSidebarCollapsed-'))"):
            one.page.evaluate("localStorage.clear()")  # another test's reader has opened the side bar
            one.page.goto(f"{server}/present{link}")
        one.page.locator(".bs-present-bar").wait_for()
        return one

    return sits


def shows(one, title):
    """Wait for the slide of a title to be drawn."""
    one.page.locator(".bs-slide h1", has_text=title).wait_for()
    return one.waits()


def press(one, *keys):
    for key in keys:
        one.page.keyboard.press(key)


def at(one, number):
    """Wait for the bar to say the number of the slide that is shown."""
    one.page.locator(".bs-present-position", has_text=f"{number}/").wait_for()
    return one.waits()


def test_keys_move_faster_than_the_server_too_and_the_link_follows(leader):
    one = shows(leader("?snapshot=no-such"), FIRST)
    assert "no-such" in one.page.locator(".bs-slide-foot").inner_text(), "that it is not there is said"
    one.page.wait_for_function(FITS)
    for forth, back in [("PageDown", "PageUp"), ("ArrowRight", "ArrowLeft"), ("Space", "Shift+Space")]:
        press(one, forth)
        shows(one, SECOND)
        one.page.locator(".bs-only-heard[aria-live]", has_text=SECOND).wait_for(state="attached")
        press(one, back)
        shows(one, FIRST)
    press(one, "End")
    assert "slide=missing-2" in shows(one, LAST).page.url
    press(one, "Home")
    assert "slide=" not in shows(one, FIRST).page.url
    press(one, *["PageDown"] * 9)  # more than there are
    last = at(one, 8).title()
    assert "slide=missing-2" in one.page.url and "5 nội dung" in last
    press(one, "PageUp", "PageUp", "PageUp", "PageDown")
    assert "49/67" in at(one, 6).title()
    press(one, "o", "o", "PageDown", "PageUp", "PageDown")
    at(one, 7)
    press(one, "PageUp")  # back where it was: the link as well
    assert "49/67" in at(one, 6).title()
    one.page.wait_for_url("**/present?slide=schools")
    press(one, "f")
    one.page.wait_for_function("() => document.fullscreenElement !== null")
    assert one.faults == []


def test_in_the_list_the_leader_sets_the_minutes_and_orders_the_slides_and_the_link_carries_both(leader):
    """A clicker works while the minutes are in focus, and the clock tells when they are over."""
    one = leader("?view=list", theme="dark")
    field = one.page.get_by_role("spinbutton")
    field.wait_for()
    one.page.locator("[data-test-script-state=notRunning]").wait_for()
    assert violations(one.page) == []
    field.focus()
    press(one, "Control+A")
    one.page.keyboard.type("15")
    press(one, "PageDown")
    shows(one, SECOND)
    one.page.wait_for_function("() => location.search.includes('minutes=15')")
    assert "/ 15:00" in one.page.locator(".bs-present-clock").inner_text()
    one.page.evaluate("sessionStorage.setItem('bs-present-start', Date.now() - 901000)")
    one.page.locator(".bs-present-clock.bs-late", has_text="15:0").wait_for()
    one.page.get_by_role("button", name=say("present.restart")).click()
    one.page.locator(".bs-present-clock:not(.bs-late)", has_text="00:0").wait_for()
    press(one, "o")
    box = one.page.get_by_role("combobox").first
    for place, name in enumerate((say("page.schools"), say("page.overview")), start=1):
        box.click()
        one.page.keyboard.type(name)
        one.page.get_by_role("option", name=name, exact=True).wait_for()
        press(one, "Enter", "Escape")  # an open list hides the rest of the page
        one.page.get_by_role("button", name=f"{place}. {name}").wait_for()
    one.page.wait_for_function("() => location.search.includes('slides=schools%2Coverview')")
    one.page.get_by_role("button", name=f"2. {say('page.overview')}").click()
    assert "slide=overview" in shows(one, FIRST).page.url and "view=" not in one.page.url


def test_a_link_holds_which_slides_in_which_order_and_names_what_is_not_there(leader):
    one = shows(leader("?slides=schools,no-such,overview"), "49/67")
    assert "no-such" in one.page.locator("[data-testid=stMain]").inner_text()
    assert "1/2" in one.page.locator(".bs-present-position").inner_text()
    press(one, "PageDown")
    shows(one, FIRST)
    press(one, "PageDown")
    assert "2/2" in one.page.locator(".bs-present-position").inner_text()


def test_a_link_to_a_slide_that_was_joined_to_another_shows_that_one(leader):
    one = shows(leader("?slide=thresholds-town"), "Đạt 2–3/5")
    assert one.page.get_by_test_id("stAlert").count() == 0
    shows(leader("?slides=communes-commune_nr,schools"), "2/21")


def test_a_phone_shows_a_short_slide_and_the_whole_bar_without_scrolling(leader):
    one = shows(leader("?lang=en&slide=stage-town", size=(390, 844)), "2–3/5")
    one.page.wait_for_function(FITS)
    shows(one.goes("/present?slide=stage-district_nr"), SECOND)  # in Vietnamese: its words are longer
    one.page.wait_for_function(FITS)
    assert all(one.page.locator(".bs-present-bar button").all_inner_texts())
    assert one.faults == []
    press(one, *["PageDown"] * 5)  # a table stands row by row: nothing to scroll sideways
    table = at(one, 7).page.locator(".bs-slide-table")
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert table.locator("td").first.evaluate("each => each.offsetWidth > 0.9 * each.closest('table').offsetWidth")
    label, display = table.locator("td").nth(1).evaluate("each => [each.dataset.label, getComputedStyle(each).display]")
    assert (label, display) == (say("column.agency"), "block") and one.faults == []


def test_a_slide_is_shared_as_it_is_and_back_leads_to_it_again(leader, reader):
    one = shows(leader(), FIRST)
    press(one, "ArrowRight", "PageDown")
    third = at(one, 3).title()
    assert "55/63" in third
    one.page.wait_for_url("**/present?slide=*")  # the link is written after the slide
    one.page.get_by_test_id("stExpandSidebarButton").click()  # the side bar is closed while slides are shown
    one.page.get_by_role("button", name=say("share.button"), exact=True).click()
    dialog = one.page.get_by_role("dialog")
    dialog.get_by_text(say("share.pinned", number=1)).click()
    dialog.get_by_text("snapshot=").wait_for()
    held = dialog.get_by_test_id("stText").inner_text()
    press(one, "Escape")
    dialog.wait_for(state="detached")
    assert reader().opens(held).title() == third and "snapshot=" in held
    topic = say("present.topic", name=title("urban"))
    one.page.get_by_test_id("stMain").get_by_role("link", name=topic).click()
    one.page.wait_for_url("**/urban*")
    assert "55/63" in one.waits().title()
    one.page.go_back()
    one.page.wait_for_url("**/present*")
    shows(at(one, 3), third)
    press(one, "Home")
    shows(one, FIRST)
    assert one.errors == []


@pytest.mark.parametrize(("language", "size"), [("en", (1920, 1080)), ("vi", (1280, 720))])
def test_every_slide_fits_the_projector_and_is_read_from_afar(leader, language, size):
    """Beside the side bar, too, there is nothing to scroll; letters are a quarter smaller there at most."""
    one, scale = shows(leader(f"?lang={language}", size=size, theme="dark"), ""), size[0] / 1920
    is_read_from_afar(one, scale)
    if size == (1280, 720):
        one.page.get_by_test_id("stExpandSidebarButton").click()
        one.page.get_by_test_id("stSidebarNavLink").first.wait_for()
        scale *= 0.75
    count = int(one.page.locator(".bs-present-position").inner_text().rpartition("/")[2])
    assert count == 8
    for number in range(1, count + 1):
        title = at(one, number).title()
        one.page.wait_for_function(FITS)  # beside the side bar, the first is drawn anew once the bar is open
        assert one.waits().faults == [], title
        is_read_from_afar(one, scale)
        press(one, "PageDown")
    press(one, "Home", "PageDown")
    at(one, 2).page.locator(".bs-slide-lines li").first.evaluate("each => each.append('Một dòng dài. '.repeat(9))")
    one.page.wait_for_function(FITS)  # of longer words the letters are smaller


def is_read_from_afar(one, scale):
    sizes, title = one.page.evaluate(SIZES), one.title()
    assert max(sizes) >= 60 * scale and min(sizes) >= 28 * scale, title
    assert min(one.page.evaluate(LETTERS), default=99) >= (28 if scale == 1 else 20) * scale, title
    cells = one.page.locator(".bs-slide-table td").all()
    assert not cells or cells[0].evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 44 * scale, title
