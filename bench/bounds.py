"""The bounds that `make bench` holds the dashboard to, and a figure beside its bound."""

from typing import NamedTuple

HEADLINE_RATIO = 1.1  # overview on a slow line, to its sentence, its stages and their bars, against a blank page there
CHART_RATIO = 1.2  # a page to the last of its charts, against as many bare ones of plotly
SLOW_LINE = {"latency": 100, "downloadThroughput": 500_000, "uploadThroughput": 500_000}  # ms; bytes/s: 4 Mbit/s
RERUN_EXTRA_MS = 60.0  # server time of any page's rerun, over a bare page's
COUNTING_RATIO = 2.0  # `ratios` against a group-by written by hand
OPTIMUM_RATIO = 40.0  # the first optimum of 600,000 items against pandas.read_csv of their rows
GROWTH = 6.0  # four times the rows: 4 would be exactly linear, 16 quadratic
HISTORY_RATIO = 1.2  # the overview, and its data, from a store of 1,000 snapshots against one of a single snapshot

RUNS = 7  # every figure is a median of so many

CHECK_RATIO = 2.5  # `check` on 201,362 rows against pandas.read_excel with calamine
CHECK_GAIN = 3.0  # and how much faster it is than with openpyxl
CHECK_MEMORY = 4.0  # its peak of memory against that of the calamine read

SMALL_EXTRA_MS = 100.0  # of a small file read in a process of its own, over reading it here
BESIDE_RATIO = 1.5  # a page's rerun while another visitor's heavy file is read, against one while nothing is

CHECK_RUNS = 3  # the openpyxl read takes long; these figures are medians of so many

LOAD_VIEWERS = 100  # at once
LOAD_RUNS = 5  # of the dashboard and the bare pages in turn; these figures are medians of so many
LOAD_MEDIAN_RATIO = 1.0  # what half of the viewers waited, against the bare page with Streamlit's own settings
LOAD_SLOW_RATIO = 1.1  # what 95 of 100 waited
LOAD_CPU_RATIO = 1.0  # the server's processor time
LOAD_SWITCH_RATIO = 1.2  # the processor time of another page, against a rerun's
LOAD_EXTRA_MS = 30.0  # processor time of a rerun, over a bare page's with the dashboard's settings
LOAD_MEMORY_MB = 30.0  # grown by when all have left and are forgotten, over the bare page's growth
LOAD_MEMORY_AGAIN_MB = 10.0  # the same after as many again

MEMORY_RERUNS = 2000  # by
MEMORY_VIEWERS = 10  # who stay
MEMORY_MB = 10.0  # by which the second half may take more than the first

SITE_VIEWERS = 60  # at once, at two processes behind nginx and at one
SITE_RUNS = 3
SITE_GAIN = 1.4  # reruns a second of two processes, against one
SITE_CPU_RATIO = 1.1  # the processor time of a rerun, against that of one alone


class Line(NamedTuple):
    """A figure: what was measured, what came out, the bound in words, whether it holds."""

    what: str
    figures: str
    bound: str = "no bound"
    holds: bool = True


def at_most(what: str, figures: str, value: float, most: float, unit: str = " x") -> Line:
    """A figure whose value is to be no more than a bound."""
    return Line(what, figures, f"at most {most:g}{unit}", value <= most)


def at_least(what: str, figures: str, value: float, least: float) -> Line:
    """A ratio that is to be no less than a bound."""
    return Line(what, figures, f"at least {least:g} x", value >= least)
