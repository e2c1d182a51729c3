"""`loopback: accounts`: who does not say who they are makes room."""
import socket

import pytest

from machine import PATIENCE_S, TOP, Clock


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path, "2031-03-05 10:00")


def come(haod):
    client = socket.create_connection(("127.0.0.1", haod.port), PATIENCE_S)
    assert greets(client)
    return client


def greets(client):
    client.sendall(b"PING\r\n")
    return client.recv(64) == b"+PONG\r\n"


def await_message(client, text):
    got = b""
    while text not in got:
        some = client.recv(65536)
        assert some, f"closed before {text}: {got}"
        got += some


def hall_text():
    return (TOP / "docs/hall.yaml").read_text(encoding="utf-8")


def test_strangers_have_ten_seconds(make_haod, clock):
    text = hall_text().replace("#loopback: open", "loopback: accounts")
    haod = make_haod(clock.env(), text)
    with come(haod) as first:
        # A clock that is set is no time that passes.
        clock.set("2031-03-05 10:30")
        clock.pass_s(6)
        with come(haod) as second:
            assert greets(first)
            clock.pass_s(5)
            assert first.recv(64) == b""
            # The one look that found the first spared the second.
            assert greets(second)
            clock.pass_s(6)
            assert second.recv(64) == b""


def test_who_is_known_may_be_quiet(make_haod, clock):
    haod = make_haod(clock.env())
    with come(haod) as quiet, come(haod) as feed, come(haod) as pad:
        feed.sendall(b"SUBSCRIBE hall\r\n")
        await_message(feed, b"snapshot")
        pad.sendall(b"COUNTER OPEN 1 CLERK 7\r\n")
        assert pad.recv(65536).startswith(b"*")
        clock.pass_s(3600)
        # The look at who is there and that at the leases are one.
        await_message(feed, b"lapsed")
        assert greets(quiet)
