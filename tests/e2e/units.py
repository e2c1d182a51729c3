"""The units of systemd as the build makes them."""

import functools
import os
import re
import shlex
import subprocess

from daemon import BUILD
from resp import PATIENCE_S

PROGRAMS = {
    "haod": "server", "haoctl": "haoctl", "hao-counter": "counter",
    "hao-display": "display", "hao-kiosk": "kiosk", "hao-pad": "pad",
    "hao-printer": "kiosk/printer",
}
INSTALLED = re.compile(r"/usr/local/bin/([a-z-]+)")
ALL = sorted(path.name for path in BUILD.glob("*hao*.service"))


def built(text):
    """TEXT with each installed program's path as that of the one built."""
    return INSTALLED.sub(
        lambda match: str(BUILD / PROGRAMS[match[1]] / match[1]), text)


def has_usb(unit):
    """Is one of the programs that UNIT starts linked with USB, or udev?"""
    words = shlex.split(built(unit.all("ExecStart")[0]))
    needed = "".join(
        subprocess.run(["ldd", word], check=True, capture_output=True,
                       text=True, timeout=PATIENCE_S).stdout
        for word in words if word.startswith(f"{BUILD}/"))
    # SDL finds its input devices by udev, which it loads by itself.
    return re.search(r"\b(libusb|libudev|libSDL2)", needed) is not None


class Unit:
    def __init__(self, name):
        self.lines = [
            line.partition("=")[::2]
            for line in (BUILD / name).read_text().splitlines()
            if re.match(r"[A-Za-z]+=", line)]

    def all(self, key):
        return [value for name, value in self.lines if name == key]

    def command(self, **variables):
        """What systemd would run, with these in its EnvironmentFile."""
        words = []
        for word in shlex.split(built(self.all("ExecStart")[0])):
            if word.startswith("$"):
                words += shlex.split(variables[word[1:]])
            else:
                words.append(word)
        return words

    def families(self):
        return " ".join(self.all("RestrictAddressFamilies")).split()

    def calls(self):
        """The system calls that it lets through."""
        allowed = set()
        for line in self.all("SystemCallFilter"):
            named = calls_of(line.lstrip("~").split())
            allowed = allowed - named if line[0] == "~" else allowed | named
        return allowed


@functools.cache
def sets_of_calls():
    """{"@set": the names in it}, of all that this systemd knows."""
    said = subprocess.run(
        ["systemd-analyze", "syscall-filter"], check=True,
        capture_output=True, text=True, timeout=PATIENCE_S,
        env={**os.environ, "SYSTEMD_PAGER": ""}).stdout
    found = {}
    for line in said.splitlines():
        word = line.strip()
        if line.startswith("@"):
            found[word] = names = []
        elif line.startswith("#"):
            names = []
        elif word and not word.startswith("#"):
            names.append(word)
    return found


def calls_of(names):
    """The calls that NAMES of systemd mean; those with @ are sets."""
    found = set()
    for name in names:
        found |= calls_of(sets_of_calls()[name]) if name[0] == "@" else {name}
    return found
