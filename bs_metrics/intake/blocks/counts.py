"""Counts met and totals that share a cell, became a date, or decide what a percentage means."""

import re
from calendar import month_abbr, month_name
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from bs_metrics.contract.cells import BadCell, Cell, as_seen, day_of
from bs_metrics.contract.columns import Cells
from bs_metrics.contract.filters import matching
from bs_metrics.contract.schema import Table, schema
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.body import RATIO
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary

_FIRST_DAY = date(1899, 12, 30)  # days are numbered from it
_DAYS = range(36_526, 73_051)  # of this century
_MONTH = r"([a-z]{3,9}|(?:thg|tháng)\.?\s?\d{1,2})"
_SHOWN = re.compile(rf"(\d{{1,2}})[-/\s]{_MONTH}|{_MONTH}[-/\s](\d{{2}})", re.I)
_NAMED = {name.lower(): number for names in (month_abbr, month_name) for number, name in enumerate(names) if name}
_CLOSE = 0.5  # percent: a printed percentage is rounded, at worst to a whole one


def readings(day: date, number_format: str | None) -> list[tuple[int, int]]:
    """The ratios that Excel may have taken for this date, by the order in which its number format shows the parts.

    `d-mmm` is what Excel gives a ratio whatever the order of its parts is, so it leaves both.
    """
    shown = (number_format or "").lower().split(";")[0]
    month_first, day_first = (day.month, day.day), (day.day, day.month)
    year = (day.month, day.year % 100)
    if "y" in shown and "d" not in shown:
        return [year]
    if "mmm" not in shown and "y" not in shown and "d" in shown and "m" in shown:
        return [day_first] if shown.index("d") < shown.index("m") else [month_first]
    both = [month_first, day_first] if month_first != day_first else [month_first]
    return both if number_format or day.day != 1 else [*both, year]


def day_shown(cell: Cell) -> date | None:
    """The date of a text as Excel writes one into a .csv: 22-Jul, 22-thg 7, Jul-22, 22/07/2024. None for others."""
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    shown = _SHOWN.fullmatch(text)
    try:
        if shown is None:
            return day_of(text)
        day, month, other_month, year = shown.groups()
        name = (month or other_month).lower()
        return date(2000 + int(year or 0), _NAMED.get(name) or int(re.sub(r"\D", "", name) or 0), int(day or 1))
    except (BadCell, ValueError):
        return None


def split_pairs(block: TableBlock, cells: dict[str, Cells], totals: Callable[[int], set[int]]) -> None:
    """Tell apart what shares a cell or was mistaken, in the columns met and total.

    `totals` are the known ones of the n-th row's measure, which decide between two readings of a date.
    """
    if "met" not in cells or "total" not in block.table.columns:
        return
    counts, own = cells["met"], cells.get("total", cells["met"])
    heading = block.table.columns["met"].heading
    met: list[Cell] = list(counts.values)
    total: list[Cell] = list(own.values) if "total" in cells else [""] * len(met)
    at = [own.at(number)[1] for number in range(len(met))]  # where each total stands
    for number, cell in enumerate(met):
        place, stated = counts.at(number), _whole(total[number])
        day = cell if isinstance(cell, date) else day_shown(cell)
        parts = RATIO.match(cell) if isinstance(cell, str) else None
        if day is None and parts is None:
            count = _whole(cell)
            most = max(totals(number), default=None) if count and total[number] == "" else None
            if most is None or count is None or count <= most:
                continue
            if count in _DAYS:  # a date whose cell lost its format
                day = _FIRST_DAY + timedelta(days=count)
                both = f"{day.month}/{day.day} · {day.day}/{day.month}"
                block.tell("ratio_or_date", *place, heading, value=f"{day:%d/%m/%Y}", readings=both, shown=str(count))
            else:
                block.tell("more_met_than_all", *place, heading, value=count, total=str(most))
            continue
        denominators = {stated} if stated is not None else totals(number)
        if day is not None:
            # Of a text nothing but itself tells in which order its parts are shown.
            shown = "" if isinstance(cell, str) else block.sheet.format_at(*place)
            value = cell if isinstance(cell, str) else f"{day:%d/%m/%Y}"
            could_be = readings(day, shown)
            fitting = [one for one in could_be if one[1] in denominators and one[0] <= one[1]]
            if len(fitting) != 1:
                ratios = dict.fromkeys([*could_be, (day.day, day.month), (day.month, day.day)])
                context = {"readings": " · ".join(f"{one}/{other}" for one, other in ratios), "shown": shown or "–"}
                block.tell("ratio_or_date", *place, heading, value=value, **context)
                met[number] = ""
                continue
            met[number], whole = fitting[0]
            block.tell("ratio_was_date", *place, heading, value=value, ratio=f"{met[number]}/{whole}")
        elif parts is not None:
            met[number], whole = int(parts[1]), int(parts[2])
            if stated is not None and stated != whole:
                block.tell("ratio_not_total", *place, heading, value=parts.string, total=str(stated))
        if stated is None:
            total[number], at[number] = whole, place[1]
    cells |= {"met": replace(counts, values=met), "total": Cells(total, own.rows, at)}


def add_numbers(block: TableBlock, cells: dict[str, Cells], vocabulary: Vocabulary) -> dict[str, dict[int, int]]:
    """The numbers that the words of other columns say, by column and row: the level in `Đạt mức độ 2`.

    They fill the empty cells of a column that the block has; a cell that says another number is told.
    """
    words, found = vocabulary.words, {}
    for name, raw in list(cells.items()):
        column = block.table.columns[name]
        if not column.listed:
            continue
        texts = list(map(as_seen, raw.values))
        beside = {text: words.numbers_beside(column, text) for text in set(texts)}
        for target in {one for numbers in beside.values() for one in numbers}:
            said = {at: int(beside[text][target]) for at, text in enumerate(texts) if target in beside[text]}
            found[target] = said
            if target not in cells:
                continue
            own, values = cells[target], list(cells[target].values)
            heading = block.table.columns[target].heading
            for at, number in said.items():
                there = as_seen(values[at]).strip()
                stated = words.number(block.table.columns[target], there) or there
                if not there:
                    values[at] = str(number)
                elif stated not in (str(number), "0"):  # none beside a mark is told of the whole row
                    block.tell("level_contradicts", *own.at(at), heading, value=there, result=texts[at])
            cells[target] = replace(own, values=values)
    return found


def turn_shares(block: TableBlock, cells: dict[str, Cells]) -> None:
    """Turn fractions (0.2222) into percentages where the count or the format shows that they are."""
    for name, raw in cells.items():
        column = block.table.columns[name]
        if column.type != "number" or "%" not in column.heading:
            continue
        values = list(raw.values)
        for number, cell in enumerate(values):
            if not isinstance(cell, int | float) or isinstance(cell, bool):
                continue
            place, percent = raw.at(number), round(cell * 100, 10)
            if "%" in block.sheet.format_at(*place):
                values[number] = percent
                continue
            if not 0 < cell <= 1:
                continue
            met, total = (_whole(cells[one].values[number]) if one in cells else None for one in ("met", "total"))
            share = met / total if met is not None and total else None
            if share is not None and abs(cell - share) * 100 <= _CLOSE:
                values[number] = percent
                block.tell("share_as_percent", *place, column.heading, value=written(cell), percent=written(percent))
            elif share is None or abs(cell - share * 100) > _CLOSE:
                block.tell("percent_or_share", *place, column.heading, value=written(cell))
        cells[name] = replace(raw, values=values)


def tell_printed_otherwise(block: TableBlock, frame: pd.DataFrame, cells: Mapping[str, Cells]) -> None:
    """Warn of each printed percentage that is not that of its count and total."""
    if not {"met", "total", "percent_printed"} <= set(cells):
        return
    heading = block.table.columns["percent_printed"].heading
    share = 100 * frame["met"].astype("Float64") / frame["total"].astype("Float64").where(frame["total"] > 0)
    odd = ((frame["percent_printed"] - share).abs() > _CLOSE).fillna(False)
    for number in frame.index[odd]:
        printed, percent = (written(float(one)) for one in (frame["percent_printed"][number], round(share[number], 2)))
        ratio = f"{frame['met'][number]}/{frame['total'][number]}"
        place = cells["percent_printed"].at(number)
        block.tell("percent_differs", *place, heading, value=printed, ratio=ratio, percent=percent)


def written(number: float) -> str:
    """A number as it is written in the file: the findings quote cells in the file's own language."""
    return f"{number:g}".replace(".", ",")


def totals_of(measure: str | None, vocabulary: Vocabulary) -> set[int]:
    """What the current data gives as the total of a measure: reported, official, or counted."""
    if measure is None:
        return set()
    reported = vocabulary.frame("reported_totals")
    totals = set(reported.loc[reported["measure"] == measure, "total"].dropna())
    rows = vocabulary.frame("measures")
    for row in rows[rows["id"] == measure].to_dict("records"):
        sets = vocabulary.frame("criteria_sets")
        official = {"criteria": "official_criteria", "items": "official_items"}.get(row["counts"])
        if official and pd.notna(row["set"]):
            totals |= set(sets.loc[sets["id"] == row["set"], official].dropna())
        if row["counts"] == "units":
            text = row["filter"] if isinstance(row["filter"], str) else None
            try:
                kept = matching(vocabulary.frame("units"), text, schema().tables["units"], vocabulary.words.lists)
                totals.add(int(kept.sum()))
            except BadCell:
                continue
    return {int(total) for total in totals}


def _whole(cell: Cell) -> int | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and float(cell).is_integer():
        return int(cell)
    return int(cell) if isinstance(cell, str) and cell.strip().isdecimal() and cell.strip().isascii() else None


def add_qualifiers(table: Table, cells: dict[str, Cells], qualifier: Callable[[Cell], str | None]) -> None:
    """Put the word of `hơn 07 tỷ` into the column that says how exact the figure is, where that is empty."""
    for name, raw in list(cells.items()):
        target = table.columns[name].qualifier
        codes = [qualifier(value) for value in raw.values] if target else []
        if target is None or not any(codes):
            continue
        words = schema().lists[table.columns[target].type]
        before = cells[target].values if target in cells else [""] * len(raw.values)
        said = [
            own if own != "" else words.word(code, "vi") if code else ""
            for own, code in zip(before, codes, strict=True)
        ]
        cells[target] = replace(cells.get(target, raw), values=said)
