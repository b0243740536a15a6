"""Every finding that the code can make is documented, and every documented one can be made."""

import pytest

from bs_metrics.contract.findings import example
from bs_metrics.words import LANGUAGES, catalogue
from tests.conftest import ROOT
from tools.finding_codes import SEVERITIES, emitted

EMITTED = emitted()
DOCUMENTED = {key.split(".")[1] for key in catalogue("vi") if key.startswith("finding.") and key.count(".") == 2}


@pytest.mark.parametrize("code", sorted(EMITTED))
def test_a_code_that_can_be_emitted_has_its_words_and_an_example(code):
    missing = [
        f"words/{language}/findings.toml: [finding.{code}] {part} = ..."
        for language in LANGUAGES
        for part in ("message", "fix", "example", "fixed")
        if f"finding.{code}.{part}" not in catalogue(language)
    ]
    assert not missing, "add to bs_metrics/words, then run `python -m tools.docs`:\n" + "\n".join(missing)


@pytest.mark.parametrize("code", sorted(EMITTED))
def test_a_code_is_documented_with_its_severity_and_example(code):
    rows = [
        line for line in (ROOT / "docs/findings.md").read_text("utf-8").splitlines() if line.startswith(f"| `{code}`")
    ]
    assert len(rows) == 1, f"run `python -m tools.docs`: {code} is not in docs/findings.md"
    severities = [severity for severity in SEVERITIES if severity in EMITTED[code]]
    assert severities and rows[0].split(" | ")[1] == ", ".join(severities)
    assert all(text.replace("|", "\\|") in rows[0] for language in LANGUAGES for text in example(code, language))


def test_no_code_is_documented_that_nothing_emits():
    idle = DOCUMENTED - set(EMITTED)
    assert not idle, f"remove from words/*/findings.toml, or emit: {sorted(idle)}"


def test_the_codes_are_read_from_every_way_of_making_a_finding(tmp_path):
    (tmp_path / "a.py").write_text(
        'def f(x):\n    code = "a" if x else "b"\n    Finding("note", code, "f")\n    raise BadCell("c")\n'
        'def _at(row, code, severity="warning"):\n    return Finding("warning", code, "f")\n'
        'def g():\n    _at(1, "d")\n    Finding("error", "e", "f")\n    Finding(severity="note", code="e", file="f")\n'
    )
    assert emitted(tmp_path) == {
        "a": {"note"},
        "b": {"note"},
        "c": {"error"},
        "d": {"warning"},
        "e": {"error", "note"},
    }


def test_an_example_is_not_its_own_mending():
    for code in DOCUMENTED:
        for language in LANGUAGES:
            wrong, right = example(code, language)
            assert wrong != right, code
