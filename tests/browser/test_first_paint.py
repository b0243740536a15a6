"""The answer is painted before any chart, and the script of charts is fetched when one comes near the screen."""

import pytest
from playwright.sync_api import expect

from bs_metrics.words import LANGUAGES
from tests.waiting import wait_until

PHONE = (390, 844)


def fetched(seen):
    """The addresses of the script that draws charts, as far as they are asked for."""
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url) if "/PlotlyChart." in request.url else None)
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_has_its_bars_on_one_screen_and_fetches_no_script_for_charts(server, reader, language):
    seen = reader()
    asked = fetched(seen)
    page = seen.opens(f"{server}/overview?lang={language}").page
    assert page.locator(".bs-card rect[class^=bs-fill]").count() == 9 + 63 + 5
    assert page.locator(".bs-rows .bs-bar").first.bounding_box()["height"] > 0
    assert asked == [] and seen.faults == []
    closing = page.get_by_test_id("stSidebarCollapseButton").locator("button")
    if closing.is_visible():
        closing.click()
    for part in (page.locator(".bs-rows").first, page.locator(".bs-lines").first):
        expect(part).to_be_visible()
        wait_until(lambda part=part: (box := part.bounding_box()) and box["y"] + box["height"] <= 1080)


def test_a_chart_below_the_screen_is_sent_when_it_comes_near(server, reader):
    seen = reader(PHONE)
    asked = fetched(seen)
    page = seen.opens(f"{server}/pace").page
    place = page.locator(".bs-to-come")
    assert asked == [] and place.count() == 1 and "31/12/2024" in place.inner_text(), "heard and printed until then"
    place.scroll_into_view_if_needed()
    expect(page.get_by_test_id("stPlotlyChart").locator(".main-svg").first).to_be_visible()
    assert asked and place.count() == 0 and seen.waits().faults == []


@pytest.mark.parametrize("leaves", ["link", "back"])
def test_a_chart_asks_no_more_once_its_reader_leaves(server, reader, leaves):
    """Streamlit makes a run of the page left of its question and the wish for another page that wait together."""
    sent: list[bytes] = []
    held: list[str | bytes] = []
    seen = reader(PHONE)
    page = seen.page

    def carry(socket):
        to = socket.connect_to_server()
        socket.on_message(lambda message: (sent.append(message), to.send(message)))
        to.on_message(lambda message: held.append(message) if holding else socket.send(message))

    holding = False
    page.route_web_socket("**/_stcore/stream", carry)
    page.clock.install()
    seen.opens(f"{server}/schools")
    seen.goes("/pace")
    holding = True
    asked = len(sent)
    page.locator(".bs-to-come").scroll_into_view_if_needed()
    wait_until(lambda: page.evaluate("1") and len(sent) > asked)
    page.clock.run_for(1000)
    wait_until(lambda: page.evaluate("1") and len(sent) > asked + 2)  # it asks until it is heard
    asked = len(sent)  # and goes on where its reader stays on the page: Streamlit does not begin it anew
    page.locator("[data-testid=stSidebarNavLink][aria-current=page]").dispatch_event("click")
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    page.clock.run_for(1000)
    wait_until(lambda: page.evaluate("1") and len(sent) > asked + 4)
    if leaves == "back":
        page.go_back()
    else:
        page.locator("[data-testid=stSidebarNavLink]").first.dispatch_event("click")
    page.clock.run_for(100)
    wishes = len(sent)
    page.clock.run_for(3000)
    page.evaluate("1")
    assert len(sent) == wishes
