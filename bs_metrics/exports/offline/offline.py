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
from bs_metrics.exports.offline.html import folded, lines, said, section, table, tag
from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.figures.colours import theme_options, theme_palette
from bs_metrics.views.cards import small_cards
from bs_metrics.views.gaps.missing import missing, missing_text
from bs_metrics.views.phrases import about_line, source_line, summary
from bs_metrics.views.provenance import figure_table, note_lines, set_lines
from bs_metrics.views.ratio_tables import gap_bars
from bs_metrics.views.slides.slide import Slide, SlideChart
from bs_metrics.views.slides.slides import bars_text
from bs_metrics.views.stages import stages
from bs_metrics.views.texts import about
from bs_metrics.views.unread import unread
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
        said("p", about_line(tables, language), class_="quiet")
        + said("h1", summary(pack.snapshot.ratios, about(tables, "goal", language), language))
        + said("p", " · ".join(filter(None, (pack.named, source_line(tables, language)))), class_="quiet")
        + said("p", unread(tables, language), class_="lost")
        + charts.without_script(),
    )
    listed = "".join(tag("li", said("a", name, href=f"#{anchor}")) for anchor, name, _ in parts)
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
        note = said("p", words("overview.gaps_note", language), class_="quiet")
        yield "gaps", name, section("gaps", name, _legend(pack), drawn, note)
    progress(0.2)
    lacking = missing(tables, ratios, language)
    if lacking:
        name = words("overview.missing", language)
        told = lines((line.what, missing_text(line, language)) for line in lacking)
        yield "missing", name, section("missing", name, told)
    cards = small_cards(tables, ratios, language)
    if cards:
        name = words("overview.others", language)
        told = lines(((card.value, card.label) for card in cards), "lines cards")
        cited = tag("ul", "".join(said("li", f"{card.label}: {card.source}") for card in cards), class_="plain")
        yield "others", name, section("others", name, told, folded(words("show.sources", language), cited))
    topics = [slide for slide in pack.slides if slide.id.split("-")[0] not in _ABOVE]
    for number, slide in enumerate(topics, start=1):
        yield f"topic-{number}", slide.name, _topic(f"topic-{number}", slide, charts, pack)
        progress(0.2 + 0.5 * number / len(topics))
    yield from _sources(pack)
    progress(0.8)


def _stages(pack: Pack, charts: Charts) -> Iterator[tuple[str, str, str]]:
    language, road = pack.language, stages(pack.snapshot, pack.language)
    if not road:
        return
    told = []
    for number, stage in enumerate(road, start=1):
        alt = words("overview.stage_alt", language, ratio=stage.headline, noun=stage.noun, name=stage.name)
        told.append(
            tag(
                "article",
                said("h3", stage.name)
                + said("p", stage.deadline, class_="quiet")
                + said("p", stage.headline, class_="number")
                + said("p", stage.noun, class_="quiet")
                + charts.still(stage.segments, alt)
                + said("p", stage.text)
                + said("p", stage.time, class_="quiet"),
                class_="stage",
                id=f"stage-{number}",
            )
        )
    name = words("offline.stages", language)
    yield "stages", name, section("stages", name, tag("div", "".join(told), class_="stages"))


def _three(pack: Pack) -> str:
    """The stages' ratios side by side for a phone, whose first screen has no room for the cards below."""
    items = [
        tag("li", tag("a", said("b", stage.headline) + said("span", stage.name), href=f"#stage-{number}"))
        for number, stage in enumerate(stages(pack.snapshot, pack.language), start=1)
    ]
    return tag("ul", "".join(items), class_="three") if items else ""


def _topic(anchor: str, slide: Slide, charts: Charts, pack: Pack) -> str:
    """One message whole: its sentence, its chart or table, and where each number stands."""
    told = tag("ul", "".join(said("li", line) for line in slide.lines), class_="plain") if slide.lines else ""
    cited = tag("ul", "".join(said("li", note) for note in slide.notes), class_="plain") if slide.notes else ""
    listed = table(slide.table, slide.name) if slide.table is not None else ""
    sources = folded(words("show.sources", pack.language), cited)
    return said("p", slide.name, class_="name") + section(
        anchor, slide.title, told, charts.of(slide.chart), listed, sources
    )


def _sources(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Every measure with its source, the criteria sets, what is wrong in the report."""
    shown, language = pack.snapshot, pack.language
    if shown.ratios:
        name = words("data.figures", language)
        legend = said("p", words("data.confidence_legend", language), class_="quiet")
        yield (
            "figures",
            name,
            section("figures", name, table(figure_table(shown.tables, shown.ratios, language), name), legend),
        )
    for anchor, key, found in (
        ("sets", "data.sets", set_lines(shown.tables, language)),
        ("wrong", "data.wrong", note_lines(shown.tables, language)),
    ):
        if found:
            name = words(key, language)
            yield anchor, name, section(anchor, name, lines(found))


def _legend(pack: Pack) -> str:
    """How the statuses and the target are drawn."""
    words_of = [(status, words(f"status.{status}", pack.language)) for status in _STATUSES]
    words_of.append(("target", words("deck.mark_shares", pack.language)))
    items = [tag("li", tag("i", class_=status, aria_hidden="true") + escape(word)) for status, word in words_of]
    return tag("ul", "".join(items), class_="legend")


def _document(body: str, figures: str, title: str, pack: Pack) -> bytes:
    """The whole file: policy, style, content, and the scripts that the policy names by their hashes."""
    scripts = [get_plotlyjs(), _own("offline.js")]
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
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
        f'<!doctype html>\n<html lang="{escape(pack.language)}"><head>{head}{said("title", title or pack.named)}'
        f"<style>{style}</style></head><body>{body}{data}{run}</body></html>\n"
    )
    return page.encode("utf-8")


def _own(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()


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
        f"src:url(data:font/woff2;base64,{_encoded(face['url'])}) format('woff2')}}"
        for face in faces
    )


def _encoded(url: str) -> str:
    return base64.b64encode((_FONTS / Path(url).name).read_bytes()).decode()
