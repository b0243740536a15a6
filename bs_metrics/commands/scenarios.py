"""The command `scenario`: the least that makes a goal pass."""

import sys
from argparse import Namespace

from bs_metrics.commands.as_json import optimum_as_json
from bs_metrics.commands.options import UNREADABLE, asked_snapshot, print_json
from bs_metrics.measures.goals.goals import goals_of
from bs_metrics.measures.goals.optimum import Unfinished
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.scenario.answers import Answer, answer, best, goal_names
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


def _as_json(shown: Snapshot, id: str, given: Namespace) -> dict[str, object]:
    try:
        found = best(shown, id, given.aim, given.agency)
    except Unfinished:
        return {"id": id, "status": "unfinished"}
    return {"id": id, **optimum_as_json(found, shown, given.lang)}


def _text(id: str, said: Answer, language: Language) -> str:
    """A goal with its works, its other ways and what must not slip back."""
    lines = [f"[{id}] {said.lead}", *said.remarks]
    lines += [f"{what} · {detail}" for what, detail in said.lines]
    for title, told in (("others", said.others), ("held", said.held)):
        if told:
            lines.append(f"{words(f'scenario.{title}', language)}: {'. '.join(told)}")
    return _BETWEEN.join(lines)
