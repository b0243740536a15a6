"""Numbers where a criterion's result should stand: 0 and 1 may be marks or counts; others are no results."""

import re
from collections import Counter
from dataclasses import replace

from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.findings import Asked, in_short
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.blocks.marks import down
from bs_metrics.intake.settling.plans import leave_out
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical

DIGITS = "digits"  # kind of the question
ONES_MET, ONES_NOT_MET, FIGURES = "ones_met", "ones_not_met", "figures"  # how it is answered
_READINGS = (ONES_MET, ONES_NOT_MET, FIGURES)
_UNIT = re.compile(r"\(.*\)")  # in a row of its own, below the headings
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*\s*%?")
_STRANGE = 3  # of so many numbers one that is neither 0 nor 1 tells that they are no marks; a rarer one is a slip


def settle_digits(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block with the words of what 0 and 1 below criteria mean; asked, for nothing beside them says that they are
    marks. What a legend says of them is settled before. Columns of other numbers are left out, with a warning.
    """
    rows, figures, digits = block.sheet.rows, list[int](), list[int]()
    filled, ones = 0, False
    for at, (_, mark) in block.meaning.across.items():
        cells = Counter(as_seen(rows[row][at]).strip() for row in block.rows)
        numbers = {cell: count for cell, count in cells.items() if cell and not _UNIT.fullmatch(cell)}
        filled += bool(numbers)
        if mark or not numbers or not all(map(_NUMBER.fullmatch, numbers)):
            continue
        strange = sum(count for cell, count in numbers.items() if result_of(block, cell, vocabulary) is None)
        is_share = any("%" in block.sheet.format_at(row, at) for row in block.rows)
        if is_share or strange * _STRANGE >= sum(numbers.values()):
            figures.append(at)
        else:
            digits.append(at)
            ones |= any(result_of(block, cell, vocabulary) == "met" for cell in numbers)
    if any(one.code == "what_tick_means" for one in block.told):  # the answer to that may be one to this
        return block
    top = block.headings[-1]
    if 2 * len(figures) > filled:  # fewer beside marks are slips, an error each
        _leave_out(block, figures)
    if not digits or (len(digits) < filled and not ones):  # 0 beside ticks is none
        return block
    title = canonical(max([block.sheet.name, *block.title.splitlines()], key=len))
    question = Asked(DIGITS, in_short(title), _READINGS)
    answer = vocabulary.choices.answers(DIGITS).get(question.written)
    place = (top, digits[0], block.texts.get(digits[0]), question)
    if answer in (ONES_MET, ONES_NOT_MET):
        word = vocabulary.words.lists["result"].word("met" if answer == ONES_MET else "not_met", "vi")
        block.tell("digits_settled", *place, value=title, word=word, count=str(len(digits)))
        return _in_words(block, digits, answer == ONES_NOT_MET, vocabulary)
    if answer == FIGURES:
        _leave_out(block, digits, question)
        return block
    block.tell("results_or_figures", *place, value=title, count=str(len(digits)))
    leave_out(block, None, set(digits))  # nothing more is said of them before it is answered
    return block


def _leave_out(block: TableBlock, columns: list[int], question: Asked | None = None) -> None:
    headings = " · ".join(canonical(block.texts.get(at, "")) for at in columns)
    place = (block.headings[-1], columns[0], block.texts.get(columns[0]), question)
    code = "figures_of_places" if down(block)[1] == "unit" else "numbers_no_results"
    block.tell(code, *place, value=headings)
    leave_out(block, None, set(columns))


def _in_words(block: TableBlock, digits: list[int], is_turned: bool, vocabulary: Vocabulary) -> TableBlock:
    rows, listed = list(block.sheet.rows), vocabulary.words.lists["result"]
    turned = {"met": "not_met", "not_met": "met"} if is_turned else {}
    for row in block.rows:
        cells = rows[row].copy()
        for at in digits:
            if cells[at] != "" and (code := result_of(block, cells[at], vocabulary)):
                cells[at] = listed.word(turned.get(code, code), "vi")
        rows[row] = cells
    return replace(block, sheet=replace(block.sheet, rows=rows))
