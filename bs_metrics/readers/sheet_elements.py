"""A sheet of a .xlsx element by element: for sheets that are written in an unusual way."""

from collections.abc import Callable, Iterator, Sequence

from bs_metrics.contract.bounds import FAULTS, MERGED, check_area, check_text, grouped
from bs_metrics.contract.sheet import Refused, SheetFacts
from bs_metrics.readers.references import area_of, cell_of
from bs_metrics.readers.xml_stream import Budget, stream

_ROWS, _COLUMNS = 1_048_576, 16_384  # what a sheet can have
_SHOWN = 1_000  # characters of a formula or a value that are kept to be shown


def facts_by_element(
    chunks: Iterator[bytes],
    formats: dict[str, str],
    lengths: Callable[[], Sequence[int]],
    cells: int,
    text: int,
    budget: Budget | None = None,
) -> SheetFacts:
    """What a sheet says beside its values. Raises Refused for one that is too large after so many cells and text."""
    reader = _Elements(formats, lengths, cells, text)
    stream(chunks, reader.start, reader.end, reader.text, budget)
    reader.facts.text = reader.size - text
    return reader.facts


class _Elements:
    def __init__(self, formats: dict[str, str], lengths: Callable[[], Sequence[int]], cells: int, text: int) -> None:
        self.facts = SheetFacts()
        self.formats, self._lengths = formats, lengths
        self.lengths: Sequence[int] | None = None
        self.row, self.column = -1, -1
        self.kind = ""
        self.texts: dict[str, str] = {}  # of the parts of the cell that is being read: its formula and its value
        self.within = ""
        self.size, self.cells_before = text, cells

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.start_cell(attributes)
        elif name in ("v", "f"):
            self.within = name
            self.texts.setdefault(name, "")
        elif name == "row":
            self.row = _whole(attributes.get("r"), self.row + 2) - 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true") and self.row < _ROWS:
                self.facts.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = (_whole(attributes.get(key), 0) for key in ("min", "max"))
            self.facts.hidden_columns.update(range(max(first - 1, 0), min(last, _COLUMNS)))
        elif name == "mergeCell":
            self.facts.merged.append(area_of(attributes.get("ref", "")))
            if len(self.facts.merged) > MERGED:
                raise Refused("too_many_merged", limit=grouped(MERGED))

    def start_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self.row, self.column = cell_of(attributes["r"])
        else:
            self.column += 1
        self.kind, self.texts, self.within = attributes.get("t", ""), {}, ""
        self.facts.rows = max(self.facts.rows, self.row + 1)
        self.facts.columns = max(self.facts.columns, self.column + 1)
        check_area(self.facts.rows, self.facts.columns, self.cells_before)
        if attributes.get("s") in self.formats and self.row >= 0:
            self.facts.formats[self.row, self.column] = self.formats[attributes["s"]]

    def text(self, data: str) -> None:
        self.size += len(data.encode("utf-8", "surrogatepass"))
        check_text(self.size)
        if self.within and len(self.texts[self.within]) < _SHOWN:
            self.texts[self.within] += data

    def end(self, name: str) -> None:
        if name in ("v", "f"):
            self.within = ""
        elif name == "c":
            value, formula = self.texts.get("v"), self.texts.get("f")
            if self.kind == "s" and value:
                self.size += self.length_of(value)
                check_text(self.size)
            if self.kind == "e":
                self.fault("error_value", value or "")
            elif formula is not None and not value and not (self.kind == "str" and value is not None):
                self.fault("formula_without_value", f"={formula}")

    def length_of(self, index: str) -> int:
        if self.lengths is None:
            self.lengths = self._lengths()
        number = _whole(index, len(self.lengths))
        return self.lengths[number] if number < len(self.lengths) else 0

    def fault(self, code: str, value: str) -> None:
        if len(self.facts.faults) < FAULTS:
            self.facts.faults.append((self.row, self.column, code, value))
        else:
            self.facts.more_faults += 1


def _whole(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
