"""The rows of the tables as records: typed fields, an empty cell as None, every row with the place where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeVar, dataclass_transform, get_type_hints

import pandas as pd

from bs_metrics.contract.citations import Citation
from bs_metrics.text import bare, parts_in

Day = date  # for the record that has a field of this name


@dataclass(frozen=True)
class Text:
    """A text with its English and, of what is counted, the English for many, where the sheet gives them."""

    vi: str
    en: str | None = None
    en_plural: str | None = None


TABLES: dict[type["Row"], str] = {}  # of each kind of record


@dataclass_transform(frozen_default=True)
@dataclass(frozen=True)
class Row:
    """The place of a row. A subclass is a frozen dataclass too.

    It names the table and its columns; one that is a Text has its `_en` column too.
    """

    origin_file: str
    origin_sheet: str
    origin_row: int

    def __init_subclass__(cls, table: str = "") -> None:
        dataclass(frozen=True)(cls)
        if table:
            TABLES[cls] = table

    @property
    def place(self) -> Citation:
        """Where the row stands, without the document that it rests on."""
        return Citation((), self.origin_file, self.origin_sheet, ((self.origin_row, self.origin_row),))


class SourcedRow(Row):
    """A row that says where it comes from."""

    source: str

    @property
    def citation(self) -> Citation:
        """Where the row stands, and the document that it rests on."""
        return replace(self.place, documents=(self.source,))


class About(Row, table="about"):
    """One thing that is said of the place or of the data as a whole."""

    key: str
    value: Text
    source: str | None
    confidence: str | None


class UnitKind(Row, table="unit_kinds"):
    """A kind of unit; `below` are the kinds of the units that one of it has."""

    code: str
    word: Text
    below: str | None


class Unit(SourcedRow, table="units"):
    """An administrative unit."""

    code: str
    name: str
    aliases: str | None
    kind: str
    parent: str | None
    area_km2: float | None
    population: int | None
    tile_column: int | None
    tile_row: int | None
    valid_from: date | None
    note: Text | None


class CriteriaSet(SourcedRow, table="criteria_sets"):
    """A set of criteria that some kinds of unit are measured by; `part_of` is the set that it goes with."""

    id: str
    name: Text
    short: Text | None
    stage: int | None
    page: str | None
    blocks: str | None
    part_of: str | None
    applies_to: str
    legal_basis: Text
    valid_from: date | None
    valid_to: date | None
    pass_rule: str
    official_criteria: int | None
    official_items: int | None
    criteria_noun: str | None
    items_noun: str | None
    pass_mark: float | None
    points_max: float | None
    note: Text | None
    confidence: str | None
    assigned_by: str | None

    @property
    def kinds(self) -> list[str]:
        """The kinds of unit that it applies to."""
        return parts_in(self.applies_to)

    @property
    def address(self) -> str:
        """The address of its page, where it is a stage."""
        return self.page or bare(self.id).replace("_", " ").replace(" ", "-")


class Criterion(SourcedRow, table="criteria"):
    """A criterion of a set, or an item below the one that `parent` names."""

    set: str
    code: str
    parent: str | None
    name: Text
    short: Text | None
    threshold_text: Text | None
    operator: str | None
    threshold: float | None
    threshold_max: float | None
    unit_of_measure: Text | None
    items: int | None
    points_min: float | None
    points_max: float | None
    points_rule: str | None
    measure: str | None
    note: Text | None
    confidence: str
    figures_confidence: str | None


class Result(SourcedRow, table="results"):
    """What a unit reached of a criterion, or of a set as a whole."""

    set: str
    criterion: str | None
    result: str | None
    value: float | None
    value_text: Text | None
    points: float | None
    basis: str | None
    agency: str | None
    deadline: date | None
    obstacle: Text | None
    cost_million_vnd: float | None


class School(SourcedRow, table="schools"):
    """A school that a source names."""

    name: str
    level: str
    unit: str | None
    standard_level: int | None
    reason: Text | None
    agency: str | None
    deadline: date | None


class Measure(Row, table="measures"):
    """What is counted, in which noun and, in the sentence of the road, in which phrase."""

    id: str
    name: Text
    counts: str
    set: str | None
    filter: str | None
    parts: str | None
    parent: str | None
    noun: Text
    phrase: Text | None
    stage: int | None
    role: str | None
    order: int
    note: Text | None


class ReportedTotal(SourcedRow, table="reported_totals"):
    """A figure that a report states."""

    measure: str
    met: int | None
    total: int | None
    percent_printed: float | None
    basis: str
    as_of: date
    note: Text | None
    confidence: str | None


class Target(SourcedRow, table="targets"):
    """What is to be reached, by count or by percentage or neither, with the deadline and the document that sets it."""

    measure: str
    count: int | None
    percent: float | None
    deadline: date | None
    legal_basis: Text
    note: Text | None

    @property
    def is_number(self) -> bool:
        """Whether it says how many have to be reached, not only by when."""
        return self.count is not None or self.percent is not None


class Contribution(SourcedRow, table="mobilisation"):
    """A row of `mobilisation`: a total, a part of one, a model or a programme."""

    id: str
    kind: str
    part_of: str | None
    what: Text
    organisation: Text | None
    qualifier: str | None
    quantity: float | None
    unit_of_measure: Text | None
    amount_qualifier: str | None
    amount_vnd: int | None
    highlight: int | None
    confidence: str | None


class Emulation(SourcedRow, table="emulation"):
    """A phase of emulation with its dates, or a bloc or cluster with its members."""

    kind: str
    name: Text
    count: int | None
    members: Text | None
    start: date | None
    end: date | None


class Document(SourcedRow, table="documents"):
    """A document with what it sets."""

    number: Text
    date: Day | None
    issuer: Text
    kind: str
    subject: Text
    sets: Text | None


class Dossier(SourcedRow, table="dossiers"):
    """A planning dossier and where it stands."""

    name: Text
    agency: Text | None
    stands_at: Text
    documents: str | None


class Task(SourcedRow, table="tasks"):
    """A task, a request, a difficulty, a limit or its cause."""

    kind: str
    title: Text
    detail: Text | None
    agency: str | None
    set: str | None
    criterion: str | None
    deadline: date | None
    status: str | None
    amount_vnd: int | None


class Action(SourcedRow, table="actions"):
    """What was decided about a gap: of a measure, a criterion of a set, a unit."""

    id: str
    what: Text
    measure: str | None
    set: str | None
    criterion: str | None
    unit: str | None
    agency: str | None
    decided_on: date | None
    deadline: date | None
    status: str | None


class ReportNote(SourcedRow, table="report_notes"):
    """A fault of the report: as printed, what it should be, what is used here."""

    kind: str
    printed: Text
    expected: Text | None
    used: Text


R = TypeVar("R", bound=Row)


def records(kind: type[R], frame: pd.DataFrame) -> tuple[R, ...]:
    """The rows of a table's frame, or of a part of it, as records of a kind."""
    columns = [_texts(frame, name) if is_text else _cells(frame, name) for name, is_text in _columns(kind)]
    return tuple(kind(*cells) for cells in zip(*columns, strict=True))


def text_of(row: pd.Series, column: str) -> Text:
    """A filled text of a row of any table's frame, with its English if there is one."""
    english = row.get(f"{column}_en")
    return Text(row[column], english if pd.notna(english) else None)


def _columns(kind: type[Row]) -> list[tuple[str, bool]]:
    """The columns that a kind of record reads, and whether each is a text in two languages."""
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name] in (Text, Text | None)) for field in fields(kind)]


def _cells(frame: pd.DataFrame, name: str) -> Sequence[object]:
    cells: list[object] = frame[name].to_numpy(dtype=object, na_value=None).tolist()
    return cells


def _texts(frame: pd.DataFrame, name: str) -> list[Text | None]:
    plural = f"{name}_en_plural"
    many = _cells(frame, plural) if plural in frame else [None] * len(frame)
    english = _cells(frame, f"{name}_en")
    return [
        Text(str(vi or ""), *(None if other is None else str(other) for other in others)) if vi or others[0] else None
        for vi, *others in zip(_cells(frame, name), english, many, strict=True)
    ]
