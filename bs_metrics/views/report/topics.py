"""The topics of the report's results: units, each stage of the road, schools, other figures, contributions."""

from collections.abc import Iterable, Iterator

from bs_metrics.contract.checks import ids_in
from bs_metrics.contract.citations import citations
from bs_metrics.contract.records import CriteriaSet
from bs_metrics.measures.counting import criteria_of, rows_of_set
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import companions, stage_sets
from bs_metrics.numbers import format_count
from bs_metrics.views.criteria import decision_text, line_table, nesting_text, placement_text, set_lines, status_numbers
from bs_metrics.views.ratio_tables import points_table
from bs_metrics.views.report.movement import movement
from bs_metrics.views.report.parts import Grid, Paragraph, Topic
from bs_metrics.views.report.ratio import RatioTeller
from bs_metrics.views.schools import school_table
from bs_metrics.views.texts import listed, short_name, upper_first
from bs_metrics.views.units import unit_sets, unit_table
from bs_metrics.words import joined, words


def topics(tell: RatioTeller) -> list[Topic]:
    """The results, a topic for each thing the data hold; every measure stands in exactly one of them."""
    filled = [topic for topic in _all(tell) if topic.paragraphs or topic.grids]
    return filled or [Topic(tell.text("others"), (Paragraph(tell.text("nothing")),))]


def _all(tell: RatioTeller) -> Iterator[Topic]:
    stated: set[str] = set()
    for topic, measures in _by_measures(tell):
        stated |= {ratio.id for ratio in measures}
        yield topic
    rest = [ratio for ratio in tell.shown.ratios.values() if ratio.id not in stated]
    yield Topic(tell.text("others"), _points(tell, rest))
    yield from movement(tell)


def _by_measures(tell: RatioTeller) -> Iterator[tuple[Topic, list[Ratio]]]:
    tables, ratios = tell.shown.tables, list(tell.shown.ratios.values())
    units = [ratio for ratio in ratios if ratio.measure.counts == "units"]
    if units or len(unit_sets(tables)):
        yield _units(tell, units), units
    for declared in stage_sets(tables):
        of_set = [ratio for ratio in ratios if ratio.measure.set == declared.id]
        of_set = [ratio for ratio in of_set if ratio.measure.counts in ("criteria", "items")]
        yield _stage(tell, declared, of_set), of_set
    schools = [ratio for ratio in ratios if ratio.measure.counts == "schools"]
    sums = [ratio for ratio in ratios if ratio.measure.counts == "parts"]
    for ratio in sums:
        parts = [tell.shown.ratios[id] for id in ids_in(ratio.measure.parts) if id in tell.shown.ratios]
        if parts and all(part.measure.counts == "schools" for part in parts):
            schools.append(ratio)
    if schools or len(tables["schools"]):
        yield _schools(tell, schools), schools


def _points(tell: RatioTeller, measures: Iterable[Ratio]) -> tuple[Paragraph, ...]:
    return tuple(tell.ratio_paragraph(ratio) for ratio in measures)


def _units(tell: RatioTeller, measures: list[Ratio]) -> Topic:
    """Units: how many have reached each set, and which."""
    tables, language, sets = tell.shown.tables, tell.language, unit_sets(tell.shown.tables)
    kinds = dict.fromkeys(declared.applies_to for declared in sets.values())
    names = joined([listed("unit_kind", kind, language, 2) for kind in kinds], language)
    heading = tell.text("units", kinds=names or words("column.unit", language))
    paragraphs = _points(tell, sorted(measures, key=lambda ratio: -(ratio.headline.share or 0)))
    if not sets:
        return Topic(heading, paragraphs)
    table = unit_table(tables, tell.shown.ratios, language).drop(columns=words("column.code", language))
    of_sets = [tables["results"][rows_of_set(tables, set_id)] for set_id in sets]
    sources = [source for rows in of_sets for source in citations(rows)]
    shares, centred = [0.55, 1.6, 1.0, *[1.4] * len(sets)], (0, *range(2, 3 + len(sets)))
    cells = table.itertuples(index=False)
    grid = tell.grid(tell.text("units_table"), table.columns, cells, shares, sources, centred, numbered=True)
    return Topic(heading, paragraphs, (grid,))


def _stage(tell: RatioTeller, declared: CriteriaSet, measures: list[Ratio]) -> Topic:
    """One set of the road: its measures, what they prove together, its criteria, what goes with it."""
    tables, ratios, language = tell.shown.tables, tell.shown.ratios, tell.language
    paragraphs, grids = list(_points(tell, measures)), list(_criteria(tell, declared))
    texts = [nesting_text(ratios, declared.id, language, format_count)]
    if declared.pass_rule == "points":
        texts.append(decision_text(tables, ratios, declared.id, language))
    elif measures:
        texts.append(placement_text(tables, declared.id, language, format_count))
    for text in filter(None, texts):
        paragraphs.append(tell.paragraph(upper_first(text).rstrip(".") + ".", [declared.citation]))
    for other in companions(tables, declared.id):
        lines = set_lines(tables, ratios, other.id, language)
        if lines and other.applies_to == declared.applies_to:
            numbers = {status: tell.count(number) for status, number in status_numbers(lines).items()}
            text = tell.text("conditions", name=short_name(other, language), total=tell.count(len(lines)), **numbers)
            paragraphs.append(tell.paragraph(text, [other.citation]))
            grids += _criteria(tell, other)
    return Topic(short_name(declared, language), tuple(paragraphs), tuple(grids))


def _criteria(tell: RatioTeller, declared: CriteriaSet) -> Iterator[Grid]:
    """A set's first level as a table: by points where it is decided by points."""
    tables, ratios, language = tell.shown.tables, tell.shown.ratios, tell.language
    lines = set_lines(tables, ratios, declared.id, language, style=format_count)
    if not lines:
        return
    results = tables["results"][rows_of_set(tables, declared.id)]
    sources = [*(row.place for row in criteria_of(tables, declared.id)), *citations(results)]
    column = {key: words(f"column.{key}", language) for key in ("code", "name", "status", "value", "known_by")}
    table, shares, centred = line_table(lines, language)[list(column.values())], [0.6, 2.15, 0.85, 1.6, 1.3], (0, 2)
    if declared.pass_rule == "points":
        points = points_table(tables, ratios, declared.id, language)
        kept = [words(f"column.{key}", language) for key in ("items", "points_max", "points_min", "points")]
        table = table[list(column.values())[:3]].join(points[kept])
        shares, centred = [0.6, 2.1, 0.85, 0.7, 1.0, 0.9, 0.9], (0, *range(2, 7))
    elif not table[column["value"]].any():
        table, shares = table.drop(columns=column["value"]), [0.6, 2.85, 0.9, 1.7]
    table = table.rename(columns={column["known_by"]: tell.text("known_by")})
    cells = table.itertuples(index=False)
    yield tell.grid(short_name(declared, language), table.columns, cells, shares, sources, centred)


def _schools(tell: RatioTeller, measures: list[Ratio]) -> Topic:
    """Schools: each level, and the schools that the tables name."""
    heading, paragraphs, given = tell.text("schools"), _points(tell, measures), tell.shown.tables
    table = school_table(given, "all", tell.language).drop(columns=words("column.source", tell.language))
    if table.empty:
        return Topic(heading, paragraphs)
    shares, sources, cells = [0.55, 2.4, 1.3, 0.9, 2.0], citations(given["schools"]), table.itertuples(index=False)
    grid = tell.grid(tell.text("schools_table"), table.columns, cells, shares, sources, (0, 3), numbered=True)
    return Topic(heading, paragraphs, (grid,))
