"""What changed since last time, for a meeting: figures, what was newly met or lost, deadlines, obstacles."""

from dataclasses import dataclass

from bs_metrics.measures.rows import localised, traced
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.changes import Changes, changes
from bs_metrics.snapshots.meantime import DeadlineChange, deadline_changes, removed_obstacles
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.changes import ChangeLine, Names, ratio_lines, status_lines
from bs_metrics.views.phrases import time_left
from bs_metrics.words import Language, joined, words

PARTS = ("ratios", "lost", "reached", "other", "deadlines", "obstacles")


@dataclass(frozen=True)
class Since:
    """A sentence that says how much changed, and the changes under their headings, the most important first."""

    title: str
    groups: tuple[tuple[str, tuple[ChangeLine, ...]], ...] = ()


def since(before: Snapshot | None, after: Snapshot, language: Language) -> Since:
    """What is different in `after`; without a state before it there is nothing to compare with, and it says so.

    The sentence counts the very lines that follow.
    """
    if before is None:
        return Since(words("since.nothing_before", language))
    found = changes(before, after)
    parts = _parts(before, after, found, language)
    day = format_date(before.as_of, language) if before.as_of else words("since.no_date", language)
    counted = [_counted(name, len(lines), language) for name, lines in parts.items() if lines]
    if not counted:
        return Since(words("since.nothing" if found.is_empty else "since.rows_only", language, day=day))
    sentence = words("since.title", language, changes=joined(counted, language), day=day)
    groups = ((words(f"since.{name}", language), tuple(lines)) for name, lines in parts.items() if lines)
    return Since(sentence[:1].upper() + sentence[1:], tuple(groups))


def _parts(before: Snapshot, after: Snapshot, found: Changes, language: Language) -> dict[str, list[ChangeLine]]:
    statuses = status_lines(found, after, language, before)
    return {
        "ratios": ratio_lines(found, language),
        **{tone: [line for line in statuses if line.tone == tone] for tone in ("lost", "reached", "other")},
        "deadlines": [_deadline_line(change, after, language) for change in deadline_changes(before, after)],
        "obstacles": _obstacle_lines(before, after, language),
    }


def _counted(name: str, number: int, language: Language) -> str:
    return words(f"since.count_{name}_{'one' if number == 1 else 'many'}", language, number=number)


def _deadline_line(change: DeadlineChange, after: Snapshot, language: Language) -> ChangeLine:
    ratio = after.ratios[change.measure]
    what = ratio.label("name", language) or change.measure
    days = {
        side: format_date(day, language) if day else words("target.no_deadline", language)
        for side, day in (("before", change.before), ("after", change.after))
    }
    left = {
        side: _lower(time_left(number, language)) if number is not None else words("since.no_time", language)
        for side, number in (("was", change.days_before), ("now", change.days_after))
    }
    key = "passed" if change.passed else "moved" if change.moved else "closer"
    tone = "lost" if change.passed else "other"
    source = f"{ratio.target.legal_basis} · {ratio.target.source}" if ratio.target else ""
    return ChangeLine(what, words(f"since.deadline_{key}", language, **days, **left), tone, source)


def _obstacle_lines(before: Snapshot, after: Snapshot, language: Language) -> list[ChangeLine]:
    named = Names([after, before], language)
    return [
        ChangeLine(
            named.of(one.of),
            words(
                "since.obstacle_gone" if one.gone else "since.obstacle_met",
                language,
                text=localised(one.row, one.column, language) or "",
            ),
            "reached",
            traced(one.row),
        )
        for one in removed_obstacles(before, after)
    ]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
