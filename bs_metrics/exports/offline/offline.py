"""The snapshot as one page that opens without a network: figures, charts, tables, sources, all in a single file."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path

from plotly.offline import get_plotlyjs

from bs_metrics.exports.offline.charts import Charts
from bs_metrics.exports.offline.html import bullets, element, folded, lines, section, table, tag
from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.figures.colours import theme_options, theme_palette
from bs_metrics.views.activities import small_cards
from bs_metrics.views.gaps import missing, missing_text
from bs_metrics.views.phrases import about_line, source_line, summary
from bs_metrics.views.provenance import figure_table, note_lines, set_lines, unread
from bs_metrics.views.ratio_tables import gap_bars
from bs_metrics.views.slides.slide import Slide, SlideChart
from bs_metrics.views.slides.slides import bars_text
from bs_metrics.views.stages import stages
from bs_metrics.views.texts import about
from bs_metrics.words import words

_WEIGHTS = (400, 600, 700)
_FONTS = Path(__file__).parents[3] / "ui" / "static" / "fonts"
_ABOVE = ("overview", "missing")  # slides whose content stands whole in the upper part of the page
_STATUSES = ("met", "not_met", "unknown")


def make(pack: Pack, progress: Progress = silent) -> bytes:
    """The page, UTF-8. It asks for nothing from outside, and its own policy forbids it to."""
    charts = Charts(pack.language)
    parts = list(_sections(pack, charts, progress))
    tables, language = pack.snapshot.tables, pack.language
    head = tag(
        "header",
        element("p", about_line(tables, language), class_="quiet")
        + element("h1", summary(pack.snapshot.ratios, about(tables, "goal", language), language))
        + element("p", " · ".join(filter(None, (pack.named, source_line(tables, language)))), class_="quiet")
        + element("p", unread(tables, language), class_="lost")
        + charts.without_script(),
    )
    listed = "".join(tag("li", element("a", name, href=f"#{anchor}")) for anchor, name, _ in parts)
    contents = words("offline.contents", language)
    nav = tag("nav", folded(contents, tag("ul", listed)), aria_label=contents)
    body = head + _three(pack) + nav + tag("main", "".join(content for _, _, content in parts))
    page = _document(body, charts.as_json(), about_line(tables, language), pack)
    progress(1)
    return page


def _sections(pack: Pack, charts: Charts, progress: Progress) -> Iterator[tuple[str, str, str]]:
    """Anchor, name and HTML of each part, in order. Anchors are numbers: an id of the data may be anything."""
    shown, language = pack.snapshot, pack.language
    tables, ratios = shown.tables, shown.ratios
    yield from _stages(pack, charts)
    gaps = gap_bars(ratios, language)
    if len(gaps):
        name = words("overview.gaps", language)
        drawn = charts.of(SlideChart("shares", gaps, bars_text(gaps)))
        note = element("p", words("overview.gaps_note", language), class_="quiet")
        yield "gaps", name, section("gaps", name, _legend(pack), drawn, note)
    progress(0.2)
    lacking = missing(tables, ratios, language)
    if lacking:
        name = words("overview.missing", language)
        texts = lines((line.what, missing_text(line, language)) for line in lacking)
        yield "missing", name, section("missing", name, texts)
    cards = small_cards(tables, ratios, language)
    if cards:
        name = words("overview.others", language)
        figures = lines(((card.value, card.label) for card in cards), "lines cards")
        sources = folded(words("show.sources", language), bullets(f"{card.label}: {card.source}" for card in cards))
        yield "others", name, section("others", name, figures, sources)
    topics = [slide for slide in pack.slides if slide.id.split("-")[0] not in _ABOVE]
    for number, slide in enumerate(topics, start=1):
        yield f"topic-{number}", slide.name, _topic(f"topic-{number}", slide, charts, pack)
        progress(0.2 + 0.5 * number / len(topics))
    yield from _sources(pack)
    progress(0.8)


def _stages(pack: Pack, charts: Charts) -> Iterator[tuple[str, str, str]]:
    language, articles = pack.language, ""
    for number, stage in enumerate(stages(pack.snapshot, language), start=1):
        alt = words("overview.stage_alt", language, ratio=stage.headline, noun=stage.noun, name=stage.name)
        content = (
            element("h3", stage.name),
            element("p", stage.deadline, class_="quiet"),
            element("p", stage.headline, class_="number"),
            element("p", stage.noun, class_="quiet"),
            charts.still(stage.segments, alt),
            element("p", stage.text),
            element("p", stage.time, class_="quiet"),
        )
        articles += tag("article", "".join(content), class_="stage", id=f"stage-{number}")
    if articles:
        name = words("offline.stages", language)
        yield "stages", name, section("stages", name, tag("div", articles, class_="stages"))


def _three(pack: Pack) -> str:
    """The stages' ratios side by side for a phone, whose first screen has no room for the cards below."""
    items = ""
    for number, stage in enumerate(stages(pack.snapshot, pack.language), start=1):
        link = tag("a", element("b", stage.headline) + element("span", stage.name), href=f"#stage-{number}")
        items += tag("li", link)
    return tag("ul", items, class_="three") if items else ""


def _topic(anchor: str, slide: Slide, charts: Charts, pack: Pack) -> str:
    """One message whole: its sentence, its chart or table, and where each number stands."""
    listed = table(slide.table, slide.name) if slide.table is not None else ""
    sources = folded(words("show.sources", pack.language), bullets(slide.notes))
    content = bullets(slide.lines), charts.of(slide.chart), listed, sources
    return element("p", slide.name, class_="name") + section(anchor, slide.title, *content)


def _sources(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Every measure with its source, the criteria sets, what is wrong in the report."""
    shown, language = pack.snapshot, pack.language
    if shown.ratios:
        name = words("data.figures", language)
        legend = element("p", words("data.confidence_legend", language), class_="quiet")
        figures = table(figure_table(shown.tables, shown.ratios, language), name)
        yield "figures", name, section("figures", name, figures, legend)
    for anchor, name, rows in (
        ("sets", words("data.sets", language), set_lines(shown.tables, language)),
        ("wrong", words("data.wrong", language), note_lines(shown.tables, language)),
    ):
        if rows:
            yield anchor, name, section(anchor, name, lines(rows))


def _legend(pack: Pack) -> str:
    """How the statuses and the target are drawn."""
    words_of = [(status, words(f"status.{status}", pack.language)) for status in _STATUSES]
    words_of.append(("target", words("deck.mark_shares", pack.language)))
    items = [tag("li", tag("i", class_=status, aria_hidden="true") + escape(word)) for status, word in words_of]
    return tag("ul", "".join(items), class_="legend")


def _document(body: str, figures: str, title: str, pack: Pack) -> bytes:
    """The whole file: policy, style, content, and the scripts that the policy names by their hashes."""
    scripts = [get_plotlyjs(), _own("offline.js")]
    hashes = " ".join(f"'sha256-{_base64(hashlib.sha256(script.encode()).digest())}'" for script in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    style = "".join((_faces(), _variables(), _own("offline.css")))
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
        for mode in ("light", "dark")
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
