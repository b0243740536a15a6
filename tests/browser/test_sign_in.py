"""Signing in with a real browser at a real provider: from a deep link and back to it, refused, out in another tab."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import new_context
from tests.browser.reader import Reader, say, violations
from tests.provider import hosting

DEEP = "/schools?lang=en&level=primary&open=named_schools"


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory):
    with hosting(tmp_path_factory.mktemp("dashboard")) as started:
        yield started


@pytest.fixture
def public(dashboard):
    dashboard.says(visibility="public")
    return dashboard


@pytest.fixture
def private(dashboard):
    dashboard.says(visibility="private")
    return dashboard


@pytest.fixture
def tab(browser):
    """A tab of a browser that has seen nothing yet; further ones of the same browser."""
    with new_context(browser) as context:
        yield lambda: Reader(context.new_page())


def says_a_name(page, name):
    """At the provider."""
    page.locator("input[name=sub]").fill(name)
    page.get_by_role("button", name="Authorize").click()


def signs_in(reader, address, name, language="vi"):
    """From a page of the dashboard, whether it is closed or only offers it."""
    reader.page.goto(address)
    reader.page.get_by_text(say("sign_in.button", language), exact=True).first.click()
    says_a_name(reader.page, name)


def test_one_comes_back_to_the_very_view_of_a_private_dashboard(private, tab):
    reader = tab()
    signs_in(reader, private.server + DEEP, "chi")
    reader.waits()
    assert reader.page.url == private.server + DEEP and reader.title() == say("page.schools", "en")
    expect(reader.page.get_by_role("table").first).to_be_visible()
    expect(reader.page.get_by_text("chi@town.example").first).to_be_visible()
    assert violations(reader.page) == []


def test_who_may_not_come_in_is_told_and_may_try_another_account(public, tab):
    reader = tab()
    signs_in(reader, f"{public.server}/upload?lang=en", "dung", "en")
    expect(reader.page.get_by_text(say("sign_in.not_listed", address="dung@elsewhere.example"))).to_be_visible()
    assert violations(reader.page) == []
    reader.page.get_by_text(say("sign_in.again", "en")).click()
    says_a_name(reader.page, "em")
    expect(reader.page.get_by_text(say("sign_in.not_verified"))).to_be_visible()
    reader.page.get_by_text(say("sign_in.again", "en")).click()
    says_a_name(reader.page, "an")
    reader.waits()
    assert reader.page.url == f"{public.server}/upload?lang=en" and reader.title() == say("page.upload", "en")
    expect(reader.page.get_by_text("an@town.example").first).to_be_visible()
    expect(reader.page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()


def test_signing_out_in_one_tab_ends_publishing_in_the_other(private, tab):
    one, other = tab(), tab()
    signs_in(one, f"{private.server}/upload", "an")
    one.waits()
    other.opens(f"{private.server}/upload")
    dropzone = other.page.get_by_test_id("stFileUploaderDropzone")
    expect(dropzone).to_be_visible()
    one.page.get_by_role("button", name=say("sign_in.out")).click()
    one.page.get_by_role("button", name="End session").click()
    one.page.wait_for_url(f"{private.server}/upload")
    other.page.get_by_text("English", exact=True).click()  # whatever makes the page run again
    expect(other.page.get_by_text(say("door.gone_people", "en"))).to_be_visible()
    expect(dropzone).to_have_count(0)
    other.page.reload()
    expect(other.page.get_by_text(say("sign_in.button", "en"), exact=True)).to_be_visible()
