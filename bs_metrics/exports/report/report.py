"""The results section of the official report as a document: drafted from the data, to be completed and signed."""

from typing import Any

from docx.shared import Pt

from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.exports.report import layout
from bs_metrics.exports.report.layout import BODY, CELL, TEXT_WIDTH, body, centred, heading, put, rule
from bs_metrics.views.report.report import Report, report
from bs_metrics.views.report.teller import Grid, Topic
from bs_metrics.words import Language, words
from bs_metrics.writers.workbook import saved

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_HEAD = 13  # the name of the nation and those of the bodies; the motto is a size larger
_GAP = Pt(6)


def make(pack: Pack, progress: Progress = silent) -> bytes:
    """The file."""
    text = report(pack.snapshot, pack.version, pack.language)
    progress(0.2)
    return written(text, pack, progress)


def written(text: Report, pack: Pack, progress: Progress = silent) -> bytes:
    """The file of a report, or of another letter in its layout."""
    document = layout.paper(f"{text.title}: {text.subject}", pack.version, pack.language)
    writer = _Writer(document, text, pack.language)
    writer.letterhead()
    writer.parts()
    progress(0.6)
    writer.signature()
    if text.annex:
        writer.annex()
    content = saved(document)
    progress(1)
    return content


class _Writer:
    """Writes a report into a document from top to bottom; tables are numbered as they come."""

    def __init__(self, document: Any, content: Report, language: Language) -> None:
        self.document, self.content, self.language = document, content, language
        self.tables = 0

    def _word(self, key: str, **values: object) -> str:
        """A sentence of the report's words."""
        return words(f"report.{key}", self.language, **values)

    def letterhead(self) -> None:
        """Issuing body and number to the left, the nation and its motto to the right, then the title."""
        content, (left, right) = self.content, layout.columns(self.document)
        if content.superior:
            centred(left, content.superior, _HEAD)
        for line in content.issuer:
            centred(left, line, _HEAD, bold=True)
        narrow, wide = layout.LEFT_COLUMN, TEXT_WIDTH - layout.LEFT_COLUMN
        rule(left, narrow, min(layout.long_as(content.issuer[-1], _HEAD), narrow) * 0.4, after=4)
        centred(left, content.number, _HEAD)
        centred(left, self._word("draft"), _HEAD, bold=True)
        motto = self._word("motto")
        centred(right, self._word("nation"), _HEAD, bold=True)
        centred(right, motto, BODY, bold=True)
        rule(right, wide, min(layout.long_as(motto, BODY), wide), after=4)
        centred(right, content.place_date, BODY, italic=True)
        centred(self.document, content.title, BODY, bold=True).paragraph_format.space_before = _GAP
        centred(self.document, content.subject, BODY, bold=True)
        rule(self.document, TEXT_WIDTH, TEXT_WIDTH * 0.25, after=10)
        put(body(self.document), content.opening, BODY)

    def parts(self) -> None:
        """The numbered parts with their topics, and what closes them."""
        for roman, (name, topics) in zip(_ROMAN, self.content.parts, strict=False):
            heading(self.document, f"{roman}. {name}", 1)
            for number, topic in enumerate(topics, start=1):
                if topic.heading:
                    heading(self.document, f"{number}. {topic.heading}", 2)
                self._topic(topic)
        put(body(self.document), self.content.closing, BODY)

    def _topic(self, topic: Topic) -> None:
        lettered = len(topic.paragraphs) > 1 and bool(topic.heading)
        for number, point in enumerate(topic.paragraphs):
            paragraph = body(self.document)
            put(paragraph, f"{self._letter(number)}) {point.text}" if lettered else point.text, BODY)
            if point.source:
                put(paragraph, point.source, CELL, italic=True)
        for table in topic.grids:
            self.tables += 1
            caption = self._word("table", number=self.tables, caption=table.caption)
            line = centred(self.document, caption, BODY, bold=True, after=4)
            line.paragraph_format.keep_with_next = True
            line.paragraph_format.space_before = _GAP
            self._table(table)

    def _table(self, table: Grid) -> None:
        """A table with its source below."""
        layout.grid(self.document, table)
        below = self.document.add_paragraph()
        below.paragraph_format.space_before = below.paragraph_format.space_after = _GAP
        if table.source:
            put(below, table.source, CELL, italic=True)

    def signature(self) -> None:
        """Recipients to the left, who signs to the right, to be filled where the data do not give them; below, what the
        draft was made from.
        """
        left, right = layout.columns(self.document)
        lines = [centred(left, self._word("recipients"), CELL, bold=True, italic=True)]
        blank = [self._word(key) for key in ("recipient", "recipient", "archive")]
        named = [self._word("sent_to", name=name) for name in self.content.recipients]
        lines += [centred(left, text, layout.SMALL) for text in named or blank]
        for line in lines:
            line.alignment = layout.LEFT
        *above, name = self.content.signer or (self._word("signer"), self._word("signer_name"))
        for line in above:
            centred(right, line, BODY, bold=True, after=4)
        centred(right, self._word("signature"), BODY, italic=True, after=40)
        centred(right, name, BODY, bold=True)
        for number, text in enumerate(self.content.notices):
            line = self.document.add_paragraph()
            line.paragraph_format.space_before = Pt(0 if number else 18)
            put(line, text, CELL, italic=True)

    def annex(self) -> None:
        """What is missing and what is unknown, on pages of their own, with the state of the data above."""
        layout.annex(self.document)
        centred(self.document, self._word("annex"), BODY, bold=True, style="Heading 1")
        centred(self.document, self._word("annex_title").upper(), BODY, bold=True)
        centred(self.document, self._word("annex_of"), BODY, italic=True)
        rule(self.document, TEXT_WIDTH, TEXT_WIDTH * 0.25, after=8)
        for text in self.content.notices:
            put(body(self.document), text, BODY, italic=True)
        for number, table in zip(_ROMAN, self.content.annex, strict=False):
            heading(self.document, f"{number}. {table.caption}", 2)
            self._table(table)

    def _letter(self, number: int) -> str:
        """The letter of a point in the language's own alphabet, doubled after the last."""
        letters = self._word("letters")
        return letters[number % len(letters)] * (1 + number // len(letters))
