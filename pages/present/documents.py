"""Documents, planning dossiers, what the report asks for and how it judges; who signed it and to whom it went."""

import streamlit as st

from bs_metrics.views.activities import (
    document_count,
    document_items,
    dossier_lines,
    report_lines,
    task_items,
    tasks_without_agency,
)
from bs_metrics.views.provenance import raw_table
from ui.inert import bold
from ui.lists import listed
from ui.page import open_page
from ui.show import details, first_lines, set_missing

page = open_page("documents", "dossiers", "tasks")
tables, language = page.tables, page.language
if all(tables[name].empty for name in ("documents", "dossiers", "tasks")):
    set_missing(page, page.say("page.documents"), "documents", "dossiers", "tasks")
page.head(page.say("page.documents"))

if len(tables["dossiers"]):
    st.header(page.say("documents.dossiers"), anchor=False)
    first_lines(page, page.kept(dossier_lines, tables, language, bold), "dossier_list")
    details(page, "dossiers", page.say("documents.dossiers"), lambda: raw_table(tables, "dossiers", language))

if len(tables["tasks"]):
    st.header(page.say("documents.tasks"), anchor=False)
    filters = {"task": "kind", "task_agency": "agency", "task_status": "status"}
    listed(page, page.kept(task_items, tables, language), "task", filters)
    if unowned := page.kept(tasks_without_agency, tables):
        st.caption(page.say("documents.no_agency", number=unowned))
    details(page, "tasks", page.say("documents.tasks"), lambda: raw_table(tables, "tasks", language))

if len(tables["documents"]):
    st.header(page.say("documents.documents"), anchor=False)
    st.caption(page.kept(document_count, tables, language))
    filters = {"document": "kind", "document_issuer": "issuer", "document_year": "year"}
    listed(page, page.kept(document_items, tables, language, bold), "document", filters)
    details(page, "documents", page.say("documents.documents"), lambda: raw_table(tables, "documents", language))

if lines := page.kept(report_lines, tables, language):
    st.header(page.say("documents.report"), anchor=False)
    first_lines(page, lines, "report_list")
