"""The options of a DHCP message with other values."""

import re
from collections.abc import Callable
from typing import Any

from sim.addresses import InterfaceAddress, IPv4Address
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.option_kinds import INFINITE, MessageType, OptionKind
from sim.features.dhcp.pdu import Dhcp
from sim.pdu_type import Variable


def _mask(text: str) -> int:
    """The length of a mask: ``255.255.255.0`` or ``24``."""
    return InterfaceAddress.parse(f"0.0.0.0/{text}").length


def _addresses(text: str) -> tuple[IPv4Address, ...]:
    return tuple(IPv4Address.parse(word.strip()) for word in text.split(","))


def _number(kind: OptionKind[int]) -> Callable[[str], int]:
    def parse(text: str) -> int:
        word = re.sub(r"\s*s$", "", text)
        value = INFINITE if word == "infinite" else int(word, 0)
        try:
            octets = kind.write(value)
        except OverflowError:
            raise ValueError(text) from None
        if kind.read(octets) is None:
            raise ValueError(text)
        return value

    return parse


def _text(text: str) -> str:
    word = text.strip('"')
    if not word or not word.isascii() or len(word) > kinds.LONGEST:
        raise ValueError(text)
    return word


def _type(text: str) -> MessageType:
    word = text.partition(" ")[0].upper()
    if not word.isdigit() and word not in MessageType.__members__:
        raise ValueError(text)
    return MessageType(int(word)) if word.isdigit() else MessageType[word]


def _variable(kind: OptionKind[Any], parse: Callable[[str], Any], example: str) -> Variable[Dhcp]:
    def read(message: Dhcp) -> str | None:
        value = message.get(kind)
        return None if value is None else kind.show(value).strip('"')

    def write(message: Dhcp, value: Any) -> Dhcp:
        option, is_there = kind(value), message.octets_of(kind.code) is not None
        changed = tuple(option if each.code == kind.code else each for each in message.options)
        return message.replaced(options=changed if is_there else (*changed, option))

    return Variable(read, parse, write, example)


_ADDRESS, _SEVERAL = "10.0.0.1", "10.0.0.1, 10.0.0.2"
VARIABLES = {
    "dhcp.option.dhcp": _variable(kinds.MESSAGE_TYPE, _type, "offer"),
    "dhcp.option.subnet_mask": _variable(kinds.SUBNET_MASK, _mask, "255.255.255.0"),
    "dhcp.option.router": _variable(kinds.ROUTER, _addresses, _SEVERAL),
    "dhcp.option.domain_name_server": _variable(kinds.DNS_SERVERS, _addresses, _SEVERAL),
    "dhcp.option.hostname": _variable(kinds.HOST_NAME, _text, "laptop"),
    "dhcp.option.domain_name": _variable(kinds.DOMAIN_NAME, _text, "example.com"),
    "dhcp.option.interface_mtu": _variable(kinds.INTERFACE_MTU, _number(kinds.INTERFACE_MTU), "1400"),
    "dhcp.option.broadcast_address": _variable(kinds.BROADCAST_ADDRESS, IPv4Address.parse, "10.0.0.255"),
    "dhcp.option.ntp_server": _variable(kinds.NTP_SERVERS, _addresses, _SEVERAL),
    "dhcp.option.requested_ip_address": _variable(kinds.REQUESTED_ADDRESS, IPv4Address.parse, _ADDRESS),
    "dhcp.option.ip_address_lease_time": _variable(kinds.LEASE_TIME, _number(kinds.LEASE_TIME), "3600"),
    "dhcp.option.dhcp_server_id": _variable(kinds.SERVER_ID, IPv4Address.parse, _ADDRESS),
    "dhcp.option.message": _variable(kinds.MESSAGE, _text, "no address"),
    "dhcp.option.dhcp_max_message_size": _variable(kinds.MAXIMUM_SIZE, _number(kinds.MAXIMUM_SIZE), "1500"),
    "dhcp.option.renewal_time_value": _variable(kinds.RENEWAL_TIME, _number(kinds.RENEWAL_TIME), "1800"),
    "dhcp.option.rebinding_time_value": _variable(kinds.REBINDING_TIME, _number(kinds.REBINDING_TIME), "3150"),
}
"""By the names that Wireshark has."""
