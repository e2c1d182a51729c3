"""Tokens of tickets: what a citizen's phone may see and do, and nothing else.
The phone speaks through an account of the role web."""

import base64
import hashlib
import json
import sqlite3
import subprocess
import time

import pytest
import redis

import keys
from daemon import BUILD, SLOWER, pairs
from resp import PATIENCE_S, poll

HAOCTL = BUILD / "haoctl" / "haoctl"
# Right in its shape, wrong in its bits.
FORGED = "AAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture
def hall(make_haod):
    return keys.strict_hall(make_haod)


@pytest.fixture
def devices(hall):
    """A kiosk, a counter, and what speaks for phones."""
    wires = {}
    with keys.technician(hall) as wire:
        for role in ("kiosk", "counter", "web"):
            secret = keys.add(wire, f"the-{role}", role)
            wires[role] = keys.log_in(hall, f"the-{role}", secret, role)
    yield wires
    for wire in wires.values():
        wire.close()


def issue(kiosk, rid, service="A"):
    """A ticket's id and its token."""
    ticket = pairs(kiosk("TICKET", "ISSUE", service, "RID", rid))["id"]
    told = pairs(kiosk("TICKET", "TOKEN", ticket))
    assert told["id"] == ticket
    return ticket, told["token"]


def test_a_phone_sees_its_ticket(hall, devices):
    ticket, token = issue(devices["kiosk"], "one")
    shown = devices["web"].json("TICKET", "GET", token)
    assert shown["id"] == ticket and shown["state"] == "waiting"
    assert shown["ahead"] == 0
    assert devices["web"].json("TICKET", "AHEAD", token)["ahead"] == 0
    counter = devices["counter"]
    counter("COUNTER", "OPEN", "1", "CLERK", "101")
    assert counter.json("COUNTER", "NEXT", "1", "RID", "n")["id"] == ticket
    shown = devices["web"].json("TICKET", "GET", token)
    assert (shown["state"], shown["counter"]) == ("called", "1")
    # Who serves is told inside the hall alone.
    assert "clerk" not in shown
    assert devices["kiosk"].json("TICKET", "GET", ticket)["clerk"] == "101"


def test_a_ticket_keeps_its_token(hall, devices):
    ticket, token = issue(devices["kiosk"], "one")
    _, other = issue(devices["kiosk"], "two")
    assert other != token
    hall.restart(kill=True)
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "later", "web")
    with keys.log_in(hall, "later", secret) as web:
        assert web.json("TICKET", "GET", token)["id"] == ticket


def test_a_phone_gives_its_number_back(hall, devices):
    ticket, token = issue(devices["kiosk"], "one")
    web = devices["web"]
    done = web.json("TICKET", "CANCEL", token, "RID", "c")
    assert (done["id"], done["state"]) == (ticket, "cancelled")
    again = web.json("TICKET", "CANCEL", token, "RID", "c")
    assert again["replayed"] == 1
    # A request of somebody's can't be made void from outside.
    assert web("TICKET", "CANCEL", "RID", "one").word == "NOPERM"


def test_a_phone_rates_once(hall, devices):
    ticket, token = issue(devices["kiosk"], "one")
    counter, web = devices["counter"], devices["web"]
    assert web("TICKET", "RATE", token, 5, "RID", "r").word == "BADSTATE"
    counter("COUNTER", "OPEN", "1", "CLERK", "101")
    counter("COUNTER", "NEXT", "1", "RID", "n")
    counter("COUNTER", "FINISH", "1", ticket)
    assert web.json("TICKET", "RATE", token, 2, "RID", "r")["rating"] == 2
    assert web.json("TICKET", "RATE", token, 2, "RID", "r")["replayed"] == 1
    assert web("TICKET", "RATE", token, 5, "RID", "r2").word == "BADSTATE"
    assert web.json("TICKET", "GET", token)["rating"] == 2


def test_an_id_opens_nothing(hall, devices):
    """A phone knows no ids; the words that would take one are refused alike,
    whether there is such a ticket or not."""
    ticket, _ = issue(devices["kiosk"], "one")
    web = devices["web"]
    for words in (["GET", "{}"], ["AHEAD", "{}"], ["CANCEL", "{}"],
                  ["RATE", "{}", 5, "RID", "r"]):
        here, nowhere = (
            web("TICKET", *[str(word).format(one) for word in words])
            for one in (ticket, "9999"))
        assert here.word == "NOPERM" and here == nowhere, words
    assert web("TICKET", "TOKEN", ticket).word == "NOPERM"
    assert web("HALL", "COUNTERS").word == "NOPERM"


def test_a_forged_token_says_nothing_and_takes_longer(hall, devices):
    ticket, token = issue(devices["kiosk"], "one")
    web = devices["web"]
    began = time.monotonic()
    for _ in range(3):
        here = web("TICKET", "GET", f"{ticket}.{FORGED}")
        assert here.word == "NOSUCHTICKET"
    # The second is looked at 0.25 s after the first, the third 0.5 s later.
    assert time.monotonic() - began > 0.7
    nowhere = web("TICKET", "GET", f"9999.{FORGED}")
    assert nowhere == here
    for words in (["CANCEL"], ["RATE", "5", "RID", "r"]):
        name, *more = words
        assert web("TICKET", name, f"{ticket}.{FORGED}", *more) == here
    # The right one need not wait for those that were wrong.
    web.send("TICKET", "GET", token)
    assert pairs(web.read())["state"] == "waiting"


def key_of(file):
    """The key of a journal in a file, or None."""
    base = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    row = base.execute(
        "SELECT value FROM meta WHERE key = 'token_key'").fetchone()
    base.close()
    return bytes.fromhex(row[0]) if row else None


def token_of(key, ticket):
    """As whoever has the key makes it."""
    bits = hashlib.blake2b(
        b"hao ticket %d" % ticket, key=key, digest_size=16).digest()
    return f"{ticket}.{base64.urlsafe_b64encode(bits).decode().rstrip('=')}"


def test_a_token_of_yesterday_is_no_guess(hall, devices):
    """Of a ticket that this hall knows no more: told at once, and the same."""
    ticket, token = issue(devices["kiosk"], "one")
    key = key_of(hall.file)
    assert token == token_of(key, int(ticket))
    web = devices["web"]
    forged = web("TICKET", "GET", f"9999.{FORGED}")
    began = time.monotonic()
    for _ in range(20):
        assert web("TICKET", "GET", token_of(key, 9999)) == forged
    assert time.monotonic() - began < 1 * SLOWER
    assert forged.word == "NOSUCHTICKET"


def haoctl(hall, *words):
    done = subprocess.run(
        [HAOCTL, "-j", f"sqlite:{hall.file}", *words],
        capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr


def test_a_copy_has_no_key(hall, devices, tmp_path):
    """Who finds a backup can't make tokens of the hall that runs; and a paper
    from before a restore opens no ticket that was issued after it."""
    key, copy = key_of(hall.file), tmp_path / "copy.db"
    ticket, token = issue(devices["kiosk"], "one")
    haoctl(hall, "backup", copy)
    assert key_of(copy) is None
    assert key not in copy.read_bytes()
    assert key.hex().encode() not in copy.read_bytes()
    assert hall.stop() == 0
    haoctl(hall, "restore", copy, "--skip", "3")
    assert key_of(hall.file) not in (None, key)
    hall.start()
    with keys.technician(hall) as wire:
        assert wire.json("TICKET", "GET", ticket)["state"] == "waiting"
        assert wire("TICKET", "GET", token).word == "NOSUCHTICKET"


# --- Following ---------------------------------------------------------------


class Phone:
    """Follows one ticket, by the protocol's rules, on a RESP3 connection."""

    def __init__(self, hall, secret, token):
        self.wire = keys.log_in(hall, "the-phones", secret)
        assert self.wire("HELLO", 3)["proto"] == 3
        self.channel = f"ticket:{token}"
        self.wire.send("SUBSCRIBE", self.channel)
        assert self.wire.read() == ["subscribe", self.channel, 1]
        self.seq, self.epoch = -1, None
        self.first = self.next("snapshot")

    def next(self, kind="ticket"):
        """The next message of its ticket; beats left out."""
        while True:
            channel, said = self.wire.message()
            assert channel == self.channel
            if said["type"] != "beat":
                break
            assert said["seq"] == self.seq
        assert said["type"] == kind, said
        if kind == "ticket":
            assert said["prev"] == self.seq and said["epoch"] == self.epoch
        self.seq, self.epoch = said["seq"], said["epoch"]
        assert "clerk" not in said and "class" not in said
        return said


@pytest.fixture
def phones(hall):
    """Makes phones that follow a token."""
    made = []
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "the-phones", "web")

    def make(token):
        made.append(Phone(hall, secret, token))
        return made[-1]

    yield make
    for phone in made:
        phone.wire.close()


def test_a_phone_follows_its_ticket(hall, devices, phones):
    kiosk, counter = devices["kiosk"], devices["counter"]
    before, _ = issue(kiosk, "one")
    ticket, token = issue(kiosk, "two")
    number = kiosk.json("TICKET", "GET", ticket)["number"]
    phone = phones(token)
    assert phone.first["state"] == "waiting" and phone.first["ahead"] == 1
    assert (phone.first["number"], phone.first["service"]) == (number, "A")
    counter("COUNTER", "OPEN", "1", "CLERK", "101")
    assert counter.json("COUNTER", "NEXT", "1", "RID", "n1")["id"] == before
    said = phone.next()
    assert (said["state"], said["ahead"]) == ("waiting", 0)
    assert counter.json("COUNTER", "NEXT", "1", "RID", "n2")["id"] == ticket
    said = phone.next()
    assert (said["state"], said["counter"]) == ("called", "1")
    assert said["calls"] == 1 and "ahead" not in said
    counter("COUNTER", "MISSED", "1", ticket)
    said = phone.next()
    assert said["state"] == "missed" and "counter" not in said
    counter("COUNTER", "CALL", "1", number, "RID", "n3")
    assert phone.next()["state"] == "called"
    counter("COUNTER", "START", "1", ticket)
    assert phone.next()["state"] == "serving"
    counter("COUNTER", "FINISH", "1", ticket)
    assert phone.next()["state"] == "served"
    devices["web"]("TICKET", "RATE", token, 4, "RID", "r")
    assert phone.next()["rating"] == 4
    # One that comes late is told how it ended.
    assert phones(token).first["state"] == "served"


def test_what_others_do_is_told_once_a_second(hall, devices, phones):
    """Ten who give up in one moment are one message, or two by the clock."""
    kiosk = devices["kiosk"]
    many = [issue(kiosk, f"r{i}")[0] for i in range(10)]
    _, token = issue(kiosk, "mine")
    phone = phones(token)
    assert phone.first["ahead"] == 10
    for ticket in many:
        kiosk("TICKET", "CANCEL", ticket)
    told = []
    while not told or told[-1] != 0:
        told.append(phone.next()["ahead"])
    assert len(told) <= 2, told


def test_an_end_that_comes_to_many_is_told(hall, devices, phones):
    kiosk = devices["kiosk"]
    _, token = issue(kiosk, "one")
    phone, another = phones(token), phones(token)
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "chief", "supervisor", "1234567890")
    with keys.log_in(hall, "chief", secret) as chief:
        chief("HALL", "CLEAR", "REASON", "fire", "RID", "c")
    assert phone.next()["state"] == "cancelled"
    assert another.next()["state"] == "cancelled"
    assert phones(token).first["state"] == "cancelled"


def test_a_stop_of_haod_is_no_end(hall, devices, phones):
    """The same token follows the same ticket from its next snapshot on."""
    _, token = issue(devices["kiosk"], "one")
    phone = phones(token)
    hall.restart(kill=True)
    assert phone.wire.is_ended()
    again = phones(token)
    assert again.epoch == phone.epoch and again.seq >= phone.seq
    assert again.first["state"] == "waiting"


def test_forged_channels_are_slowed_and_open_nothing(hall, devices):
    kiosk, web = devices["kiosk"], devices["web"]
    ticket, token = issue(kiosk, "one")
    here = web("SUBSCRIBE", f"ticket:{ticket}.{FORGED}")
    nowhere = web("SUBSCRIBE", f"ticket:9999.{FORGED}")
    assert here.word == "NOSUCHTICKET" and here == nowhere
    for name in ("ticket:", f"ticket:{ticket}", f"ticket:{token}x"):
        assert web("SUBSCRIBE", name).word == "NOSUCHTICKET", name
    # Of several, each is answered; the wrong ones together cost one look.
    web.send("SUBSCRIBE", f"ticket:7.{FORGED}", f"ticket:{token}",
             f"ticket:8.{FORGED}", "calls:main")
    assert web.read() == nowhere
    assert web.read() == ["subscribe", f"ticket:{token}", 1]
    assert web.message()[1]["state"] == "waiting"
    assert web.read() == nowhere
    assert web.read().word == "NOPERM"
    # A pattern finds no tickets, whoever asks.
    with keys.technician(hall) as wire:
        assert wire("PSUBSCRIBE", "ticket:*").word == "ERR"
        assert wire("SUBSCRIBE", f"ticket:{ticket}").word == "NOSUCHTICKET"


def test_the_usual_library_follows(hall, devices):
    """RESP2, resubscribed by the library itself after a cut."""
    _, token = issue(devices["kiosk"], "one")
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "phones", "web")
    with hall.redis(username="phones", password=secret) as client:
        listener = client.pubsub(ignore_subscribe_messages=True)
        listener.subscribe(f"ticket:{token}")

        def look():
            try:
                row = listener.get_message(timeout=PATIENCE_S)
            except redis.exceptions.ConnectionError:
                return {}  # the next look connects and subscribes anew
            return json.loads(row["data"]) if row else {}

        def told():
            said = poll(look, lambda said: said.get("type") in (
                "snapshot", "ticket"), "word of it")
            return said["type"], said["state"]

        assert told() == ("snapshot", "waiting")
        hall.restart(kill=True)
        assert told() == ("snapshot", "waiting")
        with keys.log_in(hall, "phones", secret) as web:
            web("TICKET", "CANCEL", token)
        assert told() == ("ticket", "cancelled")
        listener.close()


def test_who_leaves_hears_no_more(hall, devices, phones):
    kiosk = devices["kiosk"]
    one, token = issue(kiosk, "one")
    two, other = issue(kiosk, "two")
    phone = phones(token)
    phone.wire.send("SUBSCRIBE", f"ticket:{other}")
    assert phone.wire.read()[:2] == ["subscribe", f"ticket:{other}"]
    phone.wire.message()
    phone.wire.send("UNSUBSCRIBE", f"ticket:{token}")
    assert phone.wire.read() == ["unsubscribe", f"ticket:{token}", 1]
    kiosk("TICKET", "CANCEL", one)
    kiosk("TICKET", "CANCEL", two)
    said = phone.wire.message()
    while said[0] != f"ticket:{other}" or said[1]["state"] != "cancelled":
        assert said[0] == f"ticket:{other}"
        said = phone.wire.message()
