"""What the tests need of the machine besides Python: `python -m tools.setup` installs what is missing.

With apt, and with sudo where it is not root, after saying what; SETUP=no installs nothing, and the tests then list what
did not run. It stands on the standard library alone: `python -m tools.setup venv` comes before every package.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

POSTGRESQL = Path("/usr/lib/postgresql")  # where Debian puts each version's programs, out of PATH
_SYSTEM = Path("/etc/os-release")
_BROWSER = "chromium"


@dataclass(frozen=True)
class Need:
    """A program that tests with a marker need, the apt packages that bring it, and whether it is there."""

    name: str
    marker: str
    packages: tuple[str, ...]
    is_there: Callable[[], object]


def chromium() -> str | None:
    """The path of the machine's Chromium or of the one that Playwright has fetched, None without one."""
    fetched = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    paths = [path for name in (_BROWSER, "google-chrome") if (path := shutil.which(name))]
    return next(iter([*paths, *map(str, fetched)]), None)


def postgresql(program: str) -> str | None:
    """The path of a program of PostgreSQL, the newest that Debian's packages hold, or one on PATH; None without one."""
    versions = sorted(POSTGRESQL.glob(f"*/bin/{program}"), key=lambda path: float(path.parts[-3]))
    return str(versions[-1]) if versions else shutil.which(program)


def _nginx() -> bool:
    return all(
        shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin") for program in ("nginx", "curl", "openssl")
    )


def _liberation() -> bool:
    listed = shutil.which("fc-list") and subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout
    return "Liberation Sans" in (listed or "")


# DejaVu is for letters that the app's own typeface does not have: without any, Chromium draws boxes.
NEEDS = (
    Need("Python's venv", "venv", ("python3-venv",), lambda: find_spec("ensurepip")),
    Need("Chromium", "browser", (_BROWSER, "fonts-dejavu-core"), chromium),
    Need("PostgreSQL", "postgres", ("postgresql",), lambda: postgresql("initdb")),
    Need("nginx", "site", ("nginx-light", "curl", "openssl"), _nginx),
    Need(
        "LibreOffice",
        "office",
        ("libreoffice-impress", "libreoffice-writer"),
        lambda: shutil.which("soffice") or shutil.which("libreoffice"),
    ),
    Need("the Liberation fonts", "office", ("fonts-liberation2", "fontconfig"), _liberation),
)


def missing(*markers: str) -> list[Need]:
    """What is not there, of what tests with these markers need; of all without one."""
    return [need for need in NEEDS if (not markers or need.marker in markers) and not need.is_there()]


def main(markers: list[str]) -> int:
    """Install what is missing; exit code 1 where that cannot be done, with what to do."""
    lacking = missing(*markers)
    if not lacking or os.environ.get("SETUP") == "no":
        return 0
    names = ", ".join(need.name for need in lacking)
    if not shutil.which("apt-get"):
        print(f"Missing: {names}. Install them and try again, or run what can run without: make test SETUP=no")
        return 1
    commands = _commands([package for need in lacking for package in need.packages])
    print(f"Missing: {names}. Installing:", *(" ".join(command) for command in commands), sep="\n  ", flush=True)
    try:
        for command in commands:
            subprocess.run(command, stdin=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"{problem}\nInstall {names} yourself, or run what can run without: make test SETUP=no")
        return 1
    return 0


def _commands(packages: list[str]) -> list[list[str]]:
    rights = [] if os.geteuid() == 0 else ["sudo"]
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    commands = [[*apt, "update"]]
    if _BROWSER in packages and "ubuntu" in _SYSTEM.read_text(encoding="utf-8"):  # apt there has a snap only
        packages.remove(_BROWSER)
        commands.append([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"])
    return [*commands, [*apt, "install", "-y", "--no-install-recommends", *packages]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
