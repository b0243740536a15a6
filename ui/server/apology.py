"""What a reader sees where the program itself is at fault, and what the log then holds."""

import logging
import secrets

from bs_metrics.words import words
from ui.inert import warn
from ui.link import language

_LOG = logging.getLogger(__name__)


def apologise(error: Exception) -> bool:
    """Tell the reader an id, under which the log holds the error with its traceback; the rest of the page stays."""
    id = secrets.token_hex(4)
    _LOG.error("%s", id, exc_info=error)
    warn(words("apology.text", language(), id=id))
    return True
