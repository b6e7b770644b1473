"""The authoritative server on a device: what crosses the link, and why."""

from contextlib import suppress
from typing import Any

from sim.addresses import IPv4Address
from sim.features.dns import codec
from sim.features.dns.authority import rules
from sim.features.dns.name import Name
from sim.features.dns.numbers import TXT, A
from sim.features.dns.pdu import AA, RD, TC, Message, Question
from sim.scenario.load import load_objects
from sim.session import Session
from sim.trace.records import NO_CAUSE, Kind
from sim.transport.sockets.options import AF_INET, SOCK_DGRAM, SOCK_STREAM
from tests.dns.zones import ZONE


def session(**more: object) -> Session:
    """A client, and a server that has two addresses."""
    nodes = {
        "pc1": {"host": "10.0.0.1/24", "gateway": "10.0.0.53"},
        "ns1": {
            "host": {"eth0": "10.0.0.53/24", "eth1": "10.0.1.53/24"},
            "dns": {"zones": {"example.com": ZONE}, **more},
        },
        "pc2": {"host": "10.0.1.1/24"},
    }
    scenario = {"title": "A name server", "nodes": nodes, "links": ["pc1 -- ns1:eth0", "pc2 -- ns1:eth1"]}
    found = Session(load_objects(scenario))
    found.run(until=1)
    return found


def query(name: str, qtype: int = A, flags: int = 0) -> bytes:
    return Message(7, flags, (Question(Name.parse(f"{name}.example.com"), qtype),)).octets


def ask(found: Session, octets: bytes, over_tcp: bool = False, server: str = "10.0.0.53") -> list[bytes]:
    """What comes back to pc1 for octets that it sends to the server."""
    host: Any = found.network.nodes["pc1"]
    address = (IPv4Address.parse(server), 53)
    socket = host.sockets.open(AF_INET, SOCK_STREAM if over_tcp else SOCK_DGRAM, cause=NO_CAUSE)
    got: list[bytes] = []

    def take(_: object, __: int, cause: int) -> None:
        if over_tcp and not got:
            socket.finish_connect(cause=cause)
            socket.send(octets, cause=cause)
            got.append(b"")
        try:
            got.append(socket.recv(65535, cause=cause))
        except BlockingIOError:
            return

    socket.watch(take)
    if over_tcp:
        with suppress(BlockingIOError):
            socket.connect(address, cause=NO_CAUSE)
    else:
        socket.connect(address, cause=NO_CAUSE)
        socket.sendto(octets, address, cause=NO_CAUSE)
    found.run(until=found.network.kernel.now + 5_000_000_000)
    return [each for each in got if each]


def read(octets: bytes) -> Message:
    message = codec.decode(octets)
    assert message is not None
    return message


def reasons(found: Session, kind: Kind) -> list[str]:
    trace = found.trace
    return [trace.why[n].rule.id for n in range(len(trace)) if trace.kind[n] == kind]


def test_a_query_over_udp_is_answered_with_its_reason() -> None:
    found = session()
    (octets,) = ask(found, query("alias"))
    assert len(read(octets).answer) == 3
    assert rules.ALIAS.id in reasons(found, Kind.DECISION)
    sent = [found.trace.why[n].rule for n in range(len(found.trace)) if found.trace.kind[n] == Kind.DECISION]
    assert rules.ALIAS in sent


def test_the_answer_comes_from_the_address_that_was_asked() -> None:
    """The client is on another network than that address, and would take an answer from nobody else."""
    found = session()
    (octets,) = ask(found, query("www"), server="10.0.1.53")
    assert read(octets).flags & AA


def test_what_is_too_long_for_udp_goes_over_tcp() -> None:
    found = session()
    (octets,) = ask(found, query("big", TXT))
    assert read(octets).flags & TC
    assert rules.TRUNCATED.id in {why.rule.id for why in found.trace.why}
    stream = b"".join(ask(found, codec.framed(query("big", TXT)) + codec.framed(query("www")), over_tcp=True))
    length = int.from_bytes(stream[:2], "big")
    assert len(read(stream[2 : 2 + length]).answer) == 4
    assert read(stream[4 + length :]).answer[0].name == Name.parse("www.example.com")


def test_what_is_no_query_is_dropped_with_a_reason() -> None:
    found = session()
    assert ask(found, query("www")[:9]) == []
    assert ask(found, query("www", flags=0x8000)) == []
    assert reasons(found, Kind.PACKET_DROPPED) == ["dns.header-cut", rules.NO_QUERY.id]
    (octets,) = ask(found, query("www") + b"x")
    assert read(octets).rcode == 1


def test_the_records_are_a_table() -> None:
    table = session().network.nodes["ns1"].tables["zone"]
    row = table["example.com", "www.example.com", "A"]
    assert (row.ttl, row.data) == (3600, ("192.0.2.80", "192.0.2.81"))
    assert table["example.com", "caa.example.com", "CAA"].data == ('0 issue "ca.example.net"',)


def test_a_resolver_answers_for_its_own_zones_first() -> None:
    found = session(recursive=True, hints={"a.root": "10.0.9.9"})
    (octets,) = ask(found, query("www", flags=RD))
    assert read(octets).flags & AA
    (octets,) = ask(found, query("www.sub"))
    assert len(read(octets).authority) == 3
    assert read(octets).answer == ()


def test_a_server_without_a_way_back_goes_on_to_the_next_question() -> None:
    nodes = {
        "pc1": {"host": "10.0.1.1/24", "gateway": "10.0.1.254"},
        "pc2": {"host": "10.0.0.2/24"},
        "r1": {"router": {"eth0": "10.0.1.254/24", "eth1": "10.0.0.254/24"}},
        "sw1": {"switch": "4 ports"},
        "ns1": {"host": "10.0.0.53/24", "dns": {"zones": {"example.com": ZONE}}},
    }
    scenario = {
        "title": "No way back",
        "allow": ["no-route"],
        "nodes": nodes,
        "links": ["pc1 -- r1:eth0", "r1:eth1 -- sw1", "ns1 -- sw1", "pc2 -- sw1"],
        "actions": [
            {"at": "1s", "on": "pc1", "run": "dig @10.0.0.53 www.example.com +time=1 +tries=1"},
            {"at": "3s", "on": "pc2", "run": "dig @10.0.0.53 www.example.com"},
        ],
    }
    found = Session(load_objects(scenario))
    found.run()
    assert "route.none" in reasons(found, Kind.PACKET_DROPPED)
    lines = [row.text for row in found.history.go(len(found.trace)).table("pc2", "console").values()]
    assert any("status: NOERROR" in line for line in lines)
