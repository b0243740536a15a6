"""Records: what a row of a table is to the code."""

from typing import get_args, get_type_hints

import pytest

from bs_metrics.contract.citations import Citation, citations, merged
from bs_metrics.contract.records import TABLES, Document, School, Text
from bs_metrics.contract.schema import schema


@pytest.mark.parametrize("kind", TABLES)
def test_a_record_has_columns_of_its_table_and_none_where_a_cell_may_be_blank(kind):
    columns = schema().tables[TABLES[kind]].columns
    fields = {name: hint for name, hint in get_type_hints(kind).items() if not name.startswith("origin_")}
    assert fields and {name: type(None) in get_args(hint) for name, hint in fields.items()} == {
        name: not columns[name].required for name in fields
    }
    texts = {name for name, hint in fields.items() if Text in (hint, *get_args(hint))}
    assert texts == {name for name in fields if f"{name}_en" in columns}


def test_a_row_as_a_record(tables):
    given = tables(schools=[{"name": "A", "reason_en": "no land", "unit": None, "source": "danh sách"}], documents=[{}])
    (school,) = given.rows(School)
    assert (school.unit, school.deadline, school.reason) == (None, None, Text("", "no land"))
    assert school.citation == Citation(("danh sách",), "nho.xlsx", "Trường học", ((2, 2),))
    assert given.rows(Document)[0].date is None and given.rows(School) is given.rows(School)


def test_rows_are_cited_as_spans(tables):
    frame = tables(schools=[{"name": name, "source": source} for name, source in zip("ABCD", "xxyx", strict=True)])
    rows = frame["schools"].iloc[[3, 0, 1]]
    assert citations(rows) == (Citation((), "nho.xlsx", "Trường học", ((2, 3), (5, 5))),)
    assert citations(rows, sourced=True)[0].documents == ("x",)
    assert merged([(5, 9), (2, 3), (4, 4), (7, 8)]) == ((2, 9),)
