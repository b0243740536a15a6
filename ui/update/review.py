"""What an analyst looks at before publishing: findings, the tables to take, the changes, and the last question."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import NamedTuple

import pandas as pd
import streamlit as st

from bs_metrics.access.roles import Role
from bs_metrics.contract.findings import Finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import FileReport
from bs_metrics.intake.questions import Question, asked_by, to_remember
from bs_metrics.intake.stated_day import StatedDay, last_day
from bs_metrics.measures.about import as_of_date
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import Outcome, combined, outcome_of
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.submissions import Taken
from bs_metrics.views.changes import ratio_lines, summary_text
from bs_metrics.views.publication.finding_lines import FindingLine, finding_lines
from bs_metrics.writers.annotate import annotated
from ui.data import folder_snapshot, shown
from ui.differences import show_changes
from ui.inert import inert, warn
from ui.link import choice, fold
from ui.page import CurrentView
from ui.server.roles import may_publish
from ui.show import private_download
from ui.update.affected import show_affected
from ui.update.answers import Upload, report_key, upload
from ui.update.publishing import hand_in_and_tell, publish_and_tell, publish_default_and_tell, publisher
from ui.update.upload import MOST_ASKED

_SHOWN = 60  # findings on the page; the file holds them all
_FIRST = 3  # figures that change, said first of all
_COLOURS = {"error": "orange", "warning": "primary", "note": "gray"}


def offer_default(page: CurrentView) -> None:
    """The default workbooks, where they changed under an analyst's work: what they would change; never forced."""
    record = shown().record
    if not shown().offered or record is None:
        return
    folder = folder_snapshot()
    with st.container(border=True):
        st.markdown(f"**{page.say('folder.offered_title')}**  \n{page.say('folder.offered')}")
        opened = fold(page.say("folder.differences"), "folder_differences", "folder_differences")
        if opened.open:
            with opened:
                differences = page.kept(changes_between, page.snapshot, folder)
                show_changes(page, differences, page.snapshot, folder, "folder")
        arguments = (record.id, page.say("folder.import_note"))
        st.button(page.say("folder.import"), key="folder_import", on_click=publish_default_and_tell, args=arguments)


def findings(page: CurrentView, file: StoredFile, report: FileReport, asked: Sequence[Question] = ()) -> None:
    """What was found, alike cells on one line, filtered by severity and sheet; what is `asked` is not said."""
    st.header(page.say("upload.findings"), anchor=False)
    told = _not_asked(report, asked)
    if not told:
        st.markdown(page.say("upload.findings_none"))
        return
    counts = Counter(f"{line.severity}s" for line in finding_lines(told, page.language))
    st.markdown(page.say("upload.counted", **{name: counts[name] for name in ("errors", "warnings", "notes")}))
    options = {"every": page.say("upload.every")} | {name: page.say(f"upload.{name}") for name in _COLOURS}
    wanted = choice(page.say("upload.severity"), options, "severity", st.segmented_control, required=True)
    sheet = _sheet(page, file, told)
    some = [one for one in told if wanted in ("every", one.severity) and sheet in ("", one.sheet)]
    if not some:
        st.caption(page.say("upload.findings_no_such"))
    finding_list(page, some)


def marked_file(page: CurrentView, file: StoredFile, report: FileReport) -> None:
    """The reader's own file with the findings marked in it, or their list."""
    if not report.findings:
        return
    stem, _, ending = file.name.rpartition(".")
    own = ending.lower() in ("xlsx", "xlsm")
    label = page.say("upload.annotated" if own else "upload.findings_file")
    name = f"{stem or file.name}-{page.say('upload.annotated_name')}.xlsx"

    def made() -> StoredFile:
        return StoredFile(name, annotated(file.content, report.findings, page.language))

    private_download(label, "annotated", Role.CONTRIBUTOR, made)


def _sheet(page: CurrentView, file: StoredFile, told: list[Finding]) -> str:
    """The sheet whose findings are wanted; empty for all. Asked only where several have findings."""
    counts = Counter(finding.sheet for finding in told if finding.sheet)
    if len(counts) < 2:
        return ""
    return st.selectbox(
        page.say("upload.sheet"),
        ["", *counts],
        format_func=lambda name: f"{name} ({counts[name]})" if name else page.say("upload.every_sheet"),
        key=f"sheet_{file.sha256[:12]}_{upload().round}",
        width=480,
    )


def finding_list(page: CurrentView, some: Iterable[Finding]) -> None:
    """Findings under their sheets: severity in colour and in words, the cells, what is wrong, what to do."""
    lines = finding_lines(some, page.language)
    for sheet, group in groupby(lines[:_SHOWN], key=lambda line: line.sheet):
        st.markdown(f"**{inert(sheet)}**")
        st.markdown("\n\n".join(_finding_line(page, line) for line in group))
    if len(lines) > _SHOWN:
        st.caption(page.say("upload.more", number=len(lines) - _SHOWN))


def _finding_line(page: CurrentView, line: FindingLine) -> str:
    severity = f":{_COLOURS[line.severity]}[**{page.say(f'upload.{line.severity}')}**]"
    cells = f"**{line.cells}** · " if line.cells else ""
    return f"{severity} · {cells}{inert(line.message)}  \n:gray[:small[{inert(line.fix)}]]"


def tables_to_take(page: CurrentView, file: StoredFile, report: FileReport) -> tuple[Outcome, Taken] | None:
    """What becomes of the current data with the tables that the analyst takes, what was taken, and on the page what
    that changes; None while there is nothing.
    """
    if not report.frames and not report.held:
        return None
    st.header(page.say("upload.changes"), anchor=False)
    titles = {name: schema().tables[name].titles[page.language] for name in report.frames}
    if report.held:
        st.markdown(_held(page, report))
    if not report.frames:
        return None
    left_out = st.session_state.get("left_out", ())
    kept = [name for name in report.frames if name not in left_out]
    taken = _tables(page, "tables", titles, list(report.frames), kept)
    st.session_state["left_out"] = tuple(name for name in report.frames if name not in taken)
    replaced = [name for name in st.session_state.get("replaced", ()) if name in taken]
    replaced = _tables(page, "replace", titles, taken, replaced, placeholder=page.say("upload.replace_none"))
    st.session_state["replaced"] = tuple(replaced)
    st.caption(page.say("upload.update_help"))
    incoming = {name: report.frames[name] for name in taken}
    as_of = _as_of(page, file, report, incoming, frozenset(replaced)).given
    key = (report_key(page, file, upload().choices), *taken, None, *replaced, as_of)
    arguments = (page.snapshot, incoming, frozenset(replaced), as_of)
    outcome = upload().once(key, outcome_of, *arguments)
    if not show_outcome(page, upload(), report, outcome):
        return None
    choices = to_remember(upload().choices, report)
    shape = report.shape if upload().edited else ""
    return outcome, Taken(choices, tuple(taken), tuple(replaced), as_of, shape)


def _held(page: CurrentView, report: FileReport) -> str:
    """Which tables are not published with the others, for something of them is wrong or not answered."""
    titles = (schema().tables[name].titles[page.language] for name in sorted(report.held))
    return page.say("upload.held", tables=", ".join(titles))


def show_outcome(page: CurrentView, state: Upload, report: FileReport, outcome: Outcome) -> bool:
    """What would change, or why it cannot; returns whether there is something to publish.

    What is worked out for it is kept in a state of the session.
    """
    if outcome.faults:
        st.markdown(f":orange[**{page.say('upload.blocked')}**]")
        finding_list(page, outcome.faults)
        return False
    if outcome.differences.is_empty:
        finding_list(page, [*outcome.doubts, *report.left_out])
        st.markdown(page.say("upload.nothing"))
        return False
    finding_list(page, outcome.doubts)
    show_changes(page, outcome.differences, page.snapshot, outcome.future)
    show_affected(page, state, outcome.future)
    return True


def _tables(
    page: CurrentView,
    what: str,
    titles: dict[str, str],
    options: list[str],
    chosen: list[str],
    placeholder: str | None = None,
) -> list[str]:
    """Some of the tables on offer. Other tables on offer make another widget, which begins with what was chosen."""
    key = f"{what}_{upload().round}_{'_'.join(options)}"
    label, help = page.say(f"upload.{what}"), page.say(f"upload.{what}_help")
    return st.multiselect(
        label, options, chosen, format_func=titles.__getitem__, key=key, help=help, placeholder=placeholder
    )


class _AsOf(NamedTuple):
    """The date of the data as it stands, the one that the file states, whether that is later, the one that is given."""

    now: date | None
    stated: StatedDay | None
    is_later: bool
    given: date | None


def _as_of(
    page: CurrentView, file: StoredFile, report: FileReport, incoming: dict[str, pd.DataFrame], replaced: frozenset[str]
) -> _AsOf:
    """Another as-of date, where the analyst gives one; a later one that the file states is filled in."""
    about = {name: incoming[name] for name in incoming if name == "about"}
    now = as_of_date(combined(page.tables, about, replaced)) if about else page.snapshot.as_of
    stated = report.day if report.day and report.day.day <= date.today() and report.day.day != now else None
    is_later = stated is not None and (now is None or stated.day > now)
    offered = (file.sha256, stated if is_later else None)
    if st.session_state.get("offered_day") != offered:
        st.session_state["offered_day"] = offered
        st.session_state["new_as_of"] = stated.day if stated and is_later else None
    return _AsOf(now, stated, is_later, st.session_state.get("new_as_of"))


def _ask_as_of(page: CurrentView, as_of: _AsOf) -> None:
    """The date of the data at the button, with what follows from it."""
    kept = page.as_of(as_of.now)
    label = page.say("upload.as_of_kept", date=kept)
    st.date_input(label, max_value=last_day(), format="DD/MM/YYYY", key="new_as_of", persist_state="session")
    if stated := as_of.stated:
        place = {"day": format_date(stated.day, page.language), "sheet": stated.sheet, "row": stated.row}
        warn(page.say("upload.day_filled" if as_of.is_later else "upload.day_earlier", **place, date=kept))
    if as_of.given and as_of.now and as_of.given < as_of.now:
        warn(page.say("upload.day_back", date=kept))
    key = "upload.as_of_given" if as_of.given else "upload.as_of_stays"
    st.caption(page.say(key, date=page.as_of(as_of.given or as_of.now)))


def conclusion(
    page: CurrentView,
    file: StoredFile,
    report: FileReport,
    ready: tuple[Outcome, Taken] | None,
    asked: Sequence[Question],
) -> None:
    """First of all: how many errors, open questions and warnings, which figures change, and the button, or why none."""
    open_ones = sum(one.answer is None for one in asked)
    found = Counter(line.severity for line in finding_lines(_not_asked(report, asked), page.language))
    errors, doubts = found["error"], ready[0].doubts if ready else []
    warnings = found["warning"] + len(finding_lines(doubts, page.language))
    with st.container(border=True):
        counted = page.say("upload.concluded", errors=errors, questions=open_ones, warnings=warnings)
        if ready is None:
            nothing = "nothing" if report.frames else "nothing_used"
            why = {(True, True): "not_yet", (True, False): "not_yet_errors", (False, True): "not_yet_questions"}
            key = why.get((errors > 0, open_ones > 0), nothing)
            st.markdown(f"**{counted}** {page.say(f'upload.{key}')}")
            return
        outcome, taken = ready
        summary = summary_text(outcome.differences, page.language, page.snapshot, outcome.future)
        st.markdown(f"**{counted} {inert(summary)}**")
        lines = ratio_lines(outcome.differences, page.language)
        st.markdown("\n".join(f"- {inert(line.what)}: {inert(line.change)}" for line in lines[:_FIRST]))
        if report.held:
            st.markdown(_held(page, report))
        _last_question(page, file, report, outcome.after, taken)


def _not_asked(report: FileReport, asked: Sequence[Question]) -> list[Finding]:
    """The findings for which no question stands on the page: of very many only the first do."""
    ids = {one.id for one in asked[:MOST_ASKED]}

    def is_asked(one: Finding) -> bool:
        asks = asked_by(one)
        return one.severity != "note" and asks is not None and asks.id in ids

    return [one for one in report.findings if not is_asked(one)]


def _last_question(page: CurrentView, file: StoredFile, report: FileReport, after: Tables, taken: Taken) -> None:
    """The date, note, name, confirmation, and the button: to publish, or to hand in for those who may not.

    What is published is what was shown: on top of the same snapshot. Nothing here runs the page again before the
    button but the date, and what was typed outlives a change of anything else.
    """
    if may_publish():
        button, act = page.say("upload.button"), partial(publish_and_tell, after, shown().record, file, taken)
    else:
        button, act = page.say("submission.button"), partial(hand_in_and_tell, file, taken)
    incoming = {name: report.frames[name] for name in taken.tables}
    _ask_as_of(page, _as_of(page, file, report, incoming, frozenset(taken.replaced)))
    note_and_name(page, "note")
    confirmation(page, report, "confirmed")
    st.button(button, type="primary", on_click=act)


def note_and_name(page: CurrentView, note: str) -> None:
    """The note, kept under a key, and who writes it, where a sign-in does not tell."""
    for label, key in (("note_label", note), ("author", "author")):
        if key == note or not publisher():
            st.text_input(page.say(f"upload.{label}"), key=key, on_change="ignore", persist_state="session")


def confirmation(page: CurrentView, report: FileReport, key: str) -> None:
    """What nobody looked at, and that it was all seen."""
    finding_list(page, report.unseen)
    label = page.say("upload.confirm_unseen" if report.unseen else "upload.confirm")
    st.checkbox(label, key=key, on_change="ignore")
