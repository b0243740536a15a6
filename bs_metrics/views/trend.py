"""How a measure moved from one as-of date to the next, ready to be drawn."""

from collections.abc import Iterable

import pandas as pd

from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import ratio_text
from bs_metrics.words import Language

COLUMNS = ["as_of", "day", "lower", "upper", "total", "needed", "deadline", "label"]


def trend_rows(snapshots: Iterable[Snapshot], measure: str, language: Language) -> pd.DataFrame:
    """One row an as-of date, oldest first: bounds of the number met, total, number needed, the headline as printed.

    `snapshots` come oldest first; of several with the same as-of date the last one counts. Snapshots without an as-of
    date, or in which the measure has no total, have no place in it.
    """
    by_day: dict[object, dict[str, object]] = {}
    for shown in snapshots:
        ratio = shown.ratios.get(measure)
        if shown.as_of is not None and ratio is not None and ratio.total:
            by_day[shown.as_of] = {"as_of": shown.as_of, "day": format_date(shown.as_of, language)} | _row(
                ratio, language
            )
    rows = pd.DataFrame(list(by_day.values()), columns=COLUMNS).sort_values("as_of", ignore_index=True)
    return rows.astype({"as_of": object, "deadline": object})


def _row(ratio: Ratio, language: Language) -> dict[str, object]:
    return {
        "lower": ratio.tally.lower,
        "upper": ratio.tally.upper,
        "total": ratio.tally.total,
        "needed": ratio.needed,
        "deadline": ratio.target.deadline if ratio.target else None,
        "label": ratio_text(ratio, language),
    }
