"""What a browser says over its websocket, as far as it is for its session."""

from collections.abc import Callable

from anyio import to_thread
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

# What a browser may ask of its session; the rest empties everybody's caches, asks for the repository, or is for tests.
_HARMLESS = ("stop_script", "app_heartbeat", "file_urls_request")
_HEARD = ("rerun_script", "backend_operation_request")
_LONGEST = 2_000_000  # bytes; a page says some thousands, and Streamlit keeps what it hears for as long as a session
_TOO_LONG: Message = {"type": "websocket.disconnect", "code": 1009}


class Messages:
    """The messages of one browser, one a call: what Streamlit receives instead of all that was sent.

    What runs a part of a page, or makes a file of it, does not go through the script that asks for the role first: who
    sees something else by now than what was drawn gets a whole run instead of the part, and no file. `sees` tells what
    it is, in any form that can be compared; nothing where the role is lost. A part of a page that the
    reader has left is a whole run of the page that was asked for: Streamlit would answer with an empty page.
    """

    def __init__(self, receive: Receive, sees: Callable[[], object]) -> None:
        self._receive, self._sees = receive, sees
        self._drawn: object = None  # what the last whole run could show
        self._page = ""  # the hash of the page that was asked for last

    async def __call__(self) -> Message:
        """The next message that is for the session."""
        while True:
            message = await self._receive()
            if len(message.get("bytes") or b"") > _LONGEST:
                return _TOO_LONG  # as if the browser had left
            said = _said(message)
            kind = said.WhichOneof("type") if said else None
            if said is None or kind in _HARMLESS:
                return message
            if kind not in _HEARD:
                continue
            run = said.rerun_script if kind == "rerun_script" else None
            now, drawn = await to_thread.run_sync(self._sees), self._drawn
            if run is not None:
                self._drawn = now
            if run is not None and not run.fragment_id:
                self._page = run.page_script_hash
                return message
            if now and now == drawn:
                if run is None or self._page in ("", run.page_script_hash):
                    return message
                run.page_script_hash = self._page
            if run is not None:
                run.fragment_id = ""
                return {**message, "bytes": said.SerializeToString()}


def _said(message: Message) -> BackMsg | None:
    """What a browser's message says, None where it is none: that is for Streamlit, which then ends the session."""
    content = message.get("bytes")
    if message["type"] != "websocket.receive" or content is None:
        return None
    try:
        said: BackMsg = BackMsg.FromString(content)
    except DecodeError:
        return None
    return said
