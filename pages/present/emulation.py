"""Emulation and mobilisation: the two phases, who takes part, and what was contributed."""

import pandas as pd
import streamlit as st

from bs_metrics.figures.amounts import amount_bars
from bs_metrics.figures.timeline import timeline
from bs_metrics.measures.activities import (
    bloc_lines,
    kinds_in,
    mobilisation_table,
    model_lines,
    part_bars,
    parts_of,
    phases,
    total_text,
    totals,
)
from bs_metrics.measures.phrases import as_of_text
from bs_metrics.measures.rows import localised, traced
from ui.link import choice
from ui.page import open_page
from ui.show import chart, details, set_missing, small_lines

page = open_page("emulation", "mobilisation")
tables, language = page.tables, page.language
if tables["emulation"].empty and tables["mobilisation"].empty:
    set_missing(page, "emulation")
page.head(page.say("page.emulation"))

st.subheader(page.say("emulation.phases"), anchor=False)
rows = phases(tables, page.snapshot.as_of, language)
if len(rows):
    label = as_of_text(tables, language)
    alt = page.say("emulation.phases_alt", number=len(rows))
    table = pd.DataFrame({page.say("column.name"): rows["label"]})
    sources = [traced(row) for _, row in tables["emulation"].iterrows()]
    chart(page, timeline(rows, page.palette, page.snapshot.as_of, label), "phases", alt, table, sources)
st.subheader(page.say("emulation.blocs"), anchor=False)
small_lines(bloc_lines(tables, language))

st.subheader(page.say("emulation.totals"), anchor=False)
table = mobilisation_table(tables, language)
for _, total in totals(tables).iterrows():
    name = localised(total, "what", language)
    st.markdown(f"**{total_text(total, language)}** · {name}")
    bars = part_bars(parts_of(tables, total["id"]), language)
    if len(bars):
        alt = page.say("emulation.parts_alt", number=len(bars), total=total_text(total, language))
        sources = [traced(row) for _, row in parts_of(tables, total["id"]).iterrows()]
        chart(page, amount_bars(bars, page.palette), f"parts_{total['id']}", alt, table, sources)

st.subheader(page.say("emulation.models"), anchor=False)
kinds = {code: word for code, word in kinds_in(tables, "mobilisation", language).items() if code in ("model", "programme")}
kind = choice(page.say("emulation.filter"), {"all": page.say("emulation.all"), **kinds}, "kind", st.segmented_control, required=True)
small_lines(model_lines(tables, kind, language))
details(page, "mobilisation", page.say("emulation.totals"), table, [])
