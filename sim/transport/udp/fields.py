"""The fields of a UDP header."""

from sim.explain.language import FieldRule
from sim.transport.port_words import PORT_CASES

FIELDS: dict[str, dict[str, FieldRule]] = {
    "udp": {
        "": FieldRule(
            "RFC 768",
            "User Datagram Protocol",
            "Takes one message from program to program, without a connection and without telling whether it has come.",
        ),
        "src_port": FieldRule(
            "RFC 768",
            "Source port",
            "The socket on the sender's host that the message comes from, {src_port}: an answer goes there.",
            PORT_CASES,
        ),
        "dst_port": FieldRule(
            "RFC 768",
            "Destination port",
            "The socket on the receiver's host that gets the message: the one bound to port {dst_port}.",
            PORT_CASES,
        ),
        "length": FieldRule(
            "RFC 768",
            "Length",
            "Octets of this header, which has 8, and the data together: {length}.",
        ),
        "checksum": FieldRule(
            "RFC 768",
            "Checksum",
            "Guards header, data and both IP addresses. With a wrong one the message is dropped without a word.",
        ),
    },
}
