"""Which sign marks decimals in a column of texts, and which part of its days is the month.

Told by the column's own cells, else asked where a figure or a day has two readings.
"""

import re
from dataclasses import replace
from datetime import date

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.cells import Cell
from bs_metrics.contract.findings import Asked
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.synonyms import HeadingMeaning
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import style_of, without_blanks
from bs_metrics.numbers import format_date
from bs_metrics.readers.looks.number_formats import is_month_first, is_without_day
from bs_metrics.text import canonical

KIND = "decimal"  # of the question
DAYS, DAY_FIRST, MONTH_FIRST = "days", "day_first", "month_first"  # of the other question, and how it is answered
STYLES = {"vi": "1.234,5", "en": "1,234.5"}  # how each is answered
_NUMERAL = re.compile(r"(?<![\w/.,])\d+(?:[.,]\d+)+(?![\d/])")
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3}){2,}")
_ALONE = re.compile(r"\D*\d+(?:,\d+)?(?:\s*/\s*\d+)?[^\d/]*")  # no other figure
_FIGURE = re.compile(r"^\s*[-+]?\d")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTHS = 12
_NAMED = 5  # cells of a question
_SWAPPED = str.maketrans(".,", ",.")


def in_one_style(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block with each column of numbers in the style that the program reads, 1.234,5.

    One text alone such as 1,250 may be a thousand or a little more than one. Other cells of the column decide; so does
    a column of whole numbers. Else it is asked, and the question, an error, holds the table back.
    """
    rows = list(block.sheet.rows)
    for at, meant in block.meaning.columns.items():
        if meant.column.type in ("integer", "number"):
            _join(block, rows, at, meant.column.heading)
            cells = {
                row: cell for row in block.rows if isinstance(cell := rows[row][at], str) and _NUMERAL.search(cell)
            }
            if cells and _style(block, at, meant, cells, vocabulary) == "en":
                for row, cell in cells.items():
                    rows[row] = rows[row].copy() if rows[row] is block.sheet.rows[row] else rows[row]
                    rows[row][at] = _NUMERAL.sub(lambda found: found[0].translate(_SWAPPED), cell)
    return replace(block, sheet=replace(block.sheet, rows=rows))


def in_one_order(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block with its days as they are meant where the month may stand first and either part may be it.

    What is seen as 08/05 is the fifth of August to the program and the eighth of May to whoever writes days first,
    where its format shows the month first, or another cell of the column, such as 8/16/2024, has no other reading.
    """
    rows = list(block.sheet.rows)
    for at, meant in sorted(block.meaning.columns.items()):
        is_open = meant.column.type == "date" or at in block.sheet.formats  # else no cell of it is a day
        if not is_open or meant.column.type in ("integer", "number"):  # of those they are ratios that became days
            continue
        if meant.column.type == "date":
            _tell_without_day(block, at, meant.column.heading)
        proofs = _month_first(block, at) if meant.column.type == "date" else {}
        found = {row: _two_readings(rows[row][at], block.sheet.format_at(row, at), bool(proofs)) for row in block.rows}
        days = {row: both for row, both in found.items() if both}
        if not days:
            continue
        heading, first = block.texts.get(at, meant.column.heading), next(iter(days))
        asked = Asked(DAYS, f"{block.sheet.name}: {heading}", (DAY_FIRST, MONTH_FIRST))
        answer, place = vocabulary.choices.answers(DAYS).get(asked.written), (first, at, heading, asked)
        by_day, by_month = (format_date(one, "vi") for one in days[first])
        if answer not in asked.readings:
            told = {"by_day": by_day, "by_month": by_month, "cells": grouped(len(days))}
            if proof := next(iter(proofs), None):
                told |= {"other": str(rows[proof][at]), "proof": address(proof, at)}
                block.tell("days_beside_month_first", *place, value=rows[first][at], **told)
            else:
                told["shown"] = block.sheet.format_at(first, at)
                block.tell("which_day_order", *place, value=f"{rows[first][at]:%m/%d/%Y}", **told)
            continue
        chosen = by_day if answer == DAY_FIRST else by_month
        block.tell("reading_chosen", *place, value=f"{by_day} · {by_month}", chosen=chosen)
        read = {row: both[asked.readings.index(answer)] for row, both in days.items()}
        for row, day in (read | (proofs if answer == MONTH_FIRST else {})).items():
            rows[row] = [*rows[row][:at], day, *rows[row][at + 1 :]]
    return replace(block, sheet=replace(block.sheet, rows=rows))


def _tell_without_day(block: TableBlock, at: int, heading: str) -> None:
    """Warn of days of which nothing but the month or year is seen."""
    cells = {row: block.sheet.rows[row][at] for row in block.rows if is_without_day(block.sheet.format_at(row, at))}
    days = {row: cell for row, cell in cells.items() if isinstance(cell, date)}
    if days:
        row, day = next(iter(days.items()))
        context = {"shown": block.sheet.format_at(row, at), "cells": grouped(len(days))}
        block.tell("day_not_shown", row, at, heading, value=format_date(day, "vi"), **context)


def _month_first(block: TableBlock, at: int) -> dict[int, date]:
    """The days of a column that are written as texts and whose month can only stand first."""
    found = {
        row: _DAY.fullmatch(canonical(cell)) for row in block.rows if isinstance(cell := block.sheet.rows[row][at], str)
    }
    parts = {row: [int(part) for part in one.groups()] for row, one in found.items() if one}
    return {
        row: day
        for row, (month, of_month, year) in parts.items()
        if of_month > _MONTHS and (day := _day(year, month, of_month))
    }


def _two_readings(cell: Cell, code: str, is_proven: bool) -> tuple[date, date] | None:
    """What a cell is by day and by month first, where it may be either."""
    if isinstance(cell, str):
        found = _DAY.fullmatch(canonical(cell)) if is_proven else None
        day = _day(*(int(found[part]) for part in (3, 2, 1))) if found else None
        stored_first = True
    else:
        day, stored_first = (cell if isinstance(cell, date) else None), not is_month_first(code)
    if day is None or day.day > _MONTHS or day.day == day.month or not (is_proven or not stored_first):
        return None
    return (day, _turned(day)) if stored_first else (_turned(day), day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _turned(day: date) -> date:
    return day.replace(day=day.month, month=day.day)


def _join(block: TableBlock, rows: list[list[Cell]], at: int, heading: str) -> None:
    """Read figures with blanks between their thousands without them: nothing else can be meant among numbers."""
    texts = {row: canonical(cell) for row in block.rows if isinstance(cell := rows[row][at], str)}
    joint = {row: without_blanks(text) for row, text in texts.items()}
    whole = {row: joined for row, joined in joint.items() if joined != texts[row] and _ALONE.fullmatch(joined)}
    for number, (row, joined) in enumerate(whole.items()):
        if not number:
            block.tell("blanks_of_thousands", row, at, heading, value=texts[row], read=joined, cells=str(len(whole)))
        rows[row] = [*rows[row][:at], joined, *rows[row][at + 1 :]]


def _style(block: TableBlock, at: int, meant: HeadingMeaning, cells: dict[int, str], vocabulary: Vocabulary) -> str:
    by_style: dict[str | None, list[int]] = {}
    for row, cell in cells.items():
        for one in _numerals(cell):
            by_style.setdefault(style_of(one), []).append(row)
    heading, open_ones = block.texts.get(at, meant.column.heading), by_style.pop(None, [])
    if len(by_style) == 2:
        first, other = (cells[by_style[style][0]] for style in STYLES)
        block.tell("two_styles", by_style["en"][0], at, heading, value=other, first=first)
        return "vi"
    if by_style or not open_ones:
        return next(iter(by_style), None) or "vi"
    row = open_ones[0]
    numerals = [one for other in open_ones for one in _numerals(cells[other])]
    whole = re.sub(r"[.,]", "", numerals[0])
    if meant.column.type == "integer" and meant.scale == 1 and len({"," in one for one in numerals}) == 1:
        if "." in numerals[0]:
            return "vi"
        block.tell("comma_of_thousands", row, at, heading, value=cells[row], read=whole, cells=str(len(open_ones)))
        return "en"
    question = Asked(KIND, f"{block.sheet.name}: {heading}", tuple(STYLES.values()))
    answer = vocabulary.choices.answers(KIND).get(question.written, "")
    if answer in STYLES.values():
        block.tell("decimal_chosen", row, at, heading, question, value=cells[row], chosen=answer)
        return next(style for style, shown in STYLES.items() if shown == answer)
    style, other = list(STYLES.values())[:: -1 if "," in numerals[0] else 1]
    told = dict.fromkeys(address(one, at) for one in open_ones)
    shown = ", ".join([*told][:_NAMED]) + (", …" if len(told) > _NAMED else "")
    context = {"whole": whole, "style": style, "other": other, "cells": shown}
    block.tell("which_decimal", row, at, heading, question, value=cells[row], **context)
    return "vi"


def _numerals(cell: str) -> list[str]:
    """The numbers with a sign in them that a text holds; 30.9.2024 is none."""
    found: list[str] = _NUMERAL.findall(cell)
    return [
        one
        for one in found
        if len(set(re.sub(r"\d", "", one))) > 1 or one.count(".") + one.count(",") == 1 or _GROUPED.fullmatch(one)
    ]


def are_texts(cells: list[Cell]) -> bool:
    """Whether more than half of some cells are no numbers, whatever unit they have."""
    return 2 * sum(isinstance(cell, str) and not _FIGURE.match(cell) for cell in cells) > len(cells)
