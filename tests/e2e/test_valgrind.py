"""One session of every command with haod under valgrind."""

import os
import signal

import pytest

WRAP = ["valgrind", "-q", "--leak-check=full", "--error-exitcode=99",
        "--errors-for-leak-kinds=definite,possible"]
SESSION = """
HELLO 2
CLIENT SETNAME pad
CLIENT SETINFO LIB-NAME x
CLIENT GETNAME
CLIENT ID
PING
ECHO x
SELECT 0
TIME
INFO
CONFIG GET save
COMMAND
COMMAND DOCS
COMMAND COUNT
AUTH x
NONSENSE
TICKET NONSENSE
TICKET ISSUE A RID r1 CLASS priority LANG zh
TICKET ISSUE A RID r1 CLASS priority LANG zh
TICKET ISSUE A RID r2
TICKET ISSUE B RID r2
TICKET ISSUE F RID r3
TICKET GET 1
TICKET AHEAD 2
TICKET FIND RID r2
TICKET PRINTED 1 printed
COUNTER OPEN 1 CLERK 7 RID o1
COUNTER STATE 1
COUNTER LEASE 1
COUNTER NEXT 1 RID n1
COUNTER RECALL 1 RID c1
COUNTER START 1 1
COUNTER FINISH 1 1 MATTERS 2
COUNTER NEXT 1 RID n2
COUNTER MISSED 1 2
COUNTER RETURN 2
COUNTER CALL 1 A002 RID l1
COUNTER TRANSFER 1 2 SERVICE B PLACE end REASON why RID t1
COUNTER NEXT 1 RID n3
COUNTER ABANDONED 1 3
COUNTER PAUSE 1 tea
COUNTER RESUME 1
COUNTER CLOSE 1
TICKET CANCEL 2
TICKET CANCEL RID void
TICKET ISSUE A RID void
HALL STATE
HALL SERVICES JSON
HALL COUNTERS
HALL LAYOUT
HALL LAYOUT LANG en
HALL RELOAD
HALL CLOCK
HALL CLOCK ACCEPT
EVENTS SINCE other 0
MULTI
TICKET ISSUE A RID m1
EXEC
SUBSCRIBE hall calls:main counter:1
PSUBSCRIBE queue:*
UNSUBSCRIBE hall
UNSUBSCRIBE
PUNSUBSCRIBE
RESET
SUBSCRIBE hall
"""


@pytest.mark.valgrind
def test_one_session_under_valgrind(make_haod):
    haod = make_haod(wrap=WRAP)
    for _ in range(2):
        haod.start()
        with haod.wire(proto=3) as screen, haod.wire() as wire:
            screen("SUBSCRIBE", "calls:main", "hall")
            state = wire.json("HALL", "STATE")
            epoch, seq = state["epoch"], state["seq"]
            assert isinstance(
                wire.json("EVENTS", "SINCE", epoch, seq, "COUNT", 9), list)
            wire.send_raw(SESSION.encode())
            wire.send("PING", "the end")
            while True:
                reply = wire.read()
                if reply == ["pong", "the end"]:
                    break
            os.kill(haod.pid, signal.SIGHUP)
            assert haod.said.wait("is in force")
        with haod.wire() as wire:
            wire.send_raw(b"GET / HTTP/1.1\r\n\r\n")
            assert wire.is_ended()
        assert haod.stop() == 0, haod.said.all
