"""What the kernel tells of a process."""

import os
import re
from pathlib import Path


def wakes(pid):
    """How often it has slept until something came: who spins never does."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^voluntary_ctxt_switches:\t(\d+)", status, re.M)[1])


def lowest_free(pid):
    """The descriptor that it would get next."""
    used = {int(name) for name in os.listdir(f"/proc/{pid}/fd")}
    return next(fd for fd in range(len(used) + 1) if fd not in used)
