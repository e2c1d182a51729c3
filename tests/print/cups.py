"""A cupsd of the tests' own: nothing outside its folder, no system's queues,
as root or as anybody."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from daemon import BUILD, Process
from standin import PATIENCE_S

BACKEND = BUILD / "kiosk" / "printer" / "hao"
SYSTEM = Path("/usr/lib/cups")

FILES = """\
ServerRoot {0}/etc
ServerBin {0}/bin
DataDir /usr/share/cups
DocumentRoot {0}/etc
RequestRoot {0}/spool
TempDir {0}/spool/tmp
CacheDir {0}/cache
StateDir {0}/state
ServerKeychain {0}/etc/ssl
AccessLog {0}/log/access_log
ErrorLog {0}/log/error_log
PageLog {0}/log/page_log
User {1}
Group {2}
SystemGroup root
Printcap
CreateSelfSignedCerts no
"""

# A power cut right after a job was accepted: 0 writes it down at once.
CONF = """\
LogLevel debug
LogTimeFormat usecs
MaxLogSize 0
Listen {0}/state/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
DefaultEncryption Never
DirtyCleanInterval 0
JobRetryInterval 1
JobRetryLimit 2
ErrorPolicy abort-job
<Location />
  Order allow,deny
  Allow from all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow from all
  </Limit>
</Policy>
"""


def make_folder():
    """One that cupsd's user can enter, with a short name for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="hao-print-"))
    folder.chmod(0o755)
    return folder


class Cups:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.socket = self.folder / "state" / "cups.sock"
        self.env = {**os.environ, "CUPS_SERVER": str(self.socket)}
        self.process = None
        self.queues = []
        for name in ("etc/ssl", "etc/ppd", "spool/tmp", "cache", "state",
                     "log", "bin/backend", "bin/filter"):
            (self.folder / name).mkdir(parents=True)
        for name in ("daemon", "notifier"):
            (self.folder / "bin" / name).symlink_to(SYSTEM / name)
        shutil.copy(BACKEND, self.folder / "bin" / "backend" / "hao")
        (self.folder / "bin" / "backend" / "hao").chmod(0o755)
        (self.folder / "bin" / "backend" / "socket").symlink_to(
            SYSTEM / "backend" / "socket")
        root = os.geteuid() == 0
        user = "lp" if root else getpass.getuser()
        (self.folder / "etc" / "cups-files.conf").write_text(
            FILES.format(self.folder, user, user))
        (self.folder / "etc" / "cupsd.conf").write_text(
            CONF.format(self.folder))

    def argv(self):
        etc = self.folder / "etc"
        return ["/usr/sbin/cupsd", "-f", "-c", etc / "cupsd.conf",
                "-s", etc / "cups-files.conf"]

    def start(self):
        self.socket.unlink(missing_ok=True)
        self.process = Process(self.argv())
        log = self.folder / "log" / "error_log"
        assert self.await_(lambda: self.process.child.poll() is not None
                           or self.answers()), log.read_text()
        assert self.process.child.poll() is None, log.read_text()
        return self

    def answers(self):
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket))
            except OSError:
                return False
        return subprocess.run(["lpstat", "-r"], env=self.env,
                              capture_output=True).returncode == 0

    @staticmethod
    def await_(what):
        """Asks again and again: cupsd tells nobody when it is there."""
        end = time_left()
        while not what():
            if not end.wait():
                return False
        return True

    def queue(self, name, uri):
        subprocess.run(["lpadmin", "-p", name, "-E", "-v", uri, "-m", "raw"],
                       env=self.env, check=True, capture_output=True)
        self.queues.append(name)
        return name

    def restart(self):
        """As systemd does it; its queues' jobs are looked at anew."""
        self.start()
        for queue in self.queues:
            subprocess.run(["cupsenable", queue], env=self.env, check=True)

    def end(self, how=signal.SIGTERM):
        return self.process.end(how)

    def signal(self, how):
        os.kill(self.process.pid, how)

    def log(self):
        return (self.folder / "log" / "error_log").read_text(
            errors="replace")


class time_left:
    """Pauses by a timer of select, up to PATIENCE_S."""

    def __init__(self):
        import time
        self.time = time
        self.end = time.monotonic() + PATIENCE_S

    def wait(self):
        import select
        select.select([], [], [], 0.02)
        return self.time.monotonic() < self.end
