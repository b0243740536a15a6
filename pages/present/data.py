"""What is asked of whom; what is wrong in the data and in the report; every figure with its source; all tables."""

import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.measures.about import about_row, is_as_of_assumed
from bs_metrics.views.phrases import as_of_text
from bs_metrics.views.provenance import (
    contradiction_lines,
    figure_lines,
    figure_table,
    note_lines,
    raw_table,
    set_lines,
)
from bs_metrics.views.units import own_line
from ui.inert import bold
from ui.link import choice
from ui.lists import FEW
from ui.page import open_page
from ui.sharing.asked import show_asked
from ui.show import details, download, first_lines, first_rows, small_lines, two_columns

page = open_page(*schema().tables)
tables, ratios, language = page.tables, page.ratios, page.language
page.head(page.say("page.data"))

show_asked(page)
beside = two_columns()
with beside.cell():
    st.header(page.say("data.findings"), anchor=False)
    findings = [(one.place(language), f"{one.message(language)} {one.fix(language)}") for one in tables.findings]
    findings += page.kept(contradiction_lines, ratios, language)
    first_lines(page, findings or [(page.say("data.no_findings"), "")], "findings", FEW)
with beside.cell():
    st.header(page.say("data.as_of"), anchor=False)
    row = about_row(tables, "as_of")
    assumed = page.say("data.assumed", source=row.source) if row and is_as_of_assumed(tables) else ""
    small_lines([(as_of_text(tables, language), assumed), (page.kept(own_line, tables, language), "")])

if len(tables["report_notes"]):
    st.header(page.say("data.wrong"), anchor=False)
    st.caption(page.say("data.wrong_lead"))
    first_lines(page, page.kept(note_lines, tables, language), "notes", FEW)
    details(page, "report_notes", page.say("data.wrong"), lambda: raw_table(tables, "report_notes", language))

if ratios:
    st.header(page.say("data.figures"), anchor=False)
    figures = page.kept(figure_lines, tables, ratios, language, bold)
    first_lines(page, [(figure, "") for figure, _ in figures], "figure_list")
    cited = (lambda: figure_table(tables, ratios, language)), (lambda: map(": ".join, figures))
    details(page, "figures", page.say("data.figures"), *cited)
    st.caption(page.say("data.confidence_legend"))

last = two_columns()
if len(tables["criteria_sets"]):
    with last.cell():
        st.header(page.say("data.sets"), anchor=False)
        sets, asked = (lambda: raw_table(tables, "criteria_sets", language)), (tables, ratios, language, bold)
        details(page, "sets", page.say("data.sets"), sets, lambda: map(": ".join, page.kept(set_lines, *asked)))
with last.cell():
    st.header(page.say("data.table"), anchor=False)
    options = {"": page.say("units.none")} | {name: table.titles[language] for name, table in schema().tables.items()}
    name = choice(page.say("data.table"), options, "table", st.selectbox, label_visibility="collapsed")
if name:
    table = page.kept(raw_table, tables, name, language)
    st.caption(page.say("data.rows", number=len(table)))
    st.dataframe(first_rows(page, table), hide_index=True, key="raw", alt=options[name])
    download(page, table, name)
