"""Pages without Streamlit, for those who are not in yet: whose dashboard it is, and how to come in."""

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st
from starlette.responses import HTMLResponse

from bs_metrics.views.texts import own_name
from bs_metrics.words import LANGUAGES, Language, words
from ui.data import looked_up
from ui.server.requests import root
from ui.server.roles import access

_PAGE = """<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title}</title>
<style>
body {{ font: 18px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.2rem;
  color: {textColor}; background: {backgroundColor}; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; }}
section + section {{ margin-top: 2.2rem; padding-top: 1.6rem; border-top: 1px solid {borderColor}; }}
a {{ color: {primaryColor}; }}
button, .button {{ font: inherit; font-weight: 600; color: {backgroundColor}; background: {primaryColor};
  border: 0; border-radius: .5rem; padding: .7rem 1.4rem; min-height: 44px; cursor: pointer; }}
.button {{ display: inline-block; text-decoration: none; box-sizing: border-box; margin-right: 1rem; }}
button:focus-visible, a:focus-visible {{ outline: 3px solid {orangeColor}; outline-offset: 2px; }}
</style></head>
<body>{sections}</body></html>"""
START = "signin"  # the address that begins signing in
_COLOURS = ("textColor", "backgroundColor", "borderColor", "primaryColor", "orangeColor")
_SECTION = '<section lang="{lang}"><h1>{title}</h1><p>{text}</p>{form}</section>'
_LINK = '<a {shape}href="{address}">{label}</a>'
_FORM = '<form method="post" action="?lang={lang}"><button type="submit">{label}</button></form>'


def plain_page(
    text: Callable[[Language], str], status: int = 200, button: str = "", sign_in: str = "", back: str = ""
) -> HTMLResponse:
    """Whose dashboard it is, a text, and what can be pressed, with the words under its key: a button that sends this
    page's address, one to sign in, a link to the dashboard. In both languages, one below the other.

    It says nothing of the data but the place's name, and is kept nowhere.
    """
    tables, base = looked_up().snapshot.tables, root(st.get_option("server.baseUrlPath"))
    sections, titles = [], []
    for language in LANGUAGES:
        place = own_name(tables, language)
        titles.append(words("door.title", language, place=place) if place else words("door.title_unnamed", language))
        form = _FORM.format(lang=language, label=escape(words(button, language))) if button else ""
        for key, page, shape in ((sign_in, START, 'class="button" '), (back, f"?lang={language}", "")):
            given = {"address": escape(base + page), "shape": shape}
            form += _LINK.format(**given, label=escape(words(key, language))) if key else ""
        parts = {"title": escape(titles[-1]), "text": escape(text(language)), "form": form}
        sections.append(_SECTION.format(lang=language, **parts))
    colours = {name: st.get_option(f"theme.light.{name}") for name in _COLOURS}
    page = _PAGE.format(lang=LANGUAGES[0], title=escape(titles[0]), sections="".join(sections), **colours)
    return HTMLResponse(page, status, {"cache-control": "no-store"})


def closed() -> HTMLResponse:
    """What a visitor without a role sees of a private dashboard."""
    settings = access()
    if problem := settings.problem:
        return plain_page(problem.message, 403)
    if looked_up().trouble:  # who was let in cannot be told from a stranger
        return plain_page(partial(words, "door.store"), 503)
    if settings.people:
        return plain_page(partial(words, "door.closed_people"), 403, sign_in="sign_in.button")
    return plain_page(partial(words, "door.closed"), 403)
