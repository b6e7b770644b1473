"""The fields of an Ethernet frame."""

from sim.explain.language import FieldRule

FIELDS: dict[str, dict[str, FieldRule]] = {
    "ethernet": {
        "": FieldRule(
            "IEEE 802.3-2018, 3.1.1",
            "Ethernet frame",
            "Takes the packet over one link. A router takes this header off and writes a new one for the next link.",
        ),
        "dst": FieldRule(
            "IEEE 802.3-2018, 3.2.4",
            "Destination MAC address",
            "Who on this link is to take the frame.",
            {
                "one": "{mac} is one station: the others leave the frame alone.",
                "group": "{mac} is the address of a group: whoever listens to it takes the frame.",
                "broadcast": "{mac} is the broadcast address: everyone on the link takes the frame.",
            },
        ),
        "src": FieldRule(
            "IEEE 802.3-2018, 3.2.5",
            "Source MAC address",
            "Who has put the frame on this link: {mac}. Switches learn from it behind which port this station is.",
        ),
        "ethertype": FieldRule(
            "IEEE 802.3-2018, 3.2.6",
            "Type of the content",
            "Tells the receiver what to make of the octets behind this header: {ethertype}.",
            {"length": "A number up to 1500 is no type but the length of the data in octets."},
        ),
    },
    "trailer": {
        "trailer": FieldRule(
            "",
            "Octets behind the end",
            "{size:octet|octets} behind the end that the headers give: they belong to no packet, and nobody reads "
            "them.",
        ),
    },
    "padding": {
        "padding": FieldRule(
            "IEEE 802.3-2018, 3.2.8",
            "Filling up to the least length",
            "{size:octet|octets} of zeros, since no frame may have fewer than 60 octets (64 with its check sequence). "
            "The receiver leaves them out.",
        ),
    },
    "fcs": {
        "fcs": FieldRule(
            "IEEE 802.3-2018, 3.2.9",
            "Frame check sequence",
            "A checksum (CRC-32) over the whole frame. The receiver computes it anew, and drops the frame if the two "
            "differ.",
        ),
    },
}
