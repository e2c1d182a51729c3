"""Those who ask haod all day, and whatever happens to it: kiosks, counters
and a screen, each a thread with the protocol's own rules."""

import math
import threading

from daemon import pairs
from resp import PATIENCE_S, Closed, Patience, Refusal


class Client(threading.Thread):
    """Asks until it is answered, with the same request id."""

    def __init__(self, haod, name, done, pause_s=0):
        super().__init__(daemon=True)
        self.haod, self.name_there, self.done = haod, name, done
        self.pause_s = pause_s
        self.acked = {}
        self.wire = None
        self.failure = None
        self.count = 0

    def ask(self, *args):
        while not self.done.is_set():
            assert self.haod.up.wait(PATIENCE_S)
            try:
                if not self.wire:
                    self.wire = self.haod.wire(self.name_there)
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
                self.done.wait(self.pause_s)
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
            # A notice is in the channel, too: another layout brings one.
            if call["type"] == "call":
                self.shown.append((call["seq"], call["ticket"]))
            self.news.notify_all()
        return True

    def catch_up(self, until):
        with self.haod.wire() as wire:
            while self.seq < until:
                missed = wire.json("EVENTS", "SINCE", self.epoch, self.seq,
                                   "CHANNEL", "calls:main")
                assert isinstance(missed, list), missed
                assert missed and all(self.show(call) for call in missed)

    def take(self, message):
        if message["type"] in ("call", "notice"):
            if not self.show(message):
                self.catch_up(message["seq"])
            return
        if self.seq is None:
            with self.news:
                self.seq, self.epoch = message["seq"], message["epoch"]
                self.news.notify_all()
        assert message["epoch"] == self.epoch
        # A beat may still be on its way to others that are told later.
        assert message["type"] == "beat" or message["seq"] >= self.seq, (
            "what was shown is gone", message["type"], self.seq)
        self.catch_up(message["seq"])

    def run(self):
        while not self.done.is_set():
            assert self.haod.up.wait(PATIENCE_S)
            try:
                with self.haod.wire() as wire:
                    # Nobody has to call anybody.
                    wire.patience = Patience(math.inf)
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


def check_acked(events, kiosks, pads):
    """What was acknowledged is there, once."""
    issued = {e.payload["rid"]: e for e in events if e.type == "issued"}
    assert len(issued) == sum(e.type == "issued" for e in events)
    slots = [e.slot for e in issued.values()]
    assert len(set(slots)) == len(slots) and None not in slots
    ids = [e.payload["id"] for e in issued.values()]
    assert len(set(ids)) == len(ids)
    by_rid = {e.payload["rid"]: e for e in events if e.type == "called"}
    for rid, (id_, number) in all_acked(kiosks):
        at = issued[rid].payload
        assert (str(at["id"]), at["number"]) == (id_, number)
    for rid, (id_, seq) in all_acked(pads):
        assert (str(by_rid[rid].payload["id"]), by_rid[rid].seq) == (id_, seq)


def all_acked(clients):
    return [pair for client in clients for pair in list(client.acked.items())]
