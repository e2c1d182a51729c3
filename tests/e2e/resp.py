"""A RESP client of a few lines, so that the tests see the bytes themselves."""

import collections
import json
import socket
import time

PATIENCE_S = 20


def poll(ask, well, what):
    """Asks again and again until the answer is WELL, and returns it."""
    end = time.monotonic() + PATIENCE_S
    while not well(answer := ask()):
        assert time.monotonic() < end, f"{what} never came, but {answer!r}"
    return answer


class Refusal(str):
    """An error reply; `word` is what programs react to."""

    @property
    def word(self):
        return self.split(" ", 1)[0]


class Push(list):
    """What RESP3 marks as sent without having been asked for."""


class Closed(Exception):
    """The other side closed, or cut, the connection."""


class Patience:
    """Ends with what has come: signs of life are no news to wait on for."""

    def __init__(self, most_s=PATIENCE_S):
        self.most_s = most_s
        self.waited_s = 0
        self.came = collections.deque(maxlen=12)

    def take(self, channel, said, took_s):
        self.came.append(f"{channel}: {said.get('type')}")
        is_beat = said.get("type") == "beat"
        self.waited_s = self.waited_s + took_s if is_beat else 0
        assert self.waited_s < self.most_s, (
            f"nothing but beats for {self.waited_s:.0f} s", list(self.came))


def encode(args):
    out = b"*%d\r\n" % len(args)
    for arg in args:
        raw = arg if isinstance(arg, bytes) else str(arg).encode()
        out += b"$%d\r\n%s\r\n" % (len(raw), raw)
    return out


class Wire:
    def __init__(self, port, name=None, proto=2, host="127.0.0.1"):
        sock = socket.create_connection((host, port), PATIENCE_S)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begin(sock, name, proto)

    def begin(self, sock, name, proto):
        self.sock = sock
        self.rest = b""
        self.patience = Patience()
        if proto == 3:
            self("HELLO", 3)
        if name:
            self("CLIENT", "SETNAME", name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.sock.close()

    def cut(self):
        """Ends the connection by a reset: nothing more is delivered."""
        linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.sock.close()

    def send_raw(self, data):
        try:
            self.sock.sendall(data)
        except OSError as error:
            raise Closed from error

    def send(self, *args):
        self.send_raw(encode(args))

    def __call__(self, *args):
        self.send(*args)
        return self.read()

    def json(self, *args):
        reply = self(*args, "JSON")
        if reply is None or isinstance(reply, Refusal):
            return reply
        return json.loads(reply)

    def _more(self):
        try:
            data = self.sock.recv(65536)
        except (ConnectionError, BrokenPipeError) as error:
            raise Closed from error
        except TimeoutError as error:
            raise TimeoutError(
                f"nothing more came; unread is {self.rest[-200:]!r}, and"
                f" before it came {list(self.patience.came)}") from error
        if not data:
            raise Closed
        self.rest += data

    def _line(self):
        while b"\r\n" not in self.rest:
            self._more()
        line, self.rest = self.rest.split(b"\r\n", 1)
        return line

    def _bytes(self, count):
        while len(self.rest) < count + 2:
            self._more()
        data, self.rest = self.rest[:count], self.rest[count + 2:]
        return data

    def read(self):
        line = self._line()
        kind, text = line[:1], line[1:]
        if kind == b"+":
            return text.decode()
        if kind == b"-":
            return Refusal(text.decode())
        if kind == b":":
            return int(text)
        if kind == b"_":
            return None
        if kind == b"$":
            return None if text == b"-1" else self._bytes(int(text)).decode()
        if kind == b"%":
            return {self.read(): self.read() for _ in range(int(text))}
        if kind in (b"*", b">"):
            if text == b"-1":
                return None
            rows = [self.read() for _ in range(int(text))]
            return Push(rows) if kind == b">" else rows
        raise AssertionError(f"no reply begins with {line!r}")

    def message(self):
        """The next message pushed, its channel and its JSON document. Fails
        when nothing but beats has come for too long."""
        began = time.monotonic()
        row = self.read()
        while row[0] not in ("message", "pmessage"):
            row = self.read()
        channel, said = row[-2], json.loads(row[-1])
        self.patience.take(channel, said, time.monotonic() - began)
        return channel, said

    def is_ended(self):
        """Waits for the other side's end; True once it has come."""
        try:
            while True:
                self._more()
        except Closed:
            return True
