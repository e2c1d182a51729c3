"""The supervisor's page, and single actions for scripts."""

import subprocess

import pytest

from daemon import BUILD, pairs
from resp import PATIENCE_S
from terminal import Terminal

COUNTER = BUILD / "counter" / "hao-counter"


@pytest.fixture
def page(haod, tmp_path):
    one = Terminal(
        tmp_path, [COUNTER, "-s", f"127.0.0.1:{haod.port}", "--supervisor",
                   "-l", "en"], 100, 30)
    yield one
    one.close()


def issue(wire, service, rid):
    return pairs(wire("TICKET", "ISSUE", service, "RID", rid))


def get(wire, ticket):
    return pairs(wire("TICKET", "GET", ticket["id"]))


def answer(page, *questions):
    """Each question in turn: what is asked, and what is written."""
    for asked, text in questions:
        page.wait(asked)
        page.write(text)
        page.wait(rf"(?s){asked}.*{text}")
        page.press("Enter")


def test_the_hall_live_and_a_ticket_to_the_front(haod, page):
    pad, wire = haod.clerk("3", "103"), haod.wire("looks")
    first, second = (issue(wire, "B", f"r{i}") for i in range(2))
    page.wait(r"Social insurance +2")
    page.wait(r"3 +free +103")
    page.press("f")
    answer(page, ("Which number", "b002"), ("The reason", "unwell"))
    page.wait(r"to the front: done B002")
    assert pairs(pad("COUNTER", "NEXT", "3", "RID", "n1"))["id"] == \
        second["id"]
    page.wait(r"3 +B002 +103")
    page.press("c")
    answer(page, ("Which number", "b001"), ("Which class", "priority"),
           ("The reason", "old age"))
    page.wait(r"class: done B001")
    assert get(wire, first)["class"] == "priority"


def test_issuing_is_stopped_and_resumed(haod, page):
    wire = haod.wire("looks")
    page.wait(r"General matters +0")
    page.press("s")
    answer(page, ("Where", "General"), ("Why, as people", "no network"))
    page.wait(r"General matters.*stopped")
    page.wait(r"! General matters: no network")
    refused = wire("TICKET", "ISSUE", "F", "RID", "r1")
    assert refused.word == "SERVICECLOSED" and "no network" in refused
    page.press("u")
    answer(page, ("Which one is lifted", "network"), ("The reason", "back"))
    page.wait(r"lift: done")
    page.wait_gone(r"stopped")
    assert issue(wire, "F", "r2")["number"] == "F001"
    page.press("x")
    answer(page, ("Where", "General"), ("The reason", "smoke"))
    page.wait(r"All that wait there are cancelled")
    page.press("y")
    page.wait(r"clear: done 1")
    page.wait(r"General matters +0")


def test_alerts_devices_and_a_killed_server(haod, page):
    wire = haod.wire("looks")
    page.wait(r"Devices +0 · all well")
    wire("DEVICE", "STATE", "kiosk-1", "printer", "paper_out")
    page.wait(r"Devices +kiosk-1 printer paper_out")
    page.wait(r"Alerts +kiosk-1 printer paper_out")
    haod.kill()
    page.wait(r"No server since")
    page.press("m")
    page.wait(r"not done: the server is away")
    haod.start()
    page.wait_gone(r"No server since")
    page.press("m")
    page.wait(r"Where\?")
    page.press("Enter")
    answer(page, ("What the screens say", "closing at noon"),
           ("The reason", "heat"))
    page.wait(r"! closing at noon")
    page.press("q")
    assert page.wait_dead() == 0


def once(haod, *words):
    return subprocess.run(
        [COUNTER, "-s", f"127.0.0.1:{haod.port}", "-l", "en", *words],
        capture_output=True, text=True, timeout=2 * PATIENCE_S, check=False,
        stdin=subprocess.DEVNULL)


def test_single_actions_for_scripts(haod):
    wire = haod.wire("looks")
    ticket = issue(wire, "A", "r1")
    called = once(haod, "-w", "1", "-k", "101", "--once", "n")
    assert called.returncode == 0, called.stderr
    assert called.stdout.startswith("A001 Household registration Normal")
    assert get(wire, ticket)["state"] == "called"
    assert once(haod, "-w", "1", "--once", "h until 9").returncode == 0
    assert get(wire, ticket)["hold"] == "until"
    nobody = once(haod, "-w", "1", "--once", "n")
    assert (nobody.returncode, nobody.stdout) == (0, "nobody waits\n")
    failed = once(haod, "-w", "1", "--once", "f")
    assert failed.returncode == 1 and "no ticket is called" in failed.stderr
    for words in (["--once", "n"], ["-w", "1", "--once", "!"],
                  ["--supervisor", "--text"], ["-w", "1"],
                  ["-w", "1", "--text", "--keymap", "/nowhere"],
                  ["-w", "1", "--once", "n", "--keypad", "/dev/nowhere"],
                  ["-w", "1", "--text", "-l", "cn"]):
        misused = once(haod, *words)
        assert misused.returncode == 2, words
        assert "hao-counter: " in misused.stderr
