"""What each client must find as it expects it, whoever wrote it."""

from foreign import Refused, fields
from resp import encode, poll


def waiting(haod, service):
    with haod.wire() as wire:
        return next(row["waiting"] for row in wire.json("HALL", "SERVICES")
                    if row["service"] == service)


def last_seq(haod):
    with haod.wire() as wire:
        return wire.json("HALL", "STATE")["seq"]


def connected(wire):
    return int(next(row for row in wire("INFO").split("\r\n")
                    if row.startswith("connected_clients:")).split(":")[1])


def snapshot(client, channel):
    got, message = client.message()
    assert (got, message["type"]) == (channel, "snapshot")
    return message


def test_handshake(haod, connect):
    client = connect(haod.port, "kiosk-1")
    assert client.command("PING") == "PONG"
    assert client.command("CLIENT", "GETNAME") == "kiosk-1"
    assert fields(client.command("HELLO"))["server"] == "hao"
    assert client.command("ECHO", "号") == "号"


def test_maps_nil_and_errors(haod, connect):
    client = connect(haod.port)
    one = fields(client.command("TICKET", "ISSUE", "A", "RID", "r1"))
    assert (one["number"], one["replayed"]) == ("A001", 0)
    again = fields(client.command("TICKET", "GET", one["id"]))
    assert (again["state"], again["issued"]) == ("waiting", one["issued"])
    assert client.command("TICKET", "FIND", "RID", "nobody") is None
    error = client.command("TICKET", "GET", "999")
    assert isinstance(error, Refused) and "no such ticket today" in error
    services = client.command("HALL", "SERVICES")
    assert [fields(row)["service"] for row in services] == list("ABCDEF")


def test_a_pipeline_keeps_its_order(haod, connect):
    words = []
    for i in range(50):
        words.append(["TICKET", "ISSUE", "A", "RID", f"r{i}"])
        words.append(["TICKET", "GET", "0"])
        words.append(["TICKET", "FIND", "RID", "nobody"])
    rows = connect(haod.port).pipeline(*words)
    assert [fields(row)["number"] for row in rows[::3]] == [
        f"A{i:03}" for i in range(1, 51)]
    assert all(isinstance(row, Refused) for row in rows[1::3])
    assert set(rows[2::3]) == {None}


def test_a_transaction_executes_nothing(haod, connect):
    client = connect(haod.port)
    before = last_seq(haod)
    reply = client.multi(["TICKET", "ISSUE", "A", "RID", "r1"],
                         ["TICKET", "ISSUE", "A", "RID", "r2"])
    assert isinstance(reply, Refused)
    assert client.command("PING") == "PONG"
    assert last_seq(haod) == before


def test_subscribed_again_it_gets_a_snapshot_again(haod, connect):
    client = connect(haod.port)
    client.subscribe("queue:A")
    assert snapshot(client, "queue:A")["waiting"] == 0
    with haod.wire() as wire:
        wire("TICKET", "ISSUE", "A", "RID", "r1")
    assert client.message()[1]["waiting"] == 1
    haod.restart()
    # No code of the client's: its library subscribed by itself.
    assert snapshot(client, "queue:A")["waiting"] == 1
    with haod.wire() as wire:
        wire("TICKET", "ISSUE", "A", "RID", "r2")
    assert client.message()[1]["waiting"] == 2


def test_a_lost_reply_issues_one_ticket(haod, proxy, connect):
    proxy.losing = 2
    client = connect(proxy.at)
    # Some send again by themselves, and others leave it to us.
    for _ in range(5):
        reply = client.command("TICKET", "ISSUE", "A", "RID", "once")
        if not isinstance(reply, Refused):
            break
    assert proxy.lost == 2
    assert (fields(reply)["number"], fields(reply)["replayed"]) == ("A001", 1)
    assert waiting(haod, "A") == 1


def test_a_stalled_subscriber_recovers(haod, connect):
    client = connect(haod.port)
    client.subscribe("hall")
    seq = snapshot(client, "hall")["seq"]
    with client.stalled(), haod.wire("pad") as pad:
        clients = connected(pad)
        pad("COUNTER", "OPEN", "1", "CLERK", "101")
        # The kernel's own buffers take some megabytes first.
        for turn in range(400):
            pad.send_raw(b"".join(
                encode(["COUNTER", "PAUSE", "1",
                        f"{turn}.{i} ".ljust(199, "x")])
                for i in range(100)))
            assert all(isinstance(pad.read(), list) for _ in range(100))
            if connected(pad) < clients:
                break
        assert connected(pad) == clients - 1
    # What it reads now: what was on its way, then a snapshot anew.
    message = poll(lambda: client.message()[1],
                   lambda said: said["type"] == "snapshot", "a snapshot")
    assert message["seq"] == last_seq(haod) > seq
