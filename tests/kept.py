"""What follows from the same things is worked out once in a test run, for nobody writes into what it gives.

Tests of pages and commands read the same workbooks and upload the same files over and over: reading, counting and
comparing them was most of what they took. A test that calls one of these functions itself gets it as it is.
"""

import sys
from collections.abc import Callable, Hashable
from typing import Any

import pytest

from bs_metrics.contract.tables import Tables
from bs_metrics.intake import check as checking
from bs_metrics.intake import folder
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.snapshots import blobs, combined, snapshot

_MOST = 200  # results of a function
_LARGE = 1_000_000  # bytes: what is read of a larger file is not kept


def keep_read(patch: pytest.MonkeyPatch) -> None:
    """Workbooks of a folder are read once, for test modules that ask what there is to test too."""
    _keep(patch, folder._read, lambda files, complete: (complete, *files.items()))


def keep(patch: pytest.MonkeyPatch) -> None:
    """Until the patch is undone, modules of the project get the same answer to the same question."""
    _keep(patch, blobs.decoded, lambda table, content: (table, content))
    _keep(patch, snapshot.snapshot_of, lambda tables, id="": (id, _state(tables)))
    _keep(patch, combined.outcome_of, _of_upload)
    for module in _using(checking.check):
        patch.setattr(module, "check", _checked(checking.check))


def _keep(patch: pytest.MonkeyPatch, function: Callable[..., Any], key: Callable[..., Hashable]) -> None:
    made: dict[Hashable, tuple[Any, Any]] = {}

    def kept(*given: Any, **more: Any) -> Any:
        asked = key(*given, **more)
        if asked not in made:
            _make_room(made)
            made[asked] = function(*given, **more), (given, more)  # while these are kept, no other has their identity
        return made[asked][0]

    for module in _using(function):
        patch.setattr(module, function.__name__, kept)


def _checked(check: Callable[..., Any]) -> Callable[..., Any]:
    """The same for `check`, whose progress is told again."""
    made: dict[Hashable, tuple[Any, Any, list[float]]] = {}

    def checked(
        content: bytes,
        file: str,
        current: Tables,
        choices: Choices | None = None,
        progress: Callable[[float], None] = lambda share: None,
    ) -> Any:
        asked = (content, file, _state(current), (choices or Choices()).to_json())
        if len(content) > _LARGE:
            return check(content, file, current, choices, progress)
        if asked in made:
            for share in made[asked][2]:
                progress(share)
            return made[asked][0]
        shares: list[float] = []

        def show(share: float) -> None:
            shares.append(share)
            progress(share)

        report = check(content, file, current, choices, show)
        _make_room(made)
        made[asked] = report, current, shares
        return report

    return checked


def _using(function: Callable[..., Any]) -> list[Any]:
    """The modules of the project that know a function by its name."""
    named = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in ("bs_metrics", "ui")}
    return [one for _, one in sorted(named.items()) if vars(one).get(function.__name__) is function]


def _make_room(made: dict[Hashable, Any]) -> None:
    while len(made) >= _MOST:
        del made[next(iter(made))]


def _state(tables: Tables) -> Hashable:
    """What tables are: the very frames, and what was found in them."""
    return tuple((name, id(frame)) for name, frame in tables.frames.items()), tuple(tables.findings)


def _of_upload(current: Any, incoming: Any, replace: frozenset[str] = frozenset(), as_of: Any = None) -> Hashable:
    frames = tuple((name, id(frame)) for name, frame in incoming.items())
    return current.id, _state(current.tables), frames, replace, as_of
