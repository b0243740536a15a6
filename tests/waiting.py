"""Waiting for what is to come: no test's verdict rests on how fast a machine is."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
LIMIT = 300  # seconds: what has not come by then never will, on however busy a machine
MILLISECONDS = 1000 * LIMIT  # as Playwright counts


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """What comes of a coroutine: the browser of other tests keeps a loop running in this thread."""
    with ThreadPoolExecutor() as thread:
        return thread.submit(asyncio.run, work).result(LIMIT)


def into(told: list[Any]) -> Callable[[Any], Coroutine[Any, Any, None]]:
    """What an application of ASGI is given to send with: it puts each message into a list."""

    async def send(message: Any) -> None:
        told.append(message)

    return send


def wait_until(ask: Callable[[], T | None], told: Callable[[], object] = lambda: "", every: float = 0.05) -> T:
    """The first true answer, asked for every so many seconds; AssertionError with what is `told` where none comes."""
    until = time.monotonic() + LIMIT
    while not (answer := ask()):
        assert time.monotonic() < until, f"not within {LIMIT} s: {told()}"
        time.sleep(every)
    return answer
