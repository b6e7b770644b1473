"""The fields of an IPv4 header."""

from collections.abc import Mapping

from sim.explain.fields import Sense, Senses, bits, header_length, ip
from sim.explain.language import FieldRule

FIELDS: dict[str, dict[str, FieldRule]] = {
    "fragment": {
        "fragment": FieldRule(
            "RFC 791, 3.2",
            "Part of a datagram",
            "{size:octet|octets} of a datagram that was fragmented. The destination reassembles the datagram "
            "before it reads the content.",
        ),
    },
    "ipv4": {
        "": FieldRule(
            "RFC 791, 1.4",
            "Internet Protocol, version 4",
            "Carries the datagram from its source to its destination, through as many routers as necessary.",
        ),
        "version": FieldRule(
            "RFC 791, 3.1", "Version", "The version of the protocol: {version}. In IPv4, this field is 4."
        ),
        "ihl": FieldRule(
            "RFC 791, 3.1",
            "Length of the header",
            "The length of the header in units of 4 octets: here {octets} octets. The content begins after the header.",
            {"plain": "5 is the minimum: there are no options.", "options": "{options} of these octets are options."},
        ),
        "tos": FieldRule(
            "RFC 2474, 3",
            "Type of service (DSCP and ECN)",
            "How routers should treat the datagram. The first 6 bits (DSCP), here {dscp}, give its class. The last "
            "2 bits (ECN), here {ecn}, can report congestion in a router.",
            {0: "0 means no special treatment."},
        ),
        "total_length": FieldRule(
            "RFC 791, 3.1",
            "Length of the datagram",
            "The length of the whole datagram in octets, header and content[: {total_length}, so the content has "
            "{content}]. Octets that follow in the frame are not part of the datagram.",
        ),
        "identification": FieldRule(
            "RFC 791, 3.1",
            "Identification",
            "All fragments of one datagram have the same number, here {identification}, so the destination knows "
            "which fragments belong together.",
        ),
        "flags": FieldRule(
            "RFC 791, 3.1",
            "Flags",
            "Say whether routers may fragment the datagram, and whether more fragments follow.",
            {
                0: "No flag is set: routers may fragment the datagram, and no fragment follows.",
                1: "MF (more fragments): this is not the last fragment.",
                2: "DF (don't fragment): a router that cannot forward the whole datagram drops it.",
                4: "The first bit is reserved and must be 0.",
            },
        ),
        "fragment_offset": FieldRule(
            "RFC 791, 3.1",
            "Fragment offset",
            "The place of this fragment in the content of the whole datagram, in units of 8 octets: at octet {octets}.",
            {"whole": "The datagram is not fragmented.", "first": "This is the first fragment."},
        ),
        "ttl": FieldRule(
            "RFC 791, 3.1",
            "Time to live (TTL)",
            "The number of links that the datagram may still cross, including this one: {ttl}. Each router subtracts "
            "1 and drops the datagram at 0, so that no datagram circles in a loop for ever.",
        ),
        "protocol": FieldRule(
            "RFC 791, 3.1",
            "Protocol of the content",
            "Tells the destination which protocol the content belongs to: {protocol}.",
        ),
        "header_checksum": FieldRule(
            "RFC 791, 3.1",
            "Header checksum",
            "Protects only this header, not the content. Each router changes the TTL, so each router computes the "
            "checksum again.",
        ),
        "src": FieldRule(
            "RFC 791, 3.1",
            "Source address",
            "The host that sent the datagram: {ip}. Replies and error messages go to this address. Only routers "
            "with NAT change it.",
        ),
        "dst": FieldRule(
            "RFC 791, 3.1",
            "Destination address",
            "The host that should receive the datagram. Each router looks up {ip} in its route table. Only routers "
            "with NAT change it.",
            {
                "broadcast": "This address means every host on the link, and no router forwards the datagram.",
                "group": "This is the address of a group (multicast).",
            },
        ),
        "end_of_option_list": FieldRule(
            "RFC 791, 3.1",
            "End of the options",
            "No option follows. The rest fills the header up to a multiple of 4 octets.",
        ),
        "no_operation": FieldRule(
            "RFC 791, 3.1", "No operation", "One octet without a meaning. It aligns the next option."
        ),
        "record_route": FieldRule(
            "RFC 791, 3.1",
            "Record route",
            "Each router on the way writes its address here, as long as there is room.",
        ),
        "internet_timestamp": FieldRule(
            "RFC 791, 3.1",
            "Timestamps of the routers",
            "Each router on the way writes here when the datagram arrived.",
        ),
        "security": FieldRule(
            "RFC 1108, 2",
            "Security",
            "Says how secret the content is. Few networks use this option, and some drop datagrams that have it.",
        ),
        "loose_source_route": FieldRule(
            "RFC 791, 3.1",
            "Loose source route",
            "Routers that the datagram must visit in this order. Other routers may lie between them. Attackers "
            "could abuse this option, so most routers drop such datagrams.",
        ),
        "strict_source_route": FieldRule(
            "RFC 791, 3.1",
            "Strict source route",
            "All routers that the datagram must visit, in this order. No other router may lie between them. "
            "Attackers could abuse this option, so most routers drop such datagrams.",
        ),
        "router_alert": FieldRule(
            "RFC 2113, 2.1",
            "Router alert",
            "Asks every router on the way to examine the datagram, although the datagram is for another device.",
        ),
        "option": FieldRule(
            "RFC 1122, 3.2.1.8",
            "Unknown option",
            "An option of {size:octet|octets} whose meaning is not known here. A device ignores an option that it "
            "does not know.",
        ),
    },
}


def _tos(values: Mapping[str, int]) -> Sense:
    return Sense({"dscp": values["tos"] >> 2, "ecn": values["tos"] & 3}, (values["tos"],))


def _total_length(values: Mapping[str, int]) -> Sense:
    content = values["total_length"] - values["ihl"] * 4
    return Sense({"content": content if content >= 0 else None}, ())


def _identification(values: Mapping[str, int]) -> Sense:
    return Sense({"identification": f"0x{values['identification']:04x}"}, ())


def _fragment_offset(values: Mapping[str, int]) -> Sense:
    offset = values["fragment_offset"]
    case = () if offset else ("first",) if values["flags"] & 1 else ("whole",)
    return Sense({"octets": offset * 8}, case)


SENSES: Senses = {
    "ipv4": {
        "ihl": header_length("ihl"),
        "tos": _tos,
        "total_length": _total_length,
        "identification": _identification,
        "flags": bits("flags"),
        "fragment_offset": _fragment_offset,
        "src": ip("src"),
        "dst": ip("dst"),
    },
}
