"""Facts as runs give them, by the name of the fact, and for some rules by the rule."""

from typing import Any

from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.explain.template import Aside, Field, parse
from sim.ip.reassembly.machine import ReassemblyKey
from sim.ip.routes.machine import Hop
from sim.why import Rule, Text

IP = IPv4Address.parse("192.168.110.131")
OTHER = IPv4Address.parse("192.168.120.254")
MAC = MacAddress.parse("02:5d:ab:ba:c4:be")
LINK = "dormitory-a:eth0 -- switch-1:12"
DATAGRAM = ReassemblyKey(IP, OTHER, 17, 40321)

FACTS: dict[str, Any] = {
    "ack": 1_000_017_521,
    "address": InterfaceAddress.parse("192.168.110.254/24"),
    "ahead": 12,
    "aliases": 3,
    "at": 44,
    "attempt": 2,
    "attempts": 3,
    "backlog": 128,
    "best": 1,
    "bit": 7,
    "burst": 6,
    "call": "connect(('192.168.120.254', 8080))",
    "capacity": 64,
    "chance": 0.025,
    "child": 4,
    "code": 4,
    "command": "ping -c 1 192.168.120.254",
    "conflicts": 10,
    "count": 3,
    "cwnd": 146_000,
    "cut": "dorm.example.com",
    "distance": 110,
    "dst": OTHER,
    "dst_port": 33434,
    "dup_acks": 3,
    "end": 2960,
    "encloser": "example.com",
    "error": "ECONNREFUSED",
    "estimate": 1400,
    "ethertype": 0x86DD,
    "expected": "0xb861",
    "fault": "the 2nd icmp echo-request from pc1",
    "file": "echo_client.py",
    "first_hop": OTHER,
    "delivered": 2920,
    "sndcnt": 1460,
    "flight": 146_000,
    "found": "0xb961",
    "fragments": 3,
    "gateway": IP,
    "group": IPv4Address.parse("239.1.1.1"),
    "hardware_length": 8,
    "hardware_type": 6,
    "have_end": 2960,
    "have_start": 1480,
    "header_length": 16,
    "heard_mac": MacAddress.parse("02:5d:ab:ba:c4:bf"),
    "heard_port": "eth1",
    "held": 105000,
    "holes": ((2960, 4440), (5920, None)),
    "hops": (Hop("eth0", IP), Hop("eth1", OTHER)),
    "identification": 40321,
    "identifier": 1,
    "interval": 1_000_000_000,
    "ip": IP,
    "irs": 1_000_016_060,
    "iss": 4_294_900_000,
    "kind": "blackhole",
    "left": 5,
    "length": 4028,
    "limit": 16,
    "line": 12,
    "lines": 1000,
    "link": LINK,
    "local_port": 8080,
    "longest": 24,
    "mac": MAC,
    "maximum": 65535,
    "metric": 20,
    "minimum": 68,
    "mtu": 1500,
    "name": "/tmp/service",
    "needed": 28,
    "network": Prefix.parse("192.168.110.0/24"),
    "newcomer": MacAddress.parse("02:5d:ab:ba:c4:bf"),
    "next_hop": OTHER,
    "node": "sw1",
    "ns": 2_500_000,
    "number": 2,
    "octet": 42,
    "octets": 14_600,
    "opcode": 5,
    "owner": "old.example.com",
    "path": "/home/user/notes.txt",
    "of": 3,
    "old_mac": MacAddress.parse("02:5d:ab:ba:c4:bf"),
    "old_port": "eth1",
    "operation": 2,
    "option": 131,
    "paths": 2,
    "peer": 4,
    "pointer": 12,
    "polls": 2,
    "port": "eth0",
    "prefix": Prefix.parse("192.168.110.0/24"),
    "present": 12,
    "protocol": 132,
    "protocol_length": 16,
    "protocol_type": "0x86dd",
    "qclass": "CH",
    "qname": "www.dorm.example.com",
    "qtype": "AAAA",
    "query": 1,
    "recent": 72_500,
    "requests": 3,
    "result": "b'hello'",
    "room": 3,
    "router": OTHER,
    "rtype": "AAAA",
    "sender": 4,
    "sender_ip": OTHER,
    "search": ("example.com", "lab.example.com"),
    "seq": 1_000_016_061,
    "servers": (OTHER, IP),
    "sequence": 7,
    "smss": 1448,
    "socket": 3,
    "source": "static",
    "src": IP,
    "src_port": 49152,
    "ssthresh": 73_000,
    "start": 1480,
    "status": 0,
    "target": "www.example.com",
    "thread": "Thread-1 (serve)",
    "told_by": "dhcp eth0",
    "timeout": 60_000_000_000,
    "timer": ("reassembly", DATAGRAM),
    "total_length": 12,
    "ttl": 1,
    "type": 3,
    "up": False,
    "value": 70_500,
    "version": 6,
    "via": Prefix.parse("192.168.0.0/16"),
    "waiting": 2,
    "wildcard": "*.example.com",
    "window": 65_160,
}

FACTS_OF_RULE: dict[str, dict[str, Any]] = {
    "icmp.broadcast-query-ignored": {"type": 8},
    "icmp.echo-reply": {"type": 8},
    "icmp.reply-received": {"type": 0},
    "icmp.timestamp-reply": {"type": 13},
    "icmp.type-ignored": {"type": 4},
}


def names_in(text: Rule | Text) -> set[str]:
    """The facts that a sentence uses, those that it can do without too."""
    parts = parse(text.sentence)
    inside = [each for part in parts if isinstance(part, Aside) for each in part.parts]
    return {part.name for part in (*parts, *inside) if isinstance(part, Field)}


def facts_for(rule: Rule) -> dict[str, Any]:
    """A sample of each fact that the rule's sentence uses, those left out that a packet or a row adds."""
    return {
        name: FACTS_OF_RULE.get(rule.id, {}).get(name, FACTS.get(name))
        for name in sorted(names_in(rule) & FACTS.keys())
    }
