"""Hostile text: shown character by character, and obeyed by nothing."""

import io
import re
import shutil
from html import escape

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bs_metrics.figures.style import bold as bold_in_figure
from bs_metrics.figures.style import literal, named_rows
from bs_metrics.words import LANGUAGES
from tests.conftest import at_address, shown, stored
from tests.hostile import HOSTILE
from tests.pages import FACTS
from ui.inert import bold, highlighted, in_markup, inert
from ui.show import csv

SPAN = ":small[]"
SIGNS = list("\\`*_{}[]()<>#+-=!|~$&:;.@/%'\"^ \n\t019axw")
TEXTS = st.one_of(
    st.text(SIGNS, max_size=30),
    st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=30),
    st.lists(st.sampled_from([*HOSTILE, "www.", "://", "->", "--", ":a:", " ", "1.", "Châu Ổ"]), max_size=6).map(
        "".join
    ),
)
# What Streamlit looks for after parsing, in each run of text between two spans.
READ_LATER = re.compile(r":[\w+-]+:|:material_|https?://|www\.|[-.\w+]+@[-\w]+\.|<->|->|<-|--|>=|<=|~=", re.IGNORECASE)


@pytest.fixture(scope="module")
def spoilt_store(tmp_path_factory, spoilt_folder):
    return stored(spoilt_folder, tmp_path_factory.mktemp("spoilt"))


@pytest.fixture
def folder(monkeypatch, tmp_path, spoilt_folder, spoilt_store):
    """The app reads workbooks full of markup; its store has them already."""
    monkeypatch.setenv("BS_DATA", str(spoilt_folder))
    shutil.copy(spoilt_store, tmp_path)
    return spoilt_folder


def collapsed(text):
    return " ".join(text.split())


def unescaped(source):
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", source)


@given(TEXTS)
def test_an_inert_text_shows_every_character_of_the_original(text):
    assert unescaped(inert(text).replace(SPAN, "")) == collapsed(text)


@given(TEXTS)
def test_an_inert_text_begins_no_markdown(text):
    source = inert(text)
    signs = re.findall(r":small\[\]|\\[!-/:-@\[-`{-~]|.", source, re.DOTALL)
    assert not {sign for sign in signs if len(sign) == 1} & set("\\`*_{}[]<|~$&\n")
    assert not re.search(r":(?! )", "".join("" if len(sign) > 1 else sign for sign in signs).replace(": ", ""))
    assert not re.match(r"[#+=>-]|[0-9]{1,9}[.)](\s|$)|\s", source) and not re.search(r"\s#+$", source)


@given(TEXTS)
def test_nothing_is_left_for_what_streamlit_reads_after_parsing(text):
    assert [run for run in inert(text).split(SPAN) if READ_LATER.search(unescaped(run))] == []


@pytest.mark.parametrize(
    "text", ["55/63", "22,22%", "3–4/6", "≥ 100.000", "01/8/2024", "318/QĐ-TTg", "32-ĐA/HU", "Châu Ổ (mới): xã, 7 km²"]
)
def test_figures_dates_and_document_numbers_need_no_escape(text):
    assert inert(text) == text


def test_only_what_is_marked_stands_out():
    assert inert(f"{bold('*a*')}: {highlighted('[b] ')}c") == r"**\*a\***: :orange[**\[b\]**]c"
    assert bold(" ") == highlighted("") == bold(None) == inert(None) == ""
    assert inert("\ue000\ue001# a \ue002") == "\ue000\ue001# a \ue002"  # marks around nothing mark nothing


@given(TEXTS)
def test_a_text_in_a_figure_shows_every_character_and_holds_no_tag(text):
    shown_text = literal(text)
    assert "<" not in shown_text and ">" not in shown_text
    assert shown_text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
    assert bold_in_figure(text) == f"<b>{shown_text}</b>"


def test_a_name_is_broken_by_what_is_seen_of_it():
    (label,) = named_rows(["<i>" * 12 + "x"]).labels
    assert label.count("<br>") == 0 and label == "&lt;i&gt;" * 12 + "x"


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "- x", "-5 người", "=", "\n=1"])
def test_a_formula_in_a_download_is_text(cell):
    read = pd.read_csv(io.BytesIO(csv(pd.DataFrame({cell: [cell]}))), dtype=str)
    assert read.columns[0] == f"'{cell}" and read.iloc[0, 0] == f"'{cell}"


def test_a_line_break_in_a_download_begins_no_row():
    read = pd.read_csv(io.BytesIO(csv(pd.DataFrame({"a": ["x\r=1+1"], "b": ["y"]}))), dtype=str)
    assert read.to_dict("list") == {"a": ["x\n=1+1"], "b": ["y"]}


@pytest.mark.parametrize("cell", ["-5", "-2,5%", "+3", "-1.234,5", "55/63", "", "–", "a=b", -5, -2.5])
def test_a_number_in_a_download_stays_as_it_is(cell):
    assert csv(pd.DataFrame({"a": [cell, "x"]})) == pd.DataFrame({"a": [cell, "x"]}).to_csv(index=False).encode(
        "utf-8-sig"
    )


def markdown(page):
    """Every text of a page that Streamlit reads as Markdown, tables and choices included."""
    texts = [element.value for kind in (page.title, page.header, page.markdown, page.caption) for element in kind]
    texts += [element.label for element in page.expander]
    texts += [option.content for group in page.get("button_group") for option in group.proto.options]
    for table in page.table:
        texts += [str(cell) for cell in [*table.value.columns, *table.value.to_numpy().ravel()]]
    return texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_hostile_names_show_them_escaped(app, folder, spoilt, language):
    page = app("overview", language)
    for name in FACTS:
        at_address(page, name).run()
        for expander in page.expander:
            page.session_state[re.fullmatch(r"\$\$ID-[0-9a-f]+-(.+)", expander.proto.id)[1]] = True
        page.run()
        assert not page.exception, name
        shows_them_escaped(page, spoilt.tables, FACTS[name].names, language)


def shows_them_escaped(page, tables, names, language):
    if names:
        table, column = names
        rows, said = tables[table], shown(page)
        english = rows.get(f"{column}_en", rows[column]).fillna(rows[column])
        texts = rows[column] if language == "vi" else english
        assert [text for text in texts.dropna() if inert(text) in said or in_markup(text) in said], names
    beginnings = ("1. x", "- x", "> x", "=1+1")  # act at the start of a line only, and may stand elsewhere as they are
    bare = [re.sub(r"\\[^\w\s]", "", source) for source in markdown(page)]
    assert [(text, source) for text in HOSTILE if text not in beginnings for source in bare if text in source] == []


def test_slides_of_hostile_names_show_them_as_letters(app, folder):
    """A slide is HTML of its own: every sign that could begin markup in it is written as a character reference."""
    page = app("present", slides="schools,missing,stage-town", slide="schools")
    said: list[str] = []
    for slide in ("schools", "missing", "stage-town"):
        page.session_state["slide"] = slide
        page.run()
        assert not page.exception
        bodies = [element.proto.body for element in page.get("html")]
        texts = [*HOSTILE, *map(escape, HOSTILE)]  # which of them depends on the workbooks
        assert any(text in each for text in texts for each in bodies), slide
        said += bodies
        tags = {tag for body in bodies for tag in re.findall(r"<[^>]*>", body)}
        names = "div|p|h1|ul|li|strong|span|table|caption|colgroup|col|thead|tbody|tr|th|td"
        own = rf"</?({names})( (class|tabindex|style|scope|data-label)=\"[^\"<>]*\")*>"
        assert [tag for tag in tags if not re.fullmatch(own, tag)] == [], slide
    assert any("&lt;" in body for body in said)
