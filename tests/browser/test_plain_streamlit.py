"""What document.css and document.js in ui/server/ are for: each fails here when Streamlit does it, and ours can go."""

import pytest

from tests.browser.conftest import serving

PLAIN = ("tests/browser/plain.py", "--server.enableStaticServing=false")
ASKED = """() => {
    const part = (name) => document.querySelector(`[data-testid=${name}]`);
    const style = (name) => getComputedStyle(part(name));
    const ringless = (name) => {
        part(name).focus();
        return style(name).outlineStyle === 'none' && style(name).boxShadow === 'none';
    };
    return LACK;
}"""
LACKING = {
    "the size follows the window": "getComputedStyle(document.documentElement).fontSize === '16px'",
    "captions are grey": "style('stCaptionContainer').opacity === '0.6'",
    "a laptop's width is used": "style('stMainBlockContainer').paddingLeft === '80px'",
    "the document is in the reader's language": "document.documentElement.lang === 'en'",
    "the place for a file speaks it too": "part('stFileUploader').innerText.includes('Upload')",
    "its own words do too": "part('stSkipToContent').innerText === 'Skip to main content'",
    "the side bar is closed without a mouse": "style('stSidebarCollapseButton').visibility === 'hidden'",
    "a button of the light accent is read": "style('stBaseButton-primary').color === 'rgb(255, 255, 255)'",
    "the focus shows on a page's link": "ringless('stSidebarNavLink')",
    "the focus shows on the page": "ringless('stMain')",
    "a wide table has a name": "part('stTable').firstChild.tabIndex < 0",
    "a cell does not scroll": "getComputedStyle(document.querySelector('td > div')).overflowX === 'auto'",
    "a chart can be scaled": "!document.querySelector('.main-svg').hasAttribute('viewBox')",
    "paper has no navigation": "style('stSidebar').display !== 'none'",
    "what is chosen shows in high contrast": "style('stButtonGroup').outlineStyle === 'none' "
    "&& getComputedStyle(document.querySelector('[aria-checked=true]')).outlineStyle === 'none'",
}
MEDIA = {
    "paper has no navigation": {"media": "print"},
    "what is chosen shows in high contrast": {"forced_colors": "active"},
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("plain"), script=PLAIN) as address:
        yield address


@pytest.fixture(scope="module")
def first_page(plain, warm_contexts):
    """The first page, which no test changes; the reader's hand is on the keyboard."""
    tab = warm_contexts((1920, 1080), "dark").new_page()
    tab.goto(f"{plain}/?lang=vi")
    tab.locator(".main-svg").first.wait_for()
    tab.get_by_test_id("stTable").wait_for()
    tab.keyboard.press("Tab")
    yield tab
    tab.close()


@pytest.mark.parametrize("lack", LACKING)
def test_streamlit_alone_still_lacks(first_page, lack):
    first_page.emulate_media(**MEDIA.get(lack, {}))
    lacking = first_page.evaluate(ASKED.replace("LACK", LACKING[lack]))
    first_page.emulate_media(media="screen", forced_colors="none")
    assert lacking, f"Streamlit does it itself now: {lack}"


def test_streamlit_alone_still_loses_the_focus_with_the_side_bar(plain, contexts):
    page = contexts().new_page()
    page.goto(plain)
    closes = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    page.get_by_test_id("stSidebar").hover()  # it is not there before
    closes.focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("stExpandSidebarButton").wait_for()
    assert page.evaluate("document.activeElement === document.body")
    link = page.get_by_test_id("stSidebarNavLink").first
    assert link.evaluate("each => { each.focus(); return each === document.activeElement; }"), (
        "out of sight, and reached"
    )


# That Streamlit's dialog does not give the focus back every time cannot be shown: most times it does.


def test_streamlit_alone_still_makes_two_entries_of_one_step(plain, contexts):
    page = contexts().new_page()
    page.goto(plain)
    before = page.evaluate("history.length")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Second").click()
    page.wait_for_url("**/second?chosen=x")
    assert page.evaluate("history.length") == before + 2, "Back would stop at the page without its choices"
