"""A process that does one bounded task after another: `python -m bs_metrics.readers.child [--portable]`.

It takes a function and its arguments from its input, and gives the bytes that the function yields on its output. It
ends with its parent.
"""

import os
import pickle
import sys
import threading
from typing import IO

import psutil

from bs_metrics.contract.bounds import READER_BYTES, READER_SECONDS, Refused
from bs_metrics.readers import formats  # noqa: F401  most tasks need it, and a small file does not wait for it
from bs_metrics.readers.wire import END, OUT_OF_MEMORY, PART, REFUSED, packed, receive, send


def perform(task: bytes, output: IO[bytes]) -> None:
    """Do a task and send what comes of it, or why it is refused."""
    try:
        function, arguments = pickle.loads(task)
        for part in function(*arguments):
            send(output, PART + part)
        send(output, END)
    except Refused as refused:
        send(output, REFUSED + packed([refused.code, refused.context]))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception:  # libraries check little and pass on whatever breaks below
        send(output, REFUSED + packed(["not_a_workbook", {}]))


def _limit(what: str, most: int) -> None:
    import resource  # not on every system

    kind = getattr(resource, what)
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _end_with(parent: int) -> None:
    psutil.Process(parent).wait()
    os._exit(0)


def main(arguments: list[str]) -> None:
    """Answer until the input ends."""
    is_bounded = sys.platform == "linux" and "--portable" not in arguments
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing that a library prints gets between the messages
    send(output, b"ready")
    if is_bounded:
        _limit("RLIMIT_AS", psutil.Process().memory_info().vms + READER_BYTES)
    while (task := receive(sys.stdin.buffer)) is not None:
        if is_bounded:
            _limit("RLIMIT_CPU", int(sum(psutil.Process().cpu_times()[:2])) + READER_SECONDS + 1)
        perform(task, output)


if __name__ == "__main__":
    main(sys.argv[1:])
