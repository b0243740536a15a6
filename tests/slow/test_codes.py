"""Lists without the codes that only the template has: known rows by their text, new ones with a code, or asked."""

import pytest

from bs_metrics.contract.findings import in_short
from bs_metrics.intake.questions import questions
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.text import canonical
from tests.slow.test_measured import CURRENT, MADE, read

KNOWN = (
    CURRENT["mobilisation"].dropna(subset=["what", "organisation"]).drop_duplicates(["what", "organisation"]).iloc[:2]
)


def money(*texts, organisation=None):
    rows = [["ĐVT: triệu đồng"], ["TT", "Nội dung", "Loại", "Tổ chức", "Số tiền"]]
    return rows + [
        [at + 1, text, "phần", KNOWN["organisation"].iloc[0] if organisation is None else organisation, 12 + at]
        for at, text in enumerate(texts)
    ]


def told(checked, code):
    return [one.cell for one in checked.findings if one.code == code]


@pytest.mark.parametrize("kind", MADE)
def test_a_known_row_is_known_by_its_text_and_a_new_one_has_a_code(kind):
    checked = read(kind, money(KNOWN["what"].iloc[0].upper(), "Trồng hoa ven đường"))
    assert checked.frames["mobilisation"]["id"].tolist() == [KNOWN["id"].iloc[0], "trong-hoa-ven-duong"]
    assert told(checked, "codes_derived") == ["B4"] and not told(checked, "heading_missing")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_row_that_is_close_to_a_known_one_is_asked(kind):
    rows = money(f"{KNOWN['what'].iloc[0]} xã")
    checked = read(kind, rows)
    assert told(checked, "which_row") == ["B3"] and checked.held == {"mobilisation"}
    (question,) = questions(checked.findings, CURRENT, Choices(), "vi")
    assert KNOWN["id"].iloc[0] in question.options
    for answer in (KNOWN["id"].iloc[0], "new"):
        answered = read(kind, rows, Choices().answered(question.kind, question.written, answer))
        assert (answered.frames["mobilisation"]["id"].iloc[0] == KNOWN["id"].iloc[0]) == (answer != "new")
        (settled,) = (one for one in answered.findings if one.code == "row_settled")
        assert settled.cell == "B3" and settled.context["chosen"] == answered.frames["mobilisation"]["id"].iloc[0]


def test_new_rows_of_one_text_have_a_code_each():
    rows = [["NHIỆM VỤ"], ["TT", "Nội dung nhiệm vụ", "Thời hạn"], [1, "Việc mới tinh", ""], [2, "Việc mới tinh", ""]]
    assert read("xlsx", rows).frames["tasks"]["id"].tolist() == ["viec-moi-tinh", "viec-moi-tinh-2"]


def test_long_texts_that_begin_alike_are_asked_apart():
    one, other = (f"{KNOWN['what'].iloc[0]} {'và nhiều việc khác nữa ' * 5}{last}" for last in ("một", "hai"))
    names = [in_short(canonical(text)) for text in (one, other)]
    assert len(set(names)) == 2 and all(len(name) < len(one) for name in names)


def test_a_kind_is_asked_of_new_rows_alone_and_a_known_row_keeps_its_own_and_its_words():
    known = CURRENT["mobilisation"].query("kind != 'programme'").drop_duplicates("what").iloc[0]
    rows = [["Nội dung", "Tổ chức", "Số lượng"], [f"- {known['what']}", known["organisation"], 5]]
    checked = read("xlsx", rows)
    frame = checked.frames["mobilisation"]
    assert frame[["id", "what", "kind"]].values.tolist() == [known[["id", "what", "kind"]].tolist()]
    rows.append(["+ Trồng hoa ven đường", "Hội", 7])
    (question,) = questions(read("xlsx", rows).findings, CURRENT, Choices(), "vi")
    answered = read("xlsx", rows, Choices().answered(question.kind, question.written, "programme"))
    assert answered.frames["mobilisation"]["kind"].tolist() == [known["kind"], "programme"]
    assert answered.frames["mobilisation"]["what"].tolist() == [known["what"], "Trồng hoa ven đường"]
