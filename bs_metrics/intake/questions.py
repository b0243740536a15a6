"""What only the analyst knows about a checked file: names that the data does not have, words that no list has.

What was answered is kept for the next file of the same shape.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bs_metrics.contract.findings import Asked, Finding
from bs_metrics.contract.schema import Column, schema
from bs_metrics.contract.sheet import address
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.blocks.filling import OF_SHEET
from bs_metrics.intake.blocks.school_rows import LEVEL
from bs_metrics.intake.check import BlockReport, FileReport
from bs_metrics.intake.settling.codes import KIND as ROW
from bs_metrics.intake.settling.codes import text_of
from bs_metrics.intake.settling.digits import DIGITS, FIGURES, ONES_MET, ONES_NOT_MET
from bs_metrics.intake.settling.legends import TICK
from bs_metrics.intake.settling.looks import ROUNDED
from bs_metrics.intake.settling.numerals import DAYS
from bs_metrics.intake.settling.plans import WORDED
from bs_metrics.intake.vocabulary.choices import EMPTY, UNITS, Choices
from bs_metrics.intake.vocabulary.vocabulary import NAMED
from bs_metrics.text import canonical, spelled
from bs_metrics.words import Language, Problem, words

_OF_CRITERIA = {"unknown_criterion", "which_criterion", "results_not_taken"}
_OF_LIST = {"not_in_list", "mark_with_caveat", "box_unticked"}
_BY_NAME = _OF_CRITERIA | {"unknown_place", "unknown_name", "unknown_reference", "not_in_list"}  # what is it, no more
_ASKED = _BY_NAME | _OF_LIST
_SUGGESTIONS = 3
_BESIDE = re.compile(r"^[\w.]+\. | \([^()]+\)$")  # the code that stands beside a name


@dataclass(frozen=True)
class Question:
    """What a name or word means: `Choices.answered(kind, written, code)` takes the answer.

    `options` gives the words to show for each code that it may mean; `answer` is the code given so far. `finding` tells
    what is asked where that is more than what a name or word means.
    """

    kind: str
    written: str
    options: Mapping[str, str]
    answer: str | None = None
    finding: Finding | None = None

    @property
    def id(self) -> str:
        """The question's name on the command line."""
        return Asked(self.kind, self.written).id

    @property
    def suggested(self) -> list[str]:
        """Codes whose words are close to what was written, the closest first: to be offered, never to be taken."""
        names = {code: spelled(_BESIDE.sub("", shown)) for code, shown in self.options.items()}
        close = get_close_matches(spelled(self.written), set(names.values()), _SUGGESTIONS)
        return [code for name in close for code, own in names.items() if own == name]


def questions(findings: Sequence[Finding], current: Tables, choices: Choices, language: Language) -> list[Question]:
    """Each open question once, in the order of the file, and after them those already answered."""
    listed: dict[str, tuple[Asked, Finding | None]] = {}
    for finding in findings:
        if asked := asked_by(finding):
            listed.setdefault(asked.id, (asked, None if finding.code in _BY_NAME else finding))
    for kind in (UNITS, *choices.names):
        for asked in (Asked(kind, written) for written in choices.answers(kind)):
            listed.setdefault(asked.id, (asked, None))
    return [
        Question(asked.kind, asked.written, options, choices.answers(asked.kind).get(asked.written), finding)
        for asked, finding in listed.values()
        if (options := options_of(asked, current, language))
    ]


def missing_columns(block: BlockReport, findings: Sequence[Finding], choices: Choices) -> list[Column]:
    """Needed columns that a block lacks and that one answer can fill for all its rows: a closed list or a date.

    `BlockChoice.values` takes the answer, as a cell would hold it; what is answered is listed on.
    """
    if block.table is None or not block.heading_rows:
        return []
    table, first = schema().tables[block.table], address(block.heading_rows[0], min(block.headings, default=0))
    own = [one for one in findings if one.code == "heading_missing" and (one.sheet, one.cell) == (block.sheet, first)]
    lacking = [table.column_of(one.column or "") for one in own]
    given = choices.block(block.sheet, block.number).values
    wanted = {column.name for column in lacking if column} | set(given)
    fillable = (column for column in table.columns.values() if column.type == "date" or column.listed)
    return [column for column in fillable if column.name in wanted]


def answering(choices: Choices, given: Mapping[str, str], *asked: Sequence[Question]) -> tuple[Choices, set[str]]:
    """The choices with those of some answers, by question id, that some questions ask for; and the ids of these.

    The same questions are `asked` in one language or several: an answer is the code of a reading or its words in any.
    Raises Problem for an answer that is none of its question's readings.
    """
    taken = set()
    for several in zip(*asked, strict=True):
        question = several[0]
        if (reading := given.get(question.id)) is None:
            continue
        code = _code_of(reading, several)
        if code is None:
            known = ", ".join(readings(question.options, list(question.options)))
            raise Problem("answer.no_reading", id=question.id, reading=reading, known=known)
        choices = choices.answered(question.kind, question.written, code)
        taken.add(question.id)
    return choices, taken


def _code_of(reading: str, asked: Iterable[Question]) -> str | None:
    """The code of the reading that an answer gives, None where it is none or may be several."""
    shown = [(code, words) for question in asked for code, words in question.options.items()]
    codes, said = {code for code, _ in shown if code == reading}, spelled(reading)
    codes = codes or {code for code, words in shown if spelled(words) == said}
    codes = codes or {code for code, words in shown if spelled(_BESIDE.sub("", words)) == said}  # without the code
    return codes.pop() if len(codes) == 1 else None


def readings(options: Mapping[str, str], codes: Iterable[str]) -> list[str]:
    """Some readings as they are printed: the code and, beside it, the words that say more."""
    return [code if code == options[code] else f"{code} ({options[code]})" for code in codes]


def asked_by(finding: Finding) -> Asked | None:
    """What a finding asks."""
    if finding.asked:
        return finding.asked
    if finding.code not in _ASKED or not finding.table or not finding.value:
        return None
    column = schema().tables[finding.table].column_of(finding.column or "")
    if column is None:
        return None
    kind = (column.references or "").partition(".")[0]
    if finding.code == "unknown_place":
        kind = UNITS
    elif finding.code in _OF_CRITERIA and not column.required:
        kind = f"criteria:{finding.context['set']}"
    elif finding.code in _OF_LIST:
        kind = column.type
    elif kind != UNITS and kind not in NAMED:
        return None
    return Asked(kind, canonical(finding.value))


def options_of(asked: Asked, current: Tables, language: Language) -> dict[str, str]:
    """The readings of a question with the words to show for each."""
    kind = asked.kind
    if kind == TICK:
        return {code: current.word("result", code, language) for code in asked.readings}
    if kind == LEVEL:
        return {code: current.word("school_level", code, language) for code in asked.readings}
    if kind == DIGITS:
        return {
            ONES_MET: words("answer.ones_met", language),
            ONES_NOT_MET: words("answer.ones_not_met", language),
            FIGURES: words("answer.figures", language),
        }
    if kind in (DAYS, ROUNDED, *WORDED):
        return {code: code if code == EMPTY else words(f"answer.{code}", language) for code in asked.readings}
    if kind == OF_SHEET:
        named = options_of(Asked("criteria_sets", asked.written), current, language)
        return {code: shown for code, shown in named.items() if code in asked.readings}
    if kind.startswith(ROW):
        table, rows = schema().tables[kind.removeprefix(ROW)], current.frames[kind.removeprefix(ROW)]
        known = dict(zip(rows[table.key[0]], rows[text_of(table) or table.key[0]], strict=True))
        new = words("answer.new_row", language)
        return {one: f"{known[one]} ({one})" if one in known else new for one in asked.readings}
    if asked.readings:
        return {reading: reading for reading in asked.readings}
    if kind in current.lists:
        listed = current.lists[kind]
        return {code: listed.word(code, language) for code in listed.words}
    target, _, of_set = kind.partition(":")
    rows = current.frames.get(target)
    if rows is None or target not in schema().tables or "name" not in rows:
        return {}
    rows = rows[rows["set"] == of_set] if of_set else rows
    english = rows["name_en"].fillna(rows["name"]) if language == "en" and "name_en" in rows else rows["name"]
    names = dict(zip(rows[schema().tables[target].key[-1]], english, strict=True))
    if of_set:
        return {code: f"{code}. {name}" for code, name in names.items()}
    return {code: f"{name} ({code})" for code, name in names.items()}


def to_remember(choices: Choices, report: FileReport) -> str:
    """Answers as they are kept for the next file of this shape, with the headings that they led to: one JSON object."""
    return json.dumps(json.loads(choices.to_json()) | {"reading": report.reading}, ensure_ascii=False)


def recalled(
    texts: Iterable[str], understand: Callable[[Choices], FileReport]
) -> tuple[FileReport, Choices, str] | None:
    """The file as understood with the first answers that lead to the same headings as they did when they were kept.

    `texts` are answers kept for the file's shape, the newest first; they, and which of them, come with the file. None
    where there are none that fit: then the file is read as it stands.
    """
    for text in texts:
        try:
            choices, reading = Choices.from_json(text), json.loads(text).get("reading")
        except ValueError:
            continue
        report = understand(choices)
        if reading in (None, report.reading):
            return report, choices, text
    return None
