"""UDP, DHCP, DNS, HTTP and programs: the octets by their RFCs, and real Python on real sockets."""

import ast
import re
import socket
import struct
from functools import cache

from sim.exam.question import Question
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


def _read_stream(sends: list[bytes], size: int) -> list[bytes]:
    """What real recv calls return of a real stream into which all was sent before."""
    one, two = socket.socketpair()
    with one, two:
        for each in sends:
            one.sendall(each)
        one.shutdown(socket.SHUT_WR)
        found = []
        while data := two.recv(size):
            found.append(data)
    return found


def _programs(question: Question) -> tuple[list[bytes], int]:
    """The sends and the size of recv, from the text of the programs."""
    text = "\n".join(question.given)
    sends = [each.encode() for each in re.findall(r"sendall\(b[\"'](\w+)[\"']\)", text)]
    return sends, int(re.findall(r"\.recv\((\d+)\)", text)[0])


@oracle("programs/what-prints")
def what_prints(question: Question, wire: Wire) -> Holds:
    sends, size = _programs(question)
    return lambda value: value == repr(_read_stream(sends, size)[question.facts["number"] - 1])


def _told(question: Question) -> list[bytes]:
    return _read_stream(
        [each.encode() for each in re.findall(r"b'(\w+)'", question.facts["sends"])], question.facts["size"]
    )


@oracle("programs/first-recv")
def first_recv(question: Question, wire: Wire) -> Holds:
    return lambda value: value == _told(question)[0]


@oracle("programs/recv-count")
def recv_count(question: Question, wire: Wire) -> Holds:
    return lambda value: value == len(_told(question))


@oracle("programs/which-blocks")
def which_blocks(question: Question, wire: Wire) -> Holds:
    """POSIX: these calls wait for somebody else. Time passed before the right one returned, and before no other."""
    trace = wire.run.trace
    node = question.facts["node"]

    def holds(value: tuple[int, str]) -> bool:
        started = None
        for n in range(len(trace)):
            change = trace.what[n]
            if trace.spots[trace.spot[n]].node != node or getattr(change, "table", "") != "thread":
                continue
            row = change.after  # type: ignore[union-attr]
            if row is not None and (row.line, row.call) == value:
                if started is None and row.phase == "entered":
                    started = trace.at[n]
                elif row.phase in ("returned", "raised"):
                    return trace.at[n] > (started or 0)
        return True  # it waits to the end

    return holds


@oracle("programs/which-wakes")
def which_wakes(question: Question, wire: Wire) -> Holds:
    """POSIX accept, connect, recv over the octets: the end of the handshake, the SYN-ACK, the first data or FIN."""
    node, call = question.facts["node"], question.facts["call"].partition("(")[0]
    begun = {f.n for f in wire.frames if f.tcp is not None and f.to_node == node and f.tcp.syn and not f.tcp.has_ack}

    def ends(frame: Frame) -> bool:
        segment = frame.tcp
        arrival = wire.run.arrival(frame.n)
        if segment is None or frame.to_node != node or arrival is None or arrival <= question.moment:
            return False
        if call == "connect":
            return segment.syn and segment.has_ack
        if call == "recv":
            return bool(segment.data) or segment.fin
        return segment.has_ack and not segment.syn and any(n < frame.n for n in begun)

    shown = {option.value for option in question.options}
    truth = next(frame.n for frame in wire.frames if frame.n in shown and ends(frame))
    return lambda value: value == truth


@oracle("programs/what-accept-returns")
def what_accept_returns(question: Question, wire: Wire) -> Holds:
    """Real sockets tell which of both ends and which socket it is; the octets of the SYN tell the numbers."""
    syn = wire.frame(question.moment)
    assert syn.ip is not None
    assert syn.tcp is not None
    shape = _real_accept()
    address = {"client": (str(syn.ip.src), syn.tcp.src_port), "server": (str(syn.ip.dst), syn.tcp.dst_port)}[shape[1]]

    def holds(value: str) -> bool:
        number, told = re.fullmatch(r"\(fd (\d+), (.*)\)", value).groups()  # type: ignore[union-attr]
        return (number == question.facts["listener"]) is shape[0] and ast.literal_eval(told) == address

    return holds


@cache
def _real_accept() -> tuple[bool, str]:
    """Whether a real accept returns the listening socket, and whose address it tells."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ends = {"server": listener.getsockname()}
        with socket.create_connection(ends["server"]) as client, listener.accept()[0] as accepted:
            ends["client"] = client.getsockname()
            told = accepted.getpeername()
            is_listener = accepted.fileno() == listener.fileno()
    return is_listener, next(end for end, address in ends.items() if address == told)


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
    """RFC 2131 3.1, and as the frames leave."""
    frames = [wire.frame(n) for n in question.proof]
    assert [DHCP_NAMES[_options(frame)[53][0]] for frame in frames] == ["DISCOVER", "OFFER", "REQUEST", "ACK"]
    assert [frame.at for frame in frames] == sorted(frame.at for frame in frames)
    return lambda places: list(places) == [0, 1, 2, 3]


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
    return lambda value: abs(value[1] - values[value[0]]) <= lease / 100


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
    return sum(1 for f in wire.since(n) if f.node == node and f.tcp and f.tcp.flags & 0x12 == 2)


@oracle("http/connections")
def connections(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    truth = facts["pictures"] + 1 if facts["version"] == "1.0" else 1
    assert truth == len(question.proof)
    return lambda value: value == truth


@oracle("http/round-trips")
def round_trips(question: Question, wire: Wire) -> Holds:
    """HTTP/1.0: a handshake and a request for each object. HTTP/1.1: one handshake (Kurose and Ross, 2.2.2)."""
    facts = question.facts
    objects = facts["pictures"] + 1
    return lambda value: value == (2 * objects if facts["version"] == "1.0" else 1 + objects)


@oracle("http/not-modified")
def not_modified(question: Question, wire: Wire) -> Holds:
    """RFC 9110 15.4.5: "A 304 response is terminated by the end of the header section; it cannot contain content"."""
    response = next(f.tcp for f in wire.since(question.moment) if f.tcp and f.tcp.data.startswith(b"HTTP/1.1 304"))
    assert response.data.endswith(b"\r\n\r\n")
    return lambda value: value == len(response.data.partition(b"\r\n\r\n")[2])
