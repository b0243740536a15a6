"""Columns that a department leaves out because its sheet says them elsewhere: title, section, file, current data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from bs_metrics.contract.cells import Cell, as_seen
from bs_metrics.contract.checks import day_in
from bs_metrics.contract.columns import Cells
from bs_metrics.contract.findings import Asked
from bs_metrics.contract.keeping import outdated, sourced
from bs_metrics.contract.schema import Column, Table
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.blocks.body import section_value
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical, parts_in, spelled

OF_SHEET = "set"  # the question which criteria set a sheet is about


def of_all_rows(block: TableBlock, column: Column) -> Asked | None:
    """What is asked of a needed column of a closed list that a block lacks: the word that all its rows have."""
    if not column.listed or not column.required:
        return None
    return Asked(column.type, canonical(f"{block.sheet.name}: {column.heading}"))


class Filling:
    """Fills the cells of one block, and tells what was filled and what has to be asked."""

    def __init__(self, block: TableBlock, vocabulary: Vocabulary, rows: Sequence[int], cells: dict[str, Cells]):
        self._block, self._vocabulary, self._rows, self.table = block, vocabulary, rows, block.table
        self._lines = [block.sheet.name, *block.title.splitlines()]
        self.cells = cells
        self.constants: dict[str, Cell] = {}  # what every row has in a column that the block lacks
        self.answered: dict[str, str] = {}  # words that were answered for it, of the rows that the data do not have

    def fill(self) -> None:
        """Add every column that does not need the rows to be read first."""
        choice = self._vocabulary.choices.block(self._block.sheet.name, self._block.number)
        for name, value in {**self._block.constants, **choice.values}.items():
            if name in self.table.columns and name not in self.cells:
                self._default(self.table.columns[name], as_seen(value))
        self._sections()
        self._announced()
        if self.table.name == "results":
            self._set()
            self._criterion()
            self._only_unit()
        day = day_in(self._block.title)
        if day and "as_of" in self.table.columns and "as_of" not in self.cells:
            self._constant("as_of", f"{day:%d/%m/%Y}", "day_from_title", day=f"{day:%d/%m/%Y}")
        self._answered()
        if "source" in self.table.columns and "source" not in self.cells:
            self._constant("source", f"{self._block.sheet.file}, {self._block.sheet.name}", "source_filled")

    def _answered(self) -> None:
        """A word of a closed list that was answered for all rows, the needed column being asked for."""
        for column in self.table.columns.values():
            asked = of_all_rows(self._block, column)
            answer = self._vocabulary.choices.answers(asked.kind).get(asked.written) if asked else None
            if answer and column.name not in self.cells:
                self._default(column, self._vocabulary.words.lists[column.type].word(answer, "vi"))

    def _default(self, column: Column, value: str) -> None:
        """Fill a column with one value; what only says of which kind a row is stays as it is in a known one."""
        code = self._vocabulary.words.listed(column, value) if column.listed and column.required else None
        if code and column.name not in self.table.figures:
            self.answered[column.name] = code
        else:
            self._constant(column.name, value)

    def _sections(self) -> None:
        used: dict[str, dict[int, str]] = {}
        others: dict[int, str] = {}
        for row, text in self._block.sections.items():
            if value := section_value(self.table, set(self.cells), text, self._vocabulary):
                used.setdefault(value[0].name, {})[row] = value[1]
            else:
                others[row] = ""
        for name, sections in used.items():
            if name in self.table.figures:  # ends where a section says something else, or one begins that holds several
                ends = (one for one in used.values() if min(one) < min(sections))
                sections = sections | others | {row: "" for one in ends for row in one if row not in sections}
            rows = [max((start for start in sections if start < row), default=row) for row in self._rows]
            self.cells[name] = Cells([sections.get(row, "") for row in rows], rows, 0)

    def _announced(self) -> None:
        """A word of a closed list that the sheet's name or the title says for all rows: a sheet of one school level."""
        for column in self.table.columns.values():
            if column.name in self.cells or not column.required or not column.listed:
                continue
            named = [
                self._block.texts[at]
                for at, meant in self._block.meaning.columns.items()
                if at in self._block.texts and meant.column.name in self.table.key
            ]
            if said := self._vocabulary.words.announced(column, [*self._lines, *named]):
                word = self._vocabulary.words.lists[column.type].word(said, "vi")
                self._constant(column.name, word, "filled_from_title", heading=column.heading, word=word)

    def _set(self) -> None:
        """The criteria set, from the criteria themselves and the title; asked where it is not the only one."""
        if "set" in self.cells:
            return
        title = f"{self._block.title}\n{self._block.sheet.name}"
        criteria = self._vocabulary.criteria
        if self._sets_of_sections(criteria.named_in(title)):
            return
        answer = self._vocabulary.choices.answers(OF_SHEET).get(canonical(self._block.sheet.name))
        if answer in criteria.sets.shown:
            self._constant("set", answer, "set_found", set=criteria.sets.shown[answer])
            return
        if "criterion" in self.cells:
            texts = [as_seen(text) for text in dict.fromkeys(self.cells["criterion"].values) if text != ""]
            texts = [text for text in texts if criteria.is_known(text)] or texts  # the others are asked, not decisive
            sets, named = criteria.sets_of(texts, title), criteria.named_in(title)
            if named and not set(named) & set(sets):  # the title says another set than the criteria: which is right?
                sets = [*named, *sets]
        else:
            sets = criteria.named_in(title)
        if len(sets) == 1 and not criteria.names_another(title):
            self._constant("set", sets[0], "set_found", set=criteria.sets.shown.get(sets[0], sets[0]))
            return
        self._constant("set", "")
        if self._rows:
            options = sets or list(criteria.codes)
            shown = ", ".join(f"{criteria.sets.shown.get(one, one)} ({one})" for one in options)
            question = Asked(OF_SHEET, canonical(self._block.sheet.name), tuple(options))
            self._block.tell("which_set", *self._block.corner, None, question, options=shown)

    def _sets_of_sections(self, titled: list[str]) -> bool:
        """The sets that sections name, where those and the title's (`titled`) are several; asked unless it is plain.

        A section may also say how far its units are, and its results be of the title's set all the same.
        """
        column, criteria = self.table.columns["set"], self._vocabulary.criteria
        kind = (column.references or "").partition(".")[0]  # of the question: the table whose codes answer it
        answers = self._vocabulary.choices.answers(kind)
        named = {row: codes for row, text in self._block.sections.items() if (codes := criteria.meant_by(text))}
        several = {code for codes in named.values() for code in codes} | set(titled)
        if not named or len(several) < 2:
            return False
        found = {-1: titled[0] if len(titled) == 1 else ""}  # of rows above the first of them
        for row in named:
            text = canonical(self._block.sections[row])
            plain = criteria.sets.code(text)
            found[row] = answers.get(text) or (plain if plain and (plain in titled or not titled) else "") or ""
            if found[row]:
                self._block.tell("section_used", row, 0, value=text, heading=column.heading)
            else:
                shown = ", ".join(f"{criteria.sets.shown.get(one, one)} ({one})" for one in sorted(several))
                question = Asked(kind, text, tuple(sorted(several)))
                self._block.tell("which_set_of_section", row, 0, column.heading, question, value=text, options=shown)
        starts = [max(start for start in found if start < row) for row in self._rows]
        self.cells["set"] = Cells([found[start] for start in starts], [max(start, 0) for start in starts], 0)
        return True

    def _criterion(self) -> None:
        """The criterion that the title names for all rows: without it they would be results of the set as a whole."""
        of_set = str(self.constants.get("set") or "")
        if "criterion" in self.cells or "unit" not in self.cells or not of_set:
            return
        criteria = self._vocabulary.criteria
        if (named := criteria.in_title(of_set, self._lines)) is None:
            return
        said, code = named
        heading = self.table.columns["criterion"].heading
        if code:
            self._constant("criterion", code, "filled_from_title", heading=heading, word=said)
        else:
            context = {"set": of_set, "suggestions": criteria.suggestions(of_set, said) or "–"}
            self._block.tell("which_criterion", *self._block.corner, heading, value=said, **context)

    def _only_unit(self) -> None:
        """The unit of a set: the only one of the kinds it applies to, else the one that the sheet or title names."""
        if "unit" in self.cells or "set" not in self.cells:
            return
        sets, units = self._vocabulary.frame("criteria_sets"), self._vocabulary.frame("units")
        wanted = set(map(str, self.cells["set"].values))
        applied = set(sets.loc[sets["id"].isin(wanted), "applies_to"].dropna())
        kinds = {kind for several in applied for kind in parts_in(several)}
        codes = list(units.loc[units["kind"].isin(kinds), "code"])
        if len(codes) > 1:
            named = self._vocabulary.places.named_in(self._lines, set(codes))
            short = self._vocabulary.places.shortened(self._block.sheet.name) if named else ()  # B.An, of a copied form
            codes = sorted({*named, *(code for code in short if code in codes)})
        if len(applied) == 1 and len(codes) == 1:
            shown = self._vocabulary.places.shown[codes[0]]
            self._constant("unit", codes[0], "unit_filled", name=shown, code=codes[0])

    def _constant(self, column: str, value: Cell, told: str = "", /, **context: str) -> None:
        """Fill a column with one value, and tell it by the code of a finding."""
        self.constants[column] = value
        self.cells[column] = Cells([value] * len(self._rows), [self._block.headings[0]] * len(self._rows), 0)
        if told:
            self._block.tell(told, *self._block.corner, **context)


@dataclass(frozen=True)
class Filled:
    """Rows filled from the current data: of how many something was kept, and the headings of what was not."""

    frame: pd.DataFrame
    kept: int = 0
    dropped: tuple[str, ...] = ()


def from_current(table: Table, frame: pd.DataFrame, has: set[str], current: pd.DataFrame) -> Filled:
    """The rows with the columns that the file does not have as they are now, and how many rows that concerns.

    A row that the current data does not have keeps its blanks. The English of a text is as it is now where the file
    has the same text, and is not told: a department writes Vietnamese. What describes a figure does not outlive it.
    A row that keeps something keeps its source as well.
    """
    missing = [name for name in table.columns if name not in has and name not in table.key]
    key = list(table.key)
    needed = {name for name in key if table.columns[name].required}
    if not missing or current.empty or not needed <= has or frame.empty:
        return Filled(frame)
    joined = frame[key].merge(current.drop_duplicates(key), on=key, how="left", indicator=True)
    there = (joined["_merge"] == "both").to_numpy()
    filled, told, dropped = frame.copy(), [], []
    if "source" in has:
        both = joined[there].set_axis(frame.index[there])
        filled.loc[there, "source"] = sourced(table, both, frame[there])["source"]
    for name in missing:
        column, values = table.columns[name], joined[name]
        own = column.translates
        if own in has:
            values = values.where([_alike(*texts) for texts in zip(joined[own], frame[own], strict=True)])
        else:
            told.append(name)
        gone = outdated(column, joined, frame) & there & values.notna().to_numpy()
        if gone.any() and not own:
            dropped.append(column.heading)
        values = values.mask(gone, column.otherwise or pd.NA)
        filled[name] = (
            values.astype(frame[name].dtype).to_numpy()
            if frame[name].dtype == object
            else pd.array(values, dtype=frame[name].dtype)
        )
    kept = int(there.sum()) if filled[told].notna().any(axis=None) else 0
    return Filled(filled, kept, tuple(dropped))


def _alike(now: str | None, written: str | None) -> bool:
    """Whether a file leaves a text as it is: it says nothing, or the same."""
    if not isinstance(written, str):
        return True
    return isinstance(now, str) and spelled(now) == spelled(written)


def erased(
    table: Table, frame: pd.DataFrame, cells: Mapping[str, Cells], current: pd.DataFrame
) -> dict[str, list[int]]:
    """The rows, by number, whose cell is empty where a figure is known now, of each column of numbers or days.

    A row of a new day stands before the newest one that is known.
    """
    key = list(table.key)
    blank = {
        name: rows
        for name, raw in cells.items()
        if name not in key and table.columns[name].type in ("integer", "number", "date")
        if (rows := [at for at, cell in enumerate(raw.values) if isinstance(cell, str) and not cell.strip()])
    }
    if not blank or current.empty or not {name for name in key if table.columns[name].required} <= set(frame.columns):
        return {}
    known = _newest(table, frame, current)
    found = {name: [at for at in rows if pd.notna(known[name].iloc[at])] for name, rows in blank.items()}
    for name, rows in found.items():  # what describes a figure does not outlive it
        given = frame[[name, *(one for one in table.columns[name].describes if one in frame)]].notna().any(axis=1)
        found[name] = [at for at in rows if not given.iloc[at]]
    return {name: rows for name, rows in found.items() if rows}


def is_known(table: Table, frame: pd.DataFrame, current: pd.DataFrame) -> list[bool]:
    """Of each row whether the current data have it, its day included: what is blank in it stays as it is."""
    key = list(table.key)
    joined = frame[key].merge(current[key].drop_duplicates(), on=key, how="left", indicator=True)
    known: list[bool] = (joined["_merge"] == "both").tolist()
    return known


def keep_totals(table: Table, frame: pd.DataFrame, current: pd.DataFrame) -> list[int]:
    """Give counts without a total the known one; the rows, by number, that it was given to."""
    if "total" not in frame or current.empty or not set(table.key) <= set(frame.columns):
        return []
    known = _newest(table, frame, current)["total"]
    lacks = frame["met"].notna() & frame["total"].isna() & known.notna() & (frame["met"] <= known).fillna(False)
    rows = [int(at) for at in lacks.to_numpy(dtype=bool).nonzero()[0]]
    frame.loc[frame.index[rows], "total"] = known.iloc[rows].to_numpy()
    return rows


def _newest(table: Table, frame: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    """For each row what is known now of its key: of several days the newest that is not after the row's own."""
    day = next((name for name in table.key if table.columns[name].type == "date"), None)
    key = [name for name in table.key if name != day]
    if day is None:
        return frame[key].merge(current.drop_duplicates(key), on=key, how="left")
    rows = frame[[*key, day]].assign(row=range(len(frame))).merge(current, on=key, how="left", suffixes=("_own", ""))
    rows = rows[~(rows[day] > rows[f"{day}_own"]).fillna(False).astype(bool)]
    return rows.sort_values(day).drop_duplicates("row", keep="last").set_index("row").reindex(range(len(frame)))


def kept_known(table: Table, frame: pd.DataFrame, unsaid: list[int], current: pd.DataFrame) -> list[int]:
    """The rows, of those whose result the file does not say, whose result is known now; in `frame` it is left blank.

    A blank cell erases nothing: to take a result back, a file has to say that it is unknown.
    """
    if not unsaid or current.empty:
        return []
    key = list(table.key)
    stated = current[current["result"].isin(["met", "not_met"])][key].astype(object)
    keys = {tuple(map(str, one)) for one in stated.itertuples(index=False, name=None)}
    asked = frame.iloc[unsaid][key].astype(object).itertuples(index=False, name=None)
    kept = [number for number, one in zip(unsaid, asked, strict=True) if tuple(map(str, one)) in keys]
    frame.iloc[kept, frame.columns.get_loc("result")] = pd.NA
    return kept
