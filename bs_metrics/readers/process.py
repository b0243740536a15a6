"""Reader processes: kept warm, watched while they work, ended when a file takes too much, and replaced.

What a file does to its reader stays there. Files wait in line while all readers are busy.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from bs_metrics.contract.bounds import MEGABYTE, READER_BYTES, READER_SECONDS, Refused
from bs_metrics.readers.wire import END, OUT_OF_MEMORY, REFUSED, receive, send, unpacked

READERS = 2  # one for a heavy file, and one for the small files beside it
_HEAVY = 100 * MEGABYTE  # beyond what it had after starting, after which a reader is replaced
_WATCHED = 0.02  # seconds between two looks
_ROOT = Path(__file__).resolve().parents[2]
_PORTABLE = "BS_READER_PORTABLE"  # set to anything: no limits of Linux, the parent's watch alone


class Reader:
    """One process that reads files."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "bs_metrics.readers.child"]
        if os.environ.get(_PORTABLE):
            command.append("--portable")
        # One arena of memory, so that its size is what it uses; a session of its own, so that Ctrl+C is the parent's.
        self._process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env={**os.environ, "MALLOC_ARENA_MAX": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        self._seen = psutil.Process(self._process.pid)
        self._memory = 0  # after starting; none until it is ready
        self._most = 0  # that it was seen to hold while it read
        self._exceeded = False

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_fresh(self) -> bool:
        """Whether it lives, and holds nothing of what it has read."""
        with suppress(psutil.Error):
            most = max(self._most, self._seen.memory_info().rss)
            return self._process.poll() is None and most < self._memory + _HEAVY
        return False

    def run(self, function: Callable[..., Iterable[bytes]], *arguments: Any) -> Iterator[bytes]:
        """What a function yields there. Raises Refused when it refuses, takes too much or ends."""
        done = threading.Event()
        try:
            if not self._memory:
                receive(self._out)
                self._memory = self._seen.memory_info().rss
            watch = threading.Thread(target=self._watch, args=(done, sum(self._seen.cpu_times()[:2])), daemon=True)
            watch.start()
            send(self._in, pickle.dumps((function, arguments)))
            while message := receive(self._out):
                if message == END:
                    return
                if message.startswith(REFUSED):
                    code, context = unpacked(message[1:])
                    raise Refused(code, **context)
                yield message[1:]
        except (psutil.Error, OSError):  # it has ended
            pass
        finally:
            done.set()
        raise self._refusal()

    def close(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with suppress(OSError):
                pipe.close()

    def _watch(self, done: threading.Event, seconds: float) -> None:
        with suppress(psutil.Error):
            while not done.wait(_WATCHED):
                taken = sum(self._seen.cpu_times()[:2]) - seconds
                self._most = max(self._most, self._seen.memory_info().rss)
                if self._most > self._memory + READER_BYTES or taken > READER_SECONDS:
                    self._exceeded = True
                    self._process.kill()
                    return

    def _refusal(self) -> Refused:
        """What the end of a reader says of its file: that it takes more than it may, or something else."""
        code = self._process.wait()
        names = ("SIGXCPU", "SIGABRT", "SIGKILL")  # the time; the memory, as Rust and the system tell it
        limits = {OUT_OF_MEMORY, *(-getattr(signal, name) for name in names if hasattr(signal, name))}
        if self._exceeded or code in limits:
            return Refused("too_heavy", memory=str(READER_BYTES // MEGABYTE), seconds=str(READER_SECONDS))
        return Refused("reader_ended")


class Readers:
    """Some reader processes, and the line before them."""

    def __init__(self, most: int = READERS) -> None:
        self._free, self._lock = threading.Semaphore(most), threading.Lock()
        self._idle: list[Reader] = []
        atexit.register(self.close)

    def warm(self) -> None:
        """Have a reader ready, that is, on its way."""
        with self._lock:
            if not self._idle:
                self._idle.append(Reader())

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """A reader for one file, when it is this file's turn."""
        with self._free:
            with self._lock:
                reader = _fresh(self._idle.pop() if self._idle else Reader())
            try:
                yield reader
            except Refused:
                raise
            except BaseException:  # what it still has to send is no answer to the next file
                reader.close()
                raise
            finally:
                with self._lock:
                    self._idle.append(_fresh(reader))

    def close(self) -> None:
        """End them all."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()


def _fresh(reader: Reader) -> Reader:
    """The reader, or another one in its place."""
    if reader.is_fresh:
        return reader
    reader.close()
    return Reader()


SHARED = Readers()
