"""What programs of an earlier version said to their haod and heard from it,
and whether haod answers it so today. As a program, it records that:

    HAO_BUILD=BUILD python3 tests/fault/earlier.py FOLDER JOURNAL > SESSION

with the programs and the daemon of that BUILD, over a journal of data/."""

import json
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))

import proxy  # noqa: E402
from daemon import BUILD, DISPLAY, Process  # noqa: E402
from resp import PATIENCE_S, Closed, Push, Refusal, Wire  # noqa: E402

# The same in two versions; what else a reply has is of the same type.
SAME = {"id", "number", "state", "counter", "service", "type", "word"}
KEPT = 3  # of a list


class Recorded(Wire):
    """Reads what was recorded."""

    def __init__(self, data):
        self.rest = data

    def _more(self):
        raise Closed

    def all(self):
        try:
            while self.rest:
                yield self.read()
        except Closed:
            pass


def plain(value):
    """VALUE as it is kept: documents read, lists not too long."""
    if isinstance(value, Refusal):
        return {"word": value.word}
    if isinstance(value, str) and value[:1] in ("{", "["):
        return plain(json.loads(value))
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value[:KEPT]]
    return value


def is_message(value):
    return isinstance(value, Push) and value[0] == "message"


def differences(old, new, where=""):
    """What a program of the earlier version would miss in NEW."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, one in old.items():
            at = f"{where}.{key}"
            if key not in new:
                yield f"{at} is gone"
            elif key in SAME and not isinstance(one, (dict, list)):
                if one != new[key]:
                    yield f"{at} was {one!r}, is {new[key]!r}"
            else:
                yield from differences(one, new[key], at)
    elif isinstance(old, list) and isinstance(new, list):
        if len(new) < len(old):
            yield f"{where} has {len(new)}, had {len(old)}"
        for i, (one, other) in enumerate(zip(old, new)):
            yield from differences(one, other, f"{where}[{i}]")
    elif type(old) is not type(new):
        yield f"{where} was {old!r}, is {new!r}"


# --- Saying it again ---------------------------------------------------------


class Again:
    """A session said to a haod of today, and what it answers."""

    def __init__(self, port, session):
        self.left = list(zip(session["asked"], session["answered"]))
        self.expected = session["messages"]
        self.wire = Wire(port)
        self.messages = []

    def answer(self):
        while is_message(value := self.wire.read()):
            self.messages.append(plain(value))
        return plain(value)

    def say(self, before=None):
        """What is wrong in the answers to all that is left, or to what comes
        before the command BEFORE."""
        while self.left and (self.left[0][0][:2] != before):
            words, old = self.left.pop(0)
            self.wire.send(*words)
            for wrong in differences(old, self.answer()):
                yield f"{' '.join(words)}: {wrong}"

    def hear(self):
        """What is wrong in the messages; others may come between them."""
        at, end = 0, time.monotonic() + PATIENCE_S
        for old in self.expected:
            wrong = list(differences(old, self.message(at)))
            while wrong and old[2]["type"] != self.messages[at][2]["type"]:
                assert time.monotonic() < end, (old, self.messages[at])
                at += 1
                wrong = list(differences(old, self.message(at)))
            yield from wrong
            at += 1

    def message(self, at):
        while len(self.messages) <= at:
            self.messages.append(plain(self.wire.read()))
        return self.messages[at]


# --- Recording it ------------------------------------------------------------


def taken_down(between):
    """The session that went through a Proxy; beats come when they like."""
    asked = Recorded(between.all_of("client")).all()
    heard = list(Recorded(between.all_of("haod")).all())
    messages = [plain(one) for one in heard if is_message(one)]
    return {
        "asked": list(asked),
        "answered": [plain(one) for one in heard if not is_message(one)],
        "messages": [one for one in messages if one[2]["type"] != "beat"],
    }


class Program:
    """One of BUILD, behind a Proxy."""

    def __init__(self, port, *words):
        self.between = proxy.Proxy(port)
        read, self.keys = os.pipe()
        self.process = Process(
            [*words, "-s", f"127.0.0.1:{self.between.at}"], stdin=read)
        os.close(read)

    def press(self, key, answer):
        """ANSWER is in the line that it brings."""
        since = len(self.process.out.all)
        os.write(self.keys, f"{key}\n".encode())
        assert self.process.out.wait(answer, since), self.process.err.all

    def leave(self):
        os.close(self.keys)
        self.process.child.wait(PATIENCE_S)

    def session(self):
        self.process.end()
        said = taken_down(self.between)
        self.between.close()
        return said


def record(port):
    """A citizen takes two tickets, a clerk calls, a screen shows it."""
    text = ["--text", "-n"]
    screen = Program(port, DISPLAY, *text, "screen", "-z", "main")
    assert screen.process.err.wait("^calls:main: counters")
    kiosk = Program(port, BUILD / "kiosk" / "hao-kiosk", *text, "kiosk",
                    "-l", "en")
    kiosk.press("1", "A004")
    kiosk.press("2", "B001")
    kiosk.leave()
    clerk = Program(port, BUILD / "counter" / "hao-counter", *text, "desk",
                    "-l", "en", "-w", "2")
    for key, answer in (("n", "A003"), ("s", "started"), ("f", "finished"),
                        ("n", "A004"), ("m", "missed"), ("p lunch", "paused"),
                        ("u", "."), ("q", ".")):
        clerk.press(key, answer)
    clerk.leave()
    assert screen.process.out.wait("^A004 ")
    return {"screen": screen.session(), "kiosk": kiosk.session(),
            "clerk": clerk.session()}


def main():
    import machine
    import test_upgrade

    folder = pathlib.Path(sys.argv[1])
    test_upgrade.Old(folder / "hall.db", sys.argv[2])
    haod = machine.Haod(
        folder, machine.Clock(folder, "2031-03-05 10:20").env())
    print(json.dumps(record(haod.port), indent=1, ensure_ascii=False))
    haod.stop()


if __name__ == "__main__":
    main()
