"""The kiosk's touch screen on a real X server, from the tap to the paper."""

import array
import os
import shutil
import signal
import subprocess

import pytest

from daemon import BUILD, TREE, Process, pairs
from glass import Glass, until

KIOSK = BUILD / "kiosk" / "hao-kiosk"

# Where things are at 1920 by 1080, and what colour they have.
CARD = (300, 350)
CLASS = (1500, 400)
DONE = (1700, 1000)
RATE = (1500, 870)
VERY_SATISFIED = (220, 480)
SPEAK = (330, 1000)
FOUND = (113, 247)
PRIMARY = 0x0A5BAF
GOOD = 0x0F6B3A
WHITE = 0xFFFFFF


class Kiosk:
    def __init__(self, haod, glass, folder):
        self.haod = haod
        self.glass = glass
        self.folder = folder
        self.papers = folder / "papers"
        self.papers.mkdir()
        self.process = None

    def start(self, *more, **env):
        self.process = Process(
            [KIOSK, "-s", f"127.0.0.1:{self.haod.port}", "-l", "zh", "--keep",
             self.folder / "keep", "--papers", self.papers, *more],
            env=dict(self.glass.env, **env))
        return self

    def kept(self):
        try:
            return (self.folder / "keep" / "ticket").read_text()
        except FileNotFoundError:
            return ""

    def shows_services(self):
        return (self.glass.pixel(*CARD) == WHITE
                and self.glass.pixel(1500, 660) == WHITE)

    def shows_ticket(self):
        return self.glass.pixel(*DONE) == PRIMARY

    def choose(self):
        """To the page before the ticket."""
        assert until(self.shows_services), self.process.err.all
        assert self.glass.tap_until(
            *CARD, lambda: self.glass.pixel(*CLASS) == PRIMARY)

    def paper(self):
        return sorted(path.name for path in self.papers.iterdir())


@pytest.fixture
def kiosk(haod, tmp_path):
    glass = Glass(tmp_path / "glass")
    one = Kiosk(haod, glass, tmp_path)
    yield one
    status = one.process.end() if one.process else 0
    glass.close()
    said = one.process.err.all if one.process else []
    assert status == 0, said
    assert not any("Sanitizer" in line for line in said), said


def waiting(haod, service="A"):
    with haod.wire() as wire:
        rows = map(pairs, wire("HALL", "SERVICES"))
        return next(row["waiting"] for row in rows
                    if row["service"] == service)


def code_on(paper):
    """What its QR code says; "" when there is none."""
    done = subprocess.run(["zbarimg", "-q", "--raw", paper],
                          capture_output=True, text=True, check=False)
    assert done.returncode in (0, 4), done.stderr
    return done.stdout.strip()


def test_taps_take_a_ticket(kiosk, haod):
    kiosk.start()
    kiosk.choose()
    assert kiosk.glass.tap_until(*CLASS, kiosk.shows_ticket)
    assert until(lambda: len(kiosk.paper()) == 1)
    # A hall without a page has nothing for phones to read.
    assert code_on(kiosk.papers / kiosk.paper()[0]) == ""
    assert waiting(haod) == 1
    with haod.wire() as wire:
        found = pairs(wire("TICKET", "FIND", "NUMBER", "A001"))
        again = until(lambda: pairs(
            wire("TICKET", "GET", found["id"])).get("printed"))
        assert again == "printed"
    assert until(lambda: kiosk.kept() == "")


def test_the_paper_leads_a_phone_to_its_ticket(make_haod, tmp_path):
    """From the QR code to the channel of the ticket on that paper."""
    page = "https://hall.example/t/"
    text = (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")
    haod = make_haod(f"status_url: {{zh: '{page}'}}\n{text}").start()
    glass = Glass(tmp_path / "glass")
    kiosk = Kiosk(haod, glass, tmp_path)
    try:
        kiosk.start()
        kiosk.choose()
        assert kiosk.glass.tap_until(*CLASS, kiosk.shows_ticket)
        assert until(lambda: len(kiosk.paper()) == 1)
        said = code_on(kiosk.papers / kiosk.paper()[0])
        assert said.startswith(page)
        token = said.removeprefix(page)
        with haod.wire() as wire:
            wire("SUBSCRIBE", f"ticket:{token}")
            _, told = wire.message()
            assert (told["number"], told["state"]) == ("A001", "waiting")
        # The same code, at the kiosk's own scanner.
        assert glass.tap_until(*DONE, lambda: not kiosk.shows_ticket())
        for _ in range(10):
            glass.scan(said)
            if until(lambda: glass.pixel(*FOUND) == GOOD, 0.8):
                break
        assert glass.pixel(*FOUND) == GOOD, kiosk.process.err.all
    finally:
        status = kiosk.process.end() if kiosk.process else 0
        glass.close()
    assert status == 0, kiosk.process.err.all


def test_keys_alone_take_a_ticket(kiosk, haod):
    kiosk.start()
    assert until(kiosk.shows_services)
    glass = kiosk.glass
    # A key that comes before the screen has rested counts no more than a tap.
    assert glass.key_until(
        "Right", "Return", lambda: glass.pixel(*CLASS) == PRIMARY)
    assert glass.key_until("Right", "Return", kiosk.paper)
    assert len(kiosk.paper()) == 1
    assert waiting(haod) == 1


def test_killed_after_the_press_it_settles(kiosk, haod):
    kiosk.start()
    kiosk.choose()
    os.kill(haod.pid, signal.SIGSTOP)
    try:
        assert kiosk.glass.tap_until(
            *CLASS, lambda: "stage asking" in kiosk.kept())
        rid = kiosk.kept().split("rid ")[1].split()[0]
        kiosk.process.end(signal.SIGKILL)
    finally:
        os.kill(haod.pid, signal.SIGCONT)
    kiosk.start()
    assert until(lambda: kiosk.kept() == ""), kiosk.kept()
    with haod.wire() as wire:
        found = wire("TICKET", "FIND", "RID", rid)
        # Issued, and then it has its paper; or never, and then it never is.
        if found is None:
            refused = wire("TICKET", "ISSUE", "A", "RID", rid)
            assert refused.word == "RIDCONFLICT"
            assert kiosk.paper() == []
        else:
            assert len(kiosk.paper()) == 1
            assert kiosk.paper()[0].startswith(f"{pairs(found)['id']}-{rid}")
            assert waiting(haod) == 1


def test_away_it_issues_nothing_and_comes_back(kiosk, haod):
    kiosk.start()
    assert until(kiosk.shows_services)
    haod.kill()
    assert until(lambda: not kiosk.shows_services())
    kiosk.glass.tap(*CARD)
    assert kiosk.kept() == ""
    haod.start()
    kiosk.choose()
    assert waiting(haod) == 0


def test_the_number_is_spoken_when_asked(kiosk, tmp_path):
    tool = tmp_path / "bin"
    tool.mkdir()
    said, sound = tmp_path / "said", tmp_path / "sound"
    espeak = tool / "espeak-ng"
    espeak.write_text(f'#!/bin/sh\necho "$@" > {said}.new\n'
                      f"mv {said}.new {said}\n"
                      f'exec {shutil.which("espeak-ng")} "$@"\n')
    espeak.chmod(0o755)
    kiosk.start(PATH=f"{tool}:{os.environ['PATH']}", SDL_AUDIODRIVER="disk",
                SDL_DISKAUDIOFILE=str(sound), SDL_DISKAUDIODELAY="0")
    kiosk.choose()
    assert kiosk.glass.tap_until(*CLASS, kiosk.shows_ticket)
    assert kiosk.glass.tap_until(*SPEAK, said.exists)
    assert said.read_text() == (
        "-v cmn-latn-pinyin -s 150 --stdout -- A 零 零 幺 号\n")
    assert until(lambda: loudest(sound) > 8000)


def loudest(sound):
    raw = sound.read_bytes() if sound.exists() else b""
    samples = array.array("h", raw[:len(raw) // 2 * 2])
    return max(map(abs, samples), default=0)


def test_no_sound_card_is_told_and_nothing_offered(kiosk, haod):
    # Where there is one, it is not to be found.
    kiosk.start("-n", "kiosk-1", SDL_AUDIODRIVER="nowhere")
    with haod.wire() as wire:
        assert until(lambda: [row for row in map(pairs, wire("DEVICE", "LIST"))
                              if row["key"] == "sound"
                              and row["state"] == "no_card"])
    assert kiosk.process.err.wait("nothing can be spoken: no_card")
    kiosk.choose()
    assert kiosk.glass.tap_until(*CLASS, kiosk.shows_ticket)
    assert kiosk.glass.pixel(*SPEAK) == PRIMARY, "Done has its place"


def test_a_served_ticket_is_rated(kiosk, haod):
    code = "K7QM2H9XPD4T"
    with haod.wire() as wire, haod.clerk("1") as pad:
        ticket = pairs(wire("TICKET", "ISSUE", "A", "RID", code))["id"]
        assert pairs(pad("COUNTER", "NEXT", "1", "RID", "n"))["id"] == ticket
        assert pad("COUNTER", "FINISH", "1", ticket)
        kiosk.start()
        assert until(kiosk.shows_services)
        glass = kiosk.glass
        for _ in range(10):
            glass.scan(code)
            if until(lambda: glass.pixel(*RATE) == PRIMARY, 0.8):
                break
        assert glass.tap_until(
            *RATE, lambda: glass.pixel(*RATE) not in (PRIMARY, WHITE))
        assert glass.tap_until(
            *VERY_SATISFIED, lambda: pairs(
                wire("TICKET", "GET", ticket)).get("rating") == 5)
        assert until(lambda: glass.pixel(*VERY_SATISFIED) != WHITE)
        refused = wire("TICKET", "RATE", ticket, "1", "RID", "again")
        assert refused.word == "BADSTATE"


def test_two_kiosks_do_not_share_a_folder(kiosk):
    kiosk.start()
    assert until(kiosk.shows_services)
    other = Process([KIOSK, "-s", "127.0.0.1:1", "--keep",
                     kiosk.folder / "keep"], env=kiosk.glass.env)
    assert other.wait() == 1
    assert "no other kiosk" in other.err.all[0]


def test_pictures_need_no_display(tmp_path):
    env = {name: value for name, value in os.environ.items()
           if name != "DISPLAY"}
    file = tmp_path / "page.png"
    for words in (["--png", file, "--page", "ticket", "--lang", "ar",
                   "--size", "1080x1920", "--contrast", "--large", "--low"],
                  ["--print-test", "--png", file, "--paper", "58", "--lang",
                   "zh", "-s", "127.0.0.1:1"]):
        done = Process([KIOSK, *words], env=env)
        assert done.wait() == 0, done.err.all
        assert code_on(file).endswith("/t/0.sample-token-of-nobody")
        file.unlink()
    lost = Process([KIOSK, "--png", tmp_path / "none" / "page.png"], env=env)
    assert lost.wait() == 1
    assert "No such file or directory" in lost.err.all[0]
    wrong = Process([KIOSK, "--png", file, "--page", "nonesuch"], env=env)
    assert wrong.wait() == 2
    assert "--page" in wrong.err.all[0]
    nowhere = Process([KIOSK, "--print-test"], env=env)
    assert nowhere.wait() == 2
    assert "give one of them" in nowhere.err.all[0]
