"""hao-printer as a process of the tests, and what one says to it."""

import os
import socket
import uuid

from daemon import BUILD, Process
from standin import PATIENCE_S

PRINTER = BUILD / "kiosk" / "printer" / "hao-printer"


def ticket(rows=240, width_bytes=72):
    """A paper of ROWS rows: bands of ink, white between them, a cut."""
    out = b"\x1b@"
    while rows > 0:
        band = min(24, rows)
        out += b"\x1dv0\0" + bytes([width_bytes, 0, band, 0])
        out += b"\xaa" * (width_bytes * band)
        rows -= band
    return out + b"\x1dVB\0"


class Guest:
    """One connection to the socket of hao-printer."""

    def __init__(self, path):
        self.line = socket.socket(socket.AF_UNIX)
        self.line.settimeout(PATIENCE_S)
        self.line.connect(str(path))
        self.file = self.line.makefile("rb")
        self.states = []

    def say(self, text):
        self.line.sendall(text.encode() + b"\n")

    def send(self, job, name=None):
        self.name = name or str(uuid.uuid4())
        self.say(f"PRINT {self.name}")
        for at in range(0, len(job), 4096):
            part = job[at:at + 4096]
            self.line.sendall(b"DATA %d\n" % len(part) + part)
        self.say("END")
        return self

    def hear(self):
        return self.file.readline().decode().rstrip("\n")

    def state(self, wanted):
        """Waits until the state is WANTED."""
        while not self.states or self.states[-1] != wanted:
            word, _, rest = self.hear().partition(" ")
            assert word == "STATE", (word, rest)
            self.states.append(rest)

    def verdict(self):
        """(verdict, why), once it is there."""
        while True:
            word, _, rest = self.hear().partition(" ")
            if word == "STATE":
                self.states.append(rest)
            elif word == "DONE":
                verdict, _, why = rest.partition(" ")
                self.close()
                return verdict, why
            else:
                raise AssertionError((word, rest))

    def close(self):
        self.file.close()
        self.line.close()


class Owner:
    def __init__(self, folder, device, *more, wrap=(), env=None):
        self.folder = folder
        self.socket = folder / "printer"
        self.jobs = folder / "jobs"
        self.device, self.more, self.wrap = device, more, wrap
        self.env = env
        self.process = None

    def argv(self):
        return [*self.wrap, PRINTER, "-d", self.device, "-S", self.socket,
                "-j", self.jobs, "--socket-mode", "0666", *self.more]

    def start(self):
        self.process = Process(
            self.argv(), env={**os.environ, **(self.env or {})})
        ready = self.process.err.wait(r"ready at")
        assert ready, self.process.err.all
        return self

    def guest(self):
        return Guest(self.socket)

    def send(self, job=None, name=None):
        return self.guest().send(ticket() if job is None else job, name)

    def print(self, job=None, name=None):
        return self.send(job, name).verdict()

    def watch(self):
        guest = self.guest()
        guest.say("WATCH")
        return guest

    def settled(self, state="none"):
        """Waits until the printer's state is STATE."""
        guest = self.watch()
        guest.state(state)
        guest.close()
        return self

    def end(self, *how):
        return self.process.end(*how)
