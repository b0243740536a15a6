"""Where the store is: a SQLite file in the data folder, or the PostgreSQL that an address names.

The pages and the command line ask here, so both mean the same store. A file of secrets that cannot be read is told:
without its address, what is published would end in the file of the data folder, where nobody looks for it. Nothing here
loads SQLAlchemy: a command that reads the folder alone would wait for it.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from bs_metrics.words import Language, Problem, words

VARIABLE = "BS_STORE_URL"
FILE = "store.sqlite"
_SECRETS = ".streamlit/secrets.toml"  # of the user, then of the folder that the program is started in


class StoreUnavailable(Problem):
    """The store cannot be opened, read or written. Neither `address` nor `detail` holds a password.

    `code` names the reason's sentence (`store.reason_…`), `detail` is what the driver said.
    """

    def __init__(self, address: str, code: str, detail: str = "") -> None:
        super().__init__("store.unavailable", address=address)
        self.address, self.code, self.detail = address, code, detail

    def message(self, language: Language) -> str:
        """What is wrong and what to look at."""
        reason = words(f"store.reason_{self.code}", language, detail=self.detail)
        return str(words(self.key, language, **self.values, reason=reason))


def store_url(folder: Path, files: Iterable[str] | None = None) -> str:
    """The store's address: `BS_STORE_URL`, or what the secrets say, or the file `store.sqlite` of the data folder.

    `files` are Streamlit's files of secrets, those that it reads unless told otherwise when None. Raises
    StoreUnavailable for one that cannot be read or leaves the address out.
    """
    if given := os.environ.get(VARIABLE):
        return given
    return _configured(files) or f"sqlite:///{folder.resolve() / FILE}"


def _configured(files: Iterable[str] | None) -> str | None:
    """`url` under `[connections.store]`."""
    connections, named = section("connections", files)
    given = connections.get("store") if isinstance(connections, dict) else None
    if given is None:
        return None
    url = given.get("url") if isinstance(given, dict) else None
    if not url or not isinstance(url, str):
        raise StoreUnavailable(named, "no_url")
    return url


def section(name: str, files: Iterable[str] | None = None) -> tuple[object, str]:
    """What the secrets have under a name, and the file it stands in; a later file's replaces an earlier one's, as in
    Streamlit. Raises StoreUnavailable for a file that cannot be read.
    """
    found: object = {}
    named = ""
    # A user without a home, as in some containers, has no file there.
    for file in map(Path, files if files is not None else (os.path.expanduser(f"~/{_SECRETS}"), _SECRETS)):
        if file.suffix != ".toml":  # a folder of secrets knows no tables in tables
            continue
        try:
            read = _parsed(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as problem:
            detail = getattr(problem, "strerror", None) or str(problem)
            raise StoreUnavailable(str(file), "secrets", detail) from None
        if name in read:
            found, named = read[name], str(file)
    return found, named


@lru_cache(maxsize=4)
def _parsed(text: str) -> Mapping[str, object]:
    """What a file of secrets says: one run asks for it a dozen times, and only its text can change that."""
    return tomllib.loads(text)


def exists(url: str) -> bool:
    """Whether there is a store to open: a SQLite file may not be there yet, and asking does not make one."""
    kind, _, rest = url.partition("://")
    file = rest.removeprefix("/").partition("?")[0]
    return kind.partition("+")[0] != "sqlite" or not file or Path(file).is_file()
