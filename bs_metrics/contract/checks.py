"""Checks between rows and between tables, each with the cell at fault."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial

import pandas as pd

from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.filters import parse_filter
from bs_metrics.contract.findings import Finding, Place, finding, rules
from bs_metrics.contract.lists import lists_of
from bs_metrics.contract.points import points_at, reaches, turned
from bs_metrics.contract.records import CriteriaSet, Criterion, records
from bs_metrics.contract.schema import ClosedList, list_table, schema
from bs_metrics.contract.sheet import address
from bs_metrics.numbers import Number, exact, format_number, rounded
from bs_metrics.text import MANY, folded, parts_in

Lists = Mapping[str, ClosedList]
_OF_PARTS = ("area_km2", "population")  # what a unit has no more of than the one it belongs to
_PLACES = 2  # after the mark: points are entered so
_ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")


@dataclass(frozen=True)
class Fault:
    """A cell that more than itself shows to be wrong: its table, the label of its row, its column."""

    code: str
    table: str
    row: int
    column: str
    context: dict[str, str] = field(default_factory=dict)


def cross_checks(
    frames: dict[str, pd.DataFrame], read_as: Callable[[str, str], pd.DataFrame] | None = None
) -> list[Finding]:
    """Findings that need more than one cell to see.

    `read_as` gives the frame that was read of a table in a file, which knows where its columns stood; not given, it is
    the table's own.
    """
    findings = []
    for fault in faults(frames):
        frame = frames[fault.table]
        row = frame.loc[fault.row]
        file, sheet, number = row["origin_file"], row["origin_sheet"], int(row["origin_row"])
        read = read_as(fault.table, file) if read_as else frame
        cell = address(number - 1, read.attrs.get("positions", {}).get(fault.column, 0))
        findings.append(placed(fault, cell, frame[fault.column][fault.row], file, sheet))
    return findings


def faults(frames: dict[str, pd.DataFrame], asked: Container[str] | None = None) -> Iterator[Fault]:
    """The same before they have a place, for rows whose cells lie somewhere else than in the frame's own sheet.

    A table that is itself missing is not asked; only faults in the tables `asked` are looked for, if given.
    """
    asked = frames if asked is None else asked
    yield from _references({name: frame for name, frame in frames.items() if name in asked}, frames)
    lists = lists_of(frames)
    for names, check in _CHECKS:
        if names[0] in asked and set(names) <= set(frames) and len(frames[names[0]]):
            yield from check(lists, *(frames[name] for name in names))


def _references(asked: dict[str, pd.DataFrame], frames: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Codes that point at a row which is not there, or at a word of a list whose words are rows."""
    for name, frame in asked.items():
        for column in schema().tables[name].columns.values() if len(frame) else ():
            target, _, target_column = (column.references or f"{list_table(column.type) or ''}.code").partition(".")
            if target not in frames:
                continue
            known = set(frames[target][target_column].dropna())
            if column.many:
                known |= {codes for codes in frame[column.name].dropna().unique() if known.issuperset(parts_in(codes))}
            lost = frame[column.name].notna() & ~frame[column.name].isin(known)
            yield from (_unknown(name, row, column.name, target) for row in frame.index[lost])


def _unknown(table: str, row: int, column: str, target: str) -> Fault:
    return Fault("unknown_reference", table, row, column, {"target": schema().tables[target].sheet})


def _applicable(lists: Lists, results: pd.DataFrame, units: pd.DataFrame, sets: pd.DataFrame) -> Iterator[Fault]:
    """Results of a unit whose kind the criteria set does not apply to."""
    kind = results["unit"].map(units.drop_duplicates("code").set_index("code")["kind"])
    wanted = results["set"].map(sets.drop_duplicates("id").set_index("id")["applies_to"])
    pairs = pd.MultiIndex.from_arrays([kind, wanted])
    known = [pair for pair in pairs.unique() if pd.notna(pair[0]) and pd.notna(pair[1])]
    wrong = [(one, several) for one, several in known if one not in parts_in(several)]
    for row in results.index[pairs.isin(wrong)] if wrong else []:
        kinds = MANY.join(lists["unit_kind"].word(one, "vi") for one in parts_in(wanted[row]))
        yield Fault("unit_not_applicable", "results", row, "unit", {"set": results["set"][row], "kind": kinds})


def _counts(_: Lists, totals: pd.DataFrame) -> Iterator[Fault]:
    """Reported totals of which more is met than there is."""
    for row in totals.index[(totals["met"] > totals["total"]).fillna(False)]:
        yield Fault("more_met_than_all", "reported_totals", row, "met", {"total": str(totals["total"][row])})


def _levels(lists: Lists, schools: pd.DataFrame) -> Iterator[Fault]:
    """Schools that meet the standard at no level of it, or do not meet it at some level."""
    level, result = schools["standard_level"], schools["result"]
    wrong = ((result == "met") & (level == 0)) | ((result == "not_met") & (level > 0))
    for row in schools.index[wrong.fillna(False).to_numpy(dtype=bool)]:
        context = {"result": lists["result"].word(result[row], "vi")}
        yield Fault("level_contradicts", "schools", row, "standard_level", context)


def _validity(_: Lists, results: pd.DataFrame, sets: pd.DataFrame) -> Iterator[Fault]:
    """Results recognised by a decision whose date lies outside the criteria set's validity."""
    sets = sets.drop_duplicates("id").set_index("id")
    for row, decision in results["decision"].dropna().items():
        day, of_set = day_in(decision), results["set"][row]
        if day is None or of_set not in sets.index:
            continue
        first, last = sets["valid_from"][of_set], sets["valid_to"][of_set]
        if (pd.notna(first) and day < first) or (pd.notna(last) and day > last):
            span = " – ".join(f"{one:%d/%m/%Y}" if pd.notna(one) else "…" for one in (first, last))
            context = {"set": of_set, "day": f"{day:%d/%m/%Y}", "validity": span}
            yield Fault("outside_validity", "results", row, "decision", context)


def _scales(_: Lists, criteria: pd.DataFrame) -> Iterator[Fault]:
    """Criteria whose value or points at the maximum lie short of those at the minimum: no points follow from them."""
    for row, criterion in zip(criteria.index, records(Criterion, criteria), strict=True):
        for column, least in turned(criterion):
            yield Fault("maximum_short", "criteria", row, column, {"least": _number(least)})


def _points(lists: Lists, results: pd.DataFrame, criteria: pd.DataFrame) -> Iterator[Fault]:
    """Entered points that are others than those of the value beside them, more than there are, less than what belongs
    to them has together, or on the other side of what is needed than the result.
    """
    if results["points"].isna().all():
        return
    rows = results[["set", "unit", "criterion", "value", "points", "result"]].astype(object)
    rows = rows[rows[["value", "points"]].notna().any(axis="columns")]
    by_code = {(one.set, one.code): one for one in records(Criterion, criteria)}
    below, entered = defaultdict[tuple[object, ...], Fraction](Fraction), []
    for row, of_set, unit, code, value, points, result in rows.where(rows.notna(), None).itertuples(name=None):
        criterion = by_code.get((of_set, code))
        computed = points_at(criterion, value) if criterion and value is not None else None
        if points is not None:
            entered.append((row, (of_set, unit, code), exact(points), criterion, value, computed, result))
        if criterion:
            below[of_set, unit, criterion.parent] += exact(computed or 0 if points is None else points)
    for row, key, points, criterion, value, computed, result in entered:
        most = criterion.points_max if criterion else None
        if computed is not None and rounded(computed, _PLACES) != rounded(points, _PLACES):
            of_value = {"given": _number(value), "points": _number(computed)}
            yield Fault("points_differ", "results", row, "points", of_value)
        elif most is not None and points > exact(most):
            yield Fault("more_points_than_all", "results", row, "points", {"most": _number(most)})
        elif rounded(below[key], _PLACES) > rounded(points, _PLACES):
            yield Fault("less_points_than_parts", "results", row, "points", {"points": _number(below[key])})
        least = criterion.points_min if criterion else None
        if least is not None and result == ("not_met" if points >= exact(least) else "met"):
            said = {"least": _number(least), "result": lists["result"].word(result, "vi")}
            yield Fault("points_contradict", "results", row, "points", said)


def _verdicts(lists: Lists, results: pd.DataFrame, criteria: pd.DataFrame) -> Iterator[Fault]:
    """Results on the other side of their criterion's threshold than the value beside them."""
    by_code = {(one.set, one.code): one for one in records(Criterion, criteria)}
    rows = results.loc[results["value"].notna(), ["set", "criterion", "value", "result"]].astype(object)
    for row, of_set, code, value, result in rows.where(rows.notna(), None).itertuples(name=None):
        one = by_code.get((of_set, code))
        least = one.threshold if one else None
        is_met = reaches(one.operator, value, least) if one and least is not None else None
        if least is not None and is_met is not None and result == ("not_met" if is_met else "met"):
            said = {"given": _number(value), "word": lists["result"].word(result, "vi")}
            yield Fault("value_contradicts", "results", row, "result", said | {"threshold": _number(least)})


def _number(value: Number) -> str:
    return format_number(value, "vi", _PLACES)


def _measures(lists: Lists, measures: pd.DataFrame) -> Iterator[Fault]:
    """Measures that name a filter, a part or a parent that cannot be found."""
    ids = set(measures["id"])
    for number, row in measures.iterrows():
        if pd.notna(row["filter"]):
            counted = row["counts"] if row["counts"] in {"units", "schools"} else "criteria"
            try:
                parse_filter(row["filter"], schema().tables[counted], lists)
            except BadCell:
                yield Fault("bad_filter", "measures", number, "filter")
        for column in ("parts", "parent"):
            if not set(parts_in(row[column])) <= ids:
                yield _unknown("measures", number, column, "measures")


def _kinds(_: Lists, kinds: pd.DataFrame) -> Iterator[Fault]:
    """Kinds of unit that are written as another one is, or have below them one that is not there."""
    meanings: dict[str, set[str]] = defaultdict(set)
    rows = kinds[["code", "word", "below", "prefixes"]].astype(object)
    of_rows = list(rows.where(rows.notna(), None).itertuples(name=None))
    for _, code, word, _, prefixes in of_rows:
        for form in [word or "", *parts_in(prefixes)]:
            meanings[folded(form)].add(code)
    for row, code, word, below, prefixes in of_rows:
        for column, forms in (("word", [word or ""]), ("prefixes", parts_in(prefixes))):
            others = set().union(*(meanings[folded(form)] for form in forms)) - {code}
            if others:
                yield Fault("second_meaning", "unit_kinds", row, column, {"other": min(others)})
        if not set(kinds["code"]).issuperset(parts_in(below)):
            yield _unknown("unit_kinds", row, "below", "unit_kinds")


def _circles(table: str, names: list[str], column: str, _: Lists, rows: pd.DataFrame) -> Iterator[Fault]:
    """Rows, called by `names`, that belong to themselves or contain themselves, by way of others or not."""
    placed = rows[[*names, column]].dropna()
    leads = {(*of, code): [(*of, one) for one in parts_in(cell)] for *of, code, cell in placed.itertuples(index=False)}
    for row, *key, cell in placed.itertuples():
        waiting, seen = [(*key[:-1], one) for one in parts_in(cell)], set[tuple[str, ...]]()
        while waiting:
            if (one := waiting.pop()) not in seen:
                seen.add(one)
                waiting += leads.get(one, ())
        if tuple(key) in seen:
            yield Fault("parent_circle", table, row, column)


def _wholes(_: Lists, units: pd.DataFrame) -> Iterator[Fault]:
    """Units of a larger area, or with more people, than the whole unit that they belong to."""
    rows = units.dropna(subset=["code"]).drop_duplicates("code").set_index("code")  # of one asked for nothing is known
    for column in _OF_PARTS:
        whole = units["parent"].map(rows[column])
        for row in units.index[(units[column] > whole).fillna(False).to_numpy(dtype=bool)]:
            context = {"whole": str(rows["name"][units["parent"][row]]), "known": _number(float(whole[row]))}
            yield Fault("part_beyond_whole", "units", row, column, context)


def _addresses(_: Lists, sets: pd.DataFrame) -> Iterator[Fault]:
    """Stages that stand at the same place of the road, or whose page has an address that no link can hold, or that is
    another page's.
    """
    rows = zip(sets.index, records(CriteriaSet, sets), strict=True)
    stages = [(row, one) for row, one in rows if one.stage is not None]
    addresses = Counter(one.address for _, one in stages)
    shared = {place for place, count in Counter(one.stage for _, one in stages).items() if count > 1}
    for row, one in stages:
        if one.stage in shared:  # told once, at the first: the rows of a file that is handed in come first
            shared.remove(one.stage)
            yield Fault("stage_twice", "criteria_sets", row, "stage")
        if not _ADDRESS.fullmatch(one.address):
            yield Fault("bad_address", "criteria_sets", row, "page", {"address": one.address})
        elif addresses[one.address] > 1 or one.address in schema().taken_addresses:
            yield Fault("address_taken", "criteria_sets", row, "page", {"address": one.address})


def _own_unit(_: Lists, about: pd.DataFrame, units: pd.DataFrame) -> Iterator[Fault]:
    """The own unit must be one of the units: whose data these are would be a guess."""
    names = ["own_unit", *schema().about_items["own_unit"]]
    known = set(units["code"].dropna())
    for row, value in about.loc[about["key"].isin(names), "value"].dropna().items():
        if value not in known:
            yield _unknown("about", row, "value", "units")


def _as_of(_: Lists, about: pd.DataFrame) -> Iterator[Fault]:
    """The as-of date must be a date: every deadline is counted from it."""
    for number, row in about[about["key"] == "as_of"].iterrows():
        try:
            day_of(row["value"])
        except (BadCell, TypeError):
            yield Fault("not_a_date", "about", number, "value")


def _meanings(lists: Lists, synonyms: pd.DataFrame) -> Iterator[Fault]:
    """Synonyms of what has another meaning in the same column, as a heading of the same sheet, or as a sheet's name."""
    rows = synonyms[["written", "table", "column", "word", "role", "magnitude"]].astype(object)
    meanings: dict[tuple[str | None, ...], dict[str, str]] = {}
    of_rows = []
    for written, table, column, word, role, magnitude in rows.where(rows.notna(), None).itertuples(index=False):
        in_column = ("word", table, column) if word else ("heading", table)
        of_row = [(in_column, word or column) if column else (("sheet",), None if role or magnitude else table)]
        of_row += [(("role",), role), (("magnitude",), magnitude)]
        of_rows.append([((*where, folded(written or "")), meaning) for where, meaning in of_row if meaning])
        for key, meaning in of_rows[-1]:
            meanings.setdefault(key, _own_meaning(lists, *key)).setdefault(folded(meaning), meaning)
    for number, of_row in zip(rows.index, of_rows, strict=True):
        for key, meaning in of_row:
            other = next((text for form, text in meanings[key].items() if form != folded(meaning)), None)
            if other is not None:
                yield Fault("second_meaning", "synonyms", number, "written", {"other": other})


def _own_meaning(lists: Lists, kind: str, *where: str | None) -> dict[str, str]:
    """What a text means in a sheet without any synonym: the word of the column's list, or the heading, that it is."""
    table, written = schema().table_of(where[0] or "") if len(where) > 1 else None, where[-1] or ""
    column = table.column_of((where[1] if kind == "word" else written) or "") if table else None
    if column is None or kind == "heading":
        return {folded(column.heading): column.heading} if column else {}
    listed = lists.get(column.type)
    code = listed.code(written) if listed else None
    return {folded(word): word for word in [listed.word(code, "vi")]} if listed and code else {}


# With the tables that each looks at: in the first are its faults.
_CHECKS: tuple[tuple[tuple[str, ...], Callable[..., Iterator[Fault]]], ...] = (
    (("results", "units", "criteria_sets"), _applicable),
    (("reported_totals",), _counts),
    (("schools",), _levels),
    (("results", "criteria_sets"), _validity),
    (("criteria",), _scales),
    (("results", "criteria"), _points),
    (("results", "criteria"), _verdicts),
    (("measures",), _measures),
    (("unit_kinds",), _kinds),
    (("units",), partial(_circles, "units", ["code"], "parent")),
    (("criteria",), partial(_circles, "criteria", ["set", "code"], "parent")),
    (("criteria_sets",), partial(_circles, "criteria_sets", ["id"], "part_of")),
    (("measures",), partial(_circles, "measures", ["id"], "parent")),
    (("measures",), partial(_circles, "measures", ["id"], "parts")),
    (("units",), _wholes),
    (("criteria_sets",), _addresses),
    (("about", "units"), _own_unit),
    (("about",), _as_of),
    (("synonyms",), _meanings),
)


def day_in(text: str) -> date | None:
    """The only date written as day/month/year in a text, or None."""
    days = _DAY.findall(text)
    try:
        return day_of(days[0]) if len(days) == 1 else None
    except BadCell:
        return None


def placed(fault: Fault, cell: str, value: object, file: str, sheet: str, is_new: bool = False) -> Finding:
    """The finding of a fault whose cell and value are known; of new data it is as grave as it can be."""
    heading = schema().tables[fault.table].columns[fault.column].heading
    text = format_number(float(value), "vi") if isinstance(value, float) else str(value)  # as a cell shows it
    severities, place = rules()[fault.code].severities, Place(file, sheet, cell, heading)
    severity = severities[-1 if is_new else 0] if len(severities) > 1 else None
    return finding(fault.code, place, severity, value=text, table=fault.table, **fault.context)
