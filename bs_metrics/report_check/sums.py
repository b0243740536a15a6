"""Totals of a sentence against their parts: 2 + 4 + 5 + 3 houses, 110 + 200 + 250 + 180 million."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from bs_metrics.numbers import format_number
from bs_metrics.report_check.claims import Amount, Said
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.lexicon import Lexicon, any_of, ends, of_role, pattern

_FAR = 90  # letters between a total and its parts
_BRACKET = re.compile(r"[()]")
_SLACK = Fraction(1, 10)  # of a total that is only about right


@dataclass(frozen=True)
class Region:
    """Where the parts of a total stand: `how` they are announced, whether the list is left open at its end."""

    start: int
    end: int
    how: str
    is_open: bool
    has_rest: bool = False


def sums(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    """Totals that their parts do not make, and lists left open that are complete."""
    told_open = False
    for total in said.amounts:
        region = _region(said, total)
        parts = _parts(said, total, region, lexicon) if region else _parts_before(said, total)
        if total.is_bound:
            continue
        region = region or Region(0, 0, "after", False)
        if region.how == "consists" and total.noun in lexicon.all_units:
            parts += _single_units(said, region, parts[-1].noun_end if parts else region.end, lexicon)
        if len(parts) < 2:
            continue
        if _goes_on(said, parts, region):
            region = replace(region, has_rest=True)
        doubt = _compared(said, total, parts, region)
        if doubt and not (doubt.code == "complete_but_open" and told_open):
            told_open |= doubt.code == "complete_but_open"
            yield doubt


def _goes_on(said: Said, parts: list[Amount], region: Region) -> bool:
    """Whether something without a number follows the last part: "…, 3 billion of the district and gifts of people"."""
    at = max(one.noun_end for one in parts)
    tail = re.split(r"[;.):]", said.passage.low[at : max(at, region.end)])[0]
    return pattern(r"(?:,|<and>)\s+[^\W\d_]").search(tail) is not None


def _region(said: Said, total: Amount) -> Region | None:
    low, at = said.passage.low, total.noun_end
    alike = [one.start for one in said.amounts if one.start > total.start and one.is_money == total.is_money]
    first = min(alike, default=None)
    if first is None:
        return None
    bracket = low.find("(", at, min(first, at + _FAR))
    if bracket >= 0 and low.count("(", at, first) > low.count(")", at, first):
        if re.search(r"[;.]\s", low[at:bracket]):
            return None
        end = _closing(low, bracket)
        inside = low[bracket : bracket + 40]
        said_so = (how for how in ("consists", "partly") if pattern(rf"^\(\s*<{how}>").match(inside))
        return _region_of(low, bracket + 1, end, next(said_so, "bracket"))
    announced = pattern(r"(?P<partly><partly>)|(?P<consists><consists>)|(?P<colon>:)")
    opened = announced.search(low, at, min(first, at + _FAR))
    if opened is None or re.search(r"[;.]\s", low[at : opened.start()]):
        return None
    stop = re.search(r"\.\s|$", low[opened.end() :])
    end = opened.end() + (stop.start() if stop else 0)
    is_part = opened["colon"] and ends(low, opened.start(), r"<partly>\W*")
    return _region_of(low, opened.end(), end, "partly" if is_part else str(opened.lastgroup))


def _region_of(low: str, start: int, end: int, how: str) -> Region:
    text = low[start:end]
    is_open = re.search(rf"(?:\.\.\.|…|{of_role('open_end')})[\s.)]*$", text) is not None
    return Region(start, end, how, is_open, pattern(r"<rest>(?!\s*\d)").search(text) is not None)


def _closing(text: str, bracket: int) -> int:
    depth = 0
    for found in _BRACKET.finditer(text, bracket):
        depth += 1 if found[0] == "(" else -1
        if not depth:
            return found.start()
    return len(text)


def _parts(said: Said, total: Amount, region: Region, lexicon: Lexicon) -> list[Amount]:
    """The amounts of a region that can be parts: of one level of brackets, of the total's kind, in one chain."""
    low, parts, last = said.passage.low, list[Amount](), region.start
    for amount in said.amounts:
        if not region.start <= amount.start < region.end or amount.is_money != total.is_money:
            continue
        opened = low.count("(", region.start, amount.start) - low.count(")", region.start, amount.start)
        if opened > 0:
            continue
        if not total.is_money and not lexicon.kin(amount.noun, total.noun):
            if region.how != "bracket" and parts:
                break
            continue
        turns = pattern(r"[;.]\s*(?:<turns>|<whole>)(?!\w)").search(low[last : amount.start])
        if turns and parts and region.how != "bracket":
            break
        if ends(low, amount.start, r"<each>\s+(?:[^\W\d_]+\s+){0,2}"):
            return []  # so much for each is no part
        if amount.is_bound or pattern(r"<partly>").search(low[last : amount.start]):
            break
        parts.append(amount)
        last = amount.noun_end
    return parts


def _single_units(said: Said, region: Region, end: int, lexicon: Lexicon) -> list[Amount]:
    """Units that are named one by one beside those that are counted: the town of A and 21 communes."""
    singles = []
    names = re.compile(rf"(?i:{any_of(lexicon.kinds_below)})\s+(?=[A-ZĐÀ-ÖØ-ÞĂƠƯẠ-Ỹ])")
    for found in names.finditer(said.passage.text, region.start, end):
        text = said.passage.text
        if text.count("(", region.start, found.start()) == text.count(")", region.start, found.start()):
            singles.append(Amount(found.start(), found.end(), Fraction(1), "", found.end()))
    return singles


def _parts_before(said: Said, total: Amount) -> list[Amount]:
    """The parts before a total that closes their list: …, altogether 14 houses."""
    low = said.passage.low
    if not ends(low, total.start, r"<of_all>\s*:?\s*"):
        return []
    alike = [
        one for one in said.amounts if one.is_money == total.is_money and (total.is_money or one.noun == total.noun)
    ]
    earlier = [one for one in alike if one.end <= total.start]
    is_last = len(earlier) == len(alike) - 1
    return earlier if is_last and not said.ratios else []


def _compared(said: Said, total: Amount, parts: list[Amount], region: Region) -> Doubt | None:
    added, least = sum((one.value for one in parts), Fraction(0)), min(one.value for one in parts)
    is_right = added == total.value
    if is_right:
        is_told = region.how != "partly" and region.is_open and len(parts) > 2
        certainty: Certainty | None = "look" if is_told else None
    else:
        certainty = _certainty(total, parts, region, added, least)
    if certainty is None:
        return None
    terms = " + ".join(_shown(one.value, total) for one in parts)
    given = {"terms": terms, "sum": _shown(added, total), "total": said.passage.text[total.start : total.noun_end]}
    code, expected = ("complete_but_open", ()) if is_right else ("sum", (_written(added, total, said),))
    return Doubt("sum", code, certainty, said.passage, total.start, total.noun_end, expected, given)


def _certainty(
    total: Amount, parts: list[Amount], region: Region, added: Fraction, least: Fraction
) -> Certainty | None:
    """How surely parts that do not make a total are wrong."""
    is_whole, is_more = region.how != "partly", added > total.value
    if region.has_rest and not is_more:
        return None
    if region.is_open and not is_more:  # what is left out would be smaller than any part that is named
        return "look" if is_whole and total.value < added + least else None
    if total.leaning or any(one.leaning for one in parts):
        if is_whole and total.leaning == "over" and is_more and added < total.value + least:
            return "look"
        is_far = abs(added - total.value) > _SLACK * total.value
        return ("likely" if is_more else "look") if is_whole and is_far else None
    if not is_whole and not is_more:
        return "look" if len(parts) > 2 and total.is_money else None
    same = total.is_money or all(one.noun in ("", total.noun) for one in parts)
    if region.how == "colon":
        return "likely" if is_more and same else "look" if len(parts) > 2 else None
    return "certain" if region.how == "consists" or (region.how == "bracket" and is_more and same) else "likely"


def _shown(value: Fraction, total: Amount) -> str:
    """An amount in the unit of money that the total is written in."""
    return format_number(value / total.size, "vi", 3)


def _written(value: Fraction, total: Amount, said: Said) -> str:
    """An amount as the total is written, with what is counted."""
    shown = _shown(value, total)
    if not total.is_money:
        return f"{shown.zfill(2)} {total.noun}"
    return shown + re.sub(r"^[\d.,]+", "", said.passage.text[total.start : total.end])
