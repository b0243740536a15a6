"""Claims against one state of the data: the measure that a ratio or a count is of, and what it is there."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from bs_metrics.intake.vocabulary.writing import words_only
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_number
from bs_metrics.report_check.claims import Amount, OutOf, Said
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.lexicon import Lexicon, any_of, ends, of_role, pattern
from bs_metrics.report_check.shares import has_gap, is_goal, is_left
from bs_metrics.text import folded

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SPAN = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d(?!\d)")


def against_data(
    said: Said, ratios: Mapping[str, Ratio], as_of: date | None, own: date | None, lexicon: Lexicon
) -> Iterator[Doubt]:
    """What the data say otherwise. A report of another day than theirs may be right: then it is to be looked at."""
    certainty: Certainty = "likely" if own is None or as_of is None or own == as_of else "look"
    for claim in said.counted:
        is_money = isinstance(claim, Amount) and claim.is_money
        if claim.leaning or claim.is_bound or is_money or is_goal(said, claim.start):
            continue
        if isinstance(claim, Amount) and ends(said.passage.low, claim.start, r"<rest>\s*"):
            continue  # the gap to a goal
        window = _window(said, claim)
        if _is_of_another_time(window, as_of) or _is_of_a_part(window, lexicon):
            continue
        if isinstance(claim, OutOf) and has_gap(said, claim):
            continue
        measured = _measure(claim, window, ratios, lexicon)
        if measured is not None:
            yield from _compared(said, claim, measured, certainty)
        elif isinstance(claim, Amount):
            yield from _of_the_whole(said, claim, certainty, lexicon)


def _window(said: Said, claim: OutOf | Amount) -> str:
    """What stands around a claim up to its neighbours: its own clause."""
    low = said.passage.low
    others = [one for one in said.counted if one is not claim]
    start = max([0, low.rfind(";", 0, claim.start) + 1, *(one.end for one in others if one.end <= claim.start)])
    stop = low.find(";", claim.end)
    end = min([stop if stop >= 0 else len(low), *(one.start for one in others if one.start >= claim.end)])
    masked = low
    for one in (*said.references, *said.days):  # their years are no period
        masked = masked[: one.start] + " " * (one.end - one.start) + masked[one.end :]
    return f"{said.passage.before.lower()} {masked[start:end]}"


def _is_of_another_time(window: str, as_of: date | None) -> bool:
    years = set(_YEAR.findall(_SPAN.sub(" ", window)))
    return pattern(r"<earlier>").search(window) is not None or bool(
        years and (as_of is None or years != {str(as_of.year)})
    )


def _is_of_a_part(window: str, lexicon: Lexicon) -> bool:
    """Whether a clause speaks of one unit below the own one, and so of that unit's figures."""
    own = lexicon.own_names
    inside = re.sub(r"\([^()]*\)?", " ", window)
    return not lexicon.places_in(words_only(inside).split()) <= own


def _measure(claim: OutOf | Amount, window: str, ratios: Mapping[str, Ratio], lexicon: Lexicon) -> Ratio | None:
    """The one measure whose noun is counted and whose name stands in the clause, the longest name before others."""
    said = set(words_only(window).split())
    best: list[tuple[int, Ratio]] = []
    for measured in ratios.values():
        noun = folded(measured.measure.noun.vi)
        if claim.noun != noun and not (claim.noun.startswith(f"{noun} ") and noun in lexicon.nouns):
            continue
        words = set(words_only(folded(measured.measure.name.vi)).split()) - set(noun.split())
        if words and words <= said:
            best.append((len(words), measured))
    best.sort(key=lambda one: -one[0])
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def _compared(said: Said, claim: OutOf | Amount, measured: Ratio, certainty: Certainty) -> Iterator[Doubt]:
    if measured.headline.kind == "contradiction":
        return
    tally, met, total = measured.settled.tally, measured.headline.met, measured.total
    low, high = (tally.lower, tally.upper) if tally else (met, met)
    if low is None or high is None:
        return
    if isinstance(claim, Amount):
        yield from _compared_count(said, claim, measured, (low, high), certainty)
        return
    if total is None:
        return
    if is_left(said, claim):
        low, high = total - high, total - low
    if claim.total == total and low <= claim.met <= high:
        return
    if claim.total != total:
        certainty = "look"
    if claim.met > claim.total:
        return
    value = f"{low}/{total}" if low == high else f"{low}–{high}/{total}"
    yield _otherwise(said, claim, measured, value, certainty)


def _compared_count(
    said: Said, claim: Amount, measured: Ratio, bounds: tuple[int, int], certainty: Certainty
) -> Iterator[Doubt]:
    """A bare count of what is met; one of all, or of what is left, is no claim about it."""
    low, high = bounds
    if measured.measure.counts != "reported" or is_left(said, claim) or low <= claim.value <= high:
        return
    if claim.value == Fraction(measured.total or -1):
        return
    value = f"{low}" if low == high else f"{low}–{high}"
    yield _otherwise(said, claim, measured, value, certainty)


def _otherwise(said: Said, claim: OutOf | Amount, measured: Ratio, value: str, certainty: Certainty) -> Doubt:
    """A figure that the data have otherwise."""
    where, given = (said.passage, claim.start, claim.noun_end), {"name": measured.measure.name.vi, "value": value}
    return Doubt("data", "data", certainty, *where, (value,), given, measured.id, value, measured.sources)


def _of_the_whole(said: Said, claim: Amount, certainty: Certainty, lexicon: Lexicon) -> Iterator[Doubt]:
    """How many units and people the own unit has, where a sentence speaks of the whole of it."""
    low, right = said.passage.low, lexicon.whole.get(claim.noun)
    before, behind = low[: claim.start], low[claim.noun_end :]
    if right is None or right[0] == claim.value or not ends(low, claim.start, r"(?:<counts_total>|<and>|[;,:])\s*"):
        return
    is_whole = re.search(rf"{of_role('whole_place')}\s+{any_of(lexicon.kind_words)}", before) is not None
    is_counted = right[1] != "population" or pattern(r"<people>").search(before) is not None
    if not is_whole or not is_counted or not pattern(r"^\s*(?:[,;.)]|$|<bare_total>)").match(behind):
        return
    value, unit = format_number(right[0], "vi"), right[2]
    given = {"name": claim.noun, "value": value}
    where = said.passage, claim.start, claim.noun_end
    yield Doubt("data", "data", certainty, *where, (f"{value} {claim.noun}",), given, value=value, places=(unit.place,))
