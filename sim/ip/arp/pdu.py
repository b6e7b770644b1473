"""Address resolution packets for IPv4 over Ethernet (RFC 826)."""

from sim.addresses import IPv4Address, MacAddress
from sim.pdu.base import Pdu

REQUEST = 1
REPLY = 2


class Arp(Pdu):
    """An ARP packet with hardware type 1 (Ethernet) and protocol type 0x0800 (IPv4)."""

    __slots__ = ("operation", "sender_ip", "sender_mac", "target_ip", "target_mac")

    def __init__(
        self,
        operation: int,
        sender_mac: MacAddress,
        sender_ip: IPv4Address,
        target_mac: MacAddress,
        target_ip: IPv4Address,
    ) -> None:
        self.operation = operation
        self.sender_mac = sender_mac
        self.sender_ip = sender_ip
        self.target_mac = target_mac
        self.target_ip = target_ip

    def __len__(self) -> int:
        return 28
