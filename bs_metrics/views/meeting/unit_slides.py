"""The slides of the units: a map of each set that applies to them."""

from collections.abc import Iterator

import pandas as pd

from bs_metrics.contract.records import CriteriaSet
from bs_metrics.measures.ratios import Ratio
from bs_metrics.measures.sets import ratio_of_set
from bs_metrics.views.meeting.making import Making
from bs_metrics.views.meeting.slide import Slide, chart_of
from bs_metrics.views.phrases import gap_text, left_said, ratio_text, ratio_title, share_text
from bs_metrics.views.texts import lower_first, short_name, text_table, upper_first
from bs_metrics.views.unit_criteria import UnitTexts
from bs_metrics.views.units import STATUSES, off_tiles, on_tiles, status_counts, tiles, unit_sets, unnamed_met

_NAMES = 12  # of units in one cell


class UnitSlides(Making):
    """Those of the units."""

    def units(self) -> Iterator[Slide]:
        """A map of each set; a set that all units meet is a sentence on the map of another set of the same units."""
        ratios, whole = self.shown.ratios, {}
        sets = unit_sets(self.shown.tables)
        for set_id, declared in sets.items():
            ratio = ratio_of_set(ratios, set_id, "units")
            if ratio is not None and ratio.total and ratio.tally.lower == ratio.total:
                whole[set_id] = tuple(declared.kinds)
        for set_id, declared in sets.items():
            kinds = tuple(declared.kinds)
            others = [one for one, of in sets.items() if tuple(of.kinds) == kinds and one != set_id]
            if set_id in whole and any(one not in whole for one in others):
                continue
            first = next((one for one in (set_id, *others) if one not in whole), None) == set_id
            yield self._map(set_id, declared, [sets[one] for one in others if one in whole] if first else [])

    def _map(self, set_id: str, declared: CriteriaSet, met: list[CriteriaSet]) -> Slide:
        tables, ratios = self.shown.tables, self.shown.ratios
        name, ratio = short_name(declared, self.language), ratio_of_set(ratios, set_id, "units")
        counts = status_counts(tables, ratios, set_id, self.language)
        unnamed = unnamed_met(tables, ratios, set_id, self.language)
        drawn = tiles(tables, ratios, set_id, "all", self.language)
        placed, lost = on_tiles(drawn), off_tiles(drawn)
        no_tile = self.say("map.no_tile", names=self._some(lost)) if lost and len(placed) else ""
        failing = UnitTexts(ratios, set_id, self.language).in_short(tables)
        counting = [one for one in (ratio_of_set(ratios, of.id, "units") for of in met) if one is not None]
        also = [
            self.say(
                "slide.named", name=short_name(of, self.language), said=lower_first(ratio_title(one, self.language))
            )
            for of, one in zip(met, counting, strict=True)
        ]
        return self.slide(
            f"communes-{set_id}",
            name,
            ratio_title(ratio, self.language) if ratio else upper_first(counts),
            ratio.sources if ratio else (),
            gaps=left_said(ratio, self.language) if ratio else (),
            lines=tuple(
                filter(
                    None, (self._shared(ratio) if ratio else "", counts, upper_first(unnamed), *failing, no_tile, *also)
                )
            ),
            chart=chart_of("tiles", placed),
            table=None if len(placed) else self._by_status(drawn),
            notes=self.cited_by([*([ratio] if ratio else []), *counting]),
            page="communes",
            holds=tuple(f"communes-{of.id}" for of in met),
        )

    def _by_status(self, units: pd.DataFrame) -> pd.DataFrame:
        """Units that nothing says where to draw: how many have each status, and some of their names."""
        named = {status: list(units.loc[units["status"] == status, "name"]) for status in STATUSES}
        filled = [(self.say(f"status.{status}"), names) for status, names in named.items() if names]
        rows = [(status, str(len(names)), self._some(names)) for status, names in filled]
        return text_table(("status", "count", "unit"), rows, self.language)

    def _some(self, names: list[str]) -> str:
        """The first names, and how many more there are."""
        shown, left = ", ".join(names[:_NAMES]), len(names) - _NAMES
        return self.say("slide.more_names", names=shown, number=left) if left > 0 else shown

    def _shared(self, ratio: Ratio) -> str:
        """A ratio with its share, where its figures do not contradict each other, and what is left."""
        share = "" if ratio.headline.kind == "contradiction" else f" ({share_text(ratio, self.language)})"
        return f"{ratio_text(ratio, self.language)}{share}: {gap_text(ratio, self.language)}."
