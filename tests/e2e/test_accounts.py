"""`loopback: accounts`: what strangers may do, which is to say who they are."""

import pytest

import journal_file
from daemon import TREE
from resp import Closed, Refusal

ASKED = "loopback: accounts"
HALL = (TREE / "docs" / "hall.yaml").read_text(encoding="utf-8")
FOR_STRANGERS = {"HELLO", "AUTH", "PING", "QUIT", "RESET", "PAIR"}


@pytest.fixture
def strict(make_haod):
    assert "\n#loopback: open\n" in HALL
    # More commands than a stranger may give in the time there is to log in.
    return make_haod(HALL.replace("#loopback: open", ASKED)
                     + "\nlimits: {commands_stranger: 0}\n").start()


def all_commands(haod):
    """Every command, as the words that name it."""
    with haod.wire(proto=3) as wire:
        for name, about in wire("COMMAND", "DOCS").items():
            subs = about.get("subcommands")
            yield from (sub.split("|") for sub in subs) if subs else [[name]]


def test_every_command_but_a_few_is_refused(strict, make_haod, tmp_path):
    commands = list(all_commands(make_haod().start()))
    assert ["TICKET", "ISSUE"] in commands and len(commands) > 40
    with strict.wire() as wire:
        for words in commands:
            if words[0] in FOR_STRANGERS:
                continue
            for more in ([], ["A"], ["A", "RID", "r"]):
                reply = wire(*words, *more)
                assert isinstance(reply, Refusal), (words, more, reply)
                assert reply.word == "NOAUTH", (words, more, reply)
        assert wire("PING") == "PONG"
    assert strict.stop() == 0
    events = journal_file.read(strict, tmp_path / "copy.db")
    assert [e.type for e in events] == ["layout", "day_closed"]


def test_what_strangers_may_say(strict):
    with strict.wire() as wire:
        assert wire("PING") == "PONG"
        assert wire("PING", "there?") == "there?"
        assert wire("RESET") == "RESET"
        assert wire("HELLO").word == "NOAUTH"
        assert wire("HELLO", 3).word == "NOAUTH"
        assert wire("HELLO", 4).word == "NOPROTO"
        assert wire("HELLO", 3, "AUTH", "u", "p").word == "WRONGPASS"
        assert wire("HELLO", 3, "SETNAME", "x").word == "NOAUTH"
        assert wire("AUTH", "p").word == "WRONGPASS"
        assert wire("AUTH", "u", "p").word == "WRONGPASS"
        # None of that made anybody known.
        assert wire("TICKET", "ISSUE", "A", "RID", "r").word == "NOAUTH"
        assert wire("SUBSCRIBE", "calls:main").word == "NOAUTH"
        assert wire("MULTI").word == "ERR"
        assert wire("TICKET", "ISSUE", "A", "RID", "r").word == "EXECABORT"
        assert wire("EXEC").word == "EXECABORT"
        assert wire("QUIT") == "OK"
        assert wire.is_ended()


@pytest.mark.parametrize("words", [
    ["NONSENSE"], ["TICKET", "NONSENSE"], ["TICKET"], ["EXEC"], ["GET", "/"]])
def test_an_unknown_command_ends_it(strict, words):
    with strict.wire() as wire:
        wire.send_raw(b"PING\r\n" + " ".join(words).encode() +
                      b"\r\nPING\r\n")
        assert wire.read() == "PONG"
        assert wire.read().word == "ERR"
        with pytest.raises(Closed):
            wire.read()


def test_an_unknown_command_ends_nothing_elsewhere(haod):
    with haod.wire() as wire:
        assert wire("NONSENSE").word == "ERR"
        assert wire("PING") == "PONG"


@pytest.mark.parametrize("words, fits", [
    (["PING", "x" * 1024], True), (["PING", "x" * 1025], False),
    (["AUTH"] + ["x"] * 9, True), (["AUTH"] + ["x"] * 10, False)])
def test_strangers_have_less_room(strict, words, fits):
    with strict.wire() as wire:
        reply = wire(*words)
        if fits:
            assert reply == words[1] or reply.word == "BADARG"
            assert wire("PING") == "PONG"
        else:
            assert reply.word == "ERR"
            assert wire.is_ended()


def test_a_reload_asks_those_who_come_later(haod):
    early = haod.wire()
    text = haod.conf.read_text(encoding="utf-8")
    haod.conf.write_text(text.replace("#loopback: open", ASKED),
                         encoding="utf-8")
    assert early("HALL", "RELOAD") == "OK"
    with haod.wire() as late:
        assert late("HALL", "STATE").word == "NOAUTH"
    with early:
        assert early.json("HALL", "STATE")["seq"] > 0


def test_a_reload_takes_back_that_a_network_is_trusted(make_haod):
    haod = make_haod(HALL.replace("#plain:", "plain:"))
    haod.host = "0.0.0.0"
    early = haod.start().wire()
    haod.conf.write_text(HALL, encoding="utf-8")
    assert early("HALL", "RELOAD") == "OK"
    assert haod.said.wait("no `plain: trusted-network` any more")
    with haod.wire() as late, pytest.raises(Closed):
        late("PING")
    with early:
        assert early.json("HALL", "STATE")["seq"] > 0
