"""What the rows of a file show together, with each other and with the current data, to be wrong or unlikely.

What the current data says already is not told again: a template that is uploaded unchanged has no finding.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import accumulate
from typing import Any

import pandas as pd

from bs_metrics.contract.cells import BadCell, Cell, day_of
from bs_metrics.contract.checks import Fault, faults, placed
from bs_metrics.contract.columns import repeated_keys
from bs_metrics.contract.findings import Asked, Finding, Place, counted_beyond, finding
from bs_metrics.contract.schema import Table, schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.blocks.block_rows import BlockRows
from bs_metrics.intake.blocks.counts import totals_of, written
from bs_metrics.intake.stated_day import is_to_come
from bs_metrics.intake.vocabulary.school_names import KIND, School, SchoolNames, schools_in
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.numbers import format_date
from bs_metrics.text import canonical, spelled

_ALL = 100  # percent
_NAMED = 3  # current names told in one finding


class _Rows:
    """The rows that a file brings, with the cells that they come from."""

    def __init__(self, frames: dict[str, pd.DataFrame], parts: dict[str, list[BlockRows]]):
        self.frames, self._parts = frames, parts
        self._firsts = {
            table: list(accumulate((len(part.frame) for part in some), initial=0)) for table, some in parts.items()
        }
        self._values: Callable[[str, str], list[Any]] = cache(lambda table, column: frames[table][column].tolist())

    def cell(self, table: str, number: int, column: str | None = None) -> str:
        """The address of a column's cell in the n-th row; without a column, of the cell that names the row."""
        at = bisect_right(self._firsts[table], number) - 1  # of the parts that begin there, all but the last are empty
        part, own = self._parts[table][at], number - self._firsts[table][at]
        return part.cell_of(column, own) if column else part.key_cell(schema().tables[table].key, own)

    def written(self, table: str, number: int) -> list[Cell]:
        """The cells of the key of the n-th row as they came."""
        at = bisect_right(self._firsts[table], number) - 1
        cells, own = self._parts[table][at].cells, number - self._firsts[table][at]
        return [cells[name].values[own] if name in cells else "" for name in schema().tables[table].key]

    def told(
        self,
        code: str,
        table: str,
        number: int,
        column: str | None,
        value: str,
        asked: Asked | None = None,
        **context: str,
    ) -> Finding:
        """A finding at such a cell."""
        row = self.frames[table].iloc[number]
        heading = schema().tables[table].columns[column].heading if column else None
        place = Place(row["origin_file"], row["origin_sheet"], self.cell(table, number, column), heading)
        return finding(code, place, None, asked, value=value, table=table, **context)

    def placed(self, fault: Fault) -> Finding:
        """The finding of a fault in one of these rows."""
        cell = self.cell(fault.table, fault.row, fault.column)
        names = (fault.column, "origin_file", "origin_sheet")
        value, file, sheet = (self._values(fault.table, name)[fault.row] for name in names)
        return placed(fault, cell, value, file, sheet, is_new=True)


def between_rows(
    frames: dict[str, pd.DataFrame], parts: dict[str, list[BlockRows]], current: Tables, vocabulary: Vocabulary
) -> list[Finding]:
    """What rows and tables together show to be wrong, only of rows that the file brings."""
    rows = _Rows(frames, parts)
    findings = [
        *_close_newcomers(rows, current, vocabulary),
        *_respelled(rows, current, vocabulary),
        *_unlikely_totals(rows, vocabulary),
        *_unlikely_day(rows, vocabulary),
        *_unknown_levels(rows, vocabulary),
        *_kept_sources(rows, current),
        *_undated(rows, current),
        *_redated(rows, current),
    ]
    for name, frame in frames.items():
        twice = repeated_keys(schema().tables[name], frame, partial(rows.cell, name), partial(rows.written, name))
        if name == "schools":
            apart = list(_namesakes(rows, frame, vocabulary))
            elsewhere = {one.cell for one in apart if one.severity == "error"}
            twice = [*(one for one in twice if one.cell not in elsewhere or one.code != "key_twice"), *apart]
        findings += {finding.cell: finding for finding in reversed(twice)}.values()  # a row of a matrix is many rows
    both = {name: _combined(name, frames.get(name), current.frames.get(name)) for name in schema().tables}
    known = {name: frame for name, frame in both.items() if frame is not None}
    found = faults(known, frames)
    return findings + counted_beyond(rows.placed(fault) for fault in found if fault.row < len(frames[fault.table]))


def _combined(name: str, incoming: pd.DataFrame | None, current: pd.DataFrame | None) -> pd.DataFrame | None:
    """The incoming rows first, then the current rows that they do not replace."""
    if incoming is None or current is None or current.empty:
        return current if incoming is None else incoming
    key = list(schema().tables[name].key)
    keys = incoming[key].drop_duplicates()
    left = current.merge(keys, on=key, how="left", indicator=True)["_merge"] == "left_only"
    return pd.concat([incoming, current[left.to_numpy()]], ignore_index=True)


def _known_by_name(rows: _Rows) -> Iterator[tuple[Table, str, pd.DataFrame]]:
    """The tables whose rows are known by a name alone, with the name's column."""
    for name, frame in rows.frames.items():
        table = schema().tables[name]
        if len(table.key) == 1 and table.columns[table.key[0]].type == "text":
            yield table, table.key[0], frame


def _close_newcomers(rows: _Rows, current: Tables, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A warning for each new row whose name has all the words of a known one, or the other way round.

    A row may be new only because its name is written otherwise, THCS A beside Trường THCS A: abbreviations of the
    table's closed lists count as their words. Names are never matched for being close, but a second school of nearly
    the same name changes a figure.
    """
    for table, key, frame in _known_by_name(rows):
        if table.name not in current.frames:
            continue
        there = current[table.name][current[table.name][key].notna()]
        words = partial(_words, meant=cache(partial(_written_out, table, vocabulary)))
        left = [(row, words(row[key])) for _, row in there[~there[key].isin(frame[key])].iterrows()]
        is_new = frame[key].notna() & ~frame[key].isin(there[key])
        names, schools = frame[key].tolist(), schools_in(frame) if table.name == "schools" else []
        for number in is_new.to_numpy().nonzero()[0].tolist() if left else []:
            own = words(names[number])
            alike = [other for other, said in left if own <= said or said <= own]
            close = [other[key] for other in alike if _may_be_one(frame.iloc[number], other, table)]
            if schools and (school := schools[number]):
                close = list(dict.fromkeys([*close, *vocabulary.schools.close_to(school)]))
            if close:
                named = ", ".join(close[:_NAMED])
                yield rows.told("close_to_known", table.name, number, key, names[number], suggestions=named)


def _may_be_one(row: pd.Series, other: pd.Series, table: Table) -> bool:
    """Whether nothing that both rows point at, such as the commune, tells them apart."""
    pointing = [column.name for column in table.columns.values() if column.references]
    return all(pd.isna(row[name]) or pd.isna(other[name]) or row[name] == other[name] for name in pointing)


def _words(name: str, meant: Callable[[str], list[str]]) -> frozenset[str]:
    """The words of a name, abbreviations written out."""
    return frozenset(part for word in name.split() for part in meant(word))


def _written_out(table: Table, vocabulary: Vocabulary, word: str) -> list[str]:
    words = vocabulary.words
    listed = [column for column in table.columns.values() if column.listed]
    meant = next(((column, code) for column in listed if (code := words.listed(column, word))), None)
    return spelled(words.lists[meant[0].type].word(meant[1], "vi") if meant else word).split()


def _respelled(rows: _Rows, current: Tables, vocabulary: Vocabulary) -> Iterator[Finding]:
    """An error for each row that stood before under another spelling: the tone mark on the other vowel, or of a school
    the same kind, number and place."""
    for table, key, frame in _known_by_name(rows):
        if table.name == "schools":
            yield from _schools_twice(rows, frame, set(current[table.name][key]), vocabulary.schools)
            continue
        names = frame[key].dropna()
        forms = names.map(spelled)
        for number in forms.index[forms.duplicated() & ~names.duplicated()]:
            first = forms.index[forms == forms[number]][0]
            context = {"first": str(frame.loc[first, "origin_row"]), "other": names[first]}
            yield rows.told("key_twice_written", table.name, int(number), None, names[number], **context)


def _schools_twice(rows: _Rows, frame: pd.DataFrame, known: set[str], names: SchoolNames) -> Iterator[Finding]:
    before: dict[object, list[tuple[int, School]]] = defaultdict(list)
    for number, school in enumerate(schools_in(frame)):
        if school is None or canonical(str(rows.written("schools", number)[0])) in names.answers:
            continue
        same = before[names.form(school) or spelled(school.name)]
        alike = ((at, other) for at, other in same if other.may_be(school) and not {other.name, school.name} <= known)
        at, other = next(alike, (number, school))
        if at == number:
            same.append((number, school))
        elif other.name != school.name:  # which is told as such
            asked = Asked(KIND, school.name, (school.name, other.name))
            context = {"first": str(frame["origin_row"].iloc[at]), "other": other.name}
            yield rows.told("key_twice_written", "schools", number, None, school.name, asked, **context)


def _namesakes(rows: _Rows, frame: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[Finding]:
    """An error for each school of a name that stands before in another place, and a warning for one that is known in
    another: the name alone tells a school, so one of the two would be lost."""
    known = {one.name: one.unit for one in schools_in(vocabulary.frame("schools")) if one and one.unit}
    shown, before = vocabulary.places.shown, dict[str, tuple[int, str]]()
    for number, school in enumerate(schools_in(frame)):
        if school is None or school.unit not in shown:
            continue
        place, unit = shown[school.unit], school.unit
        first, other = before.setdefault(school.name, (number, unit))
        if other != unit:
            context = {"first": str(frame["origin_row"].iloc[first]), "place": place, "other": shown[other]}
            yield rows.told("school_in_two_places", "schools", number, None, school.name, None, **context)
        elif first == number and known.get(school.name, unit) != unit:
            context = {"place": place, "other": shown.get(known[school.name] or "", "–")}
            yield rows.told("school_moved", "schools", number, None, school.name, None, **context)


def _unlikely_totals(rows: _Rows, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A warning for another total than the known one, for more than everything, and for a day to come."""
    if "reported_totals" not in rows.frames:
        return
    known = vocabulary.frame("reported_totals")
    before = {
        column: set(known[["measure", column]].dropna().itertuples(index=False, name=None))
        for column in ("percent_printed", "as_of")
    }
    totals = rows.frames["reported_totals"][["measure", "total", "percent_printed", "as_of"]].astype(object)
    there = {measure: totals_of(measure, vocabulary) for measure in totals["measure"].dropna().unique()}
    told = partial(rows.told, table="reported_totals")
    for number, (measure, total, percent, day) in enumerate(totals.itertuples(index=False, name=None)):
        others = there.get(measure, set()) if pd.notna(measure) else set()
        if others and pd.notna(total) and total not in others:
            shown = ", ".join(map(str, sorted(others)))
            yield told("total_not_known", number=number, column="total", value=str(total), known=shown)
        if pd.notna(percent) and percent > _ALL and (measure, percent) not in before["percent_printed"]:
            yield told("more_than_all", number=number, column="percent_printed", value=written(percent))
        if pd.notna(day) and is_to_come(day) and (measure, day) not in before["as_of"]:
            yield told("day_to_come", number=number, column="as_of", value=f"{day:%d/%m/%Y}")


def _unlikely_day(rows: _Rows, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A warning where the data as a whole would be of a day to come, and for a school recognised on one."""
    if "schools" in rows.frames:
        before = set(vocabulary.frame("schools")["recognised_on"].dropna())
        for number, day in enumerate(rows.frames["schools"]["recognised_on"]):
            if pd.notna(day) and is_to_come(day) and day not in before:
                yield rows.told("day_to_come", "schools", number, "recognised_on", f"{day:%d/%m/%Y}")
    if "about" not in rows.frames:
        return
    about, now = rows.frames["about"], set(vocabulary.frame("about")["value"].dropna())
    for number in (about["key"] == "as_of").to_numpy(dtype=bool, na_value=False).nonzero()[0]:
        value = about["value"].iloc[number]
        try:
            day = None if pd.isna(value) or value in now else day_of(value)
        except BadCell:
            continue
        if day and is_to_come(day):
            yield rows.told("day_to_come", "about", int(number), "value", f"{day:%d/%m/%Y}")


def _undated(rows: _Rows, current: Tables) -> Iterator[Finding]:
    """An error for each row without the day that its key may lack, where it may be one of several rows."""
    for name, frame in rows.frames.items():
        table, known = schema().tables[name], current.frames.get(name, frame[:0])
        for day in (one for one in table.key if table.columns[one].type == "date" and not table.columns[one].required):
            rest = [one for one in table.key if one != day]
            for number in frame[day].isna().to_numpy().nonzero()[0].tolist():
                row = frame[rest].iloc[number]
                there, here = (part.loc[part[rest].eq(row).fillna(False).all(axis=1), day] for part in (known, frame))
                days = sorted({*there.dropna(), *here.dropna()})
                if not there.isna().any() and (len(days) > 1 or here.notna().any()):
                    shown = ", ".join(format_date(one, "vi") for one in days)
                    yield rows.told("day_left_open", name, number, None, " · ".join(row.dropna()), known=shown)


def _redated(rows: _Rows, current: Tables) -> Iterator[Finding]:
    """A warning for each new document whose number the same issuer gave to a known one of that year or that subject.

    Numbers begin anew each year.
    """
    if "documents" not in rows.frames or "documents" not in current.frames:
        return
    known = defaultdict(list)  # the subjects and days of each number of an issuer
    for number, issuer, subject, day in _documents(current["documents"]):
        known[spelled(number), spelled(issuer)].append((spelled(subject), day))
    for at, (number, issuer, subject, day) in enumerate(_documents(rows.frames["documents"])):
        others = known[spelled(number), spelled(issuer)]
        close = [one for text, one in others if day and one and (text == spelled(subject) or one.year == day.year)]
        if close and day not in close:
            context = {"known": ", ".join(format_date(one, "vi") for one in close), "day": format_date(day, "vi")}
            yield rows.told("known_of_other_day", "documents", at, "date", number, None, **context)


def _documents(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Number, issuer, subject and day of each; an empty text for what is not known."""
    texts = frame[["number", "issuer", "subject", "date"]].astype(object)
    yield from texts.where(texts.notna(), "").itertuples(index=False, name=None)


def _unknown_levels(rows: _Rows, vocabulary: Vocabulary) -> Iterator[Finding]:
    """An error for each level that there is not: a year is none."""
    for name, frame in rows.frames.items():
        for column in schema().tables[name].columns.values():
            levels = vocabulary.levels(column)
            known = ", ".join(sorted(levels))
            for number, level in enumerate(frame[column.name] if levels else ()):
                if pd.notna(level) and str(level) not in levels:
                    yield rows.told("level_not_known", name, number, column.name, str(level), known=known)


def _kept_sources(rows: _Rows, current: Tables) -> Iterator[Finding]:
    """A warning for each row whose figure is another than the current one, on the authority of the very same source.

    A row of another day is compared with the newest one before; of a table without figures its needed text counts.
    """
    for name, frame in rows.frames.items():
        table, before = schema().tables[name], current.frames.get(name)
        if "source" not in table.columns or before is None or before.empty:
            continue
        columns = [one for one in table.columns.values() if one.name not in (*table.key, "source")]
        figures = [one.name for one in columns if one.type not in ("text", "code", "confidence")]
        figures = figures or [one.name for one in columns if one.required]
        for at, figure, source in _changed_alike(table, frame, before, figures) if figures else ():
            yield rows.told("source_kept", name, at, figure, source)


def _changed_alike(
    table: Table, frame: pd.DataFrame, before: pd.DataFrame, figures: list[str]
) -> Iterator[tuple[int, str, str]]:
    """The rows, by number, of another figure than before and the same source: the first such figure, and the source."""
    days = [name for name in table.key if table.columns[name].type == "date"]
    undated = [name for name in table.key if name not in days]
    numbered = frame.assign(**{"~row": range(len(frame))})
    same_day = numbered.merge(before.drop_duplicates(list(table.key)), on=[*table.key, "source"], suffixes=("", "~"))
    pairs = [same_day]
    if days:
        others = numbered[~numbered["~row"].isin(same_day["~row"])]
        newest = before.sort_values(days).drop_duplicates(undated, keep="last")
        pairs.append(others.merge(newest, on=[*undated, "source"], suffixes=("", "~")))
    for both in pairs:
        differs = {
            figure: (
                both[figure].notna() & (both[f"{figure}~"].isna() | (both[figure] != both[f"{figure}~"])).fillna(True)
            )
            for figure in figures
        }
        changed = pd.DataFrame(differs).to_numpy(dtype=bool)
        for at in changed.any(axis=1).nonzero()[0]:
            yield int(both["~row"].iloc[at]), figures[int(changed[at].argmax())], str(both["source"].iloc[at])
