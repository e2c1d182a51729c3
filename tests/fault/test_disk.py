"""A disk of a few megabytes that fills up, under haod's journal."""
import subprocess

import pytest
import redis

from machine import Clock, Haod
from resp import poll
from test_fault import issue, rows


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder],
        capture_output=True, check=False)
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path, "2031-03-05 10:00")


@pytest.fixture
def haod(disk, clock):
    one = Haod(disk, clock.env())
    yield one
    assert one.stop() == 0


def test_a_disk_that_fills_up_is_an_alert(haod, disk, clock):
    def states():
        client = haod.client(decode_responses=True)
        rows = client.execute_command("HALL", "ALERTS")
        client.connection_pool.disconnect()
        return [dict(zip(row[::2], row[1::2]))["state"] for row in rows]

    assert states() == []
    for fill, state in ((7500000, ["low"]), (7900000, ["full"]), (0, [])):
        (disk / "fill").write_bytes(b"x" * fill)
        clock.pass_s(61)
        poll(states, lambda now, state=state: now == state, state)


def fill_up(path):
    """Until not a byte more goes onto the disk."""
    with path.open("wb", buffering=0) as file:
        for size in (65536, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                pass


def issue_until_refused(client):
    """Each ticket that was had, by its request; and that which was not."""
    had = {}
    for i in range(10000):
        try:
            had[f"r{i}"] = issue(client, f"r{i}")[b"number"]
        except redis.ResponseError as refusal:
            assert str(refusal).startswith("UNAVAILABLE")
            return had, f"r{i}"
    raise AssertionError("the disk never was full")


def test_a_full_disk_is_told_and_loses_nothing(haod, disk):
    client = haod.client()
    issue(client, "before")
    fill_up(disk / "fill")
    had, refused = issue_until_refused(client)
    assert client.ping()
    (disk / "fill").unlink()
    haod.wait("mended; in service again")
    for rid, number in had.items():
        again = issue(client, rid)
        assert (again[b"number"], again[b"replayed"]) == (number, 1)
    issue(client, refused)
    haod.restart()
    client = haod.client()
    assert issue(client, refused)[b"replayed"] == 1
    issued = [kind for _, kind in rows(haod) if kind == "issued"]
    assert len(issued) == len(had) + 2
