"""A client that asks again gets what it was given, and nothing twice."""

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from daemon import pairs
from proxy import Proxy
from resp import PATIENCE_S


def issued(haod):
    with haod.wire() as wire:
        return [pairs(row) if isinstance(row, list) else row
                for row in wire.json("HALL", "SERVICES")]


def waiting(haod, service):
    return next(row["waiting"] for row in issued(haod)
                if row["service"] == service)


@pytest.mark.parametrize("end", ["close", "cut"])
def test_the_reply_was_never_read(haod, end):
    with haod.wire() as watcher:
        watcher("SUBSCRIBE", "queue:A")
        watcher.message()
        first = haod.wire()
        first.send("TICKET", "ISSUE", "A", "RID", "kiosk-1")
        assert watcher.message()[1]["waiting"] == 1
        getattr(first, end)()
    with haod.wire() as again:
        one = pairs(again("TICKET", "ISSUE", "A", "RID", "kiosk-1"))
        two = pairs(again("TICKET", "ISSUE", "A", "RID", "kiosk-1"))
    assert one["number"] == "A001"
    assert one["replayed"] == 1
    assert one == two
    assert waiting(haod, "A") == 1


def test_a_whole_reply_is_the_same_again(haod):
    with haod.wire() as wire:
        one = pairs(wire("TICKET", "ISSUE", "A", "RID", "r", "CLASS",
                         "priority"))
        two = pairs(wire("TICKET", "ISSUE", "A", "RID", "r", "CLASS",
                         "priority"))
    assert one.pop("replayed") == 0
    assert two.pop("replayed") == 1
    assert one == two


def test_redis_py_sends_again_by_itself(haod):
    proxy = Proxy(haod.port, losing=2)
    try:
        client = redis.Redis(
            host="127.0.0.1", port=proxy.at, decode_responses=True,
            socket_timeout=PATIENCE_S, retry=Retry(NoBackoff(), 5),
            retry_on_error=[redis.exceptions.ConnectionError])
        reply = pairs(client.execute_command("TICKET", "ISSUE", "B", "RID",
                                             "py-1"))
        client.connection_pool.disconnect()
    finally:
        proxy.close()
    assert proxy.lost == 2
    assert reply["number"] == "B001"
    assert reply["replayed"] == 1
    assert waiting(haod, "B") == 1


@pytest.mark.parametrize("kill", [True, False])
def test_a_restart_between(haod, kill):
    with haod.wire() as wire:
        one = pairs(wire("TICKET", "ISSUE", "A", "RID", "r1"))
        wire("TICKET", "ISSUE", "A", "RID", "r2")
        pad = haod.clerk("1")
        call = pairs(pad("COUNTER", "NEXT", "1", "RID", "n1"))
        pad.close()
    haod.restart(kill)
    with haod.wire("pad-1") as wire:
        again = pairs(wire("TICKET", "ISSUE", "A", "RID", "r1"))
        recall = pairs(wire("COUNTER", "NEXT", "1", "RID", "n1"))
    assert again.pop("replayed") == 1 and one.pop("replayed") == 0
    assert again == one
    assert recall.pop("replayed") == 1 and call.pop("replayed") == 0
    assert recall == call
    assert waiting(haod, "A") == 1


@pytest.mark.parametrize("restart", [False, True])
def test_a_cancelled_rid_never_issues(haod, restart):
    with haod.wire() as wire:
        void = pairs(wire("TICKET", "CANCEL", "RID", "late"))
        assert void["void"] == 1
    if restart:
        haod.restart()
    with haod.wire() as wire:
        refusal = wire("TICKET", "ISSUE", "A", "RID", "late")
        assert refusal.word == "RIDCONFLICT"
        assert wire("TICKET", "FIND", "RID", "nobody") is None
        again = pairs(wire("TICKET", "CANCEL", "RID", "late"))
        assert (again["void"], again["replayed"]) == (1, 1)
    assert waiting(haod, "A") == 0


@pytest.mark.parametrize("restart", [False, True])
def test_a_ticket_cancelled_by_its_rid_stays_so(haod, restart):
    with haod.wire() as wire:
        one = pairs(wire("TICKET", "ISSUE", "A", "RID", "r1"))
        gone = pairs(wire("TICKET", "CANCEL", "RID", "r1"))
        assert (gone["id"], gone["state"]) == (one["id"], "cancelled")
    if restart:
        haod.restart()
    with haod.wire() as wire:
        reply = wire("TICKET", "ISSUE", "A", "RID", "r1")
        assert not isinstance(reply, str) or reply.word == "RIDCONFLICT"
        found = pairs(wire("TICKET", "FIND", "RID", "r1"))
        assert (found["id"], found["state"]) == (one["id"], "cancelled")
    assert waiting(haod, "A") == 0


def test_a_nil_with_an_effect_is_replayed(haod):
    pad = haod.clerk("1")
    with haod.wire() as wire:
        wire("TICKET", "ISSUE", "A", "RID", "r1")
        pad("COUNTER", "NEXT", "1", "RID", "n1")
        assert pad("COUNTER", "NEXT", "1", "RID", "n2") is None
        wire("TICKET", "ISSUE", "A", "RID", "r2")
        assert pad("COUNTER", "NEXT", "1", "RID", "n2") is None
        assert waiting(haod, "A") == 1
        assert pairs(pad("COUNTER", "NEXT", "1", "RID", "n3"))["calls"] == 1
    pad.close()


def test_other_words_under_the_same_rid(haod):
    with haod.wire() as wire:
        wire("TICKET", "ISSUE", "A", "RID", "r1")
        assert wire("TICKET", "ISSUE", "B", "RID", "r1").word == "RIDCONFLICT"
        assert wire("TICKET", "ISSUE", "A", "RID", "r1", "CLASS",
                    "priority").word == "RIDCONFLICT"
    assert waiting(haod, "B") == 0
