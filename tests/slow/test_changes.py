"""What an upload makes of the tables, and what is said to have changed: the edits, no more and no less."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bs_metrics.contract.columns import empty_frame
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import check
from bs_metrics.intake.folder import read_files, read_folder
from bs_metrics.measures.about import about_row, as_of_date, is_as_of_assumed
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import combined, contradictions, new_errors, outcome_of
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.views.changes import statement_lines
from bs_metrics.views.texts import ratio_name
from bs_metrics.words import words
from tests.conftest import book_of, frame_of
from tests.corpus.files import book
from tests.spreadsheets import found

EMPTY = {name: empty_frame(table) for name, table in schema().tables.items()}  # nobody writes into a frame


def uploaded(**given_tables):
    """Frames of a file with some tables, as the intake hands them over."""
    content = book_of(**given_tables)
    read = read_files({"gui-len.xlsx": content})
    return {name: read[name] for name in given_tables}


def only(**frames):
    """Tables of which all but some are empty."""
    return Tables(EMPTY | frames, [])


def test_a_state_does_not_differ_from_itself(shipped):
    assert changes_between(shipped, shipped).is_empty
    copy = Tables({name: rows.copy() for name, rows in shipped.tables.frames.items()}, [])
    assert changes_between(shipped, snapshot_of(copy)).is_empty


def test_uploading_what_is_there_changes_nothing(shipped):
    after = combined(shipped.tables, shipped.tables.frames)
    assert all(after[name] is shipped.tables[name] for name in after.frames)
    whole = combined(shipped.tables, shipped.tables.frames, replace=frozenset(shipped.tables.frames))
    assert changes_between(shipped, snapshot_of(whole)).is_empty


def test_a_row_that_is_not_mentioned_stays_and_a_blank_cell_erases_nothing(shipped):
    rows = uploaded(units=[{"code": "21046", "name": "Bình Thạnh", "kind": "commune", "population": 9999}])
    rows = rows | {"units": rows["units"].assign(source=None)}
    after = combined(shipped.tables, rows)
    assert len(after["units"]) == len(shipped.tables["units"])
    old, new = (tables["units"].set_index("code").loc["21046"] for tables in (shipped.tables, after))
    assert new["population"] == 9999 and new["source"] == old["source"] and new["tile_row"] == old["tile_row"]
    assert (new["origin_file"], new["origin_row"]) == ("gui-len.xlsx", 2)
    others = after["units"]["code"] != "21046"
    pd.testing.assert_frame_equal(after["units"][others], shipped.tables["units"][others], check_like=True)


OLD = {"code": "1", "population": 5, "note": "a", "source": "Báo cáo, ¶4"}


@pytest.mark.parametrize(
    ("row", "source"),
    [
        ({"note": "b"}, "Báo cáo, ¶4; moi.xlsx, Đơn vị"),  # the population is still the report's
        ({"note": "b", "population": 6}, "moi.xlsx, Đơn vị"),
        ({"note": "a"}, "Báo cáo, ¶4"),  # nothing is new
        ({"note": "b", "source": "Công văn 12"}, "Báo cáo, ¶4; Công văn 12"),
        ({"note": "a", "population": 5, "source": "Công văn 12"}, "Công văn 12"),
    ],
)
def test_a_value_that_is_kept_keeps_its_source(row, source):
    current = only(units=frame_of("units", [OLD], "cu.xlsx"))
    rows = frame_of("units", [{"source": "moi.xlsx, Đơn vị"} | row | {"code": "1"}], "moi.xlsx")
    silent = [name for name in ("population",) if name not in row]
    rows[silent] = None
    rows = rows.astype(EMPTY["units"].dtypes)
    once = combined(current, {"units": rows})
    assert once["units"]["source"].item() == source
    assert combined(once, {"units": rows})["units"]["source"].item() == source, "a second time changes nothing"


@pytest.mark.parametrize(
    ("row", "english"),
    [
        ({"note": "chưa rõ"}, "not known"),
        ({"note": "CHƯA  RÕ"}, "not known"),  # the same, typed in another way
        ({"note": None}, "not known"),
        ({"note": "đã rõ"}, None),  # it would say in English what no longer holds
        ({"note": "đã rõ", "note_en": "known"}, "known"),
        ({"note": "đã rõ", "note_en": "not known"}, "not known"),
    ],
)
def test_the_english_of_a_text_goes_with_the_text(row, english):
    current = only(units=frame_of("units", [{"code": "1", "note": "chưa rõ", "note_en": "not known"}], "cu.xlsx"))
    after = combined(current, {"units": frame_of("units", [{"code": "1"} | row], "moi.xlsx")})["units"]
    assert list(after["note_en"].dropna()) == ([english] if english else [])


@pytest.mark.parametrize(
    ("known", "sent", "days", "is_open"),
    [
        (["08/5/2023"], [""], [date(2023, 5, 8)], False),
        (["08/5/2023"], ["08/5/2023"], [date(2023, 5, 8)], False),
        ([""], ["08/5/2023"], [date(2023, 5, 8)], False),
        (["08/5/2023"], ["09/6/2024"], [date(2023, 5, 8), date(2024, 6, 9)], False),  # numbers begin anew each year
        (["08/5/2023", "09/6/2024"], [""], None, True),
        (["08/5/2023"], ["08/5/2023", ""], None, True),
        ([], [""], [None], False),
    ],
)
def test_a_document_listed_without_its_day_is_the_known_one_or_is_asked(known, sent, days, is_open):
    def listed(days):
        head = ["Số, ký hiệu", "Ngày, tháng", "Cơ quan ban hành", "Loại", "Trích yếu"]
        rows = [["87/KH-UBND", day, "UBND huyện", "kế hoạch", "Kế hoạch"] for day in days]
        return check(book({"Văn bản": [head, *rows]}), "van-ban.xlsx", current)

    current = Tables(read_folder().frames | {"documents": EMPTY["documents"]}, [])
    current = combined(current, listed(known).frames) if known else current
    read = listed(sent)
    assert [one.code for one in read.findings if one.severity == "error"] == ["day_left_open"] * is_open
    if days:
        after = combined(current, read.frames)["documents"]
        assert [None if pd.isna(day) else day for day in after["date"]] == days


def test_replacing_removes_what_is_not_mentioned_and_empties_blank_cells():
    current = only(units=frame_of("units", [{"code": "1", "note": "a"}, {"code": "2"}, {"code": "3"}], "cu.xlsx"))
    rows = frame_of("units", [{"code": "3"}, {"code": "4"}, {"code": "1"}], "moi.xlsx")
    after = combined(current, {"units": rows}, replace=frozenset(["units"]))["units"]
    assert list(after["code"]) == ["1", "3", "4"] and after["note"].isna().all()
    assert list(after["origin_file"]) == ["moi.xlsx", "cu.xlsx", "moi.xlsx"]  # 3 says what it said before
    rows = changes_between(snapshot_of(current), snapshot_of(only(units=after))).rows["units"]
    assert rows.numbers == {"added": 1, "changed": 1, "removed": 1}
    assert list(rows.removed["code"]) == ["2"] and list(rows.added["code"]) == ["4"]
    (cell,) = rows.changed.to_dict("records")
    assert (cell["code"], cell["changed_column"], cell["old"]) == ("1", "note", "a") and pd.isna(cell["new"])


def test_a_table_named_for_replacement_but_not_uploaded_stays(shipped):
    after = combined(shipped.tables, {}, replace=frozenset(["units"]))
    assert after["units"] is shipped.tables["units"]


def test_the_result_of_a_whole_set_and_of_its_criterion_are_two_rows(shipped):
    rows = uploaded(results=[{"set": "commune_nr", "unit": "21043", "criterion": "1", "result": "met"}])
    after = combined(shipped.tables, rows)
    assert len(after["results"]) == len(shipped.tables["results"]) + 1
    whole = uploaded(results=[{"set": "commune_nr", "unit": "21043", "result": "not_met"}])
    assert len(combined(after, whole)["results"]) == len(after["results"])


def test_rows_keep_their_order_and_new_ones_follow(shipped):
    rows = uploaded(units=[{"code": "99999"}, {"code": "21046", "name": "y"}, {"code": "88888"}])
    after = combined(shipped.tables, rows)["units"]
    assert list(after["code"]) == [*shipped.tables["units"]["code"], "99999", "88888"]
    assert list(after.index) == list(range(len(after)))


def test_columns_keep_their_types(shipped):
    rows = uploaded(
        units=[{"code": "1", "population": 5, "valid_to": date(2025, 1, 1)}],
        schools=[{"name": "a", "level": "primary"}],
    )
    after = combined(shipped.tables, rows, as_of=date(2024, 12, 31))
    for name, table in schema().tables.items():
        assert after[name].dtypes.equals(empty_frame(table).dtypes), name


def test_the_as_of_date_is_stated_with_its_source(shipped):
    after = combined(shipped.tables, uploaded(units=[{"code": "1"}]), as_of=date(2024, 11, 3))
    assert as_of_date(after) == date(2024, 11, 3) and not is_as_of_assumed(after)
    assert about_row(after, "as_of").source == "gui-len.xlsx"
    again = combined(after, {}, as_of=date(2024, 11, 3), source="khác")
    assert again["about"] is after["about"]
    assert about_row(combined(shipped.tables, {}, as_of=date(2024, 8, 1), source="họp"), "as_of").source == "họp"


def test_the_as_of_date_is_added_where_there_is_none():
    after = combined(only(), {}, as_of=date(2024, 11, 3), source="họp")
    assert as_of_date(after) == date(2024, 11, 3) and not is_as_of_assumed(after)


def test_a_replacement_that_strands_rows_of_other_tables_is_an_error_at_the_stranded_row(shipped):
    units = uploaded(units=[{"code": "524", "kind": "district"}])
    after = combined(shipped.tables, units, replace=frozenset(["units"]))
    errors = new_errors(shipped.tables, after)
    assert {finding.code for finding in errors} == {"unknown_reference"}
    assert {finding.table for finding in errors} == {"results", "schools"}
    first = next(finding for finding in errors if finding.table == "results")
    assert (first.file, first.value) == ("ket-qua.xlsx", "21043") and first.cell[0] == "C"
    assert new_errors(shipped.tables, combined(shipped.tables, units)) == []


def test_an_uploaded_row_at_fault_is_told_at_its_own_cell(shipped):
    rows = uploaded(results=[{"set": "commune_nr", "unit": "00000", "result": "met"}])
    error = found(new_errors(shipped.tables, combined(shipped.tables, rows)), "unknown_reference")
    assert (error.file, error.cell) == ("gui-len.xlsx", "C2")


def test_findings_of_a_table_that_is_uploaded_now_are_gone(shipped):
    broken = read_files({"a.xlsx": book_of(units=[{"code": "1"}])})
    assert "schools" in {finding.table for finding in broken.findings}
    after = combined(broken, {"schools": shipped.tables["schools"]})
    assert "table_missing" not in {finding.code for finding in after.findings if finding.table == "schools"}
    assert "table_missing" in {finding.code for finding in after.findings if finding.table == "documents"}


# Properties

FEW = settings(max_examples=settings().max_examples // 3)  # each takes a tenth of a second
_VALUE = st.one_of(st.none(), st.sampled_from(["a", "b", "=1+1", "ấ"]))
_ROW = st.fixed_dictionaries({"note": _VALUE, "valid_to": st.one_of(st.none(), st.dates()), "population": st.one_of(
    st.none(), st.integers(0, 10**9)), "area_km2": st.one_of(st.none(), st.floats(0, 1e6))})  # fmt: skip
_UNITS = st.dictionaries(st.sampled_from("12345678"), _ROW, max_size=8)


def of(units, file):
    return frame_of("units", [{"code": code} | row for code, row in units.items()], file)


@FEW
@given(_UNITS, _UNITS, st.booleans())
def test_combining_and_comparing_gives_exactly_the_edits(before, upload, whole):
    current = only(units=of(before, "cu.xlsx"))
    replace = frozenset(["units"] if whole else [])
    after = combined(current, {"units": of(upload, "moi.xlsx")}, replace)
    compared = changes_between(snapshot_of(current), snapshot_of(after))
    units = compared.rows.get("units")
    edits = {
        (code, column): (before[code][column], value)
        for code, row in upload.items()
        if code in before
        for column, value in row.items()
        if value != before[code][column] and (whole or value is not None)
    }
    cells = units.changed.to_dict("records") if units else []
    changed = {
        (cell["code"], cell["changed_column"]): tuple(
            None if pd.isna(cell[side]) else cell[side] for side in ("old", "new")
        )
        for cell in cells
    }
    assert changed == edits and len(cells) == len(edits)
    assert set(units.added["code"] if units else ()) == set(upload) - set(before)
    assert set(units.removed["code"] if units else ()) == (set(before) - set(upload) if whole else set())
    touched = {code for code, _ in edits}
    origin = after["units"].set_index("code")["origin_file"].to_dict()
    assert all((origin[code] == "cu.xlsx") == (code in before and code not in touched) for code in origin)


@FEW
@given(_UNITS, _UNITS, st.booleans())
def test_uploading_twice_changes_nothing_more(before, upload, whole):
    replace = frozenset(["units"] if whole else [])
    rows = {"units": of(upload, "moi.xlsx")}
    once = combined(only(units=of(before, "cu.xlsx")), rows, replace)
    twice = combined(once, rows, replace)
    assert twice["units"] is once["units"] and changes_between(snapshot_of(once), snapshot_of(twice)).is_empty


@FEW
@given(_UNITS, _UNITS)
def test_comparing_backwards_swaps_old_and_new(before, after):
    states = [snapshot_of(only(units=of(units, "a.xlsx"))) for units in (before, after)]
    there, back = (changes_between(*pair).rows.get("units") for pair in (states, states[::-1]))
    assert (there is None) == (back is None)
    if there and back:
        assert there.numbers["added"] == back.numbers["removed"] and there.changed_rows == back.changed_rows
        key = ["code", "changed_column"]
        forth = there.changed.sort_values(key, ignore_index=True)
        assert forth["old"].equals(back.changed.sort_values(key, ignore_index=True)["new"])


@FEW
@given(st.lists(st.sampled_from([None, "1", "2"]), max_size=6), st.lists(st.sampled_from([None, "1", "2"]), max_size=6))
def test_no_row_is_lost_even_where_a_key_stands_twice(before, upload):
    old, new = (
        frame_of("results", [{"set": "s", "unit": "u", "criterion": criterion} for criterion in criteria], "x")
        for criteria in (before, upload)
    )
    after = combined(only(results=old), {"results": new})["results"]
    for criterion in {*before, *upload}:
        times = max(before.count(criterion), upload.count(criterion))
        same = after["criterion"].isna() if criterion is None else after["criterion"] == criterion
        assert same.sum() == times


# What is said first

TOWN_OF_ONE = {
    "units": [{"code": "d", "kind": "district"}, {"code": "x", "kind": "commune"}, {"code": "y", "kind": "commune"}],
    "criteria_sets": [
        {"id": "s", "applies_to": "district", "pass_rule": "all", "stage": 1},
        {"id": "c", "applies_to": "commune", "pass_rule": "all", "official_criteria": 2},
    ],
    "criteria": [{"set": "s", "code": "1"}, {"set": "s", "code": "2"}, {"set": "c", "code": "1"}],
    "measures": [{"id": "m", "counts": "criteria", "set": "s", "stage": 1, "role": "headline", "order": 1}],
    "targets": [{"measure": "m", "count": 2, "deadline": date(2024, 12, 31)}],
    "about": [{"key": "as_of", "value": "01/8/2024"}],
    "reported_totals": [],
    "schools": [{"name": "Trường A", "level": "primary", "result": "met"}],
}


def items(*results):
    """The results of the criteria, in their order."""
    row = {"set": "s", "unit": "d"}
    return [row | {"criterion": f"{number}", "result": result} for number, result in enumerate(results, start=1)]


@pytest.fixture
def town(tables):
    """A snapshot of the town by the results of its criteria and whatever else is given: `town("met", **tables)`."""
    return lambda *results, **more: snapshot_of(tables(**TOWN_OF_ONE | {"results": items(*results)} | more))


def statuses(*states):
    return [
        (change.level, change.before, change.after, change.criterion or change.unit or change.school or change.measure)
        for change in changes_between(*states).statuses
    ]


def test_what_is_lost_comes_before_what_is_newly_met(town):
    assert statuses(town("met", "not_met"), town("not_met", "met")) == [
        ("criterion", "met", "not_met", "1"),
        ("criterion", "not_met", "met", "2"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("met", "not_met", "lost"),
        ("not_met", "met", "reached"),
        ("unknown", "met", "clear"),  # may have been met all along
        ("unknown", "not_met", "clear"),
        ("met", "unknown", "unclear"),
        ("not_met", "unknown", "unclear"),
    ],
)
def test_only_a_status_that_was_known_and_still_is_was_reached_or_lost(town, before, after, kind):
    changed = changes_between(town(before), town(after)).statuses
    assert [change.kind for change in changed if change.level == "criterion"] == [kind]


def test_a_stage_that_is_reached_or_lost_is_told(town):
    half, whole = town("met"), town("met", "met")
    assert statuses(half, whole)[0] == ("stage", "unknown", "met", "m")
    (ratio,) = changes_between(half, whole).ratios
    assert ratio.before.gap_bounds != ratio.after.gap_bounds and ratio.after.headline.met == 2
    assert statuses(whole, half)[0] == ("stage", "met", "unknown", "m")


def test_units_criteria_of_units_and_schools_are_told(town):
    commune = {"set": "c", "unit": "x", "result": "met"}
    schools = [{"name": "Trường A", "level": "primary", "result": "not_met"}]
    assert statuses(town(results=[commune]), town(results=[commune | {"criterion": "1"}], schools=schools)) == [
        ("school", "met", "not_met", "Trường A"),
        ("unit", "met", "unknown", "x"),
        ("criterion", "unknown", "met", "1"),
    ]


def test_a_unit_that_fails_by_a_criterion_is_told_with_it(town):
    failed = {"set": "c", "unit": "x", "criterion": "1", "result": "not_met"}
    assert statuses(town(), town(results=[failed])) == [
        ("criterion", "unknown", "not_met", "1"),
        ("unit", "unknown", "not_met", "x"),
    ]


def total(met, as_of=date(2024, 8, 1)):
    return {"measure": "m", "met": met, "total": 2, "as_of": as_of, "note": f"in là {met}/2"}


LATER = [{"key": "as_of", "value": "01/9/2024"}]


def test_a_reported_figure_that_newer_items_outdate_is_told(town):
    before, after = town("met", reported_totals=[total(1)]), town("met", "met", reported_totals=[total(1)], about=LATER)
    statements = changes_between(before, after).statements
    assert [(one.kind, one.table) for one in statements] == [
        ("superseded", "reported_totals"),
        ("target_reached", "targets"),
        ("mention", "reported_totals"),
    ]
    assert statements[-1].mentions[0].printed == "1/2" and statements[-1].text.vi == "in là 1/2"


def test_items_of_the_same_date_that_contradict_the_report_are_told(town):
    before, after = town("met", reported_totals=[total(1)]), town("met", "met", reported_totals=[total(1)])
    assert "contradiction" in {one.kind for one in changes_between(before, after).statements}
    assert "contradiction" not in {one.kind for one in changes_between(after, before).statements}


def test_a_deadline_that_passes_unmet_is_told_once(town):
    days = ["31/12/2024", "01/01/2025", "02/01/2025"]
    states = [town(about=[{"key": "as_of", "value": day}]) for day in days]
    first, second = (changes_between(*pair).statements for pair in (states[:2], states[1:]))
    assert [one.kind for one in first] == ["deadline_passed"] and second == []


@pytest.mark.parametrize(
    ("percent", "agreed"), [(33.33, True), (33.3, True), (33.0, True), (33.34, False), (34.0, False)]
)
def test_a_printed_percentage_is_compared_to_its_own_digits(town, percent, agreed):
    printed = {"measure": "m", "met": None, "percent_printed": percent, "as_of": date(2024, 8, 1)}
    given_tables = {"criteria": [{"set": "s", "code": code} for code in "123"], "reported_totals": [printed]}
    before, after = (town("met", other, other, **given_tables) for other in ("not_met", "met"))
    assert ("superseded" in {one.kind for one in changes_between(before, after).statements}) == agreed


def test_a_text_is_not_taken_for_a_figure_that_it_only_resembles(town):
    notes = [
        {"id": str(number), "kind": "noun", "printed": text, "used": "x"}
        for number, text in enumerate(["đạt 1/2.", "ngày 1/2/2024", "11/2", "1/23", "1/2,5", "(1/2)"])
    ]
    before, after = (town("met", second, report_notes=notes) for second in ("not_met", "met"))
    mentions = [one.text.vi for one in changes_between(before, after).statements if one.kind == "mention"]
    assert mentions == ["đạt 1/2.", "(1/2)"]


def test_what_is_not_met_is_compared_with_what_is_not_met_and_a_cell_is_told_once(town):
    notes = [{"id": "n", "kind": "noun", "printed": "còn 2/3 chưa đạt, 1/3 đạt", "used": "x"}]
    given_tables = {"criteria": [{"set": "s", "code": code} for code in "123"], "report_notes": notes}
    before, after = (town("met", *rest, **given_tables) for rest in (("not_met", "not_met"), ("met", "met")))
    said = [line.change for line in statement_lines(changes_between(before, after), after, "vi")]
    measure = ratio_name(after.ratios["m"], "vi")
    rest = words("changes.mentioned_rest", "vi", printed="2/3", measure=measure, now="0/3")
    met = words("changes.mentioned", "vi", printed="1/3", measure=measure, now="3/3")
    assert words("changes.statement_mention", "vi", mentioned=f"{rest}; {met}") in said
    assert len([one for one in said if "2/3" in one]) == 1


def test_a_new_report_that_contradicts_the_items_outdates_the_old_figure_which_did_not(town):
    newer = [total(1), total(0, date(2024, 9, 1))]
    before = town("met", reported_totals=[total(1)])
    after = town("met", "met", reported_totals=newer, about=LATER)
    assert after.ratios["m"].headline.kind == "contradiction"
    first = changes_between(before, after).statements[0]
    told = (first.kind, first.reported.met)
    assert told == ("superseded", 1), "the figure of the old report is out of date, not wrong"


@pytest.mark.parametrize(("met", "said"), [(4, [("items_say_otherwise", "A2")]), (3, [])])
def test_a_reported_figure_that_the_list_beside_it_contradicts_is_warned_of(shipped, met, said):
    units = shipped.tables["units"]
    names = units.loc[units["kind"] == "commune", "name"].tolist()
    measure = shipped.tables["measures"].set_index("id").loc["commune.advanced", "name"]
    rows = [["Xã", "NTM nâng cao"], *([name, "Đạt" if at < 3 else "Chưa đạt"] for at, name in enumerate(names))]
    total = [["Chỉ số", "Số đạt", "Tổng số", "Cơ sở", "Số liệu đến"], [measure, met, len(names), "theo báo cáo", ""]]
    total[1][-1] = f"{shipped.as_of:%d/%m/%Y}"
    report = check(book({"Danh sách": rows, "Số báo cáo": total}), "a.xlsx", shipped.tables)
    outcome = outcome_of(shipped, report.frames)
    assert [(one.code, one.cell) for one in outcome.doubts] == said and not outcome.faults
    assert contradictions(shipped, report.frames) == []


def test_a_reported_figure_that_the_items_allow_is_not_the_one_that_contradicts(town):
    fewer = [TOWN_OF_ONE["criteria_sets"][0] | {"official_criteria": 1}]  # than are named
    found = town("met", "not_met", criteria_sets=fewer, reported_totals=[total(1)])
    assert found.ratios["m"].headline.kind == "contradiction"
    assert contradictions(found, found.tables.frames) == []


@pytest.mark.parametrize(
    ("rows", "known", "cells"),
    [
        ([["1", "Đạt"], ["1.1", "Chưa đạt"]], None, ["A2"]),
        ([["1", "Đạt"]], "not_met", ["A2"]),  # the item is known, the criterion new
        ([["2", "Đạt"], ["1.1", "Chưa đạt"]], "met", ["A3"]),
        ([["1", "Chưa đạt"], ["1.1", "Chưa đạt"]], None, []),
        ([["2", "Đạt"]], None, []),
    ],
)
def test_a_criterion_that_its_items_contradict_is_warned_of_before_it_is_published(shipped, rows, known, cells):
    tables = shipped.tables
    if known:
        code = "1.1" if known == "not_met" else "1"
        rows_now = frame_of("results", [{"set": "district_nr", "unit": "524", "criterion": code, "result": known}])
        tables = Tables(tables.frames | {"results": rows_now}, [])
    heads = ["Mã bộ", "Mã đơn vị", "Mã tiêu chí", "Kết quả"]
    content = book({"Kết quả": [heads, *(["district_nr", "524", *row] for row in rows)]})
    outcome = outcome_of(snapshot_of(tables), check(content, "a.xlsx", tables).frames)
    assert [(one.code, one.cell) for one in outcome.doubts] == [("below_says_otherwise", cell) for cell in cells]


KNOWN = [("1", "met"), ("1.1", "not_met")]


def test_a_contradiction_is_shown_in_the_upload_and_not_at_a_row_of_an_older_file_of_the_same_name(shipped):
    rows = [{"set": "district_nr", "unit": "524", "criterion": code, "result": said} for code, said in KNOWN]
    known = frame_of("results", rows).assign(origin_file="a.xlsx", origin_sheet="Kết quả", origin_row=2)
    tables = Tables(shipped.tables.frames | {"results": known}, [])
    heads = ["Mã bộ", "Mã đơn vị", "Mã tiêu chí", "Kết quả"]
    content = book({"Kết quả": [heads, ["district_nr", "524", "2", "Đạt"]]})
    assert outcome_of(snapshot_of(tables), check(content, "a.xlsx", tables).frames).doubts == []
