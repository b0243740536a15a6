"""Several columns that name the criterion of a row: its number and its name are one, and its item's goes before."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import permutations

from bs_metrics.contract.cells import as_seen
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary

_BARE = re.compile(r"\d{1,3}")
_HALF = 0.5
SAME, ABOVE, BELOW, APART = "same", "above", "below", "apart"
_Codes = dict[int, dict[int, str]]  # by column and row


def finest(block: TableBlock, columns: Sequence[int], vocabulary: Vocabulary) -> tuple[int, list[int]] | None:
    """The column of the finest criteria, where all others say the same criteria or those that these belong to; and the
    columns of bare numbers that are none, such as how many items each has. None where that is open.
    """
    cells = {
        at: {row: said for row in block.rows if (said := as_seen(block.sheet.rows[row][at]).strip())} for at in columns
    }
    criteria = vocabulary.criteria
    sets = criteria.named_in("\n".join([block.sheet.name, block.title])) or list(criteria.codes)
    read = {of_set: _coded(cells, of_set, vocabulary) for of_set in sets}
    of_set = max(read, key=lambda one: sum(map(len, read[one].values())))
    codes = {at: some for at, some in read[of_set].items() if 2 * len(some) >= len(cells[at]) > 0}
    parents = _parents(of_set, vocabulary)
    bare = {at for at in columns if cells[at] and all(map(_BARE.fullmatch, cells[at].values()))}
    named = [at for at in codes if at not in bare]
    counts = [at for at in codes if at in bare and any(_apart(codes, at, one, parents) > _HALF for one in named)]
    left = [at for at in codes if at not in counts]
    told = {pair: _relation(codes, *pair, parents) for pair in permutations(left, 2)}
    fine = [at for at in left if all(told[other, at] in (SAME, ABOVE) for other in left if other != at)]
    if len(columns) < 2 or not fine or not named:
        return None
    return max(fine, key=lambda at: (len(codes[at]) == len(cells[at]), at in named)), counts


def _coded(cells: _Codes, of_set: str, vocabulary: Vocabulary) -> _Codes:
    code = vocabulary.criteria.code
    return {
        at: {row: found for row, said in some.items() if (found := code(of_set, said))} for at, some in cells.items()
    }


def _parents(of_set: str, vocabulary: Vocabulary) -> dict[str, str]:
    frame = vocabulary.frame("criteria")
    rows = frame.loc[frame["set"] == of_set, ["code", "parent"]].dropna()
    return dict(rows.itertuples(index=False, name=None))


def _pairs(codes: _Codes, one: int, other: int, parents: dict[str, str]) -> Counter[str]:
    """How the criteria of one column stand to those of another in the rows that have both."""
    both = (row for row in codes[one] if row in codes[other])
    return Counter(_of_pair(codes[one][row], codes[other][row], parents) for row in both)


def _apart(codes: _Codes, one: int, other: int, parents: dict[str, str]) -> float:
    """In which share of the rows two columns say criteria that have nothing to do with each other."""
    found = _pairs(codes, one, other, parents)
    return found[APART] / max(found.total(), 1)


def _relation(codes: _Codes, one: int, other: int, parents: dict[str, str]) -> str:
    """How two columns stand to each other; apart unless all rows agree, but for those of the same criterion."""
    found = _pairs(codes, one, other, parents)
    kinds = set(found) - {SAME} or set(found)
    return next(iter(kinds)) if len(kinds) == 1 else APART


def _of_pair(one: str, other: str, parents: dict[str, str]) -> str:
    if one == other:
        return SAME
    return ABOVE if parents.get(other) == one else BELOW if parents.get(one) == other else APART
