"""Accounts over the wire: secrets, codes, PINs; and those who guess."""

import fcntl
import json
import os
import pty
import re
import sqlite3
import subprocess
import termios
import time

import pytest
import redis

import journal_file
import keys
from daemon import SLOWER, pairs
from resp import PATIENCE_S
from terminal import Terminal


@pytest.fixture
def hall(make_haod):
    return keys.strict_hall(make_haod)


def test_a_redis_client_comes_in(hall):
    """The usual library, by AUTH and by a pool of connections."""
    user, secret = keys.ROOT
    with hall.redis(username=user, password=secret) as client:
        rows = client.execute_command("ACCOUNT", "LIST")
        assert [pairs(row)["account"] for row in rows] == [user]
    with hall.redis(username=user, password=secret + "?") as client:
        with pytest.raises(redis.exceptions.ResponseError, match="WRONGPASS"):
            client.ping()
    with hall.redis(password=secret) as client:
        with pytest.raises(redis.exceptions.ResponseError, match="WRONGPASS"):
            client.ping()


def test_hello_and_auth(hall):
    with hall.wire() as wire:
        assert wire("HELLO", 3, "AUTH", "li", "no").word == "WRONGPASS"
        # In RESP2, and nobody, as before.
        assert wire("HALL", "STATE").word == "NOAUTH"
        hello = wire("HELLO", 3, "SETNAME", "desk", "AUTH", *keys.ROOT)
        assert hello["proto"] == 3
        assert wire("CLIENT", "GETNAME") == "desk"
        assert wire("RESET") == "RESET"
        assert wire("HALL", "STATE").word == "NOAUTH"
        assert wire("AUTH", *keys.ROOT) == "OK"
        assert wire.json("HALL", "STATE")["seq"] > 0


def test_what_comes_behind_waits_its_turn(hall):
    """A pipeline in one write, with the secret in its midst."""
    with hall.wire() as wire:
        wire.send_raw(b"PING one\r\nAUTH li \"the first secret\"\r\n"
                      b"ECHO two\r\nAUTH li wrong\r\nECHO three\r\n")
        assert [wire.read() for _ in range(3)] == ["one", "OK", "two"]
        assert wire.read().word == "WRONGPASS"
        # A wrong one takes nothing away from who is in.
        assert wire.read() == "three"


def test_accounts_last(hall):
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "kiosk-1", "kiosk")
        assert wire("ACCOUNT", "ADD", "kiosk-1", "kiosk").word == "BADSTATE"
        assert wire("ACCOUNT", "ADD", "k", "king").word == "BADARG"
        assert wire("ACCOUNT", "DISABLE", "li").word == "BADSTATE"
    hall.restart(kill=True)
    with keys.log_in(hall, "kiosk-1", secret) as kiosk:
        assert kiosk.json("TICKET", "ISSUE", "A", "RID", "r")["number"]
    with keys.technician(hall) as wire:
        rows = wire.json("ACCOUNT", "LIST")
        assert [(a["account"], a["role"], a["state"]) for a in rows] == [
            ("kiosk-1", "kiosk", "enabled"), ("li", "technician", "enabled")]
        assert wire.json("ACCOUNT", "LIST", "AFTER", "kiosk-1") == rows[1:]


def test_a_repeat_tells_no_secret(hall):
    with keys.technician(hall) as wire:
        words = ["ACCOUNT", "ADD", "pad-1", "pad", "RID", "once"]
        first, again = wire.json(*words), wire.json(*words)
        assert "secret" in first and first["replayed"] == 0
        assert "secret" not in again and again["replayed"] == 1


def test_who_is_stopped_goes(hall):
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "d", "display")
        screen = keys.log_in(hall, "d", secret)
        wire("ACCOUNT", "DISABLE", "d")
        assert screen.is_ended()
        with hall.wire() as late:
            assert late("AUTH", "d", secret).word == "WRONGPASS"
        wire("ACCOUNT", "ENABLE", "d")
        screen = keys.log_in(hall, "d", secret)
        other = wire.json("ACCOUNT", "SECRET", "d")["secret"]
        assert screen.is_ended()
        with hall.wire() as late:
            assert late("AUTH", "d", secret).word == "WRONGPASS"
            assert late("AUTH", "d", other) == "OK"


def test_a_code_brings_a_device_in(hall):
    with keys.technician(hall) as wire:
        code = wire.json("ACCOUNT", "PAIR", "pad-3", "pad")["code"]
        assert wire("ACCOUNT", "PAIR", "li", "technician").word == "BADARG"
        assert wire("ACCOUNT", "PAIR", "li", "pad").word == "BADARG"
    with hall.wire() as pad:
        assert pad("PAIR", "2345678").word == "WRONGPASS"
        told = pad.json("PAIR", code.lower())
        assert (told["account"], told["role"]) == ("pad-3", "pad")
        # It is a stranger until it says the secret, and the code is void.
        assert pad("HALL", "LAYOUT").word == "NOAUTH"
        assert pad("PAIR", code).word == "WRONGPASS"
        assert pad("AUTH", "pad-3", told["secret"]) == "OK"
    with keys.technician(hall) as wire:
        # Another machine in its place: the old secret is void.
        code = wire.json("ACCOUNT", "PAIR", "pad-3", "pad")["code"]
        with hall.wire() as pad:
            again = pad.json("PAIR", code)
            assert again["secret"] != told["secret"]
            assert pad("AUTH", "pad-3", told["secret"]).word == "WRONGPASS"
    assert hall.stop() == 0


def test_a_pin_is_asked_for(hall):
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "window-1", "counter")
    opened = ["COUNTER", "OPEN", "1", "CLERK", "101"]
    with keys.log_in(hall, "window-1", secret, name="w1") as desk:
        # No clerk has an account: as ever.
        assert pairs(desk(*opened))["clerk"] == "101"
        desk("COUNTER", "CLOSE", "1")
        with keys.technician(hall) as wire:
            keys.add(wire, "101", "clerk", "1234")
            keys.add(wire, "102", "clerk", "9876")
        assert desk(*opened).word == "WRONGPASS"
        assert desk(*opened, "PIN", "9876").word == "WRONGPASS"
        assert desk("COUNTER", "OPEN", "1", "CLERK", "7", "PIN",
                    "1234").word == "WRONGPASS"
        assert desk("COUNTER", "OPEN", "1", "CLERK", "window-1", "PIN",
                    secret).word == "WRONGPASS"
        assert pairs(desk(*opened, "PIN", "1234"))["state"] == "open"
        # The terminal that has the counter needn't say it again.
        assert pairs(desk(*opened))["state"] == "open"
        assert desk("COUNTER", "OPEN", "1", "CLERK", "102").word == \
            "WRONGPASS"
    with hall.wire() as stranger:
        # A PIN is good on a device alone.
        assert stranger("AUTH", "101", "1234").word == "WRONGPASS"
        assert stranger(*opened, "PIN", "1234").word == "NOAUTH"


def test_a_clerk_who_is_stopped_calls_nobody(hall):
    """Not at the counter that was open, either; somebody else goes on."""
    with keys.technician(hall) as wire:
        for clerk in ("101", "102"):
            keys.add(wire, clerk, "clerk", "1234")
        desk = keys.log_in(
            hall, "desk", keys.add(wire, "desk", "counter"), name="w1")
        kiosk = keys.log_in(hall, "k", keys.add(wire, "k", "kiosk"))
        opened = ["COUNTER", "OPEN", "1", "CLERK", "101"]
        assert pairs(desk(*opened, "PIN", "1234"))["state"] == "open"
        kiosk("TICKET", "ISSUE", "A", "RID", "r1")
        wire("ACCOUNT", "DISABLE", "101")
        for words in (["NEXT", "1", "RID", "n1"], ["LEASE", "1"],
                      ["PAUSE", "1", "lunch"]):
            assert desk("COUNTER", *words).word == "NOPERM"
        assert desk(*opened).word == "WRONGPASS"
        assert desk(*opened, "PIN", "1234").word == "WRONGPASS"
        assert pairs(desk("COUNTER", "OPEN", "1", "CLERK", "102", "PIN",
                          "1234"))["clerk"] == "102"
        assert pairs(desk("COUNTER", "NEXT", "1", "RID", "n2"))["id"]
        # Nor when no other clerk has an account any more.
        wire("ACCOUNT", "DISABLE", "102")
        assert desk(*opened).word == "WRONGPASS"
    desk.close()
    kiosk.close()


def test_who_did_what_from_where(hall, tmp_path):
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "k", "kiosk")
    with keys.log_in(hall, "k", secret, name="door") as kiosk:
        kiosk("TICKET", "ISSUE", "A", "RID", "r")
        assert kiosk.json("TICKET", "FIND", "RID", "r")["number"] == "A001"
    assert hall.stop() == 0
    events = journal_file.read(hall, tmp_path / "copy.db")
    issued = [e for e in events if e.type == "issued"][0]
    assert issued.payload["user"] == "k"
    assert issued.payload["from"] == "127.0.0.1"


def test_secrets_are_nowhere(hall, tmp_path):
    """Neither in the log, nor in the journal, nor in what is pushed."""
    pin, words = "48271935", "a person's own secret"
    with keys.technician(hall) as wire:
        chief = keys.log_in(hall, *keys.ROOT)
        chief("SUBSCRIBE", "hall")
        device = keys.add(wire, "k", "kiosk")
        keys.add(wire, "c", "counter")
        keys.add(wire, "101", "clerk", pin)
        keys.add(wire, "wang", "manager", words)
        wire("ACCOUNT", "ADD", "x", "manager", "SECRET", words[:7])
        wire("HALL", "STATE")
    with hall.wire() as guess:
        guess("AUTH", "wang", words + "!")
    pushed = ""
    while "wang" not in pushed:
        pushed += json.dumps(chief.message())
    chief.close()
    assert hall.stop() == 0
    said = "\n".join(hall.said.all)
    raw = hall.file.read_bytes()
    for secret in (pin, words, words[:7], device, keys.ROOT[1]):
        assert secret not in said
        assert secret not in pushed
        assert secret.encode() not in raw
    assert "$argon2id" not in pushed and "blake2b:" not in pushed
    with sqlite3.connect(hall.file) as db:
        payloads = "".join(
            row[0] for row in db.execute("SELECT payload FROM event"))
    assert "$argon2id" not in payloads and "blake2b:" not in payloads
    # But for the table of their own, which forgetting leaves alone.
    assert b"$argon2id" in raw


def test_guesses_are_slowed_and_others_are_not(hall):
    """Wrong ones of a name; meanwhile the hall goes on."""
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "k", "kiosk")
        keys.add(wire, "wang", "manager", "1234567890")
    kiosk = keys.log_in(hall, "k", secret)
    took = []
    for guess in range(3):
        with hall.wire() as wire:
            began = time.monotonic()
            wire.send("AUTH", "wang", f"guess {guess}")
            # The loop is free while somebody's secret is looked at.
            assert kiosk("PING") == "PONG"
            assert wire.read().word == "WRONGPASS"
            took.append(time.monotonic() - began)
    # 0.25 and 0.5 s after the one before.
    assert took[1] > 0.2 and took[2] > 0.45, took
    # Nobody is locked out: the right one only waits its turn.
    with hall.wire() as wire:
        assert wire("AUTH", "wang", "1234567890") == "OK"
    # Forgotten with the first right one.
    with hall.wire() as wire:
        began = time.monotonic()
        assert wire("AUTH", "wang", "1234567890") == "OK"
        assert time.monotonic() - began < 1 * SLOWER
    kiosk.close()


def test_a_secret_that_is_replaced_meanwhile_is_wrong(hall):
    """It was the right one when it was said, and waited behind guesses."""
    old, new = "the old secret", "the new secret"
    with keys.technician(hall) as wire, hall.wire() as late:
        keys.add(wire, "wang", "manager", old)
        guessers = [hall.wire() for _ in range(4)]
        for guesser in guessers:
            guesser.send("AUTH", "wang", "no secret")
        assert guessers[0].read().word == "WRONGPASS"
        late.send("AUTH", "wang", old)
        assert wire.json("ACCOUNT", "SECRET", "wang", "SECRET", new)["seq"]
        assert late.read().word == "WRONGPASS"
        assert late("HALL", "STATE").word == "NOAUTH"
        assert late("AUTH", "wang", new) == "OK"
        for guesser in guessers:
            guesser.close()


def guess_four(hall, desk, guess):
    """One wrong secret of each kind: a person's, a device's, PIN and code."""
    opened = ["COUNTER", "OPEN", "1", "CLERK", "101", "PIN", f"{guess:08}"]
    assert desk(*opened).word == "WRONGPASS"
    for words in (["AUTH", "wang", f"no secret {guess}"],
                  ["HELLO", 3, "AUTH", "desk", f"no secret {guess}"],
                  ["PAIR", f"NOCODE{guess}"]):
        with hall.wire() as wire:
            assert wire(*words).word == "WRONGPASS"


def next_alert(wire):
    for _ in range(10):
        message = wire.message()[1]
        if message["type"] == "alert":
            return message
    return None


def test_guesses_are_an_alert(make_haod):
    """Of whatever kind; told with the address, never with what was said."""
    hall = keys.strict_hall(
        make_haod, "\nalerts: {secrets_warn: 4, secrets_alarm: 7}\n")
    chief, wire = keys.technician(hall), keys.technician(hall)
    chief("SUBSCRIBE", "hall")
    keys.add(wire, "wang", "manager", "1234567890")
    keys.add(wire, "101", "clerk", "1234")
    desk = keys.log_in(hall, "desk", keys.add(wire, "desk", "counter"))
    assert wire.json("HALL", "ALERTS") == []
    for guess, state, level in ((1, "many", "warn"), (2, "flood", "alarm")):
        guess_four(hall, desk, guess)
        alert = next_alert(chief)
        assert (alert["kind"], alert["subject"], alert["level"]) == (
            "secrets", "haod", level)
        told, = wire.json("HALL", "ALERTS")
        assert (told["kind"], told["state"]) == ("secrets", state)
    # Those who are in and who know their own are none of them.
    assert "secrets_wrong:8\r\nsecrets_wrong_recently:8\r\n" in wire("INFO")
    assert "\nhao_secrets_wrong_total 8\n" in wire("HALL", "METRICS")
    assert hall.said.wait(
        r"^haod: wrong secrets: \d+, of these \d+ from 127\.0\.0\.1$")
    for one in (chief, wire, desk):
        one.close()
    assert hall.stop() == 0
    said = "\n".join(hall.said.all)
    for part in ("no secret", "NOCODE", "00000001", "00000002"):
        assert part not in said


def test_strangers_keep_nobody_out(hall):
    """The account that is being guessed at comes in all the same."""
    with keys.technician(hall) as wire:
        secret = keys.add(wire, "k", "kiosk")
    kiosk = keys.log_in(hall, "k", secret)
    guessing = [hall.wire() for _ in range(20)]
    for i in range(3):
        for one in guessing:
            one.send("AUTH", "k", f"guess {i}")
    for i in range(20):
        assert kiosk.json("TICKET", "ISSUE", "A", "RID", f"r{i}")["id"]
        with keys.log_in(hall, "k", secret) as late:
            assert late("PING") == "PONG"
    # Of one address only so many wait; the others are told.
    words = {one.read().word for one in guessing[-3:]}
    assert words <= {"WRONGPASS", "UNAVAILABLE"}
    for one in [kiosk, *guessing]:
        one.close()


def test_a_whole_hall_comes_back_at_once(hall):
    """200 devices after a restart: none waits for the slow thread."""
    with keys.technician(hall) as wire:
        secrets = {f"s-{i}": keys.add(wire, f"s-{i}", "display")
                   for i in range(200)}
    hall.restart(kill=True)
    wires = {name: hall.wire() for name in secrets}
    began = time.monotonic()
    for name, wire in wires.items():
        wire.send("HELLO", 3, "AUTH", name, secrets[name])
    for wire in wires.values():
        assert wire.read()["proto"] == 3
    assert time.monotonic() - began < 2 * SLOWER
    for wire in wires.values():
        wire.close()


def test_who_leaves_while_it_is_looked_at(hall):
    for _ in range(5):
        wire = hall.wire()
        wire.send("AUTH", "nobody", "secret")
        wire.cut()
    with keys.technician(hall) as wire:
        assert wire("PING") == "PONG"


def test_a_program_becomes_its_device(hall, tmp_path):
    """--pair once, then its file alone; the file is its owner's alone."""
    file = tmp_path / "secret"
    ask = [keys.HAOCTL, "-s", f"127.0.0.1:{hall.port}", "--secret-file", file]
    with keys.technician(hall) as wire:
        code = wire.json("ACCOUNT", "PAIR", "d", "display")["code"]
    for words in (["--pair", code, "services"], ["services"]):
        done = subprocess.run([*ask, *words], capture_output=True, text=True,
                              timeout=PATIENCE_S)
        assert done.returncode == 0 and "SERVICE" in done.stdout, done
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().startswith("d ")
    # A display may not do everything.
    done = subprocess.run([*ask, "account", "list"], capture_output=True,
                          text=True, timeout=PATIENCE_S)
    assert done.returncode == 1 and "NOPERM" in done.stderr, done
    done = subprocess.run([*ask[:3], "--pair", code, "services"],
                          capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 1 and "--secret-file" in done.stderr, done


def test_a_code_is_not_used_up_in_vain(hall, tmp_path):
    """Where its secret can't be kept; and a used one says that it was."""
    ask = [keys.HAOCTL, "-s", f"127.0.0.1:{hall.port}", "services"]
    with keys.technician(hall) as wire:
        code = wire.json("ACCOUNT", "PAIR", "d", "display")["code"]

    def pair(file):
        return subprocess.run([*ask, "--pair", code, "--secret-file", file],
                              capture_output=True, text=True,
                              timeout=PATIENCE_S, check=False)

    done = pair(tmp_path / "nowhere" / "secret")
    assert done.returncode == 1 and "No such file" in done.stderr, done
    assert pair(tmp_path / "secret").returncode == 0
    assert [at.name for at in tmp_path.glob("secret*")] == ["secret"]
    done = pair(tmp_path / "other")
    assert "the pairing code: WRONGPASS" in done.stderr
    assert not (tmp_path / "other").exists()


def test_accounts_are_kept_by_haoctl(hall, tmp_path):
    file = tmp_path / "secret"
    file.write_text(" ".join(keys.ROOT) + "\n")

    def ask(*words, typed=None):
        done = subprocess.run(
            [keys.HAOCTL, "-s", f"127.0.0.1:{hall.port}", "--secret-file",
             file, "account", *words],
            input=typed, capture_output=True, text=True, timeout=PATIENCE_S)
        return done.returncode, done.stdout + done.stderr

    assert ask("add", "101", "clerk", typed="1234\n") == (
        0, "101 is clerk, enabled\n")
    status, said = ask("add", "k", "kiosk")
    assert status == 0 and "its secret, shown once: " in said
    secret = said.split(": ")[1].strip()
    with keys.log_in(hall, "k", secret) as kiosk:
        assert ask("disable", "k") == (0, "k is kiosk, disabled\n")
        assert kiosk.is_ended()
    assert ask("enable", "k")[0] == 0
    assert ask("password", "101", typed="4321\n")[0] == 0
    assert ask("add", "102", "clerk", typed="abc\n")[0] == 1
    assert re.search(r"--pair [2-9A-Z]{7}$", ask("pair", "p", "pad")[1])
    status, said = ask("list")
    assert [line.split() for line in said.splitlines()] == [
        ["ACCOUNT", "ROLE", "STATE"], ["101", "clerk", "enabled"],
        ["k", "kiosk", "enabled"], ["li", "technician", "enabled"]]
    assert ask("dance")[0] == 2


def test_haoctl_asks_for_the_secret_of_a_user(hall, tmp_path):
    """On a terminal, and it is not shown."""
    user, secret = keys.ROOT
    words = [keys.HAOCTL, "-s", f"127.0.0.1:{hall.port}", "--user", user,
             "account", "pair", "kiosk-1", "kiosk"]
    terminal = Terminal(tmp_path, words)
    try:
        terminal.wait("secret of li:")
        terminal.write(secret)
        terminal.press("Enter")
        said = terminal.wait(r"--pair [2-9A-Z]{7}")
        assert secret not in said
        assert terminal.wait_dead() == 0
    finally:
        terminal.close()


def test_who_is_asked_may_leave(hall):
    """Ctrl-C ends it at once, and what is typed is shown again."""
    words = [keys.HAOCTL, "-s", f"127.0.0.1:{hall.port}", "--user", "li",
             "account", "list"]
    ours, its = pty.openpty()
    with subprocess.Popen(
            words, stdin=its, stdout=its, stderr=its, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={k: v for k, v in os.environ.items()
                 if k != "HAO_SECRET"}) as child:
        said = b""
        while b"secret of li: " not in said:
            said += os.read(ours, 100)
        assert not termios.tcgetattr(its)[3] & termios.ECHO
        os.write(ours, b"half\x03")
        try:
            assert child.wait(PATIENCE_S) != 0
        finally:
            child.kill()
        assert termios.tcgetattr(its)[3] & termios.ECHO
    os.close(ours)
    os.close(its)


@pytest.mark.parametrize("more", [
    pytest.param((), id="wire"), pytest.param(("-j",), id="file")])
def test_a_new_secret_is_typed_twice(hall, tmp_path, more):
    """On a terminal, where nobody sees a slip."""
    words = ["-s", f"127.0.0.1:{hall.port}", "--user", keys.ROOT[0]]
    if more:
        assert hall.stop() == 0
        words = ["-j", f"sqlite:{hall.file}"]

    def type_(name, again):
        folder = tmp_path / name
        folder.mkdir()
        terminal = Terminal(
            folder, [keys.HAOCTL, *words, "account", "add", name,
                     "supervisor"], env={"HAO_SECRET": keys.ROOT[1]})
        try:
            for text, asked in (("a long secret", "^secret"),
                                (again, "once more")):
                terminal.wait(rf"(?m){asked}.* of {name}:")
                terminal.write(text)
                terminal.press("Enter")
            return terminal.wait_dead(), terminal.screen()
        finally:
            terminal.close()

    status, said = type_("wang", "a long secert")
    assert status == 1 and "the two differ" in said
    status, said = type_("chen", "a long secret")
    assert status == 0 and "chen is supervisor, enabled" in said


def verifiers(hall):
    """What secrets are compared with, oldest first."""
    db = sqlite3.connect(f"file:{hall.file}?mode=ro", uri=True)
    rows = db.execute("SELECT value FROM personal WHERE field = 'verifier'"
                      " ORDER BY seq").fetchall()
    db.close()
    return [value for value, in rows]


def test_a_replaced_secret_is_destroyed(hall):
    """Nobody who takes the disk can try at an old one at leisure."""
    with keys.technician(hall) as wire:
        keys.add(wire, "wang", "manager", "an old secret")
        keys.add(wire, "101", "clerk", "1234")
        for device in ("k", "p"):
            keys.add(wire, device, "pad")
        old = verifiers(hall)[1:]
        assert len(old) == 4
        wire.json("ACCOUNT", "SECRET", "wang", "SECRET", "another secret")
        wire.json("ACCOUNT", "SECRET", "101", "SECRET", "4321")
        secret = wire.json("ACCOUNT", "SECRET", "k")["secret"]
        code = wire.json("ACCOUNT", "PAIR", "p", "pad")["code"]
        with hall.wire() as pad:
            paired = pad.json("PAIR", code)["secret"]
        # Neither the file nor its log has it, while haod goes on.
        for path in hall.folder.glob("hall.db*"):
            raw = path.read_bytes()
            assert not any(one.encode() in raw for one in old), path
        assert len(verifiers(hall)) == 5
    hall.restart(kill=True)
    for user, known in (("wang", "another secret"), ("k", secret),
                        ("p", paired)):
        keys.log_in(hall, user, known).close()
    with hall.wire() as wire:
        assert wire("AUTH", "wang", "an old secret").word == "WRONGPASS"
    # The chain and what it decides are whole.
    for words in (["check"], ["audit"]):
        done = subprocess.run(
            [keys.HAOCTL, "-j", f"sqlite:{hall.file}", *words],
            capture_output=True, text=True, timeout=PATIENCE_S)
        assert done.returncode == 0, done.stdout + done.stderr
