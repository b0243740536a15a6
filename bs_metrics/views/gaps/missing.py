"""What exactly is missing, by name where the tables name it, else by number; with reason, owner, deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bs_metrics.contract.records import School
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.results import school_results
from bs_metrics.measures.standing import Standing, first_level, gap_status, standing
from bs_metrics.numbers import CountStyle, format_date, format_number
from bs_metrics.views.gaps.in_charge import agencies_of, by_task
from bs_metrics.views.lines import needed_text, threshold_text, with_unit
from bs_metrics.views.phrases import counted, gap_counted, ratio_text, share_text, spoken, upper_first
from bs_metrics.views.texts import in_language, noun_of, ratio_name, short_name
from bs_metrics.words import Language, words

_MOST_NAMED = 3  # criteria of a set of which nothing is said; more become one line


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
    return " · ".join(part for part in (line.reason, line.agency, deadline) if part)


def _deadline(ratio: Ratio) -> date | None:
    return ratio.target.deadline if ratio.target else None


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
        yield from self._schools()
        yield from self._unnamed()

    def _condition(self, ratio: Ratio) -> Missing:
        needed = f"{self.style(ratio.needed or 0, self.language)}/{format_number(ratio.total or 0, self.language)}"
        met, share = ratio_text(ratio, self.language, self.style), share_text(ratio, self.language)
        reason = words("missing.condition", self.language, ratio=met, share=share, needed=needed)
        what = gap_counted(ratio, self.language, spoken(ratio), self.style)
        return Missing(what, reason, "; ".join(agencies_of(self.tables, ratio)) or None, _deadline(ratio))

    def _criteria(self, ratio: Ratio) -> list[Missing]:
        """A line for each criterion that fails; many of which the tables say nothing more are one line."""
        failing = first_level(standing(self.tables, self.ratios, ratio.measure.set), "not_met")
        bare = [one for one in failing if not self._says_more(one)]
        if len(bare) <= _MOST_NAMED:
            bare = []
        many = len(failing) > _MOST_NAMED
        lines = [self._criterion(one, ratio, many) for one in failing if one not in bare]
        if bare:
            codes, noun = ", ".join(one.criterion.code for one in bare), upper_first(noun_of(ratio, 2, self.language))
            what = words("missing.codes", self.language, noun=noun, codes=codes)
            reason = self._below(ratio) if len(bare) == len(failing) else ""
            lines.append(Missing(what, reason, by_task(self.tables, ratio.measure.set)[0], _deadline(ratio)))
        return lines

    def _says_more(self, one: Standing) -> bool:
        """Whether its line would hold more than its name: by its result, or by the tasks for it."""
        result = one.result
        by_result = result and (result.agency, result.deadline, result.obstacle, result.value, result.value_text)
        tasks = by_task(self.tables, one.criterion.set, one.criterion.code)
        return any(cell is not None for cell in (*(by_result or ()), *tasks))

    def _criterion(self, one: Standing, ratio: Ratio, coded: bool) -> Missing:
        """The line of a criterion that is not met; `coded`: its code stands before its name."""
        what, code, result = short_name(one.criterion, self.language), one.criterion.code, one.result
        if coded:
            what = words("missing.coded", self.language, noun=noun_of(ratio, 1, self.language), code=code, name=what)
        agency, day = by_task(self.tables, one.criterion.set, code)
        return Missing(
            upper_first(what),
            (in_language(result.obstacle, self.language) if result else "") or _value(one, self.language, self.style),
            (result.agency if result else None) or agency or by_task(self.tables, one.criterion.set)[0],
            (result.deadline if result else None) or day or _deadline(ratio),
        )

    def _below(self, criteria: Ratio) -> str:
        """What is proven of the items below: how many miss, and how many criteria miss just one."""
        items = next((ratio for ratio in self.ratios.values() if ratio.measure.parent == criteria.id), None)
        if items is None or items.gap is None:
            return ""
        reason = counted(items.gap, items, self.language, self.style)
        if items.nesting and items.nesting.single[0] > 0:
            one = counted(items.nesting.single[0], criteria, self.language, self.style)
            item = counted(1, items, self.language, self.style)
            reason += words("missing.single", self.language, criteria=one, item=item)
        return reason

    def _schools(self) -> Iterator[Missing]:
        statuses = school_results(self.tables["schools"])
        for school, status in zip(self.tables.rows(School), statuses, strict=True):
            if status == "not_met":
                reason = in_language(school.reason, self.language) or words("missing.no_reason", self.language)
                yield Missing(school.name, reason, school.agency, school.deadline)

    def _unnamed(self) -> Iterator[Missing]:
        """Items known to be missing by number only."""
        for ratio in self.ratios.values():
            number = (ratio.gap or 0) - ratio.counts.not_met
            if ratio.measure.counts in ("schools", "items") and ratio.measure.parent is None and number > 0:
                left = words("gap.left", self.language, gap=counted(number, ratio, self.language, self.style))
                what = words("missing.of", self.language, gap=left, name=ratio_name(ratio, self.language))
                agency = by_task(self.tables, ratio.measure.set)[0] if ratio.measure.set else None
                yield Missing(what, words("missing.unnamed", self.language), agency, _deadline(ratio))


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
