"""What is seen of a value by its number format, where that is not the value itself."""

import pytest

from bs_metrics.readers.looks.number_formats import is_month_first, is_telling, rounded, scale_of, shown

RESULTS = '[=1]"Chưa đạt";[=2]"Đạt"'
NOTHING = ""  # is seen of the value
SEEN = [  # format, value, the text or number that is seen; None where it is the value itself
    (RESULTS, 1, "Chưa đạt"),
    (RESULTS, 2, "Đạt"),
    (RESULTS, 3, NOTHING),
    ('[=1]"Đạt";[=0]"Không";General', 5, None),
    ('"Đạt";"Nợ";"Chưa"', -4, "Nợ"),
    ('[<1]"ít";0', 0.5, "ít"),
    ("#,##0.0,,", 740500000, 740.5),
    ("#,##0.0,,", 123456, 0.123456),
    ("#,##0,", 1250, 1.25),
    ("0,.0", 1250, 1.25),
    ('#,##0" triệu"', 1740, "1740 triệu"),
    ('#,##0.0" triệu"', 1740.125, "1740,1250 triệu"),
    ('#,##0," nghìn"', 740500, "740,5 nghìn"),
    ('0" thôn"', 12, "12 thôn"),
    ('0" h"', 2, "2 h"),
    ("#,##0\\ [$₫-42A]", 200000000, "200000000 ₫"),
    ("#,##0 đ", 5, "5 đ"),
    ('"$"#,##0', 5, "$5"),
    ('0"%"', 95, "95%"),
    ('0"/21"', 17, "17/21"),
    ('"QĐ số "00', 7, "QĐ số 07"),
    ('">"0', 95, ">95"),
    ("0;-0;;@", 0, NOTHING),
    ("#,###", 0, NOTHING),
    (";;;", 7, NOTHING),
    (";;;", "chữ", NOTHING),
    ('0;-0;0;@" ha"', "12", "12 ha"),
    ('_-* #,##0\\ _₫_-;\\-* #,##0\\ _₫_-;_-* "-"??\\ _₫_-;_-@_-', 0, None),
    ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', -5, None),
    ('0;-0;"–"', 0, None),
    ('"Đ";"KĐ";"-"', 0, "-"),
    ('"Đ";"KĐ";"-"', -1, "KĐ"),
    ('"-"', 5, "-"),
    ("[Red]0;[Blue]-0", -5, None),
    *((code, 0.5, None) for code in ("0.0%", "# ?/?", "[h]:mm")),
    *((code, 5, None) for code in ("0.00E+00", "General")),
    *(("#,##0,", 0, None), ("[$-42A]dd mmmm yyyy", 45000, None), ("[>=1000]#\\.##0;0", 1250, None)),
    *(("dd/mm/yyyy;@", "chữ", None), ("@", "5", None)),
]


@pytest.mark.parametrize(
    ("code", "value", "seen"),
    [
        ("0.0", 13.46, "13.5"),
        ("0.0", 44.96, "45.0"),
        ("0", 5.6, "6"),
        ("#,##0", 1015.4, "1015"),
        ("0%", 0.612, "0.61"),
        ("0.0%", 0.99851, "0.999"),
        ('_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', -3.456, "-3.46"),
        ("0.0", 0.04, "0.0"),
        *((code, 13.5, None) for code in ("0.0", "0.00", "General", "@", "# ?/?", "0.0E+00", "[h]:mm", ";;;")),
        ("0.0", 0.1 + 0.2, None),
        ("0", 1e300, None),
    ],
)
def test_a_rounded_number_is_another_one(code, value, seen):
    found = rounded(value, code)
    assert seen is None if found is None else str(found) == seen


@pytest.mark.parametrize(("code", "value", "seen"), SEEN)
def test_what_a_format_shows(code, value, seen):
    found = shown(value, code)
    if seen is None:
        assert found is None
    elif seen == NOTHING:
        assert found.is_nothing and is_telling(code)
    else:
        assert (found.text, found.number) == ((seen, None) if isinstance(seen, str) else (None, seen))
        assert is_telling(code)


@pytest.mark.parametrize("code", ["0", "#,##0.00", "0.0%", "d-mmm", "General", "@", '0;-0;"-"??', "dd/mm/yyyy;@"])
def test_a_format_that_only_prints_otherwise_is_not_looked_at(code):
    assert not is_telling(code)


@pytest.mark.parametrize(("code", "scale"), [("#,##0", 1), ("#,##0,,", 10**6), ("0.0,", 1000), ('0," x"', 1000)])
def test_each_comma_after_the_last_place_is_a_thousand(code, scale):
    assert scale_of(code) == scale


@pytest.mark.parametrize(
    "code", ['"', "[", "[=", "\\", "_", ";;;;;;", "[=1.2.3]0", "[=.]0", "0" * 10_000, '"' * 300, "[=-]0"]
)
def test_a_format_that_no_program_writes_breaks_nothing(code):
    assert is_telling(code) in (True, False) and scale_of(code) >= 1


@pytest.mark.parametrize(
    "code", ["mm/dd/yyyy", "m/d/yy", "[$-409]m/d/yyyy;@", '"ngày "m-d-yyyy', "m/d/yyyy h:mm AM/PM"]
)
def test_formats_that_show_the_month_first(code):
    assert is_month_first(code)


@pytest.mark.parametrize("code", ["dd/mm/yyyy", "yyyy-mm-dd", "mm-dd-yy", "mmm d, yyyy", "m/d", "mm/yyyy", "0%", ""])
def test_formats_that_show_the_day_first_or_the_month_in_words_or_what_the_system_says(code):
    assert not is_month_first(code)
