"""Mutated files, a bounded number of them and always the same; `make fuzz` runs 10,000."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tools.fuzz import case

COUNT = 150


@pytest.mark.slow
@pytest.mark.parametrize("first", [0, COUNT])
def test_a_mutated_file_gives_findings_or_a_clean_read(first):
    command = [sys.executable, "-m", "tools.fuzz", "--first", str(first), "--count", str(COUNT)]
    quiet = os.environ | {"RUST_BACKTRACE": "0"}
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr[-1000:]


def test_the_cases_are_of_every_format():
    assert {case(seed)[1] for seed in range(40)} == {"a.xlsx", "a.xlsb", "a.ods", "a.xls", "a.csv"}
