"""Small cards: figures without a total to be measured against, as the report prints them."""

from dataclasses import dataclass

from bs_metrics.contract.records import Contribution
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import CountStyle, format_money, format_number
from bs_metrics.views.phrases import ratio_text
from bs_metrics.views.texts import cited, in_language, ratio_name
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
    cards = [Card(ratio_text(ratio, language), ratio_name(ratio, language), cited(*ratio.sources)) for ratio in bare]
    marked = [contribution for contribution in tables.rows(Contribution) if contribution.highlight is not None]
    for contribution in sorted(marked, key=lambda contribution: contribution.highlight or 0):
        amount, what = amount_text(contribution, language), in_language(contribution.what, language)
        value = quantity_text(contribution, language) or amount
        label = f"{what} · {amount}" if amount and amount != value else what
        cards.append(Card(value, label, cited(contribution.citation)))
    return cards


def quantity_text(contribution: Contribution, language: Language, style: CountStyle = format_number) -> str:
    """The quantity with its unit, as exact as the report is; empty where there is none."""
    if contribution.quantity is None:
        return ""
    unit = in_language(contribution.unit_of_measure, language)
    number = style(contribution.quantity, language)
    return _qualified(contribution.qualifier, f"{number} {unit}" if unit else number, language)


def amount_text(contribution: Contribution, language: Language, style: CountStyle = format_number) -> str:
    """The amount of money, as exact as the report is; empty where there is none."""
    if contribution.amount_vnd is None:
        return ""
    return _qualified(contribution.amount_qualifier, format_money(contribution.amount_vnd, language, style), language)


def _qualified(qualifier: str | None, text: str, language: Language) -> str:
    return words(f"emulation.{qualifier}", language, value=text) if qualifier else text
