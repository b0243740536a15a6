"""What the sheet `Thông tin` says of the place and of the data as a whole."""

from collections.abc import Iterable
from datetime import date

from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.citations import Citation
from bs_metrics.contract.records import About, Unit, UnitKind
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.text import parts_in

_FIGURES = ("reported_totals", "results", "schools", "mobilisation")
_STATED = ("units", "emulation", "dossiers", "tasks", "targets")  # their sources also cite what is no figure


def about_row(tables: Tables, key: str) -> About | None:
    """The row of an item, by its name or one that it had before, or None."""
    rows = {row.key: row for row in tables.rows(About)}
    return next((rows[name] for name in (key, *schema().about_items.get(key, ())) if name in rows), None)


def own_unit(tables: Tables) -> Unit | None:
    """The unit that the data are of: the one that the sheet names, else the only one above others, by what they belong
    to or, where they do not say, by its kind; or None.
    """
    units, row = {unit.code: unit for unit in tables.rows(Unit)}, about_row(tables, "own_unit")
    if row is not None and row.value.vi in units:
        return units[row.value.vi]
    upper = {unit.parent for unit in units.values()} & set(units)
    kinds, below = {unit.kind for unit in units.values()}, {kind.code: kind.below for kind in tables.rows(UnitKind)}
    above = [kind for kind in kinds if kinds.intersection(parts_in(below.get(kind)))]
    named = [unit for unit in units.values() if (unit.code in upper if upper else unit.kind in above)]
    tops = [unit for unit in named if unit.parent not in units]
    return tops[0] if len(tops) == 1 else None


def units_below(tables: Tables) -> list[Unit]:
    """The units that belong to the own one, and those of which the tables do not say where they belong, unless their
    kind stands beside or above its own.
    """
    own = own_unit(tables)
    if own is None:
        return list(tables.rows(Unit))
    beside = {own.kind, *(kind.code for kind in tables.rows(UnitKind) if own.kind in parts_in(kind.below))}
    others = [unit for unit in tables.rows(Unit) if unit.code != own.code]
    return [unit for unit in others if unit.parent == own.code or (unit.parent is None and unit.kind not in beside)]


def as_of_date(tables: Tables) -> date | None:
    """The date the data describe, or None where the sheet gives none."""
    row = about_row(tables, "as_of")
    try:
        return day_of(row.value.vi) if row else None
    except BadCell:
        return None


def is_as_of_assumed(tables: Tables) -> bool:
    """Whether that date is an assumption rather than a statement."""
    row = about_row(tables, "as_of")
    return row is not None and row.confidence == "assumed"


def report_cited_as(tables: Tables) -> str:
    """The word by which sources cite the report that the sheet names; empty where it names none."""
    row = about_row(tables, "report_short")
    return row.source.partition(",")[0].strip() if row and row.source else ""


def is_of_report(tables: Tables, source: str, file: str, sheet: str) -> bool:
    """Whether every part of a source cites the report that the sheet names; so does any, where it names none.

    `Báo cáo, II.2 ¶3` and `Báo cáo (suy ra)` do; `Báo cáo 12/BC-UBND` is another document, and `Báo cáo.xlsx, Sheet1`
    no more than the name of the file and the sheet that the row came from.
    """
    report = report_cited_as(tables)
    return not report or all(_cites(report, part, f"{file}, {sheet}") for part in _parts(source))


def cites_report(tables: Tables, citations: Iterable[Citation]) -> bool:
    """Whether some figures rest on the report that the sheet names, at least in part; any do where it names none."""
    report = report_cited_as(tables)
    return not report or any(
        _cites(report, part, f"{one.file}, {one.sheet}")
        for one in citations
        for document in one.documents
        for part in _parts(document)
    )


def has_other_sources(tables: Tables) -> bool:
    """Whether some figure comes from something else than the report that the sheet names.

    How the report is cited is read off its own row: `Báo cáo, tiêu đề` is the report, `truong.xlsx, Sheet1` is not.
    What the law sets, and what is cited beside the report for a code or a name, are no figures.
    """
    report = report_cited_as(tables)
    if not report:
        return False
    for name in (*_FIGURES, *_STATED):
        rows = tables[name]
        if name == "results":  # of an unknown result the source only says that there is none
            rows = rows[rows["result"].isin(["met", "not_met"]) | rows[["value", "points"]].notna().any(axis="columns")]
        placed = rows[["source", "origin_file", "origin_sheet"]].dropna().drop_duplicates().astype(str)
        for source, file, sheet in placed.itertuples(index=False, name=None):
            own, parts = f"{file}, {sheet}", _parts(source)
            cited = [_cites(report, part, own) for part in parts]
            if own in parts or not (all(cited) if name in _FIGURES else any(cited)):
                return True
    return False


def _parts(source: str) -> list[str]:
    return [part.strip() for part in source.split(";")]


def _cites(report: str, part: str, own: str) -> bool:
    return part != own and (part == report or part.startswith((f"{report},", f"{report} (")))
