"""`template OUT.xlsx`: the template workbook, with the current data or empty."""

import sys
from argparse import Namespace
from pathlib import Path

from bs_metrics.commands.options import add_data, asked_snapshot, why
from bs_metrics.words import words
from bs_metrics.writers.template import template


def register(commands) -> None:
    """Add the command."""
    command = commands.add_parser("template", help=words("command.template", "en"))
    command.add_argument("out", type=Path, help=words("command.out", "en"))
    command.add_argument("--empty", action="store_true", help=words("command.empty", "en"))
    add_data(command)
    command.set_defaults(run=run)


def run(given: Namespace) -> int:
    """Write the file. 0: written; 1: it cannot be written there. Empty, it still offers the current codes."""
    try:
        given.out.write_bytes(template(asked_snapshot(given).tables, filled=not given.empty))
    except OSError as problem:
        told = {"file": str(given.out), "why": why(problem, given.lang)}
        print(words("export.not_written", given.lang, **told), file=sys.stderr)
        return 1
    return 0
