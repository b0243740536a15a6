"""An OpenID provider on loopback, a dashboard whose people sign in there, and one of them without a browser."""

import json
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2

from bench.serve import ROOT, serving
from bs_metrics.snapshots.store import Store
from tests.waiting import LIMIT, wait_until

COOKIE_SECRET = "the cookie secret of the tests"
PEOPLE = {"an@town.example": "analyst", "@town.example": "viewer", "binh@office.example": "contributor"}


class Provider:
    """Where people sign in: whoever says a name is who has it."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address, self.log = f"http://127.0.0.1:{self.port}", log

    def start(self) -> None:
        """Answer, and know a few people."""
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(self.port)]
        with self.log.open("ab") as output:
            self.server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        wait_until(lambda: _answers(self.address), lambda: self.log.read_text(encoding="utf-8"))
        self.knows("an", email="An@Town.example", email_verified=True)
        self.knows("binh", email="binh@office.example", email_verified=True)
        self.knows("chi", email="chi@town.example", email_verified=True)
        self.knows("dung", email="dung@elsewhere.example", email_verified=True)
        self.knows("em", email="an@town.example", email_verified=False)
        self.knows("giang", email="an@town.example")

    def stop(self) -> None:
        """Answer nobody any more."""
        self.server.terminate()
        self.server.wait(LIMIT)

    def knows(self, name: str, **claims: object) -> None:
        """Somebody with this name, and what is said of them."""
        httpx2.put(f"{self.address}/users/{name}", json=claims, timeout=LIMIT).raise_for_status()


@contextmanager
def providing(log: Path) -> Iterator[Provider]:
    """A provider."""
    provider = Provider(log)
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()


def _answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/.well-known/openid-configuration", timeout=LIMIT).is_success
    except httpx2.TransportError:
        return False


class Hosted:
    """A dashboard with sign-in, its store, and its file of secrets."""

    def __init__(self, folder: Path, provider: Provider) -> None:
        self.secrets, self.provider = folder / "secrets.toml", provider
        self.server, self.url = "", f"sqlite:///{folder / 'store.sqlite'}"

    def says(self, people: Mapping[str, str] = PEOPLE, **access: str) -> None:
        """Write the configuration anew."""
        self.is_private = access.get("visibility") == "private"
        auth = {
            "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": COOKIE_SECRET,
            "client_id": "dashboard",
            "client_secret": "of the provider",
            "server_metadata_url": f"{self.provider.address}/.well-known/openid-configuration",
        }
        access = {"visibility": "public", **access}
        patience = {"timeout": LIMIT}  # Streamlit gives a provider five seconds
        sections: dict[str, Mapping[str, object]] = {
            "auth": auth,
            "auth.client_kwargs": patience,
            "access": access,
            "access.people": people,
        }
        lines = []
        for name, values in sections.items():
            lines += [f"[{name}]", *(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in values.items())]
        # Whole at once: Streamlit looks every 0.2 s, and keeps what it sees of a file that is being written.
        written = self.secrets.with_suffix(".new")
        written.write_text("\n".join(lines), encoding="utf-8")
        written.replace(self.secrets)
        assert tomllib.loads(self.secrets.read_text(encoding="utf-8"))["access"]["people"] == dict(people)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, beside the server that has it open."""
        with closing(Store(self.url)) as opened:
            yield opened


@contextmanager
def hosting(folder: Path) -> Iterator[Hosted]:
    """A dashboard whose people sign in at a provider, and which waits a second only for a store that is locked."""
    with providing(folder / "provider.log") as provider:
        hosted = Hosted(folder, provider)
        hosted.says()
        options = (str(ROOT / "app.py"), f"--secrets.files={hosted.secrets}")
        environment = {"BS_STORE_URL": hosted.url, "BS_LOCAL": "", "NO_PROXY": "127.0.0.1"}
        with serving(folder / "log", *options, program="tests.impatient", **environment) as hosted.server:
            yield hosted


class Client:
    """A browser without pages: it keeps cookies, follows no redirection, and says where it comes from."""

    def __init__(self, server: str) -> None:
        self.server, self.kept, self.back = server, httpx2.Cookies(), ""

    def asks(self, path: str, comes_from: str = "") -> httpx2.Response:
        """Ask the dashboard for an address."""
        headers = {"referer": comes_from} if comes_from else {}
        with httpx2.Client(base_url=self.server, cookies=self.kept, timeout=LIMIT, trust_env=False) as browser:
            answer = browser.get(path, headers=headers)
            self.kept = browser.cookies
        return answer

    def leaves(self, comes_from: str = "") -> str:
        """Begin to sign in; gives the provider's address that the browser is sent to."""
        begun = self.asks("/signin", comes_from)
        assert begun.status_code == 303
        sent = self.asks(begun.headers["location"], comes_from)
        assert sent.status_code == 302, sent.text
        return sent.headers["location"]

    def comes_back(self, asked: str, name: str) -> httpx2.Response:
        """Say a name at the provider; gives the dashboard's answer to what the provider sends back."""
        said = httpx2.post(asked, data={"sub": name}, timeout=LIMIT, trust_env=False)
        assert said.status_code == 302, said.text
        self.back = said.headers["location"]
        return self.asks(self.back)

    def signs_in(self, name: str, page: str = "") -> httpx2.Response:
        """The whole way there and back, from a page of the dashboard."""
        return self.comes_back(self.leaves(f"{self.server}{page}" if page else ""), name)

    @property
    def cookie(self) -> str:
        """What a browser would send of its cookies."""
        return "; ".join(f"{each.name}={each.value}" for each in self.kept.jar)
