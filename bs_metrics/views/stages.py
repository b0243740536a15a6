"""The stages of the road in order, each with what a card shows of it: what it lacks, how much time is left."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.pace import VERDICTS, Pace, Verdict, pace
from bs_metrics.measures.points import points_reached
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import stage_measures, stage_sets
from bs_metrics.measures.standing import first_level, gap_status, parts_of, standing
from bs_metrics.numbers import exact, format_date, format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import (
    Emphasis,
    basis_text,
    counted,
    gap_counted,
    measures_of_the_road,
    open_gaps,
    plain,
    ratio_text,
    share_text,
    spoken,
)
from bs_metrics.views.texts import in_language, noun_of, ratio_name, short_name
from bs_metrics.views.verdicts.verdict import Remarks, remarks, verdict_text
from bs_metrics.words import Language, words

_MOST_NAMED = 3  # so many failing criteria are named on a card; more are counted only


@dataclass(frozen=True)
class Stage:
    """One stage in words, and the address of its page."""

    ratio: Ratio
    address: str
    name: str
    deadline: str
    headline: str
    noun: str
    text: str
    verdict: Verdict
    said: str  # the verdict in words
    remarks: Remarks  # what belongs to it

    @property
    def time(self) -> str:
        """What belongs to the verdict, in one line: the time left, the paces, the days to expect."""
        return self.remarks.text()


def stages(shown: Snapshot, language: Language, mark: Emphasis = plain, today: date | None = None) -> list[Stage]:
    """Every stage that has a headline measure with a total, first stage first."""
    return [
        _stage(shown, ratio, declared, language, mark, today)
        for declared in stage_sets(shown.tables)
        for ratio in stage_measures(shown.ratios, declared.stage, "headline")
        if ratio.total
    ]


def _stage(
    shown: Snapshot, ratio: Ratio, declared: CriteriaSet, language: Language, mark: Emphasis, today: date | None
) -> Stage:
    day = format_date(ratio.deadline, language) if ratio.deadline else ""
    details = stage_measures(shown.ratios, declared.stage, "detail")
    below = [one.id for one in details[:1] if one.gap]
    # The stage is reached with all of them: the most urgent speaks for it, of several the one that is expected last.
    conditions = (one.id for one in stage_measures(shown.ratios, declared.stage, "condition") if one.total)
    parts = dict.fromkeys([ratio.id, *below, *conditions])
    judged = [(shown.ratios[id], pace(shown.states(id))) for id in parts]
    speaks, found = min(judged, key=lambda one: _urgency(one[1]))
    named = ratio_name(speaks, language) if speaks.id != ratio.id else ""  # the pace is not that of the figure shown
    return Stage(
        ratio,
        declared.address,
        short_name(declared, language),
        words("stage.deadline", language, date=day) if day else words("stage.no_deadline", language),
        ratio_text(ratio, language),
        f"{noun_of(ratio, ratio.total, language)} · {basis_text(ratio, language)}",
        stage_text(shown, ratio, language, mark),
        found.verdict,
        verdict_text(found, language),
        remarks(speaks, found, language, named, today),
    )


def _urgency(found: Pace) -> tuple[int, ...]:
    earliest, latest = ((day or date.max).toordinal() for day in found.expected or (date.min, date.min))
    return VERDICTS.index(found.verdict), -latest, -earliest


def segments(ratio: Ratio) -> pd.DataFrame:
    """Rows for `stage_bar`: how many items are met, may be either, and are not met, in this order."""
    tally = ratio.tally
    numbers = {"met": tally.lower, "unknown": tally.upper - tally.lower, "not_met": tally.total - tally.upper}
    return pd.DataFrame(list(numbers.items()), columns=["status", "count"])


def of_the_road(ratios: dict[str, Ratio], road: list[Stage]) -> dict[str, Ratio]:
    """Every stage's own measure and each gap that the sentence of the road says, in its order."""
    shown_ratios = [*open_gaps(measures_of_the_road(ratios)), *(stage.ratio for stage in road)]
    shown_ratios.sort(key=lambda ratio: (ratio.stage, ratio.measure.order))
    return {ratio.id: ratio for ratio in shown_ratios}


def stage_text(shown: Snapshot, headline: Ratio, language: Language, mark: Emphasis = plain) -> str:
    """What a stage still lacks, in one or two sentences."""
    if headline.headline.kind == "contradiction":
        return words("gap.contradiction", language)
    ratios = shown.ratios
    stage, status, (low, high) = headline.measure.stage, gap_status(headline), headline.gap_bounds or (0, 0)
    if status == "met":
        sentence = words("stage.reached", language)
    elif status == "unknown":
        sentence = words("stage.open", language, gap=counted(high, headline, language))
    else:
        sentence = words("stage.left", language, gap=mark(counted(low, headline, language)))
        for detail in stage_measures(ratios, stage, "detail"):
            if detail.gap:
                numbers = {"gap": format_number(detail.gap, language), "noun": noun_of(detail, detail.total, language)}
                sentence += words("stage.detail", language, total=detail.total, **numbers)
    for condition in unmet_conditions(ratios, stage):
        sentence += _condition(condition, language, mark)
    return sentence + what_is_known_of_it(shown, headline, language) + "."


def what_is_known_of_it(shown: Snapshot, headline: Ratio, language: Language) -> str:
    """What goes on after the numbers of a stage's gap: names, that there are none, what is not known or not decided."""
    tables, ratios = shown.tables, shown.ratios
    status, (low, high), sentence = gap_status(headline), headline.gap_bounds or (0, 0), ""
    if names := named_criteria(tables, ratios, headline, language):
        sentence += words("stage.named", language, names=", ".join(names))
    elif status == "not_met" and _is_unnamed(headline):
        sentence += words("stage.unnamed", language)
    if 0 < low < high:
        sentence += words("stage.unknown", language, number=high - low)
    if status == "not_met" and not (headline.target and headline.target.is_number):
        sentence += words("stage.no_target", language)
    declared = criteria_set(tables, headline.measure.set)
    by_points = declared is not None and declared.pass_rule == "points"
    if by_points and points_reached(tables, ratios, headline.measure.set)[None].known_by == "unknown":
        sentence += words("stage.no_points", language)
    return sentence


def unmet_conditions(ratios: dict[str, Ratio], stage: int | None) -> list[Ratio]:
    """What a stage asks for beside its own measure and surely has not."""
    return [one for one in stage_measures(ratios, stage, "condition") if gap_status(one) == "not_met"]


def _condition(condition: Ratio, language: Language, mark: Emphasis) -> str:
    noun = noun_of(condition, condition.total, language)
    values = {"ratio": f"{ratio_text(condition, language)} {noun}", "share": share_text(condition, language)}
    values["gap"] = mark(gap_counted(condition, language, spoken(condition)))
    if condition.target and condition.target.percent is not None:
        needed = format_number(exact(condition.target.percent), language) + "%"
        return words("stage.condition_percent", language, needed=needed, **values)
    return words("stage.condition", language, **values)


def _is_unnamed(headline: Ratio) -> bool:
    """Whether the report names none of what is not met."""
    return not headline.counts.not_met and headline.tally.unknown == headline.total


def named_criteria(tables: Tables, ratios: dict[str, Ratio], headline: Ratio, language: Language) -> list[str]:
    """The failing criteria of a stage by name, where they are few enough to be named."""
    if gap_status(headline) != "not_met" or _is_unnamed(headline):
        return []
    standings, names = standing(tables, ratios, headline.measure.set), []
    for one in first_level(standings, "not_met"):
        below = [part.criterion for part in parts_of(one, standings) if part.status == "not_met"]
        parts = [in_language(part.short, language) for part in below if part.short]
        if one.criterion.short:
            names.append(in_language(one.criterion.short, language) + (f" ({', '.join(parts)})" if parts else ""))
    return names if len(names) <= _MOST_NAMED else []
