"""`diff` and `template` on the command line: what the pages say, for scripts."""

import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from functools import partial

import pytest
from openpyxl import load_workbook

from bs_metrics.__main__ import main
from bs_metrics.commands.options import Unusable
from bs_metrics.contract.schema import schema
from bs_metrics.intake.folder import read_folder
from bs_metrics.intake.questions import Question, answering
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.words import Problem, words
from tests.conftest import ROOT, book_of


@pytest.fixture
def known(imported, tmp_path):
    """The store has the shipped data already."""
    shutil.copy(imported, tmp_path)


@pytest.fixture
def file(known, tmp_path):
    """Writes a workbook of some tables and returns its path: `file(units=[...])`."""

    def write(**tables):
        path = tmp_path / "gui-len.xlsx"
        path.write_bytes(book_of(**tables))
        return str(path)

    return write


REPORTED = {"measure": "urban_iv.standards", "met": 57, "total": 63, "as_of": date(2024, 10, 1)}
FINDING_KEYS = {"severity", "code", "sheet", "cell", "column", "value", "table", "message", "fix", "question"}


def test_a_measure_is_one_object_with_every_number_as_a_number(capsys):
    assert main(["ratios", "--json", "--lang", "en"]) == 0
    ratios = {ratio["id"]: ratio for ratio in json.loads(capsys.readouterr().out)["ratios"]}
    reported, interval = ratios["urban_iv.standards"], ratios["town.standards"]
    counts = ("met", "not_met", "unknown", "total", "unnamed", "lower", "upper", "gap", "gap_lower", "gap_upper")
    assert [reported[key] for key in counts] == [55, 8, 0, 63, 57, 55, 55, 8, 8, 8]
    assert [interval[key] for key in counts] == [2, 2, 1, 5, 0, 2, 3, None, 2, 3]
    assert reported["headline"] == {"met": 55, "total": 63, "percent": 87.3, "kind": "reported"}
    assert interval["headline"] == {"met": 2, "total": 5, "percent": None, "kind": "interval"}
    assert reported["reported"] == {"met": 55, "total": 63, "percent_printed": None} and interval["reported"] is None
    assert reported["named"] == {"met": 0, "not_met": 0, "unknown": 6} and reported["gap_points"] == 12.7
    assert (reported["deadline"], reported["target"], reported["noun"]) == ("2025-12-31", None, "standard")
    assert (interval["deadline"], interval["target"]["count"]) == ("2025-12-31", 5)
    goal = ratios["district.indicators"]["pace"]
    assert (goal["verdict"], goal["why"], goal["days_left"], goal["required"]) == ("unknown", "one_date", 152, 2.6)
    assert ratios["school.all"]["pace"] is None, "nothing asks for it"


def test_what_the_file_holds_and_what_it_changes_is_one_object(file, capsys):
    path = file(reported_totals=[REPORTED], units=[{"code": "99999", "kind": "ward"}])
    assert main(["diff", path, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["file"] == "gui-len.xlsx"
    assert [ratio["id"] for ratio in told["ratios"]] == ["urban_iv.standards"]
    assert told["rows"]["reported_totals"] == {"added": 1, "changed": 0, "removed": 0}
    tables = {table.pop("table"): table for table in told["tables"]}
    assert tables["reported_totals"] == {"sheet": "Số báo cáo", "heading_row": 1, "rows": 1, "held": False}


def test_a_finding_is_said_with_its_place(file, capsys):
    path = file(schools=[{"name": "a", "level": "primary", "unit": "00000"}])
    assert main(["diff", path, "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert set(finding) == FINDING_KEYS
    assert [finding[key] for key in ("severity", "code", "sheet", "cell", "value")] == [
        "error",
        "unknown_reference",
        "Trường học",
        "C2",
        "00000",
    ]


def test_the_changed_ratio_is_in_the_json(known, tmp_path, capsys):
    path = tmp_path / "mau.xlsx"
    assert main(["template", str(path)]) == 0
    workbook = load_workbook(path)
    workbook["Số báo cáo"]["B7"] = 57
    workbook.save(path)
    assert main(["diff", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (ratio,) = told["ratios"]
    heads = [[ratio[side]["headline"][key] for key in ("met", "total")] for side in ("before", "after")]
    assert (ratio["id"], heads) == ("urban_iv.standards", [[55, 63], [57, 63]])
    assert told["rows"] == {"reported_totals": {"added": 0, "changed": 1, "removed": 0}}
    assert [(one["code"], one["cell"]) for one in told["findings"]] == [("source_kept", "B7")]
    assert "stage-urban_iv" in told["slides"]["changed"] and told["slides"]["gone"] == told["slides"]["new"] == []
    assert len(told["tables"]) == len(schema().tables)


def test_the_changed_ratio_is_told_in_the_reader_s_language(file, capsys):
    path = file(reported_totals=[REPORTED])
    assert main(["diff", path]) == 0
    assert "55/63 → 57/63" in capsys.readouterr().out
    assert main(["diff", path, "--lang", "en"]) == 0
    assert "6 standards left" in capsys.readouterr().out


def test_a_place_without_measures_is_told_so_in_words(tmp_path, capsys):
    assert main(["ratios", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().out.strip() == words("command.no_measures", "vi", sheet="Chỉ số")


def test_an_empty_template_offers_the_codes_and_has_no_rows(tmp_path):
    path = tmp_path / "mau.xlsx"
    assert main(["template", str(path), "--empty"]) == 0
    workbook = load_workbook(io.BytesIO(path.read_bytes()))
    assert workbook["Kết quả"].max_row == 1
    assert any(cell.value == "21046" for row in workbook.worksheets[-1].iter_rows() for cell in row)


def test_replacing_is_only_done_when_it_is_asked_for(file, capsys):
    path = file(units=[{"code": "524", "kind": "district"}])
    assert main(["diff", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["units"]["removed"] == 0
    assert main(["diff", path, "--json", "--replace", "units"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["rows"]["units"]["removed"] == 22
    assert {finding["code"] for finding in told["findings"]} == {"unknown_reference", "blank_stays"}


def test_a_file_that_cannot_be_read_is_told_by_the_exit_code(tmp_path, capsys):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"x")
    assert main(["diff", str(path), "--json"]) == 2
    assert [finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]] == ["not_a_workbook"]
    assert main(["diff", str(tmp_path / "none.xlsx")]) == 2


def test_a_template_that_cannot_be_written_is_told(tmp_path, capsys):
    assert main(["template", str(tmp_path / "none" / "mau.xlsx")]) == 1
    assert "mau.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["check"], ["diff"], ["publish", "--note", "x"], ["template"]], ids=lambda each: each[0]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_why_a_file_cannot_be_used_is_said_in_the_language_asked_for(known, tmp_path, capsys, command, language):
    for path, key in [(tmp_path / "none" / "x.xlsx", "missing"), (tmp_path, "folder")]:
        assert main([*command, str(path), "--lang", language]) in (1, 2)
        told = capsys.readouterr().err
        assert str(path) in told and words(f"command.why_{key}", language, system="").removesuffix("()") in told


def test_what_the_system_alone_knows_is_quoted():
    problems = OSError(99999, "Odd"), OSError("Odd")
    assert all("Odd" in Unusable("command.not_read", file="", problem=one).message("vi") for one in problems)


def test_a_folder_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["ratios", "--data", str(tmp_path / "nowhere"), "--lang", "en"]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("runs", "spared"),
    [
        ("from bs_metrics.__main__ import main; main(['ratios'])", {"sqlalchemy", "scipy", "docx", "plotly"}),
        ("import bs_metrics.readers.child", {"pandas", "sqlalchemy", "scipy"}),
    ],
    ids=["ratios", "reader"],
)
def test_what_scripts_wait_for_loads_no_more_than_it_uses(runs, spared, tmp_path):
    """Of a folder without a store; each of these takes a tenth of a second or more."""
    told = "; import sys; print(*sys.modules, file=sys.stderr)"
    surroundings = os.environ | {"BS_STORE_URL": f"sqlite:///{tmp_path / 'none.sqlite'}"}
    done = subprocess.run([sys.executable, "-c", runs + told], env=surroundings, cwd=ROOT, capture_output=True)
    loaded = done.stderr.decode().split()
    assert not done.returncode and "bs_metrics" in loaded and spared.isdisjoint(loaded)


def test_alike_findings_are_one_line_and_an_open_question_is_no_unchanged_state(file, capsys):
    known = read_folder()["results"].head(8)
    path = file(results=[row | {"result": "Đủ đk"} for row in known[["set", "criterion", "unit"]].to_dict("records")])
    for command, last in (("check", "check.summary"), ("diff", "check.not_yet")):
        assert main([command, path]) == 1
        told = capsys.readouterr().out
        assert words(last, "vi", errors=0, questions=1, warnings=0, notes=1) == told.splitlines()[-1]
        assert told.count("Đủ đk» ở cột") == 1 and "(8 ô)" in told


@pytest.mark.parametrize(("reading", "is_one"), [("met", True), ("Đạt", True), ("not met", True), ("Meti", False)])
def test_an_answer_is_a_reading_s_code_or_its_words(reading, is_one):
    asked = [
        Question("result", "K", {"met": met, "not_met": other})
        for met, other in (("đạt", "chưa đạt"), ("met", "not met"))
    ]
    answer = partial(answering, Choices(), {"result:K": reading}, *([one] for one in asked))
    if is_one:
        assert answer()[1] == {"result:K"}
    else:
        with pytest.raises(Problem) as problem:
            answer()
        assert "met (đạt), not_met (chưa đạt)" in problem.value.message("vi")
