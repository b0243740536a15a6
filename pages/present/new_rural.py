"""The new-rural district: conditions of recognition, criteria, and what is certain of the items below them."""

import streamlit as st

from bs_metrics.figures.bars import item_cells
from bs_metrics.measures.sets import companions, stage_set
from bs_metrics.views.criteria import item_spans, line_table, nesting_text, placement_text, set_lines
from bs_metrics.views.ratio_tables import set_headlines
from bs_metrics.views.texts import in_language
from ui.inert import inert
from ui.link import choice
from ui.page import open_page
from ui.show import chart, line_details, ratio_sources, set_missing, status_lines

page = open_page("criteria_sets", "criteria", "results", "measures", "reported_totals", "targets", "units")
tables, ratios, language = page.tables, page.ratios, page.language
criteria_set = page.kept(stage_set, tables, 1)
if criteria_set is None:
    set_missing(page, "new_rural")
set_id = criteria_set.id
page.head(set_headlines(ratios, criteria_set, language))

for conditions in page.kept(companions, tables, set_id):
    st.header(inert(in_language(conditions.name, language)), anchor=False)
    st.markdown(inert(page.say("new_rural.lead", basis=in_language(conditions.legal_basis, language))))
    lines = page.kept(set_lines, tables, ratios, conditions.id, language)
    status_lines(page, lines)
    line_details(page, f"set_{conditions.id}", in_language(conditions.name, language), lines)

st.header(page.say("new_rural.criteria"), anchor=False)
proven = page.kept(nesting_text, ratios, set_id, language)
if proven:
    st.markdown(inert(proven))
st.caption(page.say("new_rural.cells_legend"))
first_level = page.kept(set_lines, tables, ratios, set_id, language)
alt = page.say("new_rural.criteria_alt", number=len(first_level))
chart(
    page,
    page.chart(item_cells, item_spans, tables, ratios, set_id, language),
    "criteria",
    alt,
    lambda: line_table(first_level, language),
    lambda: ratio_sources([ratio for ratio in ratios.values() if ratio.measure.set == set_id], page),
)

st.header(page.say("new_rural.indicators"), anchor=False)
st.markdown(inert(page.kept(placement_text, tables, set_id, language)))
options = {"all": page.say("new_rural.all")} | {line.code: line.code for line in first_level}
wanted = choice(page.say("new_rural.filter"), options, "criterion", st.segmented_control, required=True)
every = page.kept(set_lines, tables, ratios, set_id, language, True)
lines = [line for line in every if wanted in ("all", line.parent)]
status_lines(page, lines)
if not lines:
    st.markdown(page.say("new_rural.none_named"))
line_details(page, "indicators", page.say("new_rural.indicators"), lines)
