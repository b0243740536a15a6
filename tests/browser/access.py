"""What axe-core finds on a page: content that a reader with a disability cannot use."""

from functools import cache
from importlib import resources

from playwright.sync_api import Page

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


def violations(page: Page) -> list[str]:
    """Serious and critical violations that come from the project's own content."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    return page.evaluate(FOUND, NOT_OURS)


@cache
def _axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
