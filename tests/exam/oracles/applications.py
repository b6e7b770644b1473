"""UDP, DHCP, DNS and HTTP: the octets by their RFCs, and real sockets."""

import socket
import struct

from sim.exam.question import Question
from sim.trace.records import Kind as Happened
from tests.exam.octets import Frame, Wire
from tests.exam.oracles import Holds, oracle


@oracle("udp/lengths")
def lengths(question: Question, wire: Wire) -> Holds:
    """The fields themselves (RFC 768, RFC 791 3.1)."""
    frame = wire.frame(question.moment)
    assert frame.ip is not None
    values = (struct.unpack("!H", frame.ip.body[4:6])[0], frame.ip.total_length)
    assert values == (question.facts["octets"] + 8, question.facts["octets"] + 28)
    return lambda value: value[1] == values[value[0]]


@oracle("udp/recvfrom-length")
def recvfrom_length(question: Question, wire: Wire) -> Holds:
    """A real socket pair of datagrams, read with the same size."""
    facts = question.facts
    one, two = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with one, two:
        for size in (facts["first"], facts["second"]):
            one.send(bytes(size))
        got = [len(two.recv(facts["most"])) for _ in range(2)]
    return lambda value: value[1] == got[value[0]]


DHCP_NAMES = {1: "DISCOVER", 2: "OFFER", 3: "REQUEST", 5: "ACK"}


def _options(frame: Frame) -> dict[int, bytes]:
    """The options of a DHCP message behind the cookie (RFC 2132 2)."""
    assert frame.ip is not None
    data = (frame.ip.udp or (0, 0, b""))[2][240:]
    found, at = {}, 0
    while at < len(data) and data[at] != 255:
        if data[at]:
            found[data[at]] = data[at + 2 : at + 2 + data[at + 1]]
            at += 2 + data[at + 1]
        else:
            at += 1
    return found


@oracle("dhcp/order")
def order(question: Question, wire: Wire) -> Holds:
    """As the frames leave; and RFC 2131 3.1: discover, offer, request, acknowledge."""
    sent = {}
    for option in question.options:
        name, _, sender = option.text.text().partition(" from ")
        frames = (f for f in wire.since(question.moment) if f.node == sender and f.ip and f.ip.udp)
        sent[option.value] = next(f for f in frames if DHCP_NAMES.get(_options(f).get(53, b"\0")[0]) == name)
    names = [DHCP_NAMES[_options(frame)[53][0]] for frame in sorted(sent.values(), key=lambda frame: frame.n)]
    assert names == ["DISCOVER", "OFFER", "REQUEST", "ACK"]
    return lambda values: sorted(values, key=lambda value: sent[value].n) == list(values)


@oracle("dhcp/addresses")
def addresses(question: Question, wire: Wire) -> Holds:
    request = next(f for f in wire.since(question.moment) if f.ip and f.ip.udp and f.ip.udp[1] == 67)
    assert request.ip is not None
    assert _options(request)[53] == b"\x03"
    pair = (str(request.ip.src), str(request.ip.dst))
    return lambda value: (str(value[0]), str(value[1])) == pair


@oracle("dhcp/timers")
def timers(question: Question, wire: Wire) -> Holds:
    """RFC 2131 4.4.5: "T1 defaults to (0.5 * duration_of_lease). T2 defaults to (0.875 * duration_of_lease)"."""
    lease = float(question.facts["lease"])
    values = (lease * 0.5, lease * 0.875)
    return lambda value: abs(value[1] - values[value[0]]) <= question.blanks[value[0]].tolerance


@oracle("dhcp/chosen-server")
def chosen_server(question: Question, wire: Wire) -> Holds:
    ack = next(
        f
        for f in wire.since(question.moment)
        if f.ip and f.ip.udp and f.ip.udp[0] == 67 and _options(f).get(53) == b"\x05"
    )
    assert ".".join(map(str, _options(ack)[54])) == str(question.facts["server"])
    return lambda value: value == ack.node


def _dns(frame: Frame) -> tuple[int, int, int] | None:
    """The identifier, the flags and the number of answers (RFC 1035 4.1.1)."""
    content = frame.ip.udp if frame.ip else None
    if content is None or 53 not in content[:2]:
        return None
    number, flags, _, answers = struct.unpack("!HHHH", content[2][:8])
    return number, flags, answers


@oracle("dns/who-answers")
def who_answers(question: Question, wire: Wire) -> Holds:
    """The first response with the flag AA and an answer in it."""
    for frame in wire.since(question.moment):
        found = _dns(frame)
        if found and found[1] & 0x8400 == 0x8400 and found[2]:
            node = frame.node
            return lambda value: value == node
    raise AssertionError("no answer")


@oracle("dns/query-count")
def query_count(question: Question, wire: Wire) -> Holds:
    """The queries of each until the client has a response, each identifier once."""
    facts = question.facts
    first = wire.frame(question.moment)
    asked: dict[str, set[int]] = {facts["client"]: set(), facts["resolver"]: set()}
    begun = _dns(first)
    assert begun is not None
    for frame in (first, *wire.since(question.moment)):
        found = _dns(frame)
        if found and frame.node in asked and not found[1] & 0x8000:
            asked[frame.node].add(found[0])
        if found and found[1] & 0x8000 and found[0] == begun[0] and frame.node == facts["resolver"]:
            break
    counts = (len(asked[facts["client"]]), len(asked[facts["resolver"]]))
    return lambda value: value[1] == counts[value[0]]


@oracle("dns/ttl-left")
def ttl_left(question: Question, wire: Wire) -> Holds:
    """RFC 1035 3.2.1: the time that the record "may be cached"; what has passed is taken off."""
    facts = question.facts
    left = facts["ttl"] - (float(facts["asked"]) - float(facts["got"]))
    return lambda value: abs(value - left) <= 1.2


def _syns(wire: Wire, n: int, node: object) -> int:
    """The SYNs of a node, each connection once, until somebody types the next command."""
    trace = wire.run.trace
    end = next((m for m in range(n + 1, len(trace)) if trace.kind[m] == Happened.CALL), len(trace))
    syns = [f.tcp for f in wire.since(n) if f.node == node and f.n < end and f.tcp and f.tcp.flags & 0x12 == 2]
    return len({(syn.src_port, syn.seq) for syn in syns})


@oracle("http/connections")
def connections(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    truth = facts["pictures"] + 1 if facts["version"] == "1.0" else 1
    assert truth == _syns(wire, question.moment, facts["node"])
    return lambda value: value == truth


@oracle("http/round-trips")
def round_trips(question: Question, wire: Wire) -> Holds:
    """HTTP/1.0: a handshake and a request for each object. HTTP/1.1: one handshake (Kurose and Ross, 2.2.2)."""
    facts = question.facts
    objects = facts["pictures"] + 1
    truth = 2 * objects if facts["version"] == "1.0" else 1 + objects
    assert truth == objects + _syns(wire, question.moment, facts["node"])
    return lambda value: value == truth


@oracle("http/not-modified")
def not_modified(question: Question, wire: Wire) -> Holds:
    """RFC 9110 13.1.2, and 15.4.5: "A 304 response is terminated by the end of the header section"."""
    facts = question.facts
    sent = [f.tcp for f in wire.since(question.moment) if f.node == facts["server"] and f.tcp and f.tcp.data]
    stream = b"".join(each.data for each in sent if each.dst_port == sent[0].dst_port)
    head, _, rest = stream.partition(b"\r\n\r\n")
    if facts["kept"] == facts["tag"]:
        assert head.startswith(b"HTTP/1.1 304")
        assert not rest or rest.startswith(b"HTTP/1.1 ")
        return lambda value: value == 0
    assert head.startswith(b"HTTP/1.1 200")
    page = rest[: facts["now"]]
    assert not rest[len(page) :] or rest[len(page) :].startswith(b"HTTP/1.1 ")
    return lambda value: value == len(page)


@oracle("dns/change-seen")
def change_seen(question: Question, wire: Wire) -> Holds:
    """RFC 1035 3.2.1: a record "may be cached" for its TTL, of the first answer with authority that comes in."""
    node = question.facts["resolver"]
    for frame in wire.frames:
        found = _dns(frame)
        arrival = wire.run.arrival(frame.n)
        if found and frame.to_node == node and found[1] & 0x8000 and found[2] and arrival is not None:
            assert frame.ip is not None
            assert frame.ip.udp is not None
            name, ttl = _first_answer(frame.ip.udp[2])
            if name == question.facts["name"] and arrival <= question.moment:
                end = wire.run.trace.at[arrival] / 1e9 + ttl
                return lambda value: abs(value - end) <= 1.2
    raise AssertionError("no answer")


def _first_answer(message: bytes) -> tuple[str, int]:
    """The name that is asked for, and the TTL of the first record of the answer (RFC 1035 4.1)."""
    labels, at = [], 12
    while message[at]:
        labels.append(message[at + 1 : at + 1 + message[at]].decode())
        at += 1 + message[at]
    at += 5  # the root, the type and the class
    while message[at]:  # the owner: labels, or a pointer
        if message[at] >= 0xC0:
            at += 1
            break
        at += 1 + message[at]
    return ".".join(labels), int.from_bytes(message[at + 5 : at + 9], "big")
