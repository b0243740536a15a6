"""XML read piece by piece, with every declaration of a document type refused: nothing can be expanded or fetched."""

from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from bs_metrics.workbook.bounds import ELEMENTS, grouped
from bs_metrics.workbook.raw import Refused


def stream(
    chunks: Iterable[bytes],
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Calls `start`, `end` and `text` with what the XML holds; names come without the prefix of their namespace.

    Raises Refused for XML that is not well formed, that declares a document type or has too many elements.
    """
    parser = expat.ParserCreate()
    local: dict[str, str] = {}
    seen = 0

    def name_of(name: str) -> str:
        return local.setdefault(name, name.rpartition(":")[2]) if len(local) < 1000 else name.rpartition(":")[2]

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        if seen > ELEMENTS:
            raise Refused("too_many_parts", limit=grouped(ELEMENTS))
        start(name_of(name), attributes)

    def refuse(*_: Any) -> int:
        raise Refused("unsafe_xml")

    parser.StartElementHandler = started
    if end is not None:
        parser.EndElementHandler = lambda name: end(name_of(name))
    if text is not None:
        parser.CharacterDataHandler = text
        parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as problem:  # an encoding unknown or of several bytes
        raise Refused("not_a_workbook") from problem
