"""Showing things the same way on every page: a chart with its table, download and sources; a legend; small cards."""

from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bs_metrics.measures.ratios import Ratio
from bs_metrics.words import words
from ui.page import Page

_CONFIG = {"displaylogo": False, "modeBarButtons": [["toImage"]]}
_STILL = {"staticPlot": True}


def still(figure: go.Figure, key: str, alt: str) -> None:
    """A small figure to look at only; the table that goes with it is shown by `details`."""
    st.plotly_chart(figure, theme=None, key=key, alt=alt, config=_STILL)


def chart(page: Page, figure: go.Figure, key: str, alt: str, table: pd.DataFrame, sources: Iterable[str]) -> None:
    """A figure, and on demand its table, its download and where its numbers come from."""
    config = {**_CONFIG, "toImageButtonOptions": {"filename": f"{key}-{page.snapshot.id}", "scale": 2}}
    st.plotly_chart(figure, theme=None, key=key, alt=alt, config=config)
    details(page, key, alt, table, sources, image=True)


def details(
    page: Page, key: str, alt: str, table: pd.DataFrame, sources: Iterable[str], image: bool = False
) -> None:
    """Table, download and sources behind one click; nothing of it is built before the click."""
    opened = st.expander(page.say("show.details"), key=f"{key}_details", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.table(table, hide_index=True, alt=alt, border="horizontal")
        download(page, table, key)
        if image:
            st.caption(page.say("show.image"))
        st.markdown(f"**{page.say('show.sources')}**")
        st.markdown("\n".join(f"- {source}" for source in dict.fromkeys(sources)) or page.say("show.no_rows"))


def download(page: Page, table: pd.DataFrame, key: str) -> None:
    """The table as a CSV file that Excel opens with its Vietnamese letters whole."""
    content = table.to_csv(index=False).encode("utf-8-sig")
    name = f"{key}-{page.snapshot.id}.csv"
    st.download_button(page.say("show.download"), content, name, "text/csv", key=f"{key}_download", on_click="ignore")


def legend(page: Page, target: bool = True) -> None:
    """How the three statuses are drawn, in colour and in words."""
    signs = {"met": ":primary[■]", "not_met": ":orange[□]", "unknown": ":gray[▨]"}
    st.caption(page.say("show.legend" if target else "show.legend_plain", **signs))


def ratio_sources(ratios: Iterable[Ratio], page: Page) -> list[str]:
    """Where each measure's figures come from, the target's document included."""
    lines = []
    for ratio in ratios:
        cited = list(ratio.sources)
        if ratio.target:
            cited.append(f"{words('column.target', page.language)}: {ratio.target.legal_basis} · {ratio.target.source}")
        lines.append(f"**{ratio.label('name', page.language)}**: " + "; ".join(cited))
    return lines
