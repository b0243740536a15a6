"""The pages that the data at hand offer: a stage's is titled by its criteria set, the units' by their kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from bs_metrics.measures.about import units_below
from bs_metrics.measures.pace import judged_ratios
from bs_metrics.measures.sets import stage_sets
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.texts import short_name
from bs_metrics.views.units import units_title
from bs_metrics.words import Language, words
from ui.addresses import ADDRESSES, FIXED, SECTIONS, STAGE, script

_VISIBILITY: dict[bool, Literal["visible", "hidden"]] = {True: "visible", False: "hidden"}


@dataclass(frozen=True)
class Entry:
    """A page in the reader's words; one that is not `offered` has no data, and its address says so."""

    section: str
    name: str
    address: str
    title: str
    summary: str
    offered: bool = True

    def page(self) -> st.Page:
        """The page for Streamlit."""
        path, visible = script(self.section, self.name), _VISIBILITY[self.offered]
        return st.Page(path, title=self.title, url_path=self.address, help=self.summary, visibility=visible)


def entries(shown: Snapshot, language: Language) -> dict[str, Entry]:
    """Every page by address, in the order of the navigation. Of two with one address, which only a state from before
    they were checked can have, that of no stage, else the first.
    """
    found: dict[str, Entry] = {}
    for section, names in SECTIONS.items():
        for name in names:
            several = _stages(shown, section, language) if name == STAGE else [_entry(shown, section, name, language)]
            for entry in several:
                found.setdefault(entry.address, entry)
    return found


def _stages(shown: Snapshot, section: str, language: Language) -> Iterator[Entry]:
    for declared in (one for one in stage_sets(shown.tables) if one.address not in FIXED):
        title = short_name(declared, language)
        yield Entry(section, STAGE, declared.address, title, words("page.help_stage", language, name=title))


def _entry(shown: Snapshot, section: str, name: str, language: Language) -> Entry:
    title, summary = words(f"page.{name}", language), words(f"page.help_{name}", language)
    title = (units_title(shown.tables, language) if name == "units" else "") or title
    return Entry(section, name, ADDRESSES.get(name, name), title, summary, _has_data(shown, name))


def _has_data(shown: Snapshot, name: str) -> bool:
    match name:
        case "schools":
            return any(ratio.measure.counts == "schools" and ratio.total for ratio in shown.ratios.values())
        case "pace":
            return bool(judged_ratios(shown.ratios))
        case "units":
            return bool(units_below(shown.tables))
        case "emulation" | "documents":
            return any(len(shown.tables[table]) for table in _TABLES[name])
    return True


_TABLES = {"emulation": ("emulation", "mobilisation"), "documents": ("documents", "dossiers", "tasks")}
