"""XML read piece by piece, with every declaration of a document type refused: nothing can be expanded or fetched."""

from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from bs_metrics.contract.bounds import ELEMENTS, grouped
from bs_metrics.contract.sheet import Refused


class Budget:
    """How many more elements or records of one file may be looked at one by one."""

    def __init__(self) -> None:
        self.left = ELEMENTS


class _LocalNames(dict[str, str]):
    """The names of elements without their prefixes, a bounded number of them remembered."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < 1000:
            self[name] = local
        return local


def stream(
    chunks: Iterable[bytes],
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
    budget: Budget | None = None,
) -> None:
    """Calls `start`, `end` and `text` with what the XML holds; names come without the prefix of their namespace.

    Raises Refused for XML that is not well formed, that declares a document type or has too many elements, counted
    with those of the parts before where they share a `budget`.
    """
    parser = expat.ParserCreate()
    local = _LocalNames()
    budget = budget or Budget()

    def started(name: str, attributes: dict[str, str]) -> None:
        budget.left -= 1
        if budget.left < 0:
            raise Refused("too_many_parts", limit=grouped(ELEMENTS))
        start(local[name], attributes)

    def refuse(*_: Any) -> int:
        raise Refused("unsafe_xml")

    parser.StartElementHandler = started
    if end is not None:
        parser.EndElementHandler = lambda name: end(local[name])
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
