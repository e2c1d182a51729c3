"""hao-printer as it is, and a printer on USB that umockdev makes up."""

import pytest
import usb
from owner import ticket


@pytest.fixture
def printer(make_printer):
    return make_printer()


@pytest.fixture
def wait_s():
    return "1"


@pytest.fixture
def rig(make_owner, printer, short_folder, wait_s):
    rig = usb.Usb(short_folder, printer)
    rig.owner = make_owner("usb:Q0001", "-w", wait_s, wrap=rig.wrap,
                           env=usb.preload())
    return rig


@pytest.fixture
def plugged(rig):
    rig.order("plug")
    rig.owner.settled()
    return rig


def said(rig, what):
    return rig.owner.process.err.wait(what)


def test_a_ticket_is_printed(plugged, printer):
    assert said(plugged, "connected: epson-tm-t20")
    assert plugged.owner.print() == ("printed", "")
    assert [one.rows for one in printer.tickets] == [240]
    assert printer.interrupted == 0


def test_unplug_and_plug(plugged, printer):
    for _ in range(3):
        plugged.order("unplug")
        plugged.owner.settled("offline-report")
        plugged.order("plug")
        plugged.owner.settled()
        assert plugged.owner.print()[0] == "printed"
    assert len(printer.tickets) == 3


def test_no_printer(rig):
    assert rig.owner.print() == ("failed", "the printer is not connected")


def test_plugged_in_while_a_ticket_waits(rig, printer):
    guest = rig.owner.send()
    guest.state("offline-report")
    rig.order("plug")
    assert guest.verdict()[0] == "printed"
    assert len(printer.tickets) == 1


# It waits for an answer of before, which the printer may still give.
@pytest.mark.parametrize("wait_s", ["15"])
def test_unplugged_in_mid_ticket(plugged, printer):
    printer.change(stall_at=printer.total + 5000)
    guest = plugged.owner.send(ticket(rows=2400))
    assert printer.wait(lambda p: p.stalled)
    plugged.order("unplug")
    assert guest.verdict() == ("unknown", "it was unplugged")
    printer.change(stalled=False)
    plugged.order("plug")
    plugged.owner.settled()
    assert plugged.owner.print()[0] == "printed"
    assert sum(one.rows == 2400 for one in printer.tickets) == 0


def test_a_pulled_cable(plugged, printer):
    """First comes an error, later the news that it is gone."""
    plugged.order("fault")
    assert said(plugged, "not connected: USB fails")
    plugged.order("unplug", "plug")
    plugged.owner.settled()
    assert plugged.owner.print()[0] == "printed"
    assert len(printer.tickets) == 1


def test_a_bad_cable_that_is_well_again(plugged):
    plugged.order("fault")
    assert said(plugged, "not connected: USB fails")
    plugged.order("well")
    plugged.owner.settled()
    assert plugged.owner.print()[0] == "printed"


def test_another_program_has_it(rig):
    rig.order("hold", "plug")
    assert said(rig, "another program has the printer; set its queue in CUPS")
    rig.order("free")
    rig.owner.settled()
    assert rig.owner.print()[0] == "printed"


def test_another_printer(make_owner, printer, short_folder):
    rig = usb.Usb(short_folder, printer)
    rig.owner = make_owner("usb:Q9999", "-w", "1", wrap=rig.wrap,
                           env=usb.preload())
    rig.order("plug")
    assert rig.owner.print()[0] == "failed"
    assert printer.tickets == []


def test_any_printer(make_owner, printer, short_folder):
    rig = usb.Usb(short_folder, printer)
    rig.owner = make_owner("usb:", wrap=rig.wrap, env=usb.preload())
    rig.order("plug")
    rig.owner.settled()
    assert rig.owner.print()[0] == "printed"


@pytest.mark.parametrize("wait_s", ["15"])
def test_paper_out_and_back_while_a_ticket_waits(plugged, printer):
    plugged.change(paper="out")
    guest = plugged.owner.send()
    guest.state("media-empty-error")
    plugged.change(paper="ok")
    assert guest.verdict()[0] == "printed"
    assert len(printer.tickets) == 1


def test_paper_out_in_mid_ticket(plugged, printer):
    """By GET_PORT_STATUS: a model that tells nothing by itself."""
    printer.watches = False
    plugged.order("unplug", "plug")
    plugged.owner.settled()
    printer.change(out_at=printer.total + 5000)
    guest = plugged.owner.send(ticket(rows=2400))
    assert printer.wait(lambda p: p.paper == "out")
    plugged.change()
    guest.state("media-empty-error")
    assert guest.verdict() == ("unknown", "the printer is out of paper")
    assert printer.interrupted == 0


def test_cover(plugged, printer):
    plugged.change(cover_open=True)
    plugged.owner.settled("cover-open-error")
    plugged.change(cover_open=False)
    plugged.owner.settled()
    assert plugged.owner.print()[0] == "printed"
