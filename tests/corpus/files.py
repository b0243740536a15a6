"""Workbooks as departments send them, each with what reading it must give.

A case is a file and its expectation: the rows of each table (the columns worth looking at), the errors and warnings
with their cells, and the notes that must be among the others. `D` is a day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook

from bs_metrics.intake.vocabulary.choices import BlockChoice, Choices
from tests.spreadsheets import saved

D = date
LETTERHEAD = [["UBND HUYỆN BÌNH SƠN", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["", "", "", "Độc lập - Tự do"]]
SIGNED = [[], ["Bình Sơn, ngày 01 tháng 8 năm 2024"], ["NGƯỜI LẬP BIỂU", "", "", "CHỦ TỊCH"], ["", "", "", "Nguyễn A"]]


@dataclass(frozen=True)
class Case:
    """A file, and what must come out of it."""

    name: str
    content: bytes
    rows: Mapping[str, tuple[Sequence[str], Sequence[tuple]]] = field(default_factory=dict)
    faults: Sequence[tuple[str, str]] = ()  # code and cell of every error and warning
    notes: Sequence[tuple[str, str]] = ()  # code and cell of some notes
    held: Sequence[str] = ()
    blocks: Sequence[tuple[str, str | None]] = ()
    choices: Choices | None = None
    file: str = "phong.xlsx"


def book(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    edit: Callable[[Workbook], None] | None = None,
    merge: Sequence[str] = (),
) -> bytes:
    """A workbook of some sheets, rows from the first; `merge` are ranges of the first sheet."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for position, value in enumerate(row, start=1):
                if value != "":
                    sheet.cell(number, position, value)
    for span in merge:
        workbook.worksheets[0].merge_cells(span)
    if edit:
        edit(workbook)
    return saved(workbook)


def dated(cells: Mapping[str, tuple[datetime, str]]) -> Callable[[Workbook], None]:
    """Cells that Excel took for dates, with the format it gave them."""

    def edit(workbook: Workbook) -> None:
        for cell, (day, number_format) in cells.items():
            workbook.worksheets[0][cell] = day
            workbook.worksheets[0][cell].number_format = number_format

    return edit


NR_TITLE = ["KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ XÃ NÔNG THÔN MỚI NÂNG CAO"]
CODES = [str(number) for number in range(1, 20)]
RESULT = ("set", "criterion", "unit", "result")
SCHOOL = ("name", "level", "unit", "result")
TOTAL = ("measure", "met", "total", "percent_printed", "as_of")

CASES = [
    Case(
        "schools under a letterhead, signed below",
        book(
            {
                "Sheet1": [
                    *LETTERHEAD,
                    [],
                    ["DANH SÁCH TRƯỜNG ĐẠT CHUẨN QUỐC GIA"],
                    [],
                    ["STT", "Tên trường", "Cấp học", "Xã, thị trấn", "Đạt/chưa đạt", "Ghi chú thêm"],
                    [1, "Trường Mầm non A", "Mầm non", "Xã Bình Thanh", "Đạt", ""],
                    [2, "Trường THCS B", "THCS", "TT. Châu Ổ", "Không đạt", ""],
                    *SIGNED,
                ]
            }
        ),
        {
            "schools": (
                SCHOOL,
                [
                    ("Trường Mầm non A", "preschool", "21091", "met"),
                    ("Trường THCS B", "lower_secondary", "21040", "not_met"),
                ],
            )
        },
        notes=[
            ("source_filled", "A6"),
            ("word_understood", "C8"),
            ("name_understood", "D8"),
            ("word_understood", "E8"),
            ("below_table", "A10"),
        ],
    ),
    Case(
        "sections give the level",
        book(
            {
                "Trường": [
                    ["TT", "Tên trường", "Đơn vị", "Kết quả"],
                    ["I", "MẦM NON"],
                    [1, "Mầm non 1", "Bình Thạnh", "Đ"],
                    ["II", "Tiểu học"],
                    [1, "Tiểu học 1", "Bình Khương", "KĐ"],
                    [2, "Tiểu học 2", "Bình Chương", ""],
                ]
            }
        ),
        {
            "schools": (
                SCHOOL,
                [
                    ("Mầm non 1", "preschool", "21046", "met"),
                    ("Tiểu học 1", "primary", "21058", "not_met"),
                    ("Tiểu học 2", "primary", "21100", None),
                ],
            )
        },
        notes=[("section_used", "A2"), ("section_used", "A4"), ("word_understood", "D3")],
    ),
    Case(
        "sections of another kind are left out",
        book(
            {
                "Trường học": [
                    ["TT", "Tên trường", "Cấp học", "Xã"],
                    ["A", "Khu vực phía Đông"],
                    [1, "Mầm non 1", "MN", "Bình Hải"],
                ]
            }
        ),
        {"schools": (SCHOOL, [("Mầm non 1", "preschool", "21067", None)])},
        notes=[("section_ignored", "A2")],
    ),
    Case(
        "names of groups alone in their rows, with a colon and without",
        book(
            {
                "Trường học": [
                    ["Tên trường", "Cấp học", "Kết quả"],
                    ["Trong đó:"],
                    ["Mầm non 1", "MN", "Đạt"],
                ],
                "Trường mầm non": [
                    ["Tên trường", "Kết quả"],
                    ["Mức độ 1"],
                    ["Mầm non 2", "Đạt"],
                    ["Mầm non 3", "Chưa đạt"],
                ],
            }
        ),
        {
            "schools": (
                SCHOOL,
                [
                    ("Mầm non 1", "preschool", None, "met"),
                    ("Mức độ 1", "preschool", None, None),
                    ("Mầm non 2", "preschool", None, "met"),
                    ("Mầm non 3", "preschool", None, "not_met"),
                ],
            )
        },
        faults=[("name_alone", "A2")],
        notes=[("section_ignored", "A2")],
    ),
    Case(
        "matrix of communes and criteria by number, with totals both ways",
        book(
            {
                "NTM nâng cao": [
                    NR_TITLE,
                    [],
                    ["STT", "Tên xã", *CODES[:3], "Tổng số tiêu chí đạt"],
                    [1, "Bình Thanh", "Đ", "KĐ", "Đ", 2],
                    [2, "Bình Thạnh", "x", "", 1, 2],
                    ["", "Tổng cộng", 2, 0, "2/2", ""],
                ]
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_advanced", "1", "21091", "met"),
                    ("commune_advanced", "2", "21091", "not_met"),
                    ("commune_advanced", "3", "21091", "met"),
                    ("commune_advanced", "1", "21046", "met"),
                    ("commune_advanced", "2", "21046", "unknown"),
                    ("commune_advanced", "3", "21046", "met"),
                ],
            )
        },
        notes=[("set_found", "A3"), ("total_agrees", "C6"), ("total_agrees", "F4"), ("word_understood", "C5")],
    ),
    Case(
        "matrix by name under a two-row heading",
        book(
            {
                "Biểu 1": [
                    ["BIỂU TỔNG HỢP TIÊU CHÍ XÃ NÔNG THÔN MỚI"],
                    ["STT", "Xã", "Tiêu chí", "", "", "Ghi chú"],
                    ["", "", "1. Quy hoạch", "2. Giao thông", "Điện", ""],
                    [1, "Bình An", "✓", "✓", "0", ""],
                    [2, "xã Bình Hoà", "+", "chưa đạt", "✓", "xin gia hạn"],
                ]
            },
            merge=["A2:A3", "B2:B3", "C2:E2", "F2:F3"],
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_nr", "1", "21064", "met"),
                    ("commune_nr", "2", "21064", "met"),
                    ("commune_nr", "4", "21064", "not_met"),
                    ("commune_nr", "1", "21079", "met"),
                    ("commune_nr", "2", "21079", "not_met"),
                    ("commune_nr", "4", "21079", "met"),
                ],
            )
        },
        notes=[("set_found", "A2"), ("unknown_heading", "F3")],
    ),
    Case(
        "matrix the other way round, criteria down",
        book(
            {
                "Tổng hợp": [
                    NR_TITLE,
                    ["TT", "Tên tiêu chí", "Bình Minh", "Bình Long", "Bình Mỹ"],
                    [1, "Quy hoạch", "Đạt", "Đạt", "Chưa đạt"],
                    [2, "Giao thông", "", "Đạt", "Đạt"],
                    ["Cộng", "", 1, 2, 1],
                ]
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_advanced", "1", "21085", "met"),
                    ("commune_advanced", "1", "21088", "met"),
                    ("commune_advanced", "1", "21106", "not_met"),
                    ("commune_advanced", "2", "21085", "unknown"),
                    ("commune_advanced", "2", "21088", "met"),
                    ("commune_advanced", "2", "21106", "met"),
                ],
            )
        },
        notes=[("total_agrees", "C5")],
    ),
    Case(
        "pairs of columns, ticked",
        book(
            {
                "Kết quả": [
                    ["BỘ TIÊU CHÍ XÃ NÔNG THÔN MỚI"],
                    ["STT", "Đơn vị", "Tiêu chí", "Đạt", "Chưa đạt"],
                    [1, "Bình An", "TC 1", "x", ""],
                    [2, "Bình An", "Tiêu chí 2", "", "x"],
                    [3, "Bình An", "Tiêu chí số 03", "", ""],
                ]
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_nr", "1", "21064", "met"),
                    ("commune_nr", "2", "21064", "not_met"),
                    ("commune_nr", "3", "21064", "unknown"),
                ],
            )
        },
    ),
    Case(
        "both columns of a pair ticked",
        book({"Trường học": [["Tên trường", "Cấp học", "Đạt", "Chưa đạt"], ["A", "mầm non", "x", "x"]]}),
        faults=[("two_ticks", "C2")],
        held=["schools"],
    ),
    Case(
        "a matrix that could be of two sets",
        book({"Biểu": [["Tên xã", *CODES], ["Bình An", *["Đ"] * 19]]}),
        faults=[("which_set", "A1")],
        held=["results"],
    ),
    Case(
        "the same after the analyst chose the set",
        book({"Biểu": [["Tên xã", *CODES[:2]], ["Bình An", "Đ", "K"]]}),
        faults=[("not_in_list", "C2")],
        held=["results"],
        choices=Choices({("Biểu", 0): BlockChoice(values={"set": "commune_nr"})}),
    ),
    Case(
        "close names are asked, never taken",
        book(
            {
                "Trường học": [
                    ["Tên trường", "Cấp học", "Xã"],
                    ["A", "mầm non", "Bình Than"],
                    ["B", "mầm non", "Binh Thanh"],
                    ["C", "mầm non", "Bình Thanh"],
                ]
            }
        ),
        faults=[("unknown_place", "C2"), ("unknown_place", "C3")],
        held=["schools"],
    ),
    Case(
        "and taken once they are answered",
        book({"Trường học": [["Tên trường", "Cấp học", "Xã"], ["A", "mầm non", "Bình Than"]]}),
        {"schools": (SCHOOL, [("A", "preschool", "21091", None)])},
        notes=[("name_understood", "C2")],
        choices=Choices(places={"Bình Than": "21091"}),
    ),
    Case(
        "counts and totals in one cell",
        book(
            {
                "Số liệu báo cáo": [
                    ["SỐ LIỆU TÍNH ĐẾN NGÀY 01/10/2024"],
                    ["Chỉ tiêu", "Đạt/Tổng số", "Tỷ lệ", "Cơ sở"],
                    ["Trường mầm non đạt chuẩn quốc gia", "8/22", "36,36%", "theo báo cáo"],
                    ["Trường tiểu học đạt chuẩn quốc gia", "23/22", "", "theo báo cáo"],
                ]
            }
        ),
        faults=[("more_met_than_all", "B4")],
        held=["reported_totals"],
        notes=[("day_from_title", "A2")],
    ),
    Case(
        "a ratio that became a date, its total known",
        book(
            {
                "Số báo cáo": [
                    ["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"],
                    ["school.preschool", "", "theo báo cáo", "01/10/2024"],
                    ["school.primary", "21/22", "theo báo cáo", "01.10.2024"],
                ]
            },
            dated({"B2": (datetime(2024, 7, 22), "d-mmm")}),
        ),
        {
            "reported_totals": (
                TOTAL,
                [
                    ("school.preschool", 7, 22, None, D(2024, 10, 1)),
                    ("school.primary", 21, 22, None, D(2024, 10, 1)),
                ],
            )
        },
        notes=[("ratio_was_date", "B2")],
    ),
    Case(
        "a ratio that became a date, two readings left",
        book(
            {
                "Số báo cáo": [
                    ["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"],
                    ["village.model", "", "theo báo cáo", "01/10/2024"],
                ]
            },
            dated({"B2": (datetime(2024, 7, 9), "d-mmm")}),
        ),
        faults=[("ratio_or_date", "B2")],
        held=["reported_totals"],
    ),
    Case(
        "a ratio that became a date and then a text of a .csv",
        (
            "Chỉ số,Số đạt,Cơ sở,Số liệu đến\n"
            "school.preschool,22-Jul,theo báo cáo,01/10/2024\n"
            "school.primary,22-thg 7,theo báo cáo,01/10/2024\n"
            "school.lower_secondary,09/07/2024,theo báo cáo,01/10/2024\n"
        ).encode(),
        faults=[("ratio_or_date", "B4")],
        held=["reported_totals"],
        notes=[("ratio_was_date", "B2"), ("ratio_was_date", "B3")],
        file="bao-cao.csv",
    ),
    Case(
        "percentages as text, fraction and number",
        book(
            {
                "Số báo cáo": [
                    ["Chỉ số", "Số đạt", "Tổng số", "Tỷ lệ (%)", "Cơ sở", "Số liệu đến"],
                    ["district.criteria", 2, 9, "22,22%", "theo báo cáo", "01/10/2024"],
                    ["district.indicators", 23, 36, 0.6389, "theo báo cáo", "01/10/2024"],
                    ["commune.advanced", 2, 21, 9.52, "theo báo cáo", "01/10/2024"],
                ]
            }
        ),
        {
            "reported_totals": (
                TOTAL,
                [
                    ("district.criteria", 2, 9, 22.22, D(2024, 10, 1)),
                    ("district.indicators", 23, 36, 63.89, D(2024, 10, 1)),
                    ("commune.advanced", 2, 21, 9.52, D(2024, 10, 1)),
                ],
            )
        },
        notes=[("share_as_percent", "D3")],
    ),
    Case(
        "a fraction that nothing settles",
        book(
            {
                "Số báo cáo": [
                    ["Chỉ số", "Tỷ lệ (%)", "Cơ sở", "Số liệu đến"],
                    ["household.clean_water", 0.98, "theo báo cáo", "01/10/2024"],
                ]
            }
        ),
        faults=[("percent_or_share", "B2")],
        held=["reported_totals"],
    ),
    Case(
        "a fraction that its format shows as a percentage",
        book(
            {
                "Số báo cáo": [
                    ["Chỉ số", "Tỷ lệ (%)", "Cơ sở", "Số liệu đến"],
                    ["household.clean_water", 0.98, "theo báo cáo", "01/10/2024"],
                    ["farmer.good_producer", 1.05, "theo báo cáo", "01/10/2024"],
                ]
            },
            dated({"B2": (0.98, "0.0%"), "B3": (1.05, "0%")}),
        ),
        {
            "reported_totals": (
                ("measure", "percent_printed"),
                [("household.clean_water", 98.0), ("farmer.good_producer", 105.0)],
            )
        },
        faults=[("more_than_all", "B3")],
    ),
    Case(
        "money as people write it",
        book(
            {
                "Huy động": [
                    ["Mã", "Loại", "Nội dung", "Số lượng", "Số tiền (đồng)"],
                    ["a", "phần", "Làm đường", "khoảng 120", "740 triệu"],
                    ["b", "phần", "Tặng nhà", "", "200.000.000đ"],
                    ["c", "phần", "Quỹ", "", "hơn 07 tỷ đồng"],
                    ["d", "phần", "Khác", "", "1 tỷ 200 triệu"],
                ]
            }
        ),
        {
            "mobilisation": (
                ("id", "qualifier", "quantity", "amount_qualifier", "amount_vnd"),
                [
                    ("a", "about", 120.0, None, 740_000_000),
                    ("b", None, None, None, 200_000_000),
                    ("c", None, None, "over", 7_000_000_000),
                    ("d", None, None, None, 1_200_000_000),
                ],
            )
        },
    ),
    Case(
        "money under a heading with another unit",
        book(
            {
                "Huy động nguồn lực": [
                    ["Mã", "Loại", "Nội dung", "Số tiền (triệu đồng)"],
                    ["a", "phần", "Làm đường", 740],
                    ["b", "phần", "Làm cầu", "1.200,5"],
                    ["Tổng cộng", "", "", "1.940,5"],
                ]
            }
        ),
        {"mobilisation": (("id", "amount_vnd"), [("a", 740_000_000), ("b", 1_200_500_000)])},
        notes=[("amounts_scaled", "D1"), ("total_agrees", "D4")],
    ),
    Case(
        "money whose unit stands in a line above the table",
        book(
            {
                "Huy động nguồn lực": [
                    ["KẾT QUẢ HUY ĐỘNG NGUỒN LỰC"],
                    ["(ĐVT: triệu đồng)"],
                    ["Mã", "Loại", "Nội dung", "Số tiền"],
                    ["a", "phần", "Làm đường", "1.250,5"],
                    ["b", "phần", "Làm cầu", "2 tỷ"],
                ]
            }
        ),
        {"mobilisation": (("id", "amount_vnd"), [("a", 1_250_500_000), ("b", 2_000_000_000)])},
        notes=[("amounts_scaled", "D3")],
    ),
    Case(
        "money whose unit nobody says",
        book(
            {
                "Huy động nguồn lực": [
                    ["Mã", "Loại", "Nội dung", "Số tiền"],
                    ["a", "phần", "Làm đường", 740],
                    ["b", "phần", "Làm cầu", "740 triệu"],
                ]
            }
        ),
        faults=[("amount_without_unit", "D2")],
        held=["mobilisation"],
    ),
    Case(
        "a level in words",
        book(
            {
                "Trường học": [
                    ["Tên trường", "Cấp học", "Xã", "Mức độ"],
                    ["A", "TH", "Bình An", "Mức độ 2"],
                    ["B", "TH", "Bình An", "Chưa đạt"],
                    ["C", "TH", "Bình An", 1],
                ]
            }
        ),
        {"schools": (("name", "standard_level"), [("A", 2), ("B", 0), ("C", 1)])},
        notes=[("word_understood", "D2"), ("word_understood", "D3")],
    ),
    Case(
        "schools that the data has under a slightly other name, and one that it has not",
        book(
            {
                "Trường học": [
                    ["Tên trường", "Cấp học", "Xã", "Kết quả"],
                    ["THCS Bình Châu", "THCS", "Bình Châu", "Chưa đạt"],
                    ["TH số 2 Bình Hải", "TH", "Bình Hải", "Chưa đạt"],
                    ["Trường Mầm non Bình Thạnh", "MN", "Bình Thạnh", "Đạt"],
                ]
            }
        ),
        {
            "schools": (
                SCHOOL,
                [
                    ("THCS Bình Châu", "lower_secondary", "21112", "not_met"),
                    ("TH số 2 Bình Hải", "primary", "21067", "not_met"),
                    ("Trường Mầm non Bình Thạnh", "preschool", "21046", "met"),
                ],
            )
        },
        faults=[("close_to_known", "A2"), ("close_to_known", "A3")],
    ),
    Case(
        "a figure whose exactness cannot be kept",
        book({"Đơn vị": [["Tên xã", "Dân số"], ["Bình An", "khoảng 7.500"]]}),
        {"units": (("code", "name", "kind", "population"), [("21064", "Bình An", "commune", 7500)])},
        faults=[("qualifier_lost", "B2")],
        notes=[("kept_from_current", "A1")],
    ),
    Case(
        "populations by name, with a total that is wrong",
        book(
            {
                "Danh sách xã": [
                    ["PHỤ LỤC"],
                    ["TT", "Xã/thị trấn", "Dân số (người)", "Diện tích (ha)"],
                    ["(1)", "(2)", "(3)", "(4)"],
                    [1, "X. Bình An", "1.234", 5],
                    [2, "TT Châu Ô", 2000, 6],
                    ["", "Tổng cộng", 3334, ""],
                ]
            }
        ),
        {
            "units": (
                ("code", "name", "population", "area_km2"),
                [("21064", "Bình An", 1234, None), ("21040", "Châu Ô", 2000, None)],
            )
        },
        faults=[("total_differs", "C6")],
        notes=[("unknown_heading", "D2")],
    ),
    Case(
        "two tables in one sheet",
        book(
            {
                "Tổng hợp": [
                    ["1. Danh mục nhiệm vụ"],
                    ["Mã", "Loại", "Nội dung nhiệm vụ", "Thời hạn hoàn thành"],
                    ["n1", "nhiệm vụ", "Lập hồ sơ", "31/12/2024"],
                    [],
                    ["2. Danh mục văn bản"],
                    ["Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Loại văn bản", "Trích yếu nội dung"],
                    ["99/KH-UBND", D(2024, 5, 1), "UBND huyện", "Kế hoạch", "Kế hoạch thử"],
                ]
            }
        ),
        {
            "tasks": (("id", "title", "deadline"), [("n1", "Lập hồ sơ", D(2024, 12, 31))]),
            "documents": (("number", "date", "kind"), [("99/KH-UBND", D(2024, 5, 1), "plan")]),
        },
        blocks=[("Tổng hợp", "tasks"), ("Tổng hợp", "documents")],
    ),
    Case(
        "several sheets, one of them a cover",
        book(
            {
                "Bìa": [["BÁO CÁO"], ["Năm 2024"]],
                "Trường học": [["Tên trường", "Cấp học"], ["A", "tiểu học"]],
                "Mục tiêu": [["Chỉ số", "Số cần đạt", "Căn cứ"], ["school.primary", 22, "80/KH-UBND"]],
            }
        ),
        {
            "schools": (("name", "level"), [("A", "primary")]),
            "targets": (("measure", "count"), [("school.primary", 22)]),
        },
        notes=[("lines_not_understood", "A1")],
        blocks=[("Bìa", None), ("Trường học", "schools"), ("Mục tiêu", "targets")],
    ),
    Case(
        "headings without diacritics, and English ones",
        book({"Truong": [["TEN TRUONG", "Cap hoc", "Commune", "Ket qua"], ["A", "tiểu học", "Bình Hòa", "đạt"]]}),
        {"schools": (SCHOOL, [("A", "primary", "21079", "met")])},
    ),
    Case(
        "the heading is printed again on the next page",
        book(
            {
                "Trường học": [
                    ["Tên trường", "Cấp học", "Xã"],
                    ["A", "tiểu học", "Bình An"],
                    ["Tên trường", "Cấp học", "Xã"],
                    ["B", "tiểu học", "Bình Trị"],
                ]
            }
        ),
        {"schools": (SCHOOL, [("A", "primary", "21064", None), ("B", "primary", "21061", None)])},
        notes=[("heading_repeated", "A3")],
    ),
    Case(
        "blank rows inside, a remark below",
        book(
            {
                "Trường học": [
                    ["Tên trường", "Cấp học", "Xã"],
                    ["A", "tiểu học", "Bình An"],
                    [],
                    ["B", "tiểu học", "Bình Trị"],
                    [],
                    ["Ghi chú: số liệu đến tháng 8"],
                ]
            }
        ),
        {"schools": (SCHOOL, [("A", "primary", "21064", None), ("B", "primary", "21061", None)])},
        notes=[("below_table", "A6")],
    ),
    Case(
        "rows twice, names blank, words unknown",
        book(
            {
                "Trường học": [
                    ["Tên trường", "Cấp học", "Kết quả"],
                    ["A", "tiểu học", "đạt"],
                    ["A", "tiểu học", "đạt"],
                    ["", "tiểu học", "đạt"],
                    ["C", "đại học", "gần đạt"],
                ]
            }
        ),
        faults=[("key_twice", "A3"), ("required_empty", "A4"), ("not_in_list", "B5"), ("not_in_list", "C5")],
        held=["schools"],
    ),
    Case(
        "a decision after the set has expired",
        book(
            {
                "Kết quả": [
                    ["Bộ tiêu chí", "Xã", "Kết quả", "Quyết định"],
                    ["Xã nông thôn mới nâng cao", "Bình Dương", "đạt", "12/QĐ-UBND ngày 01/02/2026"],
                ]
            }
        ),
        {"results": (RESULT, [("commune_advanced", None, "21070", "met")])},
        faults=[("outside_validity", "D2")],
    ),
    Case(
        "criteria that the set does not have",
        book(
            {
                "Kết quả": [
                    ["Bộ tiêu chí", "Tiêu chí", "Xã", "Kết quả"],
                    ["commune_nr", "Y tế", "Bình An", "đạt"],
                    ["commune_nr", "Y té", "Bình An", "đạt"],
                    ["commune_nr", 20, "Bình An", "đạt"],
                ]
            }
        ),
        faults=[("unknown_criterion", "B3"), ("unknown_criterion", "B4")],
        held=["results"],
    ),
    Case(
        "the township under a communes' set",
        book({"Kết quả": [NR_TITLE, ["Đơn vị", "1", "2"], ["Châu Ô", "Đ", "Đ"], ["Bình An", "Đ", "Đ"]]}),
        faults=[("unit_not_applicable", "A3")],
        held=["results"],
    ),
    Case(
        "the district's own criteria, without a column for the unit",
        book(
            {
                "Kết quả": [
                    ["TIÊU CHÍ HUYỆN NÔNG THÔN MỚI"],
                    ["TT", "Nội dung tiêu chí", "Đánh giá", "Lý do chưa đạt"],
                    [1, "Quy hoạch", "chưa đạt", "chờ phê duyệt"],
                    [2, "Giao thông", "đạt", ""],
                ]
            }
        ),
        {"results": (RESULT, [("district_nr", "1", "524", "not_met"), ("district_nr", "2", "524", "met")])},
        notes=[("set_found", "A2"), ("unit_filled", "A2")],
    ),
    Case(
        "a sheet that is ignored by choice, a table that is chosen",
        book({"S1": [["Tên", "Nội dung"], ["a", "b"]], "S2": [["Trường nào", "Cấp"], ["A", "tiểu học"]]}),
        {"schools": (("name", "level"), [("A", "primary")])},
        notes=[("block_ignored", "A1")],
        choices=Choices(
            {("S1", 0): BlockChoice(table="ignore"), ("S2", 0): BlockChoice(table="schools", columns={0: "name"})}
        ),
    ),
    Case(
        "measures by a name that is none, a ratio that is not of its total",
        book(
            {
                "Số báo cáo": [
                    ["Chỉ số", "Số đạt", "Tổng số", "Cơ sở", "Số liệu đến"],
                    ["Trường trung học phổ thông", 1, 2, "theo báo cáo", "đến ngày 01/10/2024"],
                    ["school.primary", "20/22", 23, "theo báo cáo", "01/10/2024"],
                ]
            }
        ),
        faults=[("unknown_name", "A2"), ("ratio_not_total", "B3"), ("total_not_known", "C3")],
        notes=[("day_in_text", "E2")],
        held=["reported_totals"],
    ),
    Case(
        "a total that counts nothing the table has",
        book({"Trường học": [["Tên trường", "Cấp học"], ["A", "tiểu học"], ["Tổng cộng: 1 trường"]]}),
        {"schools": (("name", "level"), [("A", "primary")])},
        notes=[("total_not_compared", "A3")],
    ),
    Case(
        "totals that say what they count, in a sheet of one school level",
        book(
            {
                "Mầm non": [
                    ["STT", "Tên trường", "Xã", "Kết quả"],
                    [1, "Trường A", "Bình An", "đạt"],
                    ["", "Số trường đạt chuẩn: 1", "", ""],
                    [2, "Tổng lãnh sự 2", "Bình Trị", 0],
                    ["", "Tổng số trường đạt chuẩn", "", 1],
                    ["", "Tổng số trường mầm non", "", "1/2"],
                ]
            }
        ),
        {
            "schools": (
                SCHOOL,
                [("Trường A", "preschool", "21064", "met"), ("Tổng lãnh sự 2", "preschool", "21061", "not_met")],
            )
        },
        notes=[("total_not_compared", "B3"), ("total_agrees", "D5"), ("total_agrees", "D6")],
    ),
    Case(
        "a total above which a count and its total share a cell",
        book(
            {
                "Số báo cáo": [
                    ["Chỉ số", "Số đạt", "Tổng số", "Cơ sở", "Số liệu đến"],
                    ["school.preschool", 8, 22, "theo báo cáo", "01/10/2024"],
                    ["school.primary", "21/22", "", "theo báo cáo", "01/10/2024"],
                    ["Tổng cộng", 29, 44, "", ""],
                ]
            }
        ),
        {
            "reported_totals": (
                TOTAL,
                [
                    ("school.preschool", 8, 22, None, D(2024, 10, 1)),
                    ("school.primary", 21, 22, None, D(2024, 10, 1)),
                ],
            )
        },
        notes=[("total_not_compared", "A4")],
    ),
    Case(
        "figures that may be right but seldom are",
        book(
            {
                "Số báo cáo": [
                    ["Chỉ số", "Số đạt", "Tổng số", "Tỷ lệ (%)", "Cơ sở", "Số liệu đến"],
                    ["district.criteria", "2/10", "", "", "theo báo cáo", "01/10/2024"],
                    ["urban_iv.standards", 57, 60, "", "theo báo cáo", "01/10/2024"],
                    ["household.clean_water", "", "", "122,22%", "theo báo cáo", "01/10/2204"],
                    ["school.primary", 20, 22, "", "theo báo cáo", "01/10/2024"],
                ],
                "Thông tin": [["Mục", "Nội dung"], ["as_of", "31/12/2204"]],
            }
        ),
        {
            "reported_totals": (
                TOTAL,
                [
                    ("district.criteria", 2, 10, None, D(2024, 10, 1)),
                    ("urban_iv.standards", 57, 60, None, D(2024, 10, 1)),
                    ("household.clean_water", None, None, 122.22, D(2204, 10, 1)),
                    ("school.primary", 20, 22, None, D(2024, 10, 1)),
                ],
            ),
            "about": (("key", "value"), [("as_of", "31/12/2204")]),
        },
        faults=[
            ("total_not_known", "B2"),
            ("total_not_known", "C3"),
            ("more_than_all", "D4"),
            ("day_to_come", "F4"),
            ("day_to_come", "B2"),
        ],
    ),
    Case(
        "no tick where the result is known already",
        book(
            {
                "Kết quả": [
                    ["TIÊU CHÍ HUYỆN NÔNG THÔN MỚI"],
                    ["TT", "Tiêu chí", "Đạt", "Chưa đạt"],
                    [1, "3", "", ""],
                    [2, "2", "", ""],
                    [3, "1", "", "x"],
                ]
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("district_nr", "3", "524", None),
                    ("district_nr", "2", "524", "unknown"),
                    ("district_nr", "1", "524", "not_met"),
                ],
            )
        },
        notes=[("blank_kept", "C3")],
    ),
    Case(
        "headings that fit several tables",
        book({"Sheet1": [["STT", "Chỉ tiêu", "Tỷ lệ (%)"], [1, "school.primary", "95%"]]}),
        faults=[("which_table", "A1")],
        blocks=[("Sheet1", None)],
    ),
    Case(
        "formulas without values and errors, inside the table and beside it",
        book({"Trường học": [["Tên trường", "Cấp học", "Nháp"], ["A", "tiểu học", "=1+1"], ["#REF!", "tiểu học", ""]]}),
        faults=[("formula_without_value", "C2"), ("error_value", "A3"), ("required_empty", "A3")],
        held=["schools"],
    ),
]
