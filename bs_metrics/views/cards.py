"""Small cards: figures without a total to be measured against, as the report prints them."""

from dataclasses import dataclass

import pandas as pd

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.rows import each_row, localised, traced
from bs_metrics.numbers import format_money, format_number
from bs_metrics.views.phrases import ratio_text
from bs_metrics.words import Language, words


@dataclass(frozen=True)
class Card:
    """A number, what it counts, and its source."""

    value: str
    label: str
    source: str


def small_cards(tables: Tables, ratios: dict[str, Ratio], language: Language) -> list[Card]:
    """Measures without a total, then the contributions that the workbook marks for the overview."""
    bare = [ratio for ratio in ratios.values() if ratio.total is None and ratio.reported is not None]
    cards = [
        Card(ratio_text(ratio, language), ratio.label("name", language) or "", "; ".join(ratio.sources))
        for ratio in bare
    ]
    rows = tables["mobilisation"]
    for row in each_row(rows[rows["highlight"].notna()].sort_values("highlight")):
        value = quantity_text(row, language) or amount_text(row, language) or ""
        amount = amount_text(row, language)
        what = localised(row, "what", language) or ""
        label = f"{what} · {amount}" if amount and amount != value else what
        cards.append(Card(value, label, traced(row)))
    return cards


def quantity_text(row: pd.Series, language: Language) -> str | None:
    """The quantity of a contribution with its unit, as exact as the report is."""
    if pd.isna(row["quantity"]):
        return None
    unit = localised(row, "unit_of_measure", language)
    number = format_number(float(row["quantity"]), language)
    return _qualified(row["qualifier"], f"{number} {unit}" if unit else number, language)


def amount_text(row: pd.Series, language: Language) -> str | None:
    """The amount of a contribution, as exact as the report is."""
    if pd.isna(row["amount_vnd"]):
        return None
    return _qualified(row["amount_qualifier"], format_money(int(row["amount_vnd"]), language), language)


def _qualified(qualifier: object, text: str, language: Language) -> str:
    return words(f"emulation.{qualifier}", language, value=text) if isinstance(qualifier, str) else text
