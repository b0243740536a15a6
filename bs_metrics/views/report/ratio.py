"""A measure in the sentences of an official report: how many are met, which, how many are not, the target."""

from dataclasses import dataclass
from fractions import Fraction

from bs_metrics.contract.records import Unit
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.results import rows_of_set, unit_results
from bs_metrics.measures.standing import standing
from bs_metrics.numbers import exact, format_count, format_date, format_number, format_share
from bs_metrics.views.phrases import basis_text, counted, gap_text, ratio_text
from bs_metrics.views.report.parts import Paragraph, bracket
from bs_metrics.views.schools import level_of, schools_of
from bs_metrics.views.texts import in_language, noun_of, ratio_name, short_name
from bs_metrics.words import Language, words

_MOST_NAMED = 10  # more are found in the topic's table
_MOST_IN_FULL = 3  # criteria with their names; more are named by their numbers


@dataclass(frozen=True)
class RatioTeller:
    """Sentences about the measures of one snapshot in one language."""

    tables: Tables
    ratios: dict[str, Ratio]
    language: Language

    def paragraph(self, ratio: Ratio) -> Paragraph:
        """The paragraph of a measure: name, figures with the items named, target, remark; its sources."""
        figures = self.figures(ratio)
        sentences = [words("report.point", self.language, name=ratio_name(ratio, self.language), said=figures)]
        sentences.append(self._target(ratio))
        note = in_language(ratio.measure.note, self.language)
        if note:
            sentences.append(words("report.note", self.language, note=note.rstrip(".")))
        sources = [*ratio.sources, *([ratio.target.citation] if ratio.target else [])]
        return Paragraph(" ".join(filter(None, sentences)), bracket(sources, self.language))

    def figures(self, ratio: Ratio) -> str:
        """How many are met and how many are not, each with its share."""
        headline = ratio.headline
        if headline.kind == "contradiction":
            return self._say("contradiction", ratio=ratio_text(ratio, self.language, format_count))
        if ratio.total is None:
            return self._bare(ratio)
        if ratio.tally.lower != ratio.tally.upper:
            return self._span(ratio)
        sentences = [self._met(ratio)]
        if ratio.tally.lower < ratio.total and ratio.tally.lower:
            left = ratio.total - ratio.tally.upper
            named = self._named(ratio, "not_met", left)
            sentences.append(
                self._say(
                    "left",
                    count=self.over(left, ratio),
                    noun=noun_of(ratio, ratio.total, self.language),
                    share=format_share(Fraction(left, ratio.total), self.language),
                    named=named,
                )
            )
        return " ".join(sentences)

    def over(self, number: int, ratio: Ratio) -> str:
        """A count over the total: 02/21."""
        return f"{format_count(number, self.language)}/{format_number(ratio.tally.total, self.language)}"

    def _say(self, key: str, **values: object) -> str:
        return words(f"report.{key}", self.language, **values)

    def _basis(self, ratio: Ratio) -> str:
        if ratio.headline.kind != "reported":
            return ""
        return self._say("basis", basis=basis_text(ratio, self.language))

    def _bare(self, ratio: Ratio) -> str:
        headline, basis = ratio.headline, self._basis(ratio)
        if headline.met is not None:
            noun = noun_of(ratio, headline.met, self.language)
            return self._say("bare_count", count=format_count(headline.met, self.language), noun=noun, basis=basis)
        if headline.share is not None:
            return self._say("bare_share", share=format_share(headline.share, self.language), basis=basis)
        return self._say("no_figure")

    def _met(self, ratio: Ratio) -> str:
        met, total = ratio.tally.lower, ratio.tally.total
        noun, basis = noun_of(ratio, total, self.language), self._basis(ratio)
        if not met:
            named = self._named(ratio, "not_met", total)
            return self._say("none_met", total=format_count(total, self.language), noun=noun, basis=basis, named=named)
        share = format_share(Fraction(met, total), self.language)
        named = self._named(ratio, "met", met, remainder=False)
        return self._say("met", count=self.over(met, ratio), noun=noun, basis=basis, share=share, named=named)

    def _span(self, ratio: Ratio) -> str:
        tally = ratio.tally
        values = {"low": tally.lower, "high": tally.upper}
        shares = {
            f"{end}_share": format_share(Fraction(met, tally.total), self.language) for end, met in values.items()
        }
        ends = {end: self.over(met, ratio) for end, met in values.items()}
        counts = {}
        for status in ("met", "not_met", "unknown"):
            number = getattr(tally, status)
            counts[status] = counted(number, ratio, self.language, format_count)
            counts[f"{status}_named"] = self._named(ratio, status, number)
        return self._say("span", noun=noun_of(ratio, tally.total, self.language), **ends, **shares, **counts)

    def _target(self, ratio: Ratio) -> str:
        target = ratio.target
        if target is None:
            return ""
        none = self._say("not_in_data")
        return self._say(
            "target",
            target=self.target_text(ratio),
            deadline=format_date(target.deadline, self.language) if target.deadline else none,
            gap=gap_text(ratio, self.language, format_count),
        )

    def target_text(self, ratio: Ratio) -> str:
        """What is to be reached: 03/21 xã (10%)."""
        if ratio.target is None:
            return words("target.none", self.language)
        percent = ratio.target.percent
        shown = "" if percent is None else format_number(exact(percent), self.language) + "%"
        if ratio.total is None or ratio.needed is None:
            return shown or counted(ratio.target.count or 0, ratio, self.language, format_count)
        count = f"{self.over(ratio.needed, ratio)} {noun_of(ratio, ratio.total, self.language)}"
        return f"{count} ({shown})" if shown else count

    def _named(self, ratio: Ratio, status: str, number: int, remainder: bool = True) -> str:
        """The items of a status by name, and how many of `number` nobody names; nothing for too many."""
        if ratio.measure.counts == "parts":
            return ""  # the measures added up name them
        items = self._names(ratio, status)
        rest = number - len(items)
        if rest < 0 or not number:
            return ""
        if len(items) > _MOST_NAMED:
            return ""
        shown = self._shown(ratio, items)
        names = (", " if shown == [name for _, name, _ in items] else "; ").join(shown)
        tail = {"count": format_count(rest, self.language), "noun": noun_of(ratio, rest, self.language)}
        if names and rest:
            return self._say("named_part", names=names, **tail)
        if names:
            return self._say("named", names=names)
        return self._say("unnamed", **tail) if rest and remainder else ""

    def _shown(self, ratio: Ratio, items: list[tuple[str, str, str]]) -> list[str]:
        """Items (code, name, reason) as a sentence names them; many criteria by their codes."""
        if not items:
            return []
        if items[0][0] and len(items) > _MOST_IN_FULL:
            codes = ", ".join(code for code, _, _ in items)
            return [self._say("codes", noun=noun_of(ratio, len(items), self.language), codes=codes)]
        shown = []
        for code, name, reason in items:
            if code:
                name = self._say("criterion", noun=noun_of(ratio, 1, self.language), code=code, name=name)
            shown.append(self._say("reason", name=name, reason=reason[:1].lower() + reason[1:]) if reason else name)
        return shown

    def _names(self, ratio: Ratio, status: str) -> list[tuple[str, str, str]]:
        """The named items of a measure that have a status: code (of criteria only), name, reason."""
        counts = ratio.measure.counts
        if counts == "units":
            return self._units(ratio, status)
        if counts == "schools":
            return self._schools(ratio, status)
        if counts in ("criteria", "items"):
            return [
                (one.criterion.code, short_name(one.criterion, self.language), "")
                for one in standing(self.tables, self.ratios, ratio.measure.set)
                if one.is_first_level == (counts == "criteria") and one.status == status
            ]
        return []

    def _units(self, ratio: Ratio, status: str) -> list[tuple[str, str, str]]:
        declared = criteria_set(self.tables, ratio.measure.set)
        stated = unit_results(self.tables, rows_of_set(self.tables, ratio.measure.set))
        order = {code: place for place, code in enumerate(stated.index)}  # as the results list them
        units = [unit for unit in self.tables.rows(Unit) if declared and unit.kind == declared.applies_to]
        return [
            ("", unit.name, "")
            for unit in sorted(units, key=lambda unit: order.get(unit.code, len(order)))
            if settled_status(stated.get(unit.code, "unknown"), ratio) == status
        ]

    def _schools(self, ratio: Ratio, status: str) -> list[tuple[str, str, str]]:
        return [
            ("", school.name, in_language(school.reason, self.language))
            for school, known in schools_of(self.tables, level_of(ratio) or "all")
            if known == status
        ]
