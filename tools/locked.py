"""What is installed for the dashboard: the packages of `requirements.lock`, and the licence of each."""

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
_ENTRY = re.compile(r"^([\w.-]+)(?:\[.*?\])?==(\S+?)(?: ; (.+?))? \\\n((?:    --hash=.+\n)+)", re.MULTILINE)
_LICENCE = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Locked:
    """A package with its exact version, where it is needed (empty: everywhere), and the hashes of its files."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]

    @property
    def is_needed_here(self) -> bool:
        """Whether this system and this Python need it."""
        return not self.where or Marker(self.where).evaluate()


def locked() -> list[Locked]:
    """Every package of the lock file, by name."""
    found = _ENTRY.findall((ROOT / "requirements.lock").read_text("utf-8"))
    return [
        Locked(name, version, where, tuple(re.findall(r"sha256:\w+", files))) for name, version, where, files in found
    ]


def licence(name: str) -> str:
    """The licence of an installed package, as it says itself; empty where it is not installed or says nothing."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    classified = [
        each.removeprefix(_LICENCE) for each in about.get_all("Classifier") or [] if each.startswith(_LICENCE)
    ]
    expression, written = (next(iter(about.get_all(name) or ()), "") for name in ("License-Expression", "License"))
    usable = written.strip() if len(written) < 40 else ""  # some put the whole text there
    return expression or usable or ", ".join(classified)
