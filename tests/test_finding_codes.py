"""The catalogue of findings: complete in both languages, used whole, and nothing is told that is not in it."""

import ast
from string import Formatter

import pytest

from bs_metrics.contract.findings import Place, finding, rules
from bs_metrics.words import LANGUAGES
from tests.conftest import ROOT

TREES = [ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "bs_metrics").rglob("*.py"))]
CODE_AT = dict.fromkeys(["finding", "BadCell", "Refused", "Fault", "Remark", "tell", "_tell"], 0)
CODE_AT |= {"NotedValue": 1, "_constant": 2}  # which argument is a code
CELL = Place("a.xlsx", "Đơn vị", "C7", "Dân số")


def names(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def named_in_code():
    """Every code that stands as such in a call."""
    calls = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in calls:
        at = CODE_AT.get(getattr(call.func, "id", getattr(call.func, "attr", "")))
        code = call.args[at] if at is not None and len(call.args) > at else None
        if isinstance(code, ast.Constant):
            yield code.value


def test_every_code_that_is_named_is_in_the_catalogue():
    named = set(named_in_code())
    assert len(named) > 60 and named <= set(rules())


def test_every_code_of_the_catalogue_is_used():
    texts = {node.value for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert set(rules()) <= texts


@pytest.mark.parametrize("code", rules())
def test_a_code_has_all_its_sentences_in_both_languages(code):
    rule = rules()[code]
    assert set(rule.severities) <= {"error", "warning", "note"} and rule.severities
    for language in LANGUAGES:
        texts = rule.sentences[language]
        assert set(texts) == {"message", "fix", "example", "fixed"} and all(texts.values())
        assert texts["example"] != texts["fixed"]
    vietnamese, english = (rule.sentences[language] for language in LANGUAGES)
    assert all(names(vietnamese[part]) == names(english[part]) for part in vietnamese)


def test_what_is_not_as_the_catalogue_says_is_refused_at_once():
    assert finding("not_a_number", CELL, value="mười").severity == "error"
    assert finding("key_twice", CELL, value="1", first="5").message("en").endswith("row 5.")
    for code, place, given in (
        ("not_a_nunber", CELL, {"value": "mười"}),  # no such code
        ("not_a_number", CELL, {}),  # its value is missing
        ("not_a_number", Place("a.xlsx", "Đơn vị", "C7"), {"value": "mười"}),  # its column is missing
        ("key_twice", CELL, {"value": "1"}),  # a value of the sentence is missing
        ("key_twice", CELL, {"value": "1", "first": "5", "last": "9"}),  # nobody asked for it
    ):
        with pytest.raises(ValueError, match=code):
            finding(code, place, **given)
    with pytest.raises(ValueError, match="severity"):
        finding("not_a_number", CELL, "note", value="mười")
    with pytest.raises(ValueError, match="severity"):
        finding("more_alike", CELL, count="1", listed="2")
