"""What is found in a report, as data: which sentence, what is printed, what is right, how it is known, how surely."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bs_metrics.contract.citations import Citation
from bs_metrics.report_check.document import Passage

Kind = Literal["percent", "complement", "list", "sum", "impossible", "noun", "reference", "place", "date", "data"]
Certainty = Literal["certain", "likely", "look"]
CERTAINTIES: tuple[Certainty, ...] = ("certain", "likely", "look")


@dataclass(frozen=True)
class Doubt:
    """A place in a report to look at. `code` names its sentence, `given` is what that needs.

    `expected` are the readings of what it should be, as the report would write them; `printed` stands at `start`.
    `ratio` is the id of the measure that a claim was compared with, `value` what the data say, at `places`.
    """

    kind: Kind
    code: str
    certainty: Certainty
    passage: Passage = field(repr=False)
    start: int
    end: int
    expected: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict, hash=False)
    ratio: str = ""
    value: str = ""
    places: tuple[Citation, ...] = ()

    @property
    def printed(self) -> str:
        """What is printed there."""
        return self.passage.text[self.start : self.end]
