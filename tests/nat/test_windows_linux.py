"""TCP windows beside Linux: the same segments pass, the others are invalid, and the states are the same.

``HOPSCOPE_EXCHANGES=400`` is the nightly size: 16,000 segments.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from sim.features.acl.settings import AccessList, AclSettings
from sim.features.conntrack.settings import LINUX
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.settings import Placed
from sim.transport.tcp.options import Options, read, write
from sim.transport.tcp.pdu import ACK, FIN, PSH, RST, SYN, Tcp
from tests.nat.linux_router import LinuxRouter, linux_router
from tests.nat.test_nat_linux import linux_state, our_state
from tests.nat.world import PC, SERVER, Router, ip

EXCHANGES = int(os.environ.get("HOPSCOPE_EXCHANGES", "12"))
SEGMENTS = 40
RULES = "table ip world { chain valid { type filter hook prerouting priority -150; ct state invalid drop\n}\n}"
MASK = 0xFFFFFFFF


@pytest.fixture(scope="module")
def linux() -> Iterator[LinuxRouter]:
    with linux_router() as made:
        made.space.run("sysctl", "-q", "net.netfilter.nf_conntrack_tcp_be_liberal=0")
        yield made


class End:
    """One side of an exchange: what it sends next is near what is right, on either side of each bound."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.next = draw.choice([1000, MASK - 300, draw.randrange(1 << 32)])
        scale = draw.choice([None, None, 0, 2, 7])
        self.options = write(Options(1460, scale, draw.random() < 0.5))
        self.scale = scale or 0

    def opens(self, other: "End", flags: int) -> Tcp:
        syn = Tcp(0, 0, self.next, other.next if flags & ACK else 0, flags, 8000, b"", self.options)
        self.next = self.next + 1 & MASK
        return syn

    def sends(self, other: "End") -> Tcp:
        draw = self.draw
        flags = draw.choice([ACK] * 12 + [PSH | ACK] * 4 + [FIN | ACK, SYN, SYN | ACK, RST, RST | ACK])
        data = bytes(draw.choice([0, 0, 1, 100, 1400]))
        window = draw.choice([0, 50, 500, 8000, 65535])
        off = draw.choice([0] * 12 + [-1, 1, -200, 200, 8000, 8001, 8192, 70000, -70000, 1 << 20, 1 << 30])
        ack = draw.choice([0] * 12 + [-1, 1, -100, 100, -65000, -67000, 1 << 20])
        options = b""
        if draw.random() < 0.15:
            left = other.next + draw.choice([-300, 0, 100])
            options = write(Options(sack=((left & MASK, left + draw.choice([50, 200, 300]) & MASK),)))
        if flags & SYN:
            options = self.options
        seq = self.next + off & MASK
        if off == 0 and not flags & SYN:
            self.next = self.next + len(data) + (flags & FIN) & MASK
        return Tcp(0, 0, seq, other.next + ack & MASK if flags & ACK else 0, flags, window, data, options)


def between(segment: Tcp, is_from_inside: bool) -> IPv4:
    if is_from_inside:
        return IPv4(ip(PC), ip(SERVER), PROTOCOL_TCP, segment.between(4000, 80))
    return IPv4(ip(SERVER), ip(PC), PROTOCOL_TCP, segment.between(80, 4000))


def told(history: list[tuple[bool, Tcp]], router: Router) -> str:
    """The segments of an exchange, one a line, and why the last one was invalid."""
    lines = [
        f"{'>' if is_from_inside else '<'} {each.flags:03x} seq {each.seq} + {len(each.payload)} ack {each.ack} "
        f"win {each.window} {read(each.options)}"
        for is_from_inside, each in history
    ]
    return "\n".join([*lines, *(str(each.why) for each in list(router.device.trace)[-3:])])


@pytest.fixture(scope="module")
def passed() -> Counter[bool]:
    """How many segments passed, and how many were invalid."""
    return Counter()


@pytest.mark.parametrize("seed", range(EXCHANGES))
def test_linux_lets_the_same_segments_pass(linux: LinuxRouter, passed: Counter[bool], seed: int) -> None:
    """No second SYN from the other side: Linux then begins another connection. Nothing behind a RST that refuses the
    first SYN: Linux then forgets the connection, and RFC 7857 2.2 keeps it for four minutes."""
    draw = random.Random(seed)
    linux.rules(RULES)
    rules = tuple(map(Placed, ("deny ip any any state invalid", "permit ip any any")))
    mine = Router(LINUX, AclSettings((("valid", AccessList(rules, ("in eth0", "in eth1"))),)), translates=False)
    near, far = End(draw), End(draw)
    opening = [(near.opens(far, SYN), True)]
    if draw.random() < 0.2:
        opening.append((far.opens(near, SYN), False))
    elif draw.random() < 0.9:
        opening += [(far.opens(near, SYN | ACK), False), (Tcp(0, 0, near.next, far.next, ACK, 8000), True)]
    history: list[tuple[bool, Tcp]] = []
    for number in range(SEGMENTS):
        if number < len(opening):
            segment, is_from_inside = opening[number]
        else:
            is_from_inside = draw.random() < 0.5
            segment = near.sends(far) if is_from_inside else far.sends(near)
        if segment.flags & (SYN | ACK) == SYN and not is_from_inside and number >= len(opening):
            continue
        history.append((is_from_inside, segment))
        port, datagram = "eth0" if is_from_inside else "eth1", between(segment, is_from_inside)
        there, here = linux.sends(port, datagram), mine.sends(port, datagram)
        assert there == here, told(history, mine)
        passed[bool(there)] += 1
        state = linux_state(linux)
        if not state:
            break
        assert our_state(mine) == state, told(history, mine)


def test_both_verdicts_were_compared(passed: Counter[bool]) -> None:
    assert min(passed[True], passed[False]) > sum(passed.values()) // 10
