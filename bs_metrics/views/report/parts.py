"""The parts of a report: a paragraph with its source, a table with its source, a topic of both."""

from collections.abc import Iterable
from dataclasses import dataclass

from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_count, two_digits
from bs_metrics.words import Language, words

_BEFORE_PLACE = " · "  # as `traced` writes it


@dataclass(frozen=True)
class Said:
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
    """A numbered heading, what is said below it (lettered where it is more than one `point`), and its tables."""

    heading: str
    said: tuple[Said, ...] = ()
    grids: tuple[Grid, ...] = ()


def bracket(sources: Iterable[str], language: Language) -> str:
    """The sources of a paragraph."""
    cited = _cited(sources)
    return words("report.bracket", language, sources=cited) if cited else ""


def source_below(sources: Iterable[str], language: Language) -> str:
    """The sources of a table."""
    cited = _cited(sources)
    return words("report.source", language, sources=cited) if cited else ""


def _cited(sources: Iterable[str]) -> str:
    """Each document once with all the places (file, sheet, rows) that hold what it says."""
    places: dict[str, dict[str, list[str]]] = {}
    for source in dict.fromkeys(source for source in sources if source):
        document, _, place = source.rpartition(_BEFORE_PLACE)
        sheet, _, rows = place.rpartition(", ")
        if sheet:
            places.setdefault(document, {}).setdefault(sheet, []).append(rows)
        else:
            places.setdefault(source, {})
    told = []
    for document, sheets in places.items():
        at = [f"{sheet}, {', '.join(dict.fromkeys(rows))}" for sheet, rows in sheets.items()]
        told.append(_BEFORE_PLACE.join(filter(None, (document, *at))))
    return "; ".join(told)


def counted(number: int, ratio: Ratio, language: Language) -> str:
    """A count with its noun, as documents print it: 07 tiêu chí."""
    return f"{format_count(number, language)} {ratio.noun(number, language)}"


def administrative(text: str, ratios: dict[str, Ratio], language: Language) -> str:
    """A sentence of a page with its counts as documents print them."""
    nouns = {ratio.label(column, language) or "" for ratio in ratios.values() for column in ("noun", "phrase")}
    return two_digits(text, nouns, language)
