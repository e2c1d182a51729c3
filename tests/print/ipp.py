"""ippeveprinter: a printer that speaks IPP, with a command for its jobs."""

import os
import socket

from cups import Cups
from daemon import Process

# $1 is the document; the plan may say "exit 1" or "echo STATE: ... >&2".
COMMAND = """\
#!/bin/sh
cp "$1" "{0}/document"
[ ! -f "{0}/plan" ] || . "{0}/plan"
echo "$CONTENT_TYPE" >> "{0}/printed"
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class IppPrinter:
    """It does not start without a D-Bus, so it gets one of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.spool = folder / "spool"
        self.spool.mkdir()
        command = folder / "command"
        command.write_text(COMMAND.format(folder))
        command.chmod(0o755)
        self.bus = Process(["dbus-daemon", "--session", "--nofork",
                            "--print-address=1"])
        address = self.bus.out.wait("^unix:.*$")
        assert address, self.bus.err.all
        self.port = free_port()
        self.uri = f"ipp://127.0.0.1:{self.port}/ipp/print"
        self.process = Process(
            ["ippeveprinter", "-r", "off", "-n", "localhost",
             "-p", self.port, "-d", self.spool, "-k",
             "-f", "image/pwg-raster", "-c", command, "Test"],
            env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address.group(0)})
        assert Cups.await_(self._answers), self.process.err.all

    def _answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def plan(self, text):
        (self.folder / "plan").write_text(text)

    @property
    def printed(self):
        done = self.folder / "printed"
        return done.read_text().splitlines() if done.exists() else []

    def close(self):
        self.process.end()
        self.bus.end()
