"""The words that Streamlit has for its own: read out of the scripts that it sends to browsers."""

import re
from functools import cache
from pathlib import Path

import streamlit as st

_SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
# Those of the frame and of what the pages are made of; the others belong to elements that no page has.
_USED = (
    "index.D BaseButton Button ButtonGroup Checkbox DataFrame DateField DateInput DownloadButton Field FileUploader "
    "Input InputInstructions LiveAnnouncer MenuButton Multiselect NumberInput Pagination ReadOnlyGrid Selectbox "
    "Spinner Table TextArea TextField TextInput Toast Toolbar Tooltip UploadFileInfo WidgetLabel WidgetLabelHelpIcon "
    "WidgetLabelHelpIconInline useField useLabel useMenuTrigger"
)
_LABEL = re.compile(
    r"(?:\"aria-label\"|`aria-label`|ariaLabel|title|placeholder|label|children|alt|tooltip|emptyText):"
    r"(?:[\w.$!?&|=]{1,30}\?)?`([A-Z][A-Za-z0-9 ,.…'’!?/()+⌘-]*[a-z.)][A-Za-z0-9 ,.…'’!?/()+⌘-]*)`"
)


@cache
def labels() -> frozenset[str]:
    """Every label that the scripts of the installed Streamlit hold, as they write it."""
    files = [file for name in _USED.split() for file in _SCRIPTS.glob(f"{name}*.js")]
    return frozenset(label for file in files for label in _LABEL.findall(file.read_text(encoding="utf-8")))
