"""What every row of a table can say of itself: its text in a language, and where it stands."""

from collections.abc import Iterator

import pandas as pd

from bs_metrics.words import Language


def each_row(frame: pd.DataFrame) -> Iterator[pd.Series]:
    """The rows of a table one by one, an empty cell as None: no test of a cell can then be neither true nor false."""
    cells = frame.to_numpy(dtype=object, na_value=None)
    names = frame.columns
    return (pd.Series(row, names, object, name) for name, row in zip(frame.index, cells, strict=True))


def localised(row: pd.Series, column: str, language: Language) -> str | None:
    """A row's text in a language: the English column where it is filled, else the Vietnamese one."""
    english = row.get(f"{column}_en")
    value = english if language == "en" and pd.notna(english) else row[column]
    return value if pd.notna(value) else None


def rows_at(frame: pd.DataFrame) -> list[str]:
    """Where the rows of a table stand: each file and sheet once, rows that follow each other as a span."""
    found = []
    for (file, sheet), rows in frame.groupby(["origin_file", "origin_sheet"], sort=False)["origin_row"]:
        numbers = sorted({int(number) for number in rows})
        starts = [number for number in numbers if number - 1 not in numbers]
        ends = [number for number in numbers if number + 1 not in numbers]
        spans = [f"{first}" if first == last else f"{first}–{last}" for first, last in zip(starts, ends, strict=True)]
        found.append(f"{file}, {sheet}, {', '.join(spans)}")
    return found


def traced(row: pd.Series) -> str:
    """A row's source and where the row itself stands: file, sheet, row."""
    return f"{row['source']} · {row['origin_file']}, {row['origin_sheet']}, {row['origin_row']}"
