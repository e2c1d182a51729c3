"""Every command times every role: the server does what docs/ROLES.md says."""

import pytest

import keys
from daemon import TREE
from resp import Refusal, poll


def table():
    """Of each command, the words that name it and the roles that may."""
    lines = (TREE / "docs" / "ROLES.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]]
            for line in lines if line.startswith("|")]
    roles = rows[0][1:]
    for name, *cells in rows[2:]:
        yield name.strip("`").split(), {
            role for role, cell in zip(roles, cells) if cell == "x"}


COMMANDS = list(table())
ROLES = ["stranger", *keys.DEVICES, *keys.PEOPLE]
FOR_ALL = set(ROLES) | {"local"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    from daemon import Haod

    made = []

    def make(text):
        made.append(Haod(tmp_path_factory.mktemp("hall"), text))
        return made[-1]

    haod = keys.strict_hall(make)
    secrets = {}
    with keys.technician(haod) as wire:
        for role in keys.DEVICES:
            secrets[role] = keys.add(wire, f"the-{role}", role)
        for role in keys.PEOPLE:
            secrets[role] = keys.add(wire, f"the-{role}", role, "1234567890")
    yield haod, secrets
    assert haod.stop() == 0


def come_in(hall, role):
    haod, secrets = hall
    if role == "stranger":
        return haod.wire()
    return keys.log_in(haod, f"the-{role}", secrets[role])


def is_refused(reply, role):
    word = "NOAUTH" if role == "stranger" else "NOPERM"
    return isinstance(reply, Refusal) and reply.word == word


def test_the_table_is_whole():
    assert len(COMMANDS) > 60
    assert all(roles for _, roles in COMMANDS)
    assert ["TICKET", "ISSUE"] in [words for words, _ in COMMANDS]
    # Nobody has everything, and accounts are not for the daemon's machine.
    assert not any("local" in roles for words, roles in COMMANDS
                   if words[0] == "ACCOUNT")


@pytest.mark.parametrize("role", ROLES)
def test_every_command_is_for_whom_the_table_says(hall, role):
    wire = come_in(hall, role)
    for words, roles in COMMANDS:
        if words[0] in ("HELLO", "AUTH", "QUIT", "RESET"):
            assert roles == FOR_ALL
            continue
        reply = wire(*words)
        # HELLO alone says the same to a stranger.
        assert is_refused(reply, role) == (role not in roles), (words, reply)
    wire.close()


@pytest.mark.parametrize("role", [*keys.DEVICES, *keys.PEOPLE])
def test_who_hears_everything(hall, role):
    with come_in(hall, role) as wire:
        epoch = wire("INFO").split("epoch:")[1].split()[0]
        reply = wire("EVENTS", "SINCE", epoch, 0)
        assert is_refused(reply, role) == (role in keys.DEVICES), reply
        if role == "web":
            # Phones hear of their own tickets alone.
            assert is_refused(wire("PSUBSCRIBE", "*"), role)
            assert is_refused(wire("SUBSCRIBE", "calls:main"), role)
            return
        # A pattern brings what the role may hear, and no more.
        wire.send("PSUBSCRIBE", "*")
        assert wire.read()[:2] == ["psubscribe", "*"]
        wire.send("PING")
        rows = []
        poll(lambda: rows.append(wire.read()) or rows[-1],
             lambda row: row[0] != "pmessage", "the answer")
        channels = {row[2] for row in rows if row[0] == "pmessage"}
        assert "calls:main" in channels
        assert ("hall" in channels) == (role in keys.PEOPLE)
    with come_in(hall, role) as wire:
        reply = wire("SUBSCRIBE", "hall")
        assert is_refused(reply, role) == (role in keys.DEVICES), reply


def test_what_a_supervisor_alone_may(hall):
    with come_in(hall, "kiosk") as kiosk:
        ticket = kiosk.json("TICKET", "ISSUE", "A", "RID", "one")["id"]
    front = ["SERVICE", "B", "PLACE", "front", "REASON", "ill"]
    with come_in(hall, "counter") as counter:
        for words in (
                ["COUNTER", "TRANSFER", ticket, "SERVICE", "B", "REASON", "x",
                 "RID", "r1"],
                ["COUNTER", "TRANSFER", "1", ticket, *front, "RID", "r2"],
                ["COUNTER", "RETURN", ticket, "PLACE", "front", "REASON", "x"],
                ["COUNTER", "UNHOLD", ticket]):
            assert counter(*words).word == "NOPERM", words
    with come_in(hall, "supervisor") as chief:
        # Not without a reason.
        for words in (
                ["COUNTER", "RETURN", ticket, "PLACE", "front"],
                ["TICKET", "CLASS", ticket, "priority"],
                ["COUNTER", "TRANSFER", ticket, "SERVICE", "B", "PLACE",
                 "front", "RID", "r3"],
                ["HALL", "CLEAR", "RID", "r4"],
                ["HALL", "PAUSE", "RID", "r5"],
                ["HALL", "RESUME", "RID", "r7"],
                ["HALL", "BROADCAST", "go", "RID", "r8"],
                ["HALL", "TRAINING", "ON", "RID", "r9"],
                ["COUNTER", "SWITCH", "1", "ON"]):
            assert chief(*words).word == "BADARG", words
        moved = chief.json("COUNTER", "TRANSFER", ticket, *front, "RID", "r6")
        assert moved["service"] == "B"
        assert chief("HALL", "CLOCK", "ACCEPT").word == "NOPERM"
    with come_in(hall, "technician") as wire:
        assert wire.json("HALL", "CLOCK", "ACCEPT")["trusted"] == 1


def test_a_manager_keeps_people_alone(hall):
    with come_in(hall, "manager") as wire:
        keys.add(wire, "m-clerk", "clerk", "1234")
        keys.add(wire, "m-chief", "supervisor", "1234567890")
        for role in ("manager", "technician"):
            assert wire("ACCOUNT", "ADD", "x", role, "SECRET",
                        "1234567890").word == "NOPERM"
        assert wire("ACCOUNT", "ADD", "x", "kiosk").word == "NOPERM"
        assert wire("ACCOUNT", "PAIR", "x", "kiosk").word == "NOPERM"
        for words in (["DISABLE", "the-technician"], ["DISABLE", "the-pad"],
                      ["ENABLE", "the-kiosk"], ["SECRET", "the-kiosk"],
                      ["SECRET", "the-technician", "SECRET", "1234567890"]):
            assert wire("ACCOUNT", *words).word == "NOPERM", words
        assert wire.json("ACCOUNT", "DISABLE", "m-clerk")["state"] == \
            "disabled"
        assert wire.json("ACCOUNT", "ENABLE", "m-clerk")["state"] == "enabled"
