"""Figures in words: the ratio, the gap, the summary sentence, what a stage still lacks."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from bs_metrics.contract.records import Text
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date, has_other_sources, is_as_of_assumed
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.pace import pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import first_level, gap_status, standing
from bs_metrics.numbers import CountStyle, exact, format_date, format_number, format_percent
from bs_metrics.views.texts import about, in_language, noun_of
from bs_metrics.words import Language, joined, words

Emphasis = Callable[[str], str]
_MOST_NAMED = 3  # so many failing criteria are named on a card; more are counted only


def plain(text: str) -> str:
    """No emphasis."""
    return text


def ratio_text(ratio: Ratio, language: Language, style: CountStyle = format_number) -> str:
    """The headline: 7/22, 3–4/6 for an interval, a bare count or percentage; of a contradiction both numbers, or the
    one that contradicts another measure's. `style` prints counts, never a total."""
    headline = ratio.headline
    if headline.met is None:
        return format_percent(headline.share, language) if headline.share is not None else words("ratio.none", language)
    if headline.total is None:
        return format_number(headline.met, language)
    met = style(headline.met, language)
    if headline.kind == "interval":
        met = _span(ratio.tally.lower, ratio.tally.upper, language, style)
    shown = f"{met}/{format_number(headline.total, language)}"
    tally = ratio.settled.tally
    if headline.kind == "contradiction" and tally and not tally.lower <= headline.met <= tally.upper:
        items = f"{_span(tally.lower, tally.upper, language, style)}/{format_number(tally.total, language)}"
        return words("ratio.contradiction", language, reported=shown, items=items)
    return shown


def share_text(ratio: Ratio, language: Language) -> str:
    """The headline's percentage; both bounds where it is an interval."""
    headline = ratio.headline
    if headline.kind == "contradiction" or headline.share is None:
        return words("ratio.none", language)
    if headline.kind == "interval":
        tally = ratio.tally
        bounds = [format_percent(Fraction(met, tally.total), language) for met in (tally.lower, tally.upper)]
        return "–".join(dict.fromkeys(bounds))
    return format_percent(headline.share, language)


def basis_text(ratio: Ratio, language: Language) -> str:
    """What the headline rests on: the items, a report or a self-assessment, an interval, a contradiction."""
    if ratio.headline.kind == "reported" and ratio.reported and ratio.reported.basis:
        return schema().lists["basis"].word(ratio.reported.basis, language)
    return words(f"kind.{ratio.headline.kind}", language)


def counted(number: int, ratio: Ratio, language: Language, style: CountStyle = format_number) -> str:
    """A number with the noun counted: 7 tiêu chí, 1 commune."""
    return f"{style(number, language)} {noun_of(ratio, number, language)}"


def gap_counted(ratio: Ratio, language: Language, noun: Text | None = None, style: CountStyle = format_number) -> str:
    """The gap with its noun, or another for it; the least and the most where it is not certain."""
    low, high = ratio.gap_bounds or (0, 0)
    return f"{_span(low, high, language, style)} {noun_of(ratio, high, language, noun)}"


def _span(low: int, high: int, language: Language, style: CountStyle) -> str:
    """From the least to the most: 3–4; one number where they are the same."""
    return "–".join(dict.fromkeys((style(low, language), style(high, language))))


def gap_text(ratio: Ratio, language: Language, style: CountStyle = format_number) -> str:
    """What is still missing, in a few words."""
    if ratio.headline.kind == "contradiction":
        return words("gap.contradiction", language)
    if ratio.gap_bounds is None:
        return words("gap.no_total", language)
    if ratio.gap_bounds == (0, 0):
        return words("gap.none", language)
    return words("gap.left", language, gap=gap_counted(ratio, language, style=style))


def summary(ratios: dict[str, Ratio], goal: str, language: Language, mark: Emphasis = plain) -> str:
    """One sentence from the gaps: what is left on the road to the goal, which is called so where it has no name."""
    goal = goal or words("summary.goal", language)
    on_road = measures_of_the_road(ratios)
    on_road.sort(key=lambda ratio: (ratio.stage, ratio.measure.order))
    if not on_road:
        return words("summary.unknown", language, goal=goal)
    left = [mark(gap_counted(ratio, language, spoken(ratio))) for ratio in open_gaps(on_road)]
    doubtful = contradicting(on_road, language)
    if doubtful and not left:
        return upper_first(doubtful)
    others = stages_beside_the_road(ratios)
    left = left or [mark(gap_counted(ratio, language)) for ratio in open_gaps(others)]
    if left:
        sentence = words("summary.left", language, gaps=joined(left, language), goal=goal)
    else:
        reached = all(_closed(ratio) for ratio in [*on_road, *others])
        sentence = words("summary.reached" if reached else "summary.unknown", language, goal=goal)
    return words("summary.also_doubtful", language, sentence=sentence, said=doubtful) if doubtful else sentence


def open_gaps(measures: Iterable[Ratio]) -> list[Ratio]:
    """Those that are not surely reached; of figures that contradict each other nothing follows."""
    return [
        ratio
        for ratio in measures
        if ratio.headline.kind != "contradiction" and ratio.gap_bounds is not None and ratio.gap_bounds != (0, 0)
    ]


def _closed(ratio: Ratio) -> bool:
    return ratio.headline.kind != "contradiction" and ratio.gap_bounds == (0, 0)


def measures_of_the_road(ratios: dict[str, Ratio]) -> list[Ratio]:
    """What the sentence of the road tells: what the tables give words for, and every condition of a stage."""
    return [ratio for ratio in ratios.values() if ratio.measure.phrase is not None or _belongs(ratio, "condition")]


def stages_beside_the_road(ratios: dict[str, Ratio]) -> list[Ratio]:
    """The stages that the sentence of the road leaves out, because the tables give no words for them."""
    return [ratio for ratio in ratios.values() if ratio.measure.phrase is None and _belongs(ratio, "headline")]


def _belongs(ratio: Ratio, role: str) -> bool:
    return ratio.measure.stage is not None and ratio.measure.role == role


def spoken(ratio: Ratio) -> Text:
    """What is counted, as a sentence says it."""
    return ratio.measure.phrase or ratio.measure.noun


def contradicting(measures: Iterable[Ratio], language: Language) -> str:
    """That the figures of some measures contradict each other, by what they count; nothing where none do."""
    names = [noun_of(ratio, 2, language, spoken(ratio)) for ratio in measures if ratio.headline.kind == "contradiction"]
    return words("summary.doubtful", language, names=joined(names, language)) if names else ""


def upper_first(text: str) -> str:
    """The text as the start of a sentence."""
    return text[:1].upper() + text[1:]


def inside(name: str) -> str:
    """The name inside a sentence: its first letter small, unless it opens an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def stage_measures(ratios: dict[str, Ratio], stage: int | None, role: str) -> list[Ratio]:
    """The measures of a stage in one role: headline, condition or detail."""
    return [ratio for ratio in ratios.values() if ratio.measure.stage == stage and ratio.measure.role == role]


def stage_text(
    tables: Tables, ratios: dict[str, Ratio], headline: Ratio, language: Language, mark: Emphasis = plain
) -> str:
    """What a stage still lacks, in one or two sentences."""
    stage = headline.measure.stage
    if headline.headline.kind == "contradiction":
        return words("gap.contradiction", language)
    status, (low, high) = gap_status(headline), headline.gap_bounds or (0, 0)
    if status == "met":
        sentence = words("stage.reached", language)
    elif status == "unknown":
        sentence = words("stage.open", language, gap=counted(high, headline, language))
    else:
        sentence = words("stage.left", language, gap=mark(counted(low, headline, language)))
        sentence += "".join(_detail(detail, language) for detail in stage_measures(ratios, stage, "detail"))
    for condition in stage_measures(ratios, stage, "condition"):
        if gap_status(condition) == "not_met":
            sentence += _condition(condition, language, mark)
    return sentence + _named(tables, ratios, headline, language) + _tail(tables, headline, language)


def _detail(detail: Ratio, language: Language) -> str:
    if detail.gap is None or not detail.gap:
        return ""
    return words("stage.detail", language, gap=f"{detail.gap}/{detail.total} {noun_of(detail, detail.total, language)}")


def _condition(condition: Ratio, language: Language, mark: Emphasis) -> str:
    values = {
        "gap": mark(gap_counted(condition, language, spoken(condition))),
        "ratio": ratio_text(condition, language),
        "share": share_text(condition, language),
    }
    if condition.target and condition.target.percent is not None:
        needed = format_number(exact(condition.target.percent), language) + "%"
        return words("stage.condition_percent", language, needed=needed, **values)
    return words("stage.condition", language, **values)


def _named(tables: Tables, ratios: dict[str, Ratio], headline: Ratio, language: Language) -> str:
    """The failing criteria by name where they are few, or that the report does not name them."""
    if gap_status(headline) != "not_met":
        return ""
    if not headline.counts.not_met and headline.tally.unknown == headline.total:
        return words("stage.unnamed", language)
    failing = first_level(standing(tables, ratios, headline.measure.set), "not_met")
    names = [in_language(one.criterion.short, language) for one in failing if one.criterion.short]
    return words("stage.named", language, names=", ".join(names)) if 0 < len(names) <= _MOST_NAMED else ""


def _tail(tables: Tables, headline: Ratio, language: Language) -> str:
    tail = ""
    low, high = headline.gap_bounds or (0, 0)
    if 0 < low < high:
        tail += words("stage.unknown", language, number=high - low)
    declared, results = criteria_set(tables, headline.measure.set), tables["results"]
    by_points = declared is not None and declared.pass_rule == "points"
    if by_points and results.loc[results["set"] == headline.measure.set, "points"].isna().all():
        tail += words("stage.no_points", language)
    return tail + "."


def time_text(ratio: Ratio, detail: Ratio | None, as_of: date | None, language: Language) -> str:
    """Time left at the as-of date and the pace it asks for, of the detail measure where the stage has one."""
    counted_on = detail if detail is not None and detail.gap else ratio
    asked = pace(counted_on, as_of)
    if asked is None:
        return words("time.unknown", language)
    left = time_left(asked.days_left, language)
    if not asked.required:
        return left
    required = format_number(asked.required, language, 1)
    if asked.required < Fraction(1, 20):
        required = words("time.under", language, number=format_number(Fraction(1, 20), language))
    noun = noun_of(counted_on, 2, language)
    return left + words("time.required", language, number=required, noun=noun)


def time_left(days: int, language: Language) -> str:
    """Days as months where that is at least two; overdue days where the deadline has passed."""
    if days < 0:
        return words("time.overdue", language, days=format_number(-days, language))
    months = round(days / (365.2425 / 12))
    if months >= 2:
        return words("time.months", language, months=months)
    return words("time.days", language, days=days)


def as_of_text(tables: Tables, language: Language) -> str:
    """The date the data describe, and whether it is assumed."""
    as_of = as_of_date(tables)
    if as_of is None:
        return words("frame.as_of_unknown", language)
    key = "frame.as_of_assumed" if is_as_of_assumed(tables) else "frame.as_of"
    return words(key, language, date=format_date(as_of, language))


def about_line(tables: Tables, language: Language) -> str:
    """Whose data these are and of which date: what stands above every page."""
    district = about(tables, "district", language)
    if not district:
        return words("frame.no_district", language)
    kind = schema().lists["unit_kind"].word("district", language)
    as_of = as_of_text(tables, language)
    line = words("frame.line", language, kind=kind, district=district, as_of=as_of[:1].lower() + as_of[1:])
    return line[:1].upper() + line[1:]


def source_line(tables: Tables, language: Language) -> str:
    """The report the data come from, whether it is all they come from, and the province."""
    report, province = about(tables, "report_short", language), about(tables, "province", language)
    if not report:
        return province
    key = "frame.source_and_others" if has_other_sources(tables) else "frame.source"
    return words(key, language, report=report, province=province)
