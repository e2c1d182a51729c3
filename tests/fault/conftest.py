import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))

from machine import Haod, preload  # noqa: E402


@pytest.fixture
def make_haod(tmp_path):
    made = []

    def make(env, text=None, kind=Haod):
        made.append(kind(tmp_path, env, text))
        return made[-1]

    yield make
    for daemon in made:
        if daemon.process.poll() is None:
            assert daemon.stop() == 0


@pytest.fixture
def haod(make_haod, tmp_path, request):
    env = {**preload("faultfs"), "HAO_FAULT": str(tmp_path / "fault")}
    if hasattr(request, "param"):
        env["HAO_SYNC_US"] = str(request.param)
    return make_haod(env)
