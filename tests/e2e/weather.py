"""A network between clients and a server, with the weather that it is told to
have: slow, narrow, lossy, cut at any byte, parted with nobody being told."""

import asyncio
import random
import threading

RESENT_S = 0.2  # what is lost comes after the kernel's shortest timeout


class Line:
    """One connection through it; what is under way comes in order."""

    def __init__(self, weather, client, server):
        self.weather = weather
        self.ends = {"client": client, "server": server}
        self.free_s = {"client": 0, "server": 0}  # when the last byte is there
        self.held = []  # (to, data): under way when the net was parted
        self.passed = 0  # bytes, both ways
        self.asked = b""  # the last bytes of the client
        self.cut_at = weather.next_cut()

    def cut(self):
        for end in self.ends.values():
            end.transport.abort()

    def forget(self, who):
        """WHO's end is gone, and the other one never hears of it."""
        self.ends[who].transport.abort()
        self.ends[who] = None

    def deliver(self, to, data):
        end = self.ends[to]
        if end and not end.is_closing():
            end.write(data)

    def release(self):
        held, self.held = self.held, []
        for to, data in held:
            self.send(to, data)

    def send(self, to, data):
        if self.weather.parted:
            self.held.append((to, data))
            return
        loop = asyncio.get_running_loop()
        due = max(self.free_s[to], loop.time() + self.weather.delay())
        due += self.weather.takes(len(data))
        self.free_s[to] = due
        loop.call_at(due, self.deliver, to, data)

    def take(self, to, data):
        """False: the line was cut in the midst of DATA."""
        if to == "server":
            self.asked = (self.asked + data)[-4096:]
        left = self.cut_at - self.passed if self.cut_at is not None else None
        if self.weather.cuts(self) or left is not None and left < len(data):
            self.deliver(to, data[:left] if left is not None else b"")
            self.weather.cut_count += 1
            asyncio.get_running_loop().call_soon(self.cut)
            return False
        self.passed += len(data)
        self.send(to, data)
        return True

    async def pump(self, reader, to):
        try:
            while data := await reader.read(4096):
                if not self.take(to, data):
                    return
        except OSError:
            pass
        # The end travels as the bytes do.
        loop = asyncio.get_running_loop()
        if not self.weather.parted and self.ends[to]:
            loop.call_at(max(self.free_s[to], loop.time()),
                         self.ends[to].close)


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
        self.parted = False
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

    def cuts(self, line):
        if not self.cut_after or not self.cut_after.search(line.asked):
            return False
        self.cut_after = None
        return True

    # What a test does ------------------------------------------------------

    def part(self):
        """Nothing passes, and nobody is told."""
        self.parted = True

    def join(self):
        """What was under way arrives after all."""
        self.parted = False
        self.do(lambda: [line.release() for line in self.lines])

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
