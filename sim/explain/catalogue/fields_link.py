"""Fields of frames and of ARP, and octets without a header."""

from sim.explain.rule import FieldRule

FIELDS = {
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
    "arp": {
        "": FieldRule(
            "RFC 826, packet format",
            "Address Resolution Protocol",
            "Finds the MAC address that belongs to an IP address on the same link.",
        ),
        "hardware_type": FieldRule(
            "RFC 826, packet format",
            "Kind of link",
            "Whose addresses are looked for: those of link type {hardware_type}; 1 is Ethernet.",
        ),
        "protocol_type": FieldRule(
            "RFC 826, packet format",
            "Kind of address that is known",
            "Which protocol's addresses are translated: {ethertype}. The numbers are those of the Ethernet type.",
        ),
        "hardware_length": FieldRule(
            "RFC 826, packet format",
            "Length of a link address",
            "How many octets each MAC address below has: {hardware_length}.",
        ),
        "protocol_length": FieldRule(
            "RFC 826, packet format",
            "Length of a protocol address",
            "How many octets each IP address below has: {protocol_length}.",
        ),
        "operation": FieldRule(
            "RFC 826, packet format",
            "Question or answer",
            "Tells a question from an answer.",
            {
                1: "1 is a request: it asks who has the target IP address.",
                2: "2 is a reply: the sender's MAC address below is the answer.",
            },
        ),
        "sender_mac": FieldRule(
            "RFC 826, packet format",
            "MAC address of the sender",
            "The MAC address of who sends this packet, {mac}: those who hear it may note it.",
        ),
        "sender_ip": FieldRule(
            "RFC 826, packet format",
            "IP address of the sender",
            "The IP address that belongs to the sender's MAC address.",
            {
                "none": "0.0.0.0 is a probe: the sender has no address yet and asks whether one is free (RFC 5227).",
                "known": "With {ip} here, the one who is asked knows at once where to answer.",
            },
        ),
        "target_mac": FieldRule(
            "RFC 826, packet format",
            "MAC address of the target",
            "In a reply, the MAC address of the one who asked.",
            {"asked": "In a request it is what is asked for, so it means nothing yet: {mac}."},
        ),
        "target_ip": FieldRule(
            "RFC 826, packet format",
            "IP address of the target",
            "In a request, the address whose owner is looked for; in a reply, that of the one who asked: {ip}.",
            {"own": "It is the sender's own: the sender announces its address to all (RFC 5227)."},
        ),
    },
    "data": {
        "data": FieldRule(
            "",
            "Data",
            "What the layers above are to carry: {size:octet|octets} that the headers in front do not look into.",
        ),
    },
    "fragment": {
        "fragment": FieldRule(
            "RFC 791, 3.2",
            "Part of a datagram",
            "{size:octet|octets} of a datagram that was cut up. "
            "The destination puts the parts together before it reads on.",
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
    "any": {
        "truncated": FieldRule(
            "",
            "Beginning of a field",
            "The octets end before this field does: {size:octet is|octets are} left of it, and no value can be read.",
        ),
    },
}
