"""The command `check-report`: is the text of a report right?"""

import sys
from argparse import Namespace

from bs_metrics.commands.as_json import Object
from bs_metrics.commands.options import UNREADABLE, asked_snapshot, content_of, finding_text, print_json, using
from bs_metrics.contract.bounds import Refused
from bs_metrics.contract.findings import Place, finding
from bs_metrics.readers.process import SHARED
from bs_metrics.readers.texts import is_document, read_report
from bs_metrics.report_check.check import Checked, check_apart
from bs_metrics.report_check.doubt import Doubt
from bs_metrics.views.report.doubts import comment, expected, lines, message, summary
from bs_metrics.views.texts import cited
from bs_metrics.words import Language, Problem
from bs_metrics.writers.report_comments import remark, with_comments


def run(given: Namespace) -> int:
    """What is wrong in a report. 0: nothing to flag; 1: something; 2: it cannot be read."""
    SHARED.warm()  # it starts while the data are read
    try:
        checked = check_apart(read_report(content_of(given.file)), asked_snapshot(given))
    except Refused as refused:
        place = Place(given.file.name)
        print(finding_text(finding(refused.code, place, **refused.context), given.lang), file=sys.stderr)
        return UNREADABLE
    if given.marked:
        _mark(given, checked)
    if given.json:
        print_json({"claims": checked.claims, "findings": [_as_json(doubt, given.lang) for doubt in checked.doubts]})
    else:
        print("\n".join([*lines(checked, given.lang), summary(checked, given.lang)]))
    return 1 if checked.doubts else 0


def _mark(given: Namespace, checked: Checked) -> None:
    """Write the report with comments at what was found. Raises Problem for one that is no .docx."""
    content = content_of(given.file)
    if not is_document(content):
        raise Problem("report_check.only_docx", file=given.file.name)
    remarks = [remark(doubt, comment(doubt, given.lang)) for doubt in checked.doubts]
    with using(given.marked, "export.not_written"):
        given.marked.write_bytes(with_comments(content, remarks))


def _as_json(doubt: Doubt, language: Language) -> Object:
    """One of the `findings`; `"data"` is null or what the snapshot has: measure, value, cells."""
    names = ("kind", "certainty", "code", "printed")
    against = {"ratio": doubt.ratio or None, "value": doubt.value or None, "source": cited(*doubt.places)}
    return {name: getattr(doubt, name) for name in names} | {
        "sentence": doubt.passage.text,
        "where": doubt.passage.before or None,
        "expected": expected(doubt, language) or None,
        "message": message(doubt, language),
        "data": against if doubt.places else None,
    }
