"""The change of day, and clocks that lie, under a real haod."""
import json
import sqlite3
import time

import pytest
import redis

from machine import PATIENCE_S, TOP, Clock
from resp import poll

HOUR_S = 3600


class Hall:
    """haod under a clock of its own. Asks on a new connection each time."""

    def __init__(self, make, folder, at, text=None, **clock):
        self.clock = Clock(folder, at, **clock)
        self.haod = make(self.clock.env(), text)

    def ask(self, *words):
        client = self.haod.client(decode_responses=True)
        try:
            reply = client.execute_command(*words, "JSON")
        finally:
            client.connection_pool.disconnect()
        return None if reply is None else json.loads(reply)

    def refusal(self, *words):
        with pytest.raises(redis.ResponseError) as refusal:
            self.ask(*words)
        return str(refusal.value).split(" ", 1)[0]

    def issue(self, rid, service="A"):
        return self.ask("TICKET", "ISSUE", service, "RID", rid)

    def day(self):
        return self.ask("HALL", "STATE")["day"]

    def days_begun(self):
        """Each day that the journal says has begun, in the order it says."""
        with sqlite3.connect(f"file:{self.haod.file}?mode=ro", uri=True) as db:
            return [day for day, in db.execute(
                "SELECT payload ->> 'day' FROM event"
                " WHERE type = 'day_closed' ORDER BY seq")]

    def states(self):
        """Every ticket's state in the projection, once that is complete."""
        client = self.haod.client()
        poll(lambda: client.info()["projection_behind"],
             lambda behind: behind == 0, "the projection")
        client.connection_pool.disconnect()
        with sqlite3.connect(f"file:{self.haod.file}?mode=ro", uri=True) as db:
            return [state for state, in db.execute(
                "SELECT state FROM ticket ORDER BY id")]


@pytest.fixture
def make_hall(make_haod, tmp_path):
    return lambda *args, **more: Hall(make_haod, tmp_path, *args, **more)


@pytest.fixture
def hall(make_hall):
    return make_hall("2031-03-05 10:00")


def listen(hall, channel):
    """A subscriber that has had its snapshot."""
    feed = hall.haod.client().pubsub()
    feed.subscribe(channel)
    assert feed.get_message(timeout=20)["type"] == "subscribe"
    assert hear(feed)["type"] == "snapshot"
    return feed


def hear(feed):
    """What it is told next; signs of life are no news."""
    end = time.monotonic() + PATIENCE_S
    while True:
        row = feed.get_message(timeout=max(0, end - time.monotonic()))
        assert row, "nothing came, or beats alone"
        said = json.loads(row["data"])
        if said["type"] != "beat":
            return said


def play_a_day(hall):
    """One ticket called, one served, one missed, two waiting, one given back."""
    ids = [hall.issue(f"a{i}")["id"] for i in range(6)]
    for i, then in enumerate(("FINISH", "MISSED")):
        assert hall.ask("COUNTER", "OPEN", "1", "CLERK", "7")
        assert hall.ask("COUNTER", "NEXT", "1", "RID", f"n{i}")["id"] == ids[i]
        hall.ask("COUNTER", then, "1", ids[i])
    assert hall.ask("COUNTER", "NEXT", "1", "RID", "n")["id"] == ids[2]
    hall.ask("TICKET", "CANCEL", ids[5])
    return ids


# --- The change of day -----------------------------------------------------


def test_what_is_open_expires(hall):
    ids = play_a_day(hall)
    assert hall.states() == ["served", "missed", "called", "waiting",
                             "waiting", "cancelled"]
    feeds = {channel: listen(hall, channel)
             for channel in ("hall", "queue:A", "counter:1")}
    hall.clock.pass_until("2031-03-06 03:58")
    assert hall.day() == "2031-03-05"
    assert hall.ask("TICKET", "GET", ids[3])["state"] == "waiting"
    assert hear(feeds["hall"])["type"] == "lapsed"
    assert hear(feeds["counter:1"])["ticket"] == ids[2]
    hall.clock.pass_until("2031-03-06 04:00")
    # Nobody has to ask for the day to change. So long a wait and so long a
    # day without a break have raised alerts before.
    while (kind := hear(feeds["hall"])["type"]) == "alert":
        pass
    assert kind == "day_closed"
    while hear(feeds["queue:A"])["waiting"] > 0:
        pass
    while "ticket" in hear(feeds["counter:1"]):
        pass
    assert hall.day() == "2031-03-06"
    assert hall.states() == ["served", "expired", "expired", "expired",
                             "expired", "cancelled"]
    for one in ids:
        assert hall.refusal("TICKET", "GET", one) == "NOSUCHTICKET"
    assert hall.refusal("COUNTER", "FINISH", "1", ids[2]) == "NOSUCHTICKET"
    assert hall.refusal("COUNTER", "RETURN", ids[1]) == "NOSUCHTICKET"


def follow(hall, ticket):
    """Its token, and a phone's feed that has had its snapshot."""
    token = hall.ask("TICKET", "TOKEN", ticket)["token"]
    return token, listen(hall, f"ticket:{token}")


def rest(feed):
    """What comes yet of all that it follows, but for signs of life."""
    said = []
    feed.unsubscribe()
    while (row := feed.get_message(timeout=20))["type"] == "message":
        said.append(json.loads(row["data"]))
    return [one for one in said if one["type"] != "beat"]


def test_who_follows_is_told_that_the_day_is_over(hall):
    ids = play_a_day(hall)
    tokens, feeds = zip(*(follow(hall, one) for one in ids))
    hall.clock.pass_until("2031-03-06 04:00")
    for at, state in ((1, "missed"), (2, "called"), (3, "waiting"),
                      (4, "waiting")):
        # Before it, that fewer are ahead, and a sign of life at most.
        heard = (hear(feeds[at]) for _ in range(3))
        said = next(one for one in heard if one.get("state", state) != state)
        assert (said["type"], said["state"]) == ("ticket", "expired"), said
        assert said["number"][0] in "AB" and said["service"]
        assert not {"ahead", "wait", "counter"} & said.keys()
        # The connection stands, and nothing more is told.
        assert rest(feeds[at]) == []
    # What was over before is not over once more.
    assert rest(feeds[0]) == rest(feeds[5]) == []
    for token in tokens:
        for words in (["GET", token], ["AHEAD", token], ["CANCEL", token],
                      ["RATE", token, "5", "RID", f"r{token}"],
                      ["TOKEN", token]):
            assert hall.refusal("TICKET", *words) == "NOSUCHTICKET", words
        with pytest.raises(redis.ResponseError, match="NOSUCHTICKET"):
            listen(hall, f"ticket:{token}")
    token, feed = follow(hall, hall.issue("new")["id"])
    assert token not in tokens
    for one in (*feeds, feed):
        one.close()


@pytest.mark.parametrize("restart", [False, True])
def test_numbers_begin_anew(hall, restart):
    ids = play_a_day(hall)
    hall.clock.pass_until("2031-03-06 09:00")
    if restart:
        hall.haod.restart()
    first = hall.issue("b1")
    assert (first["number"], first["day"]) == ("A001", "2031-03-06")
    assert (first["ahead"], first["replayed"]) == (0, 0)
    assert int(first["id"]) == int(ids[-1]) + 1
    hall.ask("COUNTER", "OPEN", "1", "CLERK", "7")
    call = hall.ask("COUNTER", "NEXT", "1", "RID", "b2")
    assert (call["id"], call["number"]) == (first["id"], "A001")
    hall.haod.restart()
    second = hall.issue("b3")
    assert (second["number"], int(second["id"])) == \
        ("A002", int(first["id"]) + 1)
    assert hall.ask("COUNTER", "STATE", "1")["ticket"] == first["id"]


def test_a_repeat_across_the_change(hall):
    hall.clock.pass_until("2031-03-06 03:50")
    first = hall.issue("late")
    hall.clock.pass_until("2031-03-06 04:10")
    again = hall.issue("late")
    assert again == {**first, "replayed": 1}
    assert again["day"] == "2031-03-05"
    hall.haod.restart()
    assert hall.issue("late") == again
    assert hall.refusal("TICKET", "ISSUE", "B", "RID", "late") == "RIDCONFLICT"
    assert hall.issue("other")["number"] == "A001"


def test_a_request_is_known_for_24_hours(hall):
    first = hall.issue("r")
    hall.clock.pass_until("2031-03-06 09:58")
    assert hall.issue("r") == {**first, "replayed": 1}
    # What a restart remembers counts from the last event.
    hall.issue("newer")
    hall.haod.restart()
    assert hall.issue("r") == {**first, "replayed": 1}
    hall.clock.pass_until("2031-03-06 11:00")
    new = hall.issue("r")
    assert (new["replayed"], new["number"]) == (0, "A002")
    assert int(new["id"]) == int(first["id"]) + 2
    hall.haod.restart()
    assert hall.issue("r") == {**new, "replayed": 1}


def test_a_year_of_days(hall):
    """Days that nobody came to leave no trace but the next one's beginning."""
    first = hall.issue("r")
    hall.clock.pass_s(365 * 24 * HOUR_S)
    new = hall.issue("r")
    assert (new["number"], new["day"]) == ("A001", "2032-03-04")
    assert int(new["id"]) == int(first["id"]) + 1
    assert len(hall.days_begun()) == 2


def test_the_hour_is_local_in_summer_time_too(make_hall):
    text = (TOP / "docs/hall.yaml").read_text(encoding="utf-8").replace(
        "timezone: Asia/Shanghai", "timezone: Europe/Berlin")
    # In winter 04:00 is 03:00 UTC; on 30 March, a new summer, 02:00.
    hall = make_hall("2031-03-29 02:50", text, hours=0)
    assert hall.day() == "2031-03-28"
    hall.clock.pass_until("2031-03-29 03:00")
    assert hall.day() == "2031-03-29"
    hall.clock.pass_until("2031-03-30 01:50")
    assert hall.day() == "2031-03-29"
    hall.clock.pass_until("2031-03-30 02:00")
    assert hall.day() == "2031-03-30"


# --- A clock that lies -----------------------------------------------------


def lies(hall, at):
    """The clock is set while the kernel does not vouch for it."""
    hall.clock.lose()
    hall.clock.set(at)
    assert hall.ask("HALL", "CLOCK")["trusted"] == 0


def test_a_jump_waits_for_a_technician(hall):
    first = hall.issue("a")
    hall.clock.pass_until("2031-03-06 03:55")
    lies(hall, "2031-03-08 12:00")
    # Hall time goes on as if nothing had happened.
    assert hall.issue("b")["number"] == "A002"
    hall.clock.pass_s(6 * 60)
    assert hall.refusal("TICKET", "ISSUE", "A", "RID", "c") == "CLOCK"
    hall.haod.wait("HALL CLOCK ACCEPT begins it now")
    assert hall.day() == "2031-03-05"
    # What is open is still called, and what was asked is still known.
    assert hall.issue("a") == {**first, "replayed": 1}
    hall.ask("COUNTER", "OPEN", "1", "CLERK", "7")
    assert hall.ask("COUNTER", "NEXT", "1", "RID", "n")["id"] == first["id"]
    accepted = hall.ask("HALL", "CLOCK", "ACCEPT")
    assert (accepted["trusted"], accepted["day"]) == (1, "2031-03-08")
    assert accepted["t"] == accepted["wall"]
    new = hall.issue("c")
    assert (new["number"], new["day"]) == ("A001", "2031-03-08")
    assert len(hall.days_begun()) == 2


def test_a_jump_is_believed_after_ten_minutes(hall):
    hall.clock.pass_until("2031-03-06 03:55")
    lies(hall, "2031-03-08 12:00")
    hall.clock.pass_s(9 * 60)
    assert hall.refusal("TICKET", "ISSUE", "A", "RID", "a") == "CLOCK"
    hall.clock.pass_s(2 * 60)
    assert hall.issue("a")["day"] == "2031-03-08"


def test_a_synchronised_jump_is_believed_at_once(hall):
    hall.clock.set("2031-03-08 12:00")
    assert hall.issue("a")["day"] == "2031-03-08"
    assert hall.ask("HALL", "CLOCK")["trusted"] == 1


@pytest.mark.parametrize("synchronised", [True, False])
def test_a_start_in_another_day(make_hall, synchronised):
    hall = make_hall("2031-03-05 10:00", synchronised=synchronised)
    first = hall.issue("a")
    assert hall.day() == "2031-03-05"
    hall.haod.kill()
    hall.clock.pass_until("2031-03-06 10:00")
    hall.haod.said = ""
    hall.haod.start()
    if not synchronised:
        assert hall.refusal("TICKET", "ISSUE", "A", "RID", "b") == "CLOCK"
        assert hall.ask("TICKET", "GET", first["id"])["state"] == "waiting"
        hall.clock.pass_s(11 * 60)
    new = hall.issue("b")
    assert (new["number"], new["day"]) == ("A001", "2031-03-06")


@pytest.mark.parametrize("back, forth", [("2031-03-06 03:30", "pass_until"),
                                         ("2031-03-05 10:00", "pass_until"),
                                         ("2021-01-01 00:00", "set")])
def test_set_back_brings_no_day_twice(hall, back, forth):
    hall.issue("a")
    hall.clock.pass_until("2031-03-06 04:10")
    assert hall.issue("b")["number"] == "A001"
    before = hall.ask("HALL", "CLOCK")["t"]
    hall.clock.set(back)
    assert hall.ask("HALL", "CLOCK", "ACCEPT")["t"] >= before
    assert hall.issue("c")["number"] == "A002"
    hall.haod.restart()
    assert hall.issue("d")["number"] == "A003"
    assert hall.ask("HALL", "CLOCK")["t"] >= before
    # It is four o'clock of that day once more.
    getattr(hall.clock, forth)("2031-03-06 04:20")
    last = hall.issue("e")
    assert (last["number"], last["day"]) == ("A004", "2031-03-06")
    days = hall.days_begun()
    assert days == sorted(set(days)) and len(days) == 2


def test_a_clock_that_nobody_sets_is_an_alert(hall):
    def level():
        return {row["kind"]: row["level"]
                for row in hall.ask("HALL", "STATE")["alerts"]}.get("clock")

    assert level() is None
    hall.clock.lose()
    # Some minutes without are what every start has.
    hall.clock.pass_s(16 * 60)
    assert poll(level, lambda now: now, "an alert") == "warn"
    assert {"device": "haod", "key": "clock", "state": "unknown"}.items() <= \
        hall.ask("DEVICE", "LIST")[0].items()
    hall.clock.find()
    hall.clock.pass_s(61)
    poll(level, lambda now: not now, "the end of the alert")
