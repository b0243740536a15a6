"""What an analyst decided about a file: which table a block is, what its columns are, what names and words mean."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

EMPTY = "–"  # the reading of a cell that leaves it out
IGNORE = "ignore"
UNITS = "units"


@dataclass(frozen=True)
class BlockChoice:
    """The answers for one block; what is None or not mentioned stays as it was understood.

    `heading` is the first heading row, counted from one as in Excel. `columns` maps a position, counted from zero, to a
    column of the table, or to None for a column that is not used. `values` fills columns that the block does not have,
    with what a cell would hold: the criteria set of a matrix is `values["set"]`.
    """

    table: str | None = None
    heading: int | None = None
    columns: Mapping[int, str | None] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """All answers: for blocks by sheet and number in the sheet (from zero), for names and words by what was written.

    `names` gives, for each kind of name, the code that was meant: the kind is a table (`units`, `measures`,
    `criteria_sets`), the criteria of one set (`criteria:commune_nr`), or a closed list (`result`).
    """

    blocks: Mapping[tuple[str, int], BlockChoice] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def block(self, sheet: str, number: int) -> BlockChoice:
        """The answers for one block."""
        return self.blocks.get((sheet, number), BlockChoice())

    def answers(self, kind: str) -> Mapping[str, str]:
        """The code of each name of a kind that was answered, as it was written."""
        return self.names.get(kind, {})

    def answered(self, kind: str, written: str, code: str | None) -> "Choices":
        """The same with one more answer, or without the one there was."""
        rest = {name: given for name, given in self.answers(kind).items() if name != written}
        given = {**rest, written: code} if code else rest
        others = {name: told for name, told in self.names.items() if name != kind}
        return replace(self, names={**others, kind: given} if given else others)

    def to_json(self) -> str:
        """One JSON object; `from_json` gives the same choices back."""
        blocks = [{"sheet": sheet, "number": number, **asdict(one)} for (sheet, number), one in self.blocks.items()]
        return json.dumps({"blocks": blocks, "names": self.names}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Choices":
        """Choices that were kept. Raises ValueError for a text that is not what `to_json` writes."""
        try:
            kept = json.loads(text)
            blocks = {(one["sheet"], int(one["number"])): _block(one) for one in kept["blocks"]}
            named = kept.get("names", {})
            if places := kept.get("places"):  # before all names were kept in one place
                named = {UNITS: places, **named}
            answers = {str(kind): {str(one): str(code) for one, code in told.items()} for kind, told in named.items()}
            return Choices(blocks, answers)
        except (AttributeError, KeyError, TypeError) as problem:
            raise ValueError("not choices") from problem


def _block(kept: dict[str, Any]) -> BlockChoice:
    columns = {int(position): column for position, column in kept["columns"].items()}
    return BlockChoice(kept["table"], kept["heading"], columns, kept["values"])
