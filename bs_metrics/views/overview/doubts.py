"""What is to be made clear before anything follows from it: figures that contradict each other, with their sources."""

from dataclasses import dataclass
from datetime import date

from bs_metrics.contract.citations import Citation, citations
from bs_metrics.contract.tables import Tables
from bs_metrics.measures.counting import rows_of_set
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.unit_standing import unit_standings
from bs_metrics.views.phrases import ratio_title
from bs_metrics.views.texts import dotted, lower_first, place_text, ratio_name, unit_names
from bs_metrics.views.unit_criteria import UnitTexts
from bs_metrics.words import Language, words

_MOST = 2  # units that are named


@dataclass(frozen=True)
class Doubt:
    """A measure whose figures contradict each other: what, which say what by which sources; by when it is asked for."""

    what: str
    why: str
    deadline: date | None


def doubts(tables: Tables, ratios: dict[str, Ratio], language: Language) -> list[Doubt]:
    """Everything asked for of which nobody knows how much is missing, for its figures cannot all be true."""
    return [
        doubt(tables, ratio, language)
        for ratio in ratios.values()
        if ratio.headline.kind == "contradiction" and ratio.is_asked and ratio.measure.counts != "parts"
    ]


def doubt(tables: Tables, ratio: Ratio, language: Language) -> Doubt:
    """One of them in words."""
    title = ratio_title(ratio, language)
    what = words("slide.named", language, name=ratio_name(ratio, language), said=lower_first(title))
    reasons, sources = _of_units(tables, ratio, language)
    named = dict.fromkeys(name for of in sources or ratio.sources for name in of.documents or (place_text(of),))
    told = words("doubt.sources", language, sources="; ".join(named))
    return Doubt(what, dotted("; ".join(reasons), told), ratio.deadline)


def _of_units(tables: Tables, ratio: Ratio, language: Language) -> tuple[list[str], tuple[Citation, ...]]:
    """The units that are stated otherwise than their criteria prove, and the rows that say the one and the other."""
    if ratio.measure.counts != "units":
        return [], ()
    found = unit_standings(tables, {ratio.id: ratio}, ratio.measure.set)
    doubtful = {unit: one for unit, one in found.items() if one.status == "doubtful"}
    texts, names = UnitTexts({ratio.id: ratio}, ratio.measure.set, language), unit_names(tables)
    reasons = [f"{names.get(unit, unit)}: {texts.reason(one)}" for unit, one in doubtful.items()]
    more = [words("doubt.more", language, number=len(reasons) - _MOST)] if len(reasons) > _MOST else []
    rows = tables["results"][rows_of_set(tables, ratio.measure.set)]
    cells = zip(rows["unit"], rows["criterion"].fillna(""), strict=True)
    said = [
        unit in doubtful and code in ("", *doubtful[unit].not_met, *doubtful[unit].doubtful) for unit, code in cells
    ]
    return reasons[:_MOST] + more, citations(rows[said], sourced=True)
