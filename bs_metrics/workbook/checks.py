"""Checks between rows and between tables, each with the cell at fault."""

import pandas as pd

from bs_metrics.workbook.cells import BadCell, day_of
from bs_metrics.workbook.filters import parse_filter
from bs_metrics.workbook.findings import Finding
from bs_metrics.workbook.read import address
from bs_metrics.workbook.schema import schema

COUNTED_TABLES = {"units": "units", "schools": "schools"}  # what a measure's filter filters, by what it counts


def cross_checks(frames: dict[str, pd.DataFrame]) -> list[Finding]:
    """Findings that need more than one cell to see."""
    return [*_references(frames), *_applicable(frames), *_measures(frames), *_as_of(frames)]


def _references(frames: dict[str, pd.DataFrame]) -> list[Finding]:
    """Codes that point at a row which is not there. A table that is itself missing is not asked."""
    findings = []
    for name, frame in frames.items():
        for column in schema().tables[name].columns.values():
            target, _, target_column = (column.references or "").partition(".")
            if target not in frames:
                continue
            lost = frame[column.name].notna() & ~frame[column.name].isin(frames[target][target_column])
            context = {"target": schema().tables[target].sheet}
            findings += [
                _at(frame, row, name, column.name, "unknown_reference", context) for _, row in frame[lost].iterrows()
            ]
    return findings


def _applicable(frames: dict[str, pd.DataFrame]) -> list[Finding]:
    """Results of a unit whose kind the criteria set does not apply to."""
    if not {"results", "units", "criteria_sets"} <= set(frames):
        return []
    results, units, sets = frames["results"], frames["units"], frames["criteria_sets"]
    kind = results["unit"].map(units.drop_duplicates("code").set_index("code")["kind"])
    wanted = results["set"].map(sets.drop_duplicates("id").set_index("id")["applies_to"])
    findings = []
    for index, row in results[(kind != wanted).fillna(False)].iterrows():
        context = {"set": row["set"], "kind": schema().lists["unit_kind"].word(wanted[index], "vi")}
        findings.append(_at(results, row, "results", "unit", "unit_not_applicable", context))
    return findings


def _measures(frames: dict[str, pd.DataFrame]) -> list[Finding]:
    """Measures that name a filter, a part or a parent that cannot be found."""
    if "measures" not in frames:
        return []
    measures, findings = frames["measures"], []
    ids = set(measures["id"])
    for _, row in measures.iterrows():
        if pd.notna(row["filter"]):
            try:
                parse_filter(row["filter"], schema().tables[COUNTED_TABLES.get(row["counts"], "criteria")])
            except BadCell:
                findings.append(_at(measures, row, "measures", "filter", "bad_filter", {}))
        for column in ("parts", "parent"):
            if not set(ids_in(row[column])) <= ids:
                context = {"target": schema().tables["measures"].sheet}
                findings.append(_at(measures, row, "measures", column, "unknown_reference", context))
    return findings


def _as_of(frames: dict[str, pd.DataFrame]) -> list[Finding]:
    """The as-of date must be a date: every deadline is counted from it."""
    if "about" not in frames:
        return []
    about, findings = frames["about"], []
    for _, row in about[about["key"] == "as_of"].iterrows():
        try:
            day_of(row["value"])
        except BadCell:
            findings.append(_at(about, row, "about", "value", "not_a_date", {}))
    return findings


def ids_in(text: object) -> list[str]:
    """The ids of a cell that lists several with semicolons; none for an empty cell."""
    return [part.strip() for part in text.split(";") if part.strip()] if isinstance(text, str) else []


def _at(frame: pd.DataFrame, row: pd.Series, table: str, column: str, code: str, context: dict[str, str]) -> Finding:
    position = frame.attrs.get("positions", {}).get(column, 0)
    cell = address(int(row["origin_row"]) - 1, position)
    heading = schema().tables[table].columns[column].heading
    value = str(row[column])
    return Finding("error", code, row["origin_file"], row["origin_sheet"], cell, heading, value, table, context)
