"""A disk of a few megabytes that fills up, under haod's journal."""
import subprocess

import pytest

from machine import Clock, Haod


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


def test_a_disk_that_fills_up_is_an_alert(disk, tmp_path):
    clock = Clock(tmp_path, "2031-03-05 10:00")
    haod = Haod(disk, clock.env())

    def states():
        client = haod.client(decode_responses=True)
        rows = client.execute_command("HALL", "ALERTS")
        client.connection_pool.disconnect()
        return [dict(zip(row[::2], row[1::2]))["state"] for row in rows]

    assert states() == []
    for fill, state in ((7500000, ["low"]), (7900000, ["full"]), (0, [])):
        (disk / "fill").write_bytes(b"x" * fill)
        clock.pass_s(61)
        while states() != state:
            pass
    assert haod.stop() == 0
