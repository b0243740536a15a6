"""Viewers over real websockets, without browsers: all at once open a page, change its filter, go to another page."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect

from tests.intruder import XSRF, token_of, unverified
from tests.waiting import LIMIT

OTHER = "schools"  # the page that viewers go to, of the dashboard and of the bare pages


@dataclass(frozen=True)
class Act:
    """What all viewers did at once: how long each waited, and what the server's process took for each; milliseconds."""

    waited: Sequence[float]
    processor: float

    @property
    def middle(self) -> float:
        """What half of them waited at most."""
        return median(self.waited)

    @property
    def slow(self) -> float:
        """What 95 of 100 waited at most."""
        return quantiles(self.waited, n=20)[-1]


class Viewer:
    """One session. What it does gives all that it was then shown, as text."""

    socket: ClientConnection
    filter: str  # the identifier of the first choice that the front page offers

    def __init__(self, node: str = "") -> None:
        self._cookies = f"; bs_node={node}" if node else ""  # by which nginx knows whose process it is

    async def open(self, address: str, token: str) -> str:
        """Connect, and run the front page."""
        secure = {"ssl": unverified()} if address.startswith("https") else {}
        self.socket = await connect(
            f"ws{address.removeprefix('http')}/_stcore/stream",
            subprotocols=["streamlit", token],  # type: ignore[list-item]
            origin=address,  # type: ignore[arg-type]
            additional_headers={"Cookie": f"{XSRF}={token}{self._cookies}"},
            max_size=None,
            open_timeout=LIMIT,
            **secure,  # type: ignore[arg-type]
        )
        shown = await self._run("")
        offered = [each.delta.new_element.button_group.id for each in shown]
        self.filter = next(each for each in offered if each)
        return _text(shown)

    async def choose(self, option: int = 1) -> str:
        """Choose one of what the filter offers, the second unless told otherwise."""
        return _text(await self._run("", self.filter, option))

    async def switch(self) -> str:
        """Go to the other page."""
        return _text(await self._run(calc_hash(OTHER)))

    async def leave(self) -> None:
        """Close the tab."""
        await self.socket.close()

    async def _run(self, page: str, chosen: str = "", option: int = 0) -> list[ForwardMsg]:
        message = BackMsg()
        message.rerun_script.page_script_hash = page
        if chosen:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = chosen
            state.int_array_value.data.append(option)
        await self.socket.send(message.SerializeToString())
        answers: list[ForwardMsg] = []
        while not answers or answers[-1].WhichOneof("type") != "script_finished":
            answers.append(ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), LIMIT)))
        return answers


def visit(
    address: str, processes: Sequence[psutil.Process], viewers: int, figures: Mapping[str, Sequence[str]]
) -> dict[str, Act]:
    """So many viewers of a server of some processes: each act by its name, `open`, `filter` and `switch`.

    AssertionError where a viewer was not shown the `figures` of an act.
    """
    return asyncio.run(_visit(address, processes, viewers, figures))


async def _visit(
    address: str, processes: Sequence[psutil.Process], viewers: int, figures: Mapping[str, Sequence[str]]
) -> dict[str, Act]:
    token, everyone = token_of(address), [Viewer(f"viewer-{number}") for number in range(viewers)]
    acts: dict[str, Callable[[Viewer], Coroutine[Any, Any, str]]] = {
        "open": lambda viewer: viewer.open(address, token),
        "filter": Viewer.choose,
        "switch": Viewer.switch,
    }
    done: dict[str, Act] = {}
    for name, act in acts.items():
        before = _processor(processes)
        waited = await asyncio.gather(*(_waited(act(viewer), figures.get(name, ())) for viewer in everyone))
        done[name] = Act(waited, (_processor(processes) - before) / viewers)
    await asyncio.gather(*(viewer.leave() for viewer in everyone))
    return done


async def _waited(shown: Coroutine[Any, Any, str], figures: Sequence[str]) -> float:
    started = time.perf_counter()
    text = await shown
    waited = 1000 * (time.perf_counter() - started)
    assert all(figure in text for figure in figures), f"of {figures} a viewer was not shown all"
    return waited


def _text(shown: Sequence[ForwardMsg]) -> str:
    return b"".join(each.SerializeToString() for each in shown).decode("utf-8", "replace")


def _processor(processes: Sequence[psutil.Process]) -> float:
    return 1000 * sum(float(used.user + used.system) for used in (each.cpu_times() for each in processes))
