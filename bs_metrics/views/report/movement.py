"""What people gave and did, in the report: phases, blocs, contributions, models, planning dossiers."""

from collections.abc import Iterator

from bs_metrics.contract.records import Contribution, Dossier, Emulation
from bs_metrics.numbers import format_count
from bs_metrics.views.activities import amount_text, blocs, kinds_in, models, parts_of, quantity_text, totals
from bs_metrics.views.report.parts import Grid, Paragraph, Teller, Topic
from bs_metrics.views.texts import in_language, upper_first
from bs_metrics.words import words


def movement(tell: Teller) -> Iterator[Topic]:
    """The topics; one without rows has no paragraph."""
    yield Topic(tell.text("mobilisation"), tuple(_paragraphs(tell)), tuple(_amounts(tell)))
    yield Topic(words("documents.dossiers", tell.language), tuple(_dossiers(tell)))


def _paragraphs(tell: Teller) -> Iterator[Paragraph]:
    """Phases and blocs; a sentence a total: what, how much, by whom; models and programmes, a sentence a kind."""
    tables, language = tell.shown.tables, tell.language
    phases = [row for row in tables.rows(Emulation) if row.kind == "phase"]
    if phases:
        named = (
            tell.text("phase", name=in_language(row.name, language), start=tell.day(row.start), end=tell.day(row.end))
            for row in phases
        )
        yield tell.paragraph(tell.text("phases", names="; ".join(named)), (row.place for row in phases))
    rows = blocs(tables)
    if rows:
        numbers = ("" if row.count is None else f"{tell.count(row.count)} " for row in rows)
        names = "; ".join(number + in_language(row.name, language) for number, row in zip(numbers, rows, strict=True))
        yield tell.paragraph(tell.text("blocs", names=names), (row.place for row in rows))
    for total in totals(tables):
        who = in_language(total.organisation, language)
        figures = (_figures(tell, total) or tell.text("not_in_data")) + (f" ({who})" if who else "")
        text = tell.text("where_stands", name=in_language(total.what, language), said=figures)
        yield tell.paragraph(text, [total.citation])
    for kind, word in kinds_in(tables, "mobilisation", language).items():
        if kind in ("model", "programme"):
            of_kind = models(tables, kind)
            figures_of = {row: _figures(tell, row) for row in of_kind}
            names = "; ".join(
                in_language(row.what, language) + (f" ({figures})" if figures else "")
                for row, figures in figures_of.items()
            )
            text = tell.text("kinds_listed", kind=upper_first(word), count=tell.count(len(of_kind)), names=names)
            yield tell.paragraph(text, (row.place for row in of_kind))


def _figures(tell: Teller, contribution: Contribution) -> str:
    """The quantity and the amount, as far as there are any, as documents print them: 04 nhà, 07 tỷ đồng."""
    texts = (text(contribution, tell.language, format_count) for text in (quantity_text, amount_text))
    return ", ".join(filter(None, texts))


def _amounts(tell: Teller) -> Iterator[Grid]:
    """Every total with its parts below it."""
    tables, language, none = tell.shown.tables, tell.language, tell.text("not_in_data")
    rows = [row for total in totals(tables) for row in (total, *parts_of(tables, total.id))]
    if rows:
        cells = [
            (
                ("- " if row.kind == "part" else "") + in_language(row.what, language),
                in_language(row.organisation, language) or none,
                quantity_text(row, language, format_count) or none,
                amount_text(row, language, format_count) or none,
            )
            for row in rows
        ]
        head = (words(f"column.{name}", language) for name in ("what", "organisation", "quantity", "amount"))
        shares, places = (0.36, 0.3, 0.16, 0.18), (row.place for row in rows)
        yield tell.grid(tell.text("amounts_table"), head, cells, shares, places, (2, 3))


def _dossiers(tell: Teller) -> Iterator[Paragraph]:
    """Planning dossiers: where each stands, and with whom."""
    for dossier in tell.shown.tables.rows(Dossier):
        state = in_language(dossier.stands_at, tell.language).rstrip(".") or tell.text("not_in_data")
        agency = in_language(dossier.agency, tell.language)
        state = tell.text("in_charge", said=state, agency=agency) if agency else state
        text = tell.text("where_stands", name=in_language(dossier.name, tell.language), said=state)
        yield tell.paragraph(text, [dossier.citation])
