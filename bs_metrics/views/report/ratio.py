"""A measure in the sentences of an official report: how many are met, which, how many are not, the target."""

from fractions import Fraction

from bs_metrics.contract.records import Unit
from bs_metrics.measures.counting import criteria_set, rows_of_set, unit_results
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.standing import standing
from bs_metrics.numbers import exact, format_count, format_number, format_share
from bs_metrics.views.phrases import basis_text, counted, gap_text, ratio_text
from bs_metrics.views.report.parts import Paragraph, Teller
from bs_metrics.views.schools import level_of, schools_of
from bs_metrics.views.texts import in_language, lower_first, noun_of, ratio_name, short_name
from bs_metrics.words import words

_MOST_NAMED = 10  # more are found in the topic's table
_MOST_IN_FULL = 3  # criteria with their names; more are named by their numbers


class RatioTeller(Teller):
    """Sentences about the measures of one snapshot in one language."""

    def ratio_paragraph(self, ratio: Ratio) -> Paragraph:
        """The paragraph of a measure: name, figures with the items named, target, remark; its sources."""
        sentences = [self.text("point", name=ratio_name(ratio, self.language), said=self._figures(ratio))]
        sources = list(ratio.sources)
        if ratio.target:
            day, gap = self.day(ratio.deadline), gap_text(ratio, self.language, format_count)
            sentences.append(self.text("target", target=self.target_text(ratio), deadline=day, gap=gap))
            sources.append(ratio.target.citation)
        note = in_language(ratio.measure.note, self.language)
        if note:
            sentences.append(self.text("note", note=note.rstrip(".")))
        return self.paragraph(" ".join(sentences), sources)

    def _figures(self, ratio: Ratio) -> str:
        """How many are met and how many are not, each with its share."""
        if ratio.headline.kind == "contradiction":
            return self.text("contradiction", ratio=ratio_text(ratio, self.language, format_count))
        basis = ""
        if ratio.headline.kind == "reported":
            basis = self.text("basis", basis=basis_text(ratio, self.language))
        if ratio.total is None:
            return self._bare(ratio, basis)
        met, total, noun = ratio.tally.lower, ratio.total, self._noun(ratio, ratio.total)
        if met != ratio.tally.upper:
            return self._span(ratio)
        if not met:
            named = self._named(ratio, "not_met", total)
            return self.text("none_met", total=self.count(total), noun=noun, basis=basis, named=named)
        named = self._named(ratio, "met", met, remainder=False)
        text = self.text("met", noun=noun, basis=basis, named=named, **self._part(met, ratio))
        if met < total:
            named = self._named(ratio, "not_met", total - met)
            text += " " + self.text("left", noun=noun, named=named, **self._part(total - met, ratio))
        return text

    def _noun(self, ratio: Ratio, number: int) -> str:
        return noun_of(ratio, number, self.language)

    def _over(self, number: int, ratio: Ratio) -> str:
        """A count over the total: 02/21."""
        return f"{self.count(number)}/{format_number(ratio.tally.total, self.language)}"

    def _share(self, number: int, ratio: Ratio) -> str:
        return format_share(Fraction(number, ratio.tally.total), self.language)

    def _part(self, number: int, ratio: Ratio) -> dict[str, str]:
        """What a sentence says of a part of the total."""
        return {"count": self._over(number, ratio), "share": self._share(number, ratio)}

    def _bare(self, ratio: Ratio, basis: str) -> str:
        headline = ratio.headline
        if headline.met is not None:
            noun = self._noun(ratio, headline.met)
            return self.text("bare_count", count=self.count(headline.met), noun=noun, basis=basis)
        if headline.share is not None:
            return self.text("bare_share", share=format_share(headline.share, self.language), basis=basis)
        return self.text("no_figure")

    def _span(self, ratio: Ratio) -> str:
        tally, values = ratio.tally, {"noun": self._noun(ratio, ratio.tally.total)}
        for end, met in (("low", tally.lower), ("high", tally.upper)):
            values |= {end: self._over(met, ratio), f"{end}_share": self._share(met, ratio)}
        for status in ("met", "not_met", "unknown"):
            number = getattr(tally, status)
            values[status] = counted(number, ratio, self.language, format_count)
            values[f"{status}_named"] = self._named(ratio, status, number)
        return self.text("span", **values)

    def target_text(self, ratio: Ratio) -> str:
        """What is to be reached: 03/21 xã (10%)."""
        if ratio.target is None:
            return words("target.none", self.language)
        percent = ratio.target.percent
        shown = "" if percent is None else format_number(exact(percent), self.language) + "%"
        if ratio.total is None or ratio.needed is None:
            return shown or counted(ratio.target.count or 0, ratio, self.language, format_count)
        count = f"{self._over(ratio.needed, ratio)} {self._noun(ratio, ratio.total)}"
        return f"{count} ({shown})" if shown else count

    def _named(self, ratio: Ratio, status: str, number: int, remainder: bool = True) -> str:
        """The items of a status by name, and how many of `number` nobody names; nothing for too many."""
        if ratio.measure.counts == "parts":
            return ""  # the measures added up name them
        items = self._names(ratio, status)
        rest = number - len(items)
        if rest < 0 or not number or len(items) > _MOST_NAMED:
            return ""
        shown = self._shown(ratio, items)
        names = (", " if shown == [name for _, name, _ in items] else "; ").join(shown)
        tail = {"count": self.count(rest), "noun": self._noun(ratio, rest)}
        if names:
            return self.text("named_part", names=names, **tail) if rest else self.text("named", names=names)
        return self.text("unnamed", **tail) if rest and remainder else ""

    def _shown(self, ratio: Ratio, items: list[tuple[str, str, str]]) -> list[str]:
        """Items (code, name, reason) as a sentence names them; many criteria by their codes."""
        if len(items) > _MOST_IN_FULL and items[0][0]:
            codes = ", ".join(code for code, _, _ in items)
            return [self.text("codes", noun=self._noun(ratio, len(items)), codes=codes)]
        shown = []
        for code, name, reason in items:
            if code:
                name = self.text("criterion", noun=self._noun(ratio, 1), code=code, name=name)
            shown.append(self.text("reason", name=name, reason=lower_first(reason)) if reason else name)
        return shown

    def _names(self, ratio: Ratio, status: str) -> list[tuple[str, str, str]]:
        """The named items of a measure that have a status: code (of criteria only), name, reason."""
        tables, counts = self.shown.tables, ratio.measure.counts
        if counts == "units":
            return [("", name, "") for name in self._units(ratio, status)]
        if counts == "schools":
            return [
                ("", school.name, in_language(school.reason, self.language))
                for school, known in schools_of(tables, level_of(ratio) or "all")
                if known == status
            ]
        if counts in ("criteria", "items"):
            return [
                (one.criterion.code, short_name(one.criterion, self.language), "")
                for one in standing(tables, self.shown.ratios, ratio.measure.set)
                if one.is_first_level == (counts == "criteria") and one.status == status
            ]
        return []

    def _units(self, ratio: Ratio, status: str) -> list[str]:
        """Names of units, in the order in which the results list them."""
        tables = self.shown.tables
        declared = criteria_set(tables, ratio.measure.set)
        stated = unit_results(tables, rows_of_set(tables, ratio.measure.set))
        order = {code: place for place, code in enumerate(stated.index)}
        units = [unit for unit in tables.rows(Unit) if declared and unit.kind == declared.applies_to]
        return [
            unit.name
            for unit in sorted(units, key=lambda unit: order.get(unit.code, len(order)))
            if settled_status(stated.get(unit.code, "unknown"), ratio) == status
        ]
