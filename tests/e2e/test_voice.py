"""The real display speaks: into a file, faster than it could be heard."""

import array
import os
import re
import shutil
import signal
import subprocess
from contextlib import contextmanager

import pytest

from daemon import BUILD, DISPLAY, Process, pairs
from resp import poll

RATE = 22050
CLIPS = BUILD / "display" / "clips"


@contextmanager
def speaking(haod, folder, *words, driver="disk", clips=CLIPS, name="one",
             path=None):
    sound = folder / f"{name}.raw"
    env = dict(os.environ, SDL_AUDIODRIVER=driver, SDL_DISKAUDIODELAY="0",
               SDL_DISKAUDIOFILE=str(sound))
    if path is not None:
        env["PATH"] = str(path)
    process = Process(
        [DISPLAY, "-s", f"127.0.0.1:{haod.port}", "-n", name, "--text",
         "--voice", "zh,en", "--clips", clips, *words], env=env)
    process.sound = sound
    try:
        assert process.err.wait("counters open"), process.err.all
        yield process
    finally:
        status = process.end()
        assert status == 0, process.err.all


@contextmanager
def stopped(process):
    """Whatever happens meanwhile comes to it at once, as to one that is busy:
    how fast it speaks into a file, and we are, is nobody's promise."""
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


class Watch:
    """The hall's events, as they come."""

    def __init__(self, haod):
        self.wire = haod.wire()
        self.wire.send("SUBSCRIBE", "hall")
        self.wire.message()

    def until(self, name, **fields):
        def is_it(event):
            return event["type"] == name and all(
                event.get(k) == v for k, v in fields.items())

        return poll(lambda: self.wire.message()[1], is_it, (name, fields))


def issue(pad, count, service="A"):
    for i in range(count):
        pairs(pad("TICKET", "ISSUE", service, "RID", f"t{service}{i}"))


def call(pad, counter, rid):
    return pairs(pad("COUNTER", "NEXT", counter, "RID", f"n{rid}"))


def loud_stretches(path):
    """(begin, end) in seconds of what sounds, with its loudest sample."""
    samples = array.array("h", path.read_bytes())
    found, quiet = [], RATE // 5
    for at in range(0, len(samples), 64):
        level = max(map(abs, samples[at:at + 64]), default=0)
        if level < 200:
            continue
        if found and at - found[-1][1] < quiet:
            found[-1][1], found[-1][2] = at, max(level, found[-1][2])
        else:
            found.append([at, at, level])
    return [(a / RATE, b / RATE, level) for a, b, level in found]


def test_a_call_is_spoken_twice_in_two_languages(haod, tmp_path):
    pad, watch = haod.clerk("1"), Watch(haod)
    issue(pad, 1)
    with speaking(haod, tmp_path) as screen:
        watch.until("device", key="sound", state="ok")
        seq = call(pad, "1", 1)["seq"]
        heard = watch.until("heard", call=seq)
        assert heard["number"] == "A001" and heard["zone"] == "main"
    sounds = loud_stretches(screen.sound)
    # The chime, then Chinese and English, and both once more.
    assert len(sounds) == 5, sounds
    chime, zh, en, again_zh, again_en = sounds
    assert chime[1] - chime[0] < 1
    for one in sounds:
        assert 18000 < one[2] < 27000, sounds
    assert 1.5 < zh[1] - zh[0] < 5 and 1.5 < en[1] - en[0] < 5
    assert abs((zh[1] - zh[0]) - (again_zh[1] - again_zh[0])) < 0.02
    assert abs((en[1] - en[0]) - (again_en[1] - again_en[0])) < 0.02
    for before, after in zip(sounds[1:], sounds[2:]):
        assert 0.4 < after[0] - before[1] < 0.8, sounds


def crowd(count):
    """A hall of so many counters for one service."""
    counters = "".join(
        f"  - {{label: '{i}', groups: [{{services: [A]}}]}}\n"
        for i in range(1, count + 1))
    return ("languages: [zh, en]\nname: {zh: 大厅}\ntimezone: Asia/Shanghai\n"
            "services:\n  - {code: A, name: {zh: 业务}, prefix: A}\n"
            f"counters:\n{counters}")


def test_fifty_calls_at_once_are_all_shown_and_spoken_in_order(
        make_haod, tmp_path):
    haod = make_haod(crowd(50)).start()
    pads = {str(i): haod.clerk(str(i), str(100 + i)) for i in range(1, 51)}
    watch = Watch(haod)
    issue(pads["1"], 50)
    with speaking(haod, tmp_path, name="many") as screen:
        watch.until("device", key="sound", state="ok")
        with stopped(screen):
            called = [call(pads[c], c, c)["seq"] for c in pads]
        heard = []
        shown = []
        while len(heard) < 50 or len(shown) < 50:
            event = watch.wire.message()[1]
            if event["type"] == "heard":
                heard.append(event["call"])
            if event["type"] == "shown":
                shown.append(event["call"])
        assert heard == called and shown == called
        assert screen.out.wait(" 50$"), screen.out.all
        assert [line.split()[2] for line in screen.out.all] == list(pads)
    # Most of them once, a chime and two sentences; the first, if it began
    # before the others were read, and the last three twice.
    sounds = len(loud_stretches(screen.sound))
    assert 50 * 3 + 3 * 2 <= sounds <= 50 * 3 + 8 * 2


def test_a_call_that_is_over_is_not_spoken(haod, tmp_path):
    one, two, watch = haod.clerk("1"), haod.clerk("2", "102"), Watch(haod)
    issue(one, 3)
    with speaking(haod, tmp_path) as screen:
        watch.until("device", key="sound", state="ok")
        with stopped(screen):
            first = call(one, "1", 1)
            over = call(two, "2", 2)
            pairs(two("COUNTER", "START", "2", over["id"]))
            last = call(one, "1", 3)
        heard = {watch.until("heard")["call"]}
        while last["seq"] not in heard:
            heard.add(watch.until("heard")["call"])
        assert heard <= {first["seq"], last["seq"]}


def test_two_displays_one_voice_and_another_when_it_dies(haod, tmp_path):
    pad, watch = haod.clerk("1"), Watch(haod)
    issue(pad, 3)
    with speaking(haod, tmp_path, name="one") as one:
        watch.until("device", key="sound", state="ok", device="one")
        first = call(pad, "1", 1)
        watch.until("heard", call=first["seq"])
        with speaking(haod, tmp_path, name="two") as two:
            watch.until("device", key="sound", state="ok", device="two")
            second = call(pad, "1", 2)
            watch.until("heard", call=second["seq"])
            assert not loud_stretches(two.sound)
            os.kill(one.pid, signal.SIGKILL)
            one.child.wait()
            third = call(pad, "1", 3)
            watch.until("heard", call=third["seq"])
        assert loud_stretches(two.sound)
        one.end = lambda: 0


def test_without_a_sound_card_calls_are_shown_and_it_is_told(haod, tmp_path):
    pad, watch = haod.clerk("1"), Watch(haod)
    issue(pad, 1)
    with speaking(haod, tmp_path, driver="none-such") as screen:
        alert = watch.until("alert", kind="sound")
        assert alert["level"] == "alarm" and alert["state"] == "no_card"
        call(pad, "1", 1)
        assert screen.out.wait("^A001 → 1$")
        watch.until("shown")


def test_a_missing_clip_is_read_by_espeak_and_told(haod, tmp_path):
    pad, watch = haod.clerk("1"), Watch(haod)
    clips = tmp_path / "clips"
    shutil.copytree(CLIPS, clips)
    (clips / "zh" / "qing.wav").unlink()
    issue(pad, 1)
    with speaking(haod, tmp_path, clips=clips):
        watch.until("device", key="sound", state="ok")
        seq = call(pad, "1", 1)["seq"]
        watch.until("device", key="sound", state="clip_missing")
        watch.until("heard", call=seq)


@pytest.mark.parametrize("script", [
    None, "#!/bin/sh\nexit 1\n", "#!/bin/sh\nkill -9 $$\n"])
def test_a_dying_espeak_is_told_and_the_clips_are_said(
        haod, tmp_path, script):
    pad, watch = haod.clerk("1"), Watch(haod)
    clips = tmp_path / "clips"
    shutil.copytree(CLIPS, clips)
    (clips / "zh" / "qing.wav").unlink()
    programs = tmp_path / "bin"
    programs.mkdir()
    if script:
        (programs / "espeak-ng").write_text(script)
        (programs / "espeak-ng").chmod(0o755)
    issue(pad, 2)
    with speaking(haod, tmp_path, clips=clips, path=programs) as screen:
        watch.until("device", key="sound", state="ok")
        seq = call(pad, "1", 1)["seq"]
        watch.until("device", key="sound", state="no_speech")
        # English was whole.
        watch.until("heard", call=seq)
        assert screen.out.wait("^A001 → 1$")
    assert len(loud_stretches(screen.sound)) == 5


def test_an_urgent_notice_is_spoken_first(haod, tmp_path):
    pad, watch = haod.clerk("1"), Watch(haod)
    with speaking(haod, tmp_path) as screen:
        watch.until("device", key="sound", state="ok")
        pairs(pad("HALL", "BROADCAST", "!请大家离开大厅", "REASON", "x", "RID", "b1"))
        # What comes behind it is heard once it was spoken.
        issue(pad, 1)
        seq = call(pad, "1", 1)["seq"]
        watch.until("heard", call=seq)
    sounds = loud_stretches(screen.sound)
    assert len(sounds) == 1 + 2 + 5, sounds


def test_it_is_silent_while_the_server_is_away(haod, tmp_path):
    pad = haod.clerk("1")
    issue(pad, 2)
    watch = Watch(haod)
    with speaking(haod, tmp_path) as screen:
        watch.until("device", key="sound", state="ok")
        haod.kill()
        assert screen.err.wait("the server is away since")
        haod.start()
        assert screen.err.wait("the server is back at")
        pad, watch = haod.clerk("1"), Watch(haod)
        seq = call(pad, "1", 1)["seq"]
        watch.until("heard", call=seq)


# What espeak-ng makes of the grammar's words, as phonemes: a number read as
# one, a letter by its name, and no Chinese character read as English.
PHONEMES = {
    ("cmn-latn-pinyin", "请 A 零 幺 二 号到 十 二 号窗口办理"):
        "tS;h'i21N 'ei51 l'i35N j'Au55 '@r51 X'Au51 t'Au51 s.'i.35 '@r51 "
        "X'Au51 ts.hw'A55N kh'ou21 p'a51n l'i214",
    ("en", "Ticket [['eI]] zero one two please go to counter twelve"):
        "t'IkI2t 'eI z'i@roU w'0n t'u: pl'i:z g,oU t@ k'aUnt3 tw'Elv",
}


@pytest.mark.parametrize("voice, text", PHONEMES)
def test_words_are_read_as_they_are_meant(voice, text):
    said = subprocess.run(["espeak-ng", "-q", "-x", "-v", voice, text],
                          capture_output=True, text=True, check=True).stdout
    plain = re.sub(r"[_|:;@'.,0-9]", "", said).split()
    meant = re.sub(r"[_|:;@'.,0-9]", "", PHONEMES[voice, text]).split()
    assert plain == meant, said


def test_a_pack_that_can_not_be_read_is_said(haod, tmp_path):
    for clips, languages, say in (
            (tmp_path, "zh", "--clips FOLDER"), (CLIPS, "xx", "--voice xx")):
        process = Process(
            [DISPLAY, "-s", f"127.0.0.1:{haod.port}", "--text", "--voice",
             languages, "--clips", clips])
        assert process.wait() == 1
        assert any(say in line for line in process.err.all), process.err.all
