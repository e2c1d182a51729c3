"""A week of a county hall, from Monday to Saturday, by the real programs.

Wednesday and Thursday are holidays, Saturday is made up for them (调休), every
day has its lunch; three have booked for Tuesday, and on Friday a service is
stopped. The kiosk and the counters are asked through pipes, as a script would;
the hall screen stands on from Monday to Saturday."""
import csv
import io
import re
import sqlite3
import subprocess

import pytest

from daemon import Process
from machine import BUILD, PATIENCE_S
from test_clock import Hall, hear, listen

COUNTY = """
languages: [zh, en]
name: {zh: 清河县政务服务中心, en: Qinghe}
timezone: Asia/Shanghai
last_ticket_min: 15
at_session_end: expire
hours:
  - days: [mon, tue, wed, thu, fri]
    sessions: ["09:00-12:00", "13:00-17:00"]
holidays:
  - {from: 2031-10-01, until: 2031-10-02, name: {zh: 国庆节, en: National Day}}
workdays:
  - {date: 2031-10-04, as: wed}
overrides:
  - date: 2031-10-03
    services: [T]
    sessions: ["09:00-11:00"]
    approved_by: "001"
    reason: the tax network is being moved
appointment_class: booked
classes:
  - {code: normal, name: {en: Normal}}
  - {code: priority, name: {zh: 优先, en: Priority}, credit_min: 20}
  - {code: booked, name: {zh: 预约, en: Booked}, declared: supervisor}
services:
  - {code: A, name: {zh: 户籍, en: Registration}, prefix: A, quota: 6}
  - {code: T, name: {zh: 税务, en: Tax}, prefix: T, at_session_end: carry,
     slots: ["09:00-11:00"], slot_min: 30, slot_capacity: 2}
counters:
  - {label: "1", groups: [{services: [A]}]}
  - {label: "2", groups: [{services: [T]}, {services: [A]}]}
"""


class County(Hall):
    """The hall, and its programs as people use them."""

    def program(self, room, name, *words, **more):
        return [BUILD / room / name, "--text", "-s",
                f"127.0.0.1:{self.haod.port}", *words]

    def kiosk(self, keys):
        """What the paper says, or None and what the citizen is told."""
        done = subprocess.run(
            self.program("kiosk", "hao-kiosk", "-l", "en"), input=keys,
            capture_output=True, text=True, timeout=PATIENCE_S)
        return re.findall(r"\b[AT]\d{3}\b", squeeze(done.stdout)), done.stderr

    def counter(self, label, keys):
        done = subprocess.run(
            self.program("counter", "hao-counter", "-w", label, "-l", "en"),
            input=keys, capture_output=True, text=True, timeout=PATIENCE_S)
        return done.stdout

    def book(self, folder, *rows):
        """The codes of what a file books."""
        path = folder / "booked.csv"
        path.write_text("\n".join(("service,day,time,ref", *rows)))
        done = subprocess.run(
            [BUILD / "haoctl" / "haoctl", "-s",
             f"127.0.0.1:{self.haod.port}", "appointment", "import", path],
            check=True, capture_output=True, text=True, timeout=PATIENCE_S)
        return [row["appointment"]
                for row in csv.DictReader(io.StringIO(done.stdout))]

    def screen(self):
        return Process(self.program("display", "hao-display"))

    def at(self, when):
        self.clock.pass_until(f"2031-{when}")

    def called(self):
        with sqlite3.connect(f"file:{self.haod.file}?mode=ro", uri=True) as db:
            return [f"{number} → {counter}" for number, counter in db.execute(
                "SELECT payload ->> 'number', payload ->> 'counter'"
                " FROM event WHERE type = 'called' ORDER BY seq")]


def squeeze(text):
    """The paper's large digits are drawn; its small print is enough."""
    return re.sub(r"[^\x20-\x7e\n]", " ", text)


@pytest.fixture
def county(make_haod, tmp_path):
    hall = County(make_haod, tmp_path, "2031-09-29 08:30", COUNTY)
    screen = hall.screen()
    yield hall, screen
    screen.end()


def monday(hall, folder):
    hall.codes = hall.book(folder, "T,2031-09-30,09:30,a",
                           "T,2031-09-30,09:30,b", "T,2031-09-30,10:00,c")
    papers, said = hall.kiosk("1\n")
    assert not papers and "SERVICECLOSED" in said and "09:00" in said
    hall.at("09-29 09:00")
    assert hall.kiosk("1\n1\n2\n")[0]
    assert "A001" in hall.counter("1", "n\nf\n")
    assert "T001" in hall.counter("2", "n\nf\n")
    # Too near to lunch: 15 minutes before the session's end.
    hall.at("09-29 11:46")
    assert "SERVICECLOSED" in hall.kiosk("1\n")[1]
    # Lunch: who waits for A expires with a notice, T is carried.
    feed = listen(hall, "hall")
    hall.at("09-29 12:00")
    while hear(feed)["type"] != "session_ended":
        pass
    assert hall.ask("TICKET", "GET", "2")["state"] == "expired"
    hall.at("09-29 13:00")
    assert hall.kiosk("1.2\n")[0]
    assert hall.ask("TICKET", "GET", "4")["class"] == "priority"
    assert "A003" in hall.counter("1", "n\nf\n")


def tuesday(hall, _):
    hall.at("09-30 09:00")
    assert hall.kiosk("1\n" * 6)[0]
    papers, said = hall.kiosk("1\n")
    assert not papers and "QUOTA" in said
    out = hall.counter("1", "n\nm\nn\nf\nn\nf\n")
    assert all(number in out for number in ("A001", "A002", "A003"))
    # A walk-in, and one who comes early to a slot at half past: she waits for
    # it, and whoever came before it goes first.
    here, _, absent = hall.codes
    assert hall.kiosk("2\n")[0] == ["T001"]
    assert hall.kiosk(f"c {here}\n")[0] == ["T002"]
    hall.at("09-30 09:20")
    assert hall.kiosk("2\n")[0] == ["T003"]
    hall.at("09-30 09:31")
    # Whoever came after the slot began waits behind it.
    assert hall.kiosk("2\n")[0] == ["T004"]
    out = hall.counter("2", "n\nf\n" * 4)
    assert list(dict.fromkeys(re.findall(r"T00\d", out))) == [
        "T001", "T003", "T002", "T004"]
    feed = listen(hall, "hall")
    hall.at("09-30 10:31")
    while hear(feed)["type"] != "noshow":
        pass
    assert hall.ask("APPOINTMENT", "GET", absent)["state"] == "noshow"


def holidays(hall, _):
    for day in ("10-01", "10-02"):
        hall.at(f"{day} 10:00")
        papers, said = hall.kiosk("1\n2\n")
        # 10-03 is a Friday like others.
        assert not papers and "10-03 09:00" in said


def friday(hall, _):
    hall.at("10-03 11:01")
    papers, said = hall.kiosk("2\n")
    assert not papers and "SERVICECLOSED" in said
    assert hall.kiosk("1\n")[0]
    assert "A001" in hall.counter("2", "n\nf\n")
    # A machine is broken: who waits is served, nobody new is let in.
    assert hall.kiosk("1\n")[0] == ["A002"]
    stop = ("HALL", "PAUSE", "SERVICE", "A", "MESSAGE", "camera broken")
    hall.ask(*stop, "RID", "stop")
    papers, said = hall.kiosk("1\n")
    assert not papers and "camera broken" in said
    assert "A002" in hall.counter("1", "n\nf\n")
    # Lunch is near: by then nobody holds the counter any more.
    hall.at("10-03 11:40")
    hall.ask("HALL", "RESUME", "SERVICE", "A", "REASON", "why", "RID", "go on")
    assert hall.kiosk("1\n")[0] == ["A003"]
    assert "A003" in hall.counter("1", "n\nf\n")


def saturday(hall, _):
    hall.at("10-04 09:00")
    assert hall.kiosk("1\n2\n")[0]
    assert "A001" in hall.counter("1", "n\nf\n")
    hall.at("10-05 10:00")
    assert "10-06 09:00" in hall.kiosk("1\n")[1]


def test_a_week(county, tmp_path):
    hall, screen = county
    for day in (monday, tuesday, holidays, friday, saturday):
        day(hall, tmp_path)
    called = hall.called()

    def shown():
        return [line for line in screen.out.all if not line.startswith("!")]

    with screen.out.news:
        screen.out.news.wait_for(lambda: len(shown()) >= len(called),
                                 PATIENCE_S)
    assert shown() == called
    notices = [line for line in screen.out.all if line.startswith("!")]
    assert len(notices) == 2 and "camera broken" in notices[0]
    assert hall.states().count("waiting") == 0
