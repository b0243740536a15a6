"""A leader in a meeting with nothing but a keyboard: where the focus is after every key, and that no key is in vain."""

from functools import partial

from playwright.sync_api import Locator, Page

from bs_metrics.words import words
from tests.browser.reader import Reader
from tests.browser.test_for_everyone import tab_to
from tests.pages import title

FOCUSED = "each => each === document.activeElement"
OUTLINED = """each => {
    const style = getComputedStyle(each);
    return style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 3;
}"""


def focused(page: Page, wanted: Locator) -> None:
    """Wait until an element has the focus, and see that it shows, from afar too."""
    wanted.wait_for()
    page.wait_for_function(FOCUSED, arg=wanted.element_handle())
    assert wanted.evaluate(OUTLINED), "the focus does not show"


def opens_bar(page: Page) -> Locator:
    return page.get_by_test_id("stExpandSidebarButton")


def closes_bar(page: Page) -> Locator:
    return page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")


def button(page: Page, name: str) -> Locator:
    """A button of the bar below the slides."""
    return page.locator(f".bs-present-bar [data-go={name}]")


def entry(page: Page, number: int) -> Locator:
    """The entry of a slide in their list."""
    return page.locator(".st-key-slide_entries button").nth(number - 1)


def at(seen: Reader, number: int) -> Reader:
    """Wait until a slide is shown; its chart may still be painted, for a leader does not wait either."""
    seen.page.locator(".bs-present-position", has_text=f" {number}/").wait_for()
    seen.page.locator(".bs-slide h1").wait_for()
    return seen


def test_a_closed_side_bar_is_passed_over_and_the_focus_goes_along_with_its_buttons(server, reader):
    page = reader().opens(f"{server}/present").page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused(page, opens_bar(page))
    page.keyboard.press("Tab")
    assert page.get_by_test_id("stMain").evaluate(FOCUSED)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    focused(page, closes_bar(page))
    page.keyboard.press("Tab")
    assert page.get_by_test_id("stSidebarNavLink").first.evaluate(FOCUSED)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    focused(page, opens_bar(page))
    page.keyboard.press("Enter")
    focused(page, closes_bar(page))
    page.get_by_test_id("stMain").hover()  # the button is there without a mouse over the bar
    closes_bar(page).click()
    page.wait_for_function("() => document.querySelector('[data-testid=stSidebar]').inert")
    assert page.evaluate("document.activeElement === document.body"), "a mouse does not leave the focus on a button"


def test_a_pressed_button_of_the_bar_keeps_the_focus_and_in_the_list_it_is_on_the_slide_at_hand(server, reader):
    """Keys move on from the button, and choose in the list."""
    seen = reader().opens(f"{server}/present")
    page = seen.page
    tab_to(page, button(page, "next"))
    for key, number in (("Enter", 2), ("Space", 3), ("ArrowRight", 4), ("PageUp", 3), ("Enter", 4)):
        page.keyboard.press(key)
        focused(at(seen, number).page, button(page, "next"))
    tab_to(page, button(page, "full"))
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("ArrowRight")
    focused(at(seen, 5).page, button(page, "full"))
    button(page, "previous").click()
    at(seen, 4)
    page.keyboard.press("Space")
    at(seen, 5)  # a button that a mouse pressed does not keep the keys
    page.keyboard.press("o")
    focused(page, entry(page, 5))
    for key, number in (
        ("ArrowRight", 6),
        ("ArrowUp", 5),
        ("ArrowLeft", 4),
        ("ArrowDown", 5),
        ("End", 8),
        ("ArrowRight", 8),
        ("Home", 1),
    ):
        page.keyboard.press(key)
        focused(page, entry(page, number))
    page.keyboard.press("Escape")
    at(seen, 5)
    page.keyboard.press("o")
    focused(page, entry(page, 5))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert at(seen, 6).page.locator(".bs-slide h1").evaluate(FOCUSED)
    page.keyboard.press("Space")
    at(seen, 7)
    page.goto(f"{server}/present?slide=schools&view=list")
    focused(page, entry(page, 6))
    assert seen.errors == []


def test_a_meeting_is_led_by_the_keyboard_alone(server, reader):
    say = partial(words, language="en")
    seen = reader().opens(f"{server}/overview?lang=en")
    page, link = seen.page, seen.page.get_by_test_id("stSidebarNavLink")
    tab_to(page, link.filter(has_text=say("page.present")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/present*")
    at(seen, 1)
    page.keyboard.press("ArrowRight")
    at(seen, 2)
    tab_to(page, button(page, "next"))
    page.keyboard.press("Enter")
    at(seen, 3)
    tab_to(page, button(page, "list"))
    page.keyboard.press("Enter")
    focused(page, entry(page, 3))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    at(seen, 4)
    tab_to(page, page.get_by_test_id("stMain").get_by_role("link", name=say("present.topic", name=title("town", "en"))))
    page.keyboard.press("Enter")
    page.wait_for_url("**/town*")
    page.locator(".bs-present-bar").wait_for(state="detached")
    seen.waits()
    if opens_bar(page).is_visible():
        tab_to(page, opens_bar(page))
        page.keyboard.press("Enter")
        focused(page, closes_bar(page))
    share, dialog = page.get_by_role("button", name=say("share.button"), exact=True), page.get_by_role("dialog")
    tab_to(page, share)
    page.keyboard.press("Enter")
    dialog.get_by_text(f"{server}/town?lang=en", exact=True).wait_for()
    tab_to(page, dialog.get_by_role("button", name=say("share.copy")))
    page.keyboard.press("Enter")
    dialog.get_by_text(say("share.copied")).wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    focused(page, share)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name=say("share.copy")).wait_for()
    tab_to(page, dialog.get_by_role("button", name="Close"))
    page.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    focused(page, share)
    assert seen.errors == []
