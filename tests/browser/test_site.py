"""`docs/hosting.md` followed on loopback: nginx, two processes, PostgreSQL; what viewers see when a process ends."""

import io
from contextlib import ExitStack
from http.client import HTTPException
from threading import Event, Thread
from urllib.parse import urlsplit

import psutil
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from websockets.exceptions import WebSocketException

from bench.serve import ROOT
from bench.viewers import visit
from tests.browser.conftest import new_context
from tests.browser.reader import Reader, say
from tests.browser.test_sign_in import signs_in
from tests.intruder import ask, visiting
from tests.provider import providing
from tests.site import INSTALLATION, NAME, PORTS, Machine, commands
from tests.store.postgres import Server
from tests.waiting import LIMIT

pytestmark = [pytest.mark.postgres, pytest.mark.site]
DEEP = "/schools?lang=en&level=primary"


@pytest.fixture
def machine(tmp_path):
    """A machine on which the document was followed to its end; `invited` is what its last command printed."""
    database = Server()
    database.start()
    machine = Machine(tmp_path / "machine", database)
    try:
        machine.invited = machine.types(*commands(INSTALLATION))
        yield machine
    finally:
        machine.ends()
        database.remove()


@pytest.fixture
def at_each(machine, browser):
    """A reader at each of the two processes, by its name: nginx leads a browser by what it keeps."""
    led = {}
    for number in map(str, range(50)):
        before = {name: sessions(machine, name) for name in PORTS}
        with visiting(machine.site, cookie=f"bs_node={number}"):
            led.setdefault(next(name for name in before if sessions(machine, name) > before[name]), number)
        if len(led) == len(PORTS):
            break
    assert len(led) == len(PORTS), "all readers are led to one process"
    contexts = {name: new_context(browser, ignore_https_errors=True) for name in PORTS}
    for name, context in contexts.items():
        context.add_cookies([{"name": "bs_node", "value": led[name], "url": machine.site}])
    yield {name: Reader(context.new_page()).opens(machine.site) for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


def sessions(machine, name):
    """How many readers a process has at the moment, as it counts them for its own machine."""
    told = ask(f"http://127.0.0.1:{machine.ports[name]}", "/_stcore/metrics").body.decode()
    return next(int(line.split()[-1]) for line in told.splitlines() if line.startswith("active_sessions "))


def goes_on(reader):
    """Wait until the page has a server again, whichever."""
    reader.page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]')?.dataset.testConnectionState === 'CONNECTED'"
    )
    return reader.waits()


def test_a_site_from_the_document_alone(machine, at_each):
    one_name_and_one_process_a_reader(machine)
    published = "Hoàn thành 9/9 tiêu chí (bản mới)"
    publishes(machine, at_each["8501"], published)
    asked = (machine.folder / "run" / "access.log").read_text("utf-8")
    assert "/upload" in asked and "/open/" not in asked, "the secret of a link stands in a log"
    reader = at_each["8502"].goes("/documents")
    expect(reader.page.get_by_text(published).first).to_be_visible()

    for each in at_each.values():
        each.opens(machine.site + DEEP)
    ends_under_load(machine, "8501", at_each["8501"])
    machine.types(*commands("Backup"))
    with providing(machine.folder / "run" / "provider.log") as provider:
        configures(machine, provider)
        with ExitStack() as noticed:
            for each in at_each.values():
                noticed.enter_context(each.page.expect_websocket())
            machine.types(*commands("Upgrade"))  # which starts what is not up, too
        for each in at_each.values():
            shows_the_same_again(machine, each)
        signs_in_at_either(machine, at_each)

    machine.types("sudo systemctl stop town@8501 town@8502", "sudo -u postgres dropdb town")
    reader = at_each["8502"]
    reader.page.goto(f"{machine.site}/documents")  # it says that the dashboard is away, and comes by itself
    machine.types(*commands("Restore"))
    expect(reader.waits().page.get_by_text(published).first).to_be_visible()


def one_name_and_one_process_a_reader(machine):
    plain = ask(f"http://{NAME}:{machine.ports['80']}", "/urban?lang=en")
    assert (plain.status, plain.headers["location"]) == (301, f"https://{NAME}/urban?lang=en")
    assert ask(machine.site, "/urban", host="192.0.2.1").headers["location"] == f"https://{NAME}/urban"
    ready = ask(machine.site, "/ready")
    assert ready.status == 200 and "max-age" in ready.headers["strict-transport-security"]
    assert {"Secure", "HttpOnly"} <= {part.strip() for part in ready.headers["set-cookie"].split(";")}
    assert ask(machine.site, "/_stcore/metrics").status == 404, "what the server counts is for its own machine"


def publishes(machine, reader, text):
    """Open the analyst's link that the document's last command printed, and publish a workbook with a changed task."""
    token = urlsplit(machine.invited[machine.invited.index("https://") :].split()[0]).path
    reader.page.goto(machine.site + token)
    reader.page.get_by_role("button", name=say("door.open"), exact=True).click()
    reader.waits().opens(f"{machine.site}/upload")
    workbook, content = load_workbook(ROOT / "data" / "hoat-dong.xlsx"), io.BytesIO()
    workbook["Nhiệm vụ"]["C2"] = text
    workbook.save(content)
    file = {"name": "hoat-dong.xlsx", "mimeType": "x/y", "buffer": content.getvalue()}
    reader.page.set_input_files("input[type=file]", file)
    reader.page.get_by_label(say("upload.note_label")).fill("Quyết định mới")
    reader.page.get_by_label(say("upload.author")).fill("Nguyễn Thị An")
    reader.page.get_by_text(say("upload.confirm")).click()
    reader.page.get_by_role("button", name=say("upload.button"), exact=True).click()
    reader.page.get_by_text(say("upload.published", number=2)).first.wait_for()


def configures(machine, provider):
    """Signing in, with the lines that the document shows and this provider's address."""
    lines = "\n".join(commands("Signing in with an account")).replace("https://…", provider.address)
    lines = lines.replace("https://town.example", machine.site).replace("…", "of the tests, and long enough")
    with (machine.folder / "srv" / "town" / ".streamlit" / "secrets.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{lines}\n")
    machine.environment["NO_PROXY"] = "127.0.0.1"  # for the processes, which ask the provider


def signs_in_at_either(machine, at_each):
    """One process takes the browser to the provider and back; the other knows who it is, and that they signed out."""
    wanted, reader = f"{machine.site}/upload?lang=en", at_each["8502"]
    signs_in(reader, wanted, "an", "en")
    expect(reader.waits().page.get_by_text("an@town.example").first).to_be_visible()
    assert reader.page.url == wanted
    led = [cookie for cookie in at_each["8501"].page.context.cookies() if cookie["name"] == "bs_node"]
    reader.page.context.add_cookies(led)
    before = sessions(machine, "8501")
    reader.opens(wanted)
    assert sessions(machine, "8501") > before
    expect(reader.page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()
    reader.page.get_by_role("button", name=say("sign_in.out", "en")).click()
    reader.page.get_by_role("button", name="End session").click()
    reader.page.wait_for_url(wanted)
    expect(reader.waits().page.get_by_text(say("sign_in.button", "en"), exact=True)).to_be_visible()


def ends_under_load(machine, name, reader):
    """Kill a process while others use it: its reader is taken to the other one and sees the same view again."""
    process, address, begun = machine.process(name), f"http://127.0.0.1:{machine.ports[name]}", Event()

    def use():
        while True:
            try:
                visit(address, [process], 10, {})
            except (OSError, HTTPException, WebSocketException, psutil.Error):  # killed in the midst of anything
                return
            begun.set()

    others = Thread(target=use)
    others.start()
    assert begun.wait(LIMIT)
    with reader.page.expect_websocket():  # until it knows of the end, the page takes itself for connected
        process.kill()
    others.join()
    shows_the_same_again(machine, reader)


def shows_the_same_again(machine, reader):
    goes_on(reader)
    assert reader.page.url == machine.site + DEEP and reader.title() == say("page.schools", "en")
    reader.goes("/urban?lang=en")
    expect(reader.page.get_by_text("55/63").first).to_be_visible()
    reader.goes(DEEP)
