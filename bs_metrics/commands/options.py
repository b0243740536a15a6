"""Options that several commands have, and the store that they mean."""

import errno
import getpass
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from contextlib import closing
from datetime import date
from pathlib import Path

from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import FileReport, check
from bs_metrics.intake.folder import data_folder, workbook_files
from bs_metrics.intake.recall import recalled
from bs_metrics.intake.unlikely import is_to_come
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.measures.about import as_of_date
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.address import exists, store_url
from bs_metrics.snapshots.folder_import import differs
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.snapshots.snapshot import Snapshot, snapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.words import Language, words

UNREADABLE = 2  # exit code of a file that cannot be read at all
_WHY = {  # what the system says in English only
    errno.ENOENT: "command.why_missing",
    errno.ENOTDIR: "command.why_missing",
    errno.EACCES: "command.why_forbidden",
    errno.EPERM: "command.why_forbidden",
    errno.EROFS: "command.why_forbidden",
    errno.EISDIR: "command.why_folder",
    errno.ENOSPC: "command.why_full",
}


def add_data(command: ArgumentParser) -> None:
    """`--data` and `--lang`."""
    command.add_argument("--data", type=Path, default=data_folder(), help=words("command.data", "en"))
    command.add_argument("--lang", choices=("vi", "en"), default="vi", help=words("command.lang", "en"))


def add_json(command: ArgumentParser) -> None:
    """`--json`."""
    command.add_argument("--json", action="store_true", help=words("command.json", "en"))


def add_file(command: ArgumentParser) -> None:
    """A department's file, with `--json`, `--data` and `--lang`."""
    command.add_argument("file", type=Path, help=words("command.file", "en"))
    command.add_argument("--plain", action="store_true", help=words("command.plain", "en"))
    add_json(command)
    add_data(command)


def add_replace(command: ArgumentParser) -> None:
    """`--replace TABLE`, as often as wanted."""
    tables, told = list(schema().tables), words("command.replace", "en")
    command.add_argument("--replace", action="append", default=[], choices=tables, metavar="TABLE", help=told)


def add_as_of(command: ArgumentParser) -> None:
    """`--as-of`: the day that the data describe."""
    command.add_argument("--as-of", type=_day, default=None, metavar="DATE", help=words("command.as_of", "en"))


def _day(text: str) -> date:
    try:
        day = day_of(text)
    except BadCell:
        raise ArgumentTypeError(words("command.not_a_day", "en", text=text)) from None
    if is_to_come(day):
        raise ArgumentTypeError(words("command.day_to_come", "en", text=text))
    return day


def say_stated_day(given: Namespace, checked: FileReport, after: Tables) -> None:
    """Say that the file states another day for its figures than the tables would have, where none was given."""
    stated, now = checked.day, as_of_date(after)
    if given.as_of or stated is None or stated.day == now or is_to_come(stated.day):
        return
    place = {"day": format_date(stated.day, given.lang), "sheet": stated.sheet, "row": stated.row}
    date_now = format_date(now, given.lang) if now else words("history.no_as_of", given.lang)
    said = "upload.day_earlier" if now and stated.day < now else "command.day_stated"
    print(words(said, given.lang, **place, date=date_now, option=f"{stated.day}"), file=sys.stderr)


def why(problem: OSError, language: Language) -> str:
    """Why a file cannot be read or written, with the system's own words after it."""
    told = problem.strerror or str(problem)
    return str(words(_WHY.get(problem.errno or 0, "command.why_other"), language, system=told))


def content_of(file: Path, language: Language) -> bytes | None:
    """The bytes of a file; None, with the reason on the error stream, when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as problem:
        print(words("command.not_read", language, file=str(file), why=why(problem, language)), file=sys.stderr)
        return None


def understood(given: Namespace, content: bytes, current: Tables) -> FileReport:
    """The file given, read with what was answered on the page for the last file of its shape. Raises StoreUnavailable.

    That answers were used is said on the error stream. `--plain` reads the file as it stands.
    """
    found = check(content, given.file.name, current)
    fitting = recalled(_remembered(given, found.shape), lambda one: check(content, given.file.name, current, one))
    if fitting is None or fitting[1] == Choices():
        return found
    print(words("command.recalled", given.lang), file=sys.stderr)
    return fitting[0]


def _remembered(given: Namespace, shape: str) -> list[str]:
    store = None if given.plain else store_of(given)
    if store is None:
        return []
    with closing(store):
        return store.remembered(shape)


def say_errors(shown: Snapshot, language: Language) -> bool:
    """Print on the error stream what could not be read of a snapshot's workbooks; returns whether there is any."""
    errors = [finding for finding in shown.tables.findings if finding.severity == "error"]
    for finding in errors:
        print(f"{finding.place(language)}: {finding.message(language)}", file=sys.stderr)
    return bool(errors)


def add_note(command: ArgumentParser) -> None:
    """`--note`, which a publication needs, and `--author`."""
    command.add_argument("--note", required=True, help=words("command.note", "en"))
    command.add_argument("--author", default=None, help=words("command.author", "en"))


def author(given: Namespace) -> str:
    """Who publishes: as given, or who is logged in at this machine."""
    if given.author is not None:
        return given.author
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        return ""


def store_of(given: Namespace) -> Store | None:
    """The store of the data folder, None where there is none yet. Raises StoreUnavailable."""
    url = store_url(given.data)
    return Store(url) if exists(url) else None


def asked_snapshot(given: Namespace, id: str | None = None) -> Snapshot:
    """The snapshot asked for, else the store's head, else the folder of workbooks. Raises UnknownSnapshot."""
    store = store_of(given)
    if store is None:
        if id:
            raise UnknownSnapshot(id)
        return snapshot(workbook_files(given.data))
    with closing(store):
        shown = id or store.head()
        if shown is None:
            return snapshot(workbook_files(given.data))
        if not id and differs(store, given.data):
            print(words("command.folder_differs", given.lang, id=shown), file=sys.stderr)
        return store.snapshot(shown)
