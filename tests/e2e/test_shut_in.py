"""A morning in which each program has the system calls that its unit lets
through, and no other: one more, and it is killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import shut_in
import units
from daemon import DISPLAY, HAOD, Process
from glass import until
from secure import SecureHaod
from terminal import Terminal
from test_power import COUNTER, KIOSK, Talk

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root"),
    pytest.mark.skipif(b"__asan_init" in HAOD.read_bytes(),
                       reason="the sanitizer has calls of its own"),
]


class Cell:
    """A folder of the user's, and how to be shut in by each unit."""

    def __init__(self, folder):
        self.folder = folder
        self.give(folder)

    def give(self, *paths):
        for path in paths:
            shutil.chown(path, shut_in.USER)

    def wrap(self, unit):
        rules = self.folder / unit
        if not rules.exists():
            rules.write_text(shut_in.rules_of(units.Unit(unit)))
        return [sys.executable, shut_in.__file__, rules]


@pytest.fixture
def cell():
    folder = Path(tempfile.mkdtemp(prefix="hao-cell-"))
    yield Cell(folder)
    shutil.rmtree(folder)


@pytest.fixture
def haod(cell):
    """Behind TLS, too."""
    one = SecureHaod(cell.folder, wrap=cell.wrap("haod.service"))
    cell.give(one.conf, one.cert, one.key)
    one.start()
    yield one
    assert one.stop() == 0, one.said.all


@pytest.mark.parametrize("unit", units.ALL)
def test_a_call_that_is_forbidden_kills(cell, unit):
    done = subprocess.run([*cell.wrap(unit), "/usr/bin/unshare", "--net",
                           "/bin/true"], capture_output=True)
    assert shut_in.killed(done.returncode), done
    done = subprocess.run([*cell.wrap(unit), "/bin/true"])
    assert done.returncode == 0


def test_what_was_written_is_not_run(cell):
    done = subprocess.run(
        [*cell.wrap("haod.service"), sys.executable, "-S", "-c",
         "import mmap; mmap.mmap(-1, 4096, prot=6); print('made')"],
        capture_output=True)
    assert shut_in.killed(done.returncode) and done.stdout == b"", done


def test_haods_morning(haod):
    """Tickets and secrets by TLS, two reloads, a power cut."""
    with haod.secure("desk") as desk:
        # Argon2id has a thread and 19 MiB for that.
        assert desk("AUTH", "nobody", "some secret").word == "WRONGPASS"
        ticket = desk.json("TICKET", "ISSUE", "A", "RID", "r1")
        for i in range(2, 6):
            desk("TICKET", "ISSUE", "A", "RID", f"r{i}")
        assert desk.json("COUNTER", "OPEN", "1", "CLERK", "7")["clerk"] == "7"
        assert desk.json("COUNTER", "NEXT", "1", "RID", "n1")[
            "number"] == ticket["number"]
        desk("COUNTER", "START", "1", ticket["id"])
        desk("COUNTER", "FINISH", "1", ticket["id"])
        other = desk.json("COUNTER", "NEXT", "1", "RID", "n2")
        desk("COUNTER", "MISSED", "1", other["id"])
        assert desk("HALL", "RELOAD") == "OK"
        assert "hao_clients" in desk("HALL", "METRICS")
    os.kill(haod.pid, signal.SIGHUP)
    assert haod.said.wait("is in force")
    haod.restart(kill=True)
    with haod.wire() as wire:
        assert wire.json("TICKET", "GET", ticket["id"])["state"] == "served"
        # The ticks look at the disk and at the kernel's clock.
        began = int(wire("TIME")[0])
        assert until(lambda: int(wire("TIME")[0]) > began + 1)


def test_the_programs_morning(cell, haod):
    """A kiosk, a counter and a screen, as text, by TLS."""
    at = ["-s", f"127.0.0.1:{haod.secure_port}", "--pin", haod.pin]
    screen = Process([*cell.wrap("hao-display.service"), DISPLAY, "--text",
                      "-l", "en", "-n", "screen", *at])
    counter = Talk([*cell.wrap("hao-counter@.service"), COUNTER, "--text",
                    "-w", "1", "-k", "7", "-l", "en", "-n", "desk", *at])
    kiosk = Talk([*cell.wrap("hao-kiosk.service"), KIOSK, "--text", "-l",
                  "en", "-n", "kiosk", "--keep", cell.folder / "keep", *at])
    programs = [screen, counter, kiosk]
    try:
        assert screen.err.wait("calls:main: "), screen.err.all
        kiosk.type("1")
        assert kiosk.out.wait("A001"), kiosk.err.all
        counter.type("n")
        assert counter.out.wait("A001"), counter.err.all
        assert screen.out.wait("A001"), screen.err.all
        haod.restart(kill=True)
        assert kiosk.err.wait("Tickets can be taken again"), kiosk.err.all
        kiosk.type("1")
        assert kiosk.out.wait("A002"), kiosk.err.all
    finally:
        ended = [one.end() for one in programs]
        for one in (counter, kiosk):
            one.child.stdin.close()
    assert not any(shut_in.killed(status) for status in ended), ended


def test_a_keypad_of_usb_is_looked_for(cell, haod):
    """The page is there, and says that the keypad is not."""
    page = Terminal(cell.folder, [
        *cell.wrap("hao-counter@.service"), COUNTER, "-s",
        f"127.0.0.1:{haod.port}", "-w", "1", "-k", "101", "-l", "en",
        "--keypad", "usb:dead:beef"])
    try:
        page.wait(r"there is no keypad")
        page.wait(r"Clerk 101 +open")
    finally:
        page.close()
