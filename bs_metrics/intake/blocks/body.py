"""Which rows below a heading are rows of the table, and what the others are: sections, totals, remarks, signatures."""

import re
from collections.abc import Iterator

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.schema import Column, Table
from bs_metrics.contract.sheet import is_blank, is_to_fill
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.layout import is_numbering
from bs_metrics.intake.blocks.marks import result_said
from bs_metrics.intake.vocabulary.periods import periods_in, without_periods
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import LONGEST_NAME, trimmed
from bs_metrics.text import canonical

_ORDINAL = re.compile(r"^\(?([IVXLC]+|[A-Z])[.)]?$")
_ORDINAL_BEFORE = re.compile(r"^\(?([IVXLC]+|[A-Z])\s*[.)/:-]\s*(?=\S)")
RATIO = re.compile(r"^\s*(\d{1,9})\s*/\s*(\d{1,9})\s*$")
_COUNT = re.compile(r"^\s*\d[\d.,]*\s*%?\s*$")
_STATED = re.compile(r":\s*\d[\d.,/]*\s*%?(\s+\w+)?\s*$")  # số trường đạt chuẩn: 12
_OF_GROUP = re.compile(r"\s*:\s*\d.*$")  # trường đạt chuẩn: 12 trường
_HINT = re.compile(r"^[(\[<{].*[^\W\d_].*[)\]>}]$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW = 3  # a row with more cells than this is looked at only if one of its words announces something


class RowSorter:
    """Sorts the rows of a block by what they are. Whatever is left out is told in a note with its cell."""

    def __init__(self, block: TableBlock, vocabulary: Vocabulary):
        self.block, self.vocabulary, self.sheet = block, vocabulary, block.sheet
        self.columns = {position: meant.column for position, meant in block.meaning.columns.items()}
        places = (at for at, column in self.columns.items() if column.name == "unit")
        self.place = next(places, None) if block.meaning.kind == "matrix" else None
        self.names = [at for at, column in self.columns.items() if column.required and column.type == "text"]
        self.figures = [at for at, column in self.columns.items() if column.name in block.table.figures]
        # A table that itself lists such words has no other way to hold them.
        self.words = not any(column.type == "layout_word" for column in self.columns.values())

    def sort(self) -> None:
        """Fill the block's rows, totals, sections and what stands below it."""
        block = self.block
        kinds = {"row": block.rows, "total": block.totals, "signature": block.below, "remark": block.below}
        above = {row for repeated in block.repeated for row in self._rows_above(repeated)}
        first = block.headings[-1] + 1
        while first < block.last and (is_numbering(self.sheet, first) or self._is_hint(first)):
            block.hints += [] if is_numbering(self.sheet, first) else [first]
            first += 1
        special, outside = self._special(first), False
        empty: list[int] = []
        for row in range(first, block.last):
            cells = self.sheet.rows[row]
            if row in block.repeated:
                self._tell("heading_repeated", row)
                outside = False
            elif row in above:
                outside = False
                self._section(row)
            elif outside:
                if not is_blank(cells):
                    block.below.append(row)
            elif self._is_numbered_only(row) or self._is_unfilled(row):
                empty.append(row)
            elif len(cells) - cells.count("") > _FEW and special.isdisjoint(cells):
                block.rows.append(row)
            elif not is_blank(cells):
                kind = self._kind(row)
                outside = kind == "signature"
                if kind == "section":
                    self._section(row)
                else:
                    kinds[kind].append(row)
        if not block.rows:  # what nothing is added up to is no total, but the one unit that the table is of
            block.rows[:] = [row for row in block.totals if self._upper(row)]
            block.totals[:] = [row for row in block.totals if row not in block.rows]
        block.below += self._trailing()
        block.below.sort()
        self._names_alone()
        for code, rows in (("hints_left_out", block.hints), ("only_numbered", empty), ("below_table", block.below)):
            if rows:
                self._tell(code, rows[0], rows=", ".join(str(row + 1) for row in rows[:8]))

    def _is_hint(self, row: int) -> bool:
        """Whether a row right below the heading only shows how to fill in: all in brackets, units, or an example."""
        cells = [(at, cell) for at, cell in self._texts(row) if at in self.block.meaning.used]
        said = [cell for at, cell in cells if at not in self.block.meaning.numbers]
        firsts = [some[0] for some in ([cell for _, cell in cells], said) if some]
        if any(isinstance(cell, str) and self.vocabulary.words.phrases.open("example", cell) for cell in firsts):
            return self.words
        unit, columns = self.vocabulary.words.unit_said, self.columns
        are_units = all(at in columns and unit(columns[at], f"({cell})", ()) for at, cell in cells)
        return bool(said) and (are_units or all(isinstance(one, str) and _HINT.match(canonical(one)) for one in said))

    def _rows_above(self, heading: int) -> Iterator[int]:
        row = heading - 1
        while row > self.block.headings[-1] and len(self._texts(row)) <= 1:
            if self._texts(row):
                yield row
            row -= 1

    def _texts(self, row: int) -> list[tuple[int, Cell]]:
        """Position and value of the cells that are not empty; a merged range counts once."""
        return [(position, cell) for position, cell in enumerate(self.sheet.rows[row]) if str(cell).strip()]

    def _special(self, first: int) -> set[str]:
        """The texts that announce something else than a row, and those of blanks; each distinct text is asked once."""
        texts = {text for text in set().union(*self.sheet.rows[first : self.block.last]) if isinstance(text, str)}
        blank = {text for text in texts if text.isspace()}
        if not self.words:
            return blank
        names = {text for text in texts if len(text) <= LONGEST_NAME and not text.isdigit()}
        upper = {text for row in range(first, self.block.last) if (text := self._upper(row))}
        roles = {text for text in names if self.vocabulary.words.role(text) in ("total", "signature", "remark")}
        return blank | upper | roles | set(filter(self._begins_as_total, names))

    def _kind(self, row: int) -> str:
        cells = self._texts(row)
        position, first = cells[0]
        if isinstance(first, str) and _is_ordinal(first) and len(cells) > 1:
            position, first = cells[1]
        column = self.columns.get(position)
        if self.words and isinstance(first, str) and not self._is_word(column, first):
            role = self.vocabulary.words.role(first)
            # A cell that is no text could be a number that the table asks for.
            is_loose = len(cells) <= _FEW and all(isinstance(cell, str) for _, cell in cells)
            if role == "total" or (role in ("signature", "remark") and is_loose):
                return role
        if self._upper(row) or self._is_partial_total(row, first) or self._is_spoken_total(row, position, cells):
            return "total"
        if self._is_total_of_numbers(cells):
            return "total"
        if self._is_section(row, cells):
            return "section"
        if self._is_unnamed_total(cells):
            return "total"
        return "row"

    def _is_word(self, column: Column | None, text: str) -> bool:
        """Whether a text is a word of the closed list that its column asks for."""
        return column is not None and column.listed and bool(self.vocabulary.words.listed(column, text))

    def _upper(self, row: int) -> str:
        """The name in a row of a matrix that is of the unit which the others belong to."""
        cell = self.sheet.rows[row][self.place] if self.place is not None else ""
        if not isinstance(cell, str) or cell == "" or cell.isdigit():
            return ""
        return cell if self.vocabulary.places.code(cell) in self.vocabulary.upper else ""

    def _begins_as_total(self, text: str) -> bool:
        words = text.split(maxsplit=3)
        return any(self.vocabulary.words.role(" ".join(words[:count])) == "total" for count in range(1, len(words)))

    def _is_partial_total(self, row: int, first: Cell) -> bool:
        """Whether a row is the total of the rows above it, which its numbers prove: `Cộng khu Đông`."""
        if not isinstance(first, str) or not self._begins_as_total(first):
            return False
        since = max([*self.block.totals, *self.block.sections], default=-1)
        above = [at for at in self.block.rows if at > since]
        numbers = [at for at, column in self.columns.items() if column.type in ("integer", "number")]
        stated = {at: cell for at in numbers if isinstance(cell := self.sheet.rows[row][at], int | float)}
        counts = {at: cell for at in self.block.meaning.across if as_seen(cell := self.sheet.rows[row][at]).strip()}

        def added(at: int) -> int | float:
            cells = [self.sheet.rows[one][at] for one in above]
            if at in counts:
                return sum(result_said(cell, self.vocabulary) == "met" for cell in cells)
            return sum(cell for cell in cells if isinstance(cell, int | float))

        return bool(above and stated | counts) and all(
            as_seen(cell).strip() == as_seen(added(at)) for at, cell in (stated | counts).items()
        )

    def _is_spoken_total(self, row: int, at: int, cells: list[tuple[int, Cell]]) -> bool:
        """Whether a row begins as a total, says nothing but counts beside it, and has no number where rows have one.

        A name that is looked up elsewhere is left to be asked; a free one would become a row, and count.
        """
        text, numbers = self.sheet.rows[row][at], self.block.meaning.numbers
        if self._is_looked_up(at) or not self.words or not isinstance(text, str):
            return False
        if not self._begins_as_total(text) and not (numbers and _STATED.search(text)):
            return False
        if any(self.sheet.rows[row][number] != "" for number in numbers):
            return False
        others = [cell for position, cell in cells if position != at]
        return bool(others or numbers) and all(map(_is_count, others))

    def _is_total_of_numbers(self, cells: list[tuple[int, Cell]]) -> bool:
        """Whether a row has words where others have their number, nothing where they have their name, and counts."""
        numbers, (first, text) = self.block.meaning.numbers, cells[0]
        names = {at for at, column in self.columns.items() if column.type in ("text", "code")}
        if first not in numbers or not isinstance(text, str) or not self.words or not _WORD.search(text):
            return False
        of_places = any(one.table == "units" or one.references == "units.code" for one in self.columns.values())
        if of_places and self.vocabulary.places.code(text):
            return False  # a name in the wrong column
        places, others = zip(*cells[1:], strict=True) if len(cells) > 1 else ((), ())
        return bool(others) and names.isdisjoint(places) and all(map(_is_count, others))

    def _is_looked_up(self, at: int) -> bool:
        """Whether the names in a column are known from elsewhere: a strange one is asked about."""
        column = self.columns.get(at)
        return bool((column and column.references) or self.vocabulary.names(self.block.table.name))

    def _names_alone(self) -> None:
        """Warn of the few rows that have nothing but a free name: each counts as one more, and may name a group."""
        rows = self.sheet.rows
        alone = [row for row in self.block.rows if len(rows[row]) - rows[row].count("") == 1]
        for row in alone if len(alone) <= len(self.block.rows) / 2 else ():
            at = self._texts(row)[0][0]
            if at in self.columns and self.columns[at].type == "text" and not self._is_looked_up(at):
                self._tell("name_alone", row)

    def _is_numbered_only(self, row: int) -> bool:
        """Whether a row was numbered beforehand and never filled in."""
        numbers = [at for at in self.block.meaning.numbers if self.sheet.rows[row][at] != ""]
        cells = self.sheet.rows[row]
        return bool(numbers) and len(cells) - cells.count("") == len(numbers) and _is_ordinal(str(cells[numbers[0]]))

    def _is_unfilled(self, row: int) -> bool:
        """Whether a row of a form still has dots for its name, and no figure."""
        cells = self.sheet.rows[row]
        return any(is_to_fill(cells[at]) for at in self.names) and not any(str(cells[at]) for at in self.figures)

    def _is_section(self, row: int, cells: list[tuple[int, Cell]]) -> bool:
        texts = [cell for _, cell in cells if isinstance(cell, str) and not RATIO.match(cell)]
        if not texts or len(self.block.meaning.cells | self.block.meaning.totals) < 2:
            return False
        is_first = cells[0][1] == texts[0] and cells[0][0] in self.block.meaning.numbers
        if len(texts) == 2 and is_first and _ORDINAL.match(texts[0].strip()):
            return True
        if len(texts) != 1 or len(cells) > 1:
            return False
        wide, words = row in self.sheet.wide_rows, self.vocabulary.words
        text = texts[0].strip()
        is_period = periods_in(text, words) and not without_periods(text, words) if len(text) <= LONGEST_NAME else False
        return bool(wide or is_period or text.endswith(":") or _ORDINAL_BEFORE.match(text) or self._section_value(text))

    def _is_unnamed_total(self, cells: list[tuple[int, Cell]]) -> bool:
        names = [position for position, column in self.columns.items() if column.type in ("text", "code")]
        is_named = not names or min(names) in [at for at, _ in cells]
        are_counts = all(isinstance(cell, float | int) or RATIO.match(str(cell)) for _, cell in cells)
        return not is_named and are_counts and any(isinstance(cell, str) for _, cell in cells)

    def _section(self, row: int) -> None:
        texts = [cell for _, cell in self._texts(row) if isinstance(cell, str) and not _ORDINAL.match(cell.strip())]
        text = section_text(texts[0]) if texts else ""
        self.block.sections[row] = text
        if value := self._section_value(text):
            self._tell("section_used", row, text, heading=value[0].heading)
        else:
            self._tell("section_ignored", row, text)

    def _section_value(self, text: str) -> tuple[Column, str] | None:
        filled = {column.name for column in self.columns.values()}
        return section_value(self.block.table, filled, section_text(text), self.vocabulary)

    def _trailing(self) -> list[int]:
        """Rows at the end that cannot be rows of the table: apart from it or with nothing in the column that names."""
        names = [position for position, column in self.columns.items() if column.required] or list(self.columns)
        out: list[int] = []
        last_total = self.block.totals[-1] if self.block.totals else len(self.sheet.rows)
        while self.block.rows:
            row = self.block.rows[-1]
            cells = self._texts(row)
            apart = row > 0 and is_blank(self.sheet.rows[row - 1])
            position, text = cells[0]
            if len(cells) > 1 or not isinstance(text, str) or (not apart and self._is_item(position)):
                break
            merged = row in self.sheet.wide_rows
            lost = position not in names or self._is_alien(position, text) or row > last_total
            if not (apart or merged or out or lost):
                break
            out.append(self.block.rows.pop())
        return out

    def _is_item(self, position: int) -> bool:
        """Whether rows before the last one have a text there and no criterion: items of the criterion above them."""
        at = next((at for at, column in self.columns.items() if column.name == "criterion"), position)
        rows = [self.sheet.rows[row] for row in self.block.rows[:-1]] if at != position else []
        return any(row[at] == "" and isinstance(row[position], str) and row[position] != "" for row in rows)

    def _is_alien(self, position: int, text: str) -> bool:
        """Whether a text that stands alone cannot be what its column asks for."""
        column = self.columns[position]
        is_no_word = column.listed and not self._is_word(column, text)
        return is_no_word or column.type in ("integer", "number", "date")

    def _tell(self, code: str, row: int, text: str = "", **context: str) -> None:
        """A finding where a row begins, of a text of it or of its first."""
        position, value = next(iter(self._texts(row)), (0, ""))
        self.block.tell(code, row, position, value=text or value, **context)


def _is_count(cell: Cell) -> bool:
    return isinstance(cell, int | float) or bool(RATIO.match(str(cell)) or _COUNT.match(str(cell)))


def _is_ordinal(text: str) -> bool:
    return bool(_ORDINAL.match(text.strip())) or text.strip().removesuffix(".0").isdigit()


def section_text(text: str) -> str:
    """A section's text without its number."""
    return trimmed(_ORDINAL_BEFORE.sub("", canonical(text)))


def section_value(table: Table, filled: set[str], text: str, vocabulary: Vocabulary) -> tuple[Column, str] | None:
    """The column that a section's text fills, and its word there: of a closed list or the place, where the block has no
    such column; a result where the block has no figures at all (`Trường đạt chuẩn`).
    """
    own = {"confidence", "basis"} | (set() if filled.isdisjoint(table.figures) else {"result"})
    for column in table.columns.values():
        if column.name in filled or column.name in own:
            continue
        if column.listed:
            for said in [text] if column.name != "result" else _after_name(text, table, vocabulary):
                if vocabulary.words.listed(column, said):
                    return column, said
        if column.references == "units.code" and vocabulary.places.code(text):
            return column, text
    return None


def _after_name(text: str, table: Table, vocabulary: Vocabulary) -> Iterator[str]:
    """The text, and what stands in it behind words that name the table or its units, before a count of the group's."""
    yield text
    words = _OF_GROUP.sub("", text).split()
    for count in range(1, len(words)):
        head = " ".join(words[:count])
        if vocabulary.words.table(head) == table.name or (table.name == "results" and vocabulary.words.is_unit(head)):
            yield " ".join(words[count:])
            if table.name == "results":
                yield from (" ".join(words[count:end]) for end, _ in _sets_behind(words, count, vocabulary))


def _sets_behind(words: list[str], after: int, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """Where words from the end of a group's are, with those that name the units, the name of a criteria set, and which:
    of `Xã | đạt chuẩn | nông thôn mới` the last three."""
    for end in range(after + 1, len(words)):
        if code := vocabulary.criteria.sets.code(" ".join([*words[:after], *words[end:]])):
            yield end, code


def set_of_group(text: str, vocabulary: Vocabulary) -> str | None:
    """The criteria set that a group of units names around its result."""
    words = _OF_GROUP.sub("", text).split()
    heads = (count for count in range(1, len(words)) if vocabulary.words.is_unit(" ".join(words[:count])))
    return next((code for count in heads for _, code in _sets_behind(words, count, vocabulary)), None)
