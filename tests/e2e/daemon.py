"""haod as a process of the tests: started, read, killed and ended by pid."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import redis

from resp import PATIENCE_S, Wire

TREE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("HAO_BUILD", TREE / "build"))
HAOD = BUILD / "server" / "haod"
DISPLAY = BUILD / "display" / "hao-display"
WRAP = shlex.split(os.environ.get("HAOD_WRAP", ""))
SLOWER = 10 if WRAP else 1


class Lines:
    """What a process says, line by line, for whoever waits for it."""

    def __init__(self, stream):
        self.all = []
        self.ended = False
        self.news = threading.Condition()
        self.thread = threading.Thread(
            target=self._read, args=(stream,), daemon=True)
        self.thread.start()

    def _read(self, stream):
        for raw in stream:
            with self.news:
                self.all.append(raw.decode(errors="replace").rstrip("\n"))
                self.news.notify_all()
        stream.close()
        with self.news:
            self.ended = True
            self.news.notify_all()

    def wait(self, pattern, since=0):
        """The first match of PATTERN in a line, or None if there is none."""
        at = since

        def found():
            nonlocal at
            for line in self.all[at:]:
                at += 1
                match = re.search(pattern, line)
                if match:
                    return match
            return "end" if self.ended else None

        with self.news:
            match = self.news.wait_for(found, PATIENCE_S * SLOWER)
        return match if match != "end" else None


class Process:
    def __init__(self, argv, stdin=subprocess.DEVNULL, **more):
        self.child = subprocess.Popen(
            [str(arg) for arg in argv],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **more,
        )
        self.out = Lines(self.child.stdout)
        self.err = Lines(self.child.stderr)

    @property
    def pid(self):
        return self.child.pid

    def end(self, how=signal.SIGTERM):
        """Its exit status, after it was told to leave."""
        if self.child.poll() is None:
            os.kill(self.child.pid, how)
        return self.wait()

    def wait(self):
        try:
            status = self.child.wait(PATIENCE_S * SLOWER)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            status = "did not leave"
        self.out.thread.join()
        self.err.thread.join()
        return status


class Haod:
    host = "127.0.0.1"
    before = ()  # words, of who starts programs that see it
    env = None
    build = None  # another than that of the tests

    @property
    def path(self):
        return (self.build or BUILD) / "server" / "haod"

    def __init__(self, folder, text=None, wrap=None):
        self.folder = Path(folder)
        self.conf = self.folder / "hall.yaml"
        self.file = self.folder / "hall.db"
        self.wrap = WRAP if wrap is None else wrap
        self.port = 0
        self.process = None
        self.up = threading.Event()
        if text is None:
            shutil.copy(TREE / "docs" / "hall.yaml", self.conf)
        else:
            self.conf.write_text(text, encoding="utf-8")

    def argv(self):
        return [
            *self.wrap, self.path, "-c", self.conf,
            "-j", f"sqlite:{self.file}", "-l", f"{self.host}:{self.port}",
        ]

    def start(self):
        self.process = Process(self.argv(), env=self.env)
        ready = self.process.err.wait(rf"^ready on {self.host}:(\d+)$")
        if not ready:
            self.process.end(signal.SIGKILL)
        assert ready, self.process.err.all
        self.port = int(ready.group(1))
        self.up.set()
        return self

    @property
    def pid(self):
        return self.process.pid

    @property
    def said(self):
        return self.process.err

    def kill(self):
        self.up.clear()
        status = self.process.end(signal.SIGKILL)
        assert status == -signal.SIGKILL

    def stop(self):
        self.up.clear()
        return self.process.end()

    def restart(self, kill=True):
        """The same file behind the same port."""
        if kill:
            self.kill()
        else:
            assert self.stop() == 0
        return self.start()

    def wire(self, name=None, proto=2):
        return Wire(self.port, name, proto)

    def redis(self, **more):
        # A bare system has no /etc/hosts that says what localhost is.
        return redis.Redis(
            host="127.0.0.1", port=self.port, decode_responses=True,
            socket_timeout=PATIENCE_S, **more,
        )

    def clerk(self, counter, number="101"):
        """A connection that is the terminal of an open counter."""
        wire = self.wire(f"pad-{counter}")
        reply = pairs(wire("COUNTER", "OPEN", counter, "CLERK", number))
        assert reply["state"] == "open"
        return wire


def pairs(row):
    """A map as RESP2 sends it."""
    assert isinstance(row, list), row
    return dict(zip(row[::2], row[1::2]))
