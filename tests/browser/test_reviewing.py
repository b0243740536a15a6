"""A department hands a file in, an analyst sends it back with a reason, it comes again and is published."""

from bs_metrics.access.links import Links
from tests.browser.conftest import new_context
from tests.browser.reader import Reader, say, violations
from tests.browser.test_upload import hand_in
from tests.pages import title
from tests.spreadsheets import edited

SECRET = "a secret of the tests"
NAMED = title("submissions")


def confirmed(reader, button, note, author):
    page = reader.page
    page.get_by_label(say("upload.note_label")).fill(note)
    page.get_by_label(say("upload.author")).fill(author)
    page.get_by_text(say("upload.confirm")).click()
    page.get_by_role("button", name=button, exact=True).click()


def hands_in(reader, server, content):
    reader.opens(f"{server}/upload")
    hand_in(reader, content, "gui.xlsx")
    reader.page.get_by_text("55/63 → 57/63").first.wait_for()
    confirmed(reader.waits(), say("submission.button"), "số tháng 9", "Phòng GD")
    reader.page.get_by_text(say("submission.handed_in", file="gui.xlsx", id="")[:12]).first.wait_for()
    return reader.waits()


def opens_what_waits(reader, server):
    """By the entry of the navigation, which says how many wait."""
    reader.opens(f"{server}/overview")
    reader.page.get_by_role("link", name=say("submission.title", title=NAMED, number=1)).click()
    reader.page.get_by_role("button", name=say("submission.open")).click()
    reader.page.get_by_text("55/63 → 57/63").first.wait_for()
    return reader.waits()


def test_what_is_handed_in_is_sent_back_comes_again_and_is_published(browser, hosted):
    with hosted(visibility="private", secret=SECRET) as (server, store):

        def comes(role, size):
            page = new_context(browser, size).new_page()
            page.goto(f"{server}/open/{Links(store, SECRET).make(role, 1, 'An')[1]}")
            page.get_by_role("button", name=say("door.open"), exact=True).click()
            return Reader(page).waits()

        department, analyst = comes("contributor", (390, 844)), comes("analyst", (1366, 768))
        assert NAMED in analyst.page.inner_text("[data-testid=stSidebarNav]"), "nothing waits, and no number is said"
        content = edited()
        hands_in(department, server, content)

        opens_what_waits(analyst, server)
        assert violations(analyst.page) == [] and analyst.faults == []
        with analyst.page.expect_download() as taken:
            analyst.page.get_by_role("link", name=say("submission.file_own")).click()
        assert taken.value.path().read_bytes() == content, "byte for byte as it was handed in"
        analyst.page.get_by_label(say("submission.reason")).fill("Thiếu trang 2")
        analyst.page.get_by_role("button", name=say("submission.send_back_button")).click()
        analyst.page.get_by_text(say("submission.sent_back")).first.wait_for()

        department.opens(f"{server}/submissions")
        department.page.get_by_text("Thiếu trang 2").first.wait_for()
        assert department.faults == [] and "57/63" not in department.opens(f"{server}/urban").page.inner_text("body")
        hands_in(department, server, content)

        opens_what_waits(analyst, server)
        confirmed(analyst, say("upload.button"), "đã đối chiếu", "An")
        analyst.page.get_by_text(say("upload.published", number=2)).first.wait_for()
        department.opens(f"{server}/urban").page.get_by_text("57/63").first.wait_for()
        department.opens(f"{server}/submissions")
        assert department.page.get_by_role("link", name=say("upload.open")).count() == 1 and department.faults == []
