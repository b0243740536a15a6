"""Emulation and mobilisation: the two phases, who takes part, and what was contributed."""

import streamlit as st

from bs_metrics.contract.records import Emulation
from bs_metrics.figures.bars import amount_bars, timeline
from bs_metrics.views.activities import (
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
from bs_metrics.views.provenance import raw_table
from bs_metrics.views.texts import cited, in_language
from ui.inert import bold, inert
from ui.link import choice
from ui.page import open_page
from ui.show import chart, details, set_missing, small_lines

MODELS = ("model", "programme")
page = open_page("emulation", "mobilisation")
tables, language = page.tables, page.language
if tables["emulation"].empty and tables["mobilisation"].empty:
    set_missing(page, page.say("page.emulation"))
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
if blocs := page.kept(bloc_lines, tables, language, bold):
    st.header(page.say("emulation.blocs"), anchor=False)
    small_lines(blocs)

if all_totals := totals(tables):
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

kinds = {code: word for code, word in kinds_in(tables, "mobilisation", language).items() if code in MODELS}
if kinds:
    st.header(page.say("emulation.models"), anchor=False)
    kinds = {"all": page.say("emulation.all"), **kinds}
    kind = choice(page.say("emulation.filter"), kinds, "kind", st.segmented_control, required=True)
    small_lines(page.kept(model_lines, tables, kind, language))
if len(tables["mobilisation"]):
    details(page, "mobilisation", page.say("emulation.totals"), lambda: mobilisation_table(tables, language))
