"""NAT, by RFC 3022 and RFC 4787 applied to the printed lines, and held against the octets on both sides."""

from sim.exam.question import Question
from tests.exam.octets import Datagram, Wire
from tests.exam.oracles import Holds, oracle


def _ports(datagram: Datagram) -> tuple[int, int]:
    """Of TCP and UDP; the identifier of an ICMP query twice (RFC 3022 2.2)."""
    if datagram.protocol == 1:
        identifier = int.from_bytes(datagram.body[4:6], "big")
        return identifier, identifier
    return int.from_bytes(datagram.body[:2], "big"), int.from_bytes(datagram.body[2:4], "big")


@oracle("nat/source-seen")
def source_seen(question: Question, wire: Wire) -> Holds:
    """RFC 3022 2.1: outbound, the source is replaced; inbound, the destination. The octets behind the router agree."""
    facts = question.facts
    truth = str(facts["src"] if facts["dst"] == facts["outside"] else facts["outside"])
    assert str(_behind(question, wire).src) == truth
    return lambda value: str(value) == truth


def _behind(question: Question, wire: Wire) -> Datagram:
    """The datagram of the question behind the router, known by what NAT leaves alone."""
    came = wire.frame(question.moment).ip
    assert came is not None
    for frame in wire.since(question.moment):
        found = frame.ip
        if found is not None and frame.node == question.facts["router"] and _kept(found) == _kept(came):
            return found
    raise AssertionError("no datagram")


def _kept(datagram: Datagram) -> tuple[object, ...]:
    """Of the octets, those that NAT does not replace (RFC 3022 4.1): no address, no port or identifier, no checksum.

    It may renumber datagrams (RFC 7857 8).
    """
    kept = {1: ((0, 2), (6, None)), 6: ((4, 16), (18, None)), 17: ((4, 6), (8, None))}[datagram.protocol]
    return (datagram.protocol, *(datagram.body[start:end] for start, end in kept))


def _destination_behind(question: Question, wire: Wire) -> tuple[str, int]:
    datagram = _behind(question, wire)
    return str(datagram.dst), _ports(datagram)[1]


@oracle("nat/reply-destination")
def reply_destination(question: Question, wire: Wire) -> Holds:
    """The row of "show ip nat translations" with the outside end, and with the remote end where there are several."""
    facts = question.facts
    outside = f"{facts['dst']}:{facts['port']}"
    rows = [line.split() for line in question.given[1:]]
    ends = {local for _, inside_global, local, *_ in rows if inside_global == outside}
    protocols = {row[0] for row in rows if row[1] == outside}
    if len(ends) > 1:
        frame = wire.frame(question.moment)
        assert frame.ip is not None
        name = {1: "icmp", 6: "tcp", 17: "udp"}[frame.ip.protocol]
        assert name in protocols
        ends = {local for protocol, inside_global, local, *_ in rows if (protocol, inside_global) == (name, outside)}
    (local,) = ends
    address, _, port = local.partition(":")
    truth = (address, int(port))
    assert truth == _destination_behind(question, wire)
    return lambda value: str(value[1]) == str(truth[value[0]])


@oracle("nat/forwarded-to")
def forwarded_to(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    lines = dict(line.split(" -> ") for line in question.given)
    address, _, port = lines[f"{facts['dst']}:{facts['port']}"].partition(":")
    truth = (address, int(port))
    assert truth == _destination_behind(question, wire)
    return lambda value: str(value[1]) == str(truth[value[0]])


@oracle("nat/mapping-count")
def mapping_count(question: Question, wire: Wire) -> Holds:
    """RFC 4787 REQ-1: an endpoint-independent mapping is for the inside address and port. The octets outside agree."""
    inside = {line.split(" > ")[0] for line in question.given}
    seen = set()
    router = question.facts["router"]
    own = {str(address.address) for row in wire.interfaces(router, question.moment) for address in row.addresses}
    for frame in wire.frames:
        datagram = frame.ip
        if frame.n <= question.moment and frame.node == router and datagram is not None and datagram.protocol == 17:
            seen |= {_ports(datagram)[0]} if str(datagram.src) in own else set()
    assert len(seen) == len(inside)
    return lambda value: value == len(inside)


@oracle("nat/mapping-ends")
def mapping_ends(question: Question, wire: Wire) -> Holds:
    """RFC 4787 REQ-6: "NAT Outbound refresh behavior"; the last line that goes out, and the time-out."""
    out = [float(line.split()[0]) for line in question.given if line.split()[2] == "out"]
    truth = max(out) + question.facts["timeout"].facts["ns"] / 1e9
    return lambda value: abs(value - truth) <= question.blanks[0].tolerance


@oracle("nat/who-gets-in")
def who_gets_in(question: Question, wire: Wire) -> Holds:
    """RFC 4787 5, by the words of the filter; and what the inside host received of it."""
    facts = question.facts
    words = facts["filtering"].text("en")
    address, _, port = str(facts["remote"]).partition(":")

    def holds(value: tuple[str, int]) -> bool:
        if "everybody" in words:
            return True
        if "address and port" in words:
            return value == (address, int(port))
        return value[0] == address

    inside = facts["inside"].partition(":")[0]
    got = {(str(f.ip.src), _ports(f.ip)[0]) for f in wire.frames if f.ip is not None and str(f.ip.dst) == inside}
    assert all(holds(option.value) == (option.value in got) for option in question.options)
    return holds
