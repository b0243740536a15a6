"""Remarks beside and below results and figures: those that take something back, and those that nobody understands."""

import re
from collections.abc import Iterable

from bs_metrics.contract.bounds import grouped
from bs_metrics.contract.cells import as_seen
from bs_metrics.contract.checks import day_in
from bs_metrics.contract.findings import in_short
from bs_metrics.contract.schema import schema
from bs_metrics.contract.sheet import address
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.blocks.counts import totals_of
from bs_metrics.intake.settling.legends import legends, marked, signs_in
from bs_metrics.intake.stated_day import DATED, known_until, last_day
from bs_metrics.intake.vocabulary.periods import to_come, without_periods
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical, folded
from bs_metrics.words import LANGUAGES, words

PLANNED = (*DATED, "mobilisation")  # tables whose figures may be of a plan
TOLD = (*PLANNED, "units", "targets")  # and those that a remark beside a row may deny all the same
_OWN = ("note", "obstacle", "reason")  # columns of a table that hold remarks
_DOCUMENT = re.compile(r"\d+\s*/[^\s;,]*[^\W\d_]{2}")  # 320/QĐ-TTg
_FOOTNOTE = re.compile(r"\(?(?:\*+|\d{1,2})\)|\*")
_RATIO = re.compile(r"(?<![\d/.,])(\d{1,6})\s*/\s*(\d{1,6})\s+([^\W\d_].*)")
_NAMED, _SHOWN = 5, 60  # cells of a warning, letters of each
_READ = 1000  # different texts of a column that are looked into
_Places = list[tuple[int, int]]


def may_take_back(block: TableBlock, row: int, vocabulary: Vocabulary) -> bool:
    """Whether there is anything that a remark in a row could take back: what is not met anyway is none."""
    cells = [block.sheet.rows[row][at] for at in marked(block)] if row in block.rows else []
    said = {result_of(block, cell, vocabulary) for cell in cells if cell != ""}
    return said != {"not_met"} or bool(block.meaning.ticks)  # a cross in one of two columns may mean either


def tell_remarks(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Warn of remarks beside and below results, and of notes of cells, that speak of a plan or take something back;
    of results beside a day until which they held and that is over; and once a column of all that is not understood.
    """
    if block.meaning.table not in TOLD:
        return
    if block.meaning.table in PLANNED:
        _tell_ratios(block, vocabulary)
    phrases, rows = vocabulary.words.phrases, block.sheet.rows
    is_dated = block.meaning.table in DATED  # amounts may be estimates, and say so
    loose = [at for at in range(len(rows[block.headings[-1]])) if at not in block.meaning.used]
    own = [at for at, meant in block.meaning.columns.items() if meant.column.name in _OWN and is_dated]
    places = [(row, at) for row in block.rows for at in loose]
    for at in own:
        known = _known(block, at, vocabulary)
        places += [(row, at) for row in block.rows if canonical(as_seen(rows[row][at])) not in known]
    places += [(row, at) for row in (block.below if is_dated else ()) for at in range(len(rows[row]))]
    texts = {text for row, at in places if isinstance(text := rows[row][at], str) and text}  # of many rows few differ
    said = {text: _said(text, vocabulary) for text in texts}
    odd_texts = {text for text, own in said.items() if phrases.held("caveat", own) or phrases.held("plan", own)}
    signs = signs_in(block) if texts else []
    odd_texts -= {text for text in odd_texts if legends(text, signs, vocabulary.words)}
    odd = [(row, at) for row, at in places if rows[row][at] in odd_texts and may_take_back(block, row, vocabulary)]
    told = {*block.rows, *block.headings, *block.title_rows}
    heads = [words("annotate.head", language) for language in LANGUAGES]
    noted = dict[tuple[int, int], str]()  # what no warning of its own tells
    for (row, at), written in sorted(block.sheet.notes.items()):
        note = min((written.partition(head)[0] for head in heads), key=len)  # without what we noted earlier
        if row in told and (phrases.held("caveat", note) or phrases.held("plan", note)):
            meant = block.meaning.columns.get(at)
            if meant is None or meant.column.notes["vi"] not in canonical(note):  # as the template has it
                heading, shown = block.texts.get(at), {"value": canonical(note), "cells": address(row, at)}
                block.tell("remark_with_caveat", row, at, heading, **shown)
        elif row in block.rows and at in block.meaning.used and at not in own:
            noted[row, at] = note.partition(":\n")[2] or note  # without who wrote it
    if odd:
        _tell_remark(block, odd, as_seen(rows[odd[0][0]][odd[0][1]]))
    for at in (at for at in loose if phrases.held("until", block.texts.get(at, ""))):
        last = known_until(block, vocabulary)
        days = {row: day for row in block.rows if (day := day_in(as_seen(rows[row][at])))}
        over = [(row, at) for row in days if last and days[row] < last and may_take_back(block, row, vocabulary)]
        if over:
            _tell_remark(block, over, f"{block.texts[at]}: {as_seen(rows[over[0][0]][at])}")
    left = [place for place in places if rows[place[0]][place[1]] not in odd_texts]
    _tell_strange(block, left, noted, signs, vocabulary)


def _tell_ratios(block: TableBlock, vocabulary: Vocabulary) -> None:
    """Warn of each count of a known total in a line above or below a table, where no such figure is known yet."""
    lines = [(row, at, line, ratio) for row, at, line in block.lines_around for ratio in _RATIO.finditer(line)]
    if not lines:
        return
    measures, reported = vocabulary.frame("measures"), vocabulary.frame("reported_totals")
    known = set(reported[["measure", "met", "total"]].dropna().itertuples(index=False, name=None))
    totals = {measure: totals_of(measure, vocabulary) for measure in measures["id"]}
    for row, at, line, ratio in lines:
        met, total, behind = int(ratio[1]), int(ratio[2]), folded(ratio[3])
        own = [one for one in measures.to_dict("records") if total in totals[one["id"]] and met <= total]
        own = [one for one in own if behind.startswith(folded(str(one["noun"])))]
        if own and not any((one["id"], met, total) in known for one in own):
            named = " · ".join(one["name"] for one in own)
            block.tell("ratio_in_line", row, at, value=f"{met}/{total}", line=in_short(canonical(line)), named=named)


def _tell_remark(block: TableBlock, places: _Places, value: str) -> None:
    cells = ", ".join(address(*place) for place in places[:_NAMED]) + (", …" if len(places) > _NAMED else "")
    block.tell("remark_with_caveat", *places[0], value=value, cells=cells)


def _tell_strange(
    block: TableBlock,
    places: Iterable[tuple[int, int]],
    noted: dict[tuple[int, int], str],
    signs: list[str],
    vocabulary: Vocabulary,
) -> None:
    """One warning for each column of remarks or notes of cells, and one for what stands below, with what is not
    understood of it."""
    read = {one: True for _, one in block.remarks.values()}  # told with the mark that points at it
    columns = {at for at in {at for _, at in places} if _holds_remarks(block, at, vocabulary)}
    strange: dict[int, _Places] = {}
    said = {(row, at): block.sheet.rows[row][at] for row, at in places} | noted
    for (row, at), text in said.items():
        is_below = row not in block.rows
        if not isinstance(text, str) or not text.strip() or not (is_below or at in columns or (row, at) in noted):
            continue
        if is_below and not (_FOOTNOTE.match(text.strip()) or _said(text, vocabulary) != text):
            continue
        if (text := canonical(text)) not in read:
            read[text] = len(read) < _READ and _is_plain(text, block, signs, vocabulary)
        if not read[text] and (is_below or _is_beside_figures(block, row, vocabulary)):
            strange.setdefault(-1 if is_below else at, []).append((row, at))
    for at, some in strange.items():
        shown = [f"{address(*one)} «{canonical(str(said[one]))[:_SHOWN]}»" for one in some[:_NAMED]]
        context = {"cells": "; ".join(shown) + ("; …" if len(some) > _NAMED else ""), "count": grouped(len(some))}
        block.tell("remarks_not_understood", *some[0], block.texts.get(at), value=block.texts.get(at) or "–", **context)


def _holds_remarks(block: TableBlock, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a column is one of remarks or obstacles by its heading, or has none."""
    words, heading = vocabulary.words, block.texts.get(at, "")
    if at in block.meaning.columns or not heading.strip():
        return True
    meant = (words.column(table, heading) for table in schema().tables)
    is_own = any(one and one.column.name in _OWN for one in meant)
    return is_own or words.role(heading) == "remark" or bool(words.phrases.held("lack", heading))


def _is_beside_figures(block: TableBlock, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row has a mark, not only of what is not met, or a figure."""
    figures = [at for at, meant in block.meaning.columns.items() if meant.column.name in block.table.figures]
    filled = any(as_seen(block.sheet.rows[row][at]).strip() for at in {*figures, *marked(block)})
    return filled and may_take_back(block, row, vocabulary)


def _known(block: TableBlock, at: int, vocabulary: Vocabulary) -> set[str]:
    """What the table's own column of remarks holds already: nothing new is said by it."""
    known = vocabulary.frame(block.table.name)[block.meaning.columns[at].column.name]
    return set(known.dropna().map(canonical))


def _said(text: str, vocabulary: Vocabulary) -> str:
    """A remark without the word that it begins with: `Ghi chú: đã kiểm tra`."""
    return text.partition(":")[2] if ":" in text and vocabulary.words.role(text) == "remark" else text


def _is_plain(text: str, block: TableBlock, signs: list[str], vocabulary: Vocabulary) -> bool:
    """Whether a remark changes nothing: a number, a day, a document, a source, a known name, a legend, a usual word."""
    words, said = (
        vocabulary.words,
        canonical(_FOOTNOTE.sub("", _said(text, vocabulary).strip(), count=1)).strip(" .:-–"),
    )
    head = words.column(block.table.name, text.partition(":")[0]) if ":" in text else None
    is_source = bool(head and head.column.name == "source")
    if is_source or not any(one.isalpha() for one in said) or len(said) == 1 or words.phrases.are("usual", said):
        return True
    if _DOCUMENT.search(said) or legends(text, signs, words):
        return True
    if vocabulary.places.code(said) or vocabulary.criteria.is_known(said):
        return True
    if words.listed(schema().tables["results"].columns["result"], said) == "met":
        return True
    rest = without_periods(said, words)  # says nothing but of when: `Số liệu đến tháng 8`
    return (not rest or words.phrases.are("usual", rest)) and not to_come(said, last_day(), words)
