"""`template OUT.xlsx`: the template workbook, with the current data or empty."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bs_metrics.commands.options import add_data, asked_snapshot, print_unwritten
from bs_metrics.words import words
from bs_metrics.writers.template import template


def add_options(command: ArgumentParser) -> None:
    """Its options."""
    command.add_argument("out", type=Path, help=words("command.out", "en"))
    command.add_argument("--empty", action="store_true", help=words("command.empty", "en"))
    add_data(command)


def run(given: Namespace) -> int:
    """Write the file. 0: written; 1: it cannot be written there. Empty, it still offers the current codes."""
    try:
        given.out.write_bytes(template(asked_snapshot(given).tables, filled=not given.empty))
    except OSError as problem:
        print_unwritten(given.out, problem, given.lang)
        return 1
    return 0
