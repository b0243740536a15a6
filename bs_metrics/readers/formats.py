"""A file of any kind as messages: what it is, what there is to say of it, and its sheets with their rows."""

from collections.abc import Iterator
from itertools import chain

from bs_metrics.contract.bounds import FORMATTED_CELLS, MEGABYTE, MERGED, SHEETS, TEXT_BYTES, Refused, grouped
from bs_metrics.readers.csv_text import read_text
from bs_metrics.readers.facts import Remark, SheetRead
from bs_metrics.readers.kinds import KINDS, is_named_text, kind_of, misleads, with_slashes
from bs_metrics.readers.looks.shown import as_shown
from bs_metrics.readers.ods import read_ods
from bs_metrics.readers.values import read_xlsb
from bs_metrics.readers.wire import messages_of, packed
from bs_metrics.readers.xls import read_xls
from bs_metrics.readers.xlsx import read_xlsx

_ADAPTERS = {"xlsx": read_xlsx, "xlsb": read_xlsb, "ods": read_ods, "xls": read_xls}


def messages(content: bytes, file: str) -> Iterator[bytes]:
    """What a file holds. Raises Refused, and what the libraries raise."""
    size = sheets = 0
    content = with_slashes(content)
    kind = kind_of(content)
    misnamed = [Remark("name_misleads", context={"kind": KINDS[kind][0]})] if misleads(file, kind) else []
    for part in chain(misnamed, parts_of(kind, content, file)):
        if isinstance(part, Remark):
            yield packed(["remark", part.code, part.sheet, part.context])
            continue
        sheets += 1
        if sheets > SHEETS:
            raise Refused("too_many_sheets", limit=grouped(SHEETS))
        if len(part.merged) > MERGED:
            raise Refused("too_many_merged", limit=grouped(MERGED))
        for message in messages_of(as_shown(part).cleared()):
            size += len(message)
            yield message
            if size > TEXT_BYTES:
                raise Refused("too_much_text", limit=str(TEXT_BYTES // MEGABYTE))
        if part.is_unseen:
            yield packed(["remark", "formatting_unseen", part.name, {"limit": grouped(FORMATTED_CELLS)}])


def parts_of(kind: str, content: bytes, file: str) -> Iterator[SheetRead | Remark]:
    """The sheets of a file of a kind, and what there is to say. Raises Refused, and what the libraries raise."""
    if kind == "text":
        return read_text(content, file.rpartition(".")[0] or file, is_named_text(file))
    return _ADAPTERS[kind](content)
