"""The class-IV urban area: standards met beside the points that a decision is taken on."""

import streamlit as st

from bs_metrics.figures.bars import share_bars
from bs_metrics.figures.stage import stage_bar
from bs_metrics.measures.criteria_tables import item_bars, point_bars
from bs_metrics.measures.lines import criterion_lines, line_table
from bs_metrics.measures.rows import traced
from bs_metrics.measures.sets import ratio_of_set, stage_set
from bs_metrics.measures.stages import segments
from bs_metrics.measures.standing import standing
from bs_metrics.measures.tables import points_table, ratio_table, set_headlines
from bs_metrics.numbers import format_number
from ui.page import open_page
from ui.show import chart, details, legend, ratio_sources, set_missing, status_lines, still

page = open_page("criteria_sets", "criteria", "results", "measures", "reported_totals", "targets", "units")
tables, ratios, language = page.tables, page.ratios, page.language
criteria_set = stage_set(tables, 2)
ratio = None if criteria_set is None else ratio_of_set(ratios, criteria_set["id"], "items")
if ratio is None or ratio.total is None:
    set_missing(page, "urban")
page.head(set_headlines(ratios, criteria_set, language))

rows = standing(tables, ratios, criteria_set["id"])
sources = ratio_sources([ratio], page)
alt = page.say("overview.stage_alt", ratio=ratio.headline.met, noun=ratio.noun(2, language), name=page.say("page.urban"))
still(stage_bar(segments(ratio), page.palette), "standards_bar", alt)
legend(page, target=False)
details(page, "standards_ratio", alt, ratio_table({ratio.id: ratio}, language), sources)
points = rows["result_points"].sum() if rows["result_points"].notna().any() else None
limits = {"mark": criteria_set["pass_mark"], "max": criteria_set["points_max"]}
limits = {name: format_number(float(value), language) for name, value in limits.items()}
if points is None:
    st.markdown(page.say("urban.decision", **limits))
else:
    st.markdown(page.say("urban.decision_points", points=format_number(float(points), language), **limits))

by_items, by_points = st.columns(2, gap="large")
table = points_table(rows, language)
with by_items:
    st.subheader(page.say("urban.standards"), anchor=False)
    bars = item_bars(tables, criteria_set["id"], language)
    alt = page.say("urban.standards_alt", number=len(bars))
    chart(page, share_bars(bars, page.palette), "standards", alt, table, [traced(row) for _, row in rows.iterrows()])
with by_points:
    st.subheader(page.say("urban.points"), anchor=False)
    bars = point_bars(rows, language)
    alt = page.say("urban.points_alt", number=len(bars))
    chart(page, share_bars(bars, page.palette), "points", alt, table, [traced(row) for _, row in rows.iterrows()])
st.caption(page.say("urban.points_memory"))

st.subheader(page.say("urban.named"), anchor=False)
lines = criterion_lines(rows[rows["parent"].notna()], ratios, language)
status_lines(page, lines)
details(page, "named_standards", page.say("urban.named"), line_table(lines, language), [line.source for line in lines])
