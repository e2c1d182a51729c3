"""What the record answers beside a running haod: why, audit, head, check."""

import json
import re
import sqlite3

import pytest

from daemon import BUILD, Process, pairs

HAOCTL = BUILD / "haoctl" / "haoctl"

HALL = """
languages: [zh, en]
name: {zh: 大厅, en: Hall}
timezone: Etc/GMT+12
classes:
  - {code: normal, name: {zh: 普通, en: normal}}
  - {code: priority, name: {zh: 优先, en: priority}, credit_min: 20}
services:
  - {code: tax, name: {zh: 税务, en: Tax}, prefix: A}
  - {code: land, name: {zh: 土地, en: Land}, prefix: B}
counters:
  - {label: "1", groups: [{services: [tax]}]}
  - {label: "2", groups: [{services: [land]}, {services: [tax]}]}
"""


@pytest.fixture
def hall(make_haod):
    return make_haod(HALL).start()


def haoctl(hall, *words):
    program = Process([HAOCTL, "-j", f"sqlite:{hall.file}", *words])
    status = program.wait()
    return status, program.out.all, program.err.all


def change(hall, sql, *values):
    """Behind haod's back, which must have left."""
    base = sqlite3.connect(hall.file)
    base.execute(sql, values)
    base.commit()
    base.close()


def ask(hall, sql):
    base = sqlite3.connect(f"file:{hall.file}?mode=ro", uri=True)
    rows = base.execute(sql).fetchall()
    base.close()
    return rows


def next_day(hall):
    """The hall moves to where it is tomorrow, and begins a business day."""
    text = hall.conf.read_text(encoding="utf-8")
    hall.conf.write_text(text.replace("Etc/GMT+12", "Pacific/Kiritimati"),
                         encoding="utf-8")
    hall.restart(kill=False)
    with hall.wire() as wire:
        before = wire.json("HALL", "CLOCK")["day"]
        wire("HALL", "CLOCK", "ACCEPT")
        assert wire.json("HALL", "CLOCK")["day"] > before
    return before


def issue(wire, rid, service, *words):
    reply = pairs(wire("TICKET", "ISSUE", service, "RID", rid, *words))
    return reply["number"]


def follow(wire, label, rid):
    return pairs(wire("COUNTER", "NEXT", label, "RID", rid))["number"]


def events(hall):
    rows = ask(hall, "SELECT seq, type, payload FROM event ORDER BY seq")
    return [(seq, kind, json.loads(text)) for seq, kind, text in rows]


@pytest.fixture
def disputed(hall):
    """A001 came first and was called last: by class, by group, by number."""
    with hall.wire("kiosk") as kiosk:
        one, two = hall.clerk("1", "101"), hall.clerk("2", "102")
        assert issue(kiosk, "r1", "tax") == "A001"
        assert issue(kiosk, "r2", "tax", "CLASS", "priority") == "A002"
        assert issue(kiosk, "r3", "land") == "B001"
        assert issue(kiosk, "r4", "tax") == "A003"
        assert follow(one, "1", "n1") == "A002"
        assert follow(two, "2", "n2") == "B001"
        assert pairs(two("COUNTER", "CALL", "2", "A003", "RID", "n3"))
        assert follow(one, "1", "n4") == "A001"
    return hall


def test_why_says_what_the_events_say(disputed):
    status, out, err = haoctl(disputed, "why", "A001")
    assert (status, err) == (0, [])
    text = "\n".join(out)
    # By hand, from the events: who was called while A001 waited.
    calls = [e for _, kind, e in events(disputed) if kind == "called"]
    assert [c["number"] for c in calls] == ["A002", "B001", "A003", "A001"]
    assert [c["why"]["rule"] for c in calls] == [
        "credit", "credit", "number", "credit"]
    assert calls[1]["why"]["heads"][0][:2] == ["land", "B001"]
    assert calls[1]["why"]["group"] == 1
    assert calls[3]["why"]["heads"] == [
        ["tax", "A001", calls[3]["why"]["heads"][0][2]]]
    told = [line.strip() for line in out]
    at = [next(i for i, line in enumerate(told) if re.search(what, line))
          for what in (
              r"Counter 1 called A002, issued later \(\d\d:\d\d:\d\d\), before"
              r" it: its credited arrival, \d\d:\d\d:\d\d, is later than that"
              r" of A002 \(class priority\), \d\d:\d\d:\d\d\.$",
              r"Counter 2 called B001, .*: counter 2 empties the groups"
              r" before, and Tax is in its group 2\.$",
              r"Counter 2 called A003, .*: a clerk called A003 by its"
              r" number\.$",
              r"Called to counter 1 after 0 min \d+ s\.$",
              r"Counter 1 chose in group 1 of its services\.$",
              r"Rule: the earliest credited arrival",
              r"^候选 · candidates: A001 \d\d:\d\d:\d\d$",
              r"^Nobody who had come earlier was still waiting\.$")]
    assert at == sorted(at), text
    assert "1 号窗口先叫了后到的 A002" in text
    assert "2 号窗口先叫完前面的组,税务 在第 2 组。" in text
    assert "no rule explains" not in text


def test_why_says_who_was_passed_over(disputed):
    status, out, err = haoctl(disputed, "why", "A003")
    assert (status, err) == (0, [])
    text = "\n".join(out)
    assert "Rule: the clerk called this very number." in text
    assert re.search(r"A001 \(issued \d\d:\d\d:\d\d\): a clerk called A003 by"
                     r" its number\.", text)
    assert "A002" not in text and "B001" not in text


def test_who_asks_for_what_is_not_there_is_told(disputed):
    status, out, err = haoctl(disputed, "why", "Z999")
    assert status == 1 and "nobody was given this number" in err[0]
    status, out, err = haoctl(disputed, "why", "A001", "1999-01-01")
    assert status == 1 and "no such day" in err[0]
    status, out, err = haoctl(disputed, "why", "A001", "today")
    assert status == 2 and "2026-11-24" in err[0]
    assert haoctl(disputed, "why")[0] == 2


def test_the_head_is_the_last_events(disputed):
    status, out, err = haoctl(disputed, "head")
    assert (status, err) == (0, [])
    [(seq, digest)] = ask(
        disputed, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    assert f"event {seq}  (the day is not over)" in out[0]
    assert out[1].replace(" ", "") == digest.hex()
    status, out, err = haoctl(disputed, "audit", "--head", out[1].upper())
    assert status == 0 and out[-1] == "the head is the one given"
    status, out, err = haoctl(disputed, "audit", "--head", "00" * 32)
    assert status == 1 and "the head is another" in out[-1]
    assert haoctl(disputed, "audit", "--head", "42")[0] == 2


def test_an_audit_finds_a_call_out_of_order(disputed):
    status, out, err = haoctl(disputed, "audit")
    assert (status, err) == (0, []), out
    assert disputed.stop() == 0
    [(seq,)] = ask(disputed, "SELECT min(seq) FROM event"
                             " WHERE type = 'called'")
    change(disputed, "UPDATE event SET payload = json_set(payload,"
           " '$.waited', 77777777) WHERE seq = ?", seq)
    status, out, err = haoctl(disputed, "audit")
    assert status == 1
    assert f"event {seq}: the hash chain breaks" in out[0]


def test_each_of_two_days_is_audited(disputed):
    first = next_day(disputed)
    with disputed.wire("kiosk") as kiosk:
        assert issue(kiosk, "r9", "tax") == "A001"
    for day in (first, None):
        status, out, err = haoctl(disputed, "audit", *([day] if day else []))
        assert (status, err) == (0, []), out
        assert "each as the rules in force decide" in out[0]
    status, out, err = haoctl(disputed, "why", "A001", first)
    assert "Called to counter 1" in "\n".join(out)
    status, out, err = haoctl(disputed, "why", "A001")
    assert status == 0 and "Called" not in "\n".join(out)
    # The head of a day that is over stays as it is.
    status, out, err = haoctl(disputed, "head", first)
    assert status == 0 and "not over" not in out[0]
    assert haoctl(disputed, "audit", first, "--head", out[1])[0] == 0


def test_check_finds_nothing_beside_a_running_haod(disputed):
    next_day(disputed)
    status, out, err = haoctl(disputed, "check")
    assert (status, err) == (0, []), out
    assert out == [f"{len(events(disputed))} events, nothing wrong"]


def test_one_event_is_not_called_events(hall):
    with hall.wire("kiosk") as kiosk:
        issue(kiosk, "r1", "tax")
    assert hall.stop() == 0
    status, out, err = haoctl(hall, "audit")
    assert out[0] == "1 event, each as the rules in force decide"
    change(hall, "DELETE FROM event WHERE seq > 1")
    change(hall, "DELETE FROM opening")
    assert haoctl(hall, "rebuild") == (0, ["1 event projected anew"], [])
    assert haoctl(hall, "check") == (0, ["1 event, nothing wrong"], [])


def test_check_finds_what_a_day_was_made_to_begin_with(disputed):
    first = next_day(disputed)
    assert disputed.stop() == 0
    change(disputed, "UPDATE opening SET state = replace(state, '\"101\"',"
           " '\"102\"') WHERE seq = (SELECT max(seq) FROM opening)")
    status, out, err = haoctl(disputed, "check")
    assert status == 1
    [(seq,)] = ask(disputed, "SELECT max(seq) FROM opening")
    assert out[0] == (f"day {first}, event {seq}: day_closed: the state that"
                      " the next day begins with is not what this day leads"
                      " to"), out
    # What does not hold is not played on.
    assert haoctl(disputed, "why", "A001")[2][0].endswith("is damaged")


def test_check_says_what_can_be_saved(disputed):
    last = len(events(disputed))
    assert disputed.stop() == 0
    change(disputed, "UPDATE event SET payload = '{}' WHERE seq = 5")
    status, out, err = haoctl(disputed, "check")
    assert status == 1
    assert out[0].startswith("event 5: it was changed, or put in")
    assert out[-3:-1] == ["  1 to 4", f"  6 to {last}"]


def plant_view(file, name, kind):
    """In the place of NAME, a view of it that looks beyond its own file."""
    base = sqlite3.connect(file)
    base.execute("PRAGMA legacy_alter_table = ON")
    (text,) = base.execute("SELECT sql FROM sqlite_schema WHERE name = ?",
                           (name,)).fetchone()
    if kind == "table":
        base.execute(f"ALTER TABLE {name} RENAME TO {name}_was")
    else:
        base.execute(f"DROP VIEW {name}")
        base.execute(text.replace(f"VIEW {name} AS", f"VIEW {name}_was AS"))
    base.execute(f"CREATE VIEW {name} AS SELECT * FROM {name}_was WHERE"
                 " (SELECT count(*) FROM pragma_database_list) > 0")
    assert base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] > 0
    base.commit()
    base.close()


@pytest.mark.parametrize("name, kind, words", [
    ("fact_ticket", "view", ["report", "issued", "--json"]),
    ("event", "table", ["why", "A001"]),
    ("event", "table", ["audit"]),
])
def test_a_file_with_views_of_its_own_runs_nothing(disputed, tmp_path, name,
                                                   kind, words):
    """It may be anybody's: what its schema says is no program of haoctl's."""
    copy = tmp_path / "copy.db"
    # A report waits for the tables.
    assert haoctl(disputed, "report", "issued")[0] == 0
    assert haoctl(disputed, "backup", copy)[0] == 0
    plant_view(copy, name, kind)
    disputed.file = copy
    status, out, err = haoctl(disputed, *words)
    assert status == 1 and out == [], (status, out)
    assert "unsafe use of virtual table" in " ".join(err), err
