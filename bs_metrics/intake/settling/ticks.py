"""What ticks beside criteria mean: that they are met only where the file says so, not met where it denies it."""

from collections.abc import Sequence
from dataclasses import replace

from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.findings import Asked, in_short
from bs_metrics.contract.schema import schema
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.settling.legends import TICK, legends, lines_beside, marked, meaning_of, signs_in
from bs_metrics.intake.settling.plans import PLAN, are_digits, denials_of, denies, sources
from bs_metrics.intake.stated_day import DATED
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical, folded


def settle_ticks(block: TableBlock, blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> TableBlock:
    """The block, its ticks turned where they mean what is not met.

    That is asked where a text beside them speaks of what is not met or lacking, and where none says that they are
    results: a tick may as well stand for papers handed in, a visit, a complaint. What a legend says is settled before.
    """
    columns = marked(block, of_counts=True)
    if block.meaning.table not in DATED or block.meaning.ticks or not columns:
        return block
    if block.meaning.kind == "list" and "set" in block.constants:
        return block  # below a set's name a tick says that a unit is one
    if any(mark for _, mark in block.meaning.across.values()) or (block.meaning.across and are_digits(block)):
        return block  # a heading says what its ticks mean; of digits below criteria is asked in any case
    signs = {as_seen(block.sheet.rows[row][at]).strip() for row in block.rows for at in columns} - {""}
    # A tick is a sign or a digit, and no word.
    if not signs or any(len(one) > 1 or (one != "0" and result_of(block, one, vocabulary) != "met") for one in signs):
        return block
    remarks = [as_seen(cell) for row in block.below for cell in block.sheet.rows[row] if as_seen(cell).strip()]
    told = [text for text, _, _ in sources(block)]
    if any(one.asked and one.asked.kind == PLAN and one.value in told for one in block.told):
        return block  # one question is enough
    denials = denials_of(vocabulary)
    said = (one for one in [*told, *remarks] if denies(one, denials, vocabulary))
    text = next((one for one in said if not legends(one, signs_in(block), vocabulary.words)), None)
    readings = ("met", "not_met") if text else ("met", "not_met", "unknown")
    if text is None and (set(columns) != set(marked(block)) or _are_results(block, blocks, signs, told, vocabulary)):
        return block
    text = text or max([block.sheet.name, *block.title.splitlines()], key=len)
    question = Asked(TICK, in_short(canonical(text)), readings)
    answer = vocabulary.choices.answers(TICK).get(question.written)
    cells = [(row, at) for row in block.rows for at in columns if as_seen(block.sheet.rows[row][at]).strip()]
    ticked = (cell for cell in cells if result_of(block, block.sheet.rows[cell[0]][cell[1]], vocabulary) == "met")
    row, at = next(ticked, cells[0])
    sign, place = block.sheet.rows[row][at], (row, at, block.texts.get(at))
    if answer not in question.readings:
        block.tell("what_tick_means", *place, question, value=as_seen(sign), text=canonical(text))
        return block
    block.tell("tick_settled", *place, question, value=as_seen(sign), text=canonical(text))
    if answer == "met":
        return block
    rows, word = list(block.sheet.rows), vocabulary.words.lists["result"].word(answer, "vi")
    for row, at in cells:
        rows[row] = rows[row].copy() if rows[row] is block.sheet.rows[row] else rows[row]
        rows[row][at] = word if result_of(block, rows[row][at], vocabulary) == "met" else ""
    return replace(block, sheet=replace(block.sheet, rows=rows))


def _are_results(
    block: TableBlock, blocks: Sequence[TableBlock], signs: set[str], told: Sequence[str], vocabulary: Vocabulary
) -> bool:
    """Whether the file says that ticks are results: by what they begin, in a title, a heading that is no criterion's,
    beside totals, in a legend.
    """
    words, listed = vocabulary.words, vocabulary.words.lists["result"]
    if any(folded(one) == folded(word)[0] for one in signs for word in listed.words["met"].values()):
        return True
    totals = [as_seen(cell) for row in block.totals for cell in block.sheet.rows[row]]
    heads = [text for at, text in block.texts.items() if at not in block.meaning.across]
    if any(words.phrases.held("said", one) for one in [*told, *heads, *totals]):
        return True
    column = schema().tables["results"].columns["result"]
    legend = (legends(line, signs_in(block), words) for line in lines_beside(block, blocks))
    return any(meaning_of(meaning, column, words) == "met" for one in legend for meaning in one.values())
