"""What screens tell of calls, and whose turn it is to speak."""

from daemon import DISPLAY, Process, pairs


def call(pad, rid):
    pairs(pad("TICKET", "ISSUE", "A", "RID", f"t{rid}"))
    return pairs(pad("COUNTER", "NEXT", "1", "RID", f"n{rid}"))["seq"]


def types(wire):
    state = wire.json("HALL", "STATE")
    return [e["type"] for e in wire.json("EVENTS", "SINCE", state["epoch"], 0)]


def test_of_many_screens_the_first_is_an_event(haod):
    pad = haod.clerk("1")
    seq = call(pad, 1)
    screens = [haod.wire(f"screen-{i}") for i in range(20)]
    for wire in screens:
        wire.send("DISPLAY", "SHOWN", "main", seq)
        wire.send("DISPLAY", "HEARD", "main", seq)
    for wire in screens:
        for _ in range(2):
            assert set(pairs(wire.read())) == {"seq", "replayed"}
    assert types(pad).count("shown") == 1
    assert types(pad).count("heard") == 1
    last = pad.json("HALL", "STATE")["seq"]
    haod.restart()
    wire = haod.wire()
    assert pairs(wire("DISPLAY", "SHOWN", "main", seq))["seq"] == last
    assert wire("DISPLAY", "SHOWN", "attic", seq).word == "NOSUCHZONE"
    assert wire("DISPLAY", "SHOWN", "main", "x").word == "BADARG"


def test_one_speaks_and_hears_what_is_left(haod):
    pad, one, two = haod.clerk("1"), haod.wire("one"), haod.wire("two")
    assert one.json("DISPLAY", "VOICE", "main") == {
        "zone": "main", "speaks": 1, "holder": "one", "unheard": []}
    seq = call(pad, 1)
    assert two.json("DISPLAY", "VOICE", "main") == {
        "zone": "main", "speaks": 0, "holder": "one", "unheard": [seq]}
    one("DISPLAY", "HEARD", "main", seq)
    assert one.json("DISPLAY", "VOICE", "main")["unheard"] == []
    before = types(pad)
    assert pairs(one("DISPLAY", "VOICE", "main"))["speaks"] == 1
    assert types(pad) == before


def test_with_a_count_it_leaves_when_the_last_call_is_told(haod):
    pad = haod.clerk("1")
    shown = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "--text",
                     "--count", "1"])
    assert shown.err.wait("counters open"), shown.err.all
    call(pad, 1)
    assert shown.wait() == 0
    assert types(pad).count("shown") == 1
