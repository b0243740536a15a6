"""The kinds of file that a pack can be written as, by the ending of the file's name.

A document or slides become a PDF by the LibreOffice of the machine; where there is none, a sentence says so.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from bs_metrics.exports.pack import Pack, Progress, silent
from bs_metrics.words import Language, Problem, words

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OF_MAKING = 0.3  # the share of the time of a PDF after which its document is made
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120
_ONE_AT_A_TIME = threading.Lock()  # each takes a core and some hundred MB


@dataclass(frozen=True)
class Format:
    """One kind of file. `module` has `make(pack, progress) -> bytes`; it is loaded when it is first asked for, because
    the libraries behind it take longer to load than a page may take to answer. `printed`: made a PDF by LibreOffice.
    `slides`: it holds the slides that were chosen. `agency`: it is of this one alone.
    """

    suffix: str
    mime: str
    module: str
    printed: bool = False
    slides: bool = False
    agency: str = ""

    def make(self, pack: Pack, progress: Progress = silent) -> bytes:
        """The file's content. Raises NoPdf where it cannot be printed."""
        module = import_module(f"{__package__}.{self.module}")
        content: bytes
        if self.agency:
            content = module.of_agency(pack, self.agency, f".{self.suffix}")
        elif not self.printed:
            content = module.make(pack, progress)
        else:
            document = module.make(pack, lambda share: progress(share * _OF_MAKING))
            content = to_pdf(document, self.suffix.split(".")[0])
            progress(1)
        return content

    @property
    def code(self) -> str:
        """The suffix as part of a word's key."""
        return f"{'agency_' if self.agency else ''}{self.suffix.replace('.', '_')}"


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


def formats_of(agency: str, asked: bool) -> dict[str, Format]:
    """The kinds of file for one agency, by their endings; its form only where something is asked of it."""
    endings = ("docx", "xlsx") if asked else ("docx",)
    return {ending: replace(FORMATS[ending], module="agency", agency=agency) for ending in endings}


def format_of(name: str) -> Format | None:
    """The kind of file that a name asks for by its ending, the longest that fits; None for another ending."""
    fitting = [kind for suffix, kind in FORMATS.items() if name.lower().endswith(f".{suffix}")]
    return max(fitting, key=lambda kind: len(kind.suffix), default=None)


class NoPdf(Problem):
    """No PDF came out. `reason`: none (LibreOffice is not installed), slow, or failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def message(self, language: Language) -> str:
        """What happened and what to do."""
        return words(f"export.pdf_{self.reason}", language, seconds=_SECONDS)


def office() -> str | None:
    """The path of LibreOffice's program, None where it is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def to_pdf(content: bytes, suffix: str, seconds: float = _SECONDS) -> bytes:
    """The file, of the kind that `suffix` (docx, pptx) names, as a PDF. Raises NoPdf.

    LibreOffice runs with a profile of its own, so that nobody's open window or settings matter.
    """
    program = office()
    if program is None:
        raise NoPdf("none")
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="bs-pdf-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"file.{suffix}"
        source.write_bytes(content)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(source)]
        _run(command, seconds)
        made = source.with_suffix(".pdf")
        if not made.is_file() or not made.stat().st_size:
            raise NoPdf("failed")
        return made.read_bytes()


def _run(command: list[str], seconds: float) -> None:
    """Run a program, and end it with all that it started when it takes too long."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        raise NoPdf("failed") from None
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise NoPdf("slow") from None
    finally:  # nothing is left running: LibreOffice's program starts another one that does the work
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):  # all of it has ended
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
