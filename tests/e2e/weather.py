"""A network between clients and a server, with the weather that it is told to
have: slow, narrow, lossy, cut at any byte, parted, one way or both, with nobody
being told."""

import asyncio
import collections
import random
import re
import threading

RESENT_S = 0.2  # what is lost comes after the kernel's shortest timeout
HELD_S = 0.3  # so much is under way on a narrow line
BOTH = frozenset({"client", "server"})


# What must not happen twice.
ASKED = re.compile(rb"ISSUE|NEXT|CALL|TRANSFER|FINISH|MISSED")
# What travels as bytes do, in its place: the end, and what cuts the line.
END, CUT = b"", None


class Line:
    """One connection through it; what is under way comes in order."""

    def __init__(self, weather, client, server):
        self.weather = weather
        self.ends = {"client": client, "server": server}
        self.free_s = {"client": 0, "server": 0}  # when the last byte is there
        self.way = {who: collections.deque() for who in self.ends}
        self.held = []  # (to, data): under way when the net was parted
        self.passed = 0  # bytes, both ways
        self.asked = b""  # the last bytes of the client
        self.cut_at = weather.next_cut()

    def cut(self):
        for who in self.ends:
            self.forget(who)

    def threaten(self):
        near = self.weather.next_cut()
        self.cut_at = None if near is None else self.passed + near

    def forget(self, who):
        """WHO's end is gone, and the other one never hears of it."""
        if self.ends[who]:
            self.ends[who].transport.abort()
            self.ends[who] = None

    def arrive(self, to):
        # Two that are due at one time may be called in either order.
        self.deliver(to, self.way[to].popleft())

    def deliver(self, to, data):
        end = self.ends[to]
        if data is CUT:
            self.cut()
        elif end and not end.is_closing():
            end.close() if data == END else end.write(data)

    def release(self):
        held, self.held = self.held, []
        for to, data in held:
            self.send(to, data)

    def send(self, to, data):
        if to in self.weather.parted:
            self.held.append((to, data))
            return
        loop = asyncio.get_running_loop()
        due = max(self.free_s[to], loop.time() + self.weather.delay())
        due += self.weather.takes(len(data or END))
        self.free_s[to] = due
        self.way[to].append(data)
        loop.call_at(due, self.arrive, to)

    def take(self, to, data):
        """False: the line was cut in the midst of DATA."""
        if to == "server":
            self.asked = (self.asked + data)[-4096:]
        elif self.weather.keeps_back(self):
            self.send(to, CUT)
            self.weather.cut_count += 1
            return False
        left = self.cut_at - self.passed if self.cut_at is not None else None
        if self.weather.cuts(self) or left is not None and left < len(data):
            if left:
                self.send(to, data[:left])
            self.send(to, CUT)
            self.weather.cut_count += 1
            return False
        self.passed += len(data)
        self.send(to, data)
        return True

    async def room(self, to):
        """A narrow line holds little: who sends has to wait."""
        loop = asyncio.get_running_loop()
        ready = loop.create_future()
        loop.call_at(self.free_s[to] - HELD_S,
                     lambda: ready.done() or ready.set_result(None))
        await ready

    async def pump(self, reader, to):
        try:
            while data := await reader.read(4096):
                if not self.take(to, data):
                    return
                await self.room(to)
        except OSError:
            pass
        self.send(to, END)


class Weather:
    """Before a PORT of this machine, or the path of a socket."""

    def __init__(self, target, seed=0):
        self.target = target
        self.chance = random.Random(seed)
        self.delay_s = self.jitter_s = self.loss = 0
        self.bytes_per_s = None
        self.cut_within = None  # bytes, of which chance takes one
        self.cut_after = None  # a pattern: who asks this is cut, once
        self.cut_count = 0
        self.losing = 0  # how many answers to what must not happen twice
        self.parted = frozenset()  # "client", "server": who gets nothing
        self.lines = set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever,
                                       daemon=True)
        self.thread.start()
        self.server = self.ask(asyncio.start_server(
            self.serve, "127.0.0.1", 0))
        self.at = self.server.sockets[0].getsockname()[1]

    def ask(self, what):
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(20)

    def do(self, what, *args):
        async def now():
            what(*args)
        self.ask(now())

    # What a line asks ------------------------------------------------------

    def delay(self):
        lost = RESENT_S if self.chance.random() < self.loss else 0
        return self.delay_s + self.jitter_s * self.chance.random() + lost

    def takes(self, count):
        return count / self.bytes_per_s if self.bytes_per_s else 0

    def next_cut(self):
        return self.cut_within and self.chance.randrange(self.cut_within)

    def keeps_back(self, line):
        """Whether LINE is cut with the answer on it."""
        asked, line.asked = line.asked, b""
        if self.losing <= 0 or not ASKED.search(asked):
            return False
        self.losing -= 1
        return True

    def cuts(self, line):
        if not self.cut_after or not self.cut_after.search(line.asked):
            return False
        self.cut_after = None
        return True

    # What a test does ------------------------------------------------------

    def part(self, ways=BOTH):
        """Nothing passes to who is in WAYS, and nobody is told."""
        self.do(self.open_but, frozenset(ways))

    def join(self):
        """What was under way arrives after all."""
        self.part(())

    def clear(self):
        """As if there were no network between."""
        self.delay_s = self.jitter_s = self.loss = 0
        self.losing = 0
        self.bytes_per_s = None
        self.thunder(None)
        self.join()

    def thunder(self, within):
        """Cuts each line, also those to come, when so many bytes have passed,
        or fewer. None: no more."""
        self.cut_within = within
        self.do(lambda: [line.threaten() for line in self.lines])

    def forget(self, who):
        """As after a restart of a router: WHO, "client" or "server", is told
        that the line is gone, the other end never."""
        self.do(lambda: [line.forget(who) for line in self.lines])

    def cut(self):
        self.do(lambda: [line.cut() for line in self.lines])

    def close(self):
        self.cut()
        self.do(self.server.close)

        async def rest():
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self.ask(rest())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    # How it works ----------------------------------------------------------

    def open_but(self, ways):
        self.parted = ways
        for line in self.lines:
            line.release()

    async def connect(self):
        if isinstance(self.target, int):
            return await asyncio.open_connection("127.0.0.1", self.target)
        return await asyncio.open_unix_connection(str(self.target))

    async def serve(self, reader, writer):
        try:
            from_server, to_server = await self.connect()
        except OSError:
            writer.transport.abort()
            return
        line = Line(self, writer, to_server)
        self.lines.add(line)
        try:
            await asyncio.gather(line.pump(reader, "server"),
                                 line.pump(from_server, "client"))
        finally:
            self.lines.discard(line)
