"""DHCP at whole devices: octets that are no messages, relay agents, and what a lease sets and takes back."""

import random

import pytest

from sim import standalone
from sim.addresses import BROADCAST_MAC, LIMITED_BROADCAST, InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.effects import Drop
from sim.features.dhcp import codec
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.client.rows import ClientState
from sim.features.dhcp.option_kinds import MessageType, Option, SubOption
from sim.features.dhcp.pdu import Dhcp
from sim.features.dhcp.relay import machine as relay
from sim.features.dhcp.settings import DhcpClientSettings, DhcpServerSettings, Pool, Probe, Relay, RelaySettings
from sim.ip.arp.pdu import REPLY, Arp
from sim.ip.ipv4.pdu import PROTOCOL_UDP, IPv4
from sim.ip.spans import Span
from sim.kernel import SECOND
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Ethernet
from sim.packets.carried import chain
from sim.settings import NodeSettings
from sim.standalone import Emitted, StandaloneIpDevice
from sim.trace.records import Kind
from sim.transport.udp.pdu import Udp
from tests.dhcp.messages import MAC, OTHER_MAC, ip, reply, request
from tests.dhcp.test_dhcp_codec import OFFER
from tests.sizes import tries

SERVER_MAC = MacAddress.parse("02:00:00:00:00:99")
LEASING = DhcpServerSettings(pool=Span(ip("10.0.0.100"), ip("10.0.0.110")))


def framed(
    message: Dhcp | bytes,
    src: str,
    dst: IPv4Address,
    ports: tuple[int, int],
    mac: MacAddress = MAC,
    to: MacAddress = BROADCAST_MAC,
) -> bytes:
    octets = codec.encode(message) if isinstance(message, Dhcp) else message
    datagram = IPv4(ip(src), dst, PROTOCOL_UDP, Udp(*ports, octets), 64)
    return wire.encode(Ethernet(to, mac, TYPE_IPV4, datagram))


def messages(emitted: list[Emitted], port: str = "eth0") -> list[tuple[Ethernet, Dhcp]]:
    found = []
    for name, octets in emitted:
        frame = wire.decode(octets)
        if name == port and isinstance(frame, Ethernet):
            found += [(frame, value) for _, value in chain(frame) if isinstance(value, Dhcp)]
    return found


def client(**settings: object) -> StandaloneIpDevice:
    asking = DhcpClientSettings(interfaces=("eth0",))._replace(**settings)  # type: ignore[arg-type]
    return standalone.host({"eth0": ()}, macs={"eth0": str(MAC)}, settings=NodeSettings(asking), name="pc1")


def from_server(message: Dhcp | bytes, dst: str = "255.255.255.255", to: MacAddress = BROADCAST_MAC) -> bytes:
    return framed(message, "10.0.0.1", ip(dst), (67, 68), SERVER_MAC, to)


# Octets that are no messages


@pytest.mark.parametrize("seed", range(3))
def test_mutated_messages_end_as_drops_with_a_reason(seed: int) -> None:
    """A client that waits for an offer, a server, and a relay agent; each message is changed at some octets."""
    chance = random.Random(seed)
    devices = {
        "client": client(),
        "server": standalone.router({"eth0": "10.0.0.1/24"}, settings=NodeSettings(LEASING)),
        "relay": standalone.router(
            {"eth0": "10.0.0.1/24", "eth1": "10.9.0.1/24"},
            settings=NodeSettings(RelaySettings(Relay((ip("10.9.0.2"),), True))),
        ),
    }
    asked = messages(devices["client"].advance(0))[0][1]
    requests = [
        request(MessageType.DISCOVER, kinds.PARAMETER_LIST((1, 3, 6, 121))),
        request(MessageType.REQUEST, kinds.SERVER_ID(ip("10.0.0.1")), kinds.REQUESTED_ADDRESS(ip("10.0.0.100"))),
        request(MessageType.RELEASE, kinds.SERVER_ID(ip("10.0.0.1")), ciaddr=ip("10.0.0.100")),
        request(MessageType.INFORM, ciaddr=ip("10.0.0.7")),
    ]
    replies = [
        OFFER.replaced(xid=asked.xid),
        reply(MessageType.ACK, *OFFER.options[1:], xid=asked.xid, yiaddr=OFFER.yiaddr),
    ]
    drops = 0
    for _ in range(count := tries(200, 7_000)):
        name = chance.choice(tuple(devices))
        source = codec.encode(chance.choice(replies if name == "client" else requests))
        octets = bytearray(source)
        for _ in range(chance.randint(1, 8)):
            at = chance.choice((chance.randrange(len(octets)), 240 + chance.randrange(60)))
            octets[at] = chance.choice((chance.randrange(256), 0, 255, octets[at] ^ 1 << chance.randrange(8)))
        cut = bytes(octets[: chance.choice((len(octets), len(octets), chance.randrange(len(octets))))])
        frame = from_server(cut) if name == "client" else framed(cut, "0.0.0.0", LIMITED_BROADCAST, (68, 67))
        before = len(devices[name].trace)
        devices[name].receive("eth0", frame)
        if codec.fault(cut) is not None:
            trace = devices[name].trace
            new = [trace[n] for n in range(before, len(trace))]
            reasons = [each.why.rule for each in new if each.kind is Kind.PACKET_DROPPED]
            assert any(rule.id.startswith("dhcp.") for rule in reasons), reasons
            drops += 1
    assert drops > count // 4


# Relay agents


NEAR = (InterfaceAddress(ip("10.0.0.1"), 24),)
CIRCUIT = kinds.RELAY_INFORMATION((SubOption(1, b"eth0"),))
FORWARDING = Relay((ip("10.9.0.2"), ip("10.9.0.3")), True)


def test_a_relay_agent_fills_giaddr_counts_and_says_where_the_client_is() -> None:
    found = relay.upward(FORWARDING, "eth0", NEAR, request(MessageType.DISCOVER))
    assert isinstance(found, relay.Forward)
    assert found.servers == FORWARDING.servers
    assert (found.message.giaddr, found.message.hops) == (ip("10.0.0.1"), 1)
    assert found.message.options[-1] == CIRCUIT


def test_a_second_relay_agent_leaves_giaddr_as_it_is() -> None:
    """RFC 1542 4.1.1: "the 'giaddr' field MUST NOT be modified"."""
    message = request(MessageType.DISCOVER, giaddr=ip("10.5.0.1"), hops=1)
    found = relay.upward(FORWARDING, "eth0", NEAR, message)
    assert isinstance(found, relay.Forward)
    assert found.message == message.replaced(hops=2)


@pytest.mark.parametrize(
    ("message", "near", "rule"),
    [
        (request(MessageType.DISCOVER, hops=5, giaddr=ip("10.5.0.1")), NEAR, "dhcp.too-many-hops"),
        (request(MessageType.DISCOVER, giaddr=ip("10.0.0.1")), NEAR, "dhcp.own-message"),
        (request(MessageType.DISCOVER), (), "dhcp.relay-without-address"),
        (reply(MessageType.OFFER), NEAR, "dhcp.not-a-request"),
        (request(MessageType.DISCOVER, CIRCUIT), NEAR, "dhcp.forged-information"),
    ],
)  # fmt: skip
def test_what_a_relay_agent_does_not_carry(message: Dhcp, near: tuple[InterfaceAddress, ...], rule: str) -> None:
    found = relay.upward(FORWARDING, "eth0", near, message)
    assert isinstance(found, Drop)
    assert found.why.rule.id == rule


def test_the_way_back_is_by_giaddr_without_option_82() -> None:
    own = {ip("10.0.0.1"): "eth0", ip("10.9.0.1"): "eth1"}
    answer = reply(MessageType.OFFER, CIRCUIT, giaddr=ip("10.0.0.1"))
    found = relay.downward(own, answer)
    assert isinstance(found, relay.Deliver)
    assert (found.port, found.source) == ("eth0", ip("10.0.0.1"))
    assert found.message.octets_of(82) is None
    assert isinstance(relay.downward(own, answer.replaced(giaddr=ip("10.7.0.1"))), Drop)


def test_an_unknown_option_passes_a_relay_agent() -> None:
    r1 = standalone.router(
        {"eth0": "10.0.0.1/24", "eth1": "10.9.0.1/24"},
        settings=NodeSettings(RelaySettings(Relay((ip("10.9.0.2"),)))),
    )
    r1.run("ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:09 dev eth1")
    unknown = Option(224, b"anything")
    emitted = r1.receive("eth0", framed(request(MessageType.DISCOVER, unknown), "0.0.0.0", LIMITED_BROADCAST, (68, 67)))
    ((_, message),) = messages(emitted, "eth1")
    assert unknown in message.options


# What a lease sets


def lease(device: StandaloneIpDevice, *options: Option, seconds: int = 100) -> None:
    """Take a standalone client through the four messages."""
    (_, asked), *_ = messages(device.advance(0))
    told = (kinds.SERVER_ID(ip("10.0.0.1")), kinds.LEASE_TIME(seconds), kinds.SUBNET_MASK(24), *options)
    offered = reply(MessageType.OFFER, *told, xid=asked.xid, yiaddr=ip("10.0.0.100"))
    device.receive("eth0", from_server(offered, "10.0.0.100", MAC))
    acknowledged = reply(MessageType.ACK, *told, xid=asked.xid, yiaddr=ip("10.0.0.100"))
    device.receive("eth0", from_server(acknowledged, "10.0.0.100", MAC))


def test_a_client_takes_unicast_to_an_address_that_it_does_not_have_yet() -> None:
    """RFC 2131 4.1."""
    pc1 = client(check=False)
    lease(pc1)
    assert pc1.table("dhcp-client")["eth0"].state is ClientState.BOUND
    assert str(pc1.table("interface")["eth0"].addresses[0]) == "10.0.0.100/24"
    # Now that it has one, it takes others no more.
    before = len(pc1.trace)
    pc1.receive("eth0", from_server(OFFER, "10.0.0.77", MAC))
    assert [each.why.rule.id for each in list(pc1.trace)[before:]][-1] == "ipv4.not-mine"


def test_a_lease_sets_routes_mtu_and_dns_and_its_end_takes_them_back() -> None:
    pc1 = client(check=False, link_local=False)
    lease(
        pc1,
        kinds.ROUTER((ip("10.0.0.1"), ip("10.0.0.2"))),
        kinds.DNS_SERVERS((ip("10.0.0.53"),)),
        kinds.DOMAIN_NAME("example.com"),
        kinds.INTERFACE_MTU(1400),
    )
    routes = {(str(row.prefix), str(row.next_hop)) for row in pc1.table("route").values()}
    assert ("0.0.0.0/0", "10.0.0.1") in routes
    assert pc1.table("interface")["eth0"].mtu == 1400
    assert pc1.node.names.servers() == (ip("10.0.0.53"),)
    assert pc1.node.names.search() == ("example.com",)
    pc1.advance(101 * SECOND)
    assert pc1.table("dhcp-client")["eth0"].state is ClientState.SELECTING
    assert pc1.table("route") == {}
    assert pc1.table("interface")["eth0"].addresses == ()
    assert pc1.table("interface")["eth0"].mtu == 1500
    assert pc1.node.names.servers() == ()


def test_static_routes_replace_the_router() -> None:
    """RFC 3442: the client "MUST ignore the Router option"."""
    pc1 = client(check=False)
    routes = (
        kinds.ClassRoute(Prefix.parse("10.9.0.0/16"), ip("10.0.0.9")),
        kinds.ClassRoute(Prefix.parse("192.0.2.0/24"), ip("0.0.0.0")),
    )
    lease(pc1, kinds.ROUTER((ip("10.0.0.1"),)), kinds.STATIC_ROUTES(routes))
    found = {(str(row.prefix), str(row.next_hop)) for row in pc1.table("route").values() if row.source == "dhcp"}
    assert found == {("10.9.0.0/16", "10.0.0.9"), ("192.0.2.0/24", "None")}


def test_addresses_of_169_254_are_tried_until_one_is_free() -> None:
    """RFC 3927 2.2.1: on a conflict the host "MUST pick a new pseudo-random address and repeat the process"."""
    pc1 = client(attempts=1)
    pc1.advance(6 * SECOND)  # nobody has answered within 4 s and a little
    tried: list[IPv4Address] = []
    for _ in range(3):
        (port, taken), *_ = [key for key, row in pc1.table("acd").items() if row.state == "probing"]
        assert port == "eth0"
        assert ip("169.254.1.0") <= taken <= ip("169.254.254.255")
        tried.append(taken)
        arp = Arp(REPLY, OTHER_MAC, taken, MAC, taken)
        pc1.receive("eth0", wire.encode(Ethernet(MAC, OTHER_MAC, TYPE_ARP, arp)))
    assert len(set(tried)) == 3
    pc1.advance(20 * SECOND)
    (own,) = pc1.table("interface")["eth0"].addresses
    assert own.length == 16
    assert own.address not in tried


# A server


def test_a_server_reaches_a_client_without_an_address_by_its_mac_address() -> None:
    """RFC 2131 4.1: "unicasts … to the client's hardware address and 'yiaddr' address"."""
    r1 = standalone.router({"eth0": "10.0.0.1/24"}, settings=NodeSettings(LEASING))
    emitted = r1.receive("eth0", framed(request(MessageType.DISCOVER), "0.0.0.0", LIMITED_BROADCAST, (68, 67)))
    ((frame, message),) = messages(emitted)
    assert frame.dst == MAC
    assert isinstance(frame.payload, IPv4)
    assert frame.payload.dst == message.yiaddr == ip("10.0.0.100")
    assert frame.payload.src == ip("10.0.0.1")


def test_a_ping_that_is_answered_lets_the_server_offer_another_address() -> None:
    r1 = standalone.router({"eth0": "10.0.0.1/24"}, settings=NodeSettings(LEASING._replace(probe=Probe.ALWAYS)))
    r1.run(f"ip neigh add 10.0.0.100 lladdr {OTHER_MAC} dev eth0")
    r1.run(f"ip neigh add 10.0.0.101 lladdr {OTHER_MAC} dev eth0")
    asked = framed(request(MessageType.DISCOVER), "0.0.0.0", LIMITED_BROADCAST, (68, 67))
    ((_, ping),) = r1.receive("eth0", asked)
    frame = wire.decode(ping)
    assert isinstance(frame, Ethernet)
    assert isinstance(frame.payload, IPv4)
    assert frame.payload.dst == ip("10.0.0.100")
    answer = frame.payload.payload
    answer.type = 0  # type: ignore[union-attr]
    back = IPv4(ip("10.0.0.100"), ip("10.0.0.1"), 1, answer, 64)
    emitted = r1.receive("eth0", wire.encode(Ethernet(frame.src, OTHER_MAC, TYPE_IPV4, back)))
    assert messages(emitted) == []  # it pings the next
    ((_, message),) = messages(r1.advance(2 * SECOND))
    assert message.yiaddr == ip("10.0.0.101")
    assert r1.table("dhcp-lease")[ip("10.0.0.100")].state == "declined"


def test_a_router_gets_the_address_of_its_own_interface_by_dhcp() -> None:
    asking = DhcpClientSettings(interfaces=("eth0",), check=False)
    settings = NodeSettings(asking, LEASING)
    wan = standalone.router({"eth0": (), "eth1": "10.0.0.1/24"}, macs={"eth0": str(MAC)}, settings=settings)
    (_, asked), *_ = messages(wan.advance(0))
    told = (
        kinds.SERVER_ID(ip("203.0.113.1")),
        kinds.LEASE_TIME(60),
        kinds.SUBNET_MASK(24),
        kinds.ROUTER((ip("203.0.113.1"),)),
    )
    for kind in (MessageType.OFFER, MessageType.ACK):
        answer = reply(kind, *told, xid=asked.xid, yiaddr=ip("203.0.113.7"))
        wan.receive("eth0", framed(answer, "203.0.113.1", ip("203.0.113.7"), (67, 68), SERVER_MAC, MAC))
    assert str(wan.table("interface")["eth0"].addresses[0]) == "203.0.113.7/24"
    (route,) = [row for row in wan.table("route").values() if row.source == "dhcp"]
    assert (str(route.prefix), route.distance, str(route.next_hop)) == ("0.0.0.0/0", 254, "203.0.113.1")


def test_a_pool_may_be_of_a_network_that_is_far_away() -> None:
    far = Pool(Span(ip("10.5.0.100"), ip("10.5.0.110")), Prefix.parse("10.5.0.0/24"))
    s1 = standalone.host(
        {"eth0": "10.9.0.2/24"}, gateway="10.9.0.1", settings=NodeSettings(DhcpServerSettings(pools=(far,)))
    )
    s1.run("ip neigh add 10.9.0.1 lladdr 02:00:00:00:00:09 dev eth0")
    asked = request(MessageType.DISCOVER, giaddr=ip("10.5.0.1"), hops=1)
    mac = s1.node.interfaces["eth0"].mac
    assert mac is not None
    emitted = s1.receive("eth0", framed(asked, "10.5.0.1", ip("10.9.0.2"), (67, 67), OTHER_MAC, mac))
    ((frame, message),) = messages(emitted)
    assert isinstance(frame.payload, IPv4)
    assert (frame.payload.dst, message.yiaddr) == (ip("10.5.0.1"), ip("10.5.0.100"))
    assert message.get(kinds.SERVER_ID) == ip("10.9.0.2")
