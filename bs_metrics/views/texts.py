"""The texts of the tables in the reader's language, the only place where one is chosen; citations in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from bs_metrics.contract.citations import Citation
from bs_metrics.contract.records import CriteriaSet, Criterion, Target, Text, Unit
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.about import about_row, own_unit
from bs_metrics.measures.counting import criteria_set
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.numbers import format_date
from bs_metrics.words import Language, words


def in_language(text: Text | None, language: Language) -> str:
    """The text; English falls back on Vietnamese. Empty where the tables give none."""
    if text is None:
        return ""
    return (text.en if language == "en" else None) or text.vi


def ratio_name(ratio: Ratio, language: Language) -> str:
    """What the measure is called."""
    return in_language(ratio.measure.name, language)


def noun_of(ratio: Ratio, number: int | None, language: Language, text: Text | None = None) -> str:
    """The noun counted, or another text for it, in the number asked for."""
    text = text or ratio.measure.noun
    return text.en_plural if language == "en" and number != 1 and text.en_plural else in_language(text, language)


def set_noun(
    tables: Tables, ratios: Mapping[str, Ratio], set_id: str | None, counts: str, language: Language, number: int = 2
) -> str:
    """What the criteria of a set, or the items below them, are called: as a measure that counts them does, else as the
    set's own row says.
    """
    ratio = ratio_of_set(ratios, set_id, counts)
    if ratio is not None:
        return noun_of(ratio, number, language)
    declared = criteria_set(tables, set_id)
    named = declared and (declared.criteria_noun if counts == "criteria" else declared.items_noun)
    return listed("criterion_noun", named or ("criterion" if counts == "criteria" else "indicator"), language, number)


def own_kind(tables: Tables, language: Language) -> str:
    """The word for the own unit's kind; empty where the tables do not say which unit is the own one."""
    own = own_unit(tables)
    return tables.word("unit_kind", own.kind, language) if own else ""


def own_name(tables: Tables, language: Language) -> str:
    """The own unit with the word for its kind; the name alone where no row is of it, nothing without a name."""
    own = own_unit(tables)
    if own:
        return words("frame.place", language, kind=own_kind(tables, language), name=own.name)
    return about(tables, "place", language)


def short_name(of: CriteriaSet | Criterion, language: Language) -> str:
    """The short name where there is one, else the name."""
    return in_language(of.short, language) or in_language(of.name, language)


def unit_names(tables: Tables) -> dict[str, str]:
    """The names of the units by code."""
    return {unit.code: unit.name for unit in tables.rows(Unit)}


def about(tables: Tables, key: str, language: Language) -> str:
    """What the sheet `Thông tin` says of an item; empty where it does not have it."""
    row = about_row(tables, key)
    return in_language(row.value, language) if row else ""


def cited(*citations: Citation) -> str:
    """Citations in words: document · file, sheet, rows; … A file that names no document is its own: it is said once."""
    return "; ".join(map(_cited, citations))


def _cited(citation: Citation) -> str:
    place = place_text(citation)
    return " · ".join((*(one for one in citation.documents if not place.startswith(f"{one},")), place))


def target_source(target: Target, language: Language) -> str:
    """The document that sets a target, what is remarked of it, and where it stands."""
    return dotted(in_language(target.legal_basis, language), in_language(target.note, language), cited(target.citation))


def measure_sources(ratio: Ratio, language: Language) -> str:
    """Where a measure's figures come from, its target's document included."""
    sources = cited(*ratio.sources)
    if ratio.target is None:
        return sources
    column = words("column.target" if ratio.target.is_number else "column.deadline", language)
    target = f"{column}: {target_source(ratio.target, language)}"
    return "; ".join(filter(None, (sources, target)))


def place_text(citation: Citation) -> str:
    """File, sheet and rows."""
    rows = (f"{first}" if first == last else f"{first}–{last}" for first, last in citation.rows)
    return f"{citation.file}, {citation.sheet}, {', '.join(rows)}"


def owner_named(agency: str | None, document: str | None, language: Language) -> str:
    """Who has to act; where nobody is named, that nobody is, and the document to look in."""
    key = "missing.unassigned_look" if document else "missing.unassigned"
    return agency or words(key, language, document=document)


def dotted(*parts: str | None) -> str:
    """Those of the parts that say something, in one line."""
    return " · ".join(filter(None, parts))


def listed(name: str, code: str | None, language: Language, number: int = 1) -> str:
    """The word of a closed list for a code, for a number of things; empty where there is no code."""
    return schema().lists[name].word(code, language, number) if code else ""


def day_text(day: date | None, language: Language, otherwise: str = "") -> str:
    """A date, or what is said where there is none."""
    return format_date(day, language) if day else otherwise


def spanned(low: str, high: str) -> str:
    """From the least to the most: 3–4; one of them where they are the same."""
    return low if low == high else f"{low}–{high}"


def upper_first(text: str) -> str:
    """The text as the start of a sentence."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text after the start of a sentence."""
    return text[:1].lower() + text[1:]


def text_table(
    names: Sequence[str], rows: Iterable[Sequence[object]], language: Language, part: str = "column"
) -> pd.DataFrame:
    """Rows of cells under the words `column.<name>`, or those of another part."""
    return pd.DataFrame(list(rows), columns=[words(f"{part}.{name}", language) for name in names])
