"""What goes wrong on a cable, by chance and on purpose, and who finds out."""

from collections.abc import Callable

import pytest

from sim.ip.icmp.pdu import ECHO_REQUEST, Icmp
from sim.ip.ipv4.pdu import IPv4
from sim.kernel import SECOND
from sim.link.ethernet.pdu import Damaged, Ethernet, Frame
from sim.link.faults import Deed, TargetedFault
from sim.link.port import Port
from sim.trace.records import Kind
from tests.nodes.lab import MILLISECOND, Lab
from tests.nodes.test_links import Cable

FRAMES = 4000


def many(**options: object) -> Cable:
    """A cable over which frames go one by one, a millisecond apart."""
    cable = Cable(delay=0, **options)
    for number in range(FRAMES):
        cable.lab.net.at(number * MILLISECOND, lambda: cable.send(60))
    cable.lab.net.run()
    return cable


def is_plausible(count: int, chance: float, trials: int = FRAMES) -> bool:
    """Within five standard deviations of a binomial distribution."""
    deviation: float = (trials * chance * (1 - chance)) ** 0.5
    return abs(count - trials * chance) < 5 * deviation


@pytest.mark.parametrize("chance", [0.01, 0.3, 0.9])
def test_loss_comes_as_often_as_it_is_said(chance: float) -> None:
    lab = many(loss=chance).lab
    lost = lab.records(Kind.FRAME_DROPPED, rule="link.lost")
    assert is_plausible(len(lost), chance)
    assert len(lost) + len(lab.records(Kind.FRAME_RECEIVED)) == FRAMES


@pytest.mark.parametrize("chance", [0.01, 0.3])
def test_duplicates_come_as_often_as_is_said_and_both_copies_arrive(chance: float) -> None:
    lab = many(duplicate=chance).lab
    twice = lab.records(Kind.FRAME_DUPLICATED)
    assert is_plausible(len(twice), chance)
    assert len(lab.records(Kind.FRAME_RECEIVED)) == FRAMES + len(twice)


def test_damage_comes_as_often_as_is_said_and_the_check_sequence_finds_every_flipped_bit() -> None:
    lab = many(corrupt=0.3).lab
    damaged = lab.records(Kind.FRAME_DAMAGED)
    assert is_plausible(len(damaged), 0.3)
    found = lab.records(Kind.FRAME_DROPPED, "pc2", "nic.bad-fcs")
    assert [each.cause for each in found] == [each.n for each in damaged]
    # 64 octets with their check sequence: each is hit now and then, and each bit of them
    assert {each.why.facts["octet"] for each in damaged} == set(range(64))
    assert {each.why.facts["bit"] for each in damaged} == set(range(8))


def test_damage_flips_exactly_the_bit_that_the_record_names() -> None:
    lab = many(corrupt=0.05).lab
    for record in lab.records(Kind.FRAME_DAMAGED):
        sent = lab.trace[record.cause].what
        assert isinstance(record.what, Damaged)
        assert isinstance(sent, Ethernet)
        header = sent.dst.to_bytes(6, "big") + sent.src.to_bytes(6, "big") + sent.ethertype.to_bytes(2, "big")
        assert isinstance(sent.payload, bytes)
        octet, bit = record.why.facts["octet"], record.why.facts["bit"]
        was = (header + sent.payload)[octet] if octet < 60 else None
        if was is not None:
            assert record.what.octets[octet] == was ^ 1 << bit


def test_jitter_delays_each_frame_by_up_to_its_most_and_reorders() -> None:
    cable = Cable(delay=0, jitter=10 * MILLISECOND)
    for mark in range(200):
        cable.lab.net.at(mark * MILLISECOND, lambda mark=mark: cable.send(60, mark=mark))  # type: ignore[misc]
    arrivals = cable.arrivals()
    late = {mark: at - mark * MILLISECOND - 480 for at, mark in arrivals}
    assert len(late) == 200
    assert 0 <= min(late.values()) < MILLISECOND
    assert 9 * MILLISECOND < max(late.values()) <= 10 * MILLISECOND
    assert [mark for _, mark in arrivals] != sorted(late)


def test_two_links_with_the_same_chances_go_wrong_independently() -> None:
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.ip_node("r1", {"eth0": "10.0.0.254/24", "eth1": "10.0.1.254/24"}, forwarding=True)
    lab.host("pc2", "10.0.1.1/24", "10.0.1.254")
    first = lab.link("pc1", "r1:eth0", loss=0.5).name
    second = lab.link("r1:eth1", "pc2", loss=0.5).name
    for time in range(60):
        lab.at(time * SECOND, "pc1", "arping -c 1 10.0.0.254")
        lab.at(time * SECOND, "pc2", "arping -c 1 10.0.1.254")
    lab.net.run(61 * SECOND)

    def lost(link: str) -> list[int]:
        return [each.at // SECOND for each in lab.records(Kind.FRAME_DROPPED, link)]

    assert lost(first)
    assert lost(first) != lost(second)


# On purpose


def is_echo_request(_: Port, frame: Frame) -> bool:
    payload = frame.payload if isinstance(frame, Ethernet) else None
    return isinstance(payload, IPv4) and isinstance(payload.payload, Icmp) and payload.payload.type == ECHO_REQUEST


def pinged(fault: TargetedFault, command: str = "ping -c 4 10.0.0.2") -> Lab:
    """pc1 pings pc2 over one cable with this fault."""
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1", "pc2", targeted=(fault,))
    lab.run("pc1", command)
    return lab


def answers(lab: Lab) -> list[str]:
    return [line.partition("icmp_seq=")[2] for line in lab.console("pc1") if "icmp_seq=" in line]


def echo_fault(deed: Deed, first: int = 1, last: int | None = 1, **more: object) -> TargetedFault:
    return TargetedFault(deed, is_echo_request, "the echo request", first, last, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "answered"),
    [(1, 1, "234"), (3, 3, "124"), (2, 3, "14"), (2, None, "1"), (5, 9, "1234")],
)
def test_the_frames_that_are_meant_are_dropped_and_no_others(first: int, last: int | None, answered: str) -> None:
    lab = pinged(echo_fault(Deed.DROP, first, last))
    assert [answer[0] for answer in answers(lab)] == list(answered)
    dropped = lab.records(Kind.FRAME_DROPPED, rule="fault.dropped")
    assert [each.why.facts["fault"] for each in dropped] == ["the echo request"] * (4 - len(answered))


def test_the_frame_that_is_meant_is_duplicated_and_ping_says_so() -> None:
    lab = pinged(echo_fault(Deed.DUPLICATE, 2, 2))
    assert [answer[0] for answer in answers(lab)] == list("12234")
    assert answers(lab)[2].endswith("(DUP!)")
    assert "4 packets transmitted, 4 received, +1 duplicates, 0% packet loss, time 3000ms" in lab.console("pc1")


def test_the_frame_that_is_meant_is_late_by_what_is_said() -> None:
    lab = pinged(echo_fault(Deed.DELAY, 2, 2, by=7 * MILLISECOND))
    times = [float(answer.split("time=")[1].split()[0]) for answer in answers(lab)]
    # the others take 2 x (784 + 1000) ns, the first also the ARP exchange, 2 x (480 + 1000) ns
    assert times == [0.006, 7.0, 0.003, 0.003]


def test_a_delayed_frame_is_overtaken() -> None:
    lab = pinged(echo_fault(Deed.DELAY, 2, 2, by=2500 * MILLISECOND))
    assert [answer[0] for answer in answers(lab)] == list("1342")


def flipped(octet: int, bit: int = 0) -> Lab:
    return pinged(echo_fault(Deed.CORRUPT, octet=octet, bit=bit, fcs_repaired=True), "ping -c 1 10.0.0.2")


@pytest.mark.parametrize(
    ("octet", "kind", "rule"),
    [
        (5, Kind.FRAME_DROPPED, "nic.not-mine"),
        (12, Kind.FRAME_DROPPED, "ethernet.type-unknown"),
        (14, Kind.PACKET_DROPPED, "ipv4.bad-version"),
        (16, Kind.PACKET_DROPPED, "ipv4.bad-checksum"),
        (22, Kind.PACKET_DROPPED, "ipv4.bad-checksum"),
        (24, Kind.PACKET_DROPPED, "ipv4.bad-checksum"),
        (33, Kind.PACKET_DROPPED, "ipv4.bad-checksum"),
        (34, Kind.PACKET_DROPPED, "icmp.bad-checksum"),
        (36, Kind.PACKET_DROPPED, "icmp.bad-checksum"),
        (97, Kind.PACKET_DROPPED, "icmp.bad-checksum"),
    ],
)
def test_damage_inside_a_device_is_found_by_what_covers_it(octet: int, kind: Kind, rule: str) -> None:
    # bit 6, since version 4 must not become 5, and type 0x0800 not one that is known
    lab = flipped(octet, bit=6)
    assert [each.why.rule.id for each in lab.records(kind, "pc2")] == [rule]
    assert lab.records(Kind.FRAME_DROPPED, rule="nic.bad-fcs") == []
    assert "1 packets transmitted, 0 received, 100% packet loss, time 0ms" in lab.console("pc1")


def test_damage_that_nothing_covers_goes_unnoticed() -> None:
    # The source MAC address is covered by the frame check sequence alone.
    lab = flipped(11)
    assert [answer[0] for answer in answers(lab)] == ["1"]


def test_a_switch_forwards_what_was_damaged_inside_a_device_and_drops_what_was_damaged_on_the_cable() -> None:
    def through_switch(fcs_repaired: bool) -> Lab:
        lab = Lab()
        lab.host("pc1", "10.0.0.1/24")
        lab.host("pc2", "10.0.0.2/24")
        lab.switch("sw1")
        fault = echo_fault(Deed.CORRUPT, octet=50, fcs_repaired=fcs_repaired)
        lab.link("pc1", "sw1:1", targeted=(fault,))
        lab.link("pc2", "sw1:2")
        lab.run("pc1", "ping -c 1 10.0.0.2")
        return lab

    assert through_switch(True).rules(Kind.PACKET_DROPPED, "pc2") == ["icmp.bad-checksum"]
    assert through_switch(False).rules(Kind.FRAME_DROPPED, "sw1") == ["nic.bad-fcs"]


def test_a_hub_repeats_damage() -> None:
    lab = Lab()
    for number in (1, 2, 3):
        lab.host(f"pc{number}", f"10.0.0.{number}/24")
    lab.hub("hub1")
    lab.link("pc1", "hub1:1", targeted=(echo_fault(Deed.CORRUPT, octet=50),))
    lab.link("pc2", "hub1:2")
    lab.link("pc3", "hub1:3")
    lab.run("pc1", "ping -c 1 10.0.0.2")
    found = [each.node for each in lab.records(Kind.FRAME_DROPPED, rule="nic.bad-fcs")]
    assert found == ["pc2", "pc3"]


def test_faults_count_the_frames_of_both_directions_that_match() -> None:
    asked: list[str] = []

    def anything(port: Port, frame: Frame) -> bool:
        asked.append(port.device.name)
        return True

    matches: Callable[[Port, Frame], bool] = anything
    lab = pinged(TargetedFault(Deed.DROP, matches, "the fourth frame", 4, 4), "ping -c 2 10.0.0.2")
    # who has, is at, request and reply, which is lost; of the frames behind nothing is asked any more
    assert asked == ["pc1", "pc2", "pc1", "pc2"]
    assert [answer[0] for answer in answers(lab)] == ["2"]
