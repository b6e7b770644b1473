"""How a device is set up: what a scenario or a Python program says about it. Times in ns, sizes in octets."""

from typing import NamedTuple

from sim.addresses import InterfaceAddress, IPv4Address, MacAddress
from sim.ip.acd.machine import AcdSettings
from sim.ip.arp.machine import ArpSettings
from sim.ip.icmp.machine import IcmpSettings
from sim.ip.ipv4.pdu import DEFAULT_TTL
from sim.ip.pmtu.machine import PmtuSettings
from sim.ip.reassembly.machine import ReassemblySettings
from sim.transport.tcp.machine.settings import TcpSettings


class InterfacePlan(NamedTuple):
    """A host's or router's interface; ``Network.mac_for`` has a MAC address for one that is given none."""

    name: str
    addresses: tuple[InterfaceAddress, ...]
    mac: MacAddress


class UdpSettings(NamedTuple):
    """``receive_buffer``: octets that may wait in a socket, each datagram counted with its two headers (28 octets)."""

    receive_buffer: int = 106496


class IpSettings(NamedTuple):
    """The choices that a host or router makes.

    ``forwarding`` makes it a router. ``proxy_arp`` lets it answer ARP requests for what it routes elsewhere.
    ``directed_broadcast`` lets it forward broadcasts to an attached network (RFC 2644 wants it off).
    ``conflict_detection`` probes for each address before using it (RFC 5227). ``redirects``: a router sends them, a
    host heeds them. ``promiscuous`` ports take in every frame, whoever it is for, and then throw away what is not
    theirs. ``first_identification`` is that of its first datagram; the next ones count up from it. ``hosts`` are the
    names that it knows by itself, in small letters, as those of a hosts file. ``first_ephemeral_port`` is the first of
    those that programs get who ask for no particular one, up to 65535 (RFC 6335 6).
    """

    forwarding: bool = False
    ttl: int = DEFAULT_TTL
    arp: ArpSettings = ArpSettings()
    acd: AcdSettings = AcdSettings()
    icmp: IcmpSettings = IcmpSettings()
    reassembly: ReassemblySettings = ReassemblySettings()
    pmtu: PmtuSettings = PmtuSettings()
    tcp: TcpSettings = TcpSettings()
    udp: UdpSettings = UdpSettings()
    first_ephemeral_port: int = 49152
    hosts: tuple[tuple[str, IPv4Address], ...] = ()
    static_arp: tuple[tuple[IPv4Address, MacAddress], ...] = ()
    proxy_arp: bool = False
    directed_broadcast: bool = False
    conflict_detection: bool = False
    redirects: bool = True
    promiscuous: bool = False
    first_identification: int = 1
