"""What a reader sees of a page in a real browser: waiting until it is drawn, and looking for what is wrong with it."""

from functools import cache
from importlib import resources

from playwright.sync_api import ConsoleMessage, Page, Response

from bs_metrics.words import Language, words

# Streamlit's client asks for these below every deep link before it knows where the app's root is.
PROBED = ("/_stcore/health", "/_stcore/host-config")
LOOKS = 20  # a fault that is gone at one of so many looks is only a page being drawn
DRAWN = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    if (!app || app.dataset.testScriptState !== 'notRunning' || !document.querySelector('[data-testid=stMain] h1'))
        return false;
    if (document.querySelector('[data-testid=stSkeleton]')) return false;
    const holders = [...document.querySelectorAll('[data-testid=stPlotlyChart]')];
    return document.fonts.status === 'loaded' && holders.every(each => each.querySelector('.js-plotly-plot .main-svg'));
}"""
STEADY = """async () => {
    // A busy browser is not a page that stands still; Chromium does not call every idle one back.
    await new Promise(done => requestIdleCallback(done, {timeout: 1000}));
    const now = JSON.stringify([...document.querySelectorAll('.js-plotly-plot, [data-testid=stMain] h1')].map(each => {
        const box = each.getBoundingClientRect();
        return [box.x, box.y, box.width, box.height, each.querySelectorAll('svg *').length].map(Math.round);
    }));
    const same = window.__seen === now;
    window.__seen = now;
    return same;
}"""
CHARTS = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => {
    const edge = plot.getBoundingClientRect();
    const box = each => { const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
    const marks = [...plot.querySelectorAll('.bars .point path, .scatterlayer .points path')];
    return {
        edge: box(plot),
        lines: [...plot.querySelectorAll('.shapelayer path')].map(box),
        marks: marks.map(box).filter(b => b[2] - b[0] > 0 || b[3] - b[1] > 0).length,
        texts: [...plot.querySelectorAll('svg text')].filter(each => each.textContent.trim()).map(each => ({
            text: each.textContent, box: box(each), size: parseFloat(getComputedStyle(each).fontSize),
        })),
    };
})"""
# By the browser's own method: the page's tells what a run writes from where a reader goes.
GO = """link => {
    History.prototype.pushState.call(history, null, '', link);
    dispatchEvent(new PopStateEvent('popstate'));
}"""
SCROLLED = """() => ['html', '[data-testid=stMain]'].filter(name => {
    const each = document.querySelector(name);
    return each.scrollWidth > Math.min(each.clientWidth, window.innerWidth) + 1;
})"""
HIDDEN_WORDS = """() => [...document.querySelectorAll(
    '[data-testid=stMain] :is([data-testid=stButtonGroup], [data-testid=stFileUploader]) *')]
    .filter(each => each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1)  // one pixel: for ears alone
    .filter(each => getComputedStyle(each).overflowX !== 'visible')
    .map(each => each.innerText.trim().slice(0, 60)).filter(Boolean)"""
# Read from ten metres, and from the hand: 20 px of a projector's 1920, 14 of a phone. Names on a map shrink.
SMALL = """() => {
    const least = Math.max(14, innerWidth * 20 / 1920) - 0.1, found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (walk.nextNode()) {
        const each = walk.currentNode.parentElement, root = each.closest('svg');
        if (each.closest('.bs-map')) continue;
        range.selectNodeContents(walk.currentNode);
        const box = range.getBoundingClientRect();
        if (!walk.currentNode.data.trim() || box.width < 2) continue;
        if (!each.checkVisibility({visibilityProperty: true})) continue;
        const scale = root ? root.getBoundingClientRect().width / root.width.baseVal.value : each.currentCSSZoom;
        const size = parseFloat(getComputedStyle(each).fontSize) * scale;
        if (size < least) found.push(`${walk.currentNode.data.slice(0, 60)} (${size} px)`);
    }
    return found;
}"""
# Streamlit 1.67's own markup, out of the project's reach: rule, the elements it may concern, and why it is not ours.
NOT_OURS = {
    "list": "[data-testid=stSidebarNavItems]",  # the navigation's <ul> holds a <div> for each section,
    "listitem": "[data-testid=stSidebarNavItems] > div > li",  # and the <li> of the pages lie in that <div>
    "aria-dialog-name": "[data-testid=stToast]",  # the short message that something was done has no name, only its text
}
FOUND = """async exceptions => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    const own = (rule, target) => !(exceptions[rule] && typeof target[0] === 'string'
        && document.querySelector(target[0])?.matches(exceptions[rule]));
    return found.violations
        .filter(each => ['serious', 'critical'].includes(each.impact))
        .flatMap(each => each.nodes.filter(node => own(each.id, node.target)).map(node =>
            `${each.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""
# Names on a map that reach out of their place, or have a word in two pieces.
CRAMPED = """() => [...document.querySelectorAll('.bs-unit, .bs-named')].filter(each => {
    const range = document.createRange();
    return each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1
        || [...each.children].some(({firstChild: text}) => [...text.data.matchAll(/\\S+/g)].some(({0: word, index}) => {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            return range.getClientRects().length > 1;
        }));
}).map(each => each.innerText)"""
SLACK = 1.5  # px by which a letter may overhang: sub-pixel rounding


def say(key: str, language: Language = "vi", **values: object) -> str:
    """What the pages say under a key."""
    return words(key, language, **values)


class Reader:
    """One tab, with what its console said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self._probes = 0
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", self._receive)

    def opens(self, address: str) -> "Reader":
        """Open an address and wait until the page stands still."""
        self.page.goto(address)
        return self.waits()

    def goes(self, link: str) -> "Reader":
        """Go to another page of the app by its link, as Back and Forward do: nothing is loaded anew."""
        was = self.page.title()
        self.page.evaluate(GO, link)
        self.page.wait_for_function("was => document.title !== was", arg=was)
        return self.waits()

    def waits(self) -> "Reader":
        """Wait until the script has run, every chart is painted and nothing moves."""
        self.page.wait_for_function(DRAWN, polling=100)  # asked at every frame, it would keep the browser drawing
        self.page.evaluate("window.__seen = null")  # what was seen at the last waiting says nothing of what comes now
        self.page.wait_for_function(STEADY, polling=150)
        return self

    @property
    def faults(self) -> list[str]:
        """Everything wrong with the page as it is shown, and not only while it is drawn."""
        for _ in range(LOOKS):
            if not (faults := self._faults()):
                break
            self.waits()
        return faults

    def _faults(self) -> list[str]:
        shown = self.page.evaluate("[...document.images].map(each => each.src)")
        # A picture of a page that was left may be asked for when the server has let go of it already.
        found = [one for one in self.errors if "/media/" not in one or one.rpartition(" ")[2] in shown]
        found += [f"exception: {box.inner_text()}" for box in self.page.get_by_test_id("stException").all()]
        found += [f"dialog: {box.inner_text()}" for box in self.page.get_by_role("dialog").all()]
        found += [f"horizontal scroll bar: {name}" for name in self.page.evaluate(SCROLLED)]
        found += [f"out of sight: {choices!r}" for choices in self.page.evaluate(HIDDEN_WORDS)]
        found += [f"too small: {text}" for text in self.page.evaluate(SMALL)]
        found += [f"no room on the map: {name!r}" for name in self.page.evaluate(CRAMPED)]
        for number, chart in enumerate(self.page.evaluate(CHARTS)):
            found += [f"chart {number}: {fault}" for fault in _chart_faults(chart)]
        return found

    def title(self) -> str:
        """The page's heading."""
        return self.page.locator("[data-testid=stMain] h1").first.inner_text()

    def _receive(self, response: Response) -> None:
        if response.status == 404 and response.url.endswith(PROBED) and response.url.count("/") > 4:
            self._probes += 1
        elif response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        probe = message.location.get("url", "").endswith(PROBED)
        if message.type == "error" and not probe:
            self.errors.append(f"console: {message.text} {message.location.get('url')}")


def _chart_faults(chart: dict) -> list[str]:
    left, top, right, bottom = chart["edge"]
    if not chart["marks"] or right - left < 10 or bottom - top < 10:
        return ["nothing is drawn"]
    faults, texts = [], chart["texts"]
    for number, text in enumerate(texts):
        box = text["box"]
        if box[0] < left - SLACK or box[1] < top - SLACK or box[2] > right + SLACK or box[3] > bottom + SLACK:
            faults.append(f"cut off: {text['text']!r}")
        faults += [
            f"{text['text']!r} lies on {other['text']!r}" for other in texts[number + 1 :] if _overlap(text, other)
        ]
        if any(_struck(text, line) for line in chart["lines"]):
            faults.append(f"struck through by the line of a target: {text['text']!r}")
    return faults


def _overlap(one: dict, two: dict) -> bool:
    """Whether two texts lie on one another; lines touch by the leading of their boxes, letters do not."""
    (left, top, right, bottom), (left2, top2, right2, bottom2) = one["box"], two["box"]
    wide = min(right, right2) - max(left, left2)
    high = min(bottom, bottom2) - max(top, top2)
    return wide > SLACK and high > 0.3 * min(one["size"], two["size"])


def _struck(text: dict, line: list[float]) -> bool:
    """Whether a line enters the letters of a text; the box of a line has the leading above and below them."""
    (left, top, right, bottom), lead = text["box"], 0.1 * text["size"]
    return line[2] > left and line[0] < right and line[3] > top + lead and line[1] < bottom - lead


def violations(page: Page) -> list[str]:
    """Serious and critical violations, found by axe-core, that come from the project's own content.

    What is being drawn anew is pale for a moment: only what stays is one.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    for _ in range(LOOKS):
        if not (found := page.evaluate(FOUND, NOT_OURS)):
            break
    return found


@cache
def _axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
