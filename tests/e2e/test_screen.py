"""The real screen, without anybody's eyes: SDL's dummy driver, and pictures."""

import contextlib
import os
import signal
import struct
from contextlib import contextmanager

from daemon import DISPLAY, Process, pairs
from proxy import Proxy
from resp import encode
from test_voice import Watch, call, crowd, issue


@contextmanager
def screen(haod, *words):
    env = dict(os.environ, SDL_VIDEODRIVER="dummy")
    process = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "-n", "hall-1",
                       "--size", "640x360", *words], env=env)
    try:
        assert process.err.wait("counters open"), process.err.all
        yield process
    finally:
        status = process.end()
        assert status == 0, process.err.all


def picture(haod, path, *words, zone="UTC"):
    process = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "--png", path,
                       *words], env=dict(os.environ, TZ=zone))
    assert process.wait() == 0, process.err.all
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", data[16:24])


def test_what_is_drawn_is_told(haod):
    pad, watch = haod.clerk("1"), Watch(haod)
    issue(pad, 1)
    with screen(haod):
        watch.until("device", key="screen", state="ok")
        seq = call(pad, "1", 1)["seq"]
        shown = watch.until("shown", call=seq)
        assert shown["number"] == "A001" and shown["zone"] == "main"


def test_flags_that_would_do_nothing_are_said(haod, tmp_path):
    with screen(haod, "--counter", "99") as sign:
        assert sign.err.wait("the hall has no counter 99")
    for words in (["--png", tmp_path / "x.png"], ["--counter", "1"],
                  ["--layout", "list"], ["--size", "640x360"]):
        text = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "--text",
                        *words])
        try:
            assert text.err.wait("--text has no screen")
            assert text.wait() == 2
        finally:
            text.end()


def test_fifty_calls_at_once_are_all_shown(make_haod):
    haod = make_haod(crowd(50)).start()
    pads = {str(i): haod.clerk(str(i), str(100 + i)) for i in range(1, 51)}
    watch = Watch(haod)
    issue(pads["1"], 50)
    with screen(haod, "--hold", "1"):
        watch.until("device", key="screen", state="ok")
        called = {call(pads[c], c, c)["seq"] for c in pads}
        while called:
            called.discard(watch.until("shown")["call"])


def test_a_server_that_dies_and_comes_back_under_calls(haod):
    pad = haod.clerk("1")
    issue(pad, 3)
    with screen(haod) as process:
        call(pad, "1", 1)
        haod.kill()
        assert process.err.wait("the server is away since")
        haod.start()
        assert process.err.wait("the server is back at")
        pad, watch = haod.clerk("1"), Watch(haod)
        seq = call(pad, "1", 2)["seq"]
        watch.until("shown", call=seq)


def test_a_covered_call_is_not_told(haod):
    pad, watch = haod.clerk("1"), Watch(haod)
    issue(pad, 1)
    with screen(haod):
        watch.until("device", key="screen", state="ok")
        pairs(pad("HALL", "BROADCAST", "!a fire", "REASON", "x", "RID", "b1"))
        seq = call(pad, "1", 1)["seq"]
        pairs(pad("HALL", "BROADCAST", "", "REASON", "why", "RID", "b2"))
        seen = watch.wire.message()[1]
        while seen.get("text") != "":
            assert seen["type"] != "shown"
            seen = watch.wire.message()[1]
        watch.until("shown", call=seq)


def test_pictures_have_the_size_that_was_asked_for(haod, tmp_path):
    pad = haod.clerk("1")
    issue(pad, 2)
    call(pad, "1", 1)
    assert picture(haod, tmp_path / "a.png") == (1920, 1080)
    for i, words in enumerate((
            ["--layout", "list"], ["--layout", "counters"],
            ["--counter", "1"], ["--lang", "en"], ["--lang", "ar,zh"])):
        at = tmp_path / f"{i}.png"
        assert picture(haod, at, "--size", "720x1280", *words) == (720, 1280)
        assert at.stat().st_size > 5000


def test_its_clock_is_the_halls(haod, tmp_path):
    drawn = []
    for i, zone in enumerate(("UTC", "America/Lima", "UTC")):
        picture(haod, tmp_path / f"{i}.png", zone=zone)
        drawn.append((tmp_path / f"{i}.png").read_bytes())
    # A minute may have gone by, at one place.
    assert drawn[1] in (drawn[0], drawn[2])
    # The clock alone is not the same elsewhere.
    text = haod.conf.read_text(encoding="utf-8")
    haod.conf.write_text(text.replace("Asia/Shanghai", "America/Lima"),
                         encoding="utf-8")
    os.kill(haod.pid, signal.SIGHUP)
    assert haod.said.wait("is in force")
    picture(haod, tmp_path / "lima.png")
    assert (tmp_path / "lima.png").read_bytes() not in drawn


def test_wrong_words_are_refused(haod):
    for words, say in ((["--layout", "round"], "calls, list or counters"),
                       (["--size", "big"], "WIDTHxHEIGHT")):
        process = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "--png",
                           "/dev/null", *words])
        assert process.wait() in (1, 2)
        assert any(say in line for line in process.err.all), process.err.all


DEVICES = """
devices:
  - {name: hall-1, zone: main, voice: [zh], hold_s: 1}
  - {name: sign-1, counter: "1", languages: [en]}
  - {name: wall, screen: counters, ticker: {zh: 甲, en: B}}
"""


def test_it_is_set_by_its_name_in_the_halls_file(make_haod, tmp_path):
    haod = make_haod(crowd(3) + DEVICES).start()
    watch = Watch(haod)
    with screen(haod):
        # Without a sound card here: the voice was begun, and says so.
        watch.until("device", key="sound")
    plain, wall = tmp_path / "plain.png", tmp_path / "wall.png"
    sign, said = tmp_path / "sign.png", tmp_path / "said.png"
    picture(haod, plain, "-n", "nobody")
    picture(haod, wall, "-n", "wall")
    assert wall.read_bytes() != plain.read_bytes()
    # A sign has no clock on it: the two are the same.
    picture(haod, sign, "-n", "sign-1")
    picture(haod, said, "-n", "nobody", "--counter", "1", "-l", "en")
    assert sign.read_bytes() == said.read_bytes()


def test_a_zone_that_is_not_there_is_said(haod):
    for words in (["--text"], ["--png", "/dev/null"]):
        process = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "-z",
                           "upstairs", *words])
        assert process.wait() == 1
        assert any(line.startswith("hao-display: calls:upstairs: ")
                   and "upstairs" in line for line in process.err.all)


def test_a_sign_leaves_the_channel_of_a_counter_that_is_gone(make_haod):
    """Or its next connection would ask for it, be refused, and end."""
    sign = "devices:\n  - {{name: sign-1, counter: '{}'}}\n"
    haod = make_haod(crowd(3) + sign.format(3)).start()
    proxy = Proxy(haod.port)
    with contextlib.closing(proxy), screen(
            haod, "-n", "sign-1", "-s", f"127.0.0.1:{proxy.at}") as process:
        assert proxy.wait("client", encode(["SUBSCRIBE", "counter:3"]))
        haod.conf.write_text(crowd(2) + sign.format(2), encoding="utf-8")
        os.kill(haod.pid, signal.SIGHUP)
        assert proxy.wait("client", encode(["UNSUBSCRIBE", "counter:3"]))
        assert proxy.wait("client", encode(["SUBSCRIBE", "counter:2"]))
        haod.kill()
        assert process.err.wait("the server is away since")
        proxy.said.clear()
        haod.start()
        assert proxy.wait("client", encode(["SUBSCRIBE", "counter:2"]))
        assert b"counter:3" not in proxy.all_of("client")
