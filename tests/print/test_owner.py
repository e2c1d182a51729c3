"""hao-printer and a stand-in on TCP: the verdict is always true, and there is
never a second paper of a job."""

import os
import resource
import signal
import time

import machine
import pytest
from daemon import Process
from owner import PRINTER, ticket
from proc import wakes
from resp import PATIENCE_S

EPSON = ("-m", "epson-tm-t20")


@pytest.fixture
def printer(make_printer):
    return make_printer()


@pytest.fixture
def owner(make_owner, printer):
    return make_owner(printer, *EPSON, "-w", "1").settled()


def test_a_ticket_is_printed(owner, printer):
    assert owner.print() == ("printed", "")
    assert len(printer.papers) == 1
    assert printer.papers[0].rows == 240
    assert printer.interrupted == 0


def test_many_tickets_at_once(owner, printer):
    guests = [owner.send(ticket(rows=24 * n)) for n in range(1, 9)]
    assert {guest.verdict()[0] for guest in guests} == {"printed"}
    assert [one.rows for one in printer.papers] == [
        24 * n for n in range(1, 9)]


def test_no_paper_before_the_ticket(owner, printer):
    printer.change(paper="out")
    guest = owner.send()
    assert guest.verdict() == ("failed", "the printer is out of paper")
    assert "media-empty-error" in guest.states
    printer.change(paper="ok")
    owner.settled()
    assert owner.print()[0] == "printed"
    assert len(printer.tickets) == 1


def test_cover_open_before_the_ticket(owner, printer):
    printer.change(cover_open=True)
    assert owner.print() == ("failed", "the printer's cover is open")
    assert printer.tickets == []


def test_paper_comes_back_while_a_ticket_waits(make_owner, printer):
    owner = make_owner(printer, *EPSON).settled()
    printer.change(paper="out")
    guest = owner.send()
    guest.state("media-empty-error")
    printer.change(paper="ok")
    assert guest.verdict()[0] == "printed"
    assert len(printer.tickets) == 1


def test_paper_out_in_mid_ticket(owner, printer):
    printer.change(out_at=printer.total + 9000)
    guest = owner.send()
    assert guest.verdict() == ("unknown", "the printer is out of paper")
    assert "media-empty-error" in guest.states
    assert printer.interrupted == 0
    # The half ticket comes off by itself, and not at the next one's head.
    printer.change(paper="ok")
    owner.settled()
    assert owner.print()[0] == "printed"
    assert [one.rows for one in printer.tickets][1:] == [240]
    assert printer.tickets[0].rows < 240


def test_paper_out_and_back_in_mid_ticket(make_owner, printer):
    owner = make_owner(printer, *EPSON).settled()
    printer.change(out_at=printer.total + 9000)
    guest = owner.send()
    guest.state("media-empty-error")
    printer.change(paper="ok")
    assert guest.verdict()[0] == "printed"
    assert [one.rows for one in printer.tickets] == [240]


def test_reset_in_mid_ticket(owner, printer):
    printer.change(reset_at=printer.total + 9000)
    assert owner.print()[0] == "unknown"
    owner.settled()
    assert owner.print()[0] == "printed"
    assert sum(one.rows == 240 for one in printer.tickets) == 1


def test_off_line_before_the_ticket(make_owner, make_printer):
    printer = make_printer()
    owner = make_owner(printer, *EPSON, "-w", "1")
    owner.settled()
    printer.close = lambda: None
    printer._ended = True
    os.write(printer._woken, b"x")
    printer._thread.join()
    printer._door.close()
    printer._hang_up()
    assert owner.print() == ("failed", "the printer is not connected")


def test_a_job_that_comes_again(owner, printer):
    guest = owner.send()
    assert guest.verdict()[0] == "printed"
    assert owner.print(name=guest.name) == ("printed", "it came before")
    assert len(printer.tickets) == 1


def test_the_same_job_twice_at_once(owner, printer):
    printer.change(paper="out")
    first = owner.send()
    first.state("media-empty-error")
    second = owner.send(name=first.name)
    printer.change(paper="ok")
    assert first.verdict()[0] == second.verdict()[0] == "printed"
    assert len(printer.tickets) == 1


def test_killed_in_mid_ticket(make_owner, printer):
    owner = make_owner(printer, *EPSON).settled()
    printer.change(stall_at=printer.total + 2000)
    guest = owner.send()
    assert printer.wait(lambda p: p.stalled)
    owner.end(signal.SIGKILL)
    printer.change(stalled=False)
    owner.start().settled()
    assert owner.print(name=guest.name) == ("unknown", "it was begun before")
    assert sum(one.rows == 240 for one in printer.tickets) <= 1


def test_stopped_for_a_minute(make_owner, printer, tmp_path):
    clock = machine.Clock(tmp_path, "2031-03-05 10:00")
    owner = make_owner(printer, *EPSON, "-w", "1", env={
        **clock.env(), "HAO_CLOCK_TIMERS": "1"}).settled()
    owner.process.child.send_signal(signal.SIGSTOP)
    guest = owner.send()
    clock.pass_s(60)
    owner.process.child.send_signal(signal.SIGCONT)
    assert guest.verdict() == ("printed", "")
    printer.change(stall_at=printer.total + 2000)
    guest = owner.send()
    assert printer.wait(lambda p: p.stalled)
    owner.process.child.send_signal(signal.SIGSTOP)
    clock.pass_s(60)
    printer.change(stalled=False)
    owner.process.child.send_signal(signal.SIGCONT)
    # In the midst of a paper it may have lost sight of it; it prints no other.
    assert guest.verdict()[0] in ("printed", "unknown")
    owner.settled()
    assert owner.print()[0] == "printed"
    assert len(printer.tickets) == 3


def test_a_job_that_was_broken_off(owner, printer):
    guest = owner.guest()
    guest.say("PRINT half-a-job")
    guest.line.sendall(b"DATA 20000\n" + b"\xaa" * 10000)
    guest.close()
    assert owner.print()[0] == "printed"
    assert len(printer.tickets) == 1


def test_a_waiting_job_is_cancelled(owner, printer):
    printer.change(paper="out")
    guest = owner.send()
    guest.state("media-empty-error")
    guest.say("CANCEL")
    assert guest.verdict() == ("failed", "it was cancelled")
    printer.change(paper="ok")
    owner.settled()
    assert owner.print(name=guest.name)[0] == "failed"
    assert printer.tickets == []


def test_a_begun_job_that_waits_again_is_cancelled(make_owner, printer):
    owner = make_owner(printer, *EPSON).settled()
    printer.change(stall_at=printer.total + 2000)
    begun = owner.send()
    assert printer.wait(lambda p: p.stalled)
    owner.end(signal.SIGKILL)
    printer.change(stalled=False)
    owner.start().settled()
    printer.change(paper="out")
    owner.settled("media-empty-error")
    first = owner.send()
    again = owner.send(name=begun.name)
    again.say("CANCEL")
    # Some of it may have been printed: nobody may make another paper of it.
    assert again.verdict()[0] == "unknown"
    first.say("CANCEL")
    assert first.verdict() == ("failed", "it was cancelled")
    assert owner.print(name=begun.name)[0] == "unknown"


def test_no_descriptor_is_left(owner, printer):
    pid = owner.process.pid
    most = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    # It has those three, and what is open stays open.
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, most[1]))
    guest = owner.guest()
    # It looks now and then whether there is one, and does not spin.
    until, end = wakes(pid) + 5, time.monotonic() + PATIENCE_S
    while wakes(pid) < until:
        assert time.monotonic() < end
    resource.prlimit(pid, resource.RLIMIT_NOFILE, most)
    assert guest.send(ticket()).verdict()[0] == "printed"
    assert len(printer.papers) == 1


@pytest.mark.parametrize("order", [
    "HELLO", "DATA 12", "END", "PRINT ../etc", "PRINT " + "a" * 65,
    "PRINT a\nDATA x", "PRINT a\nDATA 1048577", "PRINT a\nPRINT b", "x" * 200])
def test_wrong_orders(owner, order):
    guest = owner.guest()
    guest.say(order)
    said = [guest.hear() for _ in range(("\n" in order) + 1)]
    assert said[-1].startswith("ERROR ")
    assert guest.hear() == ""
    guest.close()


def test_a_model_nobody_knows(make_owner, make_printer):
    printer = make_printer(watches=False)
    owner = make_owner(printer).settled()
    assert owner.print() == ("printed", "")
    assert len(printer.tickets) == 1


def test_a_printer_that_never_answers(make_owner, make_printer):
    printer = make_printer(asks=False, watches=False, proves=False)
    owner = make_owner(printer, "-m", "mute").settled()
    assert owner.print() == ("sent", "")
    assert printer.wait(lambda p: len(p.papers) == 1)


def test_low_paper_is_said(owner, printer):
    printer.change(paper="low")
    owner.settled("media-low-warning")
    assert owner.print()[0] == "printed"


def test_more_jobs_than_are_held(owner, printer):
    """Their senders wait; no job is lost."""
    printer.change(paper="out")
    first = owner.send()
    first.state("media-empty-error")
    job = ticket(rows=24 * 100)
    guests = []
    for _ in range(3):
        guests.append(owner.guest())
        guests[-1].line.setblocking(False)
    printer.change(paper="ok")
    assert first.verdict()[0] == "printed"
    for guest in guests:
        guest.line.settimeout(20)
        assert guest.send(job).verdict()[0] == "printed"
    assert [one.rows for one in printer.tickets] == [240] + 3 * [2400]


def test_a_serial_line(make_owner, make_printer):
    printer = make_printer(serial=True, watches=False)
    owner = make_owner(printer, "-m", "generic").settled()
    for rows in (48, 72):
        assert owner.print(ticket(rows=rows)) == ("printed", "")
    printer.change(paper="out")
    owner.settled("media-empty-error")
    guest = owner.send(ticket(rows=24))
    guest.state("media-empty-error")
    printer.change(paper="ok")
    assert guest.verdict()[0] == "printed"
    assert [one.rows for one in printer.tickets] == [48, 72, 24]


def test_a_file_in_the_place_of_the_socket_stays(tmp_path):
    path = tmp_path / "mine"
    path.write_text("mine")
    process = Process([PRINTER, "-d", "tcp:127.0.0.1:1", "-S", path,
                       "-j", tmp_path / "jobs"])
    assert process.err.wait("it is there, and no socket")
    assert process.wait() == 1
    assert path.read_text() == "mine"


def test_no_such_line(make_owner):
    owner = make_owner("tty:/dev/no-such-line@9600", "-w", "1")
    assert owner.process.err.wait("not connected: No such file")
    assert owner.print() == ("failed", "the printer is not connected")
