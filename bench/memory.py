"""The memory of a server that seldom collects garbage: two thousand reruns by viewers who stay, over websockets."""

import asyncio
from itertools import count

from bench.bounds import MEMORY_MB, MEMORY_RERUNS, MEMORY_VIEWERS, Line, at_most
from bench.serve import dashboard, process_of
from bench.viewers import Viewer
from bs_metrics.contract.bounds import MEGABYTE
from tests.intruder import token_of

_LOOKS = 20  # at the memory, half of them in the second half


def measure() -> list[Line]:
    """How much more the second half of the reruns takes than the first."""
    with dashboard() as address:
        used = asyncio.run(_used(address))
    first, second = used[: _LOOKS // 2], used[_LOOKS // 2 :]
    grown = max(second) - max(first)
    text = f"{max(first):.0f} MB, of the second half {max(second):.0f} MB: {grown:+.1f} MB"
    return [at_most(f"{MEMORY_RERUNS:,} reruns: memory", text, grown, MEMORY_MB, " MB more")]


async def _used(address: str) -> list[float]:
    """Megabytes after each part of the reruns."""
    process, token = process_of(address), token_of(address)
    used: list[float] = []
    viewers = [Viewer() for _ in range(MEMORY_VIEWERS)]
    for viewer in viewers:
        await viewer.open(address, token)
    options = count()
    while len(used) < _LOOKS:
        for _ in range(MEMORY_RERUNS // _LOOKS // MEMORY_VIEWERS):
            option = next(options) % 2  # so that each run changes something
            for viewer in viewers:
                await viewer.choose(option)
        used.append(float(process.memory_info().rss) / MEGABYTE)
    for viewer in viewers:
        await viewer.leave()
    return used
