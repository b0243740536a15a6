"""Time from navigation to what a reader waits for, in headless Chromium, against bare Streamlit pages.

Subject and baseline take turns in one loop, so that a busy moment of the machine hits both. Every visit has a fresh
browser context, so every visit starts with a cold HTTP cache; the servers are warm. The overview is visited at the
front page: over a slow line, and for the last of its charts, which are markup, against as many bare ones of plotly's.
The map of units, markup too, is told besides.
"""

import json
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.bounds import CHART_RATIO, HEADLINE_RATIO, RUNS, SLOW_LINE, Line, at_most
from bench.serve import bare, dashboard
from bs_metrics.intake.folder import DEFAULT_FOLDER, workbook_files
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.stages import stages
from tools.setup import chromium as installed

_CHARTED = "communes"  # a page with a map in its first screen
_OWN = ".bs-chart"
_PLOTLY = "[data-testid=stPlotlyChart]"
# Asked at every frame from the start of the navigation; the first "yes" is the time, on the page's own clock.
_WATCH = """
(() => {
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && node.textContent.trim() !== "";
  };
  const checks = {
    title: () => [...document.querySelectorAll("h1")].some(shown),
    figures: () => {
      const texts = [...document.querySelectorAll("h1, [role=heading]")];
      const bars = [...document.querySelectorAll(".bs-card .bs-segments")];
      const drawn = (bar) => bar.getBoundingClientRect().height > 0 && bar.querySelector("rect");
      const said = (figure) => texts.some((node) => node.textContent.trim().startsWith(figure) && shown(node));
      return bars.length >= FIGURES.length && bars.every(drawn) && FIGURES.every(said);
    },
    charts: () => {
      const charts = [...document.querySelectorAll("OWN, PLOTLY")];
      const drawn = (chart) => chart.querySelector("OWN > * rect, OWN .bs-unit b, .shapelayer path, .barlayer path");
      return charts.length >= CHARTS && charts.every(drawn);
    },
  };
  const look = () => {
    if (checks["CHECK"]()) window.benchTime = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def chromium(playwright: Any) -> Browser:
    """The Chromium that the system has. Raises SystemExit with what to do when there is none."""
    path = installed()
    if path is None:
        raise SystemExit("No Chromium found. Install one and try again: make setup")
    browser: Browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    return browser


def measure() -> list[Line]:
    """The overview: to its answer on a slow line, to its last chart; a map; each against bare pages."""
    with sync_playwright() as playwright, dashboard() as app:
        browser = chromium(playwright)
        figures = [stage.headline for stage in stages(snapshot(workbook_files(DEFAULT_FOLDER)), "vi")]
        charts = _charts(browser, app)
        with (
            bare("blank") as blank,
            bare("charts", BENCH_CHARTS=str(charts)) as many,
            bare("charts", BENCH_CHARTS="1") as one,
        ):
            answer = _ratio(browser, (app, blank), ("figures", "title"), figures=json.dumps(figures), slow=True)
            own = _ratio(browser, (app, many), ("charts", "charts"), charts=charts)
            drawn = _ratio(browser, (f"{app}/{_CHARTED}", one), ("charts", "charts"), charts=1)
        browser.close()
    return [
        at_most("overview on a slow line: answer and bars, blank page", *answer, HEADLINE_RATIO),
        at_most(f"overview: {charts} charts painted, as many bare ones", *own, CHART_RATIO),
        at_most(f"{_CHARTED}: map painted, a bare chart", *drawn, CHART_RATIO),
    ]


def _charts(browser: Browser, address: str) -> int:
    """How many charts the overview has, once nothing more arrives."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(address)
    page.wait_for_selector(_OWN, state="attached")
    page.wait_for_timeout(3000)
    number: int = page.locator(f"{_OWN}, {_PLOTLY}").count()
    page.close()
    return number


def _ratio(
    browser: Browser,
    addresses: tuple[str, str],
    checks: tuple[str, str],
    figures: str = "[]",
    charts: int = 0,
    slow: bool = False,
) -> tuple[str, float]:
    """The medians of a page's and its baseline's visits in words, and the one by the other."""
    watch = _WATCH.replace("FIGURES", figures).replace("CHARTS", str(charts))
    watch = watch.replace("OWN", _OWN).replace("PLOTLY", _PLOTLY)
    pairs = list(zip(addresses, checks, strict=True))
    times = [[_visit(browser, at, watch, check, slow) for at, check in pairs] for _ in range(RUNS + 1)]
    own, other = (median(taken[1:]) for taken in zip(*times, strict=True))  # the first is not counted
    return f"{own:.0f} ms against {other:.0f} ms: {own / other:.2f} x", own / other


def _visit(browser: Browser, address: str, watch: str, check: str, slow: bool) -> float:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    if slow:
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", {"offline": False, **SLOW_LINE})
    page.add_init_script(watch.replace("CHECK", check))
    page.goto(address, wait_until="commit")
    time = page.wait_for_function("() => window.benchTime", timeout=60_000).json_value()
    context.close()
    return float(time)
