"""The slides of a snapshot: the whole road, each stage of it, what changed."""

from collections.abc import Iterable

import pandas as pd

from bs_metrics.measures.about import about
from bs_metrics.measures.ratios import Ratio
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.phrases import as_of_text, ratio_text, source_line, summary
from bs_metrics.views.ratio_tables import gap_bars, share_rows
from bs_metrics.views.since import since
from bs_metrics.views.slide import Slide, SlideChart
from bs_metrics.views.stages import Stage, stages
from bs_metrics.words import Language, words

OVERVIEW, CHANGES = "overview", "changes"


def slides(shown: Snapshot, language: Language, before: Snapshot | None = None) -> list[Slide]:
    """All slides in their usual order; `before` is the state that the last one compares with."""
    found = [_overview(shown, language)]
    found += [_stage(shown, stage, language) for stage in stages(shown, language)]
    return [*found, _changes(shown, before, language)]


def picked(all_slides: list[Slide], ids: Iterable[str]) -> list[Slide]:
    """The slides asked for, in the order asked for; all of them when none of the ids is known."""
    by_id = {slide.id: slide for slide in all_slides}
    return [by_id[id] for id in dict.fromkeys(ids) if id in by_id] or all_slides


def _overview(shown: Snapshot, language: Language) -> Slide:
    rows = gap_bars(shown.ratios, language)
    return Slide(
        OVERVIEW,
        words("page.overview", language),
        summary(shown.ratios, about(shown.tables, "goal", language), language),
        source_line(shown.tables, language),
        as_of_text(shown.tables, language),
        chart=SlideChart("shares", rows, bars_said(rows)) if len(rows) else None,
        notes=tuple(_cited(shown.ratios.values(), language)),
    )


def _stage(shown: Snapshot, stage: Stage, language: Language) -> Slide:
    rows = share_rows({stage.ratio.id: stage.ratio}, language)
    return Slide(
        f"stage-{stage.ratio.row['set']}",
        stage.name,
        f"{stage.name}: {ratio_text(stage.ratio, language)}",
        source_line(shown.tables, language),
        as_of_text(shown.tables, language),
        lines=(stage.text, stage.time),
        chart=SlideChart("shares", rows, bars_said(rows)),
        notes=tuple(_cited([stage.ratio], language)),
    )


def _changes(shown: Snapshot, before: Snapshot | None, language: Language) -> Slide:
    found = since(before, shown, language)
    return Slide(
        CHANGES,
        words("since.name", language),
        found.title,
        source_line(shown.tables, language),
        as_of_text(shown.tables, language),
        lines=tuple(f"{line.what}: {line.change}" for _, group in found.groups for line in group),
    )


def bars_said(rows: pd.DataFrame) -> str:
    """The bars in words: name, figure, gap."""
    return "; ".join(rows["label"] + ": " + rows["inside"] + ", " + rows["beside"])


def _cited(ratios: Iterable[Ratio], language: Language) -> list[str]:
    return [f"{ratio.label('name', language)}: {'; '.join(ratio.sources)}" for ratio in ratios]
