"""A stand-in for a receipt printer: ESC/POS on TCP or a terminal, with faults
on command. What it has on paper is what a citizen would hold."""

import os
import pty
import select
import socket
import struct
import threading
import time
import tty

PATIENCE_S = 20
BUFFER = 4096  # bytes; a printer that is off line takes no more


class Paper:
    """What came off at one cut."""

    def __init__(self):
        self.rows = 0  # of dots, fed or printed
        self.ink = 0  # bytes of pictures that are not white
        self.text = b""

    @property
    def is_blank(self):
        return not self.ink and not self.text.strip()


class Tty:
    """A serial line, at whose end the stand-in sits."""

    def __init__(self):
        self.end, self.other = pty.openpty()
        tty.setraw(self.other)
        self.path = os.ttyname(self.other)

    def fileno(self):
        return self.end

    def recv(self, most):
        return os.read(self.end, most)

    def sendall(self, data):
        os.write(self.end, data)

    def close(self):
        os.close(self.end)
        os.close(self.other)


class Printer:
    """Answers as the table's models do: `asks` DLE EOT, `watches` GS a,
    `proves` GS r. Whatever is set under `change` is a fault, or its end."""

    def __init__(self, asks=True, watches=True, proves=True, rows_per_s=None,
                 serial=False):
        self.asks, self.watches, self.proves = asks, watches, proves
        self.rows_per_s = rows_per_s
        self.paper, self.cover_open = "ok", False
        self.out_at = self.reset_at = self.stall_at = None
        self.stalled = False
        self.papers, self.sheet = [], Paper()
        self.total = 0  # bytes taken, of all connections
        self.interrupted = 0  # questions in the middle of a paper
        self.last_byte = None  # when the last one came, by monotonic()
        self.connections = 0
        self.news = threading.Condition()
        self._watched = False
        self._input = b""  # bytes in its buffer
        self._held = b""  # the beginning of a question, perhaps
        self._busy_until = 0
        self._line = None
        self._ended = False
        self._wake, self._woken = os.pipe()
        self.chunk = 512  # bytes of one read
        self._door = None
        if serial:
            self._line = Tty()
            self.device = f"tty:{self._line.path}@9600"
        else:
            self._open()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _open(self):
        self._door = socket.socket()
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._door.bind(("127.0.0.1", 0))
        self._door.listen(4)
        self.port = self._door.getsockname()[1]
        self.device = f"tcp:127.0.0.1:{self.port}"

    # What tests do ---------------------------------------------------------

    def change(self, **faults):
        with self.news:
            for name, value in faults.items():
                assert hasattr(self, name), name
                setattr(self, name, value)
            if self._watched:
                self._say(self._status())
        os.write(self._woken, b"x")

    def hang_up(self):
        """The connection breaks."""
        with self.news:
            self._reset()

    def wait(self, what, patience_s=PATIENCE_S):
        """Waits until WHAT holds of this printer; whether it did."""
        with self.news:
            return self.news.wait_for(lambda: what(self), patience_s)

    @property
    def tickets(self):
        """Papers with something on them, and what hangs out uncut."""
        with self.news:
            done = [one for one in self.papers if not one.is_blank]
            return done + ([] if self.sheet.is_blank else [self.sheet])

    def close(self):
        self._ended = True
        os.write(self._woken, b"x")
        self._thread.join()
        self._hang_up()
        if self._door:
            self._door.close()
        os.close(self._wake)
        os.close(self._woken)

    # How it works ----------------------------------------------------------

    @property
    def _off_line(self):
        return self.paper == "out" or self.cover_open

    def _status(self):
        """GS a: four bytes."""
        return bytes([
            0x10 | (0x08 if self._off_line else 0)
            | (0x20 if self.cover_open else 0),
            0,
            (0x03 if self.paper != "ok" else 0)
            | (0x0c if self.paper == "out" else 0),
            0])

    def _answer(self, n):
        """DLE EOT n: one byte."""
        if n == 1:
            return 0x12 | (0x08 if self._off_line else 0)
        if n == 2:
            return (0x12 | (0x04 if self.cover_open else 0)
                    | (0x20 if self.paper == "out" else 0))
        if n == 4:
            return (0x12 | (0x0c if self.paper != "ok" else 0)
                    | (0x60 if self.paper == "out" else 0))
        return 0x12

    def _say(self, answer):
        if self._line:
            try:
                self._line.sendall(answer)
            except OSError:
                pass

    def _hang_up(self):
        if self._line:
            self._line.close()
        self._line = None
        self._held = b""
        self._watched = False

    def _reset(self):
        if self._line:
            self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                  struct.pack("ii", 1, 0))
        self._hang_up()

    def _run(self):
        while not self._ended:
            reads = [self._wake]
            # As most have it: one connection at a time.
            if self._line is None:
                reads.append(self._door)
            elif len(self._input) < BUFFER and not self.stalled:
                reads.append(self._line)
            pause = max(0, self._busy_until - time.monotonic())
            ready = select.select(reads, [], [], pause if self._input and
                                  not self._off_line else None)[0]
            with self.news:
                self._turn(ready)
                self.news.notify_all()

    def _turn(self, ready):
        if self._wake in ready:
            os.read(self._wake, 64)
        if self._door in ready:
            self._line, _ = self._door.accept()
            self.connections += 1
        elif self._line in ready:
            self._read()
        self._print()

    def _read(self):
        try:
            data = self._line.recv(self.chunk)
        except OSError:
            data = b""
        if not data:
            self._hang_up()
            return
        self.last_byte = time.monotonic()
        self.total += len(data)
        self._sort(data)
        if self.reset_at is not None and self.total >= self.reset_at:
            self.reset_at = None
            self._reset()
        if self.stall_at is not None and self.total >= self.stall_at:
            self.stall_at, self.stalled = None, True
        if self.out_at is not None and self.total >= self.out_at:
            self.out_at, self.paper = None, "out"
            if self._watched:
                self._say(self._status())

    def _sort(self, data):
        """Questions are answered at once, wherever they stand."""
        data = self._held + data
        self._held = b""
        at = data.find(b"\x10")
        while at >= 0:
            rest = data[at:at + 3]
            if rest in (b"\x10", b"\x10\x04"):
                data, self._held = data[:at], rest
                break
            if rest[:2] == b"\x10\x04" and 1 <= rest[2] <= 4:
                self._input += data[:at]
                data = data[at + 3:]
                self._question(rest[2])
                at = data.find(b"\x10")
            else:
                at = data.find(b"\x10", at + 1)
        self._input += data

    def _question(self, n):
        if b"\x1dv" in self._input or not self.sheet.is_blank:
            self.interrupted += 1
        if self.asks:
            self._say(bytes([self._answer(n)]))

    def _print(self):
        while (self._input and not self._off_line and not self.stalled
               and time.monotonic() >= self._busy_until):
            used = self._command(self._input)
            if not used:
                return
            self._input = self._input[used:]

    def _feed(self, rows):
        self.sheet.rows += rows
        if self.rows_per_s:
            self._busy_until = time.monotonic() + rows / self.rows_per_s

    def _command(self, data):
        """Does the first command of DATA; its length, 0: it is not whole."""
        if data[0] == 0x1d and data[1:2] in (b"v", b"V", b"r", b"a", b"P",
                                             b"!"):
            return self._gs(data)
        if data[0] == 0x1b and data[1:2]:
            need = {b"@": 2, b"J": 3, b"d": 3, b"a": 3}[data[1:2]]
            if len(data) < need:
                return 0
            if data[1:2] == b"J":
                self._feed(data[2])
            elif data[1:2] == b"d":
                self._feed(30 * data[2])
                self._cut()  # torn off
            return need
        if data[0] == 0x1c:
            return 2 if len(data) >= 2 else 0
        if data[0] in (0x1b, 0x1d):
            return 0
        if data[0] != 0:
            self.sheet.text += data[:1]
        if data[0] == 0x0a:
            self._feed(30)
        return 1

    def _gs(self, data):
        kind = data[1:2]
        if kind == b"v":
            if len(data) < 8:
                return 0
            wide, rows = data[4] + 256 * data[5], data[6] + 256 * data[7]
            assert rows <= 24, "a band is too high"
            if len(data) < 8 + wide * rows:
                return 0
            picture = data[8:8 + wide * rows]
            self.sheet.ink += len(picture) - picture.count(0)
            self._feed(rows)
            return 8 + wide * rows
        if kind == b"V":
            need = 4 if data[2:3] in (b"A", b"B") else 3
            if len(data) < need:
                return 0
            self._cut()
            return need
        need = {b"r": 3, b"a": 3, b"P": 4, b"!": 3}[kind]
        if len(data) < need:
            return 0
        if kind == b"r" and self.proves:
            self._say(bytes([0x03 if self.paper == "low" else 0]))
        if kind == b"a" and self.watches:
            self._watched = True
            self._say(self._status())
        return need

    def _cut(self):
        self.papers.append(self.sheet)
        self.sheet = Paper()
