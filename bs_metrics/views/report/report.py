"""The official report's section of results, as plain content: letterhead, numbered topics, what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from bs_metrics.measures.about import is_as_of_assumed, own_unit
from bs_metrics.measures.goals.owners import duties_of
from bs_metrics.measures.sets import conditions_of, stage_sets
from bs_metrics.measures.standing import Standing, first_level, parts_of, standing
from bs_metrics.numbers import format_count, format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.text import parts_in
from bs_metrics.views.criteria import has_parts, threshold_text
from bs_metrics.views.gaps import missing, owner_text
from bs_metrics.views.phrases import (
    contradicting,
    gap_counted,
    gap_text,
    goal_text,
    inside,
    measures_of_the_road,
    open_gaps,
    spoken,
    stages_beside_the_road,
)
from bs_metrics.views.provenance import absent, unread
from bs_metrics.views.report.teller import Grid, Paragraph, Teller, Topic
from bs_metrics.views.report.topics import topics
from bs_metrics.views.texts import about, in_language, own_name, ratio_name, short_name, text_table, upper_first
from bs_metrics.words import Language, joined, words


@dataclass(frozen=True)
class Report:
    """All that the document says, in order. Texts are plain. `superior` is empty where the issuer has none;
    `issuer` is its name in lines.

    `recipients` and `signer` (on whose behalf, position, name) are empty where the sheet does not give them.
    `title` is the kind of document, `number` the line for its number. `notices` say what the draft
    was made from: below the signature, and again above the annex's tables.
    """

    title: str
    number: str
    superior: str
    issuer: tuple[str, ...]
    place_date: str
    signer: tuple[str, ...]
    notices: tuple[str, ...]
    subject: str = ""
    opening: str = ""
    parts: tuple[tuple[str, tuple[Topic, ...]], ...] = ()
    closing: str = ""
    recipients: tuple[str, ...] = ()
    annex: tuple[Grid, ...] = ()


def report(shown: Snapshot, named: str, language: Language) -> Report:
    """The report of a snapshot; `named` says which one it is.

    What the sheet does not give of the letter's head is left to fill.
    """
    tell, tables = Teller(shown, language), shown.tables
    blank = tell.text("blank")
    author, place = about(tables, "author", language) or blank, own_name(tables, language) or blank
    goals = joined([inside(short_name(declared, language)) for declared in stage_sets(tables)], language)
    outlook = Topic("", tuple(_outlook(tell)), tuple(_targets(tell)))
    return replace(
        letterhead(tell, named),
        subject=tell.text("subject", names=goals, place=place) if goals else tell.text("subject_bare", place=place),
        opening=tell.text("opening" if shown.as_of else "opening_undated", author=author, date=tell.day(shown.as_of)),
        parts=((tell.text("results"), tuple(topics(tell))), (tell.text("outlook"), (outlook,))),
        closing=tell.text("closing", place=place),
        recipients=tuple(parts_in(about(tables, "recipients", language))),
        annex=(_missing(tell), *_unknown(tell)),
    )


def letterhead(tell: Teller, named: str) -> Report:
    """A report that says only who writes it where, who signs it, and what it was made from."""
    tables, language = tell.shown.tables, tell.language
    own, blank = own_unit(tables), tell.text("blank")
    author = about(tables, "author", language) or blank
    notices = (
        tell.text("drafted", named=named),
        tell.text("assumed", date=tell.day(tell.shown.as_of)) if is_as_of_assumed(tables) else "",
        tell.text("checked"),
        unread(tables, language),
        absent(tables, language),
    )
    return Report(
        title=tell.text("title"),
        number=tell.text("number"),
        superior=about(tables, "superior", language).upper(),
        issuer=_issuer(tell, author),
        place_date=tell.text("place_date", place=(own.name if own else about(tables, "place", language)) or blank),
        signer=_signer(tell, author),
        notices=tuple(filter(None, notices)),
    )


def _issuer(tell: Teller, author: str) -> tuple[str, ...]:
    """The name in capitals; that of a People's Committee in full, as a document's head has to have it."""
    short, _, rest = author.partition(" ")
    if rest and short == tell.text("committee_short"):
        return tell.text("committee").upper(), rest.upper()
    return (author.upper(),)


def _signer(tell: Teller, author: str) -> tuple[str, ...]:
    """On whose behalf, in which position and who; nothing unless the sheet gives position and name."""
    position, name = (about(tell.shown.tables, key, tell.language) for key in ("signer_title", "signer"))
    if not position or not name:
        return ()
    behalf = [tell.text("on_behalf", body=_issuer(tell, author)[0])] if len(_issuer(tell, author)) > 1 else []
    return (*behalf, position.upper(), name)


def _outlook(tell: Teller) -> Iterator[Paragraph]:
    """What was to be reached, and how much of it is missing."""
    ratios, tables, language = tell.shown.ratios, tell.shown.tables, tell.language
    counted = measures_of_the_road(ratios)
    left = open_gaps(counted)
    if left:
        gaps = joined([gap_counted(ratio, language, spoken(ratio), format_count) for ratio in left], language)
        text = tell.text("gaps", goal=goal_text(about(tables, "goal", language), language), gaps=gaps)
        yield tell.paragraph(text, (source for ratio in left for source in ratio.sources))
    others = open_gaps(stages_beside_the_road(ratios))
    if others:  # without these the sentence above would sound as if it were all
        names = {ratio.id: inside(ratio_name(ratio, language)) for ratio in others}
        gaps = "; ".join(f"{names[ratio.id]}: {gap_text(ratio, language, format_count)}" for ratio in others)
        sources = (source for ratio in others for source in ratio.sources)
        yield tell.paragraph(tell.text("gaps_besides", gaps=gaps), sources)
    doubtful = contradicting(counted, language)
    if doubtful:
        yield Paragraph(tell.text("doubtful", said=upper_first(doubtful)))
    lacking = missing(tables, ratios, language)
    owned, dated = (sum(getattr(line, name) is not None for line in lacking) for name in ("agency", "deadline"))
    numbers = {"count": tell.count(len(lacking)), "owned": tell.count(owned), "dated": tell.count(dated)}
    yield Paragraph(tell.text("missing_lead", **numbers) if lacking else tell.text("missing_none"))


def _targets(tell: Teller) -> Iterator[Grid]:
    """What was to be reached by when, as a table."""
    language, rows, cited = tell.language, [], []
    for ratio in tell.shown.ratios.values():
        if ratio.target:
            target, gap = tell.target_text(ratio), gap_text(ratio, language, format_count)
            basis = in_language(ratio.target.legal_basis, language)
            rows.append((ratio_name(ratio, language), target, gap, tell.day(ratio.deadline), basis))
            cited.append(ratio.target.citation)
    if rows:
        table = text_table(("measure", "target", "gap", "deadline", "legal_basis"), rows, language)
        table = table.rename(columns={words("column.gap", language): tell.text("gap")})
        yield tell.grid(tell.text("targets_table"), table, (22, 18, 15, 15, 30), cited, (3,))


def _missing(tell: Teller) -> Grid:
    """The annex: what is missing, why, who is in charge, until when; nothing is filled in for the tables."""
    (tables, ratios), none = (tell.shown.tables, tell.shown.ratios), tell.text("not_in_data")
    rows = [
        (line.what, line.reason or none, owner_text(line, tell.language), tell.day(line.deadline))
        for line in missing(tables, ratios, tell.language, format_count)
    ]
    open_ones = [ratio for ratio in ratios.values() if ratio.gap_bounds and ratio.gap_bounds[1]]
    cited = [source for ratio in open_ones for source in ratio.sources]
    # Besides, the tasks that name who has to act on a measure, or until when.
    tasks = [task for ratio in open_ones for task in duties_of(tables, ratio.measure.set)]
    cited += [task.place for task in tasks if task.agency or (task.criterion and task.deadline)]
    filled = rows or [(tell.text("annex_none"), "", "", "")]
    table = text_table(("what", "reason", "agency", "deadline"), filled, tell.language)
    table.insert(0, tell.text("ordinal"), range(1, len(rows) + 1) if rows else "")
    return tell.grid(tell.text("annex_missing"), table, (8, 28, 30, 18, 16), cited, (0, 3, 4))


def _undecided(tell: Teller, set_id: str) -> Iterator[Standing]:
    """The criteria of a set that are unknown; of one with parts, the parts that are."""
    standings = standing(tell.shown.tables, tell.shown.ratios, set_id)
    in_parts = has_parts(tell.shown.tables, tell.shown.ratios, set_id)
    for one in first_level(standings, "unknown"):
        parts = [part for part in parts_of(one, standings) if part.status == "unknown"] if in_parts else []
        yield from parts or [one]


def _unknown(tell: Teller) -> Iterator[Grid]:
    """Criteria of the road, and of the sets that go with it, that nobody knows to be met or not."""
    tables, language, rows, cited = tell.shown.tables, tell.language, [], []
    for stage in stage_sets(tables):
        for declared in (stage, *conditions_of(tables, stage)):
            for one in _undecided(tell, declared.id):
                criterion, least = one.criterion, one.criterion.points_min
                needed = threshold_text(criterion, language) or tell.text("not_in_data")
                if least is not None:
                    needed = tell.text("points", points=format_number(least, language))
                name = f"{criterion.code}. {in_language(criterion.name, language)}"
                rows.append((name, short_name(declared, language), needed))
                cited.append(criterion.place)
    if rows:
        head = [words("column.what", language), tell.text("set"), tell.text("needed")]
        table, shares = pd.DataFrame(rows, columns=head), (8, 49, 22, 21)
        yield tell.grid(tell.text("annex_unknown"), table, shares, cited, (0, 3), numbered=True)
