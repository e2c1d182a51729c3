"""What a supervisor does to the whole hall, and what screens make of it."""

from daemon import DISPLAY, Process, pairs


def issue(wire, service, rid):
    return wire("TICKET", "ISSUE", service, "RID", rid)


def opened(wire):
    """Whether A and B say that they issue tickets now."""
    return {one["service"]: one["open"] for one in wire.json(
        "HALL", "SERVICES") if one["service"] in "AB"}


def test_a_stop_is_refused_with_its_message_and_shown(haod):
    screen, boss = haod.wire(), haod.wire("boss")
    screen.send("SUBSCRIBE", "calls:main")
    _, first = screen.message()
    assert first["type"] == "snapshot" and first["notices"] == []
    words = ["HALL", "PAUSE", "SERVICE", "A", "MESSAGE", "a fire", "RID", "p1"]
    done = pairs(boss(*words))
    assert set(done) == {"seq", "replayed"}
    assert pairs(boss(*words)) == {**done, "replayed": 1}
    refused = issue(boss, "A", "r1")
    assert refused.word == "SERVICECLOSED" and refused.endswith(": a fire")
    assert pairs(issue(boss, "B", "r2"))["number"] == "B001"
    assert opened(boss) == {"A": 0, "B": 1}
    _, notice = screen.message()
    shown = [{"kind": "pause", "service": "A", "text": "a fire"}]
    assert notice["type"] == "notice" and notice["notices"] == shown
    assert notice["prev"] == first["seq"] and notice["seq"] == done["seq"]
    done = pairs(boss("HALL", "RESUME", "SERVICE", "A", "REASON", "it is out",
                      "RID", "p2"))
    event, = boss.json("EVENTS", "SINCE",
                       boss.json("HALL", "STATE")["epoch"], done["seq"] - 1)
    assert (event["type"], event["reason"]) == ("hall_resumed", "it is out")
    _, lifted = screen.message()
    assert lifted["notices"] == [] and lifted["prev"] == notice["seq"]
    assert pairs(issue(boss, "A", "r3"))["number"] == "A001"
    assert opened(boss) == {"A": 1, "B": 1}


def test_a_stop_outlives_a_kill(haod):
    with haod.wire() as boss:
        boss("HALL", "PAUSE", "MESSAGE", "smoke", "RID", "p1")
        boss("HALL", "BROADCAST", "leave, please", "ZONE", "main", "REASON",
             "a fire", "RID", "b1")
        boss("DEVICE", "STATE", "kiosk-1", "printer", "ok")
        before = boss.json("HALL", "STATE")
    haod.restart()
    with haod.wire() as boss:
        after = boss.json("HALL", "STATE")
        for what in ("notices", "devices", "training"):
            assert after[what] == before[what]
        assert [n["text"] for n in after["notices"]] == ["smoke",
                                                         "leave, please"]
        assert issue(boss, "A", "r1").word == "SERVICECLOSED"
        assert boss.json("HALL", "NOTICES") == after["notices"]


def test_clearing_tells_queues_and_keeps_the_reason(haod):
    boss, queue = haod.wire(), haod.wire()
    one = pairs(issue(boss, "A", "r1"))
    pairs(issue(boss, "B", "r2"))
    queue("SUBSCRIBE", "queue:A")
    assert queue.message()[1]["waiting"] == 1
    words = ["HALL", "CLEAR", "REASON", "a fire", "RID", "c1"]
    for blank in ("", " ", " \t ", "\u3000", " \u3000 "):
        refused = boss("HALL", "CLEAR", "REASON", blank, "RID", "c0")
        assert "REASON must say something" in refused
    done = pairs(boss(*words))
    assert done["count"] == 2
    assert pairs(boss(*words)) == {**done, "replayed": 1}
    assert queue.message()[1]["waiting"] == 0
    assert pairs(boss("TICKET", "GET", one["id"]))["state"] == "cancelled"
    events = boss.json("EVENTS", "SINCE", boss.json("HALL", "STATE")["epoch"],
                       done["seq"] - 1)
    assert events[0]["type"] == "hall_cleared"
    assert events[0]["reason"] == "a fire" and events[0]["count"] == 2


def test_training_tickets_say_so(haod):
    wire = haod.wire()
    assert pairs(wire("HALL", "TRAINING", "ON", "REASON", "why", "RID", "t1"))
    one = pairs(issue(wire, "A", "r1"))
    assert one["training"] == 1
    assert pairs(wire("TICKET", "GET", one["id"]))["training"] == 1
    assert pairs(wire("HALL", "TRAINING", "off", "REASON", "why", "RID", "t2"))
    assert "training" not in pairs(issue(wire, "A", "r2"))


def test_what_is_open_is_handed_over(haod):
    pad = haod.clerk("1")
    ids = [pairs(issue(pad, "A", f"r{i}"))["id"] for i in range(3)]
    called = pairs(pad("COUNTER", "NEXT", "1", "RID", "n1"))
    open_ = pad.json("HALL", "HANDOVER")
    assert [t["id"] for t in open_["tickets"]] == ids and open_["more"] == 0
    assert open_["tickets"][0]["counter"] == "1"
    assert [t["state"] for t in open_["tickets"]] == [
        "called", "waiting", "waiting"]
    here = pad.json("HALL", "HANDOVER", "COUNTER", "1")["tickets"]
    assert [t["id"] for t in here] == [called["id"]]
    assert pad.json("HALL", "HANDOVER", "SERVICE", "B")["tickets"] == []
    rest = pad.json("HALL", "HANDOVER", "AFTER", ids[1])["tickets"]
    assert [t["id"] for t in rest] == ids[2:]
    assert pad("HALL", "HANDOVER", "AFTER").word == "BADARG"


def test_who_waits_for_one_alone_is_seen(haod):
    pad = haod.clerk("1")
    id_ = pairs(issue(pad, "A", "r1"))["id"]
    pairs(pad("COUNTER", "NEXT", "1", "RID", "n1"))
    pairs(pad("COUNTER", "TRANSFER", "1", id_, "COUNTER", "2", "REASON", "x",
              "RID", "t1"))
    clerks = pairs(pad("TICKET", "ISSUE", "A", "RID", "r2", "CLERK", "77"))
    # They wait for the service, though no other counter may call them.
    assert pad.json("HALL", "SERVICES")[0]["waiting"] == 2
    assert pairs(pad("TICKET", "GET", id_))["for_counter"] == "2"
    assert pairs(pad("TICKET", "GET", clerks["id"]))["for_clerk"] == "77"
    there, = pad.json("HALL", "HANDOVER", "COUNTER", "2")["tickets"]
    assert (there["id"], there["for_counter"]) == (id_, "2")
    assert pad.json("HALL", "HANDOVER", "COUNTER", "1")["tickets"] == []
    with haod.clerk("2") as other:
        assert pairs(other("COUNTER", "NEXT", "2", "RID", "n2"))["id"] == id_
        assert "for_counter" not in pairs(other("TICKET", "GET", id_))


def test_a_device_is_told_once(haod):
    wire = haod.wire()
    first = pairs(wire("DEVICE", "STATE", "kiosk-1", "printer", "ok"))
    again = pairs(wire("DEVICE", "STATE", "kiosk-1", "printer", "ok"))
    assert again["seq"] == first["seq"]
    pairs(wire("DEVICE", "STATE", "kiosk-1", "printer", "paper_out"))
    row, = wire.json("DEVICE", "LIST")
    assert row.pop("since") > 0
    assert row == {"device": "kiosk-1", "key": "printer",
                   "state": "paper_out"}
    assert wire("DEVICE", "STATE", "x" * 33, "printer", "ok").word == "BADARG"


def test_the_display_has_a_line_for_a_notice(haod):
    boss = haod.wire()
    boss("HALL", "PAUSE", "MESSAGE", "smoke", "RID", "p1")
    screen = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "--text"])
    try:
        assert screen.out.wait(r"^! smoke$")
        boss("HALL", "BROADCAST", "go", "REASON", "why", "RID", "b1")
        assert screen.out.wait(r"^! smoke · go$")
        boss("HALL", "RESUME", "REASON", "why", "RID", "p2")
        boss("HALL", "BROADCAST", "", "REASON", "why", "RID", "b2")
        assert screen.out.wait(r"^!$")
    finally:
        screen.end()


WHY = ["REASON", "why", "RID", "x"]
REFUSED = [
    ("BADARG", ["HALL", "PAUSE", "RID", "x"]),
    ("BADARG", ["HALL", "PAUSE", "MESSAGE", "m"]),
    ("BADARG", ["HALL", "CLEAR", "RID", "x", "SERVICE", "A"]),
    ("BADARG", ["HALL", "TRAINING", "MAYBE", *WHY]),
    ("BADARG", ["HALL", "TRAINING", "ON", "RID", "x"]),
    ("BADARG", ["HALL", "BROADCAST", "leave, please", "RID", "x"]),
    ("BADARG", ["HALL", "RESUME", "SERVICE", "A", "RID", "x"]),
    ("BADARG", ["HALL", "RESUME", "SERVICE", "A", "REASON", "", "RID", "x"]),
    ("BADARG", ["HALL", "RESUME", "SERVICE", "A", "ZONE", "main", *WHY]),
    ("NOSUCHZONE", ["HALL", "RESUME", "ZONE", "cellar", *WHY]),
    ("NOSUCHSERVICE", ["HALL", "RESUME", "SERVICE", "Z", *WHY]),
]


def test_what_is_refused(haod):
    wire = haod.wire()
    for word, words in REFUSED:
        assert wire(*words).word == word, words


def alert(wire):
    """The next alert among the events of the hall."""
    while True:
        _, event = wire.message()
        if event["type"] == "alert":
            return {k: event.get(k) for k in ("kind", "subject", "level")}


def test_alerts_are_told_once_and_outlive_a_kill(haod):
    with haod.wire() as boss, haod.wire() as kiosk:
        boss.send("SUBSCRIBE", "hall")
        kiosk("DEVICE", "STATE", "kiosk-1", "printer", "paper_out")
        assert alert(boss) == {
            "kind": "printer", "subject": "kiosk-1", "level": "alarm"}
        for i in range(10):
            issue(kiosk, "A", f"r{i}")
        assert alert(boss) == {
            "kind": "load", "subject": None, "level": "alarm"}
        raised = kiosk.json("HALL", "ALERTS")
        assert [(a["kind"], a["value"], a["limit"]) for a in raised] == [
            ("load", 10, 10), ("printer", 2, 2)]
        assert raised[1]["state"] == "paper_out"
    haod.restart()
    with haod.wire() as boss, haod.wire() as kiosk:
        assert kiosk.json("HALL", "STATE")["alerts"] == raised
        boss.send("SUBSCRIBE", "hall")
        boss.message()
        kiosk("DEVICE", "STATE", "kiosk-1", "printer", "ok")
        # The first alert of all that comes is the one that is over.
        assert alert(boss) == {
            "kind": "printer", "subject": "kiosk-1", "level": "cleared"}
        assert [a["kind"] for a in kiosk.json("HALL", "ALERTS")] == ["load"]


def test_what_was_put_aside_is_listed(haod):
    pad, other = haod.clerk("1"), haod.clerk("3")
    for i in range(3):
        pairs(issue(pad, "A", f"r{i}"))
    ids = []
    for i, words in enumerate((["MISSED"], ["HOLD", "papers"], ["MISSED"])):
        id_ = pairs(pad("COUNTER", "NEXT", "1", "RID", f"n{i}"))["id"]
        pairs(pad("COUNTER", words[0], "1", id_, *words[1:]))
        ids.insert(0, id_)
    aside = pad.json("COUNTER", "ASIDE", "1")
    assert [t["id"] for t in aside] == ids
    assert [t["state"] for t in aside] == ["missed", "held", "missed"]
    assert aside[1]["hold"] == "papers" and aside[0]["misses"] == 1
    assert aside[0]["number"] == "A003" and aside[0]["since"] > 0
    assert other.json("COUNTER", "ASIDE", "3") == []
    assert other("COUNTER", "ASIDE", "99").word == "NOSUCHCOUNTER"
    pairs(pad("COUNTER", "RETURN", ids[0], "REASON", "an elderly lady"))
    pairs(pad("COUNTER", "UNHOLD", "1", ids[1]))
    haod.restart()
    with haod.wire() as wire:
        aside = wire.json("COUNTER", "ASIDE", "1")
        assert [t["id"] for t in aside] == ids[2:]


def test_a_ticket_is_found_by_its_number(haod):
    wire = haod.wire()
    one = pairs(issue(wire, "A", "r1"))
    assert wire.json("TICKET", "FIND", "NUMBER", "A001")["id"] == one["id"]
    assert wire("TICKET", "FIND", "NUMBER", "A002") is None
    assert wire("TICKET", "FIND", "NUMBER", "nonsense") is None
    assert wire("TICKET", "FIND", "NAME", "A001").word == "BADARG"


def test_a_supervisor_moves_a_ticket_to_the_front(haod):
    boss, pad = haod.wire("boss"), haod.clerk("3")
    first, second = (pairs(issue(boss, "B", f"r{i}"))["id"] for i in range(2))
    words = ["COUNTER", "TRANSFER", second, "SERVICE", "B", "PLACE", "front",
             "REASON", "unwell"]
    assert boss(*words).word == "RIDREQUIRED"
    moved = pairs(boss(*words, "RID", "t1"))
    assert moved["state"] == "waiting"
    assert pairs(boss(*words, "RID", "t1")) == {**moved, "replayed": 1}
    assert pairs(pad("COUNTER", "NEXT", "3", "RID", "n1"))["id"] == second
    # What is at a counter's hand is its clerk's to pass on.
    refused = boss(*words, "RID", "t2")
    assert refused.word == "BADSTATE" and "called" in refused
    words[2] = "999"
    assert boss(*words, "RID", "t3").word == "NOSUCHTICKET"
    assert pairs(pad("COUNTER", "NEXT", "3", "RID", "n2"))["id"] == first
