"""Will we make it: a verdict for every goal, what holds up what, and the way so far with the days to expect."""

import streamlit as st

from bs_metrics.figures.deadlines import deadline_bars
from bs_metrics.views.texts import upper_first
from bs_metrics.views.verdicts.goals import count_text, drawn_goals, goal_cards, goal_table, missing_dates_text
from bs_metrics.views.verdicts.links import link_lines, link_sources, link_table, span_rows
from ui.inert import bold, highlighted, inert
from ui.page import open_page
from ui.show import chart, coloured, details, ratio_sources, set_missing, side_by_side, small_lines, way

_CARD = 400  # px

page = open_page("measures", "reported_totals", "targets", "results", "criteria", "criteria_sets", "schools", "units")
shown, language = page.snapshot, page.language
goals = page.kept(goal_cards, shown, language, page.today)
if not goals:
    set_missing(page, page.say("page.pace"), "measures", "targets")
page.head(page.kept(count_text, shown, language, highlighted))
if lacking := page.kept(missing_dates_text, shown, language):
    st.markdown(inert(lacking))

st.header(page.say("pace.verdicts"), anchor=False)
grid = st.grid("auto", min_column_width=_CARD, border=True)
for goal in goals:
    with grid.cell():
        st.markdown(inert(bold(goal.name)))
        side_by_side(
            f"##### {goal.headline}", f":gray[:small[{inert(' · '.join(filter(None, (goal.noun, goal.gap))))}]]"
        )
        if goal.passed:  # the verdict is that of data from before it
            st.markdown(f"###### {inert(upper_first(goal.passed))}")
        told = goal.lines
        if goal.passed and goal.found.verdict == "unknown":
            told = (goal.said, *told)
        else:
            size = "#####" if goal.found.verdict == "overdue" else "######"  # as large as the ratio
            st.markdown(f"{size} {coloured(goal.found.verdict, goal.said)}")
        st.markdown("  \n".join(f":gray[:small[{inert(line)}]]" for line in told))
cited = (lambda: goal_table(shown, language, page.today)), (lambda: ratio_sources([goal.ratio for goal in goals], page))
details(page, "goals", page.say("pace.verdicts"), *cited)
st.caption(page.say("pace.verdicts_note"))

drawn, lines = page.chart(deadline_bars, span_rows, shown, language, page.today), page.kept(link_lines, shown, language)
if len(drawn.rows):
    st.header(page.say("pace.chain"), anchor=False)
    columns = st.columns([3, 2] if lines else 1, gap="large")
    with columns[0]:
        chart(page, drawn, "chain", page.say("pace.chain_alt", number=len(drawn.rows)), *cited, far=True)
        st.caption(page.say("pace.chain_note"))
    if lines:
        with columns[1]:
            st.subheader(page.say("pace.links"), anchor=False)
            small_lines(lines)
            held_up = (lambda: link_table(shown, language)), (lambda: page.kept(link_sources, shown))
            details(page, "links", page.say("pace.links"), *held_up)

several = page.kept(drawn_goals, shown)
if several:
    st.header(page.say("pace.burn_up"), anchor=False)
    ways = st.grid("auto", min_column_width=420, gap="medium")
    by_id = {goal.ratio.id: goal for goal in goals}
    for ratio in several:
        with ways.cell():
            way(page, ratio, by_id[ratio.id].name, by_id[ratio.id].said)
    st.caption(page.say("pace.burn_up_note"))
