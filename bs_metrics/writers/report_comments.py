"""A report given back with comments at the words that were found wrong. Made in the process that reads reports."""

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from bs_metrics.contract.bounds import Refused
from bs_metrics.readers.process import SHARED, Readers
from bs_metrics.report_check.doubt import Doubt
from bs_metrics.writers.workbook import saved

_AUTHOR = "bs_metrics"
_PART = 1_000_000  # bytes of a message
_SKIPPED = "*_"  # signs that the check leaves out


Remark = tuple[str, int, int, str]  # a sentence, where some of its words begin and end, what is said of them


def remark(doubt: Doubt, text: str) -> Remark:
    """A text about what was found."""
    return doubt.passage.text, doubt.start, doubt.end, text


def with_comments(content: bytes, remarks: Sequence[Remark], readers: Readers = SHARED) -> bytes:
    """A .docx with the remarks as comments; one whose words are not found stands at the first. Raises Refused."""
    try:
        with readers.reader() as reader:
            return b"".join(reader.run(commented, content, remarks))
    except Refused as refused:
        code = "not_a_report" if refused.code != "too_heavy" else "report_too_heavy"
        raise Refused(code, **refused.context) from None


def commented(content: bytes, remarks: Sequence[Remark]) -> Iterator[bytes]:
    """The document in parts, for the process that makes it."""
    from docx import Document
    from docx.text.paragraph import Paragraph

    document = Document(io.BytesIO(content))
    body = document.element.body
    paragraphs = [Paragraph(one, document) for one in body.iter() if str(one.tag).endswith("}p")]
    texts = [_squeezed("".join(run.text for run in one.runs)) for one in paragraphs]
    seen: Counter[tuple[str, int, int]] = Counter()  # a sentence that stands in several places has as many remarks
    for sentence, start, end, text in remarks:
        runs = _runs_of(paragraphs, texts, sentence, start, end, seen[sentence, start, end])
        seen[sentence, start, end] += 1
        if runs is None:
            runs = next((one.runs for one in paragraphs if one.runs), None)
        if runs:
            document.add_comment(runs, text=text, author=_AUTHOR, initials="")
    made = saved(document)
    yield from (made[at : at + _PART] for at in range(0, len(made), _PART))


def _squeezed(text: str) -> str:
    """A text without what the check reads otherwise: blanks and signs of emphasis."""
    return "".join(one for one in unicodedata.normalize("NFC", text) if not one.isspace() and one not in _SKIPPED)


def _runs_of(
    paragraphs: list[Any], texts: list[str], sentence: str, start: int, end: int, before_it: int
) -> list[Any] | None:
    """The runs that hold some words of a sentence, cut so that they hold no others; None where they are not found."""
    whole, before, words = _squeezed(sentence), _squeezed(sentence[:start]), _squeezed(sentence[start:end])
    holding = [at for at, text in enumerate(texts) if words and whole in text]
    if holding:
        at = holding[min(before_it, len(holding) - 1)]
        first = texts[at].find(whole) + len(before)
        return _cut(paragraphs[at], first, first + len(words))
    for at, text in enumerate(texts):  # a sentence made of several paragraphs: where its words stand
        found = text.find(words) if words else -1
        if found >= 0:
            return _cut(paragraphs[at], found, found + len(words))
    return None


def _cut(paragraph: Any, start: int, end: int) -> list[Any] | None:
    """The runs of a paragraph from one squeezed letter to another."""
    held, at = [], 0
    for run in paragraph.runs:
        length = len(_squeezed(run.text))
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            held.append(_part(run, first, last) if (first, last) != (0, length) else run)
        at += length
    return held or None


def _part(run: Any, first: int, last: int) -> Any:
    """The part of a run between two squeezed letters, as a run of its own; the whole run where it is more than text."""
    if [str(child.tag).rpartition("}")[2] for child in run._r if not str(child.tag).endswith("}rPr")] != ["t"]:
        return run
    text = run.text
    places = [at for at, one in enumerate(text) if _squeezed(one)]
    if len(places) < last:  # letters made of several signs: not cut
        return run
    start, end = places[first], places[last - 1] + 1
    for piece, is_before in ((text[:start], True), (text[end:], False)):
        if piece:
            copied = deepcopy(run._r)
            (run._r.addprevious if is_before else run._r.addnext)(copied)
            type(run)(copied, run._parent).text = piece
    run.text = text[start:end]
    return run
