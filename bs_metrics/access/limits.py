"""What a link for some pages, or for one snapshot, shows of the dashboard."""

from dataclasses import dataclass

from bs_metrics.contract.tables import Tables
from bs_metrics.measures.sets import stage_sets
from bs_metrics.words import Problem

# The pages of a link are among these and the stages'. The others hand out everything, or are not about the data.
_OFFERED = (
    "overview",
    "schools",
    "communes",
    "emulation",
    "documents",
    "data",
    "pace",
    "upload",
    "submissions",
    "present",
)
_OTHER_SNAPSHOTS = ("history",)  # pages that show more than one
_FOR_ADMINS = ("links", "log")


@dataclass(frozen=True)
class Limits:
    """What somebody sees: these pages by address, of this snapshot; all of them and any where nothing is said, but for
    the pages of those who administer."""

    pages: frozenset[str] | None = None
    snapshot: str = ""
    administers: bool = False

    def shows(self, address: str) -> bool:
        """Whether a page is among them."""
        if is_for_admins(address):
            return self.administers
        if self.snapshot and address in _OTHER_SNAPSHOTS:
            return False
        return self.pages is None or address in self.pages


EVERYTHING = Limits()


def is_for_admins(address: str) -> bool:
    """Whether a page is about the dashboard and those who use it."""
    return address in _FOR_ADMINS


def pages_for_links(tables: Tables) -> list[str]:
    """The addresses that a link can be limited to."""
    stages = [one.address for one in stage_sets(tables)]
    return list(dict.fromkeys([*_OFFERED[:1], *stages, *_OFFERED[1:]]))


def pages_named(written: str, tables: Tables) -> tuple[str, ...]:
    """The addresses written with commas between them. Raises Problem for none, and for one that no link shows alone."""
    named = dict.fromkeys(name for part in written.split(",") if (name := part.strip().strip("/")))
    known = pages_for_links(tables)
    for name in named or [""]:
        if name not in known:
            raise Problem("access.no_page", written=name, known=", ".join(known))
    return tuple(named)
