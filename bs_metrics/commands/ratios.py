"""`ratios`: every measure, of a snapshot or of the folder of workbooks."""

from argparse import Namespace

from bs_metrics.commands.as_json import ratios_as_json
from bs_metrics.commands.options import asked_snapshot, print_errors, print_json
from bs_metrics.views.ratio_tables import ratio_table

OPTIONS = ("json", "snapshot", "data", "lang")


def run(given: Namespace) -> int:
    """0: done; 1: the workbooks have errors (what could be read is printed all the same)."""
    shown = asked_snapshot(given, given.snapshot)
    if given.json:
        print_json(ratios_as_json(shown.tables, shown.ratios, shown.id, given.lang))
    else:
        print(ratio_table(shown.ratios, given.lang).to_string(index=False))
    return 1 if print_errors(shown.tables.findings, given.lang) else 0
