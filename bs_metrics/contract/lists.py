"""Closed lists whose words are rows of a state of the data, beside those of the contract."""

from collections.abc import Mapping

import pandas as pd

from bs_metrics.contract.schema import ClosedList, schema
from bs_metrics.text import parts_in


def lists_of(frames: Mapping[str, pd.DataFrame]) -> dict[str, ClosedList]:
    """Every closed list by name: those of the contract, and those whose words are rows of some tables."""
    own = {table.list: _listed(table.list, frames.get(name)) for name, table in schema().tables.items() if table.list}
    return schema().lists | own


def _listed(name: str, rows: pd.DataFrame | None) -> ClosedList:
    words, written = {}, {}
    cells = [] if rows is None else rows.dropna(subset=["code", "word"]).to_dict("records")
    for cell in cells:
        english = cell["word_en"] if pd.notna(cell["word_en"]) else cell["word"]
        plural = cell.get("word_en_plural")
        words[cell["code"]] = {"vi": cell["word"], "en": english} | ({"en_plural": plural} if pd.notna(plural) else {})
        written[cell["code"]] = tuple(parts_in(cell.get("prefixes")))
    return ClosedList(name, words, written)
