"""The page that checks a report: what is found stands there with its sentence; a viewer is told who may."""

import pytest

from bs_metrics.access.roles import Role
from bs_metrics.words import LANGUAGES, words
from tests.conftest import shown
from tests.slow.test_reading_reports import SENTENCE, docx


@pytest.fixture
def analyst(monkeypatch):
    """The reader sits at the machine that the server was started for."""
    for module in ("ui.server.roles", "ui.frame"):
        monkeypatch.setattr(f"{module}.role", lambda caller=None: Role.ANALYST)


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
