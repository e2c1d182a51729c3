"""What people say of themselves is told to nobody: secrets are planted by
every command that takes one, and then looked for in all that haod says."""

import datetime
import json
import sqlite3
import subprocess

import pytest

from daemon import BUILD, pairs
from resp import PATIENCE_S, Closed, Refusal, poll

HAOCTL = BUILD / "haoctl" / "haoctl"
HALL = """
languages: [en]
name: {en: Hall}
timezone: UTC
status_url: {en: "https://hall.example/t/"}
classes:
  - {code: normal, name: {en: Normal}}
  - {code: priority, name: {en: Priority}, credit_min: 20}
  - {code: appointment, name: {en: Booked}, declared: supervisor}
services:
  - {code: A, name: {en: First}, prefix: A, slots: [04:00-24:00]}
counters: [{label: "1", groups: [{services: [A]}]}]
"""
# Each is found nowhere else.
PHONE = "13807551946"
PIN = "48291573"
PASSWORD = "horse-battery-staple"
COMPLAINT = "the clerk shouted at Wang Xiulan"
DONE = "called 13922228888 and said sorry"
IDENTITY = "110101199003074258"
MOVED = f"holder of {IDENTITY} lives elsewhere"
CLASSED = f"{IDENTITY} is pregnant"
NEVER = [PHONE, PIN, PASSWORD]  # stored nowhere
APART = [COMPLAINT, DONE, MOVED, CLASSED]  # stored apart, to be forgotten
FIGURES = ["issued", "served", "wait", "satisfied", "appointments"]


def found(text, secrets):
    """Those of SECRETS that stand in TEXT, however JSON writes it."""
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    return [one for one in secrets
            if one in text or json.dumps(one)[1:-1] in text]


def haoctl(*words):
    done = subprocess.run([HAOCTL, *map(str, words)], capture_output=True,
                          text=True, timeout=PATIENCE_S, check=False)
    return done.stdout + done.stderr


class Listener:
    """Whatever is pushed to whoever subscribes to everything there is."""

    def __init__(self, haod):
        self.wire = haod.wire("listener")
        self.wire.send("PSUBSCRIBE", "*")
        self.heard = b""

    def hears_all_up_to(self, seq):
        """Until the hall's channel has told of SEQ."""
        def more():
            data = self.wire.sock.recv(65536)
            assert data, "closed"
            self.heard += data
            return self.heard[-1000:]

        if f'"seq":{seq},' not in self.heard.decode():
            poll(more, lambda _: f'"seq":{seq},' in self.heard.decode(), seq)
        return self.heard


def plant(haod):
    """Says each secret where it belongs, and where it does not."""
    with haod.wire("kiosk") as kiosk, haod.wire("pad-1") as pad:
        tomorrow = datetime.datetime.now(datetime.timezone.utc).date() \
            + datetime.timedelta(days=1)
        slot = kiosk.json("APPOINTMENT", "SLOTS", "A", tomorrow)[0]
        booked = pairs(kiosk("APPOINTMENT", "BOOK", "A", slot["appointed"],
                             "CONTACT", PHONE, "RID", "b"))
        # One refused: what was wrong is told, not the words beside it.
        assert isinstance(kiosk("APPOINTMENT", "BOOK", "A", "1", "CONTACT",
                                PHONE, "RID", "b2"), Refusal)
        assert isinstance(kiosk("APPOINTMENT", "BOOK", "A", "CONTACT", PHONE,
                                "RID", "b3", "CONTACT", PHONE), Refusal)
        ticket = pairs(kiosk("TICKET", "ISSUE", "A", "RID", "i"))["id"]
        if isinstance(pad("COUNTER", "OPEN", "1", "CLERK", "7", "PIN", PIN),
                      Refusal):
            pad("COUNTER", "OPEN", "1", "CLERK", "7")
        pad("COUNTER", "OPEN", "1", "PIN", PIN)
        assert pairs(pad("COUNTER", "NEXT", "1", "RID", "n"))["id"] == ticket
        pad("COUNTER", "FINISH", "1", ticket)
        kiosk("TICKET", "RATE", ticket, "1", "RID", "r")
        said = pairs(kiosk("TICKET", "COMPLAIN", ticket, "TEXT", COMPLAINT,
                           "RID", "c"))
        kiosk("FOLLOWUP", "OWN", said["followup"], "900")
        classed = pairs(kiosk("TICKET", "ISSUE", "A", "RID", "i2"))["id"]
        kiosk("TICKET", "CLASS", classed, "priority", "REASON", CLASSED,
              "RID", "k")
        moved = kiosk("COUNTER", "TRANSFER", classed, "COUNTER", "1",
                      "REASON", MOVED, "RID", "m")
        assert pairs(moved)["state"] == "waiting"
        done = pairs(kiosk("FOLLOWUP", "CLOSE", said["followup"], "DONE",
                           DONE))
    for words in (["AUTH", "wang", PASSWORD], ["AUTH", PASSWORD],
                  ["HELLO", "3", "AUTH", "wang", PASSWORD]):
        with haod.wire() as wire:
            try:
                assert isinstance(wire(*words), Refusal)
            except Closed:
                pass
    return booked["appointment"], ticket, said["followup"], done["seq"]


@pytest.fixture
def hall(make_haod):
    return make_haod(HALL).start()


def break_a_rule(hall):
    """Such connections are logged."""
    with hall.wire() as wire:
        wire.send_raw(b"*1\r\n$-5\r\n")
        assert wire.is_ended()


def all_that_is_told(hall, listener, code, ticket, followup, seq):
    """Texts by where they are told; haod is stopped for the last of them."""
    told = {"pushed": listener.hears_all_up_to(seq)}
    with hall.wire() as wire:
        epoch = wire.json("HALL", "STATE")["epoch"]
        for words in (["HALL", "STATE"], ["HALL", "LAYOUT"], ["INFO"],
                      ["HALL", "METRICS"], ["HALL", "COUNTERS"],
                      ["EVENTS", "SINCE", epoch, "1"],
                      ["APPOINTMENT", "GET", code], ["FOLLOWUP", "LIST"],
                      ["FOLLOWUP", "GET", followup], ["TICKET", "GET", ticket]):
            told[" ".join(words)] = str(wire(*words))
    file = f"sqlite:{hall.file}"
    for figure in FIGURES:
        for form in ("--csv", "--json"):
            told[f"report {figure} {form}"] = haoctl(
                "-j", file, form, "report", figure)
    told["why"] = haoctl("-j", file, "why", "A001")
    told["audit"] = haoctl("-j", file, "audit")
    told["check"] = haoctl("-j", file, "check")
    told["metrics"] = haoctl("-s", f"127.0.0.1:{hall.port}", "metrics")
    told["events"] = haoctl("-s", f"127.0.0.1:{hall.port}", "events")
    assert hall.stop() == 0
    told["log"] = "\n".join(hall.said.all)
    return told


def test_secrets_are_told_to_nobody(hall):
    listener = Listener(hall)
    planted = plant(hall)
    break_a_rule(hall)
    told = all_that_is_told(hall, listener, *planted)
    leaks = {what: found(text, [IDENTITY, *NEVER, *APART])
             for what, text in told.items()}
    assert not any(leaks.values()), leaks
    # The test hears what there is: these are no secrets.
    assert b"appointment_booked" in told["pushed"] or b"booked" in \
        told["pushed"]
    assert "A001" in told["why"] and "issued" in told["report issued --json"]


def test_secrets_are_stored_apart_or_not_at_all(hall, tmp_path):
    plant(hall)
    copy = tmp_path / "copy.db"
    haoctl("-j", f"sqlite:{hall.file}", "backup", copy)
    assert hall.stop() == 0
    files = [*hall.folder.glob("hall.db*"), copy]
    assert found(hall.file.read_bytes(), APART) == APART
    for path in files:
        assert found(path.read_bytes(), NEVER) == [], path
    for path in (hall.file, copy):
        base = sqlite3.connect(path)
        events = "".join(row[0] for row in base.execute(
            "SELECT payload FROM event"))
        apart = [row[0] for row in base.execute("SELECT value FROM personal")]
        base.close()
        assert found(events, APART) == []
        assert set(APART) <= set(apart)


def test_nothing_to_guess_them_by_is_stored(hall):
    """The hash of a request's words, which has no salt, leaves them out: so
    a repeat with others is the same request, as far as haod can tell."""
    with hall.wire("chief") as chief:
        ticket = pairs(chief("TICKET", "ISSUE", "A", "RID", "i"))["id"]
        for words in (
                ["TICKET", "CLASS", ticket, "priority", "RID", "k", "REASON"],
                ["COUNTER", "TRANSFER", ticket, "COUNTER", "1", "RID", "m",
                 "REASON"],
                ["TICKET", "COMPLAIN", ticket, "RID", "c", "TEXT"]):
            assert pairs(chief(*words, MOVED))["replayed"] == 0
            assert pairs(chief(*words, CLASSED))["replayed"] == 1, words


# --- A ticket's token --------------------------------------------------------


def say_token(hall, ticket, token):
    """Where it belongs, where it does not, and spoilt; the last event's seq.
    Whoever says it is told so, and nobody else."""
    with hall.wire("phone") as phone, hall.wire("kiosk") as kiosk:
        for words in (["TICKET", "GET"], ["TICKET", "AHEAD"],
                      ["TICKET", "TOKEN"], ["COUNTER", "ASIDE"],
                      ["COUNTER", "STATE"], ["HALL", "LAYOUT", "LANG"],
                      ["APPOINTMENT", "GET"], ["FOLLOWUP", "GET"],
                      ["TICKET", "FIND", "NUMBER"], ["AUTH", "phone"]):
            phone(*words, token)
        for wrong in (f"{token}x", token[:-1], f"9{token}"):
            assert phone("TICKET", "GET", wrong).word == "NOSUCHTICKET"
        phone("TICKET", "PRINTED", token, "printed", "RID", "p")
        kiosk("DEVICE", "STATE", "kiosk-1", "printer", "ok", "RID", "d")
        assert phone("SUBSCRIBE", f"ticket:{token}")[0] == "subscribe"
        assert phone.message()[1]["state"] == "waiting"
        return pairs(kiosk("TICKET", "CANCEL", token, "RID", "c2"))["seq"]


def test_a_token_is_told_to_its_phone_alone(hall, tmp_path):
    listener = Listener(hall)
    code, served, followup, _ = plant(hall)
    with hall.wire("kiosk") as kiosk:
        one = pairs(kiosk("TICKET", "ISSUE", "A", "RID", "tok"))
    mark = one["token"].split(".")[1]
    seq = say_token(hall, one["id"], one["token"])
    break_a_rule(hall)
    copy = tmp_path / "copy.db"
    haoctl("-j", f"sqlite:{hall.file}", "backup", copy)
    told = all_that_is_told(hall, listener, code, served, followup, seq)
    # Not even in the journal: it is made anew each time.
    for path in (*hall.folder.glob("hall.db*"), copy):
        told[path.name] = path.read_bytes()
    leaks = {what: found(text, [mark]) for what, text in told.items()}
    assert not any(leaks.values()), leaks
    # The test looks where things are told: its number is no secret.
    assert one["number"].encode() in told["pushed"]
    assert one["number"].encode() in told["copy.db"]
