"""Lists whose title says the result of all rows, and schools that the standard's level is stated of."""

import pandas as pd
import pytest

from bs_metrics.intake.check import check
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.snapshots.combined import combined
from tests.slow.test_marks import FORMATS, SET, UNITS
from tests.slow.test_schools import CURRENT, PLACE

NOT_MET = CURRENT["schools"].query("result == 'not_met' and reason.notna()").iloc[0]
NAMES = ["TT", "Tên trường", "Xã"]


def told(checked, code):
    return [one.cell for one in checked.findings if one.code == code]


def answered(content, answer):
    checked = check(content, "a.xlsx", CURRENT)
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert set(question.options) == {"met", "not_met", "unknown"}
    return check(content, "a.xlsx", CURRENT, Choices().answered(question.kind, question.written, answer))


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("DANH SÁCH TRƯỜNG CHƯA ĐẠT CHUẨN QUỐC GIA", "chưa đạt"),
        ("DANH SÁCH TRƯỜNG ĐÃ ĐẠT CHUẨN QUỐC GIA", "đạt"),
        ("DANH SÁCH TRƯỜNG ĐẠT VÀ CHƯA ĐẠT CHUẨN", None),
        ("DANH SÁCH TRƯỜNG DỰ KIẾN ĐẠT CHUẨN", None),
        ("DANH SÁCH TRƯỜNG", None),
    ],
)
def test_a_plain_title_gives_the_result_and_is_asked(title, word):
    content = FORMATS["xlsx"]([[title], NAMES, [1, "MN Sao Mai", PLACE], [2, "TH Sao Mai", PLACE]])
    asked = [one for one in check(content, "a.xlsx", CURRENT).findings if one.code == "result_of_title"]
    assert [(one.cell, one.context["word"]) for one in asked] == ([("A2", word)] if word else [])
    if word:
        for answer in ("met", "not_met"):
            assert list(answered(content, answer).frames["schools"]["result"]) == [answer] * 2
        unsaid = answered(content, "unknown")
        assert unsaid.frames["schools"]["result"].isna().all() and told(unsaid, "figures_missing") == ["A2"]


def test_of_lists_beside_each_other_each_has_the_result_of_its_own_title():
    rows = [
        ["TRƯỜNG ĐÃ ĐẠT CHUẨN", "", "", "", "", "TRƯỜNG CHƯA ĐẠT CHUẨN", "", "", ""],
        [*NAMES, "Mức độ", "", *NAMES, "Lý do"],
        [1, "MN Sao Mai", PLACE, 1, "", 1, "TH Sao Mai", PLACE, "Thiếu phòng"],
    ]
    schools = answered(FORMATS["xlsx"](rows), "not_met").frames["schools"].set_index("name")
    assert schools["result"].to_dict() == {"MN Sao Mai": "met", "TH Sao Mai": "not_met"}


@pytest.mark.parametrize("remark", ["Lý do", "Ghi chú"])
@pytest.mark.parametrize("name", ["chưa đạt chuẩn", "đạt chuẩn"])
def test_a_list_of_units_has_the_result_of_its_title(name, remark):
    rows = [
        [f"DANH SÁCH XÃ {name.upper()} {SET.upper().removeprefix('XÃ ')}"],
        ["STT", "Xã", "Lý do"],
        [1, UNITS[0], ""],
    ]
    checked = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)
    assert checked.held == {"results"} and told(checked, "result_of_title") == ["A2"]
    result = "not_met" if name.startswith("chưa") else "met"
    frame = answered(FORMATS["xlsx"](rows), result).frames["results"]
    assert frame[["set", "result"]].values.tolist() == [["commune_nr", result]]


@pytest.mark.parametrize(("level", "reason"), [(1, None), (0, NOT_MET["reason"]), ("", NOT_MET["reason"])])
def test_the_reason_for_not_meeting_the_standard_goes_with_the_level_that_meets_it(level, reason):
    rows = [["Tên trường", "Mức độ"], [NOT_MET["name"], level], [CURRENT["schools"]["name"].iloc[0], 1]]
    checked = check(FORMATS["xlsx"](rows), "a.xlsx", CURRENT)
    after = combined(CURRENT, checked.frames)["schools"].set_index("name").loc[NOT_MET["name"]]
    assert (after["result"], None if pd.isna(after["reason"]) else after["reason"]) == (
        ("met", None) if level == 1 else ("not_met", reason)
    )
