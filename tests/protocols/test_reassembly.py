"""Reassembly: whatever way a datagram was cut and carried, it comes together, or nothing of it does."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.addresses import IPv4Address
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.ip.ipv4 import machine as ipv4
from sim.ip.ipv4.pdu import IPv4
from sim.ip.reassembly import machine as reassembly
from sim.ip.reassembly.machine import Expired, Reassembled, ReassemblyKey, ReassemblyRow
from sim.ip.reassembly.settings import ReassemblySettings
from sim.transport.udp.pdu import Udp

SECOND = 1_000_000_000
SRC, DST = IPv4Address.parse("10.0.0.1"), IPv4Address.parse("10.0.0.2")
KEY = ReassemblyKey(SRC, DST, 17, 7)


@dataclass
class Host:
    """Carries out what the machine asks for, as a node does."""

    settings: ReassemblySettings = ReassemblySettings()  # noqa: RUF009 - immutable
    table: dict[Any, ReassemblyRow] = field(default_factory=dict)
    timers: dict[Any, int] = field(default_factory=dict)

    def receive(self, fragment: IPv4, now: int = 0) -> list[Any]:
        return self.carry_out(reassembly.receive(self.table, self.settings, fragment, now))

    def expire(self, key: ReassemblyKey) -> list[Any]:
        del self.timers[reassembly.timer_of(key)]
        return self.carry_out(reassembly.timeout(self.table, key))

    def carry_out(self, effects: list[reassembly.Effect]) -> list[Any]:
        """Returns what neither changes a table nor a timer."""
        rest: list[Any] = []
        for effect in effects:
            match effect:
                case Put(_, key, row, _):
                    self.table[key] = row
                case Remove(_, key, _, _):
                    self.table.pop(key, None)
                case Arm(name, deadline, _):
                    self.timers[name] = deadline
                case Cancel(name, _):
                    self.timers.pop(name, None)
                case _:
                    rest.append(effect)
        assert {reassembly.timer_of(key) for key in self.table} == set(self.timers)
        return rest


def piece(offset: int, octets: bytes, more: bool = True, **fields: Any) -> IPv4:
    header = {"identification": 7, "fragment_offset": offset, "more_fragments": more}
    return IPv4(SRC, DST, 17, octets, **(header | fields))


def cut(data: bytes, *mtus: int, **fields: Any) -> list[IPv4]:
    """The fragments of a datagram that went over links of these MTUs."""
    pieces = [IPv4(SRC, DST, 17, data, identification=7, **fields)]
    for mtu in mtus:
        pieces = [
            small
            for large in pieces
            for small in (
                ipv4.fragment(large, bytes(large.payload), mtu)  # type: ignore[arg-type]
                if len(large) > mtu
                else [large]
            )
        ]
    return pieces


def rules(effects: list[Any]) -> list[str]:
    return [effect.why.rule.id for effect in effects]


datagrams = st.tuples(st.integers(200, 3000), st.lists(st.integers(68, 1500), min_size=1, max_size=4))


@settings(max_examples=60, deadline=None)
@given(datagrams, st.data())
def test_fragments_in_any_order_and_number_make_the_datagram(
    datagram: tuple[int, list[int]], choices: st.DataObject
) -> None:
    length, mtus = datagram
    data = bytes(n * 7 % 253 for n in range(length))
    options = bytes([7, 7, 4, 0, 0, 0, 0, 0])
    pieces = cut(data, min(mtus[0], length + 19), *mtus[1:], ttl=9, tos=0x20, options=options)
    order = choices.draw(st.permutations(pieces))
    host = Host()
    outcome: list[Any] = []
    for position, fragment in enumerate(order):
        assert not any(isinstance(effect, Reassembled) for effect in outcome)
        outcome = host.receive(fragment)
        repeated = choices.draw(st.sampled_from(order[: position + 1]))
        if position < len(order) - 1:
            assert rules(host.receive(repeated)) == ["reassembly.duplicate"]
    (whole,) = outcome
    expected = IPv4(SRC, DST, 17, data, ttl=9, identification=7, tos=0x20, options=options)
    assert whole.datagram == expected
    assert (host.table, host.timers) == ({}, {})


@pytest.mark.parametrize(
    ("marks", "whole"),
    [
        ((2, 2, 2), 2),
        ((1, 1, 1), 1),
        ((0, 0, 0), 0),
        ((3, 3, 3), 3),
        ((2, 3, 2), 3),
        ((3, 1, 1), 3),
        ((2, 2, 3), 3),
        ((0, 3, 0), None),
        ((3, 0, 2), None),
        ((2, 0, 0), 2),
        ((1, 2, 2), 1),
    ],
)
def test_the_mark_of_congestion_is_kept_where_all_fragments_may_have_it(
    marks: tuple[int, ...], whole: int | None
) -> None:
    """RFC 3168 5.3: "if any fragment of an IP packet to be reassembled has the CE codepoint set, then ... Set the CE
    codepoint on the reassembled packet. However, this MUST NOT occur if any of the other fragments contributing to this
    reassembly carries the Not-ECT codepoint. The packet is dropped, instead". "Reassembly of a fragmented packet MUST
    NOT change the ECN codepoint when all of the fragments carry the same codepoint."
    """
    pieces = cut(bytes(3000), 1500, tos=0xB8)
    for piece, mark in zip(pieces, marks, strict=True):
        piece.tos |= mark
    for order in (pieces, pieces[::-1]):
        host = Host()
        outcome = [host.receive(piece) for piece in order][-1]
        assert (host.table, host.timers) == ({}, {})
        if whole is None:
            assert rules(outcome) == ["reassembly.mixed-marks"]
        else:
            assert outcome[0].datagram.tos == 0xB8 | whole


@settings(max_examples=60, deadline=None)
@given(datagrams, st.data())
def test_a_datagram_with_a_missing_fragment_is_never_delivered(
    datagram: tuple[int, list[int]], choices: st.DataObject
) -> None:
    length, mtus = datagram
    pieces = cut(bytes(length), min(mtus[0], length + 19), *mtus[1:])
    missing = choices.draw(st.sampled_from(pieces))
    host = Host()
    for fragment in choices.draw(st.permutations([p for p in pieces if p is not missing])):
        assert host.receive(fragment) == []
    (start, end), *others = host.table[KEY].holes
    assert others == []
    assert (start, end) == (
        missing.fragment_offset,
        missing.fragment_offset + len(missing.payload) if missing.more_fragments else None,
    )


def test_two_step_fragmentation_comes_together() -> None:
    data = bytes(n % 256 for n in range(1480))
    pieces = cut(data, 1000, 300)
    assert len(pieces) == 6
    host = Host()
    assert [host.receive(p) for p in reversed(pieces[1:])] == [[]] * 5
    (whole,) = host.receive(pieces[0])
    assert whole.datagram.payload == data
    assert (whole.why.facts["fragments"], whole.why.facts["length"]) == (6, 1480)


def test_datagrams_differ_by_source_destination_protocol_and_identification() -> None:
    """RFC 791 3.2: "BUFID <- source|destination|protocol|identification"."""
    host = Host()
    other = IPv4Address.parse("10.0.0.3")
    for src, dst, protocol, identification in [
        (SRC, DST, 17, 7), (other, DST, 17, 7), (SRC, other, 17, 7), (SRC, DST, 6, 7), (SRC, DST, 17, 8),
    ]:  # fmt: skip
        first = IPv4(src, dst, protocol, bytes(8), identification=identification, more_fragments=True)
        assert host.receive(first) == []
    assert len(host.table) == 5


@pytest.mark.parametrize(
    ("arriving", "rule"),
    [
        (piece(8, bytes(16)), "reassembly.overlap"),
        (piece(16, bytes(32)), "reassembly.overlap"),
        (piece(0, bytes(64)), "reassembly.overlap"),
        (piece(24, b"different"[:8]), "reassembly.overlap"),
        (piece(48, bytes(8), more=False), "reassembly.two-ends"),
        (piece(80, bytes(8), more=False), "reassembly.two-ends"),
        (piece(64, bytes(16)), "reassembly.two-ends"),
    ],
)
def test_fragments_that_contradict_each_other_end_the_datagram(arriving: IPv4, rule: str) -> None:
    """RFC 5722 3 on overlaps: the datagram "(and any constituent fragments) MUST be silently discarded"."""
    host = Host()
    for fragment in (piece(0, bytes(16)), piece(24, bytes(8)), piece(64, bytes(8), more=False)):
        assert host.receive(fragment) == []
    assert host.table[KEY].holes == ((16, 24), (32, 64))
    (drop,) = host.receive(arriving)
    assert isinstance(drop, Drop)
    assert drop.why.rule.id == rule
    assert host.table == {}


def test_a_last_fragment_that_ends_before_another_ends_the_datagram() -> None:
    host = Host()
    assert host.receive(piece(64, bytes(8))) == []
    assert rules(host.receive(piece(16, bytes(8), more=False))) == ["reassembly.two-ends"]
    assert host.table == {}


@pytest.mark.parametrize(
    ("arriving", "rule"),
    [
        (piece(16, bytes(7)), "reassembly.not-in-eights"),
        (piece(16, bytes(12)), "reassembly.not-in-eights"),
        (piece(16, b""), "reassembly.empty-fragment"),
        # "Ping of death": the offset field's highest value and a full frame.
        (piece(65528, bytes(1480), more=False), "reassembly.too-long"),
        (piece(65512, bytes(4), more=False), "reassembly.too-long"),
    ],
)
def test_an_impossible_fragment_is_dropped_alone(arriving: IPv4, rule: str) -> None:
    host = Host()
    host.receive(piece(0, bytes(16)))
    assert rules(host.receive(arriving)) == [rule]
    assert host.table[KEY].received == 16


def test_the_longest_datagram_comes_together_and_not_one_octet_more() -> None:
    """RFC 791 3.1: total length is 16 bits: 65,535 octets with the first fragment's header."""
    host = Host()
    (whole,) = [effect for p in cut(bytes(65515), 1500) for effect in host.receive(p)]
    assert len(whole.datagram) == 65535
    _, *others = cut(bytes(65515), 20 + 1480)
    assert [effect for p in others for effect in host.receive(p)] == []
    assert rules(host.receive(piece(0, bytes(1480), options=bytes([7, 3, 4, 0])))) == ["reassembly.too-long"]
    assert host.table == {}


def test_the_wait_starts_with_the_first_to_arrive_and_is_not_prolonged() -> None:
    """RFC 1122 3.3.2: "a fixed value, not set from the remaining TTL", between 60 and 120 seconds."""
    host = Host()
    host.receive(piece(16, bytes(8), ttl=200), now=5 * SECOND)
    host.receive(piece(8, bytes(8), ttl=200), now=50 * SECOND)
    assert host.timers == {("reassembly", KEY): 65 * SECOND}


def test_time_is_exceeded_with_the_first_fragment_as_the_witness() -> None:
    """RFC 792, time exceeded: "If fragment zero is not available then no time exceeded need be sent at all"."""
    host = Host(ReassemblySettings(timeout=30 * SECOND))
    first = piece(0, bytes(16))
    host.receive(piece(32, bytes(8)))
    host.receive(first)
    assert host.timers == {("reassembly", KEY): 30 * SECOND}
    (expired,) = host.expire(KEY)
    assert isinstance(expired, Expired)
    assert expired.first is first
    assert expired.why.facts["holes"] == ((16, 32), (40, None))
    host.receive(piece(32, bytes(8)))
    (silent,) = host.expire(KEY)
    assert isinstance(silent, Explain)
    assert host.table == {}


def test_the_datagram_that_waited_longest_makes_room() -> None:
    host = Host(ReassemblySettings(capacity=2))
    for number in (3, 1, 2):
        host.receive(piece(0, bytes(8), identification=number), now=10 - number)
    assert [key.identification for key in host.table] == [1, 2]


def test_a_payload_that_is_not_octets_is_a_mistake_of_the_caller() -> None:
    decoded = IPv4(SRC, DST, 17, Udp(49152, 53, bytes(8)), more_fragments=True)
    with pytest.raises(TypeError, match="octets, not Udp"):
        reassembly.receive({}, ReassemblySettings(), decoded, 0)
