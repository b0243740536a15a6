"""What changed, in the reader's language, the most important first: of an edit as a whole, and since last time.

Since last time, for a meeting: figures, what was newly met, lost or known, deadlines, obstacles.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from bs_metrics.contract.records import CriteriaSet, Criterion, ReportedTotal, Unit
from bs_metrics.contract.schema import schema
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date, format_days, format_number
from bs_metrics.snapshots.changes import Changes, RatioChange, changes_between
from bs_metrics.snapshots.meantime import (
    KINDS,
    DeadlineChange,
    StatusChange,
    days_between,
    deadline_changes,
    removed_obstacles,
)
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.statements import Mention, Statement
from bs_metrics.views.phrases import gap_text, ratio_text, rest_text, time_left
from bs_metrics.views.provenance import cell_text, row_places, text_columns
from bs_metrics.views.ratio_tables import deadline_text
from bs_metrics.views.texts import (
    cited,
    day_text,
    in_language,
    listed,
    lower_first,
    noun_of,
    ratio_name,
    short_name,
    target_source,
    upper_first,
)
from bs_metrics.words import Language, joined, words

Part = Literal["added", "changed", "removed"]
_PARTS: tuple[Part, ...] = ("added", "changed", "removed")
_CLAIMS = {"lost", "reached", "deadlines", "obstacles"}  # said of the place; without time in between, of the data only


@dataclass(frozen=True)
class ChangeLine:
    """One line: what changed, how, and where that is from. `tone` is the kind of a change of status, passed of a
    deadline, or other."""

    what: str
    change: str
    tone: str
    source: str = ""


def no_progress(before: Snapshot, after: Snapshot, language: Language) -> str:
    """That what changed is a correction, an older state or of unknown date; nothing where time has passed."""
    days = days_between(before, after)
    if days is None:
        return words("since.note_no_date", language)
    if days > 0:
        return ""
    dates = {"before": format_date(before.as_of, language), "after": format_date(after.as_of, language)}  # type: ignore[arg-type]
    return words("since.note_same" if days == 0 else "since.note_older", language, **dates)


def summary_text(differences: Changes, language: Language, before: Snapshot, after: Snapshot) -> str:
    """Everything in one sentence: how many figures, statuses and statements change, and how many rows of how many.

    Something is met or lost only where time lies between the two states; else it is recorded so, and this is said.
    """
    if differences.is_empty:
        return words("changes.nothing", language)
    note = no_progress(before, after, language)
    kinds = Counter(change.kind for change in differences.statuses)
    numbers: dict[str, int] = {
        "ratios": len(differences.ratios),
        **{_recorded(kind, note): kinds[kind] for kind in KINDS},
        "statements": len(differences.statements),
        **{part: sum(rows.numbers[part] for rows in differences.rows.values()) for part in _PARTS},
    }
    parts = [
        words(f"changes.sum_{name}_{_form(number)}", language, number=format_number(number, language))
        for name, number in numbers.items()
        if number
    ]
    text = upper_first(joined(parts, language)) + "."
    return f"{text} {note}" if note and (differences.ratios or differences.statuses) else text


def _recorded(name: str, note: str) -> str:
    """The words for a kind of change: a claim about the place is made of the data only where a note says so."""
    return f"{name}_recorded" if note and name in _CLAIMS else name


def _form(number: int) -> str:
    return "one" if number == 1 else "many"


def ratio_lines(differences: Changes, language: Language) -> list[ChangeLine]:
    """Measures whose figure or gap changes: before → after with the noun, and the gap; what went back first."""
    return _back_first(_ratio_line(change, language) for change in differences.ratios)


def _back_first(lines: Iterable[ChangeLine]) -> list[ChangeLine]:
    """Lines in their order, but what went back before all else, for a list may be shortened."""
    return sorted(lines, key=lambda line: line.tone not in ("lost", "passed"))


def status_lines(
    differences: Changes, after: Snapshot, language: Language, before: Snapshot | None = None
) -> list[ChangeLine]:
    """What is lost, what else is not met, what is unknown now, newly met, known now, in this order.

    Names come from `after`, or from `before` where it is gone.
    """
    named = Names([after, before] if before else [after], language)
    lines = []
    for change in sorted(differences.statuses, key=lambda one: (one.kind != "lost", one.after != "not_met")):
        before_word, after_word = (listed("result", status, language) for status in (change.before, change.after))
        text = words("changes.status", language, before=before_word, after=after_word)
        lines.append(ChangeLine(named.of(change), text, change.kind))
    return lines


def statement_lines(differences: Changes, after: Snapshot, language: Language) -> list[ChangeLine]:
    """Statements of the current data that no longer hold, each with the new figure and the place it stands."""
    return _back_first(_statement_line(statement, after, language) for statement in differences.statements)


def row_numbers(differences: Changes, language: Language) -> pd.DataFrame:
    """A row a table: how many rows are added, changed and removed."""
    numbers = pd.DataFrame([rows.numbers for rows in differences.rows.values()], columns=_PARTS)
    numbers.insert(0, "table", [schema().tables[name].titles[language] for name in differences.rows])
    return numbers.rename(columns=lambda name: words(f"changes.column_{name}", language))


def row_table(differences: Changes, name: str, part: Part, language: Language, most: int | None = None) -> pd.DataFrame:
    """The rows of a table that are added or removed, or the cells that change (old and new), as text.

    `most` limits the lines: nobody reads 200,000. Raises KeyError for a table without changes.
    """
    table, frame = schema().tables[name], getattr(differences.rows[name], part)
    if most is not None:
        frame = frame.head(most)
    kept = table.key if part == "changed" else table.columns
    named, lists = [column for name, column in table.columns.items() if name in kept], differences.lists
    shown = text_columns(frame, named, language, lists)
    if part == "changed":
        columns, blank = [table.columns[column] for column in frame["changed_column"]], words("changes.blank", language)
        shown[words("changes.column_column", language)] = [column.title(language) for column in columns]
        for side in ("old", "new"):
            cells = zip(frame[side], columns, strict=True)
            texts = [cell_text(value, column, language, lists) or blank for value, column in cells]
            shown[words(f"changes.column_{side}", language)] = texts
    return pd.DataFrame({**shown, words("column.place", language): row_places(frame)})


def _ratio_line(change: RatioChange, language: Language) -> ChangeLine:
    before, after = change.before, change.after
    if before is None or after is None:
        ratio, key = (after, "new_measure") if after else (before, "gone_measure")
        name, shown = (ratio_name(ratio, language), ratio_text(ratio, language)) if ratio else (change.id, "")
        return ChangeLine(name, words(f"changes.{key}", language, ratio=shown), "other")
    values = {"before": ratio_text(before, language), "after": ratio_text(after, language)}
    key, noun = "ratio" if values["before"] != values["after"] else "same_ratio", noun_of(after, after.total, language)
    text = words(f"changes.{key}", language, noun=noun, gap=gap_text(after, language), **values)
    tone = _tone(before, after)
    if after.day is not None and before.day == after.day and before.headline != after.headline:  # no progress
        tone, text = "other", words("changes.corrected", language, change=text, day=format_date(after.day, language))
    return ChangeLine(ratio_name(after, language), text, tone, cited(*after.sources))


def _tone(before: Ratio, after: Ratio) -> str:
    """lost where surely more is missing or a contradiction arises, reached where surely less is missing, else other."""
    if after.headline.kind == "contradiction":
        return "other" if before.headline.kind == "contradiction" else "lost"
    if before.gap_bounds is None or after.gap_bounds is None or before.gap_bounds == after.gap_bounds:
        return "other"
    (old_low, old_high), (new_low, new_high) = before.gap_bounds, after.gap_bounds
    if new_low >= old_low and new_high >= old_high:
        return "lost"
    return "reached" if new_low <= old_low and new_high <= old_high else "other"


class Names:
    """Names of sets, criteria and units by their codes, from the first state that has them."""

    def __init__(self, states: list[Snapshot], language: Language) -> None:
        self._language = language
        self._measures: dict[str, str] = {}
        self._sets: dict[object, str] = {}
        self._criteria: dict[object, str] = {}
        self._units: dict[object, str] = {}
        for shown in reversed(states):
            tables = shown.tables
            self._measures |= {name: ratio_name(ratio, language) for name, ratio in shown.ratios.items()}
            self._sets |= {row.id: short_name(row, language) for row in tables.rows(CriteriaSet)}
            self._criteria |= {(row.set, row.code): short_name(row, language) for row in tables.rows(Criterion)}
            self._units |= {unit.code: unit.name for unit in tables.rows(Unit)}

    def of(self, change: StatusChange) -> str:
        """What changed, by name: a stage, a goal, a criterion of a set, a unit in a set, a school."""
        if change.measure is not None:
            return f"{words(f'changes.{change.level}', self._language)}: {self._measures[change.measure]}"
        if change.school is not None:
            return change.school
        parts = [self._sets.get(change.set_id, change.set_id)]
        if change.unit is not None:
            parts.insert(0, self._units.get(change.unit, change.unit))
        if change.criterion is not None:
            name = self._criteria.get((change.set_id, change.criterion), "")
            parts.append(f"{change.criterion} · {name}" if name else change.criterion)
        return " · ".join(str(part) for part in parts)


def _statement_line(statement: Statement, after: Snapshot, language: Language) -> ChangeLine:
    ratio, table = after.ratios[statement.measure], schema().tables[statement.table]
    what = measure = ratio_name(ratio, language)
    if statement.kind == "mention":
        text = in_language(statement.text, language)
        what = f"{table.titles[language]}, {table.columns[statement.column].title(language)}: {text}"
    values = {"measure": measure, "now": ratio_text(ratio, language), "gap": gap_text(ratio, language)}
    values["printed"] = _printed(statement.reported, language) if statement.reported else ""
    values["mentioned"] = "; ".join(_mentioned(mention, after, language) for mention in statement.mentions)
    values["deadline"] = deadline_text(ratio, language)
    change = words(f"changes.statement_{statement.kind}", language, **values)
    tones = {"contradiction": "lost", "deadline_passed": "lost", "target_reached": "reached"}
    return ChangeLine(what, change, tones.get(statement.kind, "other"), cited(statement.citation))


def _mentioned(mention: Mention, after: Snapshot, language: Language) -> str:
    """An old figure that a text names, and the new one of the same: of what is met, or of the rest."""
    ratio = after.ratios[mention.measure]
    rest = rest_text(ratio, language) if mention.is_rest else ""
    key = ("mentioned_rest" if rest else "mentioned_rest_met") if mention.is_rest else "mentioned"
    values = {"printed": mention.printed, "measure": ratio_name(ratio, language)}
    return words(f"changes.{key}", language, **values, now=rest or ratio_text(ratio, language))


def _printed(reported: ReportedTotal, language: Language) -> str:
    """What a reported total prints: 3/4, 3, or 75%."""
    if reported.met is None:
        percent = reported.percent_printed
        return "" if percent is None else format_number(percent, language) + "%"
    shown = format_number(reported.met, language)
    return shown if reported.total is None else f"{shown}/{format_number(reported.total, language)}"


@dataclass(frozen=True)
class Since:
    """A sentence that says how much changed, and the changes under their headings, the most important first.

    `note` says where the changes are no progress: no time lies between the two states, or it is not known.
    """

    title: str
    groups: tuple[tuple[str, tuple[ChangeLine, ...]], ...] = ()
    note: str = ""

    def first(self, most: int) -> list[ChangeLine]:
        """Some lines: what went back, of whichever kind, the others of the first kind, last what each stage says too:
        deadlines that have passed.
        """
        kinds = [lines for _, lines in self.groups]
        back, passed = ([line for lines in kinds for line in lines if line.tone == tone] for tone in ("lost", "passed"))
        return list(dict.fromkeys([*back, *(line for lines in kinds[:1] for line in lines), *passed]))[:most]


def since(before: Snapshot | None, after: Snapshot, language: Language) -> Since:
    """What is different in `after`; without a state before it there is nothing to compare with, and it says so.

    The sentence counts the very lines that follow.
    """
    if before is None:
        return Since(words("since.nothing_before", language))
    differences, note = changes_between(before, after), no_progress(before, after, language)
    statuses = status_lines(differences, after, language, before)
    parts: dict[str, list[ChangeLine]] = {
        "ratios": ratio_lines(differences, language),
        **{tone: [line for line in statuses if line.tone == tone] for tone in KINDS},
        "deadlines": _back_first(_deadline_line(change, after, language) for change in deadline_changes(before, after)),
        "obstacles": _obstacle_lines(before, after, language),
    }
    told = {_recorded(name, note): tuple(lines) for name, lines in parts.items() if lines}
    day = format_date(before.as_of, language) if before.as_of else words("since.no_date", language)
    if not told:
        return Since(words("since.nothing" if differences.is_empty else "since.rows_only", language, day=day))
    numbers = {name: len(lines) for name, lines in told.items()}
    counted = [
        words(f"since.count_{name}_{_form(number)}", language, number=number) for name, number in numbers.items()
    ]
    sentence = words("since.title", language, changes=joined(counted, language), day=day)
    groups = tuple((words(f"since.{name}", language), lines) for name, lines in told.items())
    return Since(upper_first(sentence), groups, note)


def _deadline_line(change: DeadlineChange, after: Snapshot, language: Language) -> ChangeLine:
    ratio = after.ratios[change.measure]
    none = words("target.no_deadline", language)
    days = {"before": day_text(change.before, language, none), "after": day_text(change.after, language, none)}
    numbers = {"was": change.days_before, "now": change.days_after}
    unknown = words("since.no_time", language)
    left = {name: unknown if of is None else lower_first(time_left(of, language)) for name, of in numbers.items()}
    if left["was"] == left["now"] and change.days_before != change.days_after:  # the same number of months
        exactly = {name: format_days(number or 0, language) for name, number in numbers.items()}
        left = {name: lower_first(words("time.days", language, days=days)) for name, days in exactly.items()}
    key = "passed" if change.passed else "moved" if change.moved else "closer"
    text, tone = words(f"since.deadline_{key}", language, **days, **left), "passed" if change.passed else "other"
    source = target_source(ratio.target, language) if ratio.target else ""
    return ChangeLine(ratio_name(ratio, language), text, tone, source)


def _obstacle_lines(before: Snapshot, after: Snapshot, language: Language) -> list[ChangeLine]:
    named, met = Names([after, before], language), "met_recorded" if no_progress(before, after, language) else "met"
    lines = []
    for one in removed_obstacles(before, after):
        text = words(f"since.obstacle_{'gone' if one.gone else met}", language, text=in_language(one.text, language))
        lines.append(ChangeLine(named.of(one.of), text, "reached", cited(one.citation)))
    return lines
