"""Two processes behind nginx and on PostgreSQL, as `docs/hosting.md` sets them up, against one of them alone.

Load generator, nginx and PostgreSQL share the machine's cores with them.
"""

import tempfile
from pathlib import Path
from statistics import median

from bench.bounds import SITE_CPU_RATIO, SITE_GAIN, SITE_RUNS, SITE_VIEWERS, Line, at_least, at_most
from bench.viewers import visit
from tests.site import INSTALLATION, PORTS, Machine, commands
from tests.store.postgres import Server


def measure() -> list[Line]:
    """Reruns a second, and the processor time of a rerun."""
    database = Server()
    database.start()
    taken: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(Path(folder, "machine"), database)
        try:
            machine.types(*commands(INSTALLATION))
            for _ in range(SITE_RUNS + 1):
                for number in taken:
                    taken[number].append(_taken(machine, number))
        finally:
            machine.ends()
            database.remove()
    (slow, one), (fast, two) = (map(median, zip(*runs[1:], strict=True)) for runs in taken.values())
    gain, more = fast / slow, two / one
    text = f"{fast:.0f}, of one {slow:.0f}: {gain:.2f} x"
    work = f"{two:.0f} ms, of one {one:.0f} ms: {more:.2f} x"
    return [
        at_least("two processes: reruns a second", text, gain, SITE_GAIN),
        at_most("two processes: processor time of a rerun", work, more, SITE_CPU_RATIO),
    ]


def _taken(machine: Machine, number: int) -> tuple[float, float]:
    """With so many processes: reruns a second, and milliseconds of processor time of one."""
    used, spare = PORTS[:number], PORTS[number:]
    for action, ports in (("start", used), ("stop", spare)):
        machine.types(*(f"sudo systemctl {action} town@{port}" for port in ports))
    machine.comes(*used)
    filters = visit(machine.site, [machine.process(port) for port in used], SITE_VIEWERS, {})["filter"]
    return 1000 * SITE_VIEWERS / max(filters.waited), filters.processor
