"""What people gave and did, in the report: phases, blocs, contributions, models, planning dossiers."""

from collections.abc import Iterator

from bs_metrics.contract.records import Contribution, Dossier, Emulation
from bs_metrics.contract.tables import Tables
from bs_metrics.numbers import format_count, format_date
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.activities import amount_text, blocs, kinds_in, models, parts_of, quantity_text, totals
from bs_metrics.views.report.parts import Grid, Paragraph, Topic, bracket, source_below
from bs_metrics.views.texts import in_language
from bs_metrics.words import Language, words


def movement(shown: Snapshot, language: Language) -> Iterator[Topic]:
    """The topics; one without rows has no paragraph."""
    tables = shown.tables
    paragraphs = [paragraph for paragraph in (_phases(tables, language), _blocs(tables, language)) if paragraph]
    paragraphs += _amounts(tables, language) + _models(tables, language)
    grid = _amount_grid(tables, language)
    yield Topic(words("report.mobilisation", language), tuple(paragraphs), (grid,) if grid else ())
    yield Topic(words("documents.dossiers", language), tuple(_dossiers(tables, language)))


def _phases(tables: Tables, language: Language) -> Paragraph | None:
    phases = [phase for phase in tables.rows(Emulation) if phase.kind == "phase"]
    if not phases:
        return None
    names = [_phase(phase, language) for phase in phases]
    return Paragraph(
        words("report.phases", language, names="; ".join(names)), bracket((row.place for row in phases), language)
    )


def _phase(phase: Emulation, language: Language) -> str:
    """A phase with its dates; a date that the tables do not give is said to be missing."""
    none = words("report.not_in_data", language)
    start, end = (format_date(day, language) if day else none for day in (phase.start, phase.end))
    return words("report.phase", language, name=in_language(phase.name, language), start=start, end=end)


def _blocs(tables: Tables, language: Language) -> Paragraph | None:
    rows = blocs(tables)
    if not rows:
        return None
    names = []
    for bloc in rows:
        number = "" if bloc.count is None else f"{format_count(bloc.count, language)} "
        names.append(number + in_language(bloc.name, language))
    return Paragraph(
        words("report.blocs", language, names="; ".join(names)), bracket((row.place for row in rows), language)
    )


def _amounts(tables: Tables, language: Language) -> list[Paragraph]:
    """A sentence a total: what, how much, by whom."""
    paragraphs = []
    for total in totals(tables):
        who = in_language(total.organisation, language)
        figures = _figures(total, language) or words("report.not_in_data", language)
        figures += f" ({who})" if who else ""
        text = words("report.where_stands", language, name=in_language(total.what, language), said=figures)
        paragraphs.append(Paragraph(text, bracket([total.citation], language)))
    return paragraphs


def _figures(contribution: Contribution, language: Language) -> str:
    """The quantity and the amount, as far as there are any, as documents print them: 04 nhà, 07 tỷ đồng."""
    texts = (quantity_text(contribution, language, format_count), amount_text(contribution, language, format_count))
    return ", ".join(filter(None, texts))


def _amount_grid(tables: Tables, language: Language) -> Grid | None:
    """Every total with its parts below it."""
    rows = [row for total in totals(tables) for row in (total, *parts_of(tables, total.id))]
    if not rows:
        return None
    none = words("report.not_in_data", language)
    cells = []
    for row in rows:
        name = in_language(row.what, language)
        cells.append(
            (
                f"- {name}" if row.kind == "part" else name,
                in_language(row.organisation, language) or none,
                quantity_text(row, language, format_count) or none,
                amount_text(row, language, format_count) or none,
            )
        )
    head = tuple(words(f"column.{name}", language) for name in ("what", "organisation", "quantity", "amount"))
    at = source_below((row.place for row in rows), language)
    return Grid(words("report.amounts_table", language), head, tuple(cells), (0.36, 0.3, 0.16, 0.18), at, (2, 3))


def _models(tables: Tables, language: Language) -> list[Paragraph]:
    """Models and programmes by name, with what the tables count of them, a sentence a kind."""
    paragraphs = []
    for kind, word in kinds_in(tables, "mobilisation", language).items():
        if kind not in ("model", "programme"):
            continue
        rows = models(tables, kind)
        names = "; ".join(_named(row, language) for row in rows)
        count, opening = format_count(len(rows), language), word[:1].upper() + word[1:]
        text = words("report.kinds_listed", language, kind=opening, count=count, names=names)
        paragraphs.append(Paragraph(text, bracket((row.place for row in rows), language)))
    return paragraphs


def _named(contribution: Contribution, language: Language) -> str:
    name, figures = in_language(contribution.what, language), _figures(contribution, language)
    return f"{name} ({figures})" if figures else name


def _dossiers(tables: Tables, language: Language) -> Iterator[Paragraph]:
    """Planning dossiers: where each stands, and with whom."""
    for dossier in tables.rows(Dossier):
        state = in_language(dossier.stands_at, language).rstrip(".") or words("report.not_in_data", language)
        agency = in_language(dossier.agency, language)
        state = words("report.in_charge", language, said=state, agency=agency) if agency else state
        text = words("report.where_stands", language, name=in_language(dossier.name, language), said=state)
        yield Paragraph(text, bracket([dossier.citation], language))
