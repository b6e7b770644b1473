"""NAT and filters beside Linux with nftables: the same datagrams, the same verdicts, the same rewrites.

``HOPSCOPE_FILTER_SETS=170`` is the nightly size: 10,000 datagrams over random rule sets.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

import pytest

from sim.features.acl.entry import ICMP_TYPES, Entry, Ports, parse
from sim.features.acl.settings import AccessList, AclSettings
from sim.features.conntrack.settings import LINUX
from sim.features.nat.settings import Behavior, Refresh
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, IPv4
from sim.settings import Placed
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.transport.udp.pdu import Udp
from tests.nat.linux_router import LinuxRouter, linux_router
from tests.nat.world import OUTSIDE, PC, PC2, SERVER, SERVER2, Router, error, ip, ping, pong, tcp, udp

LIBERAL = LINUX._replace(be_liberal=True)
"""As the router beside ours is set: these datagrams have no sensible numbers."""
SETS = int(os.environ.get("HOPSCOPE_FILTER_SETS", "6"))
DATAGRAMS = 60

MASQUERADE = """
table ip world {
  chain pre { type nat hook prerouting priority dstnat; iif tap1 tcp dport 8080 dnat to 192.168.1.10:80;
              iif tap1 udp dport 5353 dnat to 192.168.1.11; }
  chain post { type nat hook postrouting priority srcnat; oif tap1 masquerade; }
  chain valid { type filter hook prerouting priority -150; ct state invalid drop; }
  chain in { type filter hook input priority filter; policy drop; }
}
"""
FORWARD = ((8080, f"{PC}:80"), ("udp 5353", PC2))


@pytest.fixture(scope="module")
def linux() -> Iterator[LinuxRouter]:
    with linux_router() as made:
        yield made


def ours() -> Router:
    """A router that behaves as Linux does, as far as RFC 4787 lets it be chosen.

    Both drop what is invalid: Linux would let it out with its inside address.
    """
    rules = tuple(map(Placed, ("deny ip any any state invalid", "permit ip any any")))
    valid = AclSettings((("valid", AccessList(rules, ("in eth0", "in eth1"))),))
    by_port = Behavior.ADDRESS_AND_PORT_DEPENDENT
    return Router(
        LIBERAL, valid, mapping=by_port, filtering=by_port, refresh=Refresh.BOTH, renumber=False, forward=FORWARD
    )


class Flow:
    """A flow from an inside host, with the outside port that either router gave to it."""

    def __init__(self, draw: random.Random) -> None:
        self.protocol = draw.choice(["udp", "tcp", "icmp"])
        self.src, self.dst = draw.choice([PC, PC2]), draw.choice([SERVER, SERVER2])
        self.port, self.dst_port = draw.choice([4000, 4001, 4002]), draw.choice([53, 80])
        self.outside: dict[str, int] = {}
        self.last: dict[str, IPv4] = {}

    sequence: ClassVar = {
        "there": [SYN, ACK, ACK, FIN | ACK],
        "back": [SYN | ACK, ACK, FIN | ACK],
        "error": [0],
    }

    def there(self, flags: int) -> IPv4:
        if self.protocol == "icmp":
            return ping(self.src, self.dst, self.port)
        if self.protocol == "udp":
            return udp(self.src, self.port, self.dst, self.dst_port)
        return tcp(self.src, self.port, self.dst, self.dst_port, flags, 1, 1)

    def back(self, who: str, flags: int) -> IPv4:
        port = self.outside[who]
        if self.protocol == "icmp":
            return pong(self.dst, OUTSIDE, port)
        if self.protocol == "udp":
            return udp(self.dst, self.dst_port, OUTSIDE, port)
        return tcp(self.dst, self.dst_port, OUTSIDE, port, flags, 1, 1)


def outside_port(datagram: IPv4) -> int:
    payload = datagram.payload
    if isinstance(payload, Icmp):
        return payload.identifier
    assert isinstance(payload, Udp | Tcp), "its checksum is right"
    return payload.src_port


def same(one: list[tuple[str, IPv4]], other: list[tuple[str, IPv4]]) -> bool:
    """Whether both sent the same, up to the outside port that was given."""
    return [(port, blurred(each)) for port, each in one] == [(port, blurred(each)) for port, each in other]


def blurred(datagram: IPv4) -> IPv4:
    copy = datagram.with_payload(datagram.payload)
    payload = copy.payload
    if str(copy.src) == OUTSIDE:
        if isinstance(payload, Icmp) and not payload.is_error:
            copy.payload = Icmp(payload.type, payload.code, payload.sequence, payload.data)
        elif isinstance(payload, Udp):
            copy.payload = Udp(0, payload.dst_port, payload.payload)
        elif isinstance(payload, Tcp):
            copy.payload = Tcp(0, payload.dst_port, payload.seq, payload.ack, payload.flags, payload.window)
    return copy


@pytest.mark.parametrize("seed", range(SETS))
def test_linux_translates_the_same_datagrams_in_the_same_way(linux: LinuxRouter, seed: int) -> None:
    draw = random.Random(seed)
    linux.rules(MASQUERADE)
    mine = ours()
    routers: dict[str, LinuxRouter | Router] = {"linux": linux, "ours": mine}
    flows: list[Flow] = []
    passed = 0
    for number in range(DATAGRAMS):
        what = draw.choice(["new", "new", "back", "back", "there", "error", "stranger", "forwarded"])
        if what == "new" or not flows:
            flow = Flow(draw)
            sent = {who: each.sends("eth0", flow.there(SYN)) for who, each in routers.items()}
            for who, (_, datagram) in ((who, each[0]) for who, each in sent.items() if each):
                flow.outside[who], flow.last[who] = outside_port(datagram), datagram
            if len(flow.outside) == 2:
                flows.append(flow)
        elif what == "stranger":
            port = draw.choice([4000, 4001, 4002, 9])
            stray = draw.choice(
                [
                    udp("192.0.2.9", 99, OUTSIDE, port),
                    tcp("192.0.2.9", 99, OUTSIDE, port, SYN),
                    pong("192.0.2.9", OUTSIDE, port),
                ]
            )
            sent = {who: inside(each.sends("eth1", stray)) for who, each in routers.items()}
        elif what == "forwarded":
            port = draw.choice([1000, 1001])
            call = draw.choice([tcp("192.0.2.9", port, OUTSIDE, 8080, SYN), udp("192.0.2.9", port, OUTSIDE, 5353)])
            sent = {who: each.sends("eth1", call) for who, each in routers.items()}
        else:
            flow = draw.choice(flows)
            flags = draw.choice(flow.sequence[what])
            if what == "error":
                about = {who: error("192.0.2.1", OUTSIDE, 3, 3, flow.last[who], 60) for who in routers}
                sent = {who: each.sends("eth1", about[who]) for who, each in routers.items()}
            elif what == "back":
                sent = {who: each.sends("eth1", flow.back(who, flags)) for who, each in routers.items()}
            else:
                sent = {who: each.sends("eth0", flow.there(flags)) for who, each in routers.items()}
        passed += len(sent["linux"])
        assert same(sent["linux"], sent["ours"]), (number, what, sent)
    assert passed > DATAGRAMS // 3


def inside(sent: list[tuple[str, IPv4]]) -> list[tuple[str, IPv4]]:
    """What goes on to the inside: what the router itself answers to strangers is another matter."""
    return [each for each in sent if each[0] == "eth0"]


# Filters


def nft(entry: Entry) -> str:
    """A rule of nftables that fits what an entry fits."""
    words = []
    if entry.protocol is not None:
        words.append(f"ip protocol {entry.protocol}")
    for side, where in (("saddr", entry.src), ("daddr", entry.dst)):
        words += [f"ip {side} & {ip_text(where.care)} == {ip_text(where.base)}"] if where.care else []
    for side, ports in (("sport", entry.src_ports), ("dport", entry.dst_ports)):
        words += [f"th {side} {{ {ranges(ports)} }}"] if ports else []
    if entry.icmp is not None:
        kind, code = entry.icmp
        words.append(f"icmp type {kind}" + ("" if code is None else f" icmp code {code}"))
    if entry.established:
        words.append("tcp flags & (ack | rst) != 0")
    if entry.states:
        words.append(f"ct state {{ {', '.join(sorted(entry.states))} }}")
    return " ".join([*words, "accept" if entry.action == "permit" else "drop"])


def ip_text(number: int) -> str:
    return str(ip("0.0.0.0").__class__(number))


def ranges(ports: Ports) -> str:
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ports)


def random_rule(draw: random.Random) -> str:
    def where(mine: list[str]) -> str:
        form = draw.randrange(5)
        if form < 2:
            return "any"
        address = draw.choice(mine)
        if form == 2:
            return f"host {address}"
        if form == 3:
            length = draw.choice([8, 24, 30, 31])
            base = int(ip(address)) >> 32 - length << 32 - length
            return f"{ip_text(base)}/{length}"
        wildcard = draw.choice([0x1, 0xFF, 0x101])
        return f"{ip_text(int(ip(address)) & ~wildcard)} {ip_text(wildcard)}"

    def ports() -> str:
        return draw.choice(["", "", "eq 53", "eq 53 80", "neq 80", "gt 1023", "lt 1024", "range 4000 4001"])

    action = draw.choice(["permit", "permit", "deny"])
    protocol = draw.choice(["ip", "tcp", "tcp", "udp", "icmp"])
    near, far = [PC, PC2], [SERVER, SERVER2, "192.0.2.9"]
    with_ports = protocol in ("tcp", "udp")
    words = [
        action,
        protocol,
        where(near + far),
        ports() if with_ports else "",
        where(near + far),
        ports() if with_ports else "",
    ]
    if protocol == "tcp" and draw.random() < 0.3:
        words.append("established")
    if protocol == "icmp" and draw.random() < 0.5:
        words.append(draw.choice([*ICMP_TYPES]))
    if draw.random() < 0.3:
        words.append(
            f"state {','.join(draw.sample(['new', 'established', 'related', 'invalid'], draw.randrange(1, 3)))}"
        )
    return " ".join(each for each in words if each)


def random_datagram(draw: random.Random, is_from_inside: bool, seen: list[IPv4]) -> IPv4:
    near, far = draw.choice([PC, PC2]), draw.choice([SERVER, SERVER2, "192.0.2.9"])
    src, dst = (near, far) if is_from_inside else (far, near)
    port, other = draw.choice([53, 80, 4000]), draw.choice([53, 80, 4000, 4001])
    kind = draw.choice(["udp", "udp", "tcp", "tcp", "ping", "pong", "error", "other"])
    if kind == "udp":
        return udp(src, port, dst, other)
    if kind == "tcp":
        return tcp(src, port, dst, other, draw.choice([SYN, SYN | ACK, ACK, FIN | ACK, RST | ACK]), 1, 1)
    if kind == "ping":
        return ping(src, dst, other)
    if kind == "pong":
        return pong(src, dst, other)
    about = [each for each in seen if str(each.src) == dst]
    if kind == "error" and about:
        return error(src, dst, draw.choice([3, 11]), draw.choice([0, 1]), draw.choice(about))
    return IPv4(ip(src), ip(dst), 89, b"routing protocol")


def drawn_lists(seed: int) -> dict[str, list[str]]:
    """A list for each direction."""
    draw = random.Random(seed)
    return {name: [random_rule(draw) for _ in range(draw.randrange(3, 12))] for name in ("eth0", "eth1")}


def filtered(lists: dict[str, list[str]], seed: int) -> Iterator[tuple[str, IPv4, list[tuple[str, IPv4]]]]:
    """Datagrams, the port at which each arrives, and what our router sends because of it; without NAT."""
    acl = tuple(
        (name, AccessList(tuple(Placed(each) for each in rules), (f"in {name}",))) for name, rules in lists.items()
    )
    router = Router(LIBERAL, AclSettings(acl), translates=False)
    draw = random.Random(f"datagrams/{seed}")
    seen: list[IPv4] = []
    for _ in range(DATAGRAMS):
        is_from_inside = draw.random() < 0.5
        datagram = random_datagram(draw, is_from_inside, seen)
        port = "eth0" if is_from_inside else "eth1"
        sent = router.sends(port, datagram)
        yield port, datagram, sent
        seen += [each for _, each in sent if each.protocol != PROTOCOL_ICMP]


@pytest.mark.parametrize("seed", range(SETS))
def test_linux_filters_the_same_datagrams(linux: LinuxRouter, seed: int) -> None:
    lists = drawn_lists(seed)
    chains = ""
    for (name, rules), tap in zip(lists.items(), ("tap0", "tap1"), strict=True):
        body = "\n".join(f"iif {tap} {nft(parse(rule))}" for rule in rules)
        chains += f"chain {name} {{ type filter hook prerouting priority -150; \n{body}\niif {tap} drop; }}\n"
    linux.rules(f"table ip world {{\n{chains}}}")
    for number, (port, datagram, sent) in enumerate(filtered(lists, seed)):
        assert linux.sends(port, datagram) == sent, (number, lists, datagram)


def test_both_verdicts_are_compared() -> None:
    verdicts = Counter(bool(sent) for seed in range(SETS) for _, _, sent in filtered(drawn_lists(seed), seed))
    assert min(verdicts[True], verdicts[False]) > verdicts.total() // 10


TRACKED = "table ip world { chain f { type filter hook forward priority 0; ct state new,established accept\n}\n}"
FLAGS = (SYN, SYN | ACK, ACK, ACK, FIN | ACK, RST | ACK)


def linux_state(linux: LinuxRouter) -> list[str]:
    """State, [UNREPLIED] and [ASSURED] of the only connection, as ``conntrack -L`` prints them."""
    words = linux.space.run("conntrack", "-L", "-p", "tcp").split()
    return [word for word in words if word.isupper() or word.startswith("[")]


def our_state(router: Router) -> list[str]:
    router.device.run("conntrack -L")
    words = " ".join(router.device.console[-2:-1]).split()
    del router.device.console[:]
    return [word for word in words if word.isupper() or word.startswith("[")]


@pytest.mark.parametrize("seed", range(SETS))
def test_linux_follows_a_tcp_connection_through_the_same_states(linux: LinuxRouter, seed: int) -> None:
    """Random segments both ways. No RST before the other side has answered: then Linux forgets the connection, and
    RFC 7857 2.2 keeps it for four minutes. No SYN from the other side: Linux remembers more of a simultaneous open than
    its states say. Nothing behind a RST: what Linux takes for a new connection then depends on
    who sent the RST, and on FINs before."""
    draw = random.Random(seed)
    linux.rules(TRACKED)
    rules = (Placed("permit ip any any state new,established,related,invalid"),)
    mine = Router(LIBERAL, AclSettings((("all", AccessList(rules, ("in eth0", "in eth1"))),)), translates=False)
    history: list[tuple[str, int]] = []
    for _ in range(25):
        port = draw.choice(["eth0", "eth1"]) if history else "eth0"
        flags = draw.choice(FLAGS) if history else SYN
        is_answered = any(row.replied for row in mine.device.table("conntrack").values())
        if (flags & RST and not is_answered) or (flags == SYN and port == "eth1"):
            continue
        segment = tcp(PC, 4000, SERVER, 80, flags, 1, 1) if port == "eth0" else tcp(SERVER, 80, PC, 4000, flags, 1, 1)
        history.append((port, flags))
        assert linux.sends(port, segment) == mine.sends(port, segment)
        assert our_state(mine) == linux_state(linux), history
        if flags & RST:
            break
