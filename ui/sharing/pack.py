"""Files to take along: which slides the link asks for, a file made once for all sessions, what became of it."""

import logging
from datetime import date
from threading import Lock

import streamlit as st

from bs_metrics.exports.formats import FORMATS, Format, NoPdf, formats_of
from bs_metrics.exports.pack import Pack, Progress
from bs_metrics.numbers import format_number
from bs_metrics.views.lists.items import NONE
from bs_metrics.views.meeting.slide import Slide, picked, slide_of_id
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.requests.agencies import agencies
from bs_metrics.words import LANGUAGES, Language, words
from ui.data import compared, shown
from ui.link import LANGUAGE_NAMES, choice, keep_in_link
from ui.page import CurrentView
from ui.scenario import steps_asked

SLIDES = "slides"  # in the link, on every page that shows some: the ids in order, with commas
_KEPT = 16  # files, of some hundred kB each, an offline page of some MB
_lock = Lock()
_log = logging.getLogger(__name__)

Key = tuple[str, ...]


@st.cache_resource(show_spinner=False)
def files() -> dict[Key, bytes]:
    """The last files made on this server, by what they were made of: a snapshot never changes, so neither do they."""
    return {}


def kept_file(key: Key) -> bytes | None:
    """The file, where it has been made. Looking for one that is not there takes no other's place."""
    with _lock:
        content = files().pop(key, None)
        if content is not None:
            files()[key] = content  # the one that was asked for last is the last to go
        return content


def keep_file(key: Key, content: bytes) -> None:
    """Keep a file, and no more than the last few."""
    with _lock:
        files()[key] = content
        for old in list(files())[:-_KEPT]:
            del files()[old]


def asked_slides() -> tuple[str, ...]:
    """The slides that the link asks for, in its order; it keeps asking for them."""
    asked = str(st.session_state.setdefault(SLIDES, st.query_params.get(SLIDES, "")))
    keep_in_link(SLIDES, asked, "")
    return tuple(dict.fromkeys(id.strip() for id in asked.split(",") if id.strip()))


def file_language(page: CurrentView) -> Language:
    """Let the reader choose the language of the file: their own, also when it changes, until they choose another."""
    last = st.session_state.get("file_lang_of")
    if last != page.language and st.session_state.get("file_lang") == last:
        st.session_state.pop("file_lang", None)
    st.session_state["file_lang_of"] = page.language
    own_first = sorted(LANGUAGES, key=lambda code: code != page.language)
    names: dict[str, str] = {code: LANGUAGE_NAMES[code] for code in own_first}
    wanted = choice(page.say("export.language"), names, "file_lang", st.segmented_control, required=True)
    return next(code for code in LANGUAGES if code == wanted)


def pack_of(page: CurrentView, language: Language, today: date | None = None) -> tuple[Pack, list[Slide], list[str]]:
    """What is shown, to be written in a language; its slides, as they are looked at `today` or stand in a file; and
    those that the link asks for in vain."""
    record, before = shown().record, compared()
    steps = steps_asked()
    every = page.kept(slides, page.snapshot, language, before, steps, today)
    found = {id: slide_of_id(every, id) for id in asked_slides()}
    ids = tuple(dict.fromkeys(slide.id for slide in found.values() if slide is not None))
    pack = Pack(page.snapshot, language, record.number if record else None, before, ids, steps)
    return pack, picked(every, ids), [id for id, slide in found.items() if slide is None]


def key_of(pack: Pack, kind: Format) -> Key:
    """All that a file depends on."""
    before = pack.before.id if pack.before else ""
    of = (pack.snapshot.key, str(pack.number), before, pack.language, kind.suffix, kind.agency)
    return (*of, *pack.slide_ids, *pack.steps)


def formats_asked(page: CurrentView, language: Language) -> dict[str, Format]:
    """The kinds of file, by their endings: of all data, or of the agency that the reader chooses."""
    known = page.kept(agencies, page.snapshot, language)
    names = {"all": page.say("export.whole")} | {agency or NONE: one.name for agency, one in known.items()}
    wanted = choice(page.say("export.whose"), names, "whose", st.selectbox)
    one = known.get(None if wanted == NONE else wanted)
    return formats_of(one.name, "asked" in one.lines) if one else FORMATS


def make_file(pack: Pack, kind: Format, progress: Progress, language: Language) -> str:
    """Make the file and keep it; returns what went wrong, in the reader's language, or nothing."""
    try:
        keep_file(key_of(pack, kind), kind.make(pack, progress))
    except NoPdf as problem:
        return problem.message(language)
    except Exception:  # whatever a library stumbled over, the reader gets a sentence and the log the traceback
        _log.exception("%s of %s", kind.suffix, pack.snapshot.id)
        return words("export.failed", language)
    return ""


def size_text(content: bytes, language: Language) -> str:
    """The size of a file."""
    if len(content) < 10**6:
        return words("export.kilobytes", language, number=format_number(-(-len(content) // 1000), language))
    return words("export.megabytes", language, number=format_number(len(content) / 10**6, language, 1))
