"""The periods that parts of a file are of, as far as it says so: figures of two periods are never put together."""

from collections.abc import Sequence
from dataclasses import replace

from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.checks import day_in
from bs_metrics.contract.findings import Asked
from bs_metrics.contract.schema import schema
from bs_metrics.intake.blocks.block import BlockMeaning, TableBlock
from bs_metrics.intake.stated_day import DATED, day_of_data
from bs_metrics.intake.vocabulary.periods import periods_in, without_periods, years_of, years_of_name
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import trimmed
from bs_metrics.numbers import format_date

_PERIODS = 12  # that a column may be of
KIND = "period"  # of the question


def keep_one_period(blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> None:
    """Of the blocks of a table that are of several periods, and of a list with a column of periods, leave one's rows.

    Which one is asked; until it is answered the question, an error, holds the table back.
    """
    for name in DATED:
        table = schema().tables[name]
        if not any(table.columns[key].type == "date" for key in table.key):  # rows of several days stand side by side
            _among([block for block in blocks if block.meaning.table == name], vocabulary)
    for block in blocks:
        if block.meaning.table:
            _within(block, vocabulary)
        if block.meaning.table in DATED:
            _by_sections(block, vocabulary)


def _among(blocks: list[TableBlock], vocabulary: Vocabulary) -> None:
    named = [periods_in(f"{block.sheet.name}\n{block.title}", vocabulary.words) for block in blocks]
    several = [each for each in named if each]
    if len(several) < 2:
        return
    common = set.intersection(*(set(each) for each in several))
    labels = [", ".join(shown for key, shown in each.items() if key not in common) for each in named]
    distinct = tuple(dict.fromkeys(filter(None, labels)))
    if len(distinct) < 2:
        return
    question = Asked(KIND, " / ".join(distinct), distinct)
    answer = vocabulary.choices.answers(KIND).get(question.written)
    shown = " · ".join(distinct)
    if answer not in distinct:
        second = next(block for block, label in zip(blocks, labels, strict=True) if label == distinct[1])
        second.tell("which_period", *second.corner, None, question, value=shown)
        return
    for block, label in zip(blocks, labels, strict=True):
        if label and label != answer:
            block.tell("period_left_out", *block.corner, None, question, value=label, chosen=answer)
            block.meaning = BlockMeaning("none", None, {})


def _within(block: TableBlock, vocabulary: Vocabulary) -> None:
    at = next((at for at in block.unused if _is_of_periods(block, at, vocabulary)), None)
    if at is None:
        return
    block.meaning = replace(block.meaning, aside=block.meaning.aside | {at})
    said = {row: trimmed(as_seen(block.sheet.rows[row][at])) for row in block.rows}
    _keep_one(block, said, (block.headings[-1], at, block.texts[at]), f"{block.texts[at]}: ", vocabulary)


def _is_of_periods(block: TableBlock, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a column's heading is a word for a period, or all its cells are periods in words: `Hiện nay`, `Quý I`.

    Under such a word counts are counts (`Kỳ báo cáo`: 19). Days are of periods only where a row comes twice with them:
    else each row has a day of its own, of its decision or of its end.
    """
    words = vocabulary.words
    if words.phrases.held("until", block.texts[at]):  # the last days of what was granted
        return False
    cells = {block.sheet.rows[row][at] for row in block.rows}  # of a large table few are different
    said = {as_seen(cell).strip() for cell in cells} - {""}
    if words.role(block.texts[at].split(" / ")[-1]) == "period":
        return not any(one.isdigit() and int(one) > _PERIODS and not periods_in(one, words) for one in said)
    if not 1 < len(said) <= _PERIODS or any(
        one.isdigit() or not periods_in(one, words) or without_periods(one, words) for one in said
    ):
        return False
    return not all(day_in(one) for one in said) or _comes_twice(block)


def _comes_twice(block: TableBlock) -> bool:
    """Whether two rows say the same of what tells the rows of the table apart."""
    key = [at for at, meant in block.meaning.columns.items() if meant.column.name in block.table.key]
    return len({tuple(as_seen(block.sheet.rows[row][at]) for at in key) for row in block.rows}) < len(block.rows)


def _by_sections(block: TableBlock, vocabulary: Vocabulary) -> None:
    """The rows below sections that name a period each and nothing else: `Năm học 2023-2024`, `Kết quả năm 2023`."""
    words, starts = vocabulary.words, dict[int, str]()
    for row, text in block.sections.items():
        rest = without_periods(text, words)
        if not rest or words.table(rest) or words.is_heading(rest):  # not: recognised in 2023
            starts[row] = ", ".join(periods_in(text, words).values())
    starts = {row: label for row, label in starts.items() if label}
    if not starts:
        return
    said = {row: starts.get(max((at for at in starts if at < row), default=-1), "") for row in block.rows}
    _keep_one(block, said, (min(starts), 0, None), "", vocabulary)


def _keep_one(
    block: TableBlock, said: dict[int, str], place: tuple[int, int, str | None], before: str, vocabulary: Vocabulary
) -> None:
    """Of rows that say several periods leave those of one; which one is asked."""
    distinct = tuple(dict.fromkeys(filter(None, said.values())))
    if len(distinct) < 2:
        return
    question = Asked(KIND, f"{before}{' / '.join(distinct)}", distinct)
    answer = vocabulary.choices.answers(KIND).get(question.written)
    if answer in distinct:
        block.rows[:] = [row for row in block.rows if said[row] in ("", answer)]
        others = " · ".join(label for label in distinct if label != answer)
        block.tell("period_left_out", *place, question, value=others, chosen=answer)
    else:
        block.tell("which_period", *place, question, value=" · ".join(distinct))


def tell_older(blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> None:
    """Warn of a title, or of a sheet's name under a title without a period, whose newest year is before the data that
    are there; one that names a day is told by that."""
    as_of = day_of_data(vocabulary)
    if as_of is None:
        return
    for block in (block for block in blocks if block.meaning.table in DATED):
        named = periods_in(block.title, vocabulary.words)
        of_name = periods_in(block.sheet.name, vocabulary.words)
        years = years_of(named or of_name) or ([] if named else years_of_name(block.sheet.name))
        if years and not any("/" in one for one in named) and max(years) < as_of.year:
            block.tell("title_older", *block.corner, value=str(max(years)), date=format_date(as_of, "vi"))
