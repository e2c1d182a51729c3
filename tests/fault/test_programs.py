"""What the machine does to the programs that people stand before: stops them
for a minute, leaves them no descriptors, sets their clock back."""
import os
import re
import resource
import signal
import sqlite3
import time

import pytest

from daemon import BUILD, Process
from machine import PATIENCE_S, Clock
from proc import lowest_free, wakes
from test_clock import make_hall  # noqa: F401  (a fixture)
from test_failures import Desk

NUMBER = r"\b([A-Z]\d{3})\b"


class Program(Process):
    """One of them as text, under a clock of its own."""

    words = []

    def __init__(self, hall, folder):
        self.hall = hall
        self.clock = Clock(folder, "2031-03-05 10:00")
        self.desk = Desk(hall, "2", "desk")
        self.desk("OPEN", "CLERK", "7")
        self.count = 0
        keys, self.keys = os.pipe()
        super().__init__(
            [BUILD / self.name / f"hao-{self.name}", "--text", "-n",
             self.name, "-s", f"127.0.0.1:{hall.haod.port}", *self.words],
            stdin=keys, env={**os.environ, **self.clock.env(),
                             "HAO_CLOCK_TIMERS": "1"})
        os.close(keys)

    def press(self, key):
        os.write(self.keys, f"{key}\n".encode())

    def issue(self):
        self.count += 1
        return self.hall.issue(f"{self.name}-{self.count}")["number"]

    def events(self, kind, number):
        with sqlite3.connect(
                f"file:{self.hall.haod.file}?mode=ro", uri=True) as db:
            return db.execute(
                "SELECT count(*) FROM event WHERE type = ?"
                " AND payload ->> 'number' = ?", (kind, number)).fetchone()[0]

    def close(self):
        os.close(self.keys)
        status = self.end()
        assert status in (0, 1, -signal.SIGTERM), (status, self.err.all)
        assert not any("Sanitizer" in line for line in self.err.all)


class Display(Program):
    name, words = "display", ["-z", "main"]

    def is_there(self):
        assert self.err.wait("^calls:main: counters"), self.err.all

    def ask(self):
        """Has something to do; what will tell that it is done."""
        number = self.issue()
        self.desk.next()
        return rf"^{number} → 2$"

    def check(self, answer):
        """Of all that it had to do each is done once, and in order."""
        assert self.out.wait(answer), (self.out.all, self.err.all)
        shown = [re.search(NUMBER, line)[1] for line in self.out.all]
        assert shown == [f"A{i:03}" for i in range(1, len(shown) + 1)]


class Kiosk(Program):
    name, words = "kiosk", ["-l", "en"]
    asked = 0

    def is_there(self):
        self.check(self.ask())

    def ask(self):
        self.asked += 1
        self.press("1")
        return rf"^ +(A{self.asked:03})$"

    def check(self, answer):
        issued = self.out.wait(answer)
        assert issued, (self.out.all, self.err.all)
        assert self.events("issued", issued[1]) == 1
        assert self.events("issued", f"A{self.asked + 1:03}") == 0


class Counter(Program):
    name, words = "counter", ["-l", "en", "-w", "1"]

    def is_there(self):
        self.check(self.ask())

    def ask(self):
        number = self.issue()
        self.press("n")
        return f"^({number}) .* → 1$"

    def check(self, answer):
        called = self.out.wait(answer)
        assert called, (self.out.all, self.err.all)
        assert self.events("called", called[1]) == 1


@pytest.fixture
def hall(make_hall):  # noqa: F811
    return make_hall("2031-03-05 10:00")


@pytest.fixture(params=[Display, Kiosk, Counter], ids=lambda one: one.name)
def program(request, hall, tmp_path):
    folder = tmp_path / "program"
    folder.mkdir()
    one = request.param(hall, folder)
    try:
        one.is_there()
        yield one
    finally:
        one.close()


def test_a_program_is_stopped_for_a_minute(hall, program):
    program.child.send_signal(signal.SIGSTOP)
    answers = [program.ask() for _ in range(3)]
    # The lease of a counter is over, as haod sees it.
    hall.clock.pass_s(60)
    program.clock.pass_s(60)
    hall.day()
    program.child.send_signal(signal.SIGCONT)
    for answer in answers:
        program.check(answer)
    # And so it goes on.
    program.desk("OPEN", "CLERK", "7")
    program.check(program.ask())


def test_a_program_has_no_descriptors_left(hall, program):
    hall.haod.kill()
    assert program.err.wait("away"), program.err.all
    most = resource.prlimit(program.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(program.pid, resource.RLIMIT_NOFILE,
                     (lowest_free(program.pid), most[1]))
    hall.haod.said = ""
    hall.haod.start()
    # It tries, and tries again.
    client = hall.haod.client()
    until, end = wakes(program.pid) + 3, time.monotonic() + PATIENCE_S
    while wakes(program.pid) < until:
        assert client.info()["connected_clients"] == 1
        assert program.child.poll() is None and time.monotonic() < end
    resource.prlimit(program.pid, resource.RLIMIT_NOFILE, most)
    assert program.err.wait("back|again"), program.err.all
    program.desk("OPEN", "CLERK", "7")
    program.check(program.ask())


@pytest.mark.parametrize("at", ["2031-03-05 08:00", "1970-01-02 00:00"])
def test_a_programs_clock_is_set_back(program, at):
    program.clock.set(at)
    program.check(program.ask())
    program.clock.pass_s(30)
    program.check(program.ask())
