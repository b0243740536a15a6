"""What would change the machine, for who follows `docs/hosting.md` in a folder: the same done inside it.

Each program of `PROGRAMS` is started under its own name: `python standins.py NAME ARGUMENTS…`. BS_ROOT is the folder
that stands for the root of the file system, BS_PORTS has the free port for each of those that the files name.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(os.environ.get("BS_ROOT", "/"))
PORTS: dict[str, str] = json.loads(os.environ.get("BS_PORTS", "{}"))
_KEPT_OUT = (".git", ".venv", ".*_cache", "__pycache__", "*.sqlite*")


def here(text: str, root: Path, ports: Mapping[str, str]) -> str:
    """A text with a folder's paths and ports for the machine's."""
    text = re.sub(r"(?<![\w.{}])/(srv|etc|var/backups)\b", rf"{root}/\1", text)
    return re.sub("|".join(rf"(?<![.\d]){port}\b" for port in ports), lambda found: ports[found[0]], text)


def run(program: str, *arguments: str) -> None:
    """Become a program."""
    os.execvp(program, [program, *arguments])


def sudo(*arguments: str) -> None:
    """The command itself; in the database, as the user who is named."""
    if arguments[0] == "-u":
        os.environ["PGUSER"] = {"postgres": "test"}.get(arguments[1], arguments[1])
        arguments = arguments[2:]
    if arguments[0].endswith("/pip"):  # what is installed here is all that is locked
        arguments = (*arguments, "--dry-run", "--no-index", "--quiet")
    run(*arguments)


def git(*arguments: str) -> None:
    """A clone is a copy; nothing newer is ever pulled."""
    if arguments[0] == "clone":
        shutil.copytree(*arguments[1:], ignore=shutil.ignore_patterns(*_KEPT_OUT), dirs_exist_ok=True)
        Path(arguments[2], ".streamlit", "secrets.toml").unlink(missing_ok=True)


def python3(*arguments: str) -> None:
    """A new environment is the one that runs the tests."""
    if arguments[:2] == ("-m", "venv"):
        Path(arguments[2]).symlink_to(sys.prefix)
    else:
        run(sys.executable, *arguments)


def install(*arguments: str) -> None:
    """Without the user or group of an account that is not there."""
    accounts = [place for place, each in enumerate(arguments) if each in ("-o", "-g")]
    run("/usr/bin/install", *(each for place, each in enumerate(arguments) if {place, place - 1}.isdisjoint(accounts)))


def certbot(*arguments: str) -> None:
    """A certificate that the machine signs itself."""
    name = arguments[arguments.index("-d") + 1]
    folder = ROOT / "etc" / "letsencrypt" / "live" / name
    folder.mkdir(parents=True)
    new = "req -x509 -newkey rsa:2048 -nodes -days 2 -keyout privkey.pem -out fullchain.pem".split()
    about = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(["openssl", *new, *about], cwd=folder, check=True, capture_output=True)


def curl(*arguments: str) -> None:
    """To this folder's ports."""
    port, certificates = PORTS["443"], (ROOT / "etc" / "letsencrypt" / "live").glob("*/fullchain.pem")
    trusted = [part for file in certificates for part in ("--cacert", str(file))]
    run("/usr/bin/curl", *trusted, "--silent", "--show-error", "--connect-to", f":443:127.0.0.1:{port}", *arguments)


def nginx(*arguments: str) -> None:
    """The real one, with the sites of this folder."""
    folder = ROOT / "run"
    sites = [
        here(site.read_text("utf-8"), ROOT, PORTS) for site in (ROOT / "etc" / "nginx" / "sites-enabled").iterdir()
    ]
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    logs = f"error_log {folder}/nginx.log;\nevents {{}}\nhttp {{\naccess_log {folder}/access.log;\n"
    text = f"{user}pid {folder}/nginx.pid;\n{logs}{places}"
    (folder / "nginx.conf").write_text("\n".join([text, *sites, "}"]), "utf-8")
    run("/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), *arguments)


def systemctl(action: str, *names: str) -> None:
    """Units are started by their ExecStart and stopped; nginx is started at its first reload."""
    for name in [each for each in names if each != "--now"]:
        if name == "nginx":
            pid = ROOT / "run" / "nginx.pid"  # a test of the configuration leaves an empty one
            running = pid.exists() and pid.read_text()
            subprocess.run(["nginx", *(["-s", "reload"] if running else [])], check=True)
            continue
        if action in ("stop", "restart"):
            stop(name)
        if action in ("enable", "start", "restart") and not is_up(name):
            start(name)


def is_up(name: str) -> bool:
    """Whether a process runs, as Linux tells of it."""
    file = ROOT / "run" / f"{name}.pid"
    with suppress(FileNotFoundError, ProcessLookupError):
        state = Path("/proc", file.read_text(), "stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False


def start(name: str) -> None:
    """Start a process of a unit with a template, in its folder, as its user in the database."""
    kind, _, instance = name.partition("@")
    unit = here((ROOT / "etc" / "systemd" / "system" / f"{kind}@.service").read_text("utf-8"), ROOT, PORTS)
    unit = unit.replace("%i", instance)
    settings = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    with (ROOT / "run" / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            settings["ExecStart"].split(),
            cwd=settings["WorkingDirectory"],
            env=os.environ | {"PGUSER": settings["User"]},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (ROOT / "run" / f"{name}.pid").write_text(str(process.pid))


def stop(name: str) -> None:
    """Ask a process to end, and wait until it has."""
    if is_up(name):
        os.kill(int((ROOT / "run" / f"{name}.pid").read_text()), signal.SIGTERM)
    while is_up(name):
        time.sleep(0.05)


def nothing(*_: str) -> None:
    """What the folder needs nothing of."""


PROGRAMS = {
    **{"sudo": sudo, "git": git, "python3": python3, "install": install, "certbot": certbot, "curl": curl},
    **{"nginx": nginx, "systemctl": systemctl, "apt-get": nothing, "adduser": nothing},
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
