"""The topics of the report's results: units, stages of the road, schools, other figures, what people gave and did."""

from collections.abc import Iterable, Iterator

from bs_metrics.contract.citations import citations
from bs_metrics.contract.records import Contribution, CriteriaSet, Criterion, Dossier, Task
from bs_metrics.contract.schema import schema
from bs_metrics.measures.counting import rows_of_set
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import conditions_of, stage_sets
from bs_metrics.numbers import format_count
from bs_metrics.text import parts_in
from bs_metrics.views.activities import (
    ASSESSMENTS,
    BESIDE_TOTALS,
    BLOCS,
    LAUNCHES,
    MODELS,
    MOVEMENTS,
    TOTALS,
    amount_text,
    contributions,
    emulation_rows,
    kinds_in,
    parts_of,
    quantity_text,
)
from bs_metrics.views.criteria import line_table, set_lines, status_numbers
from bs_metrics.views.phrases import inside
from bs_metrics.views.ratio_tables import points_table
from bs_metrics.views.report.teller import Grid, Paragraph, Teller, Topic
from bs_metrics.views.schools import school_table
from bs_metrics.views.sets.blocks import decision_text, nesting_text
from bs_metrics.views.texts import in_language, listed, short_name, text_table, upper_first
from bs_metrics.views.units import unit_sets, unit_table
from bs_metrics.words import joined, words


def topics(tell: Teller) -> list[Topic]:
    """The results, a topic for each thing the data hold; every measure stands in exactly one of them."""
    filled = [topic for topic in _all(tell) if topic.paragraphs or topic.grids]
    return filled or [Topic(tell.text("others"), (Paragraph(tell.text("nothing")),))]


def _all(tell: Teller) -> Iterator[Topic]:
    stated: set[str] = set()
    for topic, measures in _by_measures(tell):
        stated |= {ratio.id for ratio in measures}
        yield topic
    rest = [ratio for ratio in tell.shown.ratios.values() if ratio.id not in stated]
    yield Topic(tell.text("others"), _points(tell, rest))
    yield Topic(tell.text("mobilisation"), tuple(_movement(tell)), tuple(_amounts(tell)))
    yield Topic(words("documents.dossiers", tell.language), tuple(_dossiers(tell)))
    yield Topic(tell.text("assessment"), tuple(_assessment(tell)))


def _by_measures(tell: Teller) -> Iterator[tuple[Topic, list[Ratio]]]:
    tables, ratios = tell.shown.tables, list(tell.shown.ratios.values())
    units = [ratio for ratio in ratios if ratio.measure.counts == "units"]
    if units or len(unit_sets(tables)):
        yield _units(tell, units), units
    for declared in stage_sets(tables):
        of_set = [ratio for ratio in ratios if ratio.measure.set == declared.id]
        of_set = [ratio for ratio in of_set if ratio.measure.counts in ("criteria", "items")]
        yield _stage(tell, declared, of_set), of_set
    schools = [ratio for ratio in ratios if ratio.measure.counts == "schools"]
    for ratio in ratios:
        parts = [tell.shown.ratios[id] for id in parts_in(ratio.measure.parts) if id in tell.shown.ratios]
        if ratio.measure.counts == "parts" and parts and all(part.measure.counts == "schools" for part in parts):
            schools.append(ratio)
    if schools or len(tables["schools"]):
        yield _schools(tell, schools), schools


def _points(tell: Teller, measures: Iterable[Ratio]) -> tuple[Paragraph, ...]:
    return tuple(tell.ratio_paragraph(ratio) for ratio in measures)


def _units(tell: Teller, measures: list[Ratio]) -> Topic:
    """Units: how many have reached each set, and which."""
    tables, language, sets = tell.shown.tables, tell.language, unit_sets(tell.shown.tables)
    kinds = dict.fromkeys(kind for declared in sets.values() for kind in declared.kinds)
    names = joined([tables.word("unit_kind", kind, language, 2) for kind in kinds], language)
    heading = tell.text("units", kinds=names or words("column.unit", language))
    paragraphs = _points(tell, sorted(measures, key=lambda ratio: -(ratio.headline.share or 0)))
    if not sets:
        return Topic(heading, paragraphs)
    table = unit_table(tables, tell.shown.ratios, language).drop(columns=words("column.code", language))
    sources = [source for set_id in sets for source in citations(tables["results"][rows_of_set(tables, set_id)])]
    shares, centred = [0.55, 1.6, 1.0, *[1.4] * len(sets)], (0, *range(2, 3 + len(sets)))
    grid = tell.grid(tell.text("units_table"), table, shares, sources, centred, numbered=True)
    return Topic(heading, paragraphs, (grid,))


def _stage(tell: Teller, declared: CriteriaSet, measures: list[Ratio]) -> Topic:
    """One set of the road: its measures, what they prove together, its criteria, what goes with it."""
    tables, ratios, language = tell.shown.tables, tell.shown.ratios, tell.language
    paragraphs, grids = list(_points(tell, measures)), list(_criteria(tell, declared))
    texts = [nesting_text(ratios, declared.id, language, format_count, "report.single")]
    texts.append(decision_text(tables, ratios, declared.id, language))
    for text in filter(None, texts):
        paragraphs.append(tell.paragraph(upper_first(text).rstrip(".") + ".", [declared.citation]))
    for other in conditions_of(tables, declared):
        lines = set_lines(tables, ratios, other.id, language)
        if lines:
            counted = status_numbers(lines)
            counted["total"] = sum(counted.values())
            numbers = {status: tell.count(number) for status, number in counted.items()}
            text = tell.text("conditions", name=short_name(other, language), **numbers)
            paragraphs.append(tell.paragraph(text, [other.citation]))
            grids += _criteria(tell, other)
    return Topic(short_name(declared, language), tuple(paragraphs), tuple(grids))


def _criteria(tell: Teller, declared: CriteriaSet) -> Iterator[Grid]:
    """A set's first level, with the parts it has, as a table: by points where it is decided by points."""
    tables, ratios, language = tell.shown.tables, tell.shown.ratios, tell.language
    lines = set_lines(tables, ratios, declared.id, language, style=format_count)
    if not lines:
        return
    results = tables["results"][rows_of_set(tables, declared.id)]
    shown = {line.code for line in lines}
    rows = (row for row in tables.rows(Criterion) if row.set == declared.id and row.code in shown)
    sources = [*(row.place for row in rows), *citations(results)]
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
    yield tell.grid(short_name(declared, language), table, shares, sources, centred)


def _schools(tell: Teller, measures: list[Ratio]) -> Topic:
    """Schools: each level, and the schools that the tables name."""
    heading, paragraphs, given = tell.text("schools"), _points(tell, measures), tell.shown.tables
    table = school_table(given, "all", tell.language).drop(columns=words("column.source", tell.language))
    if table.empty:
        return Topic(heading, paragraphs)
    shares, sources = [0.55, 2.4, 1.3, 0.9, 2.0], citations(given["schools"])
    grid = tell.grid(tell.text("schools_table"), table, shares, sources, (0, 3), numbered=True)
    return Topic(heading, paragraphs, (grid,))


def _movement(tell: Teller) -> Iterator[Paragraph]:
    """Phases, launch, blocs and movements; a sentence a total: what, how much, by whom; other contributions, models and
    programmes, a sentence a kind.
    """
    tables, language = tell.shown.tables, tell.language
    phases = emulation_rows(tables, ("phase",))
    if phases:
        named = [
            tell.text("phase", name=in_language(row.name, language), start=tell.day(row.start), end=tell.day(row.end))
            for row in phases
        ]
        yield tell.paragraph(tell.text("phases", names="; ".join(named)), (row.place for row in phases))
    for row in emulation_rows(tables, LAUNCHES):
        name, members = in_language(row.name, language), in_language(row.members, language)
        said = tell.text("launch", name=name, members=inside(members)) if members else f"{name}."
        yield tell.paragraph(said, [row.citation])
    rows = emulation_rows(tables, BLOCS)
    if rows:
        numbers = ("" if row.count is None else f"{tell.count(row.count)} " for row in rows)
        named = [number + in_language(row.name, language) for number, row in zip(numbers, rows, strict=True)]
        yield tell.paragraph(tell.text("blocs", names="; ".join(named)), (row.place for row in rows))
    movements = emulation_rows(tables, MOVEMENTS)
    if movements:
        names = [in_language(row.name, language) for row in movements]
        yield tell.paragraph(_kind_listed(tell, "emulation", MOVEMENTS[0], names), (row.citation for row in movements))
    for total in contributions(tables, TOTALS):
        who = in_language(total.organisation, language)
        figures = (_figures(tell, total) or tell.text("not_in_data")) + (f" ({who})" if who else "")
        text = tell.text("where_stands", name=in_language(total.what, language), said=figures)
        yield tell.paragraph(text, [total.citation])
    for kind in (*BESIDE_TOTALS, *MODELS):
        of_kind = contributions(tables, (kind,))
        if of_kind:
            figures_of = [(in_language(row.what, language), _figures(tell, row)) for row in of_kind]
            named = [f"{what} ({figures})" if figures else what for what, figures in figures_of]
            cited = (row.citation if kind in BESIDE_TOTALS else row.place for row in of_kind)
            yield tell.paragraph(_kind_listed(tell, "mobilisation", kind, named), cited)


def _assessment(tell: Teller) -> Iterator[Paragraph]:
    """What went well and what did not, a sentence a kind."""
    for kind in kinds_in(tell.shown.tables, "tasks", tell.language):
        rows = [row for row in tell.shown.tables.rows(Task) if row.kind == kind and kind in ASSESSMENTS]
        if rows:
            names = [in_language(row.title, tell.language) for row in rows]
            yield tell.paragraph(_kind_listed(tell, "tasks", kind, names), (row.citation for row in rows))


def _kind_listed(tell: Teller, table: str, kind: str, names: list[str]) -> str:
    """All of a kind in one sentence, with their number."""
    word = listed(schema().tables[table].columns["kind"].type, kind, tell.language, len(names))
    return tell.text("kinds_listed", kind=upper_first(word), count=tell.count(len(names)), names="; ".join(names))


def _figures(tell: Teller, contribution: Contribution) -> str:
    """The quantity and the amount, as far as there are any, as documents print them: 04 nhà, 07 tỷ đồng."""
    texts = (text(contribution, tell.language, format_count) for text in (quantity_text, amount_text))
    return ", ".join(filter(None, texts))


def _amounts(tell: Teller) -> Iterator[Grid]:
    """Every total with its parts below it."""
    tables, language = tell.shown.tables, tell.language
    rows, cells = [row for total in contributions(tables, TOTALS) for row in (total, *parts_of(tables, total.id))], []
    for row in rows:
        what = ("- " if row.kind == "part" else "") + in_language(row.what, language)
        figures = (text(row, language, format_count) for text in (quantity_text, amount_text))
        given = (in_language(row.organisation, language), *figures)
        cells.append((what, *(text or tell.text("not_in_data") for text in given)))
    if rows:
        table, shares = text_table(("what", "organisation", "quantity", "amount"), cells, language), (36, 30, 16, 18)
        yield tell.grid(tell.text("amounts_table"), table, shares, (row.place for row in rows), (2, 3))


def _dossiers(tell: Teller) -> Iterator[Paragraph]:
    """Planning dossiers: where each stands, and with whom."""
    for dossier in tell.shown.tables.rows(Dossier):
        state = in_language(dossier.stands_at, tell.language).rstrip(".") or tell.text("not_in_data")
        agency = in_language(dossier.agency, tell.language)
        state = tell.text("in_charge", said=state, agency=agency) if agency else state
        text = tell.text("where_stands", name=in_language(dossier.name, tell.language), said=state)
        yield tell.paragraph(text, [dossier.citation])
