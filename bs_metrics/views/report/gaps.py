"""What the report says of what is still missing: targets and deadlines, the annex of gaps, what is unknown."""

from bs_metrics.contract.citations import Citation
from bs_metrics.contract.records import Criterion
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import companions, stage_sets
from bs_metrics.measures.standing import first_level, standing
from bs_metrics.numbers import format_count, format_date, format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.gaps import missing, open_tasks
from bs_metrics.views.lines import threshold_text
from bs_metrics.views.phrases import (
    contradicting,
    gap_counted,
    gap_text,
    inside,
    measures_of_the_road,
    open_gaps,
    spoken,
    stages_beside_the_road,
    upper_first,
)
from bs_metrics.views.report.parts import Grid, Paragraph, Topic, bracket, source_below
from bs_metrics.views.report.ratio import RatioTeller
from bs_metrics.views.texts import about, in_language, ratio_name, short_name
from bs_metrics.words import Language, joined, words


def outlook(shown: Snapshot, language: Language) -> list[Topic]:
    """What was to be reached by when, and how much of it is missing."""
    ratios = shown.ratios
    aimed = [ratio for ratio in ratios.values() if ratio.target]
    paragraphs = []
    counted = measures_of_the_road(ratios)
    left = open_gaps(counted)
    if left:
        goal = about(shown.tables, "goal", language)
        gaps = [gap_counted(ratio, language, spoken(ratio), format_count) for ratio in left]
        text = words("report.gaps", language, goal=goal, gaps=joined(gaps, language))
        paragraphs.append(Paragraph(text, bracket((source for ratio in left for source in ratio.sources), language)))
    others = open_gaps(stages_beside_the_road(ratios))
    if others:  # without these the sentence above would sound as if it were all
        gaps = [f"{inside(ratio_name(ratio, language))}: {gap_text(ratio, language, format_count)}" for ratio in others]
        text = words("report.gaps_besides", language, gaps="; ".join(gaps))
        paragraphs.append(Paragraph(text, bracket((source for ratio in others for source in ratio.sources), language)))
    doubtful = contradicting(counted, language)
    if doubtful:
        paragraphs.append(Paragraph(words("report.doubtful", language, said=upper_first(doubtful))))
    paragraphs.append(Paragraph(_lead(shown, language)))
    grids = (_targets(shown, aimed, language),) if aimed else ()
    return [Topic("", tuple(paragraphs), grids)]


def _lead(shown: Snapshot, language: Language) -> str:
    """How many things are missing, and of how many the tables name an agency and a deadline."""
    lacking = missing(shown.tables, shown.ratios, language)
    if not lacking:
        return words("report.missing_none", language)
    counts = {
        "count": len(lacking),
        "owned": sum(line.agency is not None for line in lacking),
        "dated": sum(line.deadline is not None for line in lacking),
    }
    return str(
        words("report.missing_lead", language, **{name: format_count(n, language) for name, n in counts.items()})
    )


def _targets(shown: Snapshot, aimed: list[Ratio], language: Language) -> Grid:
    tell = RatioTeller(shown.tables, shown.ratios, language)
    none = words("report.not_in_data", language)
    rows = []
    for ratio in aimed:
        day = ratio.target.deadline if ratio.target else None
        rows.append(
            (
                ratio_name(ratio, language),
                tell.target_text(ratio),
                gap_text(ratio, language, format_count),
                format_date(day, language) if day else none,
                in_language(ratio.target.legal_basis, language) if ratio.target else none,
            )
        )
    asked = ("column.measure", "column.target", "report.gap", "column.deadline", "column.legal_basis")
    head = tuple(words(key, language) for key in asked)
    cited = [ratio.target.citation for ratio in aimed if ratio.target]
    caption = words("report.targets_table", language)
    return Grid(caption, head, tuple(rows), (0.22, 0.18, 0.15, 0.15, 0.3), source_below(cited, language), (3,))


def missing_grid(shown: Snapshot, language: Language) -> Grid:
    """The annex: what is missing, why, who is in charge, until when; nothing is filled in for the tables."""
    none, ratios = words("report.not_in_data", language), shown.ratios
    rows = [
        (
            str(number),
            line.what,
            line.reason or none,
            line.agency or none,
            format_date(line.deadline, language) if line.deadline else none,
        )
        for number, line in enumerate(missing(shown.tables, ratios, language, format_count), start=1)
    ]
    ordinal = words("report.ordinal", language)
    head = (ordinal, *(words(f"column.{name}", language) for name in ("what", "reason", "agency", "deadline")))
    open_ones = [ratio for ratio in ratios.values() if ratio.gap_bounds and ratio.gap_bounds[1]]
    cited = [source for ratio in open_ones for source in ratio.sources]
    # Besides, the tasks that name who has to act on a measure, or until when.
    tasks = [task for ratio in open_ones for task in open_tasks(shown.tables, ratio.measure.set)]
    cited += [task.place for task in tasks if task.agency or (task.criterion and task.deadline)]
    filled = tuple(rows) or (("", words("report.annex_none", language), "", "", ""),)
    caption = words("report.annex_missing", language)
    return Grid(caption, head, filled, (0.08, 0.28, 0.3, 0.18, 0.16), source_below(cited, language), (0, 3, 4))


def unknown_grid(shown: Snapshot, language: Language) -> Grid | None:
    """Criteria of the road, and of the sets that go with it, that nobody knows to be met or not."""
    rows: list[tuple[str, ...]] = []
    cited: list[Citation] = []
    for stage in stage_sets(shown.tables):
        alike = [other for other in companions(shown.tables, stage.id) if other.applies_to == stage.applies_to]
        for declared in (stage, *alike):
            for one in first_level(standing(shown.tables, shown.ratios, declared.id), "unknown"):
                name = f"{one.criterion.code}. {in_language(one.criterion.name, language)}"
                needed = _needed(one.criterion, language)
                rows.append((str(len(rows) + 1), name, short_name(declared, language), needed))
                cited.append(one.criterion.place)
    if not rows:
        return None
    head = tuple(words(key, language) for key in ("report.ordinal", "column.what", "report.set", "report.needed"))
    caption = words("report.annex_unknown", language)
    return Grid(caption, head, tuple(rows), (0.08, 0.49, 0.22, 0.21), source_below(cited, language), (0, 3))


def _needed(criterion: Criterion, language: Language) -> str:
    """The threshold, or the points that a criterion asks for."""
    if criterion.points_min is not None:
        return words("report.points", language, points=format_number(criterion.points_min, language))
    return threshold_text(criterion, language) or words("report.not_in_data", language)
