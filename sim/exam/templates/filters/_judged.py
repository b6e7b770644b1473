"""Datagrams that an access list decides about, and networks with such a list."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.addresses import IPv4Address, Prefix
from sim.exam.chance import Chance
from sim.exam.networks import mac
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Network
from sim.features.acl.entry import Entry, parse
from sim.features.acl.tables import TABLE
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4.pdu import IPv4
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.transport.udp.pdu import Udp

VERDICTS = ("acl.permitted", "acl.denied", "acl.rejected", "acl.implicit-deny")
"""The rules by which a list decides."""

_TCP = {
    "en": "a TCP segment ({flags}) from {src}, port {src_port}, to {dst}, port {dst_port}",
    "zh": "一个 TCP 报文段（{flags}），从 {src} 端口 {src_port} 到 {dst} 端口 {dst_port}",
}
_UDP = {
    "en": "a UDP datagram from {src}, port {src_port}, to {dst}, port {dst_port}",
    "zh": "一个 UDP 数据报，从 {src} 端口 {src_port} 到 {dst} 端口 {dst_port}",
}
_ICMP = {"en": "an ICMP message from {src} to {dst}", "zh": "一个 ICMP 报文，从 {src} 到 {dst}"}


class Judged(NamedTuple):
    """A datagram that a list decided about, at record ``n``; ``number`` is that of the rule, 0 where none fits."""

    n: int
    node: str
    acl: str
    where: str
    rules: tuple[str, ...]
    number: int
    datagram: IPv4

    @property
    def verdict(self) -> str:
        """``permit``, ``deny`` or ``reject``."""
        return self.rules[self.number - 1].split()[0] if self.number else "deny"

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(parse(rule) for rule in self.rules)

    @property
    def lines(self) -> tuple[str, ...]:
        """The list, with the numbers of its rules."""
        return (f"{self.acl} ({self.where}):", *(f"{n:>3}  {rule}" for n, rule in enumerate(self.rules, 1)))

    def fits(self, number: int) -> bool:
        """Whether a rule fits; raises ``AmbiguousError`` where only a table of connections tells."""
        return _fits(self.entries[number - 1], self.datagram)


def _fits(entry: Entry, datagram: IPv4) -> bool:
    if entry.states:
        raise AmbiguousError("a rule that asks for the state of a connection")
    return entry.fits(datagram, str)


def judged(run: Run) -> Iterator[Judged]:
    """All decisions of lists, the first of each flow."""
    trace = run.trace
    for n in run.records(*VERDICTS):
        datagram, facts = trace.what[n], trace.why[n].facts
        if not isinstance(datagram, IPv4):
            continue
        acl = facts["acl"]
        rows = [row.rule for key, row in run.table(run.node(n), TABLE, n).items() if key[0] == acl][:-1]
        entry = facts.get("entry")
        if entry is not None and rows.count(entry) != 1:
            continue
        number = rows.index(entry) + 1 if entry is not None else 0
        yield Judged(n, run.node(n), acl, facts["where"], tuple(rows), number, datagram)


def flags_of(segment: Tcp) -> str:
    """The flags that filters look at, by their names."""
    names = ((SYN, "SYN"), (FIN, "FIN"), (RST, "RST"), (ACK, "ACK"))
    return ", ".join(name for flag, name in names if segment.flags & flag)


def described(datagram: IPv4) -> Said:
    """What a learner has to know of a datagram; raises ``AmbiguousError`` for what is hard to tell."""
    content, ends = datagram.payload, {"src": datagram.src, "dst": datagram.dst}
    if datagram.fragment_offset:
        raise AmbiguousError("a fragment")
    if isinstance(content, Tcp):
        ports = {"src_port": content.src_port, "dst_port": content.dst_port}
        return say(_TCP, flags=flags_of(content), **ends, **ports)
    if isinstance(content, Udp):
        return say(_UDP, src_port=content.src_port, dst_port=content.dst_port, **ends)
    if isinstance(content, Icmp) and not content.is_error:
        return say(_ICMP, **ends)
    raise AmbiguousError("another protocol, or an error")


class Ends(NamedTuple):
    """The addresses of a network with a list: two PCs, their network, a server and its network."""

    pc1: IPv4Address
    pc2: IPv4Address
    inside: Prefix
    server: IPv4Address
    outside: Prefix

    @property
    def half(self) -> Prefix:
        """The half of the inside network with the first PC."""
        length = self.inside.length + 1
        return Prefix(IPv4Address(self.pc1 >> 32 - length << 32 - length), length)


TCP_PORTS, UDP_PORTS = (22, 23, 80, 443), (53, 69, 123, 161)


def ends(chance: Chance) -> Ends:
    inside = Prefix(IPv4Address(0xC0A80000 + 256 * chance.among(1, 99)), 24)
    outside = Prefix(IPv4Address((10 << 24) + 256 * chance.below(65000)), 24)
    pc1, pc2 = (IPv4Address(inside.network + seat) for seat in chance.sample(range(1, 254), 2))
    return Ends(pc1, pc2, inside, IPv4Address(outside.network + chance.among(1, 253)), outside)


def any_rule(chance: Chance, at: Ends) -> str:
    """Some rule about these ends."""
    action = chance.choice(("permit", "permit", "permit", "deny", "deny", "reject"))
    source = chance.choice(("any", f"host {at.pc1}", f"host {at.pc2}", str(at.inside), str(at.half)))
    target = chance.choice(("any", f"host {at.server}", f"host {at.server}", str(at.outside)))
    protocol = chance.choice(("tcp", "tcp", "udp", "icmp", "ip"))
    port = ""
    if protocol == "tcp":
        port = chance.choice(("", f" eq {chance.choice(TCP_PORTS)}", f" eq {chance.choice(TCP_PORTS)}"))
    elif protocol == "udp":
        port = chance.choice(("", f" eq {chance.choice(UDP_PORTS)}"))
    return f"{action} {protocol} {source} {target}{port}"


def calls(chance: Chance, count: int) -> list[tuple[str, str, int]]:
    """Who sends what: a PC, a protocol, a port."""
    found = []
    for _ in range(count):
        protocol = chance.choice(("tcp", "tcp", "udp", "icmp"))
        ports = {"tcp": TCP_PORTS, "udp": UDP_PORTS, "icmp": (0,)}[protocol]
        found.append((chance.choice(("pc1", "pc2")), protocol, chance.choice(ports)))
    return found


_TRY = {
    "tcp": "import socket\n\nsock = socket.socket()\nsock.settimeout(0.5)\ntry:\n    sock.connect(('{ip}', {port}))\n"
    "except OSError as error:\n    print(error)\n",
    "udp": "import socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    "sock.sendto(b'hello', ('{ip}', {port}))\n",
}


def guarded(chance: Chance, at: Ends, rules: list[str], sent: list[tuple[str, str, int]]) -> Network:
    """Two PCs, a router that asks the list for what comes in from them, a server; ``sent`` as by :func:`calls`."""
    nodes: dict[str, Any] = {
        "pc1": {"host": f"{at.pc1}/24", "mac": mac(1), "gateway": f"{_last(at.inside)}"},
        "pc2": {"host": f"{at.pc2}/24", "mac": mac(2), "gateway": f"{_last(at.inside)}"},
        "sw1": {"switch": 3},
        "r1": {
            "router": {"eth0": f"{_last(at.inside)}/24", "eth1": f"{_last(at.outside)}/24"},
            "acl": {"office": {"apply": "in eth0", "rules": rules}},
        },
        "server": {"host": f"{at.server}/24", "mac": mac(3), "gateway": f"{_last(at.outside)}"},
    }
    actions, programs = [], []
    for second, (sender, protocol, port) in enumerate(sent, 1):
        if protocol == "icmp":
            actions.append({"at": f"{second}s", "on": sender, "run": f"ping -c 1 -W 1 {at.server}"})
        else:
            code = _TRY[protocol].format(ip=at.server, port=port)
            programs.append({"on": sender, "at": f"{second}s", "code": code, "name": f"call{second}.py"})
    return {
        "nodes": nodes,
        "links": ["pc1 -- sw1", "pc2 -- sw1", "sw1 -- r1:eth0", "r1:eth1 -- server"],
        "layout": {"pc1": [0, 0], "pc2": [0, 2], "sw1": [1, 1], "r1": [2, 1], "server": [3, 1]},
        "allow": ["shadowed-rule"],
        "actions": actions,
        "programs": programs,
        "until": f"{len(sent) + 2}s",
    }


def _last(network: Prefix) -> IPv4Address:
    return IPv4Address(network.network + 254)


def network(chance: Chance) -> Network:
    """A list of three to five rules, of which some differ in little, and four calls."""
    at = ends(chance)
    rules = list(dict.fromkeys(any_rule(chance, at) for _ in range(chance.among(3, 5))))
    return guarded(chance, at, rules, calls(chance, 4))
