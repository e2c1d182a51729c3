"""hao-kiosk as citizens meet it, without its screen: a real haod, cupsd,
hao-printer and a stand-in. Killed at each step: one ticket, one paper at most,
and the server is told the truth of it."""

import signal
import subprocess

import pytest
from conftest import Rig
from daemon import BUILD, Haod, Lines, pairs
from usb import preload

KIOSK = BUILD / "kiosk" / "hao-kiosk"
KILLAT = BUILD / "tests" / "print" / "killat.so"


class Hall(Rig):
    """The rig of test_cups with a server, and a real kiosk before it."""

    haod = None
    children = ()

    def start(self):
        super().start()
        (self.folder / "haod").mkdir()
        self.haod = Haod(self.folder / "haod").start()
        return self

    def kiosk(self, keys, *more, wait=True, env=None):
        process = subprocess.Popen(
            [str(word) for word in (
                KIOSK, "--text", "-l", "en", "-s",
                f"127.0.0.1:{self.haod.port}", "--keep",
                self.folder / "keep", "--printer", "cups:hall",
                "--format", "text", "--model", "epson-tm-t82", *more)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={**self.cups.env, **(env or {})})
        process.stdin.write("".join(f"{key}\n" for key in keys).encode())
        process.stdin.flush()
        self.children = [*self.children, process]
        if not wait:
            return process
        out, err = process.communicate(timeout=40)
        self.out, self.err = out.decode(), err.decode()
        assert "Sanitizer" not in self.err
        return process.returncode

    def close(self):
        for child in self.children:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout, child.stderr):
                pipe.close()
        status = self.haod.stop() if self.haod else 0
        super().close()
        assert status == 0, self.haod.said.all

    def tickets(self):
        """(number, verdict) of all that were issued and not given back."""
        found = []
        wire = self.haod.wire()
        for number in range(1, 300):
            try:
                row = pairs(wire("TICKET", "GET", str(number)))
            except Exception:
                break
            if row["state"] != "cancelled":
                found.append((row["number"], row.get("printed")))
        wire.close()
        return found


@pytest.fixture
def hall(make_printer):
    hall = Hall(make_printer())
    try:
        yield hall.start()
    finally:
        hall.close()


def test_a_ticket(hall):
    assert hall.kiosk(["1"]) == 0, hall.err
    assert "A001" in hall.out and "please take your ticket" in hall.out
    assert hall.tickets() == [("A001", "printed")]
    paper, = hall.printer.tickets
    text = paper.text.decode("gb18030")
    assert "A001" in text and "Qinghe County Service Centre" in text


def test_three_tickets(hall):
    assert hall.kiosk(["1", "2", "1"]) == 0, hall.err
    assert [verdict for _, verdict in hall.tickets()] == 3 * ["printed"]
    assert len(hall.printer.papers) == 3


def test_reset_in_mid_ticket(hall):
    hall.printer.change(reset_at=hall.printer.total + 200)
    assert hall.kiosk(["1"]) == 1
    assert "may not have been printed" in hall.err
    assert "A001" in hall.out, "the number stands on the screen"
    assert hall.tickets() == [("A001", "unknown")]


def test_a_reprint_says_so_and_is_no_new_ticket(hall):
    assert hall.kiosk(["1", "r", "r"], "-n", "kiosk-7") == 0, hall.err
    first, second, third = (
        one.text.decode("gb18030") for one in hall.printer.tickets)
    assert "REPRINT" not in first
    assert "REPRINT" in second and "REPRINT" in third
    assert hall.tickets() == [("A001", "printed")]
    haoctl = BUILD / "haoctl" / "haoctl"
    why = subprocess.run(
        [haoctl, "-j", f"sqlite:{hall.haod.file}", "why", "A001"],
        capture_output=True, text=True)
    assert why.returncode == 0, why.stderr
    why = why.stdout
    assert why.count("Paper: printed.") == 1
    assert why.count("Paper printed again at kiosk-7: printed.") == 2


@pytest.mark.parametrize("format", ["text", "escpos"])
def test_the_test_paper(hall, format):
    done = subprocess.run(
        [KIOSK, "--print-test", "-l", "en", "-s",
         f"127.0.0.1:{hall.haod.port}", "--keep", hall.folder / "new",
         "--printer", "cups:hall", "--format", format],
        env=hall.cups.env, capture_output=True, text=True, timeout=40)
    assert (done.returncode, done.stderr) == (0, "")
    assert "the test paper: printed\n" in done.stdout
    paper, = hall.printer.tickets
    if format == "text":
        text = paper.text.decode("gb18030")
        assert "TEST" in text and "Qinghe County Service Centre" in text
    assert hall.tickets() == []


def test_no_paper_is_known_before_the_press(hall):
    hall.printer.change(paper="out")
    hall.print("before")  # so that CUPS knows it
    kiosk = hall.kiosk([], wait=False)
    assert Lines(kiosk.stderr).wait("out of paper")
    kiosk.stdin.write(b"1\n")
    kiosk.stdin.close()
    assert kiosk.wait() == 1
    assert b"A001" in kiosk.stdout.read()
    assert hall.tickets() == [("A001", "failed")]
    assert hall.printer.tickets == []
    with hall.haod.redis() as ask:
        devices = str(ask.execute_command("DEVICE", "LIST"))
    assert "no_paper" in devices


def test_no_paper_no_tickets(hall):
    hall.printer.change(paper="out")
    hall.print("before")
    kiosk = hall.kiosk([], "--stop-without-paper", wait=False)
    assert Lines(kiosk.stderr).wait("out of paper")
    kiosk.stdin.write(b"1\n")
    kiosk.stdin.close()
    assert kiosk.wait() == 1
    assert hall.tickets() == []


def test_killed_while_it_prints(hall):
    hall.printer.change(stall_at=hall.printer.total + 100)
    kiosk = hall.kiosk(["1"], wait=False)
    assert hall.printer.wait(lambda p: p.stalled)
    kiosk.kill()
    kiosk.wait()
    hall.printer.change(stalled=False)
    assert hall.printer.wait(lambda p: len(p.papers) == 1)
    assert hall.kiosk([]) == 0, hall.err
    assert hall.tickets() == [("A001", "printed")]
    assert len(hall.printer.papers) == 1


@pytest.mark.parametrize("first", range(1, 5))
def test_killed_at_each_step(hall, first):
    """Just before each write, send, sync and rename; then started again."""
    for step in range(first, 200, 4):
        kiosk = hall.kiosk(["1"], wait=False, env={
            **preload(KILLAT), "KILLAT": str(step)})
        kiosk.stdin.close()
        status = kiosk.wait()
        assert status in (0, -signal.SIGKILL), kiosk.stderr.read()
        assert hall.kiosk([]) in (0, 1), (step, hall.err)
        if status == 0:
            break
    assert status == 0
    texts = [one.text.decode("gb18030") for one in hall.printer.tickets]
    for number, verdict in hall.tickets():
        papers = sum(number in text for text in texts)
        assert (verdict, papers) in (
            ("printed", 1), ("unknown", 1), ("unknown", 0),
            (None, 0)), (number, texts)
