"""Tables as blobs: every value comes back, in its type."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.contract.schema import schema
from bs_metrics.intake.folder import read_folder
from bs_metrics.snapshots.blobs import decoded, encoded
from tests.store.states import EMPTY, frame

CELLS = {
    "string": st.text(),
    "Int64": st.integers(-(2**63), 2**63 - 1),
    "Float64": st.floats(allow_nan=False),
    "object": st.dates(),
}


@st.composite
def filled_tables(draw):
    """A table of the contract with some rows of anything its types allow, empty cells among them."""
    name = draw(st.sampled_from(sorted(EMPTY)))
    cells = {column: st.none() | CELLS[str(dtype)] for column, dtype in EMPTY[name].dtypes.items()}
    return name, draw(st.lists(st.fixed_dictionaries(cells), max_size=4))


@given(filled_tables())
def test_a_table_comes_back_as_it_was(table):
    name, rows = table
    stored = frame(name, rows)
    back = decoded(name, encoded(name, stored))
    pd.testing.assert_frame_equal(back, stored, check_exact=True)
    read = [{name: None if pd.isna(cell) else cell for name, cell in row.items()} for row in back.to_dict("records")]
    assert read == rows


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_the_shipped_tables_come_back_as_they_were(shipped, name):
    pd.testing.assert_frame_equal(decoded(name, encoded(name, shipped.tables[name])), shipped.tables[name])


def test_equal_rows_give_equal_bytes_however_the_frame_was_made(shipped):
    again = read_folder()
    for name in schema().tables:
        half = len(again[name]) // 2
        pieces = pd.concat([again[name].iloc[:half], again[name].iloc[half:]])
        pieces.index = pieces.index + 7
        assert encoded(name, pieces) == encoded(name, shipped.tables[name])


def test_a_missing_date_is_the_same_whatever_stands_for_it():
    with_nan = frame("units", [{"code": "1"}])
    with_nan["valid_from"] = pd.Series([float("nan")], dtype=object)
    with_none = frame("units", [{"code": "1"}])
    assert with_none["valid_from"][0] is None
    assert encoded("units", with_nan) == encoded("units", with_none)
    assert decoded("units", encoded("units", with_nan))["valid_from"][0] is None


def test_other_columns_than_the_contract_has_are_refused():
    for wrong in (EMPTY["units"].drop(columns="name"), EMPTY["units"].assign(more="x"), EMPTY["schools"]):
        with pytest.raises(ValueError, match="units"):
            encoded("units", wrong)


def test_a_blob_of_an_older_contract_has_its_new_columns_empty(monkeypatch):
    from bs_metrics.snapshots import blobs

    now = blobs._dtypes("units")
    older = {name: dtype for name, dtype in now.items() if name not in ("population", "valid_from")}
    rows = frame("units", [{"code": "1", "name": "Bình An", "population": 5, "valid_from": date(2024, 1, 1)}])
    monkeypatch.setattr(blobs, "_dtypes", lambda table: older)
    blob = encoded("units", rows[list(older)])
    monkeypatch.undo()
    back = decoded("units", blob)
    assert back["name"].tolist() == ["Bình An"]
    assert back["population"].isna().all() and back["valid_from"].isna().all()
    assert {name: str(dtype) for name, dtype in back.dtypes.items()} == now
