"""Time from navigation to what a reader waits for, in headless Chromium, against bare Streamlit pages.

Subject and baseline take turns in one loop, so that a busy moment of the machine hits both. Every visit has a fresh
browser context, so every visit starts with a cold HTTP cache; the servers are warm. Both are visited at their front
page: the overview is the dashboard's.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.bounds import RUNS
from bench.serve import bare, dashboard
from bs_metrics.intake.folder import DEFAULT_FOLDER, workbook_files
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.stages import stages
from tools.setup import chromium as installed

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
      const texts = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
      return FIGURES.every((figure) => texts.some((node) => node.textContent.trim().startsWith(figure) && shown(node)));
    },
    charts: () => {
      const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
      const drawn = (chart) => chart.querySelector(".shapelayer path, .barlayer path");
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


@dataclass(frozen=True)
class Painted:
    """Milliseconds from navigation start: the overview's and the bare page's medians."""

    subject: float
    baseline: float

    @property
    def ratio(self) -> float:
        """How many times the bare page's time."""
        return self.subject / self.baseline


def chromium(playwright: Any) -> Browser:
    """The Chromium that the system has. Raises SystemExit with what to do when there is none."""
    path = installed()
    if path is None:
        raise SystemExit("No Chromium found. Install one and try again: make setup")
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


def measure() -> tuple[int, Painted, Painted]:
    """Number of charts on the overview, time to its headline figures, time to its last chart."""
    with sync_playwright() as playwright, dashboard() as app:
        browser = chromium(playwright)
        figures = [stage.headline for stage in stages(snapshot(workbook_files(DEFAULT_FOLDER)), "vi")]
        charts = _charts(browser, f"{app}/overview")
        with bare("blank") as blank, bare("charts", BENCH_CHARTS=str(charts)) as plain:

            def visit(address: str, check: str) -> Callable[[], float]:
                watch = (
                    _WATCH.replace("FIGURES", json.dumps(figures))
                    .replace("CHARTS", str(charts))
                    .replace("CHECK", check)
                )
                return lambda: _visit(browser, address, watch)

            to_figures = _turns(visit(f"{app}/", "figures"), visit(blank, "title"))
            to_charts = _turns(visit(f"{app}/", "charts"), visit(plain, "charts"))
        browser.close()
    return charts, to_figures, to_charts


def _turns(subject: Callable[[], float], baseline: Callable[[], float]) -> Painted:
    """Medians of visits in turn; one visit of each beforehand is not counted."""
    times = [(subject(), baseline()) for _ in range(RUNS + 1)][1:]
    return Painted(median(one for one, _ in times), median(other for _, other in times))


def _charts(browser: Browser, address: str) -> int:
    """How many charts the overview has, once nothing more arrives."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(address)
    page.wait_for_selector(".shapelayer path, .barlayer path", state="attached")
    page.wait_for_timeout(3000)
    found = page.locator("[data-testid=stPlotlyChart]").count()
    page.close()
    return found


def _visit(browser: Browser, address: str, watch: str) -> float:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.add_init_script(watch)
    page.goto(address, wait_until="commit")
    time = page.wait_for_function("window.benchTime", timeout=60_000).json_value()
    context.close()
    return float(time)
