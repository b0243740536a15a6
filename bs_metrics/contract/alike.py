"""A column of 90,000 cells with the same fault: the first of them one by one, the rest by number."""

from collections.abc import Iterable

from bs_metrics.contract.bounds import ALIKE, LISTED, grouped
from bs_metrics.contract.findings import Finding, finding

Group = tuple[str, str, str | None, str | None, str | None]  # severity, code, table, sheet, column


def bounded(findings: Iterable[Finding]) -> list[Finding]:
    """All findings of a file: the fewer of each kind and column one by one, the more columns are at fault."""
    kept = counted_beyond(findings)
    return kept if len(kept) <= LISTED else counted_beyond(kept, max(ALIKE * LISTED // len(kept), 1))


def counted_beyond(findings: Iterable[Finding], most: int = ALIKE) -> list[Finding]:
    """At most `most` findings of one code in one column of a sheet, and for the rest one that counts them.

    The one that counts has their severity and their table, so that what holds a table back still does. Given one by
    one, the findings that are only counted are not kept. What was counted before, and stands behind the findings that
    were listed then, is counted with them.
    """
    alike: dict[Group, list[Finding]] = {}
    beyond: dict[Group, int] = {}
    counted: dict[Group, Finding] = {}
    group: Group | None = None
    for one in findings:
        if one.code == "more_alike" and group and (one.sheet, one.column) == group[-2:]:
            counted[group] = one
            beyond[group] += int(one.context["count"].replace("\u00a0", ""))
            continue
        group = one.severity, one.code, one.table, one.sheet, one.column
        listed = alike.setdefault(group, [])
        if len(listed) <= most:  # one more than is listed: the place where the rest begins
            listed.append(one)
        beyond[group] = beyond.get(group, 0) + 1
    kept = []
    for group, listed in alike.items():
        kept += listed[:most]
        told = min(len(listed), most)
        if beyond[group] > told:
            first = listed[most] if len(listed) > most else counted[group]
            count = {"count": grouped(beyond[group] - told), "listed": grouped(told)}
            kept.append(finding("more_alike", first, first.severity, table=first.table, **count))
    return kept
