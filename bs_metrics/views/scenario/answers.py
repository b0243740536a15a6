"""The least that makes a goal pass, and what comes of a scenario, ready to be shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bs_metrics.measures.goals.goals import doubtful_in, goals_of
from bs_metrics.measures.goals.optimum import Aim, Optimum, Unfinished, optimum
from bs_metrics.measures.goals.rules import Plan, Rule, Work, rules_in, works_of
from bs_metrics.measures.goals.scenario import Outcome, Scenario, Step, scenario, step_of, things_of
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.text import parts_in
from bs_metrics.views.overview.doubts import doubt
from bs_metrics.views.scenario.works import WorkTexts
from bs_metrics.views.texts import dotted, owner_named, spanned, text_table, upper_first
from bs_metrics.words import Language, joined, words

Steps = tuple[str, ...]  # as links write them
_ROWS = 5  # of a slide
_TOLD = 6  # works that another way has and the first has not, by name; more are a number


@dataclass(frozen=True)
class Answer:
    """The least for one goal: a sentence, remarks, each work with whose it is, other ways, the steps that it would be,
    and what must not slip back. `is_way`: there is a way, or nothing is left to do.
    """

    lead: str
    remarks: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    is_way: bool = True


def goal_names(shown: Snapshot, language: Language) -> dict[str, str]:
    """Every goal that can be asked for, by id: those that are not reached first, or in doubt."""
    texts = WorkTexts(shown, language)
    named = [
        (goal.rule is not None and goal.rule.is_met({}), id, texts.goal(goal))
        for id, goal in goals_of(shown.tables).items()
        if goal.rule or doubtful_in(shown.tables, goal)
    ]
    return {id: name for _, id, name in sorted(named, key=lambda one: one[0])}


def who_acts(shown: Snapshot) -> list[str]:
    """Everyone who has a part of what is still to be done."""
    things = things_of(goals_of(shown.tables)).values()
    return sorted({owner for _, works in things for work in works for owner in parts_in(work.agency)})


def best(shown: Snapshot, id: str, aim: Aim, agency: str | None = None) -> Optimum | None:
    """The optimum of a goal; None where its figures contradict each other. Raises Unfinished or KeyError."""
    rule = goals_of(shown.tables)[id].rule
    return optimum(rule, aim, agency) if rule is not None else None


def answer(
    shown: Snapshot, id: str, aim: Aim, agency: str | None, language: Language, today: date | None = None
) -> Answer:
    """The least that makes a goal pass, in words."""
    texts, goal = WorkTexts(shown, language, today), goals_of(shown.tables)[id]
    name = texts.goal(goal)
    try:
        found = best(shown, id, aim, agency)
    except Unfinished:
        return Answer(texts.say("scenario.unfinished", goal=name), is_way=False)
    if found is None or goal.rule is None:
        told = [doubt(shown.tables, one, language) for one in doubtful_in(shown.tables, goal)]
        lines = tuple((one.what, one.why) for one in told)
        return Answer(texts.say("scenario.contradiction", goal=name), lines=lines, is_way=False)
    held = tuple(texts.held(goal.rule))
    if found.plan is None:
        return _no_way(found, name, agency or "", goal.rule, texts)
    if not found.plan.works:
        return Answer(texts.say("scenario.done", goal=name), held=held)
    lead = texts.say(
        f"scenario.lead_{aim}", goal=name, number=texts.number(found.plan.number), of=_measured(found.plan, aim, texts)
    )
    steps = tuple(str(Step(work.key, number)) for work, number in found.plan.works)
    remarks, others = tuple(_remarks(found, aim, texts)), tuple(_others(found, found.plan, texts))
    return Answer(lead, remarks, _lines(found.plan, texts), others, steps, held)


def _measured(plan: Plan, aim: Aim, texts: WorkTexts) -> str:
    if aim == "earliest":
        day = texts.day(plan.last_day)
        key = "scenario.day_none" if not day else "scenario.day_some" if plan.without_day else "scenario.day_all"
        return texts.say(key, day=day, number=texts.number(plan.without_day))
    return cost_text(plan, plan.number, texts)


def cost_text(plan: Plan, number: int, texts: WorkTexts) -> str:
    """What some works cost: what is known of it, and of how many nobody has said it."""
    amount, without = format_number(plan.cost, texts.language), plan.without_cost
    key = "scenario.cost_none" if without == number else "scenario.cost_some" if without else "scenario.cost_all"
    return texts.say(key, amount=amount, number=texts.number(without))


def _remarks(found: Optimum, aim: Aim, texts: WorkTexts) -> list[str]:
    remarks = []
    if found.plan and any(work.status == "unknown" for work, _ in found.plan.works):
        remarks.append(texts.say("scenario.may_be_met"))
    if aim == "cheapest" and found.least_cost is not None and found.plan and found.least_cost < found.plan.cost:
        remarks.append(texts.say("scenario.least_cost", amount=format_number(found.least_cost, texts.language)))
    return remarks


def _no_way(found: Optimum, name: str, agency: str, rule: Rule, texts: WorkTexts) -> Answer:
    if found.outside is not None:
        lead = texts.say("scenario.outside", goal=name, agency=agency, number=texts.number(found.outside.number))
        return Answer(lead, lines=_lines(found.outside, texts), is_way=False)
    everything = {key: work.most for key, work in works_of(rule).items()}
    reasons = [reason for one in found.blocked for reason in texts.short(one, everything)]
    return Answer(texts.say("scenario.no_way", goal=name, reasons=joined(reasons, texts.language)), is_way=False)


def counted_in(shown: Snapshot, id: str) -> list[Ratio]:
    """The measures that a goal rests on."""
    goal = goals_of(shown.tables)[id]
    if goal.rule is None:
        return doubtful_in(shown.tables, goal)
    return [shown.ratios[one.measure] for one in rules_in(goal.rule) if one.measure]


def _lines(plan: Plan, texts: WorkTexts) -> tuple[tuple[str, str], ...]:
    """Each work, and under it whose it is, by when, and what it costs."""
    return tuple((upper_first(texts.work(work, number)), texts.detail(work, number)) for work, number in plan.works)


def _others(found: Optimum, plan: Plan, texts: WorkTexts) -> Iterator[str]:
    """The other ways, those that do something else in place of the same in one line."""
    instead: dict[str, list[str]] = {}
    for other in found.others:
        added, left = _beyond(other, plan), _beyond(plan, other)
        units = len(added) == len(left) == 1 and all(one.unit and not one.criterion for one, _ in (*added, *left))
        unit = texts.unit(added[0][0]) if units else None
        instead.setdefault(_several(left, texts), []).append(unit or _several(added, texts))
    for old, new in instead.items():
        yield texts.say("scenario.instead", old=old, new="; ".join(new))
    if found.more:
        yield texts.say("scenario.more")


def _beyond(one: Plan, other: Plan) -> list[tuple[Work, int]]:
    """What a plan does that another does not."""
    done = other.done
    return [(work, number - done.get(work.key, 0)) for work, number in one.works if number > done.get(work.key, 0)]


def _several(works: list[tuple[Work, int]], texts: WorkTexts) -> str:
    if len(works) > _TOLD:
        return texts.say("scenario.works", number=texts.number(len(works)))
    return joined([texts.work(work, number) for work, number in works], texts.language)


@dataclass(frozen=True)
class Result:
    """What becomes of one goal: its name, its figures before and after, whether it passes, with which step and in
    `brief` without it, what is still short.
    """

    name: str
    figures: str
    passes: bool
    said: str
    brief: str
    short: tuple[str, ...]
    is_changed: bool


@dataclass(frozen=True)
class Played:
    """A scenario in words: a sentence, each step, what becomes of every goal."""

    lead: str
    steps: tuple[tuple[str, str], ...]
    results: tuple[Result, ...]
    cost: str
    owners: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def changed(self) -> list[Result]:
        """The goals of which anything changes."""
        return [one for one in self.results if one.is_changed]


def slide_of(said: Played, language: Language) -> tuple[str, tuple[str, ...], pd.DataFrame]:
    """A scenario on one slide: its title, two lines, and a table of the goals that change, as many as can be read."""
    goals = joined([one.name for one in said.changed if one.passes], language)
    title = words("scenario.title" if goals else "scenario.title_none", language, goals=goals)
    named = [f"{what} ({day})" if day else what for what, day in said.steps]
    if len(named) > _ROWS:
        more = words("scenario.works", language, number=format_number(len(named) - _ROWS, language))
        named = [*named[:_ROWS], more]
    lines = words("scenario.steps", language, steps="; ".join(named)), dotted(*said.owners, said.cost)
    rows = []
    for one in said.changed:
        if one.figures or one.passes:
            still = words("scenario.still", language, short="; ".join(one.short))
            rows.append((one.name, one.figures, one.brief if one.passes else still))
    return title, lines, text_table(["goal", "after", "result"], rows[:_ROWS], language)


def played(shown: Snapshot, written: tuple[str, ...], language: Language, today: date | None = None) -> Played:
    """What comes of some steps as links write them; those that mean nothing here are named."""
    texts, goals = WorkTexts(shown, language, today), goals_of(shown.tables)
    steps, wrong = parsed(written)
    found = scenario(goals, steps)
    done = dict(found.done)
    results = tuple(_result(one, done, found, texts) for one in found.outcomes)
    reached = [texts.goal(one.goal) for one in found.reached]
    lead = texts.say("scenario.reaches" if reached else "scenario.reaches_none", goals=joined(reached, language))
    owners = tuple(
        texts.say("scenario.owned", owner=owner or owner_named(None, None, language), number=texts.number(many))
        for owner, many in found.agencies.items()
    )
    lines = tuple((upper_first(texts.work(work, one.number)), texts.day(one.day)) for one, work in found.steps)
    unknown = (*wrong, *map(str, found.unknown))
    cost = cost_text(found.plan, sum(found.agencies.values()), texts) if found.steps else ""
    return Played(lead if found.steps else "", lines, results, cost, owners, unknown)


def outcome_table(results: Sequence[Result], language: Language) -> pd.DataFrame:
    """Goals of a scenario as a table."""
    rows = [(one.name, one.figures, one.said, "; ".join(one.short)) for one in results]
    return text_table(["goal", "after", "result", "short"], rows, language)


def parsed(written: Sequence[str]) -> tuple[list[Step], list[str]]:
    """Steps as links write them, and what is none."""
    steps, wrong = [], []
    for text in written:
        try:
            steps.append(step_of(text))
        except ValueError:
            wrong.append(text)
    return steps, wrong


def _result(one: Outcome, done: dict[str, int], found: Scenario, texts: WorkTexts) -> Result:
    rule = one.goal.rule
    assert rule is not None
    if one.was_met:
        brief = said = texts.say("scenario.was_met")
    elif one.step is None:
        may = rule.is_met(done, possibly=True)
        brief = said = texts.say("scenario.may_pass" if may else "scenario.not_met")
    else:
        step, work = found.steps[one.step]
        day = texts.day(step.day)
        brief = texts.say("scenario.met_on", day=day) if day else texts.say("scenario.met")
        said = texts.say("scenario.met_with", met=brief, step=texts.work(work, step.number))
    own = (texts.gap(rule, done),) if one.goal.ratio else tuple(texts.short(rule, done))
    short = () if one.is_met else own
    is_changed = one.before != one.after or one.is_met != one.was_met
    return Result(texts.goal(one.goal), _figures(one, texts.language), one.is_met, said, brief, short, is_changed)


def _figures(one: Outcome, language: Language) -> str:
    """Before and after: 2/9 → 3–6/9. Of a stage, which is no count, nothing."""
    if one.goal.ratio is None:
        return ""
    total = format_number(one.goal.ratio.tally.total, language)
    spans = [spanned(*(format_number(end, language) for end in reach)) for reach in (one.before, one.after)]
    return " → ".join(f"{span}/{total}" for span in dict.fromkeys(spans))


@dataclass(frozen=True)
class Thing:
    """Something that a scenario can hold: in words."""

    work: Work
    texts: WorkTexts

    def name(self, number: int) -> str:
        """What so many of it are."""
        return upper_first(self.texts.work(self.work, number))

    @property
    def most(self) -> int:
        """How many there are of it."""
        return self.work.most

    @property
    def unit(self) -> str | None:
        """The unit it is of, where there are several."""
        return self.texts.unit(self.work)


def things(shown: Snapshot, language: Language) -> dict[str, Thing]:
    """Everything that a scenario can hold, by key."""
    texts, found = WorkTexts(shown, language), things_of(goals_of(shown.tables))
    return {key: Thing(work, texts) for key, (work, _) in found.items()}
