"""A document or slides as a PDF, by the LibreOffice of the machine; where there is none, a sentence that says so."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from bs_metrics.words import Language, Problem, words

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120
_ONE_AT_A_TIME = threading.Lock()  # each takes a core and some hundred MB


class NoPdf(Problem):
    """No PDF came out. `reason`: none (LibreOffice is not installed), slow, or failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def message(self, language: Language) -> str:
        """What happened and what to do."""
        return str(words(f"export.pdf_{self.reason}", language, seconds=_SECONDS))


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
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing running: LibreOffice's program starts another one that does the work."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # all of it has ended
    elif process.poll() is None:
        process.kill()
    process.wait()
