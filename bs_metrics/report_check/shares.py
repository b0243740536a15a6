"""Ratios with the percentage beside them, what is met with what is left, counts that cannot be."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil

from bs_metrics.numbers import format_number
from bs_metrics.report_check.claims import Amount, Claim, OutOf, Percent, Said
from bs_metrics.report_check.document import Passage
from bs_metrics.report_check.doubt import Certainty, Doubt
from bs_metrics.report_check.lexicon import Lexicon, pattern, phrases

_FAR = 160  # letters between a ratio and the percentage that may be its own
_CLOSE = 45
_NEAR = 24  # before a number, for the word that says it is of what is left
_NEAR_POINTS = Fraction(3)  # percentage points that "about" and "nearly" may be off
_GROUP = re.compile(r"\([^()]*\)")


def shares(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    """What does not fit in the shares of a passage."""
    paired = list(_pairs(said))
    for ratio, percent, certainty in paired:
        if doubt := _wrong_percent(said, ratio, percent, certainty):
            yield doubt
    yield from _impossible(said, {id(ratio): percent for ratio, percent, _ in paired}, lexicon)
    yield from _complements(said, lexicon)


def goes_on(first: Passage, second: Passage) -> bool:
    """Whether a sentence tells what is left of what the one before it tells."""
    return first.paragraph == second.paragraph and pattern(r"^<rest>").match(second.low) is not None


def carried_on(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    """What does not fit between two sentences of which the second tells what is left."""
    for doubt in _complements(said, lexicon):
        yield replace(doubt, certainty="likely" if doubt.certainty == "certain" else doubt.certainty)


def is_goal(said: Said, at: int) -> bool:
    """Whether what stands there is to be reached, not reached: a goal is spoken of, and nothing since of what is so."""
    text = said.passage.low
    start = max([text.rfind(";", 0, at), *(one.end for one in said.figures if one.end <= at)], default=0)
    before = text[max(start, 0) : at]
    aims = list(pattern(r"<goal>").finditer(before))
    if aims:
        return not pattern(r"<now>").search(before[aims[-1].end() :])
    return pattern(r"<goal>").search(said.passage.before.lower()) is not None


def has_gap(said: Said, ratio: OutOf) -> bool:
    """Whether what is still missing to a ratio stands behind it: then that is a goal, as in a line of a table."""
    low = said.passage.low
    gap = pattern(r"[^\w]*(?:[\d.,]+\s?%)?[^\w]*<rest>\s*\d").match(low, ratio.noun_end)
    behind = re.split(r"[;,.(]", low[gap.end() : gap.end() + 2 * _CLOSE])[0] if gap else ""
    return gap is not None and pattern(r"<unmet>").search(behind) is None


def percent_of(part: int, total: int, decimals: int) -> str:
    """A share as it would be printed with so many digits."""
    digits = max(decimals, 2) if 100 * part % total else decimals
    text = format_number(Fraction(100 * part, total), "vi", digits)
    whole, _, rest = text.partition(",")
    return f"{whole},{rest.ljust(decimals, '0')}%" if rest or decimals else f"{whole}%"


def _pairs(said: Said) -> Iterator[tuple[OutOf, Percent, Certainty]]:
    figures = said.figures
    paired: list[OutOf] = []  # each has one percentage; a second one behind it is of something else
    for percent in said.percents:
        at = figures.index(percent)
        before = figures[at - 1] if at else None
        ratio = _ratio_before(said, percent, figures[:at])
        if ratio is not None:
            certainty = None if ratio in paired else _link(said, ratio, percent)
            if certainty:
                paired.append(ratio)
                yield ratio, percent, certainty
            continue
        after = figures[at + 1] if at + 1 < len(figures) else None
        if isinstance(after, OutOf) and not isinstance(before, OutOf) and _is_explained(said, percent, after):
            yield after, percent, "certain"


def _is_explained(said: Said, percent: Percent, ratio: OutOf) -> bool:
    """Whether a ratio stands in brackets behind its percentage, or with it: 75% (15/20), (75%, 15/20)."""
    text, between = said.passage.text, said.passage.text[percent.end : ratio.start]
    closing = text.find(")", ratio.end)
    if closing < 0 or re.search(r"[\d;]", text[ratio.end : closing]) or _is_of_plan(said, percent):
        return False
    is_with = re.fullmatch(r"\s*[,;:]\s*", between) is not None and text[: percent.start].rstrip().endswith("(")
    return is_with or re.fullmatch(r"\s*\(\s*", between) is not None


def _ratio_before(said: Said, percent: Percent, earlier: list[Claim]) -> OutOf | None:
    """The ratio that stands before a percentage, what stands in brackets between them left out."""
    for claim in reversed(earlier):
        between = said.passage.text[claim.end : percent.start]
        if between.count(")") <= between.count("("):
            return claim if isinstance(claim, OutOf) else None
    return None


def _link(said: Said, ratio: OutOf, percent: Percent) -> Certainty | None:
    """Whether a percentage is that of the ratio before it, by what stands between them."""
    low = said.passage.low
    between = low[ratio.noun_end : percent.start]
    if percent.start - ratio.end > _FAR + sum(len(one) for one in _GROUP.findall(between)):
        return None
    between = _GROUP.sub(" ", between)
    if re.search(r"[.;:!?]\s|[;]", between) or ratio.is_bound or percent.is_bound or _is_of_plan(said, percent):
        return None
    leaned = pattern(r"(?:<under>|<over>|<near>)\s*$").sub("", between)
    if re.fullmatch(r"\s*[,(\[]?\s*", leaned):
        return "certain" if re.search(r"[(\[]", leaned) else "likely"
    tail = re.split(r"[,(\[]|\s[–-]\s", leaned)[-1].strip()
    head = leaned[: len(leaned) - len(tail)] if tail else leaned
    is_share = pattern(r"^(?:<reached>\s+)?<share>$").match(tail)
    is_reached = pattern(r"^<reached>$").match(tail)
    if not is_share and not is_reached:
        ends = pattern(r"^((?:(?!<own_subject>).)*?)\s*(?:<share>)$").match(leaned.strip())
        return "likely" if ends and len(ends[1]) < _CLOSE else None
    rest = head.strip(" ,([–-")
    is_own = _is_of_the_count(said, percent)
    if is_share:
        is_slip = abs(Fraction(100 * ratio.met, ratio.total) - percent.value) < 1  # so close that it is meant
        is_plain = not pattern(r"<own_subject>").search(rest) or is_slip
        return "certain" if is_own and is_plain else "likely"
    if not is_own:
        return None
    if len(rest) <= _CLOSE and not pattern(r"<own_subject>").search(rest):
        return "certain"
    return "look" if len(rest) <= 2 * _CLOSE else None


def _is_of_the_count(said: Said, percent: Percent) -> bool:
    """Whether nothing else follows that the percentage is of: 100% of the volume."""
    word = re.match(r"\s+([^\W\d_]+)", said.passage.low[percent.end : percent.end + 30])
    return word is None or pattern(r"^<share_of_it>$").match(word[1]) is not None


def _is_of_plan(said: Said, percent: Percent) -> bool:
    return pattern(r"^\s*[,(]?\s*<of_plan>").match(said.passage.low[percent.end : percent.end + 30]) is not None


def _wrong_percent(said: Said, ratio: OutOf, percent: Percent, certainty: Certainty) -> Doubt | None:
    true, printed = Fraction(100 * ratio.met, ratio.total), percent.value
    step = Fraction(1, 10**percent.decimals)
    if _fits(true, printed, step, percent.leaning):
        return None
    is_aim = is_goal(said, ratio.start) or has_gap(said, ratio)
    if is_aim and ratio.met == ceil(printed * ratio.total / 100):
        return None  # 10% of 21 things are 3 of them
    if ratio.met > ratio.total:
        return None  # said as what it is
    if is_aim and certainty == "certain":
        certainty = "likely"
    given = {"ratio": said.passage.text[ratio.start : ratio.end], "noun": ratio.noun}
    expected = percent_of(ratio.met, ratio.total, percent.decimals)
    return Doubt("percent", "percent", certainty, said.passage, percent.start, percent.end, (expected,), given)


def _fits(true: Fraction, printed: Fraction, step: Fraction, leaning: str) -> bool:
    """Whether a percentage may be printed so: rounded or cut off, or on its side of the true one."""
    if leaning == "over":
        return printed <= true + step / 2 and true - printed <= 4 * _NEAR_POINTS
    if leaning == "under":
        return true - step / 2 <= printed and printed - true <= _NEAR_POINTS
    if leaning == "near":
        return abs(true - printed) <= _NEAR_POINTS
    return abs(true - printed) <= step / 2 or 0 <= true - printed < step


def _impossible(said: Said, percents: dict[int, Percent], lexicon: Lexicon) -> Iterator[Doubt]:
    known = lexicon.nouns - {*phrases()["exceeded"]}
    for ratio in said.ratios:
        own = percents.get(id(ratio))
        if ratio.met <= ratio.total or ratio.noun not in known or (own and own.value > 100):
            continue
        clause = said.passage.low[max(0, ratio.start - _CLOSE) : ratio.noun_end + _CLOSE]
        if pattern(r"<plan_within>").search(clause):
            continue
        given = {"met": str(ratio.met), "total": str(ratio.total), "noun": ratio.noun}
        yield Doubt("impossible", "more_than_all", "certain", said.passage, ratio.start, ratio.noun_end, (), given)
    for percent in said.percents:
        before = said.passage.low[max(0, percent.start - 30) : percent.start]
        is_part = pattern(r"<part_of_all>\s*(?:<over>|<near>|<under>)?\s*$").search(before) is not None
        if is_part and percent.value > 100 and not _is_of_plan(said, percent):
            yield Doubt("impossible", "share_above_all", "certain", said.passage, percent.start, percent.end)


def _complements(said: Said, lexicon: Lexicon) -> Iterator[Doubt]:
    ratios = [ratio for ratio in said.ratios if not ratio.is_bound]
    for at, ratio in enumerate(ratios):
        yield from _beside_a_count(said, ratio)
        alike = [one for one in ratios[:at] if one.total == ratio.total and one.noun == ratio.noun]
        if not alike or not is_left(said, ratio) or is_goal(said, ratio.start):
            continue
        met = alike[-1]
        if is_left(said, met) or is_goal(said, met.start) or ratio.leaning or met.leaning:
            continue
        between = said.passage.low[met.end : ratio.start]
        others = sum(one.met for one in alike) + ratio.met
        if met.met + ratio.met == ratio.total or others == ratio.total:
            continue
        is_next = ratios[at - 1] is met or all(one.total != ratio.total for one in ratios[ratios.index(met) + 1 : at])
        sure = is_next and len(alike) == 1 and not pattern(r"<partly>").search(between)
        given = {"met": said.passage.text[met.start : met.end], "noun": ratio.noun, "left": str(ratio.met)}
        expected = f"{ratio.total - met.met}/{ratio.total}"
        certainty: Certainty = "certain" if sure else "look"
        yield Doubt("complement", "complement", certainty, said.passage, ratio.start, ratio.end, (expected,), given)
    for amount in said.amounts:
        yield from _left_over(said, amount, lexicon)


def is_left(said: Said, claim: OutOf | Amount) -> bool:
    """Whether a count is of what is not met: still so many, so many not."""
    low = said.passage.low
    behind = re.split(r"[;,.(]", low[claim.noun_end : claim.noun_end + 60])[0]
    return pattern(r"^\s*(?:[^\W\d_]+\s+){0,4}?<unmet>").match(behind) is not None


def _left_over(said: Said, left: Amount, lexicon: Lexicon) -> Iterator[Doubt]:
    """20 of 22 are, still 2 are not."""
    if left.is_money or left.leaning or left.is_bound or not is_left(said, left):
        return
    low = said.passage.low
    if not pattern(r"<rest>\s*$").search(low[max(0, left.start - _NEAR) : left.start]):
        return
    earlier = [one for one in said.figures if one.end <= left.start and isinstance(one, OutOf | Amount)]
    if not earlier or not isinstance(earlier[-1], OutOf) or earlier[-1].is_bound or is_goal(said, left.start):
        return
    ratio = earlier[-1]
    is_same = left.noun == ratio.noun or lexicon.kin(ratio.noun, left.noun) or left.noun in lexicon.all_units
    if ratio.leaning or is_left(said, ratio) or is_goal(said, ratio.start) or not is_same:
        return
    if left.value != ratio.total - ratio.met:
        expected = f"{ratio.total - ratio.met:02d}"
        given = {"met": said.passage.text[ratio.start : ratio.end], "noun": left.noun, "left": str(left.value)}
        sure = left.noun == ratio.noun or ";" not in low[ratio.end : left.start]
        certainty: Certainty = "certain" if sure else "likely"
        yield Doubt("complement", "complement", certainty, said.passage, left.start, left.noun_end, (expected,), given)


def _beside_a_count(said: Said, left: OutOf) -> Iterator[Doubt]:
    """4 are, still 12 of 15 are not."""
    earlier = [one for one in said.figures if one.end <= left.start and not isinstance(one, Percent)]
    met = earlier[-1] if earlier else None
    if not isinstance(met, Amount) or met.noun != left.noun or not left.noun or met.leaning or left.leaning:
        return
    before = said.passage.low[max(0, left.start - _NEAR) : left.start]
    if not pattern(r"<rest>\s*$").search(before) or is_left(said, met) or met.value + left.met == left.total:
        return
    given = {"met": said.passage.text[met.start : met.noun_end], "noun": left.noun, "left": str(left.met)}
    expected = f"{int(left.total - met.value):02d}/{left.total}"
    yield Doubt("complement", "complement", "likely", said.passage, left.start, left.end, (expected,), given)
