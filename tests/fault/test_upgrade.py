"""A file that an earlier version left in the midst of a day."""
import json
import pathlib
import sqlite3
import subprocess

import pytest

from machine import BUILD, PATIENCE_S, Clock
from resp import poll

DATA = pathlib.Path(__file__).parent / "data"
OLD = sorted(path.stem for path in DATA.glob("journal-*.sql"))

def play(ask):
    """What those files hold: asked of a haod of their own version."""
    for i in range(3):
        ask("TICKET", "ISSUE", "A", "RID", f"old-{i}")
    ask("COUNTER", "OPEN", "1", "CLERK", "7", "RID", "old-open")
    first = ask("COUNTER", "NEXT", "1", "RID", "old-next-0")
    ask("COUNTER", "FINISH", "1", first["id"], "RID", "old-finish")
    ask("COUNTER", "NEXT", "1", "RID", "old-next-1")


EVENTS = "SELECT seq, t, type, slot, payload, hash FROM event ORDER BY seq"


class Old:
    """Such a file, and the events as it had them."""

    def __init__(self, path, name):
        self.path, self.name = path, name
        with sqlite3.connect(path) as db:
            db.executescript((DATA / f"{name}.sql").read_text())
        db.close()
        self.events = self.rows(EVENTS)

    def rows(self, sql):
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as db:
            return db.execute(sql).fetchall()

    def check(self):
        done = subprocess.run(
            [BUILD / "haoctl/haoctl", "-j", f"sqlite:{self.path}", "check"],
            capture_output=True, text=True, timeout=PATIENCE_S)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(params=OLD)
def old(request, tmp_path):
    return Old(tmp_path / "hall.db", request.param)


@pytest.fixture
def haod(old, make_haod, tmp_path):
    """As it is now, twenty minutes later."""
    return make_haod(Clock(tmp_path, "2031-03-05 10:20").env())


@pytest.fixture
def ask(haod):
    client = haod.client(decode_responses=True)

    def one(*words):
        reply = client.execute_command(*words, "JSON")
        return None if reply is None else json.loads(reply)

    yield one
    client.connection_pool.disconnect()


def test_there_are_old_files():
    assert "journal-1" in OLD


def test_an_old_file_is_taken_over(ask):
    # What was answered before is answered so again.
    again = ask("TICKET", "ISSUE", "A", "RID", "old-2")
    assert (again["number"], again["replayed"]) == ("A003", 1)
    call = ask("COUNTER", "NEXT", "1", "RID", "old-next-1")
    assert (call["number"], call["replayed"]) == ("A002", 1)
    assert ask("TICKET", "FIND", "NUMBER", "A001")["state"] == "served"
    assert ask("COUNTER", "STATE", "1")["number"] == "A002"
    # And it goes on where it was.
    assert ask("TICKET", "ISSUE", "A", "RID", "new")["number"] == "A004"
    ask("COUNTER", "OPEN", "1", "CLERK", "7")
    assert ask("COUNTER", "NEXT", "1", "RID", "new-next")["number"] == "A003"


def test_no_event_is_written_again(old, haod, ask):
    ask("TICKET", "ISSUE", "A", "RID", "new")
    client = haod.client()
    poll(lambda: client.info()["projection_behind"],
         lambda behind: behind == 0, "the projection")
    client.connection_pool.disconnect()
    assert haod.stop() == 0
    assert old.rows(EVENTS)[:len(old.events)] == old.events
    assert old.rows("SELECT number, state FROM ticket ORDER BY id") == [
        ("A001", "served"), ("A002", "called"), ("A003", "waiting"),
        ("A004", "waiting")]
    assert old.check().endswith(" events, nothing wrong\n")


def test_check_explains_an_old_file_as_it_is(old):
    assert old.check().startswith("The tables beside the events are those of"
                                  " an earlier version")
