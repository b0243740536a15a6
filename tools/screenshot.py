"""The README's pictures, taken of the real app: `make screenshot`."""

from playwright.sync_api import sync_playwright

from bench.pages import chromium
from bench.serve import ROOT, dashboard
from tests.browser.reader import Reader

_SIZES = {"overview": (1920, 1080), "overview-phone": (390, 844)}


def main() -> None:
    """Take every picture from a server of its own."""
    with sync_playwright() as playwright, dashboard() as app:
        browser = chromium(playwright)
        for name, (width, height) in _SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            Reader(page).opens(f"{app}/overview")
            page.wait_for_timeout(500)  # the side bar slides in and out
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
            page.close()
            print(f"docs/{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
