"""`make bench`: measure, print, exit with 1 when a bound is broken (JUDGE=no: never). Parts are asked for by name."""

import os
import sys
from importlib import import_module

from bench.bounds import RUNS, Line

PARTS = {  # by the name that is asked for, its module
    **{"pages": "pages", "reruns": "reruns", "ratios": "scale", "store": "store"},
    **{"check": "intake", "readers": "readers"},
    **{"load": "load", "memory": "memory", "site": "site"},
}
LONG = {"load", "memory", "site"}  # minutes each: only when asked for


def main(wanted: list[str]) -> int:
    """Measure the parts asked for; without arguments all but the long ones."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"No such part: {', '.join(unknown)}. Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    lines: list[Line] = []
    for name in wanted or [name for name in PARTS if name not in LONG]:
        part: list[Line] = import_module(f"bench.{PARTS[name]}").measure()
        lines += part
        for what, figures, bound, holds in part:
            print(f"{'ok    ' if holds else 'BROKEN'}  {what:<46}  {figures:<58}  {bound}", flush=True)
    broken = sum(not line.holds for line in lines)
    print(f"{len(lines)} figures, medians of {RUNS}; {broken} bounds broken")
    return 1 if broken and os.environ.get("JUDGE") != "no" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
