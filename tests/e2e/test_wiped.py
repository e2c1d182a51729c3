"""haod's own memory, read from outside: no secret stays in it."""

import re

import pytest

import keys
from daemon import HAOD, WRAP
from secure import SecureHaod

OLD, NEW, WRONG, TLS = ("quagga-zebra-okapi", "renewed-kinkajou",
                        "never-the-right-one", "tls-okapi-marmoset")
PIN, WRONG_PIN = "48271936", "73829164"


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
        device = keys.add(wire, "desk", "counter")
        wire.json("ACCOUNT", "SECRET", "wang", "SECRET", NEW)
        code = wire.json("ACCOUNT", "PAIR", "pad", "pad")["code"]
    with hall.wire() as wire:
        assert wire("AUTH", "wang", WRONG).word == "WRONGPASS"
        assert wire("AUTH", "wang", NEW) == "OK"
        paired = wire.json("PAIR", code)["secret"]
    open_ = ["COUNTER", "OPEN", "1", "CLERK", "101", "PIN"]
    # Each connection stays: its buffers are not given back.
    with hall.secure() as person, hall.secure() as desk:
        assert person("AUTH", "tang", TLS) == "OK"
        assert desk("AUTH", "desk", device) == "OK"
        assert desk(*open_, WRONG_PIN).word == "WRONGPASS"
        assert "open" in desk(*open_, PIN)
        # What is there is found.
        assert stays(hall.pid, "Qinghe County Service Centre")
        for secret in (OLD, NEW, WRONG, TLS, PIN, WRONG_PIN, device,
                       paired, keys.ROOT[1]):
            assert not stays(hall.pid, secret), secret
