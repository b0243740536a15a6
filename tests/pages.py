"""What tests expect of each page: the one place that a new page is told to them."""

from dataclasses import dataclass
from functools import cache

from bs_metrics.intake.folder import DEFAULT_FOLDER, workbook_files
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.words import Language
from ui.pages import Entry, entries


@cache
def pages(language: Language = "vi") -> dict[str, Entry]:
    """The pages of the shipped data by address."""
    return entries(snapshot(workbook_files(DEFAULT_FOLDER)), language)


def title(address: str, language: Language = "vi") -> str:
    """What a page of the shipped data is called."""
    return pages(language)[address].title


@dataclass(frozen=True)
class Facts:
    """What a page shows, in either language and without opening anything."""

    figures: tuple[str, ...]  # of the shipped data
    elsewhere: tuple[str, ...] = ()  # of the district of tests/slow/test_other_district.py; "a|b" is one or the other
    names: tuple[str, str] | None = None  # a table, and its column whose texts stand on the page
    has_charts: bool = True
    lacks: tuple[str, ...] = ("Kết quả", "Số báo cáo")  # sheets of ket-qua.xlsx, of which it names one where they lack


FACTS = {
    "overview": Facts(("7", "8", "2/21"), ("0–1/1",), ("criteria_sets", "short")),
    "new-rural": Facts(("2/9", "23/36", "21/21", "2/21"), ("0–1/1",), ("criteria", "name"), has_charts=False),
    "urban": Facts(("55/63", "75"), ("0–3/3",), ("criteria", "name")),
    "town": Facts(("2–3/5", "0/22"), ("0/1", "4.321|4,321"), ("criteria", "name"), has_charts=False),
    "schools": Facts(("49/67", "15", "20", "22"), ("Trường Ba Vì",), ("schools", "name")),
    "communes": Facts(("22", "21"), ("Xã",), ("criteria_sets", "short")),
    "emulation": Facts(("14", "740", "7"), ("31",), ("emulation", "name"), lacks=()),
    "documents": Facts(
        ("115/KH-UBND", "32-ĐA/HU"), ("1/KH", "Quy hoạch Ba Tơ"), ("documents", "number"), has_charts=False, lacks=()
    ),
    "pace": Facts(("2/9", "23/36", "55/63", "2–3/5", "2/21"), ("0–1/1",), ("measures", "name")),
    "scenario": Facts(("17", "13"), ("1",), ("criteria_sets", "short"), has_charts=False),
    "data": Facts(("55/63", "77"), ("0–3/3", "0–1/1", "31"), ("report_notes", "printed"), has_charts=False),
}
