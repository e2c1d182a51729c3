"""About how long: what haod says of the waits, and when it says nothing."""

import pytest

from daemon import pairs

HALL = """
languages: [zh, en]
name: {zh: 大厅, en: Hall}
timezone: Asia/Shanghai
services:
  - {code: A, name: {en: Register}, prefix: A, target_handling_min: 5}
  - {code: B, name: {en: Tax}, prefix: B, target_handling_min: 5}
counters:
  - {label: "1", groups: [{services: [A]}]}
  - {label: "2", groups: [{services: [B]}]}
"""


@pytest.fixture
def hall(make_haod):
    return make_haod(HALL).start()


def issue(wire, rid, service="A"):
    return pairs(wire("TICKET", "ISSUE", service, "RID", rid))


def range_of(reply):
    assert 0 <= reply["wait_low"] <= reply["wait"] <= reply["wait_high"]
    return reply["wait_low"], reply["wait"], reply["wait_high"]


def test_who_waits_is_told_about_how_long(hall):
    pad = hall.clerk("1")
    first = issue(pad, "r0")
    # An idle counter takes it at once.
    assert first["wait"] == 0
    assert pairs(pad("COUNTER", "NEXT", "1", "RID", "n0"))["id"] == first["id"]
    waiting = [issue(pad, f"r{i}") for i in range(1, 7)]
    hall.restart()
    pad = hall.clerk("1")
    # After a start the waits are estimated anew: each longer than the last.
    mids = [range_of(pairs(pad("TICKET", "GET", t["id"])))[1]
            for t in waiting]
    assert mids == sorted(mids) and mids[-1] > mids[0]
    # Six of some five minutes each, behind one that has just begun.
    assert 10 * 60000 < mids[-1] < 60 * 60000
    ahead = pairs(pad("TICKET", "AHEAD", waiting[-1]["id"]))
    assert range_of(ahead)[1] == mids[-1]
    services = {s["service"]: s for s in pad.json("HALL", "SERVICES")}
    assert range_of(services["A"])[1] >= mids[-1]
    # Nobody serves the other one.
    assert "wait" not in services["B"]


def test_nothing_is_said_where_nobody_serves(hall):
    wire = hall.wire("kiosk")
    ticket = issue(wire, "r1")
    assert "wait" not in ticket and ticket["ahead"] == 0
    assert "wait" not in pairs(wire("TICKET", "GET", ticket["id"]))


def test_a_called_ticket_waits_no_more(hall):
    pad = hall.clerk("1")
    ticket = issue(pad, "r1")
    pad("COUNTER", "NEXT", "1", "RID", "n1")
    assert "wait" not in pairs(pad("TICKET", "GET", ticket["id"]))
    assert "wait" not in pairs(pad("TICKET", "AHEAD", ticket["id"]))


def test_a_repeat_says_what_is_known_by_then(hall):
    pad = hall.clerk("1")
    ticket = issue(pad, "r1")
    pad("COUNTER", "NEXT", "1", "RID", "n1")
    again = issue(pad, "r1")
    assert again["id"] == ticket["id"] and again["replayed"] == 1
    assert "wait" not in again
