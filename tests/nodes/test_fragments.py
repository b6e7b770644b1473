"""Long datagrams: cut where a link is narrow, put together at the end, and given up when a piece is missing."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import decode_quoted
from sim.ip.ipv4.pdu import IPv4
from sim.ip.reassembly.settings import ReassemblySettings
from sim.kernel import SECOND
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.link.faults import Deed, TargetedFault
from sim.link.port import Port
from sim.trace.records import Kind
from tests.nodes.lab import MILLISECOND, Lab


def narrowing(*mtus: int, targeted: tuple[TargetedFault, ...] = (), **pc2: Any) -> Lab:
    """pc1, a router at each change of MTU, and pc2; the faults are on the last link."""
    lab = Lab()
    last = len(mtus) - 1
    lab.host("pc1", "10.0.0.1/24", "10.0.0.254")
    for number in range(last):
        name = f"r{number + 1}"
        lab.router(name, f"10.0.{number}.254/24", f"10.0.{number + 1}.1/24")
    for number in range(last):
        for other in range(last + 1):
            if other < number:
                lab.at(0, f"r{number + 1}", f"ip route add 10.0.{other}.0/24 via 10.0.{number}.1")
            elif other > number + 1:
                lab.at(0, f"r{number + 1}", f"ip route add 10.0.{other}.0/24 via 10.0.{number + 1}.254")
    lab.host("pc2", f"10.0.{last}.200/24", f"10.0.{last}.1", **pc2)
    places = ["pc1", *(f"r{number + 1}" for number in range(last)), "pc2"]
    for number, (a, b) in enumerate(pairwise(places)):
        ends = a if a == "pc1" else f"{a}:eth1", b if b == "pc2" else f"{b}:eth0"
        lab.link(*ends, mtu=mtus[number], targeted=targeted if number == last else ())
    lab.wait(0.001)
    return lab


def pieces(lab: Lab, node: str, port: str) -> list[tuple[int, int, bool]]:
    """Offset, length of data and more-fragments flag of each datagram that a port has sent."""
    return [(d.fragment_offset, len(d) - 20, d.more_fragments) for d in lab.datagrams(node, port)]


def test_a_datagram_is_cut_in_multiples_of_eight_and_put_together() -> None:
    lab = narrowing(1500, 576)
    printed = lab.run("pc1", "ping -c 1 -s 1200 10.0.1.200")
    assert printed[1].startswith("1208 bytes from 10.0.1.200: icmp_seq=1 ttl=63")
    # 576 - 20 = 556, rounded down to 552
    assert pieces(lab, "r1", "eth1") == [(0, 552, True), (552, 552, True), (1104, 104, False)]


def test_pieces_are_cut_again_by_the_next_narrower_link_and_only_the_end_puts_them_together() -> None:
    lab = narrowing(1500, 620, 284)
    printed = lab.run("pc1", "ping -c 1 -s 1192 10.0.2.200")
    assert printed[1].startswith("1200 bytes from 10.0.2.200")
    assert pieces(lab, "r1", "eth1") == [(0, 600, True), (600, 600, False)]
    assert pieces(lab, "r2", "eth1") == [
        (0, 264, True), (264, 264, True), (528, 72, True), (600, 264, True), (864, 264, True), (1128, 72, False),
    ]  # fmt: skip
    assert [each.node for each in lab.records(Kind.DECISION, rule="reassembly.complete")] == ["pc2", "pc1"]


def test_the_sender_itself_cuts_what_its_own_link_cannot_carry() -> None:
    lab = narrowing(1500, 1500)
    lab.run("pc1", "ping -c 1 -s 4000 10.0.1.200")
    assert pieces(lab, "pc1", "eth0") == [(0, 1480, True), (1480, 1480, True), (2960, 1048, False)]


def test_one_octet_too_many_makes_two_pieces() -> None:
    lab = narrowing(1500, 1500)
    assert lab.run("pc1", "ping -c 1 -s 1472 10.0.1.200")[1].startswith("1480 bytes")
    assert pieces(lab, "pc1", "eth0") == [(0, 1480, False)]
    assert lab.run("pc1", "ping -c 1 -s 1473 10.0.1.200")[1].startswith("1481 bytes")
    assert pieces(lab, "pc1", "eth0")[1:] == [(0, 1480, True), (1480, 1, False)]


def test_what_must_not_be_cut_is_dropped_and_the_sender_is_told_the_mtu() -> None:
    lab = narrowing(1500, 1000)
    printed = lab.run("pc1", "ping -c 1 -M do -s 1400 10.0.1.200")
    assert printed[1] == "From 10.0.0.254 icmp_seq=1 Frag needed and DF set (mtu = 1000)"
    error = next(each.payload for each in lab.datagrams("r1") if isinstance(each.payload, Icmp))
    # RFC 1191 4: the MTU stands in the low-order 16 bits of the header's second word
    assert (error.type, error.code, error.rest) == (3, 4, 1000)
    assert lab.run("pc1", "ping -c 1 -M do -s 972 10.0.1.200")[1].startswith("980 bytes from")


def test_the_smallest_mtu_carries_48_octets_a_piece() -> None:
    # RFC 791 3.2: "Every internet module must be able to forward a datagram of 68 octets"
    lab = narrowing(1500, 68)
    assert "1 received" in " ".join(lab.run("pc1", "ping -c 1 -s 92 10.0.1.200"))
    assert pieces(lab, "r1", "eth1") == [(0, 48, True), (48, 48, True), (96, 4, False)]


def is_piece(wanted: Callable[[IPv4], bool]) -> Callable[[Port, Frame], bool]:
    def matches(port: Port, frame: Frame) -> bool:
        datagram = frame.payload if isinstance(frame, Ethernet) else None
        return isinstance(datagram, IPv4) and datagram.is_fragment and port.device.name != "pc2" and wanted(datagram)

    return matches


def is_first(datagram: IPv4) -> bool:
    return datagram.fragment_offset == 0


def is_last(datagram: IPv4) -> bool:
    return not datagram.more_fragments


def test_pieces_out_of_order_and_twice_are_put_together_all_the_same() -> None:
    late = TargetedFault(Deed.DELAY, is_piece(is_first), "the first piece", by=5 * MILLISECOND)
    twice = TargetedFault(Deed.DUPLICATE, is_piece(is_last), "the last piece")
    lab = narrowing(1500, 576, targeted=(late, twice))
    assert "1 received" in " ".join(lab.run("pc1", "ping -c 1 -s 1200 10.0.1.200"))
    assert lab.rules(Kind.PACKET_DROPPED, "pc2") == ["reassembly.duplicate"]


@pytest.mark.parametrize(
    ("missing", "told"),
    [(is_last, [(11, 1)]), (is_first, [])],
    ids=["the last", "the first"],
)
def test_after_60_s_the_sender_is_told_only_where_the_first_piece_came(
    missing: Callable[[IPv4], bool], told: list[tuple[int, int]]
) -> None:
    # RFC 792: "If fragment zero is not available then no time exceeded need be sent at all."
    fault = TargetedFault(Deed.DROP, is_piece(missing), "a piece")
    lab = narrowing(1500, 576, targeted=(fault,))
    printed = lab.run("pc1", "ping -c 1 -W 100 -s 1200 10.0.1.200", seconds=120)
    assert lab.icmps("pc2") == told
    assert lab.table("pc2", "reassembly") == {}
    gone = lab.records(Kind.ROW_EXPIRED, "pc2")[0]
    began = next(each.at for each in lab.records(Kind.ROW_ADDED, "pc2") if each.what.table == "reassembly")  # type: ignore[union-attr]
    assert gone.at - began == 60 * SECOND
    assert ("From 10.0.1.200 icmp_seq=1 Frag reassembly time exceeded" in printed) is bool(told)
    if told:
        error = next(each.payload for each in lab.datagrams("pc2") if isinstance(each.payload, Icmp))
        quoted = decode_quoted(error.data)
        assert quoted is not None
        assert (quoted.fragment_offset, quoted.total_length) == (0, 572)


def test_a_host_holds_only_so_many_unfinished_datagrams() -> None:
    fault = TargetedFault(Deed.DROP, is_piece(is_last), "each last piece", last=None)
    lab = narrowing(1500, 576, targeted=(fault,), reassembly=ReassemblySettings(capacity=2))
    lab.run("pc1", "ping -c 4 -i 1 -W 1 -s 1200 10.0.1.200", seconds=10)
    assert len(lab.table("pc2", "reassembly")) == 2
    assert len(lab.records(Kind.ROW_REMOVED, "pc2", "reassembly.full")) == 2
