"""What changes between two snapshots, from important to detailed: the same on the upload page and in the history."""

from collections.abc import Sequence

import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.snapshots.changes import Changes, RowChanges
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.changes.changes import (
    ChangeLine,
    no_progress,
    ratio_lines,
    row_table,
    statement_lines,
    status_lines,
    summary_text,
)
from ui.inert import inert
from ui.link import fold
from ui.page import CurrentView

_ROWS = 500  # rows of one kind on a page; the counts beside the table say how many there are
_LINES = 40  # lines of one kind; more are counted
_COLOURS = {"lost": "orange", "reached": "primary"}


def show_changes(
    page: CurrentView, differences: Changes, before: Snapshot, after: Snapshot, key: str = "changed"
) -> None:
    """Ratios, statuses and statements as lines; rows table by table on demand."""
    language = page.language
    st.markdown(f"**{inert(summary_text(differences, language, before, after))}**")
    corrected = bool(no_progress(before, after, language))
    show_lines(page, page.say("changes.ratios"), ratio_lines(differences, language), corrected=corrected)
    show_lines(
        page, page.say("changes.statuses"), status_lines(differences, after, language, before), corrected=corrected
    )
    show_lines(page, page.say("changes.statements"), statement_lines(differences, after, language))
    if differences.rows:
        st.markdown(f"**{page.say('changes.rows')}**")
    for name, changed in differences.rows.items():
        title = page.say("changes.row_count", table=schema().tables[name].titles[language], **changed.numbers)
        opened = fold(title, f"{key}_{name}", f"{key}_{name}")
        if opened.open:
            with opened:
                _rows(page, differences, name, changed, f"{key}_{name}")


def show_lines(
    page: CurrentView, heading: str, lines: Sequence[ChangeLine], most: int = _LINES, corrected: bool = False
) -> None:
    """Some lines under their heading; those beyond `most` are counted.

    What is only `corrected` is no progress, and has not its colour either.
    """
    if not lines:
        return
    st.markdown(f"**{inert(heading)}**")
    texts = []
    for line in lines[:most]:
        colour = None if corrected and line.tone == "reached" else _COLOURS.get(line.tone)
        change = f":{colour}[**{inert(line.change)}**]" if colour else f"**{inert(line.change)}**"
        source = f"  \n:gray[:small[{inert(line.source)}]]" if line.source else ""
        texts.append(f"{inert(line.what)}: {change}{source}")
    st.markdown("\n\n".join(texts))
    if len(lines) > most:
        st.caption(page.say("changes.more_lines", number=len(lines) - most))


def _rows(page: CurrentView, differences: Changes, name: str, changed: RowChanges, key: str) -> None:
    for part in ("added", "changed", "removed"):
        number = len(getattr(changed, part))
        if number:
            caption = page.say(f"changes.{part}", number=number)
            st.caption(caption)
            table = row_table(differences, name, part, page.language, _ROWS)
            st.dataframe(table, hide_index=True, key=f"{key}_{part}", alt=caption)
            if number > _ROWS:
                st.caption(page.say("changes.more_rows", number=number - _ROWS))
