"""A USB keypad at the clerk's page, emulated by umockdev."""

import shutil

import pytest

import keys
from daemon import BUILD, WRAP, Process, pairs
from secure import SecureHaod
from terminal import Terminal

COUNTER = BUILD / "counter" / "hao-counter"
NODE = "/dev/input/event9"
DEVICE = f"""P: /devices/pci0000:00/usb1/1-1/input/input9/event9
N: input/event9
E: DEVNAME={NODE}
E: SUBSYSTEM=input
A: dev=13:73
"""
# A key that is released, then 2 s later Enter, held down for a while, and
# another 2 s later the key that the file maps to a hold.
KEYS = """E: 0.000000 0001 0060 0000
E: 2.000000 0001 0060 0001
E: 2.010000 0000 0000 0000
E: 2.300000 0001 0060 0002
E: 2.310000 0001 0060 0000
E: 4.000000 0001 004e 0001
E: 4.010000 0001 004e 0000
E: 4.500000 0001 0060 0001
E: 4.510000 0001 0060 0000
"""


def typed(codes, at_s=5.0):
    """Each key pressed and let go, in turn; time begins with the first line."""
    lines = ["E: 0.000000 0000 0000 0000"]
    for code in codes:
        for down in (1, 0):
            lines.append(f"E: {at_s:.6f} 0001 {code:04x} {down:04x}")
            lines.append(f"E: {at_s + 0.01:.6f} 0000 0000 0000")
            at_s += 0.05
    return "\n".join(lines) + "\n"


DEVICES = """
devices:
  - {name: counter-1, keys: [KPPLUS h]}
"""


def is_sanitized():
    return "__asan" in COUNTER.read_bytes().decode("latin-1")


@pytest.fixture
def page(haod, tmp_path):
    made = []

    def make(*words, before=()):
        made.append(Terminal(
            tmp_path, [*before, COUNTER, "-s", f"127.0.0.1:{haod.port}", "-w",
                       "1", "-k", "101", "-l", "en", *words]))
        return made[-1]

    yield make
    for one in made:
        one.close()


def watch_keypad(tmp_path, events):
    """What makes a program see the keypad, on which EVENTS are typed."""
    (tmp_path / "device").write_text(DEVICE)
    (tmp_path / "keys").write_text(events)
    return ["umockdev-run", "-d", tmp_path / "device", "-e",
            f"{NODE}={tmp_path / 'keys'}", "--"]


MOCKED = pytest.mark.skipif(
    not shutil.which("umockdev-run") or bool(WRAP) or is_sanitized(),
    reason="umockdev has to be loaded before all else")


@MOCKED
def test_its_keys_are_grabbed_and_mapped(haod, page, tmp_path):
    haod.conf.write_text(haod.conf.read_text() + DEVICES)
    with haod.wire("technician") as wire:
        assert wire("HALL", "RELOAD") == "OK"
    with haod.wire("kiosk") as wire:
        first, second = (pairs(wire("TICKET", "ISSUE", "A", "RID", rid))
                         for rid in ("r1", "r2"))
    shown = page("--keypad", NODE, "-n", "counter-1",
                 before=watch_keypad(tmp_path, KEYS))
    shown.wait(r"the keypad is there")
    shown.wait(r"A001 .* → 1")
    # The held key called one; the next ones are a hold, and its Enter.
    shown.wait(r"A001 +papers")
    with haod.wire("looks") as wire:
        states = [pairs(wire("TICKET", "GET", t["id"]))["state"]
                  for t in (first, second)]
    assert states == ["held", "waiting"]


def test_no_keypad_is_said_and_nothing_else(haod, page, tmp_path):
    (tmp_path / "map").write_text("# a hold\nKPPLUS h\n")
    shown = page("--keypad", tmp_path / "none", "--keymap", tmp_path / "map")
    shown.wait(r"there is no keypad: No such file")
    shown.wait(r"Clerk 101 +open")
    (tmp_path / "none").write_text("")
    shown.press("Space")
    shown.wait(r"nobody waits")


def test_wrong_words_are_a_misuse(haod, page, tmp_path):
    assert Process([COUNTER, "-w", "1", "--keypad", "usb:4d9"]).wait() == 2
    (tmp_path / "map").write_text("KPPLUS r\nKPLUS f\n")
    shown = page("--keypad", NODE, "--keymap", tmp_path / "map")
    assert shown.wait_dead() == 2


@MOCKED
def test_a_pin_is_typed_on_it_behind_tls(tmp_path):
    """Digits and Enter, while the page asks; Enter then calls the next."""
    one, two, three, four, enter = 79, 80, 81, 75, 96
    hall = keys.strict_hall(lambda text: SecureHaod(tmp_path, text))
    with keys.technician(hall) as wire:
        keys.add(wire, "101", "clerk", "1234")
        secret = keys.add(wire, "desk", "counter")
        kiosk = keys.log_in(hall, "k", keys.add(wire, "k", "kiosk"))
    (tmp_path / "secret").write_text(f"desk {secret}\n")
    ticket = pairs(kiosk("TICKET", "ISSUE", "A", "RID", "r1"))
    shown = Terminal(tmp_path, [
        *watch_keypad(tmp_path, typed([one, two, three, four, enter, enter])),
        COUNTER, "-s", f"127.0.0.1:{hall.secure_port}", "--pin", hall.pin,
        "--secret-file", tmp_path / "secret", "-w", "1", "-k", "101",
        "-l", "en", "--keypad", NODE])
    try:
        shown.wait(r"Your PIN")
        shown.wait(r"A001 .* → 1")
        now = pairs(kiosk("TICKET", "GET", ticket["id"]))
        assert (now["state"], now["clerk"]) == ("called", "101")
    finally:
        shown.close()
        kiosk.close()
        assert hall.stop() == 0
