"""Programs that others wrote: what haod says is what they read."""

import http.client
import json
import socket
import ssl
import subprocess

import pytest

from daemon import BUILD, Process
from resp import PATIENCE_S, encode, poll

HIREDIS = BUILD / "tests" / "interop" / "hiredis_events"


def run(*words, stdin=None):
    done = subprocess.run(
        [str(word) for word in words], input=stdin, capture_output=True,
        timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def services(haod):
    with haod.wire() as wire:
        return {row["service"]: row["waiting"]
                for row in wire.json("HALL", "SERVICES")}


# --- redis-tools ---------------------------------------------------------


@pytest.mark.parametrize("proto", ["-2", "-3"])
def test_redis_cli(haod, proto):
    out = run("redis-cli", "-p", haod.port, proto, stdin=b"\n".join([
        b"TICKET ISSUE A RID r1 JSON", b"TICKET FIND RID no",
        b"TICKET GET 99", b"MULTI", b"TICKET ISSUE A RID r2", b"EXEC",
        b"PING"]))
    rows = out.rstrip("\n").split("\n")
    assert json.loads(rows[0])["number"] == "A001"
    assert rows[1] == ""
    assert [row.split(" ")[0] for row in rows[2:] if row] == [
        "NOSUCHTICKET", "ERR", "EXECABORT", "EXECABORT", "PONG"]
    assert services(haod)["A"] == 1


def test_redis_cli_pipes(haod):
    """Nine hundred commands at once, and then its own ECHO."""
    words = b"".join(encode(["TICKET", "ISSUE", "F", "RID", f"p{i}"])
                     for i in range(900))
    out = run("redis-cli", "-p", haod.port, "--pipe", stdin=words)
    assert "errors: 0, replies: 900" in out
    assert services(haod)["F"] == 900


def test_redis_benchmark(haod):
    out = run("redis-benchmark", "-p", haod.port, "-n", "2000", "-c", "10",
              "-P", "4", "-r", "300", "--csv", "TICKET", "ISSUE", "F", "RID",
              "b__rand_int__")
    assert "TICKET ISSUE" in out and "Error" not in out
    assert 0 < services(haod)["F"] <= 300


# --- hiredis -------------------------------------------------------------


def test_hiredis_with_libevent(haod):
    program = Process([HIREDIS, haod.port])
    assert program.wait() == 0, program.err.all


# --- tshark --------------------------------------------------------------


def packets(said):
    """What text2pcap reads: who sent it, and the bytes in hex."""
    for who, data in said:
        for at in range(0, len(data), 1400):
            yield "I" if who == "haod" else "O"
            yield "000000 " + data[at:at + 1400].hex(" ")


def test_tshark_decodes_a_session(haod, proxy, tmp_path):
    with socket.create_connection(("127.0.0.1", proxy.at),
                                  PATIENCE_S) as client:
        client.sendall(encode(["TICKET", "ISSUE", "A", "RID", "shark-1"]) +
                       encode(["TICKET", "FIND", "RID", "nobody"]) +
                       encode(["TICKET", "GET", "99"]) +
                       encode(["SUBSCRIBE", "queue:A"]))
        got = bytearray()
        poll(lambda: got.extend(client.recv(65536)) or got,
             lambda got: b"snapshot" in got, "a snapshot")
    text, pcap = tmp_path / "session", tmp_path / "session.pcap"
    text.write_text("\n".join(packets(proxy.said)) + "\n")
    run("text2pcap", "-q", "-D", "-T", "50000,4260", text, pcap)
    out = run("tshark", "-r", pcap, "-d", "tcp.port==4260,resp", "-V",
              "-O", "resp")
    for said in ("shark-1", "A001", "NOSUCHTICKET", "queue:A", "snapshot",
                 "Bulk String: [NULL]", "Array: Length 5"):
        assert said in out, out
    assert "Malformed" not in out and "Expert Info" not in out, out


# --- Who is wrong here ---------------------------------------------------


def test_a_browser_is_closed(haod):
    for method in ("GET", "POST"):
        web = http.client.HTTPConnection("127.0.0.1", haod.port, PATIENCE_S)
        with pytest.raises((http.client.BadStatusLine, ConnectionError)):
            web.request(method, "/", "TICKET ISSUE A RID web\r\n")
            web.getresponse()
        web.close()
    assert services(haod)["A"] == 0


def test_a_client_with_tls_is_closed(haod):
    context = ssl.create_default_context()
    with socket.create_connection(("127.0.0.1", haod.port),
                                  PATIENCE_S) as plain:
        with pytest.raises((ssl.SSLError, ConnectionError)):
            context.wrap_socket(plain, server_hostname="haod")
    assert services(haod)["A"] == 0
