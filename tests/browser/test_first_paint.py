"""The answer is painted before any chart, and the script of charts is fetched when one comes near the screen."""

from playwright.sync_api import expect

from tests.waiting import wait_until

PHONE = (390, 844)


def fetched(seen):
    """The addresses of the script that draws charts, as far as they are asked for."""
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url) if "/PlotlyChart." in request.url else None)
    return asked


def test_the_overview_has_its_bars_on_one_screen_and_fetches_no_script_for_charts(server, reader):
    seen = reader()
    asked = fetched(seen)
    page = seen.opens(f"{server}/overview").page
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
