"""A Vietnamese page says nothing in English, to who sees it or who listens: what Streamlit says itself is replaced."""

import re

import pytest

from bs_metrics.words import catalogue, word_list
from tests.browser.conftest import new_context
from tests.browser.reader import Reader, say
from tests.pages import pages
from tests.spreadsheets import edited
from tests.streamlit_labels import labels

LABELS = [*word_list("streamlit.own", "en"), *labels()]
ENGLISH = {word.lower() for label in LABELS for word in re.findall(r"[A-Za-z]{2,}", label)} - {"in", "no", "to"}


@pytest.fixture(scope="module")
def names(browser):
    """What the accessibility tree of a tab says in English."""
    ours = {str(text) for text in catalogue("vi").values()} | set(word_list("streamlit.own", "vi"))

    def english(page) -> list[str]:
        with_tree = page.context.new_cdp_session(page)
        nodes = with_tree.send("Accessibility.getFullAXTree")["nodes"]
        with_tree.detach()
        said = {
            str(node[part]["value"])
            for node in nodes
            if not node["ignored"] and node["role"]["value"] != "InlineTextBox"  # a line of a text, broken anywhere
            for part in ("name", "description", "value")
            if node.get(part, {}).get("value")
        }
        spoken = {text.strip(): re.findall(r"[^\W\d_]{2,}", text.lower()) for text in said}
        own = ours | {text for text in spoken if "_" in text}  # codes in the raw tables
        return [text for text, words in spoken.items() if words and ENGLISH.issuperset(words) and text not in own]

    return english


def test_no_page_speaks_english_to_who_listens(local_server, browser, names):
    context = new_context(browser, (1366, 768))
    seen = Reader(context.new_page()).opens(f"{local_server}/overview")
    page = seen.page

    def hears(where):
        page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')")
        found = []
        for _ in range(20):  # what is drawn is looked at a frame later
            if not (found := names(page)):
                return
            seen.waits()
        raise AssertionError(f"{where}: {found}")

    hears("overview")
    page.get_by_role("button", name=say("share.button"), exact=True).click()
    page.get_by_role("dialog").wait_for()
    hears("dialog")
    page.keyboard.press("Escape")
    for path in (at for at in pages() if at not in ("overview", "present")):
        seen.goes(f"/{path}")
        for fold in page.locator("[data-testid=stMain] summary").all()[:1]:
            fold.click()
        hears(path)
    seen.goes("/upload")
    chooser = page.get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": "ket-qua.xlsx", "mimeType": "x/y", "buffer": edited()})
    page.get_by_label(say("upload.note_label")).wait_for()
    hears("a file")
    assert seen.errors == []
    context.close()
