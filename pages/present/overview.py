"""Where are we, what is missing, who owns it, will we make the deadline: the answer at a glance."""

import streamlit as st

from bs_metrics.figures.inline import share_bars
from bs_metrics.views.activities import small_cards
from bs_metrics.views.gaps import ORDERS, ordered_gaps
from bs_metrics.views.overview.lines import lines, unasked_bars
from bs_metrics.views.phrases import summary
from bs_metrics.views.ratio_tables import ratio_table
from bs_metrics.views.stages import stages
from bs_metrics.views.texts import about
from ui.differences import since_last_time
from ui.drawn.blocks import decided, owned_lines, stage_cards
from ui.inert import highlighted, inert
from ui.link import choice
from ui.page import is_first_paint, let_paint, open_page
from ui.show import details, legend, ratio_sources, still

RESULTS = ("measures", "reported_totals", "targets", "results", "criteria", "criteria_sets")
page = open_page(*RESULTS, "schools", "units", "mobilisation", "actions")
language = page.language

goal = about(page.tables, "goal", language)
page.head(page.kept(summary, page.ratios, goal, language, highlighted, page.snapshot.as_of))

with st.empty():
    if is_first_paint():  # earlier states are read after the answer
        stage_cards(page, page.kept(stages, page.snapshot.alone, language, highlighted, page.today))
        let_paint()
    stage_cards(page, page.kept(stages, page.snapshot, language, highlighted, page.today))

missing = page.kept(lines, page.snapshot, language, page.today)
gaps, lacking = st.columns([7, 5], gap="large")
orders = {code: page.say(f"gap_order.{code}") for code in ORDERS}
asked = (page.tables, page.ratios, page.snapshot.as_of, language)
if len(page.kept(ordered_gaps, *asked, next(iter(orders)))):
    with gaps:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
            st.header(page.say("overview.gaps"), anchor=False, width="content")
            label = page.say("gap_order.label")
            order = choice(label, orders, "order", st.segmented_control, required=True, label_visibility="collapsed")
        drawn = page.chart(share_bars, ordered_gaps, *asked, order)
        largest = next(iter(drawn.rows["label"]))
        alt = page.say(f"gap_order.alt_{order}", number=len(drawn.rows), first=largest)
        still(page, drawn, "gaps", alt)
        legend(page)
        every = page.ratios
        details(page, "gaps", alt, lambda: ratio_table(every, language), lambda: ratio_sources(every.values(), page))
since = gaps.container()
with lacking:
    if asked_for := [line for line in missing if line.asked]:
        st.header(page.say("overview.missing"), anchor=False)
        owned_lines(page, asked_for, "missing")

decided(page)

unasked = page.chart(share_bars, unasked_bars, page.ratios, language)
if len(unasked.rows):
    st.header(page.say("overview.unasked"), anchor=False)
    columns = st.columns([7, 5], gap="large")
    with columns[0]:
        still(page, unasked, "unasked", page.say("overview.unasked_alt", number=len(unasked.rows)))
    with columns[1]:
        owned_lines(page, [line for line in missing if not line.asked], "unasked_lines")

cards = page.kept(small_cards, page.tables, page.ratios, language)
if cards:
    st.header(page.say("overview.others"), anchor=False)
    with st.grid("auto", min_column_width=280):
        for card in cards:
            st.markdown(f"###### {inert(card.value)}\n:gray[:small[{inert(card.label)}]]", help=inert(card.source))

with since:  # last: where an old state is damaged, the page is whole all the same
    since_last_time(page)
