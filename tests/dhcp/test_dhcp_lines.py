"""A DHCP server and a relay agent that are configured by lines, as Cisco IOS has them.

The lines are those of Cisco's "IP Addressing: DHCP Configuration Guide"; what clients are told is read from the octets
of the acknowledgment.
"""

from sim.session import Session
from sim.trace.records import Kind
from sim.transport.udp.pdu import Udp
from tests.features.test_ios import printed, rows, run

NETWORK = """\
title: A router that serves
nodes:
  pc1: {host: dhcp}
  r1: {router: {eth0: 10.0.1.254/24, eth1: 10.0.12.1/24}, routes: auto}
  r2: {router: {eth0: 10.0.2.254/24, eth1: 10.0.12.2/24}, routes: auto}
  pc2: {host: dhcp}
links: [pc1 -- r1:eth0, "r1:eth1 -- r2:eth1", "r2:eth0 -- pc2"]
allow: [no-dhcp-server]
until: 40s
"""
POOL = ("ip dhcp excluded-address 10.0.1.1 10.0.1.49", "ip dhcp excluded-address 10.0.1.51", "ip dhcp pool LAN",
        "network 10.0.1.0 255.255.255.0", "default-router 10.0.1.254", "dns-server 10.0.9.1 10.0.9.2",
        "domain-name lab.example", "lease 0 12 30")  # fmt: skip


def typed(*lines: str, on: str = "r1", at: str = "0s") -> tuple[str, str, str]:
    return at, on, f"configure terminal ; {' ; '.join(lines)}"


def addresses(session: Session, node: str) -> list[str]:
    row = rows(session, node, "interface")["eth0"]
    return [str(each) for each in row.addresses if not str(each).startswith("169.254.")]  # type: ignore[attr-defined]


_OPTIONS = 236 + 4
"""Where options begin: behind the header of BOOTP and the magic cookie (RFC 2131 2 and 3)."""


def acknowledged(session: Session) -> dict[int, bytes]:
    """The options of the last acknowledgment on the wire, by their codes."""
    trace = session.trace
    for n in range(len(trace) - 1, 0, -1):
        payload = getattr(getattr(trace.what[n], "payload", None), "payload", None)
        if trace.kind[n] == Kind.FRAME_SENT and isinstance(payload, Udp):
            found = options_of(bytes(payload.payload))
            if found.get(53) == b"\5":
                return found
    return {}


def options_of(octets: bytes) -> dict[int, bytes]:
    """RFC 2132 2: a code, a length, and so many octets; 0 pads, and 255 ends."""
    found, at = {}, _OPTIONS
    while at < len(octets) and octets[at] != 255:
        if octets[at]:
            found[octets[at]] = octets[at + 2 : at + 2 + octets[at + 1]]
        at += 2 + octets[at + 1] if octets[at] else 1
    return found


def test_a_pool_leases_its_network_without_what_is_excluded() -> None:
    session = run(typed(*POOL), network=NETWORK)
    assert addresses(session, "pc1") == ["10.0.1.50/24"]
    options = acknowledged(session)
    # RFC 2132: 3.3 mask, 3.5 router, 3.8 name servers, 3.17 domain, 9.2 lease time in seconds.
    assert options[1] == bytes((255, 255, 255, 0))
    assert options[3] == bytes((10, 0, 1, 254))
    assert options[6] == bytes((10, 0, 9, 1, 10, 0, 9, 2))
    assert options[15] == b"lab.example"
    assert int.from_bytes(options[51], "big") == (12 * 60 + 30) * 60


def test_clients_are_told_no_router_where_none_is_written_and_keep_an_address_for_a_day() -> None:
    session = run(typed("ip dhcp pool LAN", "network 10.0.1.0 /24"), network=NETWORK)
    assert addresses(session, "pc1") == ["10.0.1.1/24"]
    options = acknowledged(session)
    assert 3 not in options
    assert int.from_bytes(options[51], "big") == 24 * 60 * 60


def test_no_takes_a_line_or_the_pool_back() -> None:
    assert not addresses(run(typed(*POOL, "exit", "no ip dhcp pool LAN"), network=NETWORK), "pc1")
    assert not addresses(run(typed(*POOL, "no network"), network=NETWORK), "pc1")
    assert 6 not in acknowledged(run(typed(*POOL, "no dns-server"), network=NETWORK))
    excluded = typed(*POOL, "exit", "no ip dhcp excluded-address 10.0.1.1 10.0.1.49")
    assert addresses(run(excluded, network=NETWORK), "pc1") == ["10.0.1.1/24"]
    nothing = run(typed("no ip dhcp pool X", "no ip dhcp excluded-address 10.0.1.1"), network=NETWORK)
    assert printed(nothing, "r1") == [
        "% Pool X is not in the database.", "% Range [10.0.1.1, 10.0.1.1] is not in the database."]  # fmt: skip


def test_a_relay_agent_carries_what_clients_ask_to_a_server_elsewhere() -> None:
    pool = typed("ip dhcp pool FAR", "network 10.0.2.0 255.255.255.0", "default-router 10.0.2.254")
    helper = typed("interface eth0", "ip helper-address 10.0.12.1", on="r2")
    assert addresses(run(pool, helper, network=NETWORK), "pc2") == ["10.0.2.1/24"]
    assert not addresses(run(pool, network=NETWORK), "pc2")
    gone = typed("interface eth0", "ip helper-address 10.0.12.1", "no ip helper-address", on="r2")
    assert not addresses(run(pool, gone, network=NETWORK), "pc2")


def test_what_is_printed_of_a_server_makes_the_same_server() -> None:
    """Also of one that the scenario has set up; what it says of a relay agent, too."""
    served = NETWORK.replace("routes: auto}", "routes: auto, dhcp: {pool: 10.0.1.100-120, lease: 2h}}", 1)
    served = served.replace("routes: auto}\n  pc2", "routes: auto, relay: 10.0.12.1}\n  pc2")
    for network, lines in ((NETWORK, POOL), (served, ("hostname r1",))):
        shown = printed(run(typed(*lines), ("30s", "r1", "show run"), network=network), "r1")
        session = run(typed(*lines), network=network)
        again = run(typed(*(each.strip() for each in shown if each not in ("!", "end"))), network=NETWORK)
        assert addresses(again, "pc1") == addresses(session, "pc1") != []
        assert acknowledged(again) == acknowledged(session) != {}
    relay = printed(run(("1s", "r2", "show run interface eth0"), network=served), "r2")
    assert " ip helper-address 10.0.12.1" in relay


def test_the_pool_is_shown_by_its_name() -> None:
    lines = printed(run(typed(*POOL), ("30s", "r1", "show ip dhcp pool"), network=NETWORK), "r1")
    assert lines[0] == "Pool LAN :"
    assert [line.split() for line in lines[3:6]] == [
        ["Total", "addresses", ":", "254"], ["Leased", "addresses", ":", "1"], ["Excluded", "addresses", ":", "50"],
    ]  # fmt: skip
    assert lines[-1].split()[0] == "10.0.1.52"  # 50 is leased, 51 is excluded
