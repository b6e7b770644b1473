"""A TCP exchange between two hosts on one cable, written by hand: each record as the simulator would make it."""

from typing import Any

from sim.addresses import ANY, InterfaceAddress, IPv4Address, MacAddress
from sim.device.interface import InterfaceRow
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.link import rules as link_rules
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.programs.rows import ProgramRow, Status, ThreadRow
from sim.trace.records import NO_CAUSE, Change, ConsoleLine, Kind
from sim.trace.trace import Trace
from sim.transport.sockets.rows import SocketRow
from sim.transport.tcp.machine.rows import (
    CONNECTIONS,
    RECEIVING,
    SENDING,
    ConnectionRow,
    Endpoints,
    ReceiveRow,
    SendRow,
)
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import Tcp
from sim.why import Why
from tests.reasons import BECAUSE
from tui.model.conversation.journeys import Journeys

CLIENT, SERVER = "client", "server"
IPS = {CLIENT: IPv4Address.parse("10.0.0.1"), SERVER: IPv4Address.parse("10.0.0.2")}
MACS = {CLIENT: MacAddress.parse("02:00:00:00:00:01"), SERVER: MacAddress.parse("02:00:00:00:00:02")}
PORTS = {CLIENT: 49152, SERVER: 80}
ISS = {CLIENT: 100, SERVER: 300}
MS = 1_000_000
_NUMBERS = ("snd_una", "snd_nxt", "written")
_OTHER = {CLIENT: SERVER, SERVER: CLIENT}


class Exchange:
    """Times in ms from the start. The methods return the numbers of their records."""

    def __init__(self) -> None:
        self.trace = Trace()
        self.spots = {node: self.trace.add_spot(node) for node in IPS}
        self.ports = {node: self.trace.add_spot(node, "eth0") for node in IPS}
        self.link = {node: self.trace.add_spot("client:eth0 -- server:eth0", f"{node}:eth0") for node in IPS}
        self.rows: dict[tuple[str, str, Any], Any] = {}
        self._identification = 0
        for node, ip in IPS.items():
            row = InterfaceRow(MACS[node], (InterfaceAddress(ip, 24),), True, 1500)
            self.put(node, 0, "interface", "eth0", row)
        self.trace.configured = len(self.trace)

    def journeys(self) -> Journeys:
        found = Journeys(self.trace, frozenset(IPS))
        found.extend()
        return found

    def sends(
        self, node: str, at: float, flags: int, seq: int, ack: int = 0, payload: bytes = b"", cause: int = NO_CAUSE,
        window: int = 1000,
    ) -> int:  # fmt: skip
        """A segment leaves; ``seq`` and ``ack`` are relative to the initial sequence numbers."""
        other = _OTHER[node]
        self._identification += 1
        number = ISS[other] + ack if flags & 0x10 else 0
        segment = Tcp(PORTS[node], PORTS[other], ISS[node] + seq, number, flags, window, payload)
        datagram = IPv4(IPS[node], IPS[other], PROTOCOL_TCP, segment, identification=self._identification)
        frame = Ethernet(MACS[other], MACS[node], TYPE_IPV4, datagram)
        return self._add(Kind.FRAME_SENT, at, self.ports[node], cause, frame, BECAUSE)

    def comes(self, sent: int, at: float) -> int:
        """What was sent comes to the other host."""
        frame = self.trace.what[sent]
        sender = self.trace.spots[self.trace.spot[sent]].node
        spot = self.ports[_OTHER[sender]]
        return self._add(Kind.FRAME_RECEIVED, at, spot, sent, frame, Why(link_rules.NIC_FOR_ME, mac=None, port="eth0"))

    def passes(self, node: str, at: float, flags: int, *rest: Any, **more: Any) -> int:
        """A segment is sent and comes a millisecond later; the record of its arrival."""
        return self.comes(self.sends(node, at, flags, *rest, **more), at + 1)

    def lost(self, sent: int, at: float) -> int:
        sender = self.trace.spots[self.trace.spot[sent]].node
        why = Why(link_rules.LOST, link="client:eth0 -- server:eth0", chance=1.0)
        return self._add(Kind.FRAME_DROPPED, at, self.link[sender], sent, self.trace.what[sent], why)

    def state(self, node: str, at: float, state: State | None, cause: int = NO_CAUSE) -> int:
        row = None if state is None else ConnectionRow(state, ISS[node], ISS[_OTHER[node]], 536, 0, 0, False, False)
        return self.put(node, at, CONNECTIONS, self.key(node), row, cause, Kind.STATE_CHANGED)

    def sending(self, node: str, at: float, **fields: Any) -> int:
        """The row of ``tcp-send`` changes in some of its fields; numbers are relative to the initial one."""
        fields = {name: value + ISS[node] if name in _NUMBERS else value for name, value in fields.items()}
        key, iss = self.key(node), ISS[node]
        usual = SendRow(iss, iss, 0, iss, 4380, 65535 << 14, "slow start", 0, (), None, None, 1000 * MS, 0, None, None)
        row = self.rows.get((node, SENDING, key)) or usual
        return self.put(node, at, SENDING, key, row._replace(**fields))

    def receiving(self, node: str, at: float, **fields: Any) -> int:
        """The row of ``tcp-receive`` changes in some of its fields; numbers are relative to the initial one."""
        irs = ISS[_OTHER[node]]
        fields = {name: value + irs if name == "rcv_nxt" else value for name, value in fields.items()}
        row = self.rows.get((node, RECEIVING, self.key(node))) or ReceiveRow(irs + 1, 65535, 0, (), None)
        return self.put(node, at, RECEIVING, self.key(node), row._replace(**fields))

    def key(self, node: str) -> Endpoints:
        """That of the connection in the tables of a host."""
        other = _OTHER[node]
        return Endpoints(IPS[node], PORTS[node], IPS[other], PORTS[other])

    def listens(self, node: str, at: float) -> int:
        """A socket waits for connections, at any address of its host."""
        key = Endpoints(ANY, PORTS[node], ANY, 0)
        row = ConnectionRow(State.LISTEN, 0, None, 536, 0, 0, False, False)
        return self.put(node, at, CONNECTIONS, key, row, kind=Kind.STATE_CHANGED)

    def calls(self, node: str, at: float, call: str, line: int, cause: int = NO_CAUSE) -> int:
        row = ThreadRow("MainThread", f"{node}.py", line, "<module>", call, 3, "entered")
        return self.put(node, at, "thread", (1, 0), row, cause, Kind.CALL_ENTERED)

    def answers(self, node: str, at: float, phase: str, cause: int = NO_CAUSE, result: str = "") -> int:
        """The call that was entered last is blocked, returned or raised."""
        kind = {"blocked": Kind.CALL_BLOCKED, "returned": Kind.CALL_RETURNED, "raised": Kind.CALL_RAISED}[phase]
        row = self.rows[node, "thread", (1, 0)]._replace(phase=phase, result=result)
        return self.put(node, at, "thread", (1, 0), row, cause, kind)

    def program(self, node: str, at: float) -> int:
        row = ProgramRow(f"{node}.py", (), Status.RUNNING)
        return self.put(node, at, "program", 1, row)

    def put(
        self, node: str, at: float, table: str, key: Any, row: Any, cause: int = NO_CAUSE, kind: Kind | None = None
    ) -> int:
        before = self.rows.get((node, table, key))
        self.rows[node, table, key] = row
        usual = Kind.ROW_ADDED if before is None else Kind.ROW_REMOVED if row is None else Kind.ROW_CHANGED
        change = Change(table, key, before, row)
        return self._add(usual if kind is None else kind, at, self.spots[node], cause, change, BECAUSE)

    def _add(self, kind: Kind, at: float, spot: int, cause: int, what: Any, why: Why) -> int:
        return self.trace.add(kind, round(at * MS), spot, cause, what, why)


SYN, ACK, PSH, FIN = 0x002, 0x010, 0x008, 0x001


def handshake(made: Exchange | None = None) -> Exchange:
    """RFC 9293 figure 6, with the client's call and both states; the client begins at 1 s."""
    made = Exchange() if made is None else made
    call = made.calls(CLIENT, 1000, 'connect(("10.0.0.2", 80))', 5)
    made.state(CLIENT, 1000, State.SYN_SENT, call)
    came = made.passes(CLIENT, 1000, SYN, 0, cause=call)
    made.state(SERVER, 1001, State.SYN_RECEIVED, came)
    came = made.passes(SERVER, 1001, SYN | ACK, 0, 1, cause=came)
    made.state(CLIENT, 1002, State.ESTABLISHED, came)
    came = made.passes(CLIENT, 1002, ACK, 1, 1, cause=came)
    made.state(SERVER, 1003, State.ESTABLISHED, came)
    return made


def conversation() -> Exchange:
    """Two programs, a handshake, data on their way with a window that grows, and a server that waits for them."""
    made = Exchange()
    made.program(SERVER, 0)
    made.put(SERVER, 0, "socket", 1, SocketRow("tcp", (ANY, 80), None, 1, listening=True, backlog=128))
    made.listens(SERVER, 0)
    made.calls(SERVER, 0, "accept()", 4)
    made.answers(SERVER, 0, "blocked")
    made.program(CLIENT, 1000)
    handshake(made)
    made.put(SERVER, 1003, "socket", 2, SocketRow("tcp", (IPS[SERVER], 80), (IPS[CLIENT], PORTS[CLIENT]), 1))
    made.receiving(SERVER, 1003)
    made.answers(SERVER, 1003, "returned", result="(fd 4, ('10.0.0.1', 49152))")
    made.calls(SERVER, 1003, "recv(1024)", 5)
    made.answers(SERVER, 1003, "blocked")
    call = made.calls(CLIENT, 1010, "sendall(b'xxxxxxxxxxxxxxxx' ...)", 7)
    made.sending(CLIENT, 1010, snd_una=1, snd_nxt=1, written=901, snd_wnd=1000, cwnd=200, srtt=2 * MS, rttvar=MS)
    sent = [made.sends(CLIENT, 1010 + i, PSH | ACK, 1 + 100 * i, 1, b"x" * 100, call) for i in range(2)]
    made.sending(CLIENT, 1011, snd_nxt=201, retransmit_at=2011 * MS)
    for number, data in enumerate(sent):
        came = made.comes(data, 1020 + number)
        made.receiving(SERVER, 1020 + number, rcv_nxt=101 + 100 * number, unread=100)
        made.answers(SERVER, 1020 + number, "returned", came, "b'xxxxxxxxxxxxxxxx...' (100 octets)")
        made.put(SERVER, 1020 + number, "console", number, ConsoleLine(1020 * MS, "100 octets"), kind=Kind.OUTPUT)
        made.calls(SERVER, 1020 + number, "recv(1024)", 5)
        made.answers(SERVER, 1020 + number, "blocked")
        came = made.passes(SERVER, 1020 + number, ACK, 1, 101 + 100 * number, cause=came)
        made.sending(CLIENT, 1021 + number, snd_una=101 + 100 * number, cwnd=300 + 100 * number)
    sent = [made.sends(CLIENT, 1022 + i, PSH | ACK, 201 + 100 * i, 1, b"x" * 100, came) for i in range(3)]
    made.sending(CLIENT, 1024, snd_nxt=501)
    made.lost(sent[0], 1030)
    made.comes(sent[1], 1032)
    made.receiving(SERVER, 1032, waiting=((401, 501),))
    made.passes(SERVER, 1032, ACK, 1, 201)
    made.sending(CLIENT, 1033, dup_acks=1)
    return made


def trouble() -> Exchange:
    """After the handshake five segments of 100 octets: the second is lost, the fourth overtaken by the fifth."""
    made = handshake()
    call = made.calls(CLIENT, 1010, "sendall(b'xxxxxxxxxxxxxxxx' ...)", 7)
    sent = [made.sends(CLIENT, 1010 + i, PSH | ACK, 1 + 100 * i, 1, b"x" * 100, call) for i in range(5)]
    acks = [made.sends(SERVER, 1020, ACK, 1, 101, cause=made.comes(sent[0], 1020))]
    made.lost(sent[1], 1020.5)
    for at, came in ((1022, 2), (1023, 4), (1024, 3)):
        acks.append(made.sends(SERVER, at, ACK, 1, 101, cause=made.comes(sent[came], at)))
    ends = [made.comes(ack, 1030 + i) for i, ack in enumerate(acks)]
    again = made.sends(CLIENT, 1033, ACK, 101, 1, b"x" * 100, ends[-1])
    made.passes(SERVER, 1043, ACK, 1, 501, cause=made.comes(again, 1043))
    return made


ANSWER = (b"200 OK\r\n\r\n", "中文 ".encode() + b"and a long line, " * 9, b"\x00\x1b[2J\r\nthe end\r\n")
"""The parts of an answer, a segment each."""


def talk() -> Exchange:
    """A request of two lines and its answer, of which the second part is lost; the third comes, and waits for it."""
    made = handshake()
    came = made.passes(CLIENT, 1010, PSH | ACK, 1, 1, b"GET /\r\nHost: server\r\n\r\n")
    begins = [1 + sum(map(len, ANSWER[:number])) for number in range(4)]
    sent = [made.sends(SERVER, 1020, ACK, begins[n], 24, part, came) for n, part in enumerate(ANSWER)]
    made.comes(sent[0], 1030)
    made.lost(sent[1], 1031)
    made.comes(sent[2], 1032)
    end = made.comes(made.sends(SERVER, 1040, ACK, begins[1], 24, ANSWER[1]), 1050)
    made.passes(CLIENT, 1051, ACK | FIN, 24, begins[3], cause=end)
    return made
