"""A column of 90,000 cells with the same fault: the first of them one by one, the rest by number."""

from collections.abc import Iterable

from bs_metrics.workbook.bounds import ALIKE, grouped
from bs_metrics.workbook.findings import Finding


def counted_beyond(findings: Iterable[Finding], most: int = ALIKE) -> list[Finding]:
    """At most `most` findings of one code in one column of a sheet, and for the rest one that counts them.

    The one that counts has their severity and their table, so that what holds a table back still does. Given one by
    one, the findings that are only counted are not kept.
    """
    alike: dict[tuple, list[Finding]] = {}
    beyond: dict[tuple, int] = {}
    for finding in findings:
        group = finding.severity, finding.code, finding.table, finding.sheet, finding.column
        listed = alike.setdefault(group, [])
        if len(listed) <= most:  # one more than is listed: the place where the rest begins
            listed.append(finding)
        beyond[group] = beyond.get(group, 0) + 1
    kept = []
    for group, listed in alike.items():
        kept += listed[:most]
        if len(listed) > most:
            first = listed[most]
            place = (first.file, first.sheet, first.cell, first.column)
            count = {"count": grouped(beyond[group] - most), "listed": grouped(most)}
            kept.append(Finding(first.severity, "more_alike", *place, table=first.table, context=count))
    return kept
