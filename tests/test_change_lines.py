"""What a page says of changes: numbers with their nouns, in both languages, ready to be shown."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views import changes as view
from bs_metrics.words import words
from tests.slow.test_since import EDITS as FIGURES
from tests.slow.test_since import with_rows

EDITS: dict[str, Any] = {name: FIGURES[name] for name in ("reported_totals", "results")} | {
    "units": [{"code": "21091", "name": "Bình Thanh", "kind": "commune", "population": 12345}]
}


@pytest.fixture(scope="module")
def edited(shipped):
    """The shipped data with some edits, and what changed."""
    after = with_rows(shipped, EDITS, date(2025, 1, 2))
    return after, changes_between(shipped, after)


def said(lines):
    return {line.what: (line.change, line.tone) for line in lines}


def test_a_ratio_is_said_with_its_noun_and_what_is_left(edited):
    _, found = edited
    assert said(view.ratio_lines(found, "vi"))["Tiêu chuẩn đô thị loại IV"] == (
        "55/63 → 57/63 tiêu chuẩn, còn 6 tiêu chuẩn",
        "reached",
    )
    english = said(view.ratio_lines(found, "en"))
    assert english["Class-IV urban standards"] == ("55/63 → 57/63 standards, 6 standards left", "reached")
    assert english["New-rural communes"] == ("21/21 → 20/21 communes, 1 commune left", "lost")


def test_of_figures_and_in_a_shortened_list_what_went_back_comes_first(edited, shipped):
    after, found = edited
    back = [line.tone == "lost" for line in view.ratio_lines(found, "vi")]
    assert 0 < sum(back) < len(back) and back == sorted(back, reverse=True)
    told = view.since(shipped, after, "vi")
    number = sum(line.tone == "lost" for _, lines in told.groups for line in lines)
    assert [line.tone == "lost" for line in told.first(number + 1)] == [True] * number + [False]


def test_what_is_lost_is_said_first_and_by_name(edited, shipped):
    after, found = edited
    lines = view.status_lines(found, after, "vi", shipped)
    kinds = ["lost", "unclear", "reached", "clear"]
    assert [line.tone for line in lines] == sorted((line.tone for line in lines), key=kinds.index)
    assert said(lines)["Bình Thạnh · Xã nông thôn mới"] == ("đạt → chưa đạt", "lost")
    assert any(what.startswith("Thị xã · 4") for what in said(lines))


def test_statements_that_no_longer_hold_are_said_with_the_new_figure(edited):
    after, found = edited
    lines = view.statement_lines(found, after, "vi")
    superseded = said(lines)["Tiêu chuẩn đô thị loại IV"]
    assert superseded == ("số báo cáo 55/63 không còn đúng, nay là 57/63", "other")
    assert all(line.source for line in lines)
    assert any("thời hạn 31/12/2024 đã qua mà chưa đạt" in line.change for line in lines)
    assert any("nhắc tới 55/63" in line.change for line in lines)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_changed_cells_are_shown_old_and_new(edited, language):
    _, found = edited
    cells = view.row_table(found, "units", "changed", language)
    population = {"vi": ("Dân số", "12.345"), "en": ("People", "12,345")}[language]
    assert population in set(zip(cells.iloc[:, 1], cells.iloc[:, 3], strict=True))
    assert all("gui-len.xlsx" in place for place in cells.iloc[:, -1])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_table_of_rows_can_be_shown_and_cut_short(edited, language):
    _, found = edited
    for name, rows in found.rows.items():
        for part, frame in (("added", rows.added), ("changed", rows.changed), ("removed", rows.removed)):
            assert len(view.row_table(found, name, part, language)) == len(frame)
            assert len(view.row_table(found, name, part, language, most=1)) == min(1, len(frame))


def test_no_column_is_lost_where_two_have_the_same_english_title(shipped):
    after = snapshot_of(
        combined(shipped.tables, {"schools": shipped.tables["schools"].iloc[:0]}, frozenset(["schools"]))
    )
    removed = view.row_table(changes_between(shipped, after), "schools", "removed", "en")
    assert len(removed.columns) == 1 + shipped.tables["schools"].iloc[:, :-3].notna().any().sum()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_changed_synonym_keeps_the_column_that_it_is_of(shipped, language):
    synonyms = shipped.tables["synonyms"].copy()
    number = synonyms.index[synonyms["column"].notna()][0]
    synonyms.loc[number, "note"] = "sửa"
    after = Tables(shipped.tables.frames | {"synonyms": synonyms}, [])
    found = changes_between(shipped, snapshot_of(after))
    columns = schema().tables["synonyms"].columns
    (row,) = view.row_table(found, "synonyms", "changed", language).to_dict("records")
    assert row[columns["column"].title(language)] == synonyms["column"][number]
    assert row[words("changes.column_column", language)] == columns["note"].title(language)


def test_one_sentence_sums_it_up(edited, shipped):
    after, found = edited
    for language, start in (("vi", "3 chỉ số thay đổi, "), ("en", "3 measures change, ")):
        sentence = view.summary_text(found, language, shipped, after)
        assert sentence.startswith(start) and sentence.endswith(".") and "\n" not in sentence
    nothing = changes_between(shipped, shipped)
    assert view.summary_text(nothing, "vi", shipped, shipped) == words("changes.nothing", "vi")


@pytest.mark.parametrize(("language", "met"), [("vi", "đạt thêm"), ("en", "newly met")])
def test_only_time_in_between_makes_a_status_newly_met(edited, shipped, language, met):
    after, found = edited
    correction = replace(after, as_of=shipped.as_of)
    sentence = view.summary_text(found, language, shipped, correction)
    assert met in view.summary_text(found, language, shipped, after) and met not in sentence
    assert words("since.note_same", language, after=format_date(shipped.as_of, language)) in sentence
    assert words("changes.sum_reached_recorded_one", language, number=1) in sentence
    assert words("changes.sum_lost_recorded_many", language, number=3) in sentence
    assert words("since.note_no_date", language) in view.summary_text(
        found, language, shipped, replace(after, as_of=None)
    )


def test_numbers_of_rows_as_a_table(edited):
    _, found = edited
    numbers = view.row_numbers(found, "en").set_index("Table")
    assert numbers.loc["Reported totals"].tolist() == [1, 0, 0]
