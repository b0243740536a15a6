"""Figures: every name whole, bars as long as their numbers, each status drawn its own way, and the frame left alone."""

import re
from html import unescape

import pandas as pd
import plotly.graph_objects as go
import pytest

from bs_metrics.figures.bars import share_bars, stage_bar, threshold_bars
from bs_metrics.figures.enlarged import slide_figure
from bs_metrics.figures.style import ASIDE, LINE, PHONE, Palette, width_of

LONG = "Trình độ phát triển cơ sở hạ tầng và kiến trúc, cảnh quan đô thị, gồm cả giao thông, cấp nước và thoát nước"
PALETTE = Palette(
    ink="black", muted="gray", line="silver", surface="white", met="teal", missing="orange", unknown="slategray"
)


def frame(columns, *rows):
    return pd.DataFrame(list(rows), columns=columns.split())


SHARES = frame(
    "label met unknown missing rest target inside beside status",
    (LONG, 0.1, 0.2, 0.7, 0.0, 1.0, "1/10", "còn 7 trường", "not_met"),
    ("Tiểu học", 0.5, 0.0, 0.25, 0.25, 0.75, "2/4", "còn 1 trường", "not_met"),
    ("Xã", 1.0, 0.0, 0.0, 0.0, None, "21/21", "đạt", "met"),
)
SEGMENTS = frame("status count", ("met", 3), ("unknown", 1), ("not_met", 2))
THRESHOLDS = frame(
    "label ratio beside status",
    (LONG, 1.83, "183.142 người", "met"),
    ("Diện tích", 9.0, "1.800 km²", "met"),
    ("Phường", 0.25, "12,5%", "not_met"),
)
DRAWINGS = (share_bars, stage_bar, threshold_bars)
FRAMES = (SHARES, SEGMENTS, THRESHOLDS)
DRAWN = {draw.__name__: (draw, rows) for draw, rows in zip(DRAWINGS, FRAMES, strict=True)}


def texts(figure: go.Figure) -> list[str]:
    """Every text of a figure without its marks: line breaks are spaces, nothing is bold."""
    bars = [text for trace in figure.data if trace.text is not None for text in trace.text]
    raw = [*(note.text for note in figure.layout.annotations), *bars]
    return [re.sub(r"<[^>]+>", "", text.replace("<br>", " ")) for text in raw]


def bars(figure: go.Figure, status: str) -> list[tuple[float, float]]:
    """Start and length of the bars drawn like a status."""
    found = []
    for trace in figure.data:
        if drawn_as(trace) == status and trace.x is not None:
            bases = trace.base if trace.base is not None else [0] * len(trace.x)
            found += list(zip(bases, trace.x, strict=True))
    return found


def drawn_as(trace: go.Bar) -> str:
    """The status a bar is drawn like: by its fill first, since colour alone must never tell."""
    if trace.marker.pattern.shape:
        return "unknown"
    if str(trace.marker.color).startswith("rgba(0,0,0,0"):
        return {PALETTE.missing: "not_met", PALETTE.muted: "planned"}.get(trace.marker.line.color, "rest")
    return "met"


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_has_no_title_and_leaves_its_frame_alone(name):
    draw, rows = DRAWN[name]
    before = rows.copy(deep=True)
    figure = draw(rows, PALETTE)
    assert figure.layout.title.text is None and not figure.layout.showlegend
    pd.testing.assert_frame_equal(rows, before)
    assert figure.layout.height > 0 and figure.data


@pytest.mark.parametrize("column", ["label", "inside", "beside"])
@pytest.mark.parametrize("name", DRAWN)
def test_every_name_and_number_is_there_whole_however_long(name, column):
    draw, rows = DRAWN[name]
    assert set(rows.get(column, [])) <= set(texts(draw(rows, PALETTE)))


@pytest.mark.parametrize("name", [name for name, (_, rows) in DRAWN.items() if "label" in rows])
def test_names_stand_above_one_another_in_order(name):
    draw, rows = DRAWN[name]
    figure = draw(rows, PALETTE)
    tops = {re.sub("<br>", " ", note.text): note.y for note in figure.layout.annotations}
    heights = [tops[label] for label in rows["label"]]
    assert heights == sorted(heights) and len(set(heights)) == len(heights)
    low, high = figure.layout.yaxis.range
    assert low > high == 0 and heights[-1] < low


@pytest.mark.parametrize("length", [1, 2, 3, 6])
def test_a_figure_grows_with_its_rows(length):
    rows = pd.concat([SHARES] * length, ignore_index=True)
    assert share_bars(rows, PALETTE).layout.height == length * share_bars(SHARES, PALETTE).layout.height


def test_bars_are_as_long_as_their_shares_and_follow_one_another():
    figure = share_bars(SHARES, PALETTE)
    assert bars(figure, "met") == [(0, 0.1), (0, 0.5), (0, 1.0)]
    assert [length for _, length in bars(figure, "unknown")] == [0.2]
    assert [(round(start, 9), length) for start, length in bars(figure, "not_met")] == [(0.3, 0.7), (0.5, 0.25)]
    assert bars(figure, "rest") == [(0.75, 0.25)]
    assert tuple(figure.layout.xaxis.range) == (0, 1)


def test_a_target_is_a_line_where_there_is_one():
    marks = share_bars(SHARES, PALETTE).layout.shapes
    assert [(mark.x0, mark.x1) for mark in marks] == [(1.0, 1.0), (0.75, 0.75)]
    assert all(mark.type == "line" and mark.y0 < mark.y1 for mark in marks)


@pytest.mark.parametrize(("draw", "rows"), [(share_bars, SHARES), (threshold_bars, THRESHOLDS)])
def test_no_name_reaches_into_the_line_of_a_target(draw, rows):
    figure = draw(rows, PALETTE)
    names = [note for note in figure.layout.annotations if note.xref == "paper" and note.y]
    assert figure.layout.shapes and names
    for name in names:
        top = name.y - LINE * (name.text.count("<br>") + 1)
        assert not [mark for mark in figure.layout.shapes if top < mark.y1 and mark.y0 < name.y], name.text


def test_a_number_beside_a_short_bar_hides_no_outline_but_stands_out_of_the_hatching():
    rows = SHARES.assign(met=0.1, missing=[0.7, 0.9, 0.05], unknown=[0.2, 0.0, 0.0], rest=[0.0, 0.0, 0.85], target=1.0)
    said = {f"<b>{number}</b>" for number in rows["inside"]}
    numbers = [note for note in share_bars(rows, PALETTE).layout.annotations if note.text in said]
    assert [bool(note.bgcolor) for note in numbers] == [True, False, True]


def test_a_long_number_is_never_white_on_hatching():
    """1.000–1.500/2.000 has no room in a third of a phone's bar: it gets a ground of its own."""
    rows = SHARES.assign(met=[0.3, 0.16, 1.0], unknown=[0.45, 0.84, 0.0], missing=0.0, rest=0.0)
    rows = rows.assign(inside=["1.000–1.500/2.000", "3–11/11", "1.000–1.500/2.000"])
    said = {f"<b>{number}</b>" for number in rows["inside"]}
    numbers = [note for note in share_bars(rows, PALETTE).layout.annotations if note.text in said]
    colours = [(note.font.color, note.bgcolor) for note in numbers]
    assert colours == [(PALETTE.ink, PALETTE.surface)] * 2 + [(PALETTE.surface, None)]


@pytest.mark.parametrize("width", [PHONE, 2 * PHONE])
@pytest.mark.parametrize(
    "said",
    ["còn 7 trường", "còn 1.500–11.000 trường", "còn 13 tiêu chuẩn thành phần của đô thị loại IV chưa được công nhận"],
)
@pytest.mark.parametrize(("draw", "rows"), [(share_bars, SHARES), (threshold_bars, THRESHOLDS)])
def test_what_is_said_of_a_bar_is_whole_above_it_and_lies_on_no_name(draw, rows, said, width):
    figure = draw(rows.assign(beside=said), PALETTE, width)
    assert figure.layout.xaxis.domain is None  # the bars take the whole width
    names, notes = (
        [(note.y, parts(note)) for note in figure.layout.annotations if note.xref == "paper" and note.xanchor == side]
        for side in ("left", "right")
    )
    assert [" ".join(lines) for _, lines in notes] == [said] * len(rows)
    for (foot, lines), (low, name), middle in zip(notes, names, sorted(set(figure.data[0].y)), strict=True):
        assert max(map(width_of, lines)) <= width and low <= foot < middle
        beside = width_of(name[-1]) + ASIDE + width_of(lines[0])
        assert (foot - low) == (0 if len(lines) == 1 and beside <= width else LINE * len(lines))


def parts(note):
    return unescape(re.sub("</?b>", "", note.text)).split("<br>")


def test_statuses_differ_by_fill_and_not_by_colour_alone():
    gray = Palette(*["gray"] * 7)
    fills = {
        (bool(trace.marker.pattern.shape), str(trace.marker.color).startswith("rgba(0,0,0,0"))
        for trace in stage_bar(SEGMENTS, gray).data
    }
    assert fills == {(False, False), (True, False), (False, True)}  # solid, hatched, outline


def test_a_stage_has_a_segment_an_item_in_order():
    figure = stage_bar(SEGMENTS, PALETTE)
    counts = [len(bars(figure, status)) for status in ("met", "unknown", "not_met")]
    assert counts == [3, 1, 2]
    starts = [start for status in ("met", "unknown", "not_met") for start, _ in bars(figure, status)]
    assert starts == sorted(starts) and tuple(figure.layout.xaxis.range) == (0, 6)


def test_each_value_is_drawn_against_its_threshold():
    figure = threshold_bars(THRESHOLDS, PALETTE)
    assert [mark.x0 for mark in figure.layout.shapes] == [1, 1, 1]
    lengths = [length for _, length in bars(figure, "met")]
    assert lengths[0] == 1.83 and lengths[2] == 0.25
    assert lengths[1] == figure.layout.xaxis.range[1] < 9  # cut at the edge; the number says the rest
    assert bars(figure, "not_met") == [(0.25, 0.75)]


def test_a_value_is_said_where_its_bar_is_pointed_at():
    figure = threshold_bars(THRESHOLDS, PALETTE)
    said = [text for trace in figure.data for text in trace.customdata]
    names = [f"{row.label}: {row.beside}" for row in THRESHOLDS.itertuples()]
    assert [unescape(text) for text in said] == [*names, names[2]]


def test_what_a_slide_says_of_a_bar_is_broken_at_the_width_that_its_letters_leave():
    rows = SHARES.assign(beside="còn 13 tiêu chuẩn thành phần của đô thị loại IV")
    for factor in (1, 2, 3):
        figure = slide_figure("shares", rows, PALETTE, factor, 2 * PHONE)
        said = [parts(note) for note in figure.layout.annotations if note.xanchor == "right"]
        assert all(factor * width_of(line) <= 2 * PHONE for lines in said for line in lines)
    assert len(said[0]) > 1
