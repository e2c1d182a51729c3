import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "e2e"))

import owner  # noqa: E402
import standin  # noqa: E402


@pytest.fixture
def make_printer():
    made = []

    def make(**more):
        made.append(standin.Printer(**more))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def make_owner(tmp_path):
    made = []

    def make(device, *more, **how):
        if isinstance(device, standin.Printer):
            device = f"tcp:127.0.0.1:{device.port}"
        folder = tmp_path / f"owner{len(made)}"
        folder.mkdir()
        made.append(owner.Owner(folder, device, *more, **how))
        return made[-1].start()

    yield make
    for one in made:
        status = one.end()
        assert status in (0, -9), one.process.err.all
        assert not any("Sanitizer" in line for line in one.process.err.all)
