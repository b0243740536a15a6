"""Options that several commands have, the store that they mean, and what they all read, write and print."""

import errno
import getpass
import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.findings import Finding
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import FileReport, check
from bs_metrics.intake.folder import data_folder, workbook_files
from bs_metrics.intake.recall import recalled
from bs_metrics.intake.unlikely import is_to_come
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.address import exists, store_url
from bs_metrics.snapshots.folder_import import differs
from bs_metrics.snapshots.records import UnknownSnapshot
from bs_metrics.snapshots.snapshot import Snapshot, snapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.words import Language, words

UNREADABLE = 2  # exit code of a file that cannot be read at all
_REASONS = {  # what the system says in English only
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.EISDIR: "folder",
    errno.ENOSPC: "full",
}


def add_data(command: ArgumentParser) -> None:
    """`--data` and `--lang`."""
    command.add_argument("--data", type=Path, default=data_folder(), help=words("command.data", "en"))
    command.add_argument("--lang", choices=("vi", "en"), default="vi", help=words("command.lang", "en"))


def add_json(command: ArgumentParser) -> None:
    """`--json`."""
    command.add_argument("--json", action="store_true", help=words("command.json", "en"))


def add_snapshot(command: ArgumentParser) -> None:
    """`--snapshot`."""
    command.add_argument("--snapshot", metavar="ID", help=words("command.snapshot", "en"))


def add_file(command: ArgumentParser) -> None:
    """A department's file, with `--json`, `--data` and `--lang`."""
    command.add_argument("file", type=Path, help=words("command.file", "en"))
    command.add_argument("--plain", action="store_true", help=words("command.plain", "en"))
    add_json(command)
    add_data(command)


def add_replace(command: ArgumentParser) -> None:
    """`--replace TABLE`, as often as wanted."""
    text, tables = words("command.replace", "en"), list(schema().tables)
    command.add_argument("--replace", action="append", default=[], choices=tables, metavar="TABLE", help=text)


def add_as_of(command: ArgumentParser) -> None:
    """`--as-of`: the day that the data describe."""
    command.add_argument("--as-of", type=_day, default=None, metavar="DATE", help=words("command.as_of", "en"))


def add_note(command: ArgumentParser) -> None:
    """`--note`, which a publication needs, and `--author`."""
    command.add_argument("--note", required=True, help=words("command.note", "en"))
    command.add_argument("--author", default=None, help=words("command.author", "en"))


def _day(text: str) -> date:
    try:
        day = day_of(text)
    except BadCell:
        raise ArgumentTypeError(words("command.not_a_day", "en", text=text)) from None
    if is_to_come(day):
        raise ArgumentTypeError(words("command.day_to_come", "en", text=text))
    return day


def author(given: Namespace) -> str:
    """Who publishes: as given, or who is logged in at this machine."""
    if given.author is not None:
        return str(given.author)
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        return ""


def reason(problem: OSError, language: Language) -> str:
    """Why a file cannot be read or written, with the system's own words after it."""
    key = f"command.why_{_REASONS.get(problem.errno or 0, 'other')}"
    return words(key, language, system=problem.strerror or str(problem))


def content_of(file: Path, language: Language) -> bytes | None:
    """The bytes of a file; None, with the reason on the error stream, when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as problem:
        print(words("command.not_read", language, file=str(file), why=reason(problem, language)), file=sys.stderr)
        return None


def print_unwritten(file: Path, problem: OSError, language: Language) -> None:
    """Say on the error stream that a file cannot be written, and why."""
    print(words("export.not_written", language, file=str(file), why=reason(problem, language)), file=sys.stderr)


def print_json(value: object) -> None:
    """One object on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_errors(findings: Iterable[Finding], language: Language) -> bool:
    """Print the errors among findings on the error stream; returns whether there is any."""
    errors = [finding for finding in findings if finding.severity == "error"]
    for finding in errors:
        print(f"{finding.place(language)}: {finding.message(language)}", file=sys.stderr)
    return bool(errors)


def print_stated_day(given: Namespace, checked: FileReport, as_of: date | None) -> None:
    """Say that the file states another day for its figures than the tables would have, where none was given."""
    stated = checked.day
    if given.as_of or stated is None or stated.day == as_of or is_to_come(stated.day):
        return
    place = {"day": format_date(stated.day, given.lang), "sheet": stated.sheet, "row": stated.row}
    of_tables = format_date(as_of, given.lang) if as_of else words("history.no_as_of", given.lang)
    key = "upload.day_earlier" if as_of and stated.day < as_of else "command.day_stated"
    print(words(key, given.lang, **place, date=of_tables, option=f"{stated.day}"), file=sys.stderr)


def check_file(given: Namespace, content: bytes, current: Tables) -> FileReport:
    """The file given, read with what was answered on the page for the last file of its shape. Raises StoreUnavailable.

    That answers were used is said on the error stream. `--plain` reads the file as it stands.
    """
    plain = check(content, given.file.name, current)
    fitting = recalled(_remembered(given, plain.shape), lambda one: check(content, given.file.name, current, one))
    if fitting is None or fitting[1] == Choices():
        return plain
    print(words("command.recalled", given.lang), file=sys.stderr)
    return fitting[0]


def _remembered(given: Namespace, shape: str) -> list[str]:
    store = None if given.plain else store_of(given)
    if store is None:
        return []
    with closing(store):
        return store.remembered(shape)


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
