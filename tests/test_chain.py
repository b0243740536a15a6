"""The chain of goals comes from rows: what rests on what, who waits, how many days are left."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.measures.chain import links
from bs_metrics.measures.pace import pace
from bs_metrics.measures.ratios import ratios
from bs_metrics.measures.sets import deadline_of
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.snapshot import snapshot_of, succeeding
from bs_metrics.views.overview.lines import lines
from bs_metrics.views.stages import stages
from bs_metrics.views.texts import upper_first
from bs_metrics.views.verdicts.goals import count_text, drawn_goals, goal_cards, goal_table, judged, missing_dates_text
from bs_metrics.views.verdicts.links import link_lines, span_rows
from bs_metrics.views.verdicts.verdict import actual_text, expected_text, required_text
from bs_metrics.words import LANGUAGES, words

DAYS = {"a": date(2024, 12, 31), "b": date(2025, 6, 30), "c": date(2025, 12, 31)}


@pytest.fixture
def state(tables):
    """Three goals, of which the second waits for the first and the third for the second; so many of ten are met."""

    def made(day, a, b, c):
        met = {"a": a, "b": b, "c": c}
        return tables(
            about=[{"key": "as_of", "value": day.strftime("%d/%m/%Y")}],
            criteria_sets=[
                {"id": "two", "applies_to": "district", "stage": 1, "name": "Hai"},
                {"id": "three", "applies_to": "district", "stage": 2, "name": "Ba"},
                {"id": "of_three", "applies_to": "district", "part_of": "three"},
            ],
            criteria=[
                {"set": "two", "code": "1", "measure": "a", "operator": "ge", "threshold": 10},
                {"set": "two", "code": "2", "measure": "b"},
                {"set": "of_three", "code": "1", "measure": "b", "name": "Đạt hai"},
            ],
            measures=[
                {"id": "a", "counts": "reported", "order": 1, "name": "Một"},
                {"id": "b", "counts": "reported", "stage": 1, "role": "headline", "order": 2, "name": "Hai"},
                {"id": "c", "counts": "reported", "stage": 2, "role": "headline", "order": 3, "name": "Ba"},
            ],
            reported_totals=[{"measure": name, "met": met[name], "total": 10, "as_of": day} for name in met],
            targets=[{"measure": name, "count": 10, "deadline": DAYS[name]} for name in met],
        )

    return made


def dated(state, *rows):
    shown = snapshot_of(state(*rows[0]), "0")
    for number, row in enumerate(rows[1:], start=1):
        shown = replace(succeeding(shown, state(*row)), id=str(number))
    return shown


FIRST, THEN = (date(2024, 8, 1), 3, 2, 1), (date(2024, 9, 30), 7, 2, 4)


def test_a_goal_waits_for_what_its_criteria_name_and_not_for_itself(state):
    given = state(*FIRST)
    chain = links(given, ratios(given))
    assert [(one.above.id, one.criterion.set, one.below.id) for one in chain] == [
        ("b", "two", "a"),
        ("c", "of_three", "b"),
    ]
    assert [one.planned for one in chain] == [181, 184]


def test_slack_is_a_range_of_days_before_the_deadline_of_what_waits(state):
    shown = dated(state, FIRST, THEN)
    first, then = links(shown.tables, shown.ratios)
    found = pace(shown.states("a"))
    assert first.slack(found) == tuple((DAYS["b"] - day).days for day in reversed(found.expected))
    assert then.slack(pace(shown.states("b"))) is None, "nothing was met, so nothing is expected"
    assert words("pace.never", "vi") in link_lines(shown, "vi")[1][1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_reached_holds_up_all_that_waits_for_it_also_by_way_of_others(state, language):
    lines = link_lines(dated(state, FIRST, THEN), language)
    assert all(name in lines[0][1] for name in ("Một", "hai", "ba")) and "ba" in lines[1][1]
    done = link_lines(dated(state, FIRST, (date(2024, 9, 30), 10, 2, 4)), language)
    assert "ba" not in done[0][1], "what is reached holds up nothing"


def test_goals_come_overdue_first_and_the_sentence_counts_them(state):
    shown = dated(state, FIRST, (date(2025, 1, 31), 7, 2, 9))
    assert [ratio.id for ratio, _ in judged(shown)] == ["a", "b", "c"]
    assert [found.verdict for _, found in judged(shown)] == ["overdue", "late", "in_time"]
    said = count_text(shown, "vi")
    assert said.startswith("3 ") and "1 quá hạn, lâu nhất 31 ngày" in said and "1 chậm tiến độ" in said
    assert len(goal_table(shown, "vi")) == len(span_rows(shown, "vi")) == len(drawn_goals(shown)) == 3


def test_once_its_last_day_has_passed_nothing_is_expected_any_more(state):
    shown = dated(state, FIRST, THEN)
    found = pace(shown.states("a"))
    last = found.expected[1]
    assert expected_text(found, "vi", last) == expected_text(found, "vi") != ""
    days = {name: format_date(day, "vi") for name, day in zip(("earliest", "latest"), found.expected, strict=True)}
    past = words("pace.expected_passed", "vi", **days)
    after = last + timedelta(1)
    assert expected_text(found, "vi", after) == past
    card = next(card for card in goal_cards(shown, "vi", after) if card.ratio.id == "a")
    assert upper_first(past) in card.lines and not card.passed, "the deadline is still to come"
    (when,) = {line.when for line in lines(shown, "vi", DAYS["b"]) if line.when.startswith("31/12/2024")}
    assert when == words("slide.passed", "vi", day="31/12/2024")


def test_with_one_date_nothing_is_drawn_and_it_says_what_is_needed(state):
    shown = dated(state, FIRST)
    assert drawn_goals(shown) == [] and "01/8/2024" in missing_dates_text(shown, "vi")
    assert missing_dates_text(dated(state, FIRST, THEN), "vi") == ""


def test_a_correction_takes_the_place_of_the_state_that_it_corrects(state):
    shown = dated(state, FIRST, THEN, (THEN[0], 5, 2, 4))
    assert [one.id for one in shown.dated] == ["0", "2"]
    assert dated(state, THEN, FIRST).earlier == (), "what is of a later date is not past"


def test_the_shipped_chain_leads_from_communes_to_the_district_and_from_the_class_to_the_town(shipped):
    chain = {(one.below.id, one.above.id) for one in links(shipped.tables, shipped.ratios)}
    assert {("commune.advanced", "district.criteria"), ("urban_iv.standards", "town.standards")} <= chain


def test_a_stage_is_judged_with_its_conditions_and_names_the_one_that_speaks(tables):
    def goal(name, met, role):
        return (
            {"id": name, "counts": "reported", "set": "s", "stage": 1, "role": role, "name": name},
            {"measure": name, "met": met, "total": 3},
            {"measure": name, "count": 3, "deadline": date(2024, 12, 31)},
        )

    measures, totals, targets = zip(goal("Chính", 3, "headline"), goal("Kèm", 2, "condition"), strict=True)
    given = tables(
        about=[{"key": "as_of", "value": "31/01/2025"}],
        criteria_sets=[{"id": "s", "applies_to": "district", "stage": 1}],
        measures=list(measures),
        reported_totals=list(totals),
        targets=list(targets),
    )
    (stage,) = stages(snapshot_of(given), "vi")
    assert (stage.verdict, stage.said) == ("overdue", words("pace.overdue", "vi", days="31 ngày"))
    assert stage.time == f"Kèm · {words('pace.overdue_counted', 'vi')}"


@pytest.mark.parametrize(("met", "named"), [(8, ""), (6, "Chi tiết")])
def test_a_stage_is_judged_by_its_own_figure_or_names_the_other_that_is_expected_later(tables, met, named):
    """`met`: of the detail, on the second day; then it takes as long as the stage's own, or longer."""

    def made(day, own, detail):
        numbers = {"m": own, "d": detail}
        return tables(
            about=[{"key": "as_of", "value": day.strftime("%d/%m/%Y")}],
            criteria_sets=[{"id": "s", "applies_to": "district", "stage": 1}],
            measures=[
                {"id": "m", "counts": "reported", "set": "s", "stage": 1, "role": "headline", "name": "Chính"},
                {"id": "d", "counts": "reported", "set": "s", "stage": 1, "role": "detail", "name": "Chi tiết"},
            ],
            reported_totals=[{"measure": id, "met": one, "total": 10, "as_of": day} for id, one in numbers.items()],
            targets=[{"measure": id, "count": 10, "deadline": DAYS["a"]} for id in numbers],
        )

    (stage,) = stages(dated(made, (date(2024, 8, 1), 4, 4), (date(2024, 9, 30), 8, met)), "vi")
    assert stage.remarks.why.startswith(named) and bool(stage.remarks.why) == bool(named)


def test_each_stage_is_drawn_with_all_its_goals_below_it(shipped):
    labels = [label.partition("\n")[0] for label in span_rows(shipped, "vi")["label"]]
    names = [label.rpartition(" ")[0] for label in labels]
    heads = [place for place, name in enumerate(names) if not name.startswith("↳")]
    assert 0 < names.index("↳ Chỉ tiêu huyện nông thôn mới") < heads[1]


@pytest.mark.parametrize(
    ("printed", "noun"), [(Fraction(1), "ward"), (Fraction(3, 2), "wards"), (Fraction(1, 2), "wards")]
)
def test_one_thing_a_month_is_said_in_the_singular(shipped, printed, noun):
    wards = shipped.ratios["town.wards"]
    found = replace(pace(shipped.states("town.wards")), required=printed, actual=(printed, printed))
    assert f" {noun} a month" in required_text(wards, found, "en")
    assert f" {noun} a month" in actual_text(wards, found, "en")


def test_sets_in_a_circle_of_older_data_have_no_deadline_and_harm_nothing(tables):
    sets = [{"id": one, "applies_to": "district", "part_of": to} for one, to in (("a", "b"), ("b", "c"), ("c", "a"))]
    made = tables(criteria_sets=sets)
    assert [deadline_of(made, {}, one) for one in made.rows(CriteriaSet)] == [None] * 3
