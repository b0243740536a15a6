"""A hundred viewers at once over real websockets, against bare pages with as many charts. `make load`; some minutes.

The dashboard and the bare pages take turns. Bare pages with Streamlit's own settings are what it is held to; bare pages
with the dashboard's settings show what its own work adds, so that a setting is not taken for an achievement.
"""

import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

import psutil

from bench.bounds import (
    LOAD_CPU_RATIO,
    LOAD_EXTRA_MS,
    LOAD_MEDIAN_RATIO,
    LOAD_MEMORY_AGAIN_MB,
    LOAD_MEMORY_MB,
    LOAD_RUNS,
    LOAD_SLOW_RATIO,
    LOAD_SWITCH_RATIO,
    LOAD_VIEWERS,
    Line,
    at_most,
)
from bench.serve import bare, dashboard, process_of
from bench.viewers import Act, visit
from bs_metrics.contract.bounds import MEGABYTE
from bs_metrics.intake.folder import DEFAULT_FOLDER, workbook_files
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.phrases import ratio_text
from bs_metrics.views.stages import stages

_FORGETS = 5  # seconds after which Streamlit forgets who left; it would do so after 120
_FIRST = 5  # viewers that a server has seen before anything is measured

Figures = Mapping[str, Sequence[str]]


def measure() -> list[Line]:
    """Waiting times, processor time, memory."""
    whole = snapshot(workbook_files(DEFAULT_FOLDER))
    schools = [each for each in whole.ratios.values() if each.measure.counts == "schools" and each.total]
    front = [stage.headline for stage in stages(whole, "vi")]
    figures = {"open": front, "filter": front, "switch": [ratio_text(each, "vi") for each in schools]}
    return [*_times(figures), *_memory(figures)]


def _times(figures: Figures) -> list[Line]:
    runs: dict[str, list[dict[str, Act]]] = {"own": [], "bare": [], "same": []}
    with dashboard() as own, bare("viewers", settings=False) as plain, bare("viewers") as same:
        servers = {"own": own, "bare": plain, "same": same}
        for viewers in [_FIRST, *[LOAD_VIEWERS] * LOAD_RUNS]:
            for name, address in servers.items():
                runs[name].append(visit(address, [process_of(address)], viewers, figures if name == "own" else {}))
    lines = []
    for act in figures:
        own_acts, bare_acts, same_acts = ([run[act] for run in runs[name][1:]] for name in runs)
        for what, part, bound in (
            ("half waited", "middle", LOAD_MEDIAN_RATIO),
            ("95 % waited", "slow", LOAD_SLOW_RATIO),
            ("processor time of one", "processor", LOAD_CPU_RATIO),
        ):
            mine, other = (median(getattr(each, part) for each in acts) for acts in (own_acts, bare_acts))
            text = f"{mine:.0f} ms, bare page {other:.0f} ms: {mine / other:.2f} x"
            lines.append(at_most(f"{LOAD_VIEWERS} viewers {act}: {what}", text, mine / other, bound))
        mine, other = (median(each.processor for each in acts) for acts in (own_acts, same_acts))
        if act == "filter":
            text = f"{mine:.0f} ms, bare page with the same settings {other:.0f} ms"
            lines.append(at_most("rerun: processor time of one", text, mine - other, LOAD_EXTRA_MS, " ms over it"))
    switch, filters = (median(run[act].processor for run in runs["own"][1:]) for act in ("switch", "filter"))
    text = f"{switch:.0f} ms, a rerun {filters:.0f} ms: {switch / filters:.2f} x"
    return [*lines, at_most("another page: processor time of one", text, switch / filters, LOAD_SWITCH_RATIO)]


def _memory(figures: Figures) -> list[Line]:
    forgets = f"--server.disconnectedSessionTTL={_FORGETS}"
    with dashboard(forgets) as own, bare("viewers", forgets) as plain:
        grown: list[list[float]] = []
        for address, shown in ((own, figures), (plain, {})):
            process = process_of(address)
            used = []
            for viewers in (_FIRST, LOAD_VIEWERS, LOAD_VIEWERS):
                visit(address, [process], viewers, shown)
                used.append(_at_rest(address, process))
            grown.append([after - before for before, after in pairwise(used)])
    (first, again), (bare_first, bare_again) = grown
    what = f"memory after {LOAD_VIEWERS} viewers left"
    text = f"{first:+.0f} MB, bare page {bare_first:+.0f} MB"
    more = f"{again:+.0f} MB, bare page {bare_again:+.0f} MB"
    return [
        at_most(what, text, first - bare_first, LOAD_MEMORY_MB, " MB more"),
        at_most(f"{what}, and again as many", more, again - bare_again, LOAD_MEMORY_AGAIN_MB, " MB more"),
    ]


def _at_rest(address: str, process: psutil.Process) -> float:
    """A server's memory in MB, once those who left are forgotten."""
    time.sleep(_FORGETS + 1)
    visit(address, [process], _FIRST, {})  # who comes then makes it forget
    return float(process.memory_info().rss) / MEGABYTE
