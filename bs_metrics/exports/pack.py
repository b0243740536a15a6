"""What every file of the meeting pack is made from, and what each says of itself: which state of the data it holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from bs_metrics.exports.fitting import plain
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.meeting.slide import Slide, picked
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.phrases import as_of_text
from bs_metrics.words import Language, words

LANGUAGE_CODES: dict[Language, str] = {"vi": "vi-VN", "en": "en-GB"}
_LEFTOVERS = ("/thumbnail", "/printerSettings", "/extended-properties")  # the ends of kinds of relations
Progress = Callable[[float], object]  # is told the share that is done, 0 to 1


def silent(share: float) -> None:
    """Nobody watches the progress."""


@dataclass(frozen=True)
class Pack:
    """One snapshot in one language. `number` is its place in the store's history, None where it is not published.

    `before` is the state to compare with. `slide_ids` choose and order the slides; empty, all in the usual order.
    `steps` are those of the scenario that has a slide of its own.
    """

    snapshot: Snapshot
    language: Language
    number: int | None = None
    before: Snapshot | None = None
    slide_ids: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    @cached_property
    def slides(self) -> list[Slide]:
        """The slides chosen."""
        return picked(slides(self.snapshot, self.language, self.before, self.steps), self.slide_ids)

    @property
    def version(self) -> str:
        """Which snapshot this is."""
        key = "export.named" if self.number is not None else "export.named_folder"
        return words(key, self.language, number=self.number, id=self.snapshot.id)

    @property
    def named(self) -> str:
        """The same, and which date its data describe: stands in every file but the report, which says the date."""
        return f"{self.version} · {as_of_text(self.snapshot.tables, self.language)}"


def dress(properties: Any, title: str, subject: str, language: Language) -> None:
    """Fill in the properties of a document of python-docx or python-pptx, whatever its template had."""
    properties.title, properties.subject, properties.language = plain(title), plain(subject), LANGUAGE_CODES[language]
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    properties.revision = 1


def drop_leftovers(relations: Any) -> None:
    """A library's template brings along a picture of itself, its author's printer, and counts of what it held."""
    for id, relation in list(relations.items()):
        if relation.reltype.endswith(_LEFTOVERS):
            relations.pop(id)
