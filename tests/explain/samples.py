"""Facts as runs give them, by the name of the fact, and for some rules by the rule."""

from typing import Any

from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.protocols.reassembly import ReassemblyKey
from sim.protocols.routing import Hop
from tests.explain.calls import Call

IP = IPv4Address.parse("192.168.110.131")
OTHER = IPv4Address.parse("192.168.120.254")
MAC = MacAddress.parse("02:5d:ab:ba:c4:be")
LINK = "dormitory-a:eth0 -- switch-1:12"
DATAGRAM = ReassemblyKey(IP, OTHER, 17, 40321)

FACTS: dict[str, Any] = {
    "ack": 1_000_017_521,
    "address": InterfaceAddress.parse("192.168.110.254/24"),
    "ahead": 12,
    "attempt": 2,
    "best": 1,
    "bit": 7,
    "burst": 6,
    "capacity": 64,
    "chance": 0.025,
    "code": 4,
    "command": "ping -c 1 192.168.120.254",
    "conflicts": 10,
    "cwnd": 146_000,
    "distance": 110,
    "dst": OTHER,
    "dst_port": 33434,
    "dup_acks": 3,
    "end": 2960,
    "estimate": 1400,
    "ethertype": 0x86DD,
    "expected": "0xb861",
    "fault": "the 2nd icmp echo-request from pc1",
    "first_hop": OTHER,
    "flight": 146_000,
    "found": "0xb961",
    "fragments": 3,
    "gateway": IP,
    "hardware_length": 8,
    "hardware_type": 6,
    "have_end": 2960,
    "have_start": 1480,
    "header_length": 16,
    "heard_mac": MacAddress.parse("02:5d:ab:ba:c4:bf"),
    "heard_port": "eth1",
    "holes": ((2960, 4440), (5920, None)),
    "hops": (Hop("eth0", IP), Hop("eth1", OTHER)),
    "identification": 40321,
    "identifier": 1,
    "interval": 1_000_000_000,
    "ip": IP,
    "kind": "blackhole",
    "left": 5,
    "length": 4028,
    "limit": 16,
    "link": LINK,
    "longest": 24,
    "mac": MAC,
    "maximum": 65535,
    "metric": 20,
    "minimum": 68,
    "mtu": 1500,
    "needed": 28,
    "network": Prefix.parse("192.168.110.0/24"),
    "newcomer": MacAddress.parse("02:5d:ab:ba:c4:bf"),
    "next_hop": OTHER,
    "node": "sw1",
    "ns": 2_500_000,
    "number": 2,
    "octet": 42,
    "octets": 14_600,
    "of": 3,
    "old_mac": MacAddress.parse("02:5d:ab:ba:c4:bf"),
    "old_port": "eth1",
    "operation": 2,
    "option": 131,
    "paths": 2,
    "pointer": 20,
    "polls": 2,
    "port": "eth0",
    "prefix": Prefix.parse("192.168.110.0/24"),
    "present": 12,
    "protocol": 132,
    "protocol_length": 16,
    "protocol_type": "0x86dd",
    "query": 1,
    "received": 2960,
    "requests": 3,
    "room": 3,
    "router": OTHER,
    "sender_ip": OTHER,
    "seq": 1_000_016_061,
    "sequence": 7,
    "source": "static",
    "src": IP,
    "ssthresh": 73_000,
    "start": 1480,
    "status": 0,
    "timeout": 60_000_000_000,
    "timer": ("reassembly", DATAGRAM),
    "total_length": 12,
    "ttl": 1,
    "type": 3,
    "up": False,
    "version": 6,
    "via": Prefix.parse("192.168.0.0/16"),
}

FACTS_OF_RULE: dict[str, dict[str, Any]] = {
    "icmp.broadcast-query-ignored": {"type": 8},
    "icmp.echo-reply": {"type": 8},
    "icmp.reply-received": {"type": 0},
    "icmp.timestamp-reply": {"type": 13},
    "icmp.type-ignored": {"type": 4},
}


def facts_at(call: Call) -> dict[str, Any]:
    """The facts that a place in the source gives its rule."""
    return {name: FACTS_OF_RULE.get(call.rule, {}).get(name, FACTS.get(name)) for name in sorted(call.facts)}
