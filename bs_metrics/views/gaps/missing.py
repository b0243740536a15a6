"""What exactly is missing, by name where the tables name it, else by number; with reason, owner, deadline."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.results import school_results
from bs_metrics.measures.rows import each_row, localised
from bs_metrics.measures.standing import gap_status, standing
from bs_metrics.numbers import format_date
from bs_metrics.views.gaps.in_charge import agencies_of, by_task
from bs_metrics.views.lines import needed_text, threshold_text, with_unit
from bs_metrics.views.phrases import counted, gap_counted, ratio_text, share_text, spoken, upper_first
from bs_metrics.words import Language, words

_MOST_NAMED = 3  # criteria of a set of which nothing is said; more become one line


@dataclass(frozen=True)
class Missing:
    """One line of what is missing. `agency` and `deadline` are None where the tables give none."""

    what: str
    reason: str
    agency: str | None
    deadline: date | None


def missing(tables: Tables, ratios: dict[str, Ratio], language: Language) -> list[Missing]:
    """Everything that keeps a measure with a gap from its target, stage by stage, then schools."""
    lines: list[Missing] = []
    order = sorted(ratios.values(), key=lambda ratio: (ratio.stage, ratio.row["order"]))
    for ratio in order:
        if gap_status(ratio) != "not_met" or ratio.row["counts"] == "parts":
            continue
        if ratio.row["counts"] == "units":
            lines.append(_condition(tables, ratio, language))
        elif ratio.row["counts"] == "criteria":
            lines += _criteria(tables, ratios, ratio, language)
    lines += _schools(tables, language)
    return lines + _unnamed(tables, ratios, language)


def missing_said(line: Missing, language: Language) -> str:
    """Reason, owner and deadline of a line, as far as they are known."""
    deadline = words("missing.deadline", language, date=format_date(line.deadline, language)) if line.deadline else ""
    return " · ".join(part for part in (line.reason, line.agency, deadline) if part)


def _deadline(ratio: Ratio) -> date | None:
    return ratio.target.deadline if ratio.target else None


def _condition(tables: Tables, ratio: Ratio, language: Language) -> Missing:
    needed = f"{ratio.needed}/{ratio.total}"
    values = {"ratio": ratio_text(ratio, language), "share": share_text(ratio, language), "needed": needed}
    reason = words("missing.condition", language, **values)
    agency = "; ".join(agencies_of(tables, ratio)) or None
    return Missing(gap_counted(ratio, language, spoken(ratio)), reason, agency, _deadline(ratio))


def _criteria(tables: Tables, ratios: dict[str, Ratio], ratio: Ratio, language: Language) -> list[Missing]:
    """A line for each criterion that fails; many of which the tables say nothing more are one line."""
    rows = standing(tables, ratios, ratio.row["set"])
    failing = list(each_row(rows[rows["parent"].isna() & (rows["status"] == "not_met")]))
    lines = [_Failing(tables, ratio, row) for row in failing]
    bare = [line for line in lines if not line.says_more]
    if len(bare) <= _MOST_NAMED:
        bare = []
    many = len(lines) > _MOST_NAMED
    told = [line.told(language, coded=many) for line in lines if line not in bare]
    if bare:
        codes = ", ".join(str(line.row["code"]) for line in bare)
        what = words("missing.codes", language, noun=upper_first(ratio.noun(2, language)), codes=codes)
        reason = _below(ratios, ratio, language) if len(bare) == len(lines) else ""
        told.append(Missing(what, reason, by_task(tables, ratio.row["set"])[0], _deadline(ratio)))
    return told


@dataclass(frozen=True, eq=False)
class _Failing:
    """A criterion that is not met, with what the tables say of it: in its result, and in the tasks for it."""

    tables: Tables
    ratio: Ratio
    row: pd.Series

    @property
    def says_more(self) -> bool:
        """Whether its line would hold more than its name."""
        filled = ("agency", "deadline", "obstacle", "value", "value_text")
        return any(pd.notna(self.row[f"result_{name}"]) for name in filled) or self._task != (None, None)

    @property
    def _task(self) -> tuple[str | None, date | None]:
        return by_task(self.tables, self.ratio.row["set"], self.row["code"])

    def told(self, language: Language, coded: bool) -> Missing:
        """The line; `coded`: the criterion's code stands before its name."""
        row, (agency, day) = self.row, self._task
        name = localised(row, "short", language) or localised(row, "name", language) or row["code"]
        if coded:
            what = words("missing.coded", language, noun=self.ratio.noun(1, language), code=row["code"], name=name)
        else:
            what = name
        obstacle = row.rename({"result_obstacle": "obstacle", "result_obstacle_en": "obstacle_en"})
        return Missing(
            upper_first(what),
            localised(obstacle, "obstacle", language) or _value(row, language),
            row["result_agency"] or agency or by_task(self.tables, self.ratio.row["set"])[0],
            row["result_deadline"] or day or _deadline(self.ratio),
        )


def _value(row: pd.Series, language: Language) -> str:
    """The value and what is needed, as far as the row holds them: as written, in English rather the number."""
    written, needed = row["result_value_text"], threshold_text(row, language)
    shown = written if language == "vi" else row["result_value_text_en"]
    if pd.isna(shown):
        shown = with_unit(row["result_value"], row, language) if pd.notna(row["result_value"]) else written
    shown = "" if pd.isna(shown) else shown
    if shown and needed:
        return words("missing.value", language, value=shown, needed=needed)
    return shown or needed_text(row, language)


def _below(ratios: dict[str, Ratio], criteria: Ratio, language: Language) -> str:
    """What is proven of the items below: how many miss, and how many criteria miss just one."""
    items = next((ratio for ratio in ratios.values() if ratio.row["parent"] == criteria.id), None)
    if items is None or items.gap is None:
        return ""
    reason = counted(items.gap, items, language)
    if items.nesting and items.nesting.single[0] > 0:
        one = counted(items.nesting.single[0], criteria, language)
        reason += words("missing.single", language, criteria=one, item=counted(1, items, language))
    return reason


def _schools(tables: Tables, language: Language) -> list[Missing]:
    schools = tables["schools"]
    failing = schools[school_results(schools) == "not_met"]
    return [
        Missing(
            row["name"],
            localised(row, "reason", language) or words("missing.no_reason", language),
            row["agency"] if pd.notna(row["agency"]) else None,
            row["deadline"] if isinstance(row["deadline"], date) else None,
        )
        for row in each_row(failing)
    ]


def _unnamed(tables: Tables, ratios: dict[str, Ratio], language: Language) -> list[Missing]:
    """Items known to be missing by number only."""
    lines = []
    for ratio in ratios.values():
        if ratio.row["counts"] not in ("schools", "items") or pd.notna(ratio.row["parent"]) or not ratio.gap:
            continue
        number = ratio.gap - ratio.counts.not_met
        if number > 0:
            gap = words("gap.left", language, gap=counted(number, ratio, language))
            what = words("missing.of", language, gap=gap, name=ratio.label("name", language))
            agency = by_task(tables, ratio.row["set"])[0] if pd.notna(ratio.row["set"]) else None
            lines.append(Missing(what, words("missing.unnamed", language), agency, _deadline(ratio)))
    return lines
