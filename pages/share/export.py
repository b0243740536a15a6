"""The snapshot, or what concerns one agency, as a file: choose the kind and the language, make it, download it."""

import streamlit as st

from bs_metrics.contract.schema import schema
from bs_metrics.exports.formats import NoPdf, office
from bs_metrics.text import bare
from ui.data import absent_since
from ui.inert import bold, inert, warn
from ui.link import choice, quoted
from ui.page import open_page
from ui.sharing.pack import file_language, formats_asked, kept_file, key_of, make_file, pack_of, size_text
from ui.sharing.taken import noting

page = open_page(*schema().tables)
page.head(page.say("page.export"))
st.markdown(page.say("export.lead"))

kinds, about = st.columns([2, 3], gap="large")
with kinds:
    choosing = st.container()
    tongue = file_language(page)
    with choosing:
        formats = formats_asked(page, tongue)
        names = {suffix: page.say(f"export.{kind.code}") for suffix, kind in formats.items()}
        kind = formats[choice(page.say("export.format"), names, "format", st.radio)]

pack, chosen, absent = pack_of(page, tongue)
key = key_of(pack, kind)
with about:
    st.header(page.say("export.what"), anchor=False)
    st.markdown(page.say(f"export.about_{kind.code}"))
    st.markdown(inert(bold(pack.named)))
    if kind.slides:
        listed = " · ".join(slide.name for slide in chosen)
        st.markdown(inert(page.say("export.slides", names=listed, page=page.say("page.present"))))
        if absent:
            warn(page.say("export.absent", ids=quoted(", ".join(absent))))
        if absent_since():
            warn(page.say("since.absent", asked=quoted(absent_since())))
    unprintable = kind.printed and office() is None
    if unprintable:
        st.markdown(f":orange[{NoPdf('none').message(page.language)}]")

    place, below = st.empty(), st.empty()
    content = kept_file(key)
    if content is None and place.button(page.say("export.build"), key="build", type="primary", disabled=unprintable):
        doing = page.say("export.building")
        bar = below.progress(0.0, doing)
        trouble = make_file(pack, kind, lambda share: bar.progress(share, doing), page.language)
        below.empty()
        if trouble:
            below.markdown(f":orange[{inert(trouble)}]")
        content = kept_file(key)
    if content is not None:
        parts = (page.say(f"export.file_{kind.code}"), *bare(kind.agency).split(), pack.snapshot.id)
        name = f"{'-'.join(parts)}.{kind.suffix.split('.')[-1]}"
        label = page.say("export.download", size=size_text(content, page.language))
        place.download_button(label, content, name, kind.mime, key="file", type="primary", on_click=noting(name))
