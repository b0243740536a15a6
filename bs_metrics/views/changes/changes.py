"""What changed, in the reader's language: lines and tables a page can show as they are, the most important first."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from bs_metrics.contract.records import CriteriaSet, Criterion, ReportedTotal, Unit
from bs_metrics.contract.schema import Column, schema
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date, format_number
from bs_metrics.snapshots.changes import Changes, RatioChange
from bs_metrics.snapshots.meantime import days_between
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.statements import Statement
from bs_metrics.snapshots.statuses import StatusChange
from bs_metrics.views.phrases import gap_text, ratio_text
from bs_metrics.views.provenance import cell_text
from bs_metrics.views.texts import cited, in_language, noun_of, ratio_name, short_name
from bs_metrics.words import Language, joined, words

Part = Literal["added", "changed", "removed"]
_ORIGIN = ["origin_file", "origin_sheet", "origin_row"]


@dataclass(frozen=True)
class ChangeLine:
    """One line: what changed, how, and where that is from. `tone` is the kind of a change of status, or other."""

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
    recorded = "_recorded" if note else ""
    kinds = Counter(change.kind for change in differences.statuses)
    numbers = {
        "ratios": len(differences.ratios),
        f"lost{recorded}": kinds["lost"],
        "unclear": kinds["unclear"],
        f"reached{recorded}": kinds["reached"],
        "clear": kinds["clear"],
        "statements": len(differences.statements),
        **{
            part: sum(rows.numbers[part] for rows in differences.rows.values())
            for part in ("added", "changed", "removed")
        },
    }
    parts = [_numbered(name, number, language) for name, number in numbers.items() if number]
    sentence = joined(parts, language)
    text = sentence[:1].upper() + sentence[1:] + "."
    return f"{text} {note}" if note and (differences.ratios or differences.statuses) else text


def ratio_lines(differences: Changes, language: Language) -> list[ChangeLine]:
    """Measures whose figure or gap changes: 55/63 → 57/63 tiêu chuẩn, còn 6 tiêu chuẩn."""
    return [_ratio_line(change, language) for change in differences.ratios]


def status_lines(
    differences: Changes, after: Snapshot, language: Language, before: Snapshot | None = None
) -> list[ChangeLine]:
    """What is lost, unknown now, newly met, known now, in this order.

    Names come from `after`, or from `before` where it is gone.
    """
    named = Names([shown for shown in (after, before) if shown is not None], language)
    result = schema().lists["result"]
    return [
        ChangeLine(
            named.of(change),
            words(
                "changes.status",
                language,
                before=result.word(change.before, language),
                after=result.word(change.after, language),
            ),
            change.kind,
        )
        for change in differences.statuses
    ]


def statement_lines(differences: Changes, after: Snapshot, language: Language) -> list[ChangeLine]:
    """Statements of the current data that no longer hold, each with the new figure and the place it stands."""
    return [_statement_line(statement, after, language) for statement in differences.statements]


def lines_table(lines: list[ChangeLine], language: Language) -> pd.DataFrame:
    """Any of these lines as a table."""
    head = [words(f"changes.column_{name}", language) for name in ("what", "change", "source")]
    rows = [(line.what, line.change, line.source) for line in lines]
    table = pd.DataFrame(rows, columns=head)
    return table if any(line.source for line in lines) else table.drop(columns=head[-1])


def row_numbers(differences: Changes, language: Language) -> pd.DataFrame:
    """A row a table: how many rows are added, changed and removed."""
    head = {name: words(f"changes.column_{name}", language) for name in ("table", "added", "changed", "removed")}
    rows = [
        {head["table"]: schema().tables[name].titles[language]}
        | {head[part]: number for part, number in rows.numbers.items()}
        for name, rows in differences.rows.items()
    ]
    return pd.DataFrame(rows, columns=list(head.values()))


def row_table(differences: Changes, name: str, part: Part, language: Language, most: int | None = None) -> pd.DataFrame:
    """The rows of a table that are added or removed, or the cells that change (old and new), as text.

    `most` limits the lines: nobody reads 200,000. Raises KeyError for a table without changes.
    """
    table, rows = schema().tables[name], differences.rows[name]
    frame = {"added": rows.added, "changed": rows.changed, "removed": rows.removed}[part]
    frame = frame if most is None else frame.head(most)
    shown = {}
    for column in table.columns.values():
        if column.name in (table.key if part == "changed" else table.columns) and frame[column.name].notna().any():
            title = column.title(language)
            title = f"{title} ({column.heading})" if title in shown else title
            shown[title] = [cell_text(value, column, language) for value in frame[column.name]]
    if part == "changed":
        columns = [table.columns[column] for column in frame["column"]]
        shown[words("changes.column_column", language)] = [column.title(language) for column in columns]
        for side in ("old", "new"):
            cells = zip(frame[side], columns, strict=True)
            shown[words(f"changes.column_{side}", language)] = [
                _cell(value, column, language) for value, column in cells
            ]
    places = frame[_ORIGIN].itertuples(index=False)
    shown[words("column.place", language)] = [f"{file}, {sheet}, {row}" for file, sheet, row in places]
    return pd.DataFrame(shown)


def _cell(value: object, column: Column, language: Language) -> str:
    return cell_text(value, column, language) or words("changes.blank", language)


def _numbered(name: str, number: int, language: Language) -> str:
    form = "one" if number == 1 else "many"
    return words(f"changes.sum_{name}_{form}", language, number=format_number(number, language))


def _name(change: RatioChange, language: Language) -> str:
    """The measure's name, from the state that has it."""
    ratio = change.after or change.before
    return ratio_name(ratio, language) if ratio else change.id


def _ratio_line(change: RatioChange, language: Language) -> ChangeLine:
    before, after = change.before, change.after
    what = _name(change, language)
    if before is None or after is None:
        ratio, key = (after, "new_measure") if after else (before, "gone_measure")
        shown = ratio_text(ratio, language) if ratio else ""
        return ChangeLine(what, words(f"changes.{key}", language, ratio=shown), "other")
    tone = _tone(before, after)
    values = {
        "before": ratio_text(before, language),
        "after": ratio_text(after, language),
        "noun": noun_of(after, after.total, language),
        "gap": gap_text(after, language),
    }
    key = "ratio" if values["before"] != values["after"] else "same_ratio"
    return ChangeLine(what, words(f"changes.{key}", language, **values), tone, cited(*after.sources))


def _tone(before: Ratio, after: Ratio) -> str:
    """lost where surely more is missing or a contradiction arises, reached where surely less is missing, else other."""
    if after.headline.kind == "contradiction":
        return "other" if before.headline.kind == "contradiction" else "lost"
    if before.gap_bounds is None or after.gap_bounds is None:
        return "other"
    (old_low, old_high), (new_low, new_high) = before.gap_bounds, after.gap_bounds
    if new_low >= old_low and new_high >= old_high and after.gap_bounds != before.gap_bounds:
        return "lost"
    return (
        "reached" if new_low <= old_low and new_high <= old_high and after.gap_bounds != before.gap_bounds else "other"
    )


class Names:
    """Names of sets, criteria and units by their codes, from the first state that has them."""

    def __init__(self, states: list[Snapshot], language: Language) -> None:
        self._language = language
        self._ratios = {name: ratio for shown in reversed(states) for name, ratio in shown.ratios.items()}
        self._sets: dict[object, str] = {}
        self._criteria: dict[object, str] = {}
        self._units: dict[object, str] = {}
        for shown in reversed(states):
            tables = shown.tables
            self._sets |= {row.id: short_name(row, language) for row in tables.rows(CriteriaSet)}
            self._criteria |= {(row.set, row.code): short_name(row, language) for row in tables.rows(Criterion)}
            self._units |= {unit.code: unit.name for unit in tables.rows(Unit)}

    def of(self, change: StatusChange) -> str:
        """What changed, by name: a stage, a goal, a criterion of a set, a unit in a set, a school."""
        if change.measure is not None:
            ratio = self._ratios[change.measure]
            kind = words(f"changes.{change.level}", self._language)
            return f"{kind}: {ratio_name(ratio, self._language)}"
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
    ratio = after.ratios[statement.measure]
    table = schema().tables[statement.table]
    values = {
        "measure": ratio_name(ratio, language),
        "now": ratio_text(ratio, language),
        "printed": statement.printed or (_printed(statement.reported, language) if statement.reported else ""),
    }
    if statement.kind in ("deadline_passed", "target_reached"):
        deadline = ratio.target.deadline if ratio.target else None
        values["deadline"] = format_date(deadline, language) if deadline else words("target.no_deadline", language)
        values["gap"] = gap_text(ratio, language)
    if statement.kind == "mention":
        text = in_language(statement.text, language)
        what = f"{table.titles[language]}, {table.columns[statement.column].title(language)}: {text}"
    else:
        what = ratio_name(ratio, language)
    change = words(f"changes.statement_{statement.kind}", language, **values)
    tone = {"contradiction": "lost", "deadline_passed": "lost", "target_reached": "reached"}.get(
        statement.kind, "other"
    )
    return ChangeLine(what, change, tone, cited(statement.citation))


def _printed(reported: ReportedTotal, language: Language) -> str:
    """What a reported total prints: 55/63, 17, or 100%."""
    if reported.met is None:
        percent = reported.percent_printed
        return "" if percent is None else format_number(percent, language) + "%"
    shown = format_number(reported.met, language)
    return shown if reported.total is None else f"{shown}/{format_number(reported.total, language)}"
