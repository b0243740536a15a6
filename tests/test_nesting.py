"""What two totals prove about the level below: the report's case, and small cases against going through all ways."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bs_metrics.measures.nesting import Group, nest


def report_groups():
    """The nine criteria of the report: 3 and 4 met, 7 and 8 of unknown size, 36 items in all."""
    sizes = {"1": 2, "2": 4, "3": 2, "4": 1, "5": 6, "6": 4, "7": None, "8": None, "9": 6}
    return [Group(code, size, "met" if code in "34" else "not_met") for code, size in sizes.items()]


def test_thirteen_unmet_over_seven_leave_one_that_misses_a_single_item():
    found = nest(report_groups(), 36, (13, 13), (7, 7))
    assert found.single == (1, 6)


def test_spans_of_the_report():
    found = nest(report_groups(), 36, (13, 13), (7, 7))
    assert found.unmet == {
        **{"1": (1, 2), "2": (1, 4), "3": (0, 0), "4": (0, 0), "5": (1, 6)},
        **{"6": (1, 4), "7": (1, 7), "8": (1, 7), "9": (1, 6)},
    }


def test_fourteen_over_seven_prove_no_single_miss():
    assert nest(report_groups(), 36, (14, 14), (7, 7)).single[0] == 0


def test_as_many_misses_as_groups_make_every_one_single():
    assert nest(report_groups(), 36, (7, 7), (7, 7)).single == (7, 7)


def test_fewer_misses_than_unmet_groups_fit_nothing():
    assert nest(report_groups(), 36, (6, 6), (7, 7)) is None


def test_sizes_that_do_not_add_up_fit_nothing():
    assert nest([Group("1", 2, "unknown"), Group("2", 3, "unknown")], 6, (0, 6), (0, 2)) is None


def test_a_met_criterion_with_an_unmet_item_fits_nothing():
    assert nest([Group("1", 2, "met", not_met=1)], 2, (0, 2), (0, 1)) is None


def test_unknown_groups_are_narrowed_by_the_items_below_them():
    found = nest([Group("1", 2, "unknown", not_met=1), Group("2", 2, "unknown")], 4, (1, 1), (0, 2))
    assert found.unmet == {"1": (1, 1), "2": (0, 0)}
    assert found.unmet_groups == (1, 1)


def test_items_known_to_be_met_take_their_room_among_groups_without_a_size():
    found = nest([Group("a", None, "unknown", met=2), Group("b", None, "unknown")], 4, (0, 4), (0, 2))
    assert found.unmet == {"a": (0, 1), "b": (0, 2)}


@st.composite
def cases(draw):
    """Up to four small groups, any of them without a size, and spans of both totals."""
    groups = []
    for position in range(draw(st.integers(1, 4))):
        size = draw(st.none() | st.integers(1, 3))
        met = draw(st.integers(0, size if size is not None else 2))
        not_met = draw(st.integers(0, (size - met) if size is not None else 1))
        groups.append(Group(str(position), size, draw(st.sampled_from(["met", "not_met", "unknown"])), met, not_met))
    sized = sum(group.size or 0 for group in groups)
    total = sized + (draw(st.integers(0, 5)) if any(group.size is None for group in groups) else 0)
    items = sorted(draw(st.tuples(st.integers(0, total), st.integers(0, total))))
    count = sorted(draw(st.tuples(st.integers(0, len(groups)), st.integers(0, len(groups)))))
    return groups, total, tuple(items), tuple(count)


def fits(group, size, unmet):
    """Whether a group of this size can miss so many items, by what is known of it."""
    in_range = size >= 1 and group.not_met <= unmet <= size - group.met
    return in_range and {"met": unmet == 0, "not_met": unmet > 0, "unknown": True}[group.status]


def every_way(groups, total, items, count):
    """Every way the groups can miss items: all sizes of those without one, all numbers of misses."""
    for sizes in product(*[[group.size] if group.size is not None else range(1, total + 1) for group in groups]):
        if sum(sizes) != total:
            continue
        for unmet in product(*[range(size + 1) for size in sizes]):
            possible = all(fits(*each) for each in zip(groups, sizes, unmet, strict=True))
            if possible and items[0] <= sum(unmet) <= items[1] and count[0] <= sum(map(bool, unmet)) <= count[1]:
                yield unmet


def span(values):
    return min(values), max(values)


@settings(max_examples=400)
@given(case=cases())
def test_bounds_are_exactly_those_of_all_ways(case):
    groups = case[0]
    ways = list(every_way(*case))
    found = nest(*case)
    if not ways:
        assert found is None
        return
    assert found is not None
    assert found.unmet == {group.code: span([way[i] for way in ways]) for i, group in enumerate(groups)}
    assert found.single == span([way.count(1) for way in ways])
    assert found.unmet_items == span([sum(way) for way in ways])
    assert found.unmet_groups == span([sum(map(bool, way)) for way in ways])
