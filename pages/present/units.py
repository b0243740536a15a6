"""The units below the own one: which stand out, the map, a filter by status, and one unit's sheet."""

import streamlit as st

from bs_metrics.measures.about import units_below
from bs_metrics.views.lists.units import standing_out, telling_first, unit_items
from bs_metrics.views.texts import cited
from bs_metrics.views.units import (
    kinds_text,
    numbers_of_units,
    offered_statuses,
    scale_text,
    status_counts,
    unit_sets,
    unit_table,
    units_title,
)
from ui.inert import bold, inert
from ui.link import choice
from ui.lists import listed
from ui.page import open_page
from ui.show import columns, details, legend, set_missing
from ui.units.map import ground, show_units
from ui.units.sheet import show_sheet

page = open_page("units", "criteria_sets", "results", "measures", "reported_totals", "schools")
tables, ratios, language = page.tables, page.ratios, page.language
units, sets = page.kept(units_below, tables), page.kept(unit_sets, tables)
if not units:
    set_missing(page, units_title(tables, language) or page.say("page.units"), "units")
kinds, several = kinds_text(tables, units, language), len({unit.kind for unit in units}) > 1
page.head(page.say("units.lead", number=len(units), kinds=kinds) if several else kinds)
columns(page.kept(standing_out, tables, ratios, language, bold))

with st.container(horizontal=True):
    numbers = page.kept(numbers_of_units, tables, language)
    names, set_id, label = page.kept(telling_first, tables, ratios, language) | numbers, "", page.say("units.show")
    if names:
        set_id = choice(label, names, "set", st.segmented_control, floating="data", required=True)
    words, wanted = {"all": page.say("units.all")}, "all"
    if set_id in sets:
        words |= {code: page.say(f"status.{code}") for code in page.kept(offered_statuses, tables, ratios, set_id)}
        wanted = choice(page.say("units.filter"), words, "status", st.segmented_control, required=True)

drawn_on, table = ground(page), lambda: unit_table(tables, ratios, language)
mapped, sheet = st.columns([3, 2], gap="large")
with mapped:
    if names:
        counts = page.kept(status_counts, tables, ratios, set_id, language) if set_id in sets else ""
        if set_id in numbers and drawn_on.is_map:
            counts = page.kept(scale_text, tables, set_id, language)
        kind = "alt" if drawn_on.is_map else "list_alt"
        alt = page.say(f"units.{kind}", number=len(units), what=names[set_id], counts=counts).rstrip(".: ") + "."
        if wanted != "all" and drawn_on.is_map:
            alt = f"{alt} {page.say('units.filtered', status=words[wanted])}"
        if set_id in numbers:
            st.markdown(inert(": ".join(part for part in (bold(names[set_id]), counts) if part)))
        elif drawn_on.is_map:
            legend(page, target=False)
        show_units(page, drawn_on, set_id, wanted, alt, table, lambda: [cited(unit.citation) for unit in units])
    else:  # nothing is known of the units but that they are there
        listed(page, page.kept(unit_items, page.snapshot, "", "all", language), "unit", {})
        details(page, "communes", kinds, table)
with sheet:
    show_sheet(page, units)
