"""The letter to one agency, in the layout of the report: what it has to do, and what it is asked for."""

from dataclasses import replace

from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.report.report import Report, letterhead
from bs_metrics.views.report.teller import Grid, Paragraph, Teller, Topic
from bs_metrics.views.requests.agencies import Line, OfAgency, due_text, is_overdue
from bs_metrics.views.texts import about, text_table
from bs_metrics.words import Language, words


def letter(shown: Snapshot, one: OfAgency, named: str, language: Language) -> Report:
    """What a letter to an agency says, kind by kind; of what no agency is known, the list of it."""
    tell = Teller(shown, language)

    author = about(shown.tables, "author", language) or tell.text("blank")
    opening = words("requests.opening_undated", language, author=author, agency=one.name)
    if one.agency is None:
        opening = words("requests.opening_nobody", language)
    elif shown.as_of:
        opening = words("requests.opening", language, date=tell.day(shown.as_of), author=author, agency=one.name)
    return replace(
        letterhead(tell, named),
        title=words("requests.document", language),
        number=words("requests.document_number", language),
        subject=words("requests.subject", language, agency=one.name)
        if one.agency
        else words("requests.subject_nobody", language),
        opening=opening,
        parts=tuple(
            (words(f"requests.kind_{kind}", language).upper(), (_topic(tell, kind, lines),))
            for kind, lines in one.lines.items()
        ),
        closing=words("requests.closing", language),
        recipients=(one.agency,) if one.agency else (),
    )


def _topic(tell: Teller, kind: str, lines: tuple[Line, ...]) -> Topic:
    overdue = sum(is_overdue(line, tell.shown) for line in lines)
    numbers = {"count": tell.count(len(lines)), "overdue": tell.count(overdue)}
    said = words("requests.counted" if overdue else "requests.counted_none", tell.language, **numbers)
    return Topic("", (Paragraph(said),), (_grid(tell, kind, lines),))


def _grid(tell: Teller, kind: str, lines: tuple[Line, ...]) -> Grid:
    none = tell.text("not_in_data")
    rows = [(line.what, line.reason or none, due_text(line, tell.shown, tell.language) or none) for line in lines]
    table = text_table(("what", "reason", "deadline"), rows, tell.language)
    caption = words(f"requests.kind_{kind}", tell.language)
    return tell.grid(caption, table, (8, 42, 32, 18), (), (0, 3), numbered=True)
