"""TLS: who trusts whom, and that nothing else is different behind it."""

import json
import os
import re
import signal
import socket
import ssl
import stat
import subprocess

import pytest

from daemon import BUILD, HAOD, TREE, Process, pairs
from resp import PATIENCE_S, Closed, encode, poll
from secure import Authority, SecureHaod, fingerprint, openssl

HAOCTL = BUILD / "haoctl" / "haoctl"
STATE = [HAOCTL, "services"]


@pytest.fixture
def make_secure(tmp_path):
    made = []

    def make(*more, **rest):
        folder = tmp_path / f"secure{len(made)}"
        folder.mkdir()
        made.append(SecureHaod(folder, more=more, **rest))
        return made[-1]

    yield make
    for one in made:
        if one.process:
            assert one.stop() == 0, one.said.all
            assert not any("Sanitizer" in line for line in one.said.all)


@pytest.fixture
def secure(make_secure):
    return make_secure().start()


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "authority")


def outcome(process):
    """How a program ended, and what it said."""
    status = process.wait()
    return status, "\n".join(process.out.all), "\n".join(process.err.all)


def refused(secure, *words):
    """What a program says that does not trust haod, or is not trusted."""
    program = secure.program([HAOCTL, "services"], *words)
    said = program.err.wait(r"the server is away: (.*)")
    program.end()
    assert said, program.err.all
    assert program.out.all == []
    return said.group(1)


# --- Clients of others -------------------------------------------------------


def test_redis_py(secure):
    with secure.secure_redis() as client:
        assert client.execute_command("TICKET", "ISSUE", "A", "RID", "r1")
        pipe = client.pipeline(transaction=False)
        for i in range(2000):
            pipe.execute_command("TICKET", "ISSUE", "A", "RID", f"p{i % 900}")
        numbers = [pairs(row)["number"] for row in pipe.execute()]
        assert numbers[:900] == numbers[900:1800]
        assert numbers[0] == "A002" and len(set(numbers)) == 900
        channel = client.pubsub()
        channel.subscribe("calls:main")
        kinds = [channel.get_message(timeout=PATIENCE_S)["type"]
                 for _ in range(2)]
        assert kinds == ["subscribe", "message"]
        channel.close()


def test_redis_cli(secure):
    done = subprocess.run(
        ["redis-cli", "--tls", "--cacert", secure.cert, "-p",
         str(secure.secure_port), "ticket", "issue", "A", "RID", "r1"],
        capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    assert "A001" in done.stdout


@pytest.mark.parametrize("version", ["1_2", "1_3"])
def test_versions(secure, version):
    context = secure.context()
    context.minimum_version = context.maximum_version = getattr(
        ssl.TLSVersion, f"TLSv{version}")
    with socket.create_connection(("127.0.0.1", secure.secure_port)) as plain:
        with context.wrap_socket(plain, server_hostname="127.0.0.1") as sock:
            sock.sendall(b"PING\r\n")
            assert sock.recv(64) == b"+PONG\r\n"
            # Nothing that could be resumed, or replayed early.
            assert not sock.session.has_ticket


def test_older_versions_are_refused(secure):
    done = subprocess.run(
        ["openssl", "s_client", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0",
         "-connect", f"127.0.0.1:{secure.secure_port}"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=PATIENCE_S, check=False)
    assert done.returncode != 0
    assert "protocol version" in done.stderr


# --- Our programs -------------------------------------------------------------


@pytest.mark.parametrize("trust", ["--pin", "--ca"])
def test_every_program_comes_in(secure, trust):
    words = [trust, secure.pin if trust == "--pin" else secure.cert]
    display = secure.program(
        [BUILD / "display" / "hao-display", "--text", "-l", "en"], *words)
    assert display.err.wait("calls:main: "), display.err.all
    assert outcome(secure.program(STATE, *words))[0] == 0
    with secure.secure("kiosk") as wire:
        wire("TICKET", "ISSUE", "A", "RID", "r1")
    counter = secure.program(
        [BUILD / "counter" / "hao-counter", "-w", "1", "-k", "101", "--once",
         "n"], *words)
    status, out, err = outcome(counter)
    assert status == 0 and "A001" in out, err
    assert display.out.wait("A001"), display.err.all
    assert display.end() == 0
    kiosk = subprocess.run(
        [BUILD / "kiosk" / "hao-kiosk", "--text", "-l", "en", "-s",
         f"127.0.0.1:{secure.secure_port}", *words], input="1\n",
        capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert "A002" in re.sub(r"(?<=\w) (?=\w)", "", kiosk.stdout), kiosk


def test_a_pin_with_colons_or_of_a_list(secure):
    colons = fingerprint(secure.cert)
    assert ":" in colons
    for pin in (colons, f"{'0' * 64},{secure.pin}", secure.pin.upper()):
        assert outcome(secure.program(STATE, "--pin", pin))[0] == 0


def test_a_wrong_pin_is_refused(secure):
    said = refused(secure, "--pin", "0" * 64)
    assert f"not the certificate that is pinned: its fingerprint is " \
        f"{secure.pin}" in said
    assert secure.said.wait("TLS: 1 could not come in.*does not trust"), \
        secure.said.all


@pytest.mark.parametrize("words", [
    ["--pin", "12"], ["--pin", "0" * 63 + "g"], ["--pin", ""],
    ["--ca", "/nonesuch"], ["--pin", "0" * 64, "--ca", "/nonesuch"],
    ["--tls", "--cert", "/nonesuch"],
])
def test_what_can_not_be_trusted_is_said(secure, words):
    status, _, said = outcome(secure.program(STATE, *words))
    assert status != 0
    assert re.match(r"haoctl: TLS: .{20}", said)


def test_nobody_known_has_signed_it(secure):
    assert "signed by nobody trusted here" in refused(secure, "--tls")


def test_another_name(make_secure, authority):
    secure = make_secure()
    secure.cert, secure.key = authority.sign("hall")
    secure.start()
    assert outcome(secure.program(STATE, "--ca", authority.cert))[0] == 0
    program = Process([HAOCTL, "-s", f"127.0.0.2:{secure.secure_port}",
                       "services", "--ca", authority.cert])
    # Nobody listens there: the name is not even asked for.
    assert program.err.wait("refused")
    program.end()
    other = Process([HAOCTL, "-s", f"localhost:{secure.secure_port}",
                     "services", "--ca", authority.cert])
    assert other.err.wait("is for another name or address|Name or service")
    other.end()


@pytest.mark.parametrize("start, end, says", [
    ("20200101000000Z", "20210203000000Z", "expired on 2021-02-03"),
    ("20480101000000Z", "20490101000000Z", "holds only from 2048-01-01"),
])
def test_out_of_its_time(make_secure, authority, start, end, says):
    secure = make_secure()
    secure.cert, secure.key = authority.sign("hall", start, end)
    secure.start()
    assert says in refused(secure, "--ca", authority.cert)
    # A pin is no matter of time: a clock without a battery does no harm.
    pin = fingerprint(secure.cert)
    assert outcome(secure.program(STATE, "--pin", pin))[0] == 0


def test_clients_with_certificates_alone(make_secure, authority):
    secure = make_secure("--clients-ca", authority.cert).start()
    cert, key = authority.sign("kiosk-1")
    own = ["--pin", secure.pin]
    assert outcome(secure.program(
        STATE, *own, "--cert", cert, "--key", key))[0] == 0
    with secure.secure(cert=(cert, key)) as wire:
        assert wire("PING") == "PONG"
    assert "certificate of this program" in refused(secure, *own)
    assert secure.said.wait("the client has no certificate")
    foreign = Authority(authority.folder / "foreign").sign("kiosk-1")
    with pytest.raises((Closed, ssl.SSLError)):
        secure.secure(cert=foreign)("PING")


def test_plain_at_tls_and_tls_at_plain(secure):
    plain = Process([HAOCTL, "-s", f"127.0.0.1:{secure.secure_port}",
                     "services"])
    assert plain.err.wait("does it want TLS there|closed the connection")
    plain.end()
    tls = Process([HAOCTL, "-s", f"127.0.0.1:{secure.port}", "services",
                   "--pin", secure.pin])
    assert tls.err.wait("at the beginning of TLS; is it spoken there")
    tls.end()


# --- The certificate -----------------------------------------------------------


def test_haod_makes_one(tmp_path):
    def make(*words):
        return subprocess.run(
            [HAOD, "cert", "-o", tmp_path, *words], capture_output=True,
            text=True, timeout=PATIENCE_S, check=False)

    for bad in ("hall,IP:1.2.3.4", "a b", "x" * 65, ""):
        assert "is no name or address" in make(bad).stderr
    assert make("--days", "0", "hall").returncode == 2
    assert list(tmp_path.iterdir()) == []
    done = make("hall.example", "192.0.2.1", "2001:db8::1", "--days", "10")
    assert done.returncode == 0, done.stderr
    key, cert = tmp_path / "haod.key", tmp_path / "haod.crt"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    text = openssl("x509", "-in", cert, "-noout", "-text")
    assert "DNS:hall.example, IP Address:192.0.2.1, IP Address:2001:DB8" in text
    assert "prime256v1" in text and "CA:FALSE" in text
    assert fingerprint(cert).replace(":", "").lower() \
        == done.stdout.split()[-1]
    before = key.read_bytes()
    again = make("hall.example")
    assert again.returncode == 1 and "move it away" in again.stderr
    assert key.read_bytes() == before


def test_a_start_that_lacks_what_tls_needs(make_secure, tmp_path):
    secure = make_secure()

    def said(says):
        program = Process(secure.argv())
        assert program.wait() == 1
        assert any(says in line for line in program.err.all), program.err.all

    secure.key.chmod(0o604)
    said("everybody on this computer can read this key; say chmod o-r")
    other = SecureHaod(tmp_path)
    secure.key = other.key
    said("no key in PEM, without a passphrase, that belongs")
    secure.cert = secure.folder / "hall.yaml"
    said("no certificate in PEM")
    secure.cert = tmp_path / "nonesuch"
    said("No such file or directory; `haod cert` makes a certificate")


def test_a_key_with_a_passphrase_asks_nobody(make_secure):
    secure = make_secure()
    locked = secure.folder / "locked"
    openssl("ec", "-in", secure.key, "-aes256", "-passout", "pass:x", "-out",
            locked)
    secure.key = locked
    program = Process(secure.argv())
    assert program.wait() == 1
    assert any("passphrase" in line for line in program.err.all)


@pytest.mark.parametrize("by", ["signal", "command"])
def test_a_reload_drops_nobody(secure, by):
    def reload():
        if by == "command":
            with secure.wire() as wire:
                return wire("HALL", "RELOAD")
        since = len(secure.said.all)
        os.kill(secure.pid, signal.SIGHUP)
        return secure.said.wait("is in force|not reloaded", since).group()

    old = secure.secure("old")
    first = secure.pin
    secure.make_cert()
    assert reload() in ("OK", "is in force")
    assert old("PING") == "PONG"
    with secure.secure("new") as new:
        shown = new.sock.getpeercert(binary_form=True)
        assert shown == ssl.PEM_cert_to_DER_cert(secure.cert.read_text())
    assert "not the certificate" in refused(secure, "--pin", first)
    # A bad one changes nothing, whatever else the file says.
    secure.key.write_text("nothing")
    assert "no key in PEM" in str(reload()) or by == "signal"
    with secure.secure("newer") as new:
        assert new("PING") == old("PING") == "PONG"
    old.close()


def test_beyond_loopback_tls_asks_who_it_is(make_secure):
    secure = make_secure()
    program = Process([*secure.argv(), "-l", "tls:0.0.0.0:0"])
    ready = program.err.wait(r"^ready on tls:0\.0\.0\.0:(\d+)$")
    assert ready, program.err.all
    secure.secure_port = int(ready.group(1))
    with secure.secure() as wire:
        assert wire("PING") == "PONG"
        assert wire("HALL", "STATE").word == "NOAUTH"
    assert program.end() == 0


def test_plain_beyond_loopback_says_what_to_do(make_secure):
    secure = make_secure()
    program = Process([*secure.argv(), "-l", "0.0.0.0:0"])
    assert program.wait() == 1
    assert any("-l tls:0.0.0.0:0" in line and "trusted-network" in line
               for line in program.err.all)


# --- As without TLS ----------------------------------------------------------


def test_many_screens_hear_the_same(secure):
    screens = [secure.secure(proto=3) for _ in range(60)]
    for screen in screens:
        screen.send("SUBSCRIBE", "hall")
        assert screen.message()[1]["type"] == "snapshot"
    with secure.wire() as wire:
        for i in range(20):
            wire("TICKET", "ISSUE", "A", "RID", f"r{i}")
    heard = {json.dumps([screen.message()[1]["seq"] for _ in range(20)])
             for screen in screens}
    assert len(heard) == 1
    for screen in screens:
        screen.close()


@pytest.mark.parametrize("kind", ["secure", "wire"])
def test_big_replies_and_long_pipelines(secure, kind):
    with getattr(secure, kind)() as wire, secure.wire() as other:
        layout = wire("HALL", "LAYOUT")
        # More than all sockets hold, sent before anything is read: haod has
        # to hold back, not to lose, and others are served meanwhile.
        count = 4000
        wire.send_raw(encode(["HALL", "LAYOUT"]) * count)
        for _ in range(1000):
            assert other("PING") == "PONG"
        for _ in range(count):
            assert wire.read() == layout


def test_a_stalled_screen_is_dropped_alone(secure):
    stalled, pad = secure.secure(), secure.clerk("1")
    stalled.send("SUBSCRIBE", "hall")
    with secure.secure() as reader:
        reader.send("SUBSCRIBE", "hall")
        reader.message()
        for turn in range(400):
            pad.send_raw(b"".join(
                encode(["COUNTER", "PAUSE", "1", f"{turn}.{i} ".ljust(199)])
                for i in range(50)))
            for _ in range(50):
                assert isinstance(pad.read(), list)
                reader.message()
            if "connected_clients:2" in pad("INFO"):
                break
        assert "connected_clients:2" in pad("INFO")
    with pytest.raises((Closed, OSError)):
        poll(stalled.read, lambda _: False, "its end")
    stalled.close()
    pad.close()


def test_half_closed(secure):
    """Who says that it is done ends, and takes nobody along."""
    with secure.secure() as other:
        wire = secure.secure()
        wire.send("TICKET", "ISSUE", "A", "RID", "r1")
        assert pairs(wire.read())["number"] == "A001"
        # The socket alone, without a word of TLS.
        socket.socket.shutdown(wire.sock, socket.SHUT_WR)
        with pytest.raises((Closed, ssl.SSLError)):
            wire.read()
        done = secure.secure()
        assert done("PING") == "PONG"
        done.sock.unwrap().close()
        assert "connected_clients:1" in other("INFO")


def test_who_is_cut_off_takes_nobody_along(secure):
    with secure.secure() as other:
        for i in range(40):
            wire = secure.secure()
            wire.send("SUBSCRIBE", "hall")
            wire.message()
            # haod may well write before it reads that this one has gone.
            other.send_raw(b"".join(
                encode(["TICKET", "ISSUE", "A", "RID", f"{i}.{k}"])
                for k in range(8)))
            wire.cut()
            for _ in range(8):
                assert pairs(other.read())["id"]


def test_quit_sends_its_last_word(secure):
    with secure.secure() as wire:
        assert wire("QUIT") == "OK"
        assert wire.is_ended()
    with secure.secure() as wire:
        wire.send_raw(b"*9999999\r\n")
        assert wire.read().word == "ERR"
        assert wire.is_ended()


def test_byte_by_byte(secure):
    with secure.secure() as wire:
        for byte in encode(["TICKET", "ISSUE", "A", "RID", "slow"]):
            wire.send_raw(bytes([byte]))
        assert pairs(wire.read())["number"] == "A001"


def test_the_page_names_the_flags():
    text = (TREE / "docs" / "OPERATING.md").read_text(encoding="utf-8")
    for flag in ("tls:", "haod cert", "--pin", "--ca", "--clients-ca",
                 "--clients-named"):
        assert flag in text
