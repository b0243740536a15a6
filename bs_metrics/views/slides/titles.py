"""The one sentence of a slide, made of the ratio it is about, so that it cannot say anything else."""

from bs_metrics.measures.ratios import Ratio
from bs_metrics.numbers import format_number
from bs_metrics.views.phrases import gap_counted, inside, ratio_text
from bs_metrics.views.texts import noun_of
from bs_metrics.words import Language, words


def ratio_title(ratio: Ratio, name: str, language: Language, is_goal: bool = False) -> str:
    """What is missing, or that nothing is, or that it is not known: one sentence with its number.

    `name` is what the measure is about in the reader's words, or, with `is_goal`, what it leads to. The number missing
    stands over the total; where the target is less than all, the number to reach does.
    """
    values = {"goal": inside(name), "name": name, "ratio": ratio_text(ratio, language)}
    if ratio.headline.kind == "contradiction":
        return words("slide.contradiction", language, **values)
    if ratio.gap_bounds is None or not ratio.total:
        return words("slide.figure", language, **values)
    low, high = ratio.gap_bounds
    values |= {"noun": noun_of(ratio, ratio.total, language), "total": format_number(ratio.total, language)}
    if high == 0:
        return words("slide.met", language, **values)
    if ratio.needed is not None and ratio.needed < ratio.total:
        # Of what is not known here, only a part has to be met: their number is not the gap.
        key = "slide.left_to_target" if low else "slide.open_to_target"
        needed = f"{format_number(ratio.needed, language)}/{values['total']}"
        return words(key, language, gap=gap_counted(ratio, language), needed=needed, **values)
    if low == 0:
        return words("slide.open", language, gap=format_number(high, language), **values)
    gap = "–".join(dict.fromkeys((format_number(low, language), format_number(high, language))))
    return words("slide.left_to_goal" if is_goal else "slide.left", language, gap=gap, **values)
