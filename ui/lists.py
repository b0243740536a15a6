"""A list that is looked through: by words and by what its rows say, both in the link."""

from collections.abc import Mapping, Sequence

import streamlit as st

from bs_metrics.views.lists.items import Item, choices, found
from bs_metrics.views.texts import dotted
from ui.inert import inert
from ui.link import choice, sought
from ui.page import CurrentView
from ui.show import first_lines

FIRST, FEW = 6, 4  # lines of a list that is one of several on its page, of one that is not what the page is for
_FILTER = 150  # px: the least that what is written or chosen is wide
_ALL = "all"


def listed(page: CurrentView, items: Sequence[Item], code: str, filters: Mapping[str, str]) -> None:
    """The first lines of those that the reader looks for, the rest one click away."""
    left = looked_for(page, items, code, filters)
    first_lines(page, [(item.name, item.detail) for item in left], f"{code}_list", FIRST)


def looked_for(page: CurrentView, items: Sequence[Item], code: str, filters: Mapping[str, str]) -> list[Item]:
    """Ask what to look for, and say how many lines that are.

    `filters`: by their keys in the link, the things that lines may be chosen by; the words `lists.<thing>` name them.
    """
    written, chosen, said = "", {}, []
    if len(items) > FIRST:
        offered = {key: options for key, thing in filters.items() if (options := choices(items, thing))}
        grid = st.grid(1 + len(offered), min_column_width=_FILTER, key=f"sought_{code}")
        with grid.cell():
            written = sought(page.say("lists.find"), f"find_{code}").strip()
        said += [f"«{written}»"] if written else []
        for key, options in offered.items():
            label, all_of = page.say(f"lists.{filters[key]}"), {_ALL: page.say("lists.all")}
            with grid.cell():  # with what is said of an odd link
                wanted = choice(label, all_of | options, key, st.selectbox)
            if wanted != _ALL:
                chosen[filters[key]] = wanted
                said.append(options[wanted])
    left = found(items, written, chosen)
    if said:  # what was chosen as well: paper has no fields
        st.caption(inert(dotted(page.say("lists.found", number=len(left), total=len(items)), *said)))
    if not left:
        st.markdown(page.say("lists.nothing"))
    return left
