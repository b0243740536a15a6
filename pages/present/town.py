"""The town: each standard with its value, its threshold and the distance between them."""

import streamlit as st

from bs_metrics.figures.thresholds import threshold_bars
from bs_metrics.measures.criteria_tables import threshold_rows
from bs_metrics.measures.lines import criterion_lines, line_table
from bs_metrics.measures.rows import localised
from bs_metrics.measures.sets import companions, ratio_of_set, stage_set
from bs_metrics.measures.standing import standing
from bs_metrics.measures.tables import set_headlines
from ui.page import open_page
from ui.show import chart, details, ratio_sources, set_missing, status_lines

page = open_page("criteria_sets", "criteria", "results", "measures", "targets", "units")
tables, ratios, language = page.tables, page.ratios, page.language
criteria_set = stage_set(tables, 3)
ratio = None if criteria_set is None else ratio_of_set(ratios, criteria_set["id"], "criteria")
if ratio is None or ratio.total is None:
    set_missing(page, "town")
page.head(set_headlines(ratios, criteria_set, language))

rows = standing(tables, ratios, criteria_set["id"])
lines = criterion_lines(rows, ratios, language)
sources = [*ratio_sources([ratio], page), *(line.source for line in lines)]
counts = {status: int((rows["status"] == status).sum()) for status in ("met", "not_met", "unknown")}
st.markdown(page.say("town.lead", total=ratio.total, **counts))

measured, others = st.columns([3, 2], gap="large")
with measured:
    st.subheader(page.say("town.measured"), anchor=False)
    bars = threshold_rows(rows, language)
    if len(bars):
        alt = page.say("town.alt", number=len(bars))
        chart(page, threshold_bars(bars, page.palette), "town", alt, line_table(lines, language), sources)
    st.caption(page.say("town.scale_note"))
with others:
    st.subheader(localised(criteria_set, "name", language), anchor=False)
    status_lines(page, lines)

for parts in companions(tables, criteria_set["id"]):
    st.subheader(localised(parts, "name", language), anchor=False)
    st.markdown(page.say("town.ward_lead"))
    part_lines = criterion_lines(standing(tables, ratios, parts["id"]), ratios, language)
    status_lines(page, part_lines)
    alt = localised(parts, "name", language)
    details(page, f"set_{parts['id']}", alt, line_table(part_lines, language), [line.source for line in part_lines])
