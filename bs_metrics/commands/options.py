"""Options that several commands have, the store that they mean, and what they all read, write and print."""

import errno
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from bs_metrics.access.roles import INVITED
from bs_metrics.commands.as_json import as_json
from bs_metrics.contract.cells import BadCell, day_of
from bs_metrics.contract.findings import Finding
from bs_metrics.contract.schema import schema
from bs_metrics.intake.folder import data_folder, workbook_files
from bs_metrics.intake.stated_day import is_to_come
from bs_metrics.snapshots.address import exists, store_url
from bs_metrics.snapshots.records import UnknownSnapshot, login_name
from bs_metrics.snapshots.snapshot import Snapshot, snapshot
from bs_metrics.text import canonical
from bs_metrics.words import LANGUAGES, Language, Problem, words

if TYPE_CHECKING:  # SQLAlchemy takes a tenth of a second to load, and a folder alone does not need it
    from bs_metrics.snapshots.store import Store

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


def add_options(command: ArgumentParser, names: Iterable[str]) -> None:
    """Give a command some of the options, each with its sentence."""
    flag: dict[str, Any] = {"action": "store_true"}
    aimed: dict[str, Any] = {"action": "store_const", "dest": "aim", "default": "fewest"}
    tables = {"action": "append", "default": [], "choices": list(schema().tables), "metavar": "TABLE"}
    options: dict[str, tuple[str, dict[str, Any]]] = {
        "file": ("file", {"type": Path}),
        "report": ("file", {"type": Path, "metavar": "FILE"}),
        "marked": ("--marked", {"type": Path, "metavar": "OUT.docx"}),
        "files": ("file", {"type": Path, "nargs": "+"}),
        "out": ("out", {"type": Path}),
        "export_out": ("out", {"type": Path, "metavar": "OUT"}),
        "folder": ("folder", {"type": Path}),
        "kind": ("--kind", {"required": True}),
        "id": ("id", {"metavar": "ID"}),
        "link": ("id", {"metavar": "ID"}),
        "handed_in": ("id", {"metavar": "ID"}),
        "all": ("--all", flag),
        "reason": ("--reason", {"required": True}),
        "own_note": ("--note", {}),
        "role": ("--role", {"required": True, "choices": list(INVITED)}),
        "days": ("--days", {"type": int, "default": 30}),
        "pages": ("--pages", {"metavar": "NAMES"}),
        "only_snapshot": ("--snapshot", {"metavar": "ID"}),
        "remark": ("--note", {"default": ""}),
        "most": ("--most", {"type": int, "default": 100}),
        "plain": ("--plain", flag),
        "answer": ("--answer", {"action": "append", "default": [], "type": _answer, "metavar": "ID=READING"}),
        "goal": ("--goal", {"metavar": "ID"}),
        **{aim: (f"--{aim}", aimed | {"const": aim}) for aim in ("fewest", "cheapest", "earliest")},
        "agency": ("--agency", {"metavar": "NAME"}),
        "agency_file": ("--agency", {"metavar": "NAME"}),
        "json": ("--json", flag),
        "empty": ("--empty", flag),
        "partial": ("--partial", flag),
        "unseen": ("--unseen", flag),
        "snapshot": ("--snapshot", {"metavar": "ID"}),
        "slides": ("--slides", {"metavar": "IDS", "default": ""}),
        "steps": ("--steps", {"metavar": "STEPS", "default": ""}),
        "as_of": ("--as-of", {"type": _day, "metavar": "DATE"}),
        "replace": ("--replace", tables),
        "note": ("--note", {"required": True}),
        "author": ("--author", {"default": login_name()}),
        "data": ("--data", {"type": Path, "default": data_folder()}),
        "lang": ("--lang", {"choices": LANGUAGES, "default": "vi"}),
    }
    for name in names:
        written, settings = options[name]
        command.add_argument(written, help=words(f"command.{name}", "en"), **settings)


def _day(text: str) -> date:
    try:
        day = day_of(text)
    except BadCell:
        raise ArgumentTypeError(words("command.not_a_day", "en", text=text)) from None
    if is_to_come(day):
        raise ArgumentTypeError(words("command.day_to_come", "en", text=text))
    return day


def _answer(text: str) -> tuple[str, str]:
    """The id of a question, and the reading that answers it, in which no equals sign stands."""
    id, sign, reading = text.rpartition("=")
    if not sign:
        raise ArgumentTypeError(words("command.not_an_answer", "en", text=text))
    return canonical(id), canonical(reading)


class Unusable(Problem):
    """The `file` that cannot be read or written, and what the system says: `problem`."""

    def message(self, language: Language) -> str:
        """Which file it is, and why, with the system's own words after it."""
        problem = self.values["problem"]
        assert isinstance(problem, OSError)
        key = f"command.why_{_REASONS.get(problem.errno or 0, 'other')}"
        why = words(key, language, system=problem.strerror or str(problem))
        return words(self.key, language, **self.values, why=why)


@contextmanager
def using(file: Path, key: str) -> Iterator[None]:
    """Turns the system's errors into the problem of this key."""
    try:
        yield
    except OSError as problem:
        raise Unusable(key, file=str(file), problem=problem) from None


def content_of(file: Path) -> bytes:
    """The bytes of a file. Raises Unusable."""
    with using(file, "command.not_read"):
        return file.read_bytes()


def print_json(value: object) -> None:
    """One object on standard output."""
    print(as_json(value))


def print_list(given: Namespace, name: str, objects: list[Any], table: Callable[[], pd.DataFrame], empty: str) -> None:
    """Some objects as JSON under a name, or as a table; where there are none, the words under a key."""
    if given.json:
        print_json({name: objects})
    elif objects:
        with pd.option_context("display.max_colwidth", None):
            print(table().to_string(index=False))
    else:
        print(words(empty, given.lang))


def print_errors(findings: Iterable[Finding], language: Language) -> bool:
    """Print the errors among findings on the error stream; returns whether there is any."""
    errors = [finding for finding in findings if finding.severity == "error"]
    for finding in errors:
        print(finding_text(finding, language), file=sys.stderr)
    return bool(errors)


def finding_text(finding: Finding, language: Language) -> str:
    """A finding in a line: where, what, and what to do."""
    return f"{finding.place(language)}: {finding.message(language)} {finding.fix(language)}"


@contextmanager
def opened_store(given: Namespace) -> "Iterator[Store | None]":
    """The store of the data folder, closed afterwards; None where there is none yet. Raises StoreUnavailable."""
    url = store_url(given.data)
    if not exists(url):
        yield None
        return
    from bs_metrics.snapshots.store import Store

    with closing(Store(url)) as store:
        yield store


def asked_snapshot(given: Namespace, id: str | None = None) -> Snapshot:
    """The snapshot asked for, else the store's head, else the folder of workbooks. Raises UnknownSnapshot."""
    with opened_store(given) as store:
        shown = id or (store.head() if store else None)
        if shown is None:
            return snapshot(workbook_files(given.data))
        if store is None:
            raise UnknownSnapshot(shown)
        from bs_metrics.snapshots.folder_import import differs

        if not id and differs(store, given.data):
            print(words("command.folder_differs", given.lang, id=shown), file=sys.stderr)
        return store.seen(shown)
