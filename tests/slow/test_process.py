"""The processes that read files: bounded, replaced, never left over; what a file does to one stays there."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, time, timedelta
from time import sleep

import psutil
import pytest

from bs_metrics.contract.bounds import Refused
from bs_metrics.readers import process
from bs_metrics.readers.facts import SheetRead
from bs_metrics.readers.formats import messages
from bs_metrics.readers.process import Readers
from bs_metrics.readers.read import read_sheets
from bs_metrics.readers.wire import messages_of, unpacked
from tests.conftest import ROOT
from tests.hazards import HOSTILE, cell
from tests.other_formats import TABLE, sheet_xml, xls, xlsx

SMALL = xls()
LARGE = xlsx(sheet_xml("".join(cell(f"A{row}") for row in range(1, 100_000))))
END = 60  # seconds after which a process will never end


@pytest.fixture(params=["", "yes"], ids=["with the limits of the system", "by its parent's watch alone"])
def readers(request, monkeypatch):
    monkeypatch.setenv("BS_READER_PORTABLE", request.param)
    with closing(Readers(2)) as some:
        yield some


def pid(readers):
    with readers.reader() as reader:
        return reader.pid


def test_a_reader_reads_one_small_file_after_another(readers):
    first = pid(readers)
    for _ in range(3):
        assert read_sheets(SMALL, "a.xls", readers)[0][0].rows == TABLE
    assert pid(readers) == first


@pytest.mark.parametrize("name", ["one text in 100,000 cells", "far corners in records"])
def test_a_file_that_takes_too_much_memory_is_refused_and_its_reader_replaced(readers, name):
    first = pid(readers)
    sheets, findings = read_sheets(HOSTILE[name][0](), "a", readers)
    assert not sheets and [one.code for one in findings] == ["too_heavy"]
    assert "500" in findings[0].message("vi")
    assert read_sheets(SMALL, "a.xls", readers)[0][0].rows == TABLE
    assert pid(readers) != first and not psutil.pid_exists(first)


def test_a_file_that_takes_too_long_is_refused(readers, monkeypatch):
    monkeypatch.setattr(process, "READER_SECONDS", 0)
    assert [one.code for one in read_sheets(LARGE, "a", readers)[1]] == ["too_heavy"]


def test_a_reader_that_breaks_down_is_told_and_replaced(readers):
    with pytest.raises(Refused, match="reader_ended"), readers.reader() as reader:
        for _ in reader.run(messages, LARGE, "a"):
            os.kill(reader.pid, signal.SIGSEGV)
    assert read_sheets(SMALL, "a.xls", readers)[0][0].rows == TABLE


def test_a_reader_that_ended_while_it_was_idle_costs_no_file(readers):
    ended = psutil.Process(pid(readers))
    ended.kill()
    while ended.is_running() and ended.status() != psutil.STATUS_ZOMBIE:
        sleep(0.01)
    assert read_sheets(SMALL, "a.xls", readers)[0][0].rows == TABLE


def test_a_reader_is_replaced_after_a_heavy_file(readers):
    with readers.reader() as reader:
        first = reader.pid
        assert [*reader.run(messages, HOSTILE["a million rows"][0](), "a")]
    assert pid(readers) != first


def test_files_that_come_at_once_wait_in_line(readers):
    seen = set()

    def read(_):
        with readers.reader() as reader:
            seen.add(reader.pid)
            return sum(unpacked(message)[0] == "rows" for message in reader.run(messages, SMALL, "a.xls"))

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(read, range(40))) == [1] * 40
    assert len(seen) <= 2


def test_a_reader_has_no_port_and_leaves_nothing_behind(readers):
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        port.listen()
        seen = psutil.Process(pid(readers))
        assert read_sheets(SMALL, "a.xls", readers)[0]
        assert seen.net_connections() == []
    readers.close()
    assert not psutil.pid_exists(seen.pid)


@pytest.mark.parametrize("portable", ["", "yes"])
def test_readers_end_with_the_process_that_started_them(portable):
    started = (
        "import os, signal\nfrom bs_metrics.readers.process import SHARED\n"
        "with SHARED.reader() as reader: print(reader.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"BS_READER_PORTABLE": portable}
    command = [sys.executable, "-c", started]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    try:
        psutil.Process(int(done.stdout)).wait(END)
    except psutil.NoSuchProcess:
        pass
    assert not psutil.pid_exists(int(done.stdout)) or psutil.Process(int(done.stdout)).status() == "zombie"


def test_every_kind_of_value_comes_through():
    values = ["Mã\ud800", 1, 1.5, float("inf"), True, "", date(2024, 8, 1), time(7, 30), timedelta(days=2, seconds=5)]
    values += [datetime(2024, 8, 1, 7, 30, 0, 5), 10**300]
    sheet = SheetRead("Trang", [values], merged=[(0, 0, 1, 1)], hidden_rows={3})
    sheet.format(0, 6, "d-mmm")
    told, rows = map(unpacked, messages_of(sheet))
    assert rows == ["rows", [values]] and [type(value) for value in rows[1][0]] == [type(value) for value in values]
    assert told[1:4] == ["Trang", [[0, 0, 1, 1]], [3]] and told[7:9] == [["", "d-mmm"], [[6, [1]]]]
