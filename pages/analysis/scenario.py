"""What would it take: the least that makes a goal pass; what if: every goal asked again when some items are met."""

import streamlit as st

from bs_metrics.measures.goals.optimum import AIMS
from bs_metrics.views.scenario.answers import answer, counted_in, goal_names, outcome_table, played, who_acts
from bs_metrics.views.texts import text_table
from ui.inert import bold, inert, warn
from ui.link import choice, quoted
from ui.page import open_page
from ui.scenario import choose_steps, take
from ui.show import details, first_lines, ratio_sources, set_missing

_CARD = 360  # px

page = open_page("measures", "reported_totals", "targets", "results", "criteria", "criteria_sets", "schools", "units")
shown, language = page.snapshot, page.language
names = page.kept(goal_names, shown, language)
if not names:
    set_missing(page, page.say("page.scenario"), "measures", "targets")
page.head(page.say("page.scenario"))

owners = page.kept(who_acts, shown)
asked = st.columns(3 if owners else 2, gap="medium")
with asked[0]:
    goal = choice(page.say("scenario.goal"), names, "goal", st.selectbox, floating="data")
with asked[1]:
    aims: dict[str, str] = {aim: page.say(f"scenario.{aim}") for aim in AIMS}
    aim = choice(page.say("scenario.aim"), aims, "aim", st.segmented_control, required=True)
with asked[-1]:
    everyone = {"": page.say("scenario.everyone")} | {owner: owner for owner in owners}
    agency = choice(page.say("scenario.agency"), everyone, "agency", st.selectbox) if owners else ""
found = page.kept(answer, shown, goal, aim, agency or None, language, page.today)
st.subheader(inert(found.lead), anchor=False)
for remark in found.remarks:
    st.caption(inert(remark))
columns = st.columns([3, 2] if found.lines and (found.others or found.held) else 1, gap="large")
with columns[0]:
    first_lines(page, found.lines, "works")
    works, of_goal = (lambda: text_table(["item", "detail"], found.lines, language)), (shown, goal)
    details(page, "plan", found.lead, works, lambda: ratio_sources(counted_in(*of_goal), page))
    if found.steps:
        st.button(page.say("scenario.take"), key="scenario_take", type="primary", on_click=take, args=(found.steps,))
with columns[-1]:
    for title, lines in (("others", found.others), ("held", found.held)):
        if lines:
            told = "\n".join(f"- {inert(line)}" for line in lines)
            st.markdown(f"**{page.say(f'scenario.{title}')}**\n\n{told}")

st.header(page.say("scenario.what_if"), anchor=False)
st.caption(page.say("scenario.about"))
steps = choose_steps(page)
if not steps:
    st.markdown(page.say("scenario.empty"))
else:
    result = page.kept(played, shown, steps, language, page.today)
    if result.unknown:
        warn(page.say("scenario.absent", asked=quoted(", ".join(result.unknown))))
    if result.lead:
        st.subheader(inert(result.lead), anchor=False)
        st.markdown(inert(" · ".join((result.cost, *result.owners))))
    grid = st.grid("auto", min_column_width=_CARD, border=True)
    for one in result.changed:
        colour = "primary" if one.passes else "orange"
        with grid.cell():
            st.markdown(inert(bold(one.name)))
            if one.figures:
                st.markdown(f"###### {inert(one.figures)}")
            st.markdown(f":{colour}[{inert(one.said)}]")
            if one.short:
                st.markdown(f":gray[:small[{inert(page.say('scenario.still', short='; '.join(one.short)))}]]")
    if unchanged := len(result.results) - len(result.changed):
        st.caption(page.say("scenario.unchanged", number=unchanged))
    outcomes = (lambda: outcome_table(result.results, language)), (lambda: ratio_sources(page.ratios.values(), page))
    details(page, "outcomes", page.say("scenario.table"), *outcomes)
