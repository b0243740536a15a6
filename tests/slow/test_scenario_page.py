"""The page of scenarios: the shortest way, taken into a scenario, kept in the link, said of every goal."""

import pytest

from bs_metrics.words import words
from tests.conftest import at_address
