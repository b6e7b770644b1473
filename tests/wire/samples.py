"""Frames from outside this project, and the values that they stand for.

The Linux ones were captured on a veth pair between two network namespaces (Linux 6.18); ``DNS_QUERY`` opens
the DNS sample capture of the Wireshark wiki.
"""

from sim.addresses import BROADCAST_MAC, ZERO_MAC, IPv4Address, MacAddress
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.icmp.pdu import ECHO_REPLY, ECHO_REQUEST, Icmp, echo
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Ethernet
from sim.transport.tcp.pdu import ACK, PSH, SYN, Tcp
from sim.transport.udp.pdu import Udp

MAC_A = MacAddress.parse("a2:e4:d3:1a:8e:60")
MAC_B = MacAddress.parse("d2:8a:39:96:a9:0e")
IP_A = IPv4Address.parse("10.9.0.1")
IP_B = IPv4Address.parse("10.9.0.2")

ARP_REQUEST = bytes.fromhex(
    "ffffffffffff a2e4d31a8e60 0806 0001 0800 06 04 0001 a2e4d31a8e60 0a090001 000000000000 0a090002"
)
ARP_REPLY = bytes.fromhex(
    "a2e4d31a8e60 d28a3996a90e 0806 0001 0800 06 04 0002 d28a3996a90e 0a090002 a2e4d31a8e60 0a090001"
)
PING_REQUEST = bytes.fromhex(
    "d28a3996a90e a2e4d31a8e60 0800 4500003c7eb040004001a7fc0a0900010a090002"
    "0800012b04d20001101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
)
PING_REPLY = bytes.fromhex(
    "a2e4d31a8e60 d28a3996a90e 0800 4500003c1b93000040014b1a0a0900020a090001"
    "0000092b04d20001101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
)
PORT_UNREACHABLE = bytes.fromhex(
    "a2e4d31a8e60 d28a3996a90e 0800 45c0003d1bb8000040014a340a0900020a090001 030355e900000000"
    "450000216c5240004011ba650a0900010a090002 cc66829a000d1433 68656c6c6f"
)
LAST_FRAGMENT = bytes.fromhex("d28a3996a90e a2e4d31a8e60 0800 450000586c5300b94011f9740a0900010a090002" + "79" * 68)
TCP_SYN = bytes.fromhex(
    "d28a3996a90e a2e4d31a8e60 0800 4500003c802c40004006a67b0a0900010a090002"
    "c4c81f903dc3181200000000a002faf0f3c40000 020405b40402080a090102040000000001 03030a"
)
TCP_SYN_ACK = bytes.fromhex(
    "a2e4d31a8e60 d28a3996a90e 0800 4500003c00004000400626a80a0900020a090001"
    "1f90c4c87db18ff23dc31813a012fe886d170000 020405b40402080ada1b9b440901020401 03030a"
)
TCP_DATA = bytes.fromhex(
    "d28a3996a90e a2e4d31a8e60 0800 45000039802e40004006a67c0a0900010a090002"
    "c4c81f903dc318137db18ff38018003f56510000 0101080a09010204da1b9b44 68656c6c6f"
)
DNS_QUERY = bytes.fromhex(
    "00c09f32418c 00e018b10cad 0800 450000380000400040116547 c0a8aa08c0a8aa14 801b0035002485ed"
    "10320100000100000000000006676f6f676c6503636f6d0000100001"
)

_PING_DATA = bytes(range(16, 48))
_TCP_SYN = Tcp(50376, 8080, 1036195858, 0, SYN, 64240, options=TCP_SYN[54:])
_TCP_SYN_ACK = Tcp(8080, 50376, 2108788722, 1036195859, SYN | ACK, 65160, options=TCP_SYN_ACK[54:])
_TCP_DATA = Tcp(50376, 8080, 1036195859, 2108788723, PSH | ACK, 63, b"hello", TCP_DATA[54:66])
_QUOTE = PORT_UNREACHABLE[42:]

VALUES: tuple[tuple[bytes, Ethernet], ...] = (
    (ARP_REQUEST, Ethernet(BROADCAST_MAC, MAC_A, TYPE_ARP, Arp(REQUEST, MAC_A, IP_A, ZERO_MAC, IP_B))),
    (ARP_REPLY, Ethernet(MAC_A, MAC_B, TYPE_ARP, Arp(REPLY, MAC_B, IP_B, MAC_A, IP_A))),
    (
        PING_REQUEST,
        Ethernet(
            MAC_B,
            MAC_A,
            TYPE_IPV4,
            IPv4(
                IP_A,
                IP_B,
                1,
                echo(ECHO_REQUEST, 1234, 1, _PING_DATA),
                identification=0x7EB0,
                dont_fragment=True,
            ),
        ),
    ),
    (
        PING_REPLY,
        Ethernet(
            MAC_A,
            MAC_B,
            TYPE_IPV4,
            IPv4(IP_B, IP_A, 1, echo(ECHO_REPLY, 1234, 1, _PING_DATA), identification=0x1B93),
        ),
    ),
    (
        PORT_UNREACHABLE,
        Ethernet(
            MAC_A,
            MAC_B,
            TYPE_IPV4,
            IPv4(IP_B, IP_A, 1, Icmp(3, 3, 0, _QUOTE), identification=0x1BB8, tos=0xC0),
        ),
    ),
    (
        LAST_FRAGMENT,
        Ethernet(
            MAC_B,
            MAC_A,
            TYPE_IPV4,
            IPv4(IP_A, IP_B, 17, b"y" * 68, identification=0x6C53, fragment_offset=1480),
        ),
    ),
    (
        TCP_SYN,
        Ethernet(
            MAC_B,
            MAC_A,
            TYPE_IPV4,
            IPv4(IP_A, IP_B, 6, _TCP_SYN, identification=0x802C, dont_fragment=True),
        ),
    ),
    (
        TCP_SYN_ACK,
        Ethernet(
            MAC_A,
            MAC_B,
            TYPE_IPV4,
            IPv4(IP_B, IP_A, 6, _TCP_SYN_ACK, identification=0, dont_fragment=True),
        ),
    ),
    (
        TCP_DATA,
        Ethernet(
            MAC_B,
            MAC_A,
            TYPE_IPV4,
            IPv4(IP_A, IP_B, 6, _TCP_DATA, identification=0x802E, dont_fragment=True),
        ),
    ),
    (
        DNS_QUERY,
        Ethernet(
            MacAddress.parse("00:c0:9f:32:41:8c"),
            MacAddress.parse("00:e0:18:b1:0c:ad"),
            TYPE_IPV4,
            IPv4(
                IPv4Address.parse("192.168.170.8"),
                IPv4Address.parse("192.168.170.20"),
                17,
                Udp(32795, 53, DNS_QUERY[42:]),
                dont_fragment=True,
            ),
        ),
    ),
)
