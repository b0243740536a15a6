"""What was answered about a file, kept for the next file of its shape."""

import json
from collections.abc import Callable, Iterable

from bs_metrics.intake.check import FileReport
from bs_metrics.intake.vocabulary.choices import Choices


def to_remember(choices: Choices, report: FileReport) -> str:
    """Answers as they are kept for the next file of this shape, with the headings that they led to: one JSON object."""
    return json.dumps(json.loads(choices.to_json()) | {"reading": report.reading}, ensure_ascii=False)


def recalled(
    texts: Iterable[str], understand: Callable[[Choices], FileReport]
) -> tuple[FileReport, Choices, str] | None:
    """The file as understood with the first answers that lead to the same headings as they did when they were kept.

    `texts` are answers kept for the file's shape, the newest first; they, and which of them, come with the file. None
    where there are none that fit: then the file is read as it stands.
    """
    for text in texts:
        try:
            choices, reading = Choices.from_json(text), json.loads(text).get("reading")
        except ValueError:
            continue
        report = understand(choices)
        if reading in (None, report.reading):
            return report, choices, text
    return None
