"""The process that reads files, one after another: `python -m bs_metrics.readers.child [--portable]`.

It takes a file's name and content from its input and gives messages on its output. It ends with its parent.
"""

import os
import sys
import threading
from collections.abc import Iterator
from typing import IO

import psutil

from bs_metrics.contract.bounds import (
    MEGABYTE,
    MERGED,
    READER_BYTES,
    READER_SECONDS,
    SHEETS,
    TEXT_BYTES,
    Refused,
    grouped,
)
from bs_metrics.readers.csv_text import read_text
from bs_metrics.readers.facts import Remark, SheetRead
from bs_metrics.readers.kinds import is_named_text, kind_of
from bs_metrics.readers.ods import read_ods
from bs_metrics.readers.wire import OUT_OF_MEMORY, messages_of, packed, receive, send
from bs_metrics.readers.xls import read_xls
from bs_metrics.readers.xlsb import read_xlsb
from bs_metrics.readers.xlsx import read_xlsx

_ADAPTERS = {"xlsx": read_xlsx, "xlsb": read_xlsb, "ods": read_ods, "xls": read_xls}


def answer(content: bytes, file: str, output: IO[bytes]) -> None:
    """Read a file and send what it holds, or why it is refused."""
    sent = sheets = 0
    try:
        kind = kind_of(content)
        send(output, packed(["kind", kind]))
        for part in parts_of(kind, content, file):
            if isinstance(part, Remark):
                send(output, packed(["remark", part.code, part.sheet, part.context]))
                continue
            sheets += 1
            if sheets > SHEETS:
                raise Refused("too_many_sheets", limit=grouped(SHEETS))
            if len(part.merged) > MERGED:
                raise Refused("too_many_merged", limit=grouped(MERGED))
            for message in messages_of(part.cleared()):
                sent += send(output, message)
                if sent > TEXT_BYTES:
                    raise Refused("too_much_text", limit=str(TEXT_BYTES // MEGABYTE))
        send(output, packed(["end"]))
    except Refused as refused:
        send(output, packed(["refused", refused.code, refused.context]))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception:  # libraries check little and pass on whatever breaks below
        send(output, packed(["refused", "not_a_workbook", {}]))


def parts_of(kind: str, content: bytes, file: str) -> Iterator[SheetRead | Remark]:
    """The sheets of a file of a kind, and what there is to say. Raises Refused, and what the libraries raise."""
    if kind == "text":
        return read_text(content, file.rpartition(".")[0] or file, is_named_text(file))
    return _ADAPTERS[kind](content)


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
    while (file := receive(sys.stdin.buffer)) is not None and (content := receive(sys.stdin.buffer)) is not None:
        if is_bounded:
            _limit("RLIMIT_CPU", int(sum(psutil.Process().cpu_times()[:2])) + READER_SECONDS + 1)
        answer(content, file.decode(), output)


if __name__ == "__main__":
    main(sys.argv[1:])
