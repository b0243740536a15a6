"""A unit's result for a set follows from its criteria, and those from their items; a row that disagrees is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.measures.counting import criterion_results, rows_of_set, unit_results
from bs_metrics.measures.ratios import ratios
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.lists.units import standing_out
from bs_metrics.views.meeting.slides import slides
from bs_metrics.words import words
from tests.conftest import tables_of

RESULTS = st.sampled_from(["met", "met", "met", "not_met", "unknown", None])


@st.composite
def places(draw):
    """Communes and a set of criteria, some with items below; any of the results stated, of both levels and above."""
    criteria = [str(number) for number in range(1, draw(st.integers(0, 4)) + 1)]
    items = {code: [f"{code}.{number}" for number in range(1, draw(st.integers(0, 2)) + 1)] for code in criteria}
    units = [f"c{number}" for number in range(draw(st.integers(1, 4)))]
    sizes = {code: draw(st.none() | st.integers(1, 3)) for code in criteria}
    results = {
        (code, unit): draw(RESULTS)
        for unit in units
        for code in (None, *criteria, *(item for below in items.values() for item in below))
    }
    return {
        "criteria": criteria,
        "items": items,
        "sizes": sizes,
        "units": units,
        "rule": draw(st.sampled_from(["all", "all", "all", "points"])),
        "official": draw(st.none() | st.integers(0, 5)),
        "results": {place: result for place, result in results.items() if result},
    }


def made_of(place):
    """The same as tables."""
    rows = {
        "units": [{"code": code, "kind": "commune"} for code in place["units"]],
        "criteria_sets": [
            {"id": "s", "applies_to": "commune", "pass_rule": place["rule"], "official_criteria": place["official"]}
        ],
        "criteria": [
            *({"set": "s", "code": code, "items": place["sizes"][code]} for code in place["criteria"]),
            *({"set": "s", "code": item, "parent": code} for code, below in place["items"].items() for item in below),
        ],
        "results": [
            {"set": "s", "criterion": code, "unit": unit, "result": result}
            for (code, unit), result in place["results"].items()
        ],
        "measures": [
            {"id": "units", "counts": "units", "set": "s", "order": 1},
            {"id": "criteria", "counts": "criteria", "set": "s", "order": 2},
        ],
    }
    return tables_of(**rows)


def expected(stated, below, size):
    """One thing as a person would say it: by its own row, what lies below it, and how many there are of those."""
    proven = None
    if "not_met" in below:
        proven = "not_met"
    elif size and below.count("met") >= size:
        proven = "met"
    if proven is None and stated == "met" and "doubtful" in below:
        return "doubtful"
    if proven is None or proven == stated:
        return stated
    return proven if stated == "unknown" else "doubtful"


def naive(place):
    """Status of every criterion by unit, and of every unit, in loops."""
    decides = place["rule"] == "all"
    criteria, units = {}, {}
    for unit in place["units"]:
        stated = {code: place["results"].get((code, unit), "unknown") for code in place["criteria"]}
        for code, below in place["items"].items():
            known = [place["results"].get((item, unit), "unknown") for item in below] if decides else []
            size = place["sizes"][code] and max(place["sizes"][code], len(below))
            criteria[code, unit] = expected(stated[code], known, size)
        of_unit = [criteria[code, unit] for code in place["criteria"]] if decides else []
        whole = place["results"].get((None, unit), "unknown")
        units[unit] = expected(whole, of_unit, max(place["official"] or 0, len(of_unit)))
    return criteria, units


@given(places())
def test_every_result_is_what_a_person_would_say(place):
    criteria, units = naive(place)
    tables = made_of(place)
    of_set = rows_of_set(tables, "s")
    found = unit_results(tables, "s", of_set)
    assert {unit: found["status"].get(unit, "unknown") for unit in place["units"]} == units
    assert {unit: found["stated"].get(unit, "unknown") for unit in place["units"]} == {
        unit: place["results"].get((None, unit), "unknown") for unit in place["units"]
    }
    by_criterion = criterion_results(tables, "s", of_set)["status"]
    assert {place: by_criterion.get(place, "unknown") for place in criteria} == criteria
    counted = ratios(tables)
    for id, statuses in (("units", list(units.values())), ("criteria", list(criteria.values()))):
        counts = counted[id].counts
        met, not_met, doubtful = (statuses.count(status) for status in ("met", "not_met", "doubtful"))
        assert (counts.met, counts.not_met, counts.doubtful) == (met, not_met, doubtful)
        assert counts.named == len(statuses)
        assert (counted[id].headline.kind == "contradiction") >= (doubtful > 0)


CRITERIA = [{"set": "s", "code": "1"}, {"set": "s", "code": "2"}]


@pytest.mark.parametrize(
    ("official", "stated", "known", "counts", "kind"),
    [
        (2, None, ("met", "met"), (1, 0, 0), "items"),
        (2, None, ("met", "not_met"), (0, 1, 0), "items"),
        (2, None, ("met", None), (0, 0, 1), "interval"),
        (3, None, ("met", "met"), (0, 0, 1), "interval"),  # one more in the document than is named
        (1, None, ("met", None), (0, 0, 1), "interval"),  # more are named than the document has
        (None, None, ("met", "met"), (1, 0, 0), "items"),
        (2, "met", ("met", "not_met"), (0, 0, 1), "contradiction"),
        (2, "not_met", ("met", "met"), (0, 0, 1), "contradiction"),
        (2, "met", ("met", None), (1, 0, 0), "items"),
    ],
)
def test_a_unit_is_counted_by_its_criteria(tables, official, stated, known, counts, kind):
    results = [{"criterion": str(number), "result": result} for number, result in enumerate(known, 1) if result]
    found = ratios(
        tables(
            units=[{"code": "c", "kind": "commune"}],
            criteria_sets=[{"id": "s", "applies_to": "commune", "pass_rule": "all", "official_criteria": official}],
            criteria=CRITERIA,
            results=[
                *({"set": "s", "unit": "c"} | row for row in results),
                *([{"set": "s", "unit": "c", "result": stated}] if stated else []),
            ],
            measures=[{"id": "a", "counts": "units", "set": "s"}],
        )
    )["a"]
    assert (found.counts.met, found.counts.not_met, found.counts.unknown) == counts
    assert found.headline.kind == kind


def test_units_count_by_the_kinds_that_their_set_applies_to(tables):
    """As criteria do: a measure without a filter leaves a township out of a set for communes."""
    given = tables(
        units=[{"code": "c", "kind": "commune"}, {"code": "t", "kind": "township"}],
        criteria_sets=[{"id": "s", "applies_to": "commune", "pass_rule": "all"}],
        results=[{"set": "s", "unit": "c", "result": "met"}],
        measures=[{"id": "units", "counts": "units", "set": "s"}],
    )
    assert (ratios(given)["units"].headline.met, ratios(given)["units"].total) == (1, 1)


@pytest.mark.parametrize(("reported", "unnamed"), [(2, "1"), (1, ""), (3, "")])
def test_that_a_report_names_not_all_that_are_met_is_said_beside_the_names(reported, unnamed):
    shown = tables_of(
        units=[{"code": code, "name": f"Xã {code}", "kind": "commune"} for code in "abc"],
        criteria_sets=[{"id": "s", "name": "S", "applies_to": "commune", "pass_rule": "all"}],
        results=[{"set": "s", "unit": "a", "result": "met"}],
        measures=[{"id": "m", "noun": "xã", "counts": "units", "set": "s"}],
        reported_totals=[{"measure": "m", "met": reported, "total": 3}],
    )
    ((_, names),) = standing_out(shown, ratios(shown), "vi")
    slide = next(one for one in slides(snapshot_of(shown), "vi") if one.id == "communes-s")
    said = words("units.unnamed_met", "vi", number=unnamed, met=f"{reported} xã")
    for told in (names, " ".join(slide.lines).lower()):
        assert said in told if unnamed else said.partition(":")[0] not in told
