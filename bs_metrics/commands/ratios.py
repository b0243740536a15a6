"""`ratios`: every measure, of a snapshot or of the folder of workbooks."""

import json
from argparse import Namespace

from bs_metrics.commands.options import add_data, add_json, asked_snapshot, say_errors
from bs_metrics.export_json import ratios_as_json
from bs_metrics.views.ratio_tables import ratio_table
from bs_metrics.words import words


def register(commands) -> None:
    """Add the command."""
    command = commands.add_parser("ratios", help=words("command.ratios", "en"))
    add_json(command)
    command.add_argument("--snapshot", metavar="ID", help=words("command.snapshot", "en"))
    add_data(command)
    command.set_defaults(run=run)


def run(given: Namespace) -> int:
    """0: done; 1: the workbooks have errors (what could be read is printed all the same)."""
    shown = asked_snapshot(given, given.snapshot)
    if given.json:
        printed = ratios_as_json(shown.tables, shown.ratios, shown.id, given.lang)
        print(json.dumps(printed, ensure_ascii=False, indent=2))
    else:
        print(ratio_table(shown.ratios, given.lang).to_string(index=False))
    return 1 if say_errors(shown, given.lang) else 0
