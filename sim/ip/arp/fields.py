"""The fields of an ARP packet."""

from collections.abc import Mapping

from sim.addresses import IPv4Address
from sim.explain.fields import Sense, Senses, mac
from sim.explain.language import FieldRule
from sim.ip.arp.pdu import REQUEST

FIELDS: dict[str, dict[str, FieldRule]] = {
    "arp": {
        "": FieldRule(
            "RFC 826, packet format",
            "Address Resolution Protocol",
            "Finds the MAC address that belongs to an IP address on the same link.",
        ),
        "hardware_type": FieldRule(
            "RFC 826, packet format",
            "Kind of link",
            "The type of link whose addresses are requested: {hardware_type}. Type 1 is Ethernet.",
        ),
        "protocol_type": FieldRule(
            "RFC 826, packet format",
            "Kind of address that is known",
            "The protocol whose addresses are translated: {ethertype}. The numbers are the same as in the Ethernet "
            "type field.",
        ),
        "hardware_length": FieldRule(
            "RFC 826, packet format",
            "Length of a link address",
            "The length of each MAC address below in octets: {hardware_length}.",
        ),
        "protocol_length": FieldRule(
            "RFC 826, packet format",
            "Length of a protocol address",
            "The length of each IP address below in octets: {protocol_length}.",
        ),
        "operation": FieldRule(
            "RFC 826, packet format",
            "Request or reply",
            "Says whether this packet is a request or a reply.",
            {
                1: "1 is a request: the sender asks who has the target IP address.",
                2: "2 is a reply: the sender's MAC address below is the answer.",
            },
        ),
        "sender_mac": FieldRule(
            "RFC 826, packet format",
            "MAC address of the sender",
            "The MAC address of the device that sends this packet: {mac}. Devices that receive the packet may "
            "store it in their ARP tables.",
        ),
        "sender_ip": FieldRule(
            "RFC 826, packet format",
            "IP address of the sender",
            "The IP address that belongs to the sender's MAC address.",
            {
                "none": "0.0.0.0 means a probe: the sender asks whether an address is free (RFC 5227).",
                "known": "Here the address is {ip}, so the target knows at once where to send its reply.",
            },
        ),
        "target_mac": FieldRule(
            "RFC 826, packet format",
            "MAC address of the target",
            "In a reply, the MAC address of the device that sent the request.",
            {"asked": "In a request, this address is not known yet, so the value {mac} means nothing."},
        ),
        "target_ip": FieldRule(
            "RFC 826, packet format",
            "IP address of the target",
            "In a request, the address whose owner is wanted. In a reply, the address of the device that sent the "
            "request. Here: {ip}.",
            {"own": "This is the sender's own address: the sender announces it to everyone (RFC 5227)."},
        ),
    },
}


def _protocol_type(values: Mapping[str, int]) -> Sense:
    return Sense({"ethertype": values["protocol_type"]}, ())


def _target_mac(values: Mapping[str, int]) -> Sense:
    found = mac("target_mac")(values)
    return found._replace(cases=("asked",)) if values.get("operation") == REQUEST else found


def _sender_ip(values: Mapping[str, int]) -> Sense:
    ip = values["sender_ip"]
    return Sense({"ip": IPv4Address(ip)}, ("known" if ip else "none",))


def _target_ip(values: Mapping[str, int]) -> Sense:
    ip = values["target_ip"]
    return Sense({"ip": IPv4Address(ip)}, ("own",) if ip == values["sender_ip"] else ())


SENSES: Senses = {
    "arp": {
        "protocol_type": _protocol_type,
        "sender_mac": mac("sender_mac"),
        "sender_ip": _sender_ip,
        "target_mac": _target_mac,
        "target_ip": _target_ip,
    },
}
