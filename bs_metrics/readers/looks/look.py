"""How a cell, or a part of its text, is shown, as far as that changes what is seen of its value."""

from dataclasses import dataclass

from lxml import etree

from bs_metrics.contract.bounds import Refused
from bs_metrics.readers.looks.symbols import is_symbol_font

_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
OLD_FONTS = (".vn", "vni-")  # how the names of fonts begin whose letters stand in an encoding before Unicode


@dataclass(frozen=True)
class Look:
    """`font` is the name of one whose letters are others than those stored; `code` a number format.

    `fill` and `ink` are colours, of the paper and of letters; `unseen` is what is written in the colour of its paper.
    """

    font: str = ""
    struck: bool = False
    raised: bool = False
    code: str = ""
    fill: str = ""
    unseen: bool = False
    ink: str = ""

    @property
    def is_coloured(self) -> bool:
        """Whether nothing but its colours is to be seen of it."""
        return bool(self.ink or self.fill) and not (self.is_written or self.is_told)

    @property
    def is_written(self) -> bool:
        """Whether the font changes what is seen."""
        return bool(self.font or self.struck or self.raised)

    @property
    def is_told(self) -> bool:
        """Whether the look changes what is seen of a value."""
        return bool(self.font or self.struck or self.code or self.unseen)


PLAIN = Look()
Run = tuple[str, Look | None]  # a part of a text, and its font where it is not the cell's


def told_font(name: str) -> str:
    """The name of a font, where its letters are others than those stored; else nothing."""
    return name if is_old(name) or is_symbol_font(name) else ""


def is_old(font: str) -> bool:
    """Whether a font is of an encoding before Unicode."""
    return font.lower().startswith(OLD_FONTS)


def tree(part: bytes) -> etree._Element:
    """A part of the archive. Raises Refused for one with declarations of its own."""
    root = etree.fromstring(part, _SAFE)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("unsafe_xml")
    return root
