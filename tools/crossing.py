"""Good workbooks whose right reading is known, with hazards of real files crossed at random: `make fuzz` compares.

What is read differently without an error, and what is missing without a warning, is a defect. A seed names a case:
`python -m tools.crossing --first 123 --count 1` repeats it.
"""

import argparse
import io
import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from bs_metrics.contract.tables import Tables
from bs_metrics.intake.check import FileReport, check
from bs_metrics.intake.folder import read_folder
from bs_metrics.text import spelled

ASKED = "asked"  # the only right reading: a question
MARKS = {"met": ("Đạt", "đạt", "Đ", "x"), "not_met": ("Chưa đạt", "KĐ", "chưa đạt")}
PLANS = ("Đạt (dự kiến quý IV)", "Cơ bản đạt", "Đạt (kế hoạch)", "Đạt 2/3 chỉ tiêu")
ANY = ("right", "asked", "refused", "silently wrong", "lost")


@dataclass
class Cell:
    """A cell as its author made it: what is seen of it is `value`."""

    value: Any
    struck: bool = False  # the whole of it
    before: str = ""  # a part that is struck out
    raised: str = ""  # a mark behind it
    shown: str = ""  # its number format


@dataclass
class Draft:
    """A table on its way: `truth` is what reading must give by key. `figure` is the column whose cells say it."""

    table: str
    headings: list[str]
    rows: list[list[Cell]]
    figure: int
    name: int
    truth: dict[Any, Any]
    keys: list[Any]  # of the rows
    titles: list[str] = field(default_factory=list)
    below: list[list[Cell]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    def every(self, value: Any) -> None:
        """All rows mean this."""
        self.truth = dict.fromkeys(self.truth, value)


@cache
def current() -> Tables:
    """The shipped data."""
    return read_folder()


def _units(chance: random.Random, count: int) -> list[str]:
    units = current()["units"]
    return chance.sample(list(units.loc[units["kind"] == "commune", "name"]), count)


def schools(chance: random.Random) -> Draft:
    """A list of new schools with their results."""
    names = [f"Trường Mầm non Sao {number}" for number in chance.sample(range(100, 999), chance.randint(3, 8))]
    said = {spelled(name): chance.choice(list(MARKS)) for name in names}
    rows = [
        [Cell(at), Cell(name), Cell("mầm non"), Cell(_units(chance, 1)[0]), Cell(MARKS[said[spelled(name)]][0])]
        for at, name in enumerate(names, start=1)
    ]
    headings = ["TT", "Tên trường", "Cấp học", "Xã", "Kết quả"]
    return Draft("schools", headings, rows, 4, 1, dict(said), [spelled(name) for name in names])


def results(chance: random.Random) -> Draft:
    """One criterion of some units."""
    code = chance.choice(["2", "4", "5", "10"])
    names = _units(chance, chance.randint(3, 8))
    codes = current()["units"].set_index("name")["code"]
    said = {codes[name]: chance.choice(list(MARKS)) for name in names}
    rows = [
        [Cell(at), Cell(name), Cell("commune_nr"), Cell(code), Cell(MARKS[said[codes[name]]][0])]
        for at, name in enumerate(names, start=1)
    ]
    return Draft("results", ["TT", "Xã", "Mã bộ", "Tiêu chí", "Kết quả"], rows, 4, 1, dict(said), list(said))


def money(chance: random.Random) -> Draft:
    """Amounts in millions."""
    amounts = [chance.choice([740, 12.5, 1250, 88, 3.25, 15000]) for _ in range(chance.randint(3, 6))]
    rows = [[Cell(f"x{at}"), Cell("phần"), Cell(f"Việc {at}"), Cell(one)] for at, one in enumerate(amounts)]
    truth = {f"x{at}": round(one * 10**6) for at, one in enumerate(amounts)}
    return Draft("mobilisation", ["Mã", "Loại", "Nội dung", "Số tiền (triệu đồng)"], rows, 3, 0, truth, list(truth))


def totals(chance: random.Random) -> Draft:
    """Reported counts of measures."""
    measures = ["school.preschool", "school.primary", "school.lower_secondary", "urban_iv.standards"]
    chosen = chance.sample(measures, chance.randint(2, 4))
    truth = {name: chance.randint(3, 19) for name in chosen}
    rows = [[Cell(name), Cell(truth[name]), Cell("theo báo cáo"), Cell("30/9/2024")] for name in chosen]
    return Draft("reported_totals", ["Chỉ số", "Số đạt", "Cơ sở", "Số liệu đến"], rows, 1, 0, dict(truth), list(truth))


Hazard = Callable[[Draft, random.Random], None]


def _marked(draft: Draft) -> bool:
    return draft.table in ("schools", "results")


def _some_text(draft: Draft, chance: random.Random) -> Cell:
    cells = [cell for row in draft.rows for cell in row if isinstance(cell.value, str) and len(cell.value) > 3]
    return chance.choice(cells)


def unseen(draft: Draft, chance: random.Random) -> None:
    """A sign that nobody sees inside a text, or a no-break space."""
    cell = _some_text(draft, chance)
    at = chance.randint(1, len(cell.value) - 1)
    cell.value = cell.value[:at] + chance.choice("\u200b\u00ad\ufeff\u200e") + cell.value[at:]
    draft.headings = [heading.replace(" ", "\u00a0") for heading in draft.headings]


def decomposed(draft: Draft, chance: random.Random) -> None:
    """Letters and marks apart."""
    for row in draft.rows:
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = unicodedata.normalize("NFD", cell.value)


def icelandic(draft: Draft, chance: random.Random) -> None:
    """The letter that looks like Đ."""
    for row in draft.rows:
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("Đ", "Ð")


def raised(draft: Draft, chance: random.Random) -> None:
    """A footnote's mark behind a figure or a name."""
    row = chance.choice(draft.rows)
    is_count = isinstance(row[draft.figure].value, int) and not _marked(draft) and not row[draft.figure].shown
    row[draft.figure if is_count else draft.name].raised = chance.choice("123")


def struck_before(draft: Draft, chance: random.Random) -> None:
    """An old value struck out before the new one."""
    cell = chance.choice(draft.rows)[draft.figure]
    if not isinstance(cell.value, float | bool) and not cell.shown:  # such a text has no format
        cell.before = "Chưa đạt " if _marked(draft) else "17"


def struck_row(draft: Draft, chance: random.Random) -> None:
    """A row that is struck out as a whole, with another value."""
    row = [Cell(cell.value, struck=True) for cell in chance.choice(draft.rows)]
    row[draft.figure].value = "Chưa đạt" if _marked(draft) else 1
    draft.rows.insert(chance.randint(0, len(draft.rows)), row)


def hidden_rival(draft: Draft, chance: random.Random) -> None:
    """A hidden column of the same heading before the right one."""
    for row in draft.rows:
        row.insert(draft.figure, Cell("Chưa đạt" if _marked(draft) else 2))
    draft.headings.insert(draft.figure, draft.headings[draft.figure])
    draft.hidden = {at + (at >= draft.figure) for at in draft.hidden} | {draft.figure}
    draft.name += draft.name >= draft.figure
    draft.figure += 1


def rival(draft: Draft, chance: random.Random) -> None:
    """A second column of the same heading with other values."""
    for row in draft.rows:
        row.append(Cell("chưa rõ" if _marked(draft) else 2))
    draft.headings.append(draft.headings[draft.figure])
    draft.every(ASKED)


def titles(draft: Draft, chance: random.Random) -> None:
    """A letterhead and a title."""
    draft.titles = ["ỦY BAN NHÂN DÂN", "BIỂU TỔNG HỢP", *draft.titles]


def total(draft: Draft, chance: random.Random) -> None:
    """A row of totals and a signature."""
    row = [Cell("") for _ in draft.headings]
    row[draft.name] = Cell("Tổng cộng")
    draft.below += [row, [Cell("") for _ in row], [Cell("Người lập biểu")]]


def remark(draft: Draft, chance: random.Random) -> None:
    """A blank row and a remark below."""
    draft.below += [[Cell("")], [Cell("Ghi chú: số liệu do đơn vị báo cáo.")]]


def numbers_as_text(draft: Draft, chance: random.Random) -> None:
    """Numbers typed as text, in either style."""
    group, mark = chance.choice([(".", ","), (",", ".")])
    for row in draft.rows:
        value = row[draft.figure].value
        if isinstance(value, int | float) and not isinstance(value, bool) and not row[draft.figure].shown:
            text = f"{value:,}".replace(",", "~").replace(".", mark).replace("~", group)
            row[draft.figure].value = text


def words_by_format(draft: Draft, chance: random.Random) -> None:
    """Numbers that their format shows as words."""
    code = '[=1]"Chưa đạt";[=2]"Đạt"'
    for row in draft.rows if _marked(draft) else ():
        cell = row[draft.figure]
        if not (cell.struck or cell.before) and cell.value in (MARKS["met"][0], MARKS["not_met"][0]):
            cell.value, cell.shown = (2 if cell.value == MARKS["met"][0] else 1), code


def millions_by_format(draft: Draft, chance: random.Random) -> None:
    """Amounts stored in đồng that their format shows in millions."""
    for row in draft.rows if draft.table == "mobilisation" else ():
        cell = row[draft.figure]
        if isinstance(cell.value, int | float) and not cell.before and not cell.raised:
            cell.value, cell.shown = cell.value * 10**6, "#,##0.0##,,"


def caveat(draft: Draft, chance: random.Random) -> None:
    """A plan beside a mark."""
    number = chance.randrange(len(draft.rows))
    cell = draft.rows[number][draft.figure]
    if _marked(draft) and not cell.struck and isinstance(cell.value, str):
        cell.value, cell.before = (
            chance.choice(["Đạt (dự kiến quý IV)", "Cơ bản đạt", "Đạt (kế hoạch)", "Đạt 2/3 chỉ tiêu"]),
            "",
        )
        draft.every(ASKED)


def unit_line(draft: Draft, chance: random.Random) -> None:
    """The unit above the table instead of in the heading."""
    if draft.table == "mobilisation":
        draft.headings = ["Số tiền" if heading.startswith("Số tiền") else heading for heading in draft.headings]
        draft.titles.append("ĐVT: Tr.đ")


def boxes(draft: Draft, chance: random.Random) -> None:
    """Check boxes for marks; one that is not ticked has two readings."""
    for row in draft.rows if _marked(draft) else ():
        cell = row[draft.figure]
        if cell.value in (MARKS["met"][0], MARKS["not_met"][0]) and not cell.struck and not cell.before:
            cell.value = cell.value == MARKS["met"][0]
            if not cell.value:
                draft.every(ASKED)


def shuffled(draft: Draft, chance: random.Random) -> None:
    """The columns in another order."""
    order = list(range(len(draft.headings)))
    chance.shuffle(order)
    draft.headings = [draft.headings[at] for at in order]
    draft.rows = [[row[at] for at in order] for row in draft.rows]
    draft.below = [[row[at] for at in order] if len(row) == len(order) else row for row in draft.below]
    draft.hidden = {order.index(at) for at in draft.hidden}
    draft.figure, draft.name = order.index(draft.figure), order.index(draft.name)


def more_columns(draft: Draft, chance: random.Random) -> None:
    """Columns that nobody asked for."""
    draft.headings += ["Ghi chú thêm về việc", "Mã nội bộ"]
    for row in draft.rows:
        row += [Cell("theo dõi"), Cell(chance.randint(1, 9))]


def other_year(draft: Draft, chance: random.Random) -> None:
    """The same table of the year before below it."""
    if _marked(draft) and not draft.below:
        old = [[Cell(cell.value, cell.struck) for cell in row] for row in draft.rows]
        for row in old:
            row[draft.figure] = Cell("Chưa đạt")
        draft.titles.append("BIỂU TỔNG HỢP NĂM 2024")
        heading = [Cell(text) for text in draft.headings]
        draft.below += [[Cell("")], [Cell("BIỂU TỔNG HỢP NĂM 2023")], heading, *old]
        draft.every(ASKED)


def other_marks(draft: Draft, chance: random.Random) -> None:
    """Other ways to write the same marks."""
    for row in draft.rows if _marked(draft) else ():
        cell = row[draft.figure]
        for said, ways in MARKS.items():
            if cell.value == ways[0] and not cell.struck:
                cell.value = chance.choice(MARKS[said])


def hint(draft: Draft, chance: random.Random) -> None:
    """A row of hints below the heading."""
    draft.rows.insert(0, [Cell(f"({heading.lower()})") for heading in draft.headings])


def legend(draft: Draft, chance: random.Random) -> None:
    """A line below that gives a mark another meaning."""
    cells = [row[draft.figure] for row in draft.rows if not row[draft.figure].struck and not row[draft.figure].shown]
    if _marked(draft) and cells:
        chance.choice(cells).value = "Đ"
        draft.below += [[Cell("")], [Cell("Ghi chú: Đ là đang thực hiện")]]
        draft.every(ASKED)


def to_come(draft: Draft, chance: random.Random) -> None:
    """A year to come beside a mark."""
    cells = [row[draft.figure] for row in draft.rows if not row[draft.figure].struck and not row[draft.figure].shown]
    if _marked(draft) and cells:
        chance.choice(cells).value = "Đạt (năm 2099)"
        draft.every(ASKED)


def kinds(draft: Draft, chance: random.Random) -> None:
    """A column that says of a row that it is of a plan."""
    draft.headings.append("Loại số liệu")
    planned = chance.choice([at for at, row in enumerate(draft.rows) if not row[0].struck])
    for at, row in enumerate(draft.rows):
        is_hint = str(row[0].value).startswith("(")
        said = "(loại)" if is_hint else "Kế hoạch" if at == planned else "Thực hiện"
        row.append(Cell(said, struck=row[0].struck))
    if not str(draft.rows[planned][0].value).startswith("("):
        draft.every(ASKED)


def sections(draft: Draft, chance: random.Random) -> None:
    """Two school years below each other."""
    if draft.table == "schools":
        for at, year in ((len(draft.rows) // 2 + 1, "2023-2024"), (0, "2022-2023")):
            row = [Cell("") for _ in draft.headings]
            row[draft.name] = Cell(f"Năm học {year}")
            draft.rows.insert(at, row)
        draft.every(ASKED)


HAZARDS: list[Hazard] = [
    *(unseen, decomposed, icelandic, raised, struck_before, struck_row, hidden_rival, rival, titles, total, remark),
    *(numbers_as_text, words_by_format, millions_by_format, caveat, unit_line, boxes, shuffled, more_columns),
    *(other_year, other_marks, hint, legend, to_come, kinds, sections),
]
BASES = [schools, results, money, totals]


def case(seed: int) -> tuple[Draft, list[str]]:
    """The table of a seed and the hazards in it; the same at every run."""
    chance = random.Random(seed)
    draft = chance.choice(BASES)(chance)
    hazards = chance.sample(HAZARDS, chance.randint(0, 4))
    for hazard in hazards:
        hazard(draft, chance)
    return draft, [hazard.__name__ for hazard in hazards]


def written(draft: Draft) -> bytes:
    """The draft as an .xlsx."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Biểu"
    rows = [*([Cell(title)] for title in draft.titles), [Cell(heading) for heading in draft.headings]]
    for number, row in enumerate([*rows, *draft.rows, *draft.below], start=1):
        for at, cell in enumerate(row, start=1):
            if cell.value == "":
                continue
            place = sheet.cell(number, at)
            if cell.before or cell.raised:
                parts: list[Any] = [TextBlock(InlineFont(strike=True), cell.before)] if cell.before else []
                parts.append(str(cell.value))
                parts += [TextBlock(InlineFont(vertAlign="superscript"), cell.raised)] if cell.raised else []
                place.value = CellRichText(*parts)
            else:
                place.value = cell.value
            if cell.struck:
                place.font = Font(strike=True)
            if cell.shown:
                place.number_format = cell.shown
    for at in draft.hidden:
        sheet.column_dimensions[sheet.cell(1, at + 1).column_letter].hidden = True
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


_READ = {"schools": ("name", "result"), "results": ("unit", "result"), "mobilisation": ("id", "amount_vnd")}
_READ["reported_totals"] = ("measure", "met")


def outcome(draft: Draft, report: FileReport) -> str:
    """How a draft was read: one of ANY."""
    errors = [one for one in report.findings if one.severity == "error"]
    frame = report.frames.get(draft.table)
    if frame is None:
        warned = any(one.severity != "note" for one in report.findings)
        return "lost" if not warned else "asked" if any(one.asked for one in errors) else "refused"
    key, figure = _READ[draft.table]
    read = {
        spelled(str(row[key])) if draft.table == "schools" else row[key]: row[figure]
        for row in frame.astype(object).to_dict("records")
    }
    if ASKED in draft.truth.values() or set(read) - set(draft.truth):
        return "silently wrong"
    known = {name: value for name, value in read.items() if value == value and value not in (None, "unknown")}
    if any(draft.truth[name] != value for name, value in known.items()):
        return "silently wrong"
    if len(known) < len(draft.truth):
        return "asked" if any(one.severity != "note" for one in report.findings) else "lost"
    return "right"


def main(arguments: list[str] | None = None) -> int:
    """Read the cases and tell how many were read how; exit code 1 when one is silently wrong or lost."""
    parser = argparse.ArgumentParser(prog="python -m tools.crossing", description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=10_000)
    given = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    for seed in range(given.first, given.first + given.count):
        draft, hazards = case(seed)
        report = check(written(draft), "a.xlsx", current())
        how = outcome(draft, report)
        counts[how] += 1
        if how in ANY[3:]:
            told = ", ".join(sorted({one.code for one in report.findings}))
            print(f"case {seed}: {how}: {draft.table}, {', '.join(hazards)}; told: {told}")
    print(" · ".join(f"{how} {counts[how]}" for how in ANY), f"of {given.count} files")
    return 1 if counts[ANY[3]] or counts[ANY[4]] else 0


if __name__ == "__main__":
    sys.exit(main())
