"""What systemd is told: each unit is well formed, shut in, and starts what it
says; and haod needs no call that its unit forbids."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

import units
from daemon import BUILD, HAOD, Haod, Process
from glass import Glass, until
from resp import PATIENCE_S

SCREENS = ["hao-display.service", "hao-kiosk.service"]
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def staged(folder, name):
    """The unit NAME of the built programs, where it can be looked at."""
    to = folder / name.replace("@.", "@tty1.")
    to.write_text(units.built((BUILD / name).read_text()))
    return to


def analyze(*words):
    return subprocess.run(
        ["systemd-analyze", *words], capture_output=True, text=True,
        timeout=PATIENCE_S, check=False)


def test_every_program_has_one():
    assert {"haod.service", "hao-kiosk.service", "hao-display.service",
            "hao-counter@.service", "hao-pad.service", "hao-printer.service",
            "hao-backup.service"} == set(units.ALL)


@pytest.mark.parametrize("name", units.ALL)
def test_it_is_well_formed(tmp_path, name):
    done = analyze("verify", "--man=no", staged(tmp_path, name))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", units.ALL)
def test_it_is_shut_in(tmp_path, name):
    # The X server beside a screen has to reach the graphics.
    most = 25 if name in SCREENS else 20
    done = analyze("security", "--offline=true", f"--threshold={most}",
                   "--no-pager", staged(tmp_path, name))
    assert done.returncode == 0, done.stdout[-300:]


@pytest.mark.parametrize("name", units.ALL)
def test_it_comes_back(name):
    unit = units.Unit(name)
    if unit.all("Type") == ["oneshot"]:
        assert (BUILD / name.replace(".service", ".timer")).exists()
        return
    assert unit.all("Restart") == ["always"]
    # However often it fails: the server may be away for a night.
    assert unit.all("StartLimitIntervalSec") == ["0"]


@pytest.mark.parametrize("name", [
    one for one in units.ALL if units.has_usb(units.Unit(one))])
def test_who_has_usb_hears_of_what_is_plugged_in(name):
    """libusb begins with a socket of netlink, or not at all."""
    assert "AF_NETLINK" in units.Unit(name).families()


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_needs_no_window_manager(haod, tmp_path, name):
    """What xinit starts fills a bare X server's screen."""
    program = name.removesuffix(".service")
    flags = f"-s 127.0.0.1:{haod.port} -n glass"
    if program == "hao-kiosk":
        flags += f" --keep {tmp_path}/keep"
    command = units.Unit(name).command(
        **{program.upper().replace("-", "_") + "_FLAGS": flags})
    at = command.index("--")
    assert {"-dpms", "-nocursor"} <= set(command[at:])
    glass = Glass(tmp_path / "glass", 800, 600)
    try:
        client = Process(command[1:at], env=glass.env)
        assert until(lambda: connected(haod) > 1), client.err.all
        assert until(lambda: glass.pixel(400, 590) != 0), client.err.all
        assert client.end() in (0, -signal.SIGTERM)
    finally:
        glass.close()


def connected(haod):
    with haod.wire() as wire:
        return int(re.search(r"connected_clients:(\d+)", wire("INFO"))[1])


# --- haod as its unit runs it ----------------------------------------------


class Unprivileged(Haod):
    def argv(self):
        return [*super().argv(), "-u", "nobody"]


@pytest.fixture
def nobodys():
    """A haod that becomes the user nobody, in a folder of that user's."""
    folder = Path(tempfile.mkdtemp(prefix="hao-unit-"))
    one = Unprivileged(folder)
    for path in (folder, one.conf):
        shutil.chown(path, "nobody")
    yield one
    if one.process:
        one.stop()
    shutil.rmtree(folder)


@root_only
def test_haod_gives_root_up(nobodys):
    nobodys.start()
    status = Path(f"/proc/{nobodys.pid}/status").read_text()
    uid = int(re.search(r"^Uid:\t(\d+)", status, re.M)[1])
    assert uid != 0
    assert re.search(rf"^Uid:\t{uid}\t{uid}\t{uid}\t{uid}$", status, re.M)
    assert re.search(r"^CapEff:\t0+$", status, re.M)
    assert re.search(r"^NoNewPrivs:\t1$", status, re.M)
    with nobodys.wire() as wire:
        wire("TICKET", "ISSUE", "A", "RID", "r1")
    assert nobodys.file.stat().st_uid == uid


def test_haod_says_who_is_not_there():
    done = Process([HAOD, "-u", "no-such-user"])
    assert done.wait() == 1
    assert done.err.all == ["haod: -u no-such-user: no such user"]


@root_only
@pytest.mark.skipif(b"__asan_init" in HAOD.read_bytes(),
                    reason="the sanitizer traces, as strace does")
def test_haod_needs_no_call_that_is_forbidden(nobodys):
    """What kills a service in a hall is a call nobody thought of."""
    nobodys.wrap = ["strace", "-f", "-qq", "-o", nobodys.folder / "calls"]
    nobodys.start()
    with nobodys.wire("pad") as wire:
        wire("TICKET", "ISSUE", "A", "RID", "r1")
        wire("COUNTER", "OPEN", "1", "CLERK", "7")
        wire("COUNTER", "NEXT", "1", "RID", "n1")
        wire("HALL", "RELOAD")
        wire("SUBSCRIBE", "hall")
    haod = int(Path(f"/proc/{nobodys.pid}/task/{nobodys.pid}/children")
               .read_text().split()[0])
    os.kill(haod, signal.SIGTERM)
    assert nobodys.process.wait() == 0
    lines = (nobodys.folder / "calls").read_text().splitlines()
    # What comes before its first word is strace's, and root's.
    became = next(i for i, line in enumerate(lines) if "setuid(" in line)
    used = {match[1] for match in (
        re.match(r"\d+ +([a-z_0-9]+)\(", line)
        for line in lines[became + 1:]) if match}
    assert "clock_adjtime" in used and "fdatasync" in used
    assert used - {"setuid"} <= units.Unit("haod.service").calls()
