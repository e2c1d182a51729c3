"""A full disk, a failing sync and a slow one, under a real haod."""
import socket
import sqlite3
import ssl

import pytest
import redis

from machine import SecureHaod, preload
from resp import poll


def issue(client, rid):
    reply = client.execute_command("TICKET", "ISSUE", "A", "RID", rid)
    return dict(zip(reply[::2], reply[1::2]))


def rows(haod):
    with sqlite3.connect(f"file:{haod.file}?mode=ro", uri=True) as db:
        return db.execute("SELECT seq, type FROM event ORDER BY seq").fetchall()


@pytest.mark.parametrize("what", ["write", "sync"])
def test_a_failing_disk_is_told_and_mended(haod, what):
    client = haod.client()
    first = issue(client, "before")
    haod.fail(what)
    with pytest.raises(redis.ResponseError, match="UNAVAILABLE"):
        issue(client, "lost")
    # It is out of service, not gone.
    assert client.ping()
    with pytest.raises(redis.ResponseError, match="UNAVAILABLE"):
        issue(client, "lost")
    with pytest.raises(redis.ResponseError, match="UNAVAILABLE"):
        client.execute_command("HALL", "STATE")
    haod.mend()
    # Unknown meant unknown: the same RID tells what became of it.
    found = client.execute_command("TICKET", "FIND", "RID", "lost")
    again = issue(client, "lost")
    assert again[b"replayed"] == (1 if found else 0)
    assert issue(client, "before") == {**first, b"replayed": 1}
    assert int(again[b"id"]) == int(first[b"id"]) + 1
    seqs = [seq for seq, _ in rows(haod)]
    assert seqs == list(range(1, len(seqs) + 1))
    issued = [kind for _, kind in rows(haod) if kind == "issued"]
    assert len(issued) == 2


def test_subscribers_begin_anew(haod):
    client = haod.client()
    calls = client.pubsub()
    calls.subscribe("calls:main")
    assert calls.get_message(timeout=20)["type"] == "subscribe"
    assert b"snapshot" in calls.get_message(timeout=20)["data"]
    haod.fail("write")
    with pytest.raises(redis.ResponseError, match="UNAVAILABLE"):
        issue(client, "lost")
    haod.mend()
    with pytest.raises(redis.ConnectionError):
        poll(lambda: calls.parse_response(timeout=20), lambda said: not said,
             "its end")
    calls.close()


def ask_all(port, rids):
    """Sends ISSUE for all of RIDS at once, on one connection."""
    wire = socket.create_connection(("127.0.0.1", port), timeout=20)
    wire.sendall(b"".join(b"TICKET ISSUE F RID %s JSON\r\n" % r for r in rids))
    return wire


@pytest.mark.parametrize("haod", [2000], indirect=True)
def test_a_slow_disk_loses_nothing_either(haod):
    wires = [ask_all(haod.port, [b"c%d-%d" % (c, i) for i in range(20)])
             for c in range(20)]
    numbers = []
    for wire in wires:
        with wire, wire.makefile("rb") as lines:
            mine = []
            for _ in range(20):
                assert lines.readline().startswith(b"$")
                mine.append(lines.readline())
            assert len(set(mine)) == 20
            numbers += mine
    assert len(set(numbers)) == 400
    haod.kill()
    haod.start()
    client = haod.client()
    for c in range(20):
        for i in range(20):
            assert client.execute_command(
                "TICKET", "FIND", "RID", f"c{c}-{i}")


def unread(port):
    """How many bytes haod's connections have that it has not read."""
    with open("/proc/net/tcp", encoding="ascii") as table:
        rows = [line.split() for line in list(table)[1:]]
    return sum(int(row[4].split(":")[1], 16) for row in rows
               if int(row[1].split(":")[1], 16) == port and row[3] == "01")


def is_read(haod):
    poll(lambda: unread(haod.port), lambda left: left == 0, "haod reading")


@pytest.mark.parametrize("haod", [300000], indirect=True)
def test_told_to_leave_it_stores_what_was_asked(haod):
    client = haod.client()
    # So slow a disk is written by another thread.
    for i in range(3):
        issue(client, f"before-{i}")
    flies = ask_all(haod.port, [b"flies"])
    is_read(haod)
    waits = ask_all(haod.port, [b"waits"])
    is_read(haod)
    assert haod.stop() == 0
    for wire in (flies, waits):
        with wire, wire.makefile("rb") as lines:
            assert lines.readline().startswith(b"$")
    haod.start()
    for rid in ("flies", "waits"):
        assert haod.client().execute_command("TICKET", "FIND", "RID", rid)


@pytest.mark.parametrize("haod", [300000], indirect=True)
def test_who_quits_hears_all_before_it_goes(haod):
    client = haod.client()
    for i in range(3):
        issue(client, f"before-{i}")
    # The first one's batch flies while the second one's is filled.
    wire = ask_all(haod.port, [b"flies"])
    is_read(haod)
    wire.sendall(b"TICKET ISSUE F RID fills JSON\r\nQUIT\r\n")
    with wire, wire.makefile("rb") as lines:
        for _ in range(2):
            assert lines.readline().startswith(b"$")
            assert b'"number"' in lines.readline()
        assert lines.read() == b"+OK\r\n"


def test_who_quits_goes_though_the_disk_fails(haod):
    haod.fail("sync")
    wire = socket.create_connection(("127.0.0.1", haod.port), timeout=20)
    wire.sendall(b"TICKET ISSUE F RID lost\r\nQUIT\r\n")
    with wire, wire.makefile("rb") as lines:
        for _ in range(2):
            assert lines.readline().startswith(b"-UNAVAILABLE")
        assert lines.read() == b""
    haod.mend()


def test_who_quits_over_tls_may_go_on_sending(make_haod):
    # So slow a disk holds the last reply while the rest comes in.
    haod = make_haod({**preload("faultfs"), "HAO_SYNC_US": "300000"},
                     kind=SecureHaod)
    client = haod.client()
    for i in range(3):
        issue(client, f"before-{i}")
    trust = ssl.create_default_context(cafile=str(haod.cert))
    with socket.create_connection(("127.0.0.1", haod.secure_port),
                                  timeout=20) as plain, \
            trust.wrap_socket(plain, server_hostname="127.0.0.1") as wire:
        wire.sendall(b"TICKET ISSUE F RID last JSON\r\nQUIT\r\n")
        wire.sendall(b"PING\r\n" * 40000)
        lines = wire.makefile("rb")
        assert lines.readline().startswith(b"$")
        assert b'"number"' in lines.readline()
        assert lines.readline() == b"+OK\r\n"
    assert client.ping()
