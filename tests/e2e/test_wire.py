"""The wire as strangers, tools and slow readers meet it."""

import json
import subprocess

import pytest
import redis

from daemon import pairs
from resp import PATIENCE_S, Closed, Push, encode, poll


def seq(haod):
    with haod.wire() as wire:
        return wire.json("HALL", "STATE")["seq"]


def tool(haod, *words, stdin=None):
    done = subprocess.run(
        [words[0], "-p", str(haod.port), *words[1:]], input=stdin,
        capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    return done.stdout


# --- Redis's own tools ---------------------------------------------------


def test_redis_cli(haod):
    out = tool(haod, "redis-cli", "TICKET", "ISSUE", "A", "RID", "r1")
    rows = out.split("\n")
    assert rows[0:4] == ["id", rows[1], "number", "A001"]
    out = tool(haod, "redis-cli", "--json", "TICKET", "GET", rows[1])
    assert json.loads(out)["number"] == "A001"
    out = tool(haod, "redis-cli", "--no-raw", "-3", "TICKET", "GET", rows[1])
    assert '"number" => "A001"' in out
    out = tool(haod, "redis-cli", "--no-raw", "TICKET", "FIND", "RID", "x")
    assert out == "(nil)\n"
    out = tool(haod, "redis-cli", "TICKET", "GET", "99")
    assert out.startswith("NOSUCHTICKET ")


def test_redis_cli_helps(haod):
    out = tool(haod, "redis-cli", stdin="help ticket issue\nhelp counter\n")
    assert "TICKET ISSUE service RID r" in out


def test_redis_benchmark(haod):
    out = tool(haod, "redis-benchmark", "-n", "2000", "-c", "10", "--csv",
               "-r", "500", "TICKET", "ISSUE", "F", "RID", "b__rand_int__")
    assert "TICKET ISSUE" in out and "Error" not in out
    with haod.wire() as wire:
        waiting = {row["service"]: row["waiting"]
                   for row in wire.json("HALL", "SERVICES")}
    assert 0 < waiting["F"] <= 500
    out = tool(haod, "redis-benchmark", "-n", "2000", "-P", "16", "--csv",
               "-t", "ping")
    assert "PING" in out


def test_help_of_every_command(haod):
    with haod.wire(proto=3) as wire:
        docs = wire("COMMAND", "DOCS")
        assert len(wire("COMMAND")) == len(docs) == wire("COMMAND", "COUNT")
        assert {"TICKET", "COUNTER", "HALL", "EVENTS", "SUBSCRIBE"} <= set(docs)
        subs = docs["COUNTER"]["subcommands"]
        for name, more in subs.items():
            assert more["summary"].startswith(name.replace("|", " "))


# --- redis-py ------------------------------------------------------------


def test_redis_py(haod):
    client = haod.redis(client_name="py")
    assert client.ping() and client.client_getname() == "py"
    one = pairs(client.execute_command("TICKET", "ISSUE", "A", "RID", "r1"))
    text = client.execute_command("TICKET", "GET", one["id"], "JSON")
    assert json.loads(text)["number"] == "A001"
    assert client.execute_command("TICKET", "FIND", "RID", "no") is None
    with pytest.raises(redis.ResponseError, match="^NOSUCHSERVICE "):
        client.execute_command("TICKET", "ISSUE", "Z", "RID", "r2")
    info = client.info()
    assert {"redis_version", "loading", "role", "hao_version", "epoch", "seq",
            "connected_clients", "commits", "clock_trusted"} <= set(info)
    assert (info["loading"], info["role"]) == (0, "master")
    assert client.echo("号") == "号"
    client.connection_pool.disconnect()


def test_redis_py_pipeline_keeps_order(haod):
    client = haod.redis()
    pipe = client.pipeline(transaction=False)
    for i in range(50):
        pipe.execute_command("TICKET", "ISSUE", "A", "RID", f"r{i}")
        pipe.execute_command("TICKET", "GET", "0")
    rows = pipe.execute(raise_on_error=False)
    numbers = [pairs(row)["number"] for row in rows[::2]]
    assert numbers == [f"A{i:03}" for i in range(1, 51)]
    assert all(isinstance(row, redis.ResponseError) for row in rows[1::2])
    client.connection_pool.disconnect()


def test_redis_py_transaction_executes_nothing(haod):
    before = seq(haod)
    client = haod.redis()
    pipe = client.pipeline(transaction=True)
    pipe.execute_command("TICKET", "ISSUE", "A", "RID", "r1")
    pipe.execute_command("TICKET", "ISSUE", "A", "RID", "r2")
    with pytest.raises(redis.RedisError):
        pipe.execute()
    client.connection_pool.disconnect()
    assert seq(haod) == before


def test_multi_executes_nothing(haod):
    before = seq(haod)
    with haod.wire() as wire:
        assert wire("MULTI").word == "ERR"
        assert wire("TICKET", "ISSUE", "A", "RID", "r1").word == "EXECABORT"
        assert wire("EXEC").word == "EXECABORT"
        assert wire("PING") == "PONG"
        wire("MULTI")
        assert wire("DISCARD").word == "EXECABORT"
        wire("MULTI")
        assert wire("RESET") == "RESET"
        assert wire("PING") == "PONG"
    assert seq(haod) == before


def test_redis_py_pubsub(haod):
    client = haod.redis()
    sub = client.pubsub()
    sub.subscribe("calls:main")
    assert sub.get_message(timeout=PATIENCE_S)["type"] == "subscribe"
    first = json.loads(sub.get_message(timeout=PATIENCE_S)["data"])
    assert first["type"] == "snapshot" and first["calls"] == []
    assert {row["counter"] for row in first["counters"]} == set("12345678")
    pad = haod.clerk("1")
    one = pairs(pad("TICKET", "ISSUE", "A", "RID", "r1"))
    pad("COUNTER", "NEXT", "1", "RID", "n1")
    event = poll(
        lambda: json.loads(sub.get_message(timeout=PATIENCE_S)["data"]),
        lambda said: said["type"] == "call", "a call")
    assert set(event) == {"v", "type", "epoch", "seq", "prev", "t", "ticket",
                          "number", "counter", "service", "recall"}
    assert (event["ticket"], event["number"], event["counter"],
            event["service"], event["recall"]) == (
                one["id"], "A001", "1", "A", 0)
    assert (event["prev"], event["epoch"]) == (first["seq"], first["epoch"])
    late = client.pubsub()
    late.subscribe("calls:main")
    late.get_message(timeout=PATIENCE_S)
    again = json.loads(late.get_message(timeout=PATIENCE_S)["data"])
    assert again["calls"] == [event] and again["seq"] == event["seq"]
    for one in (sub, late):
        one.unsubscribe()
        reply = poll(lambda one=one: one.get_message(timeout=PATIENCE_S),
                     lambda said: said["type"] == "unsubscribe", "its end")
        assert reply["channel"] == "calls:main" and reply["data"] == 0
        assert not one.subscribed
        one.close()
    pad.close()
    client.connection_pool.disconnect()


# --- Subscribing ---------------------------------------------------------


def test_a_pattern_brings_a_snapshot_of_each(haod):
    with haod.wire() as wire, haod.wire() as kiosk:
        wire.send("PSUBSCRIBE", "queue:*")
        assert wire.read()[:2] == ["psubscribe", "queue:*"]
        names = [wire.read() for _ in range(6)]
        assert {row[0] for row in names} == {"pmessage"}
        assert {row[2] for row in names} == {f"queue:{c}" for c in "ABCDEF"}
        kiosk("TICKET", "ISSUE", "C", "RID", "r1")
        channel, event = wire.message()
        assert channel == "queue:C" and event["waiting"] == 1


def test_a_resp2_subscriber_may_say_little(haod):
    with haod.wire() as wire:
        wire("SUBSCRIBE", "hall")
        assert wire.message()[1]["type"] == "snapshot"
        assert wire("TICKET", "ISSUE", "A", "RID", "r").word == "ERR"
        assert wire("PING") == ["pong", ""]
        assert wire("UNSUBSCRIBE", "hall") == ["unsubscribe", "hall", 0]
        assert wire("PING") == "PONG"
        assert wire("UNSUBSCRIBE") == ["unsubscribe", None, 0]


def test_a_resp3_subscriber_says_what_it_likes(haod):
    with haod.wire(proto=3) as wire:
        wire.send("SUBSCRIBE", "queue:A")
        assert isinstance(wire.read(), Push)
        assert isinstance(wire.read(), Push)
        wire.send("TICKET", "ISSUE", "A", "RID", "r1")
        rows = [wire.read(), wire.read()]
        reply = next(row for row in rows if isinstance(row, dict))
        push = next(row for row in rows if isinstance(row, Push))
        assert reply["number"] == "A001"
        assert json.loads(push[2])["waiting"] == 1


def test_a_stalled_subscriber_is_dropped_alone(haod):
    stalled, reader, pad = haod.wire(), haod.wire(), haod.clerk("1")
    stalled.send("SUBSCRIBE", "hall")
    reader("SUBSCRIBE", "hall")
    at = reader.message()[1]["seq"]
    clients = int(info(pad)["connected_clients"])
    # The kernel's own buffers take some megabytes first.
    for turn in range(400):
        pad.send_raw(b"".join(
            encode(["COUNTER", "PAUSE", "1", f"{turn}.{i} ".ljust(199, "x")])
            for i in range(50)))
        for _ in range(50):
            assert isinstance(pad.read(), list)
            event = reader.message()[1]
            while event["type"] == "beat":
                event = reader.message()[1]
            assert event["prev"] == at
            at = event["seq"]
        if int(info(pad)["connected_clients"]) < clients:
            break
    assert int(info(pad)["connected_clients"]) == clients - 1
    assert stalled.is_ended()
    for wire in (stalled, reader, pad):
        wire.close()


def info(wire):
    return dict(row.split(":", 1) for row in wire("INFO").split("\r\n")
                if ":" in row)


# --- Hello and names -----------------------------------------------------


def test_hello(haod):
    with haod.wire() as wire:
        two = pairs(wire("HELLO", "2"))
        three = wire("HELLO", "3", "SETNAME", "me")
        assert set(two) == set(three) == {"server", "version", "proto", "id",
                                          "mode", "role", "modules"}
        assert (two["proto"], three["proto"]) == (2, 3)
        assert wire("CLIENT", "GETNAME") == "me"
        assert wire("CLIENT", "ID") == three["id"]
        assert wire("CLIENT", "SETINFO", "LIB-NAME", "x") == "OK"
        assert wire("CLIENT", "LIST").word == "ERR"
        assert wire("TICKET", "FIND", "RID", "no") is None
        assert wire("SELECT", "0") == "OK"
        assert len(wire("TIME")) == 2
        assert wire("QUIT") == "OK"
        assert wire.is_ended()


# --- Garbage and limits --------------------------------------------------


@pytest.mark.parametrize("bytes_", [
    b"POST / HTTP/1.1\r\nHost: x\r\n\r\nTICKET ISSUE A RID r\r\n",
    b"GET / HTTP/1.1\r\nTICKET ISSUE A RID r\r\n",
    b"Host: x\r\nTICKET ISSUE A RID r\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00TICKET ISSUE A RID r\r\n",
], ids=["post", "get", "host", "tls"])
def test_other_protocols_are_cut_off(haod, bytes_):
    before = seq(haod)
    with haod.wire() as wire:
        try:
            wire.send_raw(bytes_)
        except Closed:
            pass
        assert wire.is_ended()
    assert seq(haod) == before


@pytest.mark.parametrize("bytes_", [
    encode(["PING"] * 65),
    encode(["ECHO", "x" * 16500]),
    b"*1\r\n$99999999\r\n",
    b"*-1\r\n",
    b"*2\r\n:1\r\n",
    b"*1\r\n$4\r\nPINGxx",
    b"PING " + b"x" * 17000,
], ids=["args", "size", "length", "count", "type", "trailer", "inline"])
def test_a_command_beyond_bounds_ends_it(haod, bytes_):
    with haod.wire() as wire:
        try:
            wire.send_raw(bytes_)
            reply = wire.read()
            assert reply.word == "ERR"
        except Closed:
            pass
        assert wire.is_ended()
    with haod.wire() as wire:
        assert wire("PING") == "PONG"


def test_the_largest_that_is_allowed(haod):
    with haod.wire() as wire:
        assert wire("ECHO", "x" * 16000) == "x" * 16000
        assert wire(*["UNSUBSCRIBE"] + ["x"] * 63)[0] == "unsubscribe"


def test_only_echo_takes_a_nul(haod):
    """redis-cli --pipe waits for the echo of twenty random bytes."""
    with haod.wire() as wire:
        assert wire("ECHO", b"a\0b") == "a\0b"
        for words in (["PING", b"a\0"], ["TICKET", "ISSUE", b"A\0", "RID", "r"],
                      [b"PING\0"], ["SUBSCRIBE", b"hall\0x"],
                      ["ECHO", b"a\0b", "JSON"]):
            assert wire(*words).word == "BADARG", words
        assert wire("HELLO", "3", "SETNAME", b"x\0y").word == "BADARG"


def test_inline_commands(haod):
    with haod.wire() as wire:
        wire.send_raw(b"\nPING\n\r\nticket issue A rid tel-1\n")
        assert wire.read() == "PONG"
        assert pairs(wire.read())["number"] == "A001"
        wire.send_raw(b"ECHO 'two words'\n")
        assert wire.read() == "two words"


def test_byte_by_byte(haod):
    with haod.wire() as wire:
        for byte in encode(["TICKET", "ISSUE", "A", "RID", "slow"]):
            wire.send_raw(bytes([byte]))
        assert pairs(wire.read())["number"] == "A001"
