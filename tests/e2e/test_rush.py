"""Many at once: nobody gets what another one has."""

from resp import encode
from daemon import pairs


def issue_all(wire, services, count):
    """COUNT tickets by one pipeline; a long one comes in pieces."""
    out = []
    for start in range(0, count, 200):
        names = [services[i % len(services)]
                 for i in range(start, min(start + 200, count))]
        wire.send_raw(b"".join(
            encode(["TICKET", "ISSUE", name, "RID", f"r{start}-{i}"])
            for i, name in enumerate(names)))
        out += [pairs(wire.read()) for _ in names]
    return out


def test_eight_counters_press_next_at_once(haod):
    services = ["A", "B", "C", "D", "E", "F"]
    with haod.wire() as wire:
        issued = issue_all(wire, services, 2000)
    pads = {str(i): haod.clerk(str(i)) for i in range(1, 9)}
    called, rounds = [], 0
    busy = set(pads)
    while busy:
        for label in busy:
            pads[label].send("COUNTER", "NEXT", label, "RID",
                             f"n{rounds}-{label}")
        for label in sorted(busy):
            reply = pads[label].read()
            if reply is None:
                busy = busy - {label}
                continue
            called.append(pairs(reply))
        rounds += 1
    ids = [one["id"] for one in called]
    assert sorted(ids, key=int) == [one["id"] for one in issued]
    assert len(set(ids)) == 2000
    called.sort(key=lambda one: one["seq"])
    for service in services:
        order = [int(one["id"]) for one in called
                 if one["service"] == service]
        assert order == sorted(order)
    for pad in pads.values():
        pad.close()


def test_one_counter_takes_its_services_as_one_queue(haod):
    with haod.wire() as wire:
        issued = issue_all(wire, ["F", "A", "E", "C", "B", "D"], 30)
    pad = haod.clerk("8")
    called = [pairs(pad("COUNTER", "NEXT", "8", "RID", f"n{i}"))["id"]
              for i in range(30)]
    assert called == [one["id"] for one in issued]
    pad.close()


def test_fifty_kiosks_issue_at_once(haod):
    kiosks = [haod.wire(f"kiosk-{i}") for i in range(50)]
    replies = []
    for turn in range(10):
        for i, kiosk in enumerate(kiosks):
            kiosk.send("TICKET", "ISSUE", "AB"[i % 2], "RID", f"{i}.{turn}")
        replies += [pairs(kiosk.read()) for kiosk in kiosks]
    numbers = [one["number"] for one in replies]
    assert len(set(numbers)) == 500
    assert set(numbers) == {f"{letter}{n:03}" for letter in "AB"
                            for n in range(1, 251)}
    ids = sorted(int(one["id"]) for one in replies)
    assert ids == list(range(ids[0], ids[0] + 500))
    for kiosk in kiosks:
        kiosk.close()
