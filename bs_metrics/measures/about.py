"""What the sheet `Thông tin` says of the place and of the data as a whole."""

from datetime import date

from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.records import About, Unit
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables

_FIGURES = ("reported_totals", "results", "schools", "mobilisation")


def about_row(tables: Tables, key: str) -> About | None:
    """The row of an item, by its name or one that it had before, or None."""
    rows = {row.key: row for row in tables.rows(About)}
    return next((rows[name] for name in (key, *schema().about_items.get(key, ())) if name in rows), None)


def own_unit(tables: Tables) -> Unit | None:
    """The unit that the data are of: the one that the sheet names, else the only one above all others; or None."""
    units, row = {unit.code: unit for unit in tables.rows(Unit)}, about_row(tables, "own_unit")
    if row is not None and row.value.vi in units:
        return units[row.value.vi]
    upper = [unit for code, unit in units.items() if any(one.parent == code for one in units.values())]
    tops = [unit for unit in upper if unit.parent not in units]
    return tops[0] if len(tops) == 1 else None


def units_below(tables: Tables) -> list[Unit]:
    """The units that belong to the own one, and those of which the tables do not say where they belong."""
    own = own_unit(tables)
    if own is None:
        return list(tables.rows(Unit))
    return [unit for unit in tables.rows(Unit) if unit is not own and unit.parent in (None, own.code)]


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


def has_other_sources(tables: Tables) -> bool:
    """Whether some figure cites something else than the report that the sheet names.

    How the report is cited is read off its own row: `Báo cáo, tiêu đề` is the report, `truong.xlsx, Sheet1` is not.
    """
    report = report_cited_as(tables)
    if not report:
        return False
    sources = {source for name in _FIGURES for source in tables[name]["source"].dropna().unique()}
    return any(not part.strip().startswith(report) for source in sources for part in source.split(";"))
