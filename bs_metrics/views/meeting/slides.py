"""The slides of a snapshot: the whole road, each stage of it, its topics, what is missing, what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from bs_metrics.measures.pace import days_left
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.standing import gap_status
from bs_metrics.numbers import format_days
from bs_metrics.snapshots.snapshot import Snapshot
from bs_metrics.views.actions import action_lines, action_sources, days_over, rows_of_slide
from bs_metrics.views.activities import TOTALS, contributions, total_text
from bs_metrics.views.changes import since
from bs_metrics.views.criteria import set_lines, status_numbers
from bs_metrics.views.gaps import owner_text
from bs_metrics.views.meeting.parts import bar_parts, in_parts, some_of_each, table_parts
from bs_metrics.views.meeting.slide import Slide, chart_of
from bs_metrics.views.meeting.stage_texts import measures_of_stage, stage_bars, stage_head, stage_lines, stage_title
from bs_metrics.views.meeting.unit_slides import UnitSlides
from bs_metrics.views.overview.doubts import doubts
from bs_metrics.views.phrases import gap_text, left_said, ratio_title, summary, time_left
from bs_metrics.views.ratio_tables import share_rows
from bs_metrics.views.scenario.answers import Steps, played, slide_of
from bs_metrics.views.schools import school_lines
from bs_metrics.views.sets.blocks import threshold_rows
from bs_metrics.views.stages import Stage, of_the_road, stages
from bs_metrics.views.texts import (
    about,
    cited,
    day_text,
    dotted,
    in_language,
    lower_first,
    noun_of,
    ratio_name,
    target_source,
    text_table,
    upper_first,
)
from bs_metrics.words import Language

_LINES = 5  # sentences on one slide
_FEW = 4  # sentences that need no slide of their own, on the overview
_MOST_CHANGES = 15
_CHANGES = 3  # slides of what changed since last time; the overview tells more


def slides(
    shown: Snapshot, language: Language, before: Snapshot | None = None, steps: Steps = (), today: date | None = None
) -> list[Slide]:
    """All slides in their usual order; `before` is the state to compare with, `steps` are those of a scenario.

    Those that are looked at `today` say which deadlines have passed since the data were made; a file does not know it.
    """
    return list(_Slides(shown, language, today).all(before, steps))


@dataclass(frozen=True)
class _Slides(UnitSlides):
    def all(self, before: Snapshot | None, steps: Steps) -> Iterator[Slide]:
        road = stages(self.shown, self.language, today=self.today)
        due, others = self._due_elsewhere(road), self._mobilisation()
        few = due if len(due) <= _FEW else []
        joined = [slide for slide in others if len(few) + len(slide.lines) < _FEW]  # with its title
        yield from self._overview(road, few, joined)
        seen: set[str | None] = set()
        for stage in road:
            set_id = stage.ratio.measure.set
            yield from self._stage(stage, f"stage-{set_id}", set_id in seen)
            seen.add(set_id)
        yield from self.units()
        yield from self._schools()
        yield from self._actions()
        yield from self._missing()
        if not few:
            yield from self._deadlines(due)
        yield from (slide for slide in others if slide not in joined)
        yield from self._changes(before)
        yield from self._scenario(steps)

    def _overview(self, road: list[Stage], due: list[tuple[Ratio, int]], others: list[Slide]) -> Iterator[Slide]:
        """The whole road, and in sentences below it what is told by a few."""
        goal = about(self.shown.tables, "goal", self.language)
        gaps: list[str] = []

        def mark(gap: str) -> str:
            gaps.append(gap)
            return gap

        title = summary(self.shown.ratios, goal, self.language, mark, self.shown.as_of)
        measures = of_the_road(self.shown.ratios, road)
        names = ((ratio_name(ratio, self.language), self._due(ratio)) for ratio, _ in due)
        dated = [self.say("slide.named", name=name, said=said) for name, said in names]
        rows = share_rows(measures, self.language)
        rows["beside"] = [self._due(ratio) for ratio in measures.values()]
        given: dict[str, Any] = {
            "lines": (*dated, *(line for slide in others for line in (dotted(slide.name, slide.title), *slide.lines))),
            "gaps": tuple(gaps),
            "holds": ("deadlines", *(slide.id for slide in others)),
            "more": tuple(note for slide in others for note in slide.notes),
        }
        yield from self.of_bars(measures.values(), rows, "overview", self.say("page.overview"), title, **given)

    def _due(self, ratio: Ratio) -> str:
        """A gap with its deadline."""
        gap = gap_text(ratio, self.language)
        if ratio.deadline is None or gap_status(ratio) == "met":
            return gap
        return self.say("slide.due", gap=gap, day=self.due(ratio.deadline, gap_status(ratio) == "not_met"))

    def _stage(self, stage: Stage, id: str, again: bool) -> Iterator[Slide]:
        """The stage's own measure and those that belong to it; in the place of a single bar, which says no more than
        the title, the thresholds of its set, where it has some.
        """
        shown, set_id, language = self.shown, stage.ratio.measure.set, self.language
        measures = measures_of_stage(stage, shown.ratios)
        thresholds = pd.DataFrame() if again else threshold_rows(shown.tables, shown.ratios, set_id, language)
        passed = self.passed(stage.ratio.deadline) if stage.verdict != "done" else ""
        late = lower_first(stage.said) if stage.verdict == "overdue" else passed
        given: dict[str, Any] = {
            "head": stage_head(stage, passed),
            "gaps": (*left_said(stage.ratio, language), *filter(None, [late])),
            "lines": stage_lines(shown, stage, self.lacking, language, passed),
            "page": stage.address,
        }
        title, lead = (
            stage_title(stage, shown.ratios, language, late),
            (f"{id}-{stage.ratio.id}" if again else id, stage.name),
        )
        if len(measures) == 1 and len(thresholds):
            notes = self.cited_by(measures) + self._threshold_notes(set_id)
            given |= {"notes": notes, "holds": (f"thresholds-{set_id}",)}
            for part, named, some in in_parts(*lead, bar_parts(thresholds)):
                yield self.slide(part, named, title, stage.ratio.sources, chart=chart_of("thresholds", some), **given)
                given |= {"lines": (), "holds": ()}
            return
        yield from self.of_bars(measures, stage_bars(shown, stage, measures, language), *lead, title, **given)
        if len(thresholds):
            yield from self._thresholds(stage, thresholds)

    def _threshold_notes(self, set_id: str | None) -> tuple[str, ...]:
        lines = set_lines(self.shown.tables, self.shown.ratios, set_id, self.language)
        return tuple(f"{line.name}: {line.source}" for line in lines)

    def _thresholds(self, stage: Stage, rows: pd.DataFrame) -> Iterator[Slide]:
        set_id = stage.ratio.measure.set
        lines = set_lines(self.shown.tables, self.shown.ratios, set_id, self.language)
        noun = noun_of(stage.ratio, stage.ratio.total, self.language)
        title = self.say("set.lead", total=stage.ratio.total, noun=noun, **status_numbers(lines)).rstrip(".")
        given: dict[str, Any] = {
            "lines": (self.say("set.scale_note"),),
            "notes": self._threshold_notes(set_id),
            "page": stage.address,
        }
        name = self.say("slide.thresholds_name", name=stage.name)
        for id, named, part in in_parts(f"thresholds-{set_id}", name, bar_parts(rows)):
            yield self.slide(id, named, title, chart=chart_of("thresholds", part), **given)

    def _schools(self) -> Iterator[Slide]:
        counting = [ratio for ratio in self.shown.ratios.values() if ratio.measure.counts == "schools" and ratio.total]
        if not counting:
            return
        sums = [ratio for ratio in self.shown.ratios.values() if ratio.measure.counts == "parts" and ratio.total]
        headline = sums[0] if len(sums) == 1 else max(counting, key=lambda ratio: (ratio.gap_bounds or (0, 0))[1])
        failing = school_lines(self.shown.tables, "all", "not_met", self.language)
        measures = [*counting, *sums]
        yield from self.of_bars(
            measures,
            share_rows({ratio.id: ratio for ratio in measures}, self.language),
            "schools",
            self.say("page.schools"),
            ratio_title(headline, self.language),
            head=ratio_name(headline, self.language),
            gaps=left_said(headline, self.language),
            lines=tuple(f"{name}: {said}" for name, said in failing[:_LINES]),
            page="schools",
        )

    def _missing(self) -> Iterator[Slide]:
        """Line by line, with who has to act or where to look for it, but for schools that no target asks for: their own
        slide tells them.
        """
        ratios, none = self.shown.ratios, self.say("slide.not_in_data")
        lacking = [line for line in self.lacking if not all(map(_only_of_schools, map(ratios.get, line.numbers)))]
        owned = sum(line.agency is not None for line in lacking)
        title = self.say("slide.missing" if owned else "slide.missing_unowned", number=len(lacking), owned=owned)
        unclear = doubts(self.shown.tables, ratios, self.language)
        if unclear:
            also = self.say("doubt.title", number=len(unclear))
            title = self.say("summary.also_doubtful", sentence=title, said=also) if lacking else upper_first(also)
        notes = self.cited_by(ratio for ratio in ratios.values() if gap_status(ratio) == "not_met")
        rows = [
            (dotted(one.what, one.why), self.say("doubt.who"), self.due(one.deadline, False) if one.deadline else none)
            for one in unclear
        ]
        rows += [
            (
                dotted(line.what, line.reason),
                owner_text(line, self.language),
                self.due(line.deadline) if line.deadline else none,
            )
            for line in lacking
        ]
        table = text_table(("what", "agency", "deadline"), rows, self.language)
        yield from self.of_rows("missing", self.say("overview.missing"), title, table, notes)

    def _actions(self) -> Iterator[Slide]:
        """What was decided and is still to be done, overdue first."""
        lines = action_lines(self.shown, self.language)
        over = [days_over(one.action.deadline, self.shown.as_of) for one in lines if one.overdue]
        key, longest = ("action.slide_overdue" if over else "action.slide"), max(over, default=0)
        title = self.say(key, number=len(lines), overdue=len(over), days=format_days(longest, self.language))
        rows = [
            (*row, dotted(self.passed(one.action.deadline), state))
            for one, (*row, state) in zip(lines, rows_of_slide(lines, self.language), strict=True)
        ]
        table = text_table(("what", "agency", "deadline", "state"), rows, self.language)
        notes = tuple(action_sources(self.shown))
        yield from self.of_rows("actions", self.say("action.title"), title, table, notes)

    def _due_elsewhere(self, road: list[Stage]) -> list[tuple[Ratio, int]]:
        """What neither the overview nor a stage tells: what is not met yet, or not known to be, and has a deadline."""
        dated = [
            (ratio, days_left(ratio, self.shown.as_of)) for ratio in self.shown.ratios.values() if ratio.gap_bounds
        ]
        told = set(of_the_road(self.shown.ratios, road))
        told |= {one.id for stage in road for one in measures_of_stage(stage, self.shown.ratios)}
        return [
            (ratio, left)
            for ratio, left in dated
            if left is not None and gap_status(ratio) != "met" and ratio.id not in told
        ]

    def _deadlines(self, due: list[tuple[Ratio, int]]) -> Iterator[Slide]:
        """The next one first."""
        if not due:
            return
        rows, notes = [], []
        for ratio, left_days in sorted(due, key=lambda one: one[1]):
            name, day = ratio_name(ratio, self.language), day_text(ratio.deadline, self.language)
            left = self.passed(ratio.deadline) or time_left(left_days, self.language)
            if left_days < 0 and gap_status(ratio) != "not_met":
                left = self.say("pace.deadline_passed", days=format_days(-left_days, self.language))
            rows.append((name, gap_text(ratio, self.language), day, upper_first(left)))
            if ratio.target:
                notes.append(f"{name}: {target_source(ratio.target, self.language)}")
        certain = all(gap_status(ratio) == "not_met" for ratio, _ in due)
        _, _, day, left = rows[0]
        key = "slide.deadlines" if certain else "slide.deadlines_open"
        title = self.say(key, number=len(due), day=day, left=lower_first(left))
        table = text_table(("measure", "gap", "deadline", "time_left"), rows, self.language)
        yield from self.of_rows("deadlines", self.say("slide.deadlines_name"), title, table, tuple(notes))

    def _mobilisation(self) -> list[Slide]:
        """What was mobilised, each total a sentence; the largest is the title."""
        rows = contributions(self.shown.tables, TOTALS)
        if not rows:
            return []
        largest = max(rows, key=lambda total: total.amount_vnd or 0)
        names = {total: in_language(total.what, self.language) for total in rows}
        lines = {total: f"{name}: {total_text(total, self.language)}" for total, name in names.items()}
        title = lines.pop(largest)
        notes = tuple(f"{name}: {cited(total.citation)}" for total, name in names.items())
        given = {"lines": tuple(lines.values())[:_LINES], "notes": notes, "page": "emulation"}
        name = self.say("emulation.totals")
        return [self.slide("mobilisation", name, title, [total.citation for total in names], **given)]

    def _changes(self, before: Snapshot | None) -> Iterator[Slide]:
        """Some of each kind of change, spread over slides that can be read; nothing where there is nothing to compare
        with.
        """
        if before is None:
            return
        changed = since(before, self.shown, self.language)
        if not changed.groups:
            return  # a sentence that nothing has changed stands on the overview
        head = [self.say("since.kind"), *(self.say(f"changes.column_{name}") for name in ("what", "change"))]
        number, below = sum(len(group) for _, group in changed.groups), (changed.note, "…")
        for most in range(min(number, _MOST_CHANGES), -1, -1):
            lines = some_of_each(changed.groups, most)
            rows = pd.DataFrame([(heading, line.what, line.change) for heading, line in lines], columns=head)
            if most <= len(changed.groups) or len(table_parts(rows, changed.title, below)) <= _CHANGES:
                break
        more = self.say("changes.more_lines", number=number - len(lines)) if number > len(lines) else ""
        cited = [f"{line.what}: {line.source}" if line.source else "" for _, line in lines]
        parts = table_parts(rows, changed.title, below)
        for number, (id, name, part) in enumerate(in_parts("changes", self.say("since.name"), parts), start=1):
            own, cited = cited[: len(part)], cited[len(part) :]
            yield self.slide(
                id,
                name,
                changed.title,
                lines=tuple(filter(None, (changed.note, more if number == len(parts) else ""))),
                table=part if len(part) else None,
                notes=tuple(filter(None, own)),
            )

    def _scenario(self, steps: Steps) -> Iterator[Slide]:
        said, name = played(self.shown, steps, self.language, self.today), self.say("page.scenario")
        if said.lead:  # else nothing is known of the steps
            title, lines, table = slide_of(said, self.language)
            for part, named, some in in_parts("scenario", name, table_parts(table, title, lines)):
                yield self.slide(part, named, title, lines=lines, table=some, page="scenario")


def _only_of_schools(ratio: Ratio | None) -> bool:
    """Whether a measure counts schools and no target asks for it."""
    return ratio is not None and ratio.measure.counts == "schools" and not ratio.is_asked
