"""A haod whose disk fails and whose clock goes wrong when they are told to."""
import datetime
import os
import pathlib
import re
import select
import signal
import subprocess
import time
import zoneinfo

import redis

BUILD = pathlib.Path(os.environ.get("HAO_BUILD", "build")).resolve()
TOP = pathlib.Path(__file__).resolve().parents[2]
PATIENCE_S = 20


def sanitizer():
    """The library of haod's sanitizer, which wants to be loaded first."""
    needed = subprocess.run(["ldd", BUILD / "server/haod"], check=True,
                            capture_output=True, text=True).stdout
    return re.findall(r"=> (\S*/libasan\S*)", needed)


def preload(name):
    """The library NAME, which must be there: ld.so only warns of it."""
    library = BUILD / f"tests/fault/lib{name}.so"
    assert library.exists(), f"{library} is not built"
    return {"LD_PRELOAD": ":".join([*sanitizer(), str(library)])}


class Clock:
    """The machine's clocks as haod sees them, in the time of a hall's zone.

    What passes, passes on both; what is set is the wall clock alone.
    """

    def __init__(self, folder, at, hours=8, zone=None, synchronised=True):
        self.file = folder / "clock"
        self.zone = zoneinfo.ZoneInfo(zone) if zone else datetime.timezone(
            datetime.timedelta(hours=hours))
        self.wall_s = self.boot_s = 0
        self.synchronised = synchronised
        self.set(at)

    def env(self):
        return {**preload("fakeclock"), "HAO_CLOCK": str(self.file)}

    def _ahead_s(self, at):
        when = datetime.datetime.fromisoformat(at).replace(tzinfo=self.zone)
        return when.timestamp() - (time.time() + self.wall_s)

    def _say(self):
        new = self.file.with_suffix(".new")
        new.write_text(f"{int(self.wall_s * 1000)} {int(self.boot_s * 1000)}"
                       f" {int(self.synchronised)}\n")
        os.replace(new, self.file)

    def set(self, at):
        self.wall_s += self._ahead_s(at)
        self._say()

    def pass_s(self, seconds):
        self.wall_s += seconds
        self.boot_s += seconds
        self._say()

    def pass_until(self, at):
        ahead = self._ahead_s(at)
        assert ahead > 0, f"it is past {at}"
        # A little later, as what is written is cut to milliseconds.
        self.pass_s(ahead + 0.1)

    def find(self):
        """And now it does again."""
        self.synchronised = True
        self._say()

    def lose(self):
        """The kernel no longer calls its clock synchronised."""
        self.synchronised = False
        self._say()


class Haod:
    def __init__(self, folder, env, text=None):
        self.file = folder / "hall.db"
        self.conf = TOP / "docs/hall.yaml"
        if text:
            self.conf = folder / "hall.yaml"
            self.conf.write_text(text, encoding="utf-8")
        self.env = {**os.environ, **env}
        self.port = 0
        self.start()

    def argv(self):
        return [BUILD / "server/haod", "-c", self.conf, "-j",
                f"sqlite:{self.file}", "-l", f"127.0.0.1:{self.port}"]

    def start(self):
        self.process = subprocess.Popen(
            self.argv(), env=self.env, stderr=subprocess.PIPE, bufsize=0)
        self.said = ""
        self.port = int(self.wait(r"ready on .*:(\d+)\n").group(1))

    def wait(self, pattern):
        """Waits until haod has said PATTERN on stderr."""
        while not re.search(pattern, self.said):
            ready, _, _ = select.select(
                [self.process.stderr], [], [], PATIENCE_S)
            assert ready, f"haod never said {pattern}: {self.said}"
            # Nothing is kept back in a buffer, where select can't see it.
            some = self.process.stderr.read(4096)
            assert some, f"haod ended: {self.said}"
            self.said += some.decode(errors="replace")
        return re.search(pattern, self.said)

    def client(self, **more):
        return redis.Redis(host="127.0.0.1", port=self.port,
                           socket_timeout=PATIENCE_S, **more)

    def fail(self, what):
        pathlib.Path(self.env["HAO_FAULT"]).write_text(what)

    def mend(self):
        """The disk works again; returns when haod has seen it."""
        pathlib.Path(self.env["HAO_FAULT"]).unlink()
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

    def restart(self):
        self.kill()
        self.said = ""
        self.start()


class SecureHaod(Haod):
    """With TLS behind `secure_port` besides."""

    def __init__(self, folder, env, text=None):
        self.cert, self.key = folder / "haod.crt", folder / "haod.key"
        self.secure_port = 0
        subprocess.run([BUILD / "server/haod", "cert", "-o", folder,
                        "127.0.0.1"], stdout=subprocess.DEVNULL, check=True)
        super().__init__(folder, env, text)

    def argv(self):
        return [*super().argv(), "-l", f"tls:127.0.0.1:{self.secure_port}",
                "--cert", self.cert, "--key", self.key]

    def start(self):
        super().start()
        self.secure_port = int(
            self.wait(r"ready on tls:.*:(\d+)\n").group(1))
