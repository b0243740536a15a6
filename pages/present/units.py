"""The units below the own one: the map, a filter by status, and one unit's sheet."""

import streamlit as st

from bs_metrics.views.schools import school_lines
from bs_metrics.views.texts import cited, short_name
from bs_metrics.views.units import (
    kinds_text,
    mapped_units,
    numbers_of_units,
    offered_statuses,
    own_line,
    scale_text,
    status_counts,
    unit_facts,
    unit_lines,
    unit_sets,
    unit_table,
    units_title,
)
from ui.inert import bold, inert
from ui.link import choice
from ui.page import open_page
from ui.show import legend, plain_table, set_missing, small_lines, status_lines
from ui.units.map import ground, show_units

page = open_page("units", "criteria_sets", "results", "measures", "reported_totals", "schools")
tables, ratios, language = page.tables, page.ratios, page.language
units, sets = page.kept(mapped_units, tables), page.kept(unit_sets, tables)
if not units:
    set_missing(page, units_title(tables, language) or page.say("page.units"), "units")
kinds, several = kinds_text(tables, units, language), len({unit.kind for unit in units}) > 1
page.head(page.say("units.lead", number=len(units), kinds=kinds) if several else kinds)
st.markdown(inert(page.kept(own_line, tables, language)))

with st.container(horizontal=True):
    numbers = page.kept(numbers_of_units, tables, language)
    names = {code: short_name(declared, language) for code, declared in sets.items()} | numbers
    set_id = choice(page.say("units.show"), names, "set", st.segmented_control, required=True) if names else ""
    words, wanted = {"all": page.say("units.all")}, "all"
    if set_id in sets:
        words |= {code: page.say(f"status.{code}") for code in page.kept(offered_statuses, tables, ratios, set_id)}
        wanted = choice(page.say("units.filter"), words, "status", st.segmented_control, required=True)

drawn_on = ground(page)
if set_id in sets and drawn_on.is_map:
    legend(page, target=False)
mapped, sheet = st.columns([2, 1], gap="large")
with mapped:
    if names:
        counts = page.kept(status_counts, tables, ratios, set_id, language) if set_id in sets else ""
        if set_id in numbers and drawn_on.is_map:
            counts = page.kept(scale_text, tables, set_id, language)
        kind = "alt" if drawn_on.is_map else "list_alt"
        alt = page.say(f"units.{kind}", number=len(units), what=names[set_id], counts=counts).rstrip(".: ") + "."
        if wanted != "all" and drawn_on.is_map:
            alt = f"{alt} {page.say('units.filtered', status=words[wanted])}"
        st.markdown(inert(": ".join(part for part in (bold(names[set_id]), counts) if part)))
        show_units(
            page,
            drawn_on,
            set_id,
            wanted,
            alt,
            lambda: unit_table(tables, ratios, language),
            lambda: [cited(unit.citation) for unit in units],
        )
    else:  # nothing is known of the units but that they are there
        st.table(plain_table(unit_table(tables, ratios, language)), hide_index=True, border="horizontal")
with sheet:
    options = {"": page.say("units.none")} | {unit.code: unit.name for unit in units}
    code = choice(page.say("units.unit"), options, "unit", st.selectbox)
    if code:
        unit = next(unit for unit in units if unit.code == code)
        title = page.say("units.sheet", kind=page.word("unit_kind", unit.kind), name=unit.name)
        st.header(inert(title), anchor=False)
        status_lines(page, page.kept(unit_lines, tables, ratios, code, language))
        small_lines(unit_facts(unit, language))
        schools = [
            (name, f"{page.say(f'status.{status}')} · {said}")
            for status in ("met", "not_met")
            for name, said in page.kept(school_lines, tables, "all", status, language, code)
        ]
        st.markdown(f"**{page.say('units.schools')}**")
        small_lines(schools or [(page.say("units.no_schools"), "")])
    else:
        st.markdown(page.say("units.none_chosen"))
