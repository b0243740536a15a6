"""Reports as files: what is read of .docx, .pdf and .txt, what is refused in words, and the command."""

import io
import json
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from pypdf import PdfWriter

from bs_metrics.__main__ import main
from bs_metrics.contract.bounds import FILE_BYTES, Refused, grouped
from bs_metrics.contract.findings import Place, finding
from bs_metrics.readers.texts import read_report
from tests.conftest import ROOT

SENTENCE = "Có 07/9 tiêu chí chưa đạt, chiếm tỷ lệ 77,73%."


def docx(*paragraphs, table=()):
    """A document of some paragraphs, and a table behind the first."""
    document = Document()
    for at, text in enumerate(paragraphs):
        document.add_paragraph(text)
        if table and not at:
            grid = document.add_table(rows=len(table), cols=len(table[0]))
            for row, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    grid.cell(row, column).text = cell
    return saved(document)


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*pages):
    """A .pdf whose pages hold some lines each, in a font whose codes are those of Unicode."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange "
        b"endcmap end end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]
    kids = []
    for lines in pages:
        shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 12 Tf 50 800 Td {shown} ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(f"{len(objects) + 1} 0 R")
        page = f"<< /Type /Page /Parent 2 0 R /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        objects.append(page.encode())
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} /MediaBox [0 0 595 842] >>".encode()
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def texts(content):
    return [part.rows or part.text for part in read_report(content)]


def test_a_document_is_read_in_order_with_its_tables():
    table = (("Xã", "Số hộ"), ("Hòa An", "200"))
    assert texts(docx("Đoạn đầu.", SENTENCE, table=table)) == ["Đoạn đầu.", table, SENTENCE]


def test_items_that_word_numbers_keep_a_mark_and_deleted_words_are_gone():
    document = Document()
    document.add_paragraph("Xã Hòa An", style="List Bullet")
    changed = document.add_paragraph("Có 5/9 xã.")._p
    deleted, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = " Có 6/9 xã."
    run.append(text)
    deleted.append(run)
    changed.append(deleted)
    numbered = document.paragraphs[0]._p
    properties, number = numbered.get_or_add_pPr(), OxmlElement("w:numPr")
    properties.append(number)
    assert number.tag == qn("w:numPr") and texts(saved(document)) == ["- Xã Hòa An", "Có 5/9 xã."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_text_is_read_in_any_encoding(encoding):
    written = SENTENCE
    if encoding == "cp1258":  # its tone marks are letters of their own
        written = "".join(
            {"í": "i\u0301", "ỷ": "y\u0309", "ệ": "ê\u0323", "ạ": "a\u0323", "ó": "o\u0301", "ế": "ê\u0301"}.get(
                one, one
            )
            for one in SENTENCE
        )
    assert texts((written + "\n").encode(encoding)) == [SENTENCE]


def test_the_pages_of_a_pdf_are_joined_without_header_and_number():
    pages = [
        ("BÁO CÁO NỘI BỘ", "Đến nay toàn huyện đã có kết quả thực hiện như sau: có", "1"),
        ("BÁO CÁO NỘI BỘ", "07/9 tiêu chí chưa đạt, chiếm tỷ lệ 77,73%.", "2"),
        ("BÁO CÁO NỘI BỘ", "Trang cuối chỉ có một câu.", "3"),
    ]
    assert texts(pdf(*pages)) == [page[1] for page in pages]


def bomb():
    """A document of 900 MB unpacked."""
    source, out = zipfile.ZipFile(io.BytesIO(docx(SENTENCE))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(
                    b"</w:body>", b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 25_000_000 + b"</w:body>"
                )
            archive.writestr(name, content)
    return out.getvalue()


def entities():
    """A document whose text names a file of the machine."""
    source, out = zipfile.ZipFile(io.BytesIO(docx("ABC"))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                head, _, body = content.partition(b"?>")
                outside = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
                content = head + b"?>" + outside + body.replace(b"ABC", b"A&x;C")
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    {
        "empty": (b"", "empty_file"),
        "cut": (docx(SENTENCE)[:2_000], "not_a_report"),
        "cut_pdf": (pdf(("a",))[:200], "not_a_report"),
        "picture": (b"\x89PNG\r\n" + b" " * 100, "report_kind"),
        "workbook": ((ROOT / "data/don-vi.xlsx").read_bytes(), "report_kind"),
        "no_text": (pdf(()), "report_without_text"),
        "binary": (bytes(range(256)) * 20, "not_a_report"),
        "pages": (pdf(*[()] * 2_001), "report_pages"),
    }.values(),
)
def test_what_is_no_report_is_refused_in_words(content, code):
    with pytest.raises(Refused) as refused:
        read_report(content)
    assert refused.value.code == code


def test_a_pdf_with_a_password_is_refused():
    writer = PdfWriter(clone_from=io.BytesIO(pdf((SENTENCE,))))
    writer.encrypt("khoa", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="report_encrypted"):
        read_report(out.getvalue())


def test_a_report_that_is_too_large_is_refused():
    with pytest.raises(Refused, match="file_too_large"):
        read_report(b"a" * (FILE_BYTES + 1))
    with pytest.raises(Refused, match="report_too_long"):
        read_report(b"a a a a a\n" * 450_000)


@pytest.mark.soak
def test_a_bomb_ends_its_reader_only():
    with pytest.raises(Refused, match="report_too_heavy"):
        read_report(bomb())
    assert texts(docx(SENTENCE)) == [SENTENCE]


def test_a_document_reads_no_other_file():
    assert texts(entities()) == ["A"]  # nothing is put in for the name


def test_the_command_tells_what_is_wrong(tmp_path, capsys):
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(docx(SENTENCE))
    assert main(["check-report", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (one,) = told["findings"]
    assert told["claims"] == 2 and one["data"] is None
    assert [one[key] for key in ("kind", "certainty", "sentence", "printed", "expected")] == [
        "percent",
        "certain",
        SENTENCE,
        "77,73%",
        "77,78%",
    ]
    path.write_bytes(docx("Có 7/9 tiêu chí, chiếm 77,78%."))
    assert main(["check-report", str(path), "--lang", "en"]) == 0
    path.write_text("Có 5 xã. " * 10_001)
    assert main(["check-report", str(path)]) == 2
    assert (
        finding("report_too_many_claims", Place(path.name), limit=grouped(10_000)).message("vi")
        in capsys.readouterr().err
    )
    path.write_bytes(b"\x89PNG\r\n" + b" " * 100)
    assert main(["check-report", str(path)]) == 2
    assert "PNG" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_is_flagged_in_the_own_report(language, tmp_path, capsys):
    path = tmp_path / "own.docx"
    assert main(["export", str(path), "--lang", language]) == 0
    assert main(["check-report", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["claims"] > 50


def test_the_report_comes_back_with_comments_at_the_words(tmp_path, capsys):
    document = Document()
    document.add_paragraph("Đoạn đầu.")
    paragraph = document.add_paragraph("Có 07/9 tiêu chí ")
    paragraph.add_run("chưa đạt").bold = True
    paragraph.add_run(", chiếm tỷ lệ 77,73%. Họp ngày 30/02/2024.")
    path, out = tmp_path / "bao-cao.docx", tmp_path / "ghi-chu.docx"
    path.write_bytes(saved(document))
    assert main(["check-report", str(path), "--marked", str(out)]) == 1
    marked = Document(str(out))
    said = [comment.text for comment in marked.comments]
    assert len(said) == 2 and "77,78%" in said[0] and "30/02/2024" not in said[0]
    own = marked.paragraphs[1]
    assert own.text == paragraph.text and own.runs[1].bold and [run.text for run in own.runs][3] == "77,73%"
    assert own._p.xpath("count(./w:commentRangeStart)") == 2
    text = tmp_path / "bao-cao.txt"
    text.write_text(SENTENCE, encoding="utf-8")
    assert main(["check-report", str(text), "--marked", str(out)]) == 2
    assert "bao-cao.txt" in capsys.readouterr().err
