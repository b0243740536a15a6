"""What exactly is missing, by name where the tables name it, else by number; why, who has to act, until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.contract.filters import matching
from bs_metrics.contract.records import Task
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import decided, rows_of_set, school_results
from bs_metrics.measures.ratios import Ratio, pace
from bs_metrics.measures.standing import Standing, first_level, gap_status, standing
from bs_metrics.numbers import CountStyle, format_date, format_number
from bs_metrics.views.criteria import needed_text, threshold_text, with_unit
from bs_metrics.views.phrases import counted, gap_counted, over_total, ratio_text, share_text, spoken, time_left
from bs_metrics.views.ratio_tables import gap_bars
from bs_metrics.views.schools import schools_of
from bs_metrics.views.texts import dotted, in_language, lower_first, noun_of, ratio_name, short_name, upper_first
from bs_metrics.words import Language, words

ORDERS = ("gap", "deadline", "agency")  # codes of the link
_MOST_NAMED = 3  # criteria of a set of which nothing is said; more become one line


def agencies_of(tables: Tables, ratio: Ratio) -> list[str]:
    """Who has to act on what a measure misses: of its items that are not met, and of the tasks of its criteria set."""
    if ratio.measure.counts == "schools":
        schools = tables["schools"]
        schools = schools[matching(schools, ratio.measure.filter, schema().tables["schools"])]
        failing, tasks = schools[(school_results(schools) == "not_met").to_numpy()], []
    else:
        results = tables["results"][rows_of_set(tables, ratio.measure.set)]
        failing = results[(decided(results, tables["criteria"]) != "met").to_numpy()]
        tasks = open_tasks(tables, ratio.measure.set)
    return sorted({*failing["agency"].dropna().unique(), *(task.agency for task in tasks if task.agency)})


def open_tasks(tables: Tables, set_id: str | None) -> list[Task]:
    """The tasks of a criteria set that are not done."""
    return [task for task in tables.rows(Task) if set_id and task.set == set_id and task.status != "done"]


def _by_task(tables: Tables, set_id: str | None, criterion: str | None = None) -> tuple[str | None, date | None]:
    """The agencies and the nearest deadline of a criterion's open tasks, or of those of the set as a whole."""
    tasks = [task for task in open_tasks(tables, set_id) if task.criterion == criterion]
    agencies = sorted({task.agency for task in tasks if task.agency})
    return "; ".join(agencies) or None, min((task.deadline for task in tasks if task.deadline), default=None)


@dataclass(frozen=True)
class Missing:
    """One line of what is missing. `agency` and `deadline` are None where the tables give none."""

    what: str
    reason: str
    agency: str | None
    deadline: date | None


def missing(
    tables: Tables, ratios: dict[str, Ratio], language: Language, style: CountStyle = format_number
) -> list[Missing]:
    """Everything that keeps a measure with a gap from its target, stage by stage, then schools."""
    return list(_Lacking(tables, ratios, language, style).lines())


def missing_text(line: Missing, language: Language) -> str:
    """Reason, owner and deadline of a line, as far as they are known."""
    deadline = words("missing.deadline", language, date=format_date(line.deadline, language)) if line.deadline else ""
    return dotted(line.reason, line.agency, deadline)


@dataclass(frozen=True)
class _Lacking:
    """What is missing in one state of the data, for one reader, with counts in one style."""

    tables: Tables
    ratios: dict[str, Ratio]
    language: Language
    style: CountStyle

    def lines(self) -> Iterator[Missing]:
        for ratio in sorted(self.ratios.values(), key=lambda ratio: (ratio.stage, ratio.measure.order)):
            if gap_status(ratio) == "not_met" and ratio.measure.counts == "units":
                yield self._condition(ratio)
            elif gap_status(ratio) == "not_met" and ratio.measure.counts == "criteria":
                yield from self._criteria(ratio)
        for school, status in schools_of(self.tables, "all"):
            if status == "not_met":
                reason = in_language(school.reason, self.language) or words("missing.no_reason", self.language)
                yield Missing(school.name, reason, school.agency, school.deadline)
        yield from self._unnamed()

    def _counted(self, number: int, ratio: Ratio) -> str:
        return counted(number, ratio, self.language, self.style)

    def _condition(self, ratio: Ratio) -> Missing:
        needed = over_total(ratio.needed or 0, ratio, self.language, self.style)
        met, share = ratio_text(ratio, self.language, self.style), share_text(ratio, self.language)
        reason = words("missing.condition", self.language, ratio=met, share=share, needed=needed)
        what = gap_counted(ratio, self.language, spoken(ratio), self.style)
        return Missing(what, reason, "; ".join(agencies_of(self.tables, ratio)) or None, ratio.deadline)

    def _criteria(self, ratio: Ratio) -> Iterator[Missing]:
        """A line for each criterion that fails; many of which the tables say nothing more are one line."""
        failing = first_level(standing(self.tables, self.ratios, ratio.measure.set), "not_met")
        bare = [one for one in failing if not self._says_more(one)]
        if len(bare) <= _MOST_NAMED:
            bare = []
        yield from (self._criterion(one, ratio, len(failing) > _MOST_NAMED) for one in failing if one not in bare)
        if bare:
            codes, noun = ", ".join(one.criterion.code for one in bare), upper_first(noun_of(ratio, 2, self.language))
            what = words("missing.codes", self.language, noun=noun, codes=codes)
            reason = self._below(ratio) if len(bare) == len(failing) else ""
            yield Missing(what, reason, _by_task(self.tables, ratio.measure.set)[0], ratio.deadline)

    def _says_more(self, one: Standing) -> bool:
        """Whether its line would hold more than its name: by its result, or by the tasks for it."""
        result = one.result
        by_result = result and (result.agency, result.deadline, result.obstacle, result.value, result.value_text)
        tasks = _by_task(self.tables, one.criterion.set, one.criterion.code)
        return any(cell is not None for cell in (*(by_result or ()), *tasks))

    def _criterion(self, one: Standing, ratio: Ratio, coded: bool) -> Missing:
        """The line of a criterion that is not met; `coded`: its code stands before its name."""
        what, code, result = short_name(one.criterion, self.language), one.criterion.code, one.result
        if coded:
            what = words("missing.coded", self.language, noun=noun_of(ratio, 1, self.language), code=code, name=what)
        agency, day = _by_task(self.tables, one.criterion.set, code)
        return Missing(
            upper_first(what),
            (in_language(result.obstacle, self.language) if result else "") or _value(one, self.language, self.style),
            (result.agency if result else None) or agency or _by_task(self.tables, one.criterion.set)[0],
            (result.deadline if result else None) or day or ratio.deadline,
        )

    def _below(self, criteria: Ratio) -> str:
        """What is proven of the items below: how many miss, and how many criteria miss just one."""
        items = next((ratio for ratio in self.ratios.values() if ratio.measure.parent == criteria.id), None)
        if items is None or items.gap is None:
            return ""
        reason = self._counted(items.gap, items)
        if items.nesting and items.nesting.single[0] > 0:
            one = self._counted(items.nesting.single[0], criteria)
            reason += words("missing.single", self.language, criteria=one, item=self._counted(1, items))
        return reason

    def _unnamed(self) -> Iterator[Missing]:
        """Items known to be missing by number only."""
        for ratio in self.ratios.values():
            number = (ratio.gap or 0) - ratio.counts.not_met
            if ratio.measure.counts in ("schools", "items") and ratio.measure.parent is None and number > 0:
                left = words("gap.left", self.language, gap=self._counted(number, ratio))
                what = words("missing.of", self.language, gap=left, name=ratio_name(ratio, self.language))
                agency = _by_task(self.tables, ratio.measure.set)[0]
                yield Missing(what, words("missing.unnamed", self.language), agency, ratio.deadline)


def _value(one: Standing, language: Language, style: CountStyle) -> str:
    """The value and what is needed, as far as the tables hold them: as written, in English rather the number."""
    criterion, result, needed = one.criterion, one.result, threshold_text(one.criterion, language, style)
    written, value = (result.value_text, result.value) if result else (None, None)
    shown = "" if written is None else written.vi if language == "vi" else written.en
    if not shown:
        shown = with_unit(value, criterion, language, style) if value is not None else written.vi if written else ""
    if shown and needed:
        return words("missing.value", language, value=shown, needed=needed)
    return shown or needed_text(criterion, language, style)


def ordered_gaps(
    tables: Tables, ratios: dict[str, Ratio], as_of: date | None, language: Language, order: str
) -> pd.DataFrame:
    """Rows for `share_bars`: by the number missing, by the deadline, or under the agency that has to act.

    What is reached already comes last by deadline and by agency: nobody has to act on it. A measure whose agency no
    table names stands under that statement.
    """
    rows = gap_bars(ratios, language)
    shown, reached = [ratios[id] for id in rows["id"]], rows["status"] == "met"
    if order == "deadline":
        days = pd.Series([ratio.deadline or date.max for ratio in shown], index=rows.index, dtype=object)
        labels = [f"{label}\n{_due(ratio, as_of, language)}" for label, ratio in zip(rows["label"], shown, strict=True)]
        return _sorted(rows.assign(label=labels), _reached=reached, _day=days)
    if order == "agency":
        named = ["; ".join(agencies_of(tables, ratio)) for ratio in shown]
        none, done = words("gap_order.no_agency", language), words("gap_order.reached", language)
        heads = [done if over else who or none for who, over in zip(named, reached, strict=True)]
        grouped = _sorted(rows, _reached=reached, _none=[not who for who in named], group=heads)
        grouped["group"] = grouped["group"].where(grouped["group"] != grouped["group"].shift(), "")
        return grouped
    return rows


def _sorted(rows: pd.DataFrame, **keys: object) -> pd.DataFrame:
    """The rows in the order of some keys; those whose name begins with _ are taken out again."""
    in_order = rows.assign(**keys).sort_values(list(keys), kind="stable", ignore_index=True)
    return in_order.drop(columns=[key for key in keys if key.startswith("_")])


def _due(ratio: Ratio, as_of: date | None, language: Language) -> str:
    if ratio.deadline is None:
        return words("gap_order.no_deadline", language)
    day, asked = format_date(ratio.deadline, language), pace(ratio, as_of)
    if asked is None:
        return words("gap_order.due", language, day=day)
    return words("gap_order.due_in", language, day=day, left=lower_first(time_left(asked.days_left, language)))
