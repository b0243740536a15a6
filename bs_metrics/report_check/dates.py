"""Days that cannot be: none of the calendar, a range turned round, a document younger than the report."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from bs_metrics.numbers import format_date
from bs_metrics.report_check.claims import Said, day_of
from bs_metrics.report_check.document import Passage, lowered
from bs_metrics.report_check.doubt import Doubt
from bs_metrics.report_check.lexicon import Lexicon, called, pattern

_FAR = 90  # letters before a count in which the year of its goal stands
_SPAN = r"((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?!\d)"


def dates(said: Said, own: date | None, lexicon: Lexicon) -> Iterator[Doubt]:
    """What is odd about the days of a passage; `own` is the day of the report, where it has one."""
    passage, low = said.passage, said.passage.low
    for day in said.days:
        if day.day is None:
            yield Doubt("date", "no_such_day", "certain", passage, day.start, day.end)
    for first, second in zip(said.days, said.days[1:], strict=False):
        between, before = low[first.end : second.start], low[max(0, first.start - 12) : first.start + 5]
        if not first.day or not second.day or first.day <= second.day:
            continue
        if pattern(r"^\s*(?:<to>|[-–])\s*(?:<day>)?\s*$").match(between) and (
            pattern(r"<from>").search(before) or between.strip() in ("-", "–")
        ):
            yield Doubt("date", "range_reversed", "certain", passage, first.start, second.end)
    for found in pattern(rf"<phase>\s+{_SPAN}").finditer(low):
        if int(found[1]) > int(found[2]):
            yield Doubt("date", "range_reversed", "certain", passage, *found.span())
    if own:
        for one in said.references:
            if one.day and one.day > own:
                given = {"name": f"{one.number}{one.series}", "day": format_date(one.day, "vi")}
                given["own"] = format_date(own, "vi")
                yield Doubt("date", "after_report", "certain", passage, one.start, max(one.end, one.day_end), (), given)
    yield from _past_the_set(said, lexicon)


def _past_the_set(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    """A set named with other years than its own, and a goal of it after it has ended."""
    passage, low = said.passage, said.passage.low
    for name, declared in lexicon.sets:
        begins, ends = declared.valid_from, declared.valid_to
        at = low.find(name)
        if at < 0 or begins is None or ends is None:
            continue
        named, cited = {"set": called(declared)}, (declared.citation,)
        span = pattern(rf"^\W*<phase>\s+{_SPAN}").match(low[at + len(name) :])
        if span and (int(span[1]), int(span[2])) != (begins.year, ends.year):
            start = at + len(name) + span.start(1)
            end = at + len(name) + span.end()
            expected = f"{begins.year}-{ends.year}"
            yield Doubt("date", "other_phase", "look", passage, start, end, (expected,), named, places=cited)
        for ratio in said.ratios:
            goal = pattern(r"<until>\s+((?:19|20)\d\d)(?!\d)[^;.]{0,40}$").search(
                low[max(0, ratio.start - _FAR) : ratio.start]
            )
            if goal and int(goal[1]) > ends.year and ratio.start < at < ratio.end + 60 and ratio.met == ratio.total:
                given = named | {"end": format_date(ends, "vi")}
                yield Doubt("date", "past_the_set", "likely", passage, *goal.span(1), (), given, places=cited)
        return  # the longest name counts


def own_day(head: str) -> date | None:
    """The day of the report itself: behind the place at the end of one of its first lines."""
    number = r"(\d{1,2})\s+<month>\s+(\d{1,2})\s+<year>\s+((?:19|20)\d\d)"
    for line in lowered(head).splitlines():
        found = pattern(rf"^[^,]{{2,60}},\s*<day>\s+{number}\W*$").match(line)
        if found:
            return day_of(found[1], found[2], found[3])
    return None


def blanks(passages: Iterable[Passage]) -> Iterator[Doubt]:
    """A number and a day that a report leaves out where they have to stand, without dots that say so."""
    for at, passage in enumerate(passages):
        if at > 12:
            return
        number = pattern(r"^<number>\s*:\s*(/\s*[^\W\d_]\S*)").match(passage.low)
        if number:
            yield Doubt("reference", "no_number", "look", passage, *number.span())
        day = pattern(r"(?:<day>)\s+(?:<month>)\s+(?:<year>)(?:\s+\d{4})?\s*$").search(passage.low)
        if day and re.search(r",\s*$", passage.low[: day.start()]):
            yield Doubt("date", "no_day", "look", passage, *day.span())
