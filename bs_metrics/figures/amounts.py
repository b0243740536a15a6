"""Amounts as bars under their names, each with its number beside it."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import BAR, SMALL_SIZE, Palette, bar_length, canvas, named_rows, note_beside, status_bar


def amount_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a row, first row on top. Columns: `label`, `amount` (same unit), `beside` (the amount in words)."""
    places = named_rows(rows["label"], beside=rows["beside"])
    notes = places.names()
    for row, middle in zip(rows.itertuples(), places.middles, strict=True):
        notes.append(note_beside(row.amount, middle, row.beside, xshift=8, font={"size": SMALL_SIZE}))
    figure = canvas(palette, places.height, annotations=notes)
    figure.add_trace(status_bar(palette, "met", list(rows["amount"]), places.middles, width=BAR, hoverinfo="skip"))
    figure.update_layout(xaxis={"range": [0, float(rows["amount"].max())], "domain": [0, bar_length(rows["beside"])]})
    places.fit(figure)
    return figure
