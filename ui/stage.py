"""The blocks that a stage's page is made of; which of them, and in which order, its criteria set says."""

from collections.abc import Callable

import streamlit as st

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.contract.tables import Tables
from bs_metrics.figures.inline import stage_bar
from bs_metrics.figures.matrix import matrix
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import conditions_of, parts_of_set, ratio_of_set
from bs_metrics.measures.standing import standing
from bs_metrics.views.criteria import set_lines, status_numbers
from bs_metrics.views.ratio_tables import points_table
from bs_metrics.views.requests.agencies import line_text
from bs_metrics.views.requests.asked import Asked, asked_of_stage
from bs_metrics.views.sets.blocks import decision_text, nesting_text, placement_text, points_note
from bs_metrics.views.sets.matrix import Row, item_rows, point_rows, set_rows
from bs_metrics.views.stages import segments
from bs_metrics.views.texts import cited, dotted, in_language, owner_named, set_noun, short_name, upper_first
from bs_metrics.words import Language
from ui.addresses import ADDRESSES
from ui.inert import bold, inert
from ui.link import choice, folded
from ui.page import CurrentView
from ui.show import details, legend, line_details, ratio_sources, small_lines, still

BESIDE = ("conditions", "parts")  # blocks that stand beside what the set itself asks for
BELOW = ("items",)  # blocks as wide as the page
_SHOWN = ("not_met", "doubtful")  # items that are seen before anything is opened


def _header(text: str) -> None:
    st.header(inert(upper_first(text)), anchor=False)


def _asked(page: CurrentView, declared: CriteriaSet) -> tuple[Tables, dict[str, Ratio], str, Language]:
    return page.tables, page.ratios, declared.id, page.language


def _noun(page: CurrentView, declared: CriteriaSet, level: str) -> str:
    return set_noun(page.tables, page.ratios, declared.id, level, page.language)


def _matrix(page: CurrentView, rows: list[Row]) -> None:
    """Criteria to read across, what their signs mean, and which of them were not checked."""
    signs = {status: page.say(f"status.sign_{status}") for status in ("met", "not_met", "unknown", "doubtful")}
    st.markdown(matrix(rows, signs, page.palette), unsafe_allow_html=True)
    if any(row.unchecked for row in rows):
        st.caption(inert(page.say("set.unchecked", mark=page.say("show.memory_mark"))))


def request(page: CurrentView, declared: CriteriaSet) -> None:
    """What is not known in one sentence, and whom to ask; its list, open where points decide; where its form is."""
    asked = page.kept(asked_of_stage, *_asked(page, declared))
    if not asked:
        return
    _header(page.say("requests.section"))
    if declared.pass_rule == "points":
        _requests(page, asked)
    else:
        told = [one for one in asked if one.agency or one.look] or asked  # that nobody is named is said once
        who = "; ".join(dict.fromkeys(owner_named(one.agency, one.look, page.language) for one in told))
        said = page.say("set.request", asked="; ".join(one.short for one in asked if one.short), who=who)
        st.markdown(inert(bold(upper_first(said))))
        folded(page.say("set.request_list"), "asked", "asked_more", _requests, page, asked)
    if data := page.entries.get(ADDRESSES.get("data", "data")):
        st.page_link(data.page(), label=f":primary[{page.say('set.request_form')}]")


def _requests(page: CurrentView, asked: list[Asked]) -> None:
    told = []
    for one in asked:
        owner = owner_named(one.agency, one.look, page.language)
        told.append((one.what, dotted(line_text(one, page.snapshot, page.language), owner)))
    small_lines(told)


def _set_of(page: CurrentView, declared: CriteriaSet, lead: str) -> None:
    """Another set: what it is, its criteria, the same as a table."""
    name = in_language(declared.name, page.language)
    _header(name)
    st.markdown(inert(lead))
    _matrix(page, page.kept(set_rows, *_asked(page, declared)))
    line_details(page, f"set_{declared.id}", name, page.kept(set_lines, *_asked(page, declared)))


def _conditions(page: CurrentView, declared: CriteriaSet) -> None:
    for conditions in conditions_of(page.tables, declared):
        basis = in_language(conditions.legal_basis, page.language)
        _set_of(page, conditions, page.say("set.conditions_lead", basis=basis))


def _parts(page: CurrentView, declared: CriteriaSet) -> None:
    for parts in parts_of_set(page.tables, declared):
        kinds = ", ".join(page.word("unit_kind", kind) for kind in parts.kinds)
        _set_of(page, parts, page.say("set.parts_lead", kind=kinds, noun=_noun(page, declared, "criteria")))


def _criteria(page: CurrentView, declared: CriteriaSet) -> None:
    """The criteria to read across, with what is below each; what the totals of both levels prove together."""
    asked, lines = _asked(page, declared), page.kept(set_lines, *_asked(page, declared))
    rows, criteria = page.kept(set_rows, *asked), _noun(page, declared, "criteria")
    in_cells = any(row.cells for row in rows)
    _header(page.say("set.criteria", criteria=criteria, items=_noun(page, declared, "items")) if in_cells else criteria)
    _matrix(page, rows)
    legend(page, target=False)
    proven = page.kept(nesting_text, page.ratios, declared.id, page.language)
    if proven:
        st.markdown(inert(proven))
    of_set = [ratio for ratio in page.ratios.values() if ratio.measure.set == declared.id]
    line_details(page, "criteria", upper_first(criteria), lines, of_set)


def _items(page: CurrentView, declared: CriteriaSet) -> None:
    """What is below the criteria: what is not met, the rest at a click; all of one criterion if the reader chooses."""
    asked, noun = _asked(page, declared), _noun(page, declared, "items")
    heading = upper_first(page.say("set.items", noun=noun))
    _header(heading)
    st.markdown(inert(page.kept(placement_text, *asked)))
    codes = [line.code for line in page.kept(set_lines, *asked) if line.parent is None]
    options = {"all": page.say("set.all")} | {code: code for code in codes}
    wanted = choice(page.say("set.filter"), options, "criterion", st.segmented_control, required=True)
    by_criterion = page.kept(item_rows, *asked)
    rows = [row for code in codes if wanted in ("all", code) for row in by_criterion.get(code, ())]
    if not rows:
        st.markdown(page.say("set.none_named", noun=inert(noun)))
    shown = [row for row in rows if wanted != "all" or row.status in _SHOWN]
    if shown:
        _matrix(page, shown)
    for status in ("unknown", "met") if wanted == "all" else ():
        _folded(page, [row for row in rows if row.status == status], status, noun)
    lines = [line for line in page.kept(set_lines, *asked, True) if wanted in ("all", line.parent)]
    line_details(page, "indicators", heading, lines)


def _folded(page: CurrentView, rows: list[Row], status: str, noun: str) -> None:
    """Items of one status, at a click."""
    if rows:
        label = page.say(f"set.named_{status}", number=len(rows), noun=noun)
        folded(inert(label), f"items_{status}", f"items_{status}_more", _matrix, page, rows)


def _points(page: CurrentView, declared: CriteriaSet) -> None:
    """The points that the decision is taken on: those to be had, needed and reached of each criterion."""
    asked, noun = _asked(page, declared), _noun(page, declared, "items")
    ratio = ratio_of_set(page.ratios, declared.id, "items")
    notes = (declared.note, ratio.reported.note if ratio is not None and ratio.reported else None)
    _header(page.say("set.frame"))
    if ratio is not None and ratio.total is not None:
        values = {"ratio": ratio.headline.met, "noun": noun, "name": short_name(declared, page.language)}
        still(page, page.chart(stage_bar, segments, ratio), "standards_bar", page.say("overview.stage_alt", **values))
    st.markdown(inert(page.kept(decision_text, *asked)))
    rows = page.kept(point_rows, *asked)
    _matrix(page, rows)
    told = [
        page.say("set.bar_note") if any(row.bar for row in rows) else "",
        page.kept(points_note, page.tables, *asked[2:]),
    ]
    st.caption(inert(" ".join(filter(None, told))))
    st.caption(inert(". ".join(filter(None, (in_language(note, page.language) for note in notes)))))

    def sources() -> list[str]:
        of_criteria = (cited(one.criterion.citation) for one in page.kept(standing, *asked[:3]))
        return [*ratio_sources([ratio] if ratio else [], page), *of_criteria]

    details(page, "points", page.say("set.frame"), lambda: points_table(*asked), sources)


def _thresholds(page: CurrentView, declared: CriteriaSet) -> None:
    """All criteria, with their measured values against the thresholds."""
    asked, noun = _asked(page, declared), _noun(page, declared, "criteria")
    ratio = ratio_of_set(page.ratios, declared.id, "criteria")
    lines = page.kept(set_lines, *asked)
    numbers = status_numbers(lines)
    total = ratio.total if ratio is not None and ratio.total else sum(numbers.values())
    name = in_language(declared.name, page.language)
    _header(name)
    st.markdown(page.say("set.lead", total=total, noun=inert(noun), **numbers))
    _matrix(page, page.kept(set_rows, *asked))
    st.caption(page.say("set.scale_note"))
    line_details(page, declared.address, name, lines, [ratio] if ratio else [])


BLOCKS: dict[str, Callable[[CurrentView, CriteriaSet], None]] = {
    "conditions": _conditions,
    "criteria": _criteria,
    "items": _items,
    "points": _points,
    "thresholds": _thresholds,
    "parts": _parts,
}


def draw(page: CurrentView, declared: CriteriaSet, blocks: list[str]) -> None:
    """The blocks in their order: what the set asks for, beside it what goes with it and what is not known, below it the
    items by name."""
    main = [block for block in blocks if block not in (*BESIDE, *BELOW)]
    beside = [block for block in blocks if block in BESIDE]
    lacks = page.kept(asked_of_stage, *_asked(page, declared))
    two = main and (beside or lacks)
    left, right = st.columns([3, 2], gap="large") if two else (st.container(), st.container())
    with left:
        for block in main:
            BLOCKS[block](page, declared)
    with right:
        request(page, declared)
        for block in beside:
            BLOCKS[block](page, declared)
    for block in blocks:
        if block in BELOW:
            BLOCKS[block](page, declared)
