"""The slide of a stage: what stands above its title, the title, the bars, the sentences below them."""

from collections.abc import Sequence

import pandas as pd

from bs_metrics.measures.counting import criteria_of, criteria_set
from bs_metrics.measures.points import points_reached
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import gap_status
from bs_metrics.numbers import exact, format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.actions import actions_of_stage
from bs_metrics.views.criteria import points_text
from bs_metrics.views.gaps import Missing
from bs_metrics.views.phrases import gap_counted, ratio_title, spoken
from bs_metrics.views.ratio_tables import share_rows
from bs_metrics.views.sets.blocks import nesting_text
from bs_metrics.views.stages import Stage, named_criteria, unmet_conditions, what_is_known_of_it
from bs_metrics.views.texts import dotted, in_language, upper_first
from bs_metrics.words import Language, joined, words

_ORDER = {"headline": 0, "condition": 1, "detail": 2}


def stage_head(stage: Stage, passed: str) -> str:
    """Its name, its deadline, what is left of the time; nothing is once the deadline has `passed`."""
    return dotted(stage.name, stage.deadline, "" if passed else stage.remarks.left)


def stage_title(stage: Stage, ratios: dict[str, Ratio], language: Language, late: str) -> str:
    """Both halves of its ratio, the conditions that are not met, and that it is `late`."""
    title = ratio_title(stage.ratio, language)
    gaps = [gap_counted(one, language, spoken(one)) for one in unmet_conditions(ratios, stage.ratio.measure.stage)]
    if gaps:
        surely = gap_status(stage.ratio) == "not_met"
        title = words("slide.also" if surely else "slide.still", language, title=title, gaps=joined(gaps, language))
    return f"{title}, {late}" if late else title


def measures_of_stage(stage: Stage, ratios: dict[str, Ratio]) -> list[Ratio]:
    """The stage's own measure, and beside it the others that belong to it."""
    found = [ratio for ratio in ratios.values() if ratio.total and ratio.stage == stage.ratio.stage]
    return sorted(found, key=lambda ratio: _ORDER.get(ratio.measure.role or "", 3))


def stage_bars(shown: Snapshot, stage: Stage, measures: Sequence[Ratio], language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: its measures, and the groups of a set that is decided by points."""
    rows = share_rows({ratio.id: ratio for ratio in measures}, language)
    groups = _point_bars(shown, stage.ratio.measure.set, language)
    return pd.concat([rows, groups], ignore_index=True) if len(groups) else rows


def _point_bars(shown: Snapshot, set_id: str | None, language: Language) -> pd.DataFrame:
    """Each criterion's points as shares of the most that one can give: reached, what may be, the least as the line."""
    rows, reached = [], points_reached(shown.tables, shown.ratios, set_id)
    highest = max((one.points_max or 0 for one in criteria_of(shown.tables, set_id)), default=0)
    for criterion in criteria_of(shown.tables, set_id):
        low, high, points = criterion.points_min, criterion.points_max, reached.get(criterion.code)
        if high and points is not None:
            surely, at_most = (min(end, exact(high)) for end in (points.low, points.high or points.low))
            least, most = ("" if end is None else format_number(end, language) for end in (low, high))
            lengths = {"met": surely, "unknown": at_most - surely, "missing": exact(0), "rest": exact(high) - at_most}
            rows.append(
                {
                    "label": f"{criterion.code} · {in_language(criterion.name, language)}",
                    **{name: float(length / exact(highest)) for name, length in lengths.items()},
                    "target": None if low is None else float(exact(low) / exact(highest)),
                    "inside": points_text(points, language),
                    "beside": words("set.points_beside", language, low=least, high=most),
                    "status": points.reach(low),
                }
            )
    return pd.DataFrame(rows)


def stage_lines(
    shown: Snapshot, stage: Stage, lacking: Sequence[Missing], language: Language, passed: str
) -> tuple[str, ...]:
    """What bars and title do not say: the pace, what follows, what was decided, what nobody has to do yet."""
    set_id, ratios = stage.ratio.measure.set, shown.ratios
    known = stage.said if stage.verdict in ("in_time", "late") else ""
    sentences = (
        upper_first(dotted(known, stage.remarks.brief_after(passed))),
        nesting_text(ratios, set_id, language, key="slide.single"),
        _known(shown, stage, language),
        _by_points(shown, set_id, language),
        *actions_of_stage(shown, stage.ratio, language),
        *_owners(
            [one for one in lacking if any(ratios[id].stage == stage.ratio.stage for id in one.numbers)], language
        ),
    )
    return tuple(filter(None, sentences))


def _known(shown: Snapshot, stage: Stage, language: Language) -> str:
    """The sentence with the names of what is missing; where there are none, only what the title does not say."""
    if named_criteria(shown.tables, shown.ratios, stage.ratio, language):
        return stage.text
    return upper_first(what_is_known_of_it(shown, stage.ratio, language).lstrip(",; "))


def _by_points(shown: Snapshot, set_id: str | None, language: Language) -> str:
    """How a set by points is decided."""
    declared = criteria_set(shown.tables, set_id)
    if declared is None or declared.pass_rule != "points" or declared.pass_mark is None or declared.points_max is None:
        return ""
    values = {"mark": declared.pass_mark, "max": declared.points_max}
    return words("slide.by_points", language, **{name: format_number(one, language) for name, one in values.items()})


def _owners(lacking: Sequence[Missing], language: Language) -> list[str]:
    """How much of what is missing nobody has to do, and the documents that say who has to."""
    free = [one for one in lacking if not one.agency]
    documents = dict.fromkeys(one.look for one in free if one.look)
    number = [words("slide.unassigned", language, number=len(free))] if free else []
    return [*number, *([words("slide.assigned_by", language, documents="; ".join(documents))] if documents else [])]
