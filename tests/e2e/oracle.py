"""What must be true of a hall whose programs had a bad day, by what each of
them said and by the journal."""

import re
from collections import Counter

CALLED = r"^([A-Z]\d{3,}) .* → (\d+)$"
SHOWN = r"^([A-Z]\d{3,}) → (\d+)( again)?$"


def calls_of(events):
    """As a screen says them."""
    return [(e.payload["number"], e.payload["counter"],
             " again" if e.payload["calls"] > 1 else None)
            for e in events if e.type == "called"]


def check_nobody_is_at_two_counters(events):
    here = {}
    for e in events:
        who, counter_ = e.payload.get("id"), e.payload.get("counter")
        if e.type == "called":
            # A next finishes the one before it.
            here.pop(e.payload.get("after"), None)
            assert here.get(who, counter_) == counter_, (e.seq, e.payload)
            assert [c for w, c in here.items()
                    if c == counter_ and w != who] == [], (e.seq, e.payload)
            here[who] = counter_
        elif e.type in ("served", "missed", "abandoned", "held",
                        "transferred", "passed", "cancelled"):
            here.pop(who, None)


def check_display(unit, calls, whole):
    """Each of its lives shows calls as they came, and leaves none out."""
    at = 0
    for run in unit.runs:
        assert not any("may be missing" in line for line in run.said.all)
        shown = [match.groups() for match in (
            re.match(SHOWN, line) for line in run.said.all) if match]
        while calls[at:at + len(shown)] != shown:
            at += 1
            assert at < len(calls), (unit.name, shown)
        at += len(shown)
    assert at == len(calls), unit.name
    if whole:
        assert len(unit.runs) == 1, (unit.name, unit.runs[0].said.all[-5:])
        assert len(shown) == len(calls), (unit.name, shown[:3], calls[:3])


def check_screen(screen, events):
    """The same of a load.Screen, that was there before the first call."""
    assert not screen.failure
    assert screen.shown == [(e.seq, str(e.payload["id"]))
                            for e in events if e.type == "called"]


def check_counter(unit, events):
    """What a clerk was told of is in the journal, as often."""
    label = unit.name.removeprefix("counter-")
    told, there = Counter(), Counter()
    for lines in unit.lines():
        for line in lines:
            call = re.match(CALLED, line)
            if call:
                assert call.group(2) == label
                told["called", call.group(1)] += 1
            done = re.match(r"^([A-Z]\d{3,}) (finished|missed)$", line)
            if done:
                told[done.group(2), done.group(1)] += 1
    for e in events:
        if e.payload.get("counter") == label and "number" in e.payload:
            kind = {"served": "finished"}.get(e.type, e.type)
            there[kind, e.payload["number"]] += 1
    assert told <= there, told - there
    return sum(told.values())


def numbers_of(lines):
    return [match.group(1) for match in (
        re.match(r"^ +([A-Z]\d{3,})$", line) for line in lines) if match]
