"""shut_in.py FILE PROGRAM [WORD...]: becomes PROGRAM, which any system call
kills that FILE does not name. What a unit of systemd forbids besides is
refused in the same words, or kills as well."""

import errno
import json
import os
import pwd
import signal
import socket
import sys
from pathlib import Path

import seccomp
from seccomp import ALLOW, EQ, ERRNO, KILL_PROCESS, MASKED_EQ, Arg

USER = "nobody"
WRITE, EXEC = 0x2, 0x4
# Of clone(2): each would be a namespace of its own.
NAMESPACES = 0x7e020080
PROTECTS = {"mprotect": 2, "pkey_mprotect": 2}


def rules_of(unit):
    """What units.Unit UNIT lets through, for main."""
    yes = {key for key in ("MemoryDenyWriteExecute", "RestrictNamespaces",
                           "LockPersonality") if unit.all(key) == ["yes"]}
    return json.dumps({
        "calls": sorted(unit.calls()), "yes": sorted(yes),
        "families": unit.families()})


def killed(status):
    """Did such a call end a process that ended so?"""
    return status == -signal.SIGSYS


def allow_memory(out, calls):
    """None that can be written can be executed."""
    for name in calls & PROTECTS.keys():
        out.add_rule(ALLOW, name, Arg(PROTECTS[name], MASKED_EQ, EXEC, 0))
    for only in (0, WRITE, EXEC):
        out.add_rule(ALLOW, "mmap", Arg(2, MASKED_EQ, WRITE | EXEC, only))
    return PROTECTS.keys() | {"mmap", "shmat"}


def allow_clone(out):
    """The C library asks for clone3 first, and takes no for an answer."""
    out.add_rule(ERRNO(errno.ENOSYS), "clone3")
    out.add_rule(ALLOW, "clone", Arg(0, MASKED_EQ, NAMESPACES, 0))
    return {"clone", "clone3", "setns", "unshare"}


def allow_sockets(out, families):
    for family in families:
        out.add_rule(ALLOW, "socket", Arg(0, EQ, getattr(socket, family)))
    others = set(range(socket.AF_VSOCK)) - {
        getattr(socket, family) for family in families}
    for family in others:
        out.add_rule(ERRNO(errno.EAFNOSUPPORT), "socket", Arg(0, EQ, family))
    return {"socket"}


def filter_of(rules):
    out = seccomp.SyscallFilter(KILL_PROCESS)
    calls, done = set(rules["calls"]), set()
    if "MemoryDenyWriteExecute" in rules["yes"]:
        done |= allow_memory(out, calls)
    if "RestrictNamespaces" in rules["yes"]:
        done |= allow_clone(out)
    if "LockPersonality" in rules["yes"]:
        done.add("personality")
    if rules["families"]:
        done |= allow_sockets(out, rules["families"])
    for name in calls - done:
        # Some are calls of other machines than this one.
        if seccomp.resolve_syscall(seccomp.Arch(), name) >= 0:
            out.add_rule(ALLOW, name)
    return out


def main(argv):
    made = filter_of(json.loads(Path(argv[1]).read_text(encoding="utf-8")))
    who = pwd.getpwnam(USER)
    os.setgroups([])
    os.setgid(who.pw_gid)
    os.setuid(who.pw_uid)
    made.load()
    os.execv(argv[2], argv[2:])


if __name__ == "__main__":
    main(sys.argv)
