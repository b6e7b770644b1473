"""The fields of a UDP header."""

from sim.explain.fields import Senses
from sim.explain.language import FieldRule
from sim.transport.port_words import PORT_CASES, port

FIELDS: dict[str, dict[str, FieldRule]] = {
    "udp": {
        "": FieldRule(
            "RFC 768",
            "User Datagram Protocol",
            "Carries one message from program to program, without a connection. The sender does not learn whether "
            "the message has arrived.",
        ),
        "src_port": FieldRule(
            "RFC 768",
            "Source port",
            "The port of the socket that sent the message: {src_port} on the sender's host. A reply goes to this port.",
            PORT_CASES,
        ),
        "dst_port": FieldRule(
            "RFC 768",
            "Destination port",
            "The port of the socket that gets the message: {dst_port} on the receiver's host.",
            PORT_CASES,
        ),
        "length": FieldRule(
            "RFC 768",
            "Length",
            "The length of the header (8 octets) and the data together: {length} octets.",
        ),
        "checksum": FieldRule(
            "RFC 768",
            "Checksum",
            "Protects the header, the data and both IP addresses. If the checksum is wrong, the receiver drops the "
            "message and sends no error.",
        ),
    },
}

SENSES: Senses = {"udp": {"src_port": port("src_port"), "dst_port": port("dst_port")}}
