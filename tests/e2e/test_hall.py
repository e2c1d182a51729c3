"""What clerks do, each thing once, and every word of refusal."""

import re

import pytest

from daemon import BUILD, Process, pairs
from resp import poll

HAOCTL = BUILD / "haoctl" / "haoctl"
ISSUED = {"id", "number", "service", "class", "state", "day", "issued",
          "ahead", "wait", "wait_low", "wait_high", "seq", "replayed"}
CALLED = {"id", "number", "service", "class", "counter", "waited", "calls",
          "seq", "replayed"}
SMALL = """
languages: [en]
name: {en: Hall}
timezone: Asia/Shanghai
recalls_max: 2
misses_max: 2
tickets_max: 6
zones:
  - code: main
    name: {en: Main}
classes:
  - code: normal
    name: {en: Normal}
    credit_min: 0
services:
  - code: A
    name: {en: First}
    prefix: A
    first: 1
    last: 2
    used_up: refuse
  - code: B
    name: {en: Second}
    prefix: B
counters:
  - label: "1"
    groups:
      - services: [A, B]
  - label: "2"
    groups:
      - services: [B]
"""


@pytest.fixture
def small(make_haod):
    return make_haod(SMALL).start()


def issue(wire, service, rid):
    return pairs(wire("TICKET", "ISSUE", service, "RID", rid))


def follow(pad, label, rid):
    return pairs(pad("COUNTER", "NEXT", label, "RID", rid))


def state(wire, id_):
    return pairs(wire("TICKET", "GET", id_))["state"]


def test_a_visit_from_issue_to_end(haod):
    pad = haod.clerk("1", "0042")
    one = issue(pad, "A", "r1")
    assert set(one) == ISSUED and one["state"] == "waiting"
    assert issue(pad, "A", "r2")["ahead"] == 1
    assert pairs(pad("TICKET", "AHEAD", one["id"]))["ahead"] == 0
    assert pad("TICKET", "PRINTED", one["id"], "printed")
    call = follow(pad, "1", "n1")
    assert set(call) == CALLED and call["id"] == one["id"]
    assert pairs(pad("COUNTER", "START", "1", one["id"]))["state"] == "serving"
    end = pairs(pad("COUNTER", "FINISH", "1", one["id"], "MATTERS", 2))
    assert end["state"] == "served"
    again = pairs(pad("COUNTER", "FINISH", "1", one["id"], "MATTERS", 2))
    assert again["replayed"] == 1
    kept = pairs(pad("TICKET", "GET", one["id"]))
    assert kept["clerk"] == "0042" and kept["printed"] == "printed"
    assert kept["issued"] <= kept["called"] <= kept["started"] <= kept["ended"]
    found = pairs(pad("TICKET", "FIND", "RID", "r1"))
    assert found["id"] == one["id"]
    pad.close()


def test_next_finishes_what_is_at_hand(haod):
    pad = haod.clerk("1")
    ids = [issue(pad, "A", f"r{i}")["id"] for i in range(2)]
    follow(pad, "1", "n0")
    assert follow(pad, "1", "n1")["id"] == ids[1]
    assert state(pad, ids[0]) == "served"
    pad.close()


def test_missed_and_returned_and_missed_for_good(small):
    pad = small.clerk("1")
    one = issue(pad, "A", "r1")["id"]
    follow(pad, "1", "n1")
    assert pairs(pad("COUNTER", "MISSED", "1", one))["state"] == "missed"
    assert pairs(pad("COUNTER", "RETURN", one))["state"] == "waiting"
    assert follow(pad, "1", "n2")["id"] == one
    assert pairs(pad("COUNTER", "MISSED", "1", one))["state"] == "abandoned"
    assert pad("COUNTER", "RETURN", one).word == "BADSTATE"
    pad.close()


def test_a_recall_at_once_is_the_same_call(small):
    pad = small.clerk("1")
    issue(pad, "A", "r1")
    assert pad("COUNTER", "RECALL", "1", "RID", "c0").word == "BADSTATE"
    assert follow(pad, "1", "n1")["calls"] == 1
    seq = pad.json("HALL", "STATE")["seq"]
    again = pairs(pad("COUNTER", "RECALL", "1", "RID", "c1"))
    assert again["calls"] == 1
    assert pad.json("HALL", "STATE")["seq"] == seq
    pad.close()


def test_call_by_number(haod):
    pad = haod.clerk("1")
    issue(pad, "A", "r1")
    two = issue(pad, "A", "r2")
    call = pairs(pad("COUNTER", "CALL", "1", two["number"], "RID", "c1"))
    assert call["id"] == two["id"]
    again = pad("COUNTER", "CALL", "1", two["number"], "RID", "c2")
    assert again.word == "BADSTATE"
    gone = pad("COUNTER", "CALL", "1", "A777", "RID", "c3")
    assert gone.word == "NOSUCHTICKET"
    pad.close()


@pytest.mark.parametrize("place", ["lifetime", "end", "front"])
def test_transfer_to_a_service(haod, place):
    pad, other = haod.clerk("1"), haod.clerk("7")
    waiting = issue(pad, "E", "e1")["id"]
    moved = issue(pad, "A", "a1")["id"]
    last = issue(pad, "E", "e2")
    late = last["id"]
    follow(pad, "1", "n1")
    # Within one millisecond the lower id would be first again.
    poll(lambda: pad.json("HALL", "CLOCK")["t"],
         lambda t: t > last["issued"], "a later time")
    end = pairs(pad("COUNTER", "TRANSFER", "1", moved, "SERVICE", "E",
                    "PLACE", place, "REASON", "wrong desk", "RID", "t1"))
    assert (end["state"], end["service"]) == ("waiting", "E")
    order = [follow(other, "7", f"o{i}")["id"] for i in range(3)]
    assert order == {
        "lifetime": [waiting, moved, late],
        "end": [waiting, late, moved],
        "front": [moved, waiting, late],
    }[place]
    pad.close()
    other.close()


def test_transfer_to_a_counter(haod):
    pad, other, third = haod.clerk("1"), haod.clerk("3"), haod.clerk("2")
    one = issue(pad, "A", "a1")["id"]
    follow(pad, "1", "n1")
    end = pairs(pad("COUNTER", "TRANSFER", "1", one, "COUNTER", "3",
                    "REASON", "needs a stamp", "RID", "t1"))
    assert end["state"] == "waiting"
    assert third("COUNTER", "NEXT", "2", "RID", "x1") is None
    assert follow(other, "3", "o1")["id"] == one
    refused = pad("COUNTER", "TRANSFER", "1", one, "SERVICE", "nope",
                  "REASON", "x", "RID", "t2")
    assert refused.word == "BADSTATE"
    for wire in (pad, other, third):
        wire.close()


def test_pause_resume_close(haod):
    pad = haod.clerk("1", "7")
    paused = pairs(pad("COUNTER", "PAUSE", "1", "tea"))
    assert paused["state"] == "paused"
    assert pairs(pad("COUNTER", "STATE", "1"))["reason"] == "tea"
    assert pairs(pad("COUNTER", "RESUME", "1"))["state"] == "open"
    pad("COUNTER", "PAUSE", "1", "tea")
    issue(pad, "A", "r1")
    one = follow(pad, "1", "n1")["id"]
    assert pairs(pad("COUNTER", "STATE", "1"))["state"] == "open"
    assert pad("COUNTER", "CLOSE", "1").word == "BADSTATE"
    end = pairs(pad("COUNTER", "ABANDONED", "1", one))
    assert end["state"] == "abandoned"
    assert pairs(pad("COUNTER", "LEASE", "1"))["state"] == "open"
    assert pairs(pad("COUNTER", "CLOSE", "1"))["state"] == "closed"
    refusal = pad("COUNTER", "NEXT", "1", "RID", "n2")
    assert refusal.word == "COUNTERCLOSED"
    pad.close()


def test_a_taken_counter_names_its_holder(haod):
    pad = haod.clerk("1")
    with haod.wire("pad-by-the-door") as other:
        for words in (("OPEN", "1", "CLERK", "8"), ("CLOSE", "1"),
                      ("NEXT", "1", "RID", "n1"), ("LEASE", "1")):
            refusal = other("COUNTER", *words)
            assert refusal.word == "COUNTERTAKEN"
            assert "pad-1" in refusal
    pad.close()


REFUSALS = [
    ("BADARG", ["TICKET", "ISSUE", "A", "RID"]),
    ("BADARG", ["TICKET", "ISSUE"]),
    ("BADARG", ["TICKET", "ISSUE", "A", "RID", ""]),
    ("BADARG", ["TICKET", "ISSUE", "A", "RID", "r" * 65]),
    ("BADARG", ["TICKET", "ISSUE", "A", "RID", "r", "RID", "r"]),
    ("BADARG", ["TICKET", "ISSUE", "A", "WHAT", "r"]),
    ("BADARG", ["TICKET", "ISSUE", b"A\0", "RID", "r"]),
    ("BADARG", ["TICKET", "ISSUE", "A", "RID", b"r\0s"]),
    ("BADARG", ["TICKET", "GET", "x"]),
    ("BADARG", ["TICKET", "PRINTED", "1", "eaten"]),
    ("BADARG", ["TICKET", "CANCEL", "RID"]),
    ("BADARG", ["COUNTER", "OPEN", "1"]),
    ("BADARG", ["COUNTER", "OPEN", "1", "PIN", "3"]),
    ("BADARG", ["HALL", "LAYOUT", "LANG", "tlh"]),
    ("BADARG", ["EVENTS", "SINCE", "e", "x"]),
    ("COUNTERCLOSED", ["COUNTER", "NEXT", "1", "RID", "n"]),
    ("GAP", ["EVENTS", "SINCE", "another", "0"]),
    ("NOSUCHCLASS", ["TICKET", "ISSUE", "A", "RID", "r", "CLASS", "royal"]),
    ("NOSUCHCOUNTER", ["COUNTER", "OPEN", "99", "CLERK", "1"]),
    ("NOSUCHCOUNTER", ["COUNTER", "STATE", "99"]),
    ("NOSUCHSERVICE", ["TICKET", "ISSUE", "Z", "RID", "r"]),
    ("NOSUCHTICKET", ["TICKET", "GET", "999999"]),
    ("NOSUCHTICKET", ["TICKET", "CANCEL", "999999"]),
    ("RIDREQUIRED", ["TICKET", "ISSUE", "A"]),
    ("NOPROTO", ["HELLO", "4"]),
    ("WRONGPASS", ["AUTH", "secret"]),
    ("WRONGPASS", ["HELLO", "3", "AUTH", "me", "secret"]),
    ("ERR", ["SELECT", "1"]),
    ("ERR", ["CONFIG", "GET", "save"]),
    ("ERR", ["CLIENT", "MAINT_NOTIFICATIONS", "ON"]),
    ("ERR", ["CLIENT", "SETNAME", "two words"]),
    ("ERR", ["FLUSHALL"]),
    ("ERR", ["TICKET", "EAT"]),
    ("ERR", ["SUBSCRIBE", "nowhere"]),
    ("NOSUCHZONE", ["SUBSCRIBE", "calls:attic"]),
    ("NOSUCHSERVICE", ["SUBSCRIBE", "queue:Z"]),
    ("NOSUCHCOUNTER", ["SUBSCRIBE", "counter:99"]),
    ("NOSUCHSERVICE", ["APPOINTMENT", "SLOTS", "Z", "2026-11-24"]),
]

# Words that speak to programs alone.
FOR_PROGRAMS = {"ERR", "NOPROTO"}

# What is said of a word that is none, so that it can be put right.
SAYS = [
    ("RID must have 1 to 64 bytes: ", ["TICKET", "ISSUE", "A", "RID", ""]),
    ("must be printed, failed, unknown or sent: eaten",
     ["TICKET", "PRINTED", "1", "eaten"]),
    ("MATTERS must be 0 to 10000: many",
     ["COUNTER", "FINISH", "1", "1", "MATTERS", "many"]),
    ("stands twice: RID", ["TICKET", "ISSUE", "A", "RID", "r", "RID", "r"]),
    ("no such counter; HALL COUNTERS lists them: 99",
     ["SUBSCRIBE", "counter:99"]),
]


@pytest.fixture(scope="module")
def refusing(tmp_path_factory):
    import daemon

    one = daemon.Haod(tmp_path_factory.mktemp("refusing")).start()
    yield one
    assert one.stop() == 0


@pytest.mark.parametrize("word,words", REFUSALS,
                         ids=lambda x: x if isinstance(x, str) else None)
def test_a_refusal_has_its_word_and_no_effect(refusing, word, words):
    with refusing.wire() as wire:
        before = wire.json("HALL", "STATE")["seq"]
        refusal = wire(*words)
        assert refusal.word == word
        # In Chinese and in English.
        assert word in FOR_PROGRAMS or re.search("[一-鿿].* · .*[a-z]", refusal)
        assert wire(*words, "JSON").word == word
        assert wire.json("HALL", "STATE")["seq"] == before


@pytest.mark.parametrize("says,words", SAYS)
def test_a_refusal_says_what_would_be_right(refusing, says, words):
    with refusing.wire() as wire:
        assert says in wire(*words)


@pytest.mark.parametrize("rid_needed", [
    ["NEXT", "1"], ["CALL", "1", "A001"], ["RECALL", "1"],
    ["TRANSFER", "1", "1", "SERVICE", "B", "REASON", "x"]])
def test_what_is_not_idempotent_needs_a_rid(refusing, rid_needed):
    with refusing.wire("pad-8") as wire:
        wire("COUNTER", "OPEN", "1", "CLERK", "5")
        assert wire("COUNTER", *rid_needed).word == "RIDREQUIRED"


def test_numbers_and_tickets_run_out(small):
    with small.wire() as wire:
        assert issue(wire, "A", "1")["number"] == "A001"
        assert issue(wire, "A", "2")["number"] == "A002"
        used = wire("TICKET", "ISSUE", "A", "RID", "3")
        assert used.word == "NUMBERSUSED"
        for rid in "4567":
            issue(wire, "B", rid)
        assert wire("TICKET", "ISSUE", "B", "RID", "8").word == "QUOTA"


def test_the_hall_in_json_and_in_maps(haod):
    with haod.wire() as wire:
        issue(wire, "A", "r1")
        state = wire.json("HALL", "STATE")
        plain = pairs(wire("HALL", "STATE"))
        assert set(plain) == set(state)
        assert {"day", "seq", "kept", "epoch", "t", "services", "counters", "alerts",
                "devices", "notices", "training"} == set(state)
        # The longest wait goes on between the two replies.
        for service in [*state["services"],
                        *(services := wire.json("HALL", "SERVICES"))]:
            del service["longest_ms"]
        assert services == state["services"]
        assert wire.json("HALL", "COUNTERS") == state["counters"]
        row = state["services"][0]
        assert (row["service"], row["waiting"]) == ("A", 1)
        layout = wire.json("HALL", "LAYOUT")
        assert layout["name"]["en"] == "Qinghe County Service Centre"
        english = wire.json("HALL", "LAYOUT", "LANG", "en")
        assert english["name"] == "Qinghe County Service Centre"
        clock = wire.json("HALL", "CLOCK")
        assert abs(clock["t"] - clock["wall"]) < 5000


def test_events_since_page_by_page(haod):
    with haod.wire() as wire:
        state = wire.json("HALL", "STATE")
        epoch, seq = state["epoch"], state["seq"]
        assert wire.json("EVENTS", "SINCE", epoch, seq) == []
        first = wire.json("EVENTS", "SINCE", epoch, 0)
        assert [e["type"] for e in first] == ["layout", "day_closed"]
        assert wire("EVENTS", "SINCE", epoch, seq + 1).word == "GAP"
        for i in range(150):
            issue(wire, "F", f"r{i}")
        pages, types = [], []
        while True:
            page = wire.json("EVENTS", "SINCE", epoch, seq)
            if not page:
                break
            pages.append(len(page))
            for event in page:
                assert event["prev"] == seq and event["epoch"] == epoch
                seq = event["seq"]
                types.append(event["type"])
        assert max(pages) == 100 and types.count("issued") == 150
        few = wire.json("EVENTS", "SINCE", epoch, seq - 10, "COUNT", 3)
        assert [event["seq"] for event in few] == [seq - 9, seq - 8, seq - 7]
        assert wire("EVENTS", "SINCE", epoch, seq + 1).word == "GAP"


def events_refused(haod, since):
    program = Process([HAOCTL, "-s", f"127.0.0.1:{haod.port}", "events",
                       since])
    assert program.wait() == 1 and program.out.all == []
    return program.err.all


def test_haoctl_says_which_events_there_are(haod):
    haod.restart()
    with haod.wire() as wire:
        issue(wire, "F", "r1")
        state = wire.json("HALL", "STATE")
    kept, last = state["kept"], state["seq"]
    assert 0 < kept < last
    assert events_refused(haod, kept - 1) == [
        f"haoctl: the server keeps only what came after event {kept}: say"
        f" haoctl events {kept}, or no number for the last ones; all are in"
        " the journal's file (-j)"]
    assert events_refused(haod, last + 1) == [
        f"haoctl: the last event is {last}: say a smaller number, or none for"
        " the last ones"]
    program = Process([HAOCTL, "-s", f"127.0.0.1:{haod.port}", "events", kept])
    assert program.wait() == 0 and len(program.out.all) == last - kept


def test_haoctl_says_what_happened_last(haod):
    def said():
        program = Process([HAOCTL, "-s", f"127.0.0.1:{haod.port}", "events"])
        assert program.wait() == 0, program.err.all
        return [line.split()[2] for line in program.out.all]

    def kept_since():
        state = wire.json("HALL", "STATE")
        seq, epoch = state["kept"], state["epoch"]
        if seq > 0:
            assert wire("EVENTS", "SINCE", epoch, seq - 1).word == "GAP"
        return wire.json("EVENTS", "SINCE", epoch, seq)[0]["type"]

    with haod.wire() as wire:
        issue(wire, "F", "r1")
        assert kept_since() == "layout"
    assert said() == ["layout", "day_closed", "issued"]
    # What was before the day's opening is in the journal alone.
    haod.restart()
    with haod.wire() as wire:
        assert kept_since() == "issued"
    assert said() == ["issued"]
    with haod.wire() as wire:
        for i in range(120):
            issue(wire, "F", f"more{i}")
    assert said() == ["issued"] * 100
