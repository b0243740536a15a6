"""What the report says of what is still missing: targets and deadlines, the annex of gaps, what is unknown."""

from collections.abc import Iterator

from bs_metrics.contract.records import Criterion
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import companions, stage_sets
from bs_metrics.measures.standing import first_level, standing
from bs_metrics.numbers import format_count, format_number
from bs_metrics.views.criteria import threshold_text
from bs_metrics.views.gaps import missing, open_tasks
from bs_metrics.views.phrases import (
    contradicting,
    gap_counted,
    gap_text,
    inside,
    measures_of_the_road,
    open_gaps,
    spoken,
    stages_beside_the_road,
)
from bs_metrics.views.report.parts import Grid, Paragraph, Teller, Topic
from bs_metrics.views.report.ratio import RatioTeller
from bs_metrics.views.texts import about, in_language, ratio_name, short_name, upper_first
from bs_metrics.words import joined, words


def outlook(tell: RatioTeller) -> Topic:
    """What was to be reached by when, and how much of it is missing."""
    aimed = [ratio for ratio in tell.shown.ratios.values() if ratio.target]
    return Topic("", tuple(_outlook(tell)), (_targets(tell, aimed),) if aimed else ())


def _outlook(tell: Teller) -> Iterator[Paragraph]:
    ratios, tables, language = tell.shown.ratios, tell.shown.tables, tell.language
    counted = measures_of_the_road(ratios)
    left = open_gaps(counted)
    if left:
        gaps = joined([gap_counted(ratio, language, spoken(ratio), format_count) for ratio in left], language)
        text = tell.text("gaps", goal=about(tables, "goal", language), gaps=gaps)
        yield tell.paragraph(text, (source for ratio in left for source in ratio.sources))
    others = open_gaps(stages_beside_the_road(ratios))
    if others:  # without these the sentence above would sound as if it were all
        gaps = "; ".join(
            f"{inside(ratio_name(ratio, language))}: {gap_text(ratio, language, format_count)}" for ratio in others
        )
        sources = (source for ratio in others for source in ratio.sources)
        yield tell.paragraph(tell.text("gaps_besides", gaps=gaps), sources)
    doubtful = contradicting(counted, language)
    if doubtful:
        yield Paragraph(tell.text("doubtful", said=upper_first(doubtful)))
    lacking = missing(tables, ratios, language)
    owned, dated = (
        sum(value is not None for value in values)
        for values in ([line.agency for line in lacking], [line.deadline for line in lacking])
    )
    numbers = {"count": tell.count(len(lacking)), "owned": tell.count(owned), "dated": tell.count(dated)}
    yield Paragraph(tell.text("missing_lead", **numbers) if lacking else tell.text("missing_none"))


def _targets(tell: RatioTeller, aimed: list[Ratio]) -> Grid:
    rows = [
        (
            ratio_name(ratio, tell.language),
            tell.target_text(ratio),
            gap_text(ratio, tell.language, format_count),
            tell.day(ratio.deadline),
            in_language(ratio.target.legal_basis, tell.language) if ratio.target else "",
        )
        for ratio in aimed
    ]
    asked = ("column.measure", "column.target", "report.gap", "column.deadline", "column.legal_basis")
    head = (words(key, tell.language) for key in asked)
    cited = (ratio.target.citation for ratio in aimed if ratio.target)
    return tell.grid(tell.text("targets_table"), head, rows, (0.22, 0.18, 0.15, 0.15, 0.3), cited, (3,))


def missing_grid(tell: Teller) -> Grid:
    """The annex: what is missing, why, who is in charge, until when; nothing is filled in for the tables."""
    (tables, ratios), none = (tell.shown.tables, tell.shown.ratios), tell.text("not_in_data")
    rows = [
        (str(number), line.what, line.reason or none, line.agency or none, tell.day(line.deadline))
        for number, line in enumerate(missing(tables, ratios, tell.language, format_count), start=1)
    ]
    columns = (words(f"column.{name}", tell.language) for name in ("what", "reason", "agency", "deadline"))
    open_ones = [ratio for ratio in ratios.values() if ratio.gap_bounds and ratio.gap_bounds[1]]
    cited = [source for ratio in open_ones for source in ratio.sources]
    # Besides, the tasks that name who has to act on a measure, or until when.
    tasks = [task for ratio in open_ones for task in open_tasks(tables, ratio.measure.set)]
    cited += [task.place for task in tasks if task.agency or (task.criterion and task.deadline)]
    filled = rows or [("", tell.text("annex_none"), "", "", "")]
    shares, head = (0.08, 0.28, 0.3, 0.18, 0.16), (tell.text("ordinal"), *columns)
    return tell.grid(tell.text("annex_missing"), head, filled, shares, cited, (0, 3, 4))


def unknown_grid(tell: Teller) -> Grid | None:
    """Criteria of the road, and of the sets that go with it, that nobody knows to be met or not."""
    tables, rows, cited = tell.shown.tables, [], []
    for stage in stage_sets(tables):
        alike = [other for other in companions(tables, stage.id) if other.applies_to == stage.applies_to]
        for declared in (stage, *alike):
            for one in first_level(standing(tables, tell.shown.ratios, declared.id), "unknown"):
                name = f"{one.criterion.code}. {in_language(one.criterion.name, tell.language)}"
                rows.append((name, short_name(declared, tell.language), _needed(tell, one.criterion)))
                cited.append(one.criterion.place)
    if not rows:
        return None
    head, shares = (
        (words("column.what", tell.language), tell.text("set"), tell.text("needed")),
        (0.08, 0.49, 0.22, 0.21),
    )
    return tell.grid(tell.text("annex_unknown"), head, rows, shares, cited, (0, 3), numbered=True)


def _needed(tell: Teller, criterion: Criterion) -> str:
    """The threshold, or the points that a criterion asks for."""
    if criterion.points_min is not None:
        return tell.text("points", points=format_number(criterion.points_min, tell.language))
    return threshold_text(criterion, tell.language) or tell.text("not_in_data")
