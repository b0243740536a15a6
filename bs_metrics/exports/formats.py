"""The kinds of file that a pack can be written as, by the ending of the file's name."""

from dataclasses import dataclass
from importlib import import_module

from bs_metrics.exports.pack import Pack, Progress, silent

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """One kind of file. `module` has `make(pack, progress) -> bytes`; it is loaded when it is first asked for, because
    the libraries behind it take longer to load than a page may take to answer.
    """

    suffix: str
    mime: str
    module: str

    def make(self, pack: Pack, progress: Progress = silent) -> bytes:
        """The file's content."""
        content: bytes = import_module(f"{__package__}.{self.module}").make(pack, progress)
        return content


FORMATS = {
    kind.suffix: kind
    for kind in (
        Format("pptx", f"{_OFFICE}.presentationml.presentation", "deck"),
        Format("docx", f"{_OFFICE}.wordprocessingml.document", "report"),
        Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "book"),
        Format("html", "text/html", "offline"),
    )
}
