"""Which colours cannot be told from the paper: what is written in them is not seen."""

_PALE = 0xF0  # of 255, what each part of such a colour has at least


def is_pale(colour: str) -> bool:
    """Whether a colour, six hexadecimal digits with or without others before them, is white or nearly so."""
    digits = colour.strip().lstrip("#")[-6:]
    try:
        return len(digits) == 6 and all(int(digits[at : at + 2], 16) >= _PALE for at in (0, 2, 4))
    except ValueError:
        return False


def is_unseen(ink: str, paper: str) -> bool:
    """Whether ink of one colour is not seen on paper of another; no colour of paper is white, none of ink black."""
    return bool(ink) and (ink.lower()[-6:] == paper.lower()[-6:] or (is_pale(ink) and (not paper or is_pale(paper))))
