"""A whole report checked: how many claims it makes, and every finding, certain ones first.

It is done beside the server, by the processes that read files, within their bounds: what goes there is text, the tables
that a check looks into, and the figures; what comes back is plain values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from bs_metrics.contract.bounds import Refused, grouped
from bs_metrics.contract.citations import Citation
from bs_metrics.contract.tables import Tables
from bs_metrics.readers.process import SHARED, Readers
from bs_metrics.readers.texts import Part
from bs_metrics.readers.wire import packed, unpacked
from bs_metrics.report_check.claims import said
from bs_metrics.report_check.data import against_data
from bs_metrics.report_check.dates import blanks, dates, own_day
from bs_metrics.report_check.document import Passage, cells, document
from bs_metrics.report_check.doubt import CERTAINTIES, Doubt
from bs_metrics.report_check.grids import grids
from bs_metrics.report_check.lexicon import lexicon_of
from bs_metrics.report_check.lists import lists
from bs_metrics.report_check.nouns import nouns
from bs_metrics.report_check.places import places
from bs_metrics.report_check.references import references
from bs_metrics.report_check.shares import carried_on, goes_on, shares
from bs_metrics.report_check.sums import sums
from bs_metrics.snapshots.snapshot import Snapshot

_CLAIMS = 10_000  # of a report: one of 200 pages has some 2,000
_UNUSED = ("results",)  # what a check never looks into, and the only table that is large
_FAULTS = ("not_a_workbook", "reader_ended")
_PLAIN = ("kind", "code", "certainty", "start", "end", "expected", "ratio", "value")


@dataclass(frozen=True)
class Checked:
    """How many claims a report makes, and what is to be said of them."""

    claims: int
    doubts: tuple[Doubt, ...]


def check_report(parts: Sequence[Part], current: Snapshot) -> Checked:
    """What a report claims, checked by itself and against one state of the data. Raises Refused for far too much."""
    lexicon, read = lexicon_of(current.tables), document(parts)
    own = own_day(read.head)
    heard = [said(passage, lexicon) for passage in read.passages]
    in_cells = [said(cell, lexicon) for grid in read.grids for cell in cells(grid)]
    in_lists = [said(passage, lexicon) for passage in read.lists]
    claims = sum(one.count for one in (*heard, *in_cells))
    if claims > _CLAIMS:
        raise Refused("report_too_many_claims", limit=grouped(_CLAIMS))
    found: list[Doubt] = [*blanks(read.passages)]
    is_own = lexicon.speaks_of(read.text)
    for one in (*heard, *in_cells):
        found += shares(one, lexicon)
        found += nouns(one, lexicon)
        found += dates(one, own, lexicon)
        if is_own:
            found += against_data(one, current.ratios, current.as_of, own, lexicon)
    for first, second in pairwise(read.passages):
        if goes_on(first, second):
            both = Passage(f"{first.text} {second.text}", "", first.paragraph, first.number)
            found += carried_on(said(both, lexicon), lexicon)
    for one in (*heard, *in_lists):
        found += lists(one, lexicon)
        found += sums(one, lexicon)
    found += references([*heard, *in_cells], lexicon, is_own)
    found += places([*read.passages, *(one.passage for one in in_cells)], lexicon)
    for grid in read.grids:
        found += grids(grid, lexicon)
    once: dict[tuple[object, ...], Doubt] = {}
    for doubt in found:  # a list that follows a colon is looked at with its sentence and without
        once.setdefault((doubt.code, doubt.printed, doubt.passage.paragraph, doubt.start), doubt)
    in_order = sorted(once.values(), key=lambda one: (one.passage.paragraph, one.passage.number, one.start))
    return Checked(claims, tuple(sorted(in_order, key=lambda one: CERTAINTIES.index(one.certainty))))


def check_apart(parts: Sequence[Part], current: Snapshot, readers: Readers = SHARED) -> Checked:
    """What `check_report` finds, in a process of its own. Raises Refused, also where it takes too much."""
    try:
        with readers.reader() as reader:
            claims, *found = [unpacked(message) for message in reader.run(check_messages, parts, _sent(current))]
    except Refused as refused:
        if refused.code == "too_heavy":
            raise Refused("report_check_too_heavy", **refused.context) from None
        if refused.code in _FAULTS:  # of this program: a text cannot be the cause
            raise RuntimeError(refused.code) from None
        raise
    return Checked(claims, tuple(_doubt(one, current) for one in found))


def check_messages(parts: Sequence[Part], current: Snapshot) -> Iterator[bytes]:
    """How many claims a report makes, then every finding, as messages. Raises Refused."""
    checked = check_report(parts, current)
    yield packed(checked.claims)
    yield from (packed(_plain(doubt)) for doubt in checked.doubts)


def _sent(current: Snapshot) -> Snapshot:
    """A snapshot without its past, without what a check never looks into and what cannot be sent."""
    frames = current.tables.frames
    kept = frames | {name: frames[name].iloc[:0] for name in _UNUSED}
    ratios = {id: replace(ratio, cite=tuple) for id, ratio in current.ratios.items()}
    return Snapshot(current.id, Tables(kept, []), ratios, current.as_of)


def _plain(doubt: Doubt) -> list[Any]:
    passage = doubt.passage
    where = [passage.text, passage.before, passage.paragraph, passage.number]
    places = [[one.documents, one.file, one.sheet, one.rows] for one in doubt.places]
    return [*(getattr(doubt, name) for name in _PLAIN), dict(doubt.given), where, places]


def _doubt(received: list[Any], current: Snapshot) -> Doubt:
    *values, given, where, places = received
    plain = dict(zip(_PLAIN, values, strict=True))
    plain["expected"] = tuple(plain["expected"])
    cited = tuple(Citation(tuple(of), file, sheet, tuple(map(tuple, rows))) for of, file, sheet, rows in places)
    if plain["ratio"]:
        cited = current.ratios[plain["ratio"]].sources  # not sent there: to find them takes longer than the check
    return Doubt(**plain, passage=Passage(*where), given=given, places=cited)
