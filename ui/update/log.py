"""The log on its page: filtered by what was done, by whom and by days, and as a file."""

from functools import partial

import streamlit as st

from bs_metrics.access.roles import Role
from bs_metrics.snapshots.log import KINDS, entries, people
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.views.history import log_table
from ui.data import store
from ui.page import CurrentView
from ui.show import csv, private_download

_MOST, _IN_FILE = 500, 100_000  # lines on the page, in the file


def show_log(page: CurrentView) -> None:
    """The last lines of what is chosen. The choices stay out of the link, which servers note: they name people."""
    database = store().database
    kinds = {"": page.say("log.every")} | {kind: page.say(f"log.{kind}") for kind in KINDS}
    names = {"": page.say("log.everyone")} | {name: name for name in people(database) if name}
    what, who, since, until = st.columns(4)
    kind = what.selectbox(page.say("log.what"), list(kinds), format_func=kinds.__getitem__, key="log_kind")
    name = who.selectbox(page.say("log.who"), list(names), format_func=names.__getitem__, key="log_who")
    first = since.date_input(page.say("log.since"), None, key="log_since", format="DD/MM/YYYY")
    last = until.date_input(page.say("log.until"), None, key="log_until", format="DD/MM/YYYY")

    wanted = partial(entries, database, kinds=[kind] if kind else KINDS, who=name or None, since=first, until=last)
    lines = wanted(limit=_MOST + 1)
    if not lines:
        st.markdown(page.say("log.empty"))
        return
    st.caption(page.say("log.first" if len(lines) > _MOST else "log.count", number=min(len(lines), _MOST)))
    wide = {page.say("log.who"): st.column_config.Column(width="medium")}  # a narrower one cuts names
    table = log_table(lines[:_MOST], page.language)
    st.dataframe(table, hide_index=True, column_config=wide, key="log", alt=page.say("page.log"))
    language = page.language  # the file is made after the run

    def made() -> StoredFile:
        return StoredFile("log.csv", csv(log_table(wanted(limit=_IN_FILE), language)))

    private_download(page.say("show.download"), "log_download", Role.ADMIN, made)
