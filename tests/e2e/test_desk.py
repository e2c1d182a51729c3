"""The clerk's page, pressed and read on a terminal."""

import datetime
import re
import unicodedata
import zoneinfo

import pytest

from daemon import BUILD, pairs
from terminal import Terminal

COUNTER = BUILD / "counter" / "hao-counter"
# The letters of the big number are blocks; it is said in the lines below too.
IDLE = "No ticket at hand"


@pytest.fixture
def desk(haod, tmp_path):
    """Makes the page of a counter; its terminal ends with the test."""
    made = []

    def make(*more, label="1", columns=80, lines=24):
        folder = tmp_path / f"terminal{len(made)}"
        folder.mkdir()
        made.append(Terminal(
            folder, [COUNTER, "-s", f"127.0.0.1:{haod.port}", "-w", label,
                     *(more or ("-k", "101", "-l", "en"))],
            columns, lines))
        return made[-1]

    yield make
    for one in made:
        one.close()


def issue(haod, *services):
    with haod.wire("kiosk") as wire:
        return [pairs(wire("TICKET", "ISSUE", service, "RID", f"{i}{service}"))
                for i, service in enumerate(services)]


def state_of(haod, ticket):
    with haod.wire("looks") as wire:
        return pairs(wire("TICKET", "GET", ticket["id"]))["state"]


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


def test_a_visit_by_one_key_each(haod, desk):
    first, second = issue(haod, "A", "A")
    page = desk()
    page.wait(rf"Counter 1 +Clerk 101 +open(.|\n)*{IDLE}")
    page.wait(r"Household registration +2")
    page.press("Space")
    page.wait(r"Normal +called(.|\n)*A001 Household registration")
    page.wait(r"Please bring your household register")
    assert state_of(haod, first) == "called"
    page.press("r")
    page.wait(r"A001 .* again")
    page.press("s")
    page.wait(r"Normal +serving")
    page.wait(r"waited \d+:\d\d +serving \d+:\d\d")
    page.press("3")
    page.wait(r"matters 3_")
    page.press("F4")
    page.wait(rf"{IDLE}(.|\n)*A001 finished")
    with haod.wire("looks") as wire:
        served = pairs(wire("TICKET", "GET", first["id"]))
    assert served["state"] == "served" and served["matters"] == 3
    page.press("Enter")
    page.wait(r"A002 Household registration .* → 1")
    # Enter again finishes it: one key is enough.
    page.press("s")
    page.wait(r"Normal +serving")
    page.press("Enter")
    page.wait(rf"{IDLE}(.|\n)*nobody waits")
    assert state_of(haod, second) == "served"
    page.wait(r"Last calls +A002 → 1 +A001 → 1")
    page.press("q")
    assert page.wait_dead() == 0


def test_its_clock_is_the_halls(haod, desk):
    zone = zoneinfo.ZoneInfo("Asia/Shanghai")
    page = desk()
    # What is shown may have been drawn a moment ago.
    before = datetime.datetime.now(zone) - datetime.timedelta(seconds=9)
    shown = re.search(r" (\d\d:\d\d) *$",
                      page.wait(IDLE).splitlines()[0]).group(1)
    after = datetime.datetime.now(zone)
    # The terminal's own is UTC.
    assert f"{before:%H:%M}" <= shown <= f"{after:%H:%M}" or (
        before.date() < after.date())


def test_what_is_put_aside_is_listed_and_comes_back(haod, desk):
    first, second = issue(haod, "A", "A")
    page = desk()
    page.wait(r"Household registration +2")
    page.press("Space")
    page.wait(r"A001 .* → 1")
    page.press("m")
    page.wait(r"A001 +missed +0:0\d")
    page.press("Space")
    page.wait(r"A002 .* → 1")
    page.press("h")
    page.wait(r"Hold this ticket")
    page.press("Enter")
    page.wait(r"A002 +papers +0:0\d")
    page.press("b")
    page.wait(r"Which missed ticket")
    page.press("Enter")
    page.wait(r"A001 waits again")
    assert state_of(haod, first) == "waiting"
    page.press("w")
    page.wait(r"Which held ticket(.|\n)*A002")
    page.press("Escape")
    page.wait_gone(r"Which held")
    assert state_of(haod, second) == "held"
    page.press("w")
    page.wait(r"Which held ticket")
    page.press("Enter")
    page.wait(r"A002 waits again")
    page.wait(r"Household registration +2")


def test_a_transfer_asks_where_and_why(haod, desk):
    ticket, = issue(haod, "A")
    page = desk()
    page.wait(r"Household registration +1")
    page.press("Space")
    page.wait(r"A001 .* → 1")
    page.press("t")
    page.wait(r"Transfer it to")
    page.write("tax")
    page.wait_gone(r"Social insurance")
    page.press("Enter")
    page.wait(r"Its place there")
    page.press("Enter")
    page.wait(r"The reason")
    page.write("需要完税证明")
    page.wait("需要完税证明")
    page.press("Enter")
    page.wait(r"A001 transferred to Tax")
    with haod.wire("looks") as wire:
        now = pairs(wire("TICKET", "GET", ticket["id"]))
        since = wire.json("HALL", "STATE")
        events = wire.json("EVENTS", "SINCE", since["epoch"], 0)
    assert now["service"] == "C" and now["state"] == "waiting"
    moved, = [e for e in events if e["type"] == "transferred"]
    # The words are kept apart, to be forgotten one day.
    assert "reason_hash" in moved


def test_only_what_is_lost_is_asked_twice(haod, desk):
    ticket, = issue(haod, "A")
    page = desk()
    page.wait(r"Household registration +1")
    page.press("Space")
    page.wait(r"A001 .* → 1")
    page.press("a")
    page.wait(r"never comes back")
    page.press("n")
    page.wait_gone(r"never comes back")
    assert state_of(haod, ticket) == "called"
    page.press("a")
    page.wait(r"never comes back")
    page.press("y")
    page.wait(r"A001 abandoned")
    assert state_of(haod, ticket) == "abandoned"


def test_who_signs_in_and_pauses(haod, desk):
    page = desk("-l", "en")
    page.wait(r"Your staff number(.|\n)*")
    page.write("207")
    page.press("Enter")
    page.wait(r"Counter 1 +Clerk 207 +open")
    page.press("p")
    page.wait(r"Why is the counter paused")
    page.press("Down")
    page.press("Down")
    page.press("Enter")
    page.wait(r"paused: lunch")
    with haod.wire("looks") as wire:
        now = wire.json("COUNTER", "STATE", "1")
    assert now["state"] == "paused" and now["reason"] == "lunch"
    assert now["clerk"] == "207"
    page.press("p")
    page.wait(r"Clerk 207 +open")


def test_two_languages_and_two_sizes(haod, desk):
    issue(haod, "A", "F")
    page = desk(columns=80, lines=24)
    page.wait(r"Household registration +1")
    page.press("l")
    page.wait(r"1 号窗口 +工作人员 101 +工作")
    shown = page.wait(r"户籍办理 +1")
    assert all(width(line) <= 80 for line in shown.split("\n"))
    assert "Last calls" not in shown and "最近叫号" in shown
    page.resize(120, 40)
    page.press("Space")
    # As wide as it is now, the last calls have a column with their times.
    shown = page.wait(r"A001 → 1 +\d\d:\d\d *\n")
    lines = shown.rstrip("\n").split("\n")
    assert len(lines) <= 40 and any(width(line) > 100 for line in lines)
    assert any(re.search(r"退出", line) for line in lines[35:])
    page.resize(40, 10)
    page.wait(r"终端太小")
    page.resize(80, 24)
    page.wait(r"普通 +已叫号")


def test_a_server_that_dies_and_comes_back(haod, desk):
    first, second = issue(haod, "A", "A")
    page = desk()
    page.wait(r"Household registration +2")
    page.press("Space")
    page.wait(r"A001 .* → 1")
    haod.kill()
    page.wait(r"No server since \d\d:\d\d:\d\d")
    page.press("f")
    page.wait(r"not done: the server is away")
    haod.start()
    page.wait_gone(r"No server since")
    page.wait(r"Counter 1 +Clerk 101 +open")
    assert state_of(haod, first) == "called"
    page.press("f")
    page.wait(r"A001 finished")
    page.press("Space")
    page.wait(r"A002 .* → 1")
    assert state_of(haod, second) == "called"


def test_a_second_terminal_is_told_who_has_it(haod, desk):
    issue(haod, "A")
    first = desk("-k", "101", "-l", "en", "-n", "the-first")
    first.wait(r"Clerk 101 +open")
    second = desk("-k", "102", "-l", "en", "-n", "the-second")
    second.wait(r"The counter is not open(.|\n)*held by: the-first")
    second.press("Space")
    second.wait(r"held by: the-first|COUNTERTAKEN")
    with haod.wire("looks") as wire:
        assert wire.json("COUNTER", "STATE", "1")["clerk"] == "101"
        assert "ticket" not in wire.json("COUNTER", "STATE", "1")
    first.press("q")
    assert first.wait_dead() == 0
    second.press("o")
    second.wait(r"Your staff number")
    second.write("102")
    second.press("Enter")
    second.wait(r"Clerk 102 +open")
    second.press("Space")
    second.wait(r"A001 .* → 1")


def test_started_again_it_has_its_counter_back(haod, desk):
    issue(haod, "A")
    first = desk()
    first.wait(r"Clerk 101 +open")
    first.press("Space")
    first.wait(r"Normal +called")
    first.close()
    desk().wait(r"Clerk 101 +open(.|\n)*Normal +called")


def test_two_pages_of_one_computer_are_two_terminals(haod, desk):
    desk().wait(r"Clerk 101 +open")
    desk("-k", "102", "-l", "en").wait(
        r"The counter is not open(.|\n)*held by: hao-counter-1-")
    with haod.wire("looks") as wire:
        assert wire.json("COUNTER", "STATE", "1")["clerk"] == "101"


def test_a_key_that_is_held_calls_one(haod, desk):
    tickets = issue(haod, *["A"] * 5)
    page = desk()
    page.wait(r"Household registration +5")
    page.press("Space", "Space", "Space", "Space", "Space")
    page.wait(r"one moment(.|\n)*")
    states = [state_of(haod, ticket) for ticket in tickets]
    assert states == ["called"] + 4 * ["waiting"]
