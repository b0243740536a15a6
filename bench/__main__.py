"""`make bench`: measure, print, exit with 1 when a bound is broken (JUDGE=no: never). Parts are asked for by name."""

import os
import sys
from importlib import import_module

from bench.bounds import CHECK_GAIN, CHECK_MEMORY, CHECK_RATIO, RUNS, Line, at_most

PARTS = {
    "pages": "pages",
    "reruns": "reruns",
    "ratios": "scale",
    "store": "store",
    "check": "",
    "readers": "readers",
    "exports": "exports",
}


def check() -> list[Line]:
    """The intake's check against reading the same file with pandas."""
    from bench.intake import measure

    reads = measure()
    own, fast, slow = reads["check"], reads["calamine"], reads["openpyxl"]
    seconds = "check: 201,362 rows, against {}", f"{own.seconds:.2f} s, pandas {{:.2f}} s: {{:.2f}} x"
    ratio, gain, memory = own.seconds / fast.seconds, slow.seconds / own.seconds, own.megabytes / fast.megabytes
    return [
        at_most(seconds[0].format("calamine"), seconds[1].format(fast.seconds, ratio), ratio, CHECK_RATIO),
        Line(
            seconds[0].format("openpyxl"),
            seconds[1].format(slow.seconds, gain),
            f"at least {CHECK_GAIN:g} x",
            gain >= CHECK_GAIN,
        ),
        at_most(
            "check: peak memory",
            f"{own.megabytes:.0f} MB, calamine {fast.megabytes:.0f} MB: {memory:.2f} x",
            memory,
            CHECK_MEMORY,
        ),
    ]


def main(wanted: list[str]) -> int:
    """Measure the parts asked for, all of them without arguments."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"No such part: {', '.join(unknown)}. Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    lines: list[Line] = []
    for name in wanted or PARTS:
        part: list[Line] = import_module(f"bench.{PARTS[name]}").measure() if PARTS[name] else check()
        lines += part
        for what, figures, bound, holds in part:
            print(f"{'ok    ' if holds else 'BROKEN'}  {what:<46}  {figures:<58}  {bound}", flush=True)
    broken = sum(not line.holds for line in lines)
    print(f"{len(lines)} figures, medians of {RUNS}; {broken} bounds broken")
    return 1 if broken and os.environ.get("JUDGE") != "no" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
