"""The official report's section of results, as plain content: letterhead, numbered topics, annex of gaps."""

from dataclasses import dataclass

from bs_metrics.contract.schema import schema
from bs_metrics.measures.sets import stage_sets
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import as_of_text
from bs_metrics.views.provenance import absent, unread
from bs_metrics.views.report.gaps import missing_grid, outlook, unknown_grid
from bs_metrics.views.report.parts import Grid, Topic
from bs_metrics.views.report.topics import topics
from bs_metrics.views.texts import about, short_name
from bs_metrics.words import Language, joined, words


@dataclass(frozen=True)
class Report:
    """All that the document says, in order. Texts are plain. `superior` is empty where the issuer has none;
    `issuer` is its name in lines.

    `notices` say what the draft was made from: below the signature, and again above the annex's tables.
    """

    superior: str
    issuer: tuple[str, ...]
    place_date: str
    subject: str
    opening: str
    parts: tuple[tuple[str, tuple[Topic, ...]], ...]
    closing: str
    notices: tuple[str, ...]
    annex: tuple[Grid, ...]


def report(shown: Snapshot, named: str, language: Language) -> Report:
    """The report of a snapshot; `named` says which one it is and of which date its data are."""
    letter = _Letter(shown, language)
    notices = [words("report.drafted", language, named=named), words("report.checked", language)]
    notices += filter(None, (unread(shown.tables, language), absent(shown.tables, language)))
    parts = (
        (words("report.results", language), tuple(topics(shown, language))),
        (words("report.outlook", language), tuple(outlook(shown, language))),
    )
    return Report(
        about(shown.tables, "superior", language).upper(),
        letter.issuer(),
        words("report.place_date", language, place=letter.seat),
        letter.subject(),
        letter.opening(),
        parts,
        words("report.closing", language, place=letter.place),
        tuple(notices),
        tuple(grid for grid in (missing_grid(shown, language), unknown_grid(shown, language)) if grid),
    )


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

    def issuer(self) -> tuple[str, ...]:
        """The name in capitals; that of a People's Committee in full, as a document's head has to have it."""
        author = about(self.shown.tables, "author", self.language) or words("report.blank", self.language)
        short, _, rest = author.partition(" ")
        if rest and short == words("report.committee_short", self.language):
            return words("report.committee", self.language).upper(), rest.upper()
        return (author.upper(),)

    def subject(self) -> str:
        names = [short_name(declared, self.language) for declared in stage_sets(self.shown.tables)]
        if not names:
            return words("report.subject_bare", self.language, place=self.place)
        goals = joined([_lower(name) for name in names], self.language)
        return words("report.subject", self.language, names=goals, place=self.place)

    def opening(self) -> str:
        author = about(self.shown.tables, "author", self.language) or words("report.blank", self.language)
        as_of = as_of_text(self.shown.tables, self.language)
        return words("report.opening", self.language, author=author, as_of=as_of)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
