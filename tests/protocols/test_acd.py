"""Address conflict detection: the timing, the packets and the policies of RFC 5227."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import BROADCAST_MAC, ZERO_MAC, InterfaceAddress, IPv4Address
from sim.effects import Arm, Cancel, Explain, Put, Remove
from sim.ip.acd.machine import Abandoned, AcdRow, AcdState, Acquired, Conflict, begin, flush, receive, timeout
from sim.ip.acd.settings import AcdSettings, Policy
from sim.ip.arp.machine import ArpInterface, SendArp
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from tests.protocols.stations import SECOND, Cable, Station, because, ip, mac, told

PROBING, ANNOUNCING = AcdState.PROBING, AcdState.ANNOUNCING
IN_USE, REFUSED = AcdState.IN_USE, AcdState.REFUSED

WANTED, MY_MAC = ip("192.168.10.1"), mac("02:00:00:00:00:01")
RIVAL = mac("02:00:00:00:00:03")
NOBODY = ip("0.0.0.0")
UNNUMBERED = ArpInterface("eth0", MY_MAC, (), frozenset({mac("02:00:00:00:00:02")}))
ETH0 = UNNUMBERED._replace(addresses=(InterfaceAddress(WANTED, 24),))
KEY = ("eth0", WANTED)
TIMER = ("acd", "eth0", WANTED)
SETTINGS = AcdSettings()
NOW = 100 * SECOND
PROBE = Arp(REQUEST, MY_MAC, NOBODY, ZERO_MAC, WANTED)
ANNOUNCEMENT = Arp(REQUEST, MY_MAC, WANTED, ZERO_MAC, WANTED)


def broadcast(packet: Arp, rule: str) -> SendArp:
    return SendArp("eth0", BROADCAST_MAC, packet, because(rule))


def test_the_constants_are_those_of_rfc_5227_1_1() -> None:
    assert (
        SETTINGS.probe_wait,
        SETTINGS.probe_min,
        SETTINGS.probe_max,
        SETTINGS.announce_wait,
        SETTINGS.announce_interval,
        SETTINGS.rate_limit_interval,
        SETTINGS.defend_interval,
    ) == tuple(seconds * SECOND for seconds in (1, 1, 2, 2, 2, 60, 10))
    assert (SETTINGS.probe_num, SETTINGS.announce_num, SETTINGS.max_conflicts) == (3, 2, 10)


@pytest.mark.parametrize(
    ("fraction", "probes", "announcements"),
    [
        (0.0, [0, 1.0, 2.0], [4.0, 6.0]),
        (0.25, [0.25, 1.5, 2.75], [4.75, 6.75]),
        (0.5, [0.5, 2.0, 3.5], [5.5, 7.5]),
    ],
)
def test_a_free_address_is_probed_for_three_times_and_announced_twice(
    fraction: float, probes: list[float], announcements: list[float]
) -> None:
    """RFC 5227 2.1.1, 2.3: up to 1 s, then probes 1 to 2 s apart, 2 s of silence, announcements 2 s apart."""
    cable = Cable()
    station = Station(cable, 1, "", fraction=fraction)
    station.claim(WANTED)
    cable.kernel.run()
    assert [(at / SECOND, effect.packet) for at, _, effect in cable.sent] == [
        *((at, PROBE) for at in probes),
        *((at, ANNOUNCEMENT) for at in announcements),
    ]
    assert {effect.dst for _, _, effect in cable.sent} == {BROADCAST_MAC}
    kinds = [type(effect) for effect in station.told if isinstance(effect, SendArp | Acquired)]
    assert kinds == [SendArp] * 4 + [Acquired] + [SendArp]
    assert station.tables["acd"][KEY] == AcdRow(IN_USE, 2, None, 0)


def give_up(row: AcdRow, rule: str) -> list[Any]:
    refused = row._replace(state=REFUSED, deadline=None, conflicts=row.conflicts + 1)
    why = because(rule)
    return [
        Conflict("eth0", WANTED, RIVAL, why),
        Put("acd", KEY, refused, why),
        Cancel(TIMER, why),
        Abandoned("eth0", WANTED, why),
    ]


CLAIM = AcdRow(PROBING, 1, NOW + 1, NOW)


@pytest.mark.parametrize(
    ("packet", "effects"),
    [
        # "any ARP packet (Request *or* Reply) ... where the packet's 'sender IP address' is the address being
        # probed for"
        (Arp(REPLY, RIVAL, WANTED, MY_MAC, NOBODY), give_up(CLAIM, "acd.taken")),
        (Arp(REQUEST, RIVAL, WANTED, ZERO_MAC, ip("192.168.10.7")), give_up(CLAIM, "acd.taken")),
        # "any ARP Probe where the packet's 'target IP address' is the address being probed for"
        (Arp(REQUEST, RIVAL, NOBODY, ZERO_MAC, WANTED), give_up(CLAIM, "acd.rival")),
        # A question about the address by somebody else is none of these.
        (Arp(REQUEST, RIVAL, ip("192.168.10.7"), ZERO_MAC, WANTED), []),
        (Arp(REPLY, RIVAL, NOBODY, MY_MAC, WANTED), []),
        # "the packet's 'sender hardware address' is not the hardware address of any of the host's interfaces"
        (PROBE, []),
        (Arp(REQUEST, mac("02:00:00:00:00:02"), WANTED, ZERO_MAC, WANTED), []),
    ],
)
def test_while_an_address_is_probed_for(packet: Arp, effects: list[Any]) -> None:
    assert told(receive({KEY: CLAIM}, SETTINGS, UNNUMBERED, packet, NOW)) == effects


def defend(row: AcdRow) -> list[Any]:
    why = because("acd.defend")
    defended = row._replace(conflicts=row.conflicts + 1, defended=NOW)
    return [
        Conflict("eth0", WANTED, RIVAL, why),
        Put("acd", KEY, defended, why),
        broadcast(ANNOUNCEMENT, "acd.defend"),
    ]


USED = AcdRow(IN_USE, 2, None, 0)
LATELY = USED._replace(conflicts=1, defended=NOW - 10 * SECOND + 1)
LONG_AGO = USED._replace(conflicts=1, defended=NOW - 10 * SECOND)


@pytest.mark.parametrize(
    ("policy", "row", "effects"),
    [
        (Policy.CEASE, USED, give_up(USED, "acd.cease")),
        (Policy.DEFEND_ONCE, USED, defend(USED)),
        (Policy.DEFEND_ONCE, LONG_AGO, defend(LONG_AGO)),
        (Policy.DEFEND_ONCE, LATELY, give_up(LATELY, "acd.cease-after-defence")),
        (Policy.DEFEND_ALWAYS, USED, defend(USED)),
        (Policy.DEFEND_ALWAYS, LONG_AGO, defend(LONG_AGO)),
        # "the host MUST NOT send another defensive ARP Announcement"
        (Policy.DEFEND_ALWAYS, LATELY, [Explain(because("acd.defended-lately"))]),
        (Policy.DEFEND_ALWAYS, None, defend(AcdRow(IN_USE))),
    ],
)
@pytest.mark.parametrize(
    "packet",
    [Arp(REQUEST, RIVAL, WANTED, ZERO_MAC, WANTED), Arp(REPLY, RIVAL, WANTED, MY_MAC, ip("192.168.10.7"))],
    ids=["request", "reply"],
)
def test_somebody_uses_my_address(policy: Policy, row: AcdRow | None, effects: list[Any], packet: Arp) -> None:
    table = {} if row is None else {KEY: row}
    settings = SETTINGS._replace(policy=policy)
    assert told(receive(table, settings, ETH0, packet, NOW)) == effects


def test_a_probe_for_my_address_is_no_conflict_and_is_left_to_arp() -> None:
    assert receive({KEY: USED}, SETTINGS, ETH0, Arp(REQUEST, RIVAL, NOBODY, ZERO_MAC, WANTED), NOW) == []


def test_after_ten_conflicts_one_address_a_minute_is_tried() -> None:
    elsewhere = {("eth1", WANTED): AcdRow(REFUSED, conflicts=9)}
    nine = {("eth0", ip("192.168.10.7")): AcdRow(REFUSED, conflicts=9, began=NOW - 5 * SECOND)}
    ten = {**nine, ("eth0", ip("192.168.10.8")): AcdRow(REFUSED, conflicts=1, began=NOW - SECOND)}
    for table, began, rule in (
        ({**elsewhere, **nine}, NOW, "acd.begin"),
        (ten, NOW + 59 * SECOND, "acd.rate-limited"),
    ):
        assert told(begin(table, SETTINGS, UNNUMBERED, WANTED, NOW, 0.5)) == [
            Put("acd", KEY, AcdRow(PROBING, 0, began + SECOND // 2, began), because(rule)),
            Arm(TIMER, began + SECOND // 2, because(rule)),
        ]


def test_a_timer_that_comes_early_or_late_does_nothing() -> None:
    for table in ({}, {KEY: CLAIM}, {KEY: USED}, {KEY: AcdRow(REFUSED)}):
        assert timeout(table, SETTINGS, UNNUMBERED, WANTED, NOW, 0.5) == []


def test_a_port_that_goes_down_ends_its_claims_but_not_its_count_of_conflicts() -> None:
    refused = {("eth0", ip("192.168.10.7")): AcdRow(REFUSED, conflicts=9)}
    assert told(flush({KEY: CLAIM, ("eth1", WANTED): USED, **refused}, "eth0")) == [
        Remove("acd", KEY, because("acd.flushed")),
        Cancel(TIMER, because("acd.flushed")),
    ]


POLICIES = st.sampled_from(Policy)
FRACTIONS = st.floats(0, 1, exclude_max=True)


@given(FRACTIONS, FRACTIONS, st.integers(0, 3 * SECOND), st.integers(0, SECOND - 1))
def test_two_that_claim_one_address_are_never_both_left_with_it(
    first: float, second: float, later: int, delay: int
) -> None:
    cable = Cable(delay)
    pair = [Station(cable, 1, "", fraction=first), Station(cable, 2, "", fraction=second)]
    pair[0].claim(WANTED)
    cable.kernel.at(later, pair[1].claim, WANTED)
    cable.kernel.run()
    holders = [station for station in pair if station.interface.owns(WANTED)]
    assert len(holders) <= 1
    assert sum(len(station.heard(Conflict)) for station in pair) >= 1


@given(st.permutations([0, 1, 2]), FRACTIONS, POLICIES, st.integers(0, SECOND - 1))
def test_a_pair_and_a_third_that_takes_the_address_of_one_detect_it(
    order: list[int], fraction: float, policy: Policy, delay: int
) -> None:
    cable = Cable(delay)
    settings = AcdSettings(policy=policy)
    made = {n: Station(cable, n + 1, "", None, settings, fraction) for n in order}
    made[0].interface = made[0].interface._replace(addresses=(InterfaceAddress(WANTED, 24),))
    made[1].interface = made[1].interface._replace(addresses=(InterfaceAddress.parse("192.168.10.2/24"),))
    made[2].claim(WANTED)
    cable.kernel.run()
    # The third one finds out by the answer to its first probe, and the first two need not care.
    assert [conflict.mac for conflict in made[2].heard(Conflict)] == [mac("02:00:00:00:00:01")]
    assert made[2].tables["acd"][KEY].state is REFUSED
    assert made[0].heard(Conflict) == made[1].heard(Conflict) == []


@given(POLICIES, POLICIES, st.integers(0, SECOND), st.lists(st.integers(0, 60 * SECOND), min_size=1, max_size=8))
def test_two_that_never_probed_for_their_address_detect_it_and_fall_silent(
    first: Policy, second: Policy, delay: int, times: list[int]
) -> None:
    cable = Cable(delay)
    pair = [
        Station(cable, n, "192.168.10.1/24", None, AcdSettings(policy=policy))
        for n, policy in ((1, first), (2, second))
    ]
    for at in times:
        cable.kernel.at(at, pair[0].want, IPv4Address(WANTED + 8))
    cable.kernel.run()
    assert pair[1].heard(Conflict)
    for station in pair:
        # DEFEND_INTERVAL, RFC 5227 1.1: "minimum interval between defensive ARPs"
        defences = [at for at, by, effect in cable.sent if by is station and effect.why.rule.id == "acd.defend"]
        assert all(b - a >= 10 * SECOND for a, b in pairwise(defences))
