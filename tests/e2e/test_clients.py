"""Programs that others wrote, against haod."""

import pytest

from daemon import BUILD, Process

HIREDIS = BUILD / "tests" / "interop" / "hiredis_events"


@pytest.mark.skipif(not HIREDIS.exists(), reason=f"{HIREDIS} is not built")
def test_hiredis_with_libevent(haod):
    program = Process([HIREDIS, haod.port])
    assert program.wait() == 0, program.err.all
