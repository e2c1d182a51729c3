"""Appointments through a real haod: booked, kept, checked in, never told."""

import datetime
import sqlite3

import pytest

from daemon import pairs

HALL = """
languages: [en]
name: {{en: Hall}}
timezone: {zone}
book_days: 3
checkin_early_min: 1440
classes:
  - {{code: normal, name: {{en: Normal}}}}
  - {{code: appointment, name: {{en: Booked}}, declared: supervisor}}
services:
  - {{code: A, name: {{en: First}}, prefix: A, slots: [04:00-24:00],
     slot_min: 10, slot_capacity: 2}}
  - {{code: B, name: {{en: Second}}, prefix: B{slots}}}
counters: [{{label: "1", groups: [{{services: [A, B]}}]}}]
"""
CONTACT = "13800138000"


class Noon:
    """A zone in which it is about noon now, and the date there."""

    def __init__(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        east = 12 - now.hour
        self.zone = f"Etc/GMT{-east:+d}"
        self.today = (now + datetime.timedelta(hours=east)).date()
        self.tomorrow = self.today + datetime.timedelta(days=1)

    def layout(self, slots=""):
        return HALL.format(zone=self.zone, slots=slots)


@pytest.fixture
def noon():
    return Noon()


@pytest.fixture
def hall(make_haod, noon):
    return make_haod(noon.layout()).start()


def slots(wire, day, service="A"):
    return wire.json("APPOINTMENT", "SLOTS", service, str(day))


def book(wire, slot, rid, *words):
    return wire("APPOINTMENT", "BOOK", "A", slot["appointed"], "RID", rid,
                *words)


def test_booked_checked_in_and_called(hall, noon):
    with hall.wire() as wire, hall.clerk("1") as pad:
        free = slots(wire, noon.today)
        booked = pairs(book(wire, free[1], "1", "LANG", "en"))
        code = booked["appointment"]
        assert len(code) == 8 and not set(code) & set("01OI")
        assert (booked["state"], booked["service"]) == ("booked", "A")
        got = pairs(wire("APPOINTMENT", "GET", f"{code[:4]}-{code[4:]}"))
        assert got["appointed"] == free[1]["appointed"]
        ticket = pairs(wire("CHECKIN", code.lower(), "RID", "2"))
        assert (ticket["number"], ticket["class"]) == ("A001", "appointment")
        assert ticket["appointment"] == code
        assert ticket["appointed"] == free[1]["appointed"]
        # Once is once, with and without the request's id.
        for words in (("RID", "2"), ("RID", "3"), ()):
            again = pairs(wire("APPOINTMENT", "CHECKIN", code, *words))
            if words != ("RID", "2"):
                assert again["replayed"] == 1
            assert again["id"] == ticket["id"]
        # A walk-in who is there now stands before the slot to come.
        walk_in = pairs(wire("TICKET", "ISSUE", "B", "RID", "4"))
        called = pairs(pad("COUNTER", "NEXT", "1", "RID", "5"))
        assert called["id"] == walk_in["id"]
        called = pairs(pad("COUNTER", "NEXT", "1", "RID", "6"))
        assert (called["id"], called["waited"]) == (ticket["id"], 0)
        got = pairs(wire("TICKET", "GET", ticket["id"]))
        assert got["appointed"] == free[1]["appointed"]
        assert wire("TICKET", "ISSUE", "A", "RID", "7", "CLASS",
                    "appointment").word == "NOPERM"


def test_a_slot_has_its_room(hall, noon):
    with hall.wire() as wire:
        first, second = slots(wire, noon.tomorrow)[:2]
        assert (first["time"], first["capacity"], first["free"]) == (
            "04:00", 2, 2)
        one, two = (pairs(book(wire, first, rid)) for rid in "12")
        assert book(wire, first, "3").word == "SLOTFULL"
        assert slots(wire, noon.tomorrow)[0]["free"] == 0
        moved = pairs(wire("APPOINTMENT", "CHANGE", one["appointment"],
                           second["appointed"], "RID", "4"))
        assert moved["appointed"] == second["appointed"]
        gone = pairs(wire("APPOINTMENT", "CANCEL", two["appointment"]))
        assert gone["state"] == "cancelled"
        assert [slot["free"] for slot in slots(wire, noon.tomorrow)[:2]] == [
            2, 1]
        first["appointed"] += 1
        assert book(wire, first, "5").word == "NOSUCHSLOT"
        assert wire("CHECKIN", two["appointment"]).word == "BADSTATE"
        assert wire("CHECKIN", "22222222").word == "NOSUCHAPPOINTMENT"
        assert wire("CHECKIN", "ABC").word == "BADARG"
        far = noon.today + datetime.timedelta(days=4)
        assert slots(wire, far) == []
        assert slots(wire, noon.today, "B") == []


def test_a_booking_outlives_kill_and_reload(make_haod, noon):
    hall = make_haod(noon.layout(", slots: [10:00-11:00]")).start()
    with hall.wire() as wire:
        slot = slots(wire, noon.tomorrow)[0]
        code = pairs(book(wire, slot, "1"))["appointment"]
    hall.restart()
    with hall.wire() as wire:
        again = pairs(book(wire, slot, "1"))
        assert (again["appointment"], again["replayed"]) == (code, 1)
        listed = wire.json("APPOINTMENT", "LIST", str(noon.tomorrow))
        assert [one["appointment"] for one in listed] == [code]
        assert wire.json("APPOINTMENT", "LIST", str(noon.today)) == []
        assert wire.json("APPOINTMENT", "LIST", str(noon.tomorrow), "AFTER",
                         code) == []
        text = noon.layout().replace("code: A,", "code: C,").replace(
            "[A, B]", "[C, B]")
        hall.conf.write_text(text, encoding="utf-8")
        refused = wire("HALL", "RELOAD")
        assert refused.word == "BADARG" and "appointments" in str(refused)
        wire("APPOINTMENT", "CANCEL", code)
        assert wire("HALL", "RELOAD") == "OK"


def test_a_list_comes_in_pages(hall, noon):
    with hall.wire() as wire:
        codes = []
        for i, slot in enumerate(slots(wire, noon.tomorrow)[:60]):
            for k in range(2):
                codes.append(pairs(book(wire, slot, f"{i}.{k}"))[
                    "appointment"])
        page = wire.json("APPOINTMENT", "LIST", str(noon.tomorrow))
        assert len(page) == 100
        rest = wire.json("APPOINTMENT", "LIST", str(noon.tomorrow), "AFTER",
                         page[-1]["appointment"])
        listed = page + rest
        assert sorted(one["appointment"] for one in listed) == sorted(codes)
        times = [one["appointed"] for one in listed]
        assert times == sorted(times)


def test_nothing_tells_the_contact(hall, noon):
    with hall.wire() as wire:
        slot = slots(wire, noon.tomorrow)[0]
        booked = pairs(book(wire, slot, "1", "CONTACT", CONTACT))
        # It is no part of the request that a repeat must have.
        again = pairs(book(wire, slot, "1"))
        assert again["appointment"] == booked["appointment"]
        epoch = wire.json("HALL", "STATE")["epoch"]
        event = wire.json("EVENTS", "SINCE", epoch, 0)[-1]
        assert (event["type"], len(event["contact_hash"])) == ("booked", 32)
    assert hall.stop() == 0
    for path in hall.folder.iterdir():
        assert CONTACT.encode() not in path.read_bytes()
    base = sqlite3.connect(hall.file)
    assert base.execute("SELECT field, length(salt), value FROM personal"
                        ).fetchall() == [("contact", 16, "")]
    base.close()
