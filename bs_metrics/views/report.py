"""The official report's section of results, as plain content: letterhead, numbered topics, annex of gaps."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs_metrics.measures.about import about
from bs_metrics.measures.rows import each_row, localised
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import as_of_text
from bs_metrics.views.report_gaps import missing_grid, outlook, unknown_grid
from bs_metrics.views.report_parts import Grid, Topic
from bs_metrics.views.report_topics import topics
from bs_metrics.words import Language, joined, words
from bs_metrics.workbook.schema import schema


@dataclass(frozen=True)
class Report:
    """All that the document says, in order. Texts are plain. `superior` is empty where the issuer has none.

    `notices` say what the draft was made from: below the signature, and again above the annex's tables.
    """

    superior: str
    issuer: str
    place_date: str
    subject: str
    opening: str
    parts: tuple[tuple[str, tuple[Topic, ...]], ...]
    closing: str
    notices: tuple[str, ...]
    annex: tuple[Grid, ...]


def report(shown: Snapshot, named: str, language: Language) -> Report:
    """The report of a snapshot; `named` says which one it is and of which date its data are."""
    told = _Letter(shown, language)
    notices = [words("report.drafted", language, named=named), words("report.checked", language)]
    errors = [finding for finding in shown.tables.findings if finding.severity == "error"]
    if errors:
        notices.append(words("report.unread", language, number=len(errors)))
    parts = (
        (words("report.results", language), tuple(topics(shown, language))),
        (words("report.outlook", language), tuple(outlook(shown, language))),
    )
    return Report(
        about(shown.tables, "superior", language).upper(),
        (about(shown.tables, "author", language) or words("report.blank", language)).upper(),
        words("report.place_date", language, place=told.seat),
        told.subject(),
        told.opening(),
        parts,
        words("report.closing", language, place=told.place),
        tuple(notices),
        tuple(grid for grid in (missing_grid(shown, language), unknown_grid(shown, language)) if grid),
    )


def said_in(report: Report) -> Iterator[str]:
    """Every text of the report, in order: what a reader finds in the document."""
    yield from (report.superior, report.issuer, report.place_date, report.subject, report.opening)
    for heading, found in report.parts:
        yield heading
        for topic in found:
            yield topic.heading
            yield from (said.text + said.source for said in topic.said)
            for grid in topic.grids:
                yield from _in_grid(grid)
    yield report.closing
    yield from report.notices
    for grid in report.annex:
        yield from _in_grid(grid)


def _in_grid(grid: Grid) -> Iterator[str]:
    yield grid.caption
    yield from grid.head
    for row in grid.rows:
        yield from row
    yield grid.source


@dataclass(frozen=True)
class _Letter:
    """What the head of the letter says; what the sheet does not give is left to fill."""

    shown: Snapshot
    language: Language

    @property
    def seat(self) -> str:
        return about(self.shown.tables, "district", self.language) or words("report.blank", self.language)

    @property
    def place(self) -> str:
        """The district with its kind, as a sentence has it."""
        kind = schema().lists["unit_kind"].word("district", self.language)
        return words("report.place", self.language, kind=kind, district=self.seat)

    def subject(self) -> str:
        sets = self.shown.tables["criteria_sets"]
        rows = each_row(sets[sets["stage"].notna()].sort_values("stage"))
        names = [localised(row, "short", self.language) or localised(row, "name", self.language) or "" for row in rows]
        if not names:
            return str(words("report.subject_bare", self.language, place=self.place))
        told = joined([_lower(name) for name in names], self.language)
        return str(words("report.subject", self.language, names=told, place=self.place))

    def opening(self) -> str:
        author = about(self.shown.tables, "author", self.language) or words("report.blank", self.language)
        as_of = as_of_text(self.shown.tables, self.language)
        return str(words("report.opening", self.language, author=author, as_of=as_of))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
