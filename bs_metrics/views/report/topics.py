"""The topics of the report's results: units, each stage of the road, schools, other figures, contributions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from bs_metrics.contract.checks import ids_in
from bs_metrics.contract.citations import Citation, citations
from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.schema import schema
from bs_metrics.measures.counting import criteria_of
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.results import rows_of_set
from bs_metrics.measures.sets import companions, stage_sets
from bs_metrics.numbers import format_count
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.criteria import decision_text, nesting_text, placement_text
from bs_metrics.views.lines import line_table, set_lines
from bs_metrics.views.ratio_tables import points_table
from bs_metrics.views.report.movement import movement
from bs_metrics.views.report.parts import Grid, Paragraph, Topic, bracket, source_below
from bs_metrics.views.report.ratio import RatioTeller
from bs_metrics.views.schools import school_table
from bs_metrics.views.texts import short_name
from bs_metrics.views.units.communes import unit_sets, unit_table
from bs_metrics.words import Language, joined, words


def topics(shown: Snapshot, language: Language) -> list[Topic]:
    """The results, a topic for each thing the data hold; every measure stands in exactly one of them."""
    filled = [topic for topic in _Topics(shown, language).all() if topic.paragraphs or topic.grids]
    return filled or [Topic(words("report.others", language), (Paragraph(words("report.nothing", language)),))]


@dataclass(frozen=True)
class _Topics:
    shown: Snapshot
    language: Language

    @property
    def tell(self) -> RatioTeller:
        return RatioTeller(self.shown.tables, self.shown.ratios, self.language)

    def all(self) -> Iterator[Topic]:
        stated: set[str] = set()
        for topic, measures in self._by_measures():
            stated |= {ratio.id for ratio in measures}
            yield topic
        rest = [ratio for ratio in self.shown.ratios.values() if ratio.id not in stated]
        yield Topic(words("report.others", self.language), self._points(rest))
        yield from movement(self.shown, self.language)

    def _by_measures(self) -> Iterator[tuple[Topic, list[Ratio]]]:
        units = self._measures("units")
        if units or len(unit_sets(self.shown.tables)):
            yield self._units(units), units
        for declared in stage_sets(self.shown.tables):
            of_set = [ratio for ratio in self._measures("criteria", "items") if ratio.measure.set == declared.id]
            yield self._stage(declared, of_set), of_set
        schools = self._measures("schools")
        schools += [ratio for ratio in self._measures("parts") if self._adds_schools(ratio)]
        if schools or len(self.shown.tables["schools"]):
            yield self._schools(schools), schools

    def _measures(self, *counts: str) -> list[Ratio]:
        return [ratio for ratio in self.shown.ratios.values() if ratio.measure.counts in counts]

    def _adds_schools(self, ratio: Ratio) -> bool:
        parts = [self.shown.ratios[id] for id in ids_in(ratio.measure.parts) if id in self.shown.ratios]
        return bool(parts) and all(part.measure.counts == "schools" for part in parts)

    def _points(self, measures: Iterable[Ratio]) -> tuple[Paragraph, ...]:
        return tuple(self.tell.paragraph(ratio) for ratio in measures)

    def _units(self, measures: list[Ratio]) -> Topic:
        """Units: how many have reached each set, and which."""
        tables, sets = self.shown.tables, unit_sets(self.shown.tables)
        kinds = dict.fromkeys(declared.applies_to for declared in sets.values())
        kind_words = [schema().lists["unit_kind"].word(kind, self.language, 2) for kind in kinds]
        paragraphs = self._points(sorted(measures, key=lambda ratio: -(ratio.headline.share or 0)))
        names = joined(kind_words, self.language) or words("column.unit", self.language)
        heading = words("report.units", self.language, kinds=names)
        if not sets:
            return Topic(heading, paragraphs)
        table = unit_table(tables, self.shown.ratios, self.language).drop(columns=words("column.code", self.language))
        results = tables["results"]
        of_sets = [results[rows_of_set(tables, set_id)] for set_id in sets]
        sources = [source for rows in of_sets for source in citations(rows)]
        caption = words("report.units_table", self.language)
        shares = [1.6, 1.0, *[1.4] * len(sets)]
        return Topic(
            heading, paragraphs, (self._numbered(caption, table, shares, sources, (0, *range(2, 3 + len(sets)))),)
        )

    def _numbered(
        self,
        caption: str,
        table: pd.DataFrame,
        shares: list[float],
        sources: Iterable[Citation],
        centred: tuple[int, ...],
    ) -> Grid:
        """A table with its rows numbered; `centred` are columns with the number's."""
        table = table.copy()
        table.insert(0, words("report.ordinal", self.language), [str(number + 1) for number in range(len(table))])
        return self._grid(caption, table, [0.55, *shares], sources, centred)

    def _grid(
        self,
        caption: str,
        table: pd.DataFrame,
        shares: list[float],
        sources: Iterable[Citation],
        centred: tuple[int, ...],
    ) -> Grid:
        rows = tuple(tuple(str(cell) for cell in row) for row in table.itertuples(index=False))
        total = sum(shares)
        widths = tuple(share / total for share in shares)
        return Grid(
            caption, tuple(map(str, table.columns)), rows, widths, source_below(sources, self.language), centred
        )

    def _stage(self, declared: CriteriaSet, measures: list[Ratio]) -> Topic:
        """One set of the road: its measures, what they prove together, its criteria, what goes with it."""
        tables, ratios = self.shown.tables, self.shown.ratios
        paragraphs = list(self._points(measures))
        by_points = declared.pass_rule == "points"
        placed = decision_text(tables, ratios, declared.id, self.language) if by_points else ""
        listed = placement_text(tables, declared.id, self.language, format_count) if measures and not by_points else ""
        for text in (nesting_text(ratios, declared.id, self.language, format_count), listed, placed):
            if text:
                paragraphs.append(Paragraph(_sentence(text), bracket([declared.citation], self.language)))
        grids = [*self._criteria(declared)]
        for other in companions(tables, declared.id):
            lines = set_lines(tables, ratios, other.id, self.language)
            if not lines or other.applies_to != declared.applies_to:
                continue
            counts = {status: sum(line.status == status for line in lines) for status in ("met", "not_met", "unknown")}
            printed = {status: format_count(number, self.language) for status, number in counts.items()}
            name = short_name(other, self.language)
            total = format_count(len(lines), self.language)
            text = words("report.conditions", self.language, name=name, total=total, **printed)
            paragraphs.append(Paragraph(text, bracket([other.citation], self.language)))
            grids += self._criteria(other)
        return Topic(short_name(declared, self.language), tuple(paragraphs), tuple(grids))

    def _criteria(self, declared: CriteriaSet) -> Iterator[Grid]:
        """A set's first level as a table: by points where it is decided by points."""
        tables, ratios = self.shown.tables, self.shown.ratios
        lines = set_lines(tables, ratios, declared.id, self.language, style=format_count)
        if not lines:
            return
        column = {key: words(f"column.{key}", self.language) for key in ("code", "name", "status", "value", "known_by")}
        results = tables["results"][rows_of_set(tables, declared.id)]
        sources = [*(row.place for row in criteria_of(tables, declared.id)), *citations(results)]
        table = line_table(lines, self.language)[list(column.values())]
        shares, centred = [0.6, 2.15, 0.85, 1.6, 1.3], (0, 2)
        if declared.pass_rule == "points":
            points = points_table(tables, ratios, declared.id, self.language)
            kept = [words(f"column.{key}", self.language) for key in ("items", "points_max", "points_min", "points")]
            table = table[[column["code"], column["name"], column["status"]]].assign(
                **{name: list(points[name]) for name in kept}
            )
            shares, centred = [0.6, 2.1, 0.85, 0.7, 1.0, 0.9, 0.9], (0, *range(2, 7))
        elif not table[column["value"]].any():
            table = table.drop(columns=column["value"])
            shares = [0.6, 2.85, 0.9, 1.7]
        table = table.rename(columns={column["known_by"]: words("report.known_by", self.language)})
        yield self._grid(short_name(declared, self.language), table, shares, sources, centred)

    def _schools(self, measures: list[Ratio]) -> Topic:
        """Schools: each level, and the schools that the tables name."""
        heading = words("report.schools", self.language)
        paragraphs, table = self._points(measures), school_table(self.shown.tables, "all", self.language)
        if table.empty:
            return Topic(heading, paragraphs)
        table = table.drop(columns=words("column.source", self.language))
        at = citations(self.shown.tables["schools"])
        caption = words("report.schools_table", self.language)
        return Topic(heading, paragraphs, (self._numbered(caption, table, [2.4, 1.3, 0.9, 2.0], at, (0, 3)),))


def _sentence(text: str) -> str:
    """The text with a large letter and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."
