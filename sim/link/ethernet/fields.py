"""The fields of an Ethernet frame."""

from collections.abc import Mapping

from sim.explain.fields import Sense, Senses, Tell, mac
from sim.explain.language import FieldRule
from sim.link.ethernet.pdu import LONGEST_LENGTH

FIELDS: dict[str, dict[str, FieldRule]] = {
    "ethernet": {
        "": FieldRule(
            "IEEE 802.3-2018, 3.1.1",
            "Ethernet frame",
            "Carries the packet over one link. A router removes this header and writes a new header for the next link.",
        ),
        "dst": FieldRule(
            "IEEE 802.3-2018, 3.2.4",
            "Destination MAC address",
            "The station on this link that should accept the frame.",
            {
                "one": "{mac} is one station: all other stations ignore the frame.",
                "group": "{mac} is a group (multicast) address: every station that listens to it accepts the frame.",
                "broadcast": "{mac} is the broadcast address: every station on the link accepts the frame.",
                "none": "Zeros are the address of no station. On a loopback interface there is nobody to tell apart.",
            },
        ),
        "src": FieldRule(
            "IEEE 802.3-2018, 3.2.5",
            "Source MAC address",
            "The station that sent the frame on this link: {mac}. From this address, a switch learns which port "
            "leads to the station.",
            {"none": "Zeros are no station's address: no switch sees this frame of a loopback interface."},
        ),
        "ethertype": FieldRule(
            "IEEE 802.3-2018, 3.2.6",
            "Type of the content",
            "Tells the receiver which protocol follows this header: {ethertype}.",
            {"length": "A number up to 1500 is not a type but the length of the data in octets."},
        ),
    },
    "trailer": {
        "trailer": FieldRule(
            "",
            "Octets behind the end",
            "{size:octet|octets} after the end of the packet that the headers give. They belong to no packet, and "
            "no device reads them.",
        ),
    },
    "padding": {
        "padding": FieldRule(
            "IEEE 802.3-2018, 3.2.8",
            "Padding to the minimum length",
            "{size:octet|octets} of zeros, because a frame must have at least 60 octets (64 with its frame check "
            "sequence). The receiver ignores the padding.",
        ),
    },
    "fcs": {
        "fcs": FieldRule(
            "IEEE 802.3-2018, 3.2.9",
            "Frame check sequence",
            "A checksum (CRC-32) over the whole frame. The receiver computes the checksum again and drops the "
            "frame if the two differ.",
        ),
    },
}


def _ethertype(values: Mapping[str, int]) -> Sense:
    return Sense({}, ("length",) if values["ethertype"] <= LONGEST_LENGTH else ())


def _station(name: str) -> Tell:
    """A MAC address, or the zeros that are there on a loopback interface."""
    tell = mac(name)
    return lambda values: tell(values) if values[name] else tell(values)._replace(cases=("none",))


SENSES: Senses = {"ethernet": {"dst": _station("dst"), "src": _station("src"), "ethertype": _ethertype}}
