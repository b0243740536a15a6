"""`template OUT.xlsx`: the template workbook, with the current data or empty."""

from argparse import Namespace

from bs_metrics.commands.options import asked_snapshot, using
from bs_metrics.writers.template import template

OPTIONS = ("out", "empty", "data", "lang")


def run(given: Namespace) -> int:
    """Write the file. 0: written; 1: it cannot be written there. Empty, it still offers the current codes."""
    with using(given.out, "export.not_written"):
        given.out.write_bytes(template(asked_snapshot(given).tables, filled=not given.empty))
    return 0
