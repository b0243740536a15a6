"""What nobody knows, by the agency that can tell, with the form for each."""

import streamlit as st

from bs_metrics.text import bare
from bs_metrics.views.lists.items import NONE
from bs_metrics.views.requests.agencies import OfAgency, agencies, line_text
from bs_metrics.views.texts import upper_first
from bs_metrics.writers.template import form_file
from ui.inert import inert
from ui.link import choice
from ui.lists import FEW
from ui.page import CurrentView
from ui.sharing.share import site
from ui.show import download_workbook, first_lines


def show_asked(page: CurrentView) -> None:
    """How much is asked of each agency; of the one chosen, what it is, and its form."""
    st.header(page.say("requests.section"), anchor=False)
    every = page.kept(agencies, page.snapshot, page.language)
    asked = {agency or NONE: one for agency, one in every.items() if one.lines.get("asked")}
    if not asked:
        st.markdown(page.say("requests.none"))
        return
    names = {code: _named(page, one) for code, one in asked.items()}
    st.markdown(inert(" · ".join(names.values())))
    wanted = next(iter(names))
    if len(names) > 1:
        wanted = choice(page.say("lists.agency"), names, "asked_of", st.selectbox, floating="data")
    one = asked[wanted]
    lines = [(line.what, line_text(line, page.snapshot, page.language)) for line in one.lines["asked"]]
    first_lines(page, lines, "asked", FEW)
    st.markdown(page.say("requests.lead", page=page.say("page.upload")))
    st.text(site("upload"))
    label = page.say("requests.form", agency=one.agency) if one.agency else page.say("requests.form_nobody")
    name = "-".join((page.say("requests.file"), *bare(one.agency or "").split(), page.snapshot.id))
    made_of = (page.snapshot, one.agency, page.language, site("upload"))
    download_workbook(inert(label), name, "form", form_file, *made_of)


def _named(page: CurrentView, one: OfAgency) -> str:
    asked = page.say("requests.number", number=len(one.lines["asked"]))
    return page.say("requests.of", name=upper_first(one.name), asked=asked)
