"""The criteria of a set as lines to read across: what is below each as cells, its value or points as a bar, what is
missing and who has to act.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bs_metrics.contract.records import Criterion
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.goals.owners import document_of, owner_of
from bs_metrics.measures.nesting import Span
from bs_metrics.measures.points import points_reached
from bs_metrics.measures.ratios import Ratio, settled_status
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import Standing, first_level, parts_of, standing
from bs_metrics.numbers import format_number
from bs_metrics.views.criteria import Line, has_parts, owners_text, points_text, set_lines
from bs_metrics.views.texts import dotted, in_language, owner_named, set_noun, spanned, upper_first
from bs_metrics.words import Language, joined, words

_MOST = 60  # cells of a line; more are one cell with their number
_OPEN = ("unknown", "doubtful")
_TOLD = ("inferred", "doubtful")  # ways in which a result is known that leave a doubt, and stand beside it


@dataclass(frozen=True)
class Cell:
    """One item, or `number` of them without a name, and how it stands."""

    text: str
    status: str
    name: str = ""
    number: int = 1


@dataclass(frozen=True)
class Bar:
    """What is surely reached, what may be, and where the line lies that has to be reached: as shares of the whole; of
    what has no whole (`open_ended`), as shares of the threshold.
    """

    met: float
    unknown: float = 0.0
    target: float | None = None
    open_ended: bool = False


@dataclass(frozen=True)
class Row:
    """One criterion, or a part of the one above it (`below`).

    `heard` says what the cells show to who does not see them; `word` is the status as a word; `unchecked`
    marks what was not checked against the legal text.
    """

    code: str
    name: str
    status: str
    word: str
    count: str = ""
    said: str = ""
    small: str = ""
    cells: tuple[Cell, ...] = ()
    heard: str = ""
    bar: Bar | None = None
    below: bool = False
    unchecked: bool = False


def set_rows(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> list[Row]:
    """The lines of a set; below a criterion its items as cells, or its parts, which no measure counts, as lines."""
    return list(_Rows(tables, ratios, set_id, language).of_criteria())


def item_rows(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> dict[str, list[Row]]:
    """The items of a set by the criterion that they stand below."""
    made, found = _Rows(tables, ratios, set_id, language), dict[str, list[Row]]()
    known = {one.criterion.code: one for one in standing(tables, ratios, set_id)}
    for line in set_lines(tables, ratios, set_id, language, below=True):
        found.setdefault(line.parent or "", []).append(made.row(known[line.code], line))
    return found


def point_rows(tables: Tables, ratios: dict[str, Ratio], set_id: str, language: Language) -> list[Row]:
    """The frame of points of a set: of each criterion the points to be had and needed, a bar where some are known."""
    return list(_Rows(tables, ratios, set_id, language).of_points())


@dataclass(frozen=True)
class _Rows:
    tables: Tables
    ratios: dict[str, Ratio]
    set_id: str
    language: Language

    def _say(self, key: str, **values: object) -> str:
        return words(f"set.{key}", self.language, **values)

    def _number(self, number: float) -> str:
        return format_number(number, self.language)

    @property
    def _noun(self) -> str:
        return set_noun(self.tables, self.ratios, self.set_id, "items", self.language)

    def of_criteria(self) -> Iterator[Row]:
        """A row a criterion, in the set's order; last the items of which only their sum is known."""
        every = standing(self.tables, self.ratios, self.set_id)
        lines = {line.code: line for line in set_lines(self.tables, self.ratios, self.set_id, self.language)}
        in_parts = has_parts(self.tables, self.ratios, self.set_id)
        items = ratio_of_set(self.ratios, self.set_id, "items")
        spans = items.nesting.unmet if items is not None and items.nesting else {}
        shared = _shared(self.tables, self.set_id, every)
        listed = any(one.criterion.items is not None or not one.is_first_level for one in every)
        counted = not in_parts and (listed or shared.number > 0)
        in_sum = counted and shared.number > 0 and len(shared.codes) > 1
        for one in first_level(every):
            parts, criterion = parts_of(one, every), one.criterion
            line = lines[criterion.code]
            if in_sum and criterion.code in shared.codes:
                line = replace(line, note="")  # it stands beside their sum
            row = self.row(one, line, parts)
            if not counted:
                yield row
                for part in parts if in_parts else ():
                    yield replace(self.row(part, lines[part.criterion.code]), below=True)
                continue
            size = criterion.items
            if size is None and len(shared.codes) == 1:
                size = shared.number + len(parts)
            yield self._with_cells(row, parts, size, spans.get(criterion.code), listed)
        if in_sum:
            yield self._shared_row(shared, every, listed)

    def row(self, one: Standing, line: Line, parts: Sequence[Standing] = ()) -> Row:
        """A criterion with what is known of it, and who has to act where it is not met: on it, and on which `parts`."""
        known_by = line.known_by if one.known_by in _TOLD else ""
        owner = (owners_text(self.tables, one, parts) or self._owner(one)) if one.status == "not_met" else ""
        return Row(
            line.code,
            line.name,
            line.status,
            line.word or words(f"status.{line.status}", self.language),
            said=dotted(line.detail, known_by),
            small=dotted(owner, line.note),
            bar=self._bar(one),
            unchecked=line.unchecked,
        )

    def _bar(self, one: Standing) -> Bar | None:
        """A measured value against its threshold; the threshold lies at the same place in all bars."""
        result, threshold = one.result, one.criterion.threshold
        if result is None or result.value is None or not threshold:
            return None
        ratio = self.ratios.get(one.criterion.measure or "")
        if ratio is not None and ratio.needed and ratio.headline.kind != "contradiction":  # which may be newer
            low, high = ratio.tally.lower / ratio.needed, ratio.tally.upper / ratio.needed
            return Bar(low, high - low, target=1.0, open_ended=True)
        return Bar(max(result.value / threshold, 0.0), target=1.0, open_ended=True)

    def _owner(self, one: Standing) -> str:
        """Who has to act; where nobody is named, that nobody is, and the document to look in."""
        owner, set_id = owner_of(self.tables, one.criterion.set, one.criterion.code), one.criterion.set
        measure = self.ratios.get(one.criterion.measure or "")
        if owner.agency is None and measure is not None:
            owner, set_id = owner_of(self.tables, measure=measure.id), measure.measure.set or set_id
        return owner_named(owner.agency, document_of(self.tables, set_id), self.language)

    def _with_cells(self, row: Row, parts: list[Standing], size: int | None, span: Span | None, listed: bool) -> Row:
        """A criterion with its items: those that are named, then those of which only their number is known."""
        named = [Cell(one.criterion.code, one.status, in_language(one.criterion.name, self.language)) for one in parts]
        size = None if size is None else max(size, len(named))
        low, high = span or self._own_span(row.status, named, size or len(named))
        if size is None:
            cells, count = tuple(named), self._say("no_size", noun=self._noun) if listed else ""
        else:
            cells = (*named, *self._unnamed(named, size, low, high))
            cells = _settled(cells, size, low, high)
            count = f"{spanned(str(size - high), str(size - low))}/{size}"
        said = self._unmet(cells, low, high)
        return replace(row, cells=cells, count=count, said=dotted(said, row.said), heard=self._heard(cells))

    def _own_span(self, status: str, named: list[Cell], size: int) -> Span:
        """The least and most items that a criterion can miss, by what is known of it and by the total of all items."""
        missing, met = (sum(one.status == known for one in named) for known in ("not_met", "met"))
        declared = criteria_set(self.tables, self.set_id)
        by_items = declared is not None and declared.pass_rule == "all"  # else it proves nothing of them
        if (status == "met" and by_items) or self._of_all == "met":
            return missing, missing
        if self._of_all == "not_met":
            return size - met, size - met
        return max(missing, int(status == "not_met" and by_items)), size - met

    @property
    def _of_all(self) -> str:
        """How every item stands of which no row says it, by the total of all."""
        items = ratio_of_set(self.ratios, self.set_id, "items")
        return "unknown" if items is None or items.measure.filter else settled_status("unknown", items)

    def _unnamed(self, named: list[Cell], size: int, low: int, high: int) -> list[Cell]:
        """Cells of items without a name: met or not where the totals leave no choice, else unknown."""
        number = max(size - len(named), 0)
        left = sum(one.status in _OPEN for one in named)
        missing, met = (sum(one.status == status for one in named) for status in ("not_met", "met"))
        surely_not = min(max(low - missing - left, 0), number)
        surely = min(max(size - high - met - left, 0), number - surely_not)
        told = {"met": surely, "not_met": surely_not, "unknown": number - surely - surely_not}
        return [cell for status, of in told.items() for cell in _many(status, of, self.language)]

    def _unmet(self, cells: tuple[Cell, ...], low: int, high: int) -> str:
        """How many items are not met, and that nobody knows which; nothing where none is, or nothing is known."""
        if low == 0:
            return ""
        told = self._say("unmet_one" if low == high else "unmet_span", number=low, low=low, high=high)
        which = _sum(cell for cell in cells if cell.status == "not_met") < low
        return self._say("unmet_which", unmet=told, noun=self._noun) if which else told

    def _shared_row(self, shared: "_Shared", every: list[Standing], listed: bool) -> Row:
        """The items of several criteria together, where only their sum is known."""
        codes = joined(list(shared.codes), self.language)
        name = self._say("shared" if listed else "shared_all", noun=self._noun, number=shared.number, codes=codes)
        cells = tuple(_many(self._of_all, shared.number, self.language))
        word = words(f"status.{self._of_all}", self.language)
        notes = [in_language(one.criterion.note, self.language) for one in every if one.criterion.code in shared.codes]
        small, name = dotted(*dict.fromkeys(notes)), upper_first(name)
        return Row("", name, self._of_all, word, small=small, cells=cells, heard=self._heard(cells))

    def _heard(self, cells: tuple[Cell, ...]) -> str:
        told = []
        for status in dict.fromkeys(cell.status for cell in cells):
            codes = [cell.text for cell in cells if cell.status == status and cell.name]
            number = _sum(cell for cell in cells if cell.status == status and not cell.name)
            codes += [self._say("without_name", number=number, noun=self._noun)] if number else []
            told.append(self._say("heard", status=words(f"status.{status}", self.language), codes=", ".join(codes)))
        return "; ".join(told)

    def of_points(self) -> Iterator[Row]:
        """A row a criterion, in the set's order."""
        asked = (self.tables, self.ratios, self.set_id)
        every, reached = standing(*asked), points_reached(*asked)
        most = max((one.criterion.points_max or 0 for one in every), default=0) or 1
        for one in first_level(every):
            criterion, points = one.criterion, reached[one.criterion.code]
            low, high = criterion.points_min, criterion.points_max
            text, bar, told = points_text(points, self.language), None, ""
            if low is not None and high is not None:
                told = self._say("points_beside", low=self._number(low), high=self._number(high))
            if text:
                surely, maybe = (
                    min(float(most if end is None else end) / most, 1.0) for end in (points.low, points.high)
                )
                bar = Bar(surely, maybe - surely, None if low is None else min(low / most, 1.0))
                told = dotted(words("line.points_entered", self.language, points=text), told)
            by_points = points.reach(low)
            status = one.status if by_points == "unknown" else by_points
            yield Row(
                criterion.code,
                in_language(criterion.name, self.language),
                status,
                words(f"status.{status}", self.language),
                count=self._items_of(criterion, every),
                said=told,
                bar=bar,
            )

    def _items_of(self, criterion: Criterion, every: list[Standing]) -> str:
        """How many items a criterion has; of how many it is known that they are met, where it is."""
        if (size := criterion.items) is None:
            return ""
        statuses = [one.status for one in every if one.criterion.parent == criterion.code]
        met, missing = (min(statuses.count(status), size) for status in ("met", "not_met"))
        of = "" if not met and not missing else f"{spanned(str(met), str(max(size - missing, met)))}/"
        return f"{of}{size} {self._noun}"


@dataclass(frozen=True)
class _Shared:
    """Criteria whose number of items is not known, and how many items without a name they have together."""

    codes: tuple[str, ...]
    number: int


def _shared(tables: Tables, set_id: str, every: list[Standing]) -> _Shared:
    declared, first = criteria_set(tables, set_id), first_level(every)
    without = [one for one in first if one.criterion.items is None]
    if declared is None or declared.official_items is None:
        return _Shared((), 0)
    named = sum(len(parts_of(one, every)) for one in without)
    left = declared.official_items - sum(one.criterion.items or 0 for one in first) - named
    return _Shared(tuple(one.criterion.code for one in without), max(left, 0))


def _many(status: str, number: int, language: Language) -> list[Cell]:
    """Cells without a name; very many are one that says how many."""
    if number > _MOST:
        return [Cell(format_number(number, language), status, number=number)]
    return [Cell("", status)] * number


def _sum(cells: Iterable[Cell]) -> int:
    return sum(cell.number for cell in cells)


def _settled(cells: tuple[Cell, ...], size: int, low: int, high: int) -> tuple[Cell, ...]:
    """The cells, those that are open met or not met where the totals leave no choice."""
    left, missing, met = (
        _sum(cell for cell in cells if cell.status == status) for status in ("unknown", "not_met", "met")
    )
    if left and left == low - missing:
        return tuple(replace(cell, status="not_met") if cell.status == "unknown" else cell for cell in cells)
    if left and left == size - high - met:
        return tuple(replace(cell, status="met") if cell.status == "unknown" else cell for cell in cells)
    return cells
