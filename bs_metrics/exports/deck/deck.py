"""The slides as a file of an office program: what `/present` shows, with native charts and the sources as notes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pptx.enum.text import MSO_ANCHOR

from bs_metrics.exports.bars import bars
from bs_metrics.exports.deck import charts as deck_charts
from bs_metrics.exports.deck import tables as deck_tables
from bs_metrics.exports.deck import tiles as deck_tiles
from bs_metrics.exports.deck.paper import BODY, FOOTER, HEAD, TITLE, Box, Run, blank, named, put, stand, write
from bs_metrics.exports.fitting import LINE, fitted, height, plain, shortened, wrapped
from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.figures.style import print_palette
from bs_metrics.views.meeting.slide import Slide
from bs_metrics.views.phrases import about_line
from bs_metrics.views.provenance import unread
from bs_metrics.words import Language, words
from bs_metrics.writers.workbook import saved

_TITLE_SIZES = (40, 36, 32)
_TITLE_TALL = 156  # pt, at most: four lines of the smallest
_LINE_SIZES = (30, 28, 26, 24, 22, 20)
_SMALL_LINES = (28, 26, 24, 22, 20)  # beside a map
_COLUMN_LINES = (20, 18, 16, 14)  # in two columns below a chart or a table
_BETWEEN = 24  # pt between those columns
_LINE_GAP = 0.35  # of the size, between sentences
_HEAD_SIZE, _FOOTER_SIZE = 16, 14
_SPACE = 12  # pt between title, sentences and chart
_BELOW = 0.4  # of the room: sentences that take more stand on a slide of their own
_BESIDE = 0.28  # of the width: the sentences to the left of a map
_BOTTOM = BODY.y + BODY.tall

Draw = Callable[[Any, Box], None]  # puts something into a box of a slide


@dataclass(frozen=True)
class _Part:
    """What one slide of the file holds below its title; `beside`: the sentences stand to the left."""

    lines: list[str] = field(default_factory=list)
    size: float = _LINE_SIZES[-1]
    draw: Draw | None = None
    beside: bool = False
    cut: list[str] = field(default_factory=list)  # what is not whole there


def make(pack: Pack, progress: Progress = silent) -> bytes:
    """The file. A slide that holds more than fits becomes several, numbered in the title."""
    paper = blank(about_line(pack.snapshot.tables, pack.language), pack.named, pack.language, print_palette())
    for number, slide in enumerate(pack.slides, start=1):
        _add(paper, slide, pack)
        progress(number / (len(pack.slides) + 1))
    content = saved(paper)
    progress(1)
    return content


def _add(paper: Any, slide: Slide, pack: Pack) -> None:
    """The slide or slides of one message."""
    language, title = pack.language, plain(slide.title)
    tall, room = _below(title)
    parts = list(_parts(slide, room, language))
    if len(parts) > 1:  # then the title has its number, and may need another line
        tall, room = _below(words("deck.part", language, title=title, number=len(parts), count=len(parts)))
        parts = list(_parts(slide, room, language))
    for number, part in enumerate(parts, start=1):
        page = paper.slides.add_slide(paper.slide_layouts[0])
        size, text = _title(title, number, len(parts), tall, language)
        head = page.shapes.title
        head.left, head.top, head.width, head.height = TITLE._replace(tall=tall).emu
        write(head.text_frame, [_in_colours(text, slide, size)], language, anchor=MSO_ANCHOR.TOP)
        _above(page, slide, language)
        _fill(page, part, room, language)
        stand(page, _footer(slide, pack), language)
        _notes(page, slide, part, pack)


def _in_colours(text: str, slide: Slide, size: float) -> list[Run]:
    """A title as it stands there, what is missing in its colour."""
    runs, rest = [], text
    for piece, is_gap in slide.title_parts:
        said = plain(piece)
        if said and is_gap and said in rest:
            before, _, rest = rest.partition(said)
            runs += [Run(before, size, bold=True), Run(said, size, "missing", bold=True)]
    return [run for run in [*runs, Run(rest, size, bold=True)] if run.text]


def _above(page: Any, slide: Slide, language: Language) -> None:
    """The line above the title."""
    text = page.shapes.add_textbox(*HEAD.emu)
    said = shortened(plain(slide.above), _HEAD_SIZE, HEAD.wide, 1)
    write(text.text_frame, [[Run(said, _HEAD_SIZE, "muted")]], language, anchor=MSO_ANCHOR.BOTTOM)
    named(text, said)


def _title(title: str, number: int, count: int, tall: float, language: Language) -> tuple[float, str]:
    """The size and the text of a title, with its number where a message takes several slides."""
    kept = title
    while True:
        text = words("deck.part", language, title=kept, number=number, count=count) if count > 1 else kept
        size, fits = fitted([text], TITLE.wide, tall, _TITLE_SIZES, bold=True)
        if count == 1 or fits == [text]:
            return size, fits[0] if fits else ""
        kept = f"{kept[:-4].rstrip(' …')}…"


def _below(title: str) -> tuple[float, Box]:
    """The height of a title, one line or two where it fits in them, else as much as it may take; and what is left."""
    size, kept = fitted([title], TITLE.wide, TITLE.tall, _TITLE_SIZES, bold=True)
    tall: float = _TITLE_TALL
    if kept == [title]:
        tall = height(len(wrapped(title, size, TITLE.wide, bold=True)), size) + 2
    top = TITLE.y + tall + _SPACE
    return tall, Box(BODY.x, top, BODY.wide, _BOTTOM - top)


def _parts(slide: Slide, room: Box, language: Language) -> Iterator[_Part]:
    """What stands on each slide of the file: sentences below the picture, or before it where they are many."""
    lines, name = [plain(line) for line in slide.lines if plain(line)], plain(slide.name)
    chart = slide.chart if slide.chart is not None and len(slide.chart.rows) else None
    tiles = chart is not None and chart.kind == "tiles"
    alone = chart is None and slide.table is None
    if tiles:
        size, kept = fitted(lines, room.wide * _BESIDE, room.tall, _SMALL_LINES, gap=_LINE_GAP)
    else:
        tall = room.tall * _BELOW
        fits = (one for one in _COLUMN_LINES if _columns(lines, one, room.wide)[1] <= tall)
        size = next(fits, 0.0)
        kept = lines if size else []
    if alone or kept != lines:
        yield from (_Part(some, size) for some, size in _lines_a_slide(lines, room))
        kept = []
    if alone:
        return
    left = _rest(room, kept, size, tiles)
    for number, (draw, cut) in enumerate(_drawn(slide, left, name, language)):
        yield _Part(kept if number == 0 else [], size, draw, tiles, cut)


def _rest(room: Box, lines: list[str], size: float, beside: bool) -> Box:
    """What the sentences leave of the room."""
    if not lines:
        return room
    if beside:
        taken = room.wide * _BESIDE + _SPACE
        return Box(room.x + taken, room.y, room.wide - taken, room.tall)
    return room._replace(tall=room.tall - _columns(lines, size, room.wide)[1] - _SPACE)


def _columns(lines: list[str], size: float, wide: float) -> tuple[int, float]:
    """How many of the sentences stand in the left of two columns, so that they are low; and how high they are."""
    column = (wide - _BETWEEN) / 2
    tried = [
        (max(_height(some, size, column) for some in (lines[:left], lines[left:]) if some), -left)
        for left in range(1, len(lines) + 1)
    ]
    high, left = min(tried, default=(0.0, 0))
    return -left, high


def _height(lines: list[str], size: float, wide: float) -> float:
    return height(sum(len(wrapped(line, size, wide)) for line in lines), size) + _LINE_GAP * size * (len(lines) - 1)


def _lines_a_slide(lines: list[str], room: Box) -> Iterator[tuple[list[str], float]]:
    """The sentences, as many at a time as a slide holds; one slide where there are none."""
    size, kept = fitted(lines, room.wide, room.tall, _LINE_SIZES, gap=_LINE_GAP)
    if kept == lines:
        yield kept, size
        return
    shown: list[str] = []
    for line in lines:
        if shown and _height([*shown, line], size, room.wide) > room.tall:
            yield shown, size
            shown = []
        shown.append(fitted([line], room.wide, room.tall, [size])[1][0])
    yield shown, size


def _drawn(slide: Slide, room: Box, name: str, language: Language) -> Iterator[tuple[Draw, list[str]]]:
    """The chart or table of a slide, a piece for each slide of the file, with the texts that are not whole there."""
    chart, table = slide.chart, slide.table
    if chart is not None and len(chart.rows) and chart.kind == "tiles":
        size, rows, alt = deck_tiles.tile_size(chart.rows, room), chart.rows, chart.alt
        if size is not None:
            yield partial(deck_tiles.draw, tiles=rows, size=size, alt=alt, name=name, language=language), []
        else:
            table = deck_tiles.as_table(rows, language)
    elif chart is not None and len(chart.rows):
        for some in deck_charts.chunks(bars(chart), room.wide, room.tall):
            yield partial(deck_charts.draw, content=some, alt=chart.alt, name=name, language=language), []
    if table is not None:
        for cells, letters in deck_tables.chunks(table, room.wide, room.tall):
            draw = partial(deck_tables.draw, cells=cells, size=letters, name=name, language=language)
            yield draw, deck_tables.cut(cells, letters, room.wide)


def _fill(page: Any, part: _Part, room: Box, language: Language) -> None:
    """Sentences and picture below the title; a place of the layout that stays empty is taken away."""
    body = page.placeholders[1]
    if not part.lines:
        body._element.getparent().remove(body._element)
    elif part.draw is None or part.beside:
        wide = room.wide * _BESIDE if part.draw else room.wide
        tall = min(_height(part.lines, part.size, wide) + LINE, room.tall)
        _write_lines(body, Box(room.x, room.y, wide, tall), part.lines, part.size, language)
    else:
        left, high = _columns(part.lines, part.size, room.wide)
        box = Box(room.x, room.y + room.tall - high, (room.wide - _BETWEEN) / 2, high + LINE)
        _write_lines(body, box, part.lines[:left], part.size, language)
        if part.lines[left:]:
            other = box._replace(x=box.x + box.wide + _BETWEEN)
            _write_lines(page.shapes.add_textbox(*other.emu), other, part.lines[left:], part.size, language)
    if part.draw is not None:
        part.draw(page, _rest(room, part.lines, part.size, part.beside))


def _write_lines(shape: Any, box: Box, lines: list[str], size: float, language: Language) -> None:
    shape.left, shape.top, shape.width, shape.height = box.emu
    write(shape.text_frame, [[Run(line, size)] for line in lines], language, gap=_LINE_GAP * size)


def _footer(slide: Slide, pack: Pack) -> list[Run]:
    """A line each: what could not be read, which stands whole in the notes; source, as-of date and snapshot."""
    texts = [slide.source, pack.named] if slide.as_of in pack.named else [slide.source, slide.as_of, pack.named]
    lost = plain(unread(pack.snapshot.tables, pack.language))
    texts = texts[::-1] if lost else texts  # of one line the end may be cut
    line = " · ".join(plain(text) for text in texts if plain(text))
    lines = 1 if lost else int(FOOTER.tall / (_FOOTER_SIZE * LINE))
    runs = [Run(shortened(line, _FOOTER_SIZE, FOOTER.wide, lines), _FOOTER_SIZE, "muted")]
    return [Run(shortened(lost, _FOOTER_SIZE, FOOTER.wide, 1), _FOOTER_SIZE, "missing"), *runs] if lost else runs


def _notes(page: Any, slide: Slide, part: _Part, pack: Pack) -> None:
    """For the speaker: the message whole, where each number stands, and which data these are."""
    lost = unread(pack.snapshot.tables, pack.language)
    alt = [slide.chart.alt] if slide.chart is not None else []  # names that a chart shortens are whole there
    texts = [slide.title, *slide.lines, *alt, *part.cut, *slide.notes, slide.source, pack.named, lost]
    frame = page.notes_slide.notes_text_frame
    for number, text in enumerate(text for text in texts if plain(text)):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        put(paragraph, Run(text, 12), pack.language)
