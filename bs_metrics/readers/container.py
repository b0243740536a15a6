"""The archive of .xlsx, .xlsb and .ods, opened so that nothing in it can exhaust memory or time.

Sizes are counted while the parts are unpacked. What the archive says about itself is compared with that and refused
where it differs: another program that reads the same bytes must not see other parts than were checked here.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs_metrics.contract.bounds import FILE_BYTES, MEGABYTE, PART_BYTES, PARTS, UNPACKED_BYTES, grouped
from bs_metrics.contract.sheet import Refused

_CHUNK = 128 * 1024  # small enough that what is searched several times stays in the processor's cache
_LOCAL_HEADER = 30
_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"
_SHEETS = ("xl/worksheets/", "content.xml")


@dataclass
class Archive:
    """The parts of a checked archive by name. `unpacked` counts the bytes that were unpacked so far."""

    content: bytes
    entries: dict[str, zipfile.ZipInfo]
    unpacked: int = 0
    counted: set[str] = field(default_factory=set)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece. Raises Refused for a part that is too large or not what its header says."""
        entry = self.entries[name]
        limit = UNPACKED_BYTES if name.lower().startswith(_SHEETS) else PART_BYTES
        size, checksum = 0, 0
        for chunk in _inflated(self._packed(entry), entry.compress_type):
            size += len(chunk)
            if name not in self.counted:
                self.unpacked += len(chunk)
            if size > limit or self.unpacked > UNPACKED_BYTES:
                raise Refused("unpacks_too_large", limit=str((limit if size > limit else UNPACKED_BYTES) // MEGABYTE))
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
        self.counted.add(name)
        if size != entry.file_size or checksum != entry.CRC:
            raise Refused("not_a_workbook")

    def part(self, name: str) -> bytes:
        """A whole part; an empty one where there is none of that name."""
        return b"".join(self.chunks(name)) if name in self.entries else b""

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        start = _start(self.content, entry)
        return memoryview(self.content)[start : start + entry.compress_size]


def opened(content: bytes) -> Archive:
    """The archive with its table of contents checked. Raises Refused."""
    if len(content) > FILE_BYTES:
        raise Refused("file_too_large", limit=str(FILE_BYTES // MEGABYTE))
    # Counted first: a table of contents with a million entries would keep zipfile busy for a minute.
    if content.count(_ENTRY) > PARTS:
        raise Refused("too_many_parts", limit=grouped(PARTS))
    # Where the table of contents is found must not depend on who looks for it.
    if content.rfind(_END) != len(content) - 22:
        raise Refused("not_a_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError) as problem:
        raise Refused("not_a_workbook") from problem
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries) or not _apart(content, entries):
        raise Refused("not_a_workbook")
    return Archive(content, {entry.filename: entry for entry in entries if not entry.is_dir()})


def _apart(content: bytes, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether each entry has its own bytes and a way of packing that is read here."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return False
        if content[entry.header_offset : entry.header_offset + 4] != b"PK\x03\x04":
            return False
        end = _start(content, entry) + entry.compress_size
    return end <= len(content)


def _start(content: bytes, entry: zipfile.ZipInfo) -> int:
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER].ljust(_LOCAL_HEADER, b"\0")
    name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    return entry.header_offset + _LOCAL_HEADER + name + extra


def _inflated(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        for start in range(0, len(packed), _CHUNK):
            yield bytes(packed[start : start + _CHUNK])
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), _CHUNK):
        waiting: bytes | memoryview = packed[start : start + _CHUNK]
        while True:
            try:
                chunk = unpacker.decompress(waiting, _CHUNK)
            except zlib.error as problem:
                raise Refused("not_a_workbook") from problem
            if chunk:
                yield chunk
            waiting = unpacker.unconsumed_tail
            if not waiting and len(chunk) < _CHUNK:
                break
    if not unpacker.eof:
        raise Refused("not_a_workbook")
