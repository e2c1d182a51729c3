"""Opening hours, by a real haod: refused, listed, counted over a restart."""

import datetime

import pytest

from daemon import pairs

HALL = """
languages: [en]
name: {{en: Hall}}
timezone: {zone}
hours:
  - days: [mon, tue, wed, thu, fri, sat, sun]
    sessions: [04:00-23:00]
{more}
services:
  - {{code: A, name: {{en: First}}, prefix: A{quota}}}
  - {{code: B, name: {{en: Second}}, prefix: B}}
counters: [{{label: "1", groups: [{{services: [A, B]}}]}}]
"""


class Noon:
    """A zone in which it is about noon now, and the date there."""

    def __init__(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        self.east = 12 - now.hour
        self.zone = f"Etc/GMT{-self.east:+d}"
        self.date = (now + datetime.timedelta(hours=self.east)).date()

    def layout(self, more="", quota=""):
        return HALL.format(zone=self.zone, more=more, quota=quota)

    def closed(self, services=""):
        return (f"overrides:\n  - {{date: {self.date}, sessions: [],{services}"
                " approved_by: '007', reason: test}")

    def opens_ms(self, days=1, hour=4):
        at = datetime.datetime.combine(
            self.date + datetime.timedelta(days=days), datetime.time(hour),
            datetime.timezone(datetime.timedelta(hours=self.east)))
        return int(at.timestamp() * 1000)


@pytest.fixture
def noon():
    return Noon()


def issue(wire, service, rid):
    return wire("TICKET", "ISSUE", service, "RID", rid)


def reload(haod, wire, text):
    haod.conf.write_text(text, encoding="utf-8")
    assert wire("HALL", "RELOAD") == "OK"


def by_service(rows):
    return {row["service"]: row for row in rows}


def test_a_closed_service_says_when_it_opens(make_haod, noon):
    haod = make_haod(noon.layout(noon.closed(" services: [A],"))).start()
    with haod.wire() as wire:
        refused = issue(wire, "A", "1")
        assert refused.word == "SERVICECLOSED"
        tomorrow = noon.date + datetime.timedelta(days=1)
        assert f"it opens {tomorrow:%m-%d} 04:00" in str(refused)
        assert f"{tomorrow:%m-%d} 04:00 起可取号" in str(refused)
        services = by_service(wire.json("HALL", "SERVICES"))
        assert services["A"]["open"] == 0
        assert services["A"]["opens"] == noon.opens_ms()
        assert services["B"]["open"] == 1
        assert "opens" not in services["B"]
        assert by_service(wire.json("HALL", "STATE")["services"]) == services
        assert pairs(issue(wire, "B", "2"))["number"] == "B001"
        layout = wire.json("HALL", "LAYOUT")
        assert layout["overrides"][0]["services"] == ["A"]
        # The same request is no ticket yet, and is one when it is open.
        reload(haod, wire, noon.layout())
        assert pairs(issue(wire, "A", "1"))["number"] == "A001"
        reload(haod, wire, noon.layout(noon.closed()))
        assert issue(wire, "B", "3").word == "SERVICECLOSED"
        assert pairs(issue(wire, "A", "1"))["replayed"] == 1
        # Who has a ticket is called whatever the hour.
        with haod.clerk("1") as pad:
            assert pairs(pad("COUNTER", "NEXT", "1", "RID", "n"))["number"]


def test_another_zone_has_other_hours(make_haod, noon):
    haod = make_haod(noon.layout()).start()
    with haod.wire() as wire:
        assert pairs(issue(wire, "A", "1"))["number"] == "A001"
        # Twelve hours off it is midnight.
        noon.zone = "Etc/GMT%+d" % (12 - noon.east if noon.east > 0
                                    else -12 - noon.east)
        reload(haod, wire, noon.layout())
        assert issue(wire, "A", "2").word == "SERVICECLOSED"


def test_a_quota_is_counted_over_a_restart(make_haod, noon):
    text = noon.layout("capacity: 3", quota=", quota: 2")
    haod = make_haod(text).start()
    with haod.wire() as wire:
        for rid in "12":
            issued = pairs(issue(wire, "A", rid))
        assert issued["number"] == "A002"
        refused = issue(wire, "A", "3")
        assert (refused.word, "quota" in str(refused)) == ("QUOTA", True)
        events = wire.json("EVENTS", "SINCE", wire.json("HALL", "STATE")[
            "epoch"], 0)
        sessions = [e["session"] for e in events if e["type"] == "issued"]
        assert sessions == [noon.opens_ms(days=0)] * 2
    haod.restart()
    with haod.wire() as wire:
        assert issue(wire, "A", "4").word == "QUOTA"
        assert pairs(issue(wire, "B", "5"))["number"] == "B001"
        refused = issue(wire, "B", "6")
        assert (refused.word, "capacity" in str(refused)) == ("QUOTA", True)
        wire("TICKET", "CANCEL", "RID", "5")
        assert pairs(issue(wire, "B", "7"))["number"] == "B002"
