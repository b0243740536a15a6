"""What changed since last time, for a meeting: figures, what was newly met, lost or known, deadlines, obstacles."""

from dataclasses import dataclass

from bs_metrics.numbers import format_date, format_number
from bs_metrics.snapshots.changes import Changes, changes_between
from bs_metrics.snapshots.meantime import DeadlineChange, deadline_changes, removed_obstacles
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.statuses import KINDS
from bs_metrics.views.changes.changes import ChangeLine, Names, no_progress, ratio_lines, status_lines
from bs_metrics.views.phrases import time_left
from bs_metrics.views.texts import (
    cited,
    day_text,
    in_language,
    lower_first,
    ratio_name,
    target_source,
    upper_first,
)
from bs_metrics.words import Language, joined, words

PARTS = ("ratios", *KINDS, "deadlines", "obstacles")
_CLAIMS = {"lost", "reached", "deadlines", "obstacles"}  # said of the place; without time in between, of the data only


@dataclass(frozen=True)
class Since:
    """A sentence that says how much changed, and the changes under their headings, the most important first.

    `note` says where the changes are no progress: no time lies between the two states, or it is not known.
    """

    title: str
    groups: tuple[tuple[str, tuple[ChangeLine, ...]], ...] = ()
    note: str = ""


def since(before: Snapshot | None, after: Snapshot, language: Language) -> Since:
    """What is different in `after`; without a state before it there is nothing to compare with, and it says so.

    The sentence counts the very lines that follow.
    """
    if before is None:
        return Since(words("since.nothing_before", language))
    differences = changes_between(before, after)
    parts = _parts(before, after, differences, language)
    day = format_date(before.as_of, language) if before.as_of else words("since.no_date", language)
    note = no_progress(before, after, language)
    names = {name: f"{name}_recorded" if note and name in _CLAIMS else name for name in PARTS}
    counted = [_counted(names[name], len(lines), language) for name, lines in parts.items() if lines]
    if not counted:
        return Since(words("since.nothing" if differences.is_empty else "since.rows_only", language, day=day))
    sentence = words("since.title", language, changes=joined(counted, language), day=day)
    groups = ((words(f"since.{names[name]}", language), tuple(lines)) for name, lines in parts.items() if lines)
    return Since(upper_first(sentence), tuple(groups), note)


def _parts(before: Snapshot, after: Snapshot, differences: Changes, language: Language) -> dict[str, list[ChangeLine]]:
    statuses = status_lines(differences, after, language, before)
    return {
        "ratios": ratio_lines(differences, language),
        **{tone: [line for line in statuses if line.tone == tone] for tone in KINDS},
        "deadlines": [_deadline_line(change, after, language) for change in deadline_changes(before, after)],
        "obstacles": _obstacle_lines(before, after, language),
    }


def _counted(name: str, number: int, language: Language) -> str:
    return words(f"since.count_{name}_{'one' if number == 1 else 'many'}", language, number=number)


def _deadline_line(change: DeadlineChange, after: Snapshot, language: Language) -> ChangeLine:
    ratio = after.ratios[change.measure]
    none = words("target.no_deadline", language)
    days = {"before": day_text(change.before, language, none), "after": day_text(change.after, language, none)}
    left = {"was": _left(change.days_before, language), "now": _left(change.days_after, language)}
    if left["was"] == left["now"] and change.days_before != change.days_after:  # the same number of months
        left = {"was": _days(change.days_before, language), "now": _days(change.days_after, language)}
    key = "passed" if change.passed else "moved" if change.moved else "closer"
    text, tone = words(f"since.deadline_{key}", language, **days, **left), "lost" if change.passed else "other"
    source = target_source(ratio.target, language) if ratio.target else ""
    return ChangeLine(ratio_name(ratio, language), text, tone, source)


def _obstacle_lines(before: Snapshot, after: Snapshot, language: Language) -> list[ChangeLine]:
    named, met = Names([after, before], language), "met_recorded" if no_progress(before, after, language) else "met"
    lines = []
    for one in removed_obstacles(before, after):
        text = words(f"since.obstacle_{'gone' if one.gone else met}", language, text=in_language(one.text, language))
        lines.append(ChangeLine(named.of(one.of), text, "reached", cited(one.citation)))
    return lines


def _left(days: int | None, language: Language) -> str:
    return words("since.no_time", language) if days is None else lower_first(time_left(days, language))


def _days(days: int | None, language: Language) -> str:
    return lower_first(words("time.days", language, days=format_number(days or 0, language)))
