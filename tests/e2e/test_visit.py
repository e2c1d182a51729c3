"""Holds and visits of several steps, through a real haod and its restart."""

import pytest

from daemon import pairs

HALL = """
languages: [zh, en]
name: {zh: 大厅, en: Hall}
timezone: Asia/Shanghai
services:
  - {code: A, name: {en: Receive}, prefix: A, steps: [PAY, GET]}
  - {code: PAY, name: {en: Pay}, prefix: P}
  - {code: GET, name: {en: Collect}, prefix: G}
counters:
  - {label: "1", groups: [{services: [A]}]}
  - {label: "2", groups: [{services: [A]}]}
  - {label: "3", groups: [{services: [PAY]}]}
  - {label: "4", groups: [{services: [GET]}]}
"""


@pytest.fixture
def hall(make_haod):
    return make_haod(HALL).start()


def issue(wire, rid, *words):
    return pairs(wire("TICKET", "ISSUE", *words, "RID", rid))["id"]


def follow(wire, label, rid):
    got = wire("COUNTER", "NEXT", label, "RID", rid)
    return got and pairs(got)["id"]


def get(wire, id_):
    return pairs(wire("TICKET", "GET", id_))


def now_ms(wire):
    seconds, micros = wire("TIME")
    return int(seconds) * 1000 + int(micros) // 1000


def test_a_held_ticket_outlives_a_kill(hall):
    pad = hall.clerk("1")
    id_ = issue(pad, "r1", "A")
    later = issue(pad, "r2", "A")
    assert follow(pad, "1", "n1") == id_
    held = pairs(pad("COUNTER", "HOLD", "1", id_, "papers"))
    assert held["state"] == "held"
    again = pairs(pad("COUNTER", "HOLD", "1", id_, "papers"))
    assert again["replayed"] == 1
    assert pad.json("COUNTER", "STATE", "1").get("ticket") is None
    hall.restart()
    pad = hall.clerk("2")
    ticket = get(pad, id_)
    assert ticket["state"] == "held" and ticket["hold"] == "papers"
    assert pairs(pad("COUNTER", "UNHOLD", "2", id_))["state"] == "waiting"
    assert get(pad, later)["ahead"] == 1
    assert follow(pad, "2", "n2") == id_


def test_for_a_counter_and_by_whom(hall):
    one, two, three = hall.clerk("1"), hall.clerk("2"), hall.clerk("3")
    id_ = issue(one, "r1", "A", "STEPS", "")
    assert follow(one, "1", "n1") == id_
    assert one("COUNTER", "HOLD", "1", id_, "lunch").word == "BADARG"
    assert one("COUNTER", "HOLD", "1", id_, "until").word == "BADARG"
    assert one("COUNTER", "HOLD", "1", id_, "until", "UNTIL",
               now_ms(one) - 1).word == "BADARG"
    assert pairs(one("COUNTER", "HOLD", "1", id_, "counter"))
    assert three("COUNTER", "UNHOLD", "3", id_).word == "BADSTATE"
    assert pairs(two("COUNTER", "UNHOLD", id_, "RID", "u1"))["replayed"] == 0
    assert follow(two, "2", "n2") is None
    assert follow(one, "1", "n3") == id_
    assert one("COUNTER", "UNHOLD", "1", id_).word == "BADSTATE"


def test_until_a_time(hall):
    pad = hall.clerk("1")
    id_ = issue(pad, "r1", "A")
    follow(pad, "1", "n1")
    reader = hall.wire()
    reader("SUBSCRIBE", "queue:A")
    assert reader.message()[1]["type"] == "snapshot"
    until = now_ms(pad) + 1500
    assert pairs(pad("COUNTER", "HOLD", "1", id_, "until", "UNTIL", until))
    assert get(pad, id_)["until"] == until
    message = reader.message()[1]
    while message["type"] != "queue" or not message["waiting"]:
        message = reader.message()[1]
    assert message["t"] >= until
    assert get(pad, id_)["state"] == "waiting"


def test_a_visit_of_three_steps(hall):
    one, three, four = hall.clerk("1"), hall.clerk("3"), hall.clerk("4")
    reader = hall.wire()
    reader("SUBSCRIBE", "queue:PAY")
    assert reader.message()[1]["waiting"] == 0
    id_ = issue(one, "r1", "A", "MATTERS", 2)
    pay = issue(one, "r2", "PAY")
    assert reader.message()[1]["waiting"] == 1
    next_one = issue(one, "r3", "A")
    assert follow(one, "1", "n1") == id_
    ticket = get(one, id_)
    assert ticket["steps"] == ["PAY", "GET"] and ticket["step"] == 0
    # The call of the next one passes it on, and says so where it waits.
    assert follow(one, "1", "n2") == next_one
    assert reader.message()[1]["waiting"] == 2
    assert get(one, id_)["service"] == "PAY"
    assert get(one, pay)["ahead"] == 1
    assert follow(three, "3", "n3") == id_
    passed = pairs(three("COUNTER", "FINISH", "3", id_))
    assert passed["state"] == "waiting" and passed["service"] == "GET"
    assert pairs(three("COUNTER", "FINISH", "3", id_))["replayed"] == 1
    hall.restart()
    four = hall.clerk("4")
    assert get(four, id_)["step"] == 2
    assert follow(four, "4", "n4") == id_
    assert pairs(four("COUNTER", "FINISH", "4", id_))["state"] == "served"
    assert get(four, id_)["matters"] == 2


def test_steps_that_are_not(hall):
    wire = hall.wire()
    for steps, word in (("NONE", "NOSUCHSERVICE"), ("PAY,", "BADARG"),
                        (",".join(["PAY"] * 9), "BADARG")):
        refused = wire("TICKET", "ISSUE", "A", "STEPS", steps, "RID", steps)
        assert refused.word == word
    issue(wire, "r1", "A")
    text = hall.conf.read_text(encoding="utf-8")
    hall.conf.write_text(
        text.replace(", steps: [PAY, GET]", "").replace("code: GET", "code: X")
        .replace("[GET]", "[X]"), encoding="utf-8")
    refused = wire("HALL", "RELOAD")
    assert refused.word == "BADARG" and "A001" in refused
