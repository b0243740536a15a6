"""The command line: what the pages show, for scripts. `python -m bs_metrics --help` lists the commands."""

import argparse
import json
import sys
from pathlib import Path

from bs_metrics.commands import diff, template
from bs_metrics.export_json import ratios_as_json
from bs_metrics.measures.ratios import ratios
from bs_metrics.views.ratio_tables import ratio_table
from bs_metrics.words import words
from bs_metrics.workbook.folder import DEFAULT_FOLDER, read_files, snapshot_id, workbook_files


def main(arguments: list[str] | None = None) -> int:
    """Run one command. 0: done; 1: the workbooks have errors (what could be read is printed all the same)."""
    parser = argparse.ArgumentParser(prog="python -m bs_metrics", description=words("command.what", "en"))
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("ratios", help=words("command.ratios", "en"))
    command.add_argument("--json", action="store_true", help=words("command.json", "en"))
    command.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help=words("command.data", "en"))
    command.add_argument("--lang", choices=("vi", "en"), default="vi", help=words("command.lang", "en"))
    others = {"diff": diff, "template": template}
    for other in others.values():
        other.add(commands)
    given = parser.parse_args(arguments)
    if given.command in others:
        return others[given.command].run(given)
    files = workbook_files(given.data)
    tables = read_files(files)
    found = ratios(tables)
    if given.json:
        print(json.dumps(ratios_as_json(tables, found, snapshot_id(files), given.lang), ensure_ascii=False, indent=2))
    else:
        print(ratio_table(found, given.lang).to_string(index=False))
    errors = [finding for finding in tables.findings if finding.severity == "error"]
    for finding in errors:
        print(f"{finding.place(given.lang)}: {finding.message(given.lang)}", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
