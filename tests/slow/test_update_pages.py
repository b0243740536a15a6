"""The pages of an analyst: what is uploaded is understood, shown, published, taken back; a viewer only reads."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
import streamlit as st

from bs_metrics.__main__ import main
from bs_metrics.access.limits import EVERYTHING
from bs_metrics.contract.tables import Tables
from bs_metrics.figures.style import Palette
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_folder
from bs_metrics.numbers import format_time
from bs_metrics.snapshots.records import StoredFile
from bs_metrics.snapshots.submissions import Taken
from bs_metrics.views.changes import ChangeLine
from bs_metrics.words import LANGUAGES, words
from tests.conftest import at_address, shown
from tests.corpus.files import book
from tests.other_formats import xlsb, xlsb_row
from tests.spreadsheets import edited
from ui.addresses import ADDRESSES, SECTIONS
from ui.page import CurrentView
from ui.server import roles

TAKEN = Taken("{}", ("schools",), shape="shape")
PALETTE = Palette(*["gray"] * 7)
MATRIX = [
    ["UBND HUYỆN"],
    ["Kết quả xã nông thôn mới nâng cao"],
    [],
    ["STT", "Tên xã", "Kết quả"],
    [1, "Bình Dương", "Đạt"],
    [2, "Bình Trị", "Đạt"],
]


def saved(rows, **more):
    return book({"Sheet": rows} | more)


@pytest.fixture
def upload(app, analyst):
    """The upload page with a file on it: `upload(content, name, lang)`."""

    def made(content, name="ket-qua.xlsx", lang="vi"):
        at = app("upload", lang)
        at.file_uploader[0].set_value((name, content, "application/octet-stream"))
        return at.run()

    return made


def publish(at, note="số mới", author="An", confirmed=True, lang="vi"):
    at.text_input(key="note").set_value(note)
    at.text_input(key="author").set_value(author)
    at.checkbox(key="confirmed").set_value(confirmed)
    return button(at, words("upload.button", lang)).click().run()


def button(at, label):
    return next(each for each in at.button if each.label == label)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in SECTIONS["update"] if EVERYTHING.shows(name)])
def test_a_page_of_the_section_opens_for_a_viewer_in_both_languages(app, name, language):
    page = app(ADDRESSES.get(name, name), language)
    assert not page.exception and words(f"page.{name}", language) in shown(page)
    assert not page.file_uploader and not page.main.button
    assert (words("role.read_only", language) in shown(page)) == (name in ("upload", "submissions", "report_check"))


def test_a_file_is_understood_compared_published_and_found_in_the_history(upload, store):
    content = edited()
    at = upload(content, lang="en")
    assert not at.exception and "55/63 → 57/63" in shown(at)
    publish(at, lang="en")
    record = store.record(store.head())
    assert (record.number, record.author, record.note, record.origin) == (2, "An", "số mới", "upload")
    assert store.file(record.id) == StoredFile("ket-qua.xlsx", content)
    assert words("upload.published", "en", number=2) in shown(at)
    assert f"(overview?lang=en&snapshot={record.id})" in shown(at)
    history = at_address(at, "history").run()
    assert not history.exception and "57/63" in shown(history) and "số mới" in shown(history)
    overview = at_address(at, "overview").run()
    assert "57/63" in shown(overview)


def test_nothing_is_published_without_note_name_and_confirmation(upload, store):
    at = upload(edited())
    for missing, key in (({"note": " "}, "note_label"), ({"author": ""}, "author"), ({"confirmed": False}, "confirm")):
        said = words("upload.need", "vi", fields=f"«{words(f'upload.{key}', 'vi')}»")
        assert said in shown(publish(at, **missing)) and len(store.history()) == 1, missing


def test_what_was_not_looked_at_in_the_file_is_confirmed_with_the_changes(upload):
    rows = [["Tên trường", "Cấp học", "Xã"], ["Trường mới", "mầm non", "Bình An"]]
    unseen = xlsb(b"".join(xlsb_row(number, dict(enumerate(row))) for number, row in enumerate(rows)))
    for content, name, key in ((unseen, "a.xlsb", "upload.confirm_unseen"), (edited(), "a.xlsx", "upload.confirm")):
        assert upload(content, name).checkbox(key="confirmed").label == words(key, "vi")


def test_an_unchanged_file_changes_nothing_and_cannot_be_published(upload):
    at = upload((DEFAULT_FOLDER / "ket-qua.xlsx").read_bytes())
    assert words("upload.nothing", "vi") in shown(at)
    assert words("upload.button", "vi") not in [each.label for each in at.button]


def test_what_was_left_out_is_said_right_before_that_nothing_changes(upload):
    rows = [["Kết quả xã nông thôn mới nâng cao"], [], ["Tên xã", "Cây xanh"], ["Bình An", "Đạt"], ["Bình Trị", "x"]]
    for language in LANGUAGES:
        text = shown(upload(saved(rows), "xa.xlsx", language))
        at = text.rindex("Cây xanh")
        assert text.index(words("upload.changes", language)) < at < text.index(words("upload.nothing", language))


def test_what_was_published_is_taken_back_by_one_click(upload, store, shipped):
    at = publish(upload(edited()), author="Nguyễn An")
    button(at, words("upload.undo", "vi")).click().run()
    assert store.record(store.head()).author == "Nguyễn An", "who published is also who takes it back"
    assert [record.origin for record in store.history()] == ["restore", "upload", "folder"]
    assert store.snapshot(store.head()).ratios["urban_iv.standards"].headline.met == 55
    assert words("upload.undone", "vi", number=3, restored=1) in shown(at)


def test_when_someone_was_quicker_nothing_is_written_and_the_new_difference_is_shown(upload, store):
    at = upload(edited())
    first = store.head()
    other = store.snapshot(first).tables
    store.publish(other, expected=first, author="Bình", note="trước")
    publish(at)
    assert len(store.history()) == 2
    assert words("upload.moved", "vi", number=2) in shown(at) and "55/63 → 57/63" in shown(at)
    assert (at.text_input(key="note").value, at.text_input(key="author").value) == ("số mới", "An")
    assert not at.checkbox(key="confirmed").value, "what is new is confirmed anew"
    publish(at)
    assert store.record(store.head()).number == 3


def test_a_table_with_an_error_is_held_back_and_its_cell_is_named(upload, store):
    at = upload(saved([*MATRIX, [3, "Bình Minh", "OK"]]))
    told = shown(at)
    asked = next(box.label for box in at.selectbox if "«OK»" in box.label)
    assert "C7" in asked and words("upload.concluded", "vi", errors=0, questions=1, warnings=0) in told
    assert words("upload.button", "vi") not in [each.label for each in at.button]


def code_of(name):
    units = read_folder()["units"]
    return units.loc[units["name"] == name, "code"].item()


def test_the_columns_can_be_chosen_from_a_list(upload):
    at = upload(saved([["Xã", "Cột lạ"], ["Bình Dương", "Đạt"], ["Bình Trị", "Đạt"]]), "la.xlsx")
    at.session_state["correct_1"] = True  # the expander of the first file
    at.run()
    choose(at, "Sheet", "results")
    lists = [box for box in at.selectbox if "Cột lạ" in box.label]  # of columns, and of the criteria it may be
    column = next(box for box in lists if "Kết quả" in box.options)
    assert column.value == ""
    column.set_value("result").run()
    assert not at.exception and "Cột lạ → Kết quả" in shown(at)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", b"\x00" * 5000])
def test_a_file_that_is_no_workbook_is_refused_in_words_and_the_store_is_untouched(upload, store, content):
    at = upload(content, "tep.xlsx")
    assert not at.exception and not at.multiselect and words("upload.findings", "vi") in shown(at)
    assert len(store.history()) == 1


def test_a_link_pins_a_snapshot_and_every_page_says_so(upload, app, store):
    publish(upload(edited()))
    first = store.history()[-1].id
    for name in ("overview", "urban", "history"):
        page = app(name, snapshot=first)
        assert words("pinned.title", "vi", number=1) in shown(page) and "55/63" in shown(page)
    assert words("upload.pinned", "vi") in shown(app("upload", snapshot=first))
    told = shown(app("overview", snapshot="feedfacecafe"))
    assert "feedfacecafe" in told and "57/63" in told, "one that is not there is said, and the current one shown"


@pytest.mark.parametrize(("zone", "told"), [("Asia/Ho_Chi_Minh", "1 Aug 2024 01:05"), ("UTC", "31 Jul 2024 18:05")])
def test_a_time_is_told_by_the_reader_s_own_clock(monkeypatch, shipped, zone, told):
    monkeypatch.setattr(st.context.__class__, "timezone", zone)
    page = CurrentView("en", shipped, PALETTE)
    assert page.moment(datetime(2024, 7, 31, 18, 5, tzinfo=UTC)) == told


@pytest.mark.parametrize("zone", [None, "", "No/Such", "../etc", "America", "x" * 500, "a\0b"])
def test_a_zone_that_is_not_known_leaves_the_clock_of_the_server(monkeypatch, shipped, zone):
    moment = datetime(2024, 7, 31, 18, 5, tzinfo=UTC)
    monkeypatch.setattr(st.context.__class__, "timezone", zone)
    assert CurrentView("vi", shipped, PALETTE).moment(moment) == format_time(moment.astimezone(), "vi")


def test_a_statement_keeps_its_colour_in_a_correction(upload, monkeypatch):
    said = ChangeLine("Xã", "có văn bản", "reached", "")
    monkeypatch.setattr("ui.differences.statement_lines", lambda *_: [said])
    assert ":primary[**có văn bản**]" in shown(upload(edited()))


def test_a_trend_appears_with_the_second_as_of_date(upload, app, store):
    at = upload(edited())
    told = "55/63 → 57/63"
    assert told in shown(at) and f":primary[**{told}" not in shown(at), "a correction has not the colour of progress"
    later = date(2024, 12, 31)
    at.date_input(key="new_as_of").set_value(later).run()
    assert f":primary[**{told}" not in shown(at), "neither has one of the same day that is published later"
    at = upload(edited(day=later))
    at.date_input(key="new_as_of").set_value(later).run()
    assert f":primary[**{told}" in shown(at)
    publish(at)
    assert store.record(store.head()).as_of == date(2024, 12, 31)
    history = at_address(at, "history").run()
    assert not history.exception and len(history.get("plotly_chart")) == 2
    assert words("history.trend_one", "vi") not in shown(history)
    before, after = store.history()[-1].id, store.history()[0].id
    sparks = {id: _sparks(app("overview", snapshot=id)) for id in (before, after)}
    assert sparks == {before: 0, after: 2}, (
        "a pinned snapshot knows nothing of later ones, a figure carried on is no second one"
    )


def _sparks(overview):
    return shown(overview).count('class="bs-spark"')


def test_a_changed_default_is_offered_after_an_analyst_s_work_and_never_forced(upload, app, store, folder):
    at = publish(upload(edited()))
    (folder / "ket-qua.xlsx").write_bytes(edited("district.indicators", 24))
    overview = at_address(at, "overview").run()
    assert "57/63" in shown(overview) and len(store.history()) == 2
    page = at_address(at, "upload").run()
    assert words("folder.offered", "vi") in shown(page)
    button(page, words("folder.import", "vi")).click().run()
    assert [record.origin for record in store.history()] == ["folder", "upload", "folder"]
    assert store.snapshot(store.head()).ratios["district.indicators"].headline.met == 24


def test_without_a_store_the_pages_read_the_workbooks_and_say_so(app, analyst, monkeypatch, tmp_path):
    monkeypatch.setenv("BS_STORE_URL", f"sqlite:///{tmp_path / 'no such folder' / 'store.sqlite'}")
    overview, page, history = app("overview"), app("upload"), app("history")
    assert "55/63" in shown(overview) and words("upload.nowhere", "vi") in shown(page)
    assert words("history.closed", "vi") in shown(history)
    assert not (overview.exception or page.exception or history.exception)


def test_a_broken_default_is_shown_with_its_cell_and_is_no_snapshot(app, folder, store):
    shutil.copy(folder / "ket-qua.xlsx", folder / "kep.xlsx")
    told = shown(app("schools"))
    assert words("trouble.title", "vi") in told and store.head() is None


HERE = {"Host": "127.0.0.1:8501"}
NOT_HERE = ("evil.example:8501", "127.0.0.1.evil.example:8501", "localhost@evil.example", "127.0.0.1:x")
PASSED_ON = [
    *(("X-Forwarded-For", "10.0.0.1"), ("x-forwarded-host", "bs.example"), ("Via", "1.1 proxy"), ("CF-Ray", "x")),
    *(("X-Envoy-External-Address", "10.0.0.1"), ("Fly-Client-IP", "10.0.0.1")),
    *(("Origin", "https://bs.example"), ("Origin", "null")),
]


@pytest.mark.parametrize(
    ("local", "address", "headers", "allowed"),
    [
        ("1", "127.0.0.1", HERE, True),
        ("1", "127.0.0.1", {"Host": "localhost:8501"}, True),
        ("1", "::1", {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}, True),
        ("1", "127.0.0.1", {"Host": "127.0.0.1", "Origin": "http://127.0.0.1"}, True),
        ("", "127.0.0.1", HERE, False),
        *(("1", address, HERE, False) for address in ("0.0.0.0", None)),
        ("1", "::", {"Host": "[::1]:8501"}, False),
        *(("1", "127.0.0.1", {"Host": host}, False) for host in NOT_HERE),
        *(("1", "127.0.0.1", HERE | {name: value}, False) for name, value in PASSED_ON),
        ("1", "127.0.0.1", {}, False),
    ],
)
def test_only_the_user_of_a_server_for_this_machine_may_publish(monkeypatch, local, address, headers, allowed):
    monkeypatch.setenv("BS_LOCAL", local)
    monkeypatch.setattr(st, "get_option", {"server.address": address}.get)
    monkeypatch.setattr(type(st.context), "headers", headers)
    assert roles.may_publish() is allowed
    # Another ASGI server need not listen where the setting says: then readers come from elsewhere.
    monkeypatch.setattr(type(st.context), "ip_address", "192.0.2.7")
    assert roles.may_publish() is False


def test_what_writes_asks_again_whatever_the_page_showed(app, store, shipped, monkeypatch):
    from ui.update import publishing

    app("schools")
    monkeypatch.setattr(st, "session_state", {"note": "x", "author": "An", "confirmed": True})
    for write in (
        lambda: publishing.publish_and_tell(shipped.tables, None, StoredFile("a.xlsx", b"a"), TAKEN),
        lambda: publishing.restore_and_tell(store.record(store.head()), None, "x"),
        lambda: publishing.publish_default_and_tell(None, "x"),
    ):
        write()
        assert st.session_state.pop("sentence") == ("upload.forbidden", {})
    assert len(store.history()) == 1


def choose(at, part, value):
    """Answer the last list whose label holds a text: a question above may name the same columns."""
    return [box for box in at.selectbox if part in box.label][-1].set_value(value).run()


ODD = [["UBND"], [], ["Nơi", "Chấm"], ["Bình Dương", "Đạt"], ["Bình Chương", "Đạt"]]


def mapped(upload, rows=ODD, name="la.xlsx"):
    """A file in which nothing is recognised, with its table and columns chosen."""
    at = upload(saved(rows), name)
    at.session_state[f"correct_{at.session_state['upload'].round}"] = True
    at.run()
    choose(at, "là bảng", "results")
    at.number_input[0].set_value(3).run()
    choose(at, "Nơi", "unit")
    choose(at, "Chấm", "result")
    return choose(at, words("upload.set", "vi"), "commune_advanced")


def test_a_table_chosen_by_hand_is_remembered_for_the_next_file_of_the_shape_and_for_no_other(upload, store):
    publish(mapped(upload))
    assert len(store.history()) == 2
    again = upload(saved([*ODD, ["Bình Minh", "Đạt"]]), "la-2.xlsx")
    assert words("upload.remembered", "vi") in shown(again) and again.multiselect
    again.session_state[f"correct_{again.session_state['upload'].round}"] = True
    button(again.run(), words("upload.forget", "vi")).click().run()
    for _ in range(2):  # what was remembered wrongly is dropped for good
        assert words("upload.remembered", "vi") not in shown(again) and not again.multiselect
        again.run()
    other = upload(saved([["UBND"], [], ["Vật tư", "Giá"], ["Xi măng", "cao"], ["Cát", "thấp"]]), "gia.xlsx")
    assert words("upload.remembered", "vi") not in shown(other) and not other.multiselect


def test_the_command_line_reads_a_file_with_the_answers_that_were_published_for_its_shape(
    upload, store, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr("logging.raiseExceptions", False)  # Streamlit's log still has the stream of an earlier test
    file = tmp_path / "la-2.xlsx"
    file.write_bytes(saved([*ODD, ["Bình Minh", "Đạt"]]))

    def told(*options):
        code = main(["check", str(file), "--json", *options])
        said = capsys.readouterr()
        own = "".join(line for line in said.err.splitlines(True) if "ScriptRunContext" not in line)
        return code, [each["table"] for each in json.loads(said.out)["tables"]], own

    before = told()
    publish(mapped(upload))
    assert told("--plain") == before and "results" not in before[1]
    assert told() == (0, ["results"], f"{words('command.recalled', 'vi')}\n")
    assert main(["diff", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["results"]["added"] == 1
    note = ["--note", "x", "--author", "An"]
    assert main(["publish", str(file), *note]) == 0 and words("command.recalled", "vi") in capsys.readouterr().err
    assert len(store.history()) == 3


def test_an_unknown_place_is_asked_and_the_answer_holds_for_the_mended_and_the_next_file(upload, store):
    rows = [*MATRIX, [3, "Bình Thạch", "Đạt"], [4, "Bình Minh", "OK"]]
    at = upload(saved(rows), "nang-cao.xlsx")
    assert not at.multiselect
    next(box for box in at.selectbox if "Bình Thạch" in box.label).set_value(code_of("Bình Thạnh"))
    mended = saved([*rows[:-1], [4, "Bình Minh", "Chưa đạt"]])
    at.file_uploader[0].set_value(("nang-cao.xlsx", mended, "application/octet-stream"))
    assert at.run().multiselect and words("upload.remembered", "vi") in shown(at) and "2/21" in shown(at)
    publish(at)
    assert len(store.history()) == 2
    new = upload(saved([*rows[:-1], [4, "Bình Minh", "Đạt"]]), "nang-cao-2.xlsx")
    assert words("upload.remembered", "vi") in shown(new), "published, it is remembered for other sessions too"


def test_a_word_and_a_name_that_no_list_has_are_answered_on_the_page(upload):
    head = ["Chỉ số", "Số đạt", "Tổng số"]
    at = upload(saved([["Tổng hợp"], [], head, ["Trường tiểu học chuẩn", 21, 22], ["school.preschool", 8, 22]]))
    assert not at.multiselect
    names = next(box for box in at.selectbox if "Trường tiểu học chuẩn" in box.label)
    assert "Trường tiểu học" in names.options[1], "what is close comes first"
    names.set_value("school.primary").run()
    choose(at, "Cơ sở", "theo báo cáo")
    day = next(box for box in at.date_input if "Số liệu đến»" in box.label)
    day.set_value(date(2024, 10, 1)).run()
    assert not at.exception and "20/22 → 21/22" in shown(at)


def test_a_date_that_the_file_states_is_filled_in_and_said(upload, store):
    dated = [*MATRIX[:2], ["(Số liệu đến 30/10/2024)"], *MATRIX[2:], [3, "Bình Minh", "Đạt"]]
    at = upload(saved(dated))
    assert at.date_input(key="new_as_of").value == date(2024, 10, 30)
    assert at.date_input(key="new_as_of").max <= date.today() + timedelta(days=1), "none that is still to come"
    assert "30/10/2024 (trang tính Sheet, hàng 3)" in shown(at)
    at.date_input(key="new_as_of").set_value(None).run()
    assert at.date_input(key="new_as_of").value is None, "it may be cleared"
    earlier = upload(saved([[*row] if row != dated[2] else ["(Số liệu đến 30/6/2024)"] for row in dated]))
    assert earlier.date_input(key="new_as_of").value is None
    assert words("upload.day_earlier", "vi", day="30/6/2024", sheet="Sheet", row=3, date="01/8/2024") in shown(earlier)


def test_note_and_name_outlive_a_change_above_and_another_page(upload):
    at = upload(edited())
    at.text_input(key="note").set_value("quý IV")
    at.text_input(key="author").set_value("An").run()
    at.multiselect[0].set_value([]).run()
    assert words("upload.nothing", "vi") in shown(at)
    at_address(at, "history").run()
    at_address(at, "upload").run()
    at.multiselect[0].set_value(["reported_totals"]).run()
    assert (at.text_input(key="note").value, at.text_input(key="author").value) == ("quý IV", "An")


def test_a_table_whose_error_was_answered_is_taken_with_the_others(upload):
    rows = [["Tên trường", "Cấp học", "Xã", "Kết quả"], ["Trường Mầm non A", "mầm non", "Bình An", "đạt"]]
    at = upload(saved([*MATRIX, [3, "Bình Thạch", "Đạt"]], **{"Trường học": rows}), "hai.xlsx")
    assert at.multiselect[0].value == ["schools"]
    choose(at, "Bình Thạch", code_of("Bình Thạnh"))
    assert set(at.multiselect[0].value) == {"schools", "results"}


def test_findings_are_filtered_by_sheet(upload):
    schools = [["Tên trường", "Cấp học", "Xã", "Cột A"], ["Trường A", "mầm non", "Bình An", "ghi"]]
    at = upload(saved(MATRIX, **{"Trường học": schools}))
    assert "«Cột A»" in shown(at)
    choose(at, words("upload.sheet", "vi"), "Sheet")
    assert "«Cột A»" not in shown(at) and words("upload.note", "vi") in shown(at)


def test_what_is_alike_in_many_cells_is_one_question_or_one_line(upload):
    rows = [["Tên trường", "Cấp học", "Xã", "Kết quả"]]
    rows += [[f"Trường {at}", "mầm non", "Bình An", "tàm tạm"] for at in range(20)]
    at = upload(saved([["x"]], **{"Trường học": rows}))
    (asked,) = [box for box in at.selectbox if "«tàm tạm»" in box.label]
    assert words("finding.cells_of_many", "vi", cells="D2, D3, D4, D5, D6, D7", number="20") in asked.label
    assert "«tàm tạm»" not in shown(at)


def test_what_matters_is_said_first_and_the_button_stands_there(upload):
    heading = ["Chỉ số", "Số đạt", "Tổng số", "Cơ sở", "Số liệu đến"]
    reported = [heading, ["urban_iv.standards", 57, 63, "theo báo cáo", "01/10/2024"]]
    at = upload(saved([["Trang"]], **{"Số báo cáo": reported}))
    texts = [text.value for text in at.markdown]
    concluded = next(
        number
        for number, text in enumerate(texts)
        if words("upload.concluded", "vi", errors=0, questions=0, warnings=0) in text
    )
    assert "55/63 → 57/63" in texts[concluded + 1]
    headers = [header.value for header in at.header]
    order = ("upload.findings", "upload.changes", "upload.understood")
    assert headers == [words(key, "vi") for key in order]


def test_an_early_snapshot_of_a_long_history_is_listed_by_its_number(app, analyst, store, shipped):
    head = store.head()  # the shipped data are number 1
    for number in range(2, 16):
        about = shipped.tables["about"].assign(source=f"lần {number}")
        tables = Tables({**shipped.tables.frames, "about": about}, [])
        head = store.publish(tables, expected=head, author="An", note=f"ghi chú {number}", file=None).id
    at = app("history")
    assert words("history.version", "vi", number=2) not in shown(at)
    at.number_input(key="history_from").set_value(2).run()
    told = [text.value for text in at.markdown]
    assert any(f"**{words('history.version', 'vi', number=2)}**" in text for text in told)
    assert not any(f"**{words('history.version', 'vi', number=3)}**" in text for text in told)
    before = next(box for box in at.selectbox if box.label == words("history.before", "vi"))
    assert any("ghi chú 2" in option for option in before.options), "a snapshot is found by its note"


def test_two_columns_of_which_nobody_knows_the_set_are_asked_on_the_page(upload):
    headings = ("Đạt tiêu chí nông thôn mới", "Đạt tiêu chí nông thôn mới nâng cao")
    at = upload(saved([["DANH SÁCH XÃ"], ["STT", "Tên xã", *headings], [1, "Bình An", "x", "x"]]))
    for heading, code in zip(headings, ("commune_nr", "commune_advanced"), strict=True):
        assert words("upload.button", "vi") not in [each.label for each in at.button]
        (asked,) = [box for box in at.selectbox if f"«{heading}»" in box.label]
        at = asked.set_value(code).run()
    assert not at.exception
    assert words("upload.button", "vi") in [each.label for each in at.button]
