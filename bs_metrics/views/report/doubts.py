"""What was found in a report, in the reader's words: the message, what it should be, where it stands."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from bs_metrics.report_check.check import Checked
from bs_metrics.report_check.doubt import CERTAINTIES, Doubt
from bs_metrics.views.texts import cited, text_table
from bs_metrics.words import Language, words

_AROUND = 130  # letters of a sentence that are shown on each side


@dataclass(frozen=True)
class Excerpt:
    """A part of a sentence: what stands before the printed words, they, what stands behind them."""

    before: str
    printed: str
    after: str


def message(doubt: Doubt, language: Language) -> str:
    """What is wrong, in a sentence."""
    return " ".join(words(f"report_check.said.{doubt.code}", language, printed=doubt.printed, **doubt.given).split())


def expected(doubt: Doubt, language: Language) -> str:
    """What it should be, as the report would write it; empty where only a person knows."""
    return words("report_check.or", language).join(doubt.expected)


def source(doubt: Doubt) -> str:
    """The cells that it was compared with."""
    return cited(*doubt.places)


def kind_word(doubt: Doubt, language: Language) -> str:
    """What kind of finding it is."""
    return words(f"report_check.kind.{doubt.kind}", language)


def certainty_word(doubt: Doubt, language: Language) -> str:
    """How surely it is wrong."""
    return words(f"report_check.certainty.{doubt.certainty}", language)


def excerpt(doubt: Doubt) -> Excerpt:
    """The sentence around the printed words, cut at words where it is long."""
    text = doubt.passage.text
    before, after = text[: doubt.start], text[doubt.end :]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return Excerpt(before, doubt.printed, after)


def summary(checked: Checked, language: Language) -> str:
    """How much was checked, and what came of it."""
    if not checked.doubts:
        return words(
            "report_check.none" if checked.claims else "report_check.no_claims", language, claims=checked.claims
        )
    counts = Counter(doubt.certainty for doubt in checked.doubts)
    some = {certainty: counts[certainty] for certainty in CERTAINTIES}
    return words("report_check.summary", language, claims=checked.claims, **some)


def comment(doubt: Doubt, language: Language) -> str:
    """What is said of it at its words in the report itself."""
    heads = {"certainty": certainty_word(doubt, language), "kind": kind_word(doubt, language)}
    said = [words("report_check.line", language, message=message(doubt, language), **heads)]
    if doubt.expected:
        said.append(words("report_check.expected", language, expected=expected(doubt, language)))
    return "\n".join(said)


def lines(checked: Checked, language: Language) -> list[str]:
    """Every finding in a few lines, for a terminal."""
    said = []
    for doubt in checked.doubts:
        heads = {"certainty": certainty_word(doubt, language), "kind": kind_word(doubt, language)}
        said.append(words("report_check.line", language, message=message(doubt, language), **heads))
        part = excerpt(doubt)
        said.append(
            "  " + words("report_check.sentence", language, sentence=f"{part.before}«{part.printed}»{part.after}")
        )
        if doubt.expected:
            said.append("  " + words("report_check.expected", language, expected=expected(doubt, language)))
        if doubt.places:
            said.append("  " + words("report_check.source", language, source=source(doubt)))
    return said


def doubt_table(checked: Checked, language: Language) -> pd.DataFrame:
    """The findings as rows."""
    rows = [
        (
            certainty_word(doubt, language),
            kind_word(doubt, language),
            doubt.printed,
            expected(doubt, language),
            message(doubt, language),
            doubt.passage.text,
            source(doubt),
        )
        for doubt in checked.doubts
    ]
    return text_table(("certainty", "kind", "printed", "expected", "why", "sentence", "source"), rows, language)
