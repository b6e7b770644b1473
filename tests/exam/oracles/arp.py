"""ARP, by RFC 826 and the octets."""

import ipaddress

from sim.exam.question import Question
from tests.exam.octets import Wire
from tests.exam.oracles import Holds, oracle


@oracle("arp/who-answers")
def who_answers(question: Question, wire: Wire) -> Holds:
    """The node that owns the address by the interfaces' rows, and whose NIC first sends a reply for it."""
    ip = ipaddress.IPv4Address(int(question.facts["ip"]))
    replies = [frame for frame in wire.since(question.moment) if frame.arp and frame.arp[0] == 2 and frame.arp[2] == ip]
    answering = replies[0].node
    assert replies[0].src == replies[0].arp[1]  # type: ignore[index]
    return lambda value: value == answering
