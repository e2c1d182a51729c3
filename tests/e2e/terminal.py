"""A terminal of the tests: pressed and read through tmux."""

import os
import re
import subprocess
import threading
import time

from resp import PATIENCE_S

POLL_S = 0.03


class Terminal:
    """One program on a terminal of its own, in FOLDER's tmux."""

    def __init__(self, folder, argv, columns=80, lines=24, env=None):
        self.tmux = ["tmux", "-u", "-f", "/dev/null", "-S",
                     str(folder / "tmux")]
        self.pause = threading.Event()
        more = {"LC_ALL": "C.UTF-8", "TZ": "UTC", **(env or {})}
        clean = {k: v for k, v in os.environ.items() if k != "TMUX"}
        words = [f"{k}={v}" for k, v in more.items()] + [
            str(word) for word in argv]
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

    def is_dead(self):
        """Its status comes a little after its terminal is closed."""
        said = self._ask("display", "-p", "#{pane_dead} #{pane_dead_status}")
        return re.fullmatch(r"1 \d+", said.strip())

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
        """The program's exit status."""
        self._until(self.is_dead)
        return int(self._ask("display", "-p", "#{pane_dead_status}"))

    def close(self):
        subprocess.run([*self.tmux, "kill-server"], check=False,
                       capture_output=True, timeout=PATIENCE_S)
