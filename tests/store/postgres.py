"""A PostgreSQL of the tests' own: a new cluster in a temporary folder, on a Unix socket only, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.waiting import LIMIT
from tools.setup import postgresql


class PostgresMissing(Exception):
    """The programs of PostgreSQL are not there; the text says what to do."""


def program(name: str) -> str:
    """The path of a program of PostgreSQL."""
    path = postgresql(name)
    if not path:
        raise PostgresMissing("The tests of the store need PostgreSQL's programs (initdb, pg_ctl): make setup")
    return path


class Server:
    """One cluster. `address(database)` is its URL; databases are made with `create`."""

    def __init__(self) -> None:
        self.initdb, self.control = program("initdb"), program("pg_ctl")
        self.folder = Path(tempfile.mkdtemp(prefix="bs-pg-"))
        self.data = self.folder / "data"
        self.account = _account()
        if self.account:
            shutil.chown(self.folder, *self.account)
        self._run(self.initdb, "-D", self.data, "-A", "trust", "-U", "test", "--no-sync", "-E", "UTF8", "--locale=C")

    def start(self) -> None:
        """Start it and wait until it answers. Nothing is written through to the disk: the tests kill its clients."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c full_page_writes=off"
        self._run(self.control, "-D", self.data, "-l", self.folder / "log", "-o", options, "-w", "-t", LIMIT, "start")

    def stop(self) -> None:
        """Stop it at once."""
        self._run(self.control, "-D", self.data, "-m", "immediate", "-w", "-t", LIMIT, "stop")

    def remove(self) -> None:
        """Stop it and take its folder away."""
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def address(self, database: str) -> str:
        """The URL of a database."""
        return f"postgresql://test@/{database}?host={self.folder}"

    def _run(self, *command: object) -> None:
        # PostgreSQL refuses to run as root, so root hands it to another account.
        user, group = self.account or (None, None)
        words = [str(word) for word in command]
        extra = [] if self.account else None
        done = subprocess.run(
            words,
            user=user,
            group=group,
            extra_groups=extra,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{words[0]}: {done.stderr}\n{log.read_text() if log.exists() else ''}")


def _account() -> tuple[int, int] | None:
    """User and group that run the server, None for whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    import pwd  # Windows has none

    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return account.pw_uid, account.pw_gid
    raise PostgresMissing("PostgreSQL does not run as root, and there is no account postgres or nobody to run it")
