"""Where figures stand: documents, file, sheet and rows, as a record that is put into words once, for the reader."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

Span = tuple[int, int]  # first and last row, as Excel numbers them


@dataclass(frozen=True)
class Citation:
    """Where figures stand: the documents they rest on, and the file, the sheet and the rows that hold them."""

    documents: tuple[str, ...]
    file: str
    sheet: str
    rows: tuple[Span, ...]


def citations(frame: pd.DataFrame, sourced: bool = False) -> tuple[Citation, ...]:
    """Where the rows of a frame stand: each file and sheet once; `sourced`: with the documents that they rest on."""
    places = []
    for (file, sheet), rows in frame.groupby(["origin_file", "origin_sheet"], sort=False):
        documents = tuple(rows["source"].dropna().unique()) if sourced else ()
        places.append(Citation(documents, file, sheet, merged((row, row) for row in rows["origin_row"].tolist())))
    return tuple(places)


def citation_of(row: pd.Series) -> Citation:
    """Where a row of any table's frame stands, with the document that it rests on if it says so."""
    documents = (row["source"],) if pd.notna(row.get("source")) else ()
    return Citation(documents, row["origin_file"], row["origin_sheet"], ((row["origin_row"], row["origin_row"]),))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap or follow each other as one."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)
