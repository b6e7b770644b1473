"""The fields of an IPv4 header."""

from sim.explain.language import FieldRule

FIELDS: dict[str, dict[str, FieldRule]] = {
    "fragment": {
        "fragment": FieldRule(
            "RFC 791, 3.2",
            "Part of a datagram",
            "{size:octet|octets} of a datagram that was cut up. "
            "The destination puts the parts together before it reads on.",
        ),
    },
    "ipv4": {
        "": FieldRule(
            "RFC 791, 1.4",
            "Internet Protocol, version 4",
            "Takes the datagram from its source to its destination, through as many routers as it needs.",
        ),
        "version": FieldRule("RFC 791, 3.1", "Version", "How the header is laid out: {version}. IPv4 has 4 here."),
        "ihl": FieldRule(
            "RFC 791, 3.1",
            "Length of the header",
            "The header's length in units of 4 octets, so {octets} octets: there its content begins.",
            {"plain": "5 is the least: there are no options.", "options": "{options} octets of them are options."},
        ),
        "tos": FieldRule(
            "RFC 2474, 3",
            "Type of service (DSCP and ECN)",
            "How routers should treat the datagram. The first 6 bits are its class (DSCP), here {dscp}; the last 2 "
            "(ECN) can report that a router is overloaded, here {ecn}.",
            {0: "With 0, nothing special is asked for."},
        ),
        "total_length": FieldRule(
            "RFC 791, 3.1",
            "Length of the datagram",
            "Octets of the datagram, header and content together[: {total_length}, so the content has {content}]. What "
            "follows in the frame is no part of it.",
        ),
        "identification": FieldRule(
            "RFC 791, 3.1",
            "Identification",
            "All fragments of one datagram have the same number here, {identification}: the destination sees which "
            "belong together.",
        ),
        "flags": FieldRule(
            "RFC 791, 3.1",
            "Flags",
            "Say whether the datagram may be cut up, and whether more of it is to come.",
            {
                0: "No flag is set: it may be cut up, and this is its end.",
                1: "MF (more fragments): this is not its last part.",
                2: "DF (do not fragment): a router that cannot send it whole drops it.",
                4: "The first bit is reserved and has to be 0.",
            },
        ),
        "fragment_offset": FieldRule(
            "RFC 791, 3.1",
            "Fragment offset",
            "Where in the whole datagram's content this part belongs, in units of 8 octets: at octet {octets}.",
            {"whole": "The datagram is not cut up.", "first": "This is the first fragment."},
        ),
        "ttl": FieldRule(
            "RFC 791, 3.1",
            "Time to live (TTL)",
            "How many links the datagram may cross, this one included: {ttl}. Each router takes 1 away and drops "
            "what comes to 0, so that nothing goes round in a loop for ever.",
        ),
        "protocol": FieldRule(
            "RFC 791, 3.1",
            "Protocol of the content",
            "Tells the destination to which protocol the content goes: {protocol}.",
        ),
        "header_checksum": FieldRule(
            "RFC 791, 3.1",
            "Header checksum",
            "Guards this header alone, not the content. As the TTL changes, each router computes it anew.",
        ),
        "src": FieldRule(
            "RFC 791, 3.1",
            "Source address",
            "Who has sent the datagram, and so where an answer or an error message goes: {ip}. Routers leave it as "
            "it is.",
        ),
        "dst": FieldRule(
            "RFC 791, 3.1",
            "Destination address",
            "Who is to get the datagram. Each router looks up {ip} in its routes, and leaves it as it is.",
            {
                "broadcast": "This one is for everyone on the link, and no router passes it on.",
                "group": "This one is the address of a group (multicast).",
            },
        ),
        "end_of_option_list": FieldRule(
            "RFC 791, 3.1", "End of the options", "No option follows: the rest fills the header up to 4 octets."
        ),
        "no_operation": FieldRule(
            "RFC 791, 3.1", "No operation", "One octet that says nothing: it brings the next option to a better place."
        ),
        "record_route": FieldRule(
            "RFC 791, 3.1",
            "Record route",
            "Each router on the way writes its address in here, as long as there is room.",
        ),
        "internet_timestamp": FieldRule(
            "RFC 791, 3.1",
            "Timestamps of the routers",
            "Each router on the way writes in here when it had the datagram.",
        ),
        "security": FieldRule(
            "RFC 1108, 2", "Security", "How secret the content is. Few networks use it; some drop what has it."
        ),
        "loose_source_route": FieldRule(
            "RFC 791, 3.1",
            "Loose source route",
            "Routers that the datagram has to visit in this order, with others between them if need be. Most drop such "
            "datagrams, as the way could be abused.",
        ),
        "strict_source_route": FieldRule(
            "RFC 791, 3.1",
            "Strict source route",
            "Every router that the datagram has to visit, in this order and no other between them. Most drop such "
            "datagrams, as the way could be abused.",
        ),
        "router_alert": FieldRule(
            "RFC 2113, 2.1",
            "Router alert",
            "Asks every router on the way to look into the datagram, though it is for somebody else.",
        ),
        "option": FieldRule(
            "RFC 1122, 3.2.1.8",
            "Option that is not known",
            "An option of {size:octet|octets} whose meaning is not known here. Who does not know an option passes "
            "over it.",
        ),
    },
}
