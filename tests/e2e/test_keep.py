"""Journals put elsewhere and put back, with haod at work."""

import sqlite3
import threading

import pytest

from daemon import pairs
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
    assert copy.read_text() == "mine"
    assert haoctl(hall, "backup")[0] == 2


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


def ask_file(path, sql):
    base = sqlite3.connect(path)
    rows = base.execute(sql).fetchall()
    base.close()
    return rows
