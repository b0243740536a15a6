"""Criteria with their items as cells: met, may be either, surely not met; what cannot be placed is said in words."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import (
    BAR,
    SMALL_SIZE,
    Palette,
    bar_length,
    canvas,
    named_rows,
    note_beside,
    status_bar,
)


def item_cells(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One row a criterion. Columns: `label`, `met`, `unknown`, `not_met` (cells), `beside`, `status`."""
    places = named_rows(rows["label"], beside=rows["beside"])
    most = int(max((rows["met"] + rows["unknown"] + rows["not_met"]).max(), 1))
    notes = places.names()
    for row, middle in zip(rows.itertuples(), places.middles, strict=True):
        font = {"color": palette.text_of_status(row.status), "size": SMALL_SIZE}
        notes.append(note_beside(most, middle, row.beside, font=font))
    figure = canvas(palette, places.height, annotations=notes)
    start = pd.Series(0, index=rows.index)
    for status in ("met", "unknown", "not_met"):
        cells = [
            (begin + step, middle)
            for begin, number, middle in zip(start, rows[status], places.middles, strict=True)
            for step in range(int(number))
        ]
        lefts, middles = [x + 0.05 for x, _ in cells], [middle for _, middle in cells]
        figure.add_trace(
            status_bar(palette, status, [0.9] * len(cells), middles, base=lefts, width=BAR, hoverinfo="skip")
        )
        start = start + rows[status]
    figure.update_layout(xaxis={"range": [0, most], "domain": [0, bar_length(rows["beside"])]})
    places.fit(figure)
    return figure
