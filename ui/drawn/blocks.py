"""Parts of the overview that are markup: the cards of the stages, and lines with their owner and day at the right.

One block is one message: what it says and its bars are painted together, and no chart's script is waited for.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from bs_metrics.figures.inline import block, image, sparkline, stage_bar
from bs_metrics.views.actions import action_sources, action_table
from bs_metrics.views.overview.lines import Line, decided_lines
from bs_metrics.views.ratio_tables import trend_rows
from bs_metrics.views.stages import Stage, segments, stages
from bs_metrics.views.texts import dotted, upper_first
from bs_metrics.views.verdicts.verdict import passed_text
from ui.inert import highlighted, in_markup
from ui.link import folded
from ui.page import CurrentView
from ui.show import details

_FIRST, _DECIDED = 6, 3  # lines of what is missing, and of what was decided about it; the rest is one click away


def show(page: CurrentView, markup: str) -> None:
    """Markup in the reader's colours; all that came from the data has gone through `in_markup`."""
    st.markdown(block(markup, page.palette), unsafe_allow_html=True)


def stage_cards(page: CurrentView, road: Sequence[Stage]) -> None:
    """Each stage: its ratio as large as a figure can be, its bar, what it lacks, and whether it will be made."""
    if road:
        show(page, f'<div class="bs-cards">{"".join(_card(page, stage) for stage in road)}</div>')


def _card(page: CurrentView, stage: Stage) -> str:
    badge, told = _judged(page, stage)
    alt = page.say("overview.stage_alt", ratio=stage.headline, noun=stage.noun, name=stage.name)
    drawn = page.chart(stage_bar, segments, stage.ratio)
    parts = [
        f'<div class="bs-apart">{_div("name", stage.name, heading=2)}'
        f"{_div(f'badge bs-is-{stage.verdict}', badge)}</div>",
        f'<div class="bs-headline">{_div("ratio", stage.headline, heading=3)}'
        f"<div>{_div('small', stage.noun)}{_div('small', stage.deadline)}</div></div>",
        image(str(drawn.figure), f"{alt} {drawn.in_words}"),
        _trend(page, stage),
        _div("said", stage.text),
        _div("small", upper_first(told)) if told else "",
    ]
    return f'<div class="bs-card">{"".join(parts)}</div>'


def stage_verdict(page: CurrentView, address: str) -> None:
    """What a stage's card says of its deadline and whether it will be made, at the top of the page at its address."""
    for stage in page.kept(stages, page.snapshot, page.language, highlighted, page.today):
        if stage.address == address:
            badge, told = _judged(page, stage)
            said = _div("small", upper_first(dotted(stage.deadline, told)))
            show(page, f'<div class="bs-headline">{_div(f"badge bs-is-{stage.verdict}", badge)}{said}</div>')


def _judged(page: CurrentView, stage: Stage) -> tuple[str, str]:
    """The verdict in two or three words, and what belongs to it. Without one, the time left; or, by the reader's day,
    that the deadline has passed."""
    given, language = stage.remarks, page.language
    passed = passed_text(stage.ratio.deadline, page.snapshot.as_of, page.today, language)
    if stage.verdict != "unknown":
        return stage.said, given.text(passed if stage.verdict != "done" else "")
    if passed:
        return page.say("overview.passed"), passed
    why = ": ".join(filter(None, (stage.said if given.left else "", given.why)))
    return given.left or stage.said, dotted(why, given.required, given.seen)


def _trend(page: CurrentView, stage: Stage) -> str:
    """How a stage moved so far, from the second as-of date on."""
    if not page.snapshot.earlier:
        return ""
    drawn = page.chart(sparkline, trend_rows, page.snapshot, stage.ratio.id, page.language, page.today)
    return image(str(drawn.figure), f"{stage.name}: {drawn.in_words}") if len(drawn.rows) > 1 else ""


def _div(name: str, text: str, heading: int = 0) -> str:
    role = f' role="heading" aria-level="{heading}"' if heading else ""
    return f'<div class="bs-{name}"{role}>{in_markup(text)}</div>'


def owned_lines(page: CurrentView, lines: Sequence[Line], code: str, most: int = _FIRST) -> None:
    """What is missing, line by line, with who has to act and until when at the right; the first few, the rest one click
    away, in the link by `code`."""
    _lines(page, lines[:most])
    if len(lines) > most:
        label = page.say("show.more_lines", number=len(lines) - most)
        folded(label, code, f"{code}_more", _lines, page, lines[most:])


def _lines(page: CurrentView, lines: Iterable[Line]) -> None:
    shown = []
    for line in lines:
        who = _div("who" if line.who else "who bs-not_met", line.who or page.say("overview.unassigned"))
        day = _div("when bs-is-overdue" if line.overdue else "when", line.when)
        pairs = (_div("what", line.what) + who, _div("why", line.why) + day)
        parts = (f'<div class="bs-pair">{pair}</div>' for pair in pairs)
        shown.append(f'<div class="bs-line" role="listitem">{"".join(parts)}</div>')
    show(page, f'<div class="bs-lines" role="list">{"".join(shown)}</div>')


def decided(page: CurrentView) -> None:
    """What was decided about gaps and is still to be done; nothing where nothing is."""
    lines = page.kept(decided_lines, page.snapshot, page.language, page.today)
    if lines:
        number = sum(one.overdue for one in lines)
        st.header(page.say("action.title_overdue" if number else "action.title", number=number), anchor=False)
        owned_lines(page, lines, "actions", _DECIDED)
        table, sources = partial(action_table, page.snapshot, page.language), partial(action_sources, page.snapshot)
        details(page, "action_table", page.say("action.title"), table, sources)
