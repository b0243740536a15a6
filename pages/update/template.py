"""The template workbook: filled with the current data, or empty."""

import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.writers.template import template
from ui.page import open_page
from ui.show import download_workbook, small_lines

page = open_page()
page.head(page.say("page.template"))
st.markdown(page.say("template.lead"))
for key, filled in (("filled", True), ("empty", False)):
    name = f"{page.say(f'template.file_{key}')}-{page.snapshot.id}"
    download_workbook(page.say(f"template.{key}"), name, key, page.kept, template, page.tables, filled)

st.header(page.say("template.tables"), anchor=False)
small_lines(
    (table.sheet, " · ".join(column.heading for column in table.columns.values())) for table in schema().tables.values()
)
