"""The offline page as text: whole, small, escaped, with nothing that asks for anything from outside."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from plotly.offline import get_plotlyjs

from bs_metrics.exports.offline import offline
from bs_metrics.exports.offline.offline import element, in_script, table, tag
from bs_metrics.exports.pack import Pack
from bs_metrics.figures.style import theme_palette
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.phrases import about_line, ratio_text, summary
from bs_metrics.views.texts import about, ratio_name
from bs_metrics.words import LANGUAGES, words

VOID = {"meta", "br", "hr", "img", "link", "input"}
MOST = 6_000_000


class Page(HTMLParser):
    """The elements of a page, what each is, and the text outside scripts and styles."""

    def __init__(self, content):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.texts, self.scripts = [], [], [], []
        self.feed(content.decode("utf-8"))
        assert self.open == [], "an element is not closed"

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += data
        elif self.open and self.open[-1] != "style":
            self.texts.append(data)

    def of(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]

    @property
    def text(self):
        return "\n".join(self.texts)


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request, shipped):
    content = offline.make(Pack(shipped, request.param))
    return content, Page(content), request.param


@pytest.fixture(scope="module")
def spoilt_page(spoilt):
    return Page(offline.make(Pack(spoilt, "vi")))


def test_one_file_below_six_megabytes_with_plotly_once(made):
    content, page, _ = made
    assert len(content) < MOST
    assert content.count(get_plotlyjs().encode()) == 1
    assert len(page.scripts) == 3 and not [one for one in page.of("script") if "src" in one]


def test_nothing_is_asked_for_from_outside(made):
    _, page, _ = made
    assert not page.of("link", "img", "iframe", "object", "embed", "form", "base", "video", "audio")
    assert all(one["href"].startswith("#") for one in page.of("a"))
    style = re.search("<style>(.*?)</style>", made[0].decode(), re.DOTALL)[1]
    assert set(re.findall(r"url\((\w+:[\w/]*)", style)) == {"data:font/woff2"} and "@import" not in style


def test_the_policy_allows_the_two_scripts_by_their_hashes_and_nothing_else(made):
    _, page, _ = made
    (policy,) = [one["content"] for one in page.of("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    told = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert told["default-src"] == "'none'" and "connect-src" not in told
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in page.scripts[1:]}
    assert set(told["script-src"].split()) == hashes


def test_it_says_the_answer_the_snapshot_and_every_ratio(made, shipped):
    _, page, language = made
    goal = about(shipped.tables, "goal", language)
    assert page.of("html") == [{"lang": language}]
    assert summary(shipped.ratios, goal, language) in page.texts
    assert Pack(shipped, language).named in page.text and about_line(shipped.tables, language) in page.texts
    for ratio in shipped.ratios.values():
        assert ratio_name(ratio, language) in page.texts and ratio_text(ratio, language) in page.texts
    for known in ("7/22", "55/63", "2/9", "2–3/5", "23/36"):
        assert known in page.texts


def test_it_is_made_of_headings_sections_figures_and_tables(made):
    _, page, language = made
    assert len(page.of("h1")) == 1 and page.of("main") and page.of("title")
    assert page.of("nav") == [{"aria-label": words("offline.contents", language)}]
    anchors = {one["href"].removeprefix("#") for one in page.of("a")}
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids)) and anchors <= set(ids)
    assert {one["aria-labelledby"] for one in page.of("section")} <= set(ids)
    charts = [one for one in page.of("div") if one.get("role") == "img"]
    assert len(charts) == len(page.of("figure")) and all(one["aria-label"].strip() for one in charts)
    assert len(page.of("table")) == len(page.of("caption")) and len(page.of("th")) > 10


def test_every_chart_is_there_in_both_themes(made):
    _, page, _ = made
    figures = json.loads(page.scripts[0])
    assert len(figures) == len([one for one in page.of("div") if "data-chart" in one]) >= 8
    for mode, other in (("light", "dark"), ("dark", "light")):
        drawn = json.dumps([figure[mode] for figure in figures])
        assert theme_palette(mode).met in drawn and theme_palette(other).met not in drawn


def test_the_chart_of_gaps_has_the_numbers_of_the_ratios(made):
    _, page, _ = made
    figure = next(one for one in json.loads(page.scripts[0]) if not one["still"])["light"]
    met = figure["data"][0]
    criteria = next(at for at, told in enumerate(met["customdata"]) if "2/9" in told)
    assert met["x"][criteria] == pytest.approx(2 / 9)
    assert any("2/9" in note["text"] for note in figure["layout"]["annotations"])


def test_the_slides_chosen_are_its_topics(shipped):
    page = Page(offline.make(Pack(shipped, "vi", slide_ids=("schools", "stage-town"))))
    names = [one["id"] for one in page.of("section") if one["id"].startswith("topic")]
    assert names == ["topic-1", "topic-2"]
    assert any("2–3/5" in text for text in page.texts)


def test_hostile_names_are_text_and_nothing_else(spoilt_page):
    allowed = "html head meta title style body header main nav section article figure div p h1 h2 h3 ul li a b i span "
    allowed += "details summary noscript table caption thead tbody tr th td script"
    assert {tag for tag, _ in spoilt_page.elements} <= set(allowed.split())
    assert not [name for _, attributes in spoilt_page.elements for name in attributes if name.startswith("on")]
    assert all(one["href"].startswith("#") for one in spoilt_page.of("a"))
    assert len(spoilt_page.scripts) == 3, "a name has ended a script"
    for text in ("<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "<b>x</b><br>y", "&lt;"):
        assert text in spoilt_page.text


def test_a_script_element_cannot_be_ended_from_within():
    text = '</script><script>alert(1)</script><!--{{x}}\u2028\u2029&"'
    written = in_script([text])
    assert not set("<>&\u2028\u2029") & set(written) and json.loads(written) == [text]


def test_elements_escape_what_they_hold():
    assert element("p", "<b>&", title='"x"') == '<p title="&quot;x&quot;">&lt;b&gt;&amp;</p>'
    assert element("p", "a\u202eb\x0b\nc") == "<p>ab c</p>" and element("p", "\u202e") == ""
    assert element("p", "") == "" and tag("p", aria_hidden="true", class_="a") == '<p aria-hidden="true" class="a"></p>'
    shown = table(pd.DataFrame([["<i>", None]], columns=["<a>", "b"]), "<c>")
    assert "<i>" not in shown and "<a>" not in shown and "<c>" not in shown and "None" not in shown


def test_what_could_not_be_read_is_said():
    page = Page(offline.make(Pack(snapshot({"hong.xlsx": b"PK"}), "vi")))
    assert words("unread.said", "vi", names="hong.xlsx") in page.texts


def test_a_district_without_anything_to_draw_has_a_page(workbook):
    page = Page(
        offline.make(Pack(snapshot({"a.xlsx": workbook(about=[{"key": "district", "value": "<Ba Tơ>"}])}), "en"))
    )
    assert "<Ba Tơ>" in page.text and json.loads(page.scripts[0]) == []
