"""Journals put elsewhere and put back, with haod at work."""

import datetime
import os
import sqlite3
import threading
import time

import pytest

from daemon import Process, pairs
from test_record import HALL, ask, change, events, haoctl, issue, next_day


@pytest.fixture
def hall(make_haod):
    return make_haod(HALL).start()


class Rush(threading.Thread):
    """Issues for as long as it is let."""

    def __init__(self, hall):
        super().__init__(daemon=True)
        self.hall, self.count, self.ended = hall, 0, threading.Event()
        self.begun = threading.Event()

    def run(self):
        with self.hall.wire("rush") as kiosk:
            while not self.ended.is_set():
                issue(kiosk, f"rush-{self.count}", "tax")
                self.count += 1
                if self.count == 20:
                    self.begun.set()

    def __enter__(self):
        self.start()
        assert self.begun.wait(20)
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join()


def test_a_backup_is_whole_while_tickets_are_issued(hall):
    copy = hall.folder / "copy.db"
    with Rush(hall):
        status, out, err = haoctl(hall, "backup", copy)
    assert (status, err) == (0, [])
    seq = int(out[0].rsplit(" ", 1)[1])
    base = sqlite3.connect(copy)
    rows = base.execute("SELECT seq, hash FROM event ORDER BY seq").fetchall()
    mode = base.execute("PRAGMA journal_mode").fetchone()
    base.close()
    assert [row[0] for row in rows] == list(range(1, seq + 1))
    assert out[1].replace(" ", "") == rows[-1][1].hex()
    assert mode == ("delete",)
    assert sorted(path.name for path in hall.folder.glob("copy*")) == [
        "copy.db"]
    hall.file = copy
    status, out, err = haoctl(hall, "check")
    assert (status, out) == (0, [f"{seq} events, nothing wrong"])


def test_a_backup_writes_over_nothing(hall):
    copy = hall.folder / "copy.db"
    copy.write_text("mine")
    status, out, err = haoctl(hall, "backup", copy)
    assert status == 1 and "is there already" in err[0]
    assert err[0].startswith("haoctl: not done: ")
    assert copy.read_text() == "mine"
    assert haoctl(hall, "backup")[0] == 2


@pytest.mark.parametrize("what, why", [
    ("missing", "No such file"), ("folder", "Is a directory"),
    ("empty", "there is nothing in it"),
    ("foreign", "a database of another program"),
    ("noise", "file is not a database")])
def test_what_is_no_journal_is_called_so(hall, what, why):
    hall.stop()
    file = hall.folder / "other.db"
    if what == "folder":
        file.mkdir()
    elif what == "foreign":
        base = sqlite3.connect(file)
        base.execute("CREATE TABLE photo (name TEXT)")
        base.close()
    elif what != "missing":
        file.write_bytes(b"noise" * 1000 if what == "noise" else b"")
    status, _, err = haoctl(hall, "restore", file, "--skip", 0)
    assert status == 1 and "other.db: " in err[0] and why in err[0]
    hall.file = file
    for words in (["check"], ["why", "A001"], ["report", "served"],
                  ["backup", hall.folder / "copy.db"],
                  ["archive", 2025, hall.folder / "copy.db"]):
        status, _, err = haoctl(hall, *words)
        assert status == 1 and len(err) == 1, err
        assert "other.db: " in err[0] and why in err[0]
    assert not (hall.folder / "copy.db").exists()


def mode_of(path):
    return path.stat().st_mode & 0o777


@pytest.fixture
def open_umask():
    was = os.umask(0)
    yield
    os.umask(was)


def test_others_see_no_journal_and_no_copy(open_umask, hall):
    copy = hall.folder / "copy.db"
    with hall.wire("kiosk") as kiosk:
        issue(kiosk, "r1", "tax")
    assert haoctl(hall, "backup", copy)[0] == 0
    there = {path.name: path.stat().st_mode & 0o7
             for path in hall.folder.iterdir() if ".db" in path.name}
    assert there == dict.fromkeys(
        ["copy.db", "hall.db", "hall.db-shm", "hall.db-wal", "hall.db.lock"],
        0)
    hall.kill()
    # As somebody's umask had made it.
    for end in "", "-wal":
        hall.file.with_name("hall.db" + end).chmod(0o644)
    assert haoctl(hall, "restore", copy, "--skip", "0")[0] == 0
    there = {path.name: path.stat().st_mode & 0o7
             for path in hall.folder.iterdir() if ".db" in path.name}
    assert there == dict.fromkeys(
        ["copy.db", "hall.db", "hall.db.before", "hall.db.before-wal",
         "hall.db.lock"], 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_copy_is_read_by_haods_user_alone(hall):
    """Root works on the journal of a user that systemd made."""
    user, copy = 4260, hall.folder / "copy.db"
    assert haoctl(hall, "backup", copy)[0] == 0
    assert mode_of(copy) == 0o600 and copy.owner() == "root"
    assert hall.stop() == 0
    os.chown(hall.folder, user, user)
    lock = hall.folder / "hall.db.lock"
    lock.unlink()
    assert haoctl(hall, "restore", copy, "--skip", "0")[0] == 0
    for path in hall.file, lock:
        assert path.stat().st_uid == path.stat().st_gid == user
    assert mode_of(hall.file) == 0o600


def test_a_restored_hall_gives_no_number_twice(hall):
    copy = hall.folder / "copy.db"
    with hall.wire("kiosk") as kiosk:
        assert issue(kiosk, "r1", "tax") == "A001"
        assert issue(kiosk, "r2", "land") == "B001"
        waits = pairs(kiosk("TICKET", "ISSUE", "tax", "RID", "r3"))
        epoch = kiosk.json("HALL", "STATE")["epoch"]
        assert haoctl(hall, "backup", copy)[0] == 0
        # These are on paper, and in no backup.
        lost = [pairs(kiosk("TICKET", "ISSUE", "tax", "RID", f"l{i}"))
                for i in range(3)]
    assert haoctl(hall, "restore", copy, "--skip", "3")[0] == 1
    assert hall.stop() == 0
    assert haoctl(hall, "restore", copy)[0] == 2
    status, out, err = haoctl(hall, "restore", copy, "--skip", "3")
    assert (status, err) == (0, [])
    hall.start()
    with hall.wire("kiosk") as kiosk:
        assert kiosk.json("HALL", "STATE")["epoch"] != epoch
        fresh = pairs(kiosk("TICKET", "ISSUE", "tax", "RID", "r4"))
        assert fresh["number"] == "A006" and fresh["ahead"] == 2
        assert int(fresh["id"]) == int(lost[-1]["id"]) + 1
        assert issue(kiosk, "r5", "land") == "B005"
        # What was not lost goes on; what was is over.
        assert kiosk.json("TICKET", "GET", waits["id"])["state"] == "waiting"
        assert kiosk.json("TICKET", "GET", lost[0]["id"])[
            "state"] == "expired"
        again = pairs(kiosk("TICKET", "ISSUE", "tax", "RID", "r3"))
        assert again["id"] == waits["id"] and again["replayed"] == 1
    # What was there before is kept, and the record holds together.
    [(count,)] = ask_file(hall.folder / "hall.db.before",
                          "SELECT count(*) FROM event WHERE type = 'issued'")
    assert count == 6
    hall.restart()
    status, out, err = haoctl(hall, "audit")
    assert (status, err) == (0, []), out
    status, out, err = haoctl(hall, "check")
    assert (status, err) == (0, []), out


@pytest.mark.parametrize("log_too", [True, False])
def test_a_restore_broken_off_begins_no_empty_hall(hall, log_too):
    copy = hall.folder / "copy.db"
    with hall.wire("kiosk") as kiosk:
        issue(kiosk, "r1", "tax")
        assert haoctl(hall, "backup", copy)[0] == 0
        issue(kiosk, "r2", "tax")
    hall.kill()
    # As it is when the restore ends between putting aside and in place.
    for end in ["", "-wal"] if log_too else [""]:
        file = hall.folder / f"hall.db{end}"
        file.rename(hall.folder / f"hall.db.before{end}")
    haod = Process(hall.argv())
    assert haod.wait() == 1
    assert "a restore was broken off; restore again" in haod.err.all[-1]
    assert not hall.file.exists()
    status, out, err = haoctl(hall, "restore", copy, "--skip", "1")
    assert (status, err) == (0, [])
    hall.start()
    with hall.wire("kiosk") as kiosk:
        assert issue(kiosk, "r3", "tax") == "A003"
    # The log is where the journal that it belongs to is.
    [(count,)] = ask_file(hall.folder / "hall.db.before",
                          "SELECT count(*) FROM event WHERE type = 'issued'")
    assert count == 2
    assert hall.stop() == 0
    # What is kept is written over by no later restore.
    status, out, err = haoctl(hall, "restore", copy, "--skip", "2")
    assert status == 1 and "hall.db.before: is there already" in err[0]


def ask_file(path, sql):
    base = sqlite3.connect(path)
    rows = base.execute(sql).fetchall()
    base.close()
    return rows


WORDS = "he shouted at the guard"


@pytest.fixture
def old(hall):
    """A hall with words of one day, and the day after."""
    with hall.wire("kiosk") as kiosk:
        pad = hall.clerk("1")
        ticket = pairs(kiosk("TICKET", "ISSUE", "tax", "RID", "r1"))
        assert pairs(pad("COUNTER", "NEXT", "1", "RID", "n1"))
        moved = pad("COUNTER", "TRANSFER", "1", ticket["id"], "SERVICE",
                    "land", "REASON", WORDS, "RID", "t1")
        assert pairs(moved)["state"] == "waiting"
    next_day(hall)
    with hall.wire("kiosk") as kiosk:
        assert issue(kiosk, "r2", "tax") == "A001"
    return hall


def let_time_pass(hall, days):
    """The first day was so long ago; the rest of it looks after itself."""
    assert hall.stop() == 0
    change(hall, "UPDATE opening SET day = day - ? WHERE seq ="
           " (SELECT min(seq) FROM opening)", days)
    change(hall, "UPDATE opening SET day = day - ? WHERE seq ="
           " (SELECT max(seq) FROM opening)", days)
    hall.start()


def until(hall, sql, value):
    """Asks the file until it says so: haod does it when it is idle."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if ask(hall, sql) == value:
            return
    assert ask(hall, sql) == value


def test_words_are_destroyed_and_the_chain_holds(old):
    assert ask(old, "SELECT value FROM personal") == [(WORDS,)]
    let_time_pass(old, 200)
    until(old, "SELECT kind, rows, done FROM forgotten", [("words", 1, 1)])
    assert ask(old, "SELECT * FROM personal") == []
    status, out, err = haoctl(old, "check")
    assert (status, err) == (0, []), out
    [(order,)] = ask(old, "SELECT payload FROM event"
                          " WHERE type = 'forgotten'")
    assert '"kind":"words"' in order and '"mark":' in order
    # Neither the file nor its log holds them any more, nor does a copy.
    assert haoctl(old, "backup", old.folder / "copy.db")[0] == 0
    assert old.stop() == 0
    for path in (*old.folder.glob("hall.db*"), old.folder / "copy.db"):
        assert WORDS.encode() not in path.read_bytes(), path


def test_days_are_destroyed_from_the_front(old):
    text = old.conf.read_text(encoding="utf-8")
    old.conf.write_text(text + "keep_days: 400\n", encoding="utf-8")
    [(mark,)] = ask(old, "SELECT max(seq) FROM opening")
    let_time_pass(old, 4000)
    until(old, "SELECT kind, mark, done FROM forgotten WHERE kind = 'days'",
          [("days", mark, 1)])
    # Nothing of the first day is in a copy: no request, no word.
    copy = old.folder / "copy.db"
    assert haoctl(old, "backup", copy)[0] == 0
    assert [text for text in (WORDS, '"r1"', '"n1"', '"t1"', '"r2"')
            if text.encode() in copy.read_bytes()] == ['"r2"']
    assert ask(old, "SELECT min(seq) FROM event") == [(mark,)]
    assert ask(old, "SELECT number, day > 20000 FROM ticket") == [("A001", 1)]
    assert ask(old, "SELECT count(*) FROM personal") == [(0,)]
    status, out, err = haoctl(old, "check")
    assert (status, err) == (0, []), out
    # It goes on, but what was made from them stays as it is.
    old.restart()
    with old.wire("kiosk") as kiosk:
        assert issue(kiosk, "r7", "tax") == "A002"
    assert old.stop() == 0
    status, out, err = haoctl(old, "rebuild")
    assert status == 1 and "days were destroyed" in err[0]
    status, out, err = haoctl(old, "check")
    assert (status, err) == (0, []), out
    # Whoever takes more from the front is found.
    change(old, "DELETE FROM event WHERE seq = ?", mark)
    status, out, err = haoctl(old, "check")
    assert status == 1 and f"events 1 to {mark}: missing" in out


def begin_in_2025(hall):
    """Its first day was then; that day."""
    day = datetime.date(2025, 12, 30)
    assert hall.stop() == 0
    change(hall, "UPDATE opening SET day = ? WHERE seq ="
           " (SELECT min(seq) FROM opening)",
           (day - datetime.date(1970, 1, 1)).days)
    hall.start()
    until(hall, "SELECT count(*) FROM ticket", [(2,)])
    return day


def test_a_year_is_archived(old):
    day = begin_in_2025(old)
    file = old.folder / "2025.db"
    status, out, err = haoctl(old, "archive", "2025", file)
    assert (status, err) == (0, [])
    openings = [seq for seq, in ask(old, "SELECT seq FROM opening")]
    assert ask_file(file, "SELECT min(seq), max(seq) FROM event") == [
        tuple(openings)]
    assert ask_file(file, "SELECT number FROM ticket") == [("A001",)]
    assert ask_file(file, "SELECT count(*) FROM call") == [(1,)]
    assert ask_file(file, "SELECT count(*) FROM personal") == [(0,)]
    assert WORDS.encode() not in file.read_bytes()
    assert sorted(path.name for path in old.folder.glob("2025*")) == [
        "2025.db"]
    assert mode_of(file) == 0o600
    # It is read as the journal itself is, and says the same.
    live = haoctl(old, "audit", day.isoformat())
    assert live[0] == 0, live
    told = haoctl(old, "why", "A001", day.isoformat())
    assert told[0] == 0, told
    for year, say in (("2026", "not over"), ("2024", "no day"),
                      ("MMXX", "written as 2026")):
        status, out, err = haoctl(old, "archive", year, old.folder / "x")
        assert status == 1 and say in err[0]
    assert haoctl(old, "archive", "2025", file)[0] == 1
    old.file = file
    assert haoctl(old, "audit", day.isoformat()) == live
    assert haoctl(old, "why", "A001", day.isoformat()) == told
    status, out, err = haoctl(old, "check")
    assert (status, err) == (0, []), out


def test_no_year_is_archived_while_it_is_destroyed(old):
    begin_in_2025(old)
    assert old.stop() == 0
    # As haod orders it; between two of its pages some rows are gone.
    change(old, "INSERT INTO forgotten (seq, kind, mark, hash, day, ordered)"
           " SELECT 99, 'days', seq, lower(hex(hash)), 0, 0 FROM event"
           " WHERE seq = (SELECT max(seq) FROM opening)")
    file = old.folder / "2025.db"
    status, out, err = haoctl(old, "archive", "2025", file)
    assert status == 1 and "being destroyed" in err[0]
    assert list(old.folder.glob("2025*")) == []
    # Carried out, there is no such year.
    old.start()
    until(old, "SELECT done FROM forgotten", [(1,)])
    status, out, err = haoctl(old, "archive", "2025", file)
    assert status == 1 and "no day of that year" in err[0]
