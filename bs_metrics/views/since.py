"""What changed since last time, for a meeting: figures first, then what was newly met or lost."""

from dataclasses import dataclass

from bs_metrics.snapshots.changes import changes
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.changes import ChangeLine, ratio_lines, status_lines, summary_text
from bs_metrics.words import Language, words


@dataclass(frozen=True)
class Since:
    """A sentence that says how much changed, and the changes under their headings, the most important first."""

    title: str
    groups: tuple[tuple[str, tuple[ChangeLine, ...]], ...] = ()


def since(before: Snapshot | None, after: Snapshot, language: Language) -> Since:
    """What is different in `after`; without a state before it there is nothing to compare with, and it says so."""
    if before is None:
        return Since(words("since.nothing_before", language))
    found = changes(before, after)
    groups = (
        (words("changes.ratios", language), tuple(ratio_lines(found, language))),
        (words("changes.statuses", language), tuple(status_lines(found, after, language, before))),
    )
    return Since(summary_text(found, language), tuple(group for group in groups if group[1]))
