"""Pieces of the offline page as HTML. Every text is escaped where it is put in; nothing here takes markup."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd

from bs_metrics.exports.fitting import plain

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def tag(name: str, content: str = "", **attributes: str | bool | None) -> str:
    """An element around `content`, which is HTML already. `class_` gives class, `aria_label` aria-label."""
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{given}>{content}</{name}>"


def element(name: str, text: str | None, **attributes: str | bool | None) -> str:
    """An element with a text, in one line and without signs that turn its direction; nothing where there is none."""
    kept = plain(text or "")
    return tag(name, escape(kept), **attributes) if kept else ""


def section(anchor: str, heading: str, *content: str, level: str = "h2") -> str:
    """A part of the page under its heading."""
    head = element(level, heading, id=f"{anchor}-h")
    return tag("section", head + "".join(content), id=anchor, aria_labelledby=f"{anchor}-h")


def lines(texts: Iterable[tuple[str, str]], class_: str = "lines") -> str:
    """A list of what in ink and how in grey."""
    items = [tag("li", element("b", what) + element("span", how)) for what, how in texts]
    return tag("ul", "".join(items), class_=class_) if items else ""


def table(frame: pd.DataFrame, caption: str) -> str:
    """A frame of text cells. On a narrow screen its rows stand below one another, each cell after its heading; by the
    roles it stays a table for a screen reader there.
    """
    heads = [str(name) for name in frame.columns]
    head = "".join(element("th", name, scope="col", role="columnheader") for name in heads)
    body = "".join(tag("tr", _cells(heads, row), role="row") for row in frame.itertuples(index=False, name=None))
    inside = element("caption", caption) + tag("thead", tag("tr", head, role="row"), role="rowgroup")
    return tag(
        "div", tag("table", inside + tag("tbody", body, role="rowgroup"), role="table"), class_="wide", tabindex="0"
    )


def _cells(heads: Sequence[str], row: Sequence[Any]) -> str:
    texts = ["" if value is None or value != value else plain(str(value)) for value in row]
    first = element("th", texts[0] or "–", scope="row", role="rowheader", data_head=heads[0])
    rest = zip(heads[1:], texts[1:], strict=True)
    return first + "".join(tag("td", escape(text), role="cell", data_head=head) for head, text in rest)


def bullets(texts: Iterable[str]) -> str:
    """A plain list; nothing where there is nothing in it."""
    items = [element("li", text) for text in texts]
    return tag("ul", "".join(items), class_="plain") if items else ""


def folded(summary: str, content: str) -> str:
    """What opens at a click, without a script."""
    return tag("details", element("summary", summary) + content) if content else ""


def in_script(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
