"""What is missing as the overview's lines: what, why, who has to act, until when; what is overdue stands out."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import gap_status
from bs_metrics.numbers import format_days
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.text import MANY
from bs_metrics.views.actions import action_lines, days_over
from bs_metrics.views.gaps import Missing, missing
from bs_metrics.views.overview.doubts import doubts
from bs_metrics.views.phrases import counted
from bs_metrics.views.ratio_tables import share_rows
from bs_metrics.views.texts import dotted
from bs_metrics.views.verdicts.verdict import day_marked
from bs_metrics.words import Language, words

_LONGEST = 75  # characters of what is missing, where it names several


@dataclass(frozen=True)
class Line:
    """One line in words. `who` is empty where nobody has to act yet; `asked` tells whether a target or the road does
    ask for it."""

    what: str
    why: str
    who: str
    when: str
    overdue: bool
    asked: bool


def lines(shown: Snapshot, language: Language, today: date | None = None) -> list[Line]:
    """What is to be made clear first, for its figures contradict each other; all that is missing, in that order."""
    who, none = words("doubt.who", language), words("gap_order.no_deadline", language)
    unclear = [
        Line(one.what, one.why, who, day_marked(one.deadline, shown.as_of, today, language, none), False, True)
        for one in doubts(shown.tables, shown.ratios, language)
    ]
    return [*unclear, *(_line(one, shown, language, today) for one in missing(shown.tables, shown.ratios, language))]


def _line(line: Missing, shown: Snapshot, language: Language, today: date | None) -> Line:
    over = days_over(line.deadline, shown.as_of)
    look = words("overview.look", language, document=line.look) if line.look and not line.agency else ""
    asked = any(shown.ratios[id].is_asked for id in line.numbers)
    none = words("gap_order.no_deadline", language) if asked else ""
    when = day_marked(line.deadline, shown.as_of, today, language, none)
    if over:
        when = words("pace.overdue", language, days=format_days(over, language))
    return Line(
        _first_names(line),
        dotted(line.reason if asked else line.unasked, look),
        line.whose or line.agency or "",
        when,
        over > 0,
        asked,
    )


def decided_lines(shown: Snapshot, language: Language, today: date | None = None) -> list[Line]:
    """What was decided and is still to be done, in the order of `action_lines`."""
    none = words("action.no_day", language)
    return [
        Line(
            one.what,
            dotted(one.about, one.status, one.history),
            one.agency if one.action.agency else "",
            one.overdue or day_marked(one.action.deadline, shown.as_of, today, language, none),
            bool(one.overdue),
            True,
        )
        for one in action_lines(shown, language)
    ]


def _first_names(line: Missing) -> str:
    """What is missing, of many names the first: the page of its stage has them all, and the line says how many."""
    shown, others = line.names[:1], line.names[1:]
    while others and len(line.what) - len(MANY.join(others[1:])) <= _LONGEST:
        shown, others = (*shown, others[0]), others[1:]
    return line.what.replace(MANY.join(line.names), MANY.join((*shown, "…"))) if others else line.what


def unasked_bars(ratios: dict[str, Ratio], language: Language) -> pd.DataFrame:
    """Rows for `share_bars`: what no target asks for and is not all met, the most first. It has no gap: how many are
    not met is said as that."""
    open_ones = [
        ratio
        for ratio in ratios.values()
        if ratio.needed and ratio.measure.counts != "parts" and not ratio.is_asked and gap_status(ratio) != "met"
    ]
    rows = share_rows({ratio.id: ratio for ratio in open_ones}, language)
    said = [
        words("overview.not_met", language, number=counted(ratio.gap_bounds[0], ratio, language))
        if ratio.gap_bounds and ratio.gap_bounds[0] == ratio.gap_bounds[1]
        else beside
        for ratio, beside in zip(open_ones, rows["beside"], strict=True)
    ]
    return rows.assign(beside=said).sort_values("gap", ascending=False, kind="stable", ignore_index=True)
