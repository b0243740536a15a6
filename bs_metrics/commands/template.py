"""`template OUT.xlsx`: the template workbook, with the current data or empty."""

import argparse
import sys
from pathlib import Path
from typing import Any

from bs_metrics.words import words
from bs_metrics.workbook.folder import DEFAULT_FOLDER, read_folder
from bs_metrics.workbook.template import template


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("template", help=words("command.template", "en"))
    command.add_argument("out", type=Path, help=words("command.out", "en"))
    command.add_argument("--empty", action="store_true", help=words("command.empty", "en"))
    command.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help=words("command.data", "en"))


def run(given: argparse.Namespace) -> int:
    """Write the file. 0: written; 1: it cannot be written there. Empty, it still offers the current codes."""
    try:
        given.out.write_bytes(template(read_folder(given.data), filled=not given.empty))
    except OSError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0
