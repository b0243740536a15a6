"""The parts of a report: a paragraph with its source, a table with its source, a topic of both."""

from collections.abc import Iterable
from dataclasses import dataclass

from bs_metrics.contract.citations import Citation, Span, merged
from bs_metrics.views.texts import place_text
from bs_metrics.words import Language, words


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `source` is the bracket that follows it, empty where nothing in it is a figure."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Grid:
    """A table as text cells, `widths` the columns' shares of the page's width; `source` is the line below it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    source: str = ""
    centred: tuple[int, ...] = ()  # columns of numbers, dates and results


@dataclass(frozen=True)
class Topic:
    """A numbered heading, its paragraphs (lettered where it is more than one `point`), and its tables."""

    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    grids: tuple[Grid, ...] = ()


def bracket(sources: Iterable[Citation], language: Language) -> str:
    """The sources of a paragraph."""
    cited = _cited(sources)
    return words("report.bracket", language, sources=cited) if cited else ""


def source_below(sources: Iterable[Citation], language: Language) -> str:
    """The sources of a table."""
    cited = _cited(sources)
    return words("report.source", language, sources=cited) if cited else ""


def _cited(sources: Iterable[Citation]) -> str:
    """Each document once, with all the places that hold what it says: each file and sheet once, with its rows."""
    places: dict[tuple[str, ...], dict[tuple[str, str], tuple[Span, ...]]] = {}
    for one in sources:
        sheets, place = places.setdefault(one.documents, {}), (one.file, one.sheet)
        sheets[place] = merged((*sheets.get(place, ()), *one.rows))
    parts = []
    for documents, sheets in places.items():
        at = (place_text(Citation((), *place, rows)) for place, rows in sheets.items())
        parts.append(" · ".join((*documents, *at)))
    return "; ".join(parts)
