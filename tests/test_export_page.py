"""The page Xuất tệp: a file made once, what it is made of, and a sentence where it cannot be made."""

import os
from contextlib import closing

import pytest

from bs_metrics.exports.formats import FORMATS, Format, formats_of
from bs_metrics.intake.folder import DEFAULT_FOLDER
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.store import Store
from bs_metrics.words import words
from tests.conftest import shown
from tests.slow.test_pages import group
from ui.sharing import pack


@pytest.fixture(autouse=True)
def _no_files():
    """No test meets the files of another."""
    pack.files.clear()


@pytest.fixture
def makes(monkeypatch):
    """The packs that files were made of; the file itself is made by the test: `makes(lambda pack: b"...")`."""

    def replace(make):
        asked = []

        def made(kind, pack, progress):
            asked.append((kind.suffix, pack))
            progress(0.5)
            return make(pack)

        monkeypatch.setattr(Format, "make", made)
        return asked

    return replace


def downloads(page):
    return [button.proto for button in page.get("download_button")]


def test_a_file_is_made_at_a_click_and_kept_for_the_next_reader(app, makes):
    asked = makes(lambda pack: b"x" * 1_250_000)
    page = app("export", "vi")
    assert not asked and not downloads(page)
    page.button("build").click().run()
    (button,) = downloads(page)
    assert button.label == words("export.download", "vi", size="1,3 MB") and not page.exception
    ((suffix, pack),) = asked
    assert (suffix, pack.language, pack.number, pack.slide_ids) == ("pptx", "vi", 1, ())
    assert pack.named.replace("(", "").split()[4] in shown(page)
    again = app("export", "vi")
    assert len(downloads(again)) == 1 and len(asked) == 1
    other = app("export", "vi", file_lang="en", format="xlsx")
    assert not downloads(other), "another file"


def test_the_link_chooses_slides_and_snapshot(app, makes):
    with closing(Store(os.environ["BS_STORE_URL"])) as store:
        import_folder(store, DEFAULT_FOLDER)
        first = store.head()
        second = store.restore(first, expected=first, author="", note="x").id
    asked = makes(lambda pack: b"x")
    page = app("export", "en", slides="schools,none,overview", snapshot=second)
    page.button("build").click().run()
    ((_, pack),) = asked
    assert pack.slide_ids == ("schools", "overview") and pack.number == 2
    assert words("export.absent", "en", ids="none") in shown(page).replace("\\", "")
    assert page.query_params["slides"] == "schools,none,overview"
    pinned = app("export", "en", snapshot=first)
    pinned.button("build").click().run()
    pack = asked[-1][1]
    assert (pack.number, pack.before, pack.snapshot.id) == (1, None, first)


def test_the_file_speaks_the_reader_s_language_until_another_is_chosen(app):
    page = app("export", "vi")
    group(page, "lang").set_value("en").run()
    assert group(page, "file_lang").value == "en" and "file_lang" not in page.query_params
    group(page, "file_lang").set_value("vi").run()
    assert page.query_params["file_lang"] == "vi"
    group(page, "lang").set_value("vi").run()
    assert group(page, "file_lang").value == "vi" and "file_lang" not in page.query_params


def test_an_agency_has_its_letter_and_where_something_is_asked_its_form(app):
    page = app("export", "vi", whose="none", format="xlsx")
    assert words("export.about_agency_xlsx", "vi") in shown(page) and page.query_params["whose"] == "none"
    page.button("build").click().run()
    (button,) = downloads(page)
    assert button.label.startswith(words("export.download", "vi", size="")[:10]) and not page.exception
    kept = pack.files()
    letter = app("export", "en", whose="none")
    letter.button("build").click().run()
    assert len(kept) == 2 and not letter.exception and all(content[:2] == b"PK" for content in kept.values())
    assert app("export", "vi", format="xlsx").button("build"), "all data are another file"
    assert list(formats_of("A", asked=False)) == ["docx"]


def test_without_libreoffice_the_button_is_off_and_says_why(app, monkeypatch):
    monkeypatch.setattr("bs_metrics.exports.formats.office", lambda: None)
    page = app("export", "vi", format="docx.pdf")
    assert page.button("build").disabled and words("export.pdf_none", "vi") in shown(page)


def test_what_goes_wrong_is_a_sentence_and_stands_in_the_log(app, makes, caplog):
    def broken(pack):
        raise KeyError("cell")

    makes(broken)
    page = app("export", "en")
    page.button("build").click().run()
    assert words("export.failed", "en") in shown(page) and not page.exception and not downloads(page)
    assert "KeyError: 'cell'" in caplog.text
    assert not page.button("build").disabled, "it may be tried again"


def test_no_more_than_the_last_files_are_kept_and_looking_for_others_drops_none():
    for number in range(40):
        pack.keep_file((str(number),), b"x")
        assert pack.kept_file(("0",)) == b"x", "what is asked for stays"
        assert pack.kept_file(("never made", str(number))) is None
    assert pack.kept_file(("39",)) == b"x" and len(pack.files()) < 40


def test_every_format_has_its_words():
    for kind in (*FORMATS.values(), *formats_of("A", asked=True).values()):
        for part in ("", "about_", "file_"):
            assert words(f"export.{part}{kind.code}", "vi") and words(f"export.{part}{kind.code}", "en")
