"""The map of units: tiles, or outlines where the folder has them; by the status in a set or by a number."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bs_metrics.figures.regions import region_map
from bs_metrics.figures.tiles import tile_map
from bs_metrics.measures.about import about
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.communes import mapped_units, tiles
from bs_metrics.views.regions import placed_regions
from bs_metrics.views.unit_numbers import number_tiles, numbers_of_units
from bs_metrics.words import Language
from bs_metrics.workbook.geojson import MAP_FILE, BadMap, Outlines
from ui.data import outlines
from ui.inert import inert
from ui.page import Page


def unit_map(page: Page, measure: str, wanted: str) -> go.Figure:
    """The map coloured by a set, only the wanted status in full, or by a number. Says why outlines are not drawn."""
    asked = (page.snapshot, measure, wanted, page.language)
    try:
        lines = outlines(tuple(mapped_units(page.tables)["code"]))
    except BadMap as problem:
        st.markdown(f":orange[{inert(page.say('map.refused', reason=problem.message(page.language)))}]")
        lines = None
    if lines is None:
        credit = about(page.tables, "map_credit", page.language)
        st.caption(inert(f"{page.say('communes.tile_note')} {credit}"))
        return page.drawn(tile_map, _tiles, *asked)
    st.caption(page.say("map.outlined", file=MAP_FILE))
    return page.drawn(region_map, _regions, *asked, lines)


def _tiles(shown: Snapshot, measure: str, wanted: str, language: Language) -> pd.DataFrame:
    if measure in numbers_of_units(shown.tables, language):
        return number_tiles(shown.tables, measure, language)
    return tiles(shown.tables, shown.ratios, measure, wanted, language)


def _regions(shown: Snapshot, measure: str, wanted: str, language: Language, lines: Outlines) -> pd.DataFrame:
    return placed_regions(_tiles(shown, measure, wanted, language), lines)
