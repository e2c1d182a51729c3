"""The programs of a hall as systemd keeps them, each started again whenever it
ends, and the people who use them meanwhile."""

import os
import random
import signal
import subprocess
import threading
import time

from daemon import BUILD, TREE, Lines
from resp import PATIENCE_S, Wire

RESTART_S = 0.05  # of what ended by itself; who is killed comes back at once


class Run:
    """One life of a program; what it says on both its outputs is one."""

    def __init__(self, argv, env=None):
        self.child = subprocess.Popen(
            [str(word) for word in argv], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env)
        self.said = Lines(self.child.stdout)

    def type(self, line):
        """False: nobody reads it any more."""
        try:
            self.child.stdin.write(line.encode() + b"\n")
            self.child.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def leave(self):
        """The end of its input."""
        try:
            self.child.stdin.close()
        except OSError:
            pass

    def wait(self):
        status = self.child.wait()
        self.leave()
        return status


class Unit(threading.Thread):
    """Restart=always, until it is told to rest."""

    def __init__(self, name, argv, env=None):
        super().__init__(daemon=True)
        self.name, self.argv, self.env = name, argv, env
        self.runs, self.statuses = [], []
        self.resting = threading.Event()
        self.news = threading.Condition()

    def began(self, run):
        """Of a run that has just begun."""

    def ended(self):
        """Of the same, when it is over."""

    def run(self):
        while not self.resting.is_set():
            run = Run(self.argv(), self.env)
            with self.news:
                self.runs.append(run)
                self.news.notify_all()
            self.began(run)
            status = run.wait()
            self.ended()
            self.statuses.append(status)
            if status != -signal.SIGKILL:
                self.resting.wait(RESTART_S)

    def current(self):
        with self.news:
            assert self.news.wait_for(lambda: self.runs, PATIENCE_S)
            return self.runs[-1]

    def kill(self):
        self.current().child.send_signal(signal.SIGKILL)

    def wait_for(self, pattern):
        """What a run says that is not ended before it has."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            found = self.current().said.wait(pattern)
            if found:
                return found
        raise AssertionError((self.name, pattern, self.current().said.all))

    def rest(self, how=signal.SIGTERM):
        """Its last status; HOW None: by the end of its input."""
        self.resting.set()
        if how is None:
            self.current().leave()
        else:
            self.current().child.send_signal(how)
        self.join(2 * PATIENCE_S)
        assert not self.is_alive(), (
            self.name, "does not leave", self.current().said.all[-5:])
        return self.statuses[-1]

    def lines(self):
        return [run.said.all for run in self.runs]


class Programs:
    """Those of a hall, and who uses them until `done`."""

    def __init__(self):
        self.units, self.users = [], []
        self.done = threading.Event()

    def add(self, unit):
        self.units.append(unit)
        unit.start()
        return unit

    def end(self):
        """All of it, also what is half-way; who did not leave as it should."""
        self.done.set()
        wrong = []
        for unit in reversed(self.units):
            if unit.is_alive():
                status = unit.rest()
                if status not in (0, 1):
                    wrong.append((unit.name, status))
        for unit in self.units:
            for run, status in zip(unit.runs, unit.statuses):
                said = "\n".join(run.said.all)
                if status not in (0, 1, -signal.SIGKILL) or (
                        "Sanitizer" in said):
                    wrong.append((unit.name, status, said))
        return wrong


def call_last(haod):
    """The last ticket of all, issued and called to counter 8."""
    with haod.wire("pad-8") as wire:
        wire("COUNTER", "OPEN", "8", "CLERK", "7")
        issued = wire.json("TICKET", "ISSUE", "F", "RID", "last")
        return wire.json("COUNTER", "CALL", "8", issued["number"],
                         "RID", "the last call")


class HaodUnit(Unit):
    def __init__(self, haod):
        super().__init__("haod", haod.argv)
        self.haod = haod

    def began(self, run):
        ready = run.said.wait(r"^ready on 127\.0\.0\.1:(\d+)$")
        if ready:
            self.haod.port = int(ready.group(1))
            self.haod.up.set()

    def ended(self):
        self.haod.up.clear()


class CupsUnit(Unit):
    def __init__(self, cups):
        super().__init__("cupsd", cups.argv)
        self.cups = cups

    def wait_for_answer(self):
        assert self.cups.await_(self.cups.answers), self.cups.log()


class User(threading.Thread):
    """Presses a key when the last one was answered, or its program has gone.

    KEYS are weighed: {key: how often}."""

    def __init__(self, unit, keys, seed, done, pause_s=0.2):
        super().__init__(daemon=True)
        self.unit, self.keys, self.done = unit, keys, done
        self.chance = random.Random(f"{seed} {unit.name}")
        self.pause_s = pause_s
        self.pressed = 0

    def press(self):
        key, = self.chance.choices(
            list(self.keys), weights=list(self.keys.values()))
        run = self.unit.current()
        since = len(run.said.all)
        if run.type(key):
            self.pressed += 1
            run.said.wait(".", since)

    def run(self):
        while not self.done.is_set():
            self.press()
            self.done.wait(self.chance.random() * self.pause_s)


def hall_text():
    """The usual hall, with numbers enough and no change of day near."""
    text = (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")
    hour = (time.gmtime().tm_hour + 8 + 12) % 24  # Shanghai's, half a day off
    for old, new in (("day_starts_h: 4", f"day_starts_h: {hour}"),
                     ("tickets_max: 20000", "tickets_max: 1000000"),
                     ("    last: 999\n", "    last: 99999\n"),
                     ("    prefix: B\n", "    prefix: B\n    last: 99999\n"),
                     ("    prefix: F\n", "    prefix: F\n    last: 99999\n")):
        assert old in text
        text = text.replace(old, new, 1)
    return text


CITIZENS = {"1": 6, "2": 3, "1.2": 1, "r": 1}
CLERKS = {"n": 8, "f": 3, "s": 3, "r": 1, "m": 1, "a": 0.3, "h papers": 0.5,
          "t B wrong window": 0.5, "p lunch": 0.3, "u": 0.3}


def words(haod, program, *flags):
    """Those that start PROGRAM as text where HAOD is seen from."""
    path = (haod.build or BUILD) / program.removeprefix("hao-") / program
    return [*haod.before, path, "--text", "-s", f"{haod.host}:{haod.port}",
            *flags]


def kiosk(haod, name, printer=(), env=None):
    """PRINTER is the words of its flags, papers are text without."""
    return Unit(name, lambda: words(haod, "hao-kiosk", "-l", "en", "-n", name,
                                    *printer), {**os.environ, **(env or {})})


def counter(haod, label):
    """With a name of its own, which it has again after it was killed."""
    return Unit(f"counter-{label}", lambda: words(
        haod, "hao-counter", "-l", "en", "-n", f"desk-{label}", "-w", label))


def display(haod, name):
    return Unit(name, lambda: words(
        haod, "hao-display", "-n", name, "-z", "main"))


class Door:
    """haod, as it is seen from behind a NET."""

    before = ()  # words, of who starts programs there
    host = "127.0.0.1"
    build = None

    def __init__(self, net):
        self.net = net
        self.port = net.at
        self.up = threading.Event()
        self.up.set()

    def wire(self, name=None):
        return Wire(self.port, name)


class FarDoor(Door):
    """The same, from the place at the other end of an Ether."""

    def __init__(self, net, port):
        net.at = port
        super().__init__(net)
        self.host, self.before = net.host, net.place.words()

    def wire(self, name=None):
        return self.net.place.do(Wire, self.port, name, 2, self.host)
