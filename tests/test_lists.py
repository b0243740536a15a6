"""What somebody looks for in a list is found however it is typed; what may be chosen is what the rows say."""

import pytest

from bs_metrics.contract.records import Text
from bs_metrics.views.lists.items import Item, choices, codes_of, found
from bs_metrics.words import words


def item(name, detail="", **by):
    return Item(name, detail, {thing: dict.fromkeys(codes, f"<{codes}>") for thing, codes in by.items()})


PLACES = [item("Bình Thanh"), item("Bình Thạnh", "đường Hòa Đông"), item("320/QĐ-TTg", "Bộ tiêu chí")]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("", ["Bình Thanh", "Bình Thạnh", "320/QĐ-TTg"]),
        ("binh thanh", ["Bình Thanh", "Bình Thạnh"]),
        ("Bình Thạnh", ["Bình Thạnh"]),
        ("Bi\u0300nh Tha\u0323nh", ["Bình Thạnh"]),
        ("DUONG DONG", ["Bình Thạnh"]),
        ("hoà đông", ["Bình Thạnh"]),  # no line has the mark there
        ("320/qd", ["320/QĐ-TTg"]),
        ("tiêu 320", ["320/QĐ-TTg"]),
        ("20", []),  # words are looked for from their beginning
    ],
)
def test_words_are_found_with_their_marks_or_without(written, names):
    assert [one.name for one in found(PLACES, written, {})] == names


def test_an_agency_is_found_as_its_rows_call_it_in_english_too():
    assert found([Item("Department A", "", {"issuer": {"Sở A": "Department A"}})], "so a", {})


def test_what_is_chosen_and_what_is_written_hold_together():
    items = [item("A", kind=["plan"], year=["2023"]), item("B", kind=["plan"]), item("A2", kind=["law"], year=["2024"])]
    assert [one.name for one in found(items, "a", {"kind": "plan"})] == ["A"]
    assert found(items, "", {"kind": "plan", "year": "2024"}) == []


def test_offered_are_the_codes_there_are_the_most_frequent_first_and_years_from_the_last():
    kinds = [item("A", kind=["law"]), item("B", kind=["none"]), item("C", kind=["none"]), item("D", kind=["plan"])]
    assert list(choices([*kinds, item("E", kind=["plan"])], "kind")) == ["plan", "law", "none"]
    years = [item("A", year=["2023"]), item("B", year=["2023"]), item("C", year=["2024"]), item("D", year=["none"])]
    assert list(choices(years, "year")) == ["2024", "2023", "none"]
    assert choices(years[:2], "year") == {} == choices(years, "kind"), "one choice is none"
    assert choices(years, "year")["2023"].endswith(" (2)")


def test_a_row_of_two_agencies_may_be_chosen_by_either_under_the_same_code_in_both_languages():
    both = Text("Sở A; Hội B", "Department A; Union B")
    assert codes_of(both, "en") == {"Sở A": "Department A", "Hội B": "Union B"}
    assert codes_of(Text("Sở A; Hội B", "Department A"), "en") == {"Sở A": "Sở A", "Hội B": "Hội B"}
    assert codes_of(None, "en") == {"none": words("lists.none", "en")}
