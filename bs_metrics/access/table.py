"""Links for those without an account, as an admin reads them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pandas as pd

from bs_metrics.access.links import Link
from bs_metrics.numbers import format_time
from bs_metrics.text import one_line
from bs_metrics.words import Language, words


def link_state(link: Link, language: Language) -> str:
    """What has become of a link, and until when it is good, in UTC."""
    if code := link.refusal(datetime.now(UTC)):
        return words(f"access.is_{code}", language)
    return words("access.is_good", language, until=f"{format_time(link.until, language)} UTC")


def link_shows(link: Link, language: Language, titles: Mapping[str, str] | None = None) -> str:
    """Which pages a link shows, of which snapshot; pages by their titles, where there are any."""
    pages = ", ".join((titles or {}).get(page, page) for page in link.pages) or words("access.every_page", language)
    return words("access.of_snapshot", language, pages=pages, id=link.snapshot) if link.snapshot else pages


def link_table(links: Sequence[Link], language: Language) -> pd.DataFrame:
    """One row a link, with headings in the reader's language; times in UTC, as stored."""

    return pd.DataFrame(
        [
            {
                words("access.id", language): link.id,
                words("access.for", language): words(f"access.role_{link.code}", language),
                words("access.shows", language): link_shows(link, language),
                words("access.state", language): link_state(link, language),
                words("access.opened", language): link.opened,
                words("access.used", language): format_time(link.used, language) if link.used else "–",
                words("access.made_by", language): one_line(link.made_by),
                words("access.note", language): one_line(link.note),
            }
            for link in links
        ]
    )
