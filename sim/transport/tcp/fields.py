"""The fields of a TCP header."""

from sim.explain.language import FieldRule
from sim.transport.port_words import PORT_CASES

FIELDS: dict[str, dict[str, FieldRule]] = {
    "tcp": {
        "": FieldRule(
            "RFC 9293, 3.1",
            "Transmission Control Protocol",
            "Takes a stream of octets from program to program: all of them, once each and in order.",
        ),
        "src_port": FieldRule(
            "RFC 9293, 3.1",
            "Source port",
            "The sender's end of the connection: port {src_port} at its IP address. Both ports and both addresses "
            "together name the connection.",
            PORT_CASES,
        ),
        "dst_port": FieldRule(
            "RFC 9293, 3.1",
            "Destination port",
            "The receiver's end of the connection: port {dst_port} at its IP address.",
            PORT_CASES,
        ),
        "seq": FieldRule(
            "RFC 9293, 3.4",
            "Sequence number",
            "The place of this segment in the sender's stream.",
            {
                "syn": "The SYN takes the number {seq} itself, so the first octet of data has {next}.",
                "data": "Its first octet of data, if it has any, has the number {seq}.",
            },
        ),
        "ack": FieldRule(
            "RFC 9293, 3.4",
            "Acknowledgment number",
            "What the sender of this segment expects next from the other end.",
            {
                "set": "All before {ack} has come; {ack} is the next number that it expects.",
                "unset": "The flag ACK is not set, so this number means nothing.",
            },
        ),
        "data_offset": FieldRule(
            "RFC 9293, 3.1",
            "Data offset",
            "The header's length in units of 4 octets, so {octets} octets: there the data begins.",
            {"plain": "5 is the least: there are no options.", "options": "{options} octets of them are options."},
        ),
        "flags": FieldRule(
            "RFC 9293, 3.1",
            "Flags",
            "Each bit is a sign to the other end.",
            {
                0: "No flag is set here.",
                1: "FIN: the sender has no more data.",
                2: "SYN: a connection begins, with this sequence number.",
                4: "RST: the connection is over at once.",
                8: "PSH: give the data to the program without waiting for more.",
                16: "ACK: the acknowledgment number counts.",
                32: "URG: the urgent pointer counts.",
                64: "ECE: a router reported overload, or ECN is offered (RFC 3168).",
                128: "CWR: the sender has slowed down, or ECN is offered (RFC 3168).",
                256: "AE: more exact reports of overload (RFC 9768).",
            },
        ),
        "window": FieldRule(
            "RFC 9293, 3.8.6",
            "Window",
            "How much the sender of this segment can still take: {window}[, from sequence number {ack} on].",
            {
                "octets": "In a SYN these are octets.",
                "zero": "With 0 the other end has to wait, and asks from time to time whether there is room.",
                "scaled": "These are octets, or larger units if both SYNs had a window scale: that is not seen here.",
                "reset": "After an RST it means nothing.",
            },
        ),
        "checksum": FieldRule(
            "RFC 9293, 3.1",
            "Checksum",
            "Guards header, data and both IP addresses. With a wrong one the segment is dropped without a word, as "
            "if it had been lost.",
        ),
        "urgent": FieldRule(
            "RFC 9293, 3.8.5",
            "Urgent pointer",
            "Where urgent data ends, counted from the sequence number. Programs hardly use it any more.",
            {"set": "Here it ends before {end_of_urgent}.", "unset": "The flag URG is not set, so it means nothing."},
        ),
        "end_of_option_list": FieldRule(
            "RFC 9293, 3.2", "End of the options", "No option follows: the rest fills the header up to 4 octets."
        ),
        "no_operation": FieldRule(
            "RFC 9293, 3.2", "No operation", "One octet that says nothing: it brings the next option to a better place."
        ),
        "mss": FieldRule(
            "RFC 9293, 3.7.1",
            "Maximum segment size",
            "The most octets of data that the sender of this SYN takes in one segment[: {mss}]. Each end tells its "
            "own; headers do not count.",
        ),
        "window_scale": FieldRule(
            "RFC 7323, 2.2",
            "Window scale",
            "If both SYNs have it, the sender's later windows count in units[ of {unit:octet|octets}]: 16 bits alone "
            "end at 65535.",
        ),
        "sack_permitted": FieldRule(
            "RFC 2018, 2",
            "Selective acknowledgment permitted",
            "The sender of this SYN can read SACK: the other end may tell it which data has come behind a gap.",
        ),
        "sack": FieldRule(
            "RFC 2018, 3",
            "Selective acknowledgment",
            "What has come behind a gap, so that only the gap is sent again[: {blocks}].",
        ),
        "timestamps": FieldRule(
            "RFC 7323, 3.2",
            "Timestamps",
            "The sender's clock[, {clock}], and the latest that it got from the other end[, {echo}]. When its own "
            "comes back, it knows the time there and back.",
            {"none": "In the first SYN, it has none from there yet."},
        ),
        "md5_signature": FieldRule(
            "RFC 2385, 2.0", "MD5 signature", "Shows that the segment is from someone who knows the common password."
        ),
        "user_timeout": FieldRule(
            "RFC 5482, 3",
            "User timeout",
            "How long the sender lets data wait for an ACK before it gives the connection up.",
        ),
        "authentication": FieldRule(
            "RFC 5925, 2.2",
            "Authentication (TCP-AO)",
            "Shows that the segment is from someone who knows the common key, and that nobody has changed it.",
        ),
        "fast_open_cookie": FieldRule(
            "RFC 7413, 4.1.1",
            "Fast Open cookie",
            "With the cookie that the server once gave it, a client may send data in the SYN already.",
        ),
        "option": FieldRule(
            "RFC 9293, 3.2",
            "Option that is not known",
            "An option of {size:octet|octets} whose meaning is not known here. Who does not know an option passes "
            "over it.",
        ),
    },
}
