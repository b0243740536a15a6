"""What is wrong with a workbook, as data: a code, a place, the value seen; the words of `findings.toml` come last."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any, Literal
from zlib import crc32

from bs_metrics.contract.bounds import ALIKE, LISTED, grouped
from bs_metrics.numbers import format_number
from bs_metrics.text import canonical, kind_of_sign
from bs_metrics.words import LANGUAGES, Language, joined, words

_LONGEST = 100  # letters of a text that names a question

Severity = Literal["error", "warning", "note"]
Group = tuple[str, str, str | None, str | None, str | None]  # severity, code, table, sheet, column


@dataclass(frozen=True)
class Place:
    """Where something stands: `cell` is an address such as "C7", `column` the heading above it."""

    file: str
    sheet: str | None = None
    cell: str | None = None
    column: str | None = None


@dataclass(frozen=True)
class Asked:
    """What only the analyst can tell: `kind` and `written` name the question in every file, one reading answers it.

    A question about a name or a word has no `readings` of its own: the codes of the table or list `kind` answer it.
    """

    kind: str
    written: str
    readings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The question's name on the command line, as it can be typed."""
        return canonical(f"{self.kind}:{self.written}")


def in_short(text: str) -> str:
    """A text as it names a question: of a long one the beginning, and a sum by which it is told from another's."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}… {crc32(text.encode()):08x}"


@dataclass(frozen=True)
class Finding(Place):
    """A place to look at: what was seen there and which rule it breaks. Made by `finding`.

    `table` is the canonical name of the table it concerns, where that is known. `context` holds what the sentence of
    this code needs besides the place and the value. `asked` is the question that it asks, or that an answer settled.
    """

    code: str = ""
    severity: Severity = "error"
    value: str | None = None
    table: str | None = None
    context: Mapping[str, str] = field(default_factory=dict, hash=False)
    asked: Asked | None = None

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return self._said("message", language)

    def fix(self, language: Language) -> str:
        """What to do about it."""
        return self._said("fix", language)

    def place(self, language: Language) -> str:
        """File, sheet and cell, as far as they are known."""
        parts = [self.file]
        if self.sheet:
            parts.append(words("finding.sheet", language, sheet=self.sheet))
        if self.cell:
            parts.append(words("finding.cell", language, cell=self.cell))
        return ", ".join(part for part in parts if part)

    def _said(self, part: str, language: Language) -> str:
        given = {"value": self.value or "", "column": self.column or "", "sheet": self.sheet or ""}
        given |= self.context
        if "factor" in given:
            given["factor"] = format_number(Fraction(given["factor"]), language)
        if "signs" in given:
            given["signs"] = _named_signs(given["signs"], language)
        return rules()[self.code].sentences[language][part].format(**given)


@dataclass(frozen=True)
class Rule:
    """What the catalogue says of a code: how grave it may be, what its sentences need, and the sentences.

    The sentences of a language are its `message`, its `fix`, an `example` (a cell, or what a file is like) and the same
    `fixed`.
    """

    severities: tuple[Severity, ...]
    needs: frozenset[str]
    sentences: Mapping[Language, Mapping[str, str]]


def finding(
    code: str,
    place: Place,
    severity: Severity | None = None,
    asked: Asked | None = None,
    /,
    *,
    value: str | None = None,
    table: str | None = None,
    **context: str,
) -> Finding:
    """The finding of a code at a place.

    Raises ValueError for a code that the catalogue does not have, for a value that its sentences need or do not know,
    and for a severity where the code has its own, or none where it has not.
    """
    rule = rules().get(code)
    if rule is None:
        raise ValueError(f"no finding has the code {code}")
    given = {"value": value, "column": place.column, "sheet": place.sheet}
    missing = rule.needs - set(context) - {name for name, text in given.items() if text is not None}
    superfluous = set(context) - rule.needs
    if missing or superfluous:
        raise ValueError(f"{code}: missing {sorted(missing)}, not known {sorted(superfluous)}")
    own = rule.severities[0] if len(rule.severities) == 1 else None
    if (severity is None) == (own is None) or (severity or own) not in rule.severities:
        raise ValueError(f"{code}: its severity is one of {rule.severities}, and not {severity}")
    where = (place.file, place.sheet, place.cell, place.column)
    return Finding(*where, code, severity or own or "error", value, table, context, asked)


@cache
def rules() -> Mapping[str, Rule]:
    """The catalogue of findings by code, read once from `findings.toml`."""
    text = resources.files(__package__).joinpath("findings.toml").read_text(encoding="utf-8")
    return {code: _rule(declared) for code, declared in tomllib.loads(text).items()}


def _rule(declared: dict[str, Any]) -> Rule:
    severity, sentences = declared["severity"], {language: declared[language] for language in LANGUAGES}
    said = (text for texts in sentences.values() for part in ("message", "fix") for text in [texts[part]])
    needs = {name for text in said for _, name, _, _ in Formatter().parse(text) if name}
    severities = (severity,) if isinstance(severity, str) else tuple(severity)
    return Rule(severities, frozenset(needs | set(declared.get("also", ()))), sentences)


def _named_signs(codes: str, language: Language) -> str:
    """Signs that cannot be told by looking at them, given by their code points, by name."""
    kinds = {code: kind_of_sign(chr(int(code, 16))) for code in codes.split()}
    return joined([f"{words(f'sign.{kind}', language)} U+{code}" for code, kind in kinds.items()], language)


def bounded(findings: Iterable[Finding]) -> list[Finding]:
    """All findings of a file: the fewer of each kind and column one by one, the more columns are at fault."""
    kept = counted_beyond(findings)
    return kept if len(kept) <= LISTED else counted_beyond(kept, max(ALIKE * LISTED // len(kept), 1))


def counted_beyond(findings: Iterable[Finding], most: int = ALIKE) -> list[Finding]:
    """At most `most` findings of one code in one column of a sheet, and for the rest one that counts them.

    The one that counts has their severity and their table, so that what holds a table back still does. Given one by
    one, the findings that are only counted are not kept. What was counted before, and stands behind the findings that
    were listed then, is counted with them.
    """
    alike: dict[Group, list[Finding]] = {}
    beyond: dict[Group, int] = {}
    counted: dict[Group, Finding] = {}
    group: Group | None = None
    for one in findings:
        if one.code == "more_alike" and group and (one.sheet, one.column) == group[-2:]:
            counted[group] = one
            beyond[group] += int(one.context["count"].replace("\u00a0", ""))
            continue
        group = one.severity, one.code, one.table, one.sheet, one.column
        listed = alike.setdefault(group, [])
        if len(listed) <= most:  # one more than is listed: the place where the rest begins
            listed.append(one)
        beyond[group] = beyond.get(group, 0) + 1
    kept = []
    for group, listed in alike.items():
        kept += listed[:most]
        told = min(len(listed), most)
        if beyond[group] > told:
            first = listed[most] if len(listed) > most else counted[group]
            count = {"count": grouped(beyond[group] - told), "listed": grouped(told)}
            kept.append(finding("more_alike", first, first.severity, table=first.table, **count))
    return kept
