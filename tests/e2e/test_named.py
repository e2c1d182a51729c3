"""`--clients-named`: a certificate says which device comes in."""

import pytest

import keys
from daemon import HAOD, TREE, Process
from resp import encode
from secure import Authority, SecureHaod

LIMITS = "\nlimits: {commands_kiosk: 30}\n"


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "authority")


@pytest.fixture
def hall(tmp_path, authority):
    """One that asks everybody, with accounts of some devices and people."""
    text = (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")
    haod = SecureHaod(
        tmp_path, text.replace("#loopback: open", "loopback: accounts")
        + LIMITS, more=["--clients-ca", authority.cert, "--clients-named"])
    haod.start()
    assert haod.stop() == 0
    keys.first_account(haod)
    haod.start()
    with keys.technician(haod) as wire:
        keys.add(wire, "kiosk-1", "kiosk")
        keys.add(wire, "hall-1", "display")
        keys.add(wire, "wang", "manager", "a manager's own")
    yield haod
    assert haod.stop() == 0, haod.said.all
    assert not any("Sanitizer" in line for line in haod.said.all)


def test_a_device_is_whom_its_certificate_names(hall, authority):
    with hall.secure(cert=authority.sign("kiosk-1")) as kiosk:
        ticket = kiosk.json("TICKET", "ISSUE", "A", "RID", "r1")
        assert ticket["number"] == "A001"
        # That role, and no other.
        assert kiosk("COUNTER", "NEXT", "1", "RID", "n").word == "NOPERM"
        assert kiosk("ACCOUNT", "LIST").word == "NOPERM"
        # To begin anew is to begin as the same.
        assert kiosk("RESET") == "RESET"
        assert kiosk.json("TICKET", "GET", ticket["id"])["number"] == "A001"
        # A person at that device says a secret as ever.
        assert kiosk("AUTH", "wang", "a manager's own") == "OK"
        assert kiosk("TICKET", "ISSUE", "A", "RID", "r2").word == "NOPERM"
        with keys.technician(hall) as wire:
            state = wire.json("HALL", "STATE")
            events = wire.json(
                "EVENTS", "SINCE", state["epoch"], state["seq"] - 1)
    assert [one["user"] for one in events if one["type"] == "issued"] == [
        "kiosk-1"]


@pytest.mark.parametrize("name", ["wang", "li", "nobody", "bad name\n"])
def test_others_have_to_say_a_secret(hall, authority, name):
    """People, and names without an account."""
    with hall.secure(cert=authority.sign(name)) as wire:
        assert wire("HALL", "STATE").word == "NOAUTH"
        assert wire("AUTH", "wang", "a manager's own") == "OK"
        assert wire.json("ACCOUNT", "LIST")
    shown = name if " " not in name else r"\?"
    assert hall.said.wait(
        f"TLS: 1 showed a certificate that names no device's.*: {shown}$")


def test_who_is_disabled_goes_and_stays_out(hall, authority):
    cert = authority.sign("hall-1")
    with keys.technician(hall) as wire, hall.secure(cert=cert) as screen:
        assert screen.json("HALL", "STATE")["day"]
        wire("ACCOUNT", "DISABLE", "hall-1")
        assert screen.is_ended()
        with hall.secure(cert=cert) as again:
            assert again("HALL", "STATE").word == "NOAUTH"
        wire("ACCOUNT", "ENABLE", "hall-1")
        with hall.secure(cert=cert) as again:
            assert again.json("HALL", "STATE")["day"]


def test_its_role_has_its_limits(hall, authority):
    with hall.secure(cert=authority.sign("kiosk-1")) as kiosk:
        kiosk.send_raw(encode(["TIME"]) * 40)
        assert all(kiosk.read() for _ in range(40))
        with keys.technician(hall) as wire:
            said = wire("INFO")
    assert "role_kiosk:commands_per_second=30,slowed=0" not in said
    assert "role_kiosk:commands_per_second=30,slowed=" in said


def test_a_certificate_is_enough_for_a_program(hall, authority):
    cert, key = authority.sign("hall-1")
    screen = hall.program(
        [keys.BUILD / "display" / "hao-display", "--text", "-l", "en"],
        "--pin", hall.pin, "--cert", cert, "--key", key)
    assert screen.err.wait("calls:main: "), screen.err.all
    assert screen.end() == 0


def test_without_the_flag_it_is_no_account(tmp_path, authority):
    text = (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")
    haod = SecureHaod(
        tmp_path, text.replace("#loopback: open", "loopback: accounts"),
        more=["--clients-ca", authority.cert])
    haod.start()
    assert haod.stop() == 0
    keys.first_account(haod)
    haod.start()
    with keys.technician(haod) as wire:
        keys.add(wire, "kiosk-1", "kiosk")
    with haod.secure(cert=authority.sign("kiosk-1")) as kiosk:
        assert kiosk("HALL", "STATE").word == "NOAUTH"
    assert haod.stop() == 0


def test_the_flag_needs_a_ca():
    said = Process([HAOD, "--clients-named"])
    assert said.wait() == 2
    assert said.err.wait("name it by --clients-ca FILE")
