"""The fields of an ARP packet."""

from sim.explain.language import FieldRule

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
}
