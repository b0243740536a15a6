"""The town: each standard with its value, its threshold and the distance between them."""

import streamlit as st

from bs_metrics.figures.bars import threshold_bars
from bs_metrics.measures.sets import companions, ratio_of_set, stage_set
from bs_metrics.views.criteria import line_table, set_lines, status_numbers, threshold_rows
from bs_metrics.views.ratio_tables import set_headlines
from bs_metrics.views.texts import in_language
from ui.inert import inert
from ui.page import open_page
from ui.show import chart, line_details, ratio_sources, set_missing, status_lines

page = open_page("criteria_sets", "criteria", "results", "measures", "targets", "units")
tables, ratios, language = page.tables, page.ratios, page.language
criteria_set = page.kept(stage_set, tables, 3)
ratio = None if criteria_set is None else ratio_of_set(ratios, criteria_set.id, "criteria")
if criteria_set is None or ratio is None or ratio.total is None:
    set_missing(page, "town")
set_id, headline = criteria_set.id, [ratio]
page.head(set_headlines(ratios, criteria_set, language))

lines = page.kept(set_lines, tables, ratios, set_id, language)
st.markdown(page.say("town.lead", total=ratio.total, **status_numbers(lines)))

measured, others = st.columns([3, 2], gap="large")
with measured:
    st.header(page.say("town.measured"), anchor=False)
    drawn = page.chart(threshold_bars, threshold_rows, tables, ratios, set_id, language)
    chart(
        page,
        drawn,
        "town",
        page.say("town.alt", number=len(drawn.rows)),
        lambda: line_table(lines, language),
        lambda: [*ratio_sources(headline, page), *(line.source for line in lines)],
    )
    st.caption(page.say("town.scale_note"))
with others:
    st.header(inert(in_language(criteria_set.name, language)), anchor=False)
    status_lines(page, lines)

for parts in page.kept(companions, tables, set_id):
    st.header(inert(in_language(parts.name, language)), anchor=False)
    st.markdown(page.say("town.ward_lead"))
    part_lines = page.kept(set_lines, tables, ratios, parts.id, language)
    status_lines(page, part_lines)
    line_details(page, f"set_{parts.id}", in_language(parts.name, language), part_lines)
