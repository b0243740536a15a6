"""What every file of the meeting pack is made from, and the line that says which state of the data it holds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import as_of_text
from bs_metrics.views.slides.slide import Slide
from bs_metrics.views.slides.slides import picked, slides
from bs_metrics.words import Language, words

Progress = Callable[[float], object]  # is told the share that is done, 0 to 1


def silent(share: float) -> None:
    """Nobody watches the progress."""


@dataclass(frozen=True)
class Pack:
    """One snapshot in one language. `number` is its place in the store's history, None where it is not published.

    `before` is the state to compare with. `slide_ids` choose and order the slides; empty, all in the usual order.
    """

    snapshot: Snapshot
    language: Language
    number: int | None = None
    before: Snapshot | None = None
    slide_ids: tuple[str, ...] = ()

    @cached_property
    def slides(self) -> list[Slide]:
        """The slides chosen."""
        return picked(slides(self.snapshot, self.language, self.before), self.slide_ids)

    @property
    def named(self) -> str:
        """Which snapshot this is and which date its data describe: stands in every file."""
        key = "export.named" if self.number is not None else "export.named_folder"
        name = words(key, self.language, number=self.number, id=self.snapshot.id)
        return f"{name} · {as_of_text(self.snapshot.tables, self.language)}"
