"""The map of units: outlines where the folder has them, else tiles, else a list; by the status in a set or a number."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.figures.maps import region_map, tile_map
from bs_metrics.measures.about import units_below
from bs_metrics.readers.geojson import MAP_FILE, BadMap, Outlines
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.lists.units import unit_items
from bs_metrics.views.texts import about
from bs_metrics.views.units import number_tiles, numbers_of_units, off_tiles, on_tiles, tiles
from bs_metrics.words import Language
from ui.data import outlines
from ui.inert import inert, warn
from ui.lists import listed
from ui.page import Chart, CurrentView
from ui.show import Sources, Table, chart, details
from ui.units.regions import placed_regions


@dataclass(frozen=True)
class Ground:
    """What the units can be drawn on: outlines, or tiles for those that have one; `trouble` says why not outlines."""

    lines: Outlines | None
    tiled: bool
    trouble: BadMap | None

    @property
    def is_map(self) -> bool:
        """Whether there is anything to draw on."""
        return self.lines is not None or self.tiled


def ground(page: CurrentView) -> Ground:
    """What the units of the snapshot can be drawn on."""
    units, lines, trouble = units_below(page.tables), None, None
    try:
        lines = outlines(tuple(unit.code for unit in units))
    except BadMap as problem:
        trouble = problem
    return Ground(lines, any(None not in (unit.tile_column, unit.tile_row) for unit in units), trouble)


def show_units(
    page: CurrentView, drawn_on: Ground, measure: str, wanted: str, alt: str, table: Table, sources: Sources
) -> None:
    """The map by a set, only the wanted status in full, or by a number; a list where there is nothing to draw on."""
    asked = (page.snapshot, measure, wanted, page.language)
    if drawn_on.is_map:
        chart(page, _figure(page, drawn_on, asked), "communes", alt, table, sources)
        return
    _say_refused(page, drawn_on)
    heads = {name: schema().tables["units"].columns[name].heading for name in ("tile_column", "tile_row")}
    st.markdown(page.say("map.none", file=MAP_FILE, sheet=schema().tables["units"].sheet, **heads))
    listed(page, page.kept(unit_items, *asked), "unit", {})
    details(page, "communes", alt, table, sources)


def _figure(page: CurrentView, drawn_on: Ground, asked: tuple[Snapshot, str, str, Language]) -> Chart:
    if drawn_on.lines is not None:
        st.caption(page.say("map.outlined", file=MAP_FILE))
        return page.chart(region_map, _placed, *asked, drawn_on.lines)
    _say_refused(page, drawn_on)
    credit = about(page.tables, "map_credit", page.language)
    st.caption(inert(f"{page.say('units.tile_note')} {credit}"))
    lost = off_tiles(page.kept(_rows, *asked))
    if lost:
        warn(page.say("map.no_tile", names=", ".join(lost)))
    return page.chart(tile_map, _placed, *asked, None)


def _say_refused(page: CurrentView, drawn_on: Ground) -> None:
    if drawn_on.trouble:
        reason = drawn_on.trouble.message(page.language)
        warn(page.say("map.refused", reason=reason) if drawn_on.tiled else reason)


def _rows(shown: Snapshot, measure: str, wanted: str, language: Language) -> pd.DataFrame:
    if measure in numbers_of_units(shown.tables, language):
        return number_tiles(shown.tables, measure, language)
    return tiles(shown.tables, shown.ratios, measure, wanted, language)


def _placed(shown: Snapshot, measure: str, wanted: str, language: Language, lines: Outlines | None) -> pd.DataFrame:
    rows = _rows(shown, measure, wanted, language)
    return placed_regions(rows, lines) if lines else on_tiles(rows)
