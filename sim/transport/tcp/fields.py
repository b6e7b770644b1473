"""The fields of a TCP header."""

from collections.abc import Mapping
from typing import Any

from sim.explain.fields import Sense, Senses, bits, header_length
from sim.explain.language import FieldRule
from sim.transport.port_words import PORT_CASES, port
from sim.transport.tcp.options import LARGEST_SCALE
from sim.transport.tcp.pdu import ACK, RST, SEQUENCE_MASK, SYN, URG

FIELDS: dict[str, dict[str, FieldRule]] = {
    "tcp": {
        "": FieldRule(
            "RFC 9293, 3.1",
            "Transmission Control Protocol",
            "Carries a stream of octets from program to program: every octet exactly once and in order.",
        ),
        "src_port": FieldRule(
            "RFC 9293, 3.1",
            "Source port",
            "The port of the sender: {src_port}. Both ports and both IP addresses together identify the connection.",
            PORT_CASES,
        ),
        "dst_port": FieldRule(
            "RFC 9293, 3.1",
            "Destination port",
            "The port of the receiver: {dst_port}.",
            PORT_CASES,
        ),
        "seq": FieldRule(
            "RFC 9293, 3.4",
            "Sequence number",
            "The place of this segment in the sender's stream of octets.",
            {
                "syn": "The SYN itself uses the number {seq}, so the first octet of data has the number {next}.",
                "data": "The first octet of data in this segment, if there is any, has the number {seq}.",
            },
        ),
        "ack": FieldRule(
            "RFC 9293, 3.4",
            "Acknowledgment number",
            "The sequence number that the sender of this segment expects next from its peer.",
            {
                "set": "Everything before number {ack} has arrived.",
                "unset": "The flag ACK is not set, so this number means nothing.",
            },
        ),
        "data_offset": FieldRule(
            "RFC 9293, 3.1",
            "Data offset",
            "The length of the header in units of 4 octets: here {octets} octets. The data begins after the header.",
            {"plain": "5 is the minimum: there are no options.", "options": "{options} of these octets are options."},
        ),
        "flags": FieldRule(
            "RFC 9293, 3.1",
            "Flags",
            "Each bit is a signal to the peer.",
            {
                0: "No flag is set here.",
                1: "FIN: the sender has no more data to send.",
                2: "SYN: a connection begins with this sequence number.",
                4: "RST: the connection ends at once.",
                8: "PSH: the peer should give the data to its program without waiting for more.",
                16: "ACK: the acknowledgment number is valid.",
                32: "URG: the urgent pointer is valid.",
                64: "ECE: a router has reported congestion, or the sender offers ECN (RFC 3168).",
                128: "CWR: the sender has slowed down, or the sender offers ECN (RFC 3168).",
                256: "AE: more exact reports of congestion (RFC 9768).",
            },
        ),
        "window": FieldRule(
            "RFC 9293, 3.8.6",
            "Window",
            "How much data the sender of this segment can still receive: {window}[, from sequence number {ack} on].",
            {
                "octets": "In a SYN, the unit is octets.",
                "zero": "0 means that the peer must wait. The peer asks from time to time whether there is room again.",
                "scaled": "The unit is octets, or more if both SYNs had a window scale. This segment does not show it.",
                "reset": "In a RST, the window means nothing.",
            },
        ),
        "checksum": FieldRule(
            "RFC 9293, 3.1",
            "Checksum",
            "Protects the header, the data and both IP addresses. If the checksum is wrong, the receiver drops the "
            "segment, as if it had been lost.",
        ),
        "urgent": FieldRule(
            "RFC 9293, 3.8.5",
            "Urgent pointer",
            "The end of urgent data, counted from the sequence number. Few programs use urgent data today.",
            {
                "set": "Here the urgent data ends before number {end_of_urgent}.",
                "unset": "The flag URG is not set, so this field means nothing.",
            },
        ),
        "end_of_option_list": FieldRule(
            "RFC 9293, 3.2",
            "End of the options",
            "No option follows. The rest fills the header up to a multiple of 4 octets.",
        ),
        "no_operation": FieldRule(
            "RFC 9293, 3.2", "No operation", "One octet without a meaning. It aligns the next option."
        ),
        "mss": FieldRule(
            "RFC 9293, 3.7.1",
            "Maximum segment size",
            "The most octets of data that the sender of this SYN accepts in one segment, without headers[: {mss}]. "
            "Each end announces its own MSS.",
        ),
        "window_scale": FieldRule(
            "RFC 7323, 2.2",
            "Window scale",
            "If both SYNs have this option, later windows of the sender count in larger units[: "
            "{unit:octet|octets}]. The window field alone (16 bits) ends at 65535.",
        ),
        "sack_permitted": FieldRule(
            "RFC 2018, 2",
            "Selective acknowledgment permitted",
            "The sender of this SYN understands SACK: the peer may report data that has arrived after a gap.",
        ),
        "sack": FieldRule(
            "RFC 2018, 3",
            "Selective acknowledgment",
            "Data that has arrived after a gap, so that the peer retransmits only the gap[: {blocks}].",
            {"dsack": "The first block is a report of a duplicate: its data has arrived twice (D-SACK, RFC 2883)."},
        ),
        "timestamps": FieldRule(
            "RFC 7323, 3.2",
            "Timestamps",
            "The time of the sender's clock[: {clock}], and the latest timestamp that the sender got from its "
            "peer[: {echo}]. When its own timestamp comes back, the sender knows the round-trip time.",
            {"none": "In the first SYN, the sender has no timestamp of its peer yet."},
        ),
        "md5_signature": FieldRule(
            "RFC 2385, 2.0", "MD5 signature", "Proves that the sender of the segment knows the shared password."
        ),
        "user_timeout": FieldRule(
            "RFC 5482, 3",
            "User timeout",
            "How long the sender waits for the ACK of its data before it gives up the connection.",
        ),
        "authentication": FieldRule(
            "RFC 5925, 2.2",
            "Authentication (TCP-AO)",
            "Proves that the sender of the segment knows the shared key, and that nobody has changed the segment.",
        ),
        "fast_open_cookie": FieldRule(
            "RFC 7413, 4.1.1",
            "Fast Open cookie",
            "The client got this cookie from the server earlier. With the cookie, the client may send data in the SYN.",
        ),
        "option": FieldRule(
            "RFC 9293, 3.2",
            "Unknown option",
            "An option of {size:octet|octets} whose meaning is not known here. A host ignores an option that it "
            "does not know.",
        ),
    },
}


def _seq(values: Mapping[str, int]) -> Sense:
    is_syn = values.get("flags", 0) & SYN
    return Sense({"next": values["seq"] + 1 & SEQUENCE_MASK}, ("syn" if is_syn else "data",))


def _ack(values: Mapping[str, int]) -> Sense:
    return Sense({}, ("set" if values.get("flags", 0) & ACK else "unset",) if "flags" in values else ())


def _window(values: Mapping[str, int]) -> Sense:
    flags = values["flags"]
    facts = {"ack": values["ack"] if flags & ACK and not flags & RST else None}
    if flags & RST:
        return Sense(facts, ("reset",))
    if not values["window"]:
        return Sense(facts, ("zero",))
    return Sense(facts, ("octets" if flags & SYN else "scaled",))


def _urgent(values: Mapping[str, int]) -> Sense:
    end = values["seq"] + values["urgent"] & SEQUENCE_MASK
    return Sense({"end_of_urgent": end}, ("set" if values["flags"] & URG else "unset",))


def _window_scale(values: Mapping[str, int]) -> Sense:
    return Sense({"unit": 1 << min(values["window_scale"], LARGEST_SCALE)}, ())


def _sack(values: Mapping[str, Any]) -> Sense:
    edges = values["sack"]
    # The octet behind the last one of a block may have the number 0.
    blocks = tuple((left, right or SEQUENCE_MASK + 1) for left, right in zip(edges[::2], edges[1::2], strict=True))
    return Sense({"blocks": blocks}, ("dsack",) if _is_dsack(edges, values.get("ack")) else ())


def _is_dsack(edges: tuple[int, ...], ack: int | None) -> bool:
    """RFC 2883 4: the first block lies below the ACK, or within the second block."""
    within = len(edges) > 2 and _is_at_most(edges[2], edges[0]) and _is_at_most(edges[1], edges[3])
    return within or (ack is not None and _is_at_most(edges[1], ack))


def _is_at_most(one: int, other: int) -> bool:
    return other - one & SEQUENCE_MASK < 1 << 31


def _timestamps(values: Mapping[str, Any]) -> Sense:
    clock, echo = values["timestamps"]
    if not values.get("flags", 0) & ACK:
        # RFC 7323 3.2: "The TSecr field is valid if the ACK bit is set in the TCP header."
        return Sense({"clock": clock}, ("none",) if "flags" in values else ())
    return Sense({"clock": clock, "echo": echo}, ())


SENSES: Senses = {
    "tcp": {
        "src_port": port("src_port"),
        "dst_port": port("dst_port"),
        "seq": _seq,
        "ack": _ack,
        "data_offset": header_length("data_offset"),
        "flags": bits("flags"),
        "window": _window,
        "urgent": _urgent,
        "window_scale": _window_scale,
        "sack": _sack,
        "timestamps": _timestamps,
    },
}
