"""haoctl appointment: a file in, a file out, and never half of one."""

import csv
import io

import pytest

from daemon import BUILD, Process, pairs
from proxy import Proxy
from test_appointment import Noon, slots

HAOCTL = BUILD / "haoctl" / "haoctl"
CONTACT = "13900139000"


@pytest.fixture
def noon():
    return Noon()


@pytest.fixture
def hall(make_haod, noon):
    return make_haod(noon.layout(", slots: [10:00-11:00]")).start()


def haoctl_at(port, *words):
    program = Process([HAOCTL, "-s", f"127.0.0.1:{port}", "appointment",
                       *words])
    status = program.wait()
    return status, program.out.all, program.err.all


def haoctl(hall, *words):
    return haoctl_at(hall.port, *words)


@pytest.fixture
def lossy(hall):
    """Imports PATH; the first reply to BOOK is lost."""
    def run(path):
        proxy = Proxy(hall.port, losing=1, word=b"BOOK")
        said = haoctl_at(proxy.at, "import", path)
        proxy.close()
        assert proxy.lost == 1
        return said
    return run


def put(hall, text):
    path = hall.folder / "in.csv"
    path.write_text(text, encoding="utf-8")
    return path


def exported(hall, *words):
    status, out, err = haoctl(hall, "export", *words)
    assert status == 0, err
    return list(csv.DictReader(io.StringIO("\n".join(out))))


def test_what_is_imported_is_there(hall, noon):
    day = noon.tomorrow
    path = put(hall, "\ufeffservice,time,day,contact,lang\r\n"
               f'A,04:00,{day},"{CONTACT}, home",en\r\n'
               f"A,04:00,{day},,\r\n\r\n"
               f'"B",10:15,{day},"a ""b""",\r\n')
    status, out, err = haoctl(hall, "import", path)
    assert (status, err) == (0, ["haoctl: 3 booked, 0 had been before"])
    rows = list(csv.DictReader(io.StringIO("\n".join(out))))
    assert [row["line"] for row in rows] == ["2", "3", "5"]
    assert {row["booked"] for row in rows} == {"now"}
    # The same once more is the same.
    status, out, err = haoctl(hall, "import", path)
    assert (status, err) == (0, ["haoctl: 0 booked, 3 had been before"])
    again = list(csv.DictReader(io.StringIO("\n".join(out))))
    assert [r["appointment"] for r in again] == [
        r["appointment"] for r in rows]
    listed = exported(hall)
    assert [(r["service"], r["day"], r["time"], r["state"]) for r in listed
            ] == [("A", str(day), "04:00", "booked")] * 2 + [
                ("B", str(day), "10:15", "booked")]
    assert exported(hall, "--day", str(noon.today)) == []
    assert exported(hall, "--day", str(day)) == listed
    # One that was cancelled since is booked anew, the others stay.
    with hall.wire() as wire:
        gone = rows[1]["appointment"]
        pairs(wire("APPOINTMENT", "CANCEL", gone))
    status, out, err = haoctl(hall, "import", path)
    assert (status, err) == (0, ["haoctl: 1 booked, 2 had been before"])
    hall.stop()
    for file in hall.folder.glob("hall.db*"):
        assert CONTACT.encode() not in file.read_bytes()
    hall.start()


def test_every_mistake_has_its_line(hall, noon):
    path = put(hall, "service,day,time\n"
               f",{noon.tomorrow},04:00\n"
               f"A,tomorrow,04:00\nA,{noon.tomorrow},4:00\n"
               f"A,{noon.tomorrow}\n")
    status, out, err = haoctl(hall, "import", path)
    assert (status, out) == (1, [])
    assert [line.removeprefix(f"{path}:") for line in err] == [
        "2: is empty: service",
        "3: a day is written as 2026-11-24: tomorrow",
        "4: a time is written as 09:15: 4:00",
        "5: has more or fewer fields than the first line",
        "haoctl: nothing was imported"]
    status, out, err = haoctl(hall, "import", put(
        hall, "service,day,hour\n"))
    assert err[0].endswith(":1: no such column: hour")
    assert err[1].endswith(":1: a column is missing: time")
    status, out, err = haoctl(hall, "import", put(hall, "ref\nnet-1\n"))
    assert status == 1 and [line.rsplit(": ", 1)[1] for line in err[:3]] == [
        "service", "day", "time"]


def test_a_quote_that_never_ends_takes_no_rows_with_it(hall, noon):
    path = put(hall, "service,day,time,contact\n"
               f'A,{noon.tomorrow},04:00,"{CONTACT}\n'
               f"A,{noon.tomorrow},04:10,\n")
    status, out, err = haoctl(hall, "import", path)
    assert (status, out) == (1, [])
    assert err == [f"{path}:2: a quoted field has no end",
                   "haoctl: nothing was imported"]
    assert exported(hall) == []


def test_a_slot_that_is_none_stops_all(hall, noon):
    path = put(hall, "service,day,time\n"
               f"A,{noon.tomorrow},04:00\n"
               f"A,{noon.tomorrow},04:05\n"
               f"none,{noon.tomorrow},04:00\n")
    status, out, err = haoctl(hall, "import", path)
    assert (status, out) == (1, [])
    assert f"{path}:3: nobody can be booked then: 04:05" in err
    assert any(line.startswith(f"{path}:4: NOSUCHSERVICE") for line in err)
    assert exported(hall) == []


def test_a_full_slot_takes_all_back(hall, noon):
    with hall.wire() as wire:
        slot = slots(wire, noon.tomorrow)[0]
    path = put(hall, "service,day,time\n"
               + f"A,{noon.tomorrow},04:10\n"
               + f"A,{noon.tomorrow},04:00\n" * 3)
    status, out, err = haoctl(hall, "import", path)
    assert (status, out) == (1, [])
    assert err[0].startswith(f"{path}:5: SLOTFULL")
    assert err[-1] == "haoctl: nothing was imported"
    assert {row["state"] for row in exported(hall)} == {"cancelled"}
    with hall.wire() as wire:
        assert slots(wire, noon.tomorrow)[0]["free"] == slot["capacity"]
    # Mended, the file goes in.
    path = put(hall, "service,day,time\n"
               + f"A,{noon.tomorrow},04:10\n"
               + f"A,{noon.tomorrow},04:00\n" * 2)
    status, out, err = haoctl(hall, "import", path)
    assert (status, err) == (0, ["haoctl: 3 booked, 0 had been before"])


def test_what_a_lost_reply_told_is_taken_back_too(hall, noon, lossy):
    path = put(hall, "service,day,time\n"
               + f"A,{noon.tomorrow},04:10\n"
               + f"A,{noon.tomorrow},04:00\n" * 3)
    status, out, err = lossy(path)
    assert (status, out) == (1, [])
    assert any(line.startswith(f"{path}:5: SLOTFULL") for line in err)
    assert err[-1] == "haoctl: nothing was imported"
    assert [row["state"] for row in exported(hall)] == ["cancelled"] * 3


def test_a_lost_reply_is_of_now_or_of_before(hall, noon, lossy):
    path = put(hall, "service,day,time\n"
               f"A,{noon.tomorrow},04:00\nA,{noon.tomorrow},04:10\n")
    status, out, err = lossy(path)
    assert (status, err[-1]) == (0, "haoctl: 2 booked, 0 had been before")
    status, out, err = lossy(path)
    assert (status, err[-1]) == (0, "haoctl: 0 booked, 2 had been before")
    # What was there before stays, though a row behind it is refused.
    put(hall, path.read_text() + f"B,{noon.tomorrow},10:00\n" * 9)
    status, out, err = lossy(path)
    assert (status, err[-1]) == (1, "haoctl: nothing was imported")
    assert [row["state"] for row in exported(hall)
            if row["service"] == "A"] == ["booked"] * 2


def test_what_it_is_not_told(hall):
    assert haoctl(hall, "import")[0] == 2
    assert haoctl(hall, "import", hall.folder / "none.csv")[0] == 1
