"""What is said beside figures and makes them no results: a plan, what remains to do, another matter, a footnote."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.findings import Asked, in_short
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.block import BlockMeaning, TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.blocks.body import section_value
from bs_metrics.intake.blocks.shared_cells import with_remark
from bs_metrics.intake.settling.legends import lines_beside, marked, signs_in
from bs_metrics.intake.settling.remarks import PLANNED, may_take_back
from bs_metrics.intake.stated_day import DATED, last_day
from bs_metrics.intake.vocabulary.other_places import OtherPlaces
from bs_metrics.intake.vocabulary.periods import are_of_two, periods_in, to_come, without_periods
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import words_only
from bs_metrics.text import canonical, folded

PLAN, LOOK, PLACE, MERGER = WORDED = "plan", "look", "place", "merger"  # kinds of questions, answered in words
_TITLED = (*PLANNED, "units")  # and those that a title alone makes one: a footnote may well call a figure an estimate
AS_RESULT, AS_PLAN = "as_result", "as_plan"  # how the first two are answered
OURS, OF_OTHERS = "ours", "of_others"  # and the others
_DOCUMENT = re.compile(r"(?:\S+\s+){0,2}\S+\s+số\s*:?\s*\d+\s*/.*|\d+\s*/\s*\S+")  # Kế hoạch số 12/KH-UBND
_LETTERS_AND_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)")  # KH2025
_NAMED = 5  # cells of a warning


def settle_plans(block: TableBlock, blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> None:
    """Ask whether results under a title, heading or section of a plan are results; those that are none are left out.

    So are rows that a column of their own says to be of a plan.
    """
    if block.meaning.table not in _TITLED:
        return
    said_of_all = False
    for text, row, positions in [*sources(block), *_of_others(block, vocabulary)]:
        is_of_all = row is None and not positions
        is_later = not is_of_all and to_come(text, last_day(), vocabulary.words)  # a title may name a programme
        is_doubtful = row is not None and _takes_back(text, row, block, vocabulary)
        is_doubtful |= _is_of_else(text, positions, block, vocabulary)
        if (is_of_all and said_of_all) or not (is_later or is_doubtful or _is_plan(text, block, vocabulary)):
            continue  # the sheet's name and its title are one question
        said_of_all |= is_of_all
        if _answer(block, text, (block.corner if row is None else (row, 0)), vocabulary) == AS_PLAN:
            leave_out(block, row, positions)
        if block.meaning.table is None:
            return
    for text, is_of_plan in _on_looks(block, blocks, vocabulary):
        odd = _coloured(block)
        seen = _named(odd)
        if not is_of_plan and odd != []:
            block.tell("look_not_read", *(odd[0] if odd else block.corner), value=text, **seen)
        if is_of_plan and _answer(block, text, block.corner, vocabulary, "look_of_plan", LOOK, **seen) == AS_PLAN:
            leave_out(block, None, set())
            return
    for text, at in list(_verdicts_of_plans(block, vocabulary)):
        if _answer(block, text, (block.headings[-1], at), vocabulary) == AS_PLAN:
            leave_out(block, None, {at})
    for text, at, rows in list(_rows_of_plans(block, vocabulary)):
        if _answer(block, text, (rows[0], at), vocabulary) != AS_RESULT:
            block.rows[:] = [row for row in block.rows if row not in rows]  # those of a plan have the same keys


def settle_places(blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> None:
    """Ask whose figures a sheet has where a line around its tables names a place that is neither ours nor known."""
    places, found = OtherPlaces(vocabulary), dict[str, tuple[str, str, tuple[int, int]]]()
    for block in blocks:
        for row, at, line in (*block.lines_around, *_beside(block)):
            if block.sheet.name not in found and (strange := places.named_in(line)):
                found[block.sheet.name] = canonical(line), strange, (row, at)
    for block in (one for one in blocks if one.meaning.table in _TITLED and one.sheet.name in found):
        line, strange, place = found[block.sheet.name]
        if _answer(block, line, place, vocabulary, "whose_figures", PLACE, name=strange) == OF_OTHERS:
            leave_out(block, None, set())


def settle_mergers(blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> None:
    """Ask whether a table is of the units that the data have where a line or heading speaks of units after a merger."""
    for block in (one for one in blocks if one.meaning.table in _TITLED and one.meaning.table != "schools"):
        columns = [meant.column for meant in block.meaning.columns.values()]
        if not block.meaning.across and not any(
            one.table == "units" or one.references == "units.code" for one in columns
        ):
            continue
        heads = ((block.headings[-1], at, text) for at, text in block.texts.items())
        lines = (*block.lines_around, *heads, *_beside(block))
        merged = next((one for one in lines if vocabulary.words.phrases.held("merged", one[2])), None)
        if merged is None:
            continue
        text, place = canonical(merged[2]), merged[:2]
        if _answer(block, text, place, vocabulary, "units_of_a_merger", MERGER) == OF_OTHERS:
            leave_out(block, None, set())


def _beside(block: TableBlock) -> list[tuple[int, int, str]]:
    """What is printed on each page and the sheet's name, placed at the table's corner."""
    return [(*block.corner, line) for line in (*block.sheet.printed, block.sheet.name)]


def _answer(
    block: TableBlock,
    text: str,
    place: tuple[int, int],
    vocabulary: Vocabulary,
    code: str = "plan_or_result",
    kind: str = PLAN,
    **more: str,
) -> str | None:
    """What was answered of a text; it is asked, or told that it was. One text may give several kinds of doubt."""
    question = Asked(kind, in_short(text), (AS_RESULT, AS_PLAN) if kind in (PLAN, LOOK) else (OURS, OF_OTHERS))
    answer = vocabulary.choices.answers(kind).get(question.written)
    is_answered = answer in question.readings
    if is_answered:
        block.tell("plan_settled", *place, None, question, value=text)
    else:
        block.tell(code, *place, None, question, value=text, **more)
    return answer if is_answered else None


def _coloured(block: TableBlock) -> list[tuple[int, int]] | None:
    """The cells of results and figures in another colour than most of them; none where not all colours are known."""
    sheet, own = block.sheet, block.meaning.columns.items()
    figures = {at for at, meant in own if meant.column.name in block.table.figures}
    if sheet.colours is None:
        return None
    places = [(row, at) for row in block.rows for at in sorted({*marked(block), *figures})]
    colours = {place: sheet.colours.get(place) or sheet.fills.get(place, "") for place in places}
    usual = max(Counter(colours.values()).items(), key=lambda one: one[1], default=("", 0))[0]
    return [place for place, colour in colours.items() if colour != usual]


def _named(cells: list[tuple[int, int]] | None) -> dict[str, str]:
    """Some cells as a finding names them, the first by their addresses, and how many there are."""
    if cells is None:
        return {"cells": "?", "count": "?"}
    first = ", ".join(address(*place) for place in cells[:_NAMED]) + (", …" if len(cells) > _NAMED else "")
    return {"cells": first or "–", "count": grouped(len(cells))}


def _on_looks(block: TableBlock, blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> list[tuple[str, bool]]:
    """The lines beside and below results that explain a colour or a font, each with whether it gives that the meaning
    of a plan or of what is not met.
    """
    if block.meaning.table not in DATED:
        return []
    phrases, titles = vocabulary.words.phrases, {canonical(line) for line in block.title.splitlines()}
    denials = denials_of(vocabulary)
    lines = [canonical(line) for line in lines_beside(block, blocks) if phrases.held("look", line)]
    return [
        (
            line,
            bool(phrases.held("plan", line) or phrases.held("caveat", line) or denies(line, denials, vocabulary)),
        )
        for line in dict.fromkeys(lines)
        if line not in titles
    ]


def _rows_of_plans(block: TableBlock, vocabulary: Vocabulary) -> Iterator[tuple[str, int, list[int]]]:
    """The rows that a column which is not used says to be of a plan and nothing else: `Loại số liệu: Kế hoạch`."""
    phrases, rows = vocabulary.words.phrases, block.sheet.rows
    for at in block.unused:
        cells = {rows[row][at] for row in block.rows}  # of a large table few are different
        texts = {cell: canonical(cell) for cell in cells if isinstance(cell, str)}
        plans = {text for text in set(texts.values()) if phrases.held("plan", text)}
        for text in (one for one in sorted(plans) if phrases.are("plan", without_periods(one, vocabulary.words))):
            yield f"{block.texts[at]}: {text}", at, [row for row in block.rows if texts.get(rows[row][at]) == text]


def _verdicts_of_plans(block: TableBlock, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """The columns of results that say no period, beside figures of a period and a plan's of another: whose are they?"""
    words, texts = vocabulary.words, block.texts
    verdicts = [at for at, meant in block.meaning.columns.items() if meant.column.name == "result"]
    verdicts = [at for at in verdicts if not periods_in(texts[at], words)]
    plans = (
        [at for at in texts if words.phrases.all_held("plan", texts[at]) - words.phrases.of("aim")] if verdicts else []
    )
    others = [at for at in texts if at not in (*plans, *verdicts) and periods_in(texts[at], words)]
    for plan in plans:
        if any(are_of_two(texts[plan], texts[at], words) for at in others):
            yield from ((f"{texts[at]} ({texts[plan]})", at) for at in verdicts)
            return


def sources(block: TableBlock) -> Iterator[tuple[str, int | None, set[int]]]:
    """The texts that may say what marks are of: for all, for the rows from a section on, for some columns."""
    for line in (*block.title.splitlines(), *block.sheet.printed, block.sheet.name):
        yield canonical(line), None, set()
    for row, text in block.sections.items():
        yield canonical(text), row, set()
    grouped: dict[str, set[int]] = {}
    for at in marked(block, of_counts=True):
        for part in block.texts.get(at, "").split(" / ")[:-1]:
            grouped.setdefault(canonical(part), set()).add(at)
    for text, positions in grouped.items():
        yield text, None, positions


def _of_others(block: TableBlock, vocabulary: Vocabulary) -> Iterator[tuple[str, None, set[int]]]:
    """The lower headings of results that speak of another matter: `Kết quả / KĐCLGD`."""
    for at in marked(block):
        upper, _, last = block.texts.get(at, "").rpartition(" / ")
        if upper and vocabulary.words.phrases.held("other", last):
            yield canonical(last), None, {at}


def _is_plan(text: str, block: TableBlock, vocabulary: Vocabulary) -> bool:
    """Whether a text speaks of a plan, or of points above nothing but digits: not of an aim's results, nor a document.

    Results that are expected, or of what was registered, are asked of all the same: `Kết quả rà soát xã đăng ký đạt`.
    """
    said, words = words_only(folded(_LETTERS_AND_DIGITS.sub(" ", _DOCUMENT.sub(" ", text)))), vocabulary.words
    meant = words.column("results", text)
    if words.phrases.held("points", said) or (meant and meant.column.name == "points"):
        return are_digits(block) and not block.meaning.across
    plans = words.phrases.all_held("plan", said)
    if not plans - words.phrases.of("aim"):
        phrase = max(plans, key=len, default=None)
        in_brackets = any(words.phrases.held("plan", part) for part in re.findall(r"\(([^()]*)\)", text))
        before = f" {said} ".partition(f" {phrase} ")[0]
        return bool(phrase) and (in_brackets or words.tables_in(before).isdisjoint(DATED))
    return True


def _is_of_else(text: str, positions: set[int], block: TableBlock, vocabulary: Vocabulary) -> bool:
    """Whether a text speaks of another matter, or above counts of what is not met or still to be done and of no more.

    A group of columns may be headed by a criterion.
    """
    phrases = vocabulary.words.phrases
    if block.meaning.table not in DATED or (positions and vocabulary.criteria.is_known(text)):
        return False
    if phrases.held("other", text):
        return True
    if not any(meant.column.name == "met" for meant in block.meaning.columns.values()):
        return False
    said = f" {words_only(folded(text))} "
    denials = [one for one in denials_of(vocabulary) if f" {one} " in said]
    for one in sorted(denials, key=len, reverse=True):
        said = said.replace(f" {one} ", " ")
    return bool(phrases.held("lack", text) or (denials and not phrases.held("said", said)))


def denials_of(vocabulary: Vocabulary) -> list[str]:
    """The ways of several words to write that something is not met."""
    return [words_only(one) for one in vocabulary.words.written_for("result", "not_met") if " " in one]


def _takes_back(text: str, row: int, block: TableBlock, vocabulary: Vocabulary) -> bool:
    """Whether a section leaves open or denies what marks below it say to be met: `Xã tự đánh giá, chưa thẩm tra`."""
    filled = {meant.column.name for meant in block.meaning.columns.values()}
    if section_value(block.table, filled, text, vocabulary) or block.meaning.table not in DATED:
        return False
    end = min((other for other in block.sections if other > row), default=block.last)
    if not any(may_take_back(block, at, vocabulary) for at in block.rows if row < at < end):
        return False
    denials = {words_only(one) for one in vocabulary.words.written_for("result", "not_met")}
    said = set(words_only(folded(text)).split())
    return bool(vocabulary.words.phrases.held("caveat", text) or said & denials)


def are_digits(block: TableBlock) -> bool:
    """Whether the marks of a block are digits alone, which may be points."""
    signs = signs_in(block)
    return bool(signs) and all(sign.isdigit() for sign in signs)


def settle_footnotes(block: TableBlock, vocabulary: Vocabulary) -> TableBlock:
    """The block, the remark that a row's mark points at beside the row's results where it speaks of a plan or takes
    something back: there it is asked. Of rows without results it is asked whether their figures are any.
    """
    phrases, rows = vocabulary.words.phrases, list(block.sheet.rows)
    if block.meaning.table not in PLANNED:
        return block
    places, left = marked(block), set[int]()
    for row, (at, remark) in block.remarks.items():
        if (
            at in places
            or row not in block.rows
            or not (phrases.held("plan", remark) or phrases.held("caveat", remark))
        ):
            continue
        results = [one for one in places if result_of(block, rows[row][one], vocabulary) == "met"]
        for one in results:
            rows[row] = rows[row].copy() if rows[row] is block.sheet.rows[row] else rows[row]
            rows[row][one] = with_remark(as_seen(rows[row][one]), remark)
        if (
            not places
            and _has_figures(block, row, vocabulary)
            and _answer(block, canonical(remark), (row, at), vocabulary) == AS_PLAN
        ):
            left.add(row)
    kept = [row for row in block.rows if row not in left]
    return replace(block, rows=kept, sheet=replace(block.sheet, rows=rows))


def _has_figures(block: TableBlock, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row of a table without results says more than that there is nothing; one without figures does."""
    columns = {at: meant.column for at, meant in block.meaning.columns.items()}
    figures = {at: column for at, column in columns.items() if column.name in block.table.figures}
    cells = ((column, as_seen(block.sheet.rows[row][at]).strip()) for at, column in figures.items())
    said = [vocabulary.words.number(column, text) or text for column, text in cells]
    return not said or any(one not in ("", "0") for one in said)


def leave_out(block: TableBlock, row: int | None, positions: set[int]) -> None:
    """Take no results from these columns, from a section's rows, or from the block."""
    meaning = block.meaning
    if positions:
        block.meaning = replace(meaning.without(positions), aside=meaning.aside | positions)
    elif row is not None:
        end = min((other for other in block.sections if other > row), default=block.last)
        block.rows[:] = [at for at in block.rows if not row < at < end]
    else:
        block.meaning = BlockMeaning("none", None, {})


def denies(text: str, phrases: list[str], vocabulary: Vocabulary) -> bool:
    """Whether a text says that something is not met, or speaks of what is lacking and not of results as well."""
    if any(f" {phrase} " in f" {words_only(folded(text))} " for phrase in phrases):
        return True
    return bool(vocabulary.words.phrases.held("lack", text)) and "results" not in vocabulary.words.tables_in(text)
