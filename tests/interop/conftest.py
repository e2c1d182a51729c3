import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "e2e"))

import daemon  # noqa: E402
import foreign  # noqa: E402
from proxy import Proxy  # noqa: E402


@pytest.fixture
def haod(tmp_path):
    one = daemon.Haod(tmp_path).start()
    yield one
    assert one.stop() == 0, one.said.all
    assert not any("Sanitizer" in line for line in one.said.all)


@pytest.fixture
def proxy(haod):
    one = Proxy(haod.port)
    yield one
    one.close()


@pytest.fixture(params=foreign.CLIENTS)
def kind(request):
    """The name of a client that runs here."""
    why = foreign.why_not(request.param)
    if why:
        pytest.skip(why)
    return request.param


@pytest.fixture
def connect(kind):
    """Makes clients of this kind, and ends them."""
    made = []

    def make(port, name="desk"):
        made.append(foreign.connect(kind, port, name))
        return made[-1]

    yield make
    for one in made:
        one.end()
