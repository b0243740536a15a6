"""Hazards crossed at random with tables whose right reading is known: nothing is read otherwise without a word."""

from dataclasses import replace

import pytest

from bs_metrics.intake.check import check
from tools.crossing import ASKED, BASES, HAZARDS, case, current, main, outcome, written


def read(draft):
    return outcome(draft, check(written(draft), "a.xlsx", current()))


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_nothing_is_silently_wrong_or_lost(first, capsys):
    assert main(["--first", str(first), "--count", "40"]) == 0, capsys.readouterr().out


def test_the_comparison_tells_a_wrong_reading_and_a_lost_one():
    draft, _ = next(made for seed in range(100) if not (made := case(seed))[1] and made[0].table == "schools")
    assert read(draft) == "right"
    wrong = {name: {"met": "not_met", "not_met": "met"}[said] for name, said in draft.truth.items()}
    assert read(replace(draft, truth=wrong)) == "silently wrong"
    assert read(replace(draft, truth=dict.fromkeys(draft.truth, ASKED))) == "silently wrong"
    assert read(replace(draft, truth={**draft.truth, "another": "met"})) == "lost"


def test_every_hazard_and_every_table_is_met():
    made = [case(seed) for seed in range(400)]
    assert {name for _, hazards in made for name in hazards} == {hazard.__name__ for hazard in HAZARDS}
    assert len({draft.table for draft, _ in made}) == len(BASES)
