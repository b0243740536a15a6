"""The slides of a snapshot: the whole road, each stage of it, its topics, what is missing, what changed.

A slide of a meeting is plain content: the page, the deck and the offline file draw the same one.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from bs_metrics.contract.citations import Citation
from bs_metrics.measures.pace import days_left
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.measures.standing import gap_status
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.actions import action_lines, action_sources, actions_of_stage, days_over, rows_of_slide
from bs_metrics.views.activities import total_text, totals
from bs_metrics.views.changes import since
from bs_metrics.views.criteria import set_lines, status_numbers
from bs_metrics.views.gaps import missing, owner_text
from bs_metrics.views.meeting.parts import MISSING_ROWS, in_parts, some_of_each
from bs_metrics.views.phrases import (
    as_of_text,
    gap_text,
    ratio_text,
    ratio_title,
    share_text,
    source_line,
    summary,
    time_left,
)
from bs_metrics.views.ratio_tables import gap_bars, share_rows
from bs_metrics.views.scenario.answers import Steps, played, slide_of
from bs_metrics.views.schools import school_lines
from bs_metrics.views.sets.blocks import decision_text, nesting_text, threshold_rows
from bs_metrics.views.stages import Stage, of_the_road, stages
from bs_metrics.views.texts import (
    about,
    cited,
    day_text,
    dotted,
    in_language,
    lower_first,
    measure_sources,
    noun_of,
    ratio_name,
    short_name,
    target_source,
    text_table,
    upper_first,
)
from bs_metrics.views.unit_criteria import UnitTexts
from bs_metrics.views.units import STATUSES, off_tiles, on_tiles, status_counts, tiles, unit_sets
from bs_metrics.words import Language, words

ChartKind = Literal["shares", "thresholds", "tiles"]
_LINES = 5  # sentences on one slide
_NAMES = 12  # of units in one cell
_CHANGES = 3 * MISSING_ROWS  # since last time, on slides; the overview tells more


@dataclass(frozen=True)
class SlideChart:
    """The rows to draw and how. `rows` has the columns of the figure of that kind: `share_bars` (shares),
    `threshold_bars` (thresholds), `tile_map` (tiles). `alt` says the same numbers for those who cannot see the chart.
    """

    kind: ChartKind
    rows: pd.DataFrame
    alt: str


@dataclass(frozen=True)
class Slide:
    """One message. All texts are plain: nothing in them is markup, whatever a spreadsheet held.

    `id` is the same in every language and stands in links; `name` is the topic in a few words, for the list of slides;
    `title` is a sentence with its number. `table` is text cells, for what is a list and not a picture. `notes` are for
    the speaker: where each number stands. `page` is the address of the page that shows the topic whole.
    """

    id: str
    name: str
    title: str
    source: str
    as_of: str
    lines: tuple[str, ...] = ()
    chart: SlideChart | None = None
    table: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    page: str = "overview"


def slides(shown: Snapshot, language: Language, before: Snapshot | None = None, steps: Steps = ()) -> list[Slide]:
    """All slides in their usual order; `before` is the state to compare with, `steps` are those of a scenario."""
    return list(_Slides(shown, language).all(before, steps))


def picked(all_slides: list[Slide], ids: Iterable[str]) -> list[Slide]:
    """The slides asked for, in the order asked for; all of them when none of the ids is known."""
    by_id = {slide.id: slide for slide in all_slides}
    return [by_id[id] for id in dict.fromkeys(ids) if id in by_id] or all_slides


def gap_chart(ratios: dict[str, Ratio], language: Language) -> SlideChart | None:
    """The gaps of all measures; None where none has a total."""
    return _chart("shares", gap_bars(ratios, language))


def _chart(kind: ChartKind, rows: pd.DataFrame) -> SlideChart | None:
    """Rows to draw, and in words: a bar's name, figure if it stands apart, what is said beside; a tile's status."""
    if rows.empty:
        return None
    inside = rows["inside"] + ", " if "inside" in rows else ""
    said = rows["name"] + ": " + rows["word"] if kind == "tiles" else rows["label"] + ": " + inside + rows["beside"]
    return SlideChart(kind, rows, "; ".join(said))


@dataclass(frozen=True)
class _Slides:
    shown: Snapshot
    language: Language

    def all(self, before: Snapshot | None, steps: Steps) -> Iterator[Slide]:
        road = stages(self.shown, self.language)
        yield self._overview(road)
        seen: set[str | None] = set()
        for stage in road:
            set_id = stage.ratio.measure.set
            yield self._stage(stage, f"stage-{set_id}" if set_id not in seen else f"stage-{set_id}-{stage.ratio.id}")
            if set_id not in seen:
                yield from self._thresholds(stage)
            seen.add(set_id)
        yield from self._units()
        yield from self._schools()
        yield from self._actions()
        yield from self._missing()
        yield from self._deadlines()
        yield from self._mobilisation()
        yield from self._changes(before)
        yield from self._scenario(steps)

    def _say(self, key: str, **values: object) -> str:
        return words(key, self.language, **values)

    def _slide(self, id: str, name: str, title: str, cited: Collection[Citation] = (), **given: Any) -> Slide:
        source = source_line(self.shown.tables, self.language, False, cited)  # a slide has one line for it
        as_of = as_of_text(self.shown.tables, self.language)
        return Slide(id, name, title, source, as_of, **given)

    def _slide_of(self, ratios: Collection[Ratio], id: str, name: str, title: str, **given: Any) -> Slide:
        """A slide with a bar for each measure, and their sources."""
        rows = share_rows({ratio.id: ratio for ratio in ratios}, self.language)
        given |= {"chart": _chart("shares", rows), "notes": self._cited(ratios)}
        return self._slide(id, name, title, [one for ratio in ratios for one in ratio.sources], **given)

    def _overview(self, road: list[Stage]) -> Slide:
        goal = about(self.shown.tables, "goal", self.language)
        title = summary(self.shown.ratios, goal, self.language, as_of=self.shown.as_of)
        measures = of_the_road(self.shown.ratios, road)
        return self._slide_of(measures.values(), "overview", self._say("page.overview"), title)

    def _stage(self, stage: Stage, id: str) -> Slide:
        """The stage's own measure, and beside it the others that belong to it."""
        order, set_id = {"headline": 0, "condition": 1, "detail": 2}, stage.ratio.measure.set
        of_stage = [ratio for ratio in self.shown.ratios.values() if ratio.total and ratio.stage == stage.ratio.stage]
        of_stage.sort(key=lambda ratio: order.get(ratio.measure.role or "", 3))
        title = ratio_title(stage.ratio, stage.name, self.language)
        verdict = dotted(stage.said, stage.remarks.brief)
        if stage.verdict == "overdue":
            title, verdict = f"{title}, {lower_first(stage.said)}", ""
        sentences = (
            " ".join(f"{upper_first(each)}." for each in (stage.deadline, verdict) if each),
            stage.text,
            *actions_of_stage(self.shown, stage.ratio, self.language),
            nesting_text(self.shown.ratios, set_id, self.language),
            decision_text(self.shown.tables, self.shown.ratios, set_id, self.language),
        )
        lines = tuple(filter(None, sentences))
        return self._slide_of(of_stage, id, stage.name, title, lines=lines, page=stage.address)

    def _thresholds(self, stage: Stage) -> Iterator[Slide]:
        set_id, tables = stage.ratio.measure.set, self.shown.tables
        rows = threshold_rows(tables, self.shown.ratios, set_id, self.language)
        if rows.empty:
            return
        lines = set_lines(tables, self.shown.ratios, set_id, self.language)
        noun = noun_of(stage.ratio, stage.ratio.total, self.language)
        counted = self._say("set.lead", total=stage.ratio.total, noun=noun, **status_numbers(lines)).rstrip(".")
        yield self._slide(
            f"thresholds-{set_id}",
            self._say("slide.thresholds_name", name=stage.name),
            f"{stage.name}: {counted}",
            lines=(self._say("set.scale_note"),),
            chart=_chart("thresholds", rows),
            notes=tuple(f"{line.name}: {line.source}" for line in lines),
            page=stage.address,
        )

    def _units(self) -> Iterator[Slide]:
        tables, ratios = self.shown.tables, self.shown.ratios
        for set_id, declared in unit_sets(tables).items():
            name, ratio = short_name(declared, self.language), ratio_of_set(ratios, set_id, "units")
            counts = status_counts(tables, ratios, set_id, self.language)
            drawn = tiles(tables, ratios, set_id, "all", self.language)
            placed, lost = on_tiles(drawn), off_tiles(drawn)
            no_tile = self._say("map.no_tile", names=self._some(lost)) if lost and len(placed) else ""
            failing = UnitTexts(ratios, set_id, self.language).in_short(tables)
            yield self._slide(
                f"communes-{set_id}",
                name,
                ratio_title(ratio, name, self.language) if ratio else f"{name}: {counts}",
                ratio.sources if ratio else (),
                lines=tuple(filter(None, (self._shared(ratio) if ratio else "", counts, *failing, no_tile))),
                chart=_chart("tiles", placed),
                table=None if len(placed) else self._by_status(drawn),
                notes=self._cited([ratio] if ratio else []),
                page="communes",
            )

    def _by_status(self, units: pd.DataFrame) -> pd.DataFrame:
        """Units that nothing says where to draw: how many have each status, and some of their names."""
        named = {status: list(units.loc[units["status"] == status, "name"]) for status in STATUSES}
        filled = [(self._say(f"status.{status}"), names) for status, names in named.items() if names]
        rows = [(status, str(len(names)), self._some(names)) for status, names in filled]
        return text_table(("status", "count", "unit"), rows, self.language)

    def _some(self, names: list[str]) -> str:
        """The first names, and how many more there are."""
        shown, left = ", ".join(names[:_NAMES]), len(names) - _NAMES
        return self._say("slide.more_names", names=shown, number=left) if left > 0 else shown

    def _shared(self, ratio: Ratio) -> str:
        """A ratio with its share, where its figures do not contradict each other, and what is left."""
        share = "" if ratio.headline.kind == "contradiction" else f" ({share_text(ratio, self.language)})"
        return f"{ratio_text(ratio, self.language)}{share}: {gap_text(ratio, self.language)}."

    def _schools(self) -> Iterator[Slide]:
        counting = [ratio for ratio in self.shown.ratios.values() if ratio.measure.counts == "schools" and ratio.total]
        if not counting:
            return
        sums = [ratio for ratio in self.shown.ratios.values() if ratio.measure.counts == "parts" and ratio.total]
        headline = sums[0] if len(sums) == 1 else max(counting, key=lambda ratio: (ratio.gap_bounds or (0, 0))[1])
        failing = school_lines(self.shown.tables, "all", "not_met", self.language)
        yield self._slide_of(
            [*counting, *sums],
            "schools",
            self._say("page.schools"),
            ratio_title(headline, ratio_name(headline, self.language), self.language),
            lines=tuple(f"{name}: {said}" for name, said in failing[:_LINES]),
            page="schools",
        )

    def _missing(self) -> Iterator[Slide]:
        lacking = missing(self.shown.tables, self.shown.ratios, self.language)
        owned = sum(line.agency is not None for line in lacking)
        title = self._say("slide.missing" if owned else "slide.missing_unowned", number=len(lacking), owned=owned)
        notes = self._cited(ratio for ratio in self.shown.ratios.values() if gap_status(ratio) == "not_met")
        none = self._say("slide.not_in_data")
        days = [day_text(line.deadline, self.language, none) for line in lacking]
        owners = [owner_text(line, self.language) for line in lacking]
        rows = [(line.what, line.reason, *rest) for line, *rest in zip(lacking, owners, days, strict=True)]
        for id, name, part in in_parts("missing", self._say("overview.missing"), rows):
            if part:
                table = text_table(("what", "reason", "agency", "deadline"), part, self.language)
                yield self._slide(id, name, title, table=table, notes=notes)

    def _actions(self) -> Iterator[Slide]:
        """What was decided and is still to be done, overdue first."""
        lines = action_lines(self.shown, self.language)
        over = [days_over(one.action, self.shown.as_of) for one in lines if one.overdue]
        key, longest = ("action.slide_overdue" if over else "action.slide"), max(over, default=0)
        title = self._say(key, number=len(lines), overdue=len(over), days=longest)
        rows = list(rows_of_slide(lines, self.language))
        for id, name, part in in_parts("actions", self._say("action.title"), rows) if rows else ():
            table = text_table(("what", "agency", "deadline", "state"), part, self.language)
            yield self._slide(id, name, title, table=table, notes=tuple(action_sources(self.shown)))

    def _deadlines(self) -> Iterator[Slide]:
        """What is not met yet, or not known to be, and has a deadline, the next one first."""
        dated = [
            (ratio, days_left(ratio, self.shown.as_of)) for ratio in self.shown.ratios.values() if ratio.gap_bounds
        ]
        due = [(ratio, left) for ratio, left in dated if left is not None and gap_status(ratio) != "met"]
        if not due:
            return
        rows, notes = [], []
        for ratio, left_days in sorted(due, key=lambda one: one[1]):
            name, day = ratio_name(ratio, self.language), day_text(ratio.deadline, self.language)
            rows.append((name, gap_text(ratio, self.language), day, time_left(left_days, self.language)))
            if ratio.target:
                notes.append(f"{name}: {target_source(ratio.target, self.language)}")
        certain = all(gap_status(ratio) == "not_met" for ratio, _ in due)
        _, _, day, left = rows[0]
        key = "slide.deadlines" if certain else "slide.deadlines_open"
        yield self._slide(
            "deadlines",
            self._say("slide.deadlines_name"),
            self._say(key, number=len(due), day=day, left=lower_first(left)),
            table=text_table(("measure", "gap", "deadline", "time_left"), rows, self.language),
            notes=tuple(notes),
        )

    def _mobilisation(self) -> Iterator[Slide]:
        rows = totals(self.shown.tables)
        if not rows:
            return
        largest = max(rows, key=lambda total: total.amount_vnd or 0)
        names = {total: in_language(total.what, self.language) for total in rows}
        lines = {total: f"{name}: {total_text(total, self.language)}" for total, name in names.items()}
        title = lines.pop(largest)
        notes = tuple(f"{name}: {cited(total.citation)}" for total, name in names.items())
        given = {"lines": tuple(lines.values())[:_LINES], "notes": notes, "page": "emulation"}
        yield self._slide(
            "mobilisation", self._say("emulation.totals"), title, [total.citation for total in names], **given
        )

    def _changes(self, before: Snapshot | None) -> Iterator[Slide]:
        """Some of each kind of change, spread over slides that can be read."""
        changed = since(before, self.shown, self.language)
        lines = some_of_each(changed.groups, _CHANGES)
        left = sum(len(group) for _, group in changed.groups) - len(lines)
        more = self._say("changes.more_lines", number=left) if left else ""
        head = [self._say("since.kind"), *(self._say(f"changes.column_{name}") for name in ("what", "change"))]
        parts = list(in_parts("changes", self._say("since.name"), lines))
        for id, name, part in parts:
            rows, last = [(heading, line.what, line.change) for heading, line in part], id == parts[-1][0]
            yield self._slide(
                id,
                name,
                changed.title,
                lines=tuple(filter(None, (changed.note, more if last else ""))),
                table=pd.DataFrame(rows, columns=head) if rows else None,
                notes=tuple(f"{line.what}: {line.source}" for _, line in part if line.source),
            )

    def _cited(self, ratios: Iterable[Ratio]) -> tuple[str, ...]:
        """Where each measure's figures come from, its target's document included."""
        return tuple(f"{ratio_name(ratio, self.language)}: {measure_sources(ratio, self.language)}" for ratio in ratios)

    def _scenario(self, steps: Steps) -> Iterator[Slide]:
        said, name = played(self.shown, steps, self.language), self._say("page.scenario")
        if said.lead:  # else nothing is known of the steps
            title, lines, table = slide_of(said, self.language)
            yield self._slide("scenario", name, title, lines=lines, table=table, page="scenario")
