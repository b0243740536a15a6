"""Documents, planning dossiers, what the report asks for and how it judges; who signed it and to whom it went."""

import streamlit as st

from bs_metrics.views.activities import (
    document_count,
    document_lines,
    dossier_lines,
    kinds_in,
    report_lines,
    task_lines,
    tasks_without_agency,
)
from bs_metrics.views.provenance import raw_table
from ui.inert import bold
from ui.link import choice
from ui.page import open_page
from ui.show import details, set_missing, small_lines

page = open_page("documents", "dossiers", "tasks")
tables, language = page.tables, page.language
if all(tables[name].empty for name in ("documents", "dossiers", "tasks")):
    set_missing(page, page.say("page.documents"), "documents", "dossiers", "tasks")
page.head(page.say("page.documents"))

if len(tables["dossiers"]):
    st.header(page.say("documents.dossiers"), anchor=False)
    small_lines(page.kept(dossier_lines, tables, language, bold))
    details(page, "dossiers", page.say("documents.dossiers"), lambda: raw_table(tables, "dossiers", language))

if len(tables["tasks"]):
    st.header(page.say("documents.tasks"), anchor=False)
    kinds = {"all": page.say("documents.all"), **kinds_in(tables, "tasks", language)}
    kind = choice(page.say("documents.tasks_filter"), kinds, "task", st.segmented_control, required=True)
    lines = page.kept(task_lines, tables, kind, language)
    st.caption(page.say("documents.task_count", number=len(lines)))
    small_lines(lines)
    if unowned := page.kept(tasks_without_agency, tables):
        st.caption(page.say("documents.no_agency", number=unowned))
    details(page, "tasks", page.say("documents.tasks"), lambda: raw_table(tables, "tasks", language))

if len(tables["documents"]):
    st.header(page.say("documents.documents"), anchor=False)
    kinds = {"all": page.say("documents.all"), **kinds_in(tables, "documents", language)}
    kind = choice(page.say("documents.filter"), kinds, "document", st.segmented_control, required=True)
    lines = page.kept(document_lines, tables, kind, language, bold)
    st.caption(page.kept(document_count, tables, kind, language))
    small_lines(lines)
    details(page, "documents", page.say("documents.documents"), lambda: raw_table(tables, "documents", language))

if lines := page.kept(report_lines, tables, language):
    st.header(page.say("documents.report"), anchor=False)
    small_lines(lines)
