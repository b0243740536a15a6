"""The page of verdicts and the cards' line: with one date and with two, and on a day when a deadline is over."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bs_metrics.measures.pace import pace
from bs_metrics.numbers import format_date, format_days
from bs_metrics.snapshots.combined import combined
from bs_metrics.views.stages import stages
from bs_metrics.words import LANGUAGES, words
from tests.conftest import frame_of, shown
from tests.slow.test_pages import charts, every_chart_and_list_gives_its_table_its_download_and_its_sources

DEADLINE = date(2024, 12, 31)
MET = {"district.criteria": (5, 9), "district.indicators": (30, 36)}


@pytest.fixture
def two_dates(app, store):
    """The store with a second as-of date."""

    def published(day, more=()):
        rows = [
            {"measure": name, "met": met, "total": total, "as_of": day, "source": "Báo cáo mới"}
            for name, (met, total) in (MET | dict(more)).items()
        ]
        head = store.head()
        before = store.snapshot(head).tables
        after = combined(before, {"reported_totals": frame_of("reported_totals", rows)}, as_of=day)
        return store.publish(after, expected=head, author="", note="")

    return published


@pytest.mark.parametrize("address", ["overview", "pace"])
def test_a_deadline_that_passed_since_the_data_were_made_is_said_without_another_verdict(app, monkeypatch, address):
    today = [DEADLINE]
    monkeypatch.setattr("ui.page._now", lambda zone: datetime.combine(today[0], datetime.min.time(), zone))
    page = app(address)
    assert words("pace.passed", "vi", days="1 ngày") not in shown(page).lower()
    today[0] = date(2025, 1, 1)
    said = shown(page.run()).lower()
    assert words("pace.passed", "vi", days="1 ngày") in said, "the same snapshot is kept, the reader's day is not"
    assert words("pace.overdue", "vi", days="1 ngày").lower() not in said
    assert words("pace.unknown", "vi").lower() in said


def test_a_slide_on_the_screen_knows_the_reader_s_day(app, monkeypatch):
    monkeypatch.setattr("ui.page._now", lambda zone: datetime(2025, 1, 1, tzinfo=zone))
    assert words("slide.passed", "vi", day="31/12/2024") in app("present").get("plotly_chart")[0].proto.alt


def test_with_one_date_the_page_says_what_it_takes_and_draws_no_way(app):
    page = app("pace")
    assert words("pace.one_date_only", "vi", day="01/8/2024") in shown(page)
    assert charts(page) == {"chain"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_two_dates_every_goal_has_its_way_and_what_is_overdue_is_as_large_as_its_ratio(two_dates, app, language):
    two_dates(date(2025, 1, 31))
    overdue = words("pace.overdue", language, days=format_days(31, language))
    page = app("pace", language)
    assert not page.exception and f"##### :orange[{overdue}]" in shown(page) and "##### 5/9" in shown(page)
    assert "way_district.criteria" in charts(page)
    assert words("pace.one_date_only", language, day="31/01/2025") not in shown(page)
    every_chart_and_list_gives_its_table_its_download_and_its_sources(page, language)
    front = app("overview", language)
    assert f'bs-is-overdue">{overdue}<' in shown(front)
    counted = words("pace.overdue_counted", language).lower()
    assert all(counted in shown(one).lower() for one in (page, front)), "by which day it is"
    late = words("summary.overdue", language, gap="", days=format_days(31, language))
    assert late.strip(" ()") in front.title[0].value


def test_a_snapshot_that_is_looked_at_alone_says_nothing_of_what_came_before(two_dates, store, app):
    record = two_dates(date(2024, 12, 1))
    whole = store.seen(record.id)
    assert whole.earlier and replace(whole, earlier=()).key != whole.key
    assert words("pace.late", "vi") in shown(app("overview"))
    assert words("pace.one_date_only", "vi", day="01/8/2024") in shown(app("pace", snapshot=store.history()[-1].id))


def test_a_stage_is_expected_when_the_last_of_its_parts_is(two_dates, store):
    two_dates(date(2024, 10, 1), {"commune.advanced": (3, 21)})
    after = store.seen(store.head())
    first = stages(after, "vi")[0]
    days = [pace(after.states(name)).expected[0] for name in MET]
    assert days[0] != days[1]
    assert format_date(max(days), "vi") in first.time and format_date(min(days), "vi") not in first.time
