"""What was handed in: the list of what waits, the review of one, and what its author sees of it.

What was handed in is nobody's but its author's and the reviewers': every function asks for the role, and gives nothing
to others.
"""

from dataclasses import replace
from functools import partial

import streamlit as st

from bs_metrics.access.roles import Role
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import FileReport
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.snapshots.address import StoreUnavailable
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.submissions import Reviewed, Submission, Submissions, reviewed
from bs_metrics.views.history import submission_state
from bs_metrics.views.texts import upper_first
from bs_metrics.words import Language, words
from ui.addresses import FRONT, HANDED_IN
from ui.data import PIN, record_of, shown, store
from ui.inert import inert, warn
from ui.link import address_of, asked, keep_in_link, touched
from ui.page import CurrentView
from ui.pages import Entry
from ui.server.roles import may_hand_in, may_publish, who
from ui.update.answers import Upload
from ui.update.publishing import accept_and_tell, review_key, send_back_and_tell
from ui.update.review import confirmation, findings, note_and_name, show_outcome
from ui.update.upload import understood

SUBMISSION = "submission"  # in the link: the one that is opened
_LISTED = 30  # that are shown of those that wait no more, or of one's own


def in_navigation(entry: Entry, language: Language, reader: Role) -> Entry:
    """The page's entry: offered to those who hand in, and to those who review with the number of what waits."""
    if reader < Role.ANALYST:
        return replace(entry, offered=reader >= Role.CONTRIBUTOR)
    try:
        number = Submissions(store()).number_waiting()
    except StoreUnavailable:
        number = 0
    title = words("submission.title", language, title=entry.title, number=number) if number else entry.title
    return replace(entry, title=title)


def waiting(page: CurrentView) -> None:
    """What waits for a review, the oldest first."""
    if not may_publish():
        return
    st.header(page.say("submission.waiting"), anchor=False)
    found = Submissions(store()).waiting()
    if not found:
        st.markdown(page.say("submission.none"))
    for one in found:
        with st.container(border=True, gap="xsmall"):
            _describe(page, one)
            label = page.say("submission.open")
            st.button(label, key=review_key("open", one), on_click=_open, args=(one.id,))


def ended(page: CurrentView) -> None:
    """What was published or sent back, the newest first."""
    found = [one for one in Submissions(store()).every(_LISTED) if one.state] if may_publish() else []
    if found:
        st.header(page.say("submission.ended"), anchor=False)
        _listed(page, found)


def own(page: CurrentView) -> None:
    """What the reader handed in, the newest first, and what became of each."""
    me = who()
    found = Submissions(store()).every(_LISTED, me) if me and may_hand_in() else []
    if not found:
        st.markdown(page.say("submission.own_none"))
    _listed(page, found)


def _listed(page: CurrentView, found: list[Submission]) -> None:
    """Some of them, and what became of each."""
    for one in found:
        with st.container(border=True, gap="xsmall"):
            _describe(page, one)
            _say_state(page, one)


def opened() -> Submission | None:
    """The one that was opened, while it waits; the link keeps naming it. Whoever may not review gets none."""
    id = asked(SUBMISSION)
    if not id or not may_publish():
        return None
    one = next((each for each in Submissions(store()).waiting() if each.id == id), None)
    if one is None:  # somebody has reviewed it meanwhile: the list says what became of it
        _close()
    else:
        keep_in_link(SUBMISSION, id, "")
    return one


def review(page: CurrentView, one: Submission) -> None:
    """One that waits, against the data of now: as its author saw it, then publish it or send it back."""
    if not may_publish():
        return
    st.button(page.say("submission.back"), key="submission_back", on_click=_close)
    with st.container(border=True, gap="xsmall"):
        _describe(page, one)
    state: Upload = st.session_state.setdefault("reviewing", Upload())
    try:
        file, result = state.once((one.id, page.snapshot.id), _read, one, page)
    except StoreUnavailable as problem:  # its file was damaged: nobody can publish it, its author can send it anew
        warn(problem.message(page.language))
        _send_back(page, one)
        return
    st.header(page.say("upload.understood"), anchor=False)
    understood(page, result.report, Choices.from_json(one.taken.choices))
    findings(page, file, result.report)
    st.markdown(f"[{page.say('submission.file_own')}]({address_of(f'{HANDED_IN}/{one.id}')})")
    st.header(page.say("upload.changes"), anchor=False)
    st.caption(inert(_taken(page, one)))
    if result.outcome and show_outcome(page, state, result.report, result.outcome):
        _publish(page, one, result.report, result.outcome.after)
    elif result.problem and not result.outcome:
        warn(result.problem.message(page.language))
    _send_back(page, one)


def _read(one: Submission, page: CurrentView) -> tuple[StoredFile, Reviewed]:
    file = Submissions(store()).file(one)
    with st.spinner(page.say("upload.reading", file=inert(file.name))):
        return file, reviewed(one, file, page.snapshot)


def _publish(page: CurrentView, one: Submission, report: FileReport, after: Tables) -> None:
    """Note, name, confirmation, and the button; the note is its author's until it is written anew."""
    st.header(page.say("upload.publish"), anchor=False)
    st.session_state.setdefault(review_key("note", one), one.note)
    act = partial(accept_and_tell, one, after, shown().record)
    with st.container(border=True):
        note_and_name(page, review_key("note", one))
        confirmation(page, report, review_key("confirmed", one))
        st.button(page.say("upload.button"), key="accept", type="primary", on_click=act)


def _send_back(page: CurrentView, one: Submission) -> None:
    st.header(page.say("submission.send_back"), anchor=False)
    with st.container(border=True):
        st.text_area(page.say("submission.reason"), key=review_key("reason", one), on_change="ignore")
        label = page.say("submission.send_back_button")
        st.button(label, key="send_back", on_click=send_back_and_tell, args=(one,))


def _describe(page: CurrentView, one: Submission) -> None:
    """Who handed in what, when, and the note, which is plain text."""
    line = page.say("submission.line", time=page.moment(one.time), author=one.author)
    st.markdown(f"**{inert(one.file_name)}**  \n:small[:gray[{inert(line)}]]")
    st.text(one.note)


def _taken(page: CurrentView, one: Submission) -> str:
    """Which tables its author took, which replace the old ones, and the date that was given."""
    titles = {name: schema().tables[name].titles[page.language] for name in one.taken.tables}
    lines = [page.say("submission.tables", tables=", ".join(titles.values()))]
    if one.taken.replaced:
        replaced = ", ".join(titles[name] for name in one.taken.replaced if name in titles)
        lines.append(page.say("submission.replaced", tables=replaced))
    if one.taken.as_of:
        lines.append(page.say("submission.as_of", date=page.as_of(one.taken.as_of)))
    return " · ".join(lines)


def _say_state(page: CurrentView, one: Submission) -> None:
    """What became of one, with the way to the snapshot that it became."""
    number = record_of(one.snapshot).number if one.snapshot else None
    state = upper_first(submission_state(one, page.language, number))
    if one.reason:
        warn(state)
        return
    link = f" [{page.say('upload.open')}]({address_of(FRONT, **{PIN: one.snapshot})})" if one.snapshot else ""
    st.markdown(f"**{inert(state)}**{link}")


def _open(id: str) -> None:
    touched()
    st.session_state[SUBMISSION] = id


def _close() -> None:
    touched()
    st.session_state.pop(SUBMISSION, None)
    st.query_params.pop(SUBMISSION, None)
