"""What the benches share: servers that are ended whatever happens, a client
of RESP, the load generators, and tables."""

import argparse
import atexit
import json
import os
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import typing

HERE = os.path.dirname(os.path.abspath(__file__))
HALL = os.path.join(HERE, "hall.yaml")
READY = re.compile(rb"ready on \S*:(\d+)")
START_S = 20
STOP_S = 30
SETTLE_S = 60


class Failure(Exception):
    """Something did not work that a figure depends on."""


def arguments(description, add=None):
    p = argparse.ArgumentParser(description=description)
    p.add_argument("--build", default=os.path.join(HERE, "..", "build"),
                   help="meson's build directory (default: build)")
    p.add_argument("--haod", help="the daemon (default: BUILD/server/haod)")
    p.add_argument("--dir", default=None,
                   help="where the servers' files go: the disk that is "
                        "measured (default: TMPDIR or /tmp)")
    p.add_argument("--quick", action="store_true",
                   help="fewer and shorter rounds")
    p.add_argument("--json", metavar="FILE", help="write the figures, too")
    if add:
        add(p)
    a = p.parse_args()
    a.build = os.path.abspath(a.build)
    a.haod = a.haod or os.path.join(a.build, "server", "haod")
    return a


def tool(args, name):
    return os.path.join(args.build, "bench", name)


def main(run):
    """Runs a bench; ^C and SIGTERM end its servers like anything else."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        run()
    except Failure as e:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {e}")
    except KeyboardInterrupt:
        sys.exit(130)


def open_files(need):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < need:
        resource.setrlimit(resource.RLIMIT_NOFILE,
                           (min(need, hard) if hard > 0 else need, hard))


# Servers ------------------------------------------------------------------

_started = []


def keep(thing):
    """Something with a stop() that is to be called whatever happens."""
    _started.append(thing)


def let_go(thing):
    """False: it has been stopped before."""
    if thing not in _started:
        return False
    _started.remove(thing)
    return True


@atexit.register
def stop_all():
    while _started:
        _started[-1].stop()


class Directory:
    """A directory of its own that goes when the bench does."""

    def __init__(self, parent, name):
        self.path = tempfile.mkdtemp(prefix=f"hao-{name}-", dir=parent)
        _started.append(self)

    def stop(self):
        if self in _started:
            _started.remove(self)
            shutil.rmtree(self.path, ignore_errors=True)


class Server:
    """A process that listens on `port` and is ended by its own id."""

    def __init__(self, name, argv, port=None, env=None):
        self.name = name
        self.argv, self.env, self.fixed = argv, env, port
        self._start()

    def _start(self):
        self.log = tempfile.TemporaryFile()
        try:
            self.process = subprocess.Popen(
                self.argv, stdin=subprocess.DEVNULL, stdout=self.log,
                stderr=self.log, env={**os.environ, **(self.env or {})},
                preexec_fn=lambda: open_files(20000))
        except OSError as e:
            raise Failure(f"{self.argv[0]}: {e.strerror}") from e
        self.pid = self.process.pid
        self.port = self.fixed
        _started.append(self)
        self._wait_ready()

    def again(self, answers):
        """Ends it and starts it anew; the ms until ANSWERS() is true."""
        self.stop()
        since = time.monotonic()
        self._start()
        while not answers():
            if time.monotonic() - since > START_S:
                raise Failure(f"{self.name} did not start again")
        return (time.monotonic() - since) * 1000

    def said(self):
        return os.pread(self.log.fileno(), 1 << 20, 0)

    def _ready(self):
        if self.port is None:
            found = READY.search(self.said())
            if not found:
                return False
            self.port = int(found.group(1))
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def _wait_ready(self):
        until = time.monotonic() + START_S
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > until:
                said = self.said().decode(errors="replace")
                raise Failure(f"{self.name} did not start:\n{said}")
            time.sleep(0.001)

    def stop(self):
        if self in _started:
            _started.remove(self)
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start_haod(args, path, hall=HALL, env=None):
    """haod with its journal in PATH; HALL is a file or a layout."""
    if not isinstance(hall, str):
        layout, hall = hall, os.path.join(path, "hall.yaml")
        with open(hall, "w", encoding="utf-8") as f:
            json.dump(layout, f)  # JSON is YAML, too
    return Server("haod", [args.haod, "-c", hall,
                           "-j", f"sqlite:{path}/journal",
                           "-l", "127.0.0.1:0"], env=env)


def start_redis(path, durable=True, env=None):
    port = free_port()
    append = ["--appendonly", "yes", "--appendfsync", "always",
              # A rewrite of the file during a round would count against it.
              "--auto-aof-rewrite-percentage", "0"] if durable else []
    return Server("redis", ["redis-server", "--port", str(port),
                            "--bind", "127.0.0.1", "--save", "",
                            "--maxclients", "12000", "--dir", path] + append,
                  port=port, env=env)


def slowed(args, us):
    return {"LD_PRELOAD": tool(args, "slowsync.so"), "SLOWSYNC_US": str(us)}


def rss_kb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))


def cpu_ticks(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def settle(pid):
    """Waits until the server rests, so that what it does afterwards does not
    fall into somebody else's round. Returns the seconds it took."""
    since = time.monotonic()
    last, quiet = cpu_ticks(pid), 0
    while quiet < 4 and time.monotonic() - since < SETTLE_S:
        time.sleep(0.05)
        now = cpu_ticks(pid)
        quiet = quiet + 1 if now - last <= 0 else 0
        last = now
    return max(0.0, time.monotonic() - since - 0.2)


# A client of RESP ----------------------------------------------------------

def command(*words):
    out = [b"*%d\r\n" % len(words)]
    for w in words:
        b = w if isinstance(w, bytes) else str(w).encode()
        out.append(b"$%d\r\n%s\r\n" % (len(b), b))
    return b"".join(out)


def says(port, ask, want):
    """Whether the server answers so; not while it still loads."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as s:
            s.sendall(ask)
            return s.recv(4096).startswith(want)
    except OSError:
        return False


class Line:
    """One blocking connection."""

    def __init__(self, port, timeout=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb", 1 << 16)

    def close(self):
        self.file.close()
        self.socket.close()

    def read(self):
        line = self.file.readline()
        if not line.endswith(b"\r\n"):
            raise Failure("the server closed the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise Failure(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return self._bulk(int(rest))
        if kind in b"*>%~":
            n = int(rest) * (2 if kind == b"%" else 1)
            return None if n < 0 else [self.read() for _ in range(n)]
        return None if kind == b"_" else rest.decode()

    def _bulk(self, n):
        return None if n < 0 else self.file.read(n + 2)[:-2].decode()

    def ask(self, *words):
        self.socket.sendall(command(*words))
        return self.read()

    def ask_json(self, *words):
        text = self.ask(*words, "JSON")
        return None if text is None else json.loads(text)

    def pipeline(self, commands, window=200):
        """Sends all of an iterable of commands, WINDOW at a time, and gives
        back the replies."""
        replies, block = [], []
        for c in commands:
            block.append(command(*c))
            if len(block) == window:
                replies += self._block(block)
                block = []
        return replies + self._block(block)

    def _block(self, block):
        self.socket.sendall(b"".join(block))
        return [self.read() for _ in block]


def info(line):
    text = line.ask("INFO")
    return dict(l.split(":", 1) for l in text.splitlines() if ":" in l)


# Load generators -----------------------------------------------------------

def output(argv, **more):
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=600, check=False, **more)
    if done.returncode != 0:
        raise Failure(f"{' '.join(argv)}: {done.stderr or done.stdout}")
    return done.stdout


class Load(typing.NamedTuple):
    """What a load generator saw."""
    rate: float  # replies a second
    p999_ms: float | None = None  # the latency that one in a thousand passes


def redis_benchmark(port, n, connections, depth, words):
    """A Load. Every __rand_int__ is drawn anew by each command."""
    text = output(["redis-benchmark", "-h", "127.0.0.1", "-p", str(port),
                   "-c", str(connections), "-n", str(n), "-P", str(depth),
                   "-r", "2147483647", "--precision", "3"] + words)
    if "Error from server" in text:
        raise Failure(text)
    rate = re.search(r"throughput summary: ([\d.]+) requests", text)
    slowest = [float(ms) for share, ms in
               re.findall(r"([\d.]+)% <= ([\d.]+) milliseconds", text)
               if float(share) >= 99.9]
    return Load(float(rate.group(1)), slowest[0] if slowest else None)


def alone(args, port, count, *words):
    """One client's latencies in µs: p50, p95, p99, p99.9, max, and nils."""
    text = output([tool(args, "rtt"), str(port), str(count), *words])
    *latencies, nils = text.split()
    return {**dict(zip(("p50", "p95", "p99", "p99.9", "max"),
                       map(float, latencies))), "nils": int(nils)}


# Figures -------------------------------------------------------------------

def median(values):
    return statistics.median(values)


def spread(values, digits=2):
    return f"{min(values):.{digits}f}-{max(values):.{digits}f}"


def table(title, head, rows):
    rows = [[str(c) for c in r] for r in [head] + rows]
    width = [max(len(r[i]) for r in rows) for i in range(len(head))]
    print(f"\n{title}")
    for r in rows:
        cells = [r[0].ljust(width[0])]
        cells += [c.rjust(w) for c, w in zip(r[1:], width[1:])]
        print("  " + "  ".join(cells).rstrip())
    sys.stdout.flush()


def save(args, figures):
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump(figures, f, indent=1)
            f.write("\n")


# Halls ---------------------------------------------------------------------

def layout(services, counters, tickets_max, connections_max=20000):
    """A hall with so many of each; every counter takes every service, the
    own one first."""
    codes = [f"S{i + 1}" for i in range(services)]
    letters = [chr(65 + i // 26) + chr(65 + i % 26) for i in range(services)]
    last = min(9999999, max(999, tickets_max))
    return {
        "languages": ["en"], "name": {"en": "Bench"}, "timezone": "UTC",
        "tickets_max": tickets_max, "connections_max": connections_max,
        "zones": [{"code": "main", "name": {"en": "Main"}}],
        "services": [{"code": c, "name": {"en": c}, "prefix": p,
                      "first": 1, "last": last}
                     for c, p in zip(codes, letters)],
        "counters": [{"label": str(i + 1),
                      "groups": _groups(codes, codes[i % services])}
                     for i in range(counters)]}


def _groups(codes, own):
    others = [c for c in codes if c != own]
    return [{"services": c} for c in ([own], others) if c]
