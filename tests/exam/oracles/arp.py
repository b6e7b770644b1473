"""ARP, by RFC 826 and the octets."""

import ipaddress

from sim.exam.question import Question
from tests.exam.octets import Frame, Wire
from tests.exam.oracles import Holds, oracle


@oracle("arp/who-answers")
def who_answers(question: Question, wire: Wire) -> Holds:
    """Whose NIC first sends a reply for it: the owner of the address by the interfaces' rows, where there is one."""
    ip = ipaddress.IPv4Address(int(question.facts["ip"]))
    replies = [frame for frame in wire.since(question.moment) if frame.arp and frame.arp[0] == 2 and frame.arp[2] == ip]
    answering = replies[0].node
    assert replies[0].src == replies[0].arp[1]  # type: ignore[index]
    assert answering in _owners(wire, ip, replies[0].n)
    return lambda value: value == answering


def _owners(wire: Wire, ip: ipaddress.IPv4Address, n: int) -> set[str]:
    nodes = wire.run.of_kind("host", "router")
    return {
        node
        for node in nodes
        for row in wire.interfaces(node, n)
        for own in row.addresses
        if str(own.address) == str(ip)
    }


@oracle("arp/asked-for")
def asked_for(question: Question, wire: Wire) -> Holds:
    """The target of the asking node's next request; it must be in a network of that node, by ``ipaddress``.

    A neighbour is asked for itself, and nobody else is.
    """
    asker = question.facts["asker"]
    request = next(frame for frame in wire.since(question.moment) if frame.node == asker and frame.arp)
    asked = request.arp
    assert asked is not None
    own = [ipaddress.ip_interface(str(each)) for row in wire.interfaces(asker, request.n) for each in row.addresses]
    destination = ipaddress.IPv4Address(int(question.facts["destination"]))
    is_neighbour = any(destination in each.network for each in own)
    assert is_neighbour == (asked[4] == destination)
    assert any(asked[4] in each.network for each in own)
    return lambda value: str(value) == str(asked[4])


@oracle("arp/destination-mac")
def destination_mac(question: Question, wire: Wire) -> Holds:
    return lambda value: str(value) == on_link(question, wire).dst


@oracle("arp/source-mac")
def source_mac(question: Question, wire: Wire) -> Holds:
    return lambda value: str(value) == on_link(question, wire).src


def on_link(question: Question, wire: Wire) -> Frame:
    """The first frame to the destination over this link from now on."""
    ends = set(str(question.facts["link"]).split(" -- "))
    for frame in wire.since(question.moment):
        datagram = frame.ip
        over = {f"{frame.node}:{frame.port}", f"{frame.to_node}:{frame.to_port}"}
        if datagram and over == ends and str(datagram.dst) == str(question.facts["destination"]):
            _is_between_the_ends(wire, frame)
            return frame
    raise AssertionError("no frame")


def _is_between_the_ends(wire: Wire, frame: Frame) -> None:
    """RFC 894: the addresses are those of the link's two ends, unless a switch is one, which passes others on."""
    for node, port, mac in ((frame.node, frame.port, frame.src), (frame.to_node, frame.to_port, frame.dst)):
        if wire.run.kind(node) in ("host", "router"):
            (own,) = (row.mac for name, row in wire.run.interfaces(node, frame.n).items() if name == port)
            assert str(own) == mac


@oracle("arp/who-learns")
def who_learns(question: Question, wire: Wire) -> Holds:
    """RFC 826: the target of the request merges the sender; the asker learns from the reply; a third does neither."""
    request = wire.frame(question.moment)
    assert request.arp is not None
    sought = request.arp[4]
    reply = next(f for f in wire.since(request.n) if f.arp and f.arp[0] == 2 and f.arp[2] == sought)
    return lambda value: value in (request.node, reply.node)


@oracle("arp/reply-destination")
def reply_destination(question: Question, wire: Wire) -> Holds:
    ip = ipaddress.IPv4Address(int(question.facts["ip"]))
    asker = question.facts["asker"]
    reply = next(f for f in wire.since(question.moment) if f.arp and f.arp[0] == 2 and f.arp[2] == ip)
    requests = (f for f in reversed(wire.frames) if f.n < reply.n and f.node == asker and f.arp)
    request = next(f for f in requests if f.arp and f.arp[0] == 1 and f.arp[4] == ip)
    assert reply.dst == request.arp[1]  # type: ignore[index]  # RFC 826: "send the packet to the (new) target hardware"
    return lambda value: str(value) == reply.dst


@oracle("arp/cache-row")
def cache_row(question: Question, wire: Wire) -> Holds:
    """What the reply to the next request says."""
    asker = question.facts["asker"]
    asked = next(f.arp for f in wire.since(question.moment) if f.node == asker and f.arp)[4]
    told = next(f.arp for f in wire.since(question.moment) if f.arp and f.arp[0] == 2 and f.arp[2] == asked)
    return lambda value: str(value[1]) == (str(asked), told[1])[value[0]]
