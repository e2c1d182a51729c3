"""A morning of a hall behind bad networks: slow, narrow, lossy, cut at any
byte, parted one way or both; the real programs work through it."""

import contextlib
import os
import random
import threading
import time

import pytest

import journal_file
import load
import oracle
from conftest import left_running
from ether import Away, Ether, Place, why_not
from resp import PATIENCE_S
from storm import (CITIZENS, CLERKS, Door, FarDoor, Programs, User, call_last,
                   counter, display, hall_text, kiosk)
from weather import Weather

LONG = bool(os.environ.get("HAO_LONG"))
SECONDS = float(os.environ.get("HAO_STORM_S", 300 if LONG else 3))
PAUSES_S = [0.02, 0.1, 0.3, 0.6]
# Longer than a link bears silence.
PARTED_S = [*PAUSES_S, 5, 25] if LONG else PAUSES_S
CORNERS = "kiosks", "counters", "screens"


# What a network may be like; it stays so when nothing ends it.

def slow(net, chance):
    net.delay_s, net.jitter_s = chance.choice([(0.02, 0.02), (0.1, 0.2)])


def lossy(net, chance):
    net.loss = chance.choice([0.02, 0.2])


def narrow(net, chance):
    net.bytes_per_s = chance.choice([2000, 20000])


def doubled(net, chance):
    net.twice = chance.choice([0.05, 0.5])


def thunder(net, chance):
    net.thunder(chance.choice([30, 3000, 30000]))


def robbed(net, chance):
    """What is asked is done, and nobody hears of it."""
    net.losing += chance.choice([1, 5])


def parted(net, chance):
    net.part(chance.choice([["client"], ["server"], ["client", "server"]]))


def restarted(net, _):
    """Who is behind it is told, haod never."""
    net.forget("client")


def pulled(net, _):
    net.cut()


def clear(net, _):
    net.clear()


# How often each, with connections that end and with packets that do not come.
SKIES = {slow: 3, lossy: 2, narrow: 2, thunder: 3, robbed: 4, parted: 4,
         restarted: 1, pulled: 1, clear: 5}
PACKETS = {slow: 3, lossy: 4, narrow: 2, doubled: 3, parted: 4, clear: 5}


class Morning(Programs):
    def __init__(self, haod, doors, skies, seed):
        super().__init__()
        self.haod, self.seed = haod, seed
        self.skies = skies
        self.nets = {name: door.net for name, door in zip(CORNERS, doors)}
        self.doors = doors
        self.dark = threading.Event()

    def start(self):
        kiosks, counters, screens = self.doors
        self.screen = load.Screen(screens, self.dark)
        self.screen.start()
        assert self.screen.wait_for_snapshot()
        self.displays = [self.add(display(screens, f"screen-{i}"))
                         for i in range(3)]
        # They are there before the first call.
        for unit in self.displays:
            unit.wait_for("^calls:main: counters")
        self.kiosks = [self.add(kiosk(kiosks, f"kiosk-{i}")) for i in range(2)]
        self.counters = [self.add(counter(counters, c)) for c in "1245"]
        self.takers = [load.Kiosk(kiosks, f"phone-{i}", self.done, 0.03)
                       for i in range(2)]
        self.pads = [load.Pad(counters, f"pad-{i}", self.done, 0.03)
                     for i in (3, 8)]
        self.users = [
            *(User(unit, CITIZENS, self.seed, self.done)
              for unit in self.kiosks),
            *(User(unit, CLERKS, self.seed, self.done)
              for unit in self.counters)]
        for one in [*self.users, *self.takers, *self.pads]:
            one.start()

    def weather(self, seconds):
        """What it was like, in order."""
        chance = random.Random(self.seed)
        end, had = time.monotonic() + seconds, []
        while time.monotonic() < end:
            corner = chance.choice(CORNERS)
            sky, = chance.choices(
                list(self.skies), weights=list(self.skies.values()))
            sky(self.nets[corner], chance)
            had.append(f"{corner} {sky.__name__}")
            self.done.wait(chance.choice(
                PARTED_S if sky is parted else PAUSES_S))
            if sky is parted:
                self.nets[corner].join()
        return had

    def calm(self):
        """All is well again, and what was asked is answered."""
        for net in self.nets.values():
            net.clear()
        self.done.set()
        for one in [*self.users, *self.takers, *self.pads]:
            one.join(2 * PATIENCE_S)
            assert not one.is_alive(), one
        assert [one.failure for one in [*self.takers, *self.pads]
                if one.failure] == []
        for unit in [*self.kiosks, *self.counters]:
            unit.rest(None)

    def last_call(self):
        """A call that every screen must come to show."""
        called = call_last(self.haod)
        self.last = called["number"]
        for unit in self.displays:
            assert unit.current().said.wait(
                rf"^{called['number']} → 8$"), unit.current().said.all[-5:]
        assert self.screen.wait_for(called["seq"]), self.screen.failure
        self.dark.set()

    def end(self):
        self.dark.set()
        for net in self.nets.values():
            net.clear()
        wrong = super().end()
        for net in self.nets.values():
            net.close()
        return wrong


@contextlib.contextmanager
def work(haod, doors, skies, seed):
    one = Morning(haod, doors, skies, seed)
    try:
        one.start()
        yield one
    finally:
        wrong = one.end()
    assert wrong == []


@pytest.fixture
def seed():
    one = int(os.environ.get("HAO_SEED", random.randrange(1 << 30)))
    print(f"HAO_SEED={one}")
    return one


@pytest.fixture
def bad_lines(make_haod, seed):
    haod = make_haod(hall_text()).start()
    doors = [Door(Weather(haod.port, f"{seed} {corner}"))
             for corner in CORNERS]
    with work(haod, doors, SKIES, seed) as morning:
        yield morning


@pytest.fixture
def bad_wires(tmp_path, seed):
    if lack := why_not():
        pytest.skip(lack)
    place = Place()
    haod = Away(tmp_path, hall_text(), place).start()
    try:
        doors = [FarDoor(Ether(place, i, f"{seed} {corner}"), haod.port)
                 for i, corner in enumerate(CORNERS)]
        with work(haod, doors, PACKETS, seed) as morning:
            yield morning
    finally:
        status = haod.stop()
        place.close()
    assert status == 0, haod.said.all
    assert left_running(tmp_path) == []


def check_papers(morning, events):
    """Each ticket is in one hand, but for what a kiosk gave up: that was
    cancelled, or called before it could be."""
    def ids(kind):
        return {e.payload["id"] for e in events if e.type == kind}

    issued = {e.payload["number"]: e.payload["id"] for e in events
              if e.type == "issued"}
    taken = [number for unit in morning.kiosks for lines in unit.lines()
             for number in oracle.numbers_of(lines)]
    taken += [number for one in morning.takers
              for _, number in one.acked.values()]
    taken.append(morning.last)
    assert len(taken) == len(set(taken))
    nobodys = {issued.pop(number) for number in taken} ^ ids("issued")
    assert nobodys - ids("cancelled") <= ids("called") - ids("printed")


def check(morning, copy):
    events = journal_file.read(morning.haod, copy)
    load.check_acked(events, morning.takers, morning.pads)
    check_papers(morning, events)
    oracle.check_nobody_is_at_two_counters(events)
    calls = oracle.calls_of(events)
    for unit in morning.displays:
        oracle.check_display(unit, calls, whole=True)
    oracle.check_screen(morning.screen, events)
    told = sum(oracle.check_counter(unit, events)
               for unit in morning.counters)
    print(f"{len(events)} events, {len(calls)} calls, {told} lines of clerks")


def pass_it(morning, copy):
    print(*morning.weather(SECONDS), sep=", ")
    morning.calm()
    morning.last_call()
    check(morning, copy)


def test_a_morning_behind_bad_lines(bad_lines, tmp_path):
    pass_it(bad_lines, tmp_path / "copy.db")
    print(sum(net.cut_count for net in bad_lines.nets.values()), "cut")


def test_a_morning_over_bad_wires(bad_wires, tmp_path):
    pass_it(bad_wires, tmp_path / "copy.db")
    lost = sum(net.lost for net in bad_wires.nets.values())
    print(lost, "packets lost")
    assert lost > 0
