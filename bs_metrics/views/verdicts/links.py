"""The chain of goals in words and as rows to draw: what holds up what, and the days that are left."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from bs_metrics.measures.chain import Link, links
from bs_metrics.measures.pace import Pace, judged_ratios, pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_days
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import as_of_text, inside, ratio_text
from bs_metrics.views.ratio_tables import deadline_text
from bs_metrics.views.texts import cited, dotted, lower_first, ratio_name, short_name, text_table, upper_first
from bs_metrics.views.verdicts.verdict import expected_text, verdict_text
from bs_metrics.words import Language, joined, words


def link_lines(shown: Snapshot, language: Language) -> list[tuple[str, str]]:
    """A line a link: what waits for what and whether it holds it up, and below how much slack there is."""
    chain = links(shown.tables, shown.ratios)
    lines = []
    for one in chain:
        found = pace(shown.states(one.below.id))
        condition = f"{one.criterion.code}. {short_name(one.criterion, language)}"
        what = dotted(ratio_name(one.above, language), condition)
        held = joined([inside(ratio_name(each, language)) for each in _waiting(chain, one.below.id)], language)
        key = "pace.holds_nothing" if found.verdict == "done" else "pace.holds"
        state = f"{ratio_text(one.below, language)}, {lower_first(verdict_text(found, language))}"
        below = words(key, language, below=ratio_name(one.below, language), state=state, above=held)
        slack = "" if found.verdict == "done" else slack_text(one, found, language)
        lines.append((what, upper_first(dotted(below, slack))))
    return lines


def _waiting(chain: Iterable[Link], measure: str) -> list[Ratio]:
    """The goals that wait for a measure, at once or by way of others."""
    held, open_ends = dict[str, Ratio](), [measure]
    while open_ends:
        name = open_ends.pop()
        for one in chain:
            if one.below.id == name and one.above.id not in held:
                held[one.above.id] = one.above
                open_ends.append(one.above.id)
    return list(held.values())


def slack_text(link: Link, found: Pace, language: Language) -> str:
    """The days between the condition's completion, expected or at its own deadline, and the deadline of the stage."""
    if found.expected == (None, None):
        return expected_text(found, language)
    slack = link.slack(found)
    if slack is not None:
        least, most = slack
        if least is None:
            return _days("pace.slack_open", most, language)
        if least == most:
            return _days("pace.slack", most, language)
        low, high = (_signed(days, language) for days in (least, most))
        return words("pace.slack_span", language, least=low, most=high)
    if link.planned is None:
        return words("pace.slack_unknown", language)
    key = "pace.planned_none" if link.planned == 0 else "pace.planned" if link.planned > 0 else "pace.planned_late"
    return words(key, language, days=format_days(abs(link.planned), language))


def _days(key: str, days: int, language: Language) -> str:
    return words(key, language, days=_signed(days, language))


def _signed(days: int, language: Language) -> str:
    key = "pace.days_after" if days < 0 else "pace.days_before"
    return words(key, language, days=format_days(abs(days), language))


def link_table(shown: Snapshot, language: Language) -> pd.DataFrame:
    """The links as a table of text: with days in numbers where they are known."""
    rows = []
    for one in links(shown.tables, shown.ratios):
        found = pace(shown.states(one.below.id))
        names = ratio_name(one.above, language), short_name(one.criterion, language), ratio_name(one.below, language)
        slack = "" if found.verdict == "done" else slack_text(one, found, language)
        rows.append((*names, ratio_text(one.below, language), verdict_text(found, language), slack))
    return text_table(("waits", "condition", "rests_on", "ratio", "verdict", "slack"), rows, language)


def link_sources(shown: Snapshot) -> list[str]:
    """Where the conditions stand."""
    return [cited(one.criterion.citation) for one in links(shown.tables, shown.ratios)]


def span_rows(shown: Snapshot, language: Language, today: date | None = None) -> pd.DataFrame:
    """Rows for `deadline_bars`: each stage, below it what it waits for and its other goals, then those of no stage;
    only what has a deadline.
    """
    chain, found = links(shown.tables, shown.ratios), judged_ratios(shown.ratios)
    heads = [one for one in found if one.measure.stage is not None and one.measure.role == "headline"]
    ordered: dict[str, tuple[Ratio, bool]] = {}
    for head in sorted(heads, key=lambda one: one.stage):
        ordered.setdefault(head.id, (head, False))
        for link in chain:
            if link.above.id == head.id:
                ordered.setdefault(link.below.id, (link.below, link.below not in heads))
        for other in found:
            if other.measure.stage == head.measure.stage:
                ordered.setdefault(other.id, (other, True))
    for other in found:
        ordered.setdefault(other.id, (other, other.measure.stage is not None))
    rows = [
        _span(shown, one, below, language, today) for one, below in ordered.values() if one.deadline and shown.as_of
    ]
    columns = ["label", "as_of", "deadline", "earliest", "latest", "verdict", "beside", "as_of_label"]
    return pd.DataFrame(rows, columns=columns).astype(object)


def _span(shown: Snapshot, ratio: Ratio, below: bool, language: Language, today: date | None) -> tuple[object, ...]:
    found = pace(shown.states(ratio.id))
    said = lower_first(verdict_text(found, language))
    sign, due = "↳ " if below else "", words("stage.deadline", language, date=deadline_text(ratio, language))
    label = f"{sign}{ratio_name(ratio, language)} {ratio_text(ratio, language)}\n{dotted(said, due)}"
    days = (shown.as_of, ratio.deadline, *(found.expected or (None, None)))
    return label, *days, found.verdict, expected_text(found, language, today), as_of_text(shown.tables, language)
