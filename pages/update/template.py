"""The template workbook: filled with the current data, or empty."""

from functools import partial

import streamlit as st

from bs_metrics.workbook.schema import schema
from bs_metrics.workbook.template import template
from ui.page import open_page
from ui.show import small_lines

page = open_page()
page.head(page.say("page.template"))
st.markdown(page.say("template.lead"))

kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
for key, filled in (("filled", True), ("empty", False)):
    name = f"{page.say(f'template.file_{key}')}-{page.snapshot.id}.xlsx"
    st.download_button(
        page.say(f"template.{key}"),
        partial(page.kept, template, page.tables, filled),
        name,
        kind,
        key=f"template_{key}",
        on_click="ignore",
    )

st.subheader(page.say("template.tables"), anchor=False)
small_lines((table.sheet, table.titles[page.language]) for table in schema().tables.values())
