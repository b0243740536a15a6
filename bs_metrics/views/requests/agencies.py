"""All that is asked of one agency, kind by kind; which agencies there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bs_metrics.numbers import CountStyle, format_date, format_number
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.text import canonical, parts_in
from bs_metrics.views.actions import action_lines, days_over
from bs_metrics.views.gaps import Missing, missing
from bs_metrics.views.phrases import time_left
from bs_metrics.views.requests.asked import Asked, asked_lines
from bs_metrics.views.texts import dotted, lower_first, owner_named
from bs_metrics.words import Language, Problem, words

Line = Missing | Asked  # one thing that is missing or asked for; `agency` may name several, or be None


def _lines(shown: Snapshot, language: Language, style: CountStyle) -> dict[str, Sequence[Line]]:
    """Every kind of line, in this order; its title is the word `requests.kind_<name>`."""
    decided = [
        Asked(one.what, dotted(one.about, one.status, one.history), one.action.agency, one.action.deadline)
        for one in action_lines(shown, language)
    ]
    lacking = missing(shown.tables, shown.ratios, language, style)
    return {"missing": lacking, "decided": decided, "asked": asked_lines(shown.tables, shown.ratios, language, style)}


def _with_document(line: Line, language: Language) -> Line:
    """A line whose reason says too in which document to look for who has to act."""
    if line.agency or not line.look:
        return line
    return replace(line, reason=dotted(line.reason, owner_named(None, line.look, language)))


@dataclass(frozen=True)
class OfAgency:
    """What concerns one agency, by kind, what is overdue first. `agency` is None for what no agency is known of."""

    agency: str | None
    name: str
    lines: dict[str, tuple[Line, ...]]


def agencies(shown: Snapshot, language: Language, style: CountStyle = format_number) -> dict[str | None, OfAgency]:
    """All agencies that anything is missing or asked of, by name; last what is given to none."""
    found: dict[str | None, dict[str, list[Line]]] = {}
    for kind, told in _lines(shown, language, style).items():
        for line in (_with_document(one, language) for one in told):
            for agency in dict.fromkeys(parts_in(line.agency or "")) or (None,):
                found.setdefault(agency, {}).setdefault(kind, []).append(line)
    made, nobody = dict[str | None, OfAgency](), words("missing.unassigned", language)
    for agency, of in sorted(found.items(), key=lambda one: (one[0] is None, one[0] or "")):
        ordered = {kind: sorted(lines, key=lambda line: not is_overdue(line, shown)) for kind, lines in of.items()}
        made[agency] = OfAgency(agency, agency or nobody, {kind: tuple(lines) for kind, lines in ordered.items()})
    return made


def agency_named(shown: Snapshot, name: str, language: Language, style: CountStyle = format_number) -> OfAgency:
    """What concerns the agency of a name, or the word for none. Raises Problem where nothing does."""
    known = agencies(shown, language, style)
    for one in known.values():
        if canonical(name) == canonical(one.name):
            return one
    listed = "; ".join(one.name for one in known.values()) or "–"
    raise Problem("requests.no_agency", name=name, known=listed)


def due_text(line: Line, shown: Snapshot, language: Language) -> str:
    """A line's deadline; that it has passed, by how many days, at the as-of date. Empty where it has none."""
    if line.deadline is None:
        return ""
    day, over = format_date(line.deadline, language), days_over(line.deadline, shown.as_of)
    return f"{day} ({lower_first(time_left(-over, language))})" if over else day


def line_text(line: Line, shown: Snapshot, language: Language) -> str:
    """What there is to say below a line: why, and until when."""
    due = due_text(line, shown, language)
    return dotted(line.reason, words("missing.deadline", language, date=due) if due else "")


def is_overdue(line: Line, shown: Snapshot) -> bool:
    """Whether a line's day lies before the as-of date."""
    return days_over(line.deadline, shown.as_of) > 0
