"""The cells of a sheet as they are seen: what fonts and formats make of the values that are stored."""

from bs_metrics.readers.facts import SheetRead
from bs_metrics.readers.looks.look import PLAIN, is_old


def as_shown(sheet: SheetRead) -> SheetRead:
    """The same sheet with the values that are seen, and what there is to tell of the others."""
    for place in sorted({*sheet.looks, *sheet.runs}):
        value = sheet.value(*place)
        if value == "":
            continue
        look = sheet.looks.get(place, PLAIN)
        parts = [(text, font or look) for text, font in sheet.runs.get(place, [(str(value), None)])]
        for font in {font.font for text, font in parts if is_old(font.font) and any(map(str.isalpha, text))}:
            first = sheet.old_fonts.get(font, (*place, 0))
            sheet.old_fonts[font] = (*first[:2], first[2] + 1)
    return sheet
