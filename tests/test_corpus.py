"""Messy workbooks as departments send them read as their expectations say."""

from functools import cache

import pandas as pd
import pytest

from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import check
from bs_metrics.words import LANGUAGES
from tests.corpus.files import CASES

NAMED = {case.name: case for case in CASES}
OF_NO_CELL = {"read_as_text"}  # it is of the whole file


def shown(frame, columns):
    values = frame[list(columns)].astype(object)
    return list(values.where(values.notna(), None).itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def read(shipped):
    """A case's file as it is understood, read once."""

    @cache
    def one(name):
        case = NAMED[name]
        return check(case.content, case.file, shipped.tables, case.choices)

    return one


@pytest.mark.parametrize("name", NAMED)
def test_a_department_s_file_reads_as_expected(name, read):
    case, checked = NAMED[name], read(name)
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


@pytest.mark.parametrize("name", NAMED)
def test_every_finding_speaks_both_languages_and_is_at_a_cell(name, read):
    for finding in read(name).findings:
        assert (finding.cell and finding.sheet) or finding.code in OF_NO_CELL
        for language in LANGUAGES:
            assert "{" not in finding.message(language) + finding.fix(language)


@pytest.mark.parametrize("name", NAMED)
def test_a_table_that_is_ready_holds_no_blank_where_one_is_required(name, read):
    for table, frame in read(name).frames.items():
        needed = [column.name for column in schema().tables[table].columns.values() if column.required]
        assert not pd.DataFrame(frame[needed]).isna().any(axis=None)


def test_the_corpus_is_as_large_as_agreed():
    assert len(CASES) >= 70 and len(NAMED) == len(CASES)
