"""After a power cut everything comes up by itself, in whatever order."""

import signal
import subprocess

import pytest

from daemon import BUILD, DISPLAY, Process
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
