"""The page that checks a report: what is found stands there with its sentence; a viewer is told who may."""

import pytest

from bs_metrics.contract.findings import Place, finding
from bs_metrics.readers import process
from bs_metrics.readers.texts import parts_of_text
from bs_metrics.report_check.check import check_apart, check_report
from bs_metrics.words import LANGUAGES, words
from tests.conftest import ROOT, shown
from tests.slow.test_reading_reports import SENTENCE, docx


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_and_a_text_are_checked_and_the_file_counts_first(app, analyst, language):
    page = app("report-check", language)
    page.text_area[0].set_value("Họp ngày 30/02/2024. Có 3/9 xã, chiếm 33,33%.\nSố: /BC-UBND")
    page.run()
    said = shown(page)
    assert words("report_check.said.no_such_day", language) in said and "30/02/2024" in said
    assert words("report_check.certainty_head.certain", language) in said
    assert words("report_check.said.no_number", language) not in said  # folded: only to be looked at
    page.file_uploader[0].set_value(("bao-cao.docx", docx(SENTENCE), "application/octet-stream")).run()
    said = shown(page)
    assert not page.exception and "77,78%" in said and "bao-cao.docx" in said and "30/02/2024" not in said


def test_what_is_nothing_to_flag_and_what_cannot_be_read_is_said(app, analyst):
    page = app("report-check")
    page.text_area[0].set_value("Có 3/9 xã, chiếm 33,33%.").run()
    assert words("report_check.none", "vi", claims=2) in shown(page)
    page.file_uploader[0].set_value(("a.pdf", b"%PDF-1.7 x", "application/pdf")).run()
    assert not page.exception and words("report_check.page.of_file", "vi", file="a.pdf") in shown(page)
    assert words("report_check.none", "vi", claims=2) not in shown(page)


def test_markup_in_a_report_is_shown_as_it_is(app, analyst):
    page = app("report-check")
    page.text_area[0].set_value("**b** <img src=x> :red[x] Họp ngày 30/02/2024 $x$ [a](javascript:alert(1)).").run()
    card = next(text.value for text in page.markdown if "30/02/2024" in text.value)
    assert r"\[a\]" in card and r"\$x" in card and r"\<img" in card


LONG = (ROOT / "tests/report_check/report-2024.txt").read_text(encoding="utf-8")


def test_another_process_finds_what_this_one_does(shipped):
    text = LONG + "\nHuyện Bình Sơn có 21/22 xã đạt chuẩn nông thôn mới nâng cao và 3/36 chỉ tiêu."
    parts = parts_of_text(text)
    found = check_report(parts, shipped)
    assert any(doubt.places for doubt in found.doubts) and any(doubt.ratio for doubt in found.doubts)
    assert check_apart(parts, shipped) == found


def test_a_check_that_takes_too_much_is_refused_in_words_and_the_next_is_done(app, analyst, monkeypatch):
    page = app("report-check")
    with monkeypatch.context() as limited:
        limited.setattr(process, "READER_SECONDS", 0)
        page.text_area[0].set_value(LONG).run()
        told = finding("report_check_too_heavy", Place(""), memory="500", seconds="0")
        assert not page.exception and told.fix("vi") in shown(page)
    page.text_area[0].set_value("Có 3/9 xã, chiếm 33,33%.").run()
    assert words("report_check.none", "vi", claims=2) in shown(page)
