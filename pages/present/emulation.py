"""Emulation and mobilisation: phases, who takes part in which movements, and what was contributed."""

import streamlit as st

from bs_metrics.contract.records import Emulation
from bs_metrics.figures.inline import amount_bars, timeline
from bs_metrics.views.activities import (
    BESIDE_TOTALS,
    BLOCS,
    LAUNCHES,
    MODELS,
    MOVEMENTS,
    TOTALS,
    contribution_items,
    contributions,
    emulation_lines,
    mobilisation_table,
    part_bars,
    parts_of,
    phases,
    total_text,
)
from bs_metrics.views.provenance import raw_table
from bs_metrics.views.texts import cited, in_language
from ui.inert import bold, inert
from ui.lists import FEW, FIRST, listed
from ui.page import open_page
from ui.show import chart, details, first_lines, set_missing, two_columns

page = open_page("emulation", "mobilisation")
tables, language = page.tables, page.language
if tables["emulation"].empty and tables["mobilisation"].empty:
    set_missing(page, page.say("page.emulation"), "emulation", "mobilisation")
page.head(page.say("page.emulation"))

drawn = page.chart(timeline, phases, tables, language)
if len(drawn.rows):
    st.header(page.say("emulation.phases"), anchor=False)
    alt, rows = (
        page.say("emulation.phases_alt", number=len(drawn.rows)),
        lambda: raw_table(tables, "emulation", language),
    )
    chart(page, drawn, "phases", alt, rows, lambda: [cited(row.citation) for row in tables.rows(Emulation)])
beginning = two_columns()
for key, kinds_of in {"launch": LAUNCHES, "blocs": BLOCS}.items():
    if lines := page.kept(emulation_lines, tables, kinds_of, language, bold):
        with beginning.cell():
            st.header(page.say(f"emulation.{key}"), anchor=False)
            first_lines(page, lines, f"{key}_list")
if lines := page.kept(emulation_lines, tables, MOVEMENTS, language, bold):
    st.header(page.say("emulation.movements"), anchor=False)
    first_lines(page, lines, "movements_list", FIRST)

all_totals, besides = contributions(tables, TOTALS), page.kept(contribution_items, tables, BESIDE_TOTALS, language)
if all_totals or besides:
    st.header(page.say("emulation.totals"), anchor=False)
given, others, given_table = two_columns(), [], lambda: mobilisation_table(tables, language)
for total in all_totals:
    name = inert(f"{bold(total_text(total, language))} · {in_language(total.what, language)}")
    parts = page.kept(parts_of, tables, total.id)
    drawn = page.chart(amount_bars, part_bars, tables, total.id, language)
    if not len(drawn.rows):
        others.append(name)
        continue
    with given.cell():
        st.markdown(name)
        alt = page.say("emulation.parts_alt", number=len(drawn.rows), total=total_text(total, language))
        chart(page, drawn, f"parts_{total.id}", alt, given_table, [cited(part.citation) for part in parts].copy)
if others or besides:
    with given.cell():
        st.markdown("\n\n".join(others))
        first_lines(page, [(item.name, item.detail) for item in besides], "fund_list", FEW)

if models := page.kept(contribution_items, tables, MODELS, language):
    st.header(page.say("emulation.models"), anchor=False)
    listed(page, models, "model", {"kind": "kind", "model_organisation": "organisation"})
if len(tables["mobilisation"]):
    details(page, "mobilisation", page.say("emulation.totals"), given_table)
