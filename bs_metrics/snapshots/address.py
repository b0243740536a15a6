"""Where the store is: a SQLite file in the data folder, or the PostgreSQL that an address names."""

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bs_metrics.words import Language, words

VARIABLE = "BS_STORE_URL"
FILE = "store.sqlite"
_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class StoreUnavailable(Exception):
    """The store cannot be opened, read or written. Neither `address` nor `detail` holds a password.

    `code` names the reason's sentence (`store.reason_…`), `detail` is what the driver said.
    """

    def __init__(self, address: str, code: str, detail: str = "") -> None:
        super().__init__(address, code, detail)
        self.address = address
        self.code = code
        self.detail = detail

    def message(self, language: Language) -> str:
        """What is wrong and what to look at."""
        reason = words(f"store.reason_{self.code}", language, detail=self.detail)
        return words("store.unavailable", language, address=self.address, reason=reason)

    def __str__(self) -> str:
        return self.message("en")


def store_url(folder: Path, configured: str | None = None) -> str:
    """The store's address: `BS_STORE_URL`, or what is configured, or the file `store.sqlite` of the data folder."""
    return os.environ.get(VARIABLE) or configured or f"sqlite:///{folder.resolve() / FILE}"


def parsed(url: str) -> URL:
    """The address with the driver that this project uses. Raises StoreUnavailable."""
    scheme = url.partition(":")[0]
    kind = scheme.partition("+")[0]
    if kind not in _DRIVERS or "://" not in url:
        raise StoreUnavailable("…", "kind")  # what stands there may be anything, a password among it
    try:
        address = make_url(url).set(drivername=_DRIVERS[kind])
    except (ArgumentError, ValueError):  # their text repeats parts of the address, a password among them
        raise StoreUnavailable(f"{kind}://…", "address") from None
    if kind != "sqlite":
        return address
    if not address.database:
        raise StoreUnavailable(shown(address), "address")
    return address.set(query={})


def exists(url: str) -> bool:
    """Whether there is a store to open: a SQLite file may not be there yet, and asking does not make one."""
    address = parsed(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def shown(url: URL) -> str:
    """The address for a message: without the password and without options, which may hold one."""
    return url.set(password=None, query={}).render_as_string()


def secrets(url: URL) -> list[str]:
    """What of an address may appear in no message, longest first."""
    hidden = {str(url.password or "")}
    for name, value in url.query.items():
        if "password" in name:
            hidden.update([value] if isinstance(value, str) else value)
    return sorted(hidden - {""}, key=len, reverse=True)
