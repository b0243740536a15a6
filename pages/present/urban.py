"""The class-IV urban area: standards met beside the points that a decision is taken on."""

import pandas as pd
import streamlit as st

from bs_metrics.figures.bars import share_bars, stage_bar
from bs_metrics.measures.sets import ratio_of_set, stage_set
from bs_metrics.measures.standing import standing
from bs_metrics.views.criteria import decision_text, item_bars, point_bars, points_note, set_lines
from bs_metrics.views.ratio_tables import points_table, ratio_table, set_headlines
from bs_metrics.views.stages import segments
from bs_metrics.views.texts import cited, in_language, noun_of
from ui.inert import inert
from ui.page import open_page
from ui.show import chart, details, legend, line_details, ratio_sources, set_missing, status_lines, still

page = open_page("criteria_sets", "criteria", "results", "measures", "reported_totals", "targets", "units")
tables, ratios, language = page.tables, page.ratios, page.language
criteria_set = page.kept(stage_set, tables, 2)
ratio = None if criteria_set is None else ratio_of_set(ratios, criteria_set.id, "items")
if criteria_set is None or ratio is None or ratio.total is None:
    set_missing(page, "urban")
set_id, headline = criteria_set.id, {ratio.id: ratio}
page.head(set_headlines(ratios, criteria_set, language))
st.caption(inert(in_language(criteria_set.note, language)))

alt = page.say(
    "overview.stage_alt", ratio=ratio.headline.met, noun=noun_of(ratio, 2, language), name=page.say("page.urban")
)
still(page.chart(stage_bar, segments, ratio), "standards_bar", alt)
legend(page, target=False)
details(
    page,
    "standards_ratio",
    alt,
    lambda: ratio_table(headline, language),
    lambda: ratio_sources(headline.values(), page),
)
st.markdown(inert(page.kept(decision_text, tables, ratios, set_id, language)))


def table() -> pd.DataFrame:
    """Standards and points side by side."""
    return points_table(tables, ratios, set_id, language)


def sources() -> list[str]:
    """Where each criterion stands."""
    return [cited(one.criterion.citation) for one in page.kept(standing, tables, ratios, set_id)]


for column, kind, bars in zip(
    st.columns(2, gap="large"), ("standards", "points"), (item_bars, point_bars), strict=True
):
    drawn = page.chart(share_bars, bars, tables, ratios, set_id, language)
    if len(drawn.rows):
        with column:
            st.header(page.say(f"urban.{kind}"), anchor=False)
            chart(page, drawn, kind, page.say(f"urban.{kind}_alt", number=len(drawn.rows)), table, sources)
st.caption(inert(page.kept(points_note, tables, ratios, set_id, language)))

st.header(page.say("urban.named"), anchor=False)
lines = page.kept(set_lines, tables, ratios, set_id, language, True)
status_lines(page, lines)
line_details(page, "named_standards", page.say("urban.named"), lines)
