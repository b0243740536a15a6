"""Links in a real browser: opened cold, carried from page to page, shared, scanned, and gone."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator

from bs_metrics.words import words
from tests.browser.reader import Reader, say, violations
from tests.browser.test_browser import PHONE
from tests.pages import title
from tests.waiting import wait_until

VIEW = "communes?lang=en&set=commune_nr&status=met&unit=21091&open=communes"
SCANNED_FROM_AFAR = 500  # px on a projector


def goes(seen: Reader, title: str) -> Reader:
    """Go to another page by the navigation."""
    seen.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
    seen.page.locator("[data-testid=stSidebarNavLink][aria-current=page]").filter(has_text=title).wait_for()
    return seen.waits()


def carried(seen: Reader) -> set[str]:
    return set(seen.page.url.partition("?")[2].split("&"))


def body(seen: Reader) -> str:
    return " ".join(seen.page.get_by_test_id("stMain").inner_text().split())


def scanned(picture: Locator) -> list[str]:
    """What a camera reads off the screen."""
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))]


def test_a_view_survives_another_page_and_going_back_and_is_the_same_when_opened_cold(server, reader):
    seen = reader().opens(f"{server}/{VIEW}")
    before = body(seen)
    assert "Bình Thanh" in before and seen.page.get_by_test_id("stTable").count() == 1 and seen.faults == []
    goes(seen, say("page.schools", "en"))
    seen.page.wait_for_url("**/schools?*")  # whoever leaves before its first run leaves an entry without choices
    goes(seen, title("communes", "en"))
    seen.page.get_by_test_id("stTable").wait_for()
    assert carried(seen) == set(VIEW.partition("?")[2].split("&")) and body(seen.waits()) == before
    left = seen.page.url
    assert body(reader().opens(left)) == before
    goes(seen, title("town", "en"))
    seen.page.wait_for_url("**/town?lang=en")
    seen.page.go_back()
    seen.page.wait_for_url(left)
    seen.page.get_by_test_id("stTable").wait_for()
    assert seen.waits().page.url == left and seen.page.locator("html").get_attribute("lang") == "en"
    assert body(seen) == before
    seen.page.go_back()  # one press is one page, also after the one before
    seen.page.wait_for_url("**/schools?*")
    seen.waits()
    seen.page.go_forward()
    seen.page.wait_for_url(left)
    seen.waits()
    seen.page.go_forward()
    seen.page.locator("[data-testid=stSidebarNavLink][aria-current=page]").filter(
        has_text=title("town", "en")
    ).wait_for()
    assert seen.waits().page.url == f"{server}/town?lang=en" and seen.errors == []


def test_choices_of_the_next_page_that_come_before_its_address_are_no_entry_of_this_one(server, reader):
    seen = reader().opens(f"{server}/{VIEW}")
    page, left = seen.page, seen.page.url
    unheard = "event => (event.stopPropagation(), event.preventDefault())"
    page.evaluate(f"addEventListener('click', {unheard}, {{capture: true, once: true}})")
    links = page.get_by_test_id("stSidebarNavLink")
    link = links.filter(has_text=say("page.schools", "en"))
    link.dispatch_event(
        "click", {"ctrlKey": True}
    )  # Streamlit, which does not hear of this one, follows such a click too
    written = """address => {
        const before = history.length;
        history.pushState({}, "", address);
        return [history.length - before, location.href];
    }"""
    assert page.evaluate(written, "/communes?lang=en") == [0, left]
    assert page.evaluate(written, "/schools?lang=en") == [1, f"{server}/schools?lang=en"]
    assert page.evaluate(written, "/schools?lang=en&level=primary") == [0, f"{server}/schools?lang=en&level=primary"]


def test_a_link_to_a_page_that_is_gone_leads_to_the_nearest_and_says_so(server, reader):
    seen = reader().opens(f"{server}/school?lang=en&level=primary")
    assert seen.page.get_by_text(say("link.gone", "en", asked="school", shown=say("page.schools", "en"))).count() == 1
    assert seen.page.get_by_role("radio", name="primary").is_checked() and seen.faults == []
    goes(seen, title("town", "en"))
    assert "gone" not in seen.page.url
    seen.page.evaluate("history.pushState({}, '', 'a-page-of-before')")
    goes(seen, say("page.schools", "en"))
    seen.page.wait_for_url("**/schools?*")
    seen.page.go_back()
    seen.page.wait_for_url(f"{server}/?*")  # Streamlit shows the front page, and its address with it
    lost = reader().opens(f"{server}/no/such-page")
    told = say("link.gone", asked="no/such-page", shown=say("page.overview"))
    assert lost.page.get_by_text(told).count() == 1 and lost.faults == [] and violations(lost.page) == []


def test_the_code_on_a_projector_opens_the_same_view(server, contexts):
    context = contexts((1920, 1080), "dark")
    seen = Reader(context.new_page()).opens(f"{server}/schools?level=primary&open=named_schools")
    before, page = body(seen), seen.page
    page.get_by_role("button", name=say("share.button"), exact=True).click()
    dialog = page.get_by_role("dialog")
    picture = dialog.get_by_role("img", name=say("share.qr", link="")[:20])
    picture.wait_for()
    live = f"{server}/schools?level=primary&open=named_schools"
    dialog.get_by_text(live, exact=True).wait_for()
    box = picture.bounding_box()
    assert min(box["width"], box["height"]) >= SCANNED_FROM_AFAR and box["y"] + box["height"] <= 1080
    assert scanned(picture) == [live] and dialog.get_by_text(say("share.this_machine")).count() == 1
    assert violations(page) == []

    dialog.get_by_text(say("share.pinned", number=1)).click()
    dialog.get_by_text("&snapshot=").wait_for()
    held = dialog.get_by_test_id("stText").inner_text()
    wait_until(lambda: held in scanned(picture), lambda: scanned(picture))  # the picture follows its text
    assert held.startswith(f"{live}&snapshot=")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog.get_by_role("button", name=say("share.copy")).click()
    dialog.get_by_text(say("share.copied")).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == held and seen.errors == []

    cold = Reader(context.new_page()).opens(held)
    assert body(cold) == before and "snapshot=" in cold.page.url and cold.faults == []
    cold.page.close()
    page.close()


def test_going_back_takes_back_the_last_choice(server, reader):
    seen = reader().opens(f"{server}/schools")
    page, tables = seen.page, seen.page.get_by_test_id("stTable")
    page.get_by_role("radio", name="mầm non").click()
    page.wait_for_url("**/schools?level=preschool")
    page.get_by_text(say("show.details")).first.click()
    tables.first.wait_for()
    page.wait_for_url("**&open=schools")
    assert page.locator("html").get_attribute("lang") == "vi" and page.title() == say("page.schools")
    page.get_by_role("radio", name="English").click()
    page.wait_for_url("**&lang=en")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert seen.waits().page.title() == say("page.schools", "en")
    page.go_back()
    page.get_by_role("heading", name=say("page.schools"), exact=True).wait_for()
    assert tables.count() == 1 and "lang" not in seen.waits().page.url
    links = page.get_by_test_id("stSidebarNavLink").all_text_contents()
    assert say("page.schools") in {link.strip() for link in links}, "the navigation is in Vietnamese again"
    page.go_back()
    tables.first.wait_for(state="detached")
    assert page.get_by_role("radio", name="mầm non").is_checked()
    page.go_back()
    page.wait_for_url("**/schools")
    page.get_by_role("radio", name=say("schools.all")).and_(page.locator("[aria-checked=true]")).wait_for()
    page.go_forward()
    page.get_by_role("radio", name="mầm non").and_(page.locator("[aria-checked=true]")).wait_for()
    assert seen.waits().page.url.endswith("?level=preschool") and seen.errors == []


def test_where_no_websocket_gets_through_the_offline_page_is_a_link_away(server, reader):
    seen = reader(PHONE)
    page = seen.page
    page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())
    page.goto(f"{server}/urban?lang=en")
    told = page.get_by_role("alert").filter(has_text=words("frame.blocked", "en"))
    told.get_by_role("link", name=words("frame.blocked_link", "en")).click()
    page.wait_for_url("**/offline.html?lang=en")
    page.get_by_text("55/63").first.wait_for()
    assert page.evaluate("document.documentElement.lang") == "en" and not page.get_by_role("alert").count()


def test_where_it_gets_through_late_nothing_is_said_any_more(server, reader):
    seen, may = reader(PHONE), []
    page = seen.page
    page.route_web_socket("**/_stcore/stream", lambda socket: socket.connect_to_server() if may else socket.close())
    page.goto(f"{server}/urban")
    page.get_by_text(words("frame.blocked_link", "vi")).wait_for()
    may.append(True)
    page.get_by_text(words("frame.blocked_link", "vi")).wait_for(state="detached")
    assert seen.waits().title()
