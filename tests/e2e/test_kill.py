"""haod dies by kill -9, again and again, under load."""

import os
import random
import select
import signal
import threading

import journal_file
from daemon import DISPLAY, Process
from load import Kiosk, Pad, Screen, check_acked
from resp import PATIENCE_S

ROUNDS = 30


def check(haod, copy, kiosks, pads):
    events = journal_file.read(haod, copy)
    check_acked(events, kiosks, pads)
    called = [e for e in events if e.type == "called"]
    tickets = [e.payload["id"] for e in called]
    assert len(set(tickets)) == len(tickets), "one was called twice"
    return called


def load_for(haod, chance, clients):
    """Lets them work for a moment that only chance knows, down to µs."""
    poll = select.poll()
    before = sum(len(client.acked) for client in clients)
    goal = before + chance.randrange(1, 120)
    with haod.wire() as watcher:
        watcher("SUBSCRIBE", "hall")
        while sum(len(c.acked) for c in clients) < goal:
            watcher.message()
    poll.register(haod.process.child.stdout, 0)
    poll.poll(chance.choice([0, 0, 1, 2, 5]))


def test_nothing_acknowledged_is_lost(haod, tmp_path):
    seed = int(os.environ.get("HAO_SEED", random.randrange(1 << 30)))
    print(f"HAO_SEED={seed}")
    chance = random.Random(seed)
    done = threading.Event()
    dark = threading.Event()
    screen = Screen(haod, dark)
    kiosks = [Kiosk(haod, f"kiosk-{i}", done) for i in range(4)]
    pads = [Pad(haod, f"pad-{i}", done) for i in (1, 2, 8)]
    display = None
    if DISPLAY.exists():
        display = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "-z",
                           "main", "--text"])
        # It says what it has subscribed to, and misses nothing from then on.
        assert display.err.wait(r"^calls:main"), display.err.all
    screen.start()
    # Screens are there before the first call.
    assert screen.wait_for_snapshot()
    for client in kiosks + pads:
        client.start()
    try:
        for _ in range(ROUNDS):
            load_for(haod, chance, kiosks + pads)
            haod.kill()
            check(haod, tmp_path / "copy.db", kiosks, pads)
            haod.start()
    finally:
        done.set()
        for client in kiosks + pads:
            client.join(PATIENCE_S)
    assert [c.failure for c in [*kiosks, *pads, screen] if c.failure] == []
    called = check(haod, tmp_path / "copy.db", kiosks, pads)
    assert len(called) > ROUNDS
    seen = screen.wait_for(called[-1].seq)
    dark.set()
    assert seen and not screen.failure
    assert screen.shown == [(e.seq, str(e.payload["id"])) for e in called]
    if display:
        last = called[-1].payload
        display.out.wait(rf"\b{last['number']}\b", max(0, len(called) - 1))
        assert display.end(signal.SIGTERM) == 0
        print("\n".join(display.err.all))
        check_display(display.out.all, called)


def check_display(lines, called):
    numbers = [e.payload["number"] for e in called]
    shown = [next((n for n in numbers if n in line.split()), None)
             for line in lines]
    assert [n for n in shown if n] == numbers
