"""haod dies by kill -9, again and again, under load."""

import os
import random
import select
import signal
import threading

import journal_file
from daemon import DISPLAY, Process, pairs
from resp import PATIENCE_S, Closed, Refusal, Wire

ROUNDS = 30


class Client(threading.Thread):
    """Asks until it is answered, with the same request id."""

    def __init__(self, haod, name, done):
        super().__init__(daemon=True)
        self.haod, self.name_there, self.done = haod, name, done
        self.acked = {}
        self.wire = None
        self.failure = None
        self.count = 0

    def ask(self, *args):
        while not self.done.is_set():
            assert self.haod.up.wait(PATIENCE_S)
            try:
                if not self.wire:
                    self.wire = Wire(self.haod.port, self.name_there)
                reply = self.wire(*args)
            except (Closed, OSError):
                self.wire = None
                continue
            if isinstance(reply, Refusal) and reply.word == "UNAVAILABLE":
                continue
            assert not isinstance(reply, Refusal), reply
            return reply
        return None

    def run(self):
        try:
            while not self.done.is_set():
                self.step(f"{self.name_there}-{self.count}")
                self.count += 1
        except BaseException as error:  # told to the test, which fails
            self.failure = error
        finally:
            if self.wire:
                self.wire.close()


class Kiosk(Client):
    def step(self, rid):
        reply = self.ask("TICKET", "ISSUE", "F", "RID", rid)
        if reply:
            one = pairs(reply)
            self.acked[rid] = (one["id"], one["number"])


class Pad(Client):
    label = None

    def step(self, rid):
        if not self.label:
            self.label = self.name_there.split("-")[1]
            self.ask("COUNTER", "OPEN", self.label, "CLERK", "7", "RID",
                     rid + "-open")
        reply = self.ask("COUNTER", "NEXT", self.label, "RID", rid)
        if reply:
            one = pairs(reply)
            self.acked[rid] = (one["id"], one["seq"])


class Screen(threading.Thread):
    """A display: applies what follows on, asks for what it missed."""

    def __init__(self, haod, done):
        super().__init__(daemon=True)
        self.haod, self.done = haod, done
        self.seq, self.epoch, self.shown = None, None, []
        self.news = threading.Condition()
        self.failure = None

    def show(self, call):
        assert call["epoch"] == self.epoch
        if call["seq"] <= self.seq:
            return True
        if call["prev"] != self.seq:
            return False
        with self.news:
            self.seq = call["seq"]
            self.shown.append((call["seq"], call["ticket"]))
            self.news.notify_all()
        return True

    def catch_up(self, until):
        with Wire(self.haod.port) as wire:
            while self.seq < until:
                missed = wire.json("EVENTS", "SINCE", self.epoch, self.seq,
                                   "CHANNEL", "calls:main")
                assert isinstance(missed, list), missed
                assert missed and all(self.show(call) for call in missed)

    def take(self, message):
        if message["type"] == "call":
            if not self.show(message):
                self.catch_up(message["seq"])
            return
        if self.seq is None:
            with self.news:
                self.seq, self.epoch = message["seq"], message["epoch"]
                self.news.notify_all()
        assert message["epoch"] == self.epoch
        assert message["seq"] >= self.seq, "what was shown is gone"
        self.catch_up(message["seq"])

    def run(self):
        while not self.done.is_set():
            assert self.haod.up.wait(PATIENCE_S)
            try:
                with Wire(self.haod.port) as wire:
                    wire.send("SUBSCRIBE", "calls:main")
                    while not self.done.is_set():
                        self.take(wire.message()[1])
            except (Closed, OSError):
                continue
            except BaseException as error:
                self.failure = error
                return

    def wait_for_snapshot(self):
        with self.news:
            return self.news.wait_for(
                lambda: self.seq is not None, PATIENCE_S)

    def wait_for(self, seq):
        with self.news:
            return self.news.wait_for(
                lambda: (self.seq or 0) >= seq, PATIENCE_S)


def check(haod, copy, kiosks, pads):
    """What was acknowledged is there, once."""
    events = journal_file.read(haod, copy)
    issued = {e.payload["rid"]: e for e in events if e.type == "issued"}
    called = [e for e in events if e.type == "called"]
    assert len(issued) == sum(e.type == "issued" for e in events)
    slots = [e.slot for e in issued.values()]
    assert len(set(slots)) == len(slots) and None not in slots
    ids = [e.payload["id"] for e in issued.values()]
    assert len(set(ids)) == len(ids)
    tickets = [e.payload["id"] for e in called]
    assert len(set(tickets)) == len(tickets), "one was called twice"
    by_rid = {e.payload["rid"]: e for e in called}
    for rid, (id_, number) in all_acked(kiosks):
        at = issued[rid].payload
        assert (str(at["id"]), at["number"]) == (id_, number)
    for rid, (id_, seq) in all_acked(pads):
        assert (str(by_rid[rid].payload["id"]), by_rid[rid].seq) == (id_, seq)
    return called


def all_acked(clients):
    return [pair for client in clients for pair in list(client.acked.items())]


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
