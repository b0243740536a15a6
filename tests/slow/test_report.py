"""The official report as a document, opened again: every ratio of the 2024 report, layout of Decree 30, other data."""

import io
import re
import unicodedata
import zipfile
from datetime import date
from fractions import Fraction
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import load_workbook

from bs_metrics.contract.citations import Citation
from bs_metrics.exports.formats import to_pdf
from bs_metrics.exports.pack import Pack
from bs_metrics.exports.report import report
from bs_metrics.intake.folder import workbook_files
from bs_metrics.numbers import format_count, format_date, format_number, format_share
from bs_metrics.snapshots.snapshot import snapshot, snapshot_of
from bs_metrics.views.gaps import missing, owner_text
from bs_metrics.views.phrases import gap_text, ratio_text
from bs_metrics.views.report.teller import bracket
from bs_metrics.views.texts import about, ratio_name
from bs_metrics.words import LANGUAGES, words
from tests.hostile import HOSTILE
from tests.slow.test_other_district import DISTRICT
from tests.slow.test_slides import ratio as made_ratio

# Every ratio of the 2024 report (II.2.1 to II.2.3): met, of, the noun counted, and the percentage it should print.
# It prints 77,73% for 7/9, and no percentage where None stands.
RATIOS_OF_2024 = [
    (21, 21, "xã", None),
    (2, 21, "xã", 9.52),
    (2, 9, "tiêu chí", 22.22),
    (23, 36, "chỉ tiêu", 63.89),
    (7, 9, "tiêu chí", 77.78),
    (13, 36, "chỉ tiêu", 36.11),
    (9, 9, "tiêu chí", None),
    (55, 63, "tiêu chuẩn", None),
    (7, 22, "trường", None),
    (20, 22, "trường", None),
    (22, 23, "trường", None),
]
BARE_OF_2024 = ["17/112 thôn", "đạt 100%", *(f"{number} nhà" for number in ("14", "02", "04", "05", "03"))]
BARE_OF_2024 += ["trên 2.570 ngày công", "(02 ha)"]
BARE_OF_2024 += ["trên 740 triệu đồng", "trên 110 triệu đồng", "200 triệu đồng", "250 triệu đồng", "180 triệu đồng"]
BARE_OF_2024 += ["trên 07 tỷ đồng", "15 cơ quan"]
MISPRINT = "77,73"
TIMES = "Times New Roman"


def opened(content):
    return Document(io.BytesIO(content))


def texts(document):
    """All paragraphs of a document's text, those in tables too, in order."""
    paragraphs = document.element.body.iter(qn("w:p"))
    return ["".join(part.text or "" for part in found.iter(qn("w:t"))) for found in paragraphs]


def said(document):
    return "\n".join(texts(document))


def tables_of(document):
    """The tables with lines, as text."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in lined(document)]


def lined(document):
    return [table for table in document.tables if table.style.name == "Table Grid"]


def columns_of(document):
    return [table for table in document.tables if table.style.name != "Table Grid"]


@pytest.fixture(scope="module")
def made(shipped):
    """The shipped data as a document in both languages."""
    return {language: report.make(Pack(shipped, language, 3)) for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def shipped_report(made, request):
    return request.param, opened(made[request.param])


@pytest.fixture
def drafted(tables):
    """A document of a small workbook: `drafted("vi", measures=[...])`."""

    def draft(language="vi", **given):
        return opened(report.make(Pack(snapshot_of(tables(**given)), language)))

    return draft


def test_every_ratio_of_the_2024_report_is_stated_with_the_right_percentage(made):
    told = texts(opened(made["vi"]))
    for met, total, noun, percent in RATIOS_OF_2024:
        count = f" {met}/{total} {noun}"
        with_share = f"chiếm tỷ lệ {percent}%".replace(".", ",") if percent else ""
        assert [text for text in told if count in text and with_share in text], (count, with_share)
    for figure in BARE_OF_2024:
        assert [text for text in told if figure in text], figure
    assert MISPRINT not in "\n".join(told)


def test_the_report_speaks_for_itself(made, shipped):
    """It does not cite itself, guess aloud or pad a ratio; what its draft assumes is told to who has to sign it."""
    told = texts(opened(made["vi"]))
    with zipfile.ZipFile(io.BytesIO(made["vi"])) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    for said in ("(giả định)", "Chắc chắn:", "theo báo cáo"):
        assert not [part for part in parts if said in part], said
    assert not [text for text in told if re.search(r"\b0\d/\d+ (xã|tiêu|trường)", text)]
    day = format_date(shipped.as_of, "vi")
    assert [text for text in told if text.startswith(f"Tính đến ngày {day}, UBND huyện Bình Sơn")]
    assert [text for text in told if words("report.assumed", "vi", date=day) in text]


def test_every_ratio_is_stated_in_english(made):
    told = texts(opened(made["en"]))
    for met, total, _, percent in RATIOS_OF_2024:
        count = rf"(?<!\d){met}/{total}\b"
        assert [text for text in told if re.search(count, text) and f"{percent or ''}" in text], count
    assert "77.73" not in "\n".join(told)


def test_items_are_named_where_the_rows_name_them_and_counted_where_they_do_not(made):
    told = "\n".join(texts(opened(made["vi"])))
    for sentence in (
        "có 2/21 xã đạt, chiếm tỷ lệ 9,52%, công nhận theo quyết định (Bình Dương, Bình Trị)",
        "tiêu chí số 3 về Thủy lợi và phòng, chống thiên tai; tiêu chí số 4 về Điện",
        "Còn 7/9 tiêu chí chưa đạt, chiếm tỷ lệ 77,78% (tiêu chí số 1, 2, 5, 6, 7, 8, 9)",
        "có 55/63 tiêu chuẩn đạt, chiếm tỷ lệ 87,30%, tự đánh giá",
        "Còn 8/63 tiêu chuẩn chưa đạt, chiếm tỷ lệ 12,70% (08 tiêu chuẩn chưa có danh sách cụ thể)",
        "Trường Mầm non Bình Dương, Trường Mầm non Bình Trị, Trường Mầm non Bình Phước",
        "Còn 15/22 trường chưa đạt, chiếm tỷ lệ 68,18% (15 trường chưa có danh sách cụ thể)",
        "Trường Tiểu học số 2 Bình Hải: không đủ diện tích đất theo quy định",
        "Trường THCS Bình Châu: chưa được công nhận",
        "có từ 2/5 đến 3/5 tiêu chuẩn đạt, chiếm tỷ lệ từ 40% đến 60%",
        "01 tiêu chuẩn chưa rõ (tiêu chuẩn số 5",
        "183.142 người (cuối năm 2023), yêu cầu ≥ 100.000 người",
    ):
        assert sentence in told, sentence
    assert "18 trường chưa có danh sách cụ thể" not in told, "three of them are named with their level"


def test_the_head_of_the_letter(shipped_report):
    language, document = shipped_report
    head = columns_of(document)[0]
    left, right = head.rows[0].cells
    nation, motto = right.paragraphs[:2]
    if language == "vi":
        assert nation.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" and motto.text == "Độc lập - Tự do - Hạnh phúc"
        assert [one.text for one in left.paragraphs[:2]] == ["ỦY BAN NHÂN DÂN", "HUYỆN BÌNH SƠN"]
        assert "Số: …" in left.text and "/BC-…" in left.text
        assert "Bình Sơn, ngày …… tháng …… năm ……" in right.text
    assert nation.runs[0].bold and Pt(12) <= nation.runs[0].font.size <= Pt(13)
    assert motto.runs[0].bold and Pt(13) <= motto.runs[0].font.size <= Pt(14)
    for cell in (left, right):
        assert cell._tc.findall(f".//{qn('w:pBdr')}"), "a line below the name"
    title = next(one for one in document.paragraphs if one.text == words("report.title", language))
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER and title.runs[0].bold
    assert words("report.draft", language) in left.text


def test_paper_margins_and_paragraphs_are_those_of_the_decree(shipped_report):
    _, document = shipped_report
    for section in document.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        for name, low, high in (("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)):
            assert low <= getattr(section, f"{name}_margin").mm <= high, name
    body = [one for one in document.paragraphs if one.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY]
    assert len(body) > 20
    for paragraph in body:
        form = paragraph.paragraph_format
        assert Mm(10) - 400 <= form.first_line_indent <= Mm(12.7) + 400 and form.space_after >= Pt(6)
        assert 1 <= form.line_spacing <= 1.5
        assert paragraph.runs[0].font.size == Pt(14)


def test_every_run_is_in_times_new_roman_and_large_enough(made):
    for content in made.values():
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            headers = [name for name in package.namelist() if name.startswith("word/header")]
        assert headers
        document = opened(content)
        stories = [document.element.body, document.sections[0].header._element]
        runs = [run for story in stories for run in story.iter(qn("w:r"))]
        assert len(runs) > 300
        for run in runs:
            fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {TIMES}
            assert 22 <= int(run.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val"))) <= 28
        for cell in (cell for table in lined(document) for row in table.rows for cell in row.cells):
            assert all(run.font.size in (Pt(12), Pt(13)) for part in cell.paragraphs for run in part.runs)
        for name in ("Normal", "Heading 1", "Heading 2"):
            assert document.styles[name].font.name == TIMES


def test_tables_have_thin_lines_and_a_head_on_every_page(shipped_report):
    language, document = shipped_report
    found = lined(document)
    assert len(found) >= 8
    for table in found:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not [row for row in rest if row._tr.trPr.find(qn("w:tblHeader")) is not None]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width.mm for column in table.columns) == pytest.approx(164, abs=0.5)
    opening = words("report.table", language, number=1, caption="")[:4]
    captions = [text for text in texts(document) if text.startswith(opening)]
    numbers = [int(re.search(r"\d+", caption).group()) for caption in captions]
    assert numbers == list(range(1, len(numbers) + 1))


def test_points_are_numbered_as_the_decree_numbers_them(made):
    told = texts(opened(made["vi"]))
    for pattern in (r"^I\. ", r"^II\. ", r"^1\. ", r"^2\. ", r"^a\) ", r"^d\) ", r"^đ\) "):
        assert [text for text in told if re.match(pattern, text)], pattern


def test_the_state_of_the_data_is_said_at_the_end_and_in_the_annex(shipped, shipped_report):
    language, document = shipped_report
    pack = Pack(shipped, language, 3)
    drafted_from = words("report.drafted", language, named=pack.version)
    told = texts(document)
    places = [number for number, text in enumerate(told) if text == drafted_from]
    assert len(places) == 2 and told.index(words("report.annex", language)) < places[1]
    signer = about(shipped.tables, "signer", language)
    assert told.index(signer) < places[0], "nothing stands between ./. and the signature"
    properties = document.core_properties
    assert properties.subject == pack.version and properties.author == "" and properties.comments == ""
    assert properties.language == {"vi": "vi-VN", "en": "en-GB"}[language]
    assert properties.title.startswith(words("report.title", language))


def test_who_signs_and_who_gets_it_are_of_the_data_or_dots_to_fill(made, drafted):
    told = texts(opened(made["vi"]))
    signed = told.index("TM. ỦY BAN NHÂN DÂN")
    assert told[signed + 1] == "CHỦ TỊCH" and "Nguyễn Tường Duy" in told[signed:]
    assert (
        "- Sở Nội vụ tỉnh;" in told and "- Lưu: VT, NV(TĐKT);" in told and words("report.recipient", "vi") not in told
    )
    blank = [{"key": "place", "value": "Bình Sơn", "source": "x"}]
    assert {words(f"report.{key}", "vi") for key in ("signer", "signer_name", "recipient")} <= set(
        texts(drafted(about=blank))
    )


def test_what_went_well_stands_beside_what_did_not(made):
    told = said(opened(made["vi"]))
    for opening in ("Thuận lợi (04): ", "Khó khăn (03): ", "Ưu điểm (03): ", "Hạn chế (04): ", "Phong trào (15): "):
        assert opening in told, opening
    assert "0/22, chiếm tỷ lệ 0%, suy ra." in told and "Còn 19/21 xã chưa được công nhận" in told
    assert "hàng triệu cây xanh" in told and "Quỹ (04): Vì người nghèo" in told and "năm 2023-2024" in told


def test_figures_carry_their_source(made):
    told = texts(opened(made["vi"]))
    lettered = [text for text in told if re.match(r"^[a-zđ]\) ", text)]
    assert len(lettered) > 15
    assert [text for text in lettered if "(Nguồn: " not in text or ".xlsx, " not in text] == []


def test_every_measure_stands_in_one_paragraph(shipped, shipped_report):
    language, document = shipped_report
    told = [re.sub(r"^\w\) ", "", text) for text in texts(document)]
    for ratio in shipped.ratios.values():
        opening = words("report.point", language, name=ratio_name(ratio, language), said="")
        assert len([text for text in told if text.startswith(opening) and "(" in text]) == 1, opening


def test_every_table_of_a_topic_is_followed_by_its_source(shipped_report):
    language, document = shipped_report
    opening = words("report.source", language, sources="")
    for table in lined(document):
        below = "".join(part.text or "" for part in table._tbl.getnext().iter(qn("w:t")))
        assert below.startswith(opening) and ".xlsx, " in below


def test_the_annex_lists_every_gap_and_fills_nothing_in(shipped, shipped_report):
    language, document = shipped_report
    none = words("report.not_in_data", language)
    found = missing(shipped.tables, shipped.ratios, language)
    head = [words(f"column.{key}", language) for key in ("what", "reason")]
    table = next(table for table in tables_of(document) if table[0][1:3] == head)
    assert len(table) == len(found) + 1
    for line, row in zip(found, table[1:], strict=True):
        assert row[3] == owner_text(line, language)
        assert row[4] == (format_date(line.deadline, language) if line.deadline else none)
    assert none in {row[4] for row in table}
    unknown = tables_of(document)[-1]
    assert any("4b. " in row[1] for row in unknown)


IN_CHARGE = {"agency": "Phòng Một", "deadline": date(2024, 10, 1), "obstacle": "Thiếu đất"}
TASK = {"id": "t", "title": "Việc", "set": "s", "status": "in_progress"}


def missing_rows(document):
    column = words("column.what", "vi")
    return {row[1]: row[2:] for row in next(table for table in tables_of(document) if table[0][1] == column)[1:]}


def test_the_annex_keeps_who_is_in_charge_of_each_of_many_criteria(drafted):
    given = results(*["not_met"] * 5)
    given[0] |= IN_CHARGE
    found = missing_rows(drafted(**SMALL, results=given, tasks=[TASK | {"criterion": "2", "agency": "Phòng Hai"}]))
    none, nobody = words("report.not_in_data", "vi"), words("missing.unassigned", "vi")
    assert found["Tiêu chí 1: Mục 1"] == ["Thiếu đất", "Phòng Một", "01/10/2024"]
    assert found["Tiêu chí 2: Mục 2"] == [none, "Phòng Hai", none]
    assert found["Tiêu chí 3: Mục 3"] == [none, nobody, none] and len(found) == 5, "three are not too many to name"


def test_criteria_of_which_nothing_is_said_stay_one_line_under_the_agency_of_the_whole_set(drafted):
    given = results(*["not_met"] * 6)
    given[0] |= IN_CHARGE
    found = missing_rows(drafted(**SMALL, results=given, tasks=[TASK | {"agency": "Phòng Chung"}]))
    assert found["Tiêu chí 1: Mục 1"][1] == "Phòng Một"
    assert found["05 tiêu chí: Mục 2; Mục 3; Mục 4; Mục 5; Mục 6"][1] == "Phòng Chung" and len(found) == 2
    done = drafted(**SMALL, results=given, tasks=[TASK | {"agency": "Phòng Chung", "status": "done"}])
    assert "Phòng Chung" not in said(done)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_another_district_names_no_one_else(drafted, language):
    document = drafted(language, **DISTRICT)
    told = said(document)
    assert "Ba Tơ" in told and "Ba Vì" in told and "Trường Ba Vì" in told and "31" in told
    for stranger in ("Bình Sơn", "BÌNH SƠN", "Quảng Ngãi", "None", "<NA>", "{", "}"):
        assert stranger not in told, stranger
    assert "nan" not in told.split()
    left = columns_of(document)[0].rows[0].cells[0]
    assert set(left.paragraphs[0].text) == {"…"}, "the issuing body is left to fill"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_no_data_says_so(drafted, language):
    about = [{"key": "superior", "value": "Sở Thử"}, {"key": "author", "value": "Phòng Thử"}]
    document = drafted(language, about=about)
    told = texts(document)
    assert words("report.nothing", language) in told and words("report.missing_none", language) in told
    head = columns_of(document)[0].rows[0].cells[0].paragraphs
    assert [head[0].text, head[1].text] == ["SỞ THỬ", "PHÒNG THỬ"]
    assert not head[0].runs[0].bold and head[1].runs[0].bold


SMALL: dict[str, Any] = {
    "units": [{"code": "d", "kind": "district", "name": "Nhỏ"}],
    "criteria_sets": [{"id": "s", "name": "Bộ", "stage": 1, "applies_to": "district", "pass_rule": "all"}],
    "criteria": [{"set": "s", "code": str(number), "name": f"Mục {number}"} for number in range(1, 8)],
    "measures": [
        {"id": "m", "name": "Chỉ số", "counts": "criteria", "set": "s", "noun": "tiêu chí"}
        | {"stage": 1, "role": "headline"},
    ],
}
COMPANION = {"id": "c", "name": "Điều kiện", "part_of": "s", "applies_to": "district", "pass_rule": "all"}
CONDITION = {"set": "c", "code": "1", "name": "Đủ bộ", "measure": "m", "unit_of_measure": "tiêu chí"}
CONDITION |= {"operator": "ge", "threshold": 5}


def results(*statuses):
    return [{"set": "s", "criterion": str(n), "unit": "d", "result": one} for n, one in enumerate(statuses, start=1)]


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        (["met"] * 3 + ["not_met"] * 4, "có 3/7 tiêu chí đạt, chiếm tỷ lệ 42,86%"),
        (["met"] * 3 + ["not_met"] * 4, "Còn 4/7 tiêu chí chưa đạt, chiếm tỷ lệ 57,14% (tiêu chí số 4, 5, 6, 7)"),
        (["met"] * 7, "có 7/7 tiêu chí đạt, chiếm tỷ lệ 100% (tiêu chí số 1, 2, 3, 4, 5, 6, 7)."),
        (["not_met"] * 7, "chưa có tiêu chí nào trong 07 tiêu chí đạt"),
        (["met"] * 3 + ["not_met"] * 2, "có từ 3/7 đến 5/7 tiêu chí đạt"),
        (["met"] * 3 + ["not_met"] * 2, "02 tiêu chí chưa rõ"),
    ],
)
def test_a_measure_is_said_as_its_rows_are(drafted, statuses, sentence):
    told = said(drafted(**SMALL, results=results(*statuses)))
    assert sentence in told
    assert statuses != ["met"] * 7 or "Còn" not in told, "all met leaves nothing to say of the rest"


def test_a_reported_total_names_the_rest_by_number(drafted):
    totals = [{"measure": "m", "met": 5, "total": 7, "basis": "reported"}]
    told = said(drafted(**SMALL, results=results("met", "met", "not_met"), reported_totals=totals))
    assert "có 5/7 tiêu chí đạt, chiếm tỷ lệ 71,43% (tiêu chí số 1 về Mục 1; tiêu chí số 2 về Mục 2" in told
    assert "; 03 tiêu chí chưa có danh sách cụ thể)" in told
    assert (
        "Còn 2/7 tiêu chí chưa đạt, chiếm tỷ lệ 28,57% (tiêu chí số 3 về Mục 3; 01 tiêu chí chưa có danh sách cụ thể)"
        in told
    )


def test_a_contradiction_is_not_stated_as_a_result(drafted):
    totals = [{"measure": "m", "met": 6, "total": 7}]
    told = said(drafted(**SMALL, results=results(*["met"] * 3 + ["not_met"] * 4), reported_totals=totals))
    assert words("gap.contradiction", "vi") in told and "có 06/7" not in told and "85,71" not in told


def test_nothing_is_added_up_from_figures_that_contradict_each_other(drafted):
    measure = SMALL["measures"][0] | {"phrase": "tiêu chí"}
    totals = [{"measure": "m", "met": 6, "total": 7}]
    given = SMALL | {"measures": [measure], "criteria": [*SMALL["criteria"], CONDITION]}
    given["criteria_sets"] = [*SMALL["criteria_sets"], COMPANION]
    told = said(drafted(**given, results=results(*["met"] * 3 + ["not_met"] * 4), reported_totals=totals))
    assert "Số liệu về tiêu chí mâu thuẫn" in told and "Để lên" not in told
    assert "6/7 hay 3/7, yêu cầu ≥ 05 tiêu chí: số liệu mâu thuẫn" in told


def test_what_a_stage_lacks_is_said_although_the_sentence_of_the_road_has_no_words_for_it(made):
    told = texts(opened(made["vi"]))
    road = next(number for number, text in enumerate(told) if text.startswith("Để trở thành thị xã còn "))
    assert told[road + 1].startswith("Ngoài ra, tiêu chuẩn thị xã: còn 02–03 tiêu chuẩn.")


def test_places_name_the_rows_meant_and_no_others(drafted):
    kinds = ("model", "programme", "programme", "model", "model")
    rows = [{"id": f"{number}", "kind": kind, "what": f"M{number}"} for number, kind in enumerate(kinds)]
    told = said(drafted(mobilisation=rows))
    assert "Huy động, 2, 5–6.)" in told and "Huy động, 3–4.)" in told


def test_hostile_texts_are_plain_texts(spoilt):
    document = opened(report.make(Pack(spoilt, "vi")))
    told = said(document)
    assert sum(text in told for text in HOSTILE) > len(HOSTILE) / 2
    for tag in ("instrText", "fldSimple", "hyperlink", "drawing", "object"):
        assert not list(document.element.body.iter(qn(f"w:{tag}"))), tag
    assert [code.text for code in document.sections[0].header._element.iter(qn("w:instrText"))] == ["PAGE"]


def test_signs_that_xml_cannot_hold_are_left_out(drafted):
    name = "Trường \x07_x0007_\u202eA\ufffe\nB"
    told = said(drafted(schools=[{"name": name, "level": "primary", "result": "not_met", "reason": "L\x0bý"}]))
    assert "Trường A B" in told or "Trường A" in told
    assert not [sign for sign in told if unicodedata.category(sign) in ("Cc", "Cf") and sign != "\n"]


def test_what_could_not_be_read_is_said(folder):
    workbook = load_workbook(folder / "ket-qua.xlsx")
    workbook["Số báo cáo"]["B7"] = "nhiều"
    workbook.save(folder / "ket-qua.xlsx")
    told = said(opened(report.make(Pack(snapshot(workbook_files(folder)), "vi"))))
    assert words("unread.said", "vi", names="Số báo cáo") in told and "55/63 tiêu chuẩn đạt" not in told
    assert words("unread.absent", "vi", names="")[:-2] not in told


def test_sheets_that_are_not_there_are_named_and_not_called_unreadable(workbook):
    told = said(opened(report.make(Pack(snapshot({"nho.xlsx": workbook(**SMALL)}), "vi"))))
    assert re.search("không có các trang tính sau: .*Số báo cáo", told) and "Không đọc được" not in told


def test_nothing_of_the_library_s_template_is_left(made):
    with zipfile.ZipFile(io.BytesIO(made["vi"])) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name or name.endswith("docProps/app.xml")]
    modes = [one for one in opened(made["vi"]).settings.element.iter(qn("w:compatSetting"))]
    assert [one.get(qn("w:val")) for one in modes if one.get(qn("w:name")) == "compatibilityMode"] == ["15"]


def test_the_progress_ends_at_one(shipped):
    seen = []
    report.make(Pack(shipped, "vi"), seen.append)
    assert seen == sorted(seen) and seen[-1] == 1 and len(seen) > 2


def test_counts_of_a_sentence_get_two_digits_and_ratios_do_not():
    one = made_ratio(2, 1, 3)
    for language, style, gap in (
        ("vi", format_count, "còn 01–04 mục"),
        ("vi", format_number, "còn 1–4 mục"),
        ("en", format_count, words("gap.left", "en", gap="1–4 items")),
    ):
        assert (ratio_text(one, language), gap_text(one, language, style)) == ("2–5/6", gap)


def test_a_text_of_the_tables_keeps_its_numbers(drafted):
    (result,) = results("not_met")
    document = drafted(**SMALL, results=[result | {"obstacle": "vướng ở 2 xã, 3/21"}])
    cells = [cell.text for table in lined(document) for row in table.rows for cell in row.cells]
    assert [text for text in cells if "2 xã" in text] and not [text for text in cells if "02 xã" in text]


def test_a_sheet_is_cited_once_with_all_its_rows():
    rows = (((3, 3), (5, 6)), ((8, 8),), ((4, 5),))
    cited = [Citation(("Báo cáo · I, 2",), "a · b.xlsx", "Kết quả, 2", spans) for spans in rows]
    assert "Báo cáo · I, 2 · a · b.xlsx, Kết quả, 2, 3–6, 8." in bracket(cited, "vi")


def test_counts_and_shares_are_printed_as_offices_print_them():
    assert [format_count(number, "vi") for number in (0, 2, 10, 1200)] == ["0", "02", "10", "1.200"]
    assert [format_count(number, "en") for number in (0, 2, 10, 1200)] == ["0", "2", "10", "1,200"]
    shares = [Fraction(*one) for one in ((55, 63), (1, 2), (1, 1), (1, 1000))]
    assert [format_share(share, "vi") for share in shares] == ["87,30%", "50%", "100%", "0,10%"]
    assert format_share(Fraction(55, 63), "en") == "87.30%"


POINT = 72 / 25.4  # of a millimetre


def numbers_of(content):
    """Prints the document and looks at every page: nothing outside the margins; what stands above each one's text."""
    document, numbers = pypdfium2.PdfDocument(to_pdf(content, "docx")), []
    for page in document:
        width, height = page.get_size()
        assert (round(width / POINT), round(height / POINT)) == (210, 297)
        text, above = page.get_textpage(), []
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            assert left >= 30 * POINT - 1 and right <= (210 - 16) * POINT + 1 and bottom >= 20 * POINT - 2
            if top > height - 20 * POINT + 1:
                above.append(text.get_text_bounded(left, bottom, right, top).strip())
                assert (left + right) / 2 == pytest.approx((30 + 194) / 2 * POINT, abs=3)
        numbers.append(" ".join(above))
        text.close()
        page.close()
    document.close()
    return numbers


@pytest.mark.office
@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_the_text_stays_inside_the_margins_and_pages_are_numbered_from_the_second(made, language):
    numbers = numbers_of(made[language])
    annex = next(place for place in range(1, len(numbers)) if not numbers[place])
    assert annex > 4 and numbers[:annex] == ["", *(str(page) for page in range(2, annex + 1))]
    assert numbers[annex:] == ["", *(str(page) for page in range(2, len(numbers) - annex + 1))], "counted anew"


@pytest.mark.office
def test_printed_words_of_any_length_stay_inside_the_margins(workbook):
    long = "W" * 150
    given = SMALL | {"criteria": [row | {"name": f"{long} {long}"} for row in SMALL["criteria"]]}
    given["about"] = [{"key": key, "value": f"Phòng {long}"} for key in ("author", "superior", "district")]
    given["schools"] = [{"name": long, "level": "primary", "result": "not_met", "reason": long}]
    content = workbook(**given, results=results("met", "not_met"))
    assert len(numbers_of(report.make(Pack(snapshot({"dai.xlsx": content}), "vi")))) > 2


def test_a_date_whose_confidence_is_left_blank_is_no_assumption(drafted):
    told = said(drafted(about=[{"key": "as_of", "value": "01/08/2024"}]))
    assert "Tính đến ngày 01/8/2024, " in told and words("report.assumed", "vi", date="01/8/2024") not in told
