"""More of what the offices of a district send, each with what a careful reader takes from it."""

import unicodedata
from datetime import date, datetime
from functools import partial

from bs_metrics.intake.vocabulary.choices import Choices
from tests.corpus.files import NR_TITLE, RESULT, SCHOOL, TOTAL, Case, book, dated

D = date
LEVEL = ("name", "level", "unit", "standard_level")
parted = partial(unicodedata.normalize, "NFD")
REPORTED = ["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"]
OF_DAY = ["theo báo cáo", "01/10/2024"]


def in_windows_1258(text: str) -> bytes:
    """Text as that encoding has it: most letters with their hook or roof, the tone as a sign of its own."""
    out = []
    for letter in text:
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = parted(letter)
            tones = "".join(sign for sign in parts if sign in "\u0300\u0301\u0303\u0309\u0323")
            rest = unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in tones))
            out.append((rest + tones).encode("cp1258"))
    return b"".join(out)


def lines(rows: list[list[str]], separator: str = ";") -> str:
    """Rows as a text file has them."""
    return "\r\n".join(separator.join(row) for row in rows)


ALIKE = [  # communes that differ by one mark or letter
    ["Tên trường", "Cấp học", "Xã", "Kết quả"],
    ["MN 1", "mầm non", "Bình Thạnh", "Đạt"],
    ["MN 2", "mầm non", "BÌNH THANH", "Chưa đạt"],
    ["TH 1", "tiểu học", "Xã Bình Khương", "Đạt"],
    ["TH 2", "tiểu học", "bình chương", "Chưa đạt"],
]
ALIKE_ROWS = [
    ("MN 1", "preschool", "21046", "met"),
    ("MN 2", "preschool", "21091", "not_met"),
    ("TH 1", "primary", "21058", "met"),
    ("TH 2", "primary", "21100", "not_met"),
]

OFFICES = [
    Case(
        "communes merged over their schools, footnotes after names, short years",
        book(
            {
                "Sheet1": [
                    ["PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                    ["STT", "Xã, thị trấn", "Tên trường", "Mức độ đạt chuẩn", "Ngày QĐ"],
                    ["I", "BẬC MẦM NON"],
                    [1, "Bình Thạnh", "MN Một", 1, "12/5/22"],
                    [2, "", "MN Hai (*)", 2, "12.05.2022"],
                    ["II", "BẬC TIỂU HỌC"],
                    [1, "Bình Thanh", "TH Một", "Mức độ 1", D(2021, 3, 4)],
                    [2, "", "TH Hai (1)", "chưa đạt", ""],
                    [],
                    ["(*) trường mới thành lập"],
                    ["(1) đang xây dựng"],
                    ["", "", "", "TRƯỞNG PHÒNG"],
                ]
            },
            merge=["B4:B5", "B7:B8"],
        ),
        {
            "schools": (
                (*LEVEL, "recognised_on"),
                [
                    ("MN Một", "preschool", "21046", 1, D(2022, 5, 12)),
                    ("MN Hai", "preschool", "21046", 2, D(2022, 5, 12)),
                    ("TH Một", "primary", "21091", 1, D(2021, 3, 4)),
                    ("TH Hai", "primary", "21091", 0, None),
                ],
            )
        },
        notes=[("merged_down", "B4"), ("mark_left_out", "C5"), ("mark_left_out", "C8"), ("day_in_text", "E4")],
    ),
    Case(
        "a result merged over three communes, marks after communes, a name with more in it",
        book(
            {
                "NTM": [
                    ["XÃ NÔNG THÔN MỚI"],
                    ["STT", "Xã", "Quy hoạch", "Giao thông"],
                    [1, "Bình An*", "x", "0"],
                    [2, "Bình Trị (1)", "", "x"],
                    [3, "Bình Mỹ", "", "x"],
                    [],
                    ["* xã miền núi"],
                    ["(1) xã ven biển"],
                ]
            },
            merge=["C3:C5"],
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_nr", "1", "21064", "met"),
                    ("commune_nr", "2", "21064", "not_met"),
                    ("commune_nr", "1", "21061", "met"),
                    ("commune_nr", "2", "21061", "met"),
                    ("commune_nr", "1", "21106", "met"),
                    ("commune_nr", "2", "21106", "met"),
                ],
            )
        },
        notes=[("merged_down", "C3"), ("mark_left_out", "B3"), ("mark_left_out", "B4")],
    ),
    Case(
        "a name with a remark in brackets is asked, with the name inside it",
        book({"Trường học": [["Tên trường", "Cấp học", "Xã"], ["A", "mầm non", "Bình Mỹ\n(xã điểm)"]]}),
        faults=[("unknown_place", "C2")],
        held=["schools"],
    ),
    Case(
        "a number merged over two communes",
        book({"Đơn vị": [["Tên xã", "Dân số"], ["Bình An", 100], ["Bình Trị", ""]]}, merge=["B2:B3"]),
        faults=[("number_over_rows", "B2")],
        held=["units"],
    ),
    Case(
        "two lists side by side, the level of each above it",
        book(
            {
                "Sheet1": [
                    ["TRƯỜNG MẦM NON", "", "", "", "TRƯỜNG TIỂU HỌC"],
                    ["Tên trường", "Xã", "Kết quả", "", "Tên trường", "Xã", "Kết quả"],
                    ["MN A", "Bình An", "Đạt", "", "TH A", "Bình An", "KĐ"],
                    ["", "", "", "", "TH B", "Bình Trị", "Đạt"],
                ]
            }
        ),
        {
            "schools": (
                SCHOOL,
                [
                    ("MN A", "preschool", "21064", "met"),
                    ("TH A", "primary", "21064", "not_met"),
                    ("TH B", "primary", "21061", "met"),
                ],
            )
        },
        notes=[("filled_from_title", "A2"), ("filled_from_title", "E2")],
        blocks=[("Sheet1", "schools"), ("Sheet1", "schools")],
    ),
    Case(
        "two different tables side by side",
        book(
            {
                "Sheet1": [
                    [
                        "Tên trường",
                        "Cấp học",
                        "",
                        "Số, ký hiệu",
                        "Ngày ban hành",
                        "Trích yếu",
                        "Loại văn bản",
                        "Cơ quan",
                    ],
                    ["MN A", "MN", "", "9/KH-UBND", "01/02/2024", "Kế hoạch A", "KH", "UBND huyện"],
                ]
            }
        ),
        {
            "schools": (("name", "level"), [("MN A", "preschool")]),
            "documents": (("number", "date", "kind"), [("9/KH-UBND", D(2024, 2, 1), "plan")]),
        },
        blocks=[("Sheet1", "schools"), ("Sheet1", "documents")],
    ),
    Case(
        "a table with an empty column in it is one table",
        book({"Trường học": [["Tên trường", "Cấp học", "", "Xã", "Kết quả"], ["A", "MN", "", "Bình An", "Đạt"]]}),
        {"schools": (SCHOOL, [("A", "preschool", "21064", "met")])},
        blocks=[("Trường học", "schools")],
    ),
    Case(
        "one sheet for each school level",
        book(
            {
                "Mầm non": [["STT", "Tên trường", "Kết quả"], [1, "MN A", "Đạt"]],
                "THCS": [["STT", "Tên trường", "Kết quả"], [1, "THCS A", "KĐ"]],
                "Sheet3": [
                    ["DANH SÁCH TRƯỜNG TIỂU HỌC ĐẠT CHUẨN"],
                    ["STT", "Tên trường", "Kết quả"],
                    [1, "TH A", "Đạt"],
                ],
            }
        ),
        {
            "schools": (
                ("name", "level", "result"),
                [("MN A", "preschool", "met"), ("THCS A", "lower_secondary", "not_met"), ("TH A", "primary", "met")],
            )
        },
        notes=[("filled_from_title", "A1"), ("filled_from_title", "A2")],
    ),
    Case(
        "a sheet of two school levels does not say which",
        book({"MN và TH": [["TRƯỜNG MẦM NON, TRƯỜNG TIỂU HỌC"], ["Tên trường", "Xã"], ["A", "Bình An"]]}),
        faults=[("heading_missing", "A2")],
        held=["schools"],
    ),
    Case(
        "a level of the standard ticked in its column",
        book(
            {
                "Trường": [
                    ["STT", "Tên trường", "Cấp học", "Đạt chuẩn quốc gia", "", "Chưa đạt"],
                    ["", "", "", "Mức độ 1", "Mức độ 2", ""],
                    [1, "A", "MN", "x", "", ""],
                    [2, "B", "MN", "", "x", ""],
                    [3, "C", "MN", "", "", "x"],
                    [4, "D", "MN", "", "", ""],
                ]
            },
            merge=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"],
        ),
        {"schools": (("name", "standard_level"), [("A", 1), ("B", 2), ("C", 0), ("D", None)])},
    ),
    Case(
        "two levels of the standard ticked",
        book({"Trường": [["Tên trường", "Cấp học", "Mức độ 1", "Mức độ 2"], ["A", "MN", "x", "x"]]}),
        faults=[("two_ticks", "C2")],
        held=["schools"],
    ),
    Case(
        "a criterion and a commune misspelt in the headings of matrices",
        book(
            {
                "Dọc": [
                    ["XÃ NÔNG THÔN MỚI"],
                    ["TT", "Xã", "Quy hoạch", "Giao thông", "Thủy lợi", "Điện"],
                    [1, "Bình An", "x", "x", "KĐ", "x"],
                ],
                "Ngang": [
                    NR_TITLE,
                    ["TT", "Tiêu chí", "Bình An", "Bình Thanh", "Binh Thanh", "Bình Thạn"],
                    [1, "Quy hoạch", "x", "x", "x", "x"],
                ],
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_nr", "1", "21064", "met"),
                    ("commune_nr", "2", "21064", "met"),
                    ("commune_nr", "4", "21064", "met"),
                    ("commune_advanced", "1", "21064", "met"),
                    ("commune_advanced", "1", "21091", "met"),
                ],
            )
        },
        faults=[("results_not_taken", "E2"), ("results_not_taken", "E2"), ("results_not_taken", "F2")],
    ),
    Case(
        "the same headings, answered",
        book(
            {
                "Dọc": [
                    ["XÃ NÔNG THÔN MỚI"],
                    ["TT", "Xã", "Quy hoạch", "Thủy lợi", "Điện"],
                    [1, "Bình An", "x", "KĐ", "x"],
                ],
                "Ngang": [
                    NR_TITLE,
                    ["TT", "Tiêu chí", "Bình An", "Binh Thanh", "Bình Thạn"],
                    [1, "Quy hoạch", "KĐ", "x", "KĐ"],
                ],
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_nr", "1", "21064", "met"),
                    ("commune_nr", "3", "21064", "not_met"),
                    ("commune_nr", "4", "21064", "met"),
                    ("commune_advanced", "1", "21064", "not_met"),
                    ("commune_advanced", "1", "21091", "met"),
                    ("commune_advanced", "1", "21046", "not_met"),
                ],
            )
        },
        choices=Choices(
            places={"Binh Thanh": "21091", "Bình Thạn": "21046"}, names={"criteria:commune_nr": {"Thủy lợi": "3"}}
        ),
    ),
    Case(
        "the four communes of like names across a matrix, in parts and in capitals",
        book(
            {
                "NTM": [
                    ["XÃ NÔNG THÔN MỚI"],
                    ["Tiêu chí", parted("BÌNH THẠNH"), "BÌNH THANH", parted("Xã Bình Khương"), "Xã  Bình\u00a0Chương"],
                    ["Quy hoạch", "Đ", "KĐ", "✓", "0"],
                ]
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_nr", "1", "21046", "met"),
                    ("commune_nr", "1", "21091", "not_met"),
                    ("commune_nr", "1", "21058", "met"),
                    ("commune_nr", "1", "21100", "not_met"),
                ],
            )
        },
    ),
    Case(
        "the four in a .csv of Windows-1258",
        in_windows_1258(lines(ALIKE)),
        {"schools": (SCHOOL, ALIKE_ROWS)},
        file="truong.csv",
    ),
    Case("the four in UTF-16", lines(ALIKE).encode("utf-16"), {"schools": (SCHOOL, ALIKE_ROWS)}, file="truong.csv"),
    Case(
        "the four in parts, in UTF-8, with tabs",
        parted(lines(ALIKE, "\t")).encode(),
        {"schools": (SCHOOL, ALIKE_ROWS)},
        file="truong.txt",
    ),
    Case(
        "the four without their marks, each asked",
        book(
            {
                "Trường học": [
                    ALIKE[0][:3],
                    *([f"T{at}", "MN", name] for at, name in enumerate(("Binh Thanh", "BINH KHUONG", "binh chuong"))),
                ]
            }
        ),
        faults=[("unknown_place", "C2"), ("unknown_place", "C3"), ("unknown_place", "C4")],
        held=["schools"],
    ),
    Case(
        "a commune twice in a matrix, under two spellings",
        book({"NTM": [NR_TITLE, ["TT", "Xã", "1", "2"], [1, "Bình Hòa", "Đ", "Đ"], [2, "Xã Bình Hoà", "Đ", "KĐ"]]}),
        faults=[("key_twice", "B4")],
        held=["results"],
    ),
    Case(
        "two unknown communes in a matrix are not the same row twice",
        book({"NTM": [NR_TITLE, ["TT", "Xã", "1", "2"], [1, "Bình Thới", "Đ", "Đ"], [2, "Bình Phú", "Đ", "KĐ"]]}),
        faults=[("unknown_place", "B3"), ("unknown_place", "B4")],
        held=["results"],
    ),
    Case(
        "the district's own row above its communes",
        book(
            {
                "NTM": [
                    NR_TITLE,
                    ["STT", "Đơn vị", "1", "2", "3"],
                    ["A", "Huyện Bình Sơn", 2, 1, 1],
                    [1, "Xã Bình An", "x", "x", ""],
                    [2, "Xã Bình Trị", "x", "", ""],
                ]
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_advanced", "1", "21064", "met"),
                    ("commune_advanced", "2", "21064", "met"),
                    ("commune_advanced", "3", "21064", "unknown"),
                    ("commune_advanced", "1", "21061", "met"),
                    ("commune_advanced", "2", "21061", "unknown"),
                    ("commune_advanced", "3", "21061", "unknown"),
                ],
            )
        },
        faults=[("total_differs", "E3")],
    ),
    Case(
        "totals of groups between the communes, and of all",
        book(
            {
                "Đơn vị": [
                    ["Xã", "Dân số", "Số thôn"],
                    ["I. Khu Đông"],
                    ["Bình An", 100, 2],
                    ["Bình Trị", 200, 3],
                    ["Cộng khu Đông", 300, 5],
                    ["II. Khu Tây"],
                    ["Bình Mỹ", 50, 1],
                    ["Cộng", 50, 1],
                    ["Tổng cộng toàn huyện", 350, 6],
                ]
            }
        ),
        {"units": (("code", "population"), [("21064", 100), ("21061", 200), ("21106", 50)])},
        notes=[("total_agrees", "B5"), ("total_agrees", "B8"), ("total_agrees", "B9")],
    ),
    Case(
        "a row that begins like a total and is none",
        book({"Đơn vị": [["Xã", "Dân số"], ["Bình An", 100], ["Cộng Hòa", 70]]}),
        faults=[("unknown_place", "A3")],
        held=["units"],
    ),
    Case(
        "a total by its word in another column than the name's, lines of closing below",
        book(
            {
                "Trường": [
                    ["Tên trường", "Cấp học", "Kết quả"],
                    ["A", "MN", "Đạt"],
                    ["B", "MN", "KĐ"],
                    ["", "Tổng", "1/2"],
                    ["Danh sách này có 02 trường./."],
                    ["", "Bình Sơn, ngày      tháng 8 năm 2024"],
                    ["NGƯỜI LẬP", "", "TM. ỦY BAN NHÂN DÂN"],
                ]
            }
        ),
        {"schools": (("name", "result"), [("A", "met"), ("B", "not_met")])},
        notes=[("total_agrees", "C4"), ("below_table", "A5")],
    ),
    Case(
        "a ratio whose cell lost the format of a date, and more than there is",
        book({"Số báo cáo": [REPORTED, ["school.preschool", 45495, *OF_DAY], ["commune.advanced", 23, *OF_DAY]]}),
        faults=[("ratio_or_date", "B2"), ("more_met_than_all", "B3")],
        held=["reported_totals"],
    ),
    Case(
        "7/22 under a format that puts the day first",
        book(
            {"Số báo cáo": [REPORTED, ["school.preschool", "", *OF_DAY]]}, dated({"B2": (datetime(2024, 7, 22), "d/m")})
        ),
        faults=[("ratio_or_date", "B2")],
        held=["reported_totals"],
    ),
    Case(
        "7/22 under a format with the year",
        book(
            {"Số báo cáo": [REPORTED, ["school.preschool", "", "theo báo cáo", "1/10/24"]]},
            dated({"B2": (datetime(2024, 7, 22), "dd/mm/yyyy")}),
        ),
        {"reported_totals": (TOTAL, [("school.preschool", 7, 22, None, D(2024, 10, 1))])},
        notes=[("ratio_was_date", "B2"), ("day_in_text", "D2")],
    ),
    Case(
        "marks that no list has are asked, and the total of the row still counts",
        book({"PL1": [NR_TITLE, ["TT", "Xã", "1", "2", "3", "Tổng số TC đạt"], [1, "Bình An", "Đ", "K", "-", 1]]}),
        faults=[("not_in_list", "D3"), ("not_in_list", "E3")],
        held=["results"],
    ),
    Case(
        "the same marks, answered",
        book({"PL1": [NR_TITLE, ["TT", "Xã", "1", "2", "3", "Tổng số TC đạt"], [1, "Bình An", "Đ", "K", "-", 1]]}),
        {
            "results": (
                RESULT,
                [
                    ("commune_advanced", "1", "21064", "met"),
                    ("commune_advanced", "2", "21064", "not_met"),
                    ("commune_advanced", "3", "21064", "unknown"),
                ],
            )
        },
        notes=[("word_understood", "D3"), ("total_agrees", "F3")],
        choices=Choices(names={"result": {"K": "not_met", "-": "unknown"}}),
    ),
    Case(
        "typed in an old font",
        book({"Trường học": [["Tên trường", "Cấp học"], ["MN B×nh Th¹nh", "mầm non"], ["MN S¬n Mü", "mầm non"]]}),
        faults=[("old_font", "A2")],
        held=["schools"],
    ),
    Case(
        "a table of something else is not passed over in silence",
        book({"Giá": [["Mặt hàng", "Đơn giá", "Ngày"], ["Xi măng", 90, "x"], ["Thép", 15, "y"]]}),
        faults=[("block_not_understood", "A1")],
        blocks=[("Giá", None)],
    ),
    Case(
        "results with a remark behind them, boxes ticked, a letter of an old keyboard",
        book(
            {
                "Trường": [
                    ["Tên trường", "Cấp học", "Kết quả"],
                    ["A", "MN", "Chưa đạt (thiếu 2 phòng)"],
                    ["B", "MN", "\u00d0ạt"],
                    ["C", "MN", True],
                    ["D", "MN", "√"],
                    ["Tổng cộng: 3/4 trường đạt chuẩn"],
                ]
            }
        ),
        {"schools": (("name", "result"), [("A", "not_met"), ("B", "met"), ("C", "met"), ("D", "met")])},
        notes=[("word_understood", "C2"), ("word_understood", "C4"), ("total_agrees", "A6")],
    ),
    Case(
        "a box that is not ticked, and what is nearly met, are asked",
        book({"Trường": [["Tên trường", "Cấp học", "Kết quả"], ["A", "MN", False], ["B", "MN", "Cơ bản đạt"]]}),
        faults=[("not_in_list", "C2"), ("not_in_list", "C3")],
        held=["schools"],
    ),
    Case(
        "a total in words that the rows do not give",
        book({"Trường": [["Tên trường", "Cấp học", "Kết quả"], ["A", "MN", "đạt"], ["Cộng: 2/3 trường đạt"]]}),
        {"schools": (("name", "result"), [("A", "met")])},
        faults=[("total_differs", "A3")],
    ),
    Case(
        "100% in a matrix is a value and no tick",
        book(
            {"NTM": [["XÃ NÔNG THÔN MỚI"], ["TT", "Xã", "Quy hoạch", "Điện"], [1, "Bình An", "", "x"]]},
            dated({"C3": (1.0, "0%")}),
        ),
        faults=[("not_in_list", "C3")],
        held=["results"],
    ),
    Case(
        "names of criteria with their numbers in a row of their own",
        book(
            {
                "NTM": [
                    ["XÃ NÔNG THÔN MỚI"],
                    ["TT", "Xã", "Quy hoạch", "Điện"],
                    ["", "", "TC1", "TC4"],
                    [1, "Bình An", "Đ", "KĐ"],
                ]
            },
            merge=["A2:A3", "B2:B3"],
        ),
        {"results": (RESULT, [("commune_nr", "1", "21064", "met"), ("commune_nr", "4", "21064", "not_met")])},
    ),
    Case(
        "rows numbered beforehand and never filled in, a school twice with its tone mark elsewhere",
        book(
            {
                "Trường học": [
                    ["STT", "Tên trường", "Cấp học"],
                    [1, "MN Hòa Bình", "MN"],
                    [2, "", ""],
                    [3, "", ""],
                    [4, parted("MN Hoà Bình"), "MN"],
                ]
            }
        ),
        faults=[("key_twice", "B5")],
        notes=[("only_numbered", "A3")],
        held=["schools"],
    ),
    Case(
        "a printed percentage that is not that of the count",
        book(
            {
                "Số báo cáo": [
                    [*REPORTED[:2], "Tổng số", "Tỷ lệ (%)", *REPORTED[2:]],
                    ["school.primary", 20, 22, 80, *OF_DAY],
                ]
            }
        ),
        {"reported_totals": (TOTAL, [("school.primary", 20, 22, 80.0, D(2024, 10, 1))])},
        faults=[("percent_differs", "D2")],
    ),
    Case(
        "a commune's own sheet, its name in the letterhead",
        book(
            {
                "Sheet1": [
                    ["UBND XÃ BÌNH AN"],
                    ["TỰ ĐÁNH GIÁ THEO BỘ TIÊU CHÍ XÃ NÔNG THÔN MỚI"],
                    ["TT", "Tên tiêu chí", "Tự đánh giá của xã"],
                    [1, "Quy hoạch", "Đạt"],
                    [2, "Giao thông", "Chưa đạt"],
                ],
                "Bình Thạnh": [
                    ["TỰ ĐÁNH GIÁ THEO BỘ TIÊU CHÍ XÃ NÔNG THÔN MỚI"],
                    ["TT", "Chỉ tiêu", "Kết quả"],
                    [1, "Quy hoạch", "Đạt"],
                ],
            }
        ),
        {
            "results": (
                RESULT,
                [
                    ("commune_nr", "1", "21064", "met"),
                    ("commune_nr", "2", "21064", "not_met"),
                    ("commune_nr", "1", "21046", "met"),
                ],
            )
        },
        notes=[("unit_filled", "A3"), ("unit_filled", "A2")],
    ),
]
