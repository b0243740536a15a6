"""`export` on the command line, and the PDF behind it: what is written, what is refused, what is left behind."""

import os
import stat
import subprocess
import sys
from contextlib import closing

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from bs_metrics.__main__ import main
from bs_metrics.exports import formats
from bs_metrics.exports.formats import FORMATS, format_of
from bs_metrics.exports.pack import Pack
from bs_metrics.intake.folder import DEFAULT_FOLDER
from bs_metrics.snapshots.folder_import import import_folder
from bs_metrics.snapshots.store import Store
from bs_metrics.words import LANGUAGES, words
from tests.waiting import wait_until


@pytest.fixture
def fake_office(tmp_path, monkeypatch):
    """A program in the place of LibreOffice: `fake_office("sleep 60")`."""

    def install(script):
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return install


def test_the_ending_names_the_kind_of_file():
    assert {suffix: format_of(f"Họp.{suffix.upper()}").suffix for suffix in FORMATS} == {name: name for name in FORMATS}
    assert format_of("a.pdf") is None and format_of("pptx") is None and format_of("a.ppt") is None


def test_a_published_snapshot_is_named_with_its_number(tmp_path, capsys):
    with closing(Store(os.environ["BS_STORE_URL"])) as store:
        import_folder(store, DEFAULT_FOLDER)
        head = store.head()
    out = tmp_path / "hop.pptx"
    assert main(["export", str(out), "--lang", "en", "--snapshot", head, "--slides", "schools, deadlines"]) == 0
    paper = Presentation(out)
    assert words("export.named", "en", number=1, id=head) in paper.core_properties.subject
    titles = [page.shapes.title.text_frame.text for page in paper.slides]
    assert len(titles) == 2 and "49/67" in titles[0] and "wards" in titles[1], "the overview holds the deadlines"
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".sqlite"] == ["hop.pptx"]
    assert capsys.readouterr() == ("", ""), "a script's log holds no progress"


def test_the_folder_of_workbooks_is_written_where_nothing_is_published(tmp_path):
    out = tmp_path / "hop.pptx"
    assert main(["export", str(out), "--slides", "overview"]) == 0
    with pytest.raises(SystemExit):
        main(["export", str(out), "--lang", "fr"])
    assert "7" in Presentation(out).slides[0].shapes.title.text_frame.text
    assert main(["export", str(tmp_path / "bao-cao.docx"), "--lang", "en"]) == 0
    assert "55/63 standards met" in "\n".join(line.text for line in Document(tmp_path / "bao-cao.docx").paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "arguments", "code", "said"),
    [
        ("hop.pdf", [], 2, ".pptx.pdf"),
        ("hop", [], 2, ".docx"),
        ("none/hop.pptx", ["--slides", "overview"], 1, "hop.pptx"),
        ("hop.pptx", ["--slides", "overview,nope"], 2, "nope"),
        ("hop.pptx", ["--snapshot", "0123456789ab"], 2, "0123456789ab"),
    ],
)
def test_what_cannot_be_written_is_said(tmp_path, capsys, name, arguments, code, said, language):
    assert main(["export", str(tmp_path / name), "--lang", language, *arguments]) == code
    told = capsys.readouterr().err
    opening = {"vi": "Không ", "en": "T"}[language] if code == 2 else {"vi": "Không ghi được", "en": "/"}[language]
    assert said in told and told.startswith(opening)
    assert not [path for path in tmp_path.iterdir() if path.suffix != ".sqlite"]


def test_a_file_that_fails_leaves_the_old_one(tmp_path, monkeypatch, capsys):
    out = tmp_path / "hop.pptx"
    out.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    assert main(["export", str(out), "--slides", "overview"]) == 1
    assert out.read_bytes() == b"old" and "Permission denied" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".sqlite"] == ["hop.pptx"]


def test_a_person_sees_the_progress(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(["export", str(tmp_path / "hop.pptx"), "--slides", "overview"]) == 0
    assert capsys.readouterr().err.endswith("100%\n")


def test_what_could_not_be_read_is_said_beside_the_file(tmp_path, capsys, folder):
    workbook = load_workbook(folder / "ket-qua.xlsx")
    workbook["Số báo cáo"]["B7"] = "nhiều"
    workbook.save(folder / "ket-qua.xlsx")
    out = tmp_path / "hop.pptx"
    assert main(["export", str(out), "--data", str(folder), "--slides", "overview"]) == 1
    assert "Số báo cáo" in capsys.readouterr().err and len(Presentation(out).slides) >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_libreoffice_there_is_a_sentence(tmp_path, monkeypatch, capsys, language):
    monkeypatch.setattr(formats, "office", lambda: None)
    assert main(["export", str(tmp_path / "hop.pptx.pdf"), "--slides", "overview", "--lang", language]) == 2
    assert words("export.pdf_none", language) in capsys.readouterr().err


def test_a_libreoffice_that_hangs_is_ended_with_all_it_started(tmp_path, fake_office, monkeypatch):
    fake_office(f"sleep 100000 & echo $! > {tmp_path}/child.new\nmv {tmp_path}/child.new {tmp_path}/child\nwait")
    monkeypatch.setattr(subprocess.Popen, "wait", _hangs_once_it_has_started(tmp_path / "child"))
    with pytest.raises(formats.NoPdf) as raised:
        formats.to_pdf(b"x", "pptx", seconds=1)
    assert raised.value.reason == "slow" and "1" not in str(raised.value).split("120")[0]
    child = int((tmp_path / "child").read_text())
    wait_until(lambda: not _running(child), lambda: "the program's own program still runs")


def _hangs_once_it_has_started(child):
    """Popen.wait, which takes nobody's patience for over before the program has started another one."""
    wait = subprocess.Popen.wait

    def waits(process, timeout=None):
        if timeout:
            wait_until(child.exists)
        return wait(process, timeout)

    return waits


def _running(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_libreoffice_that_fails_is_said(fake_office):
    fake_office("exit 1")
    with pytest.raises(formats.NoPdf, match="could not make the PDF"):
        formats.to_pdf(b"x", "docx")


def test_the_progress_of_a_pdf_ends_at_one(shipped, monkeypatch):
    monkeypatch.setattr(formats, "to_pdf", lambda content, suffix: suffix.encode() + content[:2])
    seen = []
    assert FORMATS["pptx.pdf"].make(Pack(shipped, "vi", slide_ids=("overview",)), seen.append) == b"pptxPK"
    assert seen == sorted(seen) and seen[-1] == 1 and seen[-2] <= 0.3


@pytest.mark.office
def test_a_pdf_is_written(tmp_path):
    out = tmp_path / "hop.pptx.pdf"
    assert main(["export", str(out), "--slides", "overview"]) == 0
    assert out.read_bytes().startswith(b"%PDF")
