"""Processes that publish, to be killed or to race: `python -m tests.store.publishers`, orders as JSON lines.

Python and the libraries are loaded once; every publisher is a fork of this process, which does nothing itself. What a
publisher reports, as JSON lines too, is written in one piece and as soon as it is so.
"""

import json
import os
import sys
import traceback

from bs_metrics.snapshots import blobs, database
from bs_metrics.snapshots import store as module
from bs_metrics.snapshots.records import HeadMoved
from bs_metrics.snapshots.store import Store
from bs_metrics.snapshots.submissions import NotWaiting, Submissions
from tests.store.states import EMPTY, state, upload
from tests.waiting import LIMIT

_encoded = blobs.encoded
_ENCODED_EMPTY = {name: _encoded(name, frame) for name, frame in EMPTY.items()}


def encode_once(name, frame):
    """Tables without rows are encoded beforehand, so that most of a publisher's time is its transaction."""
    return _ENCODED_EMPTY[name] if frame is EMPTY[name] else _encoded(name, frame)


def tell(**said):
    os.write(1, json.dumps(said).encode() + b"\n")


def forked(work, *arguments):
    """Do some work in a new process, which ends with it."""
    process = os.fork()
    if process:
        return process
    try:
        work(*arguments)
    except BaseException:
        tell(failed=traceback.format_exc())
    finally:
        os._exit(0)


def open_only(url):
    """Open a store, which brings it up to date."""
    tell(started=os.getpid())
    Store(url).close()


def publish_for_ever(url):
    """Publish state after state; each is numbered like its snapshot."""
    tell(started=os.getpid())
    store = Store(url)
    head = store.head()
    number = store.record(head).number if head else 0
    while True:
        number += 1
        record = store.publish(state(number), expected=head, author="", note="", file=upload(number))
        head = record.id
        tell(published=head, number=number)


def publish_one(url, number, expected, again, start):
    """Publish one state on the head expected; who was too late says so, and with `again` tries on the new head."""
    os.read(start, 1)  # ends when the order is given
    store = Store(url)
    while True:
        try:
            record = store.publish(state(number), expected=expected, author=str(number), note="", file=upload(number))
        except HeadMoved as moved:
            tell(moved=number, head=moved.head)
            expected = moved.head
            if not again:
                return
        else:
            tell(published=record.id, number=number)
            return


def review_one(url, number, expected, id, start):
    """Publish what was handed in, or, with an even number, send it back."""
    os.read(start, 1)  # ends when the order is given
    submissions = Submissions(Store(url))
    try:
        if number % 2:
            one = submissions.one(id)
            record = submissions.accept(one, state(number), expected=expected, author=str(number), note="")
            tell(published=record.id, number=number)
        else:
            submissions.send_back(id, f"reason {number}", str(number))
            tell(returned=number)
    except NotWaiting as problem:
        tell(late=number, key=problem.key, by=problem.values["by"])


def race(url, processes, expected, again=False, id=None):
    """All at once publish, or review the submission with an id."""
    wait, start = os.pipe()
    racers = []
    for number in range(1, processes + 1):
        act, more = (review_one, id) if id else (publish_one, again)
        racers.append(forked(_racer, start, act, (url, number, expected, more, wait)))
    os.close(start)
    for racer in racers:
        os.waitpid(racer, 0)
    os.close(wait)


def _racer(start, act, arguments):
    os.close(start)
    act(*arguments)


def main():
    vars(module)["encoded"] = encode_once
    database.WAIT_SECONDS = database._CONNECT_SECONDS = LIMIT
    tell(ready=os.getpid())
    for line in sys.stdin:
        order = json.loads(line)
        do = order.pop("do")
        if do == "race":
            race(**order)
        else:
            os.waitpid(forked({"publish": publish_for_ever, "open": open_only}[do], order["url"]), 0)
        tell(ended=do)


if __name__ == "__main__":
    main()
