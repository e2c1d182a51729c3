"""A screen that is looked at and touched: Xvfb, its pixels, and xdotool."""

import mmap
import os
import struct
import subprocess
import threading

from resp import PATIENCE_S


def until(what, seconds=PATIENCE_S):
    """The first true answer of WHAT, or the last one when time is up."""
    never = threading.Event()
    for _ in range(int(seconds / 0.02)):
        answer = what()
        if answer:
            return answer
        never.wait(0.02)
    return what()


class Glass:
    def __init__(self, folder, width=1920, height=1080):
        self.folder = folder
        folder.mkdir()
        read, write = os.pipe()
        # The folder is among its words: what is left running is found.
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0",
             f"{width}x{height}x24", "-nolisten", "tcp", "-fbdir", folder],
            pass_fds=[write], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as display:
            name = display.readline().strip()
        assert name, "Xvfb did not begin"
        self.env = dict(os.environ, DISPLAY=f":{name}",
                        SDL_VIDEODRIVER="x11")
        self.file = open(folder / "Xvfb_screen0", "rb")
        self.memory = mmap.mmap(self.file.fileno(), 0, prot=mmap.PROT_READ)
        head = struct.unpack(">25I", self.memory[:100])
        self.stride = head[12]
        self.start = head[0] + 12 * head[19]

    def pixel(self, x, y):
        """The colour there, as 0xRRGGBB."""
        at = self.start + y * self.stride + 4 * x
        blue, green, red = self.memory[at:at + 3]
        return red << 16 | green << 8 | blue

    def tap(self, x, y):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"],
                       env=self.env, check=True, timeout=PATIENCE_S)

    def key_until(self, move, press, what):
        """Moves to the first target, and presses until it counts."""
        for name in (move, *[press] * 10):
            subprocess.run(["xdotool", "key", name], env=self.env, check=True,
                           timeout=PATIENCE_S)
            if name == press and until(what, 2.0):
                return True
        return False

    def scan(self, code):
        """Types CODE and Enter, as a scanner does."""
        subprocess.run(["xdotool", "type", "--delay", "1", code],
                       env=self.env, check=True, timeout=PATIENCE_S)
        subprocess.run(["xdotool", "key", "Return"], env=self.env,
                       check=True, timeout=PATIENCE_S)

    def tap_until(self, x, y, what):
        """Taps, and again where a tap came too early to count."""
        for _ in range(10):
            self.tap(x, y)
            if until(what, 0.8):
                return True
        return False

    def close(self):
        self.memory.close()
        self.file.close()
        self.server.terminate()
        self.server.wait(PATIENCE_S)
