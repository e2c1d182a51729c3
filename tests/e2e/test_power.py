"""After a power cut everything comes up by itself, in whatever order."""

import os
import signal
import subprocess
import time

import pytest

from daemon import BUILD, DISPLAY, Process, pairs
from glass import until

KIOSK = BUILD / "kiosk" / "hao-kiosk"
COUNTER = BUILD / "counter" / "hao-counter"


class Talk(Process):
    """A program of text, and what is typed."""

    def __init__(self, argv):
        super().__init__(argv, stdin=subprocess.PIPE)

    def type(self, line):
        self.child.stdin.write(line.encode() + b"\n")
        self.child.stdin.flush()


class Hall:
    """haod and the programs of a small hall, started one by one."""

    def __init__(self, haod, folder):
        self.haod = haod
        # It has its port from now on, and is away.
        haod.start().kill()
        at = f"127.0.0.1:{haod.port}"
        self.words = {
            "display": [DISPLAY, "--text", "-s", at, "-n", "screen"],
            "counter": [COUNTER, "--text", "-s", at, "-w", "1", "-k", "7",
                        "-n", "desk"],
            "kiosk": [KIOSK, "--text", "-s", at, "-n", "kiosk", "-l", "en",
                      "--keep", folder / "keep"],
        }
        self.running = {}

    def start(self, order):
        for name in order:
            if name == "haod":
                self.haod.start()
            else:
                self.running[name] = Talk(self.words[name])

    def cut(self):
        """Nobody says goodbye."""
        for one in self.running.values():
            one.end(signal.SIGKILL)
            one.child.stdin.close()
        self.running = {}
        if self.haod.up.is_set():
            self.haod.kill()

    def comes_up(self):
        """Each has found haod, and haod has heard the counter."""
        assert self.running["display"].err.wait("^calls:main: counters")
        return until(self.has_the_counter)

    def has_the_counter(self):
        with self.haod.wire() as wire:
            one = wire.json("COUNTER", "STATE", "1")
        return one["state"] == "open" and not one["lapsed"]


@pytest.fixture
def hall(make_haod, tmp_path):
    one = Hall(make_haod(), tmp_path)
    yield one
    one.cut()


@pytest.mark.parametrize("order", [
    ["kiosk", "counter", "display", "haod"],
    ["haod", "display", "counter", "kiosk"],
    ["display", "haod", "kiosk", "counter"],
], ids=["haod-last", "haod-first", "between"])
def test_power_comes_back(hall, order):
    for number in ("A001", "A002"):
        hall.start(order)
        assert hall.comes_up(), {
            name: one.err.all for name, one in hall.running.items()}
        hall.running["kiosk"].type("1")
        assert hall.running["kiosk"].out.wait(number)
        hall.running["counter"].type("n")
        assert hall.running["counter"].out.wait(number)
        assert hall.running["display"].out.wait(number)
        hall.cut()
        order = order[::-1]


@pytest.fixture
def text_kiosk(haod, tmp_path):
    """Starts a kiosk of text without a printer; all end with the test."""
    made = []

    def start():
        made.append(Talk([KIOSK, "--text", "-s", f"127.0.0.1:{haod.port}",
                          "-l", "en", "--keep", tmp_path / "keep"]))
        return made[-1]

    yield start
    for one in made:
        one.end(signal.SIGKILL)
        one.child.stdin.close()


def test_a_kiosk_of_text_keeps_what_it_asks_for(haod, text_kiosk, tmp_path):
    kept = tmp_path / "keep" / "ticket"
    kiosk = text_kiosk()
    kiosk.type("1")
    assert kiosk.out.wait("A001")
    assert until(lambda: kept.read_text() == "")
    os.kill(haod.pid, signal.SIGSTOP)
    try:
        kiosk.type("1")
        assert until(lambda: "stage asking" in kept.read_text())
    finally:
        os.kill(haod.pid, signal.SIGCONT)
    assert kiosk.out.wait("A002")


@pytest.mark.parametrize("stage, shown", [("asking", True),
                                          ("printing", False)])
def test_a_kiosk_of_text_finds_what_it_kept(
        haod, text_kiosk, tmp_path, stage, shown):
    """What it had asked for it shows; what may have been shown it notes."""
    with haod.wire("kiosk") as wire:
        ticket = pairs(wire("TICKET", "ISSUE", "A", "RID", "r"))["id"]
        (tmp_path / "keep").mkdir()
        kept = tmp_path / "keep" / "ticket"
        kept.write_text(f"stage {stage}\nrid r\nid {ticket}\nlang en\n"
                        f"pressed {int(time.time() * 1000)}\n")
        kiosk = text_kiosk()
        assert until(lambda: kept.read_text() == "")
        printed = pairs(wire("TICKET", "GET", ticket))["printed"]
    assert printed == ("printed" if shown else "unknown")
    kiosk.type("1")
    assert kiosk.out.wait("A002")
    assert any("A001" in line for line in kiosk.out.all) == shown
