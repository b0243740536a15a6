"""The stages of the road in order, each with what a card shows of it."""

from dataclasses import dataclass

import pandas as pd

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import stage_sets
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import (
    Emphasis,
    basis_text,
    measures_of_the_road,
    open_gaps,
    plain,
    ratio_text,
    stage_measures,
    stage_text,
    time_text,
)
from bs_metrics.views.texts import noun_of, short_name
from bs_metrics.words import Language, words


@dataclass(frozen=True)
class Stage:
    """One stage in words, with the segments of its bar (columns `status`, `count`)."""

    ratio: Ratio
    name: str
    deadline: str
    headline: str
    noun: str
    segments: pd.DataFrame
    text: str
    time: str


def stages(shown: Snapshot, language: Language, mark: Emphasis = plain) -> list[Stage]:
    """Every stage that has a headline measure with a total, first stage first."""
    return [
        _stage(shown, ratio, declared, language, mark)
        for declared in stage_sets(shown.tables)
        for ratio in stage_measures(shown.ratios, declared.stage, "headline")
        if ratio.total
    ]


def _stage(shown: Snapshot, ratio: Ratio, declared: CriteriaSet, language: Language, mark: Emphasis) -> Stage:
    details = stage_measures(shown.ratios, declared.stage, "detail")
    deadline = ratio.target.deadline if ratio.target else None
    day = format_date(deadline, language) if deadline else ""
    return Stage(
        ratio,
        short_name(declared, language),
        words("stage.deadline", language, date=day) if day else words("stage.no_deadline", language),
        ratio_text(ratio, language),
        f"{noun_of(ratio, ratio.total, language)} · {basis_text(ratio, language)}",
        segments(ratio),
        stage_text(shown.tables, shown.ratios, ratio, language, mark),
        time_text(ratio, details[0] if details else None, shown.as_of, language),
    )


def segments(ratio: Ratio) -> pd.DataFrame:
    """How many items are met, may be either, and are not met, in the order they are drawn."""
    tally = ratio.tally
    numbers = {"met": tally.lower, "unknown": tally.upper - tally.lower, "not_met": tally.total - tally.upper}
    return pd.DataFrame(list(numbers.items()), columns=["status", "count"])


def of_the_road(ratios: dict[str, Ratio], road: list[Stage]) -> dict[str, Ratio]:
    """Every stage's own measure and each gap that the sentence of the road says, in its order."""
    shown_ratios = [*open_gaps(measures_of_the_road(ratios)), *(stage.ratio for stage in road)]
    shown_ratios.sort(key=lambda ratio: (ratio.stage, ratio.measure.order))
    return {ratio.id: ratio for ratio in shown_ratios}
