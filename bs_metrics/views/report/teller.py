"""What a report is made of: paragraphs and tables with their sources, topics of both; a measure in its sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from bs_metrics.contract.citations import Citation, Span, merged
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import standing
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.numbers import exact, format_count, format_number, format_share
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import basis_text, counted, gap_text, over_total, ratio_text
from bs_metrics.views.schools import level_of, schools_of
from bs_metrics.views.texts import (
    day_text,
    in_language,
    lower_first,
    noun_of,
    place_text,
    ratio_name,
    short_name,
    unit_names,
    upper_first,
)
from bs_metrics.views.unit_criteria import UnitTexts
from bs_metrics.words import Language, words

_MOST_NAMED = 10  # more are found in the topic's table
_MOST_IN_FULL = 3  # criteria with their names; more are named by their numbers


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
    """A snapshot told in a language, its measures in sentences, with counts as official documents print them."""

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
        table: pd.DataFrame,
        shares: Sequence[float],
        sources: Iterable[Citation],
        centred: tuple[int, ...],
        numbered: bool = False,
    ) -> Grid:
        """A table with its sources; `shares` are the columns' widths to one another. The first of a `numbered` one
        holds the rows' numbers, and stands in `shares` and `centred` but not in `table`.
        """
        cells, head = [tuple(map(str, row)) for row in table.itertuples(index=False)], tuple(table.columns)
        if numbered:
            cells = [(str(number), *row) for number, row in enumerate(cells, start=1)]
            head = (self.text("ordinal"), *head)
        cited, total = _cited(sources), sum(shares)
        below = self.text("source", sources=cited) if cited else ""
        return Grid(caption, head, tuple(cells), tuple(share / total for share in shares), below, centred)

    def ratio_paragraph(self, ratio: Ratio) -> Paragraph:
        """The paragraph of a measure: name, figures with the items named, target, remark; its sources."""
        sentences = [self.text("point", name=ratio_name(ratio, self.language), said=self._figures(ratio))]
        sources = list(ratio.sources)
        if ratio.target:
            day, gap = self.day(ratio.deadline), gap_text(ratio, self.language, format_count)
            key = "target" if ratio.target.is_number else "deadline"
            sentences.append(self.text(key, target=self.target_text(ratio), deadline=day, gap=gap))
            sources.append(ratio.target.citation)
        note = in_language(ratio.measure.note, self.language)
        if note:
            sentences.append(self.text("note", note=upper_first(note).rstrip(".")))
        return self.paragraph(" ".join(sentences), sources)

    def _figures(self, ratio: Ratio) -> str:
        """How many are met and how many are not, each with its share."""
        if ratio.headline.kind == "contradiction":
            return self.text("contradiction", ratio=ratio_text(ratio, self.language)) + self._to_review(ratio)
        stated = ratio.reported.basis if ratio.headline.kind == "reported" and ratio.reported else None
        is_own = stated in (None, "reported")  # that a figure is reported goes without saying in a report
        basis = "" if is_own else self.text("basis", basis=basis_text(ratio, self.language))
        if ratio.total is None:
            return self._bare(ratio, basis)
        met, total, noun = ratio.tally.lower, ratio.total, self._noun(ratio, ratio.total)
        if met != ratio.tally.upper:
            return self._span(ratio)
        if not met and ratio.measure.counts == "reported":  # the total may be of more than what is counted
            share = format_share(ratio.headline.share or Fraction(0), self.language)
            return self.text("bare_ratio", ratio=ratio_text(ratio, self.language), share=share, basis=basis)
        if not met:
            named = self._named(ratio, "not_met", total)
            values = {"total": self.count(total), "noun": noun, **self._results(ratio)}
            return self.text("none_met", basis=basis, named=named, **values)
        named, results = self._named(ratio, "met", met, remainder=False), self._results(ratio)
        text = self.text("met", noun=noun, basis=basis, named=named, **self._part(met, ratio), **results)
        if met < total and ratio.needed is not None:
            named = self._named(ratio, "not_met", total - met)
            text += " " + self.text("left", noun=noun, named=named, **self._part(total - met, ratio), **results)
        return text

    def _to_review(self, ratio: Ratio) -> str:
        """Units by name whose criteria fail or contradict what is stated of them; nothing where none do."""
        if ratio.measure.counts != "units":
            return ""
        named = UnitTexts(self.shown.ratios, ratio.measure.set, self.language).named_reasons(self.shown.tables)
        names = "; ".join(self.text("reason", name=name, reason=reason) for name, reason in named)
        return " " + self.text("to_review", names=names) if names else ""

    def _results(self, ratio: Ratio) -> dict[str, str]:
        """The words for being met or not: a criterion is met, a unit or a school meets what it is held to, or is not
        recognised yet.
        """
        of = "items" if ratio.measure.counts in ("criteria", "items") else "holders"
        results = {status: self.text(f"{of}_{status}") for status in ("met", "not_met")}
        if ratio.measure.counts == "units" and ratio.reported and ratio.reported.basis == "recognised":
            results["not_met"] = words("status.not_recognised", self.language)
        return results

    def _noun(self, ratio: Ratio, number: int) -> str:
        return noun_of(ratio, number, self.language)

    def _part(self, number: int, ratio: Ratio, count: str = "count", share: str = "share") -> dict[str, str]:
        """What a sentence says of a part of the total, under the names of its blanks."""
        part = Fraction(number, ratio.tally.total)
        over = over_total(number, ratio, self.language)
        return {count: over, share: format_share(part, self.language)}

    def _bare(self, ratio: Ratio, basis: str) -> str:
        met, share = ratio.headline.met, ratio.headline.share
        if met is not None:
            return self.text("bare_count", count=self.count(met), noun=self._noun(ratio, met), basis=basis)
        if share is not None:
            return self.text("bare_share", share=format_share(share, self.language), basis=basis)
        return self.text("no_figure")

    def _span(self, ratio: Ratio) -> str:
        tally, values = ratio.tally, {"noun": self._noun(ratio, ratio.tally.total), **self._results(ratio)}
        for end, met in (("low", tally.lower), ("high", tally.upper)):
            values |= self._part(met, ratio, end, f"{end}_share")
        for status in ("met", "not_met", "unknown"):
            number = getattr(tally, status)
            values[f"counted_{status}"] = counted(number, ratio, self.language, format_count)
            values[f"{status}_named"] = self._named(ratio, status, number)
        return self.text("span", **values)

    def target_text(self, ratio: Ratio) -> str:
        """What is to be reached: 3/21 xã (10%)."""
        if ratio.target is None or not ratio.target.is_number:
            return words("target.none", self.language)
        percent = ratio.target.percent
        shown = "" if percent is None else format_number(exact(percent), self.language) + "%"
        if ratio.total is None or ratio.needed is None:
            return shown or counted(ratio.target.count or 0, ratio, self.language, format_count)
        count = over_total(ratio.needed, ratio, self.language) + f" {self._noun(ratio, ratio.total)}"
        return f"{count} ({shown})" if shown else count

    def _named(self, ratio: Ratio, status: str, number: int, remainder: bool = True) -> str:
        """The items of a status by name, and how many of `number` nobody names; nothing for too many."""
        if ratio.measure.counts == "parts":
            return ""  # the measures added up name them
        items = self._names(ratio, status)
        rest = number - len(items)
        if rest < 0 or not number or len(items) > _MOST_NAMED:
            return ""
        shown = self._shown(ratio, items)
        names = (", " if shown == [name for _, name, _ in items] else "; ").join(shown)
        tail = {"count": self.count(rest), "noun": self._noun(ratio, rest)}
        if names:
            return self.text("named_part", names=names, **tail) if rest else self.text("named", names=names)
        return self.text("unnamed", **tail) if rest and remainder else ""

    def _shown(self, ratio: Ratio, items: list[tuple[str, str, str]]) -> list[str]:
        """Items (code, name, reason) as a sentence names them; many criteria by their codes."""
        if len(items) > _MOST_IN_FULL and items[0][0]:
            codes = ", ".join(code for code, _, _ in items)
            return [self.text("codes", noun=self._noun(ratio, len(items)), codes=codes)]
        shown = []
        for code, name, reason in items:
            if code:
                name = self.text("criterion", noun=self._noun(ratio, 1), code=code, name=name)
            shown.append(self.text("reason", name=name, reason=lower_first(reason)) if reason else name)
        return shown

    def _names(self, ratio: Ratio, status: str) -> list[tuple[str, str, str]]:
        """The named items of a measure that have a status: code (of criteria only), name, reason."""
        tables, counts = self.shown.tables, ratio.measure.counts
        if counts == "units":
            return self._units(ratio, status)
        if counts == "schools":
            return [
                ("", school.name, in_language(school.reason, self.language))
                for school, known in schools_of(tables, level_of(tables, ratio) or "all")
                if known == status
            ]
        if counts in ("criteria", "items"):
            return [
                (one.criterion.code, short_name(one.criterion, self.language), "")
                for one in standing(tables, self.shown.ratios, ratio.measure.set)
                if one.is_first_level == (counts == "criteria") and one.status == status
            ]
        return []

    def _units(self, ratio: Ratio, status: str) -> list[tuple[str, str, str]]:
        """Units with the criteria that they fail, in the order in which the results list them."""
        texts = UnitTexts(self.shown.ratios, ratio.measure.set, self.language)
        names = unit_names(self.shown.tables)
        found = unit_standings(self.shown.tables, self.shown.ratios, ratio.measure.set)
        return [("", names[code], texts.reason(one)) for code, one in found.items() if one.status == status]


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
