"""The command `ratios`: every measure. It loads what the workbooks need and no more, for scripts ask it often."""

from argparse import Namespace

from bs_metrics.commands.as_json import ratios_as_json
from bs_metrics.commands.options import asked_snapshot, print_errors, print_json
from bs_metrics.contract.schema import schema
from bs_metrics.views.ratio_tables import ratio_table
from bs_metrics.views.verdicts.goals import goal_lines
from bs_metrics.words import words


def run(given: Namespace) -> int:
    """Every measure. 0: done; 1: the workbooks have errors (what could be read is printed all the same)."""
    shown = asked_snapshot(given, given.snapshot)
    if given.json:
        print_json(ratios_as_json(shown, given.lang))
    elif shown.ratios:
        print(ratio_table(shown.ratios, given.lang).to_string(index=False))
        print("\n".join(["", words("pace.verdicts", given.lang), *goal_lines(shown, given.lang)]))
    else:
        print(words("command.no_measures", given.lang, sheet=schema().tables["measures"].sheet))
    return 1 if print_errors(shown.tables.findings, given.lang) else 0
