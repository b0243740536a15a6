"""Files made to break the reader or to be obeyed, handed to the page itself: each is refused or shown, and no more."""

import sqlite3
import urllib.request

from bs_metrics.contract.findings import Place, finding
from tests.browser.reader import say
from tests.browser.test_hostile_names import OBEYED, read
from tests.browser.test_upload import hand_in, spreadsheet
from tests.hazards import HOSTILE, REFUSED
from tests.hostile import HOSTILE as MARKUP
from tests.spreadsheets import sheet_file
from tests.waiting import LIMIT

REFUSALS = {  # name: what makes the file, the finding, what its sentence needs; tests/slow/test_hostile.py has them all
    "bom.xlsx": (HOSTILE["one text in 100,000 cells"][0], "too_heavy", {"memory": "500", "seconds": "60"}),
    "thuc-the.xlsx": (REFUSED["unsafe_xml"][1], "unsafe_xml", {}),
}


def markup() -> bytes:
    """A department's table in which the sheet, the headings, the places and the marks are all markup."""

    def is_text(sheet):
        for cell in (cell for cells in sheet.iter_rows() for cell in cells):
            cell.data_type = "s"  # also where it begins like a formula

    heads = [["KẾT QUẢ XÃ NÔNG THÔN MỚI NÂNG CAO"], ["Tên xã", "Kết quả", *MARKUP[:3]]]
    return sheet_file("<img src=x>", [*heads, *([text] * 5 for text in MARKUP)], is_text)


def stored(path) -> list[str]:
    """All that the store holds."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_hostile_files_on_the_page_are_refused_or_inert(local_server, reader, tmp_path):
    seen, dialogs = reader().opens(f"{local_server}/upload"), []
    seen.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    before = stored(tmp_path / "store.sqlite")
    assert any("INSERT INTO" in line and "snapshots" in line for line in before)
    for name, (make, code, context_of) in REFUSALS.items():
        refusal = finding(code, Place(name), **context_of)
        hand_in(seen, make(), name)
        seen.page.get_by_test_id("stMain").get_by_text(name).nth(1).wait_for()  # the box says it, then the findings
        seen.page.get_by_text(refusal.message("vi")).first.wait_for()
        assert refusal.fix("vi") in read(seen.waits())
        assert not seen.page.get_by_role("button", name=say("upload.button"), exact=True).count()
        assert seen.faults == []

    hand_in(seen, markup(), "<img src=x onerror=alert(1)>**b**$x$.xlsx")
    seen.page.get_by_text("«<img src=x onerror=alert(1)>»").first.wait_for()
    said = read(seen.waits())
    assert [text for text in MARKUP if text not in said] == []
    assert "\\*" not in said and "\\[" not in said and ":small[]" not in said
    assert seen.page.evaluate(OBEYED) == [] and dialogs == [] and seen.faults == []

    with urllib.request.urlopen(f"{local_server}/_stcore/health", timeout=LIMIT) as answer:
        assert answer.read() == b"ok"
    assert stored(tmp_path / "store.sqlite") == before
    hand_in(seen, spreadsheet())
    seen.page.get_by_text("«Bình Thạch»").first.wait_for()  # the next file is read as ever
    assert seen.waits().faults == []
