"""haod as its administrator meets it."""

import os
import signal
import subprocess

import pytest

import journal_file
from daemon import HAOD, TREE, WRAP, Process, pairs
from resp import PATIENCE_S

NEW = """
  - code: G
    name: {zh: 咨询, en: Advice}
    prefix: G

# ---------------------------------------------------------------- counters"""
OLD = """
# ---------------------------------------------------------------- counters"""

SMALL = """
languages: [en]
name: {en: Hall}
timezone: Europe/London
services: [{code: A, name: {en: Advice}, prefix: A}]
counters: [{label: "1", groups: [{services: [A]}]}]
"""


def hall_text():
    return (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")


def run(*words):
    return subprocess.run(
        [*WRAP, str(HAOD), *map(str, words)], capture_output=True, text=True,
        timeout=PATIENCE_S * 10, check=False)


def reload(haod):
    since = len(haod.said.all)
    os.kill(haod.pid, signal.SIGHUP)
    return haod.said.wait("is in force|not reloaded", since).string


def test_a_second_one_on_the_same_file_is_refused(haod):
    second = Process(haod.argv())
    assert second.wait() == 1
    said = "\n".join(second.err.all)
    assert str(haod.pid) in said and str(haod.file) in said
    with haod.wire() as wire:
        assert wire("PING") == "PONG"


def test_sigterm_leaves_with_everything_durable(make_haod, tmp_path):
    haod = make_haod().start()
    with haod.wire() as wire:
        ids = [pairs(wire("TICKET", "ISSUE", "F", "RID", f"r{i}"))["id"]
               for i in range(200)]
    assert haod.stop() == 0
    events = journal_file.read(haod, tmp_path / "copy.db")
    issued = [str(e.payload["id"]) for e in events if e.type == "issued"]
    assert issued == ids


def test_a_new_service_by_sighup(haod):
    with haod.wire() as wire:
        assert wire("TICKET", "ISSUE", "G", "RID", "g").word == "NOSUCHSERVICE"
        haod.conf.write_text(hall_text().replace(OLD, NEW, 1),
                             encoding="utf-8")
        assert "is in force" in reload(haod)
        assert pairs(wire("TICKET", "ISSUE", "G", "RID", "g2"))["number"] == \
            "G001"
        wire("SUBSCRIBE", "queue:G")
        assert wire.message()[1]["waiting"] == 1
    haod.restart()
    with haod.wire() as wire:
        assert pairs(wire("TICKET", "ISSUE", "G", "RID", "g3"))["number"] == \
            "G002"


def issue_and_drop(haod):
    """A ticket of a service that the file has no more."""
    haod.conf.write_text(hall_text().replace(OLD, NEW, 1), encoding="utf-8")
    reload(haod)
    with haod.wire() as wire:
        one = pairs(wire("TICKET", "ISSUE", "G", "RID", "g1"))
    haod.conf.write_text(hall_text(), encoding="utf-8")
    return one


def test_a_service_with_open_tickets_is_not_dropped(haod):
    one = issue_and_drop(haod)
    with haod.wire() as wire:
        said = reload(haod)
        assert "not reloaded" in said and "G001" in said
        refusal = wire("HALL", "RELOAD")
        assert refusal.word == "BADARG" and "G001" in refusal
        assert pairs(wire("TICKET", "GET", one["id"]))["state"] == "waiting"
        wire("TICKET", "CANCEL", one["id"])
        assert wire("HALL", "RELOAD") == "OK"
        assert wire("TICKET", "ISSUE", "G", "RID", "g2").word == \
            "NOSUCHSERVICE"


def test_a_file_without_room_waits_at_the_start_too(haod):
    """What is open stays so: the hall comes up as it was, and says so."""
    one = issue_and_drop(haod)
    haod.restart(kill=False)
    assert haod.said.wait(r"hall\.yaml: ticket G001 is open .* stays in force")
    with haod.wire() as wire:
        two = pairs(wire("TICKET", "ISSUE", "G", "RID", "g2"))
        assert two["number"] == "G002"
        for ticket in (one, two):
            wire("TICKET", "CANCEL", ticket["id"])
        assert wire("HALL", "RELOAD") == "OK"
        assert wire("TICKET", "ISSUE", "G", "RID", "g3").word == \
            "NOSUCHSERVICE"


def test_a_bad_file_is_not_reloaded(haod):
    haod.conf.write_text(hall_text() + "\nmisses: 3\n", encoding="utf-8")
    line = len(hall_text().splitlines()) + 2
    assert f"hall.yaml:{line}:" in reload(haod)
    with haod.wire() as wire:
        assert pairs(wire("TICKET", "ISSUE", "A", "RID", "r"))["number"] == \
            "A001"


def test_a_bad_file_at_start(tmp_path):
    bad = tmp_path / "hall.yaml"
    bad.write_text(hall_text().replace("prefix: B", "prefix: BEEF"),
                   encoding="utf-8")
    line = hall_text().splitlines().index("    prefix: B") + 1
    done = run("-c", bad, "-j", f"sqlite:{tmp_path / 'h.db'}", "-l",
               "127.0.0.1:0")
    assert done.returncode == 1
    assert f"{bad}:{line}:" in done.stderr
    assert "ready on" not in done.stderr
    done = run("-c", tmp_path / "none.yaml", "-j", "memory:")
    assert done.returncode == 1
    assert f"{tmp_path / 'none.yaml'}: can't be read: No" in done.stderr


def test_no_room_for_a_journal(tmp_path):
    file = tmp_path / "none" / "h.db"
    done = run("-c", TREE / "docs" / "hall.yaml", "-j", f"sqlite:{file}")
    assert done.returncode == 1
    assert "can't be opened" in done.stderr and str(file) in done.stderr


def test_check(tmp_path):
    good = run("--check", TREE / "docs" / "hall.yaml")
    assert good.returncode == 0 and "nothing wrong" in good.stdout
    small = tmp_path / "small.yaml"
    small.write_text(SMALL, encoding="utf-8")
    assert run("--check", small).stdout == (
        f"{small}: 1 service, 1 counter, nothing wrong\n")
    bad = tmp_path / "hall.yaml"
    bad.write_text(hall_text().replace("last: 500", "last: 0"),
                   encoding="utf-8")
    done = run("--check", bad)
    assert done.returncode == 1 and f"{bad}:" in done.stdout
    assert run("--check", tmp_path / "none.yaml").returncode == 1


def test_misuse():
    assert run("--nonsense").returncode == 2
    assert run("--version").returncode == 0
    assert "--check" in run("--help").stdout


def test_beyond_loopback_is_refused(tmp_path):
    done = run("-c", TREE / "docs" / "hall.yaml", "-j",
               f"sqlite:{tmp_path / 'h.db'}", "-l", "0.0.0.0:0")
    assert done.returncode == 1
    assert "trusted-network" in done.stderr


@pytest.mark.parametrize("where, why", [
    ("127.0.0.1", "ADDR:PORT"),
    ("127.0.0.1:", "the port being 0 to 65535"),
    ("127.0.0.1:65536", "the port being 0 to 65535"),
    ("127.0.0.1:http", "the port being 0 to 65535"),
    ("hall.example:4260", "the address in digits")])
def test_what_is_no_place_to_listen_is_called_so(tmp_path, where, why):
    done = run("-c", TREE / "docs" / "hall.yaml", "-j",
               f"sqlite:{tmp_path / 'h.db'}", "-l", where)
    assert done.returncode == 1
    assert f"'{where}'" in done.stderr and why in done.stderr
