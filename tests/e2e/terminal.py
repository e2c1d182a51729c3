"""A terminal of the tests: pressed and read through tmux."""

import os
import re
import subprocess
import threading
import time
from pathlib import Path

from resp import PATIENCE_S

POLL_S = 0.03


def is_running(session):
    """Whether it has a process; one that has ended has no words any more."""
    for at in Path("/proc").glob("[0-9]*"):
        try:
            if (os.getsid(int(at.name)) == session
                    and (at / "cmdline").read_bytes()):
                return True
        except OSError:
            continue
    return False


class Terminal:
    """One program on a terminal of its own, in FOLDER's tmux."""

    closed = False

    def __init__(self, folder, argv, columns=80, lines=24, env=None):
        self.tmux = ["tmux", "-u", "-f", "/dev/null", "-S",
                     str(folder / "tmux")]
        self.status = folder / "status"
        self.pause = threading.Event()
        more = {"LC_ALL": "C.UTF-8", "TZ": "UTC", **(env or {})}
        clean = {k: v for k, v in os.environ.items() if k != "TMUX"}
        words = [f"{k}={v}" for k, v in more.items()]
        # tmux may miss that its child has left; the shell says so.
        words += ["sh", "-c", '"$@"; echo $? > "$0"', str(self.status)]
        words += [str(word) for word in argv]
        subprocess.run(
            [*self.tmux, "new-session", "-d", "-x", str(columns), "-y",
             str(lines), "env", *words, ";", "set", "-g", "status",
             "off", ";", "set", "-g", "remain-on-exit", "on"],
            check=True, env={**clean, "LC_ALL": "C.UTF-8"}, timeout=PATIENCE_S)

    def _ask(self, *words):
        return subprocess.run(
            [*self.tmux, *words], check=True, capture_output=True,
            timeout=PATIENCE_S).stdout.decode()

    def screen(self):
        return self._ask("capture-pane", "-p")

    def press(self, *keys):
        self._ask("send-keys", *keys)

    def write(self, text):
        self._ask("send-keys", "-l", text)

    def resize(self, columns, lines):
        self._ask("resize-window", "-x", str(columns), "-y", str(lines))

    def _until(self, found):
        end = time.monotonic() + 2 * PATIENCE_S
        while not (value := found()):
            assert time.monotonic() < end, self.screen()
            self.pause.wait(POLL_S)
        return value

    def wait(self, pattern):
        """The screen, once PATTERN is somewhere on it."""
        return self._until(
            lambda: (s := self.screen()) and re.search(pattern, s) and s)

    def wait_gone(self, pattern):
        return self._until(
            lambda: (s := self.screen()) and not re.search(pattern, s) and s)

    def wait_dead(self):
        """The program's exit status, once it has left by itself."""
        return int(self._until(
            lambda: self.status.exists() and self.status.read_text()))

    def close(self):
        """Ends it, and waits until its processes have."""
        if self.closed:
            return
        self.closed = True
        # The program's, and tmux's own.
        sessions = self._ask("display", "-p", "#{pane_pid} #{pid}").split()
        subprocess.run([*self.tmux, "kill-server"], check=False,
                       capture_output=True, timeout=PATIENCE_S)
        end = time.monotonic() + PATIENCE_S
        while (any(is_running(int(one)) for one in sessions)
               and time.monotonic() < end):
            self.pause.wait(POLL_S)
