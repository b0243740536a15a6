"""One unit's sheet: its results, what is known of it, its schools. Without one, the own unit's as a whole."""

from collections.abc import Sequence

import streamlit as st

from bs_metrics.contract.records import Unit
from bs_metrics.views.schools import school_lines
from bs_metrics.views.units import own_line, unit_facts, unit_lines
from ui.inert import inert
from ui.link import choice
from ui.page import CurrentView
from ui.show import small_lines, status_lines


def show_sheet(page: CurrentView, units: Sequence[Unit]) -> None:
    """Let the reader choose a unit, and show what is known of it."""
    tables, ratios, language = page.tables, page.ratios, page.language
    options = {"": page.say("units.none")} | {unit.code: unit.name for unit in units}
    code = choice(page.say("units.unit"), options, "unit", st.selectbox)
    if not code:
        st.markdown(page.say("units.none_chosen"))
        st.markdown(inert(page.kept(own_line, tables, language)))
        return
    unit = next(unit for unit in units if unit.code == code)
    title = page.say("units.sheet", kind=page.word("unit_kind", unit.kind), name=unit.name)
    st.header(inert(title), anchor=False)
    status_lines(page, page.kept(unit_lines, tables, ratios, code, language))
    small_lines(unit_facts(unit, language))
    schools = [
        (name, f"{page.say(f'status.{status}')} · {said}")
        for status in ("met", "not_met", "unknown")
        for name, said in page.kept(school_lines, tables, "all", status, language, code)
    ]
    st.markdown(f"**{page.say('units.schools')}**")
    small_lines(schools or [(page.say("units.no_schools"), "")])
