"""Places with networks of their own, and wires between them, which lose,
delay, double and mix up packets as they are told: what netem does, for kernels that
have none. What TCP makes of it is the kernel's own."""

import concurrent.futures
import ctypes
import fcntl
import heapq
import itertools
import os
import random
import selectors
import struct
import subprocess
import threading
import time

from daemon import WRAP, Haod
from resp import PATIENCE_S, Wire
from weather import BOTH

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
TUN_WITHOUT_HEADER = 0x1001
QUEUE_MAX = 64  # packets that wait for a narrow wire; more are lost


def why_not():
    """What this machine lacks, or None."""
    try:
        one = Place()
        try:
            one.plug_in("10.77.0.1")
        finally:
            one.close()
        return None
    except (OSError, subprocess.SubprocessError) as error:
        return f"no networks of one's own here: {error}"


class Place:
    """What its thread starts and connects is there and nowhere else."""

    def __init__(self):
        self.pool = concurrent.futures.ThreadPoolExecutor(1)
        self.tuns = []
        try:
            self.do(self._enter)
        except BaseException:
            self.close()
            raise

    def do(self, what, *args):
        return self.pool.submit(what, *args).result(PATIENCE_S)

    def _enter(self):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNET):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
        self.path = (f"/proc/{os.getpid()}/task/{threading.get_native_id()}"
                     "/ns/net")
        self._ip("link", "set", "lo", "up")

    @staticmethod
    def _ip(*words):
        subprocess.run(["ip", *words], check=True, capture_output=True,
                       timeout=PATIENCE_S)

    def _plug_in(self, address):
        name = f"wire{len(self.tuns)}"
        tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        self.tuns.append(tun)
        fcntl.ioctl(tun, TUNSETIFF, struct.pack(
            "16sH22x", name.encode(), TUN_WITHOUT_HEADER))
        self._ip("addr", "add", f"{address}/24", "dev", name)
        self._ip("link", "set", name, "up")
        return tun

    def plug_in(self, address):
        return self.do(self._plug_in, address)

    def words(self):
        """Before a program's own, to start it here."""
        return ["nsenter", f"--net={self.path}"]

    def close(self):
        for tun in self.tuns:
            os.close(tun)
        self.pool.shutdown()


class Ether:
    """A wire from a place with clients to that of a server."""

    def __init__(self, server, net, seed):
        self.place = Place()
        self.host = f"10.77.{net}.1"
        self.far = {"server": server.plug_in(self.host),
                    "client": self.place.plug_in(f"10.77.{net}.2")}
        self.chance = random.Random(seed)
        self.clear()
        self.free_s = {"server": 0, "client": 0}
        self.queue, self.count = [], itertools.count()
        self.lost = 0
        self.ends, self.end = os.pipe()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    # What a test does ------------------------------------------------------

    def clear(self):
        self.delay_s = self.jitter_s = self.loss = self.twice = 0
        self.bytes_per_s = None
        self.join()

    def part(self, ways=BOTH):
        self.parted = frozenset(ways)

    def join(self):
        self.parted = frozenset()

    def close(self):
        os.close(self.end)
        self.thread.join()
        os.close(self.ends)
        self.place.close()

    # How it works ----------------------------------------------------------

    def _due_s(self, to, size):
        now_s = time.monotonic()
        due_s = now_s + self.delay_s + self.jitter_s * self.chance.random()
        if self.bytes_per_s:
            self.free_s[to] = max(self.free_s[to], now_s)
            self.free_s[to] += size / self.bytes_per_s
            due_s = max(due_s, self.free_s[to])
        return due_s

    def _send(self, to, packet):
        if (to in self.parted or self.chance.random() < self.loss
                or len(self.queue) >= QUEUE_MAX):
            self.lost += 1
            return
        for _ in range(2 if self.chance.random() < self.twice else 1):
            heapq.heappush(self.queue, (self._due_s(to, len(packet)),
                                        next(self.count), to, packet))

    def _deliver(self):
        """How long it is until the next one is due; None: there is none."""
        while self.queue:
            wait_s = self.queue[0][0] - time.monotonic()
            if wait_s > 0:
                return wait_s
            _, _, to, packet = heapq.heappop(self.queue)
            os.write(self.far[to], packet)
        return None

    def _run(self):
        with selectors.DefaultSelector() as ready:
            ready.register(self.far["server"], selectors.EVENT_READ, "client")
            ready.register(self.far["client"], selectors.EVENT_READ, "server")
            ready.register(self.ends, selectors.EVENT_READ, None)
            while True:
                for key, _ in ready.select(self._deliver()):
                    if key.data is None:
                        return
                    self._send(key.data, os.read(key.fd, 65536))


class Away(Haod):
    """A haod that is in a PLACE."""

    host = "0.0.0.0"

    def __init__(self, folder, text, place):
        super().__init__(folder, "plain: trusted-network\n" + text,
                         wrap=[*place.words(), *WRAP])
        self.place = place

    def wire(self, name=None, proto=2):
        return self.place.do(Wire, self.port, name, proto, self.host)
