"""`python -m bs_metrics check FILE`: what a file holds and what is wrong with it, without publishing anything."""

from argparse import Namespace
from collections import Counter

from bs_metrics.commands.as_json import checked_as_json
from bs_metrics.commands.options import asked_snapshot, check_file, content_of, exit_code, print_json
from bs_metrics.contract.schema import schema
from bs_metrics.intake.check import FileReport
from bs_metrics.words import Language, words

OPTIONS = ("file", "plain", "json", "data", "lang")


def run(given: Namespace) -> int:
    """0: no error, warnings allowed; 1: errors; 2: the file cannot be read at all."""
    checked = check_file(given, content_of(given.file), asked_snapshot(given).tables)
    if given.json:
        print_json(checked_as_json(checked, checked.findings, given.file.name, given.lang))
    else:
        print(_as_text(checked, given.lang))
    return exit_code(checked, checked.findings)


def _as_text(checked: FileReport, language: Language) -> str:
    """What was understood, then every finding."""
    lines = []
    for block in checked.blocks:
        if block.table is None:
            lines.append(words("check.left_out", language, sheet=block.sheet))
            continue
        title, heading = schema().tables[block.table].titles[language], block.heading_rows[-1] + 1
        line = words("check.understood", language, sheet=block.sheet, heading=heading, table=title, rows=block.rows)
        lines.append(f"{line} ({words('check.held', language)})" if block.table in checked.held else line)
    for finding in checked.findings:
        severity = words(f"check.severity.{finding.severity}", language)
        sentences = f"{finding.message(language)} {finding.fix(language)}"
        lines.append(f"[{severity}] {finding.place(language)}: {sentences}")
    if not checked.findings:
        lines.append(words("check.nothing", language))
    counts = Counter(finding.severity for finding in checked.findings)
    summary = words("check.summary", language, errors=counts["error"], warnings=counts["warning"], notes=counts["note"])
    return "\n".join([*lines, summary])
