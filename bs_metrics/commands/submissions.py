"""Commands about files handed in for review: `submit`, `submissions`, `submission`, `accept`, `return`."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bs_metrics.commands.as_json import record_as_json
from bs_metrics.commands.checking import changes_as_json, checked_as_json, told_of, uploaded
from bs_metrics.commands.options import asked_snapshot, content_of, opened_store, print_json, print_list
from bs_metrics.commands.reporting import difference_lines, slides_between
from bs_metrics.commands.writing import refused
from bs_metrics.intake.check import FileReport
from bs_metrics.intake.questions import to_remember
from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.snapshots.address import store_url
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import new_errors
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.snapshots.store import Store
from bs_metrics.snapshots.submissions import Reviewed, Submission, Submissions, Taken, reviewed
from bs_metrics.views.changes import summary_text
from bs_metrics.views.history import submission_table
from bs_metrics.views.publication.slide_changes import slides_as_json
from bs_metrics.words import Language, Problem, words


def submit(given: Namespace) -> int:
    """Files handed in for review, each by itself; no page changes. 0: handed in, or there is nothing to change; 1: a
    file has errors and is not handed in, the others are; 2: one cannot be read.
    """
    codes, made = [], []
    with closing(Store(store_url(given.data))) as store:
        import_folder(store, given.data)
        head = store.head()
        current = store.seen(head) if head else asked_snapshot(given)
        for path, content, checked, choices, after in _all_read(given, current):
            code = refused(checked, new_errors(current.tables, after.tables), given, current.tables, choices)
            difference = changes_between(current, after)
            if code is None and difference.is_empty:
                print(summary_text(difference, given.lang, current, after), file=sys.stderr)
            elif code is None:
                replaced = tuple(name for name in given.replace if name in checked.frames)
                taken = Taken(to_remember(choices, checked), tuple(checked.frames), replaced, given.as_of)
                file = StoredFile(path.name, content)
                made.append(Submissions(store).hand_in(file, taken, author=given.author, note=given.note))
            codes.append(code or 0)
    if given.json:
        print_json({"submissions": [_submission(one) for one in made]})
    else:
        for one in made:
            print(words("submission.handed_in", given.lang, id=one.id, file=one.file_name))
    return max(codes)


def _all_read(given: Namespace, current: Snapshot) -> list[tuple[Path, bytes, FileReport, Choices, Snapshot]]:
    """Each file with its bytes, how it is understood and what it makes of the data: before any is handed in.

    Raises Problem for an answer that no file asks for.
    """
    read, never = [], {id for id, _ in given.answer}
    for path in given.file:
        unasked: set[str] = set()
        content = content_of(path)
        one = Namespace(**{**vars(given), "file": path})
        read.append((path, content, *uploaded(one, content, current, unasked)))
        never &= unasked
    if never:
        raise Problem("answer.asked_by_none", ids=", ".join(sorted(never)))
    return read


def submissions(given: Namespace) -> int:
    """What waits for a review, the oldest first, or with `--all` everything that was handed in. 0, also for none."""
    with opened_store(given) as store:
        listed = Submissions(store) if store else None
        found = (listed.every() if given.all else listed.waiting()) if listed else []
    shown = [_submission(one) for one in found]
    print_list(given, "submissions", shown, lambda: submission_table(found, given.lang), "submission.none")
    return 0


def submission(given: Namespace) -> int:
    """What was handed in, and while it waits what it would change now. 0: it can be published, or it waits no more; 1:
    it cannot; 2: there is no such submission.
    """
    with _store(given) as store:
        one = Submissions(store).one(given.id)
        review, current, _ = (None, None, None) if one.state else _reviewed(given, store, one)
    if given.json:
        print_json(_submission(one) | (_as_json(one, review, current, given.lang) if review and current else {}))
    else:
        print(submission_table([one], given.lang).to_string(index=False))
        if review and current:
            print("\n".join(_review_lines(one, review, current, given.lang)))
    return 1 if review and review.problem else 0


def accept(given: Namespace) -> int:
    """Publish what was handed in, on the data of now. 0: published; 1: it cannot be any more, or somebody else was
    quicker, and nothing is written; 2: there is no such submission.
    """
    with _store(given) as store:
        handed_in = Submissions(store)
        handed_in.must_wait(given.id)
        one = handed_in.one(given.id)
        review, current, head = _reviewed(given, store, one)
        if review.problem or review.outcome is None:
            print("\n".join(_review_lines(one, review, current, given.lang)), file=sys.stderr)
            return 1
        # Tables with errors were left out when it was handed in.
        answers = Choices.from_json(one.taken.choices)
        code = refused(review.report, [], Namespace(**{**vars(given), "partial": True}), current.tables, answers)
        if code is not None:
            return code
        note = one.note if given.note is None else given.note
        record = handed_in.accept(one, review.outcome.after, expected=head, author=given.author, note=note)
    if given.json:
        print_json(record_as_json(record, {record.id: one.author}))
    else:
        print(words("command.published", given.lang, number=record.number, id=record.id))
    return 0


def send_back(given: Namespace) -> int:
    """Send back what was handed in, with a reason that its author reads. 0: done; 1: somebody else was quicker; 2:
    there is no such submission, or no reason.
    """
    with _store(given) as store:
        Submissions(store).send_back(given.id, given.reason, given.author)
    print(words("submission.sent_back", given.lang))
    return 0


@contextmanager
def _store(given: Namespace) -> Iterator[Store]:
    """The store that a submission is looked for in. Raises Problem where there is none yet."""
    with opened_store(given) as store:
        if store is None:
            raise Problem("submission.unknown", id=given.id)
        yield store


def _reviewed(given: Namespace, store: Store, one: Submission) -> tuple[Reviewed, Snapshot, str | None]:
    """How a submission is read now, the data that it is compared with, and the id of the head that these are."""
    head = store.head()
    current = store.seen(head) if head else asked_snapshot(given)
    return reviewed(one, Submissions(store).file(one), current), current, head


def _review_lines(one: Submission, review: Reviewed, current: Snapshot, language: Language) -> list[str]:
    """Findings, then why it cannot be published, or what would change."""
    lines = told_of(review.findings, current.tables, Choices.from_json(one.taken.choices), language).lines
    if review.problem:
        return [*lines, review.problem.message(language)]
    outcome = review.outcome
    return lines + (difference_lines(outcome.differences, current, outcome.future, language) if outcome else [])


def _as_json(one: Submission, review: Reviewed, current: Snapshot, language: Language) -> dict[str, Any]:
    told = checked_as_json(review.report, review.findings, one.file_name, current.tables, language)
    if outcome := review.outcome:
        told |= changes_as_json(outcome.differences, language)
        told["slides"] = slides_as_json(slides_between(current, outcome.future, language))
    problem = review.problem and review.problem.message(language)
    return {**told, "problem": problem, "file": _submission(one)["file"]}


def _submission(one: Submission) -> dict[str, Any]:
    """What was handed in, and what became of it; `state` is null while it waits. Times are in UTC."""
    names = ("id", "author", "who", "note", "time")
    ends = {name: getattr(one, name) or None for name in ("state", "ended", "ended_by", "snapshot", "reason")}
    taken = {name: getattr(one.taken, name) for name in ("tables", "replaced", "as_of")}
    file = {"name": one.file_name, "sha256": one.file_sha256}
    return {name: getattr(one, name) for name in names} | {"file": file} | taken | ends
