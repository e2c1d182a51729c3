"""What goes wrong in the systems in use, each by its name: not here.

They are the failures of order, numbers and hours; the display's, the
printer's and the voice's are tested where those are."""
import concurrent.futures

import pytest
from test_clock import make_hall  # noqa: F401  (a fixture)

CLASSES = """
classes:
  - {code: normal, name: {en: Normal}}
  - {code: priority, name: {en: Priority}, credit_min: 20, rank: 1}
"""
HALL = """
languages: [en]
name: {en: Hall}
timezone: %s
services:
  - {code: A, name: {en: First}, prefix: A%s}
counters:
  - {label: "1", groups: [{services: [A]}]}
  - {label: "2", groups: [{services: [A]}]}
"""


def hall_text(zone="Asia/Shanghai", more="", classes=""):
    return HALL % (zone, more) + classes


@pytest.fixture
def hall(make_hall):  # noqa: F811
    return make_hall("2031-03-05 10:00", hall_text())


def numbers(hall, rids):
    return [hall.issue(rid)["number"] for rid in rids]


class Desk:
    """A terminal with a name of its own."""

    def __init__(self, hall, label, name):
        self.hall, self.label, self.count = hall, label, 0
        self.client = hall.haod.client(decode_responses=True,
                                       client_name=name)
        self.name = name

    def __call__(self, command, *words):
        return self.client.execute_command(
            "COUNTER", command, self.label, *words)

    def next(self):
        self.count += 1
        got = self("NEXT", "RID", f"{self.name}-{self.count}")
        return got and dict(zip(got[::2], got[1::2]))["id"]


def test_two_clerks_call_the_same_ticket(hall):
    ids = [hall.issue(f"t{i}")["id"] for i in range(40)]
    desks = [Desk(hall, label, f"desk-{label}") for label in "12"]
    for desk in desks:
        desk("OPEN", "CLERK", "7")

    def all_of(desk):
        return list(iter(desk.next, None))

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        called = [id_ for one in pool.map(all_of, desks) for id_ in one]
    assert sorted(called, key=int) == ids


def test_a_window_is_used_from_two_terminals(hall):
    one, other = (Desk(hall, "1", name) for name in ("left", "right"))
    one("OPEN", "CLERK", "7")
    with pytest.raises(Exception, match="COUNTERTAKEN.*left"):
        other("OPEN", "CLERK", "8")
    with pytest.raises(Exception, match="COUNTERTAKEN.*left"):
        other.next()


def test_two_kiosks_hand_out_the_same_number(hall):
    def kiosk(name):
        client = hall.haod.client(decode_responses=True)
        got = [client.execute_command(
            "TICKET", "ISSUE", "A", "RID", f"{name}-{i}") for i in range(25)]
        return [row[row.index("number") + 1] for row in got]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        given = sum(pool.map(kiosk, ("left", "right")), [])
    assert sorted(given) == [f"A{n:03}" for n in range(1, 51)]


def test_a_retry_issues_a_second_ticket(hall):
    first = hall.issue("pressed once")
    again = hall.issue("pressed once")
    assert (again["id"], again["replayed"]) == (first["id"], 1)
    assert hall.issue("pressed anew")["number"] == "A002"


# A day of 23 and of 25 hours, and one where the night is like any other.
NIGHTS = [
    ("Asia/Shanghai", "2031-03-05 23:50", "2031-03-06 00:10",
     "2031-03-06 04:00"),
    ("Europe/Berlin", "2031-03-29 23:50", "2031-03-30 03:30",
     "2031-03-30 04:00"),
    ("America/New_York", "2031-11-01 23:50", "2031-11-02 01:30",
     "2031-11-02 04:00"),
    ("Australia/Lord_Howe", "2031-04-05 23:50", "2031-04-06 01:45",
     "2031-04-06 04:00"),
]


@pytest.mark.parametrize("zone, evening, night, morning", NIGHTS)
def test_numbers_repeat_or_do_not_reset_around_midnight(
        make_hall, zone, evening, night, morning):  # noqa: F811
    hall = make_hall(evening, hall_text(zone), zone=zone)
    assert numbers(hall, ["a", "b"]) == ["A001", "A002"]
    hall.clock.pass_until(night)
    assert numbers(hall, ["c"]) == ["A003"]
    hall.clock.pass_until(morning)
    assert numbers(hall, ["d", "e"]) == ["A001", "A002"]


def test_next_serves_the_newest_first(hall):
    ids = [hall.issue(f"n{i}")["id"] for i in range(10)]
    desk = Desk(hall, "1", "desk")
    desk("OPEN", "CLERK", "7")
    assert list(iter(desk.next, None)) == ids


@pytest.mark.parametrize("policy", ["credit", "ratio"])
def test_a_priority_class_starves_everybody_else(
        make_hall, policy):  # noqa: F811
    hall = make_hall("2031-03-05 10:00", hall_text(
        more=f", policy: {policy}", classes=CLASSES))
    normal = [hall.issue(f"n{i}")["id"] for i in range(2)]
    desk = Desk(hall, "1", "desk")
    desk("OPEN", "CLERK", "7")
    called = []
    for minute in range(1, 60, 5):
        hall.ask("TICKET", "ISSUE", "A", "CLASS", "priority",
                 "RID", f"p{minute}")
        called.append(desk.next())
        hall.clock.pass_until(f"2031-03-05 10:{minute:02}")
        desk("LEASE")
    # Credit: those of 20 minutes go before. Ratio: one after three.
    assert set(normal) <= set(called)
    assert called.index(normal[1]) <= {"credit": 6, "ratio": 1}[policy]


def test_tickets_left_open_yesterday_are_called_today(hall):
    yesterday = hall.issue("y")["id"]
    hall.clock.pass_until("2031-03-06 09:00")
    desk = Desk(hall, "1", "desk")
    desk("OPEN", "CLERK", "7")
    assert desk.next() is None
    today = hall.issue("t")["id"]
    assert desk.next() == today != yesterday
