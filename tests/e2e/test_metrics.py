"""Live figures: what HALL METRICS says, and that it is what the file says."""

import json
import subprocess

import pytest

import openmetrics
from daemon import pairs
from known_day import HAOCTL, known_day


def metrics(haod):
    with haod.wire() as wire:
        return openmetrics.read(wire("HALL", "METRICS"))


def by_service(samples, name):
    return {dict(key)["service"]: value for key, value in
            samples[name].items()}


def report(haod, name, *words):
    done = subprocess.run(
        [HAOCTL, "-j", f"sqlite:{haod.file}", "report", name, "--json",
         *words], check=True, capture_output=True, timeout=60)
    return {one["service"]: one for one in json.loads(done.stdout)}


@pytest.fixture
def known(make_haod):
    """A haod in service on a journal that holds a day of known figures."""
    day = known_day()
    haod = make_haod(day.layout()).start()
    assert haod.stop() == 0
    day.write(haod)
    return haod.start()


def test_live_figures_are_those_of_the_day(known):
    said = metrics(known)
    assert by_service(said, "hao_tickets_issued_total") == {"id": 5, "tax": 4}
    assert by_service(said, "hao_tickets_called_total") == {"id": 4, "tax": 3}
    assert by_service(said, "hao_tickets_late_total") == {"id": 2, "tax": 1}
    assert by_service(said, "hao_tickets_missed_total") == {"id": 0, "tax": 1}
    assert by_service(said, "hao_tickets_abandoned_total") == {
        "id": 1, "tax": 0}
    assert by_service(said, "hao_tickets_served_total") == {"id": 2, "tax": 4}
    assert by_service(said, "hao_matters_total") == {"id": 3, "tax": 4}
    # id waited 10, 65, 100, 10 minutes; tax 75, 5, 40.
    assert by_service(said, "hao_wait_seconds_sum") == {
        "id": 185 * 60, "tax": 120 * 60}
    # id took 20, 10, 10 minutes; tax 15, 10, 5, 10.
    assert by_service(said, "hao_handling_seconds_sum") == {
        "id": 40 * 60, "tax": 40 * 60}
    assert by_service(said, "hao_handling_seconds_count") == {
        "id": 3, "tax": 4}
    rated = {key: value for key, value in said["hao_ratings_total"].items()
             if value}
    assert rated == {(("rating", "5"), ("service", "id")): 1,
                     (("rating", "2"), ("service", "id")): 1,
                     (("rating", "3"), ("service", "tax")): 1}
    assert by_service(said, "hao_waiting_tickets") == {"id": 0, "tax": 1}
    assert said["hao_counters"] == {
        (("state", "open"),): 1, (("state", "paused"),): 0,
        (("state", "closed"),): 2}
    assert said["hao_followups"] == {(): 1}


def test_metrics_say_what_reports_say(known):
    """One day: by the views under the reports, and by memory alone."""
    said = metrics(known)
    for name, column, metric in [
            ("issued", "issued", "hao_tickets_issued_total"),
            ("served", "served", "hao_tickets_served_total"),
            ("served", "matters", "hao_matters_total"),
            ("wait", "called", "hao_tickets_called_total"),
            ("handling", "finished", "hao_handling_seconds_count"),
            ("missed", "missed", "hao_tickets_missed_total"),
            ("abandoned", "abandoned", "hao_tickets_abandoned_total")]:
        live = by_service(said, metric)
        assert {key: one[column] for key, one in
                report(known, name).items()} == live, name
    for name, metric in [("wait", "hao_wait_seconds"),
                         ("handling", "hao_handling_seconds")]:
        total = by_service(said, metric + "_sum")
        count = by_service(said, metric + "_count")
        assert {key: one["mean_s"] for key, one in
                report(known, name).items()} == {
            key: total[key] / count[key] for key in total}, name
    for key, one in report(known, "target").items():
        assert one["called"] - one["within"] == by_service(
            said, "hao_tickets_late_total")[key]
    for key, one in report(known, "satisfied").items():
        rated = [value for labels, value in said["hao_ratings_total"].items()
                 if dict(labels)["service"] == key]
        assert sum(rated) == one["rated"]
    waiting = by_service(said, "hao_waiting_tickets")
    open_now = said["hao_counters"][(("state", "open"),)]
    assert report(known, "load")["tax"]["load"] == waiting["tax"] / open_now


def test_they_follow_what_happens(haod):
    before = metrics(haod)
    with haod.wire("kiosk") as kiosk, haod.clerk("1") as pad:
        for i in range(3):
            kiosk("TICKET", "ISSUE", "A", "RID", i)
        said = metrics(haod)
        assert by_service(said, "hao_waiting_tickets")["A"] == 3
        ticket = pairs(pad("COUNTER", "NEXT", "1", "RID", "n"))["id"]
        # NEXT finishes what is at hand.
        pad("COUNTER", "NEXT", "1", "RID", "m")
        kiosk("TICKET", "RATE", ticket, 1, "RID", "r")
    after = metrics(haod)
    assert by_service(after, "hao_tickets_served_total")["A"] == 1
    assert by_service(after, "hao_waiting_tickets")["A"] == 1
    assert after["hao_followups"] == {(): 1}
    assert after["hao_events_total"][()] > before["hao_events_total"][()]
    haod.restart()
    again = metrics(haod)
    for name in ("hao_tickets_served_total", "hao_wait_seconds_sum",
                 "hao_ratings_total", "hao_followups"):
        assert again[name] == after[name], name


def test_haoctl_prints_them(haod):
    done = subprocess.run(
        [HAOCTL, "-s", f"127.0.0.1:{haod.port}", "metrics"], check=True,
        capture_output=True, text=True, timeout=60)
    assert openmetrics.read(done.stdout).keys() == metrics(haod).keys()


def test_practice_is_not_counted(haod):
    with haod.wire("kiosk") as kiosk, haod.clerk("1") as pad:
        kiosk("HALL", "TRAINING", "ON", "REASON", "why", "RID", "t")
        kiosk("TICKET", "ISSUE", "A", "RID", "i")
        pad("COUNTER", "NEXT", "1", "RID", "n")
        pad("COUNTER", "NEXT", "1", "RID", "m")
    said = metrics(haod)
    assert by_service(said, "hao_tickets_issued_total")["A"] == 0
    assert by_service(said, "hao_tickets_served_total")["A"] == 0
