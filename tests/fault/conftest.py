"""A haod whose disk fails when it is told to."""
import os
import pathlib
import re
import select
import signal
import subprocess

import pytest
import redis

BUILD = pathlib.Path(os.environ.get("HAO_BUILD", "build")).resolve()
TOP = pathlib.Path(__file__).resolve().parents[2]
PATIENCE_S = 20


class Haod:
    def __init__(self, folder, sync_us=None):
        self.fault = folder / "fault"
        self.file = folder / "hall.db"
        self.env = {**os.environ,
                    "LD_PRELOAD": str(BUILD / "tests/fault/libfaultfs.so"),
                    "HAO_FAULT": str(self.fault)}
        if sync_us:
            self.env["HAO_SYNC_US"] = str(sync_us)
        self.port = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [BUILD / "server/haod", "-c", TOP / "docs/hall.yaml",
             "-j", f"sqlite:{self.file}", "-l", f"127.0.0.1:{self.port}"],
            env=self.env, stderr=subprocess.PIPE, text=True, bufsize=1)
        self.said = ""
        self.port = int(self.wait(r"ready on .*:(\d+)").group(1))

    def wait(self, pattern):
        """Waits until haod has said PATTERN on stderr."""
        while not re.search(pattern, self.said):
            ready, _, _ = select.select(
                [self.process.stderr], [], [], PATIENCE_S)
            assert ready, f"haod never said {pattern}: {self.said}"
            line = self.process.stderr.readline()
            assert line, f"haod ended: {self.said}"
            self.said += line
        return re.search(pattern, self.said)

    def client(self):
        return redis.Redis(port=self.port, socket_timeout=PATIENCE_S)

    def fail(self, what):
        self.fault.write_text(what)

    def mend(self):
        """The disk works again; returns when haod has seen it."""
        self.fault.unlink()
        self.wait("mended; in service again")
        self.said = ""

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_S)
        self.process.stderr.close()

    def stop(self):
        self.process.terminate()
        status = self.process.wait(PATIENCE_S)
        self.process.stderr.close()
        return status


@pytest.fixture
def haod(tmp_path, request):
    daemon = Haod(tmp_path, getattr(request, "param", None))
    yield daemon
    if daemon.process.poll() is None:
        assert daemon.stop() == 0
