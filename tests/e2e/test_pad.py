"""Call pads on a serial line, with a pseudo-terminal in the line's place."""

import os
import pty
import select
import time
import tty

import pytest

import keys
from daemon import BUILD, Process, pairs
from resp import PATIENCE_S, poll
from secure import SecureHaod

PAD = BUILD / "pad" / "hao-pad"
NEXT, RECALL, ASK, HOLD = b"\x0c", b"\x0d", b"\x0b", b"\x00\x0f"


def frame(address, func, data=b""):
    length = bytes([len(data) + 2])
    total = (address + func + sum(data)) % 256
    return (b"\xff\x68" + length * 2 + b"\x68" + bytes([address, func]) + data
            + bytes([total, 0x16]))


def shown(address, waiting, number):
    text = f"{waiting:0>3}" if waiting != "" else "aaa"
    text += f"{number:0>3}" if number != "" else "aaa"
    return frame(address, 2, bytes(int(c, 16) for c in text))


class Line:
    """The pads' end of the line, which LINK names for the program."""

    def __init__(self, link):
        self.link = link
        self.plug()

    def plug(self):
        self.here, there = pty.openpty()
        tty.setraw(there)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(there))
        self.there = there
        self.seen = b""

    def unplug(self):
        self.link.unlink()
        os.close(self.there)
        os.close(self.here)
        self.here = None

    def close(self):
        if self.here is not None:
            self.unplug()

    def press(self, address, data, func=0):
        os.write(self.here, frame(address, func, data))

    def wait(self, wanted):
        """Reads until WANTED has come, and drops what came before."""
        end = time.monotonic() + 2 * PATIENCE_S
        while wanted not in self.seen:
            left = end - time.monotonic()
            ready, _, _ = select.select([self.here], [], [], max(left, 0))
            assert ready, (wanted.hex(), self.seen[-60:].hex())
            self.seen += os.read(self.here, 4096)
        self.seen = self.seen.split(wanted, 1)[1]

    def forget(self):
        """Drops all that has come, of a program that has ended."""
        while select.select([self.here], [], [], 0)[0]:
            os.read(self.here, 4096)
        self.seen = b""


@pytest.fixture
def line(tmp_path):
    made = Line(tmp_path / "line")
    yield made
    made.close()


@pytest.fixture
def pads(haod, line):
    program = Process([
        PAD, "-s", f"127.0.0.1:{haod.port}", "-d", f"tty:{line.link}@9600",
        "-n", "pads", "-p", "1=1:101", "-p", "2=3:103"])
    assert program.err.wait(r"the line is open")
    yield program
    assert program.end() == 0, program.err.all
    assert not any("Sanitizer" in said for said in program.err.all)


def test_the_halls_file_says_which_pads_there_are(haod, line):
    words = [PAD, "-s", f"127.0.0.1:{haod.port}", "-n", "east",
             "-d", f"tty:{line.link}@9600"]
    program = Process(words)
    assert program.err.wait(r"which pads\?.* device east")
    assert program.wait() == 1
    haod.conf.write_text(haod.conf.read_text() + """
devices:
  - {name: east, pads: ["7=3:103"]}
""")
    with haod.wire("technician") as wire:
        assert wire("HALL", "RELOAD") == "OK"
        program = Process(words)
        ticket = issue(wire, "B", "r1")
        line.wait(shown(7, 1, ""))
        line.press(7, NEXT)
        line.wait(shown(7, 0, 1))
        assert state_of(wire, ticket)["clerk"] == "103"
    assert program.end() == 0, program.err.all


def issue(wire, service, rid):
    return pairs(wire("TICKET", "ISSUE", service, "RID", rid))


def state_of(wire, ticket):
    return pairs(wire("TICKET", "GET", ticket["id"]))


def test_two_pads_on_one_line(haod, line, pads):
    with haod.wire("looks") as wire:
        line.wait(shown(1, 0, ""))
        line.wait(shown(2, 0, ""))
        one, two = issue(wire, "A", "r1"), issue(wire, "B", "r2")
        line.wait(shown(1, 1, ""))
        line.press(1, NEXT)
        line.wait(frame(1, 0, NEXT))
        line.wait(shown(1, 0, 1))
        line.press(2, NEXT, func=0x20)
        line.wait(frame(2, 0x20, NEXT))
        line.wait(shown(2, 0, 1))
        now = [state_of(wire, t) for t in (one, two)]
        assert [t["state"] for t in now] == ["called", "called"]
        assert [t["counter"] for t in now] == ["1", "3"]
        assert [t["clerk"] for t in now] == ["101", "103"]
        line.press(1, HOLD)
        line.wait(frame(1, 0, HOLD))
        line.wait(shown(1, 0, ""))
        assert state_of(wire, one)["state"] == "held"
        # Nobody is at hand: it beeps.
        line.press(1, b"\x06\x0f")
        line.wait(frame(1, 3))


def test_a_press_opens_what_a_clerk_had(haod, line, request):
    with haod.wire("window-1") as clerk:
        assert pairs(clerk("COUNTER", "OPEN", "1", "CLERK", "7"))
        request.getfixturevalue("pads")
        line.wait(frame(1, 3))  # it beeps: the counter is another's
        ticket = issue(clerk, "A", "r1")
        clerk("COUNTER", "CLOSE", "1")
        line.press(1, NEXT)
        line.wait(shown(1, 0, 1))
        assert state_of(clerk, ticket)["clerk"] == "101"


def test_a_citizen_rates_by_the_pad(haod, line, pads):
    with haod.wire("looks") as wire:
        one = issue(wire, "A", "r1")
        line.wait(shown(1, 1, ""))
        line.press(1, NEXT)
        line.wait(shown(1, 0, 1))
        line.press(1, ASK)
        line.wait(shown(1, 0, ""))
        line.press(1, b"\x05", func=0x11)
        line.wait(frame(1, 1))
        ticket = poll(lambda: state_of(wire, one),
                      lambda t: t.get("rating") == 5, "the rating")
        assert ticket["state"] == "served"


def test_the_server_dies_and_the_line_is_unplugged(haod, line, pads):
    with haod.wire("looks") as wire:
        one = issue(wire, "A", "r1")
    line.wait(shown(1, 1, ""))
    line.press(1, NEXT)
    line.wait(shown(1, 0, 1))
    haod.kill()
    line.wait(shown(1, "", ""))
    haod.start()
    line.wait(shown(1, 0, 1))
    line.unplug()
    assert pads.err.wait(r"hao-pad: tty:\S+@9600: the line is lost: ")
    since = len(pads.err.all)
    line.plug()
    assert pads.err.wait(r"the line is open", since)
    line.press(1, ASK)
    line.wait(frame(1, 0, ASK))
    line.wait(shown(1, 0, ""))
    with haod.wire("looks") as wire:
        assert state_of(wire, one)["state"] == "served"
        row, = wire.json("DEVICE", "LIST")
    assert (row["device"], row["key"], row["state"]) == ("pads", "pad", "ok")


def test_misuse_says_what_to_change(haod):
    for words, said in (
            (["-p", "1=1"], "which line?"),
            (["-d", "usb:1", "-p", "1=1"], "this is no serial line"),
            (["-d", "tty:/dev/null@77", "-p", "1=1"], "that speed"),
            (["-d", "tty:/dev/null@9600", "-p", "x"], "this is no pad"),
            (["-d", "tty:/dev/null@9600", "-p", "1=1", "-p", "1=2"],
             "two pads have one address")):
        program = Process([PAD, "-s", f"127.0.0.1:{haod.port}", *words])
        assert program.wait() == 2
        assert any(said in one for one in program.err.all), program.err.all


# --- On a network that is not trusted --------------------------------------


WRONG, RIGHT = b"\x09\x09\x09\x09\x0f", b"\x01\x02\x03\x04\x0f"
NOUGHTS = b"\x00\x00\x04\x02\x0f"


@pytest.fixture
def strict(tmp_path):
    """Behind TLS, with accounts; the clerks 101 and 103 have PINs."""
    folder = tmp_path / "strict"
    folder.mkdir()
    hall = keys.strict_hall(lambda text: SecureHaod(folder, text))
    with keys.technician(hall) as wire:
        keys.add(wire, "101", "clerk", "1234")
        keys.add(wire, "103", "clerk", "0042")
    yield hall
    assert hall.stop() == 0, hall.said.all


def start_pads(hall, line, secret, *words):
    program = hall.program([
        PAD, "--pin", hall.pin, "--secret-file", secret, "-n", "pads",
        "-d", f"tty:{line.link}@9600", "-p", "1=1:101", "-p", "2=3:103"],
        *words)
    assert program.err.wait(r"the line is open"), program.err.all
    return program


def test_pins_are_typed_at_pads_behind_tls(strict, line, tmp_path):
    secret = tmp_path / "secret"
    with keys.technician(strict) as wire:
        code = wire.json("ACCOUNT", "PAIR", "pads", "pad")["code"]
        kiosk = keys.log_in(
            strict, "k", keys.add(wire, "k", "kiosk"))
    # The code is good once, and is for all pads of the line.
    program = start_pads(strict, line, secret, "--pair", code)
    for counter in (1, 3):
        assert program.err.wait(rf"counter {counter}: WRONGPASS"), \
            program.err.all
    one, two = issue(kiosk, "A", "r1"), issue(kiosk, "B", "r2")
    # Blank, and a beep to each key, until the PIN was typed.
    line.wait(shown(1, "", ""))
    for data in (NEXT, WRONG):
        line.press(1, data)
        line.wait(frame(1, 0, data))
        line.wait(frame(1, 3))
    assert state_of(kiosk, one)["state"] == "waiting"
    line.press(1, RIGHT)
    line.wait(shown(1, 1, ""))
    line.press(2, NOUGHTS)
    line.wait(shown(2, 1, ""))
    line.press(1, NEXT)
    line.wait(shown(1, 0, 1))
    line.press(2, NEXT)
    line.wait(shown(2, 0, 1))
    now = [state_of(kiosk, t) for t in (one, two)]
    assert [t["clerk"] for t in now] == ["101", "103"]
    kiosk.close()
    # Who holds the counter is not asked again: not after a power cut, …
    strict.kill()
    line.wait(shown(1, "", ""))
    strict.start()
    line.wait(shown(1, 0, 1))
    # … nor when the pads' program was started anew, without a code.
    assert program.end() == 0, program.err.all
    line.forget()
    again = start_pads(strict, line, secret)
    line.wait(shown(2, 0, 1))
    line.press(2, ASK)
    line.wait(shown(2, 0, ""))
    assert again.end() == 0, again.err.all
    for process in (program, again, strict.process):
        said = "\n".join(process.err.all + process.out.all)
        assert "1234" not in said and "0042" not in said
