"""Programs that others wrote, against haod."""

from daemon import BUILD, Process

HIREDIS = BUILD / "tests" / "interop" / "hiredis_events"


def test_hiredis_with_libevent(haod):
    program = Process([HIREDIS, haod.port])
    assert program.wait() == 0, program.err.all
