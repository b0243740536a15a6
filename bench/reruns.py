"""Server time of a rerun, page by page: from asking over the websocket, as a browser does, to "the script finished".

A small client speaks Streamlit's own protocol, so that what is timed is the server: the script, its messages and their
way over loopback, and nothing of a browser, nor of Streamlit's test and agent interfaces, which build trees of their
own.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from bench.bounds import RERUN_EXTRA_MS, RUNS, Line, at_most
from bench.serve import bare, dashboard


@dataclass(frozen=True)
class Choice:
    """A widget of the page's body that offers choices: its id, its key, and how its first options are sent."""

    id: str
    key: str
    states: tuple[WidgetState, WidgetState]


class Visitor:
    """One session on one page."""

    def __init__(self, connection: ClientConnection, page: str) -> None:
        self.connection = connection
        self.page = page
        self.script = ""
        self.choices: dict[str, Choice] = {}
        self.pages: list[str] = []

    def rerun(self, *states: WidgetState, query: str = "") -> float:
        """Ask for a run with some widget states, read all that comes back, and return the seconds it took."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = self.page
        asked.rerun_script.page_script_hash = self.script
        asked.rerun_script.context_info.color_scheme = "light"
        asked.rerun_script.widget_states.widgets.extend(states)
        started = time.perf_counter()
        self.connection.send(asked.SerializeToString())
        received = []
        while True:
            content = self.connection.recv(timeout=60)
            message = ForwardMsg.FromString(content)
            received.append(message)
            if message.WhichOneof("type") == "script_finished":
                break
        seconds = time.perf_counter() - started
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RuntimeError(f"/{self.page} did not finish: {message}")
        self._remember(received)
        return seconds

    def _remember(self, received: list[ForwardMsg]) -> None:
        for message in received:
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self.pages = [page.url_pathname for page in message.navigation.app_pages if not page.is_hidden]
                self.script = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                if element.WhichOneof("type") == "exception":
                    raise RuntimeError(f"/{self.page}: {element.exception.message}")
                if message.metadata.delta_path[0] == 0:  # 0 is the body, 1 the sidebar
                    self._remember_choice(element)

    def _remember_choice(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        if kind == "button_group":
            widget = element.button_group
            labels = [option.content for option in widget.options][:2]
            states = [WidgetState(id=widget.id) for _ in labels]
            for state, label in zip(states, labels, strict=True):
                state.string_array_value.data.append(label)
        elif kind == "selectbox":
            widget = element.selectbox
            states = [WidgetState(id=widget.id, string_value=label) for label in list(widget.options)[:2]]
        else:
            return
        if len(states) == 2:
            self.choices[widget.id] = Choice(widget.id, widget.id.rsplit("-", 1)[-1], (states[0], states[1]))


def measure() -> list[Line]:
    """Every page's rerun against the bare page's, once for each of its filters."""
    with bare("blank") as blank, dashboard() as app:
        with visiting(app, "") as visitor:
            visitor.rerun()
            pages = visitor.pages
        medians: dict[str, float] = {}
        bare_times: list[float] = []
        for page in pages:
            with visiting(app, page) as visitor, visiting(blank, "") as baseline:
                visitor.rerun()
                baseline.rerun()
                choices: list[Choice | None] = [*visitor.choices.values()] or [None]
                for choice in choices:
                    times = []
                    for turn in range(RUNS + 1):
                        # The second option first, so that every run changes the filter.
                        states = [choice.states[(turn + 1) % 2]] if choice else []
                        times.append(visitor.rerun(*states))
                        bare_times.append(baseline.rerun())
                    medians[f"/{page}" + (f", filter {choice.key}" if choice else "")] = 1000 * median(times[1:])
    plain = 1000 * median(bare_times)
    return [
        at_most(f"rerun: {what}", f"{own:.0f} ms, bare page {plain:.0f} ms", own - plain, RERUN_EXTRA_MS, " ms over it")
        for what, own in medians.items()
    ]


@contextmanager
def visiting(address: str, page: str) -> Iterator[Visitor]:
    """A session on one page of a server."""
    url = address.replace("http://", "ws://") + "/_stcore/stream"
    with connect(url, subprotocols=["streamlit"], max_size=None, proxy=None) as connection:  # type: ignore[list-item]
        yield Visitor(connection, page)
