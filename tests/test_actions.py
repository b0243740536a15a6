"""What was decided about gaps: overdue first, who and by when, how it went, and whose work a gap then is."""

from datetime import date

import pytest

from bs_metrics.measures.goals.goals import goals_of
from bs_metrics.measures.goals.scenario import things_of
from bs_metrics.measures.unknown.items import agencies_of
from bs_metrics.snapshots.snapshot import Earlier, snapshot_of
from bs_metrics.views.actions import action_lines, action_table, actions_of_stage
from bs_metrics.views.gaps import missing
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.stages import stages
from bs_metrics.words import LANGUAGES, words
from tests.conftest import frame_of


def acting(shipped, *rows, as_of=None):
    """The shipped data with some actions."""
    given = [{"id": f"v{number}", "source": "Thông báo kết luận"} | row for number, row in enumerate(rows, 1)]
    frames = shipped.tables.frames | {"actions": frame_of("actions", given)}
    if as_of is not None:
        about = frames["about"].copy()
        about.loc[about["key"] == "as_of", "value"] = f"{as_of:%d/%m/%Y}"
        frames["about"] = about
    return snapshot_of(type(shipped.tables)(frames, []), "thu")


LATE = {
    "what": "Trình quy hoạch",
    "set": "district_nr",
    "criterion": "1",
    "deadline": date(2024, 7, 1),
    "agency": "Phòng KT",
}
LATER = {"what": "Họp dân", "measure": "commune.advanced", "deadline": date(2024, 9, 1), "status": "in_progress"}
UNDATED = {"what": "Rà soát", "set": "urban_iv", "agency": "Phòng QLĐT"}
CLOSED = {"what": "Đã làm", "set": "district_nr", "status": "done", "agency": "Phòng X"}


def test_what_is_overdue_stands_first_and_what_is_done_not_at_all(shipped):
    lines = action_lines(acting(shipped, UNDATED, CLOSED, LATER, LATE), "vi")
    assert [one.what for one in lines] == ["Trình quy hoạch", "Họp dân", "Rà soát"]
    assert lines[0].detail.startswith(words("pace.overdue", "vi", days="31 ngày"))
    assert [bool(one.overdue) for one in lines] == [True, False, False]
    assert words("missing.unassigned", "vi") in lines[1].detail


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_action_names_its_gap_its_agency_and_its_day(shipped, language):
    (line,) = action_lines(acting(shipped, LATE | {"unit": "21061"}), language)
    assert "Bình Trị" in line.about and "1" in line.about
    assert "Phòng KT" in line.detail


def test_the_status_at_each_date_is_told_where_it_changed(shipped):
    before = acting(shipped, LATER | {"status": "not_started"}, as_of=date(2024, 6, 1))
    now = acting(shipped, LATER)
    whole = type(now)(now.id, now.tables, now.ratios, now.as_of, (Earlier("a", before.as_of, lambda: before),))
    (line,) = action_lines(whole, "vi")
    assert line.history == words("action.history", "vi", steps="chưa bắt đầu (01/6/2024) → đang làm (01/8/2024)")
    assert action_lines(now, "vi")[0].history == ""


def test_whoever_has_an_action_owns_the_gap(shipped):
    acted = acting(shipped, LATE, LATER | {"agency": "Văn phòng"}, CLOSED)
    assert agencies_of(acted.tables, acted.ratios["district.criteria"]) == ["Phòng KT"]
    assert agencies_of(acted.tables, acted.ratios["commune.advanced"]) == ["Văn phòng"]
    several = acting(shipped, LATER | {"agency": "Văn phòng; Phòng KT"}, LATER | {"agency": "Phòng KT"})
    assert agencies_of(several.tables, several.ratios["commune.advanced"]) == ["Phòng KT", "Văn phòng"]
    owners = {line.agency for line in missing(acted.tables, acted.ratios, "vi")}
    assert "Văn phòng" in owners and "Phòng X" not in owners
    unnamed = things_of(
        goals_of(acting(shipped, {"what": "x", "measure": "town.wards", "agency": "Phòng Nội vụ"}).tables)
    )
    assert unnamed["+town.wards"][0].agency == "Phòng Nội vụ"
    works = [work for _, below in things_of(goals_of(acted.tables)).values() for work in below]
    assert {work.agency for work in works if work.key == "district_nr:1"} <= {"Phòng KT"}


def test_actions_are_a_slide_and_stand_on_that_of_their_stage(shipped):
    acted = acting(shipped, LATE, UNDATED, CLOSED)
    by_id = {slide.id: slide for slide in slides(acted, "vi")}
    assert by_id["actions"].title == words("action.slide_overdue", "vi", number=2, overdue=1, days="31 ngày")
    assert len(by_id["actions"].table) == 2
    road = stages(acted, "vi")
    assert [len(actions_of_stage(acted, stage.ratio, "vi")) for stage in road] == [1, 1, 0]
    (told,) = (line for line in by_id["stage-district_nr"].lines if "Trình quy hoạch" in line)
    assert told == words("action.line", "vi", what="Trình quy hoạch", detail="Phòng KT · quá hạn 31 ngày")
    assert "actions" not in {slide.id for slide in slides(shipped, "vi")}


def test_the_table_has_what_is_done_too(shipped):
    table = action_table(acting(shipped, CLOSED, LATE), "vi")
    assert list(table.iloc[:, 0]) == ["Trình quy hoạch", "Đã làm"]
