"""A client of the server that is no browser: it says over HTTP and the websocket whatever it likes."""

import http.client
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
    headers: Mapping[str, str]  # names in small letters
    body: bytes


def ask(server: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Send a request; `_` in the name of a header stands for `-`."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=LIMIT)
    try:
        with suppress(ConnectionError):  # the server need not take in what it refuses
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


class Visitor:
    """One session of Streamlit's, without a browser."""

    def __init__(self, server: str, socket: ClientConnection, token: str) -> None:
        self.server, self.socket, self.token = server, socket, token

    def says(self, message: BackMsg, until: str) -> ForwardMsg:
        """Send a message, and give the first answer of a kind."""
        self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self.socket.recv(timeout=LIMIT))
            if answer.WhichOneof("type") == until:
                return answer

    def opens(self) -> "Visitor":
        """Run the page, as a browser does first of all."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        self.says(message, "script_finished")
        return self

    def uploads(self, content: bytes) -> Answer:
        """Ask for an address to upload to, and send a file there."""
        message = BackMsg()
        message.file_urls_request.request_id = str(uuid.uuid4())
        message.file_urls_request.file_names.append("a.xlsx")
        path = self.says(message, "file_urls_response").file_urls_response.file_urls[0].upload_url
        bounds = f"--{(mark := uuid.uuid4().hex)}\r\n"
        head = f'{bounds}Content-Disposition: form-data; name="a.xlsx"; filename="a.xlsx"\r\n\r\n'
        return ask(
            self.server,
            path,
            "PUT",
            head.encode() + content + f"\r\n--{mark}--\r\n".encode(),
            content_type=f"multipart/form-data; boundary={mark}",
            cookie=f"{XSRF}={self.token}",
            x_xsrftoken=self.token,
            origin=self.server,
        )


@contextmanager
def visiting(server: str) -> Iterator[Visitor]:
    """A session of a visitor, open until the end."""
    cookies = ask(server, "/_stcore/host-config").headers
    if XSRF not in cookies.get("set-cookie", ""):
        cookies = ask(server, "/_stcore/health").headers
    token = cookies["set-cookie"].split(f"{XSRF}=")[1].split(";")[0]
    address = f"ws{server.removeprefix('http')}/_stcore/stream"
    with connect(
        address,
        origin=server,
        subprotocols=["streamlit", token],
        additional_headers={"Cookie": f"{XSRF}={token}"},
        max_size=None,
        open_timeout=LIMIT,
    ) as socket:
        yield Visitor(server, socket, token)
