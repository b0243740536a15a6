"""The blocks that a stage's page is made of; which of them, and in which order, its criteria set says."""

from collections.abc import Callable

import streamlit as st

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.tables import Tables
from bs_metrics.figures.bars import item_cells, share_bars, stage_bar, threshold_bars
from bs_metrics.measures.counting import criteria_of
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import conditions_of, parts_of_set, ratio_of_set
from bs_metrics.measures.standing import standing
from bs_metrics.views.criteria import line_table, set_lines, status_numbers
from bs_metrics.views.ratio_tables import points_table, ratio_table
from bs_metrics.views.set_blocks import (
    decision_text,
    item_bars,
    item_spans,
    nesting_text,
    placement_text,
    point_bars,
    points_note,
    threshold_rows,
)
from bs_metrics.views.stages import segments
from bs_metrics.views.texts import cited, in_language, set_noun, short_name, upper_first
from bs_metrics.words import Language
from ui.inert import inert
from ui.link import choice
from ui.page import CurrentView
from ui.show import chart, details, legend, line_details, ratio_sources, status_lines, still


def _header(text: str) -> None:
    st.header(inert(upper_first(text)), anchor=False)


def _asked(page: CurrentView, declared: CriteriaSet) -> tuple[Tables, dict[str, Ratio], str, Language]:
    return page.tables, page.ratios, declared.id, page.language


def _noun(page: CurrentView, declared: CriteriaSet, level: str) -> str:
    return set_noun(page.tables, page.ratios, declared.id, level, page.language)


def _set_of(page: CurrentView, declared: CriteriaSet, lead: str) -> None:
    """Another set: what it is, its criteria, the same as a table."""
    _header(in_language(declared.name, page.language))
    st.markdown(inert(lead))
    lines = page.kept(set_lines, *_asked(page, declared))
    status_lines(page, lines)
    line_details(page, f"set_{declared.id}", in_language(declared.name, page.language), lines)


def _conditions(page: CurrentView, declared: CriteriaSet) -> None:
    for conditions in conditions_of(page.tables, declared):
        basis = in_language(conditions.legal_basis, page.language)
        _set_of(page, conditions, page.say("set.conditions_lead", basis=basis))


def _parts(page: CurrentView, declared: CriteriaSet) -> None:
    for parts in parts_of_set(page.tables, declared):
        kinds = ", ".join(page.word("unit_kind", kind) for kind in parts.kinds)
        _set_of(page, parts, page.say("set.parts_lead", kind=kinds, noun=_noun(page, declared, "criteria")))


def _criteria(page: CurrentView, declared: CriteriaSet) -> None:
    """Cells for what is below each criterion, where it is known how many there are; else the criteria as lines."""
    asked, criteria, items = _asked(page, declared), *(_noun(page, declared, level) for level in ("criteria", "items"))
    lines = page.kept(set_lines, *asked)
    if all(criterion.items is None for criterion in criteria_of(page.tables, declared.id)):
        _header(criteria)
        status_lines(page, lines)
        line_details(page, "criteria", upper_first(criteria), lines)
        return
    drawn = page.chart(item_cells, item_spans, *asked)
    _header(page.say("set.criteria", criteria=criteria, items=items))
    proven = page.kept(nesting_text, page.ratios, declared.id, page.language)
    if proven:
        st.markdown(inert(proven))
    st.caption(page.say("set.cells_legend", noun=inert(items)))
    of_set = [ratio for ratio in page.ratios.values() if ratio.measure.set == declared.id]
    chart(
        page,
        drawn,
        "criteria",
        page.say("set.criteria_alt", number=len(lines), noun=items),
        lambda: line_table(lines, page.language),
        lambda: ratio_sources(of_set, page),
    )


def _items(page: CurrentView, declared: CriteriaSet) -> None:
    """What is below the criteria, of one of them if the reader chooses."""
    asked, noun = _asked(page, declared), _noun(page, declared, "items")
    heading = upper_first(page.say("set.items", noun=noun))
    _header(heading)
    st.markdown(inert(page.kept(placement_text, *asked)))
    codes = [line.code for line in page.kept(set_lines, *asked) if line.parent is None]
    options = {"all": page.say("set.all")} | {code: code for code in codes}
    wanted = choice(page.say("set.filter"), options, "criterion", st.segmented_control, required=True)
    lines = [line for line in page.kept(set_lines, *asked, True) if wanted in ("all", line.parent)]
    status_lines(page, lines)
    if not lines:
        st.markdown(page.say("set.none_named", noun=inert(noun)))
    line_details(page, "indicators", heading, lines)


def _points(page: CurrentView, declared: CriteriaSet) -> None:
    """How many are met beside the points that the decision is taken on."""
    asked, noun = _asked(page, declared), _noun(page, declared, "items")
    ratio = ratio_of_set(page.ratios, declared.id, "items")
    notes = (declared.note, ratio.reported.note if ratio is not None and ratio.reported else None)
    st.caption(inert(". ".join(filter(None, (in_language(note, page.language) for note in notes)))))
    if ratio is not None and ratio.total is not None:
        name = short_name(declared, page.language)
        alt = page.say("overview.stage_alt", ratio=ratio.headline.met, noun=noun, name=name)
        still(page, page.chart(stage_bar, segments, ratio), "standards_bar", alt)
        legend(page, target=False)
        shown = {ratio.id: ratio}
        details(
            page,
            "standards_ratio",
            alt,
            lambda: ratio_table(shown, page.language),
            lambda: ratio_sources(shown.values(), page),
        )
    st.markdown(inert(page.kept(decision_text, *asked)))
    by_level = {"standards": ("by_items", item_bars), "points": ("by_points", point_bars)}
    for column, (key, (said, bars)) in zip(st.columns(2, gap="large"), by_level.items(), strict=True):
        drawn = page.chart(share_bars, bars, *asked)
        if len(drawn.rows):
            with column:
                _header(page.say(f"set.{said}", noun=noun))
                chart(
                    page,
                    drawn,
                    key,
                    page.say(f"set.{said}_alt", number=len(drawn.rows), noun=noun),
                    lambda: points_table(*asked),
                    lambda: [cited(one.criterion.citation) for one in page.kept(standing, *asked[:3])],
                )
    st.caption(inert(page.kept(points_note, *asked)))


def _thresholds(page: CurrentView, declared: CriteriaSet) -> None:
    """Measured values against their thresholds, beside all criteria as lines."""
    asked, noun = _asked(page, declared), _noun(page, declared, "criteria")
    ratio = ratio_of_set(page.ratios, declared.id, "criteria")
    lines = page.kept(set_lines, *asked)
    numbers = status_numbers(lines)
    total = ratio.total if ratio is not None and ratio.total else sum(numbers.values())
    st.markdown(page.say("set.lead", total=total, noun=inert(noun), **numbers))
    measured, others = st.columns([3, 2], gap="large")
    with measured:
        _header(page.say("set.measured", noun=noun))
        drawn = page.chart(threshold_bars, threshold_rows, *asked)
        chart(
            page,
            drawn,
            declared.address,
            page.say("set.measured_alt", number=len(drawn.rows), noun=noun),
            lambda: line_table(lines, page.language),
            lambda: [*ratio_sources([ratio] if ratio else [], page), *(line.source for line in lines)],
        )
        st.caption(page.say("set.scale_note"))
    with others:
        _header(in_language(declared.name, page.language))
        status_lines(page, lines)


BLOCKS: dict[str, Callable[[CurrentView, CriteriaSet], None]] = {
    "conditions": _conditions,
    "criteria": _criteria,
    "items": _items,
    "points": _points,
    "thresholds": _thresholds,
    "parts": _parts,
}
