"""Who does not say who they are, or shakes no hands, makes room."""
import json
import socket
import ssl
import subprocess

import pytest

from machine import BUILD, PATIENCE_S, TOP, Clock, SecureHaod
from resp import poll


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
    got = bytearray()

    def more():
        some = client.recv(65536)
        assert some, f"closed before {text}: {got}"
        got.extend(some)
        return got

    poll(more, lambda got: text in got, text)


def hall_text():
    return (TOP / "docs/hall.yaml").read_text(encoding="utf-8")


def strict_text():
    return hall_text().replace("#loopback: open", "loopback: accounts")


def reach(haod):
    """The port of TLS, and not a byte of it."""
    return socket.create_connection(
        ("127.0.0.1", haod.secure_port), PATIENCE_S)


def shake_hands(haod):
    context = ssl.create_default_context(cafile=haod.cert)
    return context.wrap_socket(reach(haod), server_hostname="127.0.0.1")


def is_cut_off(client):
    try:
        return client.recv(64) == b""
    except (ConnectionError, ssl.SSLEOFError):
        return True


def test_strangers_have_ten_seconds(make_haod, clock):
    haod = make_haod(clock.env(), strict_text())
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


@pytest.mark.parametrize("text", [hall_text, strict_text])
def test_hands_are_shaken_within_ten_seconds(make_haod, clock, text):
    """Behind TLS, too; a byte a second is no more than none."""
    haod = make_haod(clock.env(), text(), kind=SecureHaod)
    with reach(haod) as silent, reach(haod) as slow:
        for byte in bytes.fromhex("160301020001000100"):
            clock.pass_s(1)
            slow.sendall(bytes([byte]))
        # Who came later has as long, and holds up nobody.
        with shake_hands(haod) as late:
            assert greets(late)
            clock.pass_s(2)
            assert is_cut_off(silent)
            assert is_cut_off(slow)
            assert greets(late)


def test_shaking_hands_says_nothing_of_who_it_is(make_haod, clock):
    """Where accounts are asked for, the ten seconds are of both together."""
    haod = make_haod(clock.env(), strict_text(), kind=SecureHaod)
    with shake_hands(haod) as stranger:
        clock.pass_s(6)
        assert greets(stranger)
        clock.pass_s(5)
        assert is_cut_off(stranger)


def test_who_says_reset_has_ten_seconds_again(make_haod, clock):
    haod = make_haod(clock.env(), strict_text())
    assert haod.stop() == 0
    subprocess.run([BUILD / "haoctl/haoctl", "-j", f"sqlite:{haod.file}",
                    "account", "add", "li", "technician"], check=True,
                   input=b"the first secret\n", stdout=subprocess.DEVNULL)
    haod.said = ""
    haod.start()
    with come(haod) as known, come(haod) as stranger:
        known.sendall(b"AUTH li \"the first secret\"\r\n")
        assert known.recv(64) == b"+OK\r\n"
        clock.pass_s(6)
        for one in (known, stranger):
            one.sendall(b"RESET\r\n")
            assert one.recv(64) == b"+RESET\r\n"
        clock.pass_s(6)
        # A stranger's own ten seconds begin but once.
        assert is_cut_off(stranger)
        assert greets(known)
        clock.pass_s(5)
        assert is_cut_off(known)


def next_alert(feed):
    """Of secrets; what else there is to tell comes with it."""
    for _ in range(10):
        message = feed.get_message(timeout=PATIENCE_S)
        assert message, "no alert came"
        told = message["type"] == "message" and json.loads(message["data"])
        if told and told.get("kind") == "secrets":
            return told["level"]
    return None


def test_the_alert_of_guesses_clears_by_itself(make_haod, clock):
    haod = make_haod(clock.env(), hall_text() +
                     "\nalerts: {secrets_warn: 3, secrets_alarm: 0}\n")
    feed = haod.client().pubsub()
    feed.subscribe("hall")
    with come(haod) as guesser:
        for name in (b"li", b"wang", b"zhao"):
            guesser.sendall(b"AUTH %s wrong\r\n" % name)
            assert guesser.recv(256).startswith(b"-WRONGPASS")
        assert next_alert(feed) == "warn"
        clock.pass_s(10 * 60)
        assert next_alert(feed) == "cleared"
        # It counts anew.
        guesser.sendall(b"AUTH li wrong\r\n")
        assert guesser.recv(256).startswith(b"-WRONGPASS")
        guesser.sendall(b"INFO\r\n")
        await_message(guesser, b"secrets_wrong_recently:1\r\n")
    feed.close()


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
