"""Ratings, complaints and follow-ups through a real haod and haoctl."""

import datetime
import json
import sqlite3
import subprocess

from daemon import BUILD, pairs

HAOCTL = BUILD / "haoctl" / "haoctl"
RUDE = "他对我很不客气,话也没听完。" * 12


def served(wire, pad, rid):
    """The id of a ticket that has been served."""
    ticket = pairs(wire("TICKET", "ISSUE", "A", "RID", f"i{rid}"))["id"]
    assert pairs(pad("COUNTER", "NEXT", "1", "RID", f"n{rid}"))["id"] == ticket
    pad("COUNTER", "FINISH", "1", ticket)
    return ticket


def ctl(haod, *words):
    return subprocess.run(
        [HAOCTL, "-s", f"127.0.0.1:{haod.port}", *words],
        capture_output=True, text=True, timeout=60)


def test_a_citizen_rates_once(haod):
    with haod.wire("kiosk") as kiosk, haod.clerk("1") as pad:
        ticket = served(kiosk, pad, 1)
        assert "rating" not in pairs(kiosk("TICKET", "GET", ticket))
        assert pad("TICKET", "RATE", ticket, 5, "RID", "a").word == "NOPERM"
        assert kiosk("TICKET", "RATE", ticket, 5).word == "RIDREQUIRED"
        for wrong in ("0", "6", "-1", "good"):
            assert kiosk("TICKET", "RATE", ticket, wrong, "RID",
                         "b").word == "BADARG"
        rated = pairs(kiosk("TICKET", "RATE", ticket, 4, "RID", "c"))
        assert (rated["rating"], rated["state"]) == (4, "served")
        again = pairs(kiosk("TICKET", "RATE", ticket, 4, "RID", "c"))
        assert again == {**rated, "replayed": 1}
        assert kiosk("TICKET", "RATE", ticket, 1, "RID",
                     "d").word == "BADSTATE"
        assert pairs(kiosk("TICKET", "GET", ticket))["rating"] == 4
        assert kiosk("FOLLOWUP", "LIST") == []


def test_a_bad_rating_is_seen_to(haod):
    with haod.wire("kiosk") as kiosk, haod.clerk("1", "103") as pad:
        ticket = served(kiosk, pad, 1)
        kiosk("TICKET", "RATE", ticket, 1, "RID", "r")
        one = kiosk.json("FOLLOWUP", "LIST")[0]
        state = kiosk.json("HALL", "STATE")
        today = datetime.date.fromisoformat(state["day"])
        due = datetime.date.fromisoformat(one["due"])
        assert due >= today + datetime.timedelta(days=15)
        assert (one["kind"], one["rating"], one["ticket"], one["clerk"],
                one["state"]) == ("rating", 1, ticket, "103", "open")
        said = ctl(haod, "followup")
        assert said.returncode == 0 and one["due"] in said.stdout, said
        assert ctl(haod, "followup", "close", one["followup"],
                   "called them").returncode == 1
        refused = ctl(haod, "followup", "own", one["followup"], "103")
        assert refused.returncode == 1 and "NOPERM" in refused.stderr
        assert ctl(haod, "followup", "own", one["followup"],
                   "900").returncode == 0
    haod.restart()
    listed = json.loads(ctl(haod, "--json", "followup").stdout)
    assert [(f["state"], f["owner"]) for f in listed] == [("owned", "900")]
    said = ctl(haod, "followup", "close", one["followup"], "called them")
    assert "closed" in said.stdout
    with haod.wire() as wire:
        assert wire.json("FOLLOWUP", "LIST", "STATE", "owned") == []
        closed = wire.json("FOLLOWUP", "GET", one["followup"])
        assert closed["state"] == "closed"
    assert ctl(haod, "followup", "lose").returncode == 2


def test_a_complaint_stands_apart(haod):
    with haod.wire("kiosk") as kiosk, haod.clerk("1") as pad:
        ticket = served(kiosk, pad, 1)
        said = pairs(kiosk("TICKET", "COMPLAIN", ticket, "TEXT", RUDE,
                           "RID", "c"))
        # Its words are no part of what a repeat must have.
        again = pairs(kiosk("TICKET", "COMPLAIN", ticket, "TEXT", "x",
                            "RID", "c"))
        assert again == {**said, "replayed": 1}
        assert pad("TICKET", "COMPLAIN", ticket, "TEXT", "x", "RID",
                   "d").word == "NOPERM"
        assert kiosk("TICKET", "COMPLAIN", ticket, "TEXT", "x" * 2001, "RID",
                     "e").word == "BADARG"
        one = kiosk.json("FOLLOWUP", "GET", said["followup"])
        assert (one["kind"], one["ticket"], one["counter"]) == (
            "complaint", ticket, "1")
    assert haod.stop() == 0
    base = sqlite3.connect(haod.file)
    assert base.execute("SELECT seq, field, value FROM personal").fetchall() \
        == [(int(said["followup"]), "text", RUDE)]
    payload = base.execute("SELECT payload FROM event WHERE type ="
                           " 'complained'").fetchone()[0]
    assert RUDE[:4] not in payload and "text_hash" in payload
    base.close()
    haod.start()


def test_haoctl_lists_more_than_a_page(haod):
    with haod.wire("kiosk") as kiosk, haod.clerk("1") as pad:
        ticket = served(kiosk, pad, 1)
        for i in range(130):
            kiosk("TICKET", "COMPLAIN", ticket, "TEXT", "x", "RID", i)
        assert len(kiosk.json("FOLLOWUP", "LIST")) == 100
    listed = json.loads(ctl(haod, "--json", "followup").stdout)
    assert len(listed) == 130
    assert len({one["followup"] for one in listed}) == 130
