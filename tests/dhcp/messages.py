"""Messages for tests, made in few words."""

from typing import Any

from sim.addresses import IPv4Address, MacAddress
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.option_kinds import MessageType, Option
from sim.features.dhcp.pdu import BOOTREPLY, BOOTREQUEST, Dhcp

MAC = MacAddress.parse("02:00:00:00:00:01")
OTHER_MAC = MacAddress.parse("02:00:00:00:00:02")


def ip(text: str) -> IPv4Address:
    return IPv4Address.parse(text)


def request(kind: MessageType, *options: Option, mac: MacAddress = MAC, xid: int = 7, **fields: Any) -> Dhcp:
    """A client's message."""
    return Dhcp(BOOTREQUEST, xid, mac.to_bytes(6, "big"), (kinds.MESSAGE_TYPE(kind), *options), **fields)


def reply(kind: MessageType, *options: Option, mac: MacAddress = MAC, xid: int = 7, **fields: Any) -> Dhcp:
    """A server's message."""
    return Dhcp(BOOTREPLY, xid, mac.to_bytes(6, "big"), (kinds.MESSAGE_TYPE(kind), *options), **fields)
