"""An LED card of the C-Power kind, as its protocol has it."""

import os
import pty
import queue
import socket
import threading
import tty

from resp import PATIENCE_S

ESCAPES = {0x05: 0xA5, 0x0A: 0xAA, 0x0E: 0xAE}


def sum16(data):
    return (sum(data) & 0xFFFF).to_bytes(2, "little")


def unescaped(frame):
    out, at = bytearray(), iter(frame)
    for byte in at:
        out.append(ESCAPES[next(at)] if byte == 0xAA else byte)
    return bytes(out)


def escaped(data):
    return b"".join(bytes([0xAA, b & 15]) if b in (0xA5, 0xAA, 0xAE)
                    else bytes([b]) for b in data)


class Card:
    """Takes frames, keeps the commands, and answers."""

    def __init__(self):
        self.commands = queue.Queue()
        self.parts = []
        self.raw = b""
        self.mute = False

    def command(self):
        return self.commands.get(timeout=PATIENCE_S)

    def take(self, body):
        """A packet from 68 to the sum; its answer."""
        assert body[:2] == b"\x68\x32" and body[3:5] == b"\x7b\x01", body
        assert body[-2:] == sum16(body[:-2]), body
        data = body[9:-2]
        assert len(data) == int.from_bytes(body[5:7], "little")
        assert body[7] == len(self.parts)
        self.parts.append(data)
        if body[7] == body[8]:
            self.commands.put(b"".join(self.parts))
            self.parts = []
        head = b"\xe8\x32" + body[2:3] + b"\x7b\x00"
        return head + sum16(head)


class SerialCard(Card):
    def __init__(self):
        super().__init__()
        self.fd, self.line = pty.openpty()
        tty.setraw(self.line)
        self.path = os.ttyname(self.line)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        rest = b""
        while True:
            try:
                data = os.read(self.fd, 4096)
            except OSError:
                return
            if not data or data == b"end":
                return
            self.raw += data
            rest += data
            while b"\xae" in rest:
                frame, rest = rest.split(b"\xae", 1)
                assert frame[:1] == b"\xa5", frame
                answer = self.take(unescaped(frame[1:]))
                if not self.mute:
                    os.write(self.fd, b"\xa5" + escaped(answer) + b"\xae")

    def close(self):
        os.write(self.line, b"end")
        self.thread.join()
        os.close(self.line)
        os.close(self.fd)


class TcpCard(Card):
    def __init__(self):
        super().__init__()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.peer = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.peer.recv(count - len(data))
            if not more:
                raise OSError
            data += more
        return data

    def _run(self):
        while True:
            try:
                self.peer, _ = self.listener.accept()
            except OSError:
                return
            try:
                while True:
                    head = self._exactly(8)
                    assert head[:4] == b"\xff" * 4 and head[6:] == b"\0\0"
                    body = self._exactly(int.from_bytes(head[4:6], "little"))
                    answer = self.take(body)
                    size = len(answer).to_bytes(2, "little")
                    self.peer.sendall(
                        b"\xff" * 4 + size + b"\0\0" + answer)
            except OSError:
                self.peer.close()

    def cut(self):
        self.peer.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        if self.peer:
            try:
                self.cut()
            except OSError:
                pass
        self.thread.join()


def picture_of(command):
    """Width, height and the rows of a picture, as strings of # and dots."""
    assert command[:1] == b"\x03" and command[6:7] == b"\x04"
    picture = command[11:]
    assert picture[:2] == b"I1"
    width = int.from_bytes(picture[2:4], "little")
    height = int.from_bytes(picture[4:6], "little")
    stride = (width + 7) // 8
    rows = picture[8:8 + stride * height]
    return width, height, [
        "".join("#" if row[x // 8] & 0x80 >> x % 8 else "."
                for x in range(width))
        for row in (rows[y * stride:][:stride] for y in range(height))]
