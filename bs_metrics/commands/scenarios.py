"""The command `scenario`: the least that makes a goal pass."""

import sys
from argparse import Namespace

from bs_metrics.commands.as_json import Object
from bs_metrics.commands.options import UNREADABLE, asked_snapshot, print_json
from bs_metrics.measures.goals.goals import goals_of
from bs_metrics.measures.goals.optimum import Optimum, Unfinished
from bs_metrics.measures.goals.rules import Plan
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.scenario.answers import Answer, answer, best, goal_names
from bs_metrics.views.scenario.works import WorkTexts
from bs_metrics.words import Language, words

_BETWEEN = "\n  "


def run(given: Namespace) -> int:
    """The shortest way to a goal, or to each. 0: there is one, or nothing is left; 1: none; 2: no such goal."""
    shown = asked_snapshot(given, given.snapshot)
    names = goal_names(shown, given.lang)
    asked = list(names) if given.goal is None else [given.goal]
    known = goals_of(shown.tables)
    if not set(asked) <= known.keys():
        ids = ", ".join(known)
        print(words("command.no_goal", given.lang, goal=given.goal, goals=ids), file=sys.stderr)
        return UNREADABLE
    if given.json:
        found = [_as_json(shown, id, given) for id in asked]
        asked_for = {"aim": given.aim, "agency": given.agency}
        print_json({"snapshot": shown.id, "as_of": shown.as_of} | asked_for | {"goals": found})
        return int(any(one["status"] not in ("possible", "done") for one in found))
    answers = {id: answer(shown, id, given.aim, given.agency, given.lang) for id in asked}
    print("\n\n".join(_text(id, said, given.lang) for id, said in answers.items()))
    return int(not all(said.is_way for said in answers.values()))


def _as_json(shown: Snapshot, id: str, given: Namespace) -> Object:
    try:
        found = best(shown, id, given.aim, given.agency)
    except Unfinished:
        return {"id": id, "status": "unfinished"}
    return {"id": id, **_optimum(found, shown, given.lang)}


def _text(id: str, said: Answer, language: Language) -> str:
    """A goal with its works, its other ways and what must not slip back."""
    lines = [f"[{id}] {said.lead}", *said.remarks]
    lines += [f"{what} · {detail}" for what, detail in said.lines]
    for title, told in (("others", said.others), ("held", said.held)):
        if told:
            lines.append(f"{words(f'scenario.{title}', language)}: {'. '.join(told)}")
    return _BETWEEN.join(lines)


def _optimum(found: Optimum | None, shown: Snapshot, language: Language) -> Object:
    """The least that makes a goal pass; costs are in million VND, null where nobody has said one.

    `status` is done, possible, impossible, others_needed (of which `works` are) or contradiction.
    """
    if found is None:
        return {"status": "contradiction"}
    if found.plan is None:
        if found.outside is None:
            return {"status": "impossible"}
        return {"status": "others_needed", "works": _works(found.outside, shown, language)}
    plan = found.plan
    names = ("number", "cost", "without_cost", "last_day", "without_day")
    return {
        "status": "possible" if plan.works else "done",
        **{name: getattr(plan, name) for name in names},
        "least_cost": found.least_cost,
        "works": _works(plan, shown, language),
        "others": [_works(other, shown, language) for other in found.others],
        "more": found.more,
    }


def _works(plan: Plan, shown: Snapshot, language: Language) -> list[Object]:
    texts, names = WorkTexts(shown, language), ("key", "status", "agency", "deadline", "cost")
    return [
        {name: getattr(work, name) for name in names} | {"name": texts.work(work, number), "number": number}
        for work, number in plan.works
    ]
