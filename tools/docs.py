"""The generated parts of `docs/`: `python -m tools.docs` writes them, `--check` fails when one is out of date.

A generated part stands between `<!-- generated: name -->` and `<!-- end -->`; the rest of a page is written by hand.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bs_metrics.contract.findings import rules
from bs_metrics.contract.schema import Column, schema
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder, workbook_files
from bs_metrics.measures.ratios import Ratio, ratios
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.views.meeting.slides import slides
from bs_metrics.views.ratio_tables import ratio_table
from bs_metrics.words import LANGUAGES
from tools.locked import licence, locked

DOCS = Path(__file__).resolve().parents[1] / "docs"
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` only say which are out of date (exit code 1)."""
    check = "--check" in arguments
    stale = []
    for page in sorted(DOCS.glob("*.md")):
        written = page.read_text(encoding="utf-8")
        fresh = _PART.sub(lambda part: part[1] + _GENERATORS[part[2]]() + part[3], written)
        if fresh == written:
            continue
        stale.append(page.name)
        if not check:
            page.write_text(fresh, encoding="utf-8")
    if stale and check:
        print(f"Out of date: {', '.join(stale)}. Run `make docs` and look at the difference.", file=sys.stderr)
        return 1
    print(f"docs: {'written: ' + ', '.join(stale) if stale else 'up to date'}")
    return 0


def _measures() -> str:
    """Every measure of the default data with its figure."""
    found = ratios(read_folder())
    shown = ratio_table(found, "en").map(str)
    shown.insert(0, "Id", [f"`{measure}`" for measure in found])
    shown["Counts"] = [_counts(ratio) for ratio in found.values()]
    return _table(list(shown.columns), shown.itertuples(index=False, name=None))


def _counts(ratio: Ratio) -> str:
    counted = schema().lists["counts"].word(ratio.measure.counts, "en")
    narrowed = [
        text for text in (ratio.measure.set, ratio.measure.filter, ratio.measure.parts) if isinstance(text, str)
    ]
    return ", ".join([counted, *(f"`{text}`" for text in narrowed)])


def _sheets() -> str:
    """Every table: its sheet, its key, its columns."""
    parts = []
    for table in schema().tables.values():
        key = ", ".join(table.columns[name].heading for name in table.key)
        columns = ((column.heading, f"`{column.name}`", *_asked(column)) for column in table.columns.values())
        parts.append(
            f"### {table.sheet} (`{table.name}`)\n\n"
            f"{table.titles['en']}. A row is identified by: {key}.\n\n"
            + _table(["Heading", "In code", "Holds", "Needed", "Meaning"], columns)
        )
    return "\n".join(parts)


def _asked(column: Column) -> tuple[str, str, str]:
    if column.listed:
        holds = f"a word of [{column.type}](#list-{column.type.replace('_', '-')})"
    else:
        holds = column.type
    if column.references:
        table, _, target = column.references.partition(".")
        wanted = schema().tables[table]
        holds += f", as in {wanted.sheet}: {wanted.columns[target].heading}"
    return holds, "yes" if column.required else "", column.notes["en"]


def _lists() -> str:
    """Every closed list with the words a cell may hold."""
    parts = []
    for closed in read_folder().lists.values():
        rows = ((word["vi"], word["en"], f"`{code}`") for code, word in closed.words.items())
        parts.append(
            f"### List {closed.name.replace('_', ' ')}\n\n" + _table(["In the cell", "English", "In code"], rows)
        )
    return "\n".join(parts)


def _findings() -> str:
    """Every finding: how grave it is, an example with its mending, and what is said, in both languages."""
    rows = (
        (
            f"`{code}`",
            ", ".join(rule.severities),
            *(f"{rule.sentences[language]['example']} → {rule.sentences[language]['fixed']}" for language in LANGUAGES),
            *(f"{rule.sentences[language]['message']} {rule.sentences[language]['fix']}" for language in LANGUAGES),
        )
        for code, rule in rules().items()
    )
    return _table(["Code", "Severity", "Ví dụ → sửa", "Example → mended", "Tiếng Việt", "English"], rows)


def _slides() -> str:
    """Every slide of the default data: what a link calls it, what its reader sees, the page of its topic."""
    shown = snapshot(workbook_files(DEFAULT_FOLDER))
    pairs = zip(slides(shown, "vi"), slides(shown, "en"), strict=True)
    rows = ((f"`{own.id}`", own.name, english.name, f"`/{own.page}`") for own, english in pairs)
    return _table(["In the link", "Trang chiếu", "Slide", "Topic page"], rows)


def _table(headings: list[str], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [headings, ["---"] * len(headings), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _licences() -> str:
    """Every package that an installation has, of those that this system needs."""
    rows = ((f"`{each.name}`", licence(each.name)) for each in locked() if each.is_needed_here)
    return _table(["Package", "Licence"], rows)


_GENERATORS = {
    **{"measures": _measures, "sheets": _sheets, "lists": _lists, "findings": _findings, "slides": _slides},
    "licences": _licences,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
