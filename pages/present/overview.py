"""Where are we, what is missing, who owns it, will we make the deadline: the answer at a glance."""

import streamlit as st

from bs_metrics.figures.bars import share_bars, stage_bar
from bs_metrics.views.activities import small_cards
from bs_metrics.views.gaps import ORDERS, missing, missing_text, ordered_gaps
from bs_metrics.views.phrases import summary
from bs_metrics.views.ratio_tables import ratio_table
from bs_metrics.views.stages import segments, stages
from bs_metrics.views.texts import about
from ui.differences import since_last_time
from ui.inert import bold, highlighted, inert
from ui.link import choice
from ui.page import let_paint, open_page
from ui.show import chart, decided, first_lines, legend, ratio_sources, side_by_side, still, trend, verdict_line

page = open_page(
    "measures",
    "reported_totals",
    "targets",
    "results",
    "criteria",
    "criteria_sets",
    "schools",
    "units",
    "mobilisation",
    "actions",
)
language = page.language

goal = about(page.tables, "goal", language)
page.head(page.kept(summary, page.ratios, goal, language, highlighted, page.snapshot.as_of))

first = page.kept(stages, page.snapshot.alone, language, highlighted)  # earlier states are read after the answer
columns = st.columns(len(first), gap="small") if first else []
boxes = [column.container(border=True, height="stretch", gap="xxsmall") for column in columns]
for box, stage in zip(boxes, first, strict=False):
    with box:
        side_by_side(inert(bold(stage.name)), f":gray[:small[{stage.deadline}]]", apart=True)
        side_by_side(f"##### {stage.headline}", f":gray[:small[{inert(stage.noun)}]]")
        if stage.verdict == "overdue":
            st.markdown(f"##### :orange[{stage.said}]")
let_paint()
for box, stage in zip(boxes, page.kept(stages, page.snapshot, language, highlighted), strict=False):
    with box:
        alt = page.say("overview.stage_alt", ratio=stage.headline, noun=stage.noun, name=stage.name)
        still(page.chart(stage_bar, segments, stage.ratio), f"stage_{stage.ratio.id}", alt)
        trend(page, stage)
        sources = "\n\n".join(inert(source) for source in ratio_sources([stage.ratio], page))
        st.markdown(f"{inert(stage.text)}  \n{verdict_line(page, stage)}", help=sources)

cards = page.kept(small_cards, page.tables, page.ratios, language)
lines = page.kept(missing, page.tables, page.ratios, language)
gaps, lacking = st.columns([2, 1], gap="large")
orders = {code: page.say(f"gap_order.{code}") for code in ORDERS}
asked = (page.tables, page.ratios, page.snapshot.as_of, language)
if len(page.kept(ordered_gaps, *asked, next(iter(orders)))):
    with gaps:
        st.header(page.say("overview.gaps"), anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            order = choice(page.say("gap_order.label"), orders, "order", st.segmented_control, required=True)
            legend(page)
        drawn = page.chart(share_bars, ordered_gaps, *asked, order)
        largest = next(iter(drawn.rows["label"]))
        chart(
            page,
            drawn,
            "gaps",
            page.say(f"gap_order.alt_{order}", number=len(drawn.rows), first=largest),
            lambda: ratio_table(page.ratios, language),
            lambda: [
                *ratio_sources(page.ratios.values(), page),
                *(f"{bold(one.label)}: {one.source}" for one in cards),
            ],
        )
        st.caption(f"{page.say(f'gap_order.note_{order}')} {page.say('overview.gaps_note')}")
with lacking:
    decided(page)
if lines:
    with lacking:
        st.header(page.say("overview.missing"), anchor=False)
        first_lines(page, [(line.what, missing_text(line, language)) for line in lines], "missing")
since_last_time(page)

if cards:
    st.header(page.say("overview.others"), anchor=False)
    with st.grid("auto", min_column_width=200):
        for card in cards:
            st.markdown(f"###### {inert(card.value)}\n:gray[:small[{inert(card.label)}]]")
