"""The server's machine: which address, which answer, where it goes, and table 3 of RFC 2131 field by field."""

from typing import Any

import pytest

from sim.addresses import ANY, LIMITED_BROADCAST, InterfaceAddress, IPv4Address, Prefix
from sim.effects import Arm, Drop, Put, Remove
from sim.features.dhcp import codec
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.option_kinds import ClassRoute, MessageType, Option, SubOption
from sim.features.dhcp.pdu import BROADCAST, Dhcp
from sim.features.dhcp.server import machine
from sim.features.dhcp.server.machine import Answer, Effects, Ping, Server
from sim.features.dhcp.server.rows import LeaseRow, LeaseState
from sim.features.dhcp.settings import DhcpServerSettings, Pool, Probe
from sim.ip.spans import Span
from sim.kernel import SECOND
from tests.dhcp.messages import MAC, OTHER_MAC, ip, reply, request

OWN = InterfaceAddress(ip("10.0.0.1"), 24)
FAR = InterfaceAddress(ip("10.9.0.1"), 24)
FIRST = ip("10.0.0.100")
NOW = 1000 * SECOND
CLIENT_ID = b"\x01" + MAC.to_bytes(6, "big")
OTHER_ID = b"\x01" + OTHER_MAC.to_bytes(6, "big")

L = LeaseState
M = MessageType


def server(is_broadcast: bool = True, **settings: Any) -> Server:
    values = DhcpServerSettings(pool=Span(FIRST, ip("10.0.0.102")), lease=600 * SECOND)._replace(**settings)
    return Server(values, "eth0", (OWN,), (OWN, FAR), OWN.address, True, is_broadcast)


def mine(state: LeaseState = L.BOUND, expiry: int = NOW + 60 * SECOND) -> LeaseRow:
    return LeaseRow(state, MAC, expiry, "", CLIENT_ID)


def theirs(state: LeaseState = L.BOUND, expiry: int = NOW + 60 * SECOND) -> LeaseRow:
    return LeaseRow(state, OTHER_MAC, expiry, "", OTHER_ID)


def ask(kind: MessageType, *options: Option, table: Any = None, at: Server | None = None, **fields: Any) -> Effects:
    return machine.receive(table or {}, at or server(), request(kind, *options, **fields), NOW)


def answer(effects: Effects) -> Answer:
    return next(each for each in effects if isinstance(each, Answer))


def outcome(effects: Effects) -> str:
    """The kind of message that is answered, or the rule of a drop."""
    for each in effects:
        if isinstance(each, Answer):
            return each.message.type.label
        if isinstance(each, Drop):
            return each.why.rule.id
    return "ping" if any(isinstance(each, Ping) for each in effects) else "-"


def offered(table: Any, at: Server | None = None, *options: Option, **fields: Any) -> IPv4Address | str:
    effects = ask(M.DISCOVER, *options, table=table, at=at, **fields)
    replies = [each.message.yiaddr for each in effects if isinstance(each, Answer)]
    return replies[0] if replies else outcome(effects)


# 4.3.1: which address


def test_the_lowest_free_address_is_offered_and_held() -> None:
    effects = ask(M.DISCOVER)
    assert [type(each) for each in effects] == [Put, Arm, Answer]
    put, arm = effects[:2]
    assert isinstance(put, Put)
    assert isinstance(arm, Arm)
    assert (put.key, put.row.state, put.row.expiry) == (FIRST, L.OFFERED, NOW + 60 * SECOND)
    assert (arm.timer, arm.deadline) == (("dhcp-lease", FIRST), NOW + 60 * SECOND)


SECOND_IP, THIRD = ip("10.0.0.101"), ip("10.0.0.102")


@pytest.mark.parametrize(
    ("table", "options", "expected"),
    [
        ({FIRST: theirs()}, (), SECOND_IP),
        ({FIRST: theirs(L.OFFERED)}, (), SECOND_IP),
        ({FIRST: theirs(L.DECLINED)}, (), SECOND_IP),
        # "The client's current address as recorded in the client's current binding"
        ({THIRD: mine()}, (), THIRD),
        ({THIRD: mine(L.OFFERED)}, (), THIRD),
        # "The client's previous address …, if that address is in the server's pool of available addresses"
        ({THIRD: mine(L.EXPIRED)}, (), THIRD),
        ({THIRD: mine(L.RELEASED)}, (), THIRD),
        # "The address requested in the 'Requested IP Address' option, if that address is valid and not already" taken
        ({}, (kinds.REQUESTED_ADDRESS(SECOND_IP),), SECOND_IP),
        ({SECOND_IP: theirs()}, (kinds.REQUESTED_ADDRESS(SECOND_IP),), FIRST),
        ({}, (kinds.REQUESTED_ADDRESS(ip("10.0.0.7")),), FIRST),
        ({}, (kinds.REQUESTED_ADDRESS(OWN.address),), FIRST),
        ({FIRST: theirs(), SECOND_IP: theirs(), THIRD: theirs()}, (), "dhcp.exhausted"),
    ],
)
def test_the_address_is_chosen_in_the_order_of_4_3_1(table: Any, options: Any, expected: Any) -> None:
    assert offered(table, None, *options) == expected


def test_of_addresses_that_others_had_the_oldest_is_used_again() -> None:
    never = server(probe=Probe.NEVER)
    table = {FIRST: theirs(L.EXPIRED, 9), SECOND_IP: theirs(L.RELEASED, 5), THIRD: theirs(L.EXPIRED, 7)}
    assert offered(table, never) == SECOND_IP


def test_exclusions_and_reservations() -> None:
    away = ip("10.0.0.50")
    settings = server(exclude=(Span(FIRST, FIRST),), reservations=((str(MAC), away), ("printer", SECOND_IP)))
    assert offered({}, settings) == away
    assert offered({}, settings, mac=OTHER_MAC) == THIRD
    assert offered({}, settings, kinds.CLIENT_ID(b"\0printer"), mac=OTHER_MAC) == SECOND_IP
    assert offered({away: theirs()}, settings) == "dhcp.exhausted"
    assert offered({}, settings, kinds.REQUESTED_ADDRESS(SECOND_IP), mac=OTHER_MAC) == THIRD


@pytest.mark.parametrize(
    ("probe", "table", "pings"),
    [
        (Probe.NEVER, {FIRST: theirs(L.EXPIRED), SECOND_IP: theirs(), THIRD: theirs()}, False),
        (Probe.REUSED, {}, False),
        (Probe.REUSED, {FIRST: mine(L.EXPIRED)}, False),
        (Probe.REUSED, {FIRST: theirs(L.EXPIRED), SECOND_IP: theirs(), THIRD: theirs()}, True),
        (Probe.ALWAYS, {}, True),
        (Probe.ALWAYS, {FIRST: mine()}, False),
    ],
)
def test_an_address_is_probed_before_it_is_offered(probe: Probe, table: Any, pings: bool) -> None:
    """2.2: "the allocating server SHOULD probe the reused address before allocating the address"."""
    effects = ask(M.DISCOVER, table=table, at=server(probe=probe))
    assert any(isinstance(each, Ping) for each in effects) == pings
    assert any(isinstance(each, Answer) for each in effects) != pings


# 4.3.2: requests


CHOSEN = kinds.SERVER_ID(OWN.address)
OTHERS = kinds.SERVER_ID(ip("10.0.0.2"))


def wanted(text: str) -> Option:
    return kinds.REQUESTED_ADDRESS(ip(text))


@pytest.mark.parametrize(
    ("table", "options", "fields", "expected"),
    [
        # SELECTING
        ({FIRST: mine(L.OFFERED)}, (CHOSEN, wanted("10.0.0.100")), {}, "ack"),
        ({}, (CHOSEN, wanted("10.0.0.100")), {}, "ack"),
        ({FIRST: theirs()}, (CHOSEN, wanted("10.0.0.100")), {}, "nak"),
        ({}, (CHOSEN, wanted("10.0.0.200")), {}, "nak"),
        ({}, (CHOSEN,), {}, "dhcp.nothing-requested"),
        ({}, (OTHERS, wanted("10.0.0.100")), {}, "dhcp.not-chosen"),
        # INIT-REBOOT
        ({FIRST: mine()}, (wanted("10.0.0.100"),), {}, "ack"),
        ({FIRST: mine(L.EXPIRED)}, (wanted("10.0.0.100"),), {}, "ack"),
        ({}, (wanted("192.168.1.5"),), {}, "nak"),
        ({SECOND_IP: mine()}, (wanted("10.0.0.100"),), {}, "nak"),
        ({}, (wanted("10.0.0.100"),), {}, "dhcp.unknown-client"),
        ({FIRST: theirs()}, (wanted("10.0.0.100"),), {}, "dhcp.unknown-client"),
        # RENEWING and REBINDING
        ({FIRST: mine()}, (), {"ciaddr": FIRST}, "ack"),
        ({}, (), {"ciaddr": FIRST}, "dhcp.unknown-client"),
        ({}, (), {"ciaddr": ip("10.0.5.1")}, "nak"),
        ({}, (), {}, "dhcp.nothing-requested"),
    ],
)
def test_a_request_is_answered_by_what_it_follows(table: Any, options: Any, fields: Any, expected: str) -> None:
    assert outcome(ask(M.REQUEST, *options, table=table, **fields)) == expected


@pytest.mark.parametrize(
    ("table", "address", "expected"),
    [({}, "10.0.0.100", "ack"), ({FIRST: theirs()}, "10.0.0.100", "nak"), ({}, "10.0.0.7", "nak")],
)
def test_an_authoritative_server_knows_every_lease(table: Any, address: str, expected: str) -> None:
    assert outcome(ask(M.REQUEST, wanted(address), table=table, at=server(authoritative=True))) == expected


def test_an_offer_that_was_not_chosen_is_free_again() -> None:
    effects = ask(M.REQUEST, OTHERS, wanted("10.0.0.100"), table={FIRST: mine(L.OFFERED)})
    assert any(isinstance(each, Remove) and each.key == FIRST for each in effects)


@pytest.mark.parametrize(
    ("kind", "table", "options", "fields", "state"),
    [
        (M.RELEASE, {FIRST: mine()}, (CHOSEN,), {"ciaddr": FIRST}, L.RELEASED),
        (M.RELEASE, {FIRST: theirs()}, (CHOSEN,), {"ciaddr": FIRST}, None),
        (M.RELEASE, {FIRST: mine()}, (OTHERS,), {"ciaddr": FIRST}, None),
        (M.DECLINE, {FIRST: mine()}, (CHOSEN, wanted("10.0.0.100")), {}, L.DECLINED),
        (M.DECLINE, {FIRST: theirs()}, (CHOSEN, wanted("10.0.0.100")), {}, None),
        (M.DECLINE, {FIRST: mine()}, (OTHERS, wanted("10.0.0.100")), {}, None),
    ],
)
def test_only_its_own_lease_can_a_client_give_back(
    kind: MessageType, table: Any, options: Any, fields: Any, state: LeaseState | None
) -> None:
    effects = ask(kind, *options, table=table, **fields)
    puts = [each.row.state for each in effects if isinstance(each, Put)]
    assert puts == ([] if state is None else [state])
    assert not any(isinstance(each, Answer) for each in effects)


def test_inform_is_answered_without_a_lease() -> None:
    """4.3.5: "The server MUST NOT send a lease expiration time to the client and SHOULD NOT fill in 'yiaddr'"."""
    found = answer(ask(M.INFORM, ciaddr=ip("10.0.0.7")))
    has = {option.code for option in found.message.options}
    assert not has & {kinds.LEASE_TIME.code, kinds.RENEWAL_TIME.code, kinds.REBINDING_TIME.code}
    assert (found.message.yiaddr, found.dst, found.port) == (ANY, ip("10.0.0.7"), 68)


@pytest.mark.parametrize("kind", [M.OFFER, M.ACK, M.NAK])
def test_messages_of_servers_are_not_for_servers(kind: MessageType) -> None:
    assert outcome(ask(kind)) == "dhcp.not-for-servers"


# Time


def test_leases_end_and_offers_and_declined_addresses_are_free_again() -> None:
    (put,) = machine.timeout({FIRST: mine()}, FIRST)
    assert isinstance(put, Put)
    assert put.row.state is L.EXPIRED
    for state in (L.OFFERED, L.DECLINED):
        (gone,) = machine.timeout({FIRST: mine(state)}, FIRST)
        assert isinstance(gone, Remove)


def test_a_shorter_lease_can_be_asked_for() -> None:
    found = answer(ask(M.REQUEST, CHOSEN, wanted("10.0.0.100"), kinds.LEASE_TIME(100))).message
    assert [found.get(each) for each in (kinds.LEASE_TIME, kinds.RENEWAL_TIME, kinds.REBINDING_TIME)] == [100, 50, 87]
    longer = answer(ask(M.REQUEST, CHOSEN, wanted("10.0.0.100"), kinds.LEASE_TIME(10**6))).message
    assert longer.get(kinds.LEASE_TIME) == 600


# 4.1: where an answer goes


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        (M.OFFER, {}, (FIRST, 68, MAC)),
        (M.OFFER, {"flags": BROADCAST}, (LIMITED_BROADCAST, 68, None)),
        (M.ACK, {"ciaddr": FIRST}, (FIRST, 68, None)),
        (M.ACK, {"flags": BROADCAST}, (LIMITED_BROADCAST, 68, None)),
        (M.NAK, {}, (LIMITED_BROADCAST, 68, None)),
        (M.OFFER, {"giaddr": ip("10.5.0.1")}, (ip("10.5.0.1"), 67, None)),
        (M.NAK, {"giaddr": ip("10.5.0.1")}, (ip("10.5.0.1"), 67, None)),
    ],
)
def test_an_answer_goes_where_4_1_says(kind: MessageType, fields: Any, expected: Any) -> None:
    yiaddr = ANY if kind is M.NAK else FIRST
    assert machine.address(reply(kind, yiaddr=yiaddr, **fields)) == expected


def test_a_nak_through_a_relay_agent_is_to_be_broadcast() -> None:
    pool = Pool(Span(ip("10.5.0.100"), ip("10.5.0.110")), Prefix.parse("10.5.0.0/24"))
    at = server(pool=None, pools=(pool,))
    found = answer(ask(M.REQUEST, wanted("10.0.0.100"), at=at, giaddr=ip("10.5.0.1")))
    assert found.message.type is M.NAK
    assert found.message.wants_broadcast
    assert found.dst == ip("10.5.0.1")


# Which pool


NETS = tuple(Pool(Span(ip(f"10.{n}.0.100"), ip(f"10.{n}.0.110")), Prefix.parse(f"10.{n}.0.0/24")) for n in (5, 6))


@pytest.mark.parametrize(
    ("fields", "is_broadcast", "expected"),
    [
        ({"giaddr": ip("10.5.0.1")}, True, ip("10.5.0.100")),
        ({"giaddr": ip("10.6.0.1")}, True, ip("10.6.0.100")),
        ({"giaddr": ip("10.7.0.1")}, True, "dhcp.no-pool"),
        ({}, True, "dhcp.no-pool"),
        ({"ciaddr": ip("10.6.0.105")}, False, ip("10.6.0.100")),
    ],
)
def test_the_relay_agents_network_says_which_pool(fields: Any, is_broadcast: bool, expected: Any) -> None:
    assert offered({}, server(is_broadcast, pool=None, pools=NETS), **fields) == expected


def test_a_relay_agent_is_the_default_router_of_its_network() -> None:
    found = answer(ask(M.DISCOVER, at=server(pool=None, pools=NETS), giaddr=ip("10.5.0.1"))).message
    assert found.get(kinds.ROUTER) == (ip("10.5.0.1"),)


def test_the_relay_agent_stays_the_router_when_the_client_renews_by_itself() -> None:
    relay = ip("10.5.0.1")
    at = server(pool=None, pools=NETS)
    first = ask(M.REQUEST, CHOSEN, wanted("10.5.0.100"), at=at, giaddr=relay)
    row = next(each.row for each in first if isinstance(each, Put))
    again = ask(M.REQUEST, table={ip("10.5.0.100"): row}, at=at._replace(is_broadcast=False), ciaddr=ip("10.5.0.100"))
    assert answer(again).message.get(kinds.ROUTER) == (relay,)


# Table 3


FULL = server(
    dns=(ip("10.0.0.53"),),
    domain="example.com",
    search=("example.com",),
    mtu=1400,
    routes=((Prefix.parse("10.9.0.0/16"), ip("10.0.0.9")),),
)
CIRCUIT = kinds.RELAY_INFORMATION((SubOption(1, b"eth7"),))
ANSWERS = ("offer", "ack", "nak")


def given(name: str) -> Dhcp:
    effects = {
        "offer": lambda: ask(M.DISCOVER, at=FULL, secs=9, hops=3, flags=BROADCAST),
        "ack": lambda: ask(M.REQUEST, at=FULL, table={FIRST: mine()}, ciaddr=FIRST, secs=9, hops=3),
        "nak": lambda: ask(M.REQUEST, wanted("1.2.3.4"), at=FULL, secs=9, hops=3),
    }
    return answer(effects[name]()).message


@pytest.mark.parametrize("name", ANSWERS)
def test_fields_are_those_of_table_3(name: str) -> None:
    message = given(name)
    assert (message.op, message.htype, message.hlen, message.hops) == (2, 1, 6, 0)
    assert (message.xid, message.secs) == (7, 0)
    assert message.chaddr == MAC.to_bytes(6, "big")
    assert message.ciaddr == (FIRST if name == "ack" else ANY)
    assert message.yiaddr == (ANY if name == "nak" else FIRST)
    assert (message.siaddr, message.giaddr) == (ANY, ANY)
    assert message.wants_broadcast == (name == "offer")


@pytest.mark.parametrize("name", ANSWERS)
def test_options_are_those_of_table_3(name: str) -> None:
    message = given(name)
    has = {option.code for option in message.options}
    # Requested IP address, parameter request list, client identifier: MUST NOT (client identifier MAY in a NAK).
    assert not has & {kinds.REQUESTED_ADDRESS.code, kinds.PARAMETER_LIST.code, kinds.CLIENT_ID.code}
    assert message.get(kinds.SERVER_ID) == OWN.address  # MUST
    assert (kinds.LEASE_TIME.code in has) == (name != "nak")  # MUST, MUST, MUST NOT
    assert (kinds.MESSAGE.code in has) == (name == "nak")  # SHOULD
    if name == "nak":
        assert has == {kinds.MESSAGE_TYPE.code, kinds.SERVER_ID.code, kinds.MESSAGE.code}
    else:
        assert message.get(kinds.SUBNET_MASK) == 24
        assert message.get(kinds.ROUTER) == (OWN.address,)
        assert message.get(kinds.DNS_SERVERS) == (ip("10.0.0.53"),)
        assert (message.get(kinds.RENEWAL_TIME), message.get(kinds.REBINDING_TIME)) == (300, 525)
        # RFC 3442: the default route has to be among the classless routes, too.
        assert message.get(kinds.STATIC_ROUTES) == (
            ClassRoute(Prefix.parse("10.9.0.0/16"), ip("10.0.0.9")),
            ClassRoute(Prefix.parse("0.0.0.0/0"), OWN.address),
        )


def test_only_what_is_asked_for_is_told_in_that_order() -> None:
    codes = (kinds.DNS_SERVERS.code, kinds.SUBNET_MASK.code, 224)
    found = answer(ask(M.DISCOVER, kinds.PARAMETER_LIST(codes), at=FULL)).message
    told = [option.code for option in found.options][-2:]
    assert told == [kinds.DNS_SERVERS.code, kinds.SUBNET_MASK.code]
    assert kinds.ROUTER.code not in [option.code for option in found.options]


def test_the_mask_comes_before_the_router_and_nothing_comes_twice() -> None:
    """RFC 2132 3.3: "If both the subnet mask and the router option are specified in a DHCP reply, the subnet mask
    option MUST be first." An option that came twice would be one of twice the length (RFC 3396 7)."""
    codes = (kinds.ROUTER.code, kinds.DNS_SERVERS.code, kinds.SUBNET_MASK.code, kinds.ROUTER.code)
    found = answer(ask(M.DISCOVER, kinds.PARAMETER_LIST(codes), at=FULL)).message
    told = [option.code for option in found.options][-3:]
    assert told == [kinds.SUBNET_MASK.code, kinds.ROUTER.code, kinds.DNS_SERVERS.code]
    read = codec.decode(codec.encode(found))
    assert read is not None
    assert read.get(kinds.ROUTER) == (OWN.address,)


def test_relay_information_stays_out_of_file_and_sname() -> None:
    """RFC 3046 2.2: "A server MUST NOT place the echo'd Relay Agent Information option in the overloaded sname or file
    fields." 2.1: it is "the last option … in the DHCP options field"."""
    many = tuple(f"a-long-name-number-{number}.department-{number}.example.com" for number in range(11))
    found = answer(ask(M.DISCOVER, CIRCUIT, at=server(search=many))).message
    assert found.overload
    octets = codec.encode(found)
    in_options = [piece for piece in codec.split(octets[240:]) if piece.code not in (0, 255)]
    assert in_options[-1].octets == bytes([82, 6, 1, 4]) + b"eth7"
    for field in (octets[44:108], octets[108:236]):
        assert all(piece.code != 82 for piece in codec.split(field))
    read = codec.decode(octets)
    assert read is not None
    assert read.get(kinds.SEARCH_LIST) == many


def test_relay_information_is_echoed_as_the_last_option() -> None:
    """RFC 3046 2.2."""
    for message in (
        answer(ask(M.DISCOVER, CIRCUIT, at=server(pool=None, pools=NETS), giaddr=ip("10.5.0.1"))).message,
        answer(ask(M.REQUEST, wanted("1.2.3.4"), CIRCUIT)).message,
    ):
        assert message.options[-1] == CIRCUIT


def test_what_does_not_fit_goes_into_file_and_sname() -> None:
    many = tuple(f"a-long-name-number-{number}.department-{number}.example.com" for number in range(11))
    found = answer(ask(M.DISCOVER, at=server(search=many))).message
    assert found.overload
    assert len(found) <= 548
    room = answer(ask(M.DISCOVER, kinds.MAXIMUM_SIZE(1500), at=server(search=many))).message
    assert not room.overload
