"""The IPv4 header on its way, and ICMP, by the octets and RFC 791, 792 and 1191."""

import ipaddress

from sim.exam.question import Question
from tests.exam.octets import Datagram, Frame, Wire
from tests.exam.oracles import Holds, oracle
from tests.exam.oracles.routing import End, ends


def _ip(frame: Frame) -> Datagram:
    assert frame.ip is not None
    return frame.ip


def _way(question: Question, wire: Wire) -> list[Frame]:
    """The frames that carry the datagram of the question, from link to link."""
    frame = wire.frame(question.moment)
    first = _ip(frame)
    same = (first.src, first.dst, first.body)
    return [frame, *(f for f in wire.since(question.moment) if f.ip and (f.ip.src, f.ip.dst, f.ip.body) == same)]


def _over(question: Question, wire: Wire) -> Frame:
    """The frame that carries the datagram of the question over the link of the question."""
    pair = set(str(question.facts["link"]).split(" -- "))
    return next(f for f in _way(question, wire) if {f"{f.node}:{f.port}", f"{f.to_node}:{f.to_port}"} == pair)


@oracle("ip/ttl-on-link")
def ttl_on_link(question: Question, wire: Wire) -> Holds:
    """RFC 1812 5.3.1: each router on the way to the link takes one off; and so says the octet there."""
    first, frame = wire.frame(question.moment), _over(question, wire)
    way = [f for f in _way(question, wire) if first.n < f.n <= frame.n and wire.run.kind(f.node) == "router"]
    left = question.facts["ttl"] - len(way)
    assert left == _ip(frame).ttl
    return lambda value: value == left


@oracle("ip/link-of-ttl")
def link_of_ttl(question: Question, wire: Wire) -> Holds:
    """The octet of the time to live on each link that the datagram crosses."""
    way = [f for f in _way(question, wire) if _ip(f).ttl == question.facts["left"]]
    pairs = [{f"{f.node}:{f.port}", f"{f.to_node}:{f.to_port}"} for f in way]
    return lambda value: set(str(value).split(" -- ")) in pairs


def _addresses(wire: Wire, node: str, n: int) -> list[str]:
    return [str(own.address) for row in wire.interfaces(node, n) for own in row.addresses]


@oracle("ip/header-addresses")
def header_addresses(question: Question, wire: Wire) -> Holds:
    """RFC 791 3.1: those of both ends, which the interfaces tell; and so say the octets on the link."""
    datagram = _ip(_over(question, wire))
    assert str(datagram.src) in _addresses(wire, question.facts["sender"], question.moment)
    assert str(datagram.dst) in _addresses(wire, question.facts["receiver"], question.moment)
    return lambda value: (str(value[0]), str(value[1])) == (str(datagram.src), str(datagram.dst))


@oracle("ip/who-expires")
def who_expires(question: Question, wire: Wire) -> Holds:
    frame = wire.frame(question.moment)
    (end,) = ends(wire, frame.node, _ip(frame), question.moment)
    assert end.reason == "ipv4.ttl-expired"
    return lambda value: value == end.node


def _fragments(octets: int, mtu: int) -> list[tuple[int, int, int]]:
    """RFC 791 3.2, "An Example Fragmentation Procedure": total length, offset field and MF of each."""
    blocks = (mtu - 20) // 8
    data, offset, found = octets - 20, 0, []
    while data + 20 > mtu:
        found.append((20 + blocks * 8, offset, 1))
        data, offset = data - blocks * 8, offset + blocks
    return [*found, (20 + data, offset, 0)]


@oracle("ip/fragment-count")
def fragment_count(question: Question, wire: Wire) -> Holds:
    return lambda value: value == len(_fragments(question.facts["octets"], question.facts["mtu"]))


@oracle("ip/fragment-row")
def fragment_row(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    row = _fragments(facts["octets"], facts["mtu"])[facts["number"] - 1]
    return lambda value: value[1] == row[value[0]]


@oracle("ip/reassembler")
def reassembler(question: Question, wire: Wire) -> Holds:
    """RFC 791 2.3: "the internet protocol module at the destination" puts them together."""
    destination = str(question.facts["destination"])
    owner = next(
        node
        for node in wire.run.of_kind("host", "router")
        for row in wire.interfaces(node, question.moment)
        if destination in [str(own.address) for own in row.addresses]
    )
    return lambda value: value == owner


@oracle("ip/changed-fields")
def changed_fields(question: Question, wire: Wire) -> Holds:
    """The octets of the fields before and after, at the places of IEEE 802.3 and RFC 791 3.1."""
    places = {
        ("ethernet", "dst"): (0, 6),
        ("ethernet", "src"): (6, 12),
        ("ethernet", "ethertype"): (12, 14),
        ("ipv4", "total_length"): (16, 18),
        ("ipv4", "identification"): (18, 20),
        ("ipv4", "ttl"): (22, 23),
        ("ipv4", "protocol"): (23, 24),
        ("ipv4", "src"): (26, 30),
        ("ipv4", "dst"): (30, 34),
    }
    before = wire.frame(question.moment)
    after = next(
        f for f in wire.since(before.n) if f.ip and f.node == question.facts["router"] and f.ip.body == _ip(before).body
    )

    def holds(value: tuple[str, str]) -> bool:
        start, end = places[value]
        return before.octets[start:end] != after.octets[start:end]

    return holds


def error_about(question: Question, wire: Wire) -> tuple[Frame, int, int, bytes]:
    """The first ICMP error that quotes the header of the datagram of the question."""
    sent = _ip(wire.frame(question.moment))
    for frame in wire.since(question.moment):
        message = frame.ip.icmp if frame.ip else None
        if message and message[0] in (3, 11, 5):
            quoted = message[2][4:]
            ident = int.from_bytes(quoted[4:6], "big")
            ends = (ipaddress.IPv4Address(quoted[12:16]), ipaddress.IPv4Address(quoted[16:20]))
            if ident == sent.identification and ends == (sent.src, sent.dst):
                return frame, message[0], message[1], message[2]
    raise AssertionError("no error")


_RFC_792 = {
    "no route": (3, 0),
    "ARP": (3, 1),
    "no program": (3, 3),
    "fragmented": (3, 4),
    "time to live is over": (11, 0),
}
"""RFC 792, and RFC 1812 4.3.3.1, by words of the reason."""


@oracle("icmp/message-type")
def message_type(question: Question, wire: Wire) -> Holds:
    """By the reason that the question gives; and so say the octets. Cisco's routers report no route as code 1."""
    reason = question.facts["reason"].text("en")
    (told,) = (message for words, message in _RFC_792.items() if words in reason)
    _, kind, code, _ = error_about(question, wire)
    assert told == (kind, code)
    also = {(3, 1)} if told == (3, 0) else set()
    return lambda value: value == told or value in also


@oracle("icmp/error-sender")
def error_sender(question: Question, wire: Wire) -> Holds:
    """Where the datagram ends by the tables; and from there the octets come."""
    frame, *_ = error_about(question, wire)
    sent = wire.frame(question.moment)
    (end,) = ends(wire, sent.node, _ip(sent), question.moment)
    assert end.node == frame.node
    return lambda value: value == end.node


@oracle("icmp/error-receiver")
def error_receiver(question: Question, wire: Wire) -> Holds:
    """RFC 792: "The destination of the message is the source address of the original datagram"."""
    sent = _ip(wire.frame(question.moment))
    error, *_ = error_about(question, wire)
    assert _ip(error).dst == sent.src
    return lambda value: str(value) == str(sent.src)


@oracle("icmp/mtu-told")
def mtu_told(question: Question, wire: Wire) -> Holds:
    """RFC 1191 4: the low-order 16 bits of the word behind the checksum; they say the MTU of the next link."""
    *_, body = error_about(question, wire)
    told = int.from_bytes(body[2:4], "big")
    sent = wire.frame(question.moment)
    found: set[End] = ends(wire, sent.node, _ip(sent), question.moment)
    assert {wire.run.links[end.link].mtu for end in found if end.link} == {told}
    return lambda value: value == told


@oracle("icmp/traceroute-line")
def traceroute_line(question: Question, wire: Wire) -> Holds:
    """Who reports the first probe with that time to live, by the octets; by the tables it ends just there."""
    host, line = question.facts["host"], question.facts["line"]
    probe = next(f for f in wire.since(question.moment) if f.node == host and f.ip and f.ip.ttl == line)
    at = probe.n
    answer = next(f for f in wire.since(at) if f.to_node == host and f.ip and f.ip.icmp and f.ip.icmp[0] in (3, 11, 0))
    (end,) = ends(wire, host, _ip(probe), at)
    assert str(_ip(answer).src) in _addresses(wire, end.node, at)
    return lambda value: str(value) == str(_ip(answer).src)


@oracle("links/transfer-time")
def transfer_time(question: Question, wire: Wire) -> Holds:
    """Summed over the links of the question, as they are printed."""
    octets, total = question.facts["octets"], 0.0
    units = {"s": 1000.0, "ms": 1.0, "µs": 0.001, "ns": 0.000001}
    for line in question.given:
        rate, delay, unit = line.replace(",", "").split()[-5], line.split()[-2], line.split()[-1]
        total += octets * 8 / int(rate) * 1000 + float(delay) * units[unit]
    asked_in = question.blanks[0].unit
    assert asked_in is not None
    total /= units[asked_in.text()]
    return lambda value: abs(value - total) <= total * 0.001


@oracle("icmp/blocked-report")
def blocked_report(question: Question, wire: Wire) -> Holds:
    """RFC 1191 3: the length of the datagram with the same data, by the MTU of the errors that have come."""
    first = wire.frame(question.moment)
    segment = first.tcp
    assert segment is not None
    assert _ip(first).dont_fragment
    expected = _ip(first).total_length
    for frame in wire.since(question.moment):
        message = frame.ip.icmp if frame.ip else None
        if message and message[:2] == (3, 4) and frame.to_node == first.node:
            expected = int.from_bytes(message[2][2:4], "big")
        if frame.node == first.node and frame.tcp and frame.tcp.data and frame.tcp.seq == segment.seq:
            length = _ip(frame).total_length
            assert length == expected
            return lambda value: value == length
    raise AssertionError("not sent again")
