"""What is said of a goal's verdict: the verdict, why there is none, the pace, the days on which it can be expected."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bs_metrics.measures.pace import Pace, Span
from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_date, format_days, format_number
from bs_metrics.views.phrases import time_left
from bs_metrics.views.texts import day_text, dotted, lower_first, noun_of, spanned
from bs_metrics.words import Language, words

_LEAST = Fraction(1, 20)  # items a month: what is less is printed as less than this


def verdict_text(found: Pace, language: Language) -> str:
    """The verdict in a few words, the days with it where it is overdue."""
    days = format_days(found.days_overdue, language)
    return words(f"pace.{found.verdict}", language, days=days)


def why_text(found: Pace, language: Language) -> str:
    """Why there is no verdict; or that some of the days that are expected would say another."""
    if found.verdict == "unknown":
        return words(f"pace.why_{found.why}", language)
    return "" if found.is_certain else words("pace.not_certain", language)


@dataclass(frozen=True)
class Remarks:
    """What belongs to a verdict, a few words each: why there is none, the time left, the pace that the deadline asks
    for, what is seen; and in `brief` what matters most of it, for a slide: the days expected, else the pace needed.
    """

    why: str = ""
    left: str = ""
    required: str = ""
    seen: str = ""
    brief: str = ""

    def brief_after(self, passed: str) -> str:
        """The same, once the deadline has `passed`: no more what it asked for."""
        return "" if passed and self.brief == self.required else self.brief

    @property
    def asked(self) -> str:
        """The time left, and the pace needed in it."""
        return dotted(self.left, self.required)

    def text(self, passed: str = "") -> str:
        """All of it in one line; once the deadline has `passed`, that, and no more what it asked for."""
        return dotted(self.why, "" if passed else self.asked, self.seen, passed)


def remarks(ratio: Ratio, found: Pace, language: Language, name: str = "", today: date | None = None) -> Remarks:
    """What belongs to a verdict, which is that of a `name` where it is not understood. That no number is set is said
    where the gap is."""
    if found.verdict == "done":
        return Remarks()
    why = "" if found.why == "no_number" else why_text(found, language)
    left, expected = left_text(found, language), expected_text(found, language, today)
    required = required_text(ratio, found, language)
    seen = dotted(actual_text(ratio, found, language), expected)
    return Remarks(dotted(name, why), left, required, seen, expected or required)


def left_text(found: Pace, language: Language) -> str:
    """The time left, from the data's day, for the reader's may be past the deadline; of what is overdue, from which day
    that is counted; of what is not surely missed, only that the deadline has passed.
    """
    if found.days_left is None:
        return ""
    if found.days_overdue:
        return words("pace.overdue_counted", language)
    if found.days_left < 0:
        return words("pace.deadline_passed", language, days=format_days(-found.days_left, language))
    return words("pace.counted", language, left=lower_first(time_left(found.days_left, language)))


def required_text(ratio: Ratio, found: Pace, language: Language) -> str:
    """The pace that the deadline asks for; nothing where it asks for none."""
    if not found.required:
        return ""
    number = format_number(found.required, language, 1)
    if found.required < _LEAST:
        number = words("pace.under", language, number=format_number(_LEAST, language))
    return words("pace.required", language, number=number, noun=_noun(ratio, number, language))


def actual_text(ratio: Ratio, found: Pace, language: Language) -> str:
    """The pace between the first and the last as-of date that can be compared; nothing without two, or where the bounds
    of the number met leave everything open.
    """
    if found.actual is None or found.why == "open":
        return ""
    number = span_text(found.actual, language)
    return words("pace.actual", language, number=number, noun=_noun(ratio, number, language))


def _noun(ratio: Ratio, printed: str, language: Language) -> str:
    """One thing only where the pace as printed is one."""
    return noun_of(ratio, 1 if printed == "1" else 2, language)


def span_text(span: Span, language: Language) -> str:
    """A pace in items a month: the least and the most that it can be."""
    return spanned(*(format_number(one, language, 1) for one in span))


def expected_text(found: Pace, language: Language, today: date | None = None) -> str:
    """The range of days that the bounds and the observed paces allow, or that all of it has passed by the reader's day;
    nothing where nothing can be expected.
    """
    if found.expected is None:
        return ""
    earliest, latest = found.expected
    if earliest is None:
        return words("pace.never", language)
    if latest is None:
        return words("pace.expected_open", language, earliest=format_date(earliest, language))
    days = {"earliest": format_date(earliest, language), "latest": format_date(latest, language)}
    passed = today is not None and latest < today
    return words("pace.expected_passed" if passed else "pace.expected", language, **days)


def passed_text(deadline: date | None, as_of: date | None, today: date | None, language: Language) -> str:
    """That a deadline has passed by the reader's day, of data from before it; no verdict, for nobody knows it."""
    days = days_passed(deadline, as_of, today)
    return words("pace.passed", language, days=format_days(days, language)) if days else ""


def day_marked(
    day: date | None, as_of: date | None, today: date | None, language: Language, otherwise: str = ""
) -> str:
    """A day, marked where it has passed since the data were made."""
    text = day_text(day, language, otherwise)
    return words("slide.passed", language, day=text) if days_passed(day, as_of, today) else text


def days_passed(deadline: date | None, as_of: date | None, today: date | None) -> int:
    """How many days ago by the reader's day a deadline was that had not passed in the data; 0 where it is not so."""
    if deadline is None or as_of is None or today is None or not as_of <= deadline < today:
        return 0
    return (today - deadline).days
