"""A hall where everybody has an account, and the secrets of all of them."""

import re
import subprocess

from daemon import BUILD, TREE
from resp import PATIENCE_S

HAOCTL = BUILD / "haoctl" / "haoctl"
DEVICES = ["kiosk", "display", "pad", "counter", "web"]
PEOPLE = ["supervisor", "manager", "technician"]
ROOT = ("li", "the first secret")


def first_account(haod, name=ROOT[0], role="technician", secret=ROOT[1]):
    """Made beside the daemon, which must not run."""
    done = subprocess.run(
        [HAOCTL, "-j", f"sqlite:{haod.file}", "account", "add", name, role],
        input=secret + "\n", capture_output=True, text=True,
        timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    told = re.search(r"^its secret, shown once: (\S+)$", done.stdout, re.M)
    return told.group(1) if told else secret


def strict_hall(make_haod, more=""):
    """A running one that asks everybody, with its first technician."""
    text = (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")
    assert "\n#loopback: open\n" in text
    haod = make_haod(
        text.replace("#loopback: open", "loopback: accounts") + more).start()
    assert haod.stop() == 0
    first_account(haod)
    return haod.start()


def log_in(haod, user, secret, name=None, proto=2):
    wire = haod.wire()
    words = ["HELLO", proto, "AUTH", user, secret]
    reply = wire(*words, *(["SETNAME", name] if name else []))
    assert "hao" in reply, reply
    return wire


def technician(haod):
    return log_in(haod, *ROOT)


def add(wire, name, role, secret=None):
    """The account's secret, made or given."""
    words = ["ACCOUNT", "ADD", name, role]
    made = wire.json(*words, *(["SECRET", secret] if secret else []))
    assert made["account"] == name and made["role"] == role, made
    assert ("secret" in made) == (secret is None)
    return secret or made["secret"]
