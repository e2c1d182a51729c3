"""hao-printer as its unit runs it."""

import shutil
import tempfile
from pathlib import Path

import units
from daemon import Process
from owner import Owner


def test_the_unit_prints(make_printer):
    printer = make_printer()
    # The path of a socket is short.
    folder = Path(tempfile.mkdtemp(prefix="hao-unit-"))
    one = Owner(folder, printer.device)
    command = units.Unit("hao-printer.service").command(
        HAO_PRINTER_FLAGS=f"-d {printer.device} -m epson-tm-t20"
        f" -S {one.socket} -j {one.jobs}")
    one.process = Process(command)
    try:
        assert one.process.err.wait("ready at"), one.process.err.all
        assert one.settled().print() == ("printed", "")
        assert len(printer.papers) == 1
    finally:
        assert one.end() == 0
        shutil.rmtree(folder)
