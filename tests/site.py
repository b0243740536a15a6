"""A machine that follows `docs/hosting.md`: its commands, read out of the document and run in a folder on loopback.

What would change the real machine has a stand-in (`tests/standins.py`); bash, PostgreSQL's programs, nginx, the
project's own command line and its processes are real.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from bench.serve import ROOT, free_port
from tests.standins import PROGRAMS, here
from tests.store.postgres import Server
from tests.waiting import LIMIT
from tools.setup import postgresql

NAME = "localhost"  # of the site: a browser finds it without being told where
INSTALLATION = "From an empty Debian machine to a site"  # the heading
PORTS = ("8501", "8502")  # of the two processes, as the document names them
_COMMAND = re.compile(r"^ {4,}(\S.*)$")


def commands(heading: str) -> list[str]:
    """The lines to type under a heading of the document."""
    parts = re.split(r"^#{2,3} (.+)\n", (ROOT / "docs" / "hosting.md").read_text("utf-8"), flags=re.MULTILINE)
    text = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    return [found[1] for line in text.splitlines() if (found := _COMMAND.match(line))]


class Machine:
    """`folder` stands for the root of its file system, `ports` for those that the document names."""

    invited = ""  # what the last command of its installation printed

    def __init__(self, folder: Path, database: Server) -> None:
        self.folder = folder
        self.ports = {name: str(free_port()) for name in ("80", "443", *PORTS)}
        self.site = f"https://{NAME}:{self.ports['443']}"
        self.environment = os.environ | {
            "PATH": f"{folder / 'bin'}:{Path(postgresql('initdb') or '').parent}:{os.environ['PATH']}",
            **{"BS_ROOT": str(folder), "BS_PORTS": json.dumps(self.ports), "HOME": str(folder / "root")},
            **{"PGHOST": str(database.folder), "PGUSER": "test"},
        }
        places = ("bin", "run", "root", "srv", "var/backups", "etc/systemd/system")
        for place in (*places, "etc/nginx/sites-available", "etc/nginx/sites-enabled"):
            (folder / place).mkdir(parents=True)
        for name in PROGRAMS:
            program = folder / "bin" / name
            program.write_text(f'#!/bin/sh\nexec {sys.executable} {ROOT / "tests" / "standins.py"} {name} "$@"\n')
            program.chmod(0o755)

    def types(self, *lines: str) -> str:
        """Run lines in one shell in the project's folder; what they print. AssertionError where one fails."""
        script = "\n".join(here(line, self.folder, self.ports) for line in lines)
        # Who follows the document has a name and a place to clone from of his own.
        script = script.replace("HOST=town.example", f"HOST={NAME}")
        script = script.replace("REPOSITORY=https://git.example/town.git", f"REPOSITORY={ROOT}")
        clone = self.folder / "srv" / "town"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=clone if clone.exists() else self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert not done.returncode, f"{script}\n{done.stdout}\n{self.told()}"
        return done.stdout

    def told(self) -> str:
        """What the processes and nginx said."""
        return "\n".join(log.read_text("utf-8", "replace") for log in (self.folder / "run").glob("*.log"))

    def comes(self, *ports: str) -> None:
        """Wait until processes answer."""
        patient = f"curl --fail --retry {LIMIT} --retry-connrefused --retry-delay 1"
        self.types(*(f"{patient} http://127.0.0.1:{port}/ready" for port in ports))

    def process(self, port: str) -> psutil.Process:
        """The dashboard's process on a port."""
        return psutil.Process(int((self.folder / "run" / f"town@{self.ports[port]}.pid").read_text()))

    def ends(self) -> None:
        """End what was started."""
        for file in (self.folder / "run").glob("*.pid"):
            with suppress(ValueError, psutil.NoSuchProcess):  # never started, or ended already
                psutil.Process(int(file.read_text())).terminate()
        shutil.rmtree(self.folder, ignore_errors=True)
