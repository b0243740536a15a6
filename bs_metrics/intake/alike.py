"""A column of 90,000 cells with the same fault: the first of them one by one, the rest by number."""

from collections import defaultdict

from bs_metrics.workbook.bounds import ALIKE, grouped
from bs_metrics.workbook.findings import Finding


def counted_beyond(findings: list[Finding], most: int = ALIKE) -> list[Finding]:
    """At most `most` findings of one code in one column of a sheet, and for the rest one that counts them.

    The one that counts has their severity and their table, so that what holds a table back still does.
    """
    alike: dict[tuple, list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.severity, finding.code, finding.table, finding.sheet, finding.column].append(finding)
    kept = []
    for group in alike.values():
        kept += group[:most]
        if len(group) > most:
            first = group[most]
            place = (first.file, first.sheet, first.cell, first.column)
            count = {"count": grouped(len(group) - most), "listed": grouped(most)}
            kept.append(Finding(first.severity, "more_alike", *place, table=first.table, context=count))
    return kept
