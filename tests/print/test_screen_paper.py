"""The touch screen's paper through a real cupsd and hao-printer: a tap, one
paper, and the truth of it at the server."""

from daemon import Process
from glass import Glass, until
from test_kiosk import KIOSK, hall  # noqa: F401

CARD = (300, 350)
CLASS = (1500, 400)
PRIMARY = 0x0A5BAF
WHITE = 0xFFFFFF


def test_a_tap_is_one_paper(hall, tmp_path):  # noqa: F811
    glass = Glass(tmp_path / "glass")
    kiosk = Process(
        [KIOSK, "-l", "en", "-s", f"127.0.0.1:{hall.haod.port}", "-n",
         "kiosk-1", "--keep", hall.folder / "keep", "--printer", "cups:hall"],
        env={**glass.env, **hall.cups.env, "DISPLAY": glass.env["DISPLAY"]})
    try:
        assert until(lambda: glass.pixel(*CARD) == WHITE), kiosk.err.all
        assert glass.tap_until(
            *CARD, lambda: glass.pixel(*CLASS) == PRIMARY)
        assert glass.tap_until(*CLASS, lambda: hall.tickets())
        assert until(lambda: hall.tickets() == [("A001", "printed")]), (
            hall.tickets(), kiosk.err.all)
        assert len(hall.printer.tickets) == 1
        with hall.haod.wire() as wire:
            told = until(lambda: wire("DEVICE", "LIST"))
        assert any("kiosk-1" in row and "ok" in row for row in told)
    finally:
        status = kiosk.end()
        glass.close()
    assert status == 0, kiosk.err.all
