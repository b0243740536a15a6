"""The snapshot as one page that opens without a network: figures, charts, tables, sources, all in a single file.

Every text is escaped where it is put in; nothing but `tag` takes markup.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from bs_metrics.exports.fitting import plain
from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.figures.bars import stage_bar
from bs_metrics.figures.enlarged import SLIDE_FIGURES
from bs_metrics.figures.inline import image
from bs_metrics.figures.maps import LAYOUT, tile_map
from bs_metrics.figures.style import Palette, theme_options, theme_palette
from bs_metrics.views.activities import small_cards
from bs_metrics.views.gaps import missing, missing_text
from bs_metrics.views.meeting.slide import Slide, SlideChart, gap_chart
from bs_metrics.views.phrases import about_line, source_line, summary
from bs_metrics.views.provenance import figure_table, note_lines, set_lines, unread
from bs_metrics.views.stages import Stage, segments, stages
from bs_metrics.views.texts import about, dotted
from bs_metrics.words import Language, words

MODES = ("light", "dark")
_WEIGHTS = (400, 600, 700)
_FONTS = Path(__file__).parents[3] / "ui" / "static" / "fonts"
_ABOVE = ("overview", "missing")  # slides whose content stands whole in the upper part of the page
_STATUSES = ("met", "not_met", "unknown")
_COLUMNS = {  # what the table of a chart holds: column of its rows, key of the heading
    "shares": {"label": "column.name", "inside": "column.ratio", "beside": "column.gap"},
    "thresholds": {"label": "column.name", "beside": "column.value"},
    "tiles": {"name": "column.unit", "word": "column.status"},
}
_VARIABLES = Palette(**{role.name: f"var(--{role.name})" for role in fields(Palette)})  # as the page's style has them
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
Part = tuple[str, str, str]  # anchor, name and HTML


def make(pack: Pack, progress: Progress = silent) -> bytes:
    """The page, UTF-8. It asks for nothing from outside, and its own policy forbids it to."""
    charts, road = _Charts(pack.language), stages(pack.snapshot, pack.language)
    parts = list(_sections(pack, road, charts, progress))
    tables, language = pack.snapshot.tables, pack.language
    goal = about(tables, "goal", language)
    head = tag(
        "header",
        element("p", about_line(tables, language), class_="quiet")
        + element("h1", summary(pack.snapshot.ratios, goal, language, as_of=pack.snapshot.as_of))
        + element("p", dotted(pack.named, source_line(tables, language)), class_="quiet")
        + element("p", unread(tables, language), class_="lost")
        + tag("noscript", element("p", words("offline.no_script", language))),
    )
    links = "".join(tag("li", element("a", name, href=f"#{anchor}")) for anchor, name, _ in parts)
    contents = words("offline.contents", language)
    nav = tag("nav", _folded(contents, tag("ul", links)), aria_label=contents)
    # The stages' ratios side by side for a phone, whose first screen has no room for the cards below.
    said = (element("b", stage.headline) + element("span", stage.name) for stage in road)
    three = _list((tag("a", text, href=f"#stage-{number}") for number, text in enumerate(said, start=1)), "three")
    body = head + three + nav + tag("main", "".join(content for _, _, content in parts))
    page = _document(body, in_script(charts.figures), about_line(tables, language), pack)
    progress(1)
    return page


def _sections(pack: Pack, road: list[Stage], charts: "_Charts", progress: Progress) -> Iterator[Part]:
    """The parts in order. Anchors are numbers: an id of the data may be anything."""
    shown, language = pack.snapshot, pack.language
    tables, ratios = shown.tables, shown.ratios
    if road:
        articles = (_stage(number, stage, charts, language) for number, stage in enumerate(road, start=1))
        yield _part("stages", words("offline.stages", language), tag("div", "".join(articles), class_="stages"))
    gaps = charts.of(gap_chart(ratios, language))
    if gaps:
        note = element("p", words("overview.gaps_note", language), class_="quiet")
        yield _part("gaps", words("overview.gaps", language), _legend(language), gaps, note)
    progress(0.2)
    lacking = missing(tables, ratios, language)
    if lacking:
        texts = _lines((line.what, missing_text(line, language)) for line in lacking)
        yield _part("missing", words("overview.missing", language), texts)
    cards = small_cards(tables, ratios, language)
    if cards:
        figures = _lines(((card.value, card.label) for card in cards), "lines cards")
        sources = _bullets(f"{card.label}: {card.source}" for card in cards)
        folded = _folded(words("show.sources", language), sources)
        yield _part("others", words("overview.others", language), figures, folded)
    topics = [slide for slide in pack.slides if slide.id.split("-")[0] not in _ABOVE]
    for number, slide in enumerate(topics, start=1):
        yield _topic(f"topic-{number}", slide, charts)
        progress(0.2 + 0.5 * number / len(topics))
    if ratios:
        name = words("data.figures", language)
        legend = element("p", words("data.confidence_legend", language), class_="quiet")
        yield _part("figures", name, table(figure_table(tables, ratios, language), name), legend)
    for anchor, rows in (("sets", set_lines(tables, ratios, language)), ("wrong", note_lines(tables, language))):
        if rows:
            yield _part(anchor, words(f"data.{anchor}", language), _lines(rows))
    progress(0.8)


def _part(anchor: str, name: str, *content: str) -> Part:
    """A part of the page under its name."""
    head = element("h2", name, id=f"{anchor}-h")
    return anchor, name, tag("section", head + "".join(content), id=anchor, aria_labelledby=f"{anchor}-h")


def _stage(number: int, stage: Stage, charts: "_Charts", language: Language) -> str:
    alt = words("overview.stage_alt", language, ratio=stage.headline, noun=stage.noun, name=stage.name)
    content = (
        element("h3", stage.name),
        element("p", stage.deadline, class_="quiet"),
        element("p", stage.headline, class_="number"),
        element("p", stage.noun, class_="quiet"),
        charts.place(stage_bar, segments(stage.ratio), alt, still=True),
        element("p", stage.text),
        element("p", stage.said, class_="number" if stage.verdict == "overdue" else "verdict"),
        element("p", stage.time, class_="quiet"),
    )
    return tag("article", "".join(content), class_="stage", id=f"stage-{number}")


def _topic(anchor: str, slide: Slide, charts: "_Charts") -> Part:
    """One message whole: its sentence, its chart or table, and where each number stands."""
    listed = table(slide.table, slide.name) if slide.table is not None else ""
    sources = _folded(words("show.sources", charts.language), _bullets(slide.notes))
    lines = _bullets(slide.lines, "plain beside")
    told = replace(slide, title=plain(slide.title), gaps=tuple(map(plain, slide.gaps))).title_parts
    title = "".join(tag("b", escape(text), class_="gap") if is_gap else escape(text) for text, is_gap in told)
    head = element("p", slide.above, class_="name") + tag("h2", title, id=f"{anchor}-h")
    content = "".join((head, charts.of(slide.chart), lines, listed, sources))
    return anchor, slide.name, tag("section", content, id=anchor, class_="topic", aria_labelledby=f"{anchor}-h")


def _legend(language: Language) -> str:
    """How the statuses and the target are drawn."""
    words_of = [(status, words(f"status.{status}", language)) for status in _STATUSES]
    words_of.append(("target", words("deck.mark_shares", language)))
    return _list((tag("i", class_=status, aria_hidden="true") + escape(word) for status, word in words_of), "legend")


@dataclass
class _Charts:
    """Collects the figures of a page, which its script draws: each for light and for dark."""

    language: Language
    figures: list[dict[str, Any]] = field(default_factory=list)

    def of(self, chart: SlideChart | None) -> str:
        """A figure with its numbers as a table behind one click; nothing where there is nothing to draw."""
        if chart is None or not len(chart.rows):
            return ""
        if chart.kind == "tiles":
            place = tag("figure", image(tile_map(chart.rows, _VARIABLES), chart.alt))
        else:
            place = self.place(SLIDE_FIGURES[chart.kind], chart.rows, chart.alt)
        columns = _COLUMNS[chart.kind]
        numbers = chart.rows[list(columns)].set_axis([words(key, self.language) for key in columns.values()], axis=1)
        name = words("offline.numbers", self.language)
        return place + _folded(name, table(numbers, name))

    def place(
        self, draw: Callable[[pd.DataFrame, Palette], go.Figure], rows: pd.DataFrame, alt: str, still: bool = False
    ) -> str:
        """The element that the script draws into. It is as high as its figure before that, so that nothing jumps.

        A `still` figure is to look at only.
        """
        figures = {mode: json.loads(draw(rows, theme_palette(mode)).to_json()) for mode in MODES}
        for figure in figures.values():
            figure["layout"].pop("template", None)
        height, number = int(figures["light"]["layout"]["height"]), str(len(self.figures))
        self.figures.append({"still": still, **figures})
        drawn = tag("div", class_="chart", role="img", aria_label=alt, data_chart=number, style=f"height:{height}px")
        return tag("figure", drawn)


def tag(name: str, content: str = "", **attributes: str | bool | None) -> str:
    """An element around `content`, which is HTML already. `class_` gives class, `aria_label` aria-label."""
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{given}>{content}</{name}>"


def element(name: str, text: str | None, **attributes: str | bool | None) -> str:
    """An element with a text, in one line and without signs that turn its direction; nothing where there is none."""
    kept = plain(text or "")
    return tag(name, escape(kept), **attributes) if kept else ""


def _list(items: Iterable[str], class_: str) -> str:
    """A list of HTML; nothing where there is nothing in it."""
    inside = "".join(tag("li", item) for item in items)
    return tag("ul", inside, class_=class_) if inside else ""


def _lines(texts: Iterable[tuple[str, str]], class_: str = "lines") -> str:
    """A list of what in ink and how in grey."""
    return _list((element("b", what) + element("span", how) for what, how in texts), class_)


def _bullets(texts: Iterable[str], class_: str = "plain") -> str:
    """A plain list of texts."""
    return _list((escape(kept) for text in texts if (kept := plain(text))), class_)


def _folded(summary: str, content: str) -> str:
    """What opens at a click, without a script."""
    return tag("details", element("summary", summary) + content) if content else ""


def table(frame: pd.DataFrame, caption: str) -> str:
    """A frame of text cells. On a narrow screen its rows stand below one another, each cell after its heading; by the
    roles it stays a table for a screen reader there.
    """
    heads = [str(name) for name in frame.columns]
    head = "".join(element("th", name, scope="col", role="columnheader") for name in heads)
    body = "".join(tag("tr", _cells(heads, row), role="row") for row in frame.itertuples(index=False, name=None))
    inside = element("caption", caption) + tag("thead", tag("tr", head, role="row"), role="rowgroup")
    return tag(
        "div", tag("table", inside + tag("tbody", body, role="rowgroup"), role="table"), class_="wide", tabindex="0"
    )


def _cells(heads: list[str], row: Iterable[Any]) -> str:
    texts = ["" if value is None or value != value else plain(str(value)) for value in row]
    first = element("th", texts[0] or "–", scope="row", role="rowheader", data_head=heads[0])
    rest = zip(heads[1:], texts[1:], strict=True)
    return first + "".join(tag("td", escape(text), role="cell", data_head=head) for head, text in rest)


def in_script(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)


def _document(body: str, figures: str, title: str, pack: Pack) -> bytes:
    """The whole file: policy, style, content, and the scripts that the policy names by their hashes."""
    scripts = [get_plotlyjs(), _own("offline.js")]
    hashes = " ".join(f"'sha256-{_base64(hashlib.sha256(script.encode()).digest())}'" for script in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    style = "".join((_faces(), _variables(), _own("offline.css"), LAYOUT))
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=True)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta name="description" content="{escape(pack.named)}">'
    )
    data = f'<script type="application/json" id="charts">{figures}</script>'
    run = "".join(f"<script>{script}</script>" for script in scripts)
    page = (
        f'<!doctype html>\n<html lang="{escape(pack.language)}"><head>{head}{element("title", title or pack.named)}'
        f"<style>{style}</style></head><body>{body}{data}{run}</body></html>\n"
    )
    return page.encode("utf-8")


def _own(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _variables() -> str:
    """The theme's colours as variables: dark where the reader's screen is, light on paper."""
    light, dark = (
        "".join(f"--{role.name}:{getattr(theme_palette(mode), role.name)};" for role in fields(theme_palette(mode)))
        for mode in MODES
    )
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


@cache
def _faces() -> str:
    """The typeface's files in the page itself, in the weights that it uses (SIL OFL 1.1)."""
    faces = [face for face in theme_options()["fontFaces"] if face["weight"] in _WEIGHTS]
    return "/* Be Vietnam Pro, SIL Open Font License 1.1 */" + "".join(
        f'@font-face{{font-family:"{face["family"]}";font-weight:{face["weight"]};font-display:swap;'
        f"unicode-range:{face['unicodeRange']};"
        f"src:url(data:font/woff2;base64,{_base64((_FONTS / Path(face['url']).name).read_bytes())}) format('woff2')}}"
        for face in faces
    )
