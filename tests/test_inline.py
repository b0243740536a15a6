"""Figures in markup: what is drawn is what the rows say, and no text of the data is obeyed."""

import re
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.figures.inline import amount_bars, block, image, letters, share_bars, sparkline, stage_bar, timeline
from bs_metrics.figures.style import print_palette
from tests.hostile import HOSTILE
from ui.inert import bold, highlighted, in_markup

PALETTE = print_palette()
SIGNS = st.text(alphabet="ab1 _*`$:@#<>&\"'\\\n[](){}|~=+-!.w/", max_size=30)


class Read(HTMLParser):
    """The tags and the texts of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = list[str](), list[tuple[str, str | None]](), ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


@given(st.one_of(SIGNS, st.sampled_from(HOSTILE)))
def test_a_text_in_markup_is_read_as_it_is_and_holds_nothing_that_markdown_or_html_reads(text):
    written, whole = letters(text), " ".join(text.split())
    assert Read(f"<p>{written}</p>").text == whole
    assert not set(re.sub(r"&#[0-9]+;", "", written)) & set("<>&\"'`*_$:@#[]{}|~\\=+!\n")
    read = Read(image("<svg></svg>", text))
    assert read.tags == ["div", "svg"] and dict(read.attributes)["aria-label"] == whole


def test_only_what_is_marked_stands_out():
    assert in_markup(f"{bold('<a>')} {highlighted('b')}") == (
        '<strong>&#60;a&#62;</strong> <strong class="bs-not_met">b</strong>'
    )


def shares(**other):
    row = {"label": "<b>Xã</b>", "met": 0.5, "unknown": 0.25, "missing": 0.125, "rest": 0.125, "target": 0.875}
    return pd.DataFrame([row | {"inside": "4/8", "beside": "còn 1–3", "status": "not_met"} | other])


def spans(markup):
    return re.findall(r'<rect class="bs-fill-(\w+)" x="([\d.]+)%" width="([\d.]+)%"', markup)


def test_a_bar_is_as_long_as_its_numbers_and_its_target_stands_where_it_is():
    drawn = share_bars(shares(), PALETTE)
    assert spans(drawn) == [
        ("met", "0.00", "50.00"),
        ("unknown", "50.00", "25.00"),
        ("not_met", "75.00", "12.50"),
        ("rest", "87.50", "12.50"),
    ]
    assert re.findall(r'class="bs-target" x1="([\d.]+)%"', drawn) == ["87.50"]
    assert Read(drawn).text == "<b>Xã</b>4/8còn 1–3"
    assert "bs-target" not in share_bars(shares(target=None), PALETTE)


def phases(as_of):
    rows = [
        ("Đợt 1", date(2023, 8, 1), date(2024, 8, 1), "met", as_of, "Số liệu đến <1/8>"),
        ("Đợt 2", date(2024, 8, 1), date(2025, 8, 1), "planned", as_of, "Số liệu đến <1/8>"),
    ]
    return pd.DataFrame(rows, columns=["label", "start", "end", "status", "as_of", "as_of_label"])


def test_phases_last_as_long_as_their_days_and_the_as_of_date_is_marked():
    drawn = timeline(phases(date(2024, 8, 1)), PALETTE)
    assert spans(drawn) == [("met", "0.00", "50.07"), ("planned", "50.07", "49.93")]
    assert re.findall(r'class="bs-target" x1="([\d.]+)%"', drawn) == ["50.07", "50.07"]
    assert Read(drawn).text == "┃ Số liệu đến <1/8>Đợt 1Đợt 2"


@pytest.mark.parametrize("day", [date(2030, 1, 1), date(2020, 1, 1), None])
def test_a_date_outside_the_phases_is_not_drawn(day):
    drawn = timeline(phases(day), PALETTE)
    assert "bs-target" not in drawn and Read(drawn).text == "Đợt 1Đợt 2"


def test_amounts_are_to_scale():
    rows = pd.DataFrame([("Hội", 250, "250 triệu"), ("Quỹ", 110, "110 triệu")], columns=["label", "amount", "beside"])
    assert spans(amount_bars(rows, PALETTE)) == [("met", "0.00", "100.00"), ("met", "0.00", "44.00")]
    assert "nan" not in amount_bars(rows.assign(amount=0), PALETTE)


def test_a_ratio_stands_in_its_bar_or_on_a_ground_of_its_own():
    place = re.compile(r'<text class="([^"]+)" x="([\d.]+)%"')
    assert place.findall(share_bars(shares(), PALETTE)) == [("bs-inside", "0.00")]
    short = share_bars(shares(met=0.05, unknown=0, missing=0.05, rest=0.9, target=0.1), PALETTE)
    assert place.findall(short) == [("bs-inside bs-on-ground", "10.00")]


def test_an_item_of_a_stage_is_a_segment_and_hatching_is_found_by_its_name():
    rows = pd.DataFrame([("met", 3), ("unknown", 1), ("not_met", 2)], columns=["status", "count"])
    drawn = stage_bar(rows, PALETTE)
    assert [status for status, *_ in spans(drawn)] == ["met"] * 3 + ["unknown"] + ["not_met"] * 2
    (name,) = re.findall(r'<pattern id="([^"]+)"', drawn)
    assert f'fill="url(#{name})"' in drawn
    assert "<pattern" not in stage_bar(rows[rows["status"] != "unknown"], PALETTE)


@pytest.mark.parametrize(("met", "heights"), [((0, 4), ["30.0", "2.0"]), ((2, 1), ["16.0", "23.0"])])
def test_a_way_is_drawn_from_zero_up_to_what_is_needed_between_its_first_and_its_last_ratio(met, heights):
    days = [date(2024, 8, 1), date(2024, 12, 1)]
    rows = [(day, str(day), number, number, 4, f"{number}/4") for day, number in zip(days, met, strict=True)]
    drawn = sparkline(pd.DataFrame(rows, columns=["as_of", "day", "lower", "upper", "needed", "label"]), PALETTE)
    (way,) = re.findall(r'class="bs-way" points="([^"]+)"', drawn)
    assert [point.split(",")[1] for point in way.split()] == heights
    assert f"{met[0]}/42024" in Read(drawn).text and f"{met[1]}/42024" in Read(drawn).text


def test_a_block_is_one_line_in_the_colours_of_its_reader():
    made = block(share_bars(shares(label="a\n\nb"), PALETTE), PALETTE)
    assert "\n" not in made and f"--met:{PALETTE.met}" in made
