"""The results section of the official report as a document: drafted from the data, to be completed and signed."""

import io
from typing import Any

from docx.shared import Pt

from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.exports.report.layout import (
    BODY,
    CELL,
    LEFT,
    LEFT_COLUMN,
    SMALL,
    TEXT_WIDTH,
    annex,
    body,
    centred,
    columns,
    grid,
    heading,
    long_as,
    paper,
    put,
    rule,
)
from bs_metrics.views.report.parts import Grid, Topic
from bs_metrics.views.report.report import Report, report
from bs_metrics.words import Language, words

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_HEAD = 13  # the name of the nation and those of the bodies; the motto is a size larger
_GAP = Pt(6)


def make(pack: Pack, progress: Progress = silent) -> bytes:
    """The file."""
    language = pack.language
    told = report(pack.snapshot, pack.named, language)
    progress(0.2)
    title = f"{words('report.title', language)}: {told.subject}"
    document = paper(title, pack.named, language)
    written = _Writer(document, told, language)
    written.letterhead()
    written.parts()
    progress(0.6)
    written.signature()
    written.annex()
    buffer = io.BytesIO()
    document.save(buffer)
    progress(1)
    return buffer.getvalue()


class _Writer:
    """Writes a report into a document from top to bottom; tables are numbered as they come."""

    def __init__(self, document: Any, told: Report, language: Language) -> None:
        self.document, self.told, self.language = document, told, language
        self.tables = 0

    def _word(self, key: str, **values: object) -> str:
        """A sentence of the report's words."""
        return words(f"report.{key}", self.language, **values)

    def letterhead(self) -> None:
        """Issuing body and number to the left, the nation and its motto to the right, then the title."""
        told = self.told
        left, right = columns(self.document)
        if told.superior:
            centred(left, told.superior, _HEAD)
        for line in told.issuer:
            centred(left, line, _HEAD, bold=True)
        rule(left, LEFT_COLUMN, min(long_as(told.issuer[-1], _HEAD), LEFT_COLUMN) * 0.4, after=4)
        centred(left, self._word("number"), _HEAD)
        centred(left, self._word("draft"), _HEAD, bold=True)
        wide, motto = TEXT_WIDTH - LEFT_COLUMN, self._word("motto")
        centred(right, self._word("nation"), _HEAD, bold=True)
        centred(right, motto, BODY, bold=True)
        rule(right, wide, min(long_as(motto, BODY), wide), after=4)
        centred(right, told.place_date, BODY, italic=True)
        centred(self.document, self._word("title"), BODY, bold=True).paragraph_format.space_before = _GAP
        centred(self.document, told.subject, BODY, bold=True)
        rule(self.document, TEXT_WIDTH, TEXT_WIDTH * 0.25, after=10)
        put(body(self.document), told.opening, BODY)

    def parts(self) -> None:
        """The numbered parts with their topics, and what closes them."""
        for roman, (name, topics) in zip(_ROMAN, self.told.parts, strict=False):
            heading(self.document, f"{roman}. {name}", 1)
            for number, topic in enumerate(topics, start=1):
                if topic.heading:
                    heading(self.document, f"{number}. {topic.heading}", 2)
                self._topic(topic)
        put(body(self.document), self.told.closing, BODY)

    def _topic(self, topic: Topic) -> None:
        lettered = len(topic.paragraphs) > 1 and bool(topic.heading)
        for number, said in enumerate(topic.paragraphs):
            paragraph = body(self.document)
            put(paragraph, f"{self._letter(number)}) {said.text}" if lettered else said.text, BODY)
            if said.source:
                put(paragraph, said.source, CELL, italic=True)
        for found in topic.grids:
            self._grid(found)

    def _grid(self, found: Grid, numbered: bool = True) -> None:
        self.tables += numbered
        caption = self._word("table", number=self.tables, caption=found.caption) if numbered else found.caption
        line = centred(self.document, caption, BODY, bold=True, after=4)
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before = _GAP
        grid(self.document, found)
        below = self.document.add_paragraph()
        below.paragraph_format.space_before = below.paragraph_format.space_after = _GAP
        if found.source:
            put(below, found.source, CELL, italic=True)

    def signature(self) -> None:
        """Recipients to the left, who signs to the right, both to be filled; below, what the draft was made from."""
        left, right = columns(self.document)
        line = centred(left, self._word("recipients"), CELL, bold=True, italic=True)
        line.alignment = LEFT
        for key in ("recipient", "recipient", "archive"):
            centred(left, self._word(key), SMALL).alignment = LEFT
        centred(right, self._word("signer"), BODY, bold=True, after=4)
        centred(right, self._word("signature"), BODY, italic=True, after=40)
        centred(right, self._word("signer_name"), BODY, bold=True)
        for number, text in enumerate(self.told.notices):
            line = self.document.add_paragraph()
            line.paragraph_format.space_before = Pt(0 if number else 18)
            put(line, text, CELL, italic=True)

    def annex(self) -> None:
        """What is missing and what is unknown, on pages of their own, with the state of the data above."""
        annex(self.document)
        centred(self.document, self._word("annex"), BODY, bold=True, style="Heading 1")
        centred(self.document, self._word("annex_title").upper(), BODY, bold=True)
        centred(self.document, self._word("annex_of"), BODY, italic=True)
        rule(self.document, TEXT_WIDTH, TEXT_WIDTH * 0.25, after=8)
        for text in self.told.notices:
            put(body(self.document), text, BODY, italic=True)
        for number, found in zip(_ROMAN, self.told.annex, strict=False):
            heading(self.document, f"{number}. {found.caption}", 2)
            grid(self.document, found)
            below = self.document.add_paragraph()
            below.paragraph_format.space_before = below.paragraph_format.space_after = _GAP
            put(below, found.source, CELL, italic=True)

    def _letter(self, number: int) -> str:
        """The letter of a point in the language's own alphabet, doubled after the last."""
        letters = words("report.letters", self.language)
        return letters[number % len(letters)] * (1 + number // len(letters))
