"""Units in a list: which results tell them apart, which of them stand out, each with its result or number."""

from collections import Counter

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import units_below
from bs_metrics.measures.ratios import Ratio
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.activities import Lines
from bs_metrics.views.lists.items import Item
from bs_metrics.views.phrases import Emphasis, plain
from bs_metrics.views.texts import dotted, short_name, unit_names
from bs_metrics.views.unit_criteria import UnitTexts
from bs_metrics.views.units import (
    number_tiles,
    numbers_of_units,
    status_counts,
    tiles,
    unit_sets,
    unit_statuses,
    unnamed_met,
)
from bs_metrics.words import Language, words

_NAMES = 20  # units named of one status; more are a number


def numbers_by_status(tables: Tables, ratios: dict[str, Ratio], set_id: str) -> list[tuple[str, int]]:
    """The statuses in a set with their numbers of units, the rarest first: what is rare tells units apart."""
    counts = Counter(unit_statuses(tables, ratios, set_id).values())
    del counts["not_applicable"]
    return sorted(counts.items(), key=lambda one: one[1])


def telling_first(tables: Tables, ratios: dict[str, Ratio], language: Language) -> dict[str, str]:
    """The sets of the units, id to name: first those in which the units are not all alike."""
    sets = {set_id: short_name(declared, language) for set_id, declared in unit_sets(tables).items()}
    return dict(sorted(sets.items(), key=lambda one: len(numbers_by_status(tables, ratios, one[0])) < 2))


def standing_out(tables: Tables, ratios: dict[str, Ratio], language: Language, mark: Emphasis = plain) -> Lines:
    """A line a set: how many units have each status, and which have another than most; where all are alike, none. Of
    how many more a report says that they are met, without their names.
    """
    names, lines = unit_names(tables), []
    for set_id, name in telling_first(tables, ratios, language).items():
        statuses, texts = unit_statuses(tables, ratios, set_id), UnitTexts(ratios, set_id, language)
        told = []
        for status, _ in numbers_by_status(tables, ratios, set_id)[:-1]:
            of_status = [names[code] for code, one in statuses.items() if one == status]
            said, left = ", ".join(of_status[:_NAMES]), len(of_status) - _NAMES
            said = words("slide.more_names", language, names=said, number=left) if left > 0 else said
            told.append(f"{texts.word(status)}: {said}")
        told.append(unnamed_met(tables, ratios, set_id, language))
        lines.append((f"{mark(name)}: {status_counts(tables, ratios, set_id, language)}", dotted(*told)))
    return lines


def unit_items(shown: Snapshot, measure: str, wanted: str, language: Language) -> list[Item]:
    """Each unit with its result in a set, of the wanted status only, the rarest result first; or with its number.

    Without either, with its kind.
    """
    if measure in numbers_of_units(shown.tables, language):
        rows = number_tiles(shown.tables, measure, language)
        return [Item(row.name, row.word) for row in rows.itertuples()]
    if measure not in unit_sets(shown.tables):
        units = units_below(shown.tables)
        return [Item(unit.name, shown.tables.word("unit_kind", unit.kind, language)) for unit in units]
    rows = tiles(shown.tables, shown.ratios, measure, wanted, language)
    order = [status for status, _ in numbers_by_status(shown.tables, shown.ratios, measure)] + ["not_applicable"]
    asked = sorted(rows[~rows["faded"]].itertuples(), key=lambda row: order.index(row.status))
    return [Item(row.name, words(f"status.{row.status}", language)) for row in asked]
