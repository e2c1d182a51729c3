"""What a journal's file holds, checked without haod."""

import hashlib
import json
import shutil
import sqlite3


class Row:
    def __init__(self, seq, t, kind, slot, payload):
        self.seq, self.t, self.type, self.slot = seq, t, kind, slot
        self.payload = json.loads(payload)


def chain(before, seq, t, kind, payload):
    inner = hashlib.blake2b(payload.encode(), digest_size=32).digest()
    text = (before + seq.to_bytes(8, "little") + t.to_bytes(8, "little")
            + kind.encode() + inner)
    return hashlib.blake2b(text, digest_size=32).digest()


def read(haod, copy):
    """Every event of the file, its numbers and its chain checked.

    The file is read as a copy, together with its log: opening the file itself
    would mend what haod has to mend.
    """
    for end in ("", "-wal"):
        source = haod.file.with_name(haod.file.name + end)
        target = copy.with_name(copy.name + end)
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, target)
    base = sqlite3.connect(copy)
    rows = base.execute(
        "SELECT seq, t, type, slot, payload, hash FROM event ORDER BY seq"
    ).fetchall()
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()
    before, events = bytes(32), []
    for number, (seq, t, kind, slot, payload, digest) in enumerate(rows, 1):
        assert seq == number
        before = chain(before, seq, t, kind, payload)
        assert digest == before, f"the chain breaks at {seq}"
        events.append(Row(seq, t, kind, slot, payload))
    return events
