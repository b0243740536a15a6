"""A phone, a keyboard alone, paper: what each of them shows of the same pages."""

import pypdfium2
import pytest
from playwright.sync_api import FileChooser, Locator, Page, TimeoutError

from bs_metrics.words import words
from tests.browser.conftest import new_context
from tests.browser.reader import Reader, say, violations
from tests.browser.test_browser import PHONE, PROJECTOR
from tests.pages import title
from tests.spreadsheets import edited
from tests.waiting import wait_until

DROPZONE = "stFileUploaderDropzone"
ENOUGH = 60  # presses of the tab key within which everything on a page is reached
RINGED = """each => {
    const style = getComputedStyle(each);
    return style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
}"""


def tab_to(page: Page, wanted: Locator, ringed: bool = True) -> None:
    """Press the tab key until an element has the focus, and see that it shows."""
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === each.getRootNode().activeElement"):
            assert not ringed or wanted.evaluate(RINGED), "the focus does not show"
            return
    raise AssertionError(f"not reached by the keyboard: {wanted}")


@pytest.fixture(scope="module")
def desk(browser, server):
    """A reader who goes from page to page, from one test to the next: what they look at is the same however opened."""
    context = new_context(browser, theme="dark")
    yield Reader(context.new_page()).opens(f"{server}/template")
    context.close()


def test_a_page_is_worked_by_the_keyboard_alone(server, reader):
    seen = reader()
    page = seen.page
    page.add_init_script("delete Navigator.prototype.clipboard")  # as on an office's network, without TLS
    seen.opens(f"{server}/schools")
    tab_to(page, page.get_by_test_id("stSkipToContent"))
    page.keyboard.press("Enter")
    assert page.get_by_test_id("stMain").evaluate("each => each.contains(document.activeElement)")
    tab_to(page, page.locator("summary").first)
    page.keyboard.press("Enter")
    page.get_by_test_id("stTable").wait_for()
    tab_to(page, page.get_by_role("radio", name=say("schools.all")))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools?*level=primary*")
    seen.waits()
    assert "Mầm non Bình Mỹ" not in page.get_by_test_id("stMain").inner_text()
    tab_to(page, page.get_by_test_id("stSidebarNavLink").filter(has_text=title("communes")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/communes*")
    tab_to(page, page.get_by_role("combobox"), ringed=False)  # its frame takes the accent's colour
    page.keyboard.type("Bình Thanh")
    page.get_by_role("option", name="Bình Thanh").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/communes?*unit=21091*")
    tab_to(page, page.get_by_role("button", name=say("share.button"), exact=True))
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    tab_to(page, page.get_by_role("dialog").get_by_role("button", name=say("share.copy")))
    page.keyboard.press("Enter")
    page.get_by_text(say("share.copied")).wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("combobox").focus()
    page.keyboard.press("Control+V")
    assert page.get_by_role("combobox").input_value() == f"{server}/communes?unit=21091&set=commune_advanced"
    assert seen.errors == []


def test_a_wide_table_is_moved_by_the_keyboard_and_has_a_name(desk):
    page = desk.goes("/documents").page
    page.set_viewport_size({"width": 1366, "height": 768})
    page.locator("[data-testid=stMain] summary").nth(2).click()
    page.wait_for_function("() => document.querySelector('[data-testid=stTable] > div')?.tabIndex === 0")
    table = page.get_by_test_id("stTable").locator("> div").first
    assert table.evaluate("each => each.scrollWidth > each.clientWidth")
    tab_to(page, table)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('[data-testid=stTable] > div').scrollLeft > 0")
    assert table.get_attribute("aria-label") == say("documents.tasks")
    smaller = page.add_style_tag(content="[data-testid=stTable] * { font-size: 4px !important }")
    page.wait_for_function("() => !document.querySelector('[data-testid=stTable] > div').hasAttribute('role')")
    smaller.evaluate("each => each.remove()")
    page.set_viewport_size({"width": 1920, "height": 1080})


def file_chooser(page: Page) -> FileChooser:
    """The browser's own window for a file, asked for by the keyboard: again where a busy machine lost the key."""

    def asked_for() -> FileChooser | None:
        tab_to(page, page.get_by_test_id(DROPZONE).locator("button"))
        try:
            with page.expect_file_chooser(timeout=10_000) as asked:
                page.keyboard.press("Enter")
            return asked.value
        except TimeoutError:
            page.mouse.click(1, 1)  # the keyboard starts again from the top
            return None

    return wait_until(asked_for)


def test_a_file_is_published_and_taken_back_by_the_keyboard_alone(local_server, reader):
    seen = reader((1920, 1080), "dark")
    page, place = seen.page, seen.page.get_by_test_id(DROPZONE)
    seen.opens(f"{local_server}/upload?lang=en")
    for language in ("en", "vi"):
        if language == "vi":
            seen.goes("/upload")
        assert place.get_by_role("button", name=words("upload.own_choose", language)).is_visible()
        told = place.inner_text()
        assert words("upload.own_limit", language, limit=64) in told and "Upload" not in told and "per file" not in told
        for size in (PHONE, PROJECTOR):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert seen.waits().faults == [], "the limit is not cut off"
    chooser = file_chooser(page)
    chooser.set_files({"name": "ket-qua.xlsx", "mimeType": "x/y", "buffer": edited()})
    note = page.get_by_label(say("upload.note_label"))
    note.wait_for()
    assert violations(seen.waits().page) == []
    tab_to(page, note, ringed=False)
    page.keyboard.type("Kiểm tra lại")
    tab_to(page, page.get_by_label(say("upload.author")), ringed=False)
    page.keyboard.type("An")
    tab_to(page, page.get_by_role("checkbox", name=say("upload.confirm")), ringed=False)
    page.keyboard.press("Space")
    seen.waits()
    tab_to(page, page.get_by_role("button", name=say("upload.button"), exact=True))
    page.keyboard.press("Enter")
    page.get_by_text(say("upload.published", number=2)).first.wait_for()
    assert violations(seen.waits().page) == []
    tab_to(page, page.get_by_role("button", name=say("upload.undo")))
    page.keyboard.press("Enter")
    page.get_by_text(say("upload.undone", number=3, restored=1)).first.wait_for()
    assert seen.errors == []


def printed(seen: Reader) -> list[str]:
    """The letters of each page as they are printed, without spaces; those outside the paper are left out."""
    pages = pypdfium2.PdfDocument(seen.page.pdf(prefer_css_page_size=True))
    return [squeezed(page.get_textpage().get_text_bounded()) for page in pages]


def squeezed(text: str) -> str:
    """Without its white space: a PDF places letters and has no spaces of its own."""
    return "".join(text.split())


def test_a_printed_page_is_whole_and_cuts_no_chart(desk):
    seen = desk.goes("/overview")
    drawn = seen.page.locator(".bs-rows").first.locator(".bs-label, .bs-beside, text").all_text_contents()
    labels = [squeezed(text) for text in drawn if text.strip()]
    pages = printed(seen)
    assert squeezed("còn 13 chỉ tiêu") in labels and len(labels) > 20
    holding = [page for page in pages if all(label in page for label in labels)]
    assert len(pages) == len(holding) == 1, "all of it on one sheet, the chart of gaps whole"
    assert squeezed(say("overview.gaps")) in holding[0], "with its heading"
    everything = "".join(pages)
    for told in ("2/9", "55/63", "2–3/5", say("overview.missing"), say("overview.others"), "17"):
        assert squeezed(told) in everything, told
    assert squeezed(say("page.section_update")) not in everything and squeezed(say("share.button")) not in everything
    assert seen.waits().faults == [], "on the screen it is as before"


def labels(seen: Reader) -> list[str]:
    """What the first chart says."""
    drawn = seen.page.get_by_test_id("stPlotlyChart").first.locator("text").all_text_contents()
    return [squeezed(text) for text in drawn if text.strip()]


def test_a_map_is_printed_whole(desk):
    seen = desk.goes("/communes")
    units = [squeezed(unit) for unit in seen.page.locator(".bs-unit").all_inner_texts()]
    assert len(units) == 22 and any(all(unit in page for unit in units) for page in printed(seen))
    assert seen.waits().faults == []


def test_a_slide_is_printed_on_one_sheet_with_its_chart_and_its_source(desk):
    seen = desk.goes("/present")

    def is_on_one_sheet() -> bool:
        title, foot = (squeezed(seen.page.locator(one).inner_text()) for one in (".bs-slide h1", ".bs-slide-foot"))
        drawn, sheets = labels(seen.waits()), printed(seen)
        return bool(drawn) and len(sheets) == 1 and all(said in sheets[0] for said in (title, foot, *drawn))

    for width, height in ((1366, 768), (1920, 1080)):
        seen.page.set_viewport_size({"width": width, "height": height})
        wait_until(is_on_one_sheet)  # the slide may still be drawn anew for the other size
    assert seen.page.locator("svg.main-svg").count() and seen.page.locator("svg.main-svg[viewBox]").count() == 0


def test_what_is_chosen_shows_in_high_contrast(desk):
    page = desk.goes("/schools").page
    page.emulate_media(forced_colors="active")
    outlined = "each => getComputedStyle(each).outlineStyle === 'solid'"
    chosen, other = (page.get_by_role("radio", name=name, exact=True) for name in (say("schools.all"), "tiểu học"))
    assert chosen.is_checked() and chosen.evaluate(outlined) and not other.evaluate(outlined)
    page.emulate_media(forced_colors="none")
