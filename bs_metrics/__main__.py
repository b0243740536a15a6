"""The command line: what the pages show, for scripts. `python -m bs_metrics --help` lists the commands."""

import argparse
import sys

from bs_metrics.commands import check, diff, export, history, publish, ratios, restore, template
from bs_metrics.commands.options import add_options
from bs_metrics.words import Problem, words

_COMMANDS = {
    "ratios": ratios,
    "check": check,
    "diff": diff,
    "publish": publish,
    "history": history,
    "restore": restore,
    "template": template,
    "export": export,
}
_FOUND = ("store.head_moved", "export.not_written")  # problems that are no fault of what was given


def main(arguments: list[str] | None = None) -> int:
    """Run one command. 0: done; 1: it found errors, or someone else was quicker; 2: what it needs cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m bs_metrics", description=words("command.what", "en"))
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in _COMMANDS.items():
        command = commands.add_parser(name, help=words(f"command.{name}", "en"))
        add_options(command, module.OPTIONS)
        command.set_defaults(run=module.run)
    given = parser.parse_args(arguments)
    if not given.data.is_dir():
        print(words("command.no_folder", given.lang, folder=given.data), file=sys.stderr)
        return 2
    try:
        code: int = given.run(given)
        return code
    except Problem as problem:
        print(problem.message(given.lang), file=sys.stderr)
        return 1 if problem.key in _FOUND else 2


if __name__ == "__main__":
    sys.exit(main())
