"""The ARP cache: its states, and packet reception in the order of RFC 826."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import BROADCAST_MAC, ZERO_MAC, InterfaceAddress, IPv4Address, MacAddress
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.ip.arp import rules
from sim.ip.arp.machine import (
    ArpInterface,
    ArpRow,
    ArpState,
    Resolved,
    SendArp,
    Unresolved,
    announce,
    delete,
    doubt,
    enqueue,
    flush,
    receive,
    resolve,
    set_static,
    timeout,
)
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.arp.settings import ArpSettings
from tests.protocols.stations import SECOND, Cable, Station, because, ip, mac, told

INCOMPLETE, REACHABLE, STALE = ArpState.INCOMPLETE, ArpState.REACHABLE, ArpState.STALE
PROBE, FAILED, STATIC = ArpState.PROBE, ArpState.FAILED, ArpState.STATIC

ME, MY_MAC = ip("192.168.10.1"), mac("02:00:00:00:00:01")
PEER, PEER_MAC = ip("192.168.10.3"), mac("02:00:00:00:00:03")
OTHER, OTHER_MAC = ip("192.168.10.4"), mac("02:00:00:00:00:04")
NOBODY = ip("0.0.0.0")
ETH0 = ArpInterface("eth0", MY_MAC, (InterfaceAddress(ME, 24),), frozenset({mac("02:00:00:00:00:02")}))
KEY = ("eth0", PEER)
TIMER = ("arp", "eth0", PEER)
SETTINGS = ArpSettings()
NOW = 100 * SECOND


def put(row: ArpRow, rule: str) -> list[Any]:
    """A row with a deadline, and its timer."""
    assert row.deadline is not None
    why = because(rule)
    return [Put("arp", KEY, row, why), Arm(TIMER, row.deadline, why)]


def ask(row: ArpRow, rule: str) -> list[Any]:
    """The row that counts a request, the request, and the second until the next one."""
    row = row._replace(deadline=NOW + SECOND)
    dst = BROADCAST_MAC if row.mac is None else row.mac
    request = Arp(REQUEST, MY_MAC, ME, ZERO_MAC, PEER)
    added, armed = put(row, rule)
    return [added, SendArp("eth0", dst, request, because(rule)), armed]


def reachable(address: MacAddress = PEER_MAC) -> ArpRow:
    return ArpRow(address, REACHABLE, 0, NOW + 30 * SECOND)


@pytest.mark.parametrize(
    ("row", "effects"),
    [
        (None, ask(ArpRow(None, INCOMPLETE, 1), "arp.request")),
        (ArpRow(None, INCOMPLETE, 1, NOW + 1), []),
        (ArpRow(PEER_MAC, REACHABLE, 0, NOW + 1), []),
        (ArpRow(PEER_MAC, STALE, 0, NOW + 1), ask(ArpRow(PEER_MAC, PROBE, 1), "arp.poll")),
        (ArpRow(PEER_MAC, PROBE, 1, NOW + 1), []),
        (ArpRow(None, FAILED, 3, NOW + 1), [Unresolved("eth0", PEER, because("arp.failed-lately"))]),
        (ArpRow(None, FAILED, 3, NOW), ask(ArpRow(None, INCOMPLETE, 1), "arp.request")),
        (ArpRow(PEER_MAC, STATIC), []),
    ],
    ids=["unknown", "incomplete", "reachable", "stale", "probe", "failed", "failed-until-now", "static"],
)
def test_resolving_an_address(row: ArpRow | None, effects: list[Any]) -> None:
    assert told(resolve({} if row is None else {KEY: row}, SETTINGS, ETH0, PEER, NOW)) == effects


@pytest.mark.parametrize(
    ("row", "effects"),
    [
        (ArpRow(None, INCOMPLETE, 1, NOW), ask(ArpRow(None, INCOMPLETE, 2), "arp.request-again")),
        (
            ArpRow(None, INCOMPLETE, 3, NOW),
            [
                *put(ArpRow(None, FAILED, 3, NOW + SECOND), "arp.no-answer"),
                Unresolved("eth0", PEER, because("arp.no-answer")),
            ],
        ),
        (
            ArpRow(PEER_MAC, REACHABLE, 0, NOW),
            put(ArpRow(PEER_MAC, STALE, 0, NOW + 60 * SECOND), "arp.stale"),
        ),
        (ArpRow(PEER_MAC, STALE, 0, NOW), [Remove("arp", KEY, because("arp.expired"), expired=True)]),
        (ArpRow(PEER_MAC, PROBE, 1, NOW), ask(ArpRow(PEER_MAC, PROBE, 2), "arp.poll-again")),
        # RFC 1122 2.3.2.1 (2): "delete the entry if no ARP Reply is received from N successive polls ...
        # typically N is 2"
        (ArpRow(PEER_MAC, PROBE, 2, NOW), [Remove("arp", KEY, because("arp.poll-unanswered"))]),
        (ArpRow(None, FAILED, 3, NOW), [Remove("arp", KEY, because("arp.failed-forgotten"), expired=True)]),
        (ArpRow(PEER_MAC, REACHABLE, 0, NOW + 1), []),
        (ArpRow(PEER_MAC, STATIC), []),
        (None, []),
    ],
    ids=[
        "incomplete",
        "no-answer",
        "reachable",
        "stale",
        "probe",
        "unanswered",
        "failed",
        "early",
        "static",
        "gone",
    ],
)
def test_a_timer_fires(row: ArpRow | None, effects: list[Any]) -> None:
    assert told(timeout({} if row is None else {KEY: row}, SETTINGS, ETH0, PEER, NOW)) == effects


@pytest.mark.parametrize(
    ("row", "effects"),
    [
        (reachable(), put(ArpRow(PEER_MAC, STALE, 0, NOW + 60 * SECOND), "arp.doubted")),
        (ArpRow(PEER_MAC, STALE, 0, NOW + 1), []),
        (ArpRow(None, INCOMPLETE, 1, NOW + 1), []),
        (ArpRow(PEER_MAC, STATIC), []),
        (None, []),
    ],
    ids=["reachable", "stale", "incomplete", "static", "unknown"],
)
def test_a_transport_hears_nothing_from_beyond(row: ArpRow | None, effects: list[Any]) -> None:
    """RFC 1122 2.3.2.1 (4): "to invalidate the corresponding cache entry"."""
    assert told(doubt({} if row is None else {KEY: row}, SETTINGS, "eth0", PEER, NOW)) == effects


def packet(operation: int, target: IPv4Address, sender: IPv4Address = PEER, by: MacAddress = PEER_MAC) -> Arp:
    return Arp(operation, by, sender, MY_MAC if operation == REPLY else ZERO_MAC, target)


def answer(sender: IPv4Address, rule: str, target: IPv4Address = ME) -> Any:
    return SendArp("eth0", PEER_MAC, Arp(REPLY, MY_MAC, target, PEER_MAC, sender), because(rule))


def explained(rule: str) -> Any:
    return Explain(because(rule))


def dropped(rule: str) -> list[Any]:
    return [Drop(because(rule))]


OLD = ArpRow(OTHER_MAC, REACHABLE, 0, NOW + 1)


@pytest.mark.parametrize(
    ("row", "heard", "effects"),
    [
        (
            None,
            packet(REQUEST, ME),
            [*put(reachable(), "arp.learned-from-request"), answer(PEER, "arp.reply")],
        ),
        (OLD, packet(REQUEST, ME), [*put(reachable(), "arp.changed"), answer(PEER, "arp.reply")]),
        (
            ArpRow(PEER_MAC, STALE, 0, NOW + 1),
            packet(REQUEST, ME),
            [*put(reachable(), "arp.refreshed"), answer(PEER, "arp.reply")],
        ),
        (
            ArpRow(OTHER_MAC, STATIC),
            packet(REQUEST, ME),
            [explained("arp.static-kept"), answer(PEER, "arp.reply")],
        ),
        # A request for somebody else changes a row that is there, and adds none.
        (None, packet(REQUEST, OTHER), dropped("arp.not-for-me")),
        (OLD, packet(REQUEST, OTHER), [*put(reachable(), "arp.changed"), explained("arp.not-for-me")]),
        # RFC 5227 1.1, ARP Probe: "an all-zero 'sender IP address'"
        (None, packet(REQUEST, ME, NOBODY), [answer(NOBODY, "arp.reply-to-probe")]),
        (None, packet(REQUEST, OTHER, NOBODY), dropped("arp.not-for-me")),
        # gratuitous ARP
        (None, packet(REQUEST, PEER), dropped("arp.announcement")),
        (OLD, packet(REQUEST, PEER), [*put(reachable(), "arp.changed"), explained("arp.announcement")]),
        (OLD, packet(REPLY, PEER), [*put(reachable(), "arp.changed"), explained("arp.announcement")]),
        # replies
        (
            ArpRow(None, INCOMPLETE, 1, NOW + 1),
            packet(REPLY, ME),
            [*put(reachable(), "arp.resolved"), Resolved("eth0", PEER, PEER_MAC, because("arp.resolved"))],
        ),
        (ArpRow(PEER_MAC, PROBE, 1, NOW + 1), packet(REPLY, ME), put(reachable(), "arp.refreshed")),
        (ArpRow(None, FAILED, 3, NOW + 1), packet(REPLY, ME), put(reachable(), "arp.resolved")),
        (None, packet(REPLY, ME), put(reachable(), "arp.learned-unasked")),
        (None, packet(REPLY, ME, NOBODY), dropped("arp.no-question")),
        # The opcode comes last: a reverse request (3) teaches as much, and gets no answer.
        (OLD, packet(3, ME), [*put(reachable(), "arp.changed"), *dropped("arp.no-question")]),
    ],
)
def test_receiving_a_packet(row: ArpRow | None, heard: Arp, effects: list[Any]) -> None:
    assert told(receive({} if row is None else {KEY: row}, SETTINGS, ETH0, heard, NOW)) == effects


@pytest.mark.parametrize(
    ("heard", "rule"),
    [
        # RFC 5227 2.1.1: some hubs and access points "rebroadcast" a packet to its sender.
        (packet(REQUEST, PEER, ME, MY_MAC), "arp.own-packet"),
        (packet(REQUEST, ME, PEER, mac("02:00:00:00:00:02")), "arp.own-packet"),
        # RFC 1812 3.3.2: "MUST not believe any ARP reply that claims that the Link Layer address of another
        # host or router is a broadcast or multicast address"
        (packet(REPLY, ME, PEER, BROADCAST_MAC), "arp.bad-sender-mac"),
        (packet(REPLY, ME, PEER, mac("01:00:5e:00:00:01")), "arp.bad-sender-mac"),
        (packet(REPLY, ME, PEER, ZERO_MAC), "arp.bad-sender-mac"),
        (packet(REQUEST, ME, ip("192.168.10.255")), "arp.bad-sender-ip"),
        (packet(REQUEST, ME, ip("192.168.10.0")), "arp.bad-sender-ip"),
        (packet(REQUEST, ME, ip("255.255.255.255")), "arp.bad-sender-ip"),
        (packet(REQUEST, ME, ip("224.0.0.1")), "arp.bad-sender-ip"),
        (packet(REQUEST, ME, ip("127.0.0.1")), "arp.bad-sender-ip"),
        (packet(REQUEST, ME, ip("0.0.0.7")), "arp.bad-sender-ip"),
        (packet(REQUEST, ME, ME), "arp.my-address"),
        (packet(REPLY, OTHER, ME), "arp.my-address"),
    ],
)
def test_what_is_not_believed_changes_nothing_and_gets_no_answer(heard: Arp, rule: str) -> None:
    table = {("eth0", heard.sender_ip): OLD}
    assert told(receive(table, SETTINGS, ETH0, heard, NOW)) == dropped(rule)


def test_a_sender_with_another_network_is_answered_but_not_remembered() -> None:
    stranger = ip("172.16.0.9")
    effects = receive({}, SETTINGS, ETH0, packet(REQUEST, ME, stranger), NOW)
    assert told(effects) == [explained("arp.sender-elsewhere"), answer(stranger, "arp.reply")]


def test_a_gratuitous_packet_adds_a_row_only_where_that_is_wanted() -> None:
    wanted = SETTINGS._replace(accept_gratuitous=True)
    effects = receive({}, wanted, ETH0, packet(REQUEST, PEER), NOW)
    assert told(effects) == [*put(reachable(), "arp.learned-gratuitous"), explained("arp.announcement")]
    stranger = packet(REQUEST, ip("172.16.0.9"), ip("172.16.0.9"))
    assert told(receive({}, wanted, ETH0, stranger, NOW)) == dropped("arp.announcement")


FAR = ip("192.168.20.5")


@pytest.mark.parametrize(
    ("heard", "effects"),
    [
        # RFC 1027 2.1: "The gateway can then respond for host B, saying that the network address for host B
        # is that of the gateway itself."
        (
            packet(REQUEST, FAR),
            [*put(reachable(), "arp.learned-from-request"), answer(PEER, "arp.proxy-reply", FAR)],
        ),
        (packet(REQUEST, FAR, NOBODY), dropped("arp.not-for-me")),
        (packet(REQUEST, FAR, FAR), dropped("arp.announcement")),
        (packet(REPLY, FAR), dropped("arp.not-for-me")),
        (packet(REQUEST, ME), [*put(reachable(), "arp.learned-from-request"), answer(PEER, "arp.reply")]),
    ],
    ids=["request", "probe", "announcement", "reply", "own"],
)
def test_a_proxy_answers_questions_about_hosts_behind_it(heard: Arp, effects: list[Any]) -> None:
    assert told(receive({}, SETTINGS, ETH0, heard, NOW, answers_for=rules.PROXY_REPLY)) == effects


def test_an_announcement_is_a_request_for_the_own_address() -> None:
    # RFC 5227 2.3: as a probe, "except that now the sender and target IP addresses are both set"
    effect = announce(ETH0, ME)
    assert effect[:3] == ("eth0", BROADCAST_MAC, Arp(REQUEST, MY_MAC, ME, ZERO_MAC, ME))


def test_a_question_comes_from_the_address_in_the_same_network() -> None:
    two = ETH0._replace(addresses=(InterfaceAddress.parse("10.0.0.1/8"), InterfaceAddress.parse("192.168.10.1/24")))
    assert two.source_for(PEER) == ME
    assert two.source_for(ip("172.16.0.9")) == ip("10.0.0.1")
    assert ETH0._replace(addresses=()).source_for(PEER) == NOBODY


def test_what_comes_from_a_link_local_address_is_for_everyone() -> None:
    """RFC 3927 2.5: "All ARP packets (*replies* as well as requests) that contain a Link-Local 'sender IP address' MUST
    be sent using link-layer broadcast instead of link-layer unicast." """
    own, peer = ip("169.254.1.7"), ip("169.254.9.9")
    local = ETH0._replace(addresses=(InterfaceAddress(own, 16),))
    replies = [each for each in receive({}, SETTINGS, local, packet(REQUEST, own, peer), NOW) if type(each) is SendArp]
    assert [(each.dst, each.packet.operation, each.packet.target_mac) for each in replies] == [
        (BROADCAST_MAC, REPLY, PEER_MAC)
    ]
    old = {("eth0", peer): ArpRow(PEER_MAC, STALE, 0, NOW + 1)}
    for effects in (
        resolve(old, SETTINGS, local, peer, NOW),
        timeout({("eth0", peer): ArpRow(PEER_MAC, PROBE, 1, NOW)}, SETTINGS, local, peer, NOW),
    ):
        (poll,) = [each for each in effects if isinstance(each, SendArp)]
        assert (poll.dst, poll.packet.sender_ip) == (BROADCAST_MAC, own)


def test_a_full_queue_loses_the_oldest_datagram() -> None:
    # RFC 1122 2.3.2.2: "at least one (the latest) packet of each set"
    one = SETTINGS._replace(queue_length=1)
    assert enqueue((), "a", one) == (("a",), None)
    assert enqueue(("a",), "b", one) == (("b",), "a")
    three = SETTINGS._replace(queue_length=3)
    assert enqueue(("a", "b"), "c", three) == (("a", "b", "c"), None)
    assert enqueue(("a", "b", "c"), "d", three) == (("b", "c", "d"), "a")


def test_a_port_that_goes_down_takes_its_rows_along_but_not_the_static_ones() -> None:
    table = {
        KEY: ArpRow(None, INCOMPLETE, 1, NOW + 1),
        ("eth0", OTHER): ArpRow(OTHER_MAC, STATIC),
        ("eth1", PEER): reachable(),
    }
    assert told(flush(table, "eth0")) == [
        Remove("arp", KEY, because("arp.flushed")),
        Cancel(TIMER, because("arp.flushed")),
        Unresolved("eth0", PEER, because("arp.flushed")),
    ]


def test_a_row_can_be_deleted_a_static_one_too() -> None:
    table = {KEY: ArpRow(None, INCOMPLETE, 1, NOW + 1), ("eth0", OTHER): ArpRow(OTHER_MAC, STATIC)}
    why = because("arp.deleted")
    assert told(delete(table, "eth0", PEER)) == [
        Remove("arp", KEY, why),
        Cancel(TIMER, why),
        Unresolved("eth0", PEER, why),
    ]
    assert told(delete(table, "eth0", OTHER)) == [Remove("arp", ("eth0", OTHER), why)]
    assert delete(table, "eth1", PEER) == []


def test_a_static_row_ends_the_wait_for_an_answer() -> None:
    table = {KEY: ArpRow(None, INCOMPLETE, 1, NOW + 1)}
    assert told(set_static(table, "eth0", PEER, PEER_MAC)) == [
        Put("arp", KEY, ArpRow(PEER_MAC, STATIC), because("arp.static")),
        Cancel(TIMER, because("arp.static")),
        Resolved("eth0", PEER, PEER_MAC, because("arp.static")),
    ]


def test_rfc_826_example_x_asks_for_y_and_both_learn() -> None:
    """RFC 826, "An Example": X asks all, Y adds X and answers X alone, X adds Y and need not ask again."""
    cable = Cable()
    x, y, z = (Station(cable, n, f"192.168.10.{n}/24") for n in (1, 2, 3))
    x.want(ip("192.168.10.2"))
    cable.kernel.run(SECOND)
    assert [(sender, effect.dst) for _, sender, effect in cable.sent] == [
        (x, BROADCAST_MAC),
        (y, mac("02:00:00:00:00:01")),
    ]
    assert x.tables["arp"]["eth0", ip("192.168.10.2")].mac == mac("02:00:00:00:00:02")
    assert y.tables["arp"]["eth0", ip("192.168.10.1")].mac == mac("02:00:00:00:00:01")
    assert z.tables["arp"] == {}
    x.want(ip("192.168.10.2"))
    y.want(ip("192.168.10.1"))
    assert len(cable.sent) == 2


def test_nobody_answers_three_questions_a_second_apart() -> None:
    cable = Cable()
    x = Station(cable, 1, "192.168.10.1/24")
    x.want(PEER)
    cable.kernel.run()
    assert [at for at, _, _ in cable.sent] == [0, SECOND, 2 * SECOND]
    assert x.heard(Unresolved)[0].why.facts["requests"] == 3
    assert cable.kernel.now == 4 * SECOND  # failed after the third second, forgotten after the fourth
    assert x.tables["arp"] == {}


SETTINGS_DRAWN = st.builds(
    ArpSettings,
    reachable_time=st.integers(2 * SECOND, 40 * SECOND),
    stale_time=st.integers(1, 80 * SECOND),
    retry_interval=st.just(SECOND),
    max_requests=st.integers(2, 5),
    max_polls=st.integers(1, 3),
    failed_time=st.integers(SECOND, 5 * SECOND),
    queue_length=st.just(1),
)
WANTS = st.lists(st.tuples(st.integers(0, 200 * SECOND), st.sampled_from([0, 1])), max_size=12)


def run_wants(cable: Cable, pair: list[Station], wants: list[tuple[int, int]]) -> None:
    """Let station n want to send to the other one at each ``(time, n)``."""
    for at, n in wants:
        cable.kernel.at(at, pair[n].want, pair[1 - n].interface.addresses[0].address)
    cable.kernel.run()


@given(SETTINGS_DRAWN, SETTINGS_DRAWN, WANTS, st.integers(0, SECOND // 2 - 1))
def test_two_joined_machines_always_resolve(
    first: ArpSettings, second: ArpSettings, wants: list[tuple[int, int]], delay: int
) -> None:
    cable = Cable(delay)
    pair = [Station(cable, 1, "10.0.0.1/8", first), Station(cable, 2, "10.0.0.2/8", second)]
    run_wants(cable, pair, wants)
    for station in pair:
        assert station.heard(Unresolved) == []
        asked = [put for put in station.heard(Put) if put.row.state is INCOMPLETE]
        assert len(station.heard(Resolved)) == len(asked)
        assert station.tables["arp"] == {}, "what is not used goes in the end"


@given(SETTINGS_DRAWN, WANTS, st.sets(st.integers(0, 60)))
def test_no_address_is_asked_for_more_than_once_a_second(
    settings: ArpSettings, wants: list[tuple[int, int]], lost: set[int]
) -> None:
    # RFC 1122 2.3.2.1: "The recommended maximum rate is 1 per second per destination."
    cable = Cable(1000, lambda n: n in lost)
    pair = [Station(cable, n, f"10.0.0.{n}/8", settings) for n in (1, 2)]
    run_wants(cable, pair, wants)
    for station in pair:
        asked = [at for at, by, effect in cable.sent if by is station and effect.packet.operation == REQUEST]
        assert all(later - earlier >= SECOND for earlier, later in pairwise(asked))


ADDRESSES = st.sampled_from([ME, PEER, OTHER, NOBODY, ip("192.168.10.255"), ip("172.16.0.9")])
MACS = st.sampled_from([MY_MAC, PEER_MAC, OTHER_MAC, ZERO_MAC, BROADCAST_MAC])
PACKETS = st.builds(Arp, st.sampled_from([REQUEST, REPLY, 3]), MACS, ADDRESSES, MACS, ADDRESSES)


@given(st.lists(PACKETS), st.booleans())
def test_no_packet_changes_a_static_row_or_puts_a_bad_address_in(heard: list[Arp], accept: bool) -> None:
    table = {KEY: ArpRow(PEER_MAC, STATIC)}
    settings = SETTINGS._replace(accept_gratuitous=accept)
    for each in heard:
        for effect in receive(table, settings, ETH0, each, NOW):
            if isinstance(effect, Put):
                table[effect.key] = effect.row  # type: ignore[index]
    assert table.pop(KEY) == ArpRow(PEER_MAC, STATIC)
    assert set(table) <= {("eth0", OTHER)}
    assert {row.mac for row in table.values()} <= {PEER_MAC, OTHER_MAC}
