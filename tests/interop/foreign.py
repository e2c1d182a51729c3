"""Clients that others wrote, all with one face for the cases."""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import redis

from daemon import BUILD
from resp import PATIENCE_S

HERE = Path(__file__).parent
# Where scripts/test has npm put what package.json names.
MODULES = BUILD / "npm" / "node_modules"


class Refused(str):
    """What a client says instead of a reply."""


class RedisPy:
    """python3-redis, and a thread that reads its channel."""

    def __init__(self, port, name="py"):
        self.client = redis.Redis(
            host="127.0.0.1", port=port, client_name=name,
            decode_responses=True, socket_timeout=PATIENCE_S)
        self.client.ping()
        self.feed = None
        self.messages = queue.Queue()
        self.reads = threading.Event()
        self.reads.set()

    def command(self, *words):
        try:
            reply = self.client.execute_command(*words)
            # It makes a boolean of this one.
            return "PONG" if words == ("PING",) and reply is True else reply
        except redis.RedisError as error:
            return Refused(error)

    def _batch(self, transaction, lists):
        pipe = self.client.pipeline(transaction=transaction)
        for words in lists:
            pipe.execute_command(*words)
        try:
            return [Refused(row) if isinstance(row, Exception) else row
                    for row in pipe.execute(raise_on_error=transaction)]
        except redis.RedisError as error:
            return Refused(error)

    def pipeline(self, *lists):
        return self._batch(False, lists)

    def multi(self, *lists):
        return self._batch(True, lists)

    def subscribe(self, channel):
        # Without a retry of its own it would give up on a haod that starts.
        self.feed = self.client.pubsub()
        self.feed.connection_pool.connection_kwargs["retry"] = \
            redis.retry.Retry(redis.backoff.ConstantBackoff(0.02), 200)
        self.feed.subscribe(**{channel: self._take})
        self.thread = self.feed.run_in_thread(
            0.05, daemon=True, exception_handler=lambda *_: None)

    def _take(self, it):
        self.reads.wait(PATIENCE_S)
        self.messages.put((it["channel"], json.loads(it["data"])))

    def message(self):
        return self.messages.get(timeout=PATIENCE_S)

    @contextlib.contextmanager
    def stalled(self):
        self.reads.clear()
        yield
        self.reads.set()

    def end(self):
        self.reads.set()
        if self.feed:
            self.thread.stop()
            self.thread.join(PATIENCE_S)
            self.feed.close()
        self.client.connection_pool.disconnect()


class Node:
    """One of clients.js, driven line by line."""

    def __init__(self, client, port, name):
        self.child = subprocess.Popen(
            ["node", HERE / "drive.js", client, str(port), name],
            env={**os.environ, "NODE_PATH": str(MODULES)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.replies, self.messages = queue.Queue(), queue.Queue()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        assert self._reply() == "connected"

    def _read(self):
        for line in self.child.stdout:
            # GLIDE's own log comes here, too.
            if not line.startswith("{"):
                continue
            said = json.loads(line)
            if "channel" in said:
                self.messages.put(
                    (said["channel"], json.loads(said["text"])))
            else:
                self.replies.put(said["reply"])

    def _reply(self):
        reply = self.replies.get(timeout=PATIENCE_S)
        return refused(reply)

    def _act(self, *what):
        self.child.stdin.write(json.dumps(what) + "\n")
        self.child.stdin.flush()
        return self._reply()

    def command(self, *words):
        return self._act("command", words)

    def pipeline(self, *lists):
        return [refused(row) for row in self._act("pipeline", lists)]

    def multi(self, *lists):
        return self._act("multi", lists)

    def subscribe(self, channel):
        assert self._act("subscribe", channel) is None

    def message(self):
        return self.messages.get(timeout=PATIENCE_S)

    @contextlib.contextmanager
    def stalled(self):
        os.kill(self.child.pid, signal.SIGSTOP)
        yield
        os.kill(self.child.pid, signal.SIGCONT)

    def end(self):
        self.child.stdin.close()
        try:
            assert self.child.wait(PATIENCE_S) == 0
        finally:
            self.child.kill()
            self.child.wait()
            self.thread.join(PATIENCE_S)
            self.child.stdout.close()


def refused(reply):
    is_error = isinstance(reply, dict) and set(reply) == {"error"}
    return Refused(reply["error"]) if is_error else reply


def fields(reply):
    """A map, however this client hands one out."""
    if isinstance(reply, list):
        return dict(zip(reply[::2], reply[1::2]))
    assert isinstance(reply, dict), reply
    return reply


# --- Which of them run here ----------------------------------------------

# Modules of package.json by the oldest Node.js that their own says.
NODE = {"redis5": 18, "redis6": 20, "ioredis5": 12, "ioredis6": 20,
        "glide": 16}
FOLDER = {"glide": "@valkey/valkey-glide"}


def node_version():
    if not shutil.which("node"):
        return 0
    said = subprocess.run(["node", "--version"], capture_output=True,
                          text=True, check=True).stdout
    return int(said.lstrip("v").split(".", 1)[0])


def why_not(client):
    """Why CLIENT can't be tried here, or None."""
    if client == "redis-py":
        return None
    if not (MODULES / FOLDER.get(client, client)).is_dir():
        return f"{client} is not installed; scripts/test interop does it"
    have = node_version()
    if have < NODE[client]:
        return f"{client} wants Node.js {NODE[client]}, this is {have}"
    return None


def connect(client, port, name="desk"):
    if client == "redis-py":
        return RedisPy(port, name)
    return Node(client, port, name)


CLIENTS = ["redis-py", *NODE]
