"""The slides as a file, opened again: native charts with the very shares, notes, typeface, sizes, and hostile texts."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import pypdfium2
import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from bs_metrics.exports.deck import deck
from bs_metrics.exports.fitting import FONT, plain
from bs_metrics.exports.formats import to_pdf
from bs_metrics.exports.pack import Pack
from bs_metrics.figures.style import print_palette
from bs_metrics.intake.folder import workbook_files
from bs_metrics.measures.ratios import ratios
from bs_metrics.snapshots.snapshot import Snapshot, snapshot
from bs_metrics.views.meeting.slide import Slide, SlideChart
from bs_metrics.words import LANGUAGES, words

HOSTILE = '=HYPERLINK("http://a.b","x")<b>&amp;_x000D_\x07\u202exã'
LONG = "Tỷ lệ hộ dân nông thôn được sử dụng nước sạch theo quy chuẩn kỹ thuật địa phương " * 8


@dataclass(frozen=True)
class Given(Pack):
    """A pack with slides of the test's own."""

    own: tuple[Slide, ...] = ()

    @property
    def slides(self):
        return list(self.own)


def slide(**parts) -> Slide:
    return Slide(**{"id": "a", "name": "Tên", "title": "Còn 8/63", "source": "Nguồn", "as_of": "Đến 01/8/2024"} | parts)


def shares(*rows, label="Xã nông thôn mới") -> SlideChart:
    """A chart of rows (met, unknown, missing, target), each printed as its number."""
    told = [
        {"label": f"{label} {number}", "met": met, "unknown": unknown, "missing": missing}
        | {"rest": max(0.0, 1 - met - unknown - missing), "target": target, "inside": f"{number}/63"}
        | {"beside": f"còn {number} xã", "status": "not_met"}
        for number, (met, unknown, missing, target) in enumerate(rows, start=1)
    ]
    return SlideChart("shares", pd.DataFrame(told), "Biểu đồ nói bằng lời")


def tiles(*names, word="đạt", status="met") -> SlideChart:
    rows = [
        {"name": name, "column": number % 6, "row": number // 6, "status": status, "word": word, "faded": False}
        for number, name in enumerate(names)
    ]
    return SlideChart("tiles", pd.DataFrame(rows), "Bản đồ nói bằng lời")


def opened(content):
    return Presentation(io.BytesIO(content))


def shapes(page) -> Iterator:
    """All shapes of a slide, those of groups too."""
    waiting = list(page.shapes)
    for shape in waiting:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            waiting += list(shape.shapes)
        yield shape


def runs(page):
    for shape in shapes(page):
        if shape.has_text_frame:
            yield from (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)
        elif shape.has_table:
            yield from (
                run for cell in shape.table.iter_cells() for part in cell.text_frame.paragraphs for run in part.runs
            )


def text(page):
    return "\n".join(run.text for run in runs(page))


def charts(paper):
    return [shape for page in paper.slides for shape in page.shapes if shape.has_chart]


def values(chart):
    return {series.name: list(series.values) for series in chart.plots[0].series}


def workbook(chart):
    return load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]


@pytest.fixture(scope="module")
def shipped_decks(shipped):
    """The shipped data as slides in each language: the pack they were made from, the file."""
    packs = {language: Pack(shipped, language, number=12) for language in LANGUAGES}
    return {language: (pack, deck.make(pack)) for language, pack in packs.items()}


@pytest.fixture(scope="module", params=LANGUAGES)
def shipped_deck(shipped_decks, request):
    """The same in a language, opened again."""
    pack, content = shipped_decks[request.param]
    return pack, opened(content)


@pytest.fixture
def made(shipped):
    """Slides of the test's own as a file, opened again."""
    return lambda *own: opened(deck.make(Given(shipped, "vi", 3, own=own)))


def test_the_shipped_slides_say_what_the_pages_say(shipped_deck):
    pack, paper = shipped_deck
    assert (paper.slide_width, paper.slide_height) == (Pt(960), Pt(540))
    titles = [page.shapes.title.text_frame.text for page in paper.slides]
    for told in pack.slides:
        title = plain(told.title)
        pages = [page for page, found in zip(paper.slides, titles, strict=True) if found.startswith(title)]
        assert pages, title
        notes = pages[0].notes_slide.notes_text_frame.text
        assert all(plain(source) in notes for source in told.notes) and plain(pack.named) in notes
        assert plain(told.source) in text(pages[0]) and plain(told.as_of) in text(pages[0])
    assert len(titles) == len(pack.slides), "none needs another"
    properties = paper.core_properties
    assert properties.language == {"vi": "vi-VN", "en": "en-GB"}[pack.language]
    assert properties.subject == plain(pack.named) and properties.title and properties.author == ""


def test_a_chart_holds_the_very_shares(shipped, shipped_deck):
    pack, paper = shipped_deck
    found = [values(frame.chart) for frame in charts(paper)]
    drawn = [told.chart.rows for told in pack.slides if told.chart is not None and told.chart.kind == "shares"]
    assert drawn
    for rows in (rows[rows["id"].notna()] for rows in drawn):  # not the groups of a set that is decided by points
        tallies = [shipped.ratios[id].tally for id in rows["id"]]
        met = [tally.lower / tally.total for tally in tallies]
        unknown = [(tally.upper - tally.lower) / tally.total for tally in tallies]
        (bars,) = [bars for bars in found if bars.get(words("deck.met", pack.language), [])[: len(met)] == met]
        assert bars.get(words("deck.unknown", pack.language), [0] * len(met))[: len(met)] == unknown
    assert all(frame.chart.chart_type == XL_CHART_TYPE.BAR_STACKED for frame in charts(paper))
    assert not [shape for page in paper.slides for shape in shapes(page) if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]


def test_everything_is_in_a_typeface_of_offices_and_large_enough(shipped_deck):
    pack, paper = shipped_deck
    tongue = {"vi": "vi-VN", "en": "en-GB"}[pack.language]
    for page in paper.slides:
        title = page.shapes.title.text_frame.paragraphs[0].runs[0]
        assert title.font.size >= Pt(32)
        for run in runs(page):
            properties = run._r.rPr
            assert run.font.size >= Pt(14) and properties.get("lang") == tongue
            faces = {properties.find(qn(f"a:{name}")).get("typeface") for name in ("latin", "ea", "cs")}
            assert faces == {FONT}
        for shape in page.placeholders:
            if shape.placeholder_format.type.name == "OBJECT":
                assert all(run.font.size >= Pt(14) for part in shape.text_frame.paragraphs for run in part.runs)
        for cell in (cell for shape in page.shapes if shape.has_table for cell in shape.table.iter_cells()):
            assert all(run.font.size >= Pt(22) for part in cell.text_frame.paragraphs for run in part.runs)
    for frame in charts(paper):
        sized = [found.get("sz") for found in frame.chart._chartSpace.iter(qn("a:rPr"), qn("a:defRPr"))]
        assert min(int(size) for size in sized if size) >= 1400 and frame.chart.font.size >= Pt(14)


def test_the_theme_is_the_app_s(shipped_deck):
    _, paper = shipped_deck
    theme = next(rel.target_part.blob for rel in paper.slide_master.part.rels.values() if "theme" in rel.reltype)
    root = etree.fromstring(theme)
    found = {place.tag.split("}")[1]: place[0].get("val") for place in root.find(f".//{qn('a:clrScheme')}")}
    colours = print_palette()
    assert found["accent1"] == colours.met.lstrip("#").upper() and found["dk1"] == colours.ink.lstrip("#").upper()
    assert found["accent2"] == colours.missing.lstrip("#").upper()
    assert {face.get("typeface") for face in root.iter(qn("a:latin"))} == {FONT}


def test_statuses_differ_in_fill_and_the_line_to_reach_is_in_the_chart(made):
    paper = made(slide(chart=shares((0.5, 0.2, 0.1, 0.8), (0.9, 0, 0.1, None))))
    (frame,) = charts(paper)
    series = {one.name: one for one in frame.chart.plots[0].series}
    met, unknown, missing = (series[words(f"deck.{name}", "vi")] for name in ("met", "unknown", "missing_shares"))
    assert met.format.fill.type == MSO_FILL.SOLID and unknown.format.fill.type == MSO_FILL.PATTERNED
    assert missing.format.fill.type == MSO_FILL.BACKGROUND and missing.format.line.width > 0
    (drawing,) = [rel.target_part.blob for rel in frame.chart.part.rels.values() if "UserShapes" in rel.reltype]
    assert drawing.count(b"<cdr:cxnSp ") == 1
    assert frame._element.xpath(".//p:cNvPr")[0].get("descr") == "Biểu đồ nói bằng lời"
    lines = etree.fromstring(drawing).findall(".//{*}txBody")
    labels = [" ".join("".join(line.itertext()).split()) for line in lines]
    name = "Xã nông thôn mới"
    assert labels == [f"{name} 1", "1/63 còn 1 xã", f"{name} 2", "2/63 còn 2 xã"]
    (wide,) = frame.chart._chartSpace.findall(f".//{qn('c:plotArea')}/{qn('c:layout')}//{qn('c:w')}")
    assert float(wide.get("val")) > 0.99, "names squeeze no bar"


def test_a_threshold_is_a_line_and_a_cut_bar_keeps_its_value_in_the_workbook(made):
    rows = pd.DataFrame(
        {"label": ["Dân số", "Phường"], "ratio": [8.25, 0.4], "beside": ["825", "2"], "status": ["met", "not_met"]}
    )
    (frame,) = charts(made(slide(chart=SlideChart("thresholds", rows, "a"))))
    drawn = values(frame.chart)
    assert drawn[words("deck.missing_thresholds", "vi")] == [0, 0.6]
    assert drawn[words("deck.met", "vi")] == [2.5, 0.4]
    cells = list(workbook(frame.chart).iter_rows(values_only=True))
    exact = cells[0].index(words("deck.exact_thresholds", "vi"))
    assert [row[exact] for row in cells[1:]] == [8.25, 0.4]
    assert [row[-1] for row in cells[1:]] == ["825", "2"]


def test_a_threshold_of_zero_breaks_no_chart(made):
    rows = pd.DataFrame({"label": ["a", "b", "c"], "ratio": [float("inf"), float("nan"), -1.0]})
    (frame,) = charts(made(slide(chart=SlideChart("thresholds", rows.assign(beside="1", status="unknown"), "a"))))
    drawn = values(frame.chart)
    assert drawn[words("deck.met", "vi")] == [2.5, 0, 0]
    assert drawn[words("deck.missing_thresholds", "vi")] == [0, 0, 1]
    assert [row[-2] for row in workbook(frame.chart).iter_rows(min_row=2, values_only=True)] == [None, None, -1]


def test_tiles_are_shapes_with_whole_names_and_words(made):
    names = ["Bình Dương", "Bình Tân Phú", "Châu Ổ", "Bình Khương"] * 6
    paper = made(slide(lines=("21 đạt",), chart=tiles(*names, word="? chưa rõ", status="unknown")))
    (page,) = paper.slides
    group = next(shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    assert [shape.text_frame.text.split("\n") for shape in group.shapes] == [[name, "? chưa rõ"] for name in names]
    assert {shape.fill.type for shape in group.shapes} == {MSO_FILL.PATTERNED}
    assert group._element.xpath(".//p:cNvPr")[0].get("descr") == "Bản đồ nói bằng lời"


def test_a_map_too_dense_for_its_names_becomes_a_list(made):
    paper = made(slide(chart=tiles(*[f"Đơn-vị-hành-chính-{number}" for number in range(70)])))
    told = "\n".join(text(page) for page in paper.slides)
    assert all(f"Đơn-vị-hành-chính-{number}\n" in told for number in range(70))
    assert len(paper.slides) > 1 and all(page.shapes.title.text_frame.text.endswith(")") for page in paper.slides)


def test_long_slides_go_on_and_lose_nothing(made):
    lines = tuple(f"Dòng {number}: {LONG[:150]}" for number in range(20))
    table = pd.DataFrame({"Tên": [f"Tên {number}" for number in range(60)], "Lý do": [LONG[:200]] * 60})
    chart = shares(*[(0.5, 0.0, 0.5, 1.0)] * 40, label=LONG[:90])
    paper = made(slide(lines=lines), slide(id="b", table=table), slide(id="c", lines=("x",), chart=chart))
    told = "\n".join(text(page) for page in paper.slides)
    assert all(line in told for line in lines)
    assert all(f"Tên {number}\n" in told for number in range(60))
    numbers = [
        label for frame in charts(paper) for label in workbook(frame.chart).iter_rows(min_row=2, values_only=True)
    ]
    assert [row[-1].split()[0] for row in numbers] == [f"{number}/63" for number in range(1, 41)]


def test_what_is_shortened_stands_whole_in_the_notes(made):
    cell = f"Lý do: {LONG}"
    own = slide(title=LONG, table=pd.DataFrame({f"Cột {number}": [cell, "1"] for number in range(7)}))
    paper = made(own)
    notes = paper.slides[0].notes_slide.notes_text_frame.text
    assert plain(LONG) in notes and plain(cell) in notes and plain(cell) not in text(paper.slides[0])
    many = made(slide(title=LONG, chart=shares(*[(0.5, 0, 0.5, 1)] * 30)))
    numbers = [page.shapes.title.text_frame.text.rsplit(" ", 1)[1] for page in many.slides]
    assert numbers == [f"({number}/{len(numbers)})" for number in range(1, len(numbers) + 1)] and len(numbers) > 1


def test_hostile_texts_are_only_text(shipped):
    table = pd.DataFrame({HOSTILE: [HOSTILE], "b": ["-1+1"]})
    own = (
        slide(
            title=HOSTILE,
            name=HOSTILE,
            lines=(HOSTILE,),
            notes=(HOSTILE,),
            chart=shares((0.5, 0, 0.5, 1), label=HOSTILE),
        ),
        slide(title=LONG, lines=(LONG,), chart=tiles("=1+1", HOSTILE)),
        slide(title="", source=HOSTILE, as_of=HOSTILE, table=table),
    )
    content = deck.make(Given(shipped, "en", 3, own=own))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        xml = {name: packed.read(name) for name in packed.namelist() if name.endswith(".xml")}
    for name, part in xml.items():
        etree.fromstring(part)
        assert b"_x000D_" not in part and "\u202e".encode() not in part and b"hlinkClick" not in part, name
    assert not [
        name for name, part in xml.items() if b"<a:fld" in part and b'type="slidenum"' not in part if "slides/" in name
    ]
    paper = opened(content)
    assert plain(HOSTILE) in text(paper.slides[0]) and plain(HOSTILE).startswith("=HYPERLINK")
    (frame,) = charts(paper)
    for row in workbook(frame.chart).iter_rows():
        assert not [cell for cell in row if cell.data_type == "f" or cell.hyperlink]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in workbook(frame.chart)["A"])


def test_spoilt_workbooks_make_slides_that_say_what_the_page_says(spoilt):
    pack = Pack(spoilt, "vi")
    paper = opened(deck.make(pack))
    told = " ".join(" ".join([text(page), page.notes_slide.notes_text_frame.text]) for page in paper.slides)
    for shown in pack.slides:
        for said in (shown.title, *shown.lines, *shown.notes):
            assert plain(said) in told.replace("\n", " ")
    for page in paper.slides:
        assert not page._element.xpath(".//a:hlinkClick")


def test_a_pack_without_data_is_still_a_file(tables):
    given = tables(units=[{"code": "1", "name": "Bình An"}])
    paper = opened(deck.make(Pack(Snapshot("0", given, ratios(given), None), "vi")))
    assert len(paper.slides) >= 1


def test_nothing_of_the_template_is_left(shipped_decks):
    with zipfile.ZipFile(io.BytesIO(shipped_decks["vi"][1])) as packed:
        names = packed.namelist()
        themes = [packed.read(name) for name in names if "/theme/" in name]
        size = re.search(rb"<p:sldSz[^>]*>", packed.read("ppt/presentation.xml"))[0]
    assert not [name for name in names if "thumbnail" in name or "printerSettings" in name or "app.xml" in name]
    assert b"type=" not in size, "the template's own kind of slide is 4:3"
    assert len(themes) == 2 and not [theme for theme in themes if b'latin typeface="Calibri"' in theme]


def test_each_slide_says_what_could_not_be_read(folder):
    book = load_workbook(folder / "ket-qua.xlsx")
    book["Số báo cáo"]["B7"] = "nhiều"
    book.save(folder / "ket-qua.xlsx")
    pack = Pack(snapshot(workbook_files(folder)), "vi")
    lost = words("unread.said", "vi", names="Số báo cáo")
    for page in opened(deck.make(pack)).slides:
        assert lost in text(page) and pack.named in text(page)
        assert lost in page.notes_slide.notes_text_frame.text


# What a program makes of it.


@pytest.fixture(scope="module")
def printed(shipped_decks, spoilt):
    """Slides of every kind in both languages, ordinary and hostile, as the pages of one PDF for each language.

    LibreOffice takes longer to start than to print.
    """
    names = ["Bình Dương", "Bình Tân Phú", "Châu Ổ", "Bình Khương"] * 6
    rows = pd.DataFrame(
        {"label": [LONG, "Dân số: cần ≥ 100.000 người"], "ratio": [8.0, 0.2], "beside": [LONG, "20 người"]}
    ).assign(status="not_met")
    hard = (
        slide(title=LONG, lines=(LONG, HOSTILE), chart=shares(*[(0.3, 0.1, 0.3, 0.7)] * 30, label=LONG)),
        slide(lines=("Một dòng", LONG[:120]), chart=tiles(*names, word="không áp dụng", status="unknown")),
        slide(chart=SlideChart("thresholds", rows, "a"), lines=("x",) * 3),
        slide(table=pd.DataFrame({f"Cột {number}": [LONG, "1", "W" * 400] for number in range(7)})),
        slide(source=LONG, as_of=LONG, lines=tuple([LONG] * 6)),
    )
    (_, content), (en, _) = shipped_decks.values()
    others = Given(en.snapshot, "en", 12, own=(*en.slides, *Pack(spoilt, "en").slides, *hard))
    contents = [content, deck.make(others)]
    return [(opened(content), to_pdf(content, "pptx")) for content in contents]


@pytest.mark.office
def test_no_printed_text_leaves_its_slide_or_covers_another(printed):
    for paper, pdf in printed:
        document = pypdfium2.PdfDocument(pdf)
        assert len(document) == len(paper.slides)
        for number, page in enumerate(document, start=1):
            wide, tall = page.get_size()
            found = page.get_textpage()
            boxes = [(found.get_text_bounded(*box), box) for box in map(found.get_rect, range(found.count_rects()))]
            assert boxes
            for said, (left, bottom, right, top) in boxes:
                assert 0 <= left and 0 <= bottom and right <= wide and top <= tall, (number, said)
            for place, (said, first) in enumerate(boxes):
                for other, second in boxes[place + 1 :]:
                    assert not _overlap(first, second), (number, said, other)


def _overlap(first, second) -> bool:
    """Whether two boxes share more than the edge that letters with marks reach over."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    lower = min(first[3] - first[1], second[3] - second[1])
    return across > 2 and down > 0.45 * lower


@pytest.mark.office
def test_printed_text_stays_in_its_shape(printed):
    for paper, pdf in printed:
        document = pypdfium2.PdfDocument(pdf)
        for page, shown in zip(paper.slides, document, strict=True):
            found, scale = shown.get_textpage(), shown.get_size()[0] / paper.slide_width
            tall = shown.get_size()[1]
            for shape in shapes(page):
                if not shape.has_text_frame or not shape.text_frame.text.strip():
                    continue
                box = [shape.left, shape.top, shape.left + shape.width, shape.top + shape.height]
                left, top, right, bottom = (edge * scale for edge in box)
                inside = found.get_text_bounded(left - 2, tall - bottom - 4, right + 2, tall - top + 4)
                wanted = "".join(shape.text_frame.text.split())
                inside = inside.replace("\x02", "-")  # a hyphen at the end of a line
                assert wanted in "".join(inside.split()) or shape.name.startswith("Slide Number"), shape.name


@pytest.mark.office
def test_nothing_printed_leaves_the_margins(printed):
    for _, pdf in printed:
        for page in pypdfium2.PdfDocument(pdf):
            picture = page.render(scale=0.5).to_pil().convert("L")
            wide, tall = picture.size
            picture.paste(255, (10, 10, wide - 10, tall - 5))  # inside, anything may stand
            assert picture.getextrema() == (255, 255)


@pytest.mark.office
def test_printed_slides_are_whole_in_vietnamese(printed):
    paper, pdf = printed[0]
    document = pypdfium2.PdfDocument(pdf)
    told = " ".join(document[0].get_textpage().get_text_range().split())
    assert paper.slides[0].shapes.title.text_frame.text in told
    fonts = {
        text_object.get_font().get_base_name()
        for page in document
        for text_object in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }
    assert all("Liberation" in name or "Arial" in name or "DejaVu" in name for name in fonts), fonts
