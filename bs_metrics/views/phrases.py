"""Figures in words: the ratio, the gap, the summary sentence, a chart; whose data these are and of which date."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import date
from fractions import Fraction

import pandas as pd

from bs_metrics.contract.citations import Citation
from bs_metrics.contract.records import Text
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import as_of_date, cites_report, has_other_sources, is_as_of_assumed
from bs_metrics.measures.pace import MONTH_DAYS, pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import gap_status
from bs_metrics.numbers import CountStyle, format_date, format_days, format_number, format_percent
from bs_metrics.views.texts import about, dotted, listed, lower_first, noun_of, own_name, spanned, upper_first
from bs_metrics.words import Language, joined, words

Emphasis = Callable[[str], str]
_SOURCES = 2  # named in one line
_STATUSES = ("met", "unknown", "not_met")


def plain(text: str) -> str:
    """No emphasis."""
    return text


def ratio_text(ratio: Ratio, language: Language) -> str:
    """The headline: 3/4, 2–3/4 for an interval, a bare count or percentage; of a contradiction both numbers, or the
    one that contradicts another measure's. No number of it is printed as a count of its own (09/9 is no ratio)."""
    headline = ratio.headline
    if headline.met is None:
        return format_percent(headline.share, language) if headline.share is not None else words("ratio.none", language)
    if headline.total is None:
        return format_number(headline.met, language)
    met = format_number(headline.met, language)
    if headline.kind == "interval":
        met = _span(ratio.tally.lower, ratio.tally.upper, language)
    shown = f"{met}/{format_number(headline.total, language)}"
    tally = ratio.settled.tally
    if headline.kind == "contradiction" and tally and not tally.lower <= headline.met <= tally.upper:
        items = f"{_span(tally.lower, tally.upper, language)}/{format_number(tally.total, language)}"
        return words("ratio.contradiction", language, reported=shown, items=items)
    return shown


def rest_text(ratio: Ratio, language: Language) -> str:
    """Of how many how many are not met: 1/4, 1–2/4 for an interval; empty where the headline does not tell."""
    headline, total = ratio.headline, ratio.headline.total
    if headline.met is None or total is None or headline.kind == "contradiction":
        return ""
    rest = format_number(total - headline.met, language)
    if headline.kind == "interval":
        rest = _span(total - ratio.tally.upper, total - ratio.tally.lower, language)
    return f"{rest}/{format_number(total, language)}"


def share_text(ratio: Ratio, language: Language) -> str:
    """The headline's percentage; both bounds where it is an interval."""
    headline = ratio.headline
    if headline.kind == "contradiction" or headline.share is None:
        return words("ratio.none", language)
    if headline.kind == "interval":
        tally = ratio.tally
        return spanned(*(format_percent(Fraction(met, tally.total), language) for met in (tally.lower, tally.upper)))
    return format_percent(headline.share, language)


def basis_text(ratio: Ratio, language: Language) -> str:
    """What the headline rests on: the items, a report or a self-assessment, an interval, a contradiction."""
    if ratio.headline.kind == "reported" and ratio.measure.counts == "parts":
        return words("kind.sum", language)
    basis = ratio.reported.basis if ratio.reported else None
    if ratio.headline.kind == "reported" and not ratio.from_report and basis in (None, "reported"):
        return words("kind.reported_elsewhere", language)
    if ratio.headline.kind == "reported" and ratio.reported and ratio.reported.basis:
        return listed("basis", ratio.reported.basis, language)
    return words(f"kind.{ratio.headline.kind}", language)


def counted(number: int, ratio: Ratio, language: Language, style: CountStyle = format_number) -> str:
    """A number with the noun counted: 7 tiêu chí, 1 commune."""
    return f"{style(number, language)} {noun_of(ratio, number, language)}"


def over_total(number: int, ratio: Ratio, language: Language) -> str:
    """A count over the total: 3/4."""
    return f"{format_number(number, language)}/{format_number(ratio.tally.total, language)}"


def gap_counted(ratio: Ratio, language: Language, noun: Text | None = None, style: CountStyle = format_number) -> str:
    """The gap with its noun, or another for it; the least and the most where it is not certain."""
    low, high = ratio.gap_bounds or (0, 0)
    return f"{_span(low, high, language, style)} {noun_of(ratio, high, language, noun)}"


def _span(low: int, high: int, language: Language, style: CountStyle = format_number) -> str:
    return spanned(style(low, language), style(high, language))


def gap_text(ratio: Ratio, language: Language, style: CountStyle = format_number) -> str:
    """What is still missing, in a few words."""
    if ratio.headline.kind == "contradiction":
        return words("gap.contradiction", language)
    if ratio.gap_bounds is None:
        return words("gap.no_target" if ratio.total else "gap.no_total", language)
    if ratio.gap_bounds == (0, 0):
        return words("gap.none", language)
    return words("gap.left", language, gap=gap_counted(ratio, language, style=style))


def ratio_title(ratio: Ratio, language: Language) -> str:
    """What is met and what is missing, or that nothing is, or that it is not known: one sentence with its numbers."""
    values = {"ratio": ratio_text(ratio, language), "left": "".join(left_said(ratio, language))}
    if ratio.headline.kind == "contradiction":
        return words("slide.contradiction", language, **values)
    if ratio.gap_bounds is None or not ratio.total:
        return words("slide.figure", language, **values)
    low, high = ratio.gap_bounds
    values |= {"noun": noun_of(ratio, ratio.total, language)}
    if high == 0:
        return words("slide.met", language, **values)
    if ratio.needed is not None and ratio.needed < ratio.total:
        # Of what is not known here, only a part has to be met: their number is not the gap.
        key = "slide.left_to_target" if low else "slide.open_to_target"
        needed = over_total(ratio.needed, ratio, language)
        return words(key, language, gap=gap_counted(ratio, language), needed=needed, **values)
    if low == 0:
        return words("slide.open", language, gap=counted(high, ratio, language), **values)
    return words("slide.left", language, **values)


def left_said(ratio: Ratio, language: Language) -> tuple[str, ...]:
    """What is surely missing, as a title says it; nothing where nothing is, or the figures contradict each other."""
    if ratio.headline.kind == "contradiction" or not ratio.gap_bounds or not ratio.gap_bounds[0]:
        return ()
    return (words("slide.gap", language, gap=gap_counted(ratio, language)),)


def summary(
    ratios: dict[str, Ratio], goal: str, language: Language, mark: Emphasis = plain, as_of: date | None = None
) -> str:
    """One sentence from the gaps: what is left on the road to the goal, and what of it is overdue at the as-of date."""
    goal = goal_text(goal, language)
    on_road = measures_of_the_road(ratios)
    on_road.sort(key=lambda ratio: (ratio.stage, ratio.measure.order))
    if not on_road:
        return words("summary.unknown", language, goal=goal)
    due = sorted(open_gaps(on_road), key=lambda ratio: pace([(as_of, ratio)]).verdict != "overdue")
    left = [mark(_due_gap(ratio, as_of, language, spoken(ratio))) for ratio in due]
    doubtful = contradicting(on_road, language)
    if doubtful and not left:
        return upper_first(doubtful)
    others = stages_beside_the_road(ratios)
    left = left or [mark(_due_gap(ratio, as_of, language)) for ratio in open_gaps(others)]
    if left:
        sentence = words("summary.left", language, gaps=joined(left, language), goal=goal)
    else:
        reached = all(gap_status(ratio) == "met" for ratio in [*on_road, *others])
        sentence = words("summary.reached" if reached else "summary.unknown", language, goal=goal)
    return words("summary.also_doubtful", language, sentence=sentence, said=doubtful) if doubtful else sentence


def _due_gap(ratio: Ratio, as_of: date | None, language: Language, noun: Text | None = None) -> str:
    gap, found = gap_counted(ratio, language, noun), pace([(as_of, ratio)])
    if found.verdict != "overdue":
        return gap
    return words("summary.overdue", language, gap=gap, days=format_days(found.days_overdue, language))


def goal_text(goal: str, language: Language) -> str:
    """What all is done for: to become what the goal is called, or to reach it where it has no name."""
    return words("summary.become", language, goal=goal) if goal else words("summary.goal", language)


def open_gaps(measures: Iterable[Ratio]) -> list[Ratio]:
    """Those that are not surely reached; of figures that contradict each other nothing follows."""
    certain = (ratio for ratio in measures if ratio.headline.kind != "contradiction")
    return [ratio for ratio in certain if ratio.gap_bounds not in (None, (0, 0))]


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


def inside(name: str) -> str:
    """The name inside a sentence: its first letter small, unless it opens an abbreviation."""
    return name if name[1:2].isupper() else lower_first(name)


def time_left(days: int, language: Language) -> str:
    """Days as months where that is at least two; overdue days where the deadline has passed."""
    if days < 0:
        return words("time.overdue", language, days=format_days(-days, language))
    months = round(days / MONTH_DAYS)
    if months >= 2:
        return words("time.months", language, months=months)
    return words("time.days", language, days=format_days(days, language))


def as_of_text(tables: Tables, language: Language) -> str:
    """The date the data describe, and whether it is assumed."""
    as_of = as_of_date(tables)
    if as_of is None:
        return words("frame.as_of_unknown", language)
    key = "frame.as_of_assumed" if is_as_of_assumed(tables) else "frame.as_of"
    return words(key, language, date=format_date(as_of, language))


def about_line(tables: Tables, language: Language) -> str:
    """Whose data these are and of which date: what stands above every page."""
    place = own_name(tables, language)
    if not place:
        return words("frame.no_place", language, sheet=schema().tables["about"].sheet)
    return dotted(upper_first(place), lower_first(as_of_text(tables, language)))


def source_line(
    tables: Tables, language: Language, by: bool = True, citations: Collection[Citation] | None = None
) -> str:
    """The report that the data come from, whether all of them do, and, with `by`, who reports, else the unit above.

    Of figures that are cited, and none of them from the report, their own sources are named instead.
    """
    documents = list(dict.fromkeys(document for one in citations or () for document in one.documents))
    if citations and documents and not cites_report(tables, citations):
        shown = "; ".join([*documents[:_SOURCES], *(["…"] if len(documents) > _SOURCES else [])])
        return words("frame.source_of", language, sources=shown)
    report = about(tables, "report_short", language)
    who = (about(tables, "author", language) or about(tables, "above", language)) if by or not report else ""
    key = "frame.source_and_others" if tables.once(has_other_sources) else "frame.source"
    return ", ".join(filter(None, (words(key, language, report=report) if report else "", who)))


def chart_text(rows: pd.DataFrame, language: Language) -> str:
    """The rows of any figure in words, with every number that is drawn and in its order, for who cannot see it.

    The columns tell the kind of figure: `status` and `count` are segments; `name` and `status` tiles, which with a
    `shade` show a number; `label` with whatever of `inside` and `beside` stands at a bar, cells by status,
    a line of the day `as_of_label`; points of a line have a `day`, and what is `to_come`.
    """
    if {"status", "count"} <= set(rows.columns):
        counts = rows.set_index("status")["count"]
        return f"{_statuses_counted(counts, language)}." if len(rows) else ""
    cells = rows.astype(object).where(rows.notna(), None).to_dict("records")
    if "shade" in rows.columns:
        parts = [f"{row['name']}: {row['word']}" for row in cells]
    elif "name" in rows.columns:
        parts = [f"{row['name']}: {words('status.' + row['status'], language)}" for row in cells]
    elif "day" in rows.columns:
        parts = [f"{row['day']}: {row['label']}" for row in cells]
    else:
        parts = [_row_text(row, language) for row in cells]
    days = [text for name in ("as_of_label", "to_come") if name in rows.columns for text in rows[name].iloc[:1] if text]
    return f"{'; '.join([*parts, *days])}." if parts else ""


def _row_text(row: Mapping[Hashable, object], language: Language) -> str:
    parts = [str(row[column]) for column in ("inside", "beside") if row.get(column)]
    if "inside" not in row and set(_STATUSES) <= set(row):
        parts = [_statuses_counted(row, language), *parts]
    return ": ".join(filter(None, (str(row.get("group") or ""), str(row["label"]), ", ".join(parts))))


def _statuses_counted(counts: Mapping[Hashable, object] | pd.Series, language: Language) -> str:
    parts = [f"{counts[code]} {words(f'status.{code}', language)}" for code in _STATUSES if counts[code]]
    return joined(parts, language)
