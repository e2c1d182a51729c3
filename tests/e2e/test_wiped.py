"""haod's own memory, read from outside: no secret stays in it."""

import json
import re

import pytest

import keys
from daemon import HAOD, WRAP
from resp import encode
from secure import SecureHaod

OLD, NEW, WRONG, TLS = ("quagga-zebra-okapi", "renewed-kinkajou",
                        "never-the-right-one", "tls-okapi-marmoset")
PIN, WRONG_PIN = "48271936", "73829164"
# So long that what is put behind it moves; and what comes in two pieces.
LONG, HALVED = "very-long-bandicoot" * 12, "halved-numbat-wombat"


def memory(pid):
    """All that can be read of it."""
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, \
            open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in maps:
            at = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if not at:
                continue
            begin, end = (int(part, 16) for part in at.groups())
            try:
                mem.seek(begin)
                yield mem.read(end - begin)
            except OSError:
                continue


def stays(pid, secret):
    return any(secret.encode() in part for part in memory(pid))


@pytest.fixture
def hall(tmp_path):
    one = keys.strict_hall(lambda text: SecureHaod(tmp_path, text))
    yield one
    assert one.stop() == 0, one.said.all


@pytest.mark.skipif(
    bool(WRAP) or b"__asan" in HAOD.read_bytes(),
    reason="what watches the memory keeps copies of it")
def test_secrets_do_not_stay_in_memory(hall):
    with keys.technician(hall) as wire:
        keys.add(wire, "wang", "manager", OLD)
        keys.add(wire, "tang", "manager", TLS)
        keys.add(wire, "101", "clerk", PIN)
        keys.add(wire, "long", "manager", LONG)
        keys.add(wire, "halved", "manager", HALVED)
        device = keys.add(wire, "desk", "counter")
        wire.json("ACCOUNT", "SECRET", "wang", "SECRET", NEW)
        code, other = (wire.json("ACCOUNT", "PAIR", name, "pad")["code"]
                       for name in ("pad", "pad-2"))
    with hall.wire() as wire:
        assert wire("AUTH", "wang", WRONG).word == "WRONGPASS"
        assert wire("AUTH", "wang", NEW) == "OK"
        paired = wire.json("PAIR", code)["secret"]
    open_ = ["COUNTER", "OPEN", "1", "CLERK", "101", "PIN"]
    # Each connection stays: its buffers are not given back.
    with hall.secure() as person, hall.secure() as desk, \
            hall.secure() as pad:
        # What comes behind it in one batch makes its buffer move.
        pad.send_raw(encode(["PAIR", other, "JSON"]) +
                     encode(["HALL", "STATE"]) * 10)
        told = json.loads(pad.read())["secret"]
        assert all(pad.read().word == "NOAUTH" for _ in range(10))
        assert person("AUTH", "tang", TLS) == "OK"
        assert desk("AUTH", "desk", device) == "OK"
        with hall.wire() as wire:
            assert wire("AUTH", "long", LONG) == "OK"
            words = encode(["PING"]) + encode(["AUTH", "halved", HALVED])
            wire.send_raw(words[:-1])
            assert wire.read() == "PONG"
            wire.send_raw(words[-1:])
            assert wire.read() == "OK"
        assert desk(*open_, WRONG_PIN).word == "WRONGPASS"
        assert "open" in desk(*open_, PIN)
        # What is there is found.
        assert stays(hall.pid, "Qinghe County Service Centre")
        for secret in (OLD, NEW, WRONG, TLS, PIN, WRONG_PIN, LONG[-30:],
                       HALVED, device, paired, told, keys.ROOT[1]):
            assert not stays(hall.pid, secret), secret
