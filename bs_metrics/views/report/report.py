"""The official report's section of results, as plain content: letterhead, numbered topics, annex of gaps."""

from dataclasses import dataclass

from bs_metrics.measures.sets import stage_sets
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import as_of_text
from bs_metrics.views.provenance import absent, unread
from bs_metrics.views.report.gaps import missing_grid, outlook, unknown_grid
from bs_metrics.views.report.parts import Grid, Topic
from bs_metrics.views.report.ratio import RatioTeller
from bs_metrics.views.report.topics import topics
from bs_metrics.views.texts import about, listed, lower_first, short_name
from bs_metrics.words import Language, joined


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
    """The report of a snapshot; `named` says which one it is and of which date its data are.

    What the sheet does not give of the letter's head is left to fill.
    """
    tell, tables = RatioTeller(shown, language), shown.tables
    seat, author = (about(tables, key, language) or tell.text("blank") for key in ("district", "author"))
    place = tell.text("place", kind=listed("unit_kind", "district", language), district=seat)
    goals = joined([lower_first(short_name(declared, language)) for declared in stage_sets(tables)], language)
    notices = (
        tell.text("drafted", named=named),
        tell.text("checked"),
        unread(tables, language),
        absent(tables, language),
    )
    return Report(
        about(tables, "superior", language).upper(),
        _issuer(tell, author),
        tell.text("place_date", place=seat),
        tell.text("subject", names=goals, place=place) if goals else tell.text("subject_bare", place=place),
        tell.text("opening", author=author, as_of=as_of_text(tables, language)),
        ((tell.text("results"), tuple(topics(tell))), (tell.text("outlook"), (outlook(tell),))),
        tell.text("closing", place=place),
        tuple(filter(None, notices)),
        tuple(grid for grid in (missing_grid(tell), unknown_grid(tell)) if grid),
    )


def _issuer(tell: RatioTeller, author: str) -> tuple[str, ...]:
    """The name in capitals; that of a People's Committee in full, as a document's head has to have it."""
    short, _, rest = author.partition(" ")
    if rest and short == tell.text("committee_short"):
        return tell.text("committee").upper(), rest.upper()
    return (author.upper(),)
