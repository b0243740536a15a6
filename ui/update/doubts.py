"""A report that is checked: the file or the text at hand, and what was found in it. Kept for the session alone."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from bs_metrics.access.roles import Role
from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE, Refused
from bs_metrics.contract.findings import Place, finding
from bs_metrics.readers.texts import REPORT_KINDS, is_document, parts_of_text, read_report
from bs_metrics.report_check.check import Checked, check_apart
from bs_metrics.report_check.doubt import CERTAINTIES, Doubt
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.views.report.doubts import comment, doubt_table, excerpt, expected, kind_word, message, summary
from bs_metrics.views.texts import cited
from bs_metrics.writers.report_comments import remark, with_comments
from ui.inert import bold, highlighted, inert, warn
from ui.link import folded
from ui.page import CurrentView
from ui.show import details, private_download

_LETTERS = 500_000  # of a text that is pasted: some 200 pages
_SHOWN = 40  # of one certainty; the table has all
_KEPT = "report_checked"


@dataclass(frozen=True)
class Report:
    """What is to be checked: a file by its name, or a text without one."""

    name: str
    content: bytes

    @property
    def key(self) -> str:
        """What it is known by while it is at hand."""
        return hashlib.sha256(self.name.encode() + b"\0" + self.content).hexdigest()


def given(page: CurrentView) -> Report | None:
    """The file that was chosen, else the text that was pasted."""
    most = FILE_BYTES // MEGABYTE
    label = page.say("report_check.page.file")
    file = st.file_uploader(label, type=list(REPORT_KINDS), key="report_file", max_upload_size=most)
    if file is not None:
        return Report(file.name, file.getvalue())
    hint = page.say("report_check.page.paste_hint")
    label = page.say("report_check.page.paste")
    text = st.text_area(label, key="report_text", height=160, max_chars=_LETTERS, placeholder=hint)
    st.button(page.say("report_check.page.run"), key="report_run")  # what was typed comes with any click
    return Report("", text.encode("utf-8", "replace")) if text.strip() else None


def show(page: CurrentView, report: Report) -> None:
    """What was found, certain things first."""
    key = "report_check.page.of_file" if report.name else "report_check.page.of_text"
    st.header(inert(page.say(key, file=report.name)), anchor=False)
    try:
        checked = _checked(page, report)
    except Refused as refused:
        told = finding(refused.code, Place(report.name), **refused.context)
        said = {"message": told.message(page.language), "fix": told.fix(page.language)}
        warn(page.say("report_check.page.refused", **said))
        return
    st.markdown(inert(summary(checked, page.language)))
    for certainty in CERTAINTIES:
        some = [doubt for doubt in checked.doubts if doubt.certainty == certainty]
        if not some:
            continue
        if certainty == "look" and len(some) < len(checked.doubts):
            label = page.say("report_check.page.show_look", number=len(some))
            folded(label, "look", "report_look", _cards, page, some)
            continue
        st.subheader(page.say(f"report_check.certainty_head.{certainty}"), anchor=False)
        _cards(page, some)
    if checked.doubts:
        _offer_marked(page, report, checked)
        title = page.say("report_check.page.table")
        details(page, "report_check", title, lambda: doubt_table(checked, page.language))


def _offer_marked(page: CurrentView, report: Report, checked: Checked) -> None:
    """A .docx with comments at what was found, made when it is asked for."""
    if not report.name or not is_document(report.content):
        return
    name = f"{report.name.rpartition('.')[0] or report.name}-{page.say('report_check.page.marked_name')}.docx"

    def made() -> StoredFile:
        remarks = [remark(doubt, comment(doubt, page.language)) for doubt in checked.doubts]
        return StoredFile(name, with_comments(report.content, remarks))

    private_download(page.say("report_check.page.marked"), "report_marked", Role.CONTRIBUTOR, made)


def _checked(page: CurrentView, report: Report) -> Checked:
    """The report checked against the snapshot shown: once, for runs come with every click. Raises Refused."""
    key = report.key, page.snapshot.id
    kept: tuple[object, Checked] | None = st.session_state.get(_KEPT)
    if kept is None or kept[0] != key:
        with st.spinner(inert(page.say("report_check.page.reading", file=report.name))):
            parts = read_report(report.content) if report.name else parts_of_text(report.content.decode())
            kept = key, check_apart(parts, page.snapshot)
        st.session_state[_KEPT] = kept
    return kept[1]


def _cards(page: CurrentView, doubts: list[Doubt]) -> None:
    """Findings side by side, two in a row: what is wrong, the words in their sentence, what they should be."""
    for first in range(0, min(len(doubts), _SHOWN), 2):
        for column, doubt in zip(st.columns(2), doubts[first : first + 2], strict=False):
            with column.container(border=True, height="stretch"):
                st.markdown(_card(page, doubt))
    if len(doubts) > _SHOWN:
        st.caption(page.say("report_check.page.more", number=len(doubts) - _SHOWN))


def _card(page: CurrentView, doubt: Doubt) -> str:
    part, language = excerpt(doubt), page.language
    kind = f":gray[:small[{inert(kind_word(doubt, language))}]]"
    sentence = inert(part.before + highlighted(part.printed) + part.after)
    lines = [f"{kind}  \n**{inert(message(doubt, language))}**", sentence]
    if right := expected(doubt, language):
        lines.append(inert(page.say("report_check.expected", expected=bold(right))))
    notes = [page.say("report_check.source", source=cited(*doubt.places))] if doubt.places else []
    if doubt.passage.before:
        notes.insert(0, f"{page.say('report_check.page.where')}: {doubt.passage.before}")
    if notes:
        lines.append(f":gray[:small[{inert(' · '.join(notes))}]]")
    return "\n\n".join(lines)
