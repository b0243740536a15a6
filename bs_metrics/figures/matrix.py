"""Criteria to read across, as markup of the page itself; sizes and the layout are in ui/server/document.css.

Rows, cells and bars are those of `views/sets/matrix.py`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bs_metrics.figures.bars import WIDEST
from bs_metrics.figures.inline import block, letters
from bs_metrics.figures.style import Palette


def matrix(rows: Iterable[Any], signs: Mapping[str, str], palette: Palette) -> str:
    """A list with a line a criterion; its cells and its bar are said in words to who does not see them.

    `signs` gives the sign of each status.
    """
    return block(f'<ul class="bs-matrix">{"".join(_line(row, signs) for row in rows)}</ul>', palette)


def _line(row: Any, signs: Mapping[str, str]) -> str:
    code = f"<b>{letters(row.code)}</b> " if row.code else ""
    mark = "*" if row.unchecked else ""
    name = (
        f'<div class="bs-called"><b class="bs-{row.status}" aria-hidden="true">{letters(signs[row.status])}</b> '
        f"{code}{letters(row.name)}{mark}"
        f'<span class="bs-only-heard">: {letters(row.word)}. {letters(row.heard)}</span></div>'
    )
    drawn = f"{_cells(row.cells, signs)}{_bar(row.bar)}"
    drawn = f'<div class="bs-drawn" aria-hidden="true">{drawn}</div>' if drawn else ""
    count = f"<b>{letters(row.count)}</b>" if row.count else ""
    said = f'<span class="bs-{row.status}">{letters(row.said)}</span>' if row.said else ""
    small = f'<span class="bs-small">{letters(row.small)}</span>' if row.small else ""
    told = " · ".join(filter(None, (count, said))) + small
    told = f'<div class="bs-told">{told}</div>' if told else ""
    return f'<li class="bs-criterion{" bs-part" if row.below else ""}">{name}{drawn}{told}</li>'


def _cells(cells: Iterable[Any], signs: Mapping[str, str]) -> str:
    drawn = []
    for cell in cells:
        title = f' title="{letters(cell.name)}"' if cell.name else ""
        text = letters(f"{signs[cell.status]} {cell.text}")
        drawn.append(f'<span class="bs-cell bs-cell-{cell.status}"{title}>{text}</span>')
    return "".join(drawn)


def _bar(bar: Any) -> str:
    if bar is None:
        return ""
    missing = 0.0 if bar.target is None else bar.target - bar.met - bar.unknown
    parts, whole = {"met": bar.met, "unknown": bar.unknown, "not_met": missing}, WIDEST if bar.open_ended else 1.0
    drawn = [
        f'<i class="bs-cell-{name}" style="width:{100 * min(share / whole, 1):.1f}%"></i>'
        for name, share in parts.items()
        if share > 0
    ]
    mark = "" if bar.target is None else f'<b style="left:{100 * bar.target / whole:.1f}%"></b>'
    return f'<span class="bs-track">{"".join(drawn)}{mark}</span>'
