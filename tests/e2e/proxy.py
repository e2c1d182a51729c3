"""Stands between a client and haod, and cuts where it is told to."""

import contextlib
import selectors
import socket
import threading

from resp import PATIENCE_S


class Proxy:
    """Passes bytes on, but loses the first replies to WORD: each time it cuts
    the connection instead. `said` keeps the bytes, with who said them."""

    def __init__(self, port, losing=0, word=b"ISSUE"):
        self.port = port
        self.losing = losing  # how many replies to lose
        self.word = word
        self.lost = 0
        self.said = []  # ("client" or "haod", bytes)
        self.heard = threading.Condition()
        self.threads = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.at = self.listener.getsockname()[1]
        self._run(self._accept)

    def _run(self, work, *args):
        thread = threading.Thread(target=work, args=args, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self._run(self._serve, client)

    def _serve(self, client):
        with client, contextlib.suppress(OSError), socket.create_connection(
                ("127.0.0.1", self.port), PATIENCE_S) as server:
            self._pass_on(client, server)

    def _pass_on(self, client, server):
        with selectors.DefaultSelector() as ready:
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            asked = False
            while True:
                for key, _ in ready.select(PATIENCE_S):
                    data = key.fileobj.recv(65536)
                    if not data:
                        return
                    if key.fileobj is client:
                        asked = asked or self.word in data
                    elif asked and self.lost < self.losing:
                        self.lost += 1
                        return
                    with self.heard:
                        self.said.append(("client" if key.fileobj is client
                                          else "haod", data))
                        self.heard.notify_all()
                    key.data.sendall(data)

    def all_of(self, who):
        return b"".join(data for by, data in self.said if by == who)

    def wait(self, who, text):
        """Until WHO has said TEXT; False: too long."""
        with self.heard:
            return self.heard.wait_for(lambda: text in self.all_of(who),
                                       PATIENCE_S)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()
