"""A printer on USB that is not there: the stand-in behind usbsim."""

import re
import socket
import subprocess

from daemon import BUILD
from standin import PATIENCE_S

USBSIM = BUILD / "tests" / "print" / "usbsim"


def preload(library="libumockdev-preload.so.0"):
    """A sanitizer's library wants to be the first."""
    needs = subprocess.run(["ldd", USBSIM], capture_output=True, text=True,
                           check=True).stdout
    asan = re.findall(r"libasan\S* => (\S+)", needs)
    return {"LD_PRELOAD": " ".join([*asan, str(library)])}


class Usb:
    def __init__(self, folder, printer):
        self.folder, self.printer = folder, printer
        self.path = folder / "usbsim"
        self.wrap = (USBSIM, printer.port, self.path)

    def order(self, *orders):
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE_S)
            line.connect(str(self.path))
            for order in orders:
                line.sendall(order.encode() + b"\n")
                assert line.recv(16) == b"ok\n"

    def change(self, **faults):
        """Of the stand-in, and what GET_PORT_STATUS says of them."""
        self.printer.change(**faults)
        off = self.printer.paper == "out" or self.printer.cover_open
        self.order("status %d" % (
            0x08 | (0 if off else 0x10)
            | (0x20 if self.printer.paper == "out" else 0)))
