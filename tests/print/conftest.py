import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "e2e"))
# For its clock; its conftest is another one.
sys.path.append(str(HERE.parent / "fault"))

import cups  # noqa: E402
import daemon  # noqa: E402
import owner  # noqa: E402
import standin  # noqa: E402

PAPER = daemon.BUILD / "tests" / "print" / "paper"
SUBMIT = daemon.BUILD / "tests" / "print" / "submit"


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
def short_folder():
    folder = cups.make_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def make_owner(tmp_path):
    made = []

    def make(device, *more, **how):
        if isinstance(device, standin.Printer):
            device = device.device
        folder = tmp_path / f"owner{len(made)}"
        folder.mkdir()
        made.append(owner.Owner(folder, device, *more, **how))
        return made[-1].start()

    yield make
    for one in made:
        if not one.process:
            continue
        status = one.end()
        assert status in (0, -9), one.process.err.all
        assert not any("Sanitizer" in line for line in one.process.err.all)


class Kiosk:
    """Submits papers as a kiosk does."""

    def __init__(self, folder, env=None):
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.records = folder / "records"
        self.env = env
        self.submits = []

    def remember(self, name, lines):
        self.records.mkdir(exist_ok=True)
        (self.records / name).write_text(lines)

    def submit(self, name, document=None, queue="hall", deadline_ms=10000,
               uri=None, mime="application/vnd.cups-raw"):
        job = self.folder / "job"
        job.write_bytes(owner.ticket() if document is None else document)
        process = daemon.Process(
            [SUBMIT, uri or f"cups:{queue}", mime, self.records,
             deadline_ms, name, job], env=self.env)
        self.submits.append(process)
        return process

    def verdict(self, submit):
        done = submit.out.wait(r"^done \S+ (\S+)")
        assert done, (submit.out.all, submit.err.all)
        assert submit.wait() == 0, submit.err.all
        return done.group(1)

    def print(self, name, **how):
        return self.verdict(self.submit(name, **how))

    def close(self):
        for one in self.submits:
            one.end(signal.SIGKILL)
            assert not any("Sanitizer" in line for line in one.err.all)


class Rig(Kiosk):
    """A kiosk's side, a cupsd, hao-printer and a stand-in."""

    def __init__(self, printer, *more):
        super().__init__(cups.make_folder())
        self.printer = printer
        self.owner = owner.Owner(
            self.folder, f"tcp:127.0.0.1:{printer.port}",
            "-m", "epson-tm-t20", *more, "-w", "1")
        self.cups = cups.Cups(self.folder / "cups")
        self.env = self.cups.env

    def start(self):
        self.owner.start().settled()
        self.cups.start()
        self.cups.queue("hall", f"hao://{self.owner.socket}")
        return self

    def close(self):
        """Also where start has failed half-way."""
        super().close()
        for one in (self.owner, self.cups):
            if one.process:
                one.end()
        left = left_running(self.folder)
        shutil.rmtree(self.folder)
        assert left == []
        assert not any("Sanitizer" in line
                       for line in self.owner.process.err.all)


def left_running(folder):
    found = []
    for at in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = at.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(folder) in words and at.parent.name != str(os.getpid()):
            found.append(words)
    return found
