"""Strangers hammer at the door; the hall goes on."""

import os
import re
import resource
import socket
import ssl
import subprocess
import threading

import pytest

from daemon import BUILD, TREE, Process, pairs
from resp import PATIENCE_S, Closed, Wire, encode
from secure import SecureHaod

# What a clerk and a citizen still find quick, on a machine that tests share.
SERVED_S = 5
LIMITS = """
limits:
  strangers: 40
  address_strangers: 20
  address_connections: 60
"""


def hall_text(*more):
    text = (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")
    return text.replace("connections_max: 1024", "connections_max: 120") \
        + "".join(more)


@pytest.fixture
def hall(tmp_path):
    """A hall that asks for accounts at the door of TLS alone."""
    one = SecureHaod(tmp_path, hall_text(LIMITS)).start()
    yield one
    assert one.stop() == 0, one.said.all
    assert not any("Sanitizer" in line for line in one.said.all)


class Work:
    """A kiosk and a counter that are in, and go on serving."""

    def __init__(self, haod):
        self.haod = haod
        self.kiosk = haod.secure("kiosk")
        self.pad = haod.secure("pad-1")
        assert pairs(self.pad("COUNTER", "OPEN", "1", "CLERK", "101"))
        self.served = 0

    def serve(self):
        """One citizen: a ticket, a call."""
        self.served += 1
        rid = f"work-{self.served}"
        for sock in (self.kiosk.sock, self.pad.sock):
            sock.settimeout(SERVED_S)
        ticket = pairs(self.kiosk("TICKET", "ISSUE", "A", "RID", rid))
        call = pairs(self.pad("COUNTER", "NEXT", "1", "RID", f"n-{rid}"))
        assert call["number"] == ticket["number"]

    def close(self):
        self.serve()
        self.kiosk.close()
        self.pad.close()


@pytest.fixture
def work(hall):
    one = Work(hall)
    one.serve()
    yield one
    one.close()


def come(port, host="127.0.0.1", source=None):
    return socket.create_connection(
        (host, port), PATIENCE_S, (source, 0) if source else None)


def is_closed(sock):
    sock.settimeout(PATIENCE_S)
    try:
        while sock.recv(65536):
            pass
    except ConnectionError:
        pass
    return True


def is_open(sock):
    sock.setblocking(False)
    try:
        return sock.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- Many who never say anything ----------------------------------------------


def test_half_open_ones_make_room_for_each_other(hall, work):
    first = come(hall.secure_port)
    crowd = []
    for _ in range(300):
        crowd.append(come(hall.secure_port))
        if len(crowd) % 100 == 0:
            work.serve()
    # The oldest went, and the newest are still waited for.
    assert is_closed(first)
    assert is_closed(crowd[0])
    assert is_open(crowd[-1])
    # Who is quick comes in through the crowd.
    with hall.secure("late") as late:
        assert late("PING") == "PONG"
    for one in crowd:
        one.close()


def test_ten_thousand_connects(hall, work):
    before = cpu_s(hall.pid)
    for i in range(10000):
        come(hall.secure_port if i % 2 else hall.port).close()
        if i % 2000 == 0:
            work.serve()
    work.serve()
    assert cpu_s(hall.pid) - before < 20
    assert int(re.search(r"connected_clients:(\d+)",
                         work.kiosk("INFO")).group(1)) < 120


def test_slow_ones_are_put_out_first(hall, work):
    """One byte at a time keeps no place that somebody else wants."""
    slow = [come(hall.secure_port) for _ in range(40)]
    hello = bytes.fromhex("160301020001")
    for at in range(len(hello)):
        for one in slow:
            try:
                one.send(hello[at:at + 1])
            except ConnectionError:
                pass
        work.serve()
    with hall.secure() as late:
        assert late("PING") == "PONG"
    assert sum(is_open(one) for one in slow) <= 40
    for one in slow:
        one.close()


def test_who_has_no_account_is_slowed_and_kept_small(tmp_path):
    """At a door that asks, words are few, small and slow."""
    text = hall_text(LIMITS).replace("#loopback: open", "loopback: accounts")
    haod = SecureHaod(tmp_path, text).start()
    with haod.wire() as stranger:
        assert stranger("HALL", "STATE").word == "NOAUTH"
        stranger.send_raw(b"PING\r\n" * 45)
        for _ in range(45):
            assert stranger.read() == "PONG"
    for junk in (b"*11\r\n", b"*1\r\n$1025\r\n", b"NONSENSE\r\n"):
        with haod.wire() as stranger:
            stranger.send_raw(junk)
            assert stranger.read().word == "ERR"
            assert stranger.is_ended()
    crowd = [come(haod.port) for _ in range(30)]
    # Of one address it has twenty, and drops the oldest for the next.
    assert is_closed(crowd[0])
    other = come(haod.port, source="127.0.0.7")
    more = [come(haod.port) for _ in range(30)]
    # Who hammers pushes out its own, not another's.
    assert is_open(other)
    for one in (*crowd, *more, other):
        one.close()
    assert haod.stop() == 0


def test_many_from_everywhere(tmp_path):
    """Those who are in keep half of all places."""
    text = hall_text(LIMITS).replace("#loopback: open", "loopback: accounts")
    haod = SecureHaod(tmp_path, text).start()
    crowd = [come(haod.port, source=f"127.0.1.{i}") for i in range(1, 100)]
    assert is_closed(crowd[0]) and is_closed(crowd[58])
    assert is_open(crowd[-1])
    for one in crowd:
        one.close()
    assert haod.stop() == 0


# --- No descriptors, no memory ---------------------------------------------------


def test_descriptors_run_out(tmp_path):
    """The system gives 200: haod keeps some, closes the rest, and rests."""
    haod = SecureHaod(tmp_path, hall_text(LIMITS))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    haod.wrap = ["prlimit", "--nofile=200:200"]
    haod.start()
    work = Work(haod)
    crowd = [come(haod.port) for _ in range(60)]
    crowd += [come(haod.secure_port) for _ in range(60)]
    before = cpu_s(haod.pid)
    for _ in range(20):
        work.serve()
    used = len(os.listdir(f"/proc/{haod.pid}/fd"))
    assert used < 190
    assert cpu_s(haod.pid) - before < 5
    for one in crowd:
        one.close()
    with haod.secure() as late:
        assert late("PING") == "PONG"
    work.close()
    assert haod.stop() == 0
    assert (soft, hard) == resource.getrlimit(resource.RLIMIT_NOFILE)


@pytest.mark.skipif("asan" in str(BUILD),
                    reason="measures memory, which a sanitizer changes")
def test_what_nobody_reads_is_bounded(tmp_path):
    """Each asks for much and reads nothing; together they get 8 MiB."""
    haod = SecureHaod(tmp_path, hall_text("\nlimits: {buffers_mib: 8}\n"))
    haod.start()
    work = Work(haod)
    greedy = []
    # More than its socket holds; of each some 256 KiB are kept.
    count = 8388608 // len(work.kiosk("HALL", "LAYOUT"))
    for i in range(60):
        one = (haod.secure if i % 2 else haod.wire)()
        one.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.sock.settimeout(PATIENCE_S)
        try:
            one.send_raw(encode(["HALL", "LAYOUT"]) * count)
        except (Closed, OSError):
            pass
        greedy.append(one)
        work.serve()
    assert haod.said.wait(r"clients do not read \d+ MiB: closed")
    work.serve()
    work.close()
    for one in greedy:
        one.close()
    with open(f"/proc/{haod.pid}/status", encoding="ascii") as status:
        peak = int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1))
    assert peak < 120 * 1024, peak
    assert haod.stop() == 0


# --- Bytes that are no commands -----------------------------------------------------


@pytest.mark.parametrize("junk", [
    pytest.param(b"GET / HTTP/1.1\r\nHost: hall\r\n\r\n", id="get"),
    pytest.param(b"POST /HALL/PAUSE HTTP/1.1\r\nContent-Length: 9\r\n\r\n"
                 b"TICKET", id="post"),
    pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
                 + bytes(500), id="hello"),
    pytest.param(b"*1\r\n$-1\r\n", id="nil"),
    pytest.param(b"*-1\r\n*1\r\n*1\r\n", id="negative"),
    pytest.param(b"*1\r\n*1\r\n*1\r\n$4\r\nPING\r\n", id="nested"),
    pytest.param(b"*64\r\n$16385\r\n", id="oversized"),
    pytest.param(b"*9999999999999999999\r\n", id="count"),
    pytest.param(b"*2\r\n$4\r\nPING\r\n$99999999\r\n", id="length"),
    pytest.param(b"x" * 70000, id="endless"),
    pytest.param(bytes(range(256)) * 300, id="noise"),
])
def test_confusion_at_both_ports(hall, work, junk):
    for port in (hall.port, hall.secure_port):
        with come(port) as one:
            try:
                one.sendall(junk)
            except ConnectionError:
                pass
            # What begins as TLS does has ten seconds to go on.
            if port == hall.port or not junk.startswith(b"\x16"):
                assert is_closed(one)
        work.serve()
    # Inside TLS it is the same.
    inside = hall.secure()
    try:
        inside.send_raw(junk)
        assert inside.is_ended()
    except (Closed, ssl.SSLError):
        pass
    inside.close()


def test_recorded_bytes_are_of_no_use(hall, work):
    """A proxy records all of a session and says it again."""
    sent, door = [], socket.create_server(("127.0.0.1", 0))

    def listen():
        here, _ = door.accept()
        there = come(hall.secure_port)

        def back():
            while some := there.recv(65536):
                here.sendall(some)

        thread = threading.Thread(target=back, daemon=True)
        thread.start()
        while some := here.recv(65536):
            sent.append(some)
            there.sendall(some)
        there.shutdown(socket.SHUT_RDWR)
        thread.join(PATIENCE_S)
        there.close()
        here.close()

    proxy = threading.Thread(target=listen)
    proxy.start()
    context = hall.context()
    with socket.create_connection(door.getsockname(), PATIENCE_S) as plain:
        with context.wrap_socket(
                plain, server_hostname="127.0.0.1") as citizen:
            citizen.sendall(encode(["TICKET", "ISSUE", "B", "RID", "taped"]))
            assert b"B001" in citizen.recv(65536)
    proxy.join(PATIENCE_S)
    door.close()
    assert b"TICKET" not in b"".join(sent)
    with come(hall.secure_port) as again:
        try:
            again.sendall(b"".join(sent))
        except ConnectionError:
            pass
        assert is_closed(again)
    # And whoever has the words themselves gets the same ticket.
    with hall.wire() as wire:
        same = pairs(wire("TICKET", "ISSUE", "B", "RID", "taped"))
        assert same["number"] == "B001" and same["replayed"] == 1
        assert pairs(wire("TICKET", "ISSUE", "B", "RID", "x"))["ahead"] == 1
    work.serve()


def test_nothing_is_injected_into_the_log(hall, work):
    evil = "evil\r\nhaod: ready on 0.0.0.0:1\x1b[2J"
    with hall.wire() as wire:
        for words in (["CLIENT", "SETNAME", evil], [evil], ["TICKET", evil],
                      ["HELLO", "3", "SETNAME", evil],
                      ["HELLO", "3", "AUTH", evil, evil],
                      ["COUNTER", "OPEN", evil, "CLERK", evil],
                      ["SUBSCRIBE", evil], ["TICKET", "ISSUE", evil, "RID",
                                            evil]):
            reply = wire(*words)
            assert "\n" not in reply and "\x1b" not in reply, words
    with come(hall.secure_port) as one:
        one.sendall(evil.encode())
        # It has read them when it closes; and told of them within a second.
        assert is_closed(one)
    assert hall.said.wait(r"^haod: TLS: 1 could not come in, the first: ")
    work.serve()
    said = "\n".join(hall.said.all)
    assert "\x1b" not in said and "0.0.0.0:1" not in said


@pytest.mark.parametrize("line, says", [
    ("timezone: ../../../etc/passwd", "timezone"),
    ("timezone: /etc/passwd", "timezone"),
    ("timezone: Asia/../../../../etc/shadow", "timezone"),
    ("timezone: \"Asia/Shanghai\\0/x\"", "timezone"),
])
def test_paths_in_the_file_lead_nowhere(tmp_path, line, says):
    text = (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")
    conf = tmp_path / "hall.yaml"
    conf.write_text(re.sub("^timezone: .*$", lambda _: line, text,
                           flags=re.M), encoding="utf-8")
    done = subprocess.run(
        [BUILD / "server" / "haod", "--check", conf], capture_output=True,
        text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 1
    assert says in done.stdout and "root:" not in done.stdout


def test_a_real_screen_goes_on_beside_one_that_never_reads(hall, work):
    screen = Process([BUILD / "display" / "hao-display", "--text", "-l", "en",
                      "-s", f"127.0.0.1:{hall.secure_port}", "--pin",
                      hall.pin])
    assert screen.err.wait("calls:main: "), screen.err.all
    deaf = [hall.secure() for _ in range(10)]
    for one in deaf:
        one.send("SUBSCRIBE", "hall", "calls:main")
    for _ in range(300):
        work.serve()
    assert screen.out.wait(r"A301|A300"), screen.out.all[-3:]
    assert screen.end() == 0
    for one in deaf:
        one.close()


def test_too_fast_is_read_more_slowly(tmp_path):
    """Nothing is refused, nothing is lost; others do not wait."""
    text = hall_text("\nlimits: {commands_local: 50}\n")
    haod = SecureHaod(tmp_path, text).start()
    work = Work(haod)
    hasty = Wire(haod.port)
    hasty.send_raw(encode(["TIME"]) * 120)
    work.serve()
    began = hasty.read()
    for _ in range(119):
        ended = hasty.read()
    # Fifty come at once, the rest at their pace.
    assert int(ended[0]) - int(began[0]) >= 1
    hasty.close()
    work.close()
    assert haod.stop() == 0
