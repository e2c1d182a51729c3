"""An upgrade in service: haod is replaced under load, over a file that an
earlier version wrote, and programs of that version go on being served."""
import json
import os
import subprocess
import threading

import pytest

import earlier
import journal_file
import load
import oracle
from daemon import TREE, Haod
from machine import PATIENCE_S, Clock
from storm import (CITIZENS, CLERKS, HaodUnit, Programs, User, counter,
                   display, hall_text, kiosk)
from test_upgrade import DATA, OLD, Old

SESSIONS = sorted(path.stem for path in DATA.glob("session-*.json"))
# The last commit with that version of the schema, for who has the history.
BEFORE = {"7": "a2a2b65eb683323d6b2d5ad3c659c1a7ad67f672"}


class Aged(Haod):
    """A haod of today over a file of before, twenty minutes later."""

    def __init__(self, folder, name):
        super().__init__(folder)
        Old(self.file, name)
        clock = Clock(folder, "2031-03-05 10:20")
        self.env = {**os.environ, **clock.env()}


@pytest.fixture
def make_aged(tmp_path):
    made = []

    def make(name):
        made.append(Aged(tmp_path, name))
        return made[-1].start()

    yield make
    for one in made:
        assert one.stop() == 0, one.said.all


# --- What they said then -----------------------------------------------------


@pytest.mark.parametrize("name", SESSIONS)
def test_earlier_programs_are_answered_as_they_were(make_aged, name):
    haod = make_aged(name.replace("session", "journal"))
    sessions = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    screen = earlier.Again(haod.port, sessions["screen"])
    assert list(screen.say(before=["DISPLAY", "SHOWN"])) == []
    people = [earlier.Again(haod.port, sessions[who])
              for who in ("kiosk", "clerk")]
    for one in people:
        assert list(one.say()) == []
    assert list(screen.say()) == []
    for one in [screen, *people]:
        assert list(one.hear()) == []
        one.wire.close()


# --- Under load --------------------------------------------------------------


def await_more(clients, count):
    """Until COUNT more were answered."""
    start = sum(len(one.acked) for one in clients)
    pause = threading.Event()
    for _ in range(1000 * PATIENCE_S):
        if sum(len(one.acked) for one in clients) >= start + count:
            return
        pause.wait(0.001)
    raise AssertionError("nobody is served")


@pytest.mark.parametrize("name", OLD)
def test_an_old_file_is_taken_over_under_load(make_aged, tmp_path, name):
    haod = make_aged(name)
    done, dark = threading.Event(), threading.Event()
    clients = [*(load.Kiosk(haod, f"kiosk-{i}", done) for i in range(2)),
               *(load.Pad(haod, f"pad-{i}", done) for i in (3, 8))]
    screen = load.Screen(haod, dark)
    screen.start()
    assert screen.wait_for_snapshot()
    first = screen.seq
    for one in clients:
        one.start()
    for _ in range(3):
        await_more(clients, 60)
        haod.restart(kill=False)
    await_more(clients, 60)
    done.set()
    for one in clients:
        one.join(PATIENCE_S)
    events = journal_file.read(haod, tmp_path / "copy.db")
    calls = [e for e in events if e.type == "called" and e.seq > first]
    assert screen.wait_for(calls[-1].seq)
    dark.set()
    assert [one.failure for one in [*clients, screen] if one.failure] == []
    load.check_acked(events, clients[:2], clients[2:])
    assert screen.shown == [(e.seq, str(e.payload["id"])) for e in calls]


# --- The daemon and the programs of before -----------------------------------


def build_of(rev, folder):
    """The programs as they were at REV."""
    tree = folder / "tree"
    tree.mkdir()
    shell = ('git -C "$1" archive "$2" | tar -x -C "$0" && cd "$0" && '
             "meson setup build -Dtests=false -Dbench=false && ninja -C build")
    done = subprocess.run(
        ["sh", "-c", shell, tree, TREE, rev], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    return tree / "build"


@pytest.fixture(params=BEFORE)
def before(request, tmp_path):
    if not os.environ.get("HAO_LONG"):
        pytest.skip("builds another version: by --long")
    rev = BEFORE[request.param]
    if subprocess.run(["git", "-C", TREE, "cat-file", "-e", rev],
                      capture_output=True, check=False).returncode:
        pytest.skip("no history here")
    return build_of(rev, tmp_path)


class Upgrade(Programs):
    """A hall of the version BEFORE, in which each program is replaced."""

    def __init__(self, folder, before):
        super().__init__()
        self.haod = Haod(folder, hall_text())
        self.haod.build = before
        self.dark = threading.Event()

    def start(self):
        self.unit = self.add(HaodUnit(self.haod))
        assert self.haod.up.wait(PATIENCE_S), self.unit.lines()
        self.screen = load.Screen(self.haod, self.dark)
        self.screen.start()
        assert self.screen.wait_for_snapshot()
        self.witness = self.add(display(self.haod, "witness"))
        self.witness.wait_for("^calls:main: counters")
        self.displays = [self.add(display(self.haod, "screen"))]
        self.displays[0].wait_for("^calls:main: counters")
        self.kiosks = [self.add(kiosk(self.haod, f"kiosk-{i}"))
                       for i in range(2)]
        self.counters = [self.add(counter(self.haod, c)) for c in "1245"]
        self.takers = [load.Kiosk(self.haod, f"phone-{i}", self.done, 0.01)
                       for i in range(2)]
        self.pads = [load.Pad(self.haod, f"pad-{i}", self.done, 0.01)
                     for i in (3, 8)]
        self.users = [
            *(User(unit, CITIZENS, 7, self.done) for unit in self.kiosks),
            *(User(unit, CLERKS, 7, self.done) for unit in self.counters)]
        for one in [*self.users, *self.takers, *self.pads]:
            one.start()

    def work(self):
        await_more(self.takers + self.pads, 300)

    def replace(self, unit):
        """As `systemctl restart` does, once another one is installed."""
        run = unit.current()
        self.haod.build = None
        run.child.terminate()
        run.said.thread.join(PATIENCE_S)
        self.work()

    def calm(self):
        self.done.set()
        for one in [*self.users, *self.takers, *self.pads]:
            one.join(2 * PATIENCE_S)
            assert not one.is_alive(), one
        for unit in [*self.kiosks, *self.counters]:
            unit.rest(None)


@pytest.fixture
def upgrade(before, tmp_path):
    (tmp_path / "hall").mkdir()
    one = Upgrade(tmp_path / "hall", before)
    try:
        one.start()
        yield one
    finally:
        one.dark.set()
        wrong = one.end()
    assert wrong == []


def test_an_upgrade_in_service(upgrade, tmp_path):
    upgrade.work()
    upgrade.replace(upgrade.unit)
    assert upgrade.unit.statuses == [0]
    for unit in [*upgrade.displays, *upgrade.kiosks, *upgrade.counters]:
        upgrade.replace(unit)
    last = journal_file.read(upgrade.haod, tmp_path / "copy.db")[-1].seq
    upgrade.work()
    upgrade.calm()
    events = journal_file.read(upgrade.haod, tmp_path / "copy.db")
    assert events[-1].seq > last
    load.check_acked(events, upgrade.takers, upgrade.pads)
    oracle.check_nobody_is_at_two_counters(events)
    calls = oracle.calls_of(events)
    for unit in [upgrade.witness, *upgrade.displays]:
        assert unit.current().said.wait(
            f"^{calls[-1][0]} → {calls[-1][1]}"), unit.name
    assert upgrade.screen.wait_for(max(
        e.seq for e in events if e.type == "called"))
    upgrade.dark.set()
    oracle.check_display(upgrade.witness, calls, whole=True)
    for unit in upgrade.displays:
        oracle.check_display(unit, calls, whole=False)
    oracle.check_screen(upgrade.screen, events)
    for unit in upgrade.counters:
        oracle.check_counter(unit, events)
