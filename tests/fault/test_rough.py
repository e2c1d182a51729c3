"""What the machine does to haod: stops it, has no descriptors left."""
import json
import os
import resource
import select
import signal
import socket

import pytest

from machine import PATIENCE_S, Clock


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path, "2031-03-05 10:00")


@pytest.fixture
def haod(make_haod, clock):
    return make_haod(clock.env())


class Terminal:
    """A connection without a name: all of them are one terminal."""

    def __init__(self, haod, patience_s=PATIENCE_S):
        self.sock = socket.create_connection(
            ("127.0.0.1", haod.port), patience_s)
        self.lines = self.sock.makefile("rb")

    def send(self, *words):
        self.sock.sendall((" ".join(words) + "\r\n").encode())

    def read(self):
        line = self.lines.readline().decode().rstrip("\r\n")
        assert line, "haod closed the connection"
        if not line.startswith("$") or line == "$-1":
            return line
        text = self.lines.read(int(line[1:]) + 2)
        return json.loads(text)

    def ask(self, *words):
        self.send(*words)
        return self.read()

    def close(self):
        self.lines.close()
        self.sock.close()


@pytest.fixture
def pad(haod):
    terminal = Terminal(haod)
    yield terminal
    terminal.close()


def issue(terminal, rid):
    return terminal.ask("TICKET ISSUE A RID", rid, "JSON")


def test_stopped_for_a_minute(haod, clock, pad):
    first, second = issue(pad, "a"), issue(pad, "b")
    assert pad.ask("COUNTER OPEN 1 CLERK 7 JSON")["state"] == "open"
    haod.process.send_signal(signal.SIGSTOP)
    # Nobody answers; whoever asked gives up and comes again later.
    pad.send("COUNTER NEXT 1 RID n JSON")
    kiosk = Terminal(haod, patience_s=0.1)
    kiosk.send("TICKET ISSUE A RID c JSON")
    with pytest.raises(TimeoutError):
        kiosk.read()
    kiosk.close()
    clock.pass_s(60)
    haod.process.send_signal(signal.SIGCONT)
    # What stood in the line was done, in order, and once.
    call = pad.read()
    if isinstance(call, str):
        # The minute was longer than the lease: the counter is free.
        assert call.startswith("-COUNTERCLOSED")
        assert pad.ask("COUNTER OPEN 1 CLERK 7 JSON")["state"] == "open"
        call = pad.ask("COUNTER NEXT 1 RID n JSON")
    assert call["id"] == first["id"]
    again = issue(pad, "c")
    assert (again["number"], again["id"]) == ("A003", "3")
    assert issue(pad, "b")["id"] == second["id"]
    assert issue(pad, "d")["number"] == "A004"


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def leave_descriptors(haod, count):
    """haod gets so many more than it has, and then none."""
    pid = haod.process.pid
    _, most = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE,
                     (max(fd_numbers(pid)) + count, most))


def test_out_of_descriptors(haod, pad):
    """Who is there is served; who comes is, once others have left."""
    leave_descriptors(haod, 3)
    crowd = [socket.create_connection(("127.0.0.1", haod.port), PATIENCE_S)
             for _ in range(8)]
    for one in crowd:
        one.sendall(b"PING\r\n")
    crowd[0].recv(64)
    assert issue(pad, "a")["number"] == "A001"
    assert pad.ask("COUNTER OPEN 1 CLERK 7 JSON")["state"] == "open"
    assert pad.ask("COUNTER NEXT 1 RID n JSON")["number"] == "A001"
    # Who waits for one is not asked about over and over.
    before = cpu_s(haod.process.pid)
    assert select.select([crowd[-1]], [], [], 1) == ([], [], [])
    assert cpu_s(haod.process.pid) - before < 0.3
    # The last one waits in the listener's line, and is not lost there.
    for one in crowd[:-1]:
        one.close()
    assert crowd[-1].recv(64) == b"+PONG\r\n"
    crowd[-1].close()


def test_a_line_of_those_who_have_left(haod, pad):
    """They take a descriptor each until haod sees that they are gone."""
    leave_descriptors(haod, 5)
    crowd = [socket.create_connection(("127.0.0.1", haod.port), PATIENCE_S)
             for _ in range(200)]
    for one in crowd:
        one.close()
    late = Terminal(haod)
    assert issue(late, "a")["number"] == "A001"
    late.close()


def fd_numbers(pid):
    return [int(name) for name in os.listdir(f"/proc/{pid}/fd")]
