"""Messy workbooks as departments send them read as their expectations say."""

from dataclasses import replace

import pandas as pd
import pytest

from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import check
from bs_metrics.words import LANGUAGES
from tests.corpus.files import CASES
from tools.corpus import main, outcome

NAMED = {case.name: case for case in CASES}
OF_NO_CELL = {"read_as_text"}  # it is of the whole file


def shown(frame, columns):
    values = frame[list(columns)].astype(object)
    return list(values.where(values.notna(), None).itertuples(index=False, name=None))


@pytest.mark.parametrize("name", NAMED)
def test_a_department_s_file_reads_as_expected(name, shipped):
    case = NAMED[name]
    checked = check(case.content, case.file, shipped.tables, case.choices)
    faults = [(one.code, one.cell) for one in checked.findings if one.severity != "note"]
    assert faults == case.faults
    notes = {(one.code, one.cell) for one in checked.findings if one.severity == "note"}
    assert set(case.notes) <= notes
    assert checked.held == set(case.held)
    assert {name: shown(checked.frames[name], columns) for name, (columns, _) in case.rows.items()} == {
        name: rows for name, (_, rows) in case.rows.items()
    }
    assert set(checked.frames) == set(case.rows)
    if case.blocks:
        assert [(block.sheet, block.table) for block in checked.blocks] == case.blocks
    for finding in checked.findings:
        assert (finding.cell and finding.sheet) or finding.code in OF_NO_CELL
        for language in LANGUAGES:
            assert "{" not in finding.message(language) + finding.fix(language)
    for table, frame in checked.frames.items():
        needed = [column.name for column in schema().tables[table].columns.values() if column.required]
        assert not pd.DataFrame(frame[needed]).isna().any(axis=None), "a table that is ready lacks what is required"


def test_the_corpus_is_as_large_as_agreed():
    assert len(CASES) >= 70 and len(NAMED) == len(CASES)


def test_no_file_is_silently_wrong_or_lost(capsys):
    """What `make corpus` prints, too."""
    assert main() == 0
    assert capsys.readouterr().out.endswith("silently wrong 0 · lost 0\n")


def test_a_wrong_expectation_is_told(shipped):
    case = next(case for case in CASES if case.rows and not case.faults)
    table, (columns, rows) = next(iter(case.rows.items()))
    other = replace(case, rows={table: (columns, [("nothing",) * len(columns), *rows[1:]])})
    assert outcome(case, shipped.tables) == "right" and outcome(other, shipped.tables) == "silently wrong"
