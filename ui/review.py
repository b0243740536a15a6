"""What an analyst looks at before publishing: findings, the tables to take, the changes, and the last question."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby

import streamlit as st

from bs_metrics.intake.check import Checked
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.changes import changes, combined, new_errors, proposed
from bs_metrics.snapshots.records import Record, StoredFile
from bs_metrics.workbook.annotate import annotated
from bs_metrics.workbook.findings import Finding
from bs_metrics.workbook.folder import Tables
from bs_metrics.workbook.schema import schema
from ui.data import shown
from ui.differences import show_changes
from ui.inert import inert
from ui.link import choice
from ui.page import Page
from ui.publishing import publish_and_tell
from ui.show import download_workbook
from ui.upload import answers, start_over

_SHOWN = 60  # findings on the page; the file holds them all
_COLOURS = {"error": "orange", "warning": "primary", "note": "gray"}


def findings(page: Page, file: StoredFile, found: Checked) -> None:
    """Every finding, counted, filtered by severity, grouped by sheet, and the analyst's own file with the marks."""
    st.header(page.say("upload.findings"), anchor=False)
    counts = Counter(finding.severity for finding in found.findings)
    st.markdown(
        page.say("upload.counted", errors=counts["error"], warnings=counts["warning"], notes=counts["note"])
        if found.findings
        else page.say("upload.findings_none")
    )
    if not found.findings:
        return
    options = {"every": page.say("upload.every")} | {name: page.say(f"upload.{name}") for name in _COLOURS}
    wanted = choice(page.say("upload.severity"), options, "severity", st.segmented_control, required=True)
    order = list(_COLOURS)
    some = [finding for finding in found.findings if wanted in ("every", finding.severity)]
    some.sort(key=lambda finding: order.index(finding.severity))
    finding_list(page, some[:_SHOWN])
    if len(some) > _SHOWN:
        st.caption(page.say("upload.more", number=len(some) - _SHOWN))
    stem, _, ending = file.name.rpartition(".")
    own = ending.lower() in ("xlsx", "xlsm")
    label = page.say("upload.annotated" if own else "upload.findings_file")
    name = f"{stem or file.name}-{page.say('upload.annotated_name')}"
    download_workbook(label, name, "annotated", annotated, file.content, found.findings, page.language)


def finding_list(page: Page, some: Iterable[Finding]) -> None:
    """Findings under their sheets: severity in colour and in words, the cell, what is wrong, what to do."""
    for sheet, group in groupby(some, key=lambda finding: finding.sheet or finding.file):
        st.markdown(f"**{inert(sheet)}**")
        st.markdown("\n\n".join(_finding_line(page, finding) for finding in group))


def _finding_line(page: Page, finding: Finding) -> str:
    severity = f":{_COLOURS[finding.severity]}[**{page.say(f'upload.{finding.severity}')}**]"
    cell = f"**{finding.cell}** · " if finding.cell else ""
    said, fix = finding.message(page.language), finding.fix(page.language)
    return f"{severity} · {cell}{inert(said)}  \n:gray[:small[{inert(fix)}]]"


def tables_to_take(page: Page, found: Checked) -> Tables | None:
    """The current data with the tables that the analyst takes, and what that changes; None while there is nothing."""
    st.header(page.say("upload.changes"), anchor=False)
    titles = {name: schema().tables[name].titles[page.language] for name in [*found.frames, *sorted(found.held)]}
    if found.held:
        st.markdown(page.say("upload.held", tables=", ".join(titles[name] for name in sorted(found.held))))
    if not found.frames:
        return None
    ready = list(found.frames)
    taken = st.multiselect(page.say("upload.tables"), ready, ready, format_func=titles.__getitem__, key="taken")
    replaced = st.multiselect(
        page.say("upload.replace"),
        taken,
        format_func=titles.__getitem__,
        key="replaced",
        placeholder=page.say("upload.replace_none"),
        help=page.say("upload.replace_help"),
    )
    st.caption(page.say("upload.update_help"))
    as_of = _as_of(page)
    incoming = {name: found.frames[name] for name in taken}
    after = combined(page.tables, incoming, frozenset(replaced), as_of)
    faults = new_errors(page.tables, after)
    if faults:
        st.markdown(f":orange[**{page.say('upload.blocked')}**]")
        finding_list(page, faults[:_SHOWN])
        return None
    future = proposed(after)
    differences = changes(page.snapshot, future)
    if differences.is_empty:
        st.markdown(page.say("upload.nothing"))
        return None
    show_changes(page, differences, page.snapshot, future)
    return after


def _as_of(page: Page) -> date | None:
    """Another as-of date, where the analyst gives one."""
    now = page.snapshot.as_of
    kept = format_date(now, page.language) if now else page.say("history.no_as_of")
    return st.date_input(page.say("upload.as_of_kept", date=kept), None, format="DD/MM/YYYY", key="new_as_of")


def last_question(page: Page, file: StoredFile, found: Checked, after: Tables) -> None:
    """Note, name, confirmation, and the button. What is published is what was shown: on top of the same snapshot."""
    st.header(page.say("upload.publish"), anchor=False)
    record = shown().record
    choices = answers().choices.to_json() if answers().edited else None
    arguments = (after, record, file, found.shape, choices)
    with st.form("publish"):
        st.text_input(page.say("upload.note_label"), key="note")
        st.text_input(page.say("upload.author"), key="author")
        st.checkbox(page.say("upload.confirm"), key="confirmed")
        st.form_submit_button(page.say("upload.button"), type="primary", on_click=_publish, args=arguments)


def _publish(after: Tables, record: Record | None, file: StoredFile, shape: str, choices: str | None) -> None:
    if publish_and_tell(after, record, file, shape, choices):
        start_over()
