"""A whole upload of a file that is made to take long: checked, marked and compared within 500 MB."""

import io
import json
import re
import subprocess
import sys
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from bs_metrics.contract.bounds import ALIKE, HEADINGS, LISTED, TABLE_ROWS
from bs_metrics.contract.findings import Place, bounded, counted_beyond, finding
from bs_metrics.intake.check import check
from tests.conftest import ROOT
from tests.other_formats import archive, sheet_xml, xls, xlsx
from tests.spreadsheets import saved, units_file

UPLOAD = """
import json, resource, sys
from bs_metrics.intake.check import check
from bs_metrics.snapshots.changes import changes_between
from bs_metrics.snapshots.combined import combined
from bs_metrics.snapshots.snapshot import snapshot_of
from bs_metrics.snapshots.snapshot import snapshot
from bs_metrics.writers import annotate
from bs_metrics.intake.folder import DEFAULT_FOLDER, workbook_files
current = snapshot(workbook_files(DEFAULT_FOLDER))
content = open(sys.argv[1], "rb").read()
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 500_000_000, used + 500_000_000))
checked = check(content, "a", current.tables)
marked = annotate.annotated(content, checked.findings, "vi")
changes_between(current, snapshot_of(combined(current.tables, checked.frames)))
print(json.dumps([sorted({finding.code for finding in checked.findings}), len(marked)]))
"""
HEADING = ["Mã bộ", "Mã tiêu chí", "Mã đơn vị", "Kết quả", "Giá trị", "Ghi chú", "Nguồn"]


def text(reference, said):
    return f'<c r="{reference}" t="inlineStr"><is><t>{said}</t></is></c>'


def row(number, cells):
    """A row of texts."""
    return f'<row r="{number}">{"".join(text(f"{chr(65 + at)}{number}", said) for at, said in enumerate(cells))}</row>'


def within(sheet, more=b"", part="xl/worksheets/sheet1.xml", where=rb"<sheetData>.*</sheetData>"):
    """A workbook that openpyxl opens, with other cells or with more in one of its parts."""
    noted = units_file({}, lambda sheet: setattr(sheet["A1"], "comment", Comment("x", "y")))
    with zipfile.ZipFile(io.BytesIO(noted)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert re.search(where, parts[part], re.S)
    parts[part] = re.sub(where, lambda found: (sheet or found[0]) + more, parts[part], count=1, flags=re.S)
    return archive(parts)


def merged(count, first):
    ranges = "".join(f'<mergeCell ref="H{first + at}:K{first + at}"/>' for at in range(count))
    return f"<mergeCells>{ranges}</mergeCells>"


def small_tables(count):
    kinds = [["Mã tiêu chí", "Tên tiêu chí", "Ngưỡng"], ["Tên trường", "Cấp học", "Mã đơn vị"]]
    rows = (row(3 * at + 1, kinds[at % 2]) + row(3 * at + 2, ["x", "y", "z"]) for at in range(count))
    return xlsx(sheet_xml("".join(rows)))


def no_headings(count):
    rows = (
        f'<row r="{2 * at + 1}">{text(f"A{2 * at + 1}", "Nguồn")}{text(f"B{2 * at + 1}", "Ghi chú")}'
        f'<c r="C{2 * at + 1}"><v>5</v></c></row>'
        for at in range(count)
    )
    return xlsx(sheet_xml("".join(rows)))


def wrong_names(count):
    return ("Tên xã;Kết quả;Mã tiêu chí;Mã bộ\n" + "".join(f"Xã {at};đạt;1;ntm\n" for at in range(count))).encode()


def sparse_rows():
    rows = row(1, HEADING) + "".join(row(number, [f"mục {number}"]) for number in range(2, 60_000))
    return xlsx(sheet_xml(rows, merged(100_000, 200_000)))


def one_heading(count):
    rows = "".join(row(3 * at + 1, HEADING) for at in range(count))
    return xlsx(sheet_xml(rows, merged(100_000, 200_000)))


def cells_of(one, rows):
    return within(b"<sheetData>" + (b"<row>" + one * 100 + b"</row>") * rows + b"</sheetData>")


def ranges(count):
    return within(b"", b'<dataValidations><dataValidation sqref="' + b"A9 " * count + b'"/></dataValidations>')


def starred_headings():
    stars = "*" * 32_000
    rows = row(1, ["Tên xã", "Kết quả", *[f"x{stars}{at}" for at in range(20)]]) + row(2, ["Bình Dương"] * 22)
    return xlsx(sheet_xml(rows))


HEAVY = {  # name: what makes the file, and a code that must be found, if any
    "60,000 sparse rows under 100,000 merged ranges": (sparse_rows, None),
    "20,000 small tables": (lambda: small_tables(20_000), "too_many_tables"),
    "the same heading 5,000 times": (lambda: one_heading(5_000), "heading_repeated"),
    "30,000 rows that might be headings": (lambda: no_headings(30_000), "block_not_understood"),
    "100,000 places that nobody knows": (lambda: wrong_names(100_000), "unknown_place"),
    "headings full of asterisks": (starred_headings, "lines_not_understood"),
    "510,000 rows": (lambda: wrong_names(510_000), "too_many_rows"),
    "three million empty cells": (lambda: cells_of(b"<c/>", 30_000), None),
    "a million formulas": (lambda: cells_of(b"<c><f>A1</f><v>1</v></c>", 10_000), None),
    "four million fonts": (
        lambda: within(b"", b"<font/>" * 4_000_000, "xl/styles.xml", rb"<fonts[^>]*>"),
        None,
    ),
    "a drop-down of two million ranges": (lambda: ranges(2_000_000), None),
}


@pytest.mark.soak
@pytest.mark.parametrize("name", HEAVY)
def test_a_whole_upload_of_a_heavy_file_takes_little_memory(name, tmp_path):
    make, code = HEAVY[name]
    content = make()
    path = tmp_path / "a"
    path.write_bytes(content)
    command = [sys.executable, "-c", UPLOAD, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1_200)
    assert done.returncode == 0, done.stderr[-2000:]
    codes, size = json.loads(done.stdout)
    assert (code in codes if code else True) and size > 1_000


def test_small_tables_and_rows_are_refused_only_beyond_their_number(shipped):
    accepted, refused = (check(small_tables(count), "a.xlsx", shipped.tables) for count in (40, HEADINGS + 1))
    assert len(accepted.blocks) == 40 and accepted.is_readable
    assert not refused.is_readable and [one.code for one in refused.findings if one.sheet is None] == [
        "too_many_tables"
    ]
    refused = check(wrong_names(2 * TABLE_ROWS + 1), "a.csv", shipped.tables)
    assert not refused.is_readable and "too_many_rows" in {one.code for one in refused.findings}


def test_a_workbook_without_a_cell_is_told(shipped):
    for content, file in ((saved(Workbook()), "a.xlsx"), (xls([[]]), "a.xls")):
        found = check(content, file, shipped.tables)
        assert not found.is_readable and [one.code for one in found.findings] == ["no_cells"]


def test_the_more_columns_are_at_fault_the_fewer_of_each_are_listed_and_every_cell_is_counted_once():
    cells = [(sheet, cell) for sheet in range(60) for cell in range(ALIKE + 100)]
    faults = [finding("required_empty", Place("a", f"T{sheet}", f"A{cell}", "A")) for sheet, cell in cells]
    few = bounded(faults[: ALIKE + 100])
    assert [len(few), few[-1].cell, few[-1].context] == [ALIKE + 1, f"A{ALIKE}", {"count": "100", "listed": "500"}]
    assert bounded(few) == few
    kept = bounded(counted_beyond(faults))
    listed, more = (
        [one for one in kept if one.code == "required_empty"],
        [one for one in kept if one.code == "more_alike"],
    )
    assert len(listed) <= LISTED and len(more) == 60
    assert len(listed) + sum(int(one.context["count"]) for one in more) == len(faults)
    assert [one.context["listed"] for one in more] == [str(len(listed) // 60)] * 60


def test_faults_beyond_those_that_are_listed_are_counted(shipped):
    found = check(wrong_names(ALIKE + 300), "a.csv", shipped.tables)
    listed = [one for one in found.findings if one.code == "unknown_place"]
    more = [one for one in found.findings if one.code == "more_alike" and one.column == listed[0].column]
    assert len(listed) == ALIKE and [one.context["count"] for one in more] == ["300"]
    assert listed[0].cell == "A2" and more[0].cell == f"A{ALIKE + 2}"


@pytest.mark.parametrize(
    ("kind", "start"),
    {
        "MHTML": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; a;b\r\n",
        "SYLK": b"ID;PWXL;N;E\nC;Y1;X1\n",
        "HTML": b"<tr><td>a</td></tr>",
    }.items(),
)
def test_what_spreadsheets_are_exported_as_is_called_by_its_name(shipped, kind, start):
    found = check(start, "a.xls", shipped.tables)
    assert [(one.code, one.context) for one in found.findings] == [("other_kind", {"kind": kind})]
