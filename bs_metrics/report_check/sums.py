"""Totals of a sentence against their parts: 2 + 4 + 5 + 3 houses, 110 + 200 + 250 + 180 million."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bs_metrics.numbers import format_number
from bs_metrics.report_check.claims import Amount, Said
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.language import Language, of_role, pattern

_FAR = 90  # letters between a total and its parts
_SLACK = Fraction(1, 10)  # of a total that is only about right


@dataclass(frozen=True)
class Region:
    """Where the parts of a total stand: `how` they are announced, whether the list is left open at its end."""

    start: int
    end: int
    how: str
    is_open: bool


def sums(said: Said, language: Language) -> Iterator[Doubt]:
    """Totals that their parts do not make, and lists left open that are complete."""
    told_open = False
    for total in said.amounts:
        region = _region(said, total)
        parts = _parts(said, total, region, language) if region else _parts_before(said, total)
        if len(parts) < 2 or total.is_bound:
            continue
        how = region.how if region else "after"
        doubt = _compared(said, total, parts, how, bool(region and region.is_open))
        if doubt and not (doubt.code == "complete_but_open" and told_open):
            told_open |= doubt.code == "complete_but_open"
            yield doubt


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
        how = (
            "consists"
            if pattern(r"^\(\s*<consists>").match(inside)
            else "partly"
            if pattern(r"^\(\s*<partly>").match(inside)
            else "bracket"
        )
        return Region(bracket + 1, end, how, _is_open(low[bracket:end]))
    opened = pattern(r"(?P<partly><partly>)|(?P<consists><consists>)|(?P<colon>:)").search(
        low, at, min(first, at + _FAR)
    )
    if opened is None or re.search(r"[;.]\s", low[at : opened.start()]):
        return None
    stop = re.search(r"\.\s|$", low[opened.end() :])
    end = opened.end() + (stop.start() if stop else 0)
    how = "consists" if opened["colon"] or opened["consists"] else "partly"
    if opened["colon"] and pattern(r"<partly>\W*$").search(low[: opened.start()]):
        how = "partly"
    return Region(opened.end(), end, how, _is_open(low[opened.end() : end]))


def _is_open(text: str) -> bool:
    """Whether parts are left out: dots at the end, or a rest without its number."""
    if pattern(r"<rest>(?!\s*(?:là\s*)?\d)").search(text):
        return True
    return re.search(rf"(?:\.\.\.|…|{of_role('open_end')})[\s.)]*$", text) is not None


def _closing(text: str, bracket: int) -> int:
    depth = 0
    for place in range(bracket, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place
    return len(text)


def _parts(said: Said, total: Amount, region: Region, language: Language) -> list[Amount]:
    """The amounts of a region that can be parts: of one level of brackets, of the total's kind, in one chain."""
    low, parts, last = said.passage.low, list[Amount](), region.start
    for amount in said.amounts:
        if not region.start <= amount.start < region.end or amount.is_money != total.is_money:
            continue
        opened = low.count("(", region.start, amount.start) - low.count(")", region.start, amount.start)
        if opened > 0:
            continue
        if not total.is_money and not language.kin(amount.noun, total.noun):
            if region.how != "bracket" and parts:
                break
            continue
        if (
            region.how != "bracket"
            and parts
            and pattern(r"[;.]\s*(?:<turns>|<whole>)(?!\w)").search(low[last : amount.start])
        ):
            break
        if amount.is_bound or pattern(r"<partly>").search(low[last : amount.start]):
            break
        parts.append(amount)
        last = amount.noun_end
    return parts


def _parts_before(said: Said, total: Amount) -> list[Amount]:
    """The parts before a total that closes their list: …, altogether 14 houses."""
    low = said.passage.low
    if not pattern(r"<of_all>\s*(?:là|:)?\s*$").search(low[max(0, total.start - 20) : total.start]):
        return []
    alike = [
        one for one in said.amounts if one.is_money == total.is_money and (total.is_money or one.noun == total.noun)
    ]
    earlier = [one for one in alike if one.end <= total.start]
    is_last = len(earlier) == len(alike) - 1
    return earlier if is_last and not said.ratios else []


def _compared(said: Said, total: Amount, parts: list[Amount], how: str, is_open: bool) -> Doubt | None:
    added = sum((one.value for one in parts), Fraction(0))
    terms = " + ".join(_shown(one.value, total) for one in parts)
    given = {"terms": terms, "sum": _shown(added, total), "total": said.passage.text[total.start : total.noun_end]}
    span = said.passage, total.start, total.noun_end
    expected = (_written(added, total, said),)
    if added == total.value:
        is_told = is_open and len(parts) > 2 and how in ("bracket", "consists")
        return Doubt("sum", "complete_but_open", "look", *span, (), given) if is_told else None
    if total.leaning or any(one.leaning for one in parts):
        off = abs(added - total.value) > _SLACK * total.value
        certainty: Certainty = "look" if how == "partly" or added < total.value else "likely"
        return (
            Doubt("sum", "sum", certainty, *span, expected, given) if off and not is_open and how != "partly" else None
        )
    if added < total.value and (is_open or how == "partly"):
        is_ended = how == "partly" and not is_open and len(parts) > 2 and total.is_money
        return Doubt("sum", "sum", "look", *span, expected, given) if is_ended else None
    same = total.is_money or all(one.noun in ("", total.noun) for one in parts)
    sure = how == "consists" or (how == "bracket" and added > total.value and same)
    certainty = "certain" if sure else "likely"
    return Doubt("sum", "sum", certainty, *span, expected, given)


def _shown(value: Fraction, total: Amount) -> str:
    """An amount in the unit of money that the total is written in."""
    return format_number(value / total.size, "vi", 3)


def _written(value: Fraction, total: Amount, said: Said) -> str:
    """An amount as the total is written, with what is counted."""
    shown = _shown(value, total)
    if not total.is_money:
        return f"{shown.zfill(2)} {total.noun}"
    return shown + re.sub(r"^[\d.,]+", "", said.passage.text[total.start : total.end])
