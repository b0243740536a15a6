"""Names written by people to the codes the tables use: places, criteria, criteria sets, measures.

A name is taken in its canonical form only (Unicode form, spaces, case, place of the tone mark), then from the list of
other spellings, then from what the analyst answered. Whatever is left is asked: a close name is a suggestion.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import product

import pandas as pd

from bs_metrics.intake.vocabulary.choices import Choices
from bs_metrics.intake.vocabulary.synonyms import Synonyms
from bs_metrics.intake.vocabulary.writing import LONGEST_NAME, any_of, named, trimmed, unique
from bs_metrics.text import canonical, folded, spelled

_SUGGESTIONS = 3
_SIGNS = re.compile(r"[^\w\u0300-\u036f]+")  # a spelling has its tone marks apart
_COMPARISONS = 300_000  # of two names, some 2 s: 28 unknown places among 10,598, or 13,000 among 22
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)(?!\d)")
_ROMAN = {  # in capitals, and only behind the word for a criterion: an x alone is a tick
    tens + ones: str(10 * ten + one)
    for ten, tens in enumerate(("", "X", "XX"))
    for one, ones in enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
    if tens + ones
}
_DOCUMENT = re.compile(r"(?<![\w/])\d+/(?:\d{4}/)?([^\W\d][\w-]*)")  # 320/QĐ-TTg, 1210/2016/UBTVQH13: whose it is
_APART = re.compile(r"[\n\r,;+&]| [-–/] ")  # names in one cell
_SHORT = re.compile(r"((?:[^\W\d_]\s*\.\s*)+)(\w\S+)")
_NUMBERED = re.compile(r"^0*(\d+(?:\.\d+)*[a-z]?)(?:\s*[.:)\-–/]\s*|\s+|$)(.*)$", re.IGNORECASE)


def _initials(words: str) -> str:
    return "".join(word[0] for word in words.split())


def spans_in(text: str) -> list[tuple[int, int]]:
    """The spans of several years that a text names: 2021-2025; a school year is none."""
    spans = ((int(first), int(last)) for first, last in _SPAN.findall(text))
    return [(first, last) for first, last in spans if last > first + 1]


def documents_in(text: str) -> dict[str, str]:
    """The numbers of the documents that a text cites, each with the letters behind it that say whose it is."""
    return {one[0]: one[1] for one in _DOCUMENT.finditer(folded(text))}


class Names:
    """The ways to write the rows of one table: `codes` has a code for each spelling that means one row only.

    `spellings` are pairs of a name and a code, `others` the names that are not the row's own. A name may stand behind
    one of the `prefixes` of its own kind (`kinds` gives that of each code): Xã, TT. `in_full` writes abbreviations out.
    """

    def __init__(
        self,
        spellings: Iterable[tuple[str, str]],
        answers: Mapping[str, str] | None = None,
        others: Iterable[str] = (),
        kinds: Mapping[str, str] | None = None,
        prefixes: Mapping[str, str] | None = None,
        in_full: Callable[[str], str] = str,
    ):
        self._in_full = in_full
        self._others = {spelled(trimmed(written)) for written in others}
        self.shown: dict[str, str] = {}
        keys = []
        for written, code in spellings:
            self.shown.setdefault(code, written)
            forms = dict.fromkeys((written, in_full(written)))
            keys += [(spelled(trimmed(form)), code) for form in forms]
        self.codes: dict[str, str] = unique(keys)
        self._of_kind = unique(((kinds[code], key), code) for key, code in keys if kinds and code in kinds)
        self._prefixes = sorted(
            ((spelled(written), kind) for written, kind in (prefixes or {}).items()), key=lambda one: -len(one[0])
        )
        # An answer may be older than the data: what it names may be gone.
        self._answers = {spelled(written): code for written, code in (answers or {}).items() if code in self.shown}
        self._comparisons = 0

    def code(self, written: str) -> str | None:
        """The code of a name, or None where it means nothing or several things."""
        answer = self.answer(written)
        if answer or len(written) > LONGEST_NAME:
            return answer
        key = spelled(trimmed(self._in_full(written)))
        return self.codes.get(key) or self._behind_prefix(key)[1]

    def shortened(self, written: str) -> list[str]:
        """The codes of the names that one may be short for, all words but the last by their first letters: `B.An`."""
        if (short := _SHORT.fullmatch(spelled(trimmed(written)))) is None:
            return []
        said = re.sub(r"[\W_]", "", short[1]), short[2]
        parts = ((name.rpartition(" "), code) for name, code in self.codes.items())
        return list(dict.fromkeys(code for (first, _, last), code in parts if (_initials(first), last) == said))

    @property
    def written(self) -> set[str]:
        """Every spelling that means something."""
        return {*self.codes, *self._answers}

    def answer(self, written: str) -> str | None:
        """The code that the analyst gave a name."""
        return self._answers.get(spelled(written)) if self._answers else None

    def _behind_prefix(self, key: str) -> tuple[str, str | None]:
        for prefix, kind in self._prefixes:
            rest = key[len(prefix) :]
            if key.startswith(prefix) and rest and (prefix.endswith(".") or not rest[0].isalpha()):
                code = self._of_kind.get((kind, rest.lstrip(" .:")))
                if code:
                    return rest.lstrip(" .:"), code
        return key, None

    def named_in(self, lines: Iterable[str], among: set[str]) -> list[str]:
        """The codes, of some, whose names are whole lines or stand in one behind the word for their kind: UBND xã A."""
        codes: set[str] = set()
        prefixed = {
            f"{prefix} {key}": code
            for prefix, kind in self._prefixes
            for (of_kind, key), code in self._of_kind.items()
            if kind == of_kind
        }
        for line in map(spelled, lines):
            whole = self.code(line)
            codes |= {whole} if whole else set(named(prefixed, _SIGNS.sub(" ", line)))
        return sorted(codes & among)

    def several_in(self, written: str) -> list[str]:
        """The codes, where a text as it came is names of several rows and nothing else: one a line, or with commas."""
        codes = [self.code(part.strip()) for part in _APART.split(written) if part.strip()]
        return [] if None in codes or len(set(codes)) < 2 else [code for code in dict.fromkeys(codes) if code]

    def is_other(self, written: str) -> bool:
        """Whether a name is taken from the list of other spellings, or from an answer."""
        key = spelled(trimmed(written))
        return spelled(written) in self._answers or not self._others.isdisjoint((key, self._behind_prefix(key)[0]))

    def suggestions(self, written: str) -> str:
        """Close names with their codes, best first, for the question; empty where nothing is close.

        After very many questions none is looked for any more, and three dots say so.
        """
        self._comparisons += len(self.codes)
        if self._comparisons > _COMPARISONS:
            return "…"
        text = spelled(self._in_full(written))
        inside = sorted(
            (key for key in self.codes if f" {key} " in f" {_SIGNS.sub(' ', text)} "), key=len, reverse=True
        )
        close = get_close_matches(text, self.codes, n=_SUGGESTIONS, cutoff=0.6)
        around = [key for key in self.codes if f" {text} " in f" {_SIGNS.sub(' ', key)} "]
        named = (self.codes[key] for key in [*inside[:1], *close, *around])
        told = list(dict.fromkeys([*self.shortened(written), *named]))[:_SUGGESTIONS]
        return ", ".join(f"{self.shown[code]} ({code})" for code in told)


def place_names(units: pd.DataFrame, words: Synonyms, answers: Mapping[str, str]) -> Names:
    """The units by name and other spellings, alone or after the word for their kind (Xã, TT.)."""
    spellings, aliases, kinds = [], [], {}
    for code, name, others, kind in units[["code", "name", "aliases", "kind"]].astype(object).to_numpy():
        own = canonical(name) if isinstance(name, str) else ""
        written = [own, *(map(canonical, others.split(";")) if isinstance(others, str) else [])]
        spellings += [(one, code) for one in written if one]
        aliases += [one for one in written[1:] if one and one != own]
        if isinstance(kind, str):
            kinds[code] = kind
    prefixes = {one: kind for kind in set(kinds.values()) for one in words.written_for("unit_kind", kind)}
    return Names(spellings, answers, aliases, kinds, prefixes)


def table_names(
    frame: pd.DataFrame,
    code: str,
    named: list[str],
    answers: Mapping[str, str] | None = None,
    in_full: Callable[[str], str] = str,
) -> Names:
    """The rows of a table by the columns that name them."""
    rows = frame[[code, *named]].itertuples(index=False, name=None)
    spellings = ((str(name), row[0]) for row in rows for name in row[1:] if isinstance(name, str))
    return Names(spellings, answers, in_full=in_full)


class Criteria:
    """The criteria of every set, by code and by name: `code(set, written)`. `choices` are the analyst's answers."""

    def __init__(self, criteria: pd.DataFrame, sets: pd.DataFrame, words: Synonyms, choices: Choices):
        self.codes: dict[str, set[str]] = {}
        before, said = (any_of(words.headings_of("results", column)) for column in ("criterion", "result"))
        self._prefix = re.compile(rf"^(?:(?:{said})\s+)*(?:{before})\.?\s*(?=\d|:|$|[ivx]+\b)[:\s]*")
        self._worded = re.compile(rf"^(?=\S)(?:(?:{said})\s+)*(?:(?:{before})(?:\s*:\s*|\s+))?(?=\S)")
        self._announced = re.compile(rf"(?<!\w)(?:{before})\s*:?\s+(?=\S)")
        spellings: dict[str, list[tuple[str, str]]] = defaultdict(list)
        rows = criteria.dropna(subset="set")[["set", "code", "name", "short", "name_en", "short_en"]]
        for of_set, code, *names in rows.to_numpy(dtype=object):  # a frame for each set takes ten times as long
            self.codes.setdefault(of_set, set()).add(code)
            spellings[of_set] += [(name, code) for name in names if isinstance(name, str)]
        self._names = {
            of_set: Names(pairs, choices.answers(f"criteria:{of_set}")) for of_set, pairs in spellings.items()
        }
        answers, self._in_full = choices.answers("criteria_sets"), words.phrases.in_full
        self.sets = table_names(sets, "id", ["name", "short", "name_en", "short_en"], answers, self._in_full)
        self._further = [_SIGNS.sub(" ", spelled(one)) for one in words.phrases.of("further")]
        based = sets[["id", "legal_basis"]].dropna().itertuples(index=False, name=None)
        self._documents = {of_set: documents_in(basis) for of_set, basis in based}
        self._issuers = {issuer for own in self._documents.values() for issuer in own.values()}
        names = sets[["name", "short", "name_en", "short_en"]].stack().dropna().map(folded)
        self._set_name = re.compile(rf"(?<!\w)(?:{any_of(names) or '(?!)'})(?!\w)")
        self._all_names = {name for names in self._names.values() for name in names.written}
        self.code: Callable[[str, str], str | None] = cache(self._code)

    def is_name(self, written: str) -> bool:
        """Whether a text is the name of a criterion in any set."""
        return len(written) <= LONGEST_NAME and spelled(trimmed(written)) in self._all_names

    def begins(self, of_set: str, written: str, code: str) -> bool:
        """Whether some words are the first ones of a criterion's name."""
        text, names = spelled(trimmed(written)), self._names[of_set].codes
        return len(text.split()) > 1 and any(
            own == code and f"{text} " in f"{name[: len(text)]} " for name, own in names.items()
        )

    def is_known(self, written: str) -> bool:
        """Whether a text is a criterion of any set, by number or by name."""
        return any(self.code(of_set, written) for of_set in self._names)

    def most_in_one_set(self, texts: list[str]) -> int:
        """How many of some texts are criteria of the set that has most of them."""
        return max((sum(bool(self.code(of_set, text)) for text in texts) for of_set in self._names), default=0)

    def _code(self, of_set: str, written: str) -> str | None:
        """The criterion of a set: `5`, `TC 05`, `5. Trường học`, `Trường học`; a number and a name must agree."""
        if of_set not in self._names or len(written) > LONGEST_NAME * 2:
            return None
        text, codes = canonical(written), self.codes[of_set]
        given = self._names[of_set].answer(text)
        if given or text in codes:
            return given or text
        by_name = self._names[of_set].code(text)
        if by_name:
            return by_name
        rest = self._prefix.sub("", folded(text))
        numbered = _NUMBERED.match(rest)
        if numbered is None or numbered[1] not in codes:
            number = _ROMAN.get(text.split()[-1].rstrip(".:")) if rest != folded(text) else None
            return number if number in codes else self._names[of_set].code(self.named_part(text))
        if not trimmed(numbered[2]):
            return numbered[1]
        return numbered[1] if self._names[of_set].code(numbered[2]) == numbered[1] else None

    def named_part(self, written: str) -> str:
        """A heading without the words before a criterion's name: `Kết quả tiêu chí Giao thông`."""
        return self._worded.sub("", folded(written))

    def suggestions(self, of_set: str, written: str) -> str:
        """Close criteria of the set."""
        return self._names[of_set].suggestions(self.named_part(written)) if of_set in self._names else ""

    def in_title(self, of_set: str, lines: Iterable[str]) -> tuple[str, str | None] | None:
        """What a title says behind the word for a criterion, and the criterion of the set that it is; None where no
        line names one, or what is said is close to none: `Kết quả thực hiện các tiêu chí năm 2024`.
        """
        for line in lines:
            text = self._set_name.sub(";", folded(line))  # a set's own name may hold the word
            for said in self._announced.split(text)[1:]:
                words = re.split(r"[;,.(]", said)[0].split()
                parts = [" ".join(words[:count]).strip(" :-–") for count in range(len(words), 0, -1)]
                code = next(filter(None, (self.code(of_set, part) for part in parts)), None)
                if code or (parts and self.suggestions(of_set, parts[0])):
                    return parts[0], code
        return None

    def sets_of(self, headings: list[str], title: str) -> list[str]:
        """The sets that hold all of some criteria; where several do, those that the title names."""
        holding = [of_set for of_set in self._names if all(self.code(of_set, heading) for heading in headings)]
        return holding if len(holding) < 2 else self.named_in(title, holding) or holding

    def named_in(self, title: str, among: Collection[str] | None = None) -> list[str]:
        """The sets whose names a title holds; a name inside a longer one that it also holds does not count, and neither
        does one of which words behind it, or years or a document beside it, make another set's.
        """
        names = self._names_of(among)
        codes = named(names, self._without_others(title, names))
        others = self._is_of_other_years, self._is_of_other_documents
        return [code for code in codes if not any(is_other(code, title) for is_other in others)]

    def names_another(self, title: str) -> bool:
        """Whether a title holds the name of a set as a part of another's, `xã nông thôn mới kiểu mẫu`, or documents of
        those who issue sets and of no set that is known.
        """
        names = self._names_of(None)
        text = self._without_others(title, names)
        if text != self._text_of(title) or self.named_in(title) != named(names, text):
            return True
        return bool(self._documents) and all(self._is_of_other_documents(code, title) for code in self._documents)

    def _names_of(self, among: Collection[str] | None) -> dict[str, str]:
        codes = self.sets.codes.items()
        return {_SIGNS.sub(" ", name): code for name, code in codes if among is None or code in among}

    def _text_of(self, title: str) -> str:
        return _SIGNS.sub(" ", spelled(self._in_full(title)))

    def _without_others(self, title: str, names: Collection[str]) -> str:
        """A title without the names that words behind them make another set's."""
        text = self._text_of(title)
        for name, more in product(names, self._further):
            if f" {name} {more} " in f" {text} " and not any(one.startswith(f"{name} {more}") for one in names):
                text = text.replace(f"{name} {more}", more)
        return text

    def _is_of_other_years(self, code: str, title: str) -> bool:
        """Whether a title names spans of years, and all of them reach beyond that of the set's own name."""
        own, others = spans_in(self.sets.shown.get(code, "")), spans_in(title)
        return bool(own and others) and not any(
            low <= first and last <= high for first, last in others for low, high in own
        )

    def _is_of_other_documents(self, code: str, title: str) -> bool:
        """Whether a title names documents of those who issue sets, and none of them is one of the set's own."""
        cited = {document for document, issuer in documents_in(title).items() if issuer in self._issuers}
        own = self._documents.get(code, {})
        return bool(cited and own) and cited.isdisjoint(own)

    def meant_by(self, text: str) -> list[str]:
        """The sets whose names a text holds, or else all words of whose names it has in any order; the longest."""
        if held := self.named_in(text):
            return held
        said = set(_SIGNS.sub(" ", spelled(self._in_full(text))).split())
        fitting = {
            name: code for name, code in self.sets.codes.items() if len(name.split()) > 2 and said >= set(name.split())
        }
        longest = max((len(name.split()) for name in fitting), default=0)
        return sorted({code for name, code in fitting.items() if len(name.split()) == longest})
