"""Fonts that draw signs for letters, by the table `symbols.toml`: an ü in Wingdings is a tick."""

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import resources

_PRIVATE = 0xF000  # where programs put a sign of such a font that was inserted and not typed


def is_symbol_font(name: str) -> bool:
    """Whether a font draws signs for letters."""
    return name.strip().lower() in _tables()


def drawn(text: str, font: str) -> str | None:
    """The signs that a font of that kind draws for a text; None where one is not in the table.

    A letter that the font cannot have is drawn in another font, and stays what it is.
    """
    table, out = _tables()[font.strip().lower()], ""
    for sign in text:
        letter = _letter(sign)
        if letter is None or letter.isspace():
            out += sign
        elif letter in table:
            out += table[letter]
        else:
            return None
    return out


def _letter(sign: str) -> str | None:
    """The letter whose place in the font a sign has; None for what such fonts have no place for."""
    if _PRIVATE < ord(sign) < _PRIVATE + 256:
        sign = chr(ord(sign) - _PRIVATE)
        with suppress(UnicodeDecodeError):
            return sign.encode("latin-1").decode("cp1252")
        return sign
    if ord(sign) < 256:
        return sign
    with suppress(UnicodeEncodeError):
        sign.encode("cp1252")
        return sign
    return None


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("symbols.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
