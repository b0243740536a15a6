"""Waiting for what is to come: no test's verdict rests on how fast a machine is."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LIMIT = 300  # seconds: what has not come by then never will, on however busy a machine
MILLISECONDS = 1000 * LIMIT  # as Playwright counts


def wait_until(ask: Callable[[], T | None], told: Callable[[], object] = lambda: "", every: float = 0.05) -> T:
    """The first true answer, asked for every so many seconds; AssertionError with what is `told` where none comes."""
    until = time.monotonic() + LIMIT
    while not (answer := ask()):
        assert time.monotonic() < until, f"not within {LIMIT} s: {told()}"
        time.sleep(every)
    return answer
