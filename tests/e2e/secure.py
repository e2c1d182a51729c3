"""haod behind TLS, and the certificates of both ends."""

import socket
import ssl
import subprocess

import redis

from daemon import HAOD, Haod, Process
from resp import PATIENCE_S, Wire

AUTHORITY = """[ca]
default_ca = hall
[hall]
database = {folder}/index
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
"""
EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


def openssl(*words):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True,
                          text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Authority:
    """A CA of the tests' own."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.conf = folder / "conf"
        self.conf.write_text(AUTHORITY.format(folder=folder))
        (folder / "index").touch()
        (folder / "serial").write_text("01\n")
        self.cert, self.key = folder / "ca.crt", folder / "ca.key"
        openssl("req", "-x509", "-config", self.conf, *EC, "-days", "30",
                "-subj", "/CN=CA", "-addext",
                "basicConstraints=critical,CA:TRUE", "-keyout", self.key,
                "-out", self.cert)

    def sign(self, name, start="20200101000000Z", end="20490101000000Z"):
        """A certificate for NAME at this address, and its key."""
        cert, key = (self.folder / f"{name}.{end}.{kind}"
                     for kind in ("crt", "key"))
        request = self.folder / "request"
        openssl("req", "-new", "-config", self.conf, *EC, "-subj",
                f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", key, "-out", request)
        openssl("ca", "-batch", "-notext", "-config", self.conf, "-cert",
                self.cert, "-keyfile", self.key, "-startdate", start,
                "-enddate", end, "-in", request, "-out", cert)
        return cert, key


def fingerprint(cert):
    return openssl("x509", "-in", cert, "-noout", "-fingerprint",
                   "-sha256").strip().split("=")[1]


class SecureHaod(Haod):
    """With a plain listener and, behind `secure_port`, TLS."""

    def __init__(self, folder, text=None, more=(), **rest):
        super().__init__(folder, text, **rest)
        self.cert, self.key = (self.folder / f"haod.{kind}"
                               for kind in ("crt", "key"))
        self.more = more
        self.secure_port = 0
        self.make_cert()

    def make_cert(self):
        """A new one, in the place of what was there."""
        for one in (self.cert, self.key):
            one.unlink(missing_ok=True)
        done = subprocess.run(
            [HAOD, "cert", "-o", self.folder, "127.0.0.1"],
            capture_output=True, text=True, timeout=PATIENCE_S, check=True)
        self.pin = done.stdout.split()[-1]

    def argv(self):
        return [*super().argv(), "-l", f"tls:127.0.0.1:{self.secure_port}",
                "--cert", self.cert, "--key", self.key, *self.more]

    def start(self):
        super().start()
        ready = self.said.wait(r"^ready on tls:127\.0\.0\.1:(\d+)$")
        assert ready, self.said.all
        self.secure_port = int(ready.group(1))
        return self

    def context(self, cert=None, ca=None):
        context = ssl.create_default_context(cafile=ca or self.cert)
        if cert:
            context.load_cert_chain(*cert)
        return context

    def secure(self, name=None, proto=2, **more):
        return SecureWire(self, name, proto, **more)

    def secure_redis(self, **more):
        return redis.Redis(
            host="127.0.0.1", port=self.secure_port, ssl=True,
            ssl_ca_certs=str(self.cert), decode_responses=True,
            socket_timeout=PATIENCE_S, **more)

    def program(self, argv, *words):
        """A client of its TLS, which is given WORDS besides."""
        return Process([argv[0], "-s", f"127.0.0.1:{self.secure_port}",
                        *argv[1:], *words])


class SecureWire(Wire):
    """The RESP client of the tests over TLS."""

    def __init__(self, haod, name=None, proto=2, cert=None, ca=None):
        plain = socket.create_connection(
            ("127.0.0.1", haod.secure_port), PATIENCE_S)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begin(haod.context(cert, ca).wrap_socket(
            plain, server_hostname="127.0.0.1"), name, proto)
