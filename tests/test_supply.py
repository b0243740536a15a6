"""What the dashboard is made of besides its own code: locked, used, free to be passed on; and no secret among it."""

import json
import re
import subprocess
from importlib.metadata import packages_distributions, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.locked import ROOT, licence, locked

# Asked for by name, and imported by another package.
BY_OTHERS = {"authlib": "st.login", "httpx2": "Authlib", "psycopg": "SQLAlchemy, for an address of PostgreSQL"}
# May be passed on with software under the MIT licence; the LGPL's libraries stay files of their own.
FREE = re.compile(r"\b(MIT|BSD|0BSD|Apache|PSF-2\.0|MPL-2\.0|Zlib|CC0-1\.0|ISC|LGPL-3\.0-only)\b")
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30}|\bxox[abp]-\w{10}"
    r"|(?:secret|password|token)\w*\s*=\s*[\"'][A-Za-z0-9+/_-]{32,}[\"']|://[^\s/:@\"'{$<]+:[^\s/@\"'{$<]+@"
)
EXAMPLE = "://user:"  # begins the addresses with a password in documents and tests


def asked_for():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return [Requirement(text) for line in lines if (text := line.split("#")[0].strip())]


def test_the_lock_has_what_is_asked_for_each_file_with_its_hash():
    versions = {canonicalize_name(each.name): each.version for each in locked()}
    for one in asked_for():
        assert str(one.specifier) == f"=={versions[canonicalize_name(one.name)]}", f"{one.name}: make lock"
    assert len(versions) > len(asked_for()) and all(each.hashes for each in locked())


def test_what_is_installed_is_what_is_locked():
    here = [each for each in locked() if each.is_needed_here]
    assert [(each.name, version(each.name)) for each in here] == [(each.name, each.version) for each in here]


def test_every_licence_lets_it_be_passed_on():
    for each in locked():
        if each.is_needed_here:
            said = licence(each.name)
            assert FREE.search(said), f"{each.name}: {said!r}"
            assert not re.search(r"(?<!L)GPL", said), each.name


def test_nothing_is_asked_for_that_nothing_uses():
    sources = [
        ROOT / "app.py",
        *(file for room in ("bs_metrics", "ui", "pages") for file in (ROOT / room).rglob("*.py")),
    ]
    text = "\n".join(file.read_text("utf-8") for file in sources)
    used = set(re.findall(r"^\s*(?:from|import) (\w+)", text, flags=re.MULTILINE))
    modules = packages_distributions()
    users = {canonicalize_name(name) for module in used for name in modules.get(module, [])}
    assert {canonicalize_name(one.name) for one in asked_for()} - users == set(BY_OTHERS)


def test_no_secret_stands_in_the_project():
    kinds = {".py", ".toml", ".md", ".txt", ".yaml", ".yml", ".conf", ".service", ".js", ".css", ".json", ".cfg", ""}
    found = []
    for file in ROOT.rglob("*"):
        parts = file.relative_to(ROOT).parts
        own = not any(part.startswith(".") and part not in (".streamlit", ".ci", ".github") for part in parts)
        if own and file.is_file() and file.suffix in kinds and parts != (".streamlit", "secrets.toml"):
            for secret in SECRET.findall(file.read_text("utf-8", "replace")):
                if not secret.startswith(EXAMPLE):
                    found.append(f"{file}: {secret}")
    assert not found
    assert SECRET.search("secret = '" + "a1" * 16 + "'") and SECRET.search("postgresql://x:" + "y@host")


def test_the_file_of_secrets_is_never_kept():
    assert ".streamlit/secrets.toml" in Path(ROOT / ".gitignore").read_text("utf-8").split()
    assert "REPLACE" in (ROOT / "deploy" / "secrets.example.toml").read_text("utf-8")


def test_containers_run_the_same_processes_behind_the_same_site():
    """No container is started here: what they would start is held to what is tried."""
    folder = ROOT / "deploy"
    texts = {name: (folder / name).read_text("utf-8") for name in ("Dockerfile", "town@.service", "compose.yaml")}
    command = json.loads(re.search(r"^CMD (.+)$", texts["Dockerfile"], re.MULTILINE)[1])
    unit = re.search(r"^ExecStart=\S+ (.+)$", texts["town@.service"], re.MULTILINE)[1]
    assert command[1:] == unit.replace("127.0.0.1", "0.0.0.0").replace("%i", "8501").split()
    changes = re.findall(r"-e '(s[/#][^']+)'", texts["compose.yaml"])
    site = subprocess.run(
        ["sed", *(part for change in changes for part in ("-e", change.replace("${SITE:?set it}", "site.example")))],
        input=(folder / "nginx.conf").read_text("utf-8"),
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert {"server town1:8501", "server town2:8501", "server_name site.example"} <= set(
        re.findall(r"server\w* \S+\b", site)
    )
    assert not re.search(r"127\.0\.0\.1|town\.example|/etc/letsencrypt", site)
