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
        key = "report_check.none" if checked.claims else "report_check.no_claims"
        return words(key, language, claims=checked.claims)
    counts = Counter(doubt.certainty for doubt in checked.doubts)
    some = {certainty: counts[certainty] for certainty in CERTAINTIES}
    return words("report_check.summary", language, claims=checked.claims, **some)


def comment(doubt: Doubt, language: Language) -> str:
    """What is said of it at its words in the report itself."""
    return "\n".join(filter(None, _line(doubt, language)))


def _line(doubt: Doubt, language: Language) -> tuple[str, str]:
    """What is wrong, and how surely; what it should be, where that is known."""
    heads = {"certainty": certainty_word(doubt, language), "kind": kind_word(doubt, language)}
    right = words("report_check.expected", language, expected=expected(doubt, language)) if doubt.expected else ""
    return words("report_check.line", language, message=message(doubt, language), **heads), right


def lines(checked: Checked, language: Language) -> list[str]:
    """Every finding in a few lines, for a terminal."""
    said = []
    for doubt in checked.doubts:
        (head, right), part = _line(doubt, language), excerpt(doubt)
        sentence = f"{part.before}«{part.printed}»{part.after}"
        said += [head, "  " + words("report_check.sentence", language, sentence=sentence)]
        said += [f"  {right}"] if right else []
        if doubt.places:
            said.append("  " + words("report_check.source", language, source=cited(*doubt.places)))
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
            cited(*doubt.places),
        )
        for doubt in checked.doubts
    ]
    return text_table(("certainty", "kind", "printed", "expected", "why", "sentence", "source"), rows, language)
