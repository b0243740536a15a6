"""What an analyst decided about a file: which table a block is, what its columns are, which unit a name means."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

IGNORE = "ignore"


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
    """All answers: for blocks by sheet and number in the sheet (from zero), for names of places by what was written."""

    blocks: Mapping[tuple[str, int], BlockChoice] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def block(self, sheet: str, number: int) -> BlockChoice:
        """The answers for one block."""
        return self.blocks.get((sheet, number), BlockChoice())

    def to_json(self) -> str:
        """One JSON object; `from_json` gives the same choices back."""
        blocks = [{"sheet": sheet, "number": number, **asdict(one)} for (sheet, number), one in self.blocks.items()]
        return json.dumps({"blocks": blocks, "places": dict(self.places)}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Choices":
        """Choices that were kept. Raises ValueError for a text that is not what `to_json` writes."""
        try:
            kept = json.loads(text)
            blocks = {(one["sheet"], int(one["number"])): _block(one) for one in kept["blocks"]}
            return Choices(blocks, {str(written): str(code) for written, code in kept["places"].items()})
        except (AttributeError, KeyError, TypeError) as problem:
            raise ValueError("not choices") from problem


def _block(kept: dict[str, Any]) -> BlockChoice:
    columns = {int(position): column for position, column in kept["columns"].items()}
    return BlockChoice(kept["table"], kept["heading"], columns, kept["values"])
