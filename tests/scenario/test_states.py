"""Sentences on the states of connections, against traces written out by hand."""

import pytest

from sim.addresses import IPv4Address
from sim.scenario.expect import check
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import NO_CAUSE, Change, Kind
from sim.trace.trace import Trace
from sim.transport.tcp import rules as tcp_rules
from sim.transport.tcp.machine.rows import ConnectionRow, Endpoints
from sim.transport.tcp.machine.states import State
from sim.why import Why

SECOND = 1_000_000_000
CLIENT, SERVER = IPv4Address.parse("10.0.0.1"), IPv4Address.parse("10.0.0.2")
LISTENER = Endpoints(IPv4Address(0), 80, IPv4Address(0), 0)


def server_end(port: int) -> Endpoints:
    return Endpoints(SERVER, 80, CLIENT, port)


def row(state: str | None) -> ConnectionRow | None:
    return None if state is None else ConnectionRow(State(state), 300, 100, 1460, 0, 0, False, False)


def history(*steps: tuple[str, Endpoints, str | None]) -> Trace:
    """A trace in which rows of ``tcp`` get these states, one a second from 1 s on; ``None`` removes one."""
    trace = Trace()
    spots: dict[str, int] = {}
    now: dict[tuple[str, Endpoints], ConnectionRow | None] = {}
    for second, (node, key, state) in enumerate(steps, 1):
        before, after = now.get((node, key)), row(state)
        now[node, key] = after
        if node not in spots:
            spots[node] = trace.add_spot(node)
        kind = Kind.ROW_ADDED if before is None else Kind.ROW_REMOVED if after is None else Kind.STATE_CHANGED
        change = Change("tcp", key, before, after)
        trace.add(
            kind, second * SECOND, spots[node], NO_CAUSE, change, Why(tcp_rules.BAD_DATA_OFFSET, header_length=second)
        )
    return trace


SERVED = history(
    ("server", LISTENER, "LISTEN"),
    ("server", server_end(49152), "SYN-RECEIVED"),
    ("server", server_end(49152), "ESTABLISHED"),
    ("server", server_end(49153), "SYN-RECEIVED"),
    ("server", server_end(49152), "CLOSE-WAIT"),
    ("server", server_end(49152), "LAST-ACK"),
    ("server", server_end(49152), None),
    ("server", server_end(49153), "ESTABLISHED"),
    ("server", server_end(49152), "SYN-RECEIVED"),
)


def found(sentence: str, trace: Trace = SERVED) -> str:
    nodes = "{client: {host: 10.0.0.1/8}, server: {host: 10.0.0.2/8}, pc3: {host: 10.0.0.3/8}}"
    scenario = load_text(f"title: x\nnodes: {nodes}\nallow: unconnected\nexpect: [{{says: '{sentence}'}}]\n")
    (outcome,) = check(scenario, trace)
    assert outcome.ok == (outcome.found == "")
    assert outcome.text == sentence
    return outcome.found


@pytest.mark.parametrize(
    "sentence",
    [
        "server reaches ESTABLISHED",
        "server reaches established to client",
        "server reaches ESTABLISHED to 10.0.0.1:49153 after 8s before 8s",
        "server reaches CLOSED port 49152",
        "server reaches ESTABLISHED because tcp.bad-data-offset",
        "server passes through LISTEN, SYN-RECEIVED, ESTABLISHED, CLOSE-WAIT, LAST-ACK, CLOSED",
        "server passes through CLOSED, LISTEN",
        "server passes through CLOSE-WAIT, LAST-ACK before 6s",
        "server never reaches TIME-WAIT",
        "server never reaches ESTABLISHED before 2s",
        "server never passes through ESTABLISHED, CLOSE-WAIT to client:49153",
        "client never reaches ESTABLISHED",
    ],
)
def test_a_sentence_on_states_is_met(sentence: str) -> None:
    assert found(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "instead"),
    [
        ("client reaches ESTABLISHED", "it has no such connection"),
        ("server reaches ESTABLISHED to pc3", "it has no such connection"),
        ("server never reaches ESTABLISHED", "it does at 3s in record 2"),
        ("server reaches ESTABLISHED because 5 octets", "it does because of tcp.bad-data-offset"),
        (
            "server passes through ESTABLISHED, FIN-WAIT-1 port 49153",
            "10.0.0.2:80 to 10.0.0.1:49153: LISTEN, SYN-RECEIVED, ESTABLISHED",
        ),
        (
            "server passes through CLOSE-WAIT, LAST-ACK after 7s",
            "10.0.0.2:80 to 10.0.0.1:49152: LISTEN, SYN-RECEIVED, ESTABLISHED, CLOSE-WAIT, LAST-ACK, CLOSED; "
            "0.0.0.0:80 to 0.0.0.0:0: CLOSED, LISTEN; "
            "10.0.0.2:80 to 10.0.0.1:49153: LISTEN, SYN-RECEIVED, ESTABLISHED and 1 more",
        ),
    ],
)
def test_what_the_connections_do_instead_is_named(sentence: str, instead: str) -> None:
    assert found(sentence) == instead


def test_who_opens_actively_begins_in_closed() -> None:
    key = Endpoints(CLIENT, 49152, SERVER, 80)
    states = ("SYN-SENT", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT", None)
    trace = history(*(("client", key, state) for state in states))
    assert found("client passes through CLOSED, SYN-SENT, ESTABLISHED", trace) == ""
    assert found("client passes through FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT, CLOSED to server", trace) == ""


def test_a_connection_that_begins_in_closed_has_not_reached_it() -> None:
    key = Endpoints(CLIENT, 49152, SERVER, 80)
    assert (
        found("client never reaches CLOSED", history(("client", key, "SYN-SENT"), ("client", key, "ESTABLISHED"))) == ""
    )
    assert found("client reaches CLOSED after 2s", history(("client", key, "SYN-SENT"), ("client", key, None))) == ""
    assert found("server never reaches LISTEN", history(("server", server_end(49152), "SYN-RECEIVED"))) == ""


@pytest.mark.parametrize(
    ("moment", "record"),
    [
        ("server reaches ESTABLISHED", 2),
        ("server reaches ESTABLISHED port 49153", 7),
        ("server passes through CLOSE-WAIT, LAST-ACK, CLOSED", 6),
        ("server reaches TIME-WAIT", None),
    ],
)
def test_a_note_can_be_pinned_to_a_state(moment: str, record: int | None) -> None:
    nodes = "{client: {host: 10.0.0.1/8}, server: {host: 10.0.0.2/8}}"
    scenario = load_text(
        f"title: x\nnodes: {nodes}\nlinks: [client -- server]\nnotes: [{{when: '{moment}', text: x}}]\n"
    )
    assert scenario.notes[0].moment.text == moment
    assert scenario.notes[0].moment.record(SERVED) == record


def test_the_note_on_a_connect_that_returns_says_what_the_server_shows_then() -> None:
    session = Session.load("one-client-at-a-time")
    session.run()
    n, note = next(each for each in session.notes() if each[1].title == "Bob is connected")
    rows = session.history.go(n + 1).table("server", "tcp")
    states = {str(row.state) for key, row in rows.items() if str(key.remote_ip) == "192.168.10.2"}  # type: ignore[attr-defined]
    assert states == {"SYN-RECEIVED"}
    assert "Bob's is SYN-RECEIVED until" in note.text
