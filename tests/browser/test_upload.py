"""An analyst at work in a real browser: choose, map, findings, the marked file, diff, publish, undo."""

import io

from openpyxl import load_workbook
from playwright.sync_api import Error

from tests.browser.reader import Reader, say, violations
from tests.browser.test_browser import PHONE, PROJECTOR, on_the_first_screen
from tests.corpus.files import book
from tests.pages import title
from tests.waiting import wait_until

ROWS = [
    ["UBND HUYỆN"],
    ["KẾT QUẢ XÃ NÔNG THÔN MỚI NÂNG CAO"],
    [],
    ["STT", "Tên xã", "Kết quả", "Bên phụ trách"],
    [1, "Xã Bình Dương", "Đạt", "Phòng A"],
    [2, "Xã Bình Trị", "Đạt", "Phòng A"],
    [3, "Bình Thạch", "Đạt", "Phòng B"],
]


def spreadsheet(reason: bool = False) -> bytes:
    return book({"Sheet": [*ROWS, *([["", "Xã Bình Minh", "Chưa đạt", "Phòng A"]] if reason else [])]})


def choose(seen: Reader, label: str, option: str) -> None:
    """Choose an option of a select box by typing it, as one does in a long list.

    A run that was still to come draws the box anew or closes its list; then it is looked for again.
    """

    def chosen() -> bool:
        box = seen.waits().page.get_by_role("combobox", name=label)
        try:
            box.click()
            box.press_sequentially(option)
            seen.page.get_by_role("option", name=option).first.click(timeout=5_000)
        except Error:
            seen.page.keyboard.press("Escape")
            return False
        return True

    wait_until(chosen, lambda: f"{option} cannot be chosen for {label}")
    seen.waits()


def hand_in(seen: Reader, content: bytes, name: str = "nang-cao.xlsx") -> None:
    """Choose the file, and wait until the server has it: before that the page shows the file before."""
    with seen.page.expect_response(lambda answer: "upload_file" in answer.url and answer.request.method == "PUT"):
        seen.page.set_input_files("input[type=file]", {"name": name, "mimeType": "x/y", "buffer": content})


def fits(seen: Reader) -> None:
    """Nothing is wrong with what a projector shows, and then a phone."""
    for size in (PROJECTOR, PHONE):
        seen.page.set_viewport_size({"width": size[0], "height": size[1]})
        assert seen.waits().faults == []


def says_the_three_ratios(seen: Reader) -> None:
    """On the first screen of a phone, with a past too."""
    for ratio in ("2/9", "55/63", "2–3/5"):
        on_the_first_screen(seen.page.get_by_role("heading", name=ratio).first)


def test_a_whole_upload(local_server, contexts):
    """On a phone, where there is least room for a hand; what the page says is looked at on a projector too."""
    context = contexts(PHONE)
    seen = Reader(context.new_page()).opens(f"{local_server}/upload")
    page = seen.page
    content = spreadsheet()
    hand_in(seen, content)
    page.get_by_text("«Bình Thạch»").first.wait_for()
    seen.waits()
    assert page.get_by_text("B7").count() and seen.faults == []

    with page.expect_download() as marked:
        page.get_by_role("link", name=say("upload.annotated")).click()
    workbook = load_workbook(io.BytesIO(marked.value.path().read_bytes()))
    assert len(workbook.sheetnames) == 2 and workbook["Sheet"]["B7"].comment is not None
    assert workbook["Sheet"]["B7"].value == "Bình Thạch", "the cell itself is as it was"

    page.get_by_text(say("upload.correct")).click()
    seen.waits()
    choose(seen, "Bên phụ trách", "Cơ quan phụ trách")
    page.get_by_text("Bên phụ trách → Cơ quan phụ trách").first.wait_for()  # the fold stays open for the next file
    hand_in(seen, spreadsheet(reason=True))
    page.get_by_text(say("upload.remembered")).wait_for()  # the file came back, and is read as it was corrected
    read = [say("upload.block", sheet="Sheet", table="Kết quả", heading=4, rows=rows) for rows in (4, 3)]
    seen.waits()
    page.get_by_text(say("upload.correct")).click()
    page.get_by_text(read[0]).first.wait_for()
    hand_in(seen, content)
    page.get_by_text(read[0]).wait_for(state="detached")  # the next file's fold is closed, and opened only then:
    seen.waits()
    page.get_by_text(say("upload.correct")).click()
    page.get_by_text(read[1]).first.wait_for()  # an answer that came with the file would be one about the file before
    seen.waits()
    choose(seen, "«Bình Thạch»", "Bình Thạnh")
    page.get_by_text("2/21 hay 3–21/21").first.wait_for()  # the report of the same date says otherwise
    day = page.get_by_test_id("stDateInput")
    day.get_by_role("spinbutton").first.click()
    page.keyboard.type("31122024")
    page.keyboard.press("Escape")  # closes the calendar; leaving the field takes the date over
    page.keyboard.press("Tab")
    page.get_by_text("2/21 → 3–21/21").first.wait_for()  # a later date: the report is outdated
    fits(seen)

    page.get_by_label(say("upload.note_label")).fill("Quyết định mới")
    page.get_by_label(say("upload.author")).fill("Nguyễn Thị An")
    page.get_by_text(say("upload.confirm")).click()
    page.get_by_role("button", name=say("upload.button"), exact=True).click()
    page.get_by_text(say("upload.published", number=2)).first.wait_for()
    toast = page.get_by_test_id("stToast")
    toast.wait_for()
    link = toast.get_by_role("link", name=say("upload.open")).get_attribute("href")

    shared = Reader(context.new_page()).opens(f"{local_server}/{link}")
    assert "7 tiêu chí" in shared.title() and "1 xã" not in shared.title() and shared.faults == []
    says_the_three_ratios(shared)
    says_the_three_ratios(shared.goes(f"/{link}&lang=en"))
    page.get_by_role("button", name=say("upload.undo")).click()
    page.get_by_text(say("upload.undone", number=3, restored=1)).first.wait_for()

    pinned = shared.opens(f"{local_server}/{link}")
    assert pinned.page.get_by_text(say("pinned.title", number=2)).count() == 1
    pinned.page.get_by_test_id("stExpandSidebarButton").click()
    pinned.page.get_by_test_id("stSidebarNavLink").filter(has_text=title("urban")).click()
    pinned.page.wait_for_url("**/urban*")
    pinned.page.get_by_text("55/63").first.wait_for()
    assert "snapshot=" in pinned.waits().page.url, "it stays pinned when the reader moves on"
    assert pinned.page.get_by_text(say("pinned.title", number=2)).count() == 1
    pinned.page.get_by_role("button", name=say("pinned.back")).click()
    pinned.page.get_by_text(say("pinned.title", number=2)).wait_for(state="detached")
    assert "snapshot" not in pinned.waits().page.url
    assert "1 xã" in pinned.opens(f"{local_server}/overview").title()

    history = Reader(context.new_page()).opens(f"{local_server}/history?open=changed_results")
    assert history.page.get_by_test_id("stDataFrame").count() and violations(history.page) == []
    with history.page.expect_download() as original:
        history.page.get_by_role("button", name="nang-cao.xlsx").click()
    assert original.value.path().read_bytes() == content, "the file comes back byte for byte"
    fits(history)
