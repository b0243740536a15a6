"""From the headings of a block to what it is: a list of one table's rows, or a matrix of places and criteria."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from bs_metrics.contract.findings import Asked
from bs_metrics.contract.schema import Column, Table, schema
from bs_metrics.contract.sheet import RawSheet
from bs_metrics.intake.blocks.block import BlockMeaning, TableBlock
from bs_metrics.intake.blocks.marks import marked_beside_criteria, unit_columns
from bs_metrics.intake.vocabulary.synonyms import HeadingMeaning
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical, folded

_SHOWN = 300  # letters of headings in a finding
_SEARCHED = 20  # rows of a table's own sheet: letterheads and titles above the heading fit in this


def understood(
    texts: dict[int, str], sheet: str, title: str, vocabulary: Vocabulary, marked: frozenset[int] = frozenset()
) -> BlockMeaning:
    """The meaning of a block's headings, with the sheet's name and the title above to settle what is open.

    `marked` are the columns that hold results in the rows of known units: they make a matrix whatever their headings
    say, where something says that it is one of criteria and no list has a better use for them.
    """
    matrix = _matrix(texts, vocabulary)
    measured = vocabulary.words.measured_in(title)
    lists = {name: as_list(texts, table, vocabulary, measured) for name, table in schema().tables.items()}
    sizes = {name: _fit(meaning, schema().tables[name]) for name, meaning in lists.items()}
    best = max(sizes.values())
    if matrix and (len(matrix.across) > best[0] or (len(matrix.across) >= 2 and not best[0])):
        return matrix
    listed = _best_list(lists, sizes, sheet, title, vocabulary)
    if not marked or not _is_of_units(listed, {*unit_columns(texts, vocabulary), *marked}):
        return listed
    of_marks = matrix_of_marks(texts, marked, vocabulary)
    if not of_marks.across:
        is_announced = _names_criteria([sheet, title, *texts.values()], vocabulary)
        if not is_announced or _has_use_for(listed, marked):
            return listed
    return _only_column(texts, of_marks, marked, lists["results"], vocabulary) or of_marks


def _best_list(
    lists: dict[str, BlockMeaning], sizes: dict[str, tuple[int, int]], sheet: str, title: str, vocabulary: Vocabulary
) -> BlockMeaning:
    """The list that fits best; none, or several tables to choose from, where that is open."""
    best = max(sizes.values())
    named = vocabulary.words.table(sheet)
    if named and sizes[named][0] >= 2:
        return lists[named]
    if best[0] < 2:
        return BlockMeaning("none", None, {})
    fitting = [name for name, size in sizes.items() if size == best]
    own = (size - _has_note(lists[name]) for name, (size, _) in sizes.items())  # results have no column of remarks
    if sizes["results"][0] >= max(2, *own) and vocabulary.criteria.named_in(title):
        return lists["results"]  # its criteria are not measures
    if len(fitting) > 1:
        mentioned = vocabulary.words.tables_in(title) & set(fitting)
        fitting = [name for name in fitting if name in mentioned] or fitting
    if len(fitting) == 1:
        return lists[fitting[0]]
    return BlockMeaning("none", None, {}, tables=tuple(fitting))


def _has_note(listed: BlockMeaning) -> bool:
    return any(meant.column.name == "note" for meant in listed.columns.values())


def _is_of_units(listed: BlockMeaning, units: Collection[int]) -> bool:
    """Whether a list, if it is one, names its rows by the unit alone; what stands in these columns names none."""
    key = _key_of(listed)
    named = (at for at, meant in listed.columns.items() if meant.column.name in key)
    return listed.table == "units" or all(at in units for at in named)


def _has_use_for(listed: BlockMeaning, marked: frozenset[int]) -> bool:
    """Whether a list of units has a column of its own for a column of marks, or figures beside them."""
    if listed.table is None:
        return False
    key = _key_of(listed)
    columns = {at: meant.column for at, meant in listed.columns.items() if meant.column.name not in key}
    has_figures = any(
        column.type in ("integer", "number", "date") and at not in marked for at, column in columns.items()
    )
    of_units = any(meant.column.name in key for meant in listed.columns.values())
    return has_figures or (of_units and not marked.isdisjoint({*columns, *listed.ticks}))


def _key_of(listed: BlockMeaning) -> tuple[str, ...]:
    return schema().tables[listed.table].key if listed.table else ()


def matrix_of_marks(texts: dict[int, str], marked: frozenset[int], vocabulary: Vocabulary) -> BlockMeaning:
    """Units down, and across the criteria over the columns that hold results; those of other headings are left out.

    Of no table where no heading stands for the units.
    """
    units = unit_columns(texts, vocabulary)
    roles = {at: vocabulary.words.role(text.split(" / ")[-1]) for at, text in texts.items()}
    if not units:
        return BlockMeaning("none", None, {})
    own = next((at for at in units if " / " not in texts[at]), units[0])
    said = {at: _said_across(text, vocabulary.criteria.is_known, vocabulary) for at, text in texts.items() if at > own}
    across = {at: one for at, one in said.items() if one and roles.get(at) is None}
    across = across if marked & set(across) else {}
    meanings = {at: meant for at, text in texts.items() if (meant := vocabulary.words.column("results", text))}
    unit = HeadingMeaning(schema().tables["results"].columns["unit"])
    columns = {own: unit, **_beside(meanings, across)}
    totals, numbers = (frozenset(at for at, role in roles.items() if role == name) for name in ("total", "number"))
    return BlockMeaning("matrix", "results", columns, across, {}, totals, numbers)


def _names_criteria(lines: list[str], vocabulary: Vocabulary) -> bool:
    """Whether some texts name a criteria set, or say the word for a criterion."""
    if vocabulary.criteria.named_in("\n".join(lines)):
        return True
    words = [f" {word} " for word in vocabulary.words.headings_of("results", "criterion")]
    return any(word in f" {folded(line)} " for line in lines for word in words)


def _only_column(
    texts: dict[int, str], matrix: BlockMeaning, marked: frozenset[int], listed: BlockMeaning, vocabulary: Vocabulary
) -> BlockMeaning | None:
    """The list of results whose only column of marks is headed `Đạt`: they are of what the title names."""
    result = schema().tables["results"].columns["result"]
    at = min(marked)
    if len(marked) > 1 or matrix.across or mark_of(texts.get(at, ""), result, vocabulary) != "met":
        return None
    return replace(listed, columns={**listed.columns, at: HeadingMeaning(result)}, ticks={})


def form_of(
    sheet: RawSheet, headings: Sequence[int], texts: dict[int, str], vocabulary: Vocabulary
) -> BlockMeaning | None:
    """The results of criteria in a form, under whatever headings: of several columns, of who assessed them, and of one
    under a strange heading, which may be what is required, it is asked.
    """
    marked, table = sorted(marked_beside_criteria(sheet, headings, texts, vocabulary)), schema().tables["results"]
    if not marked:
        return None
    listed = as_list(texts, table, vocabulary)
    if len(marked) == 1:
        return replace(listed, ticks={})
    columns = {**listed.columns, marked[0]: HeadingMeaning(table.columns["result"])}
    return replace(listed, columns=columns, doubled=(*listed.doubled, *marked[1:]), ticks={})


def _fit(meaning: BlockMeaning, table: Table) -> tuple[int, int]:
    """How well a table fits: columns that are its own, and how many of them it needs."""
    columns = [meant.column for meant in meaning.columns.values()]
    ticked = 1 if meaning.ticks else 0
    needed = sum(column.required for column in columns)
    identified = needed or any(column.name in table.key or column.references for column in columns)
    return (len(columns) + ticked, needed) if identified else (0, 0)


def as_list(
    texts: dict[int, str], table: Table, vocabulary: Vocabulary, measured: tuple[str, ...] = ()
) -> BlockMeaning:
    """The columns of a table under these headings; a heading that stands for a column already taken is told.

    `measured` are the units of the figures, where lines above the table name them.
    """
    of_units = {at for at, text in texts.items() if is_unit_column(table, text, vocabulary)}
    others = {at: text for at, text in texts.items() if at not in of_units}
    columns, doubled = _columns_under(others, lambda text: vocabulary.words.column(table.name, text, measured))
    roles = {at: vocabulary.words.role(text) for at, text in texts.items() if at not in columns and at not in doubled}
    numbers = frozenset(at for at in roles if vocabulary.words.role(texts[at].split(" / ")[-1]) == "number")
    totals = frozenset(at for at, role in roles.items() if role == "total")
    ticks, ticked = _ticks(texts, table, vocabulary, columns)
    kept = {position: meant for position, meant in columns.items() if position not in ticks}
    doubled = [position for position in doubled if position not in ticks]
    own = {folded(heading) for heading in schema().extra_headings.values()}
    aside = frozenset(at for at, text in texts.items() if folded(text) in own) | (of_units - set(ticks))
    return BlockMeaning("list", table.name, kept, {}, ticks, totals, numbers, (), tuple(doubled), ticked, aside)


def is_unit_column(table: Table, heading: str, vocabulary: Vocabulary) -> bool:
    """Whether a heading is that of the units of a table's figures, where these can be in several."""
    own, words = heading.split(" / ")[-1], vocabulary.words
    return bool(table.measured) and words.role(own) == "money_unit" and words.column(table.name, own) is None


def own_block(sheet: RawSheet, table: Table) -> TableBlock | None:
    """A table's own sheet below the row that holds most of its headings, and at least half of those it needs.

    Only the table's own headings count, and no other way to write them.
    """
    needed, most, best = sum(column.required for column in table.columns.values()), 0, None
    for row, cells in enumerate(sheet.rows[:_SEARCHED]):
        texts = {at: cell for at, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}
        columns, doubled = _columns_under(
            texts, lambda text: HeadingMeaning(column) if (column := table.column_of(text)) else None
        )
        if len(columns) > most and 2 * sum(meant.column.required for meant in columns.values()) >= needed:
            meaning = BlockMeaning("list", table.name, columns, doubled=tuple(doubled))
            most, best = len(columns), TableBlock(sheet, 0, (row,), texts, "", len(sheet.rows), meaning)
    return best


def _columns_under(
    texts: dict[int, str], meaning_of: Callable[[str], HeadingMeaning | None]
) -> tuple[dict[int, HeadingMeaning], list[int]]:
    """The column of each heading that has one, and the headings that stand for a column already taken."""
    columns: dict[int, HeadingMeaning] = {}
    doubled = []
    for position, text in texts.items():
        meant = meaning_of(text)
        if meant and any(meant.column == other.column for other in columns.values()):
            doubled.append(position)
        elif meant:
            columns[position] = meant
    return columns, doubled


def _ticks(
    texts: dict[int, str], table: Table, vocabulary: Vocabulary, columns: dict[int, HeadingMeaning]
) -> tuple[dict[int, str], str]:
    """Columns headed by the words of a value each, one of which is ticked, and the column that they stand for.

    `Đạt` and `Chưa đạt` of the result, `Mức độ 1` and `Mức độ 2` of a number.
    """
    result = table.columns.get("result")
    for column in [*([result] if result else []), *table.columns.values()]:
        said = {
            at: mark_of(text, column, vocabulary)
            if column is result
            else vocabulary.words.number(column, text.split(" / ")[-1])
            for at, text in texts.items()
        }
        ticks = {at: value for at, value in said.items() if value is not None}
        given = {meant.column.name for at, meant in columns.items() if at not in ticks}
        if len(set(ticks.values())) >= 2 and column.name not in given:
            return ticks, column.name
    return {}, "result"


def mark_of(heading: str, column: Column, vocabulary: Vocabulary) -> str | None:
    """The result that a heading's last part names with a word of the column: not with a sign, a level or a caveat."""
    last = heading.split(" / ")[-1]
    if vocabulary.words.numbers_beside(column, last) or vocabulary.words.caveat(column, last):
        return None
    return vocabulary.words.listed(column, last) if len(last) > 1 and not last.isdigit() else None


def _matrix(texts: dict[int, str], vocabulary: Vocabulary) -> BlockMeaning | None:
    """Places down and criteria across, or the other way round."""
    numbers = {position for position, text in texts.items() if vocabulary.words.role(text) == "number"}
    totals = {position for position, text in texts.items() if vocabulary.words.role(text.split(" / ")[-1]) == "total"}
    rest = {position: text for position, text in texts.items() if position not in numbers | totals}
    meanings = {at: meant for at, text in rest.items() if (meant := vocabulary.words.column("results", text))}
    places = vocabulary.places

    def may_be_place(text: str) -> bool:
        return bool(places.code(text) or places.shortened(text))  # what is short for one is asked

    for down, is_across in (("unit", vocabulary.criteria.is_known), ("criterion", may_be_place)):
        heads = [at for at, meant in meanings.items() if meant.column.name == down]
        if not heads:
            continue
        own = next((at for at in heads if " / " not in rest[at]), heads[0])
        across = {
            position: said
            for position, text in rest.items()
            if position > own and (said := _said_across(text, is_across, vocabulary))
        }
        after = sum(position > own for position in rest)
        enough = 3 if down == "unit" else 2  # of five: a number may head anything, a place's name is one
        of_one_set = vocabulary.criteria.most_in_one_set([text for text, _ in across.values()])
        is_one_set = down == "criterion" or 5 * of_one_set >= 4 * len(across)
        if len(across) >= 2 and 5 * len(across) >= enough * after and is_one_set:
            columns = {own: meanings[own], **_beside(meanings, across)}
            return BlockMeaning("matrix", "results", columns, across, {}, frozenset(totals), frozenset(numbers))
    return None


def _beside(meanings: dict[int, HeadingMeaning], across: Collection[int]) -> dict[int, HeadingMeaning]:
    """The columns of a matrix that say something of all results in a row."""
    beside = ("basis", "decision", "source", "confidence")
    return {at: meant for at, meant in meanings.items() if at not in across and meant.column.name in beside}


def _said_across(
    text: str, is_across: Callable[[str], object], vocabulary: Vocabulary
) -> tuple[str, str | None] | None:
    parts, result = text.split(" / "), schema().tables["results"].columns["result"]
    if vocabulary.words.listed(result, parts[-1]) and vocabulary.words.caveat(result, parts[-1]):
        return None  # Giao thông / Đạt (dự kiến)
    mark = mark_of(text, result, vocabulary) if len(parts) > 1 else None
    candidates: Iterable[str] = parts[:-1][::-1] if mark else [text, *parts[::-1]]
    said = next((part for part in candidates if is_across(part)), None)
    return (said, mark) if said else None


def tell_headings(
    block: TableBlock,
    is_ignored: bool = False,
    marks: int = 0,
    known: str = "–",
    levels: str = "",
    named: Collection[int] = (),
) -> None:
    """Tell that a block is left out or open; of a table, each heading that stands twice or for none of its columns, but
    for those `named` by a question.

    A block without a table is left out because the analyst said so, or although it holds `marks`: results of units, or
    under the `levels` of schools those of some schools of units. `known` are those of its headings that some table has.
    """
    meaning = block.meaning
    if meaning.table is None:
        if is_ignored:
            block.tell("block_ignored", *block.corner)
        elif marks and levels:
            columns = schema().tables["schools"].columns
            needed = " · ".join(columns[name].heading for name in ("name", "level", "unit", "result"))
            block.tell("schools_by_level", *block.corner, count=str(marks), levels=levels, columns=needed)
        elif marks:
            results = schema().tables["results"].sheet
            block.tell("marks_not_read", *block.corner, count=str(marks), results=results)
        elif not meaning.tables and not _is_table(block):
            block.tell("lines_not_understood", *block.corner)
        elif meaning.tables:
            asked = which_table(block)
            block.tell("which_table", *block.corner, None, asked, options=", ".join(asked.readings))
        else:
            headings = " · ".join(block.texts.values())
            block.tell("block_not_understood", *block.corner, headings=headings[:_SHOWN], known=known)
        return
    for position, text in block.texts.items():
        if position in meaning.doubled or position not in {*meaning.used, *named}:
            code = "heading_twice" if position in meaning.doubled else "unknown_heading"
            block.tell(code, block.headings[-1], position, text, value=text)


def which_table(block: TableBlock) -> Asked:
    """The question which of several tables a block is, by its headings; the readings are their sheets."""
    written = canonical(f"{block.sheet.name}: {' · '.join(block.texts.values())}")
    return Asked("table", written[:_SHOWN], tuple(schema().tables[name].sheet for name in block.meaning.tables))


def _is_table(block: TableBlock) -> bool:
    """Whether a block that was not understood looks like a table, and not like a cover or a remark."""
    below = block.sheet.rows[block.headings[-1] + 1 : block.last]
    return len(block.texts) >= 3 and sum(sum(cell != "" for cell in row) >= 3 for row in below) >= 2
