"""Every figure with its source and confidence; what is asked of whom; what is wrong in the report; all tables."""

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
from bs_metrics.views.requests.agencies import agencies, line_text
from bs_metrics.views.texts import upper_first
from bs_metrics.views.units import own_line
from bs_metrics.writers.template import form_file
from ui.inert import bold, inert
from ui.link import choice
from ui.page import open_page
from ui.sharing.share import site
from ui.show import details, download, download_workbook, first_lines, first_rows, small_lines

page = open_page(*schema().tables)
tables, ratios, language = page.tables, page.ratios, page.language
page.head(page.say("page.data"))

st.header(page.say("data.as_of"), anchor=False)
row = about_row(tables, "as_of")
assumed = page.say("data.assumed", source=row.source) if row and is_as_of_assumed(tables) else ""
small_lines([(as_of_text(tables, language), assumed), (page.kept(own_line, tables, language), "")])

if ratios:
    st.header(page.say("data.figures"), anchor=False)
    st.caption(page.say("data.confidence_legend"))
    small_lines(page.kept(figure_lines, tables, ratios, language, bold))
    details(page, "figures", page.say("data.figures"), lambda: figure_table(tables, ratios, language))

st.header(page.say("requests.section"), anchor=False)
asked = {agency: one for agency, one in page.kept(agencies, page.snapshot, language).items() if one.lines.get("asked")}
if asked:
    st.markdown(page.say("requests.lead", page=page.say("page.upload")))
    st.text(site("upload"))
else:
    st.markdown(page.say("requests.none"))
for number, (agency, one) in enumerate(asked.items(), start=1):
    lines = one.lines["asked"]
    counted = page.say("requests.number", number=len(lines))
    st.subheader(inert(page.say("requests.of", name=upper_first(one.name), asked=counted)), anchor=False)
    first_lines(page, [(line.what, line_text(line, page.snapshot, language)) for line in lines], f"asked{number}")
    label = page.say("requests.form", agency=agency) if agency else page.say("requests.form_nobody")
    file = f"{page.say('requests.file')}-{number}-{page.snapshot.id}"
    download_workbook(inert(label), file, f"form{number}", form_file, page.snapshot, agency, language, site("upload"))

if len(tables["report_notes"]):
    st.header(page.say("data.wrong"), anchor=False)
    st.caption(page.say("data.wrong_lead"))
    small_lines(page.kept(note_lines, tables, language))
    details(page, "report_notes", page.say("data.wrong"), lambda: raw_table(tables, "report_notes", language))

if len(tables["criteria_sets"]):
    st.header(page.say("data.sets"), anchor=False)
    small_lines(page.kept(set_lines, tables, ratios, language, bold))

st.header(page.say("data.table"), anchor=False)
options = {name: table.titles[language] for name, table in schema().tables.items()}
name = choice(page.say("data.table"), options, "table", st.selectbox)
table = page.kept(raw_table, tables, name, language)
st.caption(page.say("data.rows", number=len(table)))
st.dataframe(first_rows(page, table), hide_index=True, key="raw", alt=options[name])
download(page, table, name)

st.header(page.say("data.findings"), anchor=False)
findings = tables.findings
small_lines((finding.place(language), f"{finding.message(language)} {finding.fix(language)}") for finding in findings)
contradictions = page.kept(contradiction_lines, ratios, language)
small_lines(contradictions)
if not findings and not contradictions:
    st.markdown(page.say("data.no_findings"))
