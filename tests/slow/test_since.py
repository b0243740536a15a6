"""What changed since last time: every number of the sentence is that of the lines below it."""

import re
from datetime import date

import pytest

from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.meantime import deadline_changes, removed_obstacles
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.changes import since
from bs_metrics.views.meeting.slides import slides
from bs_metrics.words import LANGUAGES, words
from tests.conftest import frame_of

EDITS = {
    "reported_totals": [{"measure": "urban_iv.standards", "met": 57, "total": 63, "as_of": date(2024, 10, 1)}],
    "results": [
        {"set": "commune_nr", "unit": "21046", "result": "not_met"},
        {"set": "town", "criterion": "4", "unit": "524", "result": "met"},
    ],
    "schools": [{"name": "Trường Tiểu học Bình Đông", "level": "primary", "unit": "21049", "result": "met"}],
}


def with_rows(shown, edits, as_of=None):
    """The state after some rows were published over it."""
    rows = {name: frame_of(name, given, "gui-len.xlsx") for name, given in edits.items()}
    return snapshot_of(combined(shown.tables, rows, as_of=as_of))


@pytest.fixture(scope="module")
def later(shipped):
    return with_rows(shipped, EDITS, date(2025, 1, 2))


def lines(found, part, language="vi"):
    return dict(found.groups).get(words(f"since.{part}", language), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_counts_the_lines(shipped, later, language):
    found = since(shipped, later, language)
    sentence = found.title.rpartition({"vi": " so với", "en": " since"}[language])[0]
    assert [int(number) for number in re.findall(r"\d+", sentence)] == [len(group) for _, group in found.groups]


def test_figures_and_what_was_met_and_lost_are_told_apart(shipped, later):
    found = since(shipped, later, "vi")
    told = {line.what: line.change for line in lines(found, "ratios")}
    assert told["Tiêu chuẩn đô thị loại IV"] == "55/63 → 57/63 tiêu chuẩn, còn 6 tiêu chuẩn"
    assert "Bình Thạnh · Xã nông thôn mới" in {line.what for line in lines(found, "lost")}
    assert "Trường Tiểu học Bình Đông" in {line.what for line in lines(found, "reached")}


def test_a_result_that_was_unknown_is_neither_newly_met_nor_lost(tables):
    """Shapes: three schools, of which one was unknown before and one is unknown now."""
    first, then = ("met", "unknown", "not_met"), ("unknown", "met", "met")
    before, after = (
        snapshot_of(
            tables(
                about=[{"key": "as_of", "value": day}],
                schools=[
                    {"name": name, "level": "primary", "result": result}
                    for name, result in zip("ABC", results, strict=True)
                ],
            )
        )
        for day, results in (("01/8/2024", first), ("01/9/2024", then))
    )
    found = since(before, after, "vi")
    told = {part: [line.what for line in lines(found, part)] for part in ("lost", "unclear", "reached", "clear")}
    assert told == {"lost": [], "unclear": ["A"], "reached": ["C"], "clear": ["B"]}
    assert "1 mục mới đạt" in found.title and "1 mục nay đã rõ" in found.title


def test_deadlines_are_told_with_the_time_left_then_and_now(shipped, later):
    changes = {change.measure: change for change in deadline_changes(shipped, later)}
    assert changes["district.criteria"].passed and changes["district.criteria"].days_after == -2
    urban = changes["urban_iv.standards"]
    assert not urban.moved and not urban.passed and urban.days_before - urban.days_after == 154
    found = since(shipped, later, "vi")
    assert "hạn 31/12/2025: kỳ trước còn 17 tháng, kỳ này còn 12 tháng" in {
        line.change for line in lines(found, "deadlines")
    }


def test_a_deadline_that_is_moved_is_told_with_both_days(shipped):
    target = {"measure": "urban_iv.standards", "count": 63, "deadline": date(2026, 6, 30), "legal_basis": "QĐ 1"}
    after = with_rows(shipped, {"targets": [target]})
    assert [(one.measure, one.before, one.after) for one in deadline_changes(shipped, after)] == [
        ("urban_iv.standards", date(2025, 12, 31), date(2026, 6, 30))
    ]
    assert "31/12/2025 → 30/6/2026" in lines(since(shipped, after, "vi"), "deadlines_recorded")[0].change


def test_an_obstacle_is_gone_when_it_is_no_longer_written_or_no_longer_matters(tables):
    school = {"name": "A", "level": "primary", "reason": "thiếu đất", "result": "not_met"}
    before = snapshot_of(tables(schools=[{**school, "name": name} for name in "ABCD"]))
    after = snapshot_of(
        tables(
            schools=[
                {**school, "reason": None},
                {**school, "name": "B", "result": "met"},
                {**school, "name": "C", "reason": "thiếu vốn"},
                {**school, "name": "D", "reason": None, "result": "met"},  # met is said first
            ]
        )
    )
    removed = [(one.of.school, one.gone) for one in removed_obstacles(before, after)]
    assert removed == [("A", True), ("B", False), ("D", False)]


@pytest.mark.parametrize(("day", "note"), [(None, "since.note_same"), (date(2024, 1, 31), "since.note_older")])
def test_without_time_in_between_nothing_is_called_progress(shipped, day, note):
    after = with_rows(shipped, EDITS, day)
    for language, dates in (("vi", ("01/8/2024", "31/01/2024")), ("en", ("1 Aug 2024", "31 Jan 2024"))):
        found = since(shipped, after, language)
        assert found.note == words(note, language, before=dates[0], after=dates[1] if day else dates[0])
        said = " ".join([found.title, *(heading for heading, _ in found.groups)]).lower()
        claims = [words(f"since.{name}", language).lower() for name in ("lost", "reached", "obstacles")]
        assert [claim for claim in claims if re.search(rf"{claim}(?! ghi)", said)] == []
        assert lines(found, "deadlines", language) == () == lines(found, "deadlines_recorded", language)
        assert len(lines(found, "reached_recorded", language)) == 2 and lines(found, "reached", language) == ()


def test_an_unknown_date_is_neither_progress_nor_correction(tables):
    first = {"name": "A", "level": "primary", "result": "not_met"}
    before, after = (snapshot_of(tables(schools=[first | {"result": result}])) for result in ("not_met", "met"))
    assert since(before, after, "vi").note == words("since.note_no_date", "vi")


def test_time_in_between_needs_no_note(shipped, later):
    assert since(shipped, later, "vi").note == ""


def test_a_deadline_that_came_closer_by_less_than_a_month_is_told_in_days(shipped):
    found = since(shipped, with_rows(shipped, {}, date(2024, 8, 6)), "vi")
    told = {line.change for line in lines(found, "deadlines")}
    assert "hạn 31/12/2025: kỳ trước còn 517 ngày, kỳ này còn 512 ngày" in told


def test_slides_show_some_of_each_kind_of_change(shipped, later):
    found = since(shipped, later, "vi")
    parts = [slide for slide in slides(later, "vi", shipped) if slide.id.startswith("changes")]
    kinds = [kind for slide in parts for kind in slide.table["Loại"]]
    assert list(dict.fromkeys(kinds)) == [heading for heading, _ in found.groups]
    assert len(parts) <= 3
    assert {slide.title for slide in parts} == {found.title}
    left = sum(len(group) for _, group in found.groups) - len(kinds)
    assert parts[-1].lines == ((words("changes.more_lines", "vi", number=left),) if left else ())


def test_without_a_state_before_there_is_nothing_to_compare_with(shipped):
    assert since(None, shipped, "vi").title == words("since.nothing_before", "vi")
    assert "changes" not in [slide.id for slide in slides(shipped, "vi")]


def test_the_same_state_has_no_changes_and_a_reworded_row_is_not_called_nothing(shipped):
    same = since(shipped, shipped, "vi")
    assert same.groups == () and same.title.startswith("Không có gì")
    unit = {"code": "21046", "name": "Bình Thạnh", "kind": "commune", "note": "ghi chú mới"}
    reworded = since(shipped, with_rows(shipped, {"units": [unit]}), "vi")
    assert reworded.groups == () and reworded.title.startswith("Chỉ nội dung ghi")
