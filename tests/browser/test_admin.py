"""An admin makes a link on its page; another browser opens what a camera reads, and sees the pages named alone."""

from bs_metrics.words import words
from tests.browser.conftest import new_context
from tests.browser.reader import Reader, say, violations
from tests.browser.test_links import scanned
from tests.pages import title


def test_a_link_that_is_made_on_the_page_opens_the_pages_named_and_ends_with_a_press(
    browser, host, local_host, tmp_path
):
    private = {"visibility": "private", "secret": "a secret of the tests", "address": host.address}
    local, hosted = local_host.address, host.address
    for each in (local_host, host):
        each.says(tmp_path / "store.sqlite", **private)
    admin = Reader(new_context(browser, (1366, 768)).new_page()).opens(f"{local}/links")
    page = admin.page
    page.get_by_label(say("links.note")).fill("họp")
    pages = page.get_by_role("combobox", name=say("links.pages"))
    pages.click()
    page.get_by_role("option", name=title("schools")).click()
    pages.press("Escape")
    page.get_by_role("button", name=say("links.make")).click()
    page.get_by_test_id("stCode").wait_for()
    assert violations(page) == [] and admin.faults == []
    (address,) = scanned(page.get_by_role("img", name=say("share.qr", link="")[:10]))
    assert address == page.get_by_test_id("stCode").inner_text().strip() and address.startswith(f"{hosted}/open/")

    visitor = new_context(browser, (390, 844)).new_page()
    visitor.goto(address)
    visitor.get_by_role("button", name=say("door.open")).click()
    visitor.get_by_role("heading", name=title("schools")).wait_for()
    seen = Reader(visitor).waits()
    assert "/open/" not in visitor.url and "49/67" in visitor.inner_text("body")
    seen.opens(f"{hosted}/urban?lang=en")
    assert words("limits.page", "en", asked=title("urban", "en")) in visitor.inner_text("body")
    assert "55/63" not in visitor.inner_text("body") and violations(visitor) == []

    page.get_by_role("button", name=say("links.revoke")).first.click()
    page.get_by_role("button", name=say("links.revoke_sure")).click()
    page.get_by_text(say("links.ended", number=1)).wait_for()
    answer = visitor.goto(f"{hosted}/schools")
    assert answer is not None and answer.status == 403
    log = admin.opens(f"{local}/log")
    assert log.page.get_by_test_id("stDataFrame").is_visible() and log.faults == [] and violations(log.page) == []
    host.opens(tmp_path / "store.sqlite")
