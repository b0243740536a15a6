"""Commands about links for those without an account: `invite`, `links`, `pause`, `resume`, `revoke`."""

from argparse import Namespace
from contextlib import closing

from bs_metrics.access.limits import pages_named
from bs_metrics.access.links import Link, Links
from bs_metrics.access.roles import Access, access_of
from bs_metrics.access.table import link_state, link_table
from bs_metrics.commands.options import asked_snapshot, print_json, print_list
from bs_metrics.snapshots.address import section, store_url
from bs_metrics.snapshots.store import Store
from bs_metrics.words import words

_CHANGES = {"pause": "paused", "resume": "resumed", "revoke": "revoked"}


def invite(given: Namespace) -> int:
    """A new link, printed once: the store cannot tell it again. 0: made; 2: no secret, no such role or page."""
    settings = _access()
    pages: tuple[str, ...] = ()
    if given.pages is not None:
        pages = pages_named(given.pages, asked_snapshot(given, given.snapshot).tables)
    with closing(Store(store_url(given.data))) as store:
        links = Links(store, settings.secret)
        link, token = links.make(given.role, given.days, given.author, given.note, given.snapshot, pages)
    address = f"{settings.address}/open/{token}"
    if given.json:
        print_json({"address": address, **_as_json(link, given)})
    else:
        print(address)
        print(words("access.made", given.lang, id=link.id, state=link_state(link, given.lang)))
        if not settings.address:
            print(words("access.no_address", given.lang))
    return 0


def links(given: Namespace) -> int:
    """All links, the newest first. 0, also where there is none."""
    with closing(Store(store_url(given.data))) as store:
        every = Links(store, _access().secret).every()
    shown = [_as_json(link, given) for link in every]
    print_list(given, "links", shown, lambda: link_table(every, given.lang), "access.none")
    return 0


def change(given: Namespace) -> int:
    """Pause, resume or revoke a link, with effect at its holder's next action. 0: done; 2: there is no such link."""
    what = _CHANGES[given.command]
    with closing(Store(store_url(given.data))) as store:
        Links(store, _access().secret).change(given.id, f"link_{what}", given.author)
    print(words(f"access.now_{what}", given.lang))
    return 0


def _access() -> Access:
    """The configuration. Raises Problem for one that cannot be right."""
    found, auth = section("access")[0], section("auth")[0]
    settings = access_of(found if isinstance(found, dict) else {"access": found}, auth)
    if settings.problem:
        raise settings.problem
    return settings


def _as_json(link: Link, given: Namespace) -> dict[str, object]:
    shown = {
        name: getattr(link, name)
        for name in ("id", "pages", "snapshot", "note", "made_by", "made", "until", "opened", "used")
    }
    return shown | {"role": link.code, "state": link_state(link, given.lang)}
