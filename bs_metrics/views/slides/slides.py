"""The slides of a snapshot: the whole road, each stage of it, its topics, what is missing, what changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from bs_metrics.measures.pace import pace
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import gap_status
from bs_metrics.numbers import format_date
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.activities import total_text, totals
from bs_metrics.views.changes.changes import ChangeLine
from bs_metrics.views.changes.since import since
from bs_metrics.views.criteria import decision_text, nesting_text, threshold_rows
from bs_metrics.views.gaps.missing import Missing, missing
from bs_metrics.views.lines import set_lines
from bs_metrics.views.phrases import as_of_text, gap_text, ratio_text, share_text, source_line, summary, time_left
from bs_metrics.views.ratio_tables import share_rows
from bs_metrics.views.schools import school_lines
from bs_metrics.views.slides.slide import ChartKind, Slide, SlideChart
from bs_metrics.views.slides.titles import ratio_title
from bs_metrics.views.stages import Stage, of_the_road, stages
from bs_metrics.views.texts import about, cited, in_language, measure_sources, ratio_name, short_name, target_source
from bs_metrics.views.units.communes import STATUSES, off_tiles, on_tiles, status_counts, tiles, unit_sets
from bs_metrics.words import Language, words

MISSING_ROWS = 5  # of what is missing on one slide: more cannot be read from the back of a room
_LINES = 5  # sentences on one slide
_NAMES = 12  # of units in one cell
_CHANGES = 3 * MISSING_ROWS  # since last time, on slides; the overview tells more
_STAGE_PAGES: dict[int | None, str] = {1: "new-rural", 2: "urban", 3: "town"}


def slides(shown: Snapshot, language: Language, before: Snapshot | None = None) -> list[Slide]:
    """All slides in their usual order; `before` is the state that the last one compares with."""
    return list(_Slides(shown, language).all(before))


def picked(all_slides: list[Slide], ids: Iterable[str]) -> list[Slide]:
    """The slides asked for, in the order asked for; all of them when none of the ids is known."""
    by_id = {slide.id: slide for slide in all_slides}
    return [by_id[id] for id in dict.fromkeys(ids) if id in by_id] or all_slides


def bars_text(rows: pd.DataFrame) -> str:
    """The bars in words: name, figure if it stands apart, what is said beside."""
    bars = rows["label"] + ": " + (rows["inside"] + ", " if "inside" in rows else "") + rows["beside"]
    return "; ".join(bars)


def _some_of_each(groups: Sequence[tuple[str, Sequence[ChangeLine]]], most: int) -> list[tuple[str, ChangeLine]]:
    """As many lines as there is room for, in their order, under their headings: no kind is crowded out by another."""
    room = dict.fromkeys((heading for heading, _ in groups), 0)
    for turn in range(most):
        for heading, lines in groups:
            if turn < len(lines) and sum(room.values()) < most:
                room[heading] += 1
    return [(heading, line) for heading, lines in groups for line in lines[: room[heading]]]


@dataclass(frozen=True)
class _Slides:
    shown: Snapshot
    language: Language

    def all(self, before: Snapshot | None) -> Iterator[Slide]:
        road = stages(self.shown, self.language)
        yield self._overview(road)
        seen: set[str | None] = set()
        for stage in road:
            set_id = stage.ratio.measure.set
            yield self._stage(stage, f"stage-{set_id}" if set_id not in seen else f"stage-{set_id}-{stage.ratio.id}")
            if set_id not in seen:
                yield from self._thresholds(stage)
            seen.add(set_id)
        yield from self._communes()
        yield from self._schools()
        yield from self._missing()
        yield from self._deadlines()
        yield from self._mobilisation()
        yield from self._changes(before)

    def _say(self, key: str, **values: object) -> str:
        return words(key, self.language, **values)

    def _slide(self, id: str, name: str, title: str, **given: object) -> Slide:
        source, as_of = source_line(self.shown.tables, self.language), as_of_text(self.shown.tables, self.language)
        return Slide(id, name, title, source or "", as_of, **given)  # type: ignore[arg-type]

    def _overview(self, road: list[Stage]) -> Slide:
        ratios = self.shown.ratios
        goal = about(self.shown.tables, "goal", self.language)
        headlines = of_the_road(ratios, road)
        return self._slide(
            "overview",
            self._say("page.overview"),
            summary(ratios, goal, self.language),
            chart=self._bars(share_rows(headlines, self.language)),
            notes=self._cited(headlines.values()),
        )

    def _stage(self, stage: Stage, id: str) -> Slide:
        """The stage's own measure, and beside it the others that belong to it."""
        order = {"headline": 0, "condition": 1, "detail": 2}
        of_stage = [ratio for ratio in self.shown.ratios.values() if ratio.total and ratio.stage == stage.ratio.stage]
        of_stage.sort(key=lambda ratio: order.get(ratio.measure.role or "", 3))
        set_id = stage.ratio.measure.set
        sentences = (
            f"{stage.deadline[:1].upper()}{stage.deadline[1:]}. {stage.time}.",
            stage.text,
            nesting_text(self.shown.ratios, set_id, self.language),
            decision_text(self.shown.tables, self.shown.ratios, set_id, self.language),
        )
        return self._slide(
            id,
            stage.name,
            ratio_title(stage.ratio, stage.name, self.language, is_goal=True),
            lines=tuple(line for line in sentences if line),
            chart=self._bars(share_rows({ratio.id: ratio for ratio in of_stage}, self.language)),
            notes=self._cited(of_stage),
            page=_STAGE_PAGES.get(stage.ratio.measure.stage, "overview"),
        )

    def _thresholds(self, stage: Stage) -> Iterator[Slide]:
        set_id, tables = stage.ratio.measure.set, self.shown.tables
        rows = threshold_rows(tables, self.shown.ratios, set_id, self.language)
        if rows.empty:
            return
        lines = set_lines(tables, self.shown.ratios, set_id, self.language)
        counts = {status: sum(line.status == status for line in lines) for status in ("met", "not_met", "unknown")}
        counted = self._say("town.lead", total=len(lines), **counts).rstrip(".")
        yield self._slide(
            f"thresholds-{set_id}",
            self._say("slide.thresholds_name", name=stage.name),
            f"{stage.name}: {counted}",
            lines=(self._say("town.scale_note"),),
            chart=self._chart("thresholds", rows),
            notes=tuple(f"{line.name}: {line.source}" for line in lines),
            page=_STAGE_PAGES.get(stage.ratio.measure.stage, "overview"),
        )

    def _communes(self) -> Iterator[Slide]:
        tables, ratios = self.shown.tables, self.shown.ratios
        for set_id, declared in unit_sets(tables).items():
            name = short_name(declared, self.language)
            ratio, counts = (
                ratio_of_set(ratios, set_id, "units"),
                status_counts(tables, ratios, set_id, self.language),
            )
            drawn = tiles(tables, ratios, set_id, "all", self.language)
            placed, lost = on_tiles(drawn), off_tiles(drawn)
            sentences = [self._shared(ratio), counts] if ratio else [counts]
            if lost and len(placed):
                sentences.append(self._say("map.no_tile", names=self._some(lost)))
            yield self._slide(
                f"communes-{set_id}",
                name,
                ratio_title(ratio, name, self.language) if ratio else f"{name}: {counts}",
                lines=tuple(sentences),
                chart=self._chart_of_tiles(placed) if len(placed) else None,
                table=None if len(placed) else self._by_status(drawn),
                notes=self._cited([ratio] if ratio else []),
                page="communes",
            )

    def _chart_of_tiles(self, placed: pd.DataFrame) -> SlideChart:
        return SlideChart("tiles", placed, "; ".join(placed["name"] + ": " + placed["word"]))

    def _by_status(self, units: pd.DataFrame) -> pd.DataFrame:
        """Units that nothing says where to draw: how many have each status, and some of their names."""
        head = [self._say(f"column.{name}") for name in ("status", "count", "unit")]
        groups = {status: list(units.loc[units["status"] == status, "name"]) for status in STATUSES}
        rows = [
            (self._say(f"status.{status}"), str(len(names)), self._some(names))
            for status, names in groups.items()
            if names
        ]
        return pd.DataFrame(rows, columns=head)

    def _some(self, names: list[str]) -> str:
        """The first names, and how many more there are."""
        shown = ", ".join(names[:_NAMES])
        left = len(names) - _NAMES
        return self._say("slide.more_names", names=shown, number=left) if left > 0 else shown

    def _shared(self, ratio: Ratio) -> str:
        """A ratio with its share, where its figures do not contradict each other, and what is left."""
        sure = ratio.headline.kind != "contradiction"
        share = f" ({share_text(ratio, self.language)})" if sure else ""
        return f"{ratio_text(ratio, self.language)}{share}: {gap_text(ratio, self.language)}."

    def _schools(self) -> Iterator[Slide]:
        counting = [ratio for ratio in self.shown.ratios.values() if ratio.measure.counts == "schools" and ratio.total]
        if not counting:
            return
        sums = [ratio for ratio in self.shown.ratios.values() if ratio.measure.counts == "parts" and ratio.total]
        headline = sums[0] if len(sums) == 1 else max(counting, key=lambda ratio: (ratio.gap_bounds or (0, 0))[1])
        failing = school_lines(self.shown.tables, "all", "not_met", self.language)
        yield self._slide(
            "schools",
            self._say("page.schools"),
            ratio_title(headline, ratio_name(headline, self.language), self.language),
            lines=tuple(f"{name}: {said}" for name, said in failing[:_LINES]),
            chart=self._bars(share_rows({ratio.id: ratio for ratio in [*counting, *sums]}, self.language)),
            notes=self._cited([*counting, *sums]),
            page="schools",
        )

    def _missing(self) -> Iterator[Slide]:
        lacking = missing(self.shown.tables, self.shown.ratios, self.language)
        owned = sum(line.agency is not None for line in lacking)
        parts = [lacking[start : start + MISSING_ROWS] for start in range(0, len(lacking), MISSING_ROWS)]
        for number, part in enumerate(parts, start=1):
            name = self._say("overview.missing")
            yield self._slide(
                "missing" if number == 1 else f"missing-{number}",
                name if len(parts) == 1 else f"{name} {number}/{len(parts)}",
                self._say("slide.missing" if owned else "slide.missing_unowned", number=len(lacking), owned=owned),
                table=self._missing_table(part),
                notes=self._cited(ratio for ratio in self.shown.ratios.values() if gap_status(ratio) == "not_met"),
            )

    def _missing_table(self, lines: list[Missing]) -> pd.DataFrame:
        none = self._say("slide.not_in_data")
        head = [self._say(f"column.{name}") for name in ("what", "reason", "agency", "deadline")]
        rows = [
            (
                line.what,
                line.reason,
                line.agency or none,
                format_date(line.deadline, self.language) if line.deadline else none,
            )
            for line in lines
        ]
        return pd.DataFrame(rows, columns=head)

    def _deadlines(self) -> Iterator[Slide]:
        """What is not met yet, or not known to be, and has a deadline, the next one first."""
        due = [
            (ratio.target.deadline, due_pace, ratio)
            for ratio in self.shown.ratios.values()
            if gap_status(ratio) != "met"
            and ratio.target
            and ratio.target.deadline
            and (due_pace := pace(ratio, self.shown.as_of))
        ]
        if not due:
            return
        due.sort(key=lambda one: one[0])
        left = {ratio.id: time_left(due_pace.days_left, self.language) for _, due_pace, ratio in due}
        head = [self._say(f"column.{name}") for name in ("measure", "gap", "deadline", "time_left")]
        rows = [
            (
                ratio_name(ratio, self.language),
                gap_text(ratio, self.language),
                format_date(day, self.language),
                left[ratio.id],
            )
            for day, _, ratio in due
        ]
        first, certain = due[0], all(gap_status(ratio) == "not_met" for _, _, ratio in due)
        yield self._slide(
            "deadlines",
            self._say("slide.deadlines_name"),
            self._say(
                "slide.deadlines" if certain else "slide.deadlines_open",
                number=len(due),
                day=format_date(first[0], self.language),
                left=left[first[2].id][:1].lower() + left[first[2].id][1:],
            ),
            table=pd.DataFrame(rows, columns=head),
            notes=tuple(
                f"{ratio_name(ratio, self.language)}: {target_source(ratio.target, self.language)}"
                for _, _, ratio in due
                if ratio.target
            ),
        )

    def _mobilisation(self) -> Iterator[Slide]:
        rows = totals(self.shown.tables)
        if not rows:
            return
        largest = max(rows, key=lambda total: total.amount_vnd or 0)
        lines = {
            total: f"{in_language(total.what, self.language)}: {total_text(total, self.language)}" for total in rows
        }
        yield self._slide(
            "mobilisation",
            self._say("emulation.totals"),
            lines.pop(largest),
            lines=tuple(lines.values())[:_LINES],
            notes=tuple(f"{in_language(total.what, self.language)}: {cited(total.citation)}" for total in rows),
            page="emulation",
        )

    def _changes(self, before: Snapshot | None) -> Iterator[Slide]:
        """Some of each kind of change, spread over slides that can be read."""
        changed = since(before, self.shown, self.language)
        lines = _some_of_each(changed.groups, _CHANGES)
        left = sum(len(group) for _, group in changed.groups) - len(lines)
        more = self._say("changes.more_lines", number=left) if left else ""
        head = [self._say("since.kind"), *(self._say(f"changes.column_{name}") for name in ("what", "change"))]
        starts = range(0, len(lines), MISSING_ROWS) or [0]
        for number, start in enumerate(starts, start=1):
            part = lines[start : start + MISSING_ROWS]
            rows = [(heading, line.what, line.change) for heading, line in part]
            last = number == len(starts)
            yield self._slide(
                "changes" if number == 1 else f"changes-{number}",
                self._say("since.name") if len(starts) == 1 else f"{self._say('since.name')} {number}/{len(starts)}",
                changed.title,
                lines=tuple(line for line in (changed.note, more if last else "") if line),
                table=pd.DataFrame(rows, columns=head) if rows else None,
                notes=tuple(f"{line.what}: {line.source}" for _, line in part if line.source),
                page="overview",
            )

    def _bars(self, rows: pd.DataFrame) -> SlideChart | None:
        return self._chart("shares", rows) if len(rows) else None

    def _chart(self, kind: ChartKind, rows: pd.DataFrame) -> SlideChart:
        return SlideChart(kind, rows, bars_text(rows))

    def _cited(self, ratios: Iterable[Ratio]) -> tuple[str, ...]:
        """Where each measure's figures come from, its target's document included."""
        return tuple(f"{ratio_name(ratio, self.language)}: {measure_sources(ratio, self.language)}" for ratio in ratios)
