"""How fast each role may be, and what is said of who was too fast."""

import json

import keys
import openmetrics
from daemon import pairs
from resp import encode

LIMITS = "\nlimits: {commands_device: 400, commands_kiosk: 40}\n"


def seconds(wire, count):
    """How long haod took for COUNT commands that came at once."""
    wire.send_raw(encode(["TIME"]) * count)
    times = [wire.read() for _ in range(count)]
    began, ended = (int(one[0]) + int(one[1]) / 1e6
                    for one in (times[0], times[-1]))
    return ended - began


def by_role(samples, name):
    return {dict(key)["role"]: value for key, value in samples[name].items()}


def test_each_role_has_its_own_pace(make_haod):
    """A kiosk may do less here than other devices; a person as ever."""
    haod = keys.strict_hall(make_haod, LIMITS)
    with keys.technician(haod) as wire:
        kiosk = keys.log_in(haod, "k", keys.add(wire, "k", "kiosk"))
        pad = keys.log_in(haod, "p", keys.add(wire, "p", "pad"))
        # As many as a second has come at once, the rest at the role's pace.
        assert seconds(kiosk, 60) >= 0.4
        seconds(pad, 60)
        said = openmetrics.read(wire("HALL", "METRICS"))
        info = wire("INFO")
    limits = by_role(said, "hao_commands_limit")
    assert limits == {
        "stranger": 20, "local": 0, "kiosk": 40, "display": 400, "pad": 400,
        "counter": 400, "web": 400, "supervisor": 200, "manager": 200,
        "technician": 200}
    slowed = by_role(said, "hao_commands_slowed_total")
    assert slowed["kiosk"] > 0 and slowed["pad"] == slowed["counter"] == 0
    assert f"role_kiosk:commands_per_second=40,slowed={slowed['kiosk']:.0f}" \
        in info
    assert "role_clerk" not in info
    kiosk.close()
    pad.close()


def issue(haod, kiosk, *rids):
    """What a kiosk is told: the error's word, or whether it is replayed."""
    with keys.log_in(haod, *kiosk) as wire:
        replies = [wire("TICKET", "ISSUE", "A", "RID", rid) for rid in rids]
    return [getattr(one, "word", None) or pairs(one)["replayed"]
            for one in replies]


def test_a_kiosk_gone_mad_fills_no_memory(make_haod):
    """Its requests of a day are used up, after a restart too; others' not."""
    haod = keys.strict_hall(make_haod, "\nlimits: {requests: 3}\n")
    with keys.technician(haod) as wire:
        mad, well = ((name, keys.add(wire, name, "kiosk")) for name in "mw")
    assert issue(haod, mad, "1", "2", "3", "4") == [0, 0, 0, "REQUESTSUSED"]
    assert haod.stop() == 0
    haod.start()
    assert issue(haod, mad, "1", "4") == [1, "REQUESTSUSED"]
    assert issue(haod, well, "1") == [0]


MANY = 60
BROAD = """\
languages: [en]
name: {en: Hall}
timezone: UTC
zones: [{code: main, name: {en: Hall}}]
services:
""" + "".join(
    f"  - {{code: S{i}, name: {{en: S}}, prefix: {chr(65 + i // 26)}"
    f"{chr(65 + i % 26)}, zones: [main]}}\n" for i in range(MANY)) + """\
counters: [{label: "1", zones: [main], groups: [{services: [S0]}]}]
"""


def test_a_message_above_the_soft_limit_arrives(make_haod):
    """Nothing waits for the reader: it is not slow, and hears what follows."""
    haod = make_haod(BROAD).start()
    with haod.wire() as wire, haod.wire() as screen:
        screen("SUBSCRIBE", "calls:main")
        text = "\x01" * 200  # six times as long in JSON
        assert screen.message()[1]["type"] == "snapshot"
        for i in range(MANY):
            assert wire.json("HALL", "PAUSE", "SERVICE", f"S{i}", "MESSAGE",
                             text, "RID", f"p{i}")["seq"]
            said = screen.message()[1]
            assert said["type"] == "notice" and len(said["notices"]) == i + 1
        assert len(json.dumps(said)) > 65536
