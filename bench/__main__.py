"""`make bench`: measure, print, exit with 1 when a bound is broken (JUDGE=no: never). Parts are asked for by name."""

import os
import sys

from bench.bounds import (
    CHECK_GAIN,
    CHECK_MEMORY,
    CHECK_RATIO,
    COUNTING_RATIO,
    EXPORT_MEGABYTES,
    EXPORT_SECONDS,
    GROWTH,
    HISTORY_RATIO,
    PAGE_RATIO,
    RERUN_EXTRA_MS,
    RUNS,
)

PARTS = ("pages", "reruns", "ratios", "store", "check", "exports")
Line = tuple[str, str, str, bool]  # what, figures, bound, whether it holds


def pages() -> list[Line]:
    """The overview against bare pages, in a browser."""
    from bench.pages import measure

    charts, figures, painted = measure()
    told = (
        ("headline figures readable", figures, "blank page"),
        (f"all {charts} charts painted", painted, "bare charts"),
    )
    return [
        (
            f"overview: {what}",
            f"{found.subject:.0f} ms, {baseline} {found.baseline:.0f} ms: {found.ratio:.2f} x",
            f"at most {PAGE_RATIO} x",
            found.ratio <= PAGE_RATIO,
        )
        for what, found, baseline in told
    ]


def reruns() -> list[Line]:
    """Every page's rerun against a bare page's, on the server."""
    from bench.reruns import measure

    bare, found = measure()
    return [
        (
            f"rerun: /{rerun.page}" + (f", filter {rerun.filter}" if rerun.filter else ""),
            f"{rerun.milliseconds:.0f} ms, bare page {bare:.0f} ms: {rerun.milliseconds - bare:+.0f} ms",
            f"at most +{RERUN_EXTRA_MS:.0f} ms",
            rerun.milliseconds - bare <= RERUN_EXTRA_MS,
        )
        for rerun in found
    ]


def ratios() -> list[Line]:
    """The measures against a group-by, and their growth."""
    from bench.scale import measure

    found = measure()
    whole = found[-1]
    lines = [
        (
            f"ratios: {scaled.communes:,} communes, {scaled.rows:,} rows",
            f"{1000 * scaled.counted:.0f} ms, group-by {1000 * scaled.grouped:.0f} ms: "
            f"{scaled.counted / scaled.grouped:.2f} x",
            f"at most {COUNTING_RATIO} x" if scaled is whole else "no bound",
            scaled is not whole or scaled.counted / scaled.grouped <= COUNTING_RATIO,
        )
        for scaled in found
    ]
    growth = whole.counted / found[0].counted
    return [
        *lines,
        ("ratios: time for four times the rows", f"{growth:.2f} x", f"at most {GROWTH} x", growth <= GROWTH),
    ]


def store() -> list[Line]:
    """What pages ask of the store, with 1,000 snapshots against one."""
    from bench.store import SNAPSHOTS, measure

    data, overview, *others = measure()
    bounds = dict.fromkeys((data, overview), f"at most {HISTORY_RATIO} x")
    return [
        (
            f"store: {found.what}",
            f"{SNAPSHOTS:,} snapshots {found.many:.1f} ms, one {found.one:.1f} ms: {found.ratio:.2f} x",
            bounds.get(found, "no bound"),
            found not in bounds or found.ratio <= HISTORY_RATIO,
        )
        for found in (data, overview, *others)
    ]


def check() -> list[Line]:
    """The intake's check against reading the same file with pandas."""
    from bench.intake import measure

    found = measure()
    own, fast, slow = found["check"], found["calamine"], found["openpyxl"]
    told = (
        ("against calamine", fast, own.seconds / fast.seconds, CHECK_RATIO, "at most"),
        ("against openpyxl", slow, slow.seconds / own.seconds, CHECK_GAIN, "at least"),
    )
    lines = [
        (
            f"check: 201,362 rows, {what}",
            f"{own.seconds:.2f} s, pandas {other.seconds:.2f} s: {ratio:.2f} x",
            f"{kind} {bound} x",
            ratio <= bound if kind == "at most" else ratio >= bound,
        )
        for what, other, ratio, bound, kind in told
    ]
    memory = own.megabytes / fast.megabytes
    figures = f"{own.megabytes:.0f} MB, calamine {fast.megabytes:.0f} MB: {memory:.2f} x"
    return [*lines, ("check: peak memory", figures, f"at most {CHECK_MEMORY} x", memory <= CHECK_MEMORY)]


def exports() -> list[Line]:
    """Every file of the meeting pack."""
    from bench.exports import measure

    lines = []
    for made in measure():
        size = made.size / 10**6
        figures = f"{made.seconds:.1f} s, ratios {made.baseline:.1f} s: {made.ratio:.1f} x; {size:.2f} MB"
        small = made.suffix != "html" or size < EXPORT_MEGABYTES
        bound = f"at most {EXPORT_SECONDS:.0f} s" + (f", {EXPORT_MEGABYTES:.0f} MB" if made.suffix == "html" else "")
        lines.append((f"export: .{made.suffix}", figures, bound, made.seconds <= EXPORT_SECONDS and small))
    return lines


def main(wanted: list[str]) -> int:
    """Measure the parts asked for, all of them without arguments."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"No such part: {', '.join(unknown)}. Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    lines: list[Line] = []
    for name in wanted or PARTS:
        part = {"pages": pages, "reruns": reruns, "ratios": ratios, "store": store, "check": check, "exports": exports}[
            name
        ]()
        lines += part
        for what, figures, bound, holds in part:
            print(f"{'ok    ' if holds else 'BROKEN'}  {what:<46}  {figures:<58}  {bound}", flush=True)
    broken = sum(not holds for *_, holds in lines)
    print(f"{len(lines)} figures, medians of {RUNS}; {broken} bounds broken")
    return 1 if broken and os.environ.get("JUDGE") != "no" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
