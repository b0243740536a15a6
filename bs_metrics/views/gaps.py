"""What exactly is missing, by name where the tables name it, else by number; why, who has to act, until when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from bs_metrics.contract.records import CriteriaSet, School
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date
from bs_metrics.measures.counting import named
from bs_metrics.measures.goals.owners import Owner, document_of, joined, owner_of
from bs_metrics.measures.goals.works import number_for
from bs_metrics.measures.pace import days_left
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import Standing, gap_status, standing
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.measures.unknown.items import agencies_of
from bs_metrics.numbers import CountStyle, format_date, format_number
from bs_metrics.text import MANY
from bs_metrics.views.criteria import owners_text, value_text
from bs_metrics.views.phrases import counted, gap_counted, over_total, ratio_text, share_text, spoken, time_left
from bs_metrics.views.ratio_tables import gap_bars
from bs_metrics.views.schools import schools_of
from bs_metrics.views.texts import (
    dotted,
    in_language,
    lower_first,
    noun_of,
    owner_named,
    ratio_name,
    short_name,
    unit_names,
    upper_first,
)
from bs_metrics.views.unit_criteria import UnitTexts
from bs_metrics.words import Language, words

ORDERS = ("gap", "deadline", "agency")  # codes of the link
_MOST_NAMED, _SHORT = 3, 80  # criteria of a set of which nothing is said: more become one line, of names so short


@dataclass(frozen=True)
class Missing:
    """One line of what is missing. `agency` and `deadline` are None where the tables give none.

    `numbers` says of each measure, by id, how much of its gap the line tells. `look` is the number of the document that
    assigns agencies, where there is one and no agency is known. `names` are those that `what` gives, where it gives
    several, with `MANY` between them. `unasked` is the reason alone, where `reason` says too that nothing asks for it.
    `rests_on` is the measure whose number the line of a criterion tells too: both are one thing. `whose` tells which of
    several agencies has which part.
    """

    what: str
    reason: str
    agency: str | None
    deadline: date | None
    numbers: Mapping[str, int]
    look: str | None = None
    names: tuple[str, ...] = ()
    unasked: str = ""
    rests_on: str | None = None
    whose: str = ""


def missing(
    tables: Tables, ratios: dict[str, Ratio], language: Language, style: CountStyle = format_number
) -> list[Missing]:
    """Everything that keeps a measure with a gap from its target: what is overdue first, then stage by stage, last
    what neither a target nor the road asks for, which says so.

    The numbers of the lines add up to each measure's gap, or lie within its bounds; a sum of measures has no lines.
    """
    as_of, told = as_of_date(tables), _merged(_Lacking(tables, ratios, language, style).lines())
    asked, others = [], []
    for line in told:
        if any(ratios[id].is_asked for id in line.numbers):
            asked.append(line)
        else:
            remark = words("missing.not_asked", language)
            reason = "; ".join(filter(None, (line.reason, remark)))
            others.append(replace(line, reason=reason, unasked=line.reason))
    documents = {id: document_of(tables, ratio.measure.set) for id, ratio in ratios.items()}
    asked = [replace(one, look=next(filter(None, map(documents.get, one.numbers)), None)) for one in asked]
    overdue = sorted(asked, key=lambda line: not (as_of and line.deadline and line.deadline < as_of))
    return [*overdue, *others]


def missing_text(line: Missing, language: Language) -> str:
    """Reason, owner and deadline of a line, as far as they are known; that it has no owner, where it has none."""
    deadline = words("missing.deadline", language, date=format_date(line.deadline, language)) if line.deadline else ""
    return dotted(line.reason, owner_text(line, language), deadline)


def owner_text(line: Missing, language: Language) -> str:
    """Who has to act; where nobody is named, that nobody is, and the document to look in."""
    return owner_named(line.whose or line.agency, line.look, language)


def _merged(lines: Iterable[Missing]) -> Iterable[Missing]:
    """What two measures miss, a school of two of them for instance, is one line."""
    merged: dict[tuple[object, ...], Missing] = {}
    for line in lines:
        said, alike = (line.what, line.reason, line.agency, line.deadline), 0
        while (before := merged.get((*said, alike))) and before.numbers.keys() & line.numbers.keys():
            alike += 1  # another of the same name, not the same again
        numbers = {**before.numbers, **line.numbers} if before else line.numbers
        merged[*said, alike] = replace(line, numbers=numbers)
    return merged.values()


@dataclass(frozen=True)
class _Lacking:
    """What is missing in one state of the data, for one reader, with counts in one style."""

    tables: Tables
    ratios: dict[str, Ratio]
    language: Language
    style: CountStyle

    def lines(self) -> list[Missing]:
        """Every line; what a criterion's line tells of the measure that it rests on has none of its own."""
        found = list(self._of_each())
        within = {one.rests_on for one in found if one.rests_on}
        return [one for one in found if one.numbers.keys() - within or one.rests_on]

    def _of_each(self) -> Iterator[Missing]:
        told: Counter[str] = Counter()
        # Of items below criteria last: the line of the criteria may have told their number.
        for ratio in sorted(
            self.ratios.values(), key=lambda one: (one.stage, one.measure.parent or "", one.measure.order)
        ):
            if gap_status(ratio) == "not_met" and ratio.measure.counts != "parts":
                for line in self._of(ratio, told[ratio.id]):
                    told.update(line.numbers)
                    yield line

    def _of(self, ratio: Ratio, told: int) -> Iterator[Missing]:
        """The lines of a measure, some items of which are told already: those that are named, the others by number."""
        low, high = ratio.gap_bounds or (0, 0)
        lines = self._named(ratio)
        named = sum(line.numbers[ratio.id] for line in lines)
        if named > high:  # more fail than the target asks for: nobody knows which of them it will be
            lines, named = [], 0
        yield from lines
        is_part = ratio.measure.counts in ("units", "reported") or (ratio.needed or 0) < (ratio.total or 0)
        if (
            left := low - told - named
        ) > 0:  # of a part it is a number to be reached, no list of which each must be met
            yield self._condition(ratio) if is_part and not named else self._unnamed(ratio, left)

    def _named(self, ratio: Ratio) -> list[Missing]:
        things = named(self.tables, ratio.measure)
        if things.schools is not None:
            names, schools = set(things.schools["name"]), schools_of(self.tables, "all")
            return [self._school(one, ratio) for one, status in schools if status == "not_met" and one.name in names]
        if things.declared is None:
            return []
        if things.criteria is None:
            return list(self._units(ratio, things.declared, things.units))
        if len(things.units) != 1:
            return []
        codes = {one.code for one in things.criteria}
        failing = [
            one
            for one in standing(self.tables, self.ratios, things.declared.id)
            if one.status == "not_met" and (one.criterion.code in codes or one.criterion.parent in codes)
        ]
        return list(self._criteria(ratio, failing))

    def _school(self, school: School, ratio: Ratio) -> Missing:
        reason = in_language(school.reason, self.language) or words("missing.no_reason", self.language)
        agency, day = owner_of(self.tables, school=school.name)
        return Missing(school.name, reason, agency, day or ratio.deadline, {ratio.id: 1})

    def _units(self, ratio: Ratio, declared: CriteriaSet, units: Sequence[str]) -> Iterator[Missing]:
        """Units that fail by their criteria, where all must be met: else nobody knows which of them it will be."""
        if (ratio.needed or 0) < (ratio.total or 0):
            return
        texts, found = self._texts(ratio), unit_standings(self.tables, self.ratios, declared.id)
        names = unit_names(self.tables)
        for code in units:
            if found[code].status == "not_met" and found[code].not_met:
                what, reason = texts.within_set(names[code], declared), texts.reason(found[code])
                agency, day = owner_of(self.tables, declared.id, None, code)
                yield Missing(what, reason, agency, day or ratio.deadline, {ratio.id: 1})

    def _texts(self, ratio: Ratio) -> UnitTexts:
        return UnitTexts(self.ratios, ratio.measure.set, self.language)

    def _counted(self, number: int, ratio: Ratio) -> str:
        return counted(number, ratio, self.language, self.style)

    def _condition(self, ratio: Ratio) -> Missing:
        needed = over_total(ratio.needed or 0, ratio, self.language)
        met, share = ratio_text(ratio, self.language), share_text(ratio, self.language)
        reason = words("missing.condition", self.language, ratio=met, share=share, needed=needed)
        if ratio.measure.counts == "units":  # any of them may be the one that is met next
            reason = "; ".join([reason, *map(lower_first, self._texts(ratio).in_short(self.tables))])
        what = gap_counted(ratio, self.language, spoken(ratio), self.style)
        agency, low = MANY.join(agencies_of(self.tables, ratio)) or None, (ratio.gap_bounds or (0, 0))[0]
        return Missing(what, reason, agency, ratio.deadline, {ratio.id: low})

    def _criteria(self, ratio: Ratio, every: list[Standing]) -> Iterator[Missing]:
        """A line for each criterion, or item, that fails; many of which the tables say nothing more are one line.

        `every` is all of the set that fails, of both levels.
        """
        failing = [one for one in every if one.is_first_level == (ratio.measure.counts == "criteria")]
        below = [one for one in every if not one.is_first_level]
        items = next((one for one in self.ratios.values() if one.measure.parent == ratio.id), None)
        bare = [one for one in failing if not self._says_more(one, below)]
        if len(bare) <= _MOST_NAMED:
            bare = []
        for one in failing:
            if one not in bare:
                parts = [part for part in below if part.criterion.parent == one.criterion.code]
                line = self._criterion(one, parts if items is None else [], ratio, len(failing) > _MOST_NAMED)
                yield replace(line, whose="" if line.rests_on else owners_text(self.tables, one, parts))
        if bare:
            names = tuple(map(self._named_shortly, bare))
            number = self._counted(len(bare), ratio)
            what = words("missing.codes", self.language, number=number, names=MANY.join(names))
            reason, numbers = "", {ratio.id: len(bare)}
            if items and items.gap and len(bare) == len(failing) and not below:
                reason, numbers = self._below(items, items.gap, ratio), {**numbers, items.id: items.gap}
            agency = joined(map(self._owner, bare)).agency
            yield Missing(what, reason, agency, ratio.deadline, numbers, names=names)

    def _owner(self, one: Standing) -> Owner:
        return owner_of(self.tables, one.criterion.set, one.criterion.code)

    def _named_shortly(self, one: Standing) -> str:
        """A criterion by its name where that is short, else by its code."""
        name = short_name(one.criterion, self.language)
        return name if 0 < len(name) <= _SHORT else one.criterion.code

    def _says_more(self, one: Standing, below: list[Standing]) -> bool:
        """Whether its line would hold more than its name: by its result, by its parts, or by the tasks for it."""
        result = one.result
        by_result = result and (result.deadline, result.obstacle, result.value, result.value_text)
        by_parts = any(part.criterion.parent == one.criterion.code for part in below)
        is_given = self._owner(one) != owner_of(self.tables, one.criterion.set, is_whole=False)
        return is_given or by_parts or any(cell is not None for cell in by_result or ())

    def _criterion(self, one: Standing, parts: list[Standing], ratio: Ratio, coded: bool) -> Missing:
        """The line of a criterion that is not met; `coded`: its code stands before its name.

        What its own result does not say, its failing parts do, where no measure counts them.
        """
        what, code = short_name(one.criterion, self.language), one.criterion.code
        if coded:
            what = words("missing.coded", self.language, noun=noun_of(ratio, 1, self.language), code=code, name=what)
        agency, day = self._owner(one)
        if below := self._told_by_number(parts[0] if len(parts) == 1 else one, ratio):
            left = words("gap.left", self.language, gap=gap_counted(below, self.language, spoken(below), self.style))
            of_measure = self._condition(below)
            owner = joined((Owner(agency, day), Owner(of_measure.agency, of_measure.deadline)))
            reasons = (*(self._reason(each, valued=False) for each in (one, *parts)), of_measure.reason)
            reason = "; ".join(filter(None, reasons))
            what = words("missing.of", self.language, gap=left, name=upper_first(what))
            return Missing(what, reason, *owner, {ratio.id: 1} | dict(of_measure.numbers), rests_on=below.id)
        named = [f"{short_name(part.criterion, self.language)}: {self._reason(part)}" for part in parts]
        reason = self._reason(one) or "; ".join(named)
        return Missing(upper_first(what), reason, agency, day or ratio.deadline, {ratio.id: 1})

    def _told_by_number(self, one: Standing, ratio: Ratio) -> Ratio | None:
        """The measure, of no other stage, that asks for what a criterion does, and of which no line names anything."""
        below = self.ratios.get(one.criterion.measure or "")
        if below is None or below.measure.stage not in (None, ratio.measure.stage) or gap_status(below) != "not_met":
            return None
        is_same = number_for(one.criterion, below) == below.needed and below.measure.counts in ("units", "reported")
        return below if is_same and not self._named(below) else None

    def _reason(self, one: Standing, valued: bool = True) -> str:
        """The obstacle, else the value beside what is needed; the cost, where somebody has entered one."""
        result = one.result
        obstacle = in_language(result.obstacle, self.language) if result else ""
        reason = obstacle or (value_text(one, self.language, self.style) if valued else "")
        cost = result.cost_million_vnd if result else None
        amount = "" if cost is None else words("missing.cost", self.language, amount=self.style(cost, self.language))
        return "; ".join(filter(None, (reason, amount)))

    def _below(self, items: Ratio, gap: int, criteria: Ratio) -> str:
        """What is proven of the items below: how many miss, and how many criteria miss just one."""
        reason = self._counted(gap, items)
        if items.nesting and items.nesting.single[0] > 0:
            one = self._counted(items.nesting.single[0], criteria)
            reason += words("missing.single", self.language, criteria=one, item=self._counted(1, items))
        return reason

    def _unnamed(self, ratio: Ratio, number: int) -> Missing:
        """Items known to be missing by number only; of criteria with what is below them, where it is as unnamed."""
        left = words("gap.left", self.language, gap=self._counted(number, ratio))
        what = words("missing.of", self.language, gap=left, name=ratio_name(ratio, self.language))
        reason, numbers = words("missing.unnamed", self.language), {ratio.id: number}
        items = next((one for one in self.ratios.values() if one.measure.parent == ratio.id), None)
        agency, of_items = (owner_of(self.tables, measure=one.id).agency if one else None for one in (ratio, items))
        alike = items is not None and (items.stage, items.deadline, of_items) == (ratio.stage, ratio.deadline, agency)
        if items and items.gap and alike and number == ratio.gap and not self._named(items):
            reason = f"{self._counted(items.gap, items)}; {lower_first(reason)}"
            numbers[items.id] = items.gap
        return Missing(what, reason, agency, ratio.deadline, numbers)


def ordered_gaps(
    tables: Tables, ratios: dict[str, Ratio], as_of: date | None, language: Language, order: str
) -> pd.DataFrame:
    """Rows for `share_bars`: by the number missing, by the deadline, or under the agency that has to act.

    What is reached comes last by deadline and by agency. A measure whose agency no table names stands under that.
    """
    rows = gap_bars(ratios, language)
    shown, reached = [ratios[id] for id in rows["id"]], rows["status"] == "met"
    if order == "deadline":
        days = pd.Series([ratio.deadline or date.max for ratio in shown], index=rows.index, dtype=object)
        labels = [f"{label}\n{_due(ratio, as_of, language)}" for label, ratio in zip(rows["label"], shown, strict=True)]
        return _sorted(rows.assign(label=labels), _reached=reached, _day=days)
    if order == "agency":
        named = [MANY.join(agencies_of(tables, ratio)) for ratio in shown]
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
    day, left = format_date(ratio.deadline, language), days_left(ratio, as_of)
    if left is None or gap_status(ratio) == "met":
        return words("gap_order.due", language, day=day)
    return words("gap_order.due_in", language, day=day, left=lower_first(time_left(left, language)))
