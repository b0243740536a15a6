"""Which slides another state of the data changes, adds or takes away: what a link that chooses slides will show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bs_metrics.views.meeting.slide import Slide, slide_of_id
from bs_metrics.words import Language, words

_KINDS = ("changed", "gone", "new")


@dataclass(frozen=True)
class SlideChanges:
    """Slides by their names, in their order. A link that chooses one that is `gone` shows the others without it."""

    changed: list[Slide]
    gone: list[Slide]
    new: list[Slide]


def slide_changes(before: Sequence[Slide], after: Sequence[Slide]) -> SlideChanges:
    """Compare the slides of two states by their ids: what they say and draw, not source and date at their foot.

    Both are made without a state to compare with: slides of what is new since then change at every publication.
    """
    was = {slide.id: slide for slide in before}
    return SlideChanges(
        [slide for slide in after if slide.id in was and _said(slide) != _said(was[slide.id])],
        [slide for slide in before if slide_of_id(list(after), slide.id) is None],
        [slide for slide in after if slide.id not in was],
    )


def slide_lines(changes: SlideChanges, language: Language) -> list[str]:
    """A sentence for each kind of change that there is."""
    named = {kind: ", ".join(slide.name for slide in getattr(changes, kind)) for kind in _KINDS}
    return [words(f"slide_changes.{kind}", language, slides=names) for kind, names in named.items() if names]


def slides_as_json(changes: SlideChanges) -> dict[str, list[str]]:
    """The ids of each kind, as links choose them."""
    return {kind: [slide.id for slide in getattr(changes, kind)] for kind in _KINDS}


def _said(slide: Slide) -> tuple[Any, ...]:
    """All that a reader sees above the foot; a chart's words hold every number that it draws."""
    table = None if slide.table is None else (tuple(slide.table.columns), slide.table.astype(str).to_numpy().tolist())
    return slide.title, slide.lines, slide.chart and slide.chart.alt, table
