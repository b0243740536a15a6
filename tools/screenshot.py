"""The README's pictures, taken of the real app: `make screenshot`."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.pages import chromium
from bench.serve import dashboard

_DOCS = Path(__file__).resolve().parents[1] / "docs"
_SIZES = {"overview": (1920, 1080), "overview-phone": (390, 844)}
_PAINTED = """
() => {
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
  return charts.length > 0
    && charts.every((chart) => chart.querySelector(".shapelayer path, .barlayer path"))
    && document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
    && document.fonts.status === "loaded";
}
"""


def main() -> None:
    """Take every picture from a server of its own."""
    with sync_playwright() as playwright, dashboard() as app:
        browser = chromium(playwright)
        for name, size in _SIZES.items():
            _take(browser, f"{app}/overview", size, _DOCS / f"{name}.png")
            print(f"docs/{name}.png")
        browser.close()


def _take(browser: Browser, address: str, size: tuple[int, int], file: Path) -> None:
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(address)
    page.wait_for_function(_PAINTED, timeout=60_000)
    page.wait_for_timeout(500)  # the side bar slides in and out
    page.screenshot(path=file)
    page.close()


if __name__ == "__main__":
    main()
