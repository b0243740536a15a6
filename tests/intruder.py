"""A client of the server that is no browser: it says over HTTP and the websocket whatever it likes."""

import http.client
import ssl
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.waiting import LIMIT

XSRF = "_streamlit_xsrf"


@dataclass(frozen=True)
class Answer:
    """What the server answered to a request."""

    status: int
    headers: Mapping[str, str]  # names in small letters; several of a name as one, with commas
    body: bytes


def unverified() -> ssl.SSLContext:
    """For a server that has signed its certificate itself."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def ask(server: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Send a request; `_` in the name of a header stands for `-`."""
    address = urlsplit(server)
    connection = (
        http.client.HTTPSConnection(address.netloc, timeout=LIMIT, context=unverified())
        if address.scheme == "https"
        else http.client.HTTPConnection(address.netloc, timeout=LIMIT)
    )
    try:
        connection.connect()
        with suppress(ConnectionError):  # the server need not take in what it refuses
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        told: dict[str, str] = {}
        for name, value in answer.getheaders():
            told[name.lower()] = f"{told[name.lower()]}, {value}" if name.lower() in told else value
        return Answer(answer.status, told, answer.read())
    finally:
        connection.close()


class Visitor:
    """One session of Streamlit's, without a browser."""

    def __init__(self, server: str, socket: ClientConnection, token: str, cookies: str) -> None:
        self.server, self.socket, self.token, self.cookies = server, socket, token, cookies

    def says(self, message: BackMsg, until: str) -> list[ForwardMsg]:
        """Send a message, and give what comes up to the first answer of a kind."""
        self.socket.send(message.SerializeToString())
        answers: list[ForwardMsg] = []
        while not answers or answers[-1].WhichOneof("type") != until or _goes_on(answers[-1]):
            answers.append(ForwardMsg())
            answers[-1].ParseFromString(self.socket.recv(timeout=LIMIT))
        return answers

    def reruns(self) -> str:
        """Run the page, as a browser does first of all; gives all that was sent, as text."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        sent = b"".join(each.SerializeToString() for each in self.says(message, "script_finished"))
        return sent.decode("utf-8", "replace")

    def opens(self) -> "Visitor":
        """The same, for who does not look."""
        self.reruns()
        return self

    def uploads(self, content: bytes) -> Answer:
        """Ask for an address to upload to, and send a file there."""
        message = BackMsg()
        message.file_urls_request.request_id = str(uuid.uuid4())
        message.file_urls_request.file_names.append("a.xlsx")
        path = self.says(message, "file_urls_response")[-1].file_urls_response.file_urls[0].upload_url
        bounds = f"--{(mark := uuid.uuid4().hex)}\r\n"
        head = f'{bounds}Content-Disposition: form-data; name="a.xlsx"; filename="a.xlsx"\r\n\r\n'
        return ask(
            self.server,
            path,
            "PUT",
            head.encode() + content + f"\r\n--{mark}--\r\n".encode(),
            content_type=f"multipart/form-data; boundary={mark}",
            cookie=self.cookies,
            x_xsrftoken=self.token,
            origin=self.server,
        )


def _goes_on(answer: ForwardMsg) -> bool:
    """Whether a run ended because the page led on to another."""
    early: bool = answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return early and answer.WhichOneof("type") == "script_finished"


def token_of(server: str, cookie: str = "") -> str:
    """The token against forgery that a server gives a browser with a cookie."""
    kept = {"cookie": cookie} if cookie else {}
    answers = [ask(server, path, **kept).headers for path in ("/_stcore/host-config", "/_stcore/health")]
    told = (each.get("set-cookie", "").partition(f"{XSRF}=")[2] for each in answers)
    return next(each for each in told if each).partition(";")[0]


@contextmanager
def visiting(server: str, token: str = "", cookie: str = "") -> Iterator[Visitor]:
    """A session of a visitor with cookies, open until the end; the token against forgery is asked for unless given."""
    token = token or token_of(server, cookie)
    cookies = f"{XSRF}={token}" + (f"; {cookie}" if cookie else "")
    with connect(
        f"ws{server.removeprefix('http')}/_stcore/stream",
        origin=server,
        subprotocols=["streamlit", token],
        additional_headers={"Cookie": cookies},
        max_size=None,
        open_timeout=LIMIT,
        ssl=unverified() if server.startswith("https") else None,
    ) as socket:
        yield Visitor(server, socket, token, cookies)
