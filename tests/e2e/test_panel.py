"""The real display drives LED panels, over a serial line and over TCP."""

from contextlib import contextmanager

from card import SerialCard, TcpCard, picture_of
from daemon import DISPLAY, Process, pairs
from resp import poll


@contextmanager
def shown(haod, card, *words):
    process = Process([DISPLAY, "-s", f"127.0.0.1:{haod.port}", "-n", "sign",
                       "--text", *words])
    try:
        yield process
    finally:
        status = process.end()
        card.close()
        assert status == 0, process.err.all


def call(pad, rid):
    pairs(pad("TICKET", "ISSUE", "A", "RID", f"t{rid}"))
    return pairs(pad("COUNTER", "NEXT", "1", "RID", f"n{rid}"))


def state_of(haod):
    rows = haod.wire().json("DEVICE", "LIST")
    return {row["key"]: row["state"] for row in rows}


def test_a_call_is_a_text_on_a_serial_panel(haod):
    pad, card = haod.clerk("1"), SerialCard()
    words = f"cpower:tty:{card.path}@9600,size=96x16,text"
    with shown(haod, card, "--panel", words) as process:
        assert card.command() == bytes.fromhex(
            "01 01 0000 0000 0060 0010")
        assert card.command()[-2:] == b"\0\0"  # nothing was called yet
        assert process.err.wait("counters open 1")
        call(pad, 1)
        assert card.command() == bytes.fromhex(
            "04 00 01 01 0000 0000 0060 0010 02 FF 00 00"
        ) + "A001 → 1".encode("gb2312") + b"\0"
        pairs(pad("HALL", "BROADCAST", "请离开", "REASON", "why", "RID", "b1"))
        assert "请离开".encode("gb2312") in card.command()
        pairs(pad("HALL", "BROADCAST", "", "REASON", "why", "RID", "b2"))
        assert b"A001" in card.command()
    # The first frame byte by byte: 68 … 10 add up to 0193.
    assert card.raw.startswith(bytes.fromhex(
        "A5 68 32 01 7B 01 0A 00 00 00 01 01 00 00 00 00 00 60 00 10"
        "93 01 AE"))


def test_a_call_is_a_picture_on_a_panel_on_the_network(haod):
    pad, card = haod.clerk("1"), TcpCard()
    words = f"cpower:tcp:127.0.0.1:{card.port},size=80x16,id=9"
    with shown(haod, card, "--panel", words) as process:
        assert card.command()[0] == 1
        assert picture_of(card.command())[:2] == (80, 16)
        assert process.err.wait("counters open 1")
        call(pad, 1)
        width, height, rows = picture_of(card.command())
        assert (width, height) == (80, 16)
        lit = [x for x in range(80) if any(row[x] == "#" for row in rows)]
        assert lit[0] < 12 and lit[-1] > 67, "\n".join(rows)
        assert any("#" in row for row in rows[:4]), "\n".join(rows)
        # Its power fails: when it is back, it shows what holds then.
        card.cut()
        assert card.command()[0] == 1
        assert picture_of(card.command())[2] == rows


def test_a_long_notice_turns_pages(haod):
    pad, card = haod.clerk("1"), SerialCard()
    words = f"cpower:tty:{card.path}@9600,size=64x16,text"
    with shown(haod, card, "--panel", words) as process:
        assert process.err.wait("counters open 1")
        pairs(pad("HALL", "BROADCAST", "停电通知请离开", "REASON", "x", "RID",
                  "b1"))
        wanted = [text.encode("gb2312") for text in ("停电通知", "请离开")]
        command = poll(card.command, lambda said: wanted[0] in said,
                       wanted[0])
        assert wanted[1] not in command
        assert wanted[1] in card.command()


def test_a_panel_that_is_not_there_is_told(haod):
    seen, pad = haod.wire(), haod.clerk("1")
    seen.send("SUBSCRIBE", "hall")
    seen.message()
    gone, card = TcpCard(), SerialCard()
    gone.close()
    words = f"cpower:tcp:127.0.0.1:{gone.port}"
    with shown(haod, card, "--panel", words) as process:
        assert process.err.wait("counters open 1")
        event = seen.message()[1]
        while event["type"] != "alert":
            event = seen.message()[1]
        assert (event["kind"], event["subject"]) == ("display", "sign")
        assert state_of(haod) == {"screen": "away"}
        call(pad, 1)
        assert process.out.wait("^A001 → 1$")
        while event["type"] != "shown":
            event = seen.message()[1]
        assert event["number"] == "A001" and event["zone"] == "main"


def test_wrong_words_are_refused(haod):
    for words in ("cpower", "cpower:tcp:", "other:tcp:x"):
        process = Process([DISPLAY, "--text", "--panel", words])
        assert process.wait() == 2
        assert any("cpower:tcp:HOST:PORT" in line
                   for line in process.err.all), process.err.all
