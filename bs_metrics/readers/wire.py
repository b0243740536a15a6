"""What goes through the pipes between a reader and the process that asked it.

What comes back is bytes and JSON, never objects: a file that took over its reader could still send no more than values.
"""

import json
import struct
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import IO, Any

from bs_metrics.readers.facts import SheetRead, Value

PART, END, REFUSED = b"+", b".", b"-"  # how a message of the reader begins
OUT_OF_MEMORY = 3  # how a reader exits that asked for more than it may have
_LENGTH = struct.Struct("<Q")
_ROWS = 2_000  # in one message: the one who takes them apart does nothing else meanwhile


def send(pipe: IO[bytes], content: bytes) -> None:
    """Write one message."""
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next message; None where the other side has ended."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    content = pipe.read(size)
    return content if len(content) == size else None


def packed(message: Any) -> bytes:
    """A message as bytes. Dates and times are kept."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=_named)
    return text.encode("utf-8", "surrogatepass")


def unpacked(content: bytes) -> Any:
    """The message again. Raises ValueError for what is none."""
    return json.loads(content.decode("utf-8", "surrogatepass"), object_hook=_value)


def messages_of(sheet: SheetRead) -> Iterator[bytes]:
    """A sheet as messages: what stands beside its values first, then its rows some thousands at a time."""
    beside = [sheet.merged, [*sheet.hidden_rows], [*sheet.hidden_columns], sheet.faults, sheet.more_faults]
    numbers = {code: at for at, code in enumerate(dict.fromkeys(chain([""], *sheet.formats.values())))}
    formats = [[column, [numbers[code] for code in codes]] for column, codes in sheet.formats.items() if any(codes)]
    fonts = [[font, *first] for font, first in sheet.old_fonts.items()]
    told = [[code, some, sheet.more_told[code]] for code, some in sheet.told.items()]
    colours = {colour: at for at, colour in enumerate(dict.fromkeys(sheet.fills.values()))}
    filled = [[*place, colours[colour]] for place, colour in sheet.fills.items()]
    known = sheet.colours or {}
    kinds = {colour: at for at, colour in enumerate(dict.fromkeys(known.values()))}
    coloured = [[*kinds], [[*place, kinds[colour]] for place, colour in known.items()], sheet.colours is not None]
    notes = [[*place, note] for place, note in sheet.notes.items()]
    looks = [fonts, told, [*colours], filled, notes, [*sheet.conditional], coloured, sheet.printed]
    yield packed(["sheet", sheet.name, *beside, [*numbers], formats, *looks])
    for first in range(0, len(sheet.rows), _ROWS):
        yield packed(["rows", sheet.rows[first : first + _ROWS]])


def _named(value: Value) -> dict[str, Any]:
    if isinstance(value, timedelta):
        return {"timedelta": value.total_seconds()}
    if isinstance(value, date | time):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(type(value))


def _value(named: dict[str, Any]) -> Any:
    kinds = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat}
    for kind, value in named.items():
        if kind == "timedelta":
            return timedelta(seconds=value)
        if kind in kinds:
            return kinds[kind](value)
    return named
