"""The kinds of file that a pack can be written as, by the ending of the file's name."""

from dataclasses import dataclass
from importlib import import_module

from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.exports.pdf import to_pdf

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OF_MAKING = 0.3  # the share of the time of a PDF after which its document is made


@dataclass(frozen=True)
class Format:
    """One kind of file. `module` has `make(pack, progress) -> bytes`; it is loaded when it is first asked for, because
    the libraries behind it take longer to load than a page may take to answer. `printed`: made a PDF by LibreOffice.
    `slides`: it holds the slides that were chosen.
    """

    suffix: str
    mime: str
    module: str
    printed: bool = False
    slides: bool = False

    def make(self, pack: Pack, progress: Progress = silent) -> bytes:
        """The file's content. Raises NoPdf where it cannot be printed."""
        make = import_module(f"{__package__}.{self.module}").make
        if not self.printed:
            content: bytes = make(pack, progress)
            return content
        content = to_pdf(make(pack, lambda share: progress(share * _OF_MAKING)), self.suffix.split(".")[0])
        progress(1)
        return content

    @property
    def code(self) -> str:
        """The suffix as part of a word's key."""
        return self.suffix.replace(".", "_")


FORMATS = {
    kind.suffix: kind
    for kind in (
        Format("pptx", f"{_OFFICE}.presentationml.presentation", "deck.deck", slides=True),
        Format("docx", f"{_OFFICE}.wordprocessingml.document", "report.report"),
        Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "book.book"),
        Format("html", "text/html", "offline.offline", slides=True),
        Format("pptx.pdf", "application/pdf", "deck.deck", printed=True, slides=True),
        Format("docx.pdf", "application/pdf", "report.report", printed=True),
    )
}


def format_of(name: str) -> Format | None:
    """The kind of file that a name asks for by its ending, the longest that fits; None for another ending."""
    fitting = [kind for suffix, kind in FORMATS.items() if name.lower().endswith(f".{suffix}")]
    return max(fitting, key=lambda kind: len(kind.suffix), default=None)
