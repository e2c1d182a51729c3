"""The rules of a hall, through a real haod and across its restart."""

import pytest

from daemon import pairs
from resp import poll

HALL = """
languages: [zh, en]
name: {zh: 大厅, en: Hall}
timezone: Asia/Shanghai
after_miss: after
after_miss_calls: 1
classes:
  - {code: normal, name: {en: Normal}}
  - {code: army, name: {zh: 军人, en: Military}, rank: 1}
  - {code: priority, name: {en: Priority}, credit_min: 60, declared: supervisor}
services:
  - {code: A, name: {en: First}, prefix: A, policy: ratio, ratio_normal: 1}
  - {code: B, name: {en: Second}, prefix: B, policy: strict}
counters:
  - {label: "1", groups: [{services: [A]}]}
  - {label: "2", groups: [{services: [B]}], help: [A]}
  - {label: "3", groups: [{services: [B]}], floating: yes}
"""


@pytest.fixture
def hall(make_haod):
    return make_haod(HALL).start()


def issue(wire, rid, *words):
    return pairs(wire("TICKET", "ISSUE", *words, "RID", rid))["id"]


def follow(wire, label, rid):
    got = wire("COUNTER", "NEXT", label, "RID", rid)
    return got and pairs(got)["id"]


def test_ratio_and_strict(hall):
    kiosk = hall.wire()
    one, two = hall.clerk("1"), hall.clerk("2")
    normal = [issue(kiosk, f"n{i}", "A") for i in range(2)]
    army = [issue(kiosk, f"a{i}", "A", "CLASS", "army") for i in range(2)]
    assert [follow(one, "1", f"x{i}") for i in range(2)] == [
        normal[0], army[0]]
    hall.restart()
    one = hall.clerk("1")
    # The runs of the ratio go on where they were.
    assert [follow(one, "1", f"y{i}") for i in range(2)] == [
        normal[1], army[1]]
    two = hall.clerk("2")
    kiosk = hall.wire()
    last = issue(kiosk, "s1", "B")
    first = issue(kiosk, "s2", "B", "CLASS", "army")
    assert [follow(two, "2", f"z{i}") for i in range(2)] == [first, last]


def test_help_takes_from_elsewhere(hall):
    two = hall.clerk("2")
    id_ = issue(hall.wire(), "h", "A")
    assert follow(two, "2", "x") == id_


def test_a_miss_puts_it_behind_the_next(hall):
    one, kiosk = hall.clerk("1"), hall.wire()
    ids = []
    for i in range(3):
        ids.append(issue(kiosk, f"m{i}", "A"))
        now = kiosk.json("HALL", "CLOCK")["t"]
        # Arrivals of one millisecond are as good as one.
        poll(lambda: kiosk.json("HALL", "CLOCK")["t"],
             lambda t, now=now: t != now, "a later time")
    assert follow(one, "1", "x0") == ids[0]
    missed = pairs(one("COUNTER", "MISSED", "1", ids[0]))
    assert missed["state"] == "waiting"
    got = [follow(one, "1", f"y{i}") for i in range(3)]
    assert got == [ids[1], ids[0], ids[2]]


def test_a_class_is_granted_and_kept(hall):
    kiosk = hall.wire()
    refused = kiosk("TICKET", "ISSUE", "A", "CLASS", "priority", "RID", "p")
    assert refused.word == "NOPERM"
    assert "值班长" in refused
    first, second = issue(kiosk, "g1", "B"), issue(kiosk, "g2", "B")
    reply = pairs(kiosk("TICKET", "CLASS", second, "priority",
                        "REASON", "blind", "RID", "g3"))
    assert reply["class"] == "priority"
    hall.restart()
    wire = hall.wire()
    assert pairs(wire("TICKET", "GET", second))["ahead"] == 0
    assert pairs(wire("TICKET", "GET", first))["ahead"] == 1


def test_a_floating_counter(hall):
    pad = hall.wire("pad-3")
    assert pad("COUNTER", "OPEN", "3", "CLERK", "9").word == "COUNTERCLOSED"
    desk = hall.wire("supervisor")
    on = pairs(desk("COUNTER", "SWITCH", "3", "ON", "REASON", "a rush"))
    assert on["state"] == "closed"
    hall.restart()
    hall.clerk("3")
    assert pairs(hall.wire()("COUNTER", "STATE", "3"))["on"] == 1


def test_one_clerk_is_waited_for(hall):
    kiosk = hall.wire()
    id_ = issue(kiosk, "c", "A", "CLERK", "55")
    hall.restart()
    one = hall.clerk("1")
    assert follow(one, "1", "x") is None
    one("COUNTER", "CLOSE", "1")
    one = hall.clerk("1", "55")
    assert follow(one, "1", "y") == id_
