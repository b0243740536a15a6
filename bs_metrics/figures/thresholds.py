"""Values against thresholds of different units: each on its own scale, the threshold where the line stands."""

import pandas as pd
import plotly.graph_objects as go

from bs_metrics.figures.style import (
    BAR,
    SMALL_SIZE,
    Palette,
    bar_length,
    canvas,
    literal,
    named_rows,
    note_beside,
    status_bar,
    target_mark,
)

_WIDEST = 2.5  # times the threshold; longer bars are cut there and the number says the rest


def threshold_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One row a standard. Columns: `label`, `ratio` (value over threshold), `beside` (value, in words), `status`."""
    places = named_rows(rows["label"], beside=rows["beside"])
    reach = min(max(float(rows["ratio"].max()), 1.0) * 1.02, _WIDEST)
    lengths = rows["ratio"].clip(upper=reach)
    short = lengths < 1
    middles = pd.Series(places.middles, index=rows.index)
    notes, marks = places.names(), []
    for row, middle in zip(rows.itertuples(), middles, strict=True):
        marks.append(target_mark(1, middle, palette))
        font = {"color": palette.text_of_status(row.status), "size": SMALL_SIZE}
        notes.append(note_beside(reach, middle, row.beside, font=font))
    figure = canvas(palette, places.height, annotations=notes, shapes=marks)
    said = rows["label"] + ": " + rows["beside"]

    for status, drawn, base in (("met", lengths, None), ("not_met", 1 - lengths[short], list(lengths[short]))):
        told = {
            "customdata": [literal(text) for text in said[drawn.index]],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        at = list(middles[drawn.index])
        figure.add_trace(status_bar(palette, status, list(drawn), at, base=base, width=BAR, **told))
    figure.update_layout(xaxis={"range": [0, reach], "domain": [0, bar_length(rows["beside"])]})
    places.fit(figure)
    return figure
