"""Units that a sentence above or below the table names: they count where it says of which column, else it is asked."""

from dataclasses import replace
from fractions import Fraction

from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.findings import Asked, in_short
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.spoken_units import clauses_of, spoken_units
from bs_metrics.intake.vocabulary.synonyms import HeadingMeaning
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import words_only
from bs_metrics.text import canonical, folded

KIND = "unit_of_line"  # the question which unit a column's figures are in


def settle_lines(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Give each column the unit that a line names beside the column's own heading; asked where that is not plain."""
    if block.meaning.kind != "list":
        return
    columns = {at: _settled(block, at, meant, vocabulary) for at, meant in block.meaning.columns.items()}
    block.meaning = replace(block.meaning, columns=columns)


def _settled(block: TableBlock, at: int, meant: HeadingMeaning, vocabulary: Vocabulary) -> HeadingMeaning:
    words, column, heading = vocabulary.words, meant.column, block.texts.get(at, "")
    sizes = words.sizes(column)
    if not sizes:
        return meant
    names = {
        words_only(folded(one.partition("(")[0])) for one in (heading, *words.headings_of(column.table, column.name))
    }
    below = {row: as_seen(block.sheet.rows[row][at]).strip(" ()") for row in block.hints}
    hints = {row: words.unit_said(column, f"({text})", ()) for row, text in below.items()}
    own, plain = words.unit_said(column, heading, ()), True
    if own is None and (own := next(filter(None, hints.values()), None)):
        meant = replace(meant, scale=sizes[own])
    usual = own or next((unit for unit, size in sizes.items() if size == (meant.scale or 1)), "")
    found: dict[str, tuple[int, int, str]] = {}
    for row, hint in hints.items():
        if hint and sizes[hint] != meant.scale:  # against the heading
            found[hint], plain = (row, at, as_seen(block.sheet.rows[row][at])), False
    for row, position, line in block.lines_around:
        clauses = list(clauses_of(line, names - {""}))
        if not clauses and (said := words.measured_in(line)):  # taken for all columns whose heading says none
            of_column = [unit for unit in said if unit in sizes]
            if own and of_column and all(sizes[unit] != meant.scale for unit in of_column):
                found.setdefault(of_column[0], (row, position, line))
            continue
        for spoken in (one for clause in clauses or [line] for one in spoken_units(clause, sizes)):
            if (clauses or spoken.certain) and sizes[spoken.unit] != meant.scale:
                found.setdefault(spoken.unit, (row, position, line))
                plain &= bool(clauses) and spoken.certain
    scales: dict[Fraction, str] = {sizes[unit]: unit for unit in reversed(found)}
    if not scales:
        return meant
    if plain and len(scales) == 1 and own is None:
        return replace(meant, scale=next(iter(scales)))
    row, position, line = next(iter(found.values()))
    asked = Asked(KIND, in_short(f"{heading}: {canonical(line)}"), tuple(dict.fromkeys((*scales.values(), usual))))
    answer, readings = vocabulary.choices.answers(KIND).get(asked.written), " · ".join(asked.readings)
    if answer in asked.readings:
        block.tell("reading_chosen", row, position, column.heading, asked, value=readings, chosen=answer)
        return replace(meant, scale=sizes[answer])
    context = {"unit": ", ".join(scales.values()), "heading": heading, "readings": readings}
    block.tell("unit_in_line", row, position, column.heading, asked, value=canonical(line), **context)
    return meant
