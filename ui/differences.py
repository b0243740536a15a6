"""What changes between two snapshots, from important to detailed: the same on the upload page and in the history."""

import streamlit as st

from bs_metrics.snapshots.changes import Changes
from bs_metrics.views import changes as views
from bs_metrics.workbook.schema import schema
from ui.page import Page
from ui.show import small_lines

_ROWS_SHOWN = 1000  # rows of one table on a page; the files hold the rest


def show_changes(page: Page, found: Changes, key: str = "changed") -> None:
    """Ratios, statuses and statements as lines; rows table by table on demand."""
    language = page.language
    st.markdown(f"**{views.summary(found, language)}**")
    for part, lines in (
        ("ratios", views.ratio_lines(found, language)),
        ("statuses", views.status_lines(found, language)),
        ("statements", views.statement_lines(found, language)),
    ):
        if lines:
            st.markdown(f"**{page.say(f'changes.{part}')}**")
            small_lines((line.what, line.said) for line in lines)
    if found.rows:
        st.markdown(f"**{page.say('changes.rows')}**")
    for name, changed in found.rows.items():
        title = page.say("changes.row_count", table=schema().tables[name].titles[language], **changed.numbers)
        opened = st.expander(title, key=f"{key}_{name}", on_change="rerun")
        if opened.open:
            with opened:
                shown = views.row_table(found, name, language)
                st.dataframe(shown.head(_ROWS_SHOWN), hide_index=True, key=f"{key}_{name}_rows", alt=title)
                if len(shown) > _ROWS_SHOWN:
                    st.caption(page.say("changes.more_rows", number=len(shown) - _ROWS_SHOWN))
