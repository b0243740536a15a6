"""Schools meeting the national standard: three levels, the named ones, and how many are not named."""

import streamlit as st

from bs_metrics.figures.inline import share_bars
from bs_metrics.views.phrases import basis_text, ratio_text
from bs_metrics.views.ratio_tables import ratio_table, share_rows
from bs_metrics.views.schools import level_notes, school_items, school_levels, school_table, unnamed_schools
from ui.inert import inert
from ui.link import choice
from ui.lists import looked_for
from ui.page import open_page
from ui.show import chart, details, first_lines, legend, ratio_sources, set_missing, small_lines

page = open_page("schools", "measures", "reported_totals", "units")
tables, ratios, language = page.tables, page.ratios, page.language
levels = {ratio.id: ratio for ratio in ratios.values() if ratio.measure.counts == "schools" and ratio.total}
if not levels:
    set_missing(page, page.say("page.schools"), "schools", "measures")
sums = [ratio for ratio in ratios.values() if ratio.measure.counts == "parts" and ratio.total]
page.head(page.say("page.schools"))
for ratio in sums:
    st.markdown(inert(page.say("schools.lead", ratio=ratio_text(ratio, language), basis=basis_text(ratio, language))))

legend(page, target=any(ratio.target for ratio in levels.values()))
drawn = page.chart(share_bars, share_rows, levels, language)
shown = {**levels, **{ratio.id: ratio for ratio in sums}}
alt = page.say("schools.levels_alt", number=len(drawn.rows))
cited = (lambda: ratio_table(shown, language)), (lambda: ratio_sources(shown.values(), page))
chart(page, drawn, "schools", alt, *cited)
options = {"all": page.say("schools.all")} | page.kept(school_levels, tables, ratios, language)
level = choice(page.say("schools.filter"), options, "level", st.segmented_control, required=True)
if every := page.kept(school_items, tables, level, language):
    every = looked_for(page, every, "school", {"school_unit": "unit"})
lists = []
for status in ("not_met", "unknown", "met"):
    unnamed = page.kept(unnamed_schools, tables, ratios, level, status, language)
    named = [(item.name, item.detail) for item in every if status in item.by["status"]]
    if unnamed or named:
        lists.append((status, unnamed, named))
for column, (status, unnamed, named) in zip(st.columns(max(len(lists), 1), gap="large"), lists, strict=False):
    with column:
        st.header(page.say(f"schools.{status}"), anchor=False)
        small_lines(unnamed)
        first_lines(page, named, f"schools_{status}")
details(page, "named_schools", page.say("page.schools"), lambda: school_table(tables, level, language))
remarks = page.kept(level_notes, ratios, language)
if not any(ratio.target for ratio in levels.values()):
    remarks = [*remarks, page.say("schools.no_target")]
st.caption(inert(" ".join(remarks)))
