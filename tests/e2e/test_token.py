"""Tokens of tickets: what a citizen's phone may see and do, and nothing else.
The phone speaks through an account of the role web."""

import base64
import hashlib
import sqlite3
import subprocess
import time

import pytest

import keys
from daemon import BUILD, SLOWER, pairs
from resp import PATIENCE_S

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
    took = []
    for _ in range(3):
        began = time.monotonic()
        here = web("TICKET", "GET", f"{ticket}.{FORGED}")
        took.append(time.monotonic() - began)
        assert here.word == "NOSUCHTICKET"
    # 0.25 and 0.5 s after the one before.
    assert took[1] > 0.2 and took[2] > 0.45, took
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
