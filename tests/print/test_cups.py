"""A real cupsd, the backend hao, hao-printer and a stand-in: what becomes of
one paper is told truly, and it never becomes two."""

import re
import signal
import subprocess
import time

import pytest
from conftest import Rig
from owner import ticket
from weather import Weather

# Of IPP: the version, the operation, the number of the request.
SEND_DOCUMENT = rb"[\x01\x02].\x00\x06\x00\x00"


@pytest.fixture
def rig(make_printer):
    rig = Rig(make_printer())
    try:
        yield rig.start()
    finally:
        rig.close()


def test_a_ticket_is_printed(rig):
    assert rig.print("A1") == "printed"
    assert len(rig.printer.tickets) == 1
    assert rig.printer.interrupted == 0


def test_no_paper(rig):
    rig.printer.change(paper="out")
    assert rig.print("A1") == "failed"
    rig.printer.change(paper="ok")
    rig.owner.settled()
    assert rig.print("A2") == "printed"
    assert len(rig.printer.tickets) == 1


def test_paper_out_in_mid_ticket(rig):
    rig.printer.change(out_at=rig.printer.total + 9000)
    assert rig.print("A1") == "unknown"


def test_reset_in_mid_ticket(rig):
    rig.printer.change(reset_at=rig.printer.total + 9000)
    assert rig.print("A1") == "unknown"
    assert len(rig.printer.tickets) <= 1


def test_the_same_paper_again(rig):
    assert rig.print("A1") == "printed"
    assert rig.print("A1") == "printed"
    assert len(rig.printer.papers) == 1


def test_a_stock_queue_has_sent(rig):
    rig.owner.end()
    queue = rig.cups.queue(
        "stock", f"socket://127.0.0.1:{rig.printer.port}/?waiteof=false")
    assert rig.print("A1", queue=queue) == "sent"


def test_cupsd_is_not_there(rig):
    rig.cups.end()
    assert rig.print("A1") == "failed"
    rig.cups.restart()
    rig.owner.settled()
    assert rig.print("A2") == "printed"
    assert len(rig.printer.tickets) == 1


def test_hao_printer_is_not_there(rig):
    rig.owner.end()
    assert rig.print("A1", deadline_ms=8000) == "failed"


def test_cupsd_hangs(rig):
    """A late paper is none, or is this one; a second one is never."""
    rig.cups.signal(signal.SIGSTOP)
    verdict = rig.print("A1", deadline_ms=1000)
    rig.cups.signal(signal.SIGCONT)
    assert verdict == "failed"
    assert rig.print("A2") == "printed"
    assert len(rig.printer.tickets) == 1


def test_cupsd_hangs_in_mid_ticket(rig):
    rig.printer.change(stall_at=rig.printer.total + 2000)
    submit = rig.submit("A1", deadline_ms=1500)
    assert rig.printer.wait(lambda p: p.stalled)
    rig.cups.signal(signal.SIGSTOP)
    rig.printer.change(stalled=False)
    assert rig.verdict(submit) == "unknown"
    rig.cups.signal(signal.SIGCONT)
    assert rig.printer.wait(lambda p: len(p.papers) == 1)
    assert rig.print("A1") == "unknown"  # as it was told
    assert rig.print("A2") == "printed"
    assert len(rig.printer.tickets) == 2


def test_cupsd_is_killed_in_mid_ticket(rig):
    """It begins the job anew when it is there again: no second paper."""
    rig.printer.change(stall_at=rig.printer.total + 2000)
    submit = rig.submit("A1", deadline_ms=15000)
    assert rig.printer.wait(lambda p: p.stalled)
    rig.cups.end(signal.SIGKILL)
    rig.printer.change(stalled=False)
    assert rig.printer.wait(lambda p: len(p.papers) == 1)
    rig.cups.restart()
    assert rig.verdict(submit) in ("printed", "sent", "unknown")
    assert rig.print("A2") == "printed"
    assert len(rig.printer.tickets) == 2


def test_cupsd_is_killed_while_a_ticket_waits(rig):
    rig.printer.change(paper="out")
    submit = rig.submit("A1", deadline_ms=15000)
    guest = rig.owner.watch()
    guest.state("media-empty-error")
    guest.close()
    rig.cups.end(signal.SIGKILL)
    rig.cups.restart()
    rig.printer.change(paper="ok")
    verdict = rig.verdict(submit)
    # Of a job that a new cupsd has read back, CUPS keeps no verdict.
    assert (verdict, len(rig.printer.tickets)) in (
        ("failed", 0), ("printed", 1), ("sent", 1), ("unknown", 1),
        ("unknown", 0))


def test_cupsd_ends_in_mid_ticket(rig):
    rig.printer.change(stall_at=rig.printer.total + 2000)
    submit = rig.submit("A1", deadline_ms=15000)
    assert rig.printer.wait(lambda p: p.stalled)
    rig.cups.signal(signal.SIGTERM)
    rig.printer.change(stalled=False)
    assert rig.printer.wait(lambda p: len(p.papers) == 1)
    rig.cups.end()
    rig.cups.restart()
    assert rig.verdict(submit) in ("printed", "sent", "unknown")
    assert rig.print("A2") == "printed"
    assert len(rig.printer.tickets) == 2


@pytest.mark.parametrize("both", [False, True])
def test_killed_in_mid_ticket(rig, both):
    """The kiosk, and hao-printer with it."""
    rig.printer.change(stall_at=rig.printer.total + 2000)
    submit = rig.submit("A1")
    assert rig.printer.wait(lambda p: p.stalled)
    submit.end(signal.SIGKILL)
    if both:
        rig.owner.end(signal.SIGKILL)
        rig.owner.start()
    rig.printer.change(stalled=False)
    if not both:
        assert rig.printer.wait(lambda p: len(p.papers) == 1)
    assert rig.print("A1") == ("unknown" if both else "printed")
    assert len(rig.printer.tickets) <= 1


@pytest.mark.parametrize("lines", [
    "", "job 1\n", "job 1\nsen"])
def test_killed_before_anything_was_sent(rig, lines):
    """As its record has it: the job, if it was made, is empty."""
    rig.remember("A1", lines)
    assert rig.print("A1") == "printed"
    assert len(rig.printer.tickets) == 1


@pytest.mark.parametrize("lines, verdict", [
    ("job 1\nsending\n", "unknown"),
    ("job 1\nsending\nprinted\n", "printed"),
    ("job 1\nsending\nfailed\n", "failed")])
def test_killed_after_it_was_sent(rig, lines, verdict):
    """Job 1 of that CUPS is not this paper: its name says so."""
    assert rig.print("other") == "printed"
    rig.remember("A1", lines)
    assert rig.print("A1") == verdict
    assert len(rig.printer.tickets) == 1


def test_too_late_is_cancelled(rig):
    rig.owner.end()
    rig.owner.more = (*rig.owner.more[:-1], "60")
    rig.owner.start().settled()
    rig.printer.change(paper="out")
    assert rig.print("A1", deadline_ms=700) == "failed"
    rig.printer.change(paper="ok")
    rig.owner.settled()
    assert rig.print("A2") == "printed"
    assert len(rig.printer.tickets) == 1


def test_a_queue_that_does_not_exist(rig):
    assert rig.print("A1", queue="nowhere") == "failed"


def test_the_printers_state(rig):
    watch = rig.submit("")
    assert watch.out.wait("^state ok$")
    rig.printer.change(paper="out")
    rig.print("A1")
    assert watch.out.wait("^state no_paper$")
    rig.cups.end()
    assert watch.out.wait("^state away$")
    assert watch.end() == -signal.SIGTERM


def test_cups_is_told_while_nothing_is_printed(rig):
    rig.owner.end()
    rig.owner.more = (*rig.owner.more, "-q", "hall")
    rig.owner.env = rig.cups.env
    rig.owner.start().settled()
    watch = rig.submit("")
    assert watch.out.wait("^state ok$")
    rig.printer.change(paper="low")
    assert watch.out.wait("^state low$")
    rig.printer.change(paper="out")
    assert watch.out.wait("^state no_paper$")
    rig.printer.change(paper="ok", cover_open=True)
    assert watch.out.wait("^state cover$")
    rig.printer.change(cover_open=False)
    assert watch.out.wait("^state ok$", since=len(watch.out.all) - 1)


def test_a_full_disk_prints_nothing(rig):
    rig.records.write_text("no folder")
    submit = rig.submit("A1")
    assert submit.wait() == 1
    assert rig.printer.tickets == []


def test_the_paper_is_what_was_sent(rig):
    rig.print("A1", document=ticket(rows=48) + ticket(rows=24))
    assert [one.rows for one in rig.printer.papers] == [48, 24]


def test_cupsd_is_gone_before_it_has_the_ticket(rig):
    """Its job is there and stays empty: it is printed by another one."""
    net = Weather(rig.cups.socket)
    net.cut_after = re.compile(SEND_DOCUMENT, re.DOTALL)
    rig.env = {**rig.env, "CUPS_SERVER": f"127.0.0.1:{net.at}"}
    try:
        began = time.monotonic()
        assert rig.print("A1") == "printed"
        assert net.cut_count == 1
        assert time.monotonic() - began < 5, "it waited for what can't come"
    finally:
        net.close()
    assert len(rig.printer.papers) == 1


def test_a_new_cupsd_holds_what_it_has_all_of(rig):
    """As one does that was killed before it wrote down that all has come."""
    subprocess.run(["cupsdisable", "hall"], env=rig.env, check=True)
    submit = rig.submit("A1")
    document = rig.cups.folder / "spool" / "d00001-001"
    assert rig.cups.await_(document.exists)
    subprocess.run(["lp", "-i", "hall-1", "-H", "hold"], env=rig.env,
                   check=True)
    rig.cups.end(signal.SIGKILL)
    rig.cups.restart()
    assert rig.verdict(submit) == "printed"
    assert len(rig.printer.papers) == 1
