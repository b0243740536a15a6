"""A meeting as its leader goes through it, in a real browser: present, move by keys, open a topic, share it."""

import re

from playwright.sync_api import Page

from tests.browser.reader import Reader, say
from tests.browser.test_links import body


def at_slide(number: int) -> re.Pattern[str]:
    """What the bar says of the slide with this number."""
    return re.compile(re.escape(say("present.position", number=number, count="")) + r"\d+$")


def pressed(seen: Reader, key: str, number: int) -> str:
    """The title of the slide after a key, which is the slide with this number."""
    seen.page.keyboard.press(key)
    seen.page.get_by_text(at_slide(number)).wait_for()
    return seen.waits().title()


def shared(page: Page, held: bool) -> str:
    """The link that the dialog gives, living or held to the snapshot."""
    if page.get_by_test_id("stExpandSidebarButton").is_visible():  # the side bar is closed while slides are shown
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("button", name=say("share.button"), exact=True).click()
    dialog = page.get_by_role("dialog")
    link = dialog.get_by_test_id("stText")
    link.wait_for()
    if held:
        dialog.get_by_text(say("share.pinned", number=1)).click()
        dialog.get_by_text("snapshot=").wait_for()
    told = link.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    return told


def test_a_meeting_from_the_first_slide_to_a_link_that_is_opened_cold(server, contexts):
    context = contexts((1920, 1080), "light")
    seen = Reader(context.new_page()).opens(f"{server}/present")
    page, first = seen.page, seen.title()
    assert "7 tiêu chí" in first and "8 tiêu chuẩn" in first
    assert "7/9" in pressed(seen, "ArrowRight", 2)
    third = pressed(seen, "PageDown", 3)
    assert "8/63" in third
    page.wait_for_function("location.search.includes('slide=')")  # the link is written after the slide

    slide = shared(page, held=True)
    cold = Reader(context.new_page()).opens(slide)
    assert cold.title() == third and "snapshot=" in cold.page.url
    cold.page.close()

    page.get_by_test_id("stMain").get_by_role("link", name=say("present.topic", name=say("page.urban"))).click()
    page.wait_for_url("**/urban*")
    assert "55/63" in seen.waits().title()
    page.get_by_text(say("show.details")).first.click()
    page.get_by_test_id("stTable").wait_for()
    seen.waits()
    topic = shared(page, held=True)
    assert topic.startswith(f"{server}/urban?open=") and "snapshot=" in topic
    before, cold = body(seen), Reader(context.new_page()).opens(topic)
    cold.page.get_by_test_id("stTable").wait_for()
    assert body(cold.waits()) == before and cold.faults == []
    cold.page.close()

    page.go_back()
    page.get_by_test_id("stTable").wait_for(state="detached")
    page.go_back()
    page.wait_for_url("**/present*")
    page.get_by_role("heading", name=third).wait_for()
    page.get_by_text(at_slide(3)).wait_for()
    assert pressed(seen, "Home", 1) == first and seen.errors == []
    page.close()
