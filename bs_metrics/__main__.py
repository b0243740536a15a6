"""The command line: what the pages show, for scripts. `python -m bs_metrics --help` lists the commands."""

import argparse
import sys
from importlib import import_module

from bs_metrics.commands.options import add_options
from bs_metrics.words import Problem, words

_FILE = ("file", "plain", "answer", "json", "data", "lang")
_TAKEN = ("as_of", "partial", "unseen", "replace")
_CHANGE = ("link", "author", "data", "lang")
_COMMANDS = {  # in the order of --help: the function of `commands/`, loaded when it is asked for, and its options
    "ratios": ("ratios.run", ("json", "snapshot", "data", "lang")),
    "check": ("reporting.check", _FILE),
    "diff": ("reporting.diff", (*_FILE, "as_of", "replace")),
    "publish": ("writing.publish", (*_FILE, "note", "author", *_TAKEN)),
    "submit": ("submissions.submit", ("files", "plain", "answer", "json", "data", "lang", "note", "author", *_TAKEN)),
    "submissions": ("submissions.submissions", ("all", "json", "data", "lang")),
    "submission": ("submissions.submission", ("handed_in", "json", "data", "lang")),
    "accept": ("submissions.accept", ("handed_in", "own_note", "author", "unseen", "json", "data", "lang")),
    "return": ("submissions.send_back", ("handed_in", "reason", "author", "data", "lang")),
    "history": ("reporting.history", ("json", "data", "lang")),
    "log": ("reporting.log", ("most", "json", "data", "lang")),
    "restore": ("writing.restore", ("id", "note", "author", "data", "lang")),
    "template": ("writing.write_template", ("out", "empty", "data", "lang")),
    "new": ("writing.make_folder", ("folder", "kind", "lang")),
    "scenario": (
        "scenarios.run",
        ("goal", "fewest", "cheapest", "earliest", "agency", "json", "snapshot", "data", "lang"),
    ),
    "check-report": ("report_checking.run", ("report", "marked", "json", "data", "lang")),
    "export": ("writing.export", ("export_out", "snapshot", "slides", "steps", "agency_file", "data", "lang")),
    "invite": ("links.invite", ("role", "days", "pages", "only_snapshot", "remark", "author", "json", "data", "lang")),
    "links": ("links.links", ("json", "data", "lang")),
    "pause": ("links.change", _CHANGE),
    "resume": ("links.change", _CHANGE),
    "revoke": ("links.change", _CHANGE),
}
_FOUND = (
    "store.head_moved",
    "export.not_written",
    "submission.was_accepted",
    "submission.was_returned",
    "submission.too_many",
)  # problems that are no fault of what was given


def main(arguments: list[str] | None = None) -> int:
    """Run one command. 0: done; 1: it found errors, or someone else was quicker; 2: what it needs cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m bs_metrics", description=words("command.what", "en"))
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (run, options) in _COMMANDS.items():
        command = commands.add_parser(name, help=words(f"command.{name.replace('-', '_')}", "en"))
        add_options(command, options)
        command.set_defaults(run=run)
    given = parser.parse_args(arguments)
    if "data" in given and not given.data.is_dir():
        print(words("command.no_folder", given.lang, folder=given.data), file=sys.stderr)
        return 2
    try:
        module, _, name = given.run.partition(".")
        code: int = getattr(import_module(f"bs_metrics.commands.{module}"), name)(given)
        return code
    except Problem as problem:
        print(problem.message(given.lang), file=sys.stderr)
        return 1 if problem.key in _FOUND else 2


if __name__ == "__main__":
    sys.exit(main())
