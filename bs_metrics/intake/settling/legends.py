"""What a file itself says that its marks mean: a legend above or below the table, in a heading, on the same sheet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bs_metrics.contract.cells import as_seen, is_unticked
from bs_metrics.contract.findings import Asked, in_short
from bs_metrics.contract.schema import Column, schema
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.block_rows import result_of
from bs_metrics.intake.blocks.shared_cells import fill_dittos
from bs_metrics.intake.stated_day import DATED
from bs_metrics.intake.vocabulary.synonyms import Synonyms
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.intake.vocabulary.writing import any_of, trimmed, words_only
from bs_metrics.text import canonical, folded

TICK = "tick"  # kind of the questions
_DIGITS = ("0", "1")
_SIGN = 4  # letters of a mark at most; a longer one is a word that needs no legend
_SIGNS = 30  # more are no marks
_LINES = 200  # that are looked at: what follows a signature may be anything


def marked(block: TableBlock, of_counts: bool = False) -> list[int]:
    """The columns of results, and with `of_counts` those of how many there are."""
    names = ("result", "met") if of_counts else ("result",)
    own = [at for at, meant in block.meaning.columns.items() if meant.column.name in names]
    return sorted({*own, *block.meaning.across, *block.meaning.ticks})


def signs_in(block: TableBlock) -> list[str]:
    """The short marks that stand for results, each once, in their folded form."""
    columns, rows = marked(block), block.sheet.rows
    cells = {rows[row][at] for row in block.rows for at in columns}  # of a large table few are different
    short = (cell for cell in cells if is_unticked(cell) or 0 < len(as_seen(cell)) <= _SIGN)
    signs = sorted({sign for cell in short if (sign := folded(as_seen(cell)))})
    return signs if len(signs) <= _SIGNS else []


def legends(line: str, signs: Sequence[str], words: Synonyms) -> dict[str, str]:
    """What a line says that some marks mean: `Ghi chú: Đ - đang làm; KĐ = không đạt`.

    A digit has to begin the line or a part of it, but for a word before it where a word follows (`số 0 là không xét`):
    `Biểu 1: kết quả` says nothing of a 1.
    """
    if not signs:
        return {}
    joining = any_of(words.phrases.of("legend"))
    worded = rf"\s*=\s*|\s+(?:{joining})\s+" if joining else r"\s*=\s*"
    between = rf"\s*:\s*|\s*[–—]\s*|\s+-\s+|{worded}"
    found: list[tuple[int, int, str]] = []
    for sign in signs:
        own = rf"[\"“«'(]?{re.escape(sign)}[\"”»')]?"
        pattern = rf"(?:^|(?<![\w+])){own}(?:{between})(?=[^\W\d_])"
        if sign.isdigit():
            begins = r"(?:^|[;,.:(\[/\n])\s*"
            pattern = rf"{begins}(?:{own}(?:{between})|[^\W\d_]+\s+{own}(?:{worded}))(?=[^\W\d_])"
        found += [(one.start(), one.end(), sign) for one in re.finditer(pattern, folded(line))]
    said: dict[str, str] = {}
    found.sort()
    for number, (_, end, sign) in enumerate(found):
        stop = found[number + 1][0] if number + 1 < len(found) else None
        meaning = re.split(r"[;\n]", folded(line)[end:stop])[0].strip(" ,.()[]–-\"“”«»'")
        said.setdefault(sign, meaning)
    return {sign: meaning for sign, meaning in said.items() if meaning}


def lines_beside(block: TableBlock, blocks: Iterable[TableBlock]) -> list[str]:
    """The lines that may hold a legend: titles, what stands below and beside the tables of the sheet, headings, how to
    fill in, notes and text boxes; and the parts of the file that are no table. A sign and its meaning may have a cell
    each.
    """
    lines = [line for note in block.sheet.notes.values() for line in note.splitlines()][:_LINES]
    for one in blocks:
        is_table = one.meaning.table is not None
        rows = (
            (*one.title_rows, *one.hints, *one.below, *one.sections)
            if is_table
            else range(one.headings[0], min(one.last, _LINES))
        )
        for row in rows if one.sheet.name == block.sheet.name or not is_table else ():
            cells = [text for cell in one.sheet.rows[row] if (text := canonical(as_seen(cell)))]
            pairs = ((sign, said) for sign, said in pairwise(cells) if len(sign) <= _SIGN and not sign.isdigit())
            lines += [*cells, *(f"{sign}: {said}" for sign, said in pairs)]
    beside = {cell for at in block.unused for row in block.rows if isinstance(cell := block.sheet.rows[row][at], str)}
    return list(dict.fromkeys([*lines, *sorted(beside)[:_LINES], *block.texts.values()]))[: 3 * _LINES]


def settle_dittos(block: TableBlock, blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> None:
    """Read the marks for `as above` but for those that the file itself gives another meaning."""
    words = vocabulary.words
    if any(meant.column.type == "layout_word" for meant in block.meaning.columns.values()):
        return  # a table of such words
    cells = {cell for row in block.rows for cell in block.sheet.rows[row] if isinstance(cell, str)}
    signs = {cell: folded(trimmed(cell)) for cell in cells if words.phrases.is_ditto(cell)}
    if signs:
        said = [legends(line, sorted({*signs.values()}), words) for line in lines_beside(block, blocks)]
        others = {sign for each in said for sign, meaning in each.items() if not words.phrases.is_ditto(meaning)}
        fill_dittos(block, {cell for cell, sign in signs.items() if sign not in others}, vocabulary)


def settle_legends(block: TableBlock, blocks: Sequence[TableBlock], vocabulary: Vocabulary) -> TableBlock:
    """The block with its marks read by the legend; asked where it gives a mark another meaning than the usual one."""
    if block.meaning.table not in DATED:
        return block
    signs, words = signs_in(block), vocabulary.words
    said: dict[str, str] = {}
    for line in lines_beside(block, blocks) if signs else ():
        said = legends(line, signs, words) | said
    column = block.table.columns.get("result") or schema().tables["results"].columns["result"]
    meant: dict[str, str] = {}
    for sign, text in said.items():
        usual, own = result_of(block, sign, vocabulary), meaning_of(text, column, words)
        # The legend of a row of numbers names criteria or units.
        is_name = vocabulary.criteria.is_known(text) or vocabulary.places.code(text)
        if (own == usual and own) or (own is None and is_name):
            if own and sign.isdigit():
                meant[sign] = own  # said, so it is not asked
            continue
        places = ((row, at) for row in block.rows for at in marked(block))
        first = next((row, at) for row, at in places if folded(as_seen(block.sheet.rows[row][at])) == sign)
        place = (*first, block.texts.get(first[1]))
        if usual is None and own:
            meant[sign] = own
            seen = as_seen(block.sheet.rows[first[0]][first[1]])
            block.tell("legend_read", *place, value=seen, text=text, word=words.lists["result"].word(own, "vi"))
            continue
        readings = tuple(code for code in words.lists["result"].words if own is None or code in (own, usual))
        question = Asked(TICK, in_short(f"{sign}: {text}"), readings)
        answer = vocabulary.choices.answers(TICK).get(question.written)
        code = "tick_settled" if answer in readings else "what_tick_means"
        block.tell(code, *place, question, value=as_seen(block.sheet.rows[first[0]][first[1]]), text=text)
        if answer in readings:
            meant[sign] = str(answer)
        elif usual is None:
            meant[sign] = "unknown"  # nothing more is asked of it
    for one, other in (_DIGITS, _DIGITS[::-1]) if set(_DIGITS) <= {*signs} else ():  # of two, one alone is turned
        if other not in said and meant.get(one) == result_of(block, other, vocabulary) is not None:
            meant[other] = str(result_of(block, one, vocabulary))
    return _meaning(block, meant, vocabulary) if meant else block


def meaning_of(text: str, column: Column, words: Synonyms) -> str | None:
    """The result that the words of a legend say: `xã chưa đạt` is not met; none for a plan or what says nothing."""
    if words.caveat(column, text):
        return None
    if own := words.listed(column, text):
        return own
    said = f" {words_only(folded(text))} "
    written = {code: words.written_for("result", code) for code in words.lists["result"].words}
    written["not_met"] = [one for one in written["not_met"] if " " in one]  # a bare denial denies what follows it
    held = {
        code: max((len(one) for one in some if len(one) > 2 and f" {words_only(one)} " in said), default=0)
        for code, some in written.items()
    }
    best = max(held, key=lambda code: held[code])
    return best if held[best] and not words.phrases.held("caveat", text) else None


def _meaning(block: TableBlock, meant: Mapping[str, str], vocabulary: Vocabulary) -> TableBlock:
    """The block with the words of what its marks mean in their place."""
    rows, listed = list(block.sheet.rows), vocabulary.words.lists["result"]
    for row in block.rows:
        for at in marked(block):
            if code := meant.get(folded(as_seen(block.sheet.rows[row][at]))):
                rows[row] = rows[row].copy() if rows[row] is block.sheet.rows[row] else rows[row]
                rows[row][at] = listed.word(code, "vi")
    return replace(block, sheet=replace(block.sheet, rows=rows))
