"""Showing things the same way on every page: a chart with its table, download and sources; a legend; small cards."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Literal, NoReturn

import pandas as pd
import streamlit as st
from streamlit.elements.lib.grid_container import GridContainer

from bs_metrics.access.roles import Role
from bs_metrics.contract.schema import schema
from bs_metrics.figures.inline import block, image
from bs_metrics.figures.trend import burn_up
from bs_metrics.measures.pace import Verdict
from bs_metrics.measures.ratios import Ratio
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.views.criteria import Line, line_table
from bs_metrics.views.ratio_tables import trend_rows, trend_table
from bs_metrics.views.texts import measure_sources, ratio_name
from bs_metrics.words import joined
from ui.drawn.later import when_near
from ui.inert import bold, inert
from ui.link import address_of, fold, folded
from ui.page import Chart, CurrentView, NothingToShow
from ui.server.files import offer
from ui.sharing.taken import noting

Table = Callable[[], pd.DataFrame]
Sources = Callable[[], Iterable[str]]

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINES = 12  # of a list
_COLUMN = 400  # px: the least that a column of lines is wide
# Rows of a table, some 5 MB; a browser gets no message above server.maxMessageSize, and the file has all.
FIRST_ROWS = 10_000
_FORMULA = re.compile(r"[=@\t\n]|[+-](?![0-9][0-9.,]*%?\Z)")  # how a formula begins; a signed number is a number


def still(page: CurrentView, drawn: Chart, key: str, alt: str) -> None:
    """A small figure to look at only; the table that goes with it is shown by `details`."""
    _plot(page, drawn, key, alt, {"staticPlot": True})


def way(page: CurrentView, ratio: Ratio, name: str, said: str = "") -> None:
    """How a measure moved so far, and when it may get where it has to: under its name, with what is `said` of it."""
    drawn = page.chart(burn_up, trend_rows, page.snapshot, ratio.id, page.language, page.today)
    if len(drawn.rows) > 1:
        st.markdown(inert(f"{bold(name)}: {said}" if said else bold(name)))
        table, sources = (
            partial(trend_table, page.snapshot, ratio.id, page.language),
            partial(ratio_sources, [ratio], page),
        )
        chart(page, drawn, f"way_{ratio.id}", f"{name}: {said}." if said else f"{name}:", table, sources, far=True)


def coloured(verdict: Verdict, text: str) -> str:
    """Markdown in the colour of a verdict: that of what is missing, of what is met, or none."""
    colour = {"overdue": "orange", "late": "orange", "in_time": "primary", "done": "primary"}.get(verdict)
    return f":{colour}[{text}]" if colour else text


def chart(
    page: CurrentView, drawn: Chart, key: str, alt: str, table: Table, sources: Sources, far: bool = False
) -> None:
    """A figure, and on demand its table, its download and where its numbers come from; nothing where it has no rows.

    One that lies below the first screen (`far`) is sent when it comes near.
    """
    if len(drawn.rows):
        # On a touch screen the buttons of its bar stay on top of the chart's names.
        _plot(page, drawn, key, alt, {"displayModeBar": False}, far)
        details(page, key, alt, table, sources)


def _plot(page: CurrentView, drawn: Chart, key: str, alt: str, config: dict[str, bool], far: bool = False) -> None:
    alt = f"{alt} {drawn.in_words}".strip()
    if isinstance(drawn.figure, str):
        st.markdown(block(image(drawn.figure, alt), page.palette), unsafe_allow_html=True)
        return
    draw = partial(st.plotly_chart, drawn.figure, theme=None, key=key, alt=alt, config=config)
    if far:
        when_near(key, alt, drawn.figure.layout.height, draw)
    else:
        draw()


def details(page: CurrentView, key: str, alt: str, table: Table, sources: Sources = tuple) -> None:
    """Table, download and sources behind one click; nothing of it is made before the click."""
    opened = fold(page.say("show.details"), key, f"{key}_details")
    if not opened.open:
        return
    with opened:
        shown = table()
        st.table(plain_table(first_rows(page, shown)), hide_index=True, alt=alt, border="horizontal")
        download(page, shown, key)
        cited = "\n".join(f"- {inert(source)}" for source in dict.fromkeys(sources()))
        if cited:
            st.markdown(f"**{page.say('show.sources')}**\n\n{cited}")


def first_rows(page: CurrentView, table: pd.DataFrame) -> pd.DataFrame:
    """As much of a table as a browser is given; says so where that is not all."""
    if len(table) <= FIRST_ROWS:
        return table
    st.caption(page.say("show.first_lines", shown=FIRST_ROWS, number=len(table)))
    return table.head(FIRST_ROWS)


def download(page: CurrentView, table: pd.DataFrame, key: str) -> None:
    """The table as a CSV file, made when it is asked for."""
    name, content = f"{key}-{page.snapshot.id}.csv", lambda: csv(table)
    label = page.say("show.download")
    st.download_button(label, content, name, "text/csv", key=f"{key}_download", on_click=noting(name))


def download_workbook(label: str, name: str, key: str, make: Callable[..., bytes], *arguments: Any) -> None:
    """A workbook that is made when it is asked for: by `make`, of its arguments."""
    file = f"{name}.xlsx"
    st.download_button(label, partial(make, *arguments), file, _WORKBOOK, key=key, on_click=noting(file))


def private_download(label: str, key: str, role: Role, make: Callable[[], StoredFile]) -> None:
    """A file for whoever has a role or a higher one, made and asked about when it is fetched."""
    st.link_button(label, address_of(offer(key, role, make)), key=key)


def csv(table: pd.DataFrame) -> bytes:
    """The table as CSV that Excel opens with its Vietnamese letters whole, and without running anything in it.

    A text that a spreadsheet would take for a formula has an apostrophe before it, which spreadsheets read as "this is
    text"; another reader finds one sign more at the start of such a cell. Numbers are as they were, negative ones too.
    """
    text: str = table.map(_no_formula).rename(columns=_no_formula).to_csv(index=False)
    return text.encode("utf-8-sig")


def _no_formula(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r", "\n")  # pandas does not quote a cell for a bare \r, and its rest would begin a row
    return f"'{text}" if _FORMULA.match(text) else text


def plain_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table, its texts plain, for `st.table`, which reads Markdown in cells and headings."""
    return table.map(_inert_cell).rename(columns=_inert_cell)


def _inert_cell(cell: object) -> object:
    return inert(cell) if isinstance(cell, str) else cell


def legend(page: CurrentView, target: bool = True) -> None:
    """How the three statuses are drawn, in colour and in words."""
    signs = {"met": ":primary[■]", "not_met": ":orange[□]", "unknown": ":gray[▨]"}
    text = page.say("show.legend" if target else "show.legend_plain", **signs)
    st.markdown(f":small[{text}]")


def ratio_sources(ratios: Iterable[Ratio], page: CurrentView) -> list[str]:
    """Where each measure's figures come from, the target's document included: plain but for the names, for `inert`."""
    return [f"{bold(ratio_name(ratio, page.language))}: {measure_sources(ratio, page.language)}" for ratio in ratios]


def status_lines(page: CurrentView, lines: Iterable[Line]) -> None:
    """One line a criterion: its status by colour, sign and word, its name whole, and under it what is known."""
    colours, texts = {"met": "primary", "not_met": "orange", "unknown": "gray", "doubtful": "gray"}, []
    for line in lines:
        word = f"{page.say(f'status.sign_{line.status}')} {line.word or page.say(f'status.{line.status}')}"
        mark = f" · {page.say('show.memory_mark')}" if line.unchecked else ""
        detail = " · ".join(part for part in (line.detail, line.known_by, line.note) if part)
        name = inert(f"{bold(line.code)} {line.name}")
        texts.append(f":{colours[line.status]}[**{word}**] · {name}  \n:gray[:small[{inert(detail + mark)}]]")
    st.markdown("\n\n".join(texts))


def side_by_side(large: str, small: str, apart: bool = False) -> None:
    """Two texts in Markdown on one line, at its two ends if `apart`; where the line is short, one above the other."""
    spread: Literal["distribute", "left"] = "distribute" if apart else "left"
    with st.container(horizontal=True, horizontal_alignment=spread, vertical_alignment="bottom", gap="xxsmall"):
        for text in (large, small):
            st.markdown(text, width="content")


def small_lines(items: Iterable[tuple[str, str]]) -> None:
    """Lines of a name and, under it in small, what there is to say of it; both plain text."""
    texts = ((inert(name), inert(detail)) for name, detail in items)
    st.markdown("\n\n".join(f"{name}  \n:gray[:small[{detail}]]" if detail else name for name, detail in texts))


def columns(items: Sequence[tuple[str, str]]) -> None:
    """Some `small_lines` in two columns, the second after the first; in one where there is no room for two."""
    half = -(-len(items) // 2)
    grid = two_columns()
    for part in (items[:half], items[half:]):
        if part:
            with grid.cell():
                small_lines(part)


def two_columns() -> GridContainer:
    """A grid of two columns for texts; of one where there is no room for two."""
    return st.grid(2, min_column_width=_COLUMN, gap=("small", "large"))


def first_lines(page: CurrentView, items: Sequence[tuple[str, str]], code: str, most: int = _LINES) -> None:
    """The first dozen of some lines; the rest is one click away, in the link by `code`."""
    columns(items[:most])
    if len(items) <= most:
        return
    with st.container(key=f"on_paper_{code}"):  # which has no closed folds
        st.caption(page.say("show.first_lines", shown=most, number=len(items)))
    folded(page.say("show.more_lines", number=len(items) - most), code, f"{code}_more", columns, items[most:])


def set_missing(page: CurrentView, title: str, *tables: str) -> NoReturn:
    """The page of this title has none of its tables: say what to fill in, and leave the rest of the app working."""
    page.head(title)
    sheets = [f"«{schema().tables[name].sheet}»" for name in tables]
    st.markdown(page.say("show.set_missing", sheets=joined(sheets, page.language)))
    raise NothingToShow


def line_details(page: CurrentView, key: str, alt: str, lines: list[Line], ratios: Iterable[Ratio] = ()) -> None:
    """The same lines as a table, with its download and the sources of some ratios and of the lines."""

    def sources() -> list[str]:
        return [*ratio_sources(ratios, page), *(line.source for line in lines)]

    details(page, key, alt, lambda: line_table(lines, page.language), sources)
