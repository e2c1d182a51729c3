"""A business day of known figures, written into a journal as its events."""

import datetime
import json
import sqlite3
import subprocess

from daemon import BUILD

HAOCTL = BUILD / "haoctl" / "haoctl"
HALL = """
languages: [zh, en]
name: {{zh: 大厅, en: Hall}}
timezone: {zone}
day_starts_h: 4
lease_s: 300
alerts: {{wait_warn_min: 0, wait_alarm_min: 0, break_warn_min: 0,
  break_alarm_min: 0, unshown_warn_s: 0, unshown_alarm_s: 0}}
hours:
  - days: [mon, tue, wed, thu, fri, sat, sun]
    sessions: [09:00-12:00, 13:00-17:00, 22:00-03:00]
departments:
  - {{code: police, name: {{zh: 公安局, en: Police}}}}
  - {{code: revenue, name: {{zh: 税务局, en: Revenue}}}}
zones:
  - {{code: main, name: {{zh: 一楼, en: Ground floor}}}}
  - {{code: yard, name: {{zh: 后院, en: Yard}}}}
book_days: 3
classes:
  - {{code: normal, name: {{zh: 普通, en: Normal}}}}
  - {{code: appointment, name: {{zh: 预约, en: Booked}}}}
services:
  - {{code: id, name: {{zh: 身份证业务, en: Identity cards}}, prefix: A,
     department: police, zones: [main], target_wait_min: 30}}
  - {{code: tax, name: {{zh: 税务, en: Tax}}, prefix: B, department: revenue,
     zones: [main, yard], target_wait_min: 60, slots: [14:00-16:00],
     slot_min: 15, slot_capacity: 2}}
counters:
  - {{label: "1", zones: [main], groups: [{{services: [id, tax]}}]}}
  - {{label: "2", zones: [yard], groups: [{{services: [tax]}}]}}
  - {{label: "3", zones: [yard], groups: [{{services: [tax]}}]}}
"""
MINUTE = 60000
DAY_S = 86400


class Day:
    """A zone in which it is about two at night, and the day that began."""

    def __init__(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        east = 2 - now.hour
        if east < -12:
            east += 24
        self.zone = f"Etc/GMT{-east:+d}"
        self.east_s = east * 3600
        local = now + datetime.timedelta(hours=east, days=-1)
        self.date = local.date()
        self.day = (self.date - datetime.date(1970, 1, 1)).days
        self.rows = []
        self.tickets = {}

    def layout(self):
        return HALL.format(zone=self.zone)

    def at(self, text):
        """An instant of the day: "09:10"; after midnight "24:20"."""
        hour, minute = map(int, text.split(":"))
        return (self.day * DAY_S - self.east_s) * 1000 + (
            hour * 60 + minute) * MINUTE

    def add(self, time, kind, **fields):
        self.rows.append((self.at(time), kind, fields))

    def issue(self, time, ticket, number, service, session, **more):
        about = {"id": ticket, "number": number, "service": service,
                 "class": more.get("class", "normal")}
        self.tickets[ticket] = about
        self.add(time, "issued", day=self.day, session=self.at(session),
                 **{**about, **more})

    def call(self, time, ticket, counter, waited, **more):
        self.add(time, "called", counter=counter, calls=1,
                 waited=waited * MINUTE, terminal=f"pad-{counter}",
                 **self.tickets[ticket], **more)

    def desk(self, time, kind, ticket, counter, **more):
        """What a terminal does with the ticket at its hand."""
        self.add(time, kind, counter=counter, terminal=f"pad-{counter}",
                 **self.tickets[ticket], **more)

    def counter(self, time, kind, counter, **more):
        self.add(time, kind, counter=counter, terminal=f"pad-{counter}",
                 **more)

    def write(self, haod):
        """Into a stopped haod's file, which has begun the day just now."""
        base = sqlite3.connect(haod.file)
        began = self.at("04:00")
        assert base.execute("SELECT count(*) FROM event").fetchone() == (2,)
        base.execute("UPDATE event SET t = ?", (began,))
        opening = json.loads(base.execute(
            "SELECT state FROM opening").fetchone()[0])
        for event in opening:
            event["t"] = began
        base.execute("UPDATE opening SET state = ?", (json.dumps(opening),))
        self.rows.sort(key=lambda row: row[0])
        for seq, (t, kind, fields) in enumerate(self.rows, 3):
            if fields.get("followup"):
                fields["followup"] = seq
            base.execute("INSERT INTO event VALUES (?, ?, ?, NULL, ?,"
                         " zeroblob(32))", (seq, t, kind, json.dumps(fields)))
        base.commit()
        base.close()
        subprocess.run([HAOCTL, "-j", f"sqlite:{haod.file}", "rebuild"],
                       check=True, capture_output=True, timeout=60)


def known_day():
    d = Day()
    d.add("04:30", "booked", appointment="22222222", service="tax",
          appointed=d.at("15:00"), until=d.at("15:30"))
    d.add("04:31", "booked", appointment="33333333", service="tax",
          appointed=d.at("15:15"), until=d.at("15:45"))
    d.add("04:32", "booked", appointment="44444444", service="tax",
          appointed=d.at("15:15"), until=d.at("15:45"))
    d.add("04:33", "booking_cancelled", appointment="44444444", service="tax")
    d.counter("09:00", "opened", "1", clerk="101")
    d.counter("09:00", "opened", "2", clerk="102")
    # Over the hour: 65 minutes are 65 minutes.
    d.issue("09:10", 1, "A001", "id", "09:00")
    d.issue("09:20", 3, "A003", "id", "09:00")
    d.issue("09:25", 4, "A004", "id", "09:00")
    d.add("09:30", "cancelled", id=4)
    d.issue("09:40", 2, "A002", "id", "09:00")
    d.call("09:50", 2, "1", 10)
    d.desk("09:50", "started", 2, "1")
    d.desk("10:10", "served", 2, "1", matters=1, handled=20 * MINUTE)
    d.call("10:15", 1, "1", 65)
    d.desk("10:16", "started", 1, "1")
    d.desk("10:26", "served", 1, "1", matters=2, handled=10 * MINUTE)
    d.add("10:30", "rated", id=1, number="A001", service="id", counter="1",
          clerk="101", rating=5)
    d.add("10:31", "rated", id=2, number="A002", service="id", counter="1",
          clerk="101", rating=2, followup=1, due=d.day + 15)
    d.call("11:00", 3, "1", 100)
    d.desk("11:05", "abandoned", 3, "1", handled=5 * MINUTE)
    # Over the session.
    d.issue("11:50", 5, "B001", "tax", "09:00")
    d.counter("12:00", "paused", "1", reason="lunch")
    d.counter("13:00", "resumed", "1")
    d.call("13:05", 5, "2", 75)
    d.desk("13:05", "started", 5, "2")
    d.desk("13:15", "held", 5, "2", hold="papers", handled=10 * MINUTE)
    d.add("13:30", "unheld", id=5)
    d.call("13:40", 5, "2", 10, again=1)
    d.desk("13:40", "started", 5, "2")
    d.desk("13:45", "served", 5, "2", matters=1, handled=15 * MINUTE)
    # In two steps.
    d.issue("14:00", 6, "A005", "id", "13:00", steps="tax")
    d.call("14:10", 6, "1", 10)
    d.desk("14:10", "started", 6, "1")
    d.desk("14:20", "passed", 6, "1", to_service="tax", handled=10 * MINUTE)
    d.call("14:30", 6, "2", 10, again=1)
    d.desk("14:30", "started", 6, "2")
    d.desk("14:40", "served", 6, "2", matters=1, handled=20 * MINUTE)
    # By appointment: nobody waits before the slot.
    d.issue("14:45", 7, "B002", "tax", "13:00", appointment="22222222",
            appointed=d.at("15:00"), **{"class": "appointment"})
    d.call("15:05", 7, "2", 5)
    d.desk("15:10", "served", 7, "2", matters=1, handled=5 * MINUTE)
    d.add("15:46", "noshow", appointment="33333333", service="tax")
    # For practice: in no figure.
    d.issue("16:00", 8, "B003", "tax", "13:00", training=1)
    d.call("16:10", 8, "1", 10)
    d.desk("16:40", "served", 8, "1", matters=1, handled=30 * MINUTE)
    d.counter("17:00", "closed", "1")
    # Over midnight, and missed once.
    d.issue("23:40", 9, "B004", "tax", "22:00")
    d.call("24:20", 9, "2", 40)
    d.desk("24:25", "missed", 9, "2", misses=1)
    d.add("24:30", "returned", id=9)
    d.call("24:40", 9, "2", 10)
    d.desk("24:50", "served", 9, "2", matters=1, handled=10 * MINUTE)
    d.add("24:51", "rated", id=9, number="B004", service="tax", counter="2",
          clerk="102", rating=3)
    d.issue("24:52", 10, "B005", "tax", "22:00")
    d.add("25:00", "broadcast", text="")
    # The hall numbers its tickets in the order of their issue.
    numbers = {}
    for _, kind, fields in sorted(d.rows, key=lambda row: row[0]):
        if kind == "issued":
            numbers[fields["id"]] = len(numbers) + 1
    for _, _, fields in d.rows:
        if "id" in fields:
            fields["id"] = numbers[fields["id"]]
    return d
