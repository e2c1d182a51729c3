"""Straight to a printer that speaks IPP, as CUPS 3 will have it."""

import subprocess

import ipp
import pytest
from conftest import PAPER, Kiosk


@pytest.fixture
def printer(short_folder):
    one = ipp.IppPrinter(short_folder)
    yield one
    one.close()


@pytest.fixture
def kiosk(short_folder):
    one = Kiosk(short_folder / "kiosk")
    yield one
    one.close()


@pytest.fixture(scope="module")
def paper():
    return subprocess.run([PAPER, "pwg", "400"], check=True,
                          capture_output=True).stdout


def send(kiosk, printer, paper, name="A1", **how):
    return kiosk.print(name, document=paper, uri=printer.uri,
                       mime="image/pwg-raster", **how)


def test_a_ticket_is_printed(kiosk, printer, paper):
    assert send(kiosk, printer, paper) == "printed"
    assert printer.printed == ["image/pwg-raster"]
    assert (printer.folder / "document").read_bytes() == paper


def test_the_same_paper_again(kiosk, printer, paper):
    assert send(kiosk, printer, paper) == "printed"
    assert send(kiosk, printer, paper) == "printed"
    assert len(printer.printed) == 1


def test_a_printer_that_gives_up(kiosk, printer, paper):
    printer.plan("exit 1")
    assert send(kiosk, printer, paper) == "unknown"
    assert printer.printed == []


def test_a_document_that_it_does_not_take(kiosk, printer, paper):
    assert kiosk.print("A1", document=paper, uri=printer.uri,
                       mime="application/x-nothing") == "failed"
    assert printer.printed == []


def test_a_printer_that_is_off(kiosk, paper):
    uri = f"ipp://127.0.0.1:{ipp.free_port()}/ipp/print"
    assert kiosk.print("A1", document=paper, uri=uri) == "failed"


def test_its_state(kiosk, printer, paper):
    watch = kiosk.submit("", uri=printer.uri)
    assert watch.out.wait("^state ok$")
    printer.plan("echo 'STATE: +media-empty-error' >&2\n")
    send(kiosk, printer, paper)
    assert watch.out.wait("^state no_paper$")
    printer.process.end()
    assert watch.out.wait("^state away$")


@pytest.mark.parametrize("uri", ["lpd://host/queue", "cups:", "hall"])
def test_no_address(kiosk, paper, uri):
    assert kiosk.submit("A1", document=paper, uri=uri).wait() == 1
