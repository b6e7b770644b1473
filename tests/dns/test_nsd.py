"""The answers of NSD to the same questions about the same zone, on the loopback interface of this machine."""

import socket
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rdatatype
import dns.rrset
import pytest

from sim.features.dns.authority.machine import Authority
from tests.dns.nsd import PATIENCE, running
from tests.dns.zones import ORIGIN, QUESTIONS, ZONE


@pytest.fixture(scope="module")
def nsd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[socket.socket]:
    with running(tmp_path_factory.mktemp("nsd")) as asking:
        yield asking


def ask(nsd: socket.socket, query: dns.message.Message) -> dns.message.Message:
    """The answer of NSD; what answers earlier questions is passed over."""
    nsd.settimeout(PATIENCE)
    nsd.send(query.to_wire())
    while True:
        answer = dns.message.from_wire(nsd.recv(65535))
        if answer.id == query.id:
            return answer


def rows(section: list[dns.rrset.RRset]) -> set[tuple[str, int, int, str]]:
    return {
        (rrset.name.to_text().lower(), rrset.rdtype, rrset.ttl, rdata.to_text().lower())
        for rrset in section
        for rdata in rrset
    }


def test_the_same_questions_are_answered_as_by_nsd(nsd: socket.socket) -> None:
    """With its minimal responses, NSD adds no addresses to MX records."""
    server = Authority.from_text(ORIGIN, ZONE)
    different = []
    for number, (name, qtype) in enumerate(QUESTIONS):
        query = dns.message.make_query(name, qtype, use_edns=0 if number % 3 else False, payload=1232, id=1 + number)
        query.flags = dns.flags.RD if number % 2 else 0
        theirs = ask(nsd, query)
        ours = dns.message.from_wire(server.answer(query.to_wire()))
        same = [
            ours.rcode() == theirs.rcode(),
            ours.flags == theirs.flags,
            ours.question == theirs.question,
            rows(ours.answer) == rows(theirs.answer),
            rows(ours.authority) == rows(theirs.authority),
            rows(ours.additional) == rows(theirs.additional) or (not theirs.additional and qtype in ("MX", "SRV")),
            (ours.edns, ours.payload) == (theirs.edns, theirs.payload),
        ]
        if not all(same):
            different.append((name, qtype, same))
    assert len(QUESTIONS) > 1500
    assert different == []
