"""What was decided in meetings about gaps: what is still to be done, overdue first, and how it went so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.contract.records import Action
from bs_metrics.measures.counting import criteria_of, criteria_set
from bs_metrics.measures.goals.owners import CLOSED
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import conditions_of
from bs_metrics.numbers import format_days
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.text import parts_in
from bs_metrics.views.texts import (
    cited,
    day_text,
    dotted,
    in_language,
    lower_first,
    ratio_name,
    short_name,
    text_table,
    unit_names,
)
from bs_metrics.words import Language, words

_ON_A_SLIDE = 1  # of the stage that they are about


@dataclass(frozen=True)
class ActionLine:
    """One action in words: what, about which gap, who, by when, how far; and how its status changed between dates."""

    action: Action
    what: str
    about: str
    agency: str
    deadline: str
    status: str
    overdue: str
    history: str

    @property
    def detail(self) -> str:
        """All about it in one line, that it is overdue first."""
        return dotted(self.overdue, self.about, self.agency, self.deadline, self.status, self.history)


def action_lines(shown: Snapshot, language: Language) -> list[ActionLine]:
    """What is still to be done: what is overdue first, the longest; then by day, last what has none."""
    return [_line(shown, one, language) for one in open_actions(shown)]


def open_actions(shown: Snapshot) -> list[Action]:
    """The actions that are neither done nor dropped, by day; those without a day last."""
    rows = [one for one in shown.tables.rows(Action) if one.status not in CLOSED]
    return sorted(rows, key=lambda one: one.deadline or date.max)


def days_over(deadline: date | None, as_of: date | None) -> int:
    """How many days something is overdue at the as-of date; 0 where it is not, or has no day."""
    return max(0, (as_of - deadline).days) if as_of and deadline else 0


def actions_of_stage(shown: Snapshot, headline: Ratio, language: Language) -> list[str]:
    """The most urgent of what was decided about a stage: about a set of it, or a measure of it."""
    declared = criteria_set(shown.tables, headline.measure.set)
    companions = conditions_of(shown.tables, declared) if declared else []
    sets = {headline.measure.set, *(one.id for one in companions)} - {None}
    measures = {ratio.id for ratio in shown.ratios.values() if ratio.stage == headline.stage}
    lines = [one for one in action_lines(shown, language) if one.action.set in sets or one.action.measure in measures]
    # What is overdue needs no deadline beside its days.
    states = (lower_first(one.overdue) or dotted(one.deadline, one.status) for one in lines[:_ON_A_SLIDE])
    details = (dotted(one.agency, state) for one, state in zip(lines, states, strict=False))
    told = zip(lines, details, strict=False)
    return [words("action.line", language, what=one.what, detail=detail) for one, detail in told]


def _line(shown: Snapshot, action: Action, language: Language) -> ActionLine:
    over, status = days_over(action.deadline, shown.as_of), action.status or "unknown"
    due = day_text(action.deadline, language)
    return ActionLine(
        action,
        in_language(action.what, language),
        _about(shown, action, language),
        "; ".join(parts_in(action.agency)) or words("missing.unassigned", language),
        words("missing.deadline", language, date=due) if due else words("action.no_day", language),
        shown.tables.word("task_status", status, language),
        words("pace.overdue", language, days=format_days(over, language)) if over else "",
        _history(shown, action, language),
    )


def _about(shown: Snapshot, action: Action, language: Language) -> str:
    """The gap that an action is about, and the unit."""
    tables, named = shown.tables, ""
    if action.measure in shown.ratios:
        named = ratio_name(shown.ratios[action.measure], language)
    elif action.set:
        rows = [*criteria_of(tables, action.set), *criteria_of(tables, action.set, first_level=False)]
        found = next((one for one in rows if one.code == action.criterion), None)
        declared = criteria_set(tables, action.set)
        named = short_name(declared, language) if declared else ""
        if found:
            named = words("action.criterion", language, code=found.code, name=short_name(found, language), set=named)
    return dotted(named, unit_names(tables).get(action.unit or ""))


def _history(shown: Snapshot, action: Action, language: Language) -> str:
    """How the status changed: not started (1 Aug) → in progress (31 Oct); nothing where it did not."""
    steps: list[tuple[str, date | None]] = []
    for state in shown.dated:
        for row in state.tables.rows(Action):
            status = row.status or "unknown"
            if row.id == action.id and (not steps or steps[-1][0] != status):
                steps.append((status, state.as_of))
    if len(steps) < 2:
        return ""
    said = (
        f"{shown.tables.word('task_status', status, language)} ({day_text(day, language)})" for status, day in steps
    )
    return words("action.history", language, steps=" → ".join(said))


def action_table(shown: Snapshot, language: Language) -> pd.DataFrame:
    """Every action, the open ones first, as a table."""
    closed = [one for one in shown.tables.rows(Action) if one.status in CLOSED]
    rows = (_line(shown, one, language) for one in (*open_actions(shown), *closed))
    cells = (
        (one.what, one.about, one.agency, _day(one, language), dotted(one.status, one.overdue), one.history)
        for one in rows
    )
    return text_table(["what", "about", "agency", "deadline", "state", "history"], cells, language)


def action_sources(shown: Snapshot) -> list[str]:
    """Where the actions stand: their minutes, and the sheet."""
    return list(dict.fromkeys(cited(one.citation) for one in shown.tables.rows(Action)))


def rows_of_slide(lines: list[ActionLine], language: Language) -> Iterator[tuple[str, str, str, str]]:
    """Rows for the slide of actions."""
    for one in lines:
        yield dotted(one.what, one.about), one.agency, _day(one, language), one.overdue or one.status


def _day(one: ActionLine, language: Language) -> str:
    return day_text(one.action.deadline, language, words("action.no_day", language))
