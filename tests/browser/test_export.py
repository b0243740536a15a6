"""A file of the meeting in a real browser: made and downloaded with the keyboard alone, and opened again."""

from playwright.sync_api import expect
from pptx import Presentation

from bs_metrics.words import words


def test_slides_are_made_and_downloaded_with_the_keyboard(server, reader, tmp_path):
    seen = reader().opens(f"{server}/export?slides=overview&file_lang=en")
    build = seen.page.get_by_role("button", name=words("export.build", "vi"))
    build.focus()
    seen.page.keyboard.press("Enter")
    download = seen.page.get_by_role("button", name=words("export.download", "vi", size="").split("(")[0].strip())
    expect(download).to_be_visible()
    seen.waits()
    download.focus()
    with seen.page.expect_download() as downloaded:
        seen.page.keyboard.press("Enter")
    file = tmp_path / downloaded.value.suggested_filename
    downloaded.value.save_as(file)
    assert file.name.startswith(words("export.file_pptx", "vi")) and file.suffix == ".pptx"
    paper = Presentation(file)
    assert len(paper.slides) == 1 and paper.core_properties.language == "en-GB"
    assert seen.faults == [], "the link still stands: " + seen.page.url
    assert "slides=overview" in seen.page.url and "file_lang=en" in seen.page.url
