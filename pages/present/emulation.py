"""Emulation and mobilisation: phases, who takes part in which movements, and what was contributed."""

import streamlit as st

from bs_metrics.contract.records import Emulation
from bs_metrics.figures.bars import amount_bars, timeline
from bs_metrics.views.activities import (
    BESIDE_TOTALS,
    BLOCS,
    LAUNCHES,
    MODELS,
    MOVEMENTS,
    contribution_lines,
    emulation_lines,
    kinds_in,
    mobilisation_table,
    part_bars,
    parts_of,
    phases,
    total_text,
    totals,
)
from bs_metrics.views.provenance import raw_table
from bs_metrics.views.texts import cited, in_language
from ui.inert import bold, inert
from ui.link import choice
from ui.page import open_page
from ui.show import chart, details, set_missing, small_lines

page = open_page("emulation", "mobilisation")
tables, language = page.tables, page.language
if tables["emulation"].empty and tables["mobilisation"].empty:
    set_missing(page, page.say("page.emulation"), "emulation", "mobilisation")
page.head(page.say("page.emulation"))

drawn = page.chart(timeline, phases, tables, language)
if len(drawn.rows):
    st.header(page.say("emulation.phases"), anchor=False)
    chart(
        page,
        drawn,
        "phases",
        page.say("emulation.phases_alt", number=len(drawn.rows)),
        lambda: raw_table(tables, "emulation", language),
        lambda: [cited(row.citation) for row in tables.rows(Emulation)],
    )
for key, kinds_of in {"launch": LAUNCHES, "blocs": BLOCS, "movements": MOVEMENTS}.items():
    if lines := page.kept(emulation_lines, tables, kinds_of, language, bold):
        st.header(page.say(f"emulation.{key}"), anchor=False)
        small_lines(lines)

all_totals, besides = totals(tables), page.kept(contribution_lines, tables, BESIDE_TOTALS, language)
if all_totals or besides:
    st.header(page.say("emulation.totals"), anchor=False)
for total in all_totals:
    name = in_language(total.what, language)
    st.markdown(inert(f"{bold(total_text(total, language))} · {name}"))
    parts = page.kept(parts_of, tables, total.id)
    drawn = page.chart(amount_bars, part_bars, tables, total.id, language)
    chart(
        page,
        drawn,
        f"parts_{total.id}",
        page.say("emulation.parts_alt", number=len(drawn.rows), total=total_text(total, language)),
        lambda: mobilisation_table(tables, language),
        [cited(part.citation) for part in parts].copy,
    )

small_lines(besides)

kinds = {code: word for code, word in kinds_in(tables, "mobilisation", language).items() if code in MODELS}
if kinds:
    st.header(page.say("emulation.models"), anchor=False)
    kinds = {"all": page.say("emulation.all"), **kinds}
    kind = choice(page.say("emulation.filter"), kinds, "kind", st.segmented_control, required=True)
    small_lines(page.kept(contribution_lines, tables, MODELS if kind == "all" else (kind,), language))
if len(tables["mobilisation"]):
    details(page, "mobilisation", page.say("emulation.totals"), lambda: mobilisation_table(tables, language))
