"""The chain of goals: which condition of a stage rests on which measure, and what holds up what."""

from collections.abc import Mapping
from dataclasses import dataclass

from bs_metrics.contract.records import Criterion
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.pace import Pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import conditions_of, stage_measures, stage_sets


@dataclass(frozen=True)
class Link:
    """A criterion of a stage, or of its conditions, that rests on another measure: `above` waits for `below`."""

    above: Ratio
    criterion: Criterion
    below: Ratio

    @property
    def planned(self) -> int | None:
        """Days between both deadlines: what the stage has left once the condition is met on its last day."""
        if self.above.deadline is None or self.below.deadline is None:
            return None
        return (self.above.deadline - self.below.deadline).days

    def slack(self, found: Pace) -> tuple[int | None, int] | None:
        """Least and most days between the expected completion of the condition and the stage's deadline, negative where
        it comes too late; None where the latest day is not known, and in place of both where nothing is expected.
        """
        earliest, latest = found.expected or (None, None)
        if self.above.deadline is None or earliest is None:
            return None
        most = (self.above.deadline - earliest).days
        return None if latest is None else (self.above.deadline - latest).days, most


def links(tables: Tables, ratios: Mapping[str, Ratio]) -> list[Link]:
    """The links of all stages, the first stage first, in the order of the sets."""
    found = []
    for declared in stage_sets(tables):
        sets = [declared, *conditions_of(tables, declared)]
        headlines = [one for one in stage_measures(ratios, declared.stage, "headline") if one.total]
        for above in headlines[:1]:
            for criterion in tables.rows(Criterion):
                below = ratios.get(criterion.measure or "")
                if criterion.set in {one.id for one in sets} and below and below.total and below.id != above.id:
                    found.append(Link(above, criterion, below))
    return found
