"""The steps of a scenario: chosen here, kept in the link as codes, taken over from the shortest way."""

from collections.abc import Iterable, Mapping

import streamlit as st

from bs_metrics.measures.goals.scenario import BETWEEN, Step, steps_in
from bs_metrics.views.scenario.answers import Thing, parsed, things
from ui.data import shown
from ui.inert import inert
from ui.link import choice, folded, keep_in_link, language, touched
from ui.page import CurrentView

_STEPS, _PICKED = "steps", "scenario_pick"  # in the link and the session; the widget
_MANY = 300  # things to choose from: more are first narrowed to a unit


def steps_asked() -> tuple[str, ...]:
    """The steps as the link writes them; it keeps them."""
    written = str(st.session_state.setdefault(_STEPS, st.query_params.get(_STEPS, "")))
    keep_in_link(_STEPS, written, "")
    return steps_in(written)


def take(steps: Iterable[str]) -> None:
    """Called back: these steps join the scenario, in place of what it has of the same things."""
    new, _ = parsed(list(steps))
    keys = {step.key for step in new}
    _keep([*(step for step in parsed(steps_asked())[0] if step.key not in keys), *new])


def clear() -> None:
    """Called back: the scenario has no steps any more."""
    _keep([])


def _keep(steps: Iterable[Step]) -> None:
    st.session_state[_STEPS] = BETWEEN.join(map(str, steps))
    touched()


def _picked() -> None:
    """The things that are chosen now, with what was said of those that were chosen before."""
    known, picked = things(shown().snapshot, language()), st.session_state[_PICKED]
    before = [step for step in parsed(steps_asked())[0] if step.key in picked]
    kept = {step.key for step in before}
    _keep([*before, *(Step(key, known[key].most) for key in picked if key not in kept)])


def _told(place: int, key: str, number: str, day: str) -> None:
    """The number and the day of one step; of one thing there may be several."""
    given = Step(key, int(st.session_state.get(number, 1)), st.session_state.get(day))
    _keep(given if at == place else step for at, step in enumerate(parsed(steps_asked())[0]))


def choose_steps(page: CurrentView) -> tuple[str, ...]:
    """Let the reader choose things, how many of each and by when; returns the steps as the link writes them."""
    known = page.kept(things, page.snapshot, page.language)
    steps = {place: step for place, step in enumerate(parsed(steps_asked())[0]) if step.key in known}
    numbers: dict[str, int] = {}
    for step in steps.values():
        numbers[step.key] = min(numbers.get(step.key, 0) + step.number, known[step.key].most)
    st.session_state[_PICKED] = list(numbers)
    st.multiselect(
        page.say("scenario.pick"),
        list(dict.fromkeys([*numbers, *_offered(page, known)])),
        format_func=lambda key: known[key].name(numbers.get(key, known[key].most)),
        key=_PICKED,
        on_change=_picked,
        placeholder=page.say("scenario.pick_hint"),
    )
    if steps:
        folded(page.say("scenario.numbers"), "numbers", "scenario_numbers", _numbers, page, known, steps)
        st.button(page.say("scenario.clear"), key="scenario_clear", on_click=clear)
    return steps_asked()


def _offered(page: CurrentView, known: Mapping[str, Thing]) -> list[str]:
    """The things to choose from; where they are many, those of one unit and of none."""
    if len(known) <= _MANY:
        return list(known)
    units = sorted({thing.unit for thing in known.values() if thing.unit})
    unit = choice(page.say("scenario.unit"), {unit: unit for unit in units}, "unit", st.selectbox, floating="data")
    return [key for key, thing in known.items() if thing.unit in (unit, None)][:_MANY]


def _numbers(page: CurrentView, known: Mapping[str, Thing], steps: Mapping[int, Step]) -> None:
    for place, step in steps.items():
        _number(page, known[step.key], place, step)


def _number(page: CurrentView, thing: Thing, place: int, step: Step) -> None:
    number, day = f"number_{place}_{step.key}", f"day_{place}_{step.key}"
    told, name = (place, step.key, number, day), thing.name(min(step.number, thing.most))
    left, right = st.columns(2)
    if thing.most > 1:
        st.session_state[number] = min(step.number, thing.most)
        left.number_input(page.say("scenario.number", what=name), 1, thing.most, key=number, on_change=_told, args=told)
    else:
        left.markdown(inert(name))
    st.session_state[day] = step.day
    right.date_input(
        page.say("scenario.day", what=name), None, key=day, format="DD/MM/YYYY", on_change=_told, args=told
    )
