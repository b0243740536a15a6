"""The map: outlines read strictly, names inside them, numbers in classes; a wrong file never stops the page."""

import io
import json
import math
import re
import shutil
from fractions import Fraction
from html import unescape
from itertools import pairwise
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation

from bs_metrics.exports.formats import FORMATS
from bs_metrics.exports.pack import Pack
from bs_metrics.figures.maps import fill_of, region_map, tile_map
from bs_metrics.figures.style import luminance, theme_palette
from bs_metrics.intake.folder import workbook_files
from bs_metrics.measures.about import units_below
from bs_metrics.readers.geojson import MAP_FILE, BadMap, doubled_area, read_outlines
from bs_metrics.snapshots.snapshot import snapshot, snapshot_of
from bs_metrics.views.lists.units import unit_items
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.units import CLASSES, class_limits, number_tiles, numbers_of_units, scale_text
from bs_metrics.words import LANGUAGES, words
from tests.conftest import copied, shown, stored
from tests.test_figures import PALETTE
from ui.units.regions import label_place, placed_regions

CODES = ("a", "b")
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "code"]), inner)
    ),
    max_leaves=12,
)


def square(x, y, size=0.1):
    """A closed ring, counter-clockwise."""
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(code, *rings, kind="Polygon"):
    coordinates = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


GOOD = [feature("a", square(108.7, 15.2)), feature("b", square(108.8, 15.2), square(109.0, 15.3), kind="MultiPolygon")]


def test_outlines_are_read_by_code_and_turned_so_that_holes_stay_empty():
    hole = square(108.72, 15.22, 0.02)
    outlines = read_outlines(collection(feature("a", square(108.7, 15.2)[::-1], hole), GOOD[1]), CODES)
    outer, inner = outlines.rings["a"]
    assert doubled_area(outer) > 0 > doubled_area(inner) and len(outlines.rings["b"]) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe{", "not_utf8"),
        (b"", "not_json"),
        (collection(*GOOD)[:-9], "not_json"),
        (b"[" * 100_000, "not_a_collection"),
        (b'{"type": "Feature"}', "not_a_collection"),
        (b'{"type": "FeatureCollection"}', "not_a_collection"),
        (collection({"type": "Feature"}), "no_code"),
        (collection({**GOOD[0], "properties": None}), "no_code"),
        (collection(*GOOD, feature("c", square(1, 1))), "unknown_code"),
        (collection(GOOD[0], GOOD[0]), "code_twice"),
        (collection(GOOD[0]), "units_missing"),
        (collection({**GOOD[0], "geometry": {"type": "Point", "coordinates": [1, 2]}}), "not_a_polygon"),
        (collection({**GOOD[0], "geometry": None}), "not_a_polygon"),
        (collection(feature("a", square(108.7, 15.2)[:-1])), "bad_ring"),
        (collection(feature("a", [[10**400, 15], [108, 15], [108, 16], [10**400, 15]])), "bad_ring"),
        (collection(feature("a", [[-7, 15]] * 4)).replace(b"-7", b"7" * 5000), "bad_ring"),
        (collection(feature("a", [[108.7, 15.2]] * 5)), "no_area"),
        (collection(feature("a", [[108.7, 15.2], [108.8, 15.3], [108.75, 15.25], [108.7, 15.2]])), "no_area"),
        (collection(feature("a", square(108.7, 15.2), square(108.7, 15.2))), "no_area"),
        (collection(feature("a", square(585_000, 1_680_000, 900))), "not_degrees"),
        (collection(feature("a", [[math.nan, 1]] * 4)), "bad_ring"),
        (collection(feature("a", [[108.7, "15"]] * 4)), "bad_ring"),
        (collection(feature("a", square(15.2, 108.7))), "out_of_range"),
        (collection(GOOD[0], feature("b", square(108.7, 25.0))), "far_apart"),
        (collection(GOOD[0], feature("b", square(10.87, 15.2))), "far_apart"),
        (b" " * 5_000_001, "too_large"),
    ],
)
def test_a_file_that_cannot_be_a_map_is_refused_with_the_reason(content, reason):
    with pytest.raises(BadMap) as refused:
        read_outlines(content, CODES)
    assert refused.value.reason == reason
    for language in LANGUAGES:
        assert MAP_FILE in refused.value.message(language)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'{"type": "FeatureCollection",\n"features": [},', "dòng 2, cột 14"),
        (collection(feature(None, square(1, 1)) | {"properties": {"NAME_3": "Bình An"}}), "hình thứ 1"),
        (collection(feature(None, square(1, 1)) | {"properties": {"NAME_3": "Bình An"}}), "NAME_3"),
        (collection(*GOOD, feature("Bình An", square(1, 1)), feature("d", square(1, 1))), "Bình An (3), d (4)"),
        (collection(feature("a", square(585_000, 1_680_000, 900))), "585000, 1680000"),
        (
            collection(feature("a", square(10.87, 15.2)), GOOD[1], feature("c", square(108.9, 15.2))),
            "hình thứ 1 (mã a)",
        ),
    ],
)
def test_the_reason_names_the_place(content, place):
    with pytest.raises(BadMap) as refused:
        read_outlines(content, (*CODES, "c") if b'"c"' in content else CODES)
    assert place in refused.value.message("vi")


@pytest.mark.parametrize("written", ["21040", 21040, 21040.0, " 21040 "])
def test_a_code_counts_however_a_program_writes_it(written):
    outlines = read_outlines(b"\xef\xbb\xbf" + collection(feature(written, square(108.7, 15.2))), ["21040"])
    assert list(outlines.rings) == ["21040"]


@given(JSON)
def test_whatever_stands_in_the_file_is_read_or_refused(given_json):
    try:
        read_outlines(json.dumps(given_json).encode(), CODES)
    except BadMap as refused:
        assert refused.message("vi")


@given(st.integers(3, 40), st.floats(0.05, 1), st.floats(0, 6))
def test_a_name_lies_inside_its_outline(corners, squeeze, turn):
    """Of any star-shaped ring the place for the name is inside: an odd number of sides lie to its right."""
    angles = [turn + 2 * math.pi * number / (2 * corners) for number in range(2 * corners)]
    points = [
        (math.cos(angle) * (1 if number % 2 else squeeze), math.sin(angle) * (1 if number % 2 else squeeze))
        for number, angle in enumerate(angles)
    ]
    ring = (*points, points[0])
    place = label_place((ring,))
    x, y = place.x, place.y
    right = [
        (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)
    ]
    assert sum(right) % 2 == 1


def test_a_name_does_not_lie_in_a_hole():
    outer, hole = tuple(map(tuple, square(0, 0, 1.0))), tuple(map(tuple, square(0.2, 0.2, 0.6)))[::-1]
    place = label_place((outer, hole))
    assert not (0.2 < place.x < 0.8 and 0.2 < place.y < 0.8)


def test_the_room_for_a_name_is_what_the_outline_has_there():
    place = label_place((tuple(map(tuple, square(0, 0, 1.0))),))
    assert (place.x, place.width, place.height) == (0.5, 1.0, 1.0) and 0.4 < place.y < 0.6


ROWS = pd.DataFrame(
    {
        "code": list(CODES),
        "name": ["Bình An", "<b>B"],
        "column": [0, 1],
        "row": [0, 0],
        "status": ["met", "unknown"],
        "word": ["đạt", "chưa rõ"],
        "faded": False,
    }
)


TILES = pd.DataFrame(
    [
        ("Bình Thạnh", 0, 0, "met", "✓ đạt", False),
        ("Bình Thanh", 1, 1, "unknown", "? chưa rõ", True),
        ("Mỹ", 2, 1, "not_met", "✗ chưa", False),
    ],
    columns=["name", "column", "row", "status", "word", "faded"],
)


def units(markup, name):
    """Of each unit of a class its style, what it says, and whether it is hatched."""
    found = re.findall(rf'<(?:div|path) class="{name}((?: [^"]*)?)" style="([^"]*)"[^>]*>(.*?)</(?:div|path)>', markup)
    return [(look, unescape(said), "hatched" in more or "url(#" in look) for more, look, said in found]


def test_a_tile_says_name_and_status_lies_on_its_place_and_differs_by_more_than_its_colour():
    drawn = tile_map(TILES, PALETTE)
    assert [said for _, said, _ in units(drawn, "bs-unit")] == [
        "<b>Bình Thạnh</b><span>✓ đạt</span>",
        "<span>Bình Thanh</span><span>? chưa rõ</span>",
        "<b>Mỹ</b><span>✗ chưa</span>",
    ]
    assert re.findall(r"grid-area:(./.)", drawn) == ["1/1", "2/2", "2/3"]  # north is up
    edges = [PALETTE.met, PALETTE.line, PALETTE.missing]
    assert re.findall(r"border-color:(\w+);--fill:(\w+)", drawn) == list(
        zip(edges, [PALETTE.met, PALETTE.surface, PALETTE.surface], strict=True)
    )
    assert [hatched for _, _, hatched in units(drawn, "bs-unit")] == [False, True, False]
    assert unescape(re.findall(r'title="([^"]*)"', drawn)[0]) == "Bình Thạnh: ✓ đạt"


def test_letters_are_as_large_as_the_longest_word_lets_them_be_and_larger_where_more_lines_fit():
    def ways(rows):
        given = re.findall(r"min\(var\(--wide\)/([\d.]+),var\(--high\)/([\d.]+)\)", tile_map(rows, PALETTE))
        return [(float(wide), float(high)) for wide, high in given]

    found = ways(TILES)
    assert [wide for wide, _ in found] == sorted(wide for wide, _ in found) and len(found) > 1
    assert [high for _, high in found] == sorted((high for _, high in found), reverse=True)
    longer = ways(TILES.assign(name=["Nông trường Phước Nghĩa Thượng Đông", "Bình", "Mỹ"]))
    assert longer[0][0] > found[0][0] and longer[0][1] > found[0][1], "letters are smaller, lines are more"


def test_a_region_is_filled_like_its_tile_and_named_inside_of_its_outline():
    regions = placed_regions(ROWS, read_outlines(collection(*GOOD), CODES))
    drawn = region_map(regions, PALETTE)
    shapes, names = units(drawn, "bs-region"), units(drawn, "bs-named")
    assert [f"fill:{PALETTE.met}" in look for look, _, _ in shapes] == [True, False]
    assert [hatched for *_, hatched in shapes] == [False, True]
    assert [said for _, said, _ in shapes] == ["<title>Bình An: đạt</title>", "<title><b>B: chưa rõ</title>"]
    assert [said for _, said, _ in names] == ["<b>Bình An</b><span>đạt</span>", "<b><b>B</b><span>chưa rõ</span>"]
    assert "http" not in drawn and "<b><b>" not in drawn
    first, second = re.findall(r' d="([^"]*)"', drawn)
    assert (first.count("M"), second.count("M")) == (1, 2), "two parts of one unit"


def test_names_on_outlines_shrink_alike_until_each_has_room():
    def size(name):
        regions = placed_regions(ROWS.assign(name=[name, "B"]), read_outlines(collection(*GOOD), CODES))
        return float(re.search(r"--fits:([\d.]+)cqw", region_map(regions, PALETTE))[1])

    assert size("Nghiêngnghiêng") < size("Nghiêng") <= size("An")


def test_a_degree_to_the_east_is_shorter_than_one_to_the_north():
    far = [feature("a", square(108.0, 60.0)), feature("b", square(108.1, 60.0))]
    regions = placed_regions(ROWS, read_outlines(collection(*far), CODES))
    x, y = regions.loc[0, ["x", "y"]]
    assert (max(x) - min(x)) / (max(y) - min(y)) == pytest.approx(0.5, abs=0.01)


@pytest.fixture
def district(tables):
    """Three communes with people, two with an area, one of them with two named schools."""
    place = {"kind": "commune", "tile_row": 0}
    return snapshot_of(
        tables(
            units=[
                {"code": "a", "name": "A", "population": 1000, "area_km2": 8.0, "tile_column": 0, **place},
                {"code": "b", "name": "B", "population": 3000, "area_km2": 12.5, "tile_column": 1, **place},
                {"code": "c", "name": "C", "tile_column": 2, **place},
            ],
            schools=[
                {"name": "S", "level": "primary", "unit": "a", "result": "met"},
                {"name": "T", "level": "primary", "unit": "a", "result": "met"},
            ],
        )
    )


def test_only_numbers_that_some_unit_has_can_be_chosen(district):
    assert list(numbers_of_units(district.tables, "vi")) == [
        *("population", "area", "density", "schools_met", "schools_not_met")
    ]


def test_a_number_that_is_not_known_is_hatched_and_never_nought(district):
    rows = number_tiles(district.tables, "population", "vi").set_index("code")
    assert list(rows["word"]) == ["1.000", "3.000", words("ratio.none", "vi")]
    assert list(rows["status"]) == ["met", "met", "unknown"] and rows["shade"].tolist()[:2] == [0, 1]
    assert pd.isna(rows.loc["c", "shade"])
    density = number_tiles(district.tables, "density", "vi")
    assert list(density["word"])[:2] == ["125", "240"]
    schools = number_tiles(district.tables, "schools_met", "vi")
    assert list(schools["word"])[:2] == ["2", words("ratio.none", "vi")]


def test_the_scale_says_the_bounds_of_its_classes(district):
    assert "1.000; 3.000" in scale_text(district.tables, "population", "vi")


@given(st.lists(st.integers(0, 50).map(Fraction), min_size=1, max_size=60))
def test_classes_hold_every_value_and_equal_values_stay_together(values):
    limits = class_limits(values)
    assert limits == sorted(set(limits)) and limits[-1] == max(values) and len(limits) <= CLASSES
    assert set(limits) <= set(values)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("classes", range(2, CLASSES + 1))
def test_letters_on_every_shade_can_be_read(mode, classes):
    palette = theme_palette(mode)
    seen = []
    for number in range(classes):
        unit = SimpleNamespace(status="met", shade=number / (classes - 1), faded=False)
        colour, letters = fill_of(unit, palette)
        low, high = sorted((luminance(colour), luminance(letters)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, colour  # WCAG 2, level AA
        seen.append(luminance(colour))
    assert seen == sorted(seen, reverse=mode == "light") and len(set(seen)) == classes


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("status", ["met", "not_met", "unknown"])
def test_letters_on_what_was_filtered_out_can_be_read(mode, status):
    colour, ink = fill_of(SimpleNamespace(status=status, faded=True), theme_palette(mode))
    low, high = sorted((luminance(colour), luminance(ink)))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def outlines_of(shipped):
    """Made-up squares for the units on the shipped map: a test of drawing, not of places."""
    units = units_below(shipped.tables)
    return collection(
        *(feature(row.code, square(108.6 + 0.06 * row.tile_column, 15.4 - 0.06 * row.tile_row, 0.055)) for row in units)
    )


def test_the_map_says_which_units_stand_out(app):
    def said(**link):
        return unescape(shown(app("communes", set="commune_advanced", **link)))

    filtered = words("units.filtered", "vi", status=words("status.met", "vi"))
    assert filtered in said(status="met") and filtered not in said()


@pytest.fixture
def mapped(folder, imported, tmp_path):
    """The folder of the app, whose workbooks its store knows already: a map is put beside them."""
    shutil.copy(imported, tmp_path)
    return folder


def test_outlines_in_the_data_folder_replace_the_tiles(app, mapped, shipped):
    (mapped / MAP_FILE).write_bytes(outlines_of(shipped))
    page = app("communes")
    assert not page.exception and words("map.outlined", "vi", file=MAP_FILE) in shown(page)
    assert app("communes", "en", set="schools_not_met").exception == []


WRONG = [
    (b"{", "JSON"),
    (collection(feature("a", [[10**400, 15]] * 4)).replace(b'"a"', b'"21040"'), "hình thứ 1"),
    (collection(feature("\ud800", square(108.7, 15.2))), "? (1)"),
]


def test_a_wrong_map_is_named_and_the_tiles_are_drawn(app, mapped, monkeypatch):
    page = app("communes")
    for content, told in WRONG:
        (mapped / MAP_FILE).write_bytes(content)
        page.run()
        assert not page.exception and told in shown(page)
        assert words("map.outlined", "vi", file=MAP_FILE) not in shown(page) and "bs-tiles" in shown(page)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr("bs_metrics.readers.geojson._start_of", refuse)
    page.run()
    assert not page.exception and words("map.unreadable", "vi", file=MAP_FILE) in shown(page)


def without_tiles(folder, *codes):
    """Blank the places on the tile map of some units, of all without any code; returns the snapshot."""
    path = folder / "don-vi.xlsx"
    workbook = load_workbook(path)
    sheet = workbook["Đơn vị"]
    blanked = [cell.column for cell in sheet[1] if str(cell.value).endswith("trên bản đồ ô")]
    assert len(blanked) == 2
    for row in range(2, sheet.max_row + 1):
        for column in blanked if not codes or str(sheet.cell(row, 1).value) in codes else ():
            sheet.cell(row, column).value = None
    workbook.save(path)
    return snapshot(workbook_files(folder))


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A folder in which no unit has a tile, its snapshot, and a store that knows it."""
    place = tmp_path_factory.mktemp("bare")
    folder = copied(place / "data")
    return folder, without_tiles(folder), stored(folder, place)


@pytest.fixture
def bare_folder(bare, tmp_path, monkeypatch):
    """A copy of it, for the app."""
    shutil.copytree(bare[0], tmp_path / "bare")
    shutil.copy(bare[2], tmp_path)
    monkeypatch.setenv("BS_DATA", str(tmp_path / "bare"))
    return tmp_path / "bare"


def test_outlines_are_drawn_although_no_unit_has_a_tile(app, bare_folder, shipped):
    (bare_folder / MAP_FILE).write_bytes(outlines_of(shipped))
    for language, link in (
        ("vi", {"set": "commune_advanced", "status": "met"}),
        ("en", {"set": "schools_not_met"}),
        ("vi", {"unit": "21091"}),
    ):
        page = app("communes", language, **link)
        assert not page.exception and words("map.outlined", language, file=MAP_FILE) in shown(page)
        assert shown(page).count('class="bs-region"') == len(units_below(shipped.tables)) == 22


def test_where_nothing_says_where_units_lie_the_page_says_so_and_lists_them(app, bare, bare_folder):
    page = app("communes", set="commune_advanced", open="unit_list")
    said, names = shown(page), [unit.name for unit in units_below(bare[1].tables)]
    assert not page.exception and "bs-map" not in said and MAP_FILE in said and "Cột trên bản đồ ô" in said
    assert len(names) == 22 and all(f"{name}  \n:gray" in said for name in names)
    met = unit_items(bare[1], "commune_advanced", "met", "en")
    assert len(met) == 2 and {item.detail for item in met} == {words("status.met", "en")}
    every = [item.detail for item in unit_items(bare[1], "commune_advanced", "all", "vi")]
    assert every[:2] == [words("status.met", "vi")] * 2 and len(every) == 22, "the rare ones first"
    numbers = {item.name: item.detail for item in unit_items(bare[1], "schools_not_met", "all", "vi")}
    assert len(numbers) == 22 and numbers["Bình Đông"] == "1"


def test_a_wrong_map_without_tiles_is_named_and_no_tile_map_promised(app, bare_folder):
    (bare_folder / MAP_FILE).write_bytes(b"{")
    page = app("communes")
    reason = words("map.not_json", "vi", file=MAP_FILE, line=1, column=2)
    assert not page.exception and reason in shown(page)
    assert words("map.refused", "vi", reason=reason) not in shown(page)
    assert "Bình Thanh" in shown(app("communes", open="unit_list"))


def test_a_unit_without_a_tile_is_named_beside_the_tiles_and_on_the_slide(app, folder):
    left = without_tiles(folder, "21091")
    told = words("map.no_tile", "vi", names="Bình Thanh")
    page = app("communes")
    assert told in shown(page) and shown(page).count('class="bs-unit') == 21
    slide = next(slide for slide in slides(left, "vi") if slide.id == "communes-commune_advanced")
    assert told in slide.lines and len(slide.chart.rows) == 21


@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_say_the_same_of_communes_without_tiles(bare, shipped, language):
    usual = {slide.id: slide for slide in slides(shipped, language)}
    found = {slide.id: slide for slide in slides(bare[1], language)}
    assert list(found) == list(usual)
    slide = found["communes-commune_advanced"]
    assert (slide.title, slide.lines) == (usual[slide.id].title, usual[slide.id].lines)
    counts = dict(zip(slide.table.iloc[:, 0], slide.table.iloc[:, 1], strict=True))
    assert counts[words("status.met", language)] == "2" and counts[words("status.not_met", language)] == "19"
    names = slide.table.iloc[:, 2].tolist()
    assert any(words("slide.more_names", language, names="", number=7).split(" ", 1)[1] in cell for cell in names)


def test_the_file_of_slides_says_the_same_of_communes_without_tiles(bare):
    pack = Pack(bare[1], "vi", slide_ids=("communes-commune_advanced",))
    paper = Presentation(io.BytesIO(FORMATS["pptx"].make(pack)))
    told = " ".join(
        cell.text
        for page in paper.slides
        for shape in page.shapes
        if shape.has_table
        for cell in shape.table.iter_cells()
    )
    assert "19" in told
