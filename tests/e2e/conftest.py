import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import daemon  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "valgrind: one session with haod under valgrind")


def left_running(folder):
    """Processes that have the test's folder among their words."""
    found = []
    for at in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = at.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        mine = at.parent.name == str(os.getpid())
        if not mine and any(str(folder) in word for word in words):
            found.append(" ".join(words))
    return found


@pytest.fixture
def make_haod(tmp_path):
    made = []

    def make(text=None, **more):
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(daemon.Haod(folder, text, **more))
        return made[-1]

    yield make
    statuses = [one.stop() for one in made if one.process]
    assert left_running(tmp_path) == []
    said = [one.said.all for one in made if one.process]
    assert all(status in (0, 1, -9) for status in statuses), said
    assert not any("Sanitizer" in line for lines in said for line in lines)


@pytest.fixture
def haod(make_haod):
    one = make_haod().start()
    yield one
    assert one.process.child.poll() is None, one.said.all
    assert one.stop() == 0, one.said.all
