"""What changes between two snapshots, from important to detailed: the same on the upload page and in the history."""

import streamlit as st

from bs_metrics.snapshots.changes import Changes
from bs_metrics.views import changes as views
from bs_metrics.workbook.schema import schema
from ui.inert import bold, inert
from ui.page import Page
from ui.show import small_lines

_ROWS_SHOWN = 1000  # rows of one table on a page; the files hold the rest


def show_changes(page: Page, found: Changes) -> None:
    """Ratios, statuses and statements as lines; rows table by table on demand."""
    language = page.language
    st.markdown(inert(bold(views.summary(found, language))))
    for key, lines in (
        ("ratios", views.ratio_lines(found, language)),
        ("statuses", views.status_lines(found, language)),
        ("statements", views.statement_lines(found, language)),
    ):
        if lines:
            st.markdown(f"**{page.say(f'changes.{key}')}**")
            small_lines((line.what, line.said) for line in lines)
    if found.tables:
        st.markdown(f"**{page.say('changes.rows')}**")
    for name, changed in found.tables.items():
        numbers = {part: len(getattr(changed, part)) for part in ("added", "changed", "removed")}
        title = page.say("changes.row_count", table=schema().tables[name].titles[language], **numbers)
        opened = st.expander(title, key=f"changed_{name}", on_change="rerun")
        if opened.open:
            with opened:
                shown = views.row_table(found, name, language)
                st.dataframe(shown.head(_ROWS_SHOWN), hide_index=True, key=f"rows_{name}", alt=title)
                if len(shown) > _ROWS_SHOWN:
                    st.caption(page.say("changes.more_rows", number=len(shown) - _ROWS_SHOWN))
