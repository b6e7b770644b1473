"""Access lists, read a second time from the lines that are printed, and asked about the octets; netfilter's states."""

import ipaddress
import itertools
import re
from typing import NamedTuple

from sim.exam.question import Question
from tests.exam.octets import Frame, Wire
from tests.exam.oracles import Holds, oracle

_RULE = re.compile(
    r" *(\d+)  (permit|deny|reject) (?:(ip|tcp|udp|icmp) )?(any|host \S+|\S+/\d+)(?: (any|host \S+|\S+/\d+))?"
    r"(?: eq (\d+))?( established)?(?: log)?"
)
_NUMBERS = {"ip": None, "tcp": 6, "udp": 17, "icmp": 1}


class Rule(NamedTuple):
    number: int
    action: str
    protocol: int | None
    source: ipaddress.IPv4Network
    target: ipaddress.IPv4Network
    port: int | None
    established: bool


class Packet(NamedTuple):
    """``flags`` of TCP, 0 of others; ``port`` is that of the destination."""

    protocol: int
    src: ipaddress.IPv4Address
    dst: ipaddress.IPv4Address
    port: int
    flags: int

    def fits(self, rule: Rule) -> bool:
        return (
            rule.protocol in (None, self.protocol)
            and self.src in rule.source
            and self.dst in rule.target
            and rule.port in (None, self.port)
            and (not rule.established or bool(self.flags & 0x14))
        )


def rules_of(question: Question) -> list[Rule]:
    """The list that is printed with a question."""
    found = []
    for line in question.given[1:]:
        told = _RULE.fullmatch(line)
        assert told is not None, line
        number, action, protocol, source, target, port, established = told.groups()
        found.append(
            Rule(
                int(number),
                action,
                _NUMBERS[protocol or "ip"],
                _network(source),
                _network(target or "any"),  # a standard list has sources alone
                None if port is None else int(port),
                bool(established),
            )
        )
    return found


def _network(text: str) -> ipaddress.IPv4Network:
    return ipaddress.IPv4Network(text.replace("any", "0.0.0.0/0").removeprefix("host "))


def _packet(frame: Frame) -> Packet:
    datagram = frame.ip
    assert datagram is not None
    port = int.from_bytes(datagram.body[2:4], "big") if datagram.protocol in (6, 17) else 0
    return Packet(datagram.protocol, datagram.src, datagram.dst, port, datagram.tcp.flags if datagram.tcp else 0)


def asked(question: Question, wire: Wire) -> Packet:
    """The datagram of the frame that came in last before the list decided."""
    node = question.facts["router"]
    last = None
    for frame in wire.frames:
        arrival = wire.run.arrival(frame.n)
        if frame.to_node == node and arrival is not None and arrival <= question.moment and frame.ip is not None:
            last = frame
    assert last is not None
    return _packet(last)


@oracle("filters/which-rule")
def which_rule(question: Question, wire: Wire) -> Holds:
    packet = asked(question, wire)
    truth = next((rule.number for rule in rules_of(question) if packet.fits(rule)), 0)
    return lambda value: value == truth


@oracle("filters/verdict")
def verdict(question: Question, wire: Wire) -> Holds:
    packet = asked(question, wire)
    truth = next((rule.action for rule in rules_of(question) if packet.fits(rule)), "deny")
    return lambda value: value == truth


def _samples(rules: list[Rule]) -> list[Packet]:
    """A packet of each kind that the rules can tell apart: addresses at and beside all edges, and each port."""
    edges: list[set[ipaddress.IPv4Address]] = []
    for networks in ([rule.source for rule in rules], [rule.target for rule in rules]):
        found = {ipaddress.IPv4Address("1.2.3.4")}
        for network in networks:
            found |= {network[0], network[-1]}
            found |= set(_beside(network))
        edges.append(found)
    ports = {rule.port for rule in rules if rule.port is not None} | {9}
    kinds = [(1, 0, 0), (47, 0, 0), *((17, port, 0) for port in ports)]
    kinds += [(6, port, flags) for port in ports for flags in (0x02, 0x10)]
    return [
        Packet(protocol, src, dst, port, flags)
        for src, dst in itertools.product(*edges)
        for protocol, port, flags in kinds
    ]


def _beside(network: ipaddress.IPv4Network) -> list[ipaddress.IPv4Address]:
    around = (int(network[0]) - 1, int(network[-1]) + 1)
    return [ipaddress.IPv4Address(each) for each in around if 0 <= each < 1 << 32]


@oracle("filters/shadowed")
def shadowed(question: Question, wire: Wire) -> Holds:
    """The rules that decide about no sample."""
    rules = rules_of(question)
    deciding = {next((rule.number for rule in rules if packet.fits(rule)), 0) for packet in _samples(rules)}
    return lambda value: value not in deciding


@oracle("filters/established")
def established(question: Question, wire: Wire) -> Holds:
    """ "Established" is ACK or RST in the flags (IOS); the addresses of the only permit are any."""
    (permit,) = (rule for rule in rules_of(question) if rule.action == "permit")
    assert permit.source.prefixlen == permit.target.prefixlen == 0
    return lambda value: bool({"ACK", "RST"} & set(value.split(", ")))


_NETFILTER = {
    # linux/net/netfilter/nf_conntrack_proto_tcp.c, the table of states, as far as a usual call goes
    ("SYN_SENT", "SYN-ACK"): "SYN_RECV",
    ("SYN_RECV", "ACK"): "ESTABLISHED",
    ("SYN_RECV", "FIN"): "FIN_WAIT",
    ("ESTABLISHED", "FIN"): "FIN_WAIT",
    ("FIN_WAIT", "ACK"): "CLOSE_WAIT",
    ("FIN_WAIT", "FIN"): "LAST_ACK",
    ("CLOSE_WAIT", "FIN"): "LAST_ACK",
    ("LAST_ACK", "ACK"): "TIME_WAIT",
}


@oracle("filters/connection-state")
def connection_state(question: Question, wire: Wire) -> Holds:
    state = "SYN_SENT"
    first, *others = (each.facts["segment"] for each in question.facts["passed"])
    assert first == "SYN"
    for segment in others:
        state = _NETFILTER[state, segment]
    return lambda value: value == state
