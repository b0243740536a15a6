"""The parts of a report: a paragraph with its source, a table with its source, a topic of both; how they are made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bs_metrics.contract.citations import Citation, Span, merged
from bs_metrics.numbers import format_count
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.texts import day_text, place_text
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


@dataclass(frozen=True)
class Teller:
    """A snapshot told in a language, with counts as official documents print them."""

    shown: Snapshot
    language: Language

    def text(self, key: str, **values: object) -> str:
        """A sentence of the report's words."""
        return words(f"report.{key}", self.language, **values)

    def count(self, number: int) -> str:
        """A count as a document prints it."""
        return format_count(number, self.language)

    def day(self, day: date | None) -> str:
        """A date; one that the tables do not give is said to be missing."""
        return day_text(day, self.language, self.text("not_in_data"))

    def paragraph(self, text: str, sources: Iterable[Citation]) -> Paragraph:
        """A text with its sources."""
        return Paragraph(text, bracket(sources, self.language))

    def grid(
        self,
        caption: str,
        head: Iterable[str],
        rows: Iterable[Iterable[object]],
        shares: Sequence[float],
        sources: Iterable[Citation],
        centred: tuple[int, ...],
        numbered: bool = False,
    ) -> Grid:
        """A table with its sources; `shares` are the columns' widths to one another. The first of a `numbered` one
        holds the rows' numbers, and stands in `shares` and `centred` but not in `head` and `rows`.
        """
        cells, head = [tuple(map(str, row)) for row in rows], tuple(head)
        if numbered:
            cells = [(str(number), *row) for number, row in enumerate(cells, start=1)]
            head = (self.text("ordinal"), *head)
        cited, total = _cited(sources), sum(shares)
        below = self.text("source", sources=cited) if cited else ""
        return Grid(caption, head, tuple(cells), tuple(share / total for share in shares), below, centred)


def bracket(sources: Iterable[Citation], language: Language) -> str:
    """The sources of a paragraph."""
    cited = _cited(sources)
    return words("report.bracket", language, sources=cited) if cited else ""


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
