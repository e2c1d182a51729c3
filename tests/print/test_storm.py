"""All programs of a hall die by kill -9, in an order that only chance knows,
while people take numbers, print them, call them and watch the screens."""

import os
import random
import re
import signal
import subprocess
import threading
import time
from collections import Counter

import pytest
from conftest import left_running
from cups import Cups
from daemon import Haod
import journal_file
import load
from oracle import (calls_of, check_counter, check_display,
                    check_nobody_is_at_two_counters, check_screen, numbers_of)
from owner import Owner
from storm import (CITIZENS, CLERKS, CupsUnit, HaodUnit, Programs, Unit, User,
                   call_last, counter, display, hall_text, kiosk)
from resp import PATIENCE_S

SECONDS = float(os.environ.get(
    "HAO_STORM_S", 600 if os.environ.get("HAO_LONG") else 8))
PAUSES_S = [0, 0.01, 0.05, 0.1, 0.3]


class Storm(Programs):
    def __init__(self, folder, make_printer, seed):
        super().__init__()
        self.folder, self.seed = folder, seed
        (folder / "haod").mkdir()
        self.haod = Haod(folder / "haod", hall_text())
        self.cups = Cups(folder / "cups")
        self.printers = {name: make_printer() for name in ("east", "west")}
        self.dark = threading.Event()

    def start(self):
        self.haod_unit = self.add(HaodUnit(self.haod))
        assert self.haod.up.wait(PATIENCE_S), self.haod_unit.lines()
        self.cups_unit = self.add(CupsUnit(self.cups))
        self.cups_unit.wait_for_answer()
        self.owners = [self.add_printer(*one)
                       for one in self.printers.items()]
        self.kiosks = [kiosk(self.haod, f"kiosk-{name}", [
            "--keep", self.folder / f"keep-{name}", "--printer",
            f"cups:{name}", "--format", "text", "--model", "epson-tm-t82"],
            self.cups.env) for name in self.printers]
        self.plain = kiosk(self.haod, "kiosk-plain")
        self.counters = [counter(self.haod, label) for label in "1245"]
        self.displays = [display(self.haod, f"screen-{i}") for i in range(2)]
        # It is there before the first call, and nobody kills it.
        self.witness = self.add(display(self.haod, "witness"))
        self.witness.wait_for("^calls:main: counters")
        self.screen = load.Screen(self.haod, self.dark)
        self.screen.start()
        assert self.screen.wait_for_snapshot()
        for unit in [*self.displays, *self.counters, *self.kiosks, self.plain]:
            self.add(unit)
        self.use()

    def add_printer(self, name, printer):
        folder = self.folder / f"owner-{name}"
        folder.mkdir()
        owner = Owner(folder, printer.device, "-m", "epson-tm-t20", "-w", "1")
        unit = self.add(Unit(f"printer-{name}", owner.argv))
        unit.wait_for("ready at")
        owner.settled()
        self.cups.queue(name, f"hao://{owner.socket}")
        return unit

    def use(self):
        """A day: people come, and are called."""
        self.users = [
            *(User(unit, CITIZENS, self.seed, self.done)
              for unit in [*self.kiosks, self.plain]),
            *(User(unit, CLERKS, self.seed, self.done)
              for unit in self.counters)]
        self.takers = [load.Kiosk(self.haod, f"phone-{i}", self.done, 0.03)
                       for i in range(2)]
        self.pads = [load.Pad(self.haod, f"pad-{i}", self.done, 0.03)
                     for i in (3, 8)]
        for one in [*self.users, *self.takers, *self.pads]:
            one.start()

    def rage(self, seconds):
        """Who was killed, in order."""
        chance = random.Random(self.seed)
        mortal = [unit for unit in self.units if unit is not self.witness]
        end, killed = time.monotonic() + seconds, []
        while time.monotonic() < end:
            count = chance.choice([1, 1, 1, 2, 3, len(mortal)])
            for unit in chance.sample(mortal, count):
                unit.kill()
                killed.append(unit.name)
            self.done.wait(chance.choice(PAUSES_S))
        return killed

    def calm(self):
        """Everything is up again, and what was open is settled."""
        assert self.haod.up.wait(PATIENCE_S)
        self.cups_unit.wait_for_answer()
        for unit in self.owners:
            unit.wait_for("ready at")
        self.done.set()
        people = [*self.users, *self.takers, *self.pads]
        for one in people:
            one.join(2 * PATIENCE_S)
            assert not one.is_alive(), one
        assert [one.failure for one in [*self.takers, *self.pads]
                if one.failure] == []
        for unit in [*self.kiosks, self.plain]:
            unit.rest(None)
        for unit in self.kiosks:
            settle(unit)
        for unit in self.counters:
            unit.rest()

    def last_call(self):
        """A call that every screen must come to show."""
        for unit in self.displays:
            unit.wait_for("^calls:main: counters")
        called = call_last(self.haod)
        for unit in [*self.displays, self.witness]:
            assert unit.current().said.wait(
                rf"^{called['number']} → 8$"), unit.current().said.all
        assert self.screen.wait_for(called["seq"]), self.screen.failure
        self.dark.set()

    def end(self):
        self.dark.set()
        return super().end()


def settle(unit):
    """A kiosk that nobody stands at finds nothing more to do."""
    done = subprocess.run([str(word) for word in unit.argv()], env=unit.env,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=3 * PATIENCE_S)
    assert done.returncode == 0, (unit.name, done.stdout, done.stderr)


@pytest.fixture
def storm(short_folder, make_printer):
    seed = int(os.environ.get("HAO_SEED", random.randrange(1 << 30)))
    print(f"HAO_SEED={seed}")
    one = Storm(short_folder, make_printer, seed)
    try:
        one.start()
        yield one
    finally:
        wrong = one.end()
    assert wrong == []
    assert left_running(short_folder) == []


# --- What must be true of it -------------------------------------------------


def check_papers(printer, issued, verdicts):
    """What came out at a printer: numbers that are, each once."""
    firsts = Counter()
    for paper in printer.tickets:
        text = paper.text.decode("gb18030", errors="replace")
        numbers = set(re.findall(r"\b[A-Z]\d{3,}\b", text))
        assert numbers <= issued, (numbers - issued, text)
        if "REPRINT" not in text:
            firsts.update(numbers)
    twice = {number: (count, verdicts.get(number))
             for number, count in firsts.items() if count > 1}
    assert twice == {}
    return firsts


def test_everything_is_killed(storm):
    killed = storm.rage(SECONDS)
    storm.calm()
    storm.last_call()
    events = journal_file.read(storm.haod, storm.folder / "copy.db")
    issued = {e.payload["number"] for e in events if e.type == "issued"}
    load.check_acked(events, storm.takers, storm.pads)
    check_nobody_is_at_two_counters(events)
    calls = calls_of(events)
    check_display(storm.witness, calls, whole=True)
    for unit in storm.displays:
        check_display(unit, calls, whole=False)
    check_screen(storm.screen, events)
    told = sum(check_counter(unit, events) for unit in storm.counters)
    plain = [n for lines in storm.plain.lines() for n in numbers_of(lines)]
    assert len(set(plain)) == len(plain) and set(plain) <= issued
    verdicts = {e.payload["number"]: e.payload["verdict"] for e in events
                if e.type == "printed" and not e.payload.get("again")}
    papers = Counter()
    for printer in storm.printers.values():
        papers += check_papers(printer, issued, verdicts)
    print(f"{len(killed)} killed: {dict(Counter(killed))}; {len(events)} "
          f"events, {len(calls)} calls, {told} lines of clerks, "
          f"{len(plain)} + {sum(papers.values())} papers, "
          f"{Counter(verdicts.values())}")
