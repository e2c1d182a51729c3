"""Figures of a day whose figures are known, by views and by haoctl report."""

import csv
import io
import json
import sqlite3
import subprocess

import pytest

from known_day import HAOCTL, known_day


def ctl(*words):
    return subprocess.run([HAOCTL, *words], capture_output=True, timeout=60)


@pytest.fixture
def day():
    return known_day()


@pytest.fixture
def hall(make_haod, day):
    """A haod in service on a journal that holds the day so far."""
    haod = make_haod(day.layout()).start()
    assert haod.stop() == 0
    day.write(haod)
    return haod.start()


class Figures:
    """The same figure by a view, as JSON and as CSV."""

    def __init__(self, haod, day):
        self.journal = f"sqlite:{haod.file}"
        self.file = haod.file
        self.date = str(day.date)

    def report(self, name, by=None, *words):
        by = [f"--by={by}"] if by else []
        done = ctl("-j", self.journal, "report", name, *by, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()

    def rows(self, name, by, *columns):
        """By what it is asked first, then those columns."""
        found = json.loads(self.report(name, by, "--json"))
        as_csv = list(csv.DictReader(
            io.StringIO(self.report(name, by, "--csv"))))
        assert [list(one.values()) for one in as_csv] == [
            ["" if value is None else str(value) for value in one.values()]
            for one in found]
        if "," not in by:
            self.assert_view(name, by, found)
        return {
            "/".join(str(one[key]) for key in by.split(",")):
            tuple(one[key] for key in columns) for one in found}

    def assert_view(self, name, by, found):
        base = sqlite3.connect(self.file)
        base.row_factory = sqlite3.Row
        at = f" WHERE day = '{self.date}'" if by != "weekday" else ""
        view = base.execute(
            f"SELECT * FROM figure_{name}_by_{by}{at if name != 'load' else ''}"
        ).fetchall()
        assert [{key: row[key] for key in one}
                for row, one in zip(view, found, strict=True)] == found
        base.close()


@pytest.fixture
def figures(hall, day):
    return Figures(hall, day)


def test_issued(figures, day):
    assert figures.rows("issued", "service", "issued", "cancelled") == {
        "id": (5, 1), "tax": (4, 0)}
    assert figures.rows("issued", "day", "issued") == {str(day.date): (9,)}
    assert figures.rows("issued", "session", "issued") == {
        "09:00": (5,), "13:00": (2,), "22:00": (2,)}
    assert figures.rows("issued", "department", "department_name",
                        "issued") == {
        "police": ("公安局", 5), "revenue": ("税务局", 4)}
    assert figures.rows("issued", "zone", "zone_name", "issued") == {
        "main": ("一楼", 9), "yard": ("后院", 4)}
    assert figures.rows("issued", "class", "issued") == {
        "appointment": (1,), "normal": (8,)}
    assert figures.rows("peak", "half", "issued") == {
        "00:30": (1,), "09:00": (3,), "09:30": (1,), "11:30": (1,),
        "14:00": (1,), "14:30": (1,), "23:30": (1,)}
    weekday = str((day.day + 3) % 7 + 1)
    assert figures.rows("peak", "weekday,half", "issued")[
        f"{weekday}/09:00"] == (3,)


def test_waits_over_the_hour_the_session_and_midnight(figures):
    columns = ("called", "mean_s", "median_s", "p90_s", "max_s")
    # id: 10, 65, 100, 10 minutes; tax: 75, 5, 40.
    assert figures.rows("wait", "service", *columns) == {
        "id": (4, 2775, 2250, 6000, 6000),
        "tax": (3, 2400, 2400, 4500, 4500)}
    assert figures.rows("wait", "session", *columns) == {
        "09:00": (4, 3750, 4200, 6000, 6000),
        "13:00": (2, 450, 450, 600, 600),
        "22:00": (1, 2400, 2400, 2400, 2400)}
    assert figures.rows("wait", "half", "max_s")["23:30"] == (2400,)
    assert figures.rows("wait", "counter", "called", "max_s") == {
        "1": (4, 6000), "2": (3, 4500)}
    assert figures.rows("wait", "clerk", "called", "max_s") == {
        "101": (4, 6000), "102": (3, 4500)}
    base = sqlite3.connect(figures.file)
    assert base.execute("SELECT number, wait_ms / 60000 FROM fact_call"
                        " WHERE wait_ms > 3600000 ORDER BY 1").fetchall() == [
        ("A001", 65), ("A003", 100), ("B001", 75)]
    base.close()
    assert "1:40:00" in figures.report("wait", "half,clerk")


def test_targets_misses_and_those_given_up(figures):
    assert figures.rows("target", "service", "called", "within", "rate") == {
        "id": (4, 2, 0.5), "tax": (3, 2, 0.6667)}
    assert figures.rows("missed", "service", "called", "missed", "rate") == {
        "id": (4, 0, 0), "tax": (3, 1, 0.3333)}
    assert figures.rows("abandoned", "service", "issued", "abandoned",
                        "rate") == {"id": (5, 1, 0.2), "tax": (4, 0, 0)}


def test_served_and_handling(figures):
    assert figures.rows("served", "service", "served", "matters") == {
        "id": (2, 3), "tax": (4, 4)}
    # id: 20, 10, 10 minutes, one of them passed on; tax: 15, 10, 5, 10.
    assert figures.rows("handling", "service", "finished", "mean_s",
                        "median_s", "p90_s") == {
        "id": (3, 800, 600, 1200), "tax": (4, 600, 600, 900)}
    assert figures.rows("handling", "counter", "finished", "mean_s") == {
        "1": (3, 800), "2": (4, 600)}


def test_satisfied_never_without_the_share_that_rated(figures):
    assert figures.rows("satisfied", "service", "served", "rated",
                        "satisfied", "rate", "rated_rate") == {
        "id": (2, 2, 1, 0.5, 1), "tax": (4, 1, 1, 1, 0.25)}
    listed = json.loads(figures.report("followups", None, "--json"))
    assert [(one["kind"], one["rating"], one["number"], one["state"])
            for one in listed] == [("rating", 2, "A002", "open")]


def test_counters(figures, day):
    # 1: 09:00-17:00 with an hour's pause. 2: from 09:00 to the last event.
    # Serving at 1: 20 + 10 + 5 + 10 minutes; practice does not count.
    assert figures.rows("use", "counter", "open_s", "paused_s", "serving_s",
                        "rate") == {
        "1": (28800, 3600, 2700, 0.1071), "2": (57600, 0, 2400, 0.0417)}
    halves = figures.rows("use", "half", "open_s", "paused_s", "serving_s")
    assert halves["12:00"] == (3600, 1800, 0)
    assert halves["10:00"] == (3600, 0, 1200)
    assert sum(one[0] for one in halves.values()) == 28800 + 57600
    assert figures.rows("use", "clerk", "open_s") == {
        "101": (28800,), "102": (57600,)}
    assert figures.rows("use", "session", "open_s") == {
        "09:00": (28800,), "13:00": (14400 + 32400,), "22:00": (10800,)}
    assert figures.rows("use", "zone", "serving_s") == {
        "main": (2700,), "yard": (2400,)}
    assert figures.rows("open", "day", "counters", "opened", "rate") == {
        str(day.date): (3, 2, 0.6667)}
    assert figures.rows("open", "half", "opened")["18:00"] == (1,)
    assert figures.rows("open", "counter", "opened")["3"] == (0,)
    assert figures.rows("load", "service", "waiting", "open", "load") == {
        "tax": (1, 1, 1)}


def test_appointments(figures):
    assert figures.rows("appointments", "service", "booked", "kept",
                        "noshow", "cancelled", "rate") == {
        "tax": (2, 1, 1, 1, 0.5)}


def test_days_are_chosen(figures, day):
    assert figures.report("issued", None, "--from", "2000-01-01", "--to",
                          "2000-12-31", "--json") == "[]\n"
    for words in (["--day", str(day.date)], ["--from", str(day.date)],
                  ["--to", str(day.date)], []):
        assert json.loads(figures.report("issued", "day", "--json", *words)
                          )[0]["issued"] == 9


def test_for_people_and_for_excel(figures):
    said = figures.report("peak", "half")
    assert "09:00       3  ████████████████████████████████████████\n" in said
    said = figures.report("issued", "service").splitlines()
    assert said[0].startswith("SERVICE  SERVICE_NAME")
    # A wide character takes two columns.
    assert said[1].startswith("id       身份证业务")
    done = ctl("-j", figures.journal, "report", "issued", "--csv", "--bom")
    assert done.stdout.startswith(
        b"\xef\xbb\xbfservice,service_name,issued,cancelled,expired\r\n"
        + "id,身份证业务,5,1,0\r\n".encode())


def test_what_is_wrong_is_said(figures, day):
    def wrong(*words):
        done = ctl("-j", figures.journal, "report", *words)
        assert done.returncode == 2 and not done.stdout
        return done.stderr.decode()

    assert "no such figure" in wrong("happiness")
    assert "not asked by counter" in wrong("issued", "--by", "counter")
    assert "2026-11-24" in wrong("issued", "--from", "yesterday")
    assert "of no day" in wrong("load", "--day", str(day.date))
    assert "not both" in wrong("issued", "--csv", "--json")
    assert "--csv" in wrong("issued", "--bom")
    listed = ctl("-j", figures.journal, "report")
    assert listed.returncode == 0 and b"satisfied" in listed.stdout
    missing = ctl("-j", "sqlite:/nowhere/hall.db", "report", "issued")
    assert missing.returncode == 1


def test_tables_that_are_behind_are_said_to_be(hall, figures):
    assert hall.stop() == 0
    base = sqlite3.connect(hall.file)
    base.execute("INSERT INTO event VALUES ((SELECT max(seq) + 1 FROM event),"
                 " 1, 'broadcast', NULL, '{}', zeroblob(32))")
    base.commit()
    base.close()
    done = ctl("-j", figures.journal, "report", "issued")
    assert done.returncode == 1 and b"1 event behind" in done.stderr
    hall.start()
